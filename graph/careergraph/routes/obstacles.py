"""Why there is no route, and what would give one."""

from __future__ import annotations

from careergraph.costs import override
from careergraph.errors import NoRouteError
from careergraph.routes.constraints import Constraints
from careergraph.routes.problem import Problem
from careergraph.routes.relaxations import Change, Relaxation, cheapest_relaxations
from careergraph.routes.search import NOWHERE, Task, search

UNCAPPED = Change("hardest_cell_cap", "--assume hardest-cell-cap=yes")
"""The assumption whose cap no constraint relaxes."""


def no_route(problem: Problem, task: Task, constraints: Constraints) -> NoRouteError:
    """Return the error that says what binds and what the least change is that gives a route."""
    network = problem.network
    roles = [network.roles[role].label for role in problem.roles]
    origin = "" if task.source == NOWHERE else f"from {roles[task.source]} "
    ends = f"There is no route {origin}to {roles[task.target]}"
    relaxations = cheapest_relaxations(problem, task, constraints)
    if relaxations:
        ways = "; ".join(f"{one} there is one of {_takes(one)}" for one in relaxations)
        several = len(relaxations[0].changes) > 1
        together = " together" if several else ""
        remedy = "No single one can be relaxed alone" if several else "Relax one of them"
        return NoRouteError(
            f"{ends} under these constraints{together}: {ways}. {remedy}.", relaxations
        )
    advice = _no_way_in(problem, task)
    if network.moves is not None:
        advice = "Import the taxonomy again with a larger --nearest, which derives more moves."
    uncapped = Problem(override(network, ["hardest-cell-cap=no"]))
    found = search(uncapped, Task(source=task.source, target=task.target, held=task.held))
    if found is not None:
        advice = "Without the learning cap there is one: --assume hardest-cell-cap=no."
        relaxations = (Relaxation((UNCAPPED,), found.label.cost, found.label.moves),)
    message = f"{ends}: no chain of promotions, lateral moves and steps back joins them. {advice}"
    return NoRouteError(message, relaxations)


def _takes(relaxation: Relaxation) -> str:
    moves = f"{relaxation.moves} move{'s' if relaxation.moves > 1 else ''}"
    return f"{moves} and about {relaxation.effort:,.0f} h"


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
