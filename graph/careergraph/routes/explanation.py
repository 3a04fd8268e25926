"""A found route explained: its steps, what each teaches, and the direct move beside it."""

from __future__ import annotations

import math
from itertools import pairwise

from careergraph.costs import move_effort, move_kinds
from careergraph.effort import NO_EFFORT
from careergraph.network import MoveKind, Skill
from careergraph.routes.constraints import Constraints
from careergraph.routes.obstacles import why_no_move
from careergraph.routes.problem import Problem, bits
from careergraph.routes.result import LearnedSkill, Route, Step
from careergraph.routes.search import Found, Task

OPTIMAL = "optimal"
"""The status of a route that is proven the cheapest; see `status_of` for the others."""


def explained(problem: Problem, task: Task, found: Found, constraints: Constraints) -> Route:
    """Return a found route with every step explained."""
    network = problem.network
    kinds = move_kinds(network)
    held, steps = task.held, []
    roles = found.label.roles()
    wanted = problem.required[task.target]
    for source, target in pairwise(roles):
        kind = kinds[problem.roles[source], problem.roles[target]]
        steps.append(step_between(problem, target, kind, held, wanted=wanted))
        held |= problem.required[target]
    direct, obstacle = _direct(problem, task) if len(steps) > 1 else (None, None)
    return Route(
        source=network.roles[problem.roles[task.source]],
        target=network.roles[problem.roles[task.target]],
        steps=tuple(steps),
        status=status_of(found),
        lower_bound=found.lower_bound,
        direct=direct,
        direct_obstacle=obstacle,
        assumptions=network.assumptions,
        constraints=constraints,
        held=tuple(network.skills[skill] for skill in dict.fromkeys(constraints.have)),
    )


def status_of(found: Found) -> str:
    """Return ``optimal``, or within how much of the best a route is proven to be, rounded up."""
    if found.optimal:
        return OPTIMAL
    above = math.ceil(1000 * (found.label.cost / found.lower_bound - 1)) / 10
    return f"within {above:.1f} %"


def step_between(
    problem: Problem, target: int, kind: MoveKind | None, held: int, *, wanted: int
) -> Step:
    """Return the step into a role for somebody who holds some skills.

    Parameters
    ----------
    problem : Problem
    target : int
        Index of the role.
    kind : MoveKind or None
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
        move_effort=NO_EFFORT if kind is None else move_effort(network, kind),
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
    move = next((m for m in problem.moves[task.source] if m.target == task.target), None)
    kind = move.kind if move else None
    wanted = problem.required[task.target]
    step = step_between(problem, task.target, kind, task.held, wanted=wanted)
    learning = step.learning.expected
    if move is None:
        obstacle = why_no_move(problem, task.source, task.target)
    elif learning > move.cap:
        obstacle = (
            f"it asks for {learning:,.0f} h of learning at once, more than the {move.cap:,.0f} h "
            "of the hardest cell of that level"
        )
    elif learning > task.max_learning:
        obstacle = f"it asks for more than {task.max_learning:,.0f} h of learning at once"
    elif task.via:
        obstacle = "it does not pass the roles asked for"
    else:
        obstacle = None
    return step, obstacle
