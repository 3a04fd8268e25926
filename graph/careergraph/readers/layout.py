"""Where a table of proficiencies has its skills, its levels or roles, and its values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from careergraph.readers.labels import LONG_TEXT, kind
from careergraph.readers.levels import is_level
from careergraph.readers.ratings import MOST, Scale
from careergraph.readers.roles import are_numbered_paths, share_taken_apart
from careergraph.readers.rows import Row
from careergraph.readers.slugs import slug
from careergraph.readers.tables import Cell

MOST_LABELS = 4
"""Columns before the values: an identifier, a group, a skill and its description."""

FEWEST_SKILLS = 3
"""Fewer rows of values look like a matrix of very short skills; --shape says otherwise."""

BY_LEVEL, BY_ROLE = "skills-by-level", "skills-by-role"


@dataclass(frozen=True, slots=True)
class Layout:
    """Skills down: rows of headings, columns of labels, and the values under and beside them.

    `shape` is None where the headings are neither levels nor roles with levels; `strength` is
    the number of headings that say so.
    """

    heads: tuple[Row, ...]
    body: tuple[Row, ...]
    labels: int
    scale: Scale
    shape: str | None
    strength: int
    turned: bool = False

    def headings(self) -> tuple[Row, ...]:
        """Return the rows of headings of levels or roles, without the labels' own."""
        return tuple(row[self.labels :] for row in self.heads)

    def kinds(self) -> list[str | None]:
        """Return what each column of labels is called to be, a key of `LABELS`."""
        return [
            next((kind(row[place]) for row in reversed(self.heads) if not row[place].blank), None)
            for place in range(self.labels)
        ]

    def skill_column(self) -> int:
        """Return the column of the skills among those of labels."""
        kinds = self.kinds()
        named = [place for place, one in enumerate(kinds) if one == "skill"]
        rows = [row for row in self.body if any(not cell.blank for cell in row[self.labels :])]
        left = [
            place
            for place, one in enumerate(kinds)
            if one not in {"group", "remark"} and _are_names([row[place] for row in rows])
        ]
        return (named or left or [self.labels - 1])[-1]

    def group_column(self) -> int | None:
        """Return the column of the groups of skills, if there is one."""
        skills, kinds = self.skill_column(), self.kinds()
        named = [place for place, one in enumerate(kinds) if one == "group" and place != skills]
        left = [place for place in range(skills) if kinds[place] != "remark"]
        return next(iter(named or left), None)


def find(rows: list[Row]) -> Layout | None:
    """Return the layout of a table of proficiencies, or None where it is no such table."""
    width = max(len(row) for row in rows)
    square = [
        (*row, *(Cell("", row[0].row, column) for column in range(len(row) + 1, width + 1)))
        for row in rows
    ]
    across = _across(square, turned=False)
    down = _across([tuple(column) for column in zip(*square, strict=True)], turned=True)
    if across is None or down is None:
        return across or down
    return max(across, down, key=_likelihood)


def _likelihood(layout: Layout) -> tuple[bool, int, int, bool]:
    kinds = set(layout.kinds())
    named = ("skill" in kinds) - bool(kinds & {"role", "person"})
    return (
        layout.shape is not None,
        -named if layout.turned else named,
        layout.strength,
        not layout.turned,
    )


def _across(rows: list[Row], *, turned: bool) -> Layout | None:
    labels = _leading(rows, MOST_LABELS, _is_label_column)
    one_row = _are_levels(rows[0][labels:])
    turned_rows = [tuple(column) for column in zip(*rows, strict=True)]
    heads = 1 if one_row else _leading(turned_rows, 2, _is_second_heading(labels))
    if not labels or not heads or labels >= len(rows[0]) or heads >= len(rows):
        return None
    body = rows[heads:]
    kept = [
        place
        for place in range(len(rows[0]))
        if place < labels or not _is_remark([row[place] for row in rows], heads)
    ]
    scale = Scale(row[place].text for row in body for place in kept if place >= labels)
    shape, strength = _shape([[row[p] for p in kept if p >= labels] for row in rows[:heads]])
    return Layout(
        tuple(tuple(row[place] for place in kept) for row in rows[:heads]),
        tuple(tuple(row[place] for place in kept) for row in body),
        labels,
        scale,
        shape,
        strength,
        turned,
    )


def _leading(lines: list[Row], most: int, belongs: Callable[[list[Cell]], bool]) -> int:
    """Return how many of the first columns of rows belong to the labels; one at the least."""
    count = 1
    while count < min(most, len(lines[0])) and belongs([line[count] for line in lines]):
        count += 1
    return count


def _is_label_column(cells: list[Cell]) -> bool:
    if kind(cells[0]) is not None:
        return True
    filled = [cell.text for cell in cells[1:] if not cell.blank]
    return bool(filled) and Scale(filled).known_share < 1 / 2 and not is_level(cells[0].text)


def _is_second_heading(labels: int) -> Callable[[list[Cell]], bool]:
    def is_second(cells: list[Cell]) -> bool:
        filled = [cell for cell in cells[labels:] if not cell.blank]
        if not filled:
            return False
        names = [cell for cell in cells[:labels] if not cell.blank]
        if any(kind(cell) == "role" for cell in names):
            return True
        free = not names or all(cell.span for cell in names)
        return free and all(is_level(cell.text) for cell in filled)

    return is_second


def _is_remark(cells: list[Cell], heads: int) -> bool:
    filled = [cell.text for cell in cells[heads:] if not cell.blank]
    return kind(cells[0]) == "remark" or (not filled and all(c.blank for c in cells[:heads]))


def _shape(headings: list[list[Cell]]) -> tuple[str | None, int]:
    texts = [cell.text for cell in headings[-1] if not cell.blank]
    if not texts:
        return None, 0
    if len(headings) > 1:
        return BY_ROLE, len(texts)
    if _are_levels(headings[-1]) and not are_numbered_paths(texts):
        return BY_LEVEL, sum(map(is_level, texts))
    share = share_taken_apart(texts)
    return (BY_ROLE, round(share * len(texts))) if share > 1 / 2 else (None, 0)


def _are_levels(cells: Sequence[Cell]) -> bool:
    filled = [cell for cell in cells if not cell.blank]
    return 2 * sum(is_level(cell.text) for cell in filled) > len(filled)


def _are_names(cells: list[Cell]) -> bool:
    texts = [cell.text for cell in cells if not cell.blank]
    distinct = len({slug(text) for text in texts})
    long = sum(len(text) > LONG_TEXT for text in texts)
    return len(texts) == len(cells) and distinct > MOST * len(texts) and 2 * long <= len(texts)
