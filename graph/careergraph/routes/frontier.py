"""The frontier: what one more skill, or two, would open."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations, pairwise
from math import comb
from typing import TYPE_CHECKING, Any

from careergraph.errors import RequestError
from careergraph.network import Role, Skill
from careergraph.routes.constraints import NO_CONSTRAINTS, Constraints
from careergraph.routes.reach import refuse, routes_within
from careergraph.routes.settling import Outing
from careergraph.routes.task import UNLIMITED
from careergraph.routes.territory import Territory

if TYPE_CHECKING:
    from careergraph.arrays import Hours

MOST_SKILLS = 2


@dataclass(frozen=True, slots=True)
class Opening:
    """What learning some skills first would open.

    Parameters
    ----------
    skills : tuple of Skill
    hours : float
        Expected hours of learning them, after transfers from what is held; they are apart from
        the hours that the roles are within.
    opened : tuple of (Role, float)
        The roles that come within reach, each with the expected hours of its cheapest route once
        the skills are held; cheapest first.
    """

    skills: tuple[Skill, ...]
    hours: float
    opened: tuple[tuple[Role, float], ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        return {
            "skills": [{"skill": one.iri, "label": one.label} for one in self.skills],
            "hours": round(self.hours, 2),
            "opened": [
                {"role": role.iri, "label": role.label, "hours": round(hours, 2)}
                for role, hours in self.opened
            ],
        }


@dataclass(frozen=True, slots=True)
class Frontier:
    """What one more skill, or two, would open within some hours of a start.

    Parameters
    ----------
    source : Role or None
    hours : float
    within : tuple of Role
        What is within reach already.
    openings : tuple of Opening
        The skills that open something; those that open most roles first, then by their hours.
    looked_at, excluded : int
        Choices of skills that were tried, and that cannot open anything.
    left : int
        Choices that were not tried, since the time was over: none where the answer is complete.
    """

    source: Role | None
    hours: float
    within: tuple[Role, ...]
    openings: tuple[Opening, ...]
    looked_at: int
    excluded: int
    left: int

    @property
    def complete(self) -> bool:
        """Whether every choice was tried that could open anything."""
        return not self.left

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        return {
            "source": self.source.iri if self.source else None,
            "source_label": self.source.label if self.source else None,
            "hours": self.hours,
            "within": [role.iri for role in self.within],
            "complete": self.complete,
            "looked_at": self.looked_at,
            "excluded": self.excluded,
            "left": self.left,
            "openings": [one.to_dict() for one in self.openings],
        }


def frontier(
    territory: Territory,
    source: str | None,
    constraints: Constraints = NO_CONSTRAINTS,
    *,
    hours: float,
    skills: int = 1,
    seconds: float | None = None,
) -> Frontier:
    """Return which skills, learnt first, bring most roles within some hours.

    A skill *opens* a role whose cheapest route takes more than the hours now, and no more once the
    skill is held. The hours of the skill itself stand beside, and do not count among those: a way
    that learns what it needs is never dearer than one that learns it before, so with them only a
    cap on one move or a transfer could ever open anything.

    Which skills are tried: with others the answer cannot change. What a route costs depends on a
    skill only if a role on it requires the skill, or requires one that the skill transfers to; and
    such a role has to be within the hours by the least that it asks of somebody who holds the
    skill (`careergraph.routes.settling.Ground.least`). And something has to be left to open: a role
    that is within the hours by that least and not within reach yet.

    Parameters
    ----------
    territory : Territory
    source : str or None
        IRI of a role; None for somebody who is in none.
    constraints : Constraints, optional
    hours : float
        The most expected hours of learning and moving, once the skills are held.
    skills : int, optional
        How many to learn first, 1 or 2. A pair is named only if it opens more roles than either
        of the two does alone.
    seconds : float, optional
        After so many no further choice is tried; those that may open most are tried first.

    Raises
    ------
    RequestError, UnknownEffortError
        As for `careergraph.routes.reach`; or the number of skills is neither 1 nor 2.
    """
    refuse(territory, source, constraints, hours)
    if not 1 <= skills <= MOST_SKILLS:
        raise RequestError("Ask what one more skill opens, or two: --skills 1 or --skills 2.")
    deadline = UNLIMITED if seconds is None else time.monotonic() + seconds
    outing = territory.outing(source, constraints, hours)
    within = set(routes_within(territory, outing, UNLIMITED)[0])
    choices = _Choices(territory, outing, within)
    tried = sorted(choices.worth_trying(skills), key=lambda one: (-one[0], one[1]))
    openings, looked_at = [], 0
    for _, chosen in tried:
        if time.monotonic() > deadline:
            break
        looked_at += 1
        opened = choices.opened(chosen)
        if opened:
            openings.append(_opening(territory, outing, chosen, opened))
    order = territory.role_number
    roles = territory.network.roles
    return Frontier(
        source=None if source is None else roles[source],
        hours=hours,
        within=tuple(role for role in roles.values() if order[role.iri] in within),
        openings=tuple(sorted(openings, key=lambda one: (-len(one.opened), one.hours))),
        looked_at=looked_at,
        excluded=choices.count(skills) - len(tried),
        left=len(tried) - looked_at,
    )


def _opening(
    territory: Territory, outing: Outing, chosen: tuple[int, ...], opened: dict[int, float]
) -> Opening:
    from careergraph.arrays import Learning

    arrays, network = territory.arrays, territory.network
    learning = Learning(arrays.hours, arrays.transfers)
    roles = sorted(opened.items(), key=lambda one: (round(one[1], 6), one[0]))
    return Opening(
        skills=tuple(network.skills[arrays.skills[skill]] for skill in chosen),
        hours=learning(chosen, outing.held),
        opened=tuple((network.roles[arrays.roles[role]], cost) for role, cost in roles),
    )


class _Choices:
    """The skills that somebody could learn first, and what each choice opens."""

    def __init__(self, territory: Territory, outing: Outing, within: set[int]) -> None:
        arrays = territory.arrays
        self._territory = territory
        self._outing = outing
        self._most = outing.budget + 1e-6  # sums in another order differ by less
        self._least: Hours = territory.ground.least(outing)
        self._open = set(range(len(arrays.roles))) - within - {outing.source}
        self._skills = [s for s in range(len(arrays.skills)) if s not in outing.held]
        self._helped: dict[int, list[int]] = {}
        for needed, (start, end) in enumerate(pairwise(arrays.transfers.indptr.tolist())):
            for skill in arrays.transfers.held[start:end].tolist():
                self._helped.setdefault(skill, []).append(needed)
        self._opened: Callable[[tuple[int, ...]], dict[int, float]] = cache(self._look)

    def count(self, size: int) -> int:
        """Return how many choices there are, worth trying or not."""
        return comb(len(self._skills), size)

    def worth_trying(self, size: int) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Yield the choices that may open something, each with how many roles at most."""
        ground = self._territory.ground
        near = self._open.intersection((self._least <= self._most).nonzero()[0].tolist())
        relevant = self._relevant(size)
        rows = {skill: ground.roles_requiring(skill).tolist() for skill in relevant}
        for chosen in combinations(relevant, size):
            less: dict[int, float] = {}
            for skill in chosen:
                hours = float(ground.least_hours[skill])
                for role in self._open.intersection(rows[skill]):
                    less[role] = less.get(role, 0.0) + hours
            nearer = {
                role for role, hours in less.items() if self._least[role] - hours <= self._most
            }
            if near or nearer:
                yield len(near | nearer), chosen

    def _relevant(self, size: int) -> list[int]:
        """Return the skills on which a route within the budget may come to depend.

        For pairs, each role is taken to ask for the dearest of its skills less.
        """
        ground, arrays = self._territory.ground, self._territory.arrays
        least = self._least.copy()
        if size > 1:
            for role in range(len(least)):
                asked = [s for s in arrays.requirements_of(role) if s not in self._outing.held]
                least[role] -= max(ground.least_hours[asked], default=0.0)
        return [
            skill
            for skill in self._skills
            if any(
                bool((least[ground.roles_requiring(one)] <= self._most + own).any())
                for own in (ground.least_hours[skill],)
                for one in (skill, *self._helped.get(skill, ()))
            )
        ]

    def opened(self, chosen: tuple[int, ...]) -> dict[int, float]:
        """Return what holding some more skills brings within reach, with its expected hours.

        Nothing, where one of two skills opens as much alone.
        """
        opened = self._opened(chosen)
        alone = max((len(self._opened((one,))) for one in chosen), default=0)
        return opened if len(chosen) == 1 or len(opened) > alone else {}

    def _look(self, chosen: tuple[int, ...]) -> dict[int, float]:
        outing = replace(self._outing, held=self._outing.held.union(chosen))
        found, _ = routes_within(self._territory, outing, UNLIMITED, self._open)
        return {role: one.label.cost for role, one in found.items() if role in self._open}
