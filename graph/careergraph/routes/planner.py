"""Plan a route: constraints in, an explained route out."""

from __future__ import annotations

from dataclasses import replace

from careergraph.costs import refuse_unknown
from careergraph.errors import NoRouteError, RequestError
from careergraph.network import CareerNetwork
from careergraph.routes.alternatives import best_routes
from careergraph.routes.constraints import NO_CONSTRAINTS, Constraints
from careergraph.routes.explanation import explained
from careergraph.routes.obstacles import why_none
from careergraph.routes.problem import UNLIMITED, Problem
from careergraph.routes.result import Route
from careergraph.routes.search import Task


def plan(
    network: CareerNetwork,
    source: str,
    target: str,
    constraints: Constraints = NO_CONSTRAINTS,
    *,
    alternatives: int = 0,
    detour: float | None = None,
) -> Route:
    """Return the cheapest route between two roles, proven optimal and explained.

    Parameters
    ----------
    network : CareerNetwork
    source, target : str
        IRIs of roles.
    constraints : Constraints, optional
    alternatives : int, optional
        How many further routes to add, as far as there are any. For each better route, it avoids
        at least one role that that one passes on the way.
    detour : float, optional
        Most expected hours that a further route may take more than the best.

    Raises
    ------
    RequestError
        Source and target are the same role, or the constraints contradict themselves.
    NoRouteError
        No route satisfies the constraints; the message names those that bind.
    UnknownEffortError
        A required skill or a kind of move has no known effort, or the source does not state what
        one of the roles requires.
    """
    _refuse_contradictions(network, source, target, constraints)
    refuse_unknown(network, (source, target, *constraints.via))
    if alternatives < 0 or (detour is not None and detour < 0):
        raise RequestError("The number of alternatives and their detour must be 0 or more.")
    problem = Problem(network)
    task = _task(problem, source, target, constraints)
    found = list(best_routes(problem, task, 1 + alternatives, detour))
    if not found:
        raise NoRouteError(why_none(problem, task, constraints))
    routes = [explained(problem, task, one, constraints) for one in found]
    return replace(routes[0], alternatives=tuple(routes[1:]))


def _refuse_contradictions(
    network: CareerNetwork, source: str, target: str, constraints: Constraints
) -> None:
    if source == target:
        raise RequestError(
            f"Source and target are the same role ({network.roles[source].label}), so there is "
            "nothing to plan. Name another target; `careergraph advance` shows what comes next."
        )
    for role in constraints.avoid:
        if role in (source, target, *constraints.via):
            raise RequestError(
                f"{network.roles[role].label} is to be avoided, but is also the source, the target "
                "or to be passed. Drop one of the two."
            )
    if constraints.max_moves is not None and constraints.max_moves < 1:
        raise RequestError("A route needs at least one move; --max-moves must be 1 or more.")
    hours = constraints.max_effort_per_move
    if hours is not None and not 0 <= hours < UNLIMITED:
        raise RequestError("--max-effort-per-move must be a number of hours from 0.")


def _task(problem: Problem, source: str, target: str, constraints: Constraints) -> Task:
    index = problem.role_index
    hours = constraints.max_effort_per_move
    return Task(
        source=index[source],
        target=index[target],
        held=problem.required[index[source]] | problem.mask(constraints.have),
        avoid=frozenset(index[role] for role in constraints.avoid),
        via=tuple(index[role] for role in dict.fromkeys(constraints.via)),
        max_moves=constraints.max_moves,
        max_learning=UNLIMITED if hours is None else hours,
    )
