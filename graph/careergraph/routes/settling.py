"""Every role that a budget reaches, settled in order of cost: exact, over role and skills learnt.

A person's state is a role and the skills held, as in `careergraph.routes.search`, but there is no
one target to aim at. Three things keep the search short, and none gives up exactness:

- a role is looked at only if what it requires and is not held can be learnt within the budget at
  all, each skill after the best transfer that there is, besides the cheapest move (`Ground.least`);
- ways are taken up in order of cost, so the first to a role is the cheapest, and nothing beyond
  the budget is followed;
- dominance: of two ways to one role, one that costs no more and has learnt all that the other has
  makes the other superfluous. Where no transfer and no cap makes learning depend on what is held,
  the skills it lacks may also be bought: it need only cost no more with them.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING

from careergraph.routes.task import TOLERANCE, UNLIMITED

if TYPE_CHECKING:
    from careergraph.arrays import CareerArrays, Hours, Index

CLOCK = 256
"""Ways looked at between two looks at the clock."""

MOST_WAYS = 20
"""Ways kept for each role that is near, before what is left is searched role by role.

Among thousands of roles that is never reached within a year of learning; among the few dozens of a
matrix with transfers, where much learnt anywhere helps everywhere, it is soon.
"""


@dataclass(frozen=True, slots=True)
class Outing:
    """One start and what limits the ways from there, in the numbers of the arrays.

    Parameters
    ----------
    source : int or None
        The role one is in; None for somebody who is in none.
    held : frozenset of int
        Skills held at the start, those of the source role included.
    budget : float
        Most expected hours of learning and moving.
    avoid : frozenset of int
        Roles that no way may enter.
    max_moves : int or None
    max_learning : float
        Most expected hours of learning for any one move.
    entries : Hours or None
        For somebody in no role, the most learning that entering each role may ask.
    entry_cost : float
        What entering a role takes then, besides learning.
    kinds : frozenset of int or None
        The kinds of move allowed, by their number in `careergraph.arrays.KINDS`; None for all.
    """

    source: int | None
    held: frozenset[int]
    budget: float
    avoid: frozenset[int] = frozenset()
    max_moves: int | None = None
    max_learning: float = UNLIMITED
    entries: Hours | None = None
    entry_cost: float = 0.0
    kinds: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """One way to a role: its cost so far, what is learnt on it, and the way it goes on from."""

    cost: float
    moves: int
    role: int | None
    learnt: frozenset[int]
    parent: Way | None = field(repr=False)

    def roles(self) -> list[int]:
        """Return the roles entered, in order, without the one started from."""
        roles, way = [], self
        while way.parent is not None:
            assert way.role is not None
            roles.append(way.role)
            way = way.parent
        return roles[::-1]


@dataclass(frozen=True, slots=True)
class Settled:
    """What was found within a budget.

    Parameters
    ----------
    ways : dict of int to Way
        The cheapest way to each role, cheapest first.
    pending : dict of int to Way
        The best way known to further roles where the search was stopped.
    least : dict of int to float
        For each role that is not settled and may be within the budget, hours that no way to it
        goes below. Empty where the search ran to its end: then no other role is within it.
    """

    ways: dict[int, Way]
    pending: dict[int, Way]
    least: dict[int, float]


class Ground:
    """What searches from many starts share: the roles that require each skill, and their hours."""

    def __init__(self, arrays: CareerArrays) -> None:
        import numpy as np

        self.arrays = arrays
        self.hours = arrays.hours.tolist()
        roles, skills = len(arrays.roles), len(arrays.skills)
        required = arrays.required
        best = np.zeros(skills)
        asked = np.diff(arrays.transfers.indptr) > 0
        best[asked] = arrays.transfers.saved[arrays.transfers.indptr[:-1][asked]]
        self.least_hours = arrays.hours * (1 - best)
        role = np.repeat(np.arange(roles, dtype=np.int32), np.diff(required.indptr))
        self.requiring: Index = role[np.argsort(required.skill, kind="stable")]
        self.requiring_starts = np.concatenate(
            ([0], np.cumsum(np.bincount(required.skill, minlength=skills)))
        )
        self.total = np.bincount(role, self.least_hours[required.skill], minlength=roles)
        self.cheapest_move = float(arrays.moves.cost.min(initial=UNLIMITED))
        self.independent = not len(arrays.transfers.held) and bool(np.isinf(arrays.moves.cap).all())

    def roles_requiring(self, skill: int) -> Index:
        """Return the roles that require a skill."""
        return self.requiring[self.requiring_starts[skill] : self.requiring_starts[skill + 1]]

    def least(self, outing: Outing) -> Hours:
        """Return hours that no way to each role goes below: its own gap and the cheapest move.

        Infinite for roles to be avoided, and for those whose requirements are unknown.
        """
        import numpy as np

        held = [skill for skill in outing.held if self.least_hours[skill]]
        saved: Hours = np.zeros(len(self.total))
        if held:
            rows = [self.roles_requiring(skill) for skill in held]
            hours = np.repeat(self.least_hours[held], [len(row) for row in rows])
            saved += np.bincount(np.concatenate(rows), hours, len(self.total))
        move = self.cheapest_move
        if outing.source is None:
            move = min(move, outing.entry_cost)
        least: Hours = np.maximum(self.total - saved, 0.0) + move
        least[~self.arrays.known] = UNLIMITED
        least[list(outing.avoid)] = UNLIMITED
        return least


def settle(ground: Ground, outing: Outing, deadline: float = UNLIMITED) -> Settled:
    """Return the cheapest way to every role that can be reached within a budget.

    Of ways of equal cost, one with the fewest moves counts. Costs are equal where they differ by
    less than a millionth of an hour. Where ways multiply (`MOST_WAYS`), what is left is better
    searched aiming at it, role by role.

    Parameters
    ----------
    ground : Ground
    outing : Outing
    deadline : float, optional
        When the search stops, by `time.monotonic`.
    """
    search = _Search(ground, outing)
    proven_up_to = search.run(deadline)
    if proven_up_to is None:
        return Settled(search.ways, {}, {})
    least = {
        role: max(float(search.least[role]), proven_up_to)
        for role in search.near.nonzero()[0].tolist()
        if role not in search.ways and role != outing.source
    }
    pending = {role: way for role, way in search.pending.items() if role in least}
    return Settled(search.ways, pending, least)


class _Search:
    """One search from a start; see `settle`."""

    def __init__(self, ground: Ground, outing: Outing) -> None:
        self._arrays = ground.arrays
        self._hours = ground.hours
        self._outing = outing
        self._most = outing.budget + TOLERANCE
        self.least = ground.least(outing)
        self.near = self.least <= outing.budget + 1e-6  # sums in another order differ by less
        self._learning = _Learning(ground.arrays, ground.hours, outing.held)
        self._buyable = ground.independent and outing.max_learning == UNLIMITED
        if outing.entries is not None:
            self._buyable = self._buyable and bool((outing.entries == UNLIMITED).all())
        self._moves: dict[int, list[tuple[int, float, float]]] = {}
        self._kept: dict[int, list[Way]] = {}
        self.ways: dict[int, Way] = {}
        self.pending: dict[int, Way] = {}

    def run(self, deadline: float) -> float | None:
        """Search; return the cost up to which all is settled where it stopped before the end."""
        outing, order, kept = self._outing, count(), 0
        most = MOST_WAYS * int(self.near.sum())
        queue = [(0.0, 0, next(order), Way(0.0, 0, outing.source, frozenset(), None))]
        for number in count():
            if not queue:
                return None
            if kept >= most or (not number % CLOCK and time.monotonic() > deadline):
                return queue[0][3].cost
            way = heappop(queue)[3]
            if way.cost >= self._enough(way.role, way.learnt, way.moves):
                continue
            if way.role is not None:
                self._kept.setdefault(way.role, []).append(way)
                kept += 1
                if way.role != outing.source:
                    self.ways.setdefault(way.role, way)
            if outing.max_moves is not None and way.moves >= outing.max_moves:
                continue
            for following in self._following(way):
                entry = (round(following.cost, 6), following.moves, next(order), following)
                heappush(queue, entry)
        return None

    def _following(self, way: Way) -> Iterator[Way]:
        for target, moving, cap in self._moves_from(way.role):
            cost = way.cost + moving
            enough = self._enough(target, way.learnt, way.moves + 1)
            if cost > self._most or cost >= enough:
                continue
            missing = self._learning.missing(target, way.learnt)
            learning = self._learning(missing, way.learnt)
            cost += learning
            if cost > self._most or cost >= enough or learning > cap + TOLERANCE:
                continue
            learnt = way.learnt.union(missing) if missing else way.learnt
            following = Way(cost, way.moves + 1, target, learnt, way)
            known = self.pending.get(target)
            if known is None or cost < known.cost:
                self.pending[target] = following
            yield following

    def _enough(self, role: int | None, learnt: frozenset[int], moves: int) -> float:
        """Return from what cost on a way kept to a role makes another there superfluous.

        The other has learnt some skills, and what the role requires, which the kept way has too.
        """
        enough = UNLIMITED
        for kept in () if role is None else self._kept.get(role, ()):
            if self._outing.max_moves is not None and kept.moves > moves:
                continue
            lacks = learnt - kept.learnt
            if not lacks:
                return -UNLIMITED
            if self._buyable:
                cost = kept.cost + sum([self._hours[skill] for skill in lacks])
                enough = min(enough, cost - TOLERANCE)
        return enough

    def _moves_from(self, role: int | None) -> list[tuple[int, float, float]]:
        """Return the moves to roles that are near: target, cost and most learning."""
        outing, most = self._outing, self._outing.max_learning
        if role is None:
            assert outing.entries is not None
            near = self.near.nonzero()[0].tolist()
            return [(one, outing.entry_cost, min(float(outing.entries[one]), most)) for one in near]
        if role not in self._moves:
            moves = self._arrays.moves
            start, end = moves.indptr[role], moves.indptr[role + 1]
            places = start + self.near[moves.target[start:end]].nonzero()[0]
            columns = (moves.target, moves.cost, moves.cap, moves.kind)
            rows = zip(*(column[places].tolist() for column in columns), strict=True)
            self._moves[role] = [
                (target, cost, min(cap, most))
                for target, cost, cap, kind in rows
                if outing.kinds is None or kind in outing.kinds
            ]
        return self._moves[role]


class _Learning:
    """What learning takes somebody who holds some skills from the start.

    It agrees with `careergraph.arrays.Learning`, but looks at what is held from the start once.
    """

    def __init__(self, arrays: CareerArrays, hours: list[float], held: frozenset[int]) -> None:
        self._arrays = arrays
        self._held = held
        self._hours = None if len(arrays.transfers.held) else hours
        self._required: dict[int, list[int]] = {}
        self._facts: dict[int, tuple[float, float, list[tuple[float, int]]]] = {}

    def missing(self, role: int, learnt: frozenset[int]) -> list[int]:
        """Return the skills that a role still asks for, in learning order."""
        if role not in self._required:
            required = self._arrays.requirements_of(role).tolist()
            self._required[role] = [skill for skill in required if skill not in self._held]
        required = self._required[role]
        return [skill for skill in required if skill not in learnt] if learnt else required

    def __call__(self, missing: Iterable[int], learnt: frozenset[int]) -> float:
        """Return the expected hours of learning some skills, ascending, after others."""
        if self._hours is not None:
            return sum(map(self._hours.__getitem__, missing))
        total, now = 0.0, set[int]()
        for skill in missing:
            hours, saved, helpers = self._facts.get(skill) or self._look_up(skill)
            for share, helper in helpers:
                if helper in learnt or helper in now:
                    saved = share
                    break
            total += hours * (1 - saved)
            now.add(skill)
        return total

    def _look_up(self, skill: int) -> tuple[float, float, list[tuple[float, int]]]:
        """Return a skill's hours, the share saved from the start, and what would save more."""
        transfers = self._arrays.transfers
        row = slice(*transfers.indptr[skill : skill + 2])
        pairs = list(zip(transfers.saved[row].tolist(), transfers.held[row].tolist(), strict=True))
        saved = next((share for share, helper in pairs if helper in self._held), 0.0)
        better = [pair for pair in pairs if pair[0] > saved]
        self._facts[skill] = (float(self._arrays.hours[skill]), saved, better)
        return self._facts[skill]
