"""Constraints that contradict themselves, refused before anything is searched."""

from __future__ import annotations

import math

from careergraph.errors import RequestError
from careergraph.network import CareerNetwork
from careergraph.routes.constraints import Constraints


def refuse_contradictions(
    network: CareerNetwork, source: str | None, target: str, constraints: Constraints
) -> None:
    """Insist that there is something to plan and that no constraint rules out another.

    Raises
    ------
    RequestError
    """
    label = network.roles[target].label
    if source == target:
        raise RequestError(
            f"Source and target are the same role ({label}), so there is nothing to plan. Name "
            "another target; `careergraph advance` shows what comes next."
        )
    for role in constraints.avoid:
        if role in (source, target, *constraints.via):
            raise RequestError(
                f"{network.roles[role].label} is to be avoided, but is also the source, the target "
                "or to be passed. Drop one of the two."
            )
    _refuse_moves(network, target, constraints)
    _refuse_hours(constraints)
    if constraints.deadline is not None and not network.assumptions.hours_per_week:
        raise RequestError(
            "A deadline is in weeks, and how many hours a week go into learning is unknown. Say "
            "so: --hours-per-week 10."
        )


def _refuse_moves(network: CareerNetwork, target: str, constraints: Constraints) -> None:
    most = constraints.max_moves
    if most is not None and most < 1:
        raise RequestError("A route needs at least one move; --max-moves must be 1 or more.")
    in_order = constraints.via_in_order
    if in_order and len(set(constraints.via)) < len(constraints.via):
        raise RequestError("A role is to be passed twice in order. Name each --via once.")
    if in_order and target in constraints.via[:-1]:
        raise RequestError(
            f"{network.roles[target].label} is the target, but others are to be passed after it. "
            "Name it last, or not as --via."
        )


def _refuse_hours(constraints: Constraints) -> None:
    limits = {
        "--max-effort-per-move": (constraints.max_effort_per_move, "hours"),
        "--deadline": (constraints.deadline, "weeks"),
        "--detour-budget": (constraints.detour_budget, "hours"),
    }
    for option, (limit, unit) in limits.items():
        if limit is not None and not (math.isfinite(limit) and limit >= 0):
            raise RequestError(f"{option} must be a number of {unit} from 0, not {limit:g}.")
