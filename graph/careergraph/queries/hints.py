"""Why a query found nothing: which of its IRIs the graph does not have, and what is like them.

An IRI with a typing mistake is no fault of the query, so no engine says anything. What is looked
at is bounded: a few IRIs, and for each a part of the graph, so that a hint never costs more than
a moment.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from careergraph.answers import Stream
from careergraph.errors import CareerGraphError
from careergraph.queries.asking import ask
from careergraph.sparql import ast, nearest
from careergraph.terms import in_language
from careergraph.vocabulary import SKOS_PREF_LABEL, TERMS, compact

if TYPE_CHECKING:
    from careergraph.answers import Term as Node
    from careergraph.engines import Engine
    from careergraph.sparql import Query

MOST_IRIS = 8
"""IRIs of a query that are looked up; a query with more is likely written by a program."""
MOST_LOOKED_AT = 20_000
"""Nodes or triples among which the nearest IRI is sought: some 0.1 s in a store on disk."""
_PLACES = "ASK { $iri ?p ?o }", "ASK { ?s $iri ?o }", "ASK { ?s ?p $iri }"
"""Where an IRI can stand; one after the other, as the first is nearly always enough."""
_PREDICATES = """
SELECT DISTINCT ?iri { { SELECT ?iri { ?s ?iri ?o } LIMIT $most } }
"""
_NODES = """
SELECT DISTINCT ?iri {
  { SELECT ?iri { ?iri a ?kind FILTER (STRSTARTS(STR(?iri), $namespace)) } LIMIT $most }
}
"""


def explaining_nothing(
    engine: Engine, query: Query, stream: Stream, trusted: Collection[str] = ()
) -> Stream:
    """Return a stream that, where it turns out empty, says why in its warnings.

    Parameters
    ----------
    engine : Engine
        What answered.
    query : Query
        What it was asked.
    stream : Stream
        The answer.
    trusted : collection of str, optional
        IRIs that are no typing mistakes, such as those of a built-in query.
    """
    if stream.form == "ASK":
        if not stream.boolean:
            stream.warnings += missing(engine, query, trusted)
        return stream
    stream.when_empty(lambda: missing(engine, query, trusted))
    return stream


def missing(engine: Engine, query: Query, trusted: Collection[str] = ()) -> tuple[str, ...]:
    """Return a warning for each IRI of a query that the graph does not have.

    Examples
    --------
    >>> import pyoxigraph
    >>> from careergraph.engines import InProcess
    >>> from careergraph.sparql import parse
    >>> missing(InProcess(pyoxigraph.Store()), parse("ASK { ?s skos:prefLable ?o }"))
    ('Line 1, column 10: the graph does not have skos:prefLable.',)
    """
    try:
        asked = [n for n in nodes(query) if n.value not in trusted and _is_iri(n.value)]
        absent = [node for node in asked[:MOST_IRIS] if not _has(engine, node.value)]
        return tuple(_warning(engine, query, node) for node in absent)
    except CareerGraphError:
        return ()  # a hint is no reason to fail


def nodes(query: Query) -> list[ast.Iri]:
    """Return the IRIs that stand for nodes and predicates, each once.

    The terms of the ontology are left out: the linter knows them.
    """
    apart = {
        part.name.at
        for part in query.nodes
        if isinstance(part, ast.Call | ast.Named) and isinstance(part.name, ast.Iri)
    }
    found: dict[str, ast.Iri] = {}
    for node in query.nodes:
        if isinstance(node, ast.Iri) and node.at not in apart and not node.value.startswith(TERMS):
            found.setdefault(node.value, node)
    return sorted(found.values(), key=lambda node: node.at)


def _is_iri(value: str) -> bool:
    """Tell whether Oxigraph takes an IRI; where it does not, it says so itself when asked."""
    try:
        _node(value)
    except ValueError:
        return False
    return True


def _has(engine: Engine, iri: str) -> bool:
    node = {"iri": _node(iri)}
    return any(ask(engine, text, parameters=node).boolean for text in _PLACES)


def _warning(engine: Engine, query: Query, node: ast.Iri) -> str:
    line, column = query.place(node.at)
    said = f"Line {line}, column {column}: the graph does not have {compact(node.value)}"
    near = _nearest(engine, node.value)
    if near is None:
        return f"{said}."
    label = label_of(engine, near)
    named = f" ({label})" if label else ""
    return f"{said}; did you mean {compact(near)}{named}?"


def _nearest(engine: Engine, iri: str) -> str | None:
    """Return the IRI of the graph most like this one, in the same namespace."""
    import pyoxigraph

    namespace = iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]
    most = pyoxigraph.Literal(MOST_LOOKED_AT)
    nodes = _iris(engine, _NODES, most=most, namespace=pyoxigraph.Literal(namespace))
    used = _iris(engine, _PREDICATES, most=most)
    known = {other[len(namespace) :]: other for other in (*nodes, *used) if namespace in other}
    near = nearest(iri[len(namespace) :], known)
    return None if near is None else known[near]


def label_of(engine: Engine, iri: str) -> str | None:
    """Return a label of a node, the English one where there is one."""
    labels = _rows(engine, f"SELECT ?label {{ $iri <{SKOS_PREF_LABEL}> ?label }}", iri=_node(iri))
    return in_language(label for (label,) in labels)


def _iris(engine: Engine, query: str, **parameters: Node) -> list[str]:
    return [str(row[0].value) for row in _rows(engine, query, **parameters)]


def _rows(engine: Engine, query: str, **parameters: Node) -> Iterator[Sequence[Any]]:
    return iter(ask(engine, query, parameters=parameters))


def _node(iri: str) -> Node:
    import pyoxigraph

    return pyoxigraph.NamedNode(iri)
