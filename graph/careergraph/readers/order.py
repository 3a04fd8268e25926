"""One order of the levels of several career paths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from careergraph.readers.matrix import MatrixLevel
from careergraph.readers.ranks import rank
from careergraph.readers.roles import UNNAMED
from careergraph.readers.slugs import slug
from careergraph.readers.tables import Cell, Table


def merged(
    table: Table, sequences: Sequence[Sequence[str]], cells: Mapping[str, Cell]
) -> list[tuple[str, bool]]:
    """Return levels in an order that agrees with each career path's.

    With each level goes whether a career path places it after the one before. Levels that no
    career path orders keep the order of the table.

    Raises
    ------
    MatrixError
        Two career paths order levels differently.
    """
    sorter: TopologicalSorter[str] = TopologicalSorter()
    pairs = {pair for levels in sequences for pair in pairwise(levels)}
    for levels in sequences:
        for level in levels:
            sorter.add(level)
    for lower, upper in pairs:
        sorter.add(upper, lower)
    first = {level: place for place, level in enumerate(cells)}
    try:
        sorter.prepare()
    except CycleError as error:
        one, other = (cells[name] for name in error.args[1][:2])
        raise table.fault(
            f"career paths order the levels {one.text!r} and {other.text!r} differently. Put the "
            "levels of each career path in the same order, lowest first.",
            other.row,
            other.column,
        ) from error
    order: list[str] = []
    ready = set(sorter.get_ready())
    while ready:
        level = min(ready, key=lambda one: (_place(one, order, pairs), first[one]))
        ready.remove(level)
        order.append(level)
        sorter.done(level)
        ready.update(sorter.get_ready())
    after = [True, *((lower, upper) in pairs for lower, upper in pairwise(order))]
    return list(zip(order, after, strict=True))


def _place(level: str, order: Sequence[str], pairs: set[tuple[str, str]]) -> int:
    return 0 if order and (order[-1], level) in pairs else 1


def ranked(
    table: Table, order: Sequence[tuple[str, bool]], cells: Mapping[str, Cell], notes: list[str]
) -> tuple[list[MatrixLevel], dict[str, int]]:
    """Return the levels by rank, and the rank of each key, with the doubts about their order."""
    found, ranks = rank(table, [cells[key] for key, _ in order], notes)
    rank_of = {key: place for (key, _), place in zip(order, ranks, strict=True)}
    doubts: dict[int, list[str]] = {}
    by_number = all(level.doubt is None for level in found)
    for (lower, _), (upper, stated) in pairwise(order):
        if not stated and not by_number:
            doubts.setdefault(rank_of[upper], []).append(
                f"No career path has {cells[upper].text!r} next above {cells[lower].text!r}; their "
                "order in the table is read as their order."
            )
    if slug(UNNAMED) in rank_of:
        doubts.setdefault(rank_of[slug(UNNAMED)], []).append(
            "The names of some roles say no level; they are read as a level of its own, in the "
            "place they have in the table."
        )
    notes += [doubt for place in sorted(doubts) for doubt in doubts[place]]
    return [_doubted(level, doubts.get(level.rank, [])) for level in found], rank_of


def _doubted(level: MatrixLevel, doubts: list[str]) -> MatrixLevel:
    said = [doubt for doubt in (level.doubt, *doubts) if doubt]
    return replace(level, doubt=" ".join(said) or None)
