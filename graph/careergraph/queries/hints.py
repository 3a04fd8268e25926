"""Why a query found nothing: which of its IRIs the graph does not have, and what is like them.

An IRI with a typing mistake is no fault of the query, so no engine says anything. What is looked
at is bounded: a few IRIs, and for each a part of the graph, so that a hint never costs more than
a moment.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from careergraph.answers import Stream, in_english
from careergraph.errors import CareerGraphError
from careergraph.queries.asking import ask
from careergraph.queries.constants import constants
from careergraph.sparql import nearest
from careergraph.vocabulary import PREFIXES, SKOS_PREF_LABEL, TERMS, Term, compact

if TYPE_CHECKING:
    from careergraph.answers import Term as Node
    from careergraph.engines import Engine
    from careergraph.sparql import Query

MOST_IRIS = 8
"""IRIs of a query that are looked up; a query with more is likely written by a program."""
MOST_LOOKED_AT = 20_000
"""Nodes or triples among which the nearest IRI is sought: some 0.1 s in a store on disk."""
_PREDICATES = """
SELECT DISTINCT ?iri { { SELECT ?iri { ?s ?iri ?o } LIMIT $most } }
"""
_NODES = """
SELECT DISTINCT ?iri {
  { SELECT ?iri { ?iri a ?kind FILTER (STRSTARTS(STR(?iri), $namespace)) } LIMIT $most }
}
"""


def explaining_nothing(engine: Engine, query: Query, stream: Stream) -> Stream:
    """Return a stream that, where it turns out empty, says why in its warnings.

    Parameters
    ----------
    engine : Engine
        What answered.
    query : Query
        What it was asked.
    stream : Stream
        The answer.
    """
    if stream.form == "ASK":
        if not stream.boolean:
            stream.warnings += missing(engine, query)
        return stream
    stream.when_empty(lambda: missing(engine, query))
    return stream


def missing(engine: Engine, query: Query) -> tuple[str, ...]:
    """Return a warning for each IRI of a query that the graph does not have.

    Examples
    --------
    >>> import pyoxigraph
    >>> from careergraph.engines import InProcess
    >>> from careergraph.sparql import parse
    >>> missing(InProcess(pyoxigraph.Store()), parse("ASK { ?s skos:prefLable ?o }"))
    ('The graph does not have skos:prefLable.',)
    """
    terms = {str(term) for term in Term}
    # An unknown term of the ontology is a warning already, and a known one no mistake.
    iris = [iri for iri in constants(query.source) if iri not in terms and _foreign(iri)]
    try:
        absent = [iri for iri in iris[:MOST_IRIS] if not _has(engine, iri)]
        return tuple(_warning(engine, iri) for iri in absent)
    except CareerGraphError:
        return ()  # a hint is no reason to fail


def _foreign(iri: str) -> bool:
    return not iri.startswith((TERMS, PREFIXES["xsd"]))


def _has(engine: Engine, iri: str) -> bool:
    places = "{ $iri ?p ?o } UNION { ?s ?p $iri } UNION { ?s $iri ?o }"
    return bool(ask(engine, f"ASK {{ {places} }}", parameters={"iri": _node(iri)}).boolean)


def _warning(engine: Engine, iri: str) -> str:
    near = _nearest(engine, iri)
    if near is None:
        return f"The graph does not have {compact(iri)}."
    label = label_of(engine, near)
    named = f" ({label})" if label else ""
    return f"The graph does not have {compact(iri)}; did you mean {compact(near)}{named}?"


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
    return in_english(label for (label,) in labels)


def _iris(engine: Engine, query: str, **parameters: Node) -> list[str]:
    return [str(row[0].value) for row in _rows(engine, query, **parameters)]


def _rows(engine: Engine, query: str, **parameters: Node) -> Iterator[Sequence[Any]]:
    return iter(ask(engine, query, parameters=parameters))


def _node(iri: str) -> Node:
    import pyoxigraph

    return pyoxigraph.NamedNode(iri)
