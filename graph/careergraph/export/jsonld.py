"""A graph's own triples as JSON-LD that people can read: short names, nodes in their places.

Roles stand inside their career path, requirements and progressions inside their role, levels
inside their scheme, transfers inside the held skill, efforts where they are used. Every triple is
written exactly once, so that reading the document gives back the same triples.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from careergraph import vocabulary as v
from careergraph.export.content import Content
from careergraph.export.rdf import name, ordered, prefixes
from careergraph.vocabulary import PREFIXES, Term

if TYPE_CHECKING:
    import pyoxigraph

INSIDE = {
    "levels": (v.SKOS_IN_SCHEME, Term.Level),
    "roles": (Term.onPath, Term.Role),
    "requirements": (Term.requiringRole, Term.Requirement),
    "progressions": (Term.earlierRole, Term.Progression),
    "transfers": (Term.heldSkill, Term.Transfer),
}
"""Nodes of a type stand inside the node that the property names, under this key."""

WITH = {
    Term.moveCost.value: Term.MoveCost,
    Term.effort.value: Term.EffortRange,
    Term.effortPerSkill.value: Term.EffortRange,
}
"""Nodes of a type stand where one of these properties first names them."""

FIRST = {PREFIXES["owl"] + "Ontology", Term.LevelScheme.value, Term.CareerPath.value}
"""Nodes of these types are placed first, so that what belongs inside them gets there."""

DEEPEST = 3
"""Nodes within nodes end here, however a graph chains them: a path's role's requirement."""

INTEGER, BOOLEAN, STRING = (PREFIXES["xsd"] + t for t in ("integer", "boolean", "string"))

Kind = tuple[str, str]
"""What a value is: ``("@type", "@id")``, ``("@type", datatype)`` or ``("@language", tag)``."""


def jsonld(content: Content) -> str:
    """Return the graph's own triples as JSON-LD 1.1, safe inside a script element."""
    data = _Document(ordered(content.triples())).data()
    return json.dumps(data, indent=2, ensure_ascii=False).replace("</", "<\\/") + "\n"


class _Document:
    """Places each node once."""

    def __init__(self, triples: list[pyoxigraph.Triple]) -> None:
        self._nodes: dict[str, dict[str, list[Any]]] = {}
        self._inside: dict[tuple[str, str], list[str]] = {}
        for triple in triples:
            subject, predicate = name(triple.subject), triple.predicate.value
            self._nodes.setdefault(subject, {}).setdefault(predicate, []).append(triple.object)
            if _is_node(triple.object):
                self._inside.setdefault((predicate, name(triple.object)), []).append(subject)
        self._names = _Names(triples)
        self._placed: set[str] = set()

    def data(self) -> dict[str, Any]:
        first = sorted(self._nodes, key=lambda node: not self._types(node) & FIRST)
        graph = [self._node(node, 0) for node in first if self._claim(node)]
        return {"@context": self._names.context, "@graph": graph}

    def _claim(self, node: str) -> bool:
        """Take a node as placed; tell whether it was free."""
        free = node not in self._placed
        self._placed.add(node)
        return free

    def _node(
        self, node: str, depth: int, container: tuple[str, str] | None = None
    ) -> dict[str, Any]:
        """Return a claimed node without the one triple that its container stands for."""
        data: dict[str, Any] = {"id": self._names.node(node)}
        for predicate, objects in self._nodes[node].items():
            values = [
                self._value(predicate, term, depth)
                for term in objects
                if container is None or not _is_node(term) or (predicate, name(term)) != container
            ]
            if values:
                key = self._names.keys[predicate]
                data[key] = values[0] if len(values) == 1 else values
        for key, (predicate, kind) in INSIDE.items():
            found = [
                self._node(inner, depth + 1, (predicate, node))
                for inner in self._inside.get((predicate, node), ())
                if depth < DEEPEST and kind in self._types(inner) and self._claim(inner)
            ]
            if found:
                data[self._names.reverse(key, predicate)] = found
        return data

    def _value(self, predicate: str, term: Any, depth: int) -> Any:
        node = name(term)
        belongs = _is_node(term) and WITH.get(predicate) in self._types(node)
        if belongs and depth < DEEPEST and self._claim(node):
            return self._node(node, depth + 1)
        return self._names.value(predicate, term)

    def _types(self, node: str) -> set[str | None]:
        return {name(kind) for kind in self._nodes.get(node, {}).get(v.RDF_TYPE, ())}


