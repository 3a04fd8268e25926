"""Patterns in braces: what a query looks for."""

from __future__ import annotations

from abc import abstractmethod

from careergraph.sparql.ast import (
    Bind,
    Element,
    Filter,
    Group,
    Iri,
    Literal,
    Named,
    Optional,
    Select,
    Triple,
    Union,
    Values,
    Var,
)
from careergraph.sparql.expressions import Expressions
from careergraph.sparql.words import PATTERNS


class Patterns(Expressions):
    """Reads groups of patterns."""

    @abstractmethod
    def sub_select(self) -> Select:
        """Read a SELECT inside braces."""

    def group(self) -> Group:
        """Read patterns in braces."""
        at = self.open("{").start
        found: list[Element] = []
        if self.keyword == "SELECT":
            found.append(self.sub_select())
        else:
            while not self.closes():
                if self.at_node():
                    found += self.triples()
                    continue
                found.append(self._pattern())
                self.accept(".")
        end = self.close("a pattern").start
        return Group(tuple(found), at, end)

    def _pattern(self) -> Element:
        token, word = self.token, self.keyword
        self.link(token.start)
        if self.is_operator("{"):
            return self._union()
        if word in ("OPTIONAL", "MINUS", "LATERAL"):
            self.advance()
            return Optional(word, self.group(), token.start)
        if word in ("GRAPH", "SERVICE"):
            self.advance()
            silent = word == "SERVICE" and self.accept_word("SILENT")
            return Named(word, silent, self.variable_or_iri(), self.group(), token.start)
        if word == "FILTER":
            self.advance()
            return Filter(self.constraint(), token.start)
        if word == "BIND":
            self.advance()
            return self.named_expression(token.start)
        if word == "VALUES":
            return self.values()
        if word == "SELECT":
            raise self.fault(token.start, "A SELECT inside another stands in braces of its own.")
        if word == "UNION":
            raise self.fault(token.start, "Expected braces around what stands before UNION.")
        raise self.fail("a triple", "}", "a pattern such as FILTER or OPTIONAL", known=PATTERNS)

    def _union(self) -> Union:
        at = self.token.start
        groups = [self.group()]
        while self.accept_word("UNION"):
            self.link(at)
            groups.append(self.group())
        return Union(tuple(groups), at)

    def named_expression(self, at: int) -> Bind:
        """Read an expression and the name that it gets, in brackets."""
        self.open("(")
        expression = self.expression()
        if not self.accept_word("AS"):
            raise self.fail("an operator", "AS", known=("AS",))
        variable = self.variable()
        self.close()
        return Bind(expression, variable, at)

    def values(self) -> Values:
        """Read VALUES with its rows."""
        at = self.expect_word("VALUES").start
        bare = self.token.kind == "variable"
        if bare:
            variables = [self.variable()]
        else:
            self.open("(")
            variables = []
            while self.token.kind == "variable":
                variables.append(self.variable())
            self.close("a variable")
        self.open("{")
        rows = []
        while not self.closes():
            rows.append((self._value(),) if bare else self._row(len(variables)))
        self.close()
        return Values(tuple(variables), tuple(rows), bare, at)

    def _row(self, width: int) -> tuple[Iri | Literal | Triple | None, ...]:
        at = self.open("(").start
        found = []
        while not self.closes():
            found.append(self._value())
        self.close()
        if len(found) != width:
            raise self.fault(
                at, f"This row of VALUES has {len(found)} values for {width} variables."
            )
        return tuple(found)

    def _value(self) -> Iri | Literal | Triple | None:
        if self.accept_word("UNDEF"):
            return None
        if self.at_iri():
            return self.iri()
        if self.at_literal():
            return self.literal()
        if self.is_operator("<<("):
            return self._ground()
        if self.token.kind == "variable":
            raise self.fault(self.token.start, "VALUES holds no variables; expected a value.")
        raise self.fail("an IRI", "a string", "a number", "UNDEF", known=("UNDEF",))

    def _ground(self) -> Triple:
        at = self.token.start
        term = self.triple_term()
        if any(isinstance(part, Var) for part in (term.subject, term.verb, term.object)):
            raise self.fault(at, "VALUES holds no variables; expected values.")
        return term
