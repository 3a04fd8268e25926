"""Tables that could be read in several ways, refused rather than guessed at."""

from __future__ import annotations

import re

from careergraph.errors import MatrixError
from careergraph.readers import layout as layouts
from careergraph.readers.bands import path_column
from careergraph.readers.labels import kind
from careergraph.readers.levels import is_graded, is_level, read
from careergraph.readers.long import COLUMNS
from careergraph.readers.rows import Row, has_second_heading, second_heading_fault
from careergraph.readers.slugs import slug
from careergraph.readers.tables import Cell, Table

NUMBERS = "numbers"
"""No shape: a table of numbers that may be anything."""

UNCLEAR = "unclear"
"""No shape: nothing tells levels from career paths."""

PATH_CORNERS = frozenset(f"{COLUMNS['path']}|{COLUMNS['group']}".split("|"))
PATH_CORNERS -= {"role", "job", "job title", "rolle", "rôle", "rol"}
LEVEL_CORNERS = frozenset(COLUMNS["level"].split("|"))
"""What a first column of career paths or of levels may be called."""

HELD = re.compile(
    r"(?:current|actual|today)\b.*|.*[\s(\[/-](?:current|actual|today|now)[)\]]?", re.I
)
"""Headings of what people hold, beside what is required of them."""


def named_by_corner(rows: list[Row]) -> str | None:
    """Return the shape that the name of the first column says, or None.

    A column named skills or levels makes it a list, and a few numbered levels say that the other
    headings are something else.
    """
    others = rows[0][1:]
    if rows[0][0].blank or any(kind(cell) in {"skill", "role"} for cell in others):
        return None
    if any(read(cell.text).number is not None for cell in others):
        return None
    name = slug(rows[0][0].text).replace("-", " ")
    if name in PATH_CORNERS:
        return "matrix"
    return "transposed" if name in LEVEL_CORNERS else None


def refuse(table: Table, rows: list[Row], shape: str) -> None:
    """Refuse a table whose headings say too little, or each something else.

    Raises
    ------
    MatrixError
        The message names the heading and the remedy.
    """
    if shape == NUMBERS:
        raise table.fault(
            "the cells hold numbers, and nothing says of what: no heading names a level, a role "
            "at a level, or skills. Name them, or set --shape skills-by-role or skills-by-level.",
            rows[0][0].row,
        )
    if shape == UNCLEAR and has_second_heading(rows):
        raise second_heading_fault(table, rows)
    if shape == UNCLEAR:
        raise _no_levels(table, rows)
    heads = _headings(rows, shape)
    held = next((cell for cell in heads if HELD.fullmatch(cell.text)), None)
    if held is not None and shape in {layouts.BY_ROLE, layouts.BY_LEVEL}:
        raise table.fault(
            f"the heading {held.text!r} is of what people hold, not of what roles require. Delete "
            "such columns, or set --shape.",
            held.row,
            held.column,
        )
    if shape == layouts.BY_ROLE:
        _refuse_grades_beside_roles(table, heads)
    else:
        _refuse_odd_levels(table, heads)


def _headings(rows: list[Row], shape: str) -> list[Cell]:
    """Return the headings of levels or roles that a table of this shape has, without blanks."""
    cells: list[Cell] = []
    if shape == "transposed":
        cells = [row[0] for row in rows[1:]]
    elif shape == "matrix":
        cells = list(rows[1 if has_second_heading(rows) else 0][path_column(rows[0]) + 1 :])
    elif shape in {layouts.BY_LEVEL, layouts.BY_ROLE} and (found := layouts.find(rows)):
        cells = list(found.headings()[-1])
    return [cell for cell in cells if not cell.blank and kind(cell) != "remark"]


def _no_levels(table: Table, rows: list[Row]) -> MatrixError:
    heads = [cell for cell in rows[0][1:] if not cell.blank]
    levels = [cell.text for cell in heads if _names_level(cell)]
    if levels:
        other = next(cell for cell in heads if not _names_level(cell))
        read_like = "read like levels" if len(levels) > 1 else "reads like a level"
        return table.fault(
            f"{_quoted(levels)} in the heading {read_like}, and most other headings, such as "
            f"{other.text[:60]!r}, do not. Delete the columns of something else, or set --shape.",
            other.row,
            other.column,
        )
    shapes = (
        "--shape skills-by-level or skills-by-role"
        if any(kind(cell) == "skill" for cell in rows[0])
        else "--shape matrix where they stand across, --shape transposed where they stand down"
    )
    return table.fault(
        "no heading and no name in the first column reads like a level, so levels cannot be told "
        f"from career paths. Number the levels, as in Level 1, or set {shapes}. A long form needs "
        "columns named career path, level and skill.",
        rows[0][0].row,
    )


def _refuse_odd_levels(table: Table, heads: list[Cell]) -> None:
    """Refuse a name without a number among levels that all have numbers."""
    odd = [cell for cell in heads if not _names_level(cell)]
    known = [cell for cell in heads if _names_level(cell)]
    if odd and len(known) > len(odd) and all(read(cell.text).number is not None for cell in known):
        cell = odd[0]
        raise table.fault(
            f"{cell.text[:60]!r} does not read like a level as {_quoted([known[0].text])} does. "
            "Number it as the others are, delete its cells, or set --shape.",
            cell.row,
            cell.column,
        )


def _refuse_grades_beside_roles(table: Table, heads: list[Cell]) -> None:
    """Refuse grades beside names, as these may be grades that only insiders know."""
    grades = [cell for cell in heads if is_graded(cell.text)]
    if grades and len(grades) < len(heads):
        other = next(cell for cell in heads if cell not in grades)
        raise table.fault(
            f"{grades[0].text[:60]!r} reads like a level, and {other.text[:60]!r} does not. Set "
            "--shape skills-by-level where all are levels of one career path, lowest first, or "
            "rename the level after its role.",
            grades[0].row,
            grades[0].column,
        )


def _names_level(cell: Cell) -> bool:
    """Tell whether a heading names one level, rather than a column of them."""
    return is_level(cell.text) and kind(cell) != "role"


def _quoted(texts: list[str]) -> str:
    return " and ".join(repr(text[:60]) for text in texts[:2])
