"""What stands in the way: why two roles are not joined by a move, and why there is no route."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from careergraph.costs import override
from careergraph.routes.constraints import NO_CONSTRAINTS, Constraints
from careergraph.routes.problem import UNLIMITED, Problem
from careergraph.routes.search import Label, Task, search


def why_no_move(problem: Problem, start: int, end: int) -> str:
    """Say by which rule no single move joins two roles."""
    network = problem.network
    source, target = (network.roles[problem.roles[role]] for role in (start, end))
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


def why_none(problem: Problem, task: Task, constraints: Constraints) -> str:
    """Say which constraints bind: those without which there would be a route."""
    network = problem.network
    ends = (
        f"There is no route from {network.roles[problem.roles[task.source]].label} to "
        f"{network.roles[problem.roles[task.target]].label}"
    )
    remedies = [
        f"without {name} there is one of {_hours_and_moves(found.label)}"
        for name, relaxed in _relaxations(problem, task)
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


def _relaxations(problem: Problem, task: Task) -> Iterator[tuple[str, Task]]:
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


def _name(problem: Problem, role: int) -> str:
    return f'"{problem.network.roles[problem.roles[role]].label}"'


def _hours_and_moves(label: Label) -> str:
    return f"{label.moves} move{'s' if label.moves > 1 else ''} and about {label.cost:,.0f} h"
