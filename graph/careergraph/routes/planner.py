"""Plan a route: constraints in, an explained route out."""

from __future__ import annotations

from dataclasses import replace

from careergraph.costs import refuse_unknown
from careergraph.errors import RequestError
from careergraph.network import CareerNetwork
from careergraph.routes.alternatives import best_routes
from careergraph.routes.constraints import NO_CONSTRAINTS, Constraints
from careergraph.routes.contradictions import refuse_contradictions
from careergraph.routes.explanation import explained
from careergraph.routes.obstacles import no_route
from careergraph.routes.problem import Problem
from careergraph.routes.result import Route
from careergraph.routes.search import NOWHERE, UNLIMITED, Task
from careergraph.routes.trade import trade


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
        How many further routes to add, as far as there are any, each with what it trades against
        the best. See `careergraph.routes.alternatives.best_routes` for how they differ.
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
    if alternatives < 0 or (detour is not None and not 0 <= detour < UNLIMITED):
        raise RequestError("The number of alternatives and their detour must be 0 or more.")
    if seconds is not None and not 0 <= seconds < UNLIMITED:
        raise RequestError("--time-limit must be a number of seconds from 0.")
    problem, task = pose(network, source, target, constraints)
    found = list(best_routes(problem, task, 1 + alternatives, detour, seconds))
    if not found:
        raise no_route(problem, task, constraints)
    best, *others = (explained(problem, task, one, constraints) for one in found)
    traded = (replace(other, trade=trade(network, other, best)) for other in others)
    return replace(best, alternatives=tuple(traded))


def pose(
    network: CareerNetwork, source: str | None, target: str, constraints: Constraints
) -> tuple[Problem, Task]:
    """Return the problem of a network and the task of finding one route in it.

    Raises
    ------
    RequestError, UnknownEffortError
        As `plan` does.
    """
    refuse_contradictions(network, source, target, constraints)
    known = (target, *constraints.via) if source is None else (source, target, *constraints.via)
    refuse_unknown(network, known)
    problem = Problem(network)
    return problem, _task(problem, source, target, constraints)


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
