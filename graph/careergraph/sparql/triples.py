"""Triples, their property paths, and what is said about them."""

from __future__ import annotations

from careergraph.errors import QueryError
from careergraph.sparql.ast import (
    Annotation,
    Collection,
    Iri,
    Node,
    Object,
    Path,
    Properties,
    Property,
    Reified,
    Triples,
    Verb,
)
from careergraph.sparql.terms import RDF_TYPE, Terms
from careergraph.sparql.words import PATTERNS, nearest

_INCOMPLETE = "The triple is not complete: expected "


class TripleReader(Terms):
    """Reads triples; in a template they have no paths."""

    paths = True

    def triples(self) -> tuple[Triples, ...]:
        """Read triples with full stops between them."""
        found = []
        while self.at_node():
            found.append(self._same_subject())
            if not self.accept("."):
                self._end_of_triples()
                break
        return tuple(found)

    def at_node(self) -> bool:
        """Return whether a subject or object stands here."""
        token = self.token
        return (token.kind == "operator" and token.text in ("(", "[")) or self.at_term()

    def _end_of_triples(self) -> None:
        if self.at_node():
            raise self.fault(self.token.start, "Expected . or ; between two triples.")

    def _same_subject(self) -> Triples:
        subject = self.node()
        if self._at_verb():
            return Triples(subject, self._properties())
        if isinstance(subject, Properties | Collection | Reified):
            return Triples(subject, ())
        raise self._incomplete("a predicate")

    def node(self) -> Node:
        """Read a subject or object."""
        if self.at_term():
            return self.term()
        if self.is_operator("["):
            at = self.open("[").start
            properties = self._properties()
            self.close(".", ";", ",")
            return Properties(properties, at)
        at = self.open("(").start
        members = []
        while self.at_node():
            self._count_triple()
            members.append(self.node())
        self.close("a node")
        return Collection(tuple(members), at)

    def _at_verb(self) -> bool:
        token = self.token
        if token.kind in ("variable", "prefixed", "iri") or token.text == "a":
            return True
        return self.paths and token.kind == "operator" and token.text in ("(", "^", "!")

    def _properties(self) -> tuple[Property, ...]:
        if not self._at_verb():
            raise self._incomplete("a predicate")
        found = [self._property()]
        while self.accept(";"):
            if self._at_verb():
                found.append(self._property())
        return tuple(found)

    def _property(self) -> Property:
        verb = self._path() if self.paths and self.token.kind != "variable" else self.verb()
        objects = [self._object()]
        while self.accept(","):
            objects.append(self._object())
        return Property(verb, tuple(objects))

    def _object(self) -> Object:
        if not self.at_node():
            raise self._incomplete("an object")
        self._count_triple()
        node = self.node()
        annotations = []
        while self.token.kind == "operator" and self.token.text in ("~", "{|"):
            annotations.append(self._annotation())
        return Object(node, tuple(annotations))

    def _count_triple(self) -> None:
        if self.paths:
            self.count_triple(self.token.start)

    def _annotation(self) -> Annotation:
        if self.accept("~"):
            return Annotation(self.reifier(), ())
        self.open("{|")
        properties = self._properties()
        self.close(".", ";", ",")
        return Annotation(None, properties)

    def _incomplete(self, what: str) -> QueryError:
        token = self.token
        if token.kind == "operator" and token.text in ("}", ".", ";", "]", ",", "|}"):
            if token.text == "}" and not self.closes():
                return self.fail()
            return self.fault(token.start, f"{_INCOMPLETE}{what}.")
        if token.kind == "word" and nearest(token.text, PATTERNS) is not None:
            return self.fault(token.start, f"{_INCOMPLETE}{what} before {token.text}.")
        return self.fail(what)

    def _path(self) -> Verb:
        return self._joined("|")

    def _joined(self, mark: str) -> Verb:
        at = self.token.start
        parts = [self._step(mark)]
        while self.accept(mark):
            self.link(at)
            parts.append(self._step(mark))
        return parts[0] if len(parts) == 1 else Path(mark, tuple(parts), at)

    def _step(self, mark: str) -> Verb:
        return self._joined("/") if mark == "|" else self._inverse()

    def _inverse(self) -> Verb:
        at = self.token.start
        if self.accept("^"):
            return Path("^", (self._repeated(),), at)
        return self._repeated()

    def _repeated(self) -> Verb:
        at = self.token.start
        step = self._primary_path()
        if self.token.kind == "operator" and self.token.text in ("*", "+", "?"):
            return Path(self.advance().text, (step,), at)
        return step

    def _primary_path(self) -> Verb:
        token = self.token
        if token.text == "!" and token.kind == "operator":
            self.advance()
            return Path("!", self._negated(), token.start)
        if token.text == "(" and token.kind == "operator":
            self.open("(")
            inner = self._path()
            self.close("/", "|")
            return Path("(", (inner,), token.start)
        return self._predicate()

    def _predicate(self) -> Iri:
        if self.token.text == "a" and self.token.kind == "word":
            return Iri(RDF_TYPE, "a", self.advance().start)
        if not self.at_iri():
            raise self.fail("a predicate")
        return self.iri()

    def _negated(self) -> tuple[Verb, ...]:
        if not self.is_operator("("):
            return (self._one_negated(),)
        self.open("(")
        found = [self._one_negated()] if not self.closes() else []
        while found and self.accept("|"):
            found.append(self._one_negated())
        self.close("|")
        return tuple(found)

    def _one_negated(self) -> Verb:
        at = self.token.start
        if self.accept("^"):
            return Path("^", (self._predicate(),), at)
        return self._predicate()
