"""The matrix that every shape is read into, before it becomes a graph."""

from __future__ import annotations

from dataclasses import dataclass

from careergraph.effort import Effort
from careergraph.readers.slugs import slug


@dataclass(frozen=True, slots=True)
class MatrixLevel:
    """A level: its label as people say it, its rank from 1, its other names."""

    label: str
    rank: int
    others: tuple[str, ...] = ()
    text: str = ""
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class MatrixItem:
    """One skill of one role, with the place and the words it was read from.

    `iri` and `effort` are the skill's own and `source` a source other than the file, where a
    long form states them.
    """

    skill: str
    place: str
    text: str
    doubts: tuple[str, ...] = ()
    essential: bool = True
    proficiency: str | None = None
    effort: Effort | None = None
    source: str | None = None
    iri: str | None = None


@dataclass(frozen=True, slots=True)
class MatrixPath:
    """A career path: its label and the skills of each level's rank; a blank cell is no role."""

    label: str
    place: str
    cells: dict[int, tuple[MatrixItem, ...]]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Career paths by levels, in the order of the source, and what reading it decided.

    `cumulative` says whether a level states what it adds to those below, rather than all that it
    requires.
    """

    file: str
    levels: tuple[MatrixLevel, ...]
    paths: tuple[MatrixPath, ...]
    notes: tuple[str, ...]
    cumulative: bool = True

    def texts(self) -> dict[str, list[list[str]]]:
        """Return the skills by career path and level, as plain texts."""
        return {
            path.label: [[i.skill for i in path.cells.get(q.rank, ())] for q in self.levels]
            for path in self.paths
        }

    def rises(self) -> int:
        """Return how many requirements ask for a skill of a lower level at another proficiency."""
        count = 0
        for path in self.paths:
            known: dict[str, str] = {}
            for rank in sorted(path.cells):
                for item in path.cells[rank]:
                    if item.proficiency:
                        before = known.setdefault(slug(item.skill), item.proficiency)
                        count += before != item.proficiency
                        known[slug(item.skill)] = item.proficiency
        return count