class _Names:
    """The short names of a document, and the context that says what they mean."""

    def __init__(self, triples: list[pyoxigraph.Triple]) -> None:
        kinds: dict[str, set[Kind]] = {}
        classes: set[str] = set()
        self._schemes: set[str] = set()
        for triple in triples:
            terms = (triple.subject, triple.predicate, triple.object)
            self._schemes |= {name(term).partition(":")[0] for term in terms if _is_node(term)}
            if triple.predicate.value == v.RDF_TYPE:
                classes.add(name(triple.object))
            else:
                kinds.setdefault(triple.predicate.value, set()).add(_kind(triple.object))
        own = {_local(iri) for iri in kinds}
        self._prefixes = {
            prefix: namespace
            for prefix, namespace in prefixes(triples).items()
            if prefix not in self._schemes and (prefix in PREFIXES or prefix not in own)
        }
        self.context: dict[str, Any] = {"id": "@id", "type": "@type", **self._prefixes}
        self.keys = {v.RDF_TYPE: "type"}
        self._classes = {iri: self._define(iri, self.node(iri)) for iri in sorted(classes)}
        self._kinds: dict[str, Kind | None] = {}
        for iri, found in sorted(kinds.items()):
            kind = next(iter(found)) if len(found) == 1 else None
            self._kinds[iri] = kind
            meaning = {"@id": self.node(iri)}
            if kind is not None and kind != ("@type", STRING):
                key, value = kind
                meaning[key] = self.node(value) if key == "@type" else value
            self.keys[iri] = self._define(iri, meaning)

    def node(self, iri: str) -> str:
        """Return an IRI or blank node as the document writes it."""
        fits = [(len(ns), p) for p, ns in self._prefixes.items() if iri.startswith(ns)]
        if not fits:
            return iri
        length, prefix = max(fits)
        local = iri[length:]
        return iri if not local or local.startswith("//") else f"{prefix}:{local}"

    def value(self, predicate: str, term: Any) -> Any:
        """Return a value; what the context says of the property is left out."""
        if predicate == v.RDF_TYPE:
            return self._classes[name(term)]
        kind = _kind(term)
        shown = self.node(name(term)) if _is_node(term) else _native(term)
        if kind == self._kinds[predicate]:
            return shown
        if _is_node(term):
            return {"id": shown}
        if kind == ("@type", STRING):
            return {"@value": term.value}
        key, value = kind
        return {"@value": term.value, key: self.node(value) if key == "@type" else value}

    def reverse(self, key: str, predicate: str) -> str:
        """Return a key that means a property read backwards."""
        meaning = {"@reverse": self.node(predicate)}
        while self.context.setdefault(key, meaning) != meaning:
            key += "Here"
        return key

    def _define(self, iri: str, meaning: Any) -> str:
        short = _local(iri)
        taken = {*self.context, *self._schemes, *INSIDE}
        if not short or short in taken:
            key = self.node(iri)
            if isinstance(meaning, dict):
                self.context[key] = {**meaning, "@id": iri}
            return key
        self.context[short] = meaning
        return short


def _local(iri: str) -> str:
    found = re.search(r"[/#]([A-Za-z][A-Za-z0-9_]*)$", iri)
    return found[1] if found else ""


def _is_node(term: Any) -> bool:
    import pyoxigraph

    return isinstance(term, pyoxigraph.NamedNode | pyoxigraph.BlankNode)


def _kind(term: Any) -> Kind:
    if _is_node(term):
        return ("@type", "@id")
    if term.language is not None:
        return ("@language", term.language)
    return ("@type", term.datatype.value)


def _native(literal: Any) -> object:
    """Return a literal as a JSON number or boolean where that is the very same literal."""
    text: str = literal.value
    if literal.datatype.value == BOOLEAN and text in ("true", "false"):
        return text == "true"
    if literal.datatype.value == INTEGER and re.fullmatch(r"0|-?[1-9][0-9]{0,14}", text):
        return int(text)
    return text
