"""A finished page: look at it in a notebook, save it, or go on with plain pyvis."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from careergraph.errors import RequestError, UnknownNameError
from careergraph.network import CareerNetwork
from careergraph.output import write_text
from careergraph.routes import Route
from careergraph.views.model import View

if TYPE_CHECKING:
    from pyvis.network import Network

VIEWS = ("matrix", "route")
"""The names of the views."""

MOST_ROLES = 500
"""Roles that one page draws: more make it too large for a browser to be pleasant."""


@dataclass(frozen=True, repr=False)
class Page:
    """An interactive page of a career graph.

    Parameters
    ----------
    view : View
        What the page shows.
    """

    view: View

    @cached_property
    def html(self) -> str:
        """The whole page as one HTML document that needs no network."""
        from careergraph.views.render import render

        return render(self.view)

    @cached_property
    def network(self) -> Network:
        """The picture as a plain pyvis network: exactly the nodes and edges shown."""
        from careergraph.views.render import to_pyvis

        return to_pyvis(self.view)

    def save(self, path: str | Path, *, force: bool = False) -> Path:
        """Write the page to a file and return its path.

        Raises
        ------
        OutputError
            The file exists and `force` is false, or it cannot be written.
        """
        file = Path(path)
        write_text(file, self.html, force=force)
        return file

    def __repr__(self) -> str:
        nodes, edges = len(self.view.nodes), len(self.view.edges)
        return f"<Page {self.view.title!r}: {nodes} nodes, {edges} edges>"

    def _repr_html_(self) -> str:
        return (
            f'<iframe srcdoc="{escape(self.html)}" sandbox="allow-scripts" '
            f'title="{escape(self.view.title)}" width="100%" height="720"></iframe>'
        )


def make_page(
    name: str,
    network: CareerNetwork,
    route: Route | None = None,
    paths: Collection[str] = (),
) -> Page:
    """Return the page of a view.

    Parameters
    ----------
    name : str
        One of `VIEWS`.
    network : CareerNetwork
        Where it has more than `MOST_ROLES` roles, a route is drawn with its own roles alone.
    route : Route, optional
    paths : collection of str, optional
        IRIs of the career paths to draw; all without it.

    Raises
    ------
    UnknownNameError
        There is no such view.
    RequestError
        A route is missing, or given to a view that draws none; or there are too many roles.
    """
    if name not in VIEWS:
        raise UnknownNameError(f"There is no view {name!r}. There are {', '.join(VIEWS)}.", VIEWS)
    if (name == "route") != (route is not None):
        raise RequestError('The view "route" draws a route, and no other does: view("route", r).')
    if paths:
        network = network.part([r.iri for r in network.roles.values() if r.path in paths])
    many = len(network.roles) > MOST_ROLES
    if route is None:
        from careergraph.views.matrix import matrix

        if many:
            raise RequestError(
                f"There are {len(network.roles):,} roles, and one page draws at most "
                f"{MOST_ROLES}. Name career paths to draw with --path."
            )
        return Page(matrix(network))
    from careergraph.views.route import route as draw_route

    return Page(draw_route(network.part([r.iri for r in route.roles]) if many else network, route))
