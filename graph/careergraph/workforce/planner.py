"""Plan for many people over one network: made once, sent to every process, asked in chunks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from careergraph.costs import move_effort
from careergraph.effort import NO_EFFORT, Effort
from careergraph.network import CareerNetwork
from careergraph.routes.planner import _status, _task
from careergraph.routes.problem import Problem, bits
from careergraph.routes.search import Found, Task, search
from careergraph.workforce.people import Case, Person
from careergraph.workforce.planned import NO_ROUTE, THERE, UNKNOWN, Outcome, Planned

MOST_CASES = 20_000
"""Answers that a planner keeps for people with the same case: some tens of megabytes."""


Chunk = Sequence[Person]
"""People who are planned for in one go, by one process."""


class Planner:
    """Plans for one person after the other, each distinct case once.

    Of the cases it has answered it remembers the latest `MOST_CASES`. It can be pickled, without
    what it remembers, and is then small: numbers and labels, no RDF.

    Parameters
    ----------
    network : CareerNetwork

    Raises
    ------
    UnknownEffortError
        A required skill or a kind of move has no known effort.
    """

    def __init__(self, network: CareerNetwork) -> None:
        self._problem = Problem(network)
        self._cases: dict[Case, Outcome] = {}

    def __getstate__(self) -> Problem:
        return self._problem

    def __setstate__(self, problem: Problem) -> None:
        self._problem = problem
        self._cases = {}

    def outcome(self, case: Case) -> Outcome:
        """Return the answer to a case that makes sense."""
        known = self._cases.get(case)
        if known is None:
            known = self._cases[case] = self._plan(case)
            if len(self._cases) > MOST_CASES:
                del self._cases[next(iter(self._cases))]
        return known

    def _plan(self, case: Case) -> Outcome:
        network = self._problem.network
        if case.source == case.target:
            return Outcome(THERE, 0.0, 0.0, 0.0, 0.0, 0.0)
        for role in (case.source, case.target, *case.constraints.via):
            if role is not None and not network.roles[role].requirements_known:
                return Outcome(
                    UNKNOWN, reason=f"What {network.roles[role].label} requires is unknown."
                )
        assert case.source is not None
        task = _task(self._problem, case.source, case.target, case.constraints)
        found = search(self._problem, task)
        if found is None:
            return Outcome(NO_ROUTE, reason="No route satisfies the constraints.")
        return self._outcome(case, task, found)

    def _outcome(self, case: Case, task: Task, found: Found) -> Outcome:
        problem = self._problem
        effort, learnt, held = NO_EFFORT, list[int](), task.held
        roles = found.label.roles()
        for source, target in pairwise(roles):
            new = problem.required[target] & ~held
            effort = effort + self._learning(new, held) + self._moving(source, target)
            learnt += bits(new)
            held |= new
        wanted = problem.required[task.target]
        per_week = case.hours_per_week or problem.network.assumptions.hours_per_week
        return Outcome(
            status=_status(found),
            expected_hours=round(effort.expected, 2),
            low_hours=round(effort.low, 2),
            high_hours=round(effort.high, 2),
            lower_bound=round(found.lower_bound, 2),
            weeks=round(effort.expected / per_week, 1) if per_week else None,
            roles=tuple(problem.roles[role] for role in roles[1:]),
            skills=tuple(problem.skills[skill] for skill in learnt),
            stepping_stones=tuple(
                problem.skills[skill] for skill in learnt if not wanted >> skill & 1
            ),
        )

    def _learning(self, new: int, held: int) -> Effort:
        problem, total = self._problem, NO_EFFORT
        for skill in bits(new):
            full = problem.efforts[problem.skills[skill]]
            total += full * (1 - problem.saved(skill, held))
            held |= 1 << skill
        return total

    def _moving(self, source: int, target: int) -> Effort:
        move = next(one for one in self._problem.moves[source] if one.target == target)
        return move_effort(self._problem.network, move.kind)


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
