"""What a variable may be where: the rules of the standard that its grammar leaves to notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from careergraph.sparql.ast import (
    Bind,
    Blank,
    Call,
    Exists,
    Filter,
    Group,
    Iri,
    Named,
    Optional,
    Select,
    Triples,
    Union,
    Values,
    Var,
    children,
    walk,
)
from careergraph.sparql.tokens import Source
from careergraph.sparql.words import AGGREGATES

_TOLERANT = ("BOUND", "COALESCE")
"""Functions that ask whether there is a value, so that one need not be grouped."""


def in_scope(group: Group | None) -> dict[str, None]:
    """Return the variables that a group can bind, by first appearance."""
    found: dict[str, None] = {}
    for element in group.elements if group is not None else ():
        found.update(bound_by(element))
    return found


def bound_by(element: object) -> dict[str, None]:
    """Return the variables that one pattern of a group can bind, by first appearance."""
    if isinstance(element, Triples):
        return variables(element)
    if isinstance(element, Optional):
        return {} if element.word == "MINUS" else in_scope(element.group)
    if isinstance(element, Union):
        return {name: None for group in element.groups for name in in_scope(group)}
    if isinstance(element, Named):
        return {**variables(element.name), **in_scope(element.group)}
    if isinstance(element, Bind):
        return {element.variable.name: None}
    if isinstance(element, Values):
        return {variable.name: None for variable in element.variables}
    return dict.fromkeys(selected(element)) if isinstance(element, Select) else {}


def selected(select: Select) -> tuple[str, ...]:
    """Return the names of the columns of a SELECT."""
    if select.columns is None:
        trailing = bound_by(select.values) if select.values is not None else {}
        return tuple({**in_scope(select.where), **trailing})
    return tuple(_name(column) for column in select.columns if not isinstance(column, Iri))


def variables(node: object) -> dict[str, None]:
    """Return the variables anywhere in a node, by first appearance."""
    return {found.name: None for found in walk(node) if isinstance(found, Var)}


def aggregates(node: object) -> Iterator[Call]:
    """Yield the aggregates of an expression that belong to the SELECT around it."""
    for found in walk_expression(node):
        if isinstance(found, Call) and is_aggregate(found):
            yield found


def _is_tolerant(node: object) -> bool:
    return isinstance(node, Call) and node.name in _TOLERANT


def is_aggregate(node: object) -> bool:
    """Return whether a node is an aggregate."""
    return isinstance(node, Call) and (node.name in AGGREGATES or node.distinct)


def is_aggregated(select: Select) -> bool:
    """Return whether a SELECT gives a row per group."""
    parts = (select.columns, select.having, select.order_by)
    return bool(select.group_by) or any(True for part in parts for _ in aggregates(part))


def walk_expression(node: object, tolerant: bool = False) -> Iterator[object]:
    """Yield the nodes of an expression, those inside EXISTS left out.

    With `tolerant`, what stands inside aggregates and functions that take unbound variables is
    left out as well.
    """
    waiting = [node]
    while waiting:
        found = waiting.pop()
        if type(found) is not tuple:
            yield found
        if isinstance(found, Exists):
            continue
        if tolerant and (is_aggregate(found) or _is_tolerant(found)):
            continue
        waiting.extend(children(found))


def check(source: Source, query: Select) -> None:
    """Raise a QueryError where a query breaks a rule of scope or grouping."""
    _Rules(source).select(query)


class _Rules:
    def __init__(self, source: Source) -> None:
        self._source = source
        self._labels: set[str] = set()

    def select(self, select: Select) -> None:
        if select.where is not None:
            self._group(select.where)
        keys = (select.group_by, select.having, select.order_by, select.columns)
        self._exists(keys)
        self._no_aggregate(select.group_by, "in GROUP BY")
        for part in (select.columns, select.having, select.order_by):
            for call in aggregates(part):
                self._no_aggregate(call.arguments, "inside another aggregate")
        if select.form == "SELECT":
            self._columns(select)

    def _columns(self, select: Select) -> None:
        aggregated = is_aggregated(select)
        if select.columns is None:
            if aggregated:
                raise self._source.fault(
                    select.at, "SELECT * cannot stand with GROUP BY; name the columns."
                )
            return
        visible = self._grouped(select) if aggregated else in_scope(select.where)
        if select.values is not None:
            visible.update(bound_by(select.values))
        seen: set[str] = set()
        for column in select.columns:
            if isinstance(column, Iri):
                continue
            at = column.at if isinstance(column, Var) else column.variable.at
            if aggregated:
                self._is_grouped(column, visible)
            if _name(column) in seen:
                raise self._source.fault(at, "Two selected columns have the same name.")
            if isinstance(column, Bind) and column.variable.name in visible:
                raise self._source.fault(
                    at, f"The pattern binds ?{_name(column)} already; choose another name."
                )
            seen.add(_name(column))
            if isinstance(column, Bind):
                visible[_name(column)] = None

    def _grouped(self, select: Select) -> dict[str, None]:
        return {_name(key): None for key in select.group_by if isinstance(key, Var | Bind)}

    def _is_grouped(self, column: Var | Bind, visible: Iterable[str]) -> None:
        expression = column.expression if isinstance(column, Bind) else column
        for found in walk_expression(expression, tolerant=True):
            if isinstance(found, Var) and found.name not in visible:
                raise self._source.fault(
                    found.at,
                    f"?{found.name} is neither grouped nor computed: add it to GROUP BY, or put "
                    "it in an aggregate such as COUNT.",
                )

    def _group(self, group: Group) -> None:
        before: dict[str, None] = {}
        labels: set[str] = set()
        for element in group.elements:
            if isinstance(element, Triples):
                self._blanks(element, labels)
            elif isinstance(element, Filter):
                self._expression(element.condition)
            else:
                self._labels |= labels
                labels = set()
                self._element(element, before)
            before.update(bound_by(element))
        self._labels |= labels

    def _element(self, element: object, before: Iterable[str]) -> None:
        if isinstance(element, Bind):
            self._expression(element.expression)
            if element.variable.name in before:
                raise self._source.fault(
                    element.variable.at,
                    f"The patterns before bind ?{element.variable.name} already; choose another "
                    "name.",
                )
        elif isinstance(element, Select):
            self.select(element)
        elif isinstance(element, Union):
            for group in element.groups:
                self._group(group)
        elif isinstance(element, Optional | Named):
            self._group(element.group)

    def _blanks(self, triples: Triples, here: set[str]) -> None:
        for found in walk(triples):
            if isinstance(found, Blank) and found.label:
                if found.label in self._labels:
                    raise self._source.fault(
                        found.at,
                        f"_:{found.label} stands in another group of triples already; use a "
                        "variable to mean the same thing.",
                    )
                here.add(found.label)

    def _expression(self, expression: object) -> None:
        self._no_aggregate(expression, "in a pattern")
        self._exists(expression)

    def _no_aggregate(self, expression: object, where: str) -> None:
        for call in aggregates(expression):
            name = call.name if isinstance(call.name, str) else call.name.written
            raise self._source.fault(
                call.at,
                f"{name} cannot stand {where}; only in SELECT, HAVING and ORDER BY. "
                "Compute it in a sub-select and use its name here.",
            )

    def _exists(self, expression: object) -> None:
        for found in walk_expression(expression):
            if isinstance(found, Exists):
                self._group(found.group)


def _name(node: Var | Bind) -> str:
    return node.variable.name if isinstance(node, Bind) else node.name
