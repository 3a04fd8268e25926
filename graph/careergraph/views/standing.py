"""Where somebody stands: what they hold, which roles one move enters, and how well all fit."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from careergraph import advice, names
from careergraph.costs import requirements
from careergraph.errors import AmbiguousNameError, UnknownNameError
from careergraph.network import CareerNetwork
from careergraph.routes.constraints import Constraints
from careergraph.routes.reach import reach
from careergraph.routes.result import LearnedSkill, Step
from careergraph.routes.territory import Territory


@dataclass(frozen=True)
class Standing:
    """Where somebody stands who is in a role, or in none, and holds some skills besides.

    Parameters
    ----------
    network : CareerNetwork
    role : str or None
        IRI of the role.
    have : tuple of str
        IRIs of skills held besides those of the role.
    most_next : int or None
        Roles one step away that matter: the cheapest; all without it.
    """

    network: CareerNetwork
    role: str | None
    have: tuple[str, ...]
    most_next: int | None = None

    @property
    def title(self) -> str:
        """What the map of this person is called."""
        if self.role is None:
            return f"A map for somebody with {count(len(self.have), 'skill')}"
        label = self.network.roles[self.role].label
        return f"A map for {label}" + (
            f" with {count(len(self.have), 'more skill')}" if self.have else ""
        )

    @property
    def subtitle(self) -> str:
        """What the map shows."""
        return f"What is held, one step away and far in {self.network.title}"

    @cached_property
    def required(self) -> dict[str, frozenset[str]]:
        """The skills that each role requires, by IRI."""
        return requirements(self.network)

    @cached_property
    def held(self) -> frozenset[str]:
        """All that is held, by the role or besides."""
        own = frozenset[str]() if self.role is None else self.required[self.role]
        return own | frozenset(self.have)

    @cached_property
    def placements(self) -> dict[str, advice.Placement]:
        """Every role whose requirements are known, best fit first."""
        return {one.role.iri: one for one in self._placed.roles}

    @property
    def grades(self) -> tuple[advice.Grade, ...]:
        """The level reached on each career path."""
        return self._placed.grades

    @cached_property
    def _placed(self) -> advice.Placements:
        return advice.place(self.network, sorted(self.held))

    @cached_property
    def next_steps(self) -> dict[str, Step]:
        """The roles that one move enters and that ask for more than is held, cheapest first."""
        found = reach(
            Territory(self.network),
            self.role,
            Constraints(have=self.have, max_moves=1),
            hours=sys.float_info.max,
        )
        roles = [one for one in found.roles if not self.is_whole(one.role.iri)]
        return {one.role.iri: one.route.steps[0] for one in roles[: self.most_next]}

    @cached_property
    def to_learn(self) -> dict[str, LearnedSkill]:
        """What the roles one step away ask to learn, each as the cheapest of them does."""
        learned: dict[str, LearnedSkill] = {}
        for step in self.next_steps.values():
            for one in step.skills:
                learned.setdefault(one.skill.iri, one)
        return learned

    def is_whole(self, role: str) -> bool:
        """Whether all is held that a role requires."""
        placed = self.placements.get(role)
        return placed is not None and not (placed.lacking or placed.unknown)


def skills_named(
    network: CareerNetwork, texts: Iterable[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the skills that texts name, and the texts that name none.

    Raises
    ------
    AmbiguousNameError
        A text names several skills.
    """
    known, unknown = dict[str, None](), dict[str, None]()
    for text in names.several(texts):
        try:
            known[names.find(network, "skill", text)] = None
        except AmbiguousNameError:
            raise
        except UnknownNameError:
            unknown[text] = None
    return tuple(known), tuple(unknown)


def count(number: int, noun: str) -> str:
    """Return how many there are of something, in words."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
