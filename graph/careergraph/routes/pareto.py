"""Routes of which none is better in effort, number of moves and largest step at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from careergraph.errors import RequestError
from careergraph.network import CareerNetwork
from careergraph.routes.constraints import NO_CONSTRAINTS, Constraints
from careergraph.routes.explanation import explained
from careergraph.routes.measures import FINER, largest_step
from careergraph.routes.obstacles import no_route
from careergraph.routes.planner import pose
from careergraph.routes.problem import Problem
from careergraph.routes.result import Route
from careergraph.routes.search import Found, Task, search
from careergraph.routes.trade import trade


@dataclass(frozen=True, slots=True)
class Front:
    """The routes between two roles that no other route beats in everything at once.

    Parameters
    ----------
    routes : tuple of Route
        Cheapest first. No route that keeps to the rules takes at most the effort, at most the
        moves and at most the largest step of one of these, and less of one of the three. Each
        says what it trades against the cheapest. Its lower bound is that of the routes with no
        more moves and no larger step.
    complete : bool
        Whether this is proven to be the whole front; false where a search was cut short.
    """

    routes: tuple[Route, ...]
    complete: bool

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        return {
            "complete": self.complete,
            "routes": [
                {**route.to_dict(), "largest_step": round(route.largest_step, 2)}
                for route in self.routes
            ],
        }


@dataclass(frozen=True, slots=True)
class _Point:
    """A route by the three things that count."""

    found: Found
    largest_step: float

    @property
    def effort(self) -> float:
        return self.found.label.cost

    @property
    def moves(self) -> int:
        return self.found.label.moves

    def beats(self, other: _Point) -> bool:
        """Tell whether this is nowhere worse and somewhere better."""
        ahead = (
            other.effort - self.effort,
            other.moves - self.moves,
            other.largest_step - self.largest_step,
        )
        return min(ahead) >= -FINER and max(ahead) > FINER


def pareto(
    network: CareerNetwork,
    source: str,
    target: str,
    constraints: Constraints = NO_CONSTRAINTS,
    *,
    detour: float | None = None,
) -> Front:
    """Return the routes that no other beats in effort, moves and largest step at once.

    Parameters
    ----------
    network : CareerNetwork
    source, target : str
        IRIs of roles.
    constraints : Constraints, optional
    detour : float, optional
        Most expected hours that a route may take more than the cheapest.

    Raises
    ------
    RequestError, NoRouteError, UnknownEffortError
        As `careergraph.routes.plan` does.
    """
    if detour is not None and detour < 0:
        raise RequestError("The detour must be 0 or more hours.")
    problem, task = pose(network, source, target, constraints)
    points = list(_points(problem, task, detour))
    if not points:
        raise no_route(problem, task, constraints)
    complete = all(point.found.optimal for point in points)
    cheapest, *others = (
        explained(problem, task, point.found, constraints) for point in _unbeaten(points)
    )
    traded = (replace(other, trade=trade(network, other, cheapest)) for other in others)
    return Front((cheapest, *traded), complete)


def _points(problem: Problem, task: Task, detour: float | None) -> Iterator[_Point]:
    """Yield a point for every route of the front, and some that others beat.

    The epsilon-constraint method: one of the three is minimised while the others are bounded,
    and a bound is tightened to just below what was found. For each bound on the moves, that on
    learning in a step goes down until nothing is left; then the bound on the moves goes below
    the most that was needed.
    """
    while True:
        most, stepwise = 0, task
        while (found := search(problem, stepwise)) is not None:
            if detour is not None:
                most_hours = found.label.cost + detour + FINER
                task = replace(task, budget=min(task.budget, most_hours))
                detour = None
            point = _Point(found, largest_step(problem, task, found))
            yield point
            most = max(most, point.moves)
            if point.largest_step <= FINER:
                break
            stepwise = replace(task, max_learning=point.largest_step - FINER)
        if most <= 1:
            return
        task = replace(task, max_moves=most - 1)


def _unbeaten(points: list[_Point]) -> list[_Point]:
    """Return the points that none beats, each once, cheapest first."""
    kept: dict[tuple[float, int, float], _Point] = {}
    for point in points:
        if not any(other.beats(point) for other in points):
            key = (round(point.effort, 6), point.moves, round(point.largest_step, 5))
            kept.setdefault(key, point)
    return [kept[key] for key in sorted(kept)]
