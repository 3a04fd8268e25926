"""Plan for many people over one network: made once, sent to every process, asked in chunks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from careergraph.arrays import KINDS, CareerArrays, Learning
from careergraph.costs import known_efforts
from careergraph.effort import NO_EFFORT, Effort
from careergraph.network import CareerNetwork, MoveKind
from careergraph.routes import NO_CONSTRAINTS
from careergraph.routes.explanation import status_of
from careergraph.routes.problem import Problem
from careergraph.routes.search import NOWHERE, UNLIMITED, Found, Task, search_graph
from careergraph.routes.search_graph import SearchGraph
from careergraph.workforce.people import Case, Person
from careergraph.workforce.planned import (
    NO_ROUTE,
    NOT_WITHIN_BUDGET,
    THERE,
    UNKNOWN,
    Outcome,
    Planned,
)

MOST_CASES = 20_000
"""Answers that a planner keeps for people with the same case: some tens of megabytes."""

Chunk = Sequence[Person]
"""People who are planned for in one go, by one process."""


@dataclass(frozen=True, eq=False)
class Facts:
    """What planning takes from a network: numbers and labels, no statements.

    Attributes
    ----------
    arrays : CareerArrays
    graph : SearchGraph
    efforts : tuple of Effort
        Effort of each skill, in the order of the arrays.
    moving : mapping of MoveKind to Effort
    labels : tuple of str
        Labels of the roles, in the order of the arrays.
    hours_per_week : float or None
    """

    arrays: CareerArrays
    graph: SearchGraph
    efforts: tuple[Effort, ...]
    moving: dict[MoveKind, Effort]
    labels: tuple[str, ...]
    hours_per_week: float | None

    @classmethod
    def of(cls, network: CareerNetwork) -> Facts:
        """Return the facts of a network.

        Raises
        ------
        UnknownEffortError
            A required skill or a kind of move has no known effort.
        """
        problem = Problem(network)
        efforts = known_efforts(network)
        return cls(
            arrays=problem.arrays,
            graph=problem.graph,
            efforts=tuple(efforts[skill] for skill in problem.arrays.skills),
            moving=dict(network.assumptions.move_costs),
            labels=tuple(role.label for role in network.roles.values()),
            hours_per_week=network.assumptions.hours_per_week,
        )


class Planner:
    """Plans for one person after the other, each distinct case once.

    Of the cases it has answered it remembers the latest `MOST_CASES`. It can be pickled, without
    what it remembers, and is then small.

    Parameters
    ----------
    network : CareerNetwork

    Raises
    ------
    UnknownEffortError
        A required skill or a kind of move has no known effort.
    """

    def __init__(self, network: CareerNetwork) -> None:
        self.__setstate__(Facts.of(network))

    def __getstate__(self) -> Facts:
        return self._facts

    def __setstate__(self, facts: Facts) -> None:
        self._facts = facts
        arrays = facts.arrays
        self._roles = {iri: number for number, iri in enumerate(arrays.roles)}
        self._skills = {iri: number for number, iri in enumerate(arrays.skills)}
        self._learning = Learning(arrays.hours, arrays.transfers)
        self._cases: dict[Case, Outcome] = {}

    def forget(self) -> None:
        """Forget the cases answered so far."""
        self._cases.clear()

    def outcome(self, case: Case) -> Outcome:
        """Return the answer to a case that makes sense."""
        known = self._cases.get(case)
        if known is None:
            known = self._cases[case] = self._plan(case)
            if len(self._cases) > MOST_CASES:
                del self._cases[next(iter(self._cases))]
        return known

    def _plan(self, case: Case) -> Outcome:
        if case.source == case.target:
            return Outcome(THERE, 0.0, 0.0, 0.0, 0.0, 0.0)
        for role in (case.source, case.target, *case.constraints.via):
            if role is not None and not self._facts.arrays.known[self._roles[role]]:
                label = self._facts.labels[self._roles[role]]
                return Outcome(UNKNOWN, reason=f"What {label} requires is unknown.")
        held = {self._skills[skill] for skill in case.constraints.have if skill in self._skills}
        if case.source is not None:
            held.update(self._facts.graph.required(self._roles[case.source]))
        task = self._task(case, held)
        found = search_graph(self._facts.graph, task)
        return _none(case) if found is None else self._outcome(case, found, held)

    def _task(self, case: Case, held: set[int]) -> Task:
        asked = case.constraints
        hours = asked.max_effort_per_move
        return Task(
            source=NOWHERE if case.source is None else self._roles[case.source],
            target=self._roles[case.target],
            held=sum(1 << skill for skill in held),
            avoid=frozenset(self._roles[role] for role in asked.avoid),
            via=tuple(self._roles[role] for role in dict.fromkeys(asked.via)),
            max_moves=asked.max_moves,
            max_learning=UNLIMITED if hours is None else hours,
            budget=self._budget(case, held),
            via_in_order=asked.via_in_order,
            no_step_back=asked.no_step_back,
        )

    def _budget(self, case: Case, held: set[int]) -> float:
        asked, budget = case.constraints, UNLIMITED
        if asked.deadline is not None:
            budget = asked.deadline * (self._per_week(case) or 0)
        if asked.detour_budget is not None:
            direct = self._learning(self._missing(self._roles[case.target], held), held)
            budget = min(budget, direct + asked.detour_budget)
        return budget

    def _outcome(self, case: Case, found: Found, held: set[int]) -> Outcome:
        skills, roles = self._facts.arrays.skills, self._facts.arrays.roles
        effort, learnt, now = NO_EFFORT, list[int](), set(held)
        path = found.label.roles()
        for source, target in pairwise(path):
            new = self._missing(target, now)
            effort = effort + (self._taught(new, now) + self._moving(source, target))
            learnt += new
        wanted = set(self._facts.graph.required(path[-1]))
        per_week = self._per_week(case)
        return Outcome(
            status=status_of(found.label.cost, found.lower_bound),
            expected_hours=round(effort.expected, 2),
            low_hours=round(effort.low, 2),
            high_hours=round(effort.high, 2),
            lower_bound=round(found.lower_bound, 2),
            weeks=round(effort.expected / per_week, 1) if per_week else None,
            roles=tuple(roles[role] for role in path[1:]),
            skills=tuple(skills[skill] for skill in learnt),
            stepping_stones=tuple(skills[skill] for skill in learnt if skill not in wanted),
        )

    def _per_week(self, case: Case) -> float | None:
        return case.hours_per_week or self._facts.hours_per_week

    def _missing(self, role: int, held: set[int]) -> list[int]:
        """Return what a role requires and is not held, in learning order."""
        return [skill for skill in self._facts.graph.required(role) if skill not in held]

    def _taught(self, new: list[int], held: set[int]) -> Effort:
        """Return what learning some skills takes, and count them among those held."""
        total = NO_EFFORT
        for skill in new:
            total = total + self._facts.efforts[skill] * (1 - self._learning.saved(skill, held))
            held.add(skill)
        return total

    def _moving(self, source: int, target: int) -> Effort:
        if source == NOWHERE:
            return self._facts.moving[MoveKind.LATERAL]
        moves = self._facts.arrays.moves
        start, end = moves.indptr[source : source + 2]
        place = start + moves.target[start:end].tolist().index(target)
        return self._facts.moving[KINDS[moves.kind[place]]]


def _none(case: Case) -> Outcome:
    """Return that there is no route, with the constraints that were given."""
    asked = case.constraints
    given = [
        name
        for name in ("via", "avoid", "max_moves", "max_effort_per_move", "no_step_back")
        if getattr(asked, name) != getattr(NO_CONSTRAINTS, name)
    ]
    budgets = [name for name in ("deadline", "detour_budget") if getattr(asked, name) is not None]
    if not given and not budgets:
        return Outcome(NO_ROUTE, reason="No chain of moves leads there.")
    reason = f"No route satisfies {' and '.join([*given, *budgets])}."
    return Outcome(NOT_WITHIN_BUDGET if budgets else NO_ROUTE, reason=reason)


def plan_chunk(planner: Planner, chunk: Chunk) -> list[Planned]:
    """Return the rows of some people, in their order, target by target.

    It is what every engine runs: in this process, in others, on other machines. Its answer depends
    on nothing but its arguments, so a chunk that was lost can be planned again.
    """
    return [
        Planned(person.name, case.source, case.target, planner.outcome(case), person.unknown_skills)
        for person in chunk
        for case in person.cases()
    ]


Engine = Callable[[Planner, Iterable[Chunk]], Iterator[list[Planned]]]
"""What runs `plan_chunk` on chunks somewhere and yields their rows, in the order of the chunks.

It takes no more chunks ahead than it needs to keep busy, so that memory stays flat.
"""


def in_process(planner: Planner, chunks: Iterable[Chunk]) -> Iterator[list[Planned]]:
    """Plan chunk by chunk, here: the simplest engine."""
    return (plan_chunk(planner, chunk) for chunk in chunks)
