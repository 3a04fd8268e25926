"""Requirements found one by one in a document, gathered into a table of the long form."""

from __future__ import annotations

from dataclasses import dataclass, replace

from careergraph.readers.cells import split
from careergraph.readers.slugs import slug
from careergraph.readers.tables import Cell, Grid, Table

STATED = ("importance", "proficiency", "effort", "source", "iri")
"""What a requirement may state besides career path, level and skill, as columns."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A text and the line it stands in."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Role:
    """A career path at a level."""

    path: Spot
    level: Spot


class Requirements:
    """Gathers requirements; a skill that a role requires twice is kept once."""

    def __init__(self, file: str, name: str) -> None:
        self.file = file
        self.name = name
        self.notes: list[str] = []
        self._rows: dict[tuple[str, str, str], list[Cell]] = {}
        self._stated: list[dict[str, Spot]] = []

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def roles(self) -> set[tuple[str, str]]:
        """The roles that require something."""
        return {(path, level) for path, level, _ in self._rows}

    def add(
        self,
        role: Role,
        skill: Spot,
        doubts: tuple[str, ...] = (),
        stated: dict[str, Spot] | None = None,
    ) -> None:
        """Add one requirement, with what it states by the names of `STATED`."""
        found = split(skill.text, (skill.text,))
        if not found:
            return
        key = (slug(role.path.text), slug(role.level.text), slug(found[0].text))
        if key in self._rows:
            self.notes.append(
                f"Line {skill.line}: {role.path.text}, {role.level.text} requires "
                f"{found[0].text!r} twice; it is read once."
            )
            return
        self._rows[key] = [
            Cell(spot.text, spot.line, column)
            for column, spot in enumerate((role.path, role.level, skill), 1)
        ]
        self._rows[key][-1] = replace(self._rows[key][-1], doubts=doubts)
        self._stated.append(stated or {})

    def table(self) -> Table:
        """Return what was gathered, in the order it was added, with the columns that are used."""
        used = [name for name in STATED if any(name in stated for stated in self._stated)]
        grid = Grid(self.file, self.name, by_line=True)
        grid.texts(["Career path", "Level", "Skill", *used], 1)
        for cells, stated in zip(self._rows.values(), self._stated, strict=True):
            more = [
                Cell(stated[name].text, stated[name].line, column)
                if name in stated
                else Cell("", cells[-1].row, column)
                for column, name in enumerate(used, 4)
            ]
            grid.add([*cells, *more])
        return replace(grid.table(), notes=tuple(self.notes))
