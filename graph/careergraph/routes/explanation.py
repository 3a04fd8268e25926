"""A found route explained: its steps, what each teaches, and the direct move beside it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

from careergraph.costs import move_effort, move_kinds
from careergraph.effort import NO_EFFORT, Effort
from careergraph.network import CareerNetwork, MoveKind, Skill
from careergraph.routes.breaches import breaches
from careergraph.routes.constraints import Constraints
from careergraph.routes.measures import SAME_COST
from careergraph.routes.problem import Problem, bits
from careergraph.routes.result import ENTRY, Entering, LearnedSkill, Route, Step
from careergraph.routes.search import NOWHERE, Found, Task

OPTIMAL = "optimal"
"""The status of a route that is proven the cheapest; see `status_of` for the others."""

UNPROVEN = "unproven"
"""The status of a route of which only is proven that none takes less than nothing."""


def explained(problem: Problem, task: Task, found: Found, constraints: Constraints) -> Route:
    """Return a found route with every step explained."""
    return described(problem, task, found.label.roles(), constraints, found.lower_bound)


def described(
    problem: Problem,
    task: Task,
    roles: Sequence[int],
    constraints: Constraints,
    lower_bound: float,
) -> Route:
    """Return the route along some roles with every step explained, as if it were feasible."""
    network = problem.network
    kinds = move_kinds(network)
    held, steps = task.held, []
    wanted = problem.required[task.target]
    for source, target in pairwise(roles):
        kind = _kind(problem, kinds, source, target)
        steps.append(step_between(problem, target, kind, held, wanted=wanted))
        held |= problem.required[target]
    direct, obstacle = _direct(problem, task) if len(steps) > 1 else (None, None)
    have = dict.fromkeys(constraints.have)
    effort = sum((step.effort for step in steps), NO_EFFORT)
    return Route(
        source=None if task.source == NOWHERE else network.roles[problem.roles[task.source]],
        target=network.roles[problem.roles[task.target]],
        steps=tuple(steps),
        status=status_of(effort.expected, lower_bound),
        lower_bound=lower_bound,
        direct=direct,
        direct_obstacle=obstacle,
        assumptions=network.assumptions,
        constraints=constraints,
        held=tuple(network.skills[s] for s in have if s in network.skills),
        unknown_skills=tuple(s for s in have if s not in network.skills),
    )


def _kind(
    problem: Problem, kinds: Mapping[tuple[str, str], MoveKind], source: int, target: int
) -> Entering | None:
    if source == NOWHERE:
        return ENTRY
    return kinds.get((problem.roles[source], problem.roles[target]))


def _entering(network: CareerNetwork, kind: Entering | None) -> Effort:
    if kind is None:
        return NO_EFFORT
    return move_effort(network, kind if isinstance(kind, MoveKind) else MoveKind.LATERAL)


def status_of(cost: float, lower_bound: float) -> str:
    """Return ``optimal``, or within how much of the best a route is proven to be, rounded up.

    Where nothing is proven but that a route takes 0 h or more, no share of that says anything.

    >>> status_of(100, 100), status_of(103, 100), status_of(1, 0)
    ('optimal', 'within 3.0 %', 'unproven')
    """
    if lower_bound >= cost - SAME_COST:
        return OPTIMAL
    if lower_bound <= 0:
        return UNPROVEN
    above = math.ceil(round(1000 * (cost / lower_bound - 1), 6)) / 10
    return f"within {above:.1f} %"


def step_between(
    problem: Problem, target: int, kind: Entering | None, held: int, *, wanted: int
) -> Step:
    """Return the step into a role for somebody who holds some skills.

    Parameters
    ----------
    problem : Problem
    target : int
        Index of the role.
    kind : MoveKind, ENTRY or None
        The kind of move; None where it is a jump, whose own cost is not counted.
    held, wanted : int
        Masks of the skills held before, and of those wanted in the end; what is learnt beyond
        the latter is a stepping stone.
    """
    network = problem.network
    needed = problem.required[target]
    learned, now = [], held
    for skill in bits(needed & ~held):
        learned.append(_learned(problem, skill, now, not wanted >> skill & 1))
        now |= 1 << skill
    return Step(
        role=network.roles[problem.roles[target]],
        kind=kind,
        move_effort=_entering(network, kind),
        skills=tuple(learned),
        reused=tuple(_skill(problem, skill) for skill in bits(needed & held)),
    )


def _learned(problem: Problem, skill: int, held: int, stepping_stone: bool) -> LearnedSkill:
    transfer = problem.transfer(skill, held)
    full = problem.efforts[problem.skills[skill]]
    return LearnedSkill(
        skill=_skill(problem, skill),
        effort=full * (1 - transfer.saved) if transfer else full,
        full_effort=full,
        transfer=transfer,
        transfer_from=problem.network.skills[transfer.held] if transfer else None,
        stepping_stone=stepping_stone,
    )


def _skill(problem: Problem, skill: int) -> Skill:
    return problem.network.skills[problem.skills[skill]]


def _direct(problem: Problem, task: Task) -> tuple[Step, str | None]:
    """Return the one-step way to the target, feasible or not, and what stands against it."""
    kind = _kind(problem, move_kinds(problem.network), task.source, task.target)
    wanted = problem.required[task.target]
    step = step_between(problem, task.target, kind, task.held, wanted=wanted)
    against = breaches(problem, task, [task.source, task.target])
    return step, against[0].what if against else None
