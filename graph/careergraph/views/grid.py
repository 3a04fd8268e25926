"""Which role requires which skill, itself or by the roles that lead to it, and in what order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import ceil

from careergraph.network import CareerNetwork, Requirement
from careergraph.views.layout import ROLE_FONT, SKILL_FONT, TEXT_LEFT, TEXT_RIGHT
from careergraph.views.text import width

SHORTEST, LONGEST = 110, 300
"""Of the boxes with names, which are as long as the longest name asks for."""


@dataclass(frozen=True)
class Grid:
    """The rows and columns of a network and what they have in common."""

    network: CareerNetwork

    @cached_property
    def needs(self) -> dict[tuple[str, str], Requirement]:
        """What each role itself requires, essential or not; of two for one pair the essential."""
        found: dict[tuple[str, str], Requirement] = {}
        for need in self.network.requirements:
            key = need.role, need.skill
            if key not in found or (need.essential and not found[key].essential):
                found[key] = need
        return found

    @cached_property
    def inherited(self) -> dict[tuple[str, str], str]:
        """What roles require by the roles that lead to them, and the nearest that adds it."""
        if not self.network.assumptions.cumulative:
            return {}
        earlier: dict[str, list[str]] = {}
        for step in self.network.progressions:
            earlier.setdefault(step.later, []).append(step.earlier)
        found: dict[tuple[str, str], str] = {}
        for role in self.network.roles:
            seen, waiting = {role}, list(earlier.get(role, ()))
            while waiting:
                before = waiting.pop(0)
                if before in seen:
                    continue
                seen.add(before)
                waiting.extend(earlier.get(before, ()))
                for skill in self.network.own_skills(before):
                    if (role, skill) not in self.needs:
                        found.setdefault((role, skill), before)
        return found

    @cached_property
    def cells(self) -> tuple[tuple[str, str], ...]:
        """Every role with every skill that it requires, row by row."""
        return (*self.needs, *self.inherited)

    @cached_property
    def skills_of(self) -> Counter[str]:
        """How many skills each role requires in all."""
        return Counter(role for role, _ in self.cells)

    @cached_property
    def roles_of(self) -> Counter[str]:
        """How many roles require each skill in all."""
        return Counter(skill for _, skill in self.cells)

    @cached_property
    def owners_of(self) -> Counter[str]:
        """How many roles require each skill themselves."""
        return Counter(skill for _, skill in self.needs)

    @cached_property
    def home(self) -> dict[str, int]:
        """The career path, by number, of the first role that requires each skill."""
        number = {path: index for index, path in enumerate(self.network.paths)}
        home: dict[str, int] = {}
        for need in self.network.requirements:
            home.setdefault(need.skill, number[self.network.roles[need.role].path])
        return home

    @cached_property
    def holes(self) -> list[str]:
        """The skills that no role requires."""
        return [skill for skill in self.network.skills if skill not in self.home]

    @cached_property
    def largest_rating(self) -> float:
        """The highest importance that the source rates, or 0 where it rates none."""
        rated = (need.importance_rating or 0.0 for need in self.network.requirements)
        return max(rated, default=0.0)

    @cached_property
    def role_height(self) -> float:
        """How tall the headings of columns are, whose text runs upward."""
        things = [(role.label, self.skills_of[iri]) for iri, role in self.network.roles.items()]
        return _length(things, ROLE_FONT, bold=True)

    @cached_property
    def skill_width(self) -> float:
        """How wide the headings of rows are."""
        things = [(skill.label, self.roles_of[iri]) for iri, skill in self.network.skills.items()]
        return _length(things, SKILL_FONT)

    def rows(self) -> dict[int, list[str]]:
        """Return the skills of each career path, the others last, in the order of the matrix."""
        rows: dict[int, list[str]] = {}
        last = len(self.network.paths)
        for skill in self.network.skills:
            rows.setdefault(self.home.get(skill, last), []).append(skill)
        return dict(sorted(rows.items()))


def _length(things: Iterable[tuple[str, int]], size: float, *, bold: bool = False) -> float:
    """Return how long boxes are in which names and totals fit, as far as `LONGEST` allows."""
    texts = [width(f"{label} · {total:,}", size, bold=bold) for label, total in things]
    return min(LONGEST, max(SHORTEST, ceil(max(texts, default=0)) + TEXT_LEFT + TEXT_RIGHT))
