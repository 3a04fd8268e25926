"""A query's patterns in words, with how often each matches: where its time goes.

Engines put the patterns of a group in an order of their own. What can be said without them is how
often each pattern matches by itself, which of them nothing joins to the others, and which paths
go any number of steps.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from careergraph.queries.asking import ask
from careergraph.sparql import ast
from careergraph.sparql.writer import write
from careergraph.vocabulary import RDF_TYPE, compact

if TYPE_CHECKING:
    from careergraph.engines import Engine
    from careergraph.sparql import Query

MOST_COUNTED = 10_000
"""Matches of a pattern that are counted: far enough to tell few from many, in a few ms."""
MOST_PARTS = 100
"""Parts of a pattern that is counted: long lists and paths take Oxigraph for ever."""
_LONGEST = 100
"""How much of an expression is shown, in characters."""


@dataclass(frozen=True)
class Step:
    """One part of a plan.

    Attributes
    ----------
    depth : int
        How many groups it is inside of.
    text : str
    matches : int or None
        How often a pattern matches by itself, at most `MOST_COUNTED` + 1; None for what is not
        counted.
    """

    depth: int
    text: str
    matches: int | None = None

    def __str__(self) -> str:
        if self.matches is None:
            counted = ""
        elif self.matches > MOST_COUNTED:
            counted = f"  [more than {MOST_COUNTED:,} matches]"
        else:
            counted = f"  [{self.matches:,} match{'' if self.matches == 1 else 'es'}]"
        return f"{'  ' * self.depth}{self.text}{counted}"


def plan(engine: Engine, query: Query) -> tuple[Step, ...]:
    """Return the steps of a query in the order of its text.

    Examples
    --------
    >>> import careergraph as cg
    >>> from careergraph.sparql import parse
    >>> query = parse("SELECT ?s { ?s a cg:Skill FILTER (?s != cg:Role) } LIMIT 3")
    >>> for step in plan(cg.load()._engine, query):
    ...     print(step)
    ?s a cg:Skill  [59 matches]
    keep where (?s != cg:Role)
    stop after 3 rows
    """
    return tuple(_Planner(engine).select(query.tree, 0))


class _Planner:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def select(self, query: ast.Select, depth: int) -> Iterator[Step]:
        if query.where is not None:
            yield from self.group(query.where, depth)
        if query.form == "DESCRIBE" and query.columns:
            yield Step(depth, f"describe {_text(*query.columns)}")
        for values in filter(None, [query.values]):
            yield from self.values(values, depth)
        if query.group_by:
            yield Step(depth, f"group by {', '.join(map(_text, query.group_by))}")
        for condition in query.having:
            yield Step(depth, f"keep groups where {_text(condition)}")
        if query.order_by:
            keys = ", ".join(
                f"{_text(key.expression)}{' descending' if key.direction == 'DESC' else ''}"
                for key in query.order_by
            )
            yield Step(depth, f"sort all by {keys}")
        if query.modifier == "DISTINCT":
            yield Step(depth, "drop repeated rows")
        if query.offset:
            yield Step(depth, f"skip {query.offset:,} rows")
        if query.limit is not None:
            yield Step(depth, f"stop after {query.limit:,} row{'' if query.limit == 1 else 's'}")

    def group(self, group: ast.Group, depth: int) -> Iterator[Step]:
        seen: set[str] = set()
        for element in group.elements:
            if isinstance(element, ast.Triples):
                for subject, said in ((element.subject, said) for said in element.properties):
                    for found in said.objects:
                        parts = (subject, said.verb, found.node)
                        yield self._triple(parts, seen, depth)
                        seen |= _variables(parts)
            else:
                yield from _ELEMENTS[type(element)](self, element, depth)
                seen |= _variables(element)

    def _triple(self, parts: tuple[Any, ...], seen: set[str], depth: int) -> Step:
        own = _variables(parts)
        apart = bool(seen) and bool(own) and not own & seen
        endless = any(isinstance(n, ast.Path) and n.kind in ("*", "+") for n in ast.walk(parts[1]))
        notes = ["any number of steps"] * endless + ["joined to nothing before it"] * apart
        text = _text(*parts) + (f" ({', '.join(notes)})" if notes else "")
        large = sum(1 for _ in ast.walk(parts)) > MOST_PARTS
        return Step(depth, text, None if endless or large else self._matches(parts))

    def _matches(self, parts: tuple[Any, ...]) -> int:
        pattern = " ".join(write(part) for part in parts)
        counting = (
            f"SELECT (COUNT(*) AS ?n) {{ SELECT * {{ {pattern} }} LIMIT {MOST_COUNTED + 1} }}"
        )
        ((count,),) = ask(self._engine, counting)
        return int(getattr(count, "value", 0))

    def optional(self, found: ast.Optional, depth: int) -> Iterator[Step]:
        words = {"OPTIONAL": "add, where there is such:", "MINUS": "take away what also has:"}
        yield Step(depth, words.get(found.word, "for each row:"))
        yield from self.group(found.group, depth + 1)

    def union(self, found: ast.Union, depth: int) -> Iterator[Step]:
        for place, group in enumerate(found.groups):
            if len(found.groups) > 1:
                yield Step(depth, "or:" if place else "either:")
            yield from self.group(group, depth + (len(found.groups) > 1))

    def named(self, found: ast.Named, depth: int) -> Iterator[Step]:
        yield Step(depth, f"in {found.word.lower()} {_text(found.name)}:")
        yield from self.group(found.group, depth + 1)

    def filter(self, found: ast.Filter, depth: int) -> Iterator[Step]:
        inside = [node for node in ast.walk(found.condition) if isinstance(node, ast.Exists)]
        if inside and found.condition is inside[0]:
            yield Step(depth, f"keep where there is {'no' if inside[0].negated else 'a'} match of:")
        else:
            yield Step(depth, f"keep where {_text(found.condition)}")
        for exists in inside:
            yield from self.group(exists.group, depth + 1)

    def bind(self, found: ast.Bind, depth: int) -> Iterator[Step]:
        yield Step(depth, f"let ?{found.variable.name} be {_text(found.expression)}")

    def values(self, found: ast.Values, depth: int) -> Iterator[Step]:
        names = ", ".join(f"?{variable.name}" for variable in found.variables)
        rows = len(found.rows)
        yield Step(depth, f"with {rows:,} given row{'' if rows == 1 else 's'} of {names}")

    def sub_select(self, found: ast.Select, depth: int) -> Iterator[Step]:
        yield Step(depth, "by itself, whatever is around it:")
        yield from self.select(found, depth + 1)


_ELEMENTS: dict[type, Callable[[_Planner, Any, int], Iterator[Step]]] = {
    ast.Optional: _Planner.optional,
    ast.Union: _Planner.union,
    ast.Named: _Planner.named,
    ast.Filter: _Planner.filter,
    ast.Bind: _Planner.bind,
    ast.Values: _Planner.values,
    ast.Select: _Planner.sub_select,
    ast.Group: _Planner.group,
}


def _variables(node: object) -> set[str]:
    return {found.name for found in ast.walk(node) if isinstance(found, ast.Var)}


def _text(*nodes: object) -> str:
    """Return nodes as people write them: IRIs short, on one line, not too long."""
    written = " ".join(write(node) for node in nodes)
    closed = re.sub(r"(?<=\() | (?=[),])| (?=[*+?](?: |$))", "", written)
    short = re.sub(r"<([^<>\s]+)>", lambda match: _short(match[1]), closed)
    return short if len(short) <= _LONGEST else f"{short[: _LONGEST - 3]}..."


def _short(iri: str) -> str:
    curie = compact(iri)
    if iri == RDF_TYPE:
        return "a"
    return f"<{iri}>" if curie == iri else curie
