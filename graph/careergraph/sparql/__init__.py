"""SPARQL queries: reading them, refusing what must not run, saying what is wrong.

Nothing here runs a query; `careergraph.engines` does.
"""

from __future__ import annotations

from careergraph.sparql.guard import Outside, refuse_outside
from careergraph.sparql.parameters import counts, parameters_used, substitute
from careergraph.sparql.query import Query, parse
from careergraph.sparql.statements import Constant, constants
from careergraph.sparql.words import either, nearest, nearest_few

__all__ = [
    "Constant",
    "Outside",
    "Query",
    "constants",
    "counts",
    "either",
    "nearest",
    "nearest_few",
    "parameters_used",
    "parse",
    "refuse_outside",
    "substitute",
]
