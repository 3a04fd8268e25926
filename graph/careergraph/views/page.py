"""A finished page: look at it in a notebook, save it, or go on with plain pyvis."""

from __future__ import annotations

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


def make_page(name: str, network: CareerNetwork, route: Route | None = None) -> Page:
    """Return the page of a view.

    Raises
    ------
    UnknownNameError
        There is no such view.
    RequestError
        A route is missing, or given to a view that draws none.
    """
    if name not in VIEWS:
        raise UnknownNameError(f"There is no view {name!r}. There are {', '.join(VIEWS)}.", VIEWS)
    if (name == "route") != (route is not None):
        raise RequestError('The view "route" draws a route, and no other does: view("route", r).')
    if route is None:
        from careergraph.views.matrix import matrix

        return Page(matrix(network))
    from careergraph.views.route import route as draw_route

    return Page(draw_route(network, route))
