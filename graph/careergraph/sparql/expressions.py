"""Expressions: operators by rank, functions and aggregates."""

from __future__ import annotations

from abc import abstractmethod

from careergraph.sparql.ast import (
    Bracketed,
    Call,
    Exists,
    Expression,
    Group,
    Iri,
    Literal,
    Members,
    Operation,
    Unary,
)
from careergraph.sparql.cursor import MAX_DEPTH
from careergraph.sparql.triples import TripleReader
from careergraph.sparql.words import AGGREGATES, FUNCTIONS, nearest

_COMPARISONS = ("=", "!=", "<", ">", "<=", ">=", "IN", "NOT IN")
_RANKS = (("*", "/"), ("+", "-"), _COMPARISONS, ("&&",), ("||",))
_RANK = {operator: rank for rank, operators in enumerate(_RANKS) for operator in operators}
_MANY = " Write a long choice as IN (...) or VALUES."
_NAMED = ("EXISTS", "NOT EXISTS", *FUNCTIONS, *AGGREGATES)


class Expressions(TripleReader):
    """Reads expressions."""

    @abstractmethod
    def group(self) -> Group:
        """Read patterns in braces."""

    def expression(self) -> Expression:
        """Read an expression."""
        operands, operators, places = [self._operand("")], [], []
        while True:
            at = self.token.start
            operator = self._operator()
            if not operator:
                break
            self.link(at, _MANY)
            operators.append(operator)
            places.append(at)
            in_list = operator in ("IN", "NOT IN")
            operands.append(self._members() if in_list else self._operand(operator))
        return self._ranked(operands, operators, places)

    def _operator(self) -> str:
        token = self.token
        if token.kind == "operator" and token.text in _RANK:
            return self.advance().text
        if token.kind == "iri":
            self.split()
            return self.advance().text
        if self.keyword == "IN":
            self.advance()
            return "IN"
        if self.keyword == "NOT" and self.following().text.upper() == "IN":
            self.advance()
            self.advance()
            return "NOT IN"
        return ""

    def _ranked(
        self, operands: list[Expression], operators: list[str], places: list[int]
    ) -> Expression:
        """Join operands from the strongest operators to the weakest."""
        for rank in range(len(_RANKS)):
            if not operators:
                break
            joined, left, kept = [operands[0]], [], []
            run: list[str] = []
            members = [operands[0]]
            for operator, operand, place in zip(operators, operands[1:], places, strict=True):
                if _RANK[operator] == rank:
                    if run and rank == _RANK["="]:
                        raise self.fault(
                            place, f"Expected && or || between two comparisons, not {operator}."
                        )
                    run.append(operator)
                    members.append(operand)
                    joined[-1] = Operation(tuple(run), tuple(members))
                else:
                    left.append(operator)
                    kept.append(place)
                    run, members = [], [operand]
                    joined.append(operand)
            operands, operators, places = joined, left, kept
        return operands[0]

    def _operand(self, after: str) -> Expression:
        at = self.token.start
        marks: list[str] = []
        while self.token.kind == "operator" and self.token.text in ("!", "+", "-"):
            if self.at_literal():
                break
            marks.append(self.advance().text)
            if len(marks) > MAX_DEPTH:
                raise self.fault(at, f"More than {MAX_DEPTH} signs before one value.")
        operand = self._primary(marks[-1] if marks else after)
        return Unary(tuple(marks), operand, at) if marks else operand

    def _primary(self, after: str) -> Expression:
        token = self.token
        if token.kind == "variable":
            return self.variable()
        if self.at_iri():
            return self._iri_or_call()
        if self.is_operator("("):
            return self.bracketed()
        if self.is_operator("<<("):
            return self.triple_term()
        if self.at_literal():
            return self.literal()
        if token.kind == "word":
            return self.call()
        if after and (token.kind == "end" or self.closes()):
            raise self.fault(token.start, f"Expected a value after {after}.")
        raise self.fail("a value")

    def bracketed(self) -> Bracketed:
        """Read an expression in brackets."""
        at = self.open("(").start
        inner = self.expression()
        self.close("an operator")
        return Bracketed(inner, at)

    def _iri_or_call(self) -> Expression:
        name = self.iri()
        return self.arguments(name, name.at) if self.is_operator("(") else name

    def arguments(self, name: str | Iri, at: int) -> Call:
        """Read the arguments of a function."""
        self.open("(")
        distinct = self.accept_word("DISTINCT")
        found: list[Expression] = []
        if distinct or not self.closes():
            found.append(self.expression())
            while self.accept(","):
                found.append(self.expression())
        self.close(",")
        return Call(name, tuple(found), at, distinct)

    def call(self) -> Expression:
        """Read a function, an aggregate, EXISTS or NOT EXISTS."""
        token, name = self.token, self.keyword
        if name == "EXISTS" or (name == "NOT" and self.following().text.upper() == "EXISTS"):
            self.advance()
            if name == "NOT":
                self.advance()
            return Exists(name == "NOT", self.group(), token.start)
        if name in AGGREGATES:
            self.advance()
            return self._aggregate(name, token.start)
        if name not in FUNCTIONS:
            if self.following().text != "(":
                raise self.fail("a value", known=_NAMED)
            near = nearest(name, _NAMED)
            hint = f"; did you mean {near}?" if near else "."
            raise self.fault(token.start, f"There is no function {token.text}{hint}")
        self.advance()
        if not self.is_operator("("):
            raise self.fail("(")
        call = self.arguments(name, token.start)
        if call.distinct:
            raise self.fault(token.start, f"{name} takes no DISTINCT; only an aggregate does.")
        self._check_count(call, name)
        return call

    def _check_count(self, call: Call, name: str) -> None:
        fewest, most = FUNCTIONS[name]
        given = len(call.arguments)
        if not fewest <= given <= most:
            wanted = str(fewest) if fewest == most else f"{fewest} to {most}"
            noun = "argument" if most == 1 else "arguments"
            raise self.fault(call.at, f"{name} takes {wanted} {noun}, not {given}.")
        if name == "BOUND" and not hasattr(call.arguments[0], "name"):
            raise self.fault(call.arguments[0].at, "BOUND takes a variable.")

    def _aggregate(self, name: str, at: int) -> Call:
        self.open("(")
        distinct = self.accept_word("DISTINCT")
        if name == "COUNT" and self.accept("*"):
            self.close()
            return Call(name, (), at, distinct, star=True)
        argument = self.expression()
        separator = self._separator() if name == "GROUP_CONCAT" and self.accept(";") else None
        self.close("an operator")
        return Call(name, (argument,), at, distinct, separator)

    def _separator(self) -> Literal:
        self.expect_word("SEPARATOR")
        self.expect("=")
        return self.string()

    def _members(self) -> Members:
        at = self.open("(").start
        found: list[Expression] = []
        if not self.closes():
            found.append(self.expression())
            while self.accept(","):
                found.append(self.expression())
        self.close(",")
        return Members(tuple(found), at)

    def constraint(self) -> Expression:
        """Read what FILTER and HAVING take."""
        if self.is_operator("("):
            return self.bracketed()
        if self.at_iri():
            name = self.iri()
            if not self.is_operator("("):
                raise self.fail("(")
            return self.arguments(name, name.at)
        if self.token.kind != "word":
            raise self.fail("(", "a function")
        return self.call()
