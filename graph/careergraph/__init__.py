"""A career knowledge graph: ask it in SPARQL, route through it, look at it.

>>> import careergraph as cg
>>> g = cg.load()
>>> g.route("ml engineer 2", "ai product manager 4").status
'optimal'
"""

from typing import Any

from careergraph.career_graph import CareerGraph, load
from careergraph.errors import CareerGraphError

__version__ = "0.1.0"

__all__ = ["CareerGraph", "CareerGraphError", "__version__", "load"]


def load_ipython_extension(shell: Any) -> None:
    """Give a notebook ``%sparql`` and ``%%sparql``: what ``%load_ext careergraph`` calls."""
    from careergraph.notebook import register

    register(shell)
