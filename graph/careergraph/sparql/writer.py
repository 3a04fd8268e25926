"""A query written from its tree, in one way only: what engines are sent.

Every IRI is written in full and every token stands apart, so that no engine can read anything
else than what was read here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from careergraph.sparql import ast


def write(query: object, base: str | None = None) -> str:
    """Return the canonical text of a query, or of any node of its tree."""
    return " ".join(written(query, base)[0])


def written(query: object, base: str | None = None) -> tuple[list[str], dict[int, int]]:
    """Return the pieces of the canonical text, and which of them begin with a term.

    The second is by the place of the IRI or literal in the text as read.
    """
    writer = _Writer()
    if base is not None:
        writer.say("BASE", f"<{base}>")
    writer.node(query)
    return writer.pieces, writer.terms


class _Writer:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.terms: dict[int, int] = {}

    def say(self, *pieces: str) -> None:
        self.pieces.extend(pieces)

    def node(self, node: object) -> None:
        _WRITE[type(node)](self, node)

    def term(self, text: str, at: int) -> None:
        self.terms[at] = len(self.pieces)
        self.pieces.append(text)

    def nodes(self, nodes: Iterable[object], between: str = "") -> None:
        for index, node in enumerate(nodes):
            if index and between:
                self.pieces.append(between)
            self.node(node)

    def select(self, query: ast.Select) -> None:
        self.say(query.form)
        if query.modifier:
            self.say(query.modifier)
        if query.columns is None:
            self.say("*")
        else:
            for column in query.columns:
                self.column(column)
        if query.template is not None:
            self.say("{")
            self.statements(query.template)
            self.say("}")
        self.nodes(query.dataset)
        if query.where is not None:
            self.say("WHERE")
            self.node(query.where)
        self.modifiers(query)

    def modifiers(self, query: ast.Select) -> None:
        if query.group_by:
            self.say("GROUP", "BY")
            for key in query.group_by:
                plain = isinstance(key, ast.Var | ast.Bind)
                self.column(key) if plain else self.enclosed(key)
        if query.having:
            self.say("HAVING")
            for condition in query.having:
                self.enclosed(condition)
        if query.order_by:
            self.say("ORDER", "BY")
            for ordering in query.order_by:
                self.say(ordering.direction or "ASC")
                self.enclosed(ordering.expression)
        if query.limit is not None:
            self.say("LIMIT", str(query.limit))
        if query.offset is not None:
            self.say("OFFSET", str(query.offset))
        if query.values is not None:
            self.node(query.values)

    def enclosed(self, expression: object) -> None:
        """Write an expression in brackets."""
        if isinstance(expression, ast.Bracketed):
            self.node(expression)
        else:
            self.say("(")
            self.node(expression)
            self.say(")")

    def column(self, column: object) -> None:
        if isinstance(column, ast.Bind):
            self.say("(")
            self.node(column.expression)
            self.say("AS", f"?{column.variable.name}", ")")
        else:
            self.node(column)

    def dataset(self, clause: ast.Dataset) -> None:
        self.say(*(("FROM", "NAMED") if clause.named else ("FROM",)))
        self.node(clause.name)

    def group(self, group: ast.Group) -> None:
        self.say("{")
        self.statements(group.elements)
        self.say("}")

    def statements(self, elements: Iterable[object]) -> None:
        triples = False
        for element in elements:
            if triples and isinstance(element, ast.Triples):
                self.say(".")
            self.node(element)
            triples = isinstance(element, ast.Triples)

    def triples(self, triples: ast.Triples) -> None:
        self.node(triples.subject)
        self.nodes(triples.properties, ";")

    def property(self, said: ast.Property) -> None:
        self.node(said.verb)
        self.nodes(said.objects, ",")

    def object(self, found: ast.Object) -> None:
        self.node(found.node)
        self.nodes(found.annotations)

    def annotation(self, annotation: ast.Annotation) -> None:
        if annotation.reifier is not None:
            self.say("~")
            self.node(annotation.reifier)
        else:
            self.say("{|")
            self.nodes(annotation.properties, ";")
            self.say("|}")

    def triple(self, triple: ast.Triple) -> None:
        self.say("<<(")
        self.nodes((triple.subject, triple.verb, triple.object))
        self.say(")>>")

    def reified(self, triple: ast.Reified) -> None:
        self.say("<<")
        self.nodes((triple.subject, triple.verb, triple.object))
        if triple.reifier is not None:
            self.say("~")
            self.node(triple.reifier)
        self.say(">>")

    def properties(self, node: ast.Properties) -> None:
        self.say("[")
        self.nodes(node.properties, ";")
        self.say("]")

    def collection(self, node: ast.Collection) -> None:
        self.say("(")
        self.nodes(node.members)
        self.say(")")

    def path(self, path: ast.Path) -> None:
        if path.kind in "|/":
            self.nodes(path.parts, path.kind)
        elif path.kind in "*+?":
            self.nodes(path.parts)
            self.say(path.kind)
        elif path.kind == "^":
            self.say("^")
            self.nodes(path.parts)
        else:
            self.say(*(("!", "(") if path.kind == "!" else ("(",)))
            self.nodes(path.parts, "|")
            self.say(")")

    def optional(self, pattern: ast.Optional) -> None:
        self.say(pattern.word)
        self.node(pattern.group)

    def union(self, pattern: ast.Union) -> None:
        self.nodes(pattern.groups, "UNION")

    def named(self, pattern: ast.Named) -> None:
        self.say(pattern.word, *(("SILENT",) if pattern.silent else ()))
        self.nodes((pattern.name, pattern.group))

    def filter(self, pattern: ast.Filter) -> None:
        self.say("FILTER")
        self.enclosed(pattern.condition)

    def bind(self, pattern: ast.Bind) -> None:
        self.say("BIND")
        self.column(pattern)

    def values(self, values: ast.Values) -> None:
        self.say("VALUES")
        marks = ((), ()) if values.bare else (("(",), (")",))
        self.say(*marks[0])
        self.nodes(values.variables)
        self.say(*marks[1], "{")
        for row in values.rows:
            self.say(*marks[0])
            for value in row:
                self.say("UNDEF") if value is None else self.node(value)
            self.say(*marks[1])
        self.say("}")

    def bracketed(self, expression: ast.Bracketed) -> None:
        self.say("(")
        self.node(expression.inner)
        self.say(")")

    def unary(self, expression: ast.Unary) -> None:
        self.say(*expression.operators)
        self.node(expression.operand)

    def operation(self, expression: ast.Operation) -> None:
        self.node(expression.operands[0])
        for operator, operand in zip(expression.operators, expression.operands[1:], strict=True):
            self.say(operator)
            self.node(operand)

    def members(self, members: ast.Members) -> None:
        self.say("(")
        self.nodes(members.items, ",")
        self.say(")")

    def call(self, call: ast.Call) -> None:
        # Oxigraph reads no space after CONCAT and COALESCE.
        name = call.name if isinstance(call.name, str) else f"<{call.name.value}>"
        self.say(f"{name}(")
        self.say(*(("DISTINCT",) if call.distinct else ()), *(("*",) if call.star else ()))
        self.nodes(call.arguments, ",")
        if call.separator is not None:
            self.say(";", "SEPARATOR", "=", call.separator.text)
        self.say(")")

    def exists(self, exists: ast.Exists) -> None:
        self.say(*(("NOT", "EXISTS") if exists.negated else ("EXISTS",)))
        self.node(exists.group)


_WRITE: dict[type, Callable[[_Writer, Any], None]] = {
    ast.Var: lambda writer, node: writer.say(f"?{node.name}"),
    ast.Iri: lambda writer, node: writer.term(f"<{node.value}>", node.at),
    ast.Literal: lambda writer, node: writer.term(node.text, node.at),
    ast.Blank: lambda writer, node: writer.say(f"_:{node.label}" if node.label else "[]"),
    ast.Triple: _Writer.triple,
    ast.Reified: _Writer.reified,
    ast.Properties: _Writer.properties,
    ast.Collection: _Writer.collection,
    ast.Path: _Writer.path,
    ast.Annotation: _Writer.annotation,
    ast.Object: _Writer.object,
    ast.Property: _Writer.property,
    ast.Triples: _Writer.triples,
    ast.Bracketed: _Writer.bracketed,
    ast.Unary: _Writer.unary,
    ast.Operation: _Writer.operation,
    ast.Members: _Writer.members,
    ast.Call: _Writer.call,
    ast.Exists: _Writer.exists,
    ast.Group: _Writer.group,
    ast.Optional: _Writer.optional,
    ast.Union: _Writer.union,
    ast.Named: _Writer.named,
    ast.Filter: _Writer.filter,
    ast.Bind: _Writer.bind,
    ast.Values: _Writer.values,
    ast.Dataset: _Writer.dataset,
    ast.Select: _Writer.select,
}
