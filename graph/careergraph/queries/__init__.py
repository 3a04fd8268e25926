"""Ask a career graph in SPARQL: named queries with typed parameters, and any query text.

A named query is a file ``queries/<name>.rq`` that begins with what it says about itself; see
`careergraph.queries.header`. People add folders of their own; see `careergraph.queries.catalogue`.
"""

from __future__ import annotations

from careergraph.queries.asking import ask, run
from careergraph.queries.binding import Resolve, bind, terms_for
from careergraph.queries.catalogue import Queries, named_queries, named_query
from careergraph.queries.header import read_query, read_text
from careergraph.queries.hints import explaining_nothing
from careergraph.queries.named import NAMED_KINDS, TYPES, NamedQuery, Parameter, example_command
from careergraph.queries.saving import save

__all__ = [
    "NAMED_KINDS",
    "TYPES",
    "NamedQuery",
    "Parameter",
    "Queries",
    "Resolve",
    "ask",
    "bind",
    "example_command",
    "explaining_nothing",
    "named_queries",
    "named_query",
    "read_query",
    "read_text",
    "run",
    "save",
    "terms_for",
]
