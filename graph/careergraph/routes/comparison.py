"""Why not another route: one that the user names beside the best one, or beside a second."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from typing import Any

from careergraph.errors import RequestError
from careergraph.network import CareerNetwork, Role
from careergraph.routes.breaches import Breach, breaches
from careergraph.routes.constraints import NO_CONSTRAINTS, Constraints
from careergraph.routes.explanation import described, explained
from careergraph.routes.obstacles import no_route
from careergraph.routes.planner import pose
from careergraph.routes.problem import Problem
from careergraph.routes.result import Route
from careergraph.routes.search import Task, search
from careergraph.routes.trade import trade

NOT_FEASIBLE = "not feasible"
"""The status of a route that breaks a rule."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two routes between the same ends, and why one is not the other.

    Parameters
    ----------
    chosen : Route
        The best route, or the one named to compare with.
    other : Route
        The route that was asked about. Its status is ``"not feasible"`` where it breaks a rule,
        and `trade` says what it trades against the chosen one.
    breaches : tuple of Breach
        The rules that `other` breaks; empty where it is feasible.
    chosen_breaches : tuple of Breach
        Those that `chosen` breaks, where it was named as well.
    """

    chosen: Route
    other: Route
    breaches: tuple[Breach, ...]
    chosen_breaches: tuple[Breach, ...] = ()

    @property
    def parting(self) -> Role:
        """The last role that both pass before they differ."""
        return _in_common(self.chosen.roles, self.other.roles)[-1]

    @property
    def meeting(self) -> Role:
        """The role from which on both are the same again."""
        return _in_common(self.chosen.roles[::-1], self.other.roles[::-1])[-1]

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        return {
            "chosen": self.chosen.to_dict(),
            "other": self.other.to_dict(),
            "breaches": [breach.to_dict() for breach in self.breaches],
            "chosen_breaches": [breach.to_dict() for breach in self.chosen_breaches],
            "parting": self.parting.iri,
            "meeting": self.meeting.iri,
        }


def _in_common(one: Sequence[Role], other: Sequence[Role]) -> list[Role]:
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return [role for role, _ in pairs]


def why_not(
    network: CareerNetwork,
    source: str,
    target: str,
    through: Sequence[str],
    constraints: Constraints = NO_CONSTRAINTS,
    *,
    rather_than: Sequence[str] | None = None,
) -> Comparison:
    """Return why a route through named roles is not the best, or how it differs from a second.

    Parameters
    ----------
    network : CareerNetwork
    source, target : str
        IRIs of roles.
    through : sequence of str
        Every role between the two, in order; none for the direct move.
    constraints : Constraints, optional
    rather_than : sequence of str, optional
        Every role between the ends of a route to compare with, instead of the best one.

    Raises
    ------
    RequestError
        A route stays in a role, or as `careergraph.routes.plan` does.
    NoRouteError, UnknownEffortError
        As `careergraph.routes.plan` does.
    """
    problem, task = pose(network, source, target, constraints)
    found = search(problem, task)
    least = 0.0 if found is None else found.lower_bound
    if rather_than is not None:
        chosen, against = _named(problem, task, rather_than, constraints, least)
    elif found is None:
        raise no_route(problem, task, constraints)
    else:
        chosen, against = explained(problem, task, found, constraints), ()
    other, broken = _named(problem, task, through, constraints, least)
    other = replace(other, trade=trade(network, other, chosen))
    return Comparison(chosen, other, broken, against)


def _named(
    problem: Problem, task: Task, through: Sequence[str], constraints: Constraints, least: float
) -> tuple[Route, tuple[Breach, ...]]:
    roles = [task.source, *(problem.role_index[role] for role in through), task.target]
    for one, following in pairwise(roles):
        if one == following:
            label = problem.network.roles[problem.roles[one]].label
            raise RequestError(
                f"The route stays in {label}. Name only the roles between the two ends, each move "
                "leading to another role."
            )
    broken = breaches(problem, task, roles)
    route = described(problem, task, roles, constraints, least)
    return (replace(route, status=NOT_FEASIBLE), broken) if broken else (route, broken)
