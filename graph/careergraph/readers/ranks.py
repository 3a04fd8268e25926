"""Headings to levels: ranks from their numbers, else from their order."""

from __future__ import annotations

from collections.abc import Sequence

from careergraph.readers import levels, seniority
from careergraph.readers.cells import FOOTNOTE, split
from careergraph.readers.levels import Heading
from careergraph.readers.matrix import MatrixLevel
from careergraph.readers.slugs import slug
from careergraph.readers.tables import Cell, Table

BY_ORDER = "The headings have no numbers; their order is read as the order of the levels."
FALLING = (
    "The headings name levels from the highest to the lowest ({}); their order is turned round."
)
FROM_THE_TOP = (
    "The levels are read as rising with their numbers; of grades such as {!r} the first is often "
    "the highest."
)


def rank(
    table: Table, cells: Sequence[Cell], notes: list[str]
) -> tuple[list[MatrixLevel], list[int]]:
    """Return the levels by rank, and the rank of each cell.

    Ranks follow the numbers of the headings, else their order; level words of a well-known order
    that fall all the way are turned round.

    Raises
    ------
    MatrixError
        A level is named twice.
    """
    found = [levels.read(plain(cell.text)) for cell in cells]
    _no_level_twice(table, cells, [heading.label for heading in found])
    doubt: str | None = None
    unsure = _without_order(found)
    if unsure is None:
        order = sorted(range(len(found)), key=lambda place: _number(found[place]))
        notes.append(_numbered([found[place] for place in order]))
        counted = next((h.text for h in found if levels.counts_from_the_top(h.text)), None)
        doubt = FROM_THE_TOP.format(counted) if counted else None
    elif seniority.falls([heading.text for heading in found]):
        order = list(reversed(range(len(found))))
        doubt = FALLING.format(", ".join(heading.text for heading in found))
    else:
        order = list(range(len(found)))
        doubt = unsure
    notes += [doubt] if doubt else []
    made, ranks = [], [0] * len(found)
    for place, which in enumerate(order, 1):
        heading = found[which]
        ranks[which] = place
        others = list(heading.others)
        if heading.number is not None and (heading.number != place or heading.letter):
            others.append(_shown(heading))
        made.append(MatrixLevel(heading.label, place, tuple(others), heading.text, doubt))
    return made, ranks


def _without_order(found: Sequence[Heading]) -> str | None:
    """Return why numbers do not order the headings, or None where they do."""
    bare = [heading for heading in found if heading.number is None]
    if len(bare) == len(found):
        return BY_ORDER
    if bare:
        why = f"The heading {bare[0].text!r} has no number"
    else:
        seen: dict[tuple[int, str], Heading] = {}
        same = next((h for h in found if seen.setdefault(_number(h), h) is not h), None)
        if same is None:
            return None
        why = f"The headings {seen[_number(same)].text!r} and {same.text!r} have the same number"
    return f"{why}; the order of the headings is read as the order of the levels."


def _number(heading: Heading) -> tuple[int, str]:
    return heading.number or 0, heading.letter


def _shown(heading: Heading) -> str:
    return f"{heading.number}{heading.letter}"


def _numbered(rising: Sequence[Heading]) -> str:
    if [_shown(heading) for heading in rising] == [str(n) for n in range(1, len(rising) + 1)]:
        return "The numbers of the headings are the ranks of the levels."
    return (
        f"The headings are numbered {', '.join(map(_shown, rising))}; ranks are counted 1 to "
        f"{len(rising)} in that order."
    )


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
