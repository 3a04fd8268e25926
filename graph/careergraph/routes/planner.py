"""Plan a route: constraints in, an explained route out."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from heapq import heappop, heappush
from itertools import count, pairwise

from careergraph.costs import move_effort, move_kinds, override, refuse_unknown
from careergraph.effort import NO_EFFORT, Effort
from careergraph.errors import NoRouteError, RequestError
from careergraph.network import CareerNetwork, MoveKind, Role, Skill
from careergraph.routes.constraints import NO_CONSTRAINTS, Constraints
from careergraph.routes.contradictions import refuse_contradictions
from careergraph.routes.problem import Problem, bits
from careergraph.routes.result import ENTRY, Entering, LearnedSkill, Route, Step
from careergraph.routes.search import NOWHERE, UNLIMITED, Found, Label, Task, search

OPTIMAL = "optimal"
"""The status of a route that is proven the cheapest; see `_status` for the others."""


def plan(
    network: CareerNetwork,
    source: str | None,
    target: str,
    constraints: Constraints = NO_CONSTRAINTS,
    *,
    alternatives: int = 0,
    detour: float | None = None,
    seconds: float | None = None,
) -> Route:
    """Return the cheapest route between two roles, proven optimal and explained.

    Parameters
    ----------
    network : CareerNetwork
    source : str or None
        IRI of a role; None for somebody who is in no role, and may enter any one at the effort of
        a lateral move and under its cap.
    target : str
        IRI of a role.
    constraints : Constraints, optional
    alternatives : int, optional
        How many further routes to add, as far as there are any. For each better route, it avoids
        at least one role that that one passes on the way.
    detour : float, optional
        Most expected hours that a further route may take more than the best.
    seconds : float, optional
        The longest to search for the best route; after that, the best by then is returned, with
        what is proven of it.

    Raises
    ------
    RequestError
        Source and target are the same role, or the constraints contradict themselves.
    NoRouteError
        No route satisfies the constraints; the message names those that bind.
    UnknownEffortError
        A required skill or a kind of move has no known effort, or the source does not state what
        one of the roles requires.
    LimitError
        The time was over before any route was found.
    """
    refuse_contradictions(network, source, target, constraints)
    known = (target, *constraints.via) if source is None else (source, target, *constraints.via)
    refuse_unknown(network, known)
    if alternatives < 0 or (detour is not None and not 0 <= detour < UNLIMITED):
        raise RequestError("The number of alternatives and their detour must be 0 or more.")
    if seconds is not None and not 0 <= seconds < UNLIMITED:
        raise RequestError("--time-limit must be a number of seconds from 0.")
    problem = Problem(network)
    task = _task(problem, source, target, constraints)
    found = list(_routes(problem, task, 1 + alternatives, detour, seconds))
    if not found:
        raise NoRouteError(_why_none(problem, task, constraints))
    routes = [_explained(problem, task, one, constraints) for one in found]
    return replace(routes[0], alternatives=tuple(routes[1:]))


def _task(problem: Problem, source: str | None, target: str, constraints: Constraints) -> Task:
    index = problem.role_index
    hours = constraints.max_effort_per_move
    held = problem.mask(constraints.have)
    if source is not None:
        held |= problem.required[index[source]]
    return Task(
        source=NOWHERE if source is None else index[source],
        target=index[target],
        held=held,
        avoid=frozenset(index[role] for role in constraints.avoid),
        via=tuple(index[role] for role in dict.fromkeys(constraints.via)),
        max_moves=constraints.max_moves,
        max_learning=UNLIMITED if hours is None else hours,
        budget=_budget(problem, held, index[target], constraints),
        via_in_order=constraints.via_in_order,
        no_step_back=constraints.no_step_back,
    )


def _budget(problem: Problem, held: int, target: int, constraints: Constraints) -> float:
    """Return the most expected hours that a deadline and a detour budget leave a route."""
    budget = UNLIMITED
    if constraints.deadline is not None:
        budget = constraints.deadline * (problem.network.assumptions.hours_per_week or 0)
    if constraints.detour_budget is not None:
        direct = problem.learning(problem.required[target] & ~held, held)
        budget = min(budget, direct + constraints.detour_budget)
    return budget


def _routes(
    problem: Problem, task: Task, wanted: int, detour: float | None, seconds: float | None
) -> Iterator[Found]:
    """Yield the cheapest routes, best first, each without some role of each better one.

    What is left after a route is every route that avoids one of the roles it passes between its
    ends, so the tasks that avoid one each are searched next. A route through all of them and more
    would only be the same route with a detour.
    """
    order = count()
    queue: list[tuple[float, int, Found, Task]] = []
    seen: set[tuple[int, ...]] = set()
    tried: set[frozenset[int]] = set()

    def offer(branch: Task) -> None:
        if branch.avoid not in tried:
            tried.add(branch.avoid)
            found = search(problem, branch, seconds)
            if found is not None:
                heappush(queue, (round(found.label.cost, 6), next(order), found, branch))

    offer(task)
    while queue and len(seen) < wanted:
        _, _, found, branch = heappop(queue)
        roles = tuple(found.label.roles())
        if roles not in seen:
            if not seen and detour is not None:
                branch = replace(branch, budget=found.label.cost + detour)
            seen.add(roles)
            yield found
        if len(seen) < wanted:
            for role in {*roles[1:-1]} - {task.source, task.target, *task.via}:
                offer(replace(branch, avoid=branch.avoid | {role}))


def _explained(problem: Problem, task: Task, found: Found, constraints: Constraints) -> Route:
    network = problem.network
    kinds = move_kinds(network)
    kind: Entering
    held, steps = task.held, []
    roles = found.label.roles()
    wanted = problem.required[task.target]
    for source, target in pairwise(roles):
        kind = ENTRY
        if source != NOWHERE:
            kind = kinds[problem.roles[source], problem.roles[target]]
        steps.append(step_between(problem, target, kind, held, wanted=wanted))
        held |= problem.required[target]
    direct, obstacle = _direct(problem, task) if len(steps) > 1 else (None, None)
    have = dict.fromkeys(constraints.have)
    return Route(
        source=None if task.source == NOWHERE else network.roles[problem.roles[task.source]],
        target=network.roles[problem.roles[task.target]],
        steps=tuple(steps),
        status=_status(found),
        lower_bound=found.lower_bound,
        direct=direct,
        direct_obstacle=obstacle,
        assumptions=network.assumptions,
        constraints=constraints,
        held=tuple(network.skills[s] for s in have if s in network.skills),
        unknown_skills=tuple(s for s in have if s not in network.skills),
    )


def _status(found: Found) -> str:
    """Return ``optimal``, or within how much of the best a route is proven to be, rounded up."""
    if found.optimal:
        return OPTIMAL
    above = math.ceil(1000 * (found.label.cost / found.lower_bound - 1)) / 10
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


def _entering(network: CareerNetwork, kind: Entering | None) -> Effort:
    if kind is None:
        return NO_EFFORT
    return move_effort(network, kind if isinstance(kind, MoveKind) else MoveKind.LATERAL)


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
    kind: Entering | None
    if task.source == NOWHERE:
        kind, cap = ENTRY, problem.entry_cap(task.target)
    else:
        move = next((m for m in problem.moves[task.source] if m.target == task.target), None)
        kind, cap = (move.kind, move.cap) if move else (None, UNLIMITED)
    wanted = problem.required[task.target]
    step = step_between(problem, task.target, kind, task.held, wanted=wanted)
    learning = step.learning.expected
    target = step.role
    if kind is None:
        obstacle = _jump(problem, task, target)
    elif task.no_step_back and kind is MoveKind.STEP_BACK:
        obstacle = "it is a step back"
    elif learning > cap:
        obstacle = (
            f"it asks for {learning:,.0f} h of learning at once, more than the {cap:,.0f} h "
            "of the hardest cell of that level"
        )
    elif learning > task.max_learning:
        obstacle = f"it asks for more than {task.max_learning:,.0f} h of learning at once"
    elif task.via:
        obstacle = "it does not pass the roles asked for"
    else:
        obstacle = None
    return step, obstacle


def _jump(problem: Problem, task: Task, target: Role) -> str:
    network = problem.network
    source = network.roles[problem.roles[task.source]]
    if network.moves is not None:
        return "it is none of the moves that the graph's rule derives"
    if network.levels[source.level].scheme != network.levels[target.level].scheme:
        return "it goes to another level scheme, which is no move"
    rise = network.rank(target.iri) - network.rank(source.iri)
    if source.path != target.path:
        levels = f"{rise} level{'s' if rise > 1 else ''}"
        return f"it goes up {levels} at once onto another career path, which is no move"
    if rise > 1:
        return f"it goes up {rise} levels at once, which is no move"
    return "the graph does not state that the one leads to the other"


def _why_none(problem: Problem, task: Task, constraints: Constraints) -> str:
    """Say which constraints bind: those without which there would be a route."""
    network = problem.network
    origin = "" if task.source == NOWHERE else f"from {_label(problem, task.source)} "
    ends = f"There is no route {origin}to {_label(problem, task.target)}"
    remedies = [
        f"without {name} there is one of {_hours_and_moves(found.label)}"
        for name, relaxed in _relaxations(problem, task, constraints)
        if (found := search(problem, relaxed)) is not None
    ]
    if remedies:
        return f"{ends} under these constraints: {'; '.join(remedies)}. Relax one of them."
    free = Task(source=task.source, target=task.target, held=task.held)
    if constraints != NO_CONSTRAINTS and search(problem, free) is not None:
        return f"{ends} under these constraints together. Relax several of them."
    advice = _no_way_in(problem, task)
    if network.moves is not None:
        advice = "Import the taxonomy again with a larger --nearest, which derives more moves."
    uncapped = Problem(override(network, ["hardest-cell-cap=no"]))
    if search(uncapped, free) is not None:
        advice = "Without the learning cap there is one: --assume hardest-cell-cap=no."
    return f"{ends}: no chain of promotions, lateral moves and steps back joins them. {advice}"


def _no_way_in(problem: Problem, task: Task) -> str:
    """Say which role nothing leads into, going back from the target as far as moves go."""
    network = problem.network
    into: dict[int, set[int]] = {}
    for role, moves in enumerate(problem.moves):
        for move in moves:
            into.setdefault(move.target, set()).add(role)
    behind, waiting = {task.target}, [task.target]
    while waiting:
        before = into.get(waiting.pop(), set()) - behind
        behind |= before
        waiting += before
    entry = min(behind, key=lambda role: (network.rank(problem.roles[role]), role != task.target))
    first = network.roles[problem.roles[entry]]
    return (
        f"Nothing leads into {first.label}: no other career path to come from has its level, "
        f"{network.levels[first.level].label}. State what leads to it as a cg:Progression, or give "
        "career paths that people move between the same levels."
    )


def _relaxations(
    problem: Problem, task: Task, constraints: Constraints
) -> Iterator[tuple[str, Task]]:
    for role in sorted(task.avoid):
        yield f"--avoid {_name(problem, role)}", replace(task, avoid=task.avoid - {role})
    for role in task.via:
        rest = tuple(other for other in task.via if other != role)
        yield f"--via {_name(problem, role)}", replace(task, via=rest)
    if task.max_moves is not None:
        yield f"--max-moves {task.max_moves}", replace(task, max_moves=None)
    if task.max_learning < UNLIMITED:
        name = f"--max-effort-per-move {task.max_learning:g}"
        yield name, replace(task, max_learning=UNLIMITED)
    if task.via_in_order:
        yield "--via-in-order", replace(task, via_in_order=False)
    if task.no_step_back:
        yield "--no-step-back", replace(task, no_step_back=False)
    if constraints.deadline is not None:
        without = replace(constraints, deadline=None)
        budget = _budget(problem, task.held, task.target, without)
        yield f"--deadline {constraints.deadline:g}", replace(task, budget=budget)
    if constraints.detour_budget is not None:
        without = replace(constraints, detour_budget=None)
        budget = _budget(problem, task.held, task.target, without)
        yield f"--detour-budget {constraints.detour_budget:g}", replace(task, budget=budget)


def _name(problem: Problem, role: int) -> str:
    return f'"{_label(problem, role)}"'


def _label(problem: Problem, role: int) -> str:
    return problem.network.roles[problem.roles[role]].label


def _hours_and_moves(label: Label) -> str:
    return f"{label.moves} move{'s' if label.moves > 1 else ''} and about {label.cost:,.0f} h"
