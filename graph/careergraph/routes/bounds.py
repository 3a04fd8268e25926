"""What no route goes below: bounds on what is left, worked out backward from the target.

Everything is in the units of a `SearchGraph`. A route learns at least what the target and the
roles to be passed require, each skill after the best transfer from what is held or required
anyway. A skill from elsewhere, a stepping stone, can lower that by at most what it saves all of
them together, less what learning it takes at best; where it saves less than it takes, the
difference is its weight, and a route pays the weight of every stone that it teaches.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable

from careergraph.routes.search_graph import NEVER, SLACK, SearchGraph, Way, units
from careergraph.routes.task import NOWHERE, Task


class Query:
    """One task put to a search graph: what is held and needed, and which moves are open."""

    def __init__(self, graph: SearchGraph, task: Task, held: frozenset[int]) -> None:
        self.graph = graph
        self.task = task
        self.held = held
        anyway = {skill for role in (task.target, *task.via) for skill in graph.required(role)}
        self.missing = sorted(anyway - held)
        self.free = held | anyway
        self.spent = 0
        self.budget = min(NEVER, units(task.budget) + SLACK)
        self.most_learning = units(task.max_learning)
        self.capped = graph.capped or self.most_learning < NEVER
        if task.source == NOWHERE and graph.entry_cap is not None:
            self.capped |= bool((graph.entry_cap < NEVER).any())
        self.barred = set(task.avoid)
        self._stones: dict[int, dict[int, int]] = {}
        self.gains: dict[int, int] = {}
        self.shortened = any(graph.helpers[skill] for skill in self.missing)
        self.learning_ahead = self._learning_ahead(self.held, self.gains)
        self.additive = not self.capped and not len(graph.helper)
        if self.additive:
            self._learn_first()

    def stones(self, role: int) -> dict[int, int]:
        """Return the stepping stones that a role requires, with what they weigh."""
        found = self._stones.get(role)
        if found is None:
            required, free, of = self.graph.required(role), self.free, self.weight
            found = self._stones[role] = {
                skill: of(skill) for skill in required if skill not in free
            }
        return found

    def _learn_first(self) -> None:
        """Count what all have to learn as learnt before the first move.

        Where learning is a plain sum it does not matter when a skill is learnt; people who differ
        only in when they learn what the target requires need not be told apart.
        """
        self.held, self.spent, self.missing = self.free, self.learning_ahead, []

    def ways(self, role: int) -> list[Way]:
        """Return the open moves from a role."""
        every = self.graph.entries() if role == NOWHERE else self.graph.ways(role)
        return [way for way in every if self._open(way, way.role)]

    def ways_back(self, role: int) -> list[Way]:
        """Return the open moves into a role."""
        if role in self.barred:
            return []
        every = self.graph.ways_back(role)
        return [way for way in every if not (way.step_back and self.task.no_step_back)]

    def _open(self, way: Way, target: int) -> bool:
        return target not in self.barred and not (way.step_back and self.task.no_step_back)

    def learning(self, missing: Iterable[int], held: frozenset[int]) -> int:
        """Return what learning some skills in order takes somebody who holds others."""
        efforts, helpers = self.graph.efforts, self.graph.helpers
        total, now = 0, set[int]()
        for skill in missing:
            effort = efforts[skill]
            for helper, shortened in helpers[skill]:
                if helper in self.held or helper in held or helper in now:
                    effort = shortened
                    break
            total += effort
            now.add(skill)
        return total

    def ahead(self, held: frozenset[int]) -> int:
        """Return a lower bound on the learning that is left to somebody who also holds these."""
        if not self.shortened:
            efforts = self.graph.efforts
            return sum(efforts[skill] for skill in self.missing if skill not in held)
        return self._learning_ahead(held, {})

    def _learning_ahead(self, held: frozenset[int], gains: dict[int, int]) -> int:
        """Work out the bound, and by how much each stepping stone can lower what is needed."""
        graph, base = self.graph, 0
        for skill in self.missing:
            if skill in held:
                continue
            effort, stronger = graph.efforts[skill], []
            for helper, shortened in graph.helpers[skill]:
                if helper in self.free or helper in held:
                    effort = shortened
                    break
                stronger.append((helper, shortened))
            base += effort
            for helper, shortened in stronger:
                gains[helper] = gains.get(helper, 0) + effort - shortened
        leasts = graph.leasts
        return base - sum(max(0, gain - leasts[stone]) for stone, gain in gains.items())

    def weight(self, skill: int) -> int:
        """Return what a skill takes at least beyond what it can save; nothing if it is free."""
        if skill in self.free:
            return 0
        return max(0, self.graph.leasts[skill] - self.gains.get(skill, 0))


class Bounds:
    """How much moving, and how much moving and stepping stones, lie between roles and the end.

    They are worked out back from the target and up to the source: what lies farther away counts as
    far as the source. Roles that cannot get to the target, or not within the limit, are as far as
    any where the source was not met.
    """

    def __init__(self, query: Query, limit: int) -> None:
        self._query = query
        self._slack = limit - query.learning_ahead
        self._weights: dict[int, int] = {}
        self._far = self._farthest = NEVER
        self._moving = self._cheapest_moves()
        self._far = self._moving.get(query.task.source, NEVER)
        self._excess = self._least_excess()
        self._farthest = self._excess.get(query.task.source, NEVER)
        self._gates = self._lead_to_target()

    @property
    def met(self) -> bool:
        """Whether a route within the limit can start at the source."""
        return self._query.task.source == NOWHERE or self._farthest < NEVER

    def moving(self, role: int) -> int:
        """Return no more than the cheapest chain of moves from a role to the target."""
        return min(self._far, self._moving.get(role, NEVER))

    def excess(self, role: int) -> int:
        """Return no more than the moves on and the stones of a role and of those to come."""
        return min(self._farthest, self._excess.get(role, NEVER))

    def _of(self, role: int) -> int:
        """Return the weight of a role's stones."""
        weight = self._weights.get(role)
        if weight is None:
            weight = self._weights[role] = sum(self._query.stones(role).values())
        return weight

    def _cheapest_moves(self) -> dict[int, int]:
        task = self._query.task
        found = {task.target: 0}
        queue = [(0, task.target)]
        while queue:
            cost, role = heapq.heappop(queue)
            if role == task.source:
                break
            if cost > found[role]:
                continue
            for way in self._query.ways_back(role):
                total = cost + way.cost
                if total >= found.get(way.role, NEVER):
                    continue
                if total + self._of(way.role) <= self._slack:
                    found[way.role] = total
                    heapq.heappush(queue, (total, way.role))
        return found

    def _least_excess(self) -> dict[int, int]:
        """Settle roles from the target back, by the larger of two bounds.

        One is the bound of the next role and the move there; the other the weight of this role
        and the next one together, and the cheapest moves on.
        """
        task = self._query.task
        found = {task.target: 0}
        queue = [(0, task.target)]
        while queue:
            least, role = heapq.heappop(queue)
            if role == task.source:
                break
            if least > found[role]:
                continue
            weight, moving = self._of(role), self.moving(role)
            here = self._query.stones(role).keys()
            for way in self._query.ways_back(role):
                most = min(self._slack, found.get(way.role, NEVER) - 1)
                if way.cost + max(least, moving + max(weight, self._of(way.role))) > most:
                    continue
                there = self._query.stones(way.role)
                both = (
                    self._weights[way.role]
                    + weight
                    - sum(map(there.__getitem__, here & there.keys()))
                )
                total = way.cost + max(least, both + moving)
                if total <= most:
                    found[way.role] = total
                    heapq.heappush(queue, (total, way.role))
        return found

    def _lead_to_target(self) -> list[dict[int, int]]:
        """Return the stones of each role before the target, with their weights."""
        ways = self._query.ways_back(self._query.task.target)
        gates = {way.role for way in ways} - self._query.barred
        return [self._query.stones(role) for role in gates]

    def through_a_gate(self, learnt: frozenset[int]) -> int:
        """Return the least weight that the last role before the target adds to what is learnt."""
        return min(
            (sum(map(gate.__getitem__, gate.keys() - learnt)) for gate in self._gates),
            default=NEVER,
        )


def closure(query: Query) -> set[int]:
    """Return the roles that could be reached if everybody's skills were pooled.

    Pooling only makes moves easier, so what is not in here cannot be reached at all.
    """
    source = query.task.source
    pool, reached = frozenset[int](), {source}
    waiting = query.ways(source)
    grew = True
    while grew:
        grew, refused = False, []
        while waiting:
            way = waiting.pop()
            if way.role in reached:
                continue
            required = query.graph.required(way.role)
            missing = [s for s in required if s not in query.held and s not in pool]
            cap = min(way.cap, query.most_learning)
            if cap == NEVER or query.learning(missing, pool) <= cap + SLACK:
                reached.add(way.role)
                pool |= frozenset(missing)
                waiting += query.ways(way.role)
                grew = True
            else:
                refused.append(way)
        waiting = refused
    return reached
