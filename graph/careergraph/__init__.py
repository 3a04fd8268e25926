"""A career knowledge graph: ask it in SPARQL, route through it, look at it.

>>> import careergraph as cg
>>> g = cg.load()
>>> g.route("ml engineer 2", "ai product manager 4").status
'optimal'
"""

from __future__ import annotations

from careergraph.errors import CareerGraphError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from careergraph.career_graph import CareerGraph, load

__version__ = "0.1.0"

__all__ = ["CareerGraph", "CareerGraphError", "__version__", "load"]


def __getattr__(name: str) -> object:
    # Worker processes and the command line need this package, but not all that the graph needs.
    if name not in ("CareerGraph", "load"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from careergraph import career_graph

    return getattr(career_graph, name)


def load_ipython_extension(shell: Any) -> None:
    """Give a notebook ``%sparql`` and ``%%sparql``: what ``%load_ext careergraph`` calls."""
    from careergraph.notebook import register

    register(shell)
