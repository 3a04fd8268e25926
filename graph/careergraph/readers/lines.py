"""The skills of a table of proficiencies, each with its row of values."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from careergraph.readers.layout import Layout
from careergraph.readers.ranks import plain
from careergraph.readers.rows import Row
from careergraph.readers.slugs import slug
from careergraph.readers.tables import Cell, Table


@dataclass(frozen=True, slots=True)
class Line:
    """One row of values: its skill, with the doubts about the name."""

    skill: str
    cell: Cell
    values: Row
    doubts: tuple[str, ...] = ()


def read(table: Table, found: Layout, notes: list[str]) -> list[Line]:
    """Return the skills of a table with their values, and note what is no skill.

    Raises
    ------
    MatrixError
        Values have no skill, or a skill stands twice.
    """
    skills, groups = found.skill_column(), found.group_column()
    lines: list[tuple[str, Line]] = []
    group = ""
    for row in found.body:
        cell, values = row[skills], row[found.labels :]
        if groups is not None and not row[groups].blank:
            group = plain(row[groups].text)
        spans = {value.span for value in values}
        if all(value.blank for value in values) or (cell.span and spans == {cell.span}):
            label = next((one for one in row[: found.labels] if not one.blank), None)
            if label is not None:
                group = plain(label.text)
                notes.append(
                    f"{table.place(label.row, label.column).capitalize()} has no values beside it; "
                    f"{group!r} is read as the heading of a group."
                )
            continue
        if cell.blank:
            raise table.fault(
                "there are values but no skill. Name the skill, or clear them.",
                cell.row,
                cell.column,
            )
        lines.append((group, Line(plain(cell.text), cell, values)))
    if groups is not None:
        notes.append(
            "The groups of skills are not kept; a group becomes part of the name of a skill that "
            "stands in several."
        )
    return _told_apart(table, lines)


def _told_apart(table: Table, lines: list[tuple[str, Line]]) -> list[Line]:
    uses = Counter(slug(line.skill) for _, line in lines)
    why = "The skill stands in several groups; its group is made part of its name."
    seen: dict[str, Line] = {}
    found = []
    for group, line in lines:
        if uses[slug(line.skill)] > 1 and group:
            line = replace(line, skill=f"{group}: {line.skill}", doubts=(why,))
        first = seen.setdefault(slug(line.skill), line)
        if first is not line:
            raise table.fault(
                f"the skill {line.skill!r} stands twice, first in row {first.cell.row}, column "
                f"{first.cell.column}. Rename one, or merge the two.",
                line.cell.row,
                line.cell.column,
            )
        found.append(line)
    return found
