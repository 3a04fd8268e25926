"""The triples of a graph by node and predicate, and what one value of one node says.

Whatever is insisted on is insisted on here, with the node in the message.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Container, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from careergraph import vocabulary as v
from careergraph.errors import InvalidGraphError
from careergraph.terms import in_language
from careergraph.vocabulary import Term, compact

if TYPE_CHECKING:
    from careergraph.answers import Term as Node
    from careergraph.engines import Engine

T = TypeVar("T")


class Statements:
    """What a graph says, read one predicate at a time when it is first asked for.

    Parameters
    ----------
    engine : Engine
    language : str, optional
        That of labels and definitions, as `careergraph.terms.in_language` has it.
    """

    def __init__(self, engine: Engine, language: str = "en") -> None:
        self._engine = engine
        self._language = language
        self._of: dict[str, dict[str, list[Node]]] = {}

    def _said(self, predicate: str) -> dict[str, list[Node]]:
        """Return the values of every node that has a predicate."""
        if predicate not in self._of:
            nodes: dict[str, list[Node]] = {}
            for subject, value in self._engine.pairs(predicate):
                nodes.setdefault(text(subject), []).append(value)
            self._of[predicate] = nodes
        return self._of[predicate]

    @cached_property
    def _kinds(self) -> dict[str, list[str]]:
        """The nodes of every kind."""
        members: dict[str, list[str]] = {}
        for node, kinds in self._said(v.RDF_TYPE).items():
            for kind in kinds:
                members.setdefault(text(kind), []).append(node)
        return members

    def all(self, kind: Term, read: Callable[[str], T]) -> Iterator[T]:
        """Yield what `read` makes of each node of a kind, in IRI order."""
        return map(read, sorted(self._kinds.get(kind, ())))

    def one(self, node: str, predicate: str) -> str | None:
        """Return the only object of a predicate, or None; the text of a literal, an IRI."""
        objects = self.objects(node, predicate)
        if len(objects) > 1:
            raise InvalidGraphError(
                f"{compact(node)} has {len(objects)} values of {compact(predicate)} "
                f"({', '.join(compact(o) for o in sorted(objects))}). Keep one."
            )
        return objects[0] if objects else None

    def need(self, node: str, predicate: str) -> str:
        """Return the only object of a predicate that the node must have."""
        found = self.one(node, predicate)
        if found is None:
            raise InvalidGraphError(f"{compact(node)} has no {compact(predicate)}. Add it.")
        return found

    def objects(self, node: str, predicate: str) -> list[str]:
        """Return the objects of a predicate in order, as `one` does."""
        return sorted(text(term) for term in self._said(predicate).get(node, ()))

    def pairs(self, predicate: str) -> list[tuple[str, str]]:
        """Return every node that has a predicate, with each of its objects, in order."""
        return sorted((text(node), text(value)) for node, value in self._engine.pairs(predicate))

    def names(self, node: str) -> dict[str, Any]:
        """Return what everything with a name has, as `careergraph.network.Labelled` takes it."""
        return {
            "iri": node,
            "label": self.label(node),
            "alt_labels": self._alt_labels(node),
            "definition": self._text(node, v.SKOS_DEFINITION),
        }

    def label(self, node: str) -> str:
        """Return the label of a node, or its CURIE."""
        label = self._text(node, v.SKOS_PREF_LABEL) or self._text(node, v.RDFS_LABEL)
        return label or compact(node)

    def labels(self) -> dict[str, str]:
        """Return the label of every node that has one."""
        named = {**self._said(v.RDFS_LABEL), **self._said(v.SKOS_PREF_LABEL)}
        return {node: self.label(node) for node in named}

    def _alt_labels(self, node: str) -> tuple[str, ...]:
        """Return the other labels; in another language than the usual one, the usual label too."""
        names = self.objects(node, v.SKOS_ALT_LABEL)
        usual = in_language(self._said(v.SKOS_PREF_LABEL).get(node, ()))
        if usual not in (None, self.label(node), *names):
            names = sorted((*names, str(usual)))
        return tuple(names)

    def _text(self, node: str, predicate: str) -> str | None:
        return in_language(self._said(predicate).get(node, ()), self._language)


def text(term: Any) -> str:
    """Return the IRI of a node, the text of a literal, ``_:`` and the name of a blank node."""
    value: str = term.value
    return f"_:{value}" if type(term).__name__ == "BlankNode" else value


def known(node: str, predicate: str, value: str, described: Container[str]) -> None:
    """Insist that a node refers to something that the graph describes."""
    if value not in described:
        raise InvalidGraphError(
            f"{compact(node)} has {compact(predicate)} {compact(value)}, which the graph does not "
            "describe. Describe it with its type, or correct the IRI."
        )


def number(node: str, predicate: str, text: str) -> float:
    """Return a finite number that a node states."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InvalidGraphError(
            f"{compact(node)} has {compact(predicate)} {text!r}, which is not a number. Correct it."
        )
    return value


def boolean(node: str, predicate: str, text: str | None) -> bool:
    """Return a truth value that a node states; what it does not state is false."""
    if text not in {None, "true", "1", "false", "0"}:
        raise InvalidGraphError(
            f"{compact(node)} has {compact(predicate)} {text!r}; it must be true or false."
        )
    return text in {"true", "1"}


def integer(node: str, predicate: str, text: str | None) -> int | None:
    """Return a whole number from 1 that a node may state."""
    if text is None:
        return None
    value = number(node, predicate, text)
    if value != int(value) or value < 1:
        raise InvalidGraphError(
            f"{compact(node)} has {compact(predicate)} {text}; it must be a whole number from 1."
        )
    return int(value)
