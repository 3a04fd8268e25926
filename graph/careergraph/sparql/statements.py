"""Triples one by one, without the short forms they were written in, and the IRIs in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from careergraph.sparql.ast import (
    Collection,
    Group,
    Iri,
    Node,
    Properties,
    Property,
    Triples,
    Verb,
    walk,
)

if TYPE_CHECKING:
    from careergraph.sparql.query import Query

_POSITIONS = ("subject", "predicate", "object")


class Statement(NamedTuple):
    """Subject, verb and object of one triple; a node in brackets stands for its blank node."""

    subject: Node
    verb: Verb
    object: Node

    @property
    def at(self) -> int:
        """Where the subject begins."""
        return self.subject.at


class Constant(NamedTuple):
    """An IRI that a pattern names, where it stands in its triple, and how it was written."""

    iri: str
    position: str
    written: str
    at: int


def statements(triples: Triples) -> Iterator[Statement]:
    """Yield the triples that a subject with its properties stands for.

    >>> from careergraph.sparql import parse
    >>> tree = parse("ASK { ?s a cg:Role ; cg:onPath [ a ?kind ] }").tree
    >>> [found.verb.written for found in statements(tree.where.elements[0])]
    ['a', 'cg:onPath', 'a']
    """
    yield from _of(triples.subject, triples.properties)
    yield from _inside(triples.subject)


def _of(subject: Node, properties: tuple[Property, ...]) -> Iterator[Statement]:
    for said in properties:
        for found in said.objects:
            yield Statement(subject, said.verb, found.node)
            yield from _inside(found.node)
            for annotation in found.annotations:
                about = annotation.reifier
                yield from _of(about if about is not None else subject, annotation.properties)


def _inside(node: Node) -> Iterator[Statement]:
    if isinstance(node, Properties):
        yield from _of(node, node.properties)
    elif isinstance(node, Collection):
        for member in node.members:
            yield from _inside(member)


def constants(query: Query) -> tuple[Constant, ...]:
    """Return the IRIs that a query's patterns name, each once per position, as they stand.

    Where a query finds nothing, one that is in no triple of the graph may be mistyped.

    >>> from careergraph.sparql import parse
    >>> [c.written for c in constants(parse("ASK { role:x cg:requires/skos:broader ?s }"))]
    ['role:x', 'cg:requires', 'skos:broader']
    """
    found: dict[tuple[str, str], Constant] = {}
    for triples in _patterns(query.tree):
        for statement in statements(triples):
            for position, node in zip(_POSITIONS, statement, strict=True):
                for iri in _iris(node):
                    constant = Constant(iri.value, position, iri.written, iri.at)
                    found.setdefault(constant[:2], constant)
    return tuple(sorted(found.values(), key=lambda constant: constant.at))


def _iris(node: Node | Verb) -> Iterator[Iri]:
    """Yield the IRIs of a node; `statements` goes inside those with properties."""
    if isinstance(node, Collection):
        for member in node.members:
            yield from _iris(member)
    elif not isinstance(node, Properties):
        yield from (found for found in walk(node) if isinstance(found, Iri))


def _patterns(tree: object) -> Iterator[Triples]:
    for group in walk(tree):
        if isinstance(group, Group):
            yield from (e for e in group.elements if isinstance(e, Triples))
