"""The pages of views: look at them in a notebook, save them, or go on with plain pyvis."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from importlib import import_module
from inspect import signature
from typing import TYPE_CHECKING, Any

from careergraph.errors import RequestError, UnknownNameError
from careergraph.network import CareerNetwork
from careergraph.views.document import Document
from careergraph.views.model import View

if TYPE_CHECKING:
    from pyvis.network import Network

VIEWS = (
    "matrix",
    "route",
    "neighbourhood",
    "comparison",
    "skill",
    "person",
    "heatmap",
    "changes",
)
"""The names of the views; each is drawn by the function of its name in the module of its name."""


@dataclass(frozen=True, repr=False)
class Page(Document):
    """An interactive page of a career graph.

    Parameters
    ----------
    view : View
        What the page shows.
    """

    view: View

    @property
    def title(self) -> str:
        """The title of the view."""
        return self.view.title

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

    def __repr__(self) -> str:
        nodes, edges = len(self.view.nodes), len(self.view.edges)
        return f"<Page {self.view.title!r}: {nodes} nodes, {edges} edges>"


def make_page(name: str, network: CareerNetwork, *about: Any, **options: Any) -> Page:
    """Return the page of a view.

    Parameters
    ----------
    name : str
        One of `VIEWS`.
    network : CareerNetwork
    *about, **options
        What the view draws, as the function `careergraph.views.<name>.<name>` takes it.

    Raises
    ------
    UnknownNameError
        There is no such view, or nothing of a name that was given.
    RequestError
        The view takes other arguments, or cannot draw so much.
    """
    if name not in VIEWS:
        raise UnknownNameError(f"There is no view {name!r}. There are {', '.join(VIEWS)}.", VIEWS)
    draw = getattr(import_module(f"careergraph.views.{name}"), name)
    try:
        signature(draw).bind(network, *about, **options)
    except TypeError as error:
        _, *takes = signature(draw).parameters
        raise RequestError(f'The view "{name}" takes {", ".join(takes)}: {error}.') from None
    return Page(replace(draw(network, *about, **options), language=network.language))
