"""SPARQL queries as text: reading them, refusing what must not run, saying what is wrong.

Nothing here runs a query; `careergraph.engines` does.
"""

from __future__ import annotations

from careergraph.sparql.diagnosis import diagnose
from careergraph.sparql.query import Query, parameters_used, parse, substitute
from careergraph.sparql.text import either, nearest, nearest_few

__all__ = [
    "Query",
    "diagnose",
    "either",
    "nearest",
    "nearest_few",
    "parameters_used",
    "parse",
    "substitute",
]
