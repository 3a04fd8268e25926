"""An independent reference for routes: plain uniform-cost search over role and skills held.

It shares no code with the planner: it reads the network's statements itself, keeps skills in
frozen sets, and prunes nothing but states that it has already expanded at no more cost.
"""

from __future__ import annotations

import heapq
from itertools import count

from careergraph.effort import Effort
from careergraph.network import CareerNetwork

PROMOTION, LATERAL, STEP_BACK = "promotion", "lateral move", "step back"


class Reference:
    """The routing problem of a network, solved by brute force."""

    def __init__(self, network: CareerNetwork) -> None:
        self.rank = {r: network.levels[x.level].rank for r, x in network.roles.items()}
        self.path = {r: x.path for r, x in network.roles.items()}
        own: dict[str, set[str]] = {role: set() for role in network.roles}
        for need in network.requirements:
            if need.essential:
                own[need.role].add(need.skill)
        before: dict[str, set[str]] = {role: set() for role in network.roles}
        self.next: dict[str, set[str]] = {role: set() for role in network.roles}
        for step in network.progressions:
            before[step.later].add(step.earlier)
            self.next[step.earlier].add(step.later)
        self.needs = {}
        self.below: dict[str, set[str]] = {}
        for role in network.roles:
            cumulative = network.assumptions.cumulative
            earlier = set(before[role])
            while cumulative:
                further = {b for one in earlier for b in before[one]} - earlier
                if not further:
                    break
                earlier |= further
            self.below[role] = {skill for one in earlier for skill in own[one]}
            self.needs[role] = frozenset(own[role] | (self.below[role] if cumulative else set()))
        self.own = own
        first = {}
        for role, skills in own.items():
            for skill in skills:
                first[skill] = min(self.rank[role], first.get(skill, self.rank[role]))
        self.first = first
        self.hours = {}
        for skill in first:
            effort = network.skills[skill].effort or self.level_effort(network, skill)
            self.hours[skill] = (effort.low + effort.high) / 2
        self.saved = {(t.held, t.needed): t.saved for t in network.transfers}
        self.cost = {
            str(kind): (e.low + e.high) / 2 for kind, e in network.assumptions.move_costs.items()
        }
        capped = network.assumptions.hardest_cell_cap
        self.caps = {
            rank: self.hardest_cell(rank) if capped else float("inf") for rank in self.rank.values()
        }

    def level_effort(self, network: CareerNetwork, skill: str) -> Effort:
        """Effort of a skill at the lowest level that asks for it."""
        asking = {network.roles[role].level for role, skills in self.own.items() if skill in skills}
        lowest = min(asking, key=lambda level: (network.levels[level].rank, level))
        effort = network.levels[lowest].effort
        assert effort is not None
        return effort

    def learn(self, missing: set[str] | frozenset[str], held: set[str] | frozenset[str]) -> float:
        """Hours to learn some skills by level and IRI, each after its best transfer."""
        now, total = set(held), 0.0
        for skill in sorted(missing, key=lambda s: (self.first[s], s)):
            best = max((self.saved.get((h, skill), 0.0) for h in now), default=0.0)
            total += self.hours[skill] * (1 - best)
            now.add(skill)
        return total

    def hardest_cell(self, rank: int) -> float:
        """The most that any path's own skills of a level ask from who holds the levels below."""
        return max(
            self.learn(self.own[role] - self.below[role], self.below[role])
            for role in self.rank
            if self.rank[role] == rank
        )

    def moves(self, role: str) -> list[tuple[str, float, float]]:
        """Every move from a role: where to, its own cost, its cap."""
        found = []
        for other in self.rank:
            if other in self.next[role]:
                found.append((other, self.cost[PROMOTION], float("inf")))
            elif other == role:
                continue
            elif self.rank[other] < self.rank[role]:
                found.append((other, self.cost[STEP_BACK], self.caps[self.rank[other]]))
            elif self.rank[other] == self.rank[role] and self.path[other] != self.path[role]:
                found.append((other, self.cost[LATERAL], self.caps[self.rank[other]]))
        return found

    def from_source(
        self,
        source: str,
        *,
        have: frozenset[str] = frozenset(),
        avoid: frozenset[str] = frozenset(),
        max_moves: int | None = None,
        max_learning: float = float("inf"),
        via: str | None = None,
        most_states: int = 1_000_000,
    ) -> tuple[dict[str, float], float]:
        """Cheapest cost of every role reached, and the cost up to which that is complete.

        The second is infinite where the search ran to its end.
        """
        moves = {role: self.moves(role) for role in self.rank}
        order = count()
        start = self.needs[source] | have
        queue = [(0.0, next(order), source, start, 0, via in (None, source))]
        done: dict[object, float] = {}
        best: dict[str, float] = {}
        learnt: dict[tuple[str, frozenset[str]], tuple[float, frozenset[str]]] = {}
        while queue:
            cost, _, role, held, made, passed = heapq.heappop(queue)
            state = (role, held, passed, made if max_moves is not None else 0)
            if state in done:
                continue
            done[state] = cost
            if passed and role not in best:
                best[role] = cost
                if len(best) == len(self.rank):
                    return best, float("inf")
            if len(done) > most_states:
                return best, cost
            if max_moves is not None and made >= max_moves:
                continue
            for other, moving, cap in moves[role]:
                if other in avoid:
                    continue
                key = (other, held)
                if key not in learnt:
                    missing = self.needs[other] - held
                    learnt[key] = (self.learn(missing, held), held | missing)
                learning, after = learnt[key]
                if learning > min(cap, max_learning) + 1e-9:
                    continue
                following = (cost + learning + moving, next(order), other, after, made + 1)
                heapq.heappush(queue, (*following, passed or other == via))
        return best, float("inf")

    def routes(
        self,
        *,
        source: str | None,
        have: frozenset[str] = frozenset(),
        avoid: frozenset[str] = frozenset(),
        via: tuple[str, ...] = (),
        in_order: bool = False,
        max_moves: int | None = None,
        max_learning: float = float("inf"),
        no_step_back: bool = False,
    ) -> dict[str, float]:
        """Cheapest cost of every role under any constraints, from a role or from skills alone.

        Uniform-cost search over role, skills held, roles passed and moves made; nothing is pruned.
        """
        order = count()
        held = have | (self.needs[source] if source else frozenset())
        queue = [(0.0, next(order), source, held, self.entered((), source, via, in_order), 0)]
        done: set[object] = set()
        best: dict[str, float] = {}
        while queue:
            cost, _, role, held, passed, made = heapq.heappop(queue)
            state = (role, held, passed, made if max_moves is not None else 0)
            if state in done:
                continue
            done.add(state)
            if made and role is not None and len(passed) == len(via):
                best.setdefault(role, cost)
            if max_moves is not None and made == max_moves:
                continue
            for other, moving, cap in self.moves_or_entries(role):
                back = role is not None and self.rank[other] < self.rank[role]
                if other in avoid or (no_step_back and back):
                    continue
                learning = self.learn(self.needs[other] - held, held)
                if learning <= min(cap, max_learning) + 1e-9:
                    now = self.entered(passed, other, via, in_order)
                    after = held | self.needs[other]
                    total = cost + learning + moving
                    heapq.heappush(queue, (total, next(order), other, after, now, made + 1))
        return best

    def moves_or_entries(self, role: str | None) -> list[tuple[str, float, float]]:
        """Every move from a role, or from none: then as a lateral move into any."""
        if role is not None:
            return self.moves(role)
        return [(other, self.cost[LATERAL], self.caps[rank]) for other, rank in self.rank.items()]

    @staticmethod
    def entered(
        passed: tuple[str, ...], role: str | None, via: tuple[str, ...], in_order: bool
    ) -> tuple[str, ...]:
        """What is passed of the roles to be passed, after a role is entered."""
        if role not in via or role in passed:
            return passed
        if in_order:
            return (*passed, role) if via[len(passed)] == role else passed
        return tuple(sorted((*passed, role)))
