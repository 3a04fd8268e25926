"""Whether two answers are the same: blank nodes up to their names, numbers by their values."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation

import pyoxigraph

Row = tuple[Hashable, ...]

XSD = "http://www.w3.org/2001/XMLSchema#"
_FLOATS = {"double", "float"}
_EXACT = {
    "decimal",
    *["integer", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger"],
    *["nonPositiveInteger", "negativeInteger", "unsignedLong", "unsignedInt"],
    *["unsignedShort", "unsignedByte"],
}


class Blank(str):
    """The name of a blank node, which only means something within its answer."""

    __slots__ = ()


def value(term: object) -> Hashable:
    """Return what a term stands for, so that terms that mean the same compare equal.

    Oxigraph keeps the value of a number and not its spelling; whole numbers of every datatype
    derived from xsd:integer are integers to it.
    """
    if isinstance(term, pyoxigraph.BlankNode):
        return Blank(term.value)
    if isinstance(term, pyoxigraph.Triple):
        return ("triple", value(term.subject), value(term.predicate), value(term.object))
    if not isinstance(term, pyoxigraph.Literal):
        return term if term is None else str(term)
    if term.language:
        return (term.value, term.language.lower(), str(getattr(term, "direction", None)))
    kind = term.datatype.value.removeprefix(XSD)
    try:
        if kind in _EXACT:
            return ("decimal" if kind == "decimal" else "integer", Decimal(term.value))
        if kind in _FLOATS:
            number = float(term.value.replace("INF", "inf"))
            return (kind, "NaN" if math.isnan(number) else number)
        if kind == "dateTime":
            return (kind, datetime.fromisoformat(term.value))
        if kind == "boolean":
            return (kind, term.value in ("true", "1"))
    except (InvalidOperation, ValueError):
        pass
    return (term.value, kind)


def text_value(cell: str) -> Hashable:
    """Return what a cell of a CSV answer stands for; it has lost its datatype."""
    if cell.startswith("_:"):
        return Blank(cell)
    try:
        return Decimal(cell)
    except InvalidOperation:
        return cell


def same_rows(one: Iterable[Row], other: Iterable[Row], *, ordered: bool = False) -> bool:
    """Tell whether two answers are equal under some renaming of blank nodes."""
    left, right = list(one), list(other)
    if len(left) != len(right):
        return False
    if ordered:
        return next(_match(left, [[row] for row in right], {}), None) is not None
    if Counter(map(_masked, left)) != Counter(map(_masked, right)):
        return False
    candidates: dict[Row, list[Row]] = defaultdict(list)
    for row in right:
        candidates[_masked(row)].append(row)
    unsure = [row for row in left if _blanks(row)]
    unsure.sort(key=lambda row: len(candidates[_masked(row)]))
    return next(_match(unsure, [candidates[_masked(row)] for row in unsure], {}), None) is not None


def _match(
    rows: Sequence[Row], candidates: Sequence[list[Row]], names: dict[str, str]
) -> Iterator[dict[str, str]]:
    """Yield the renamings that turn each row into one of its candidates, each used once."""
    if not rows:
        yield names
        return
    for row in list(candidates[0]):
        renamed = _unify(rows[0], row, names)
        if renamed is not None:
            candidates[0].remove(row)
            yield from _match(rows[1:], candidates[1:], renamed)
            candidates[0].append(row)


def _unify(one: Row, other: Row, names: dict[str, str]) -> dict[str, str] | None:
    if _masked(one) != _masked(other):
        return None
    renamed = dict(names)
    for mine, theirs in zip(_blanks(one), _blanks(other), strict=True):
        if renamed.setdefault(mine, theirs) != theirs:
            return None
    return renamed if len(set(renamed.values())) == len(renamed) else None


def _masked(row: Row) -> Row:
    return tuple(_mask(cell) for cell in row)


def _mask(cell: Hashable) -> Hashable:
    if isinstance(cell, Blank):
        return Blank("")
    return tuple(_mask(part) for part in cell) if isinstance(cell, tuple) else cell


def _blanks(row: Row) -> list[str]:
    found: list[str] = []
    for cell in row:
        if isinstance(cell, Blank):
            found.append(cell)
        elif isinstance(cell, tuple):
            found += _blanks(cell)
    return found
