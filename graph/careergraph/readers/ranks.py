"""Headings to levels: ranks from their numbers, else from their order."""

from __future__ import annotations

from collections.abc import Sequence

from careergraph.readers import levels
from careergraph.readers.cells import FOOTNOTE, split
from careergraph.readers.matrix import MatrixLevel
from careergraph.readers.slugs import slug
from careergraph.readers.tables import Cell, Table

BY_ORDER = "The headings have no numbers; their order is read as the order of the levels."


def rank(
    table: Table, cells: Sequence[Cell], notes: list[str]
) -> tuple[list[MatrixLevel], list[int]]:
    """Return the levels by rank, and the rank of each cell.

    Raises
    ------
    MatrixError
        A level is named twice.
    """
    found = [levels.read(plain(cell.text)) for cell in cells]
    _no_level_twice(table, cells, [heading.label for heading in found])
    numbers = [heading.number for heading in found]
    known = [number for number in numbers if number is not None]
    doubt = None
    if len(known) == len(numbers) and len(set(known)) == len(known):
        order = sorted(range(len(found)), key=lambda place: known[place])
        as_ranks = sorted(known) == list(range(1, len(known) + 1))
        said = "The numbers of the headings are the ranks of the levels."
        if not as_ranks:
            said = (
                f"The headings are numbered {', '.join(map(str, sorted(known)))}; ranks are "
                f"counted 1 to {len(known)} in that order."
            )
        notes.append(said)
    else:
        order = list(range(len(found)))
        doubt = BY_ORDER if not known else BY_ORDER.replace("no numbers", "no distinct numbers")
        notes.append(doubt)
    made, ranks = [], [0] * len(found)
    for place, which in enumerate(order, 1):
        heading = found[which]
        ranks[which] = place
        others = list(heading.others)
        if heading.number is not None and heading.number != place:
            others.append(str(heading.number))
        made.append(MatrixLevel(heading.label, place, tuple(others), heading.text, doubt))
    return made, ranks


def plain(text: str) -> str:
    """Return a heading or a name on one line, without marks of emphasis and footnotes."""
    items = split(" ".join(text.split()), (" ".join(text.split()),))
    return items[0].text if items else FOOTNOTE.sub("", text)


def _no_level_twice(table: Table, cells: Sequence[Cell], labels: Sequence[str]) -> None:
    seen: dict[str, Cell] = {}
    for cell, label in zip(cells, labels, strict=True):
        key = slug(label)
        if key in seen:
            raise table.fault(
                f"the level {label!r} is named twice, first in row {seen[key].row}, column "
                f"{seen[key].column}. Rename one, or merge the two.",
                cell.row,
                cell.column,
            )
        seen[key] = cell
