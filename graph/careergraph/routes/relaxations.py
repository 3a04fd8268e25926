"""The least that has to be given up of a route's constraints so that there is a route."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from careergraph.routes.constraints import Constraints
from careergraph.routes.measures import FINER, cost, largest_step, moves
from careergraph.routes.problem import UNLIMITED, Problem
from careergraph.routes.search import Found, Task, search


@dataclass(frozen=True, slots=True)
class Change:
    """A change to one constraint.

    Parameters
    ----------
    constraint : str
        Name of the constraint, as in `Constraints`.
    given : str
        The option as it was given.
    value : float or None
        The least change that gives a route; None where the constraint is to be dropped.
    role : str or None
        IRI of the role that the constraint names.
    """

    constraint: str
    given: str
    value: float | None = None
    role: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        return {
            "constraint": self.constraint,
            "given": self.given,
            "value": self.value,
            "role": self.role,
        }

    def __str__(self) -> str:
        if self.value is None:
            return f"without {self.given}"
        option, _, before = self.given.rpartition(" ")
        return f"with {option} {self.value:g} instead of {before}"


@dataclass(frozen=True, slots=True)
class Relaxation:
    """Changes to the constraints that together give a route, none of them dispensable.

    Parameters
    ----------
    changes : tuple of Change
    effort : float
        Expected hours of the route that they give.
    moves : int
        Its moves.
    """

    changes: tuple[Change, ...]
    effort: float
    moves: int

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        return {
            "changes": [change.to_dict() for change in self.changes],
            "effort": round(self.effort, 2),
            "moves": self.moves,
        }

    def __str__(self) -> str:
        return " and ".join(map(str, self.changes))


@dataclass(frozen=True, slots=True)
class _Bound:
    """A constraint that is a number: its field of `Task`, and the same number of a route."""

    option: str
    constraint: str
    field: str
    free: float | None
    measure: Callable[[Problem, Task, Found], float]
    step: float


BOUNDS = (
    _Bound("--max-moves", "max_moves", "max_moves", None, moves, 1),
    _Bound(
        *("--max-effort-per-move", "max_effort_per_move", "max_learning"),
        *(UNLIMITED, largest_step, FINER),
    ),
    _Bound("--budget", "budget", "budget", UNLIMITED, cost, FINER),
)
"""The constraints that are numbers; each is relaxed to the smallest that gives a route.

The budget is what a deadline and a detour budget leave; `_of_budget` names those instead.
"""

FLAGS = (("--via-in-order", "via_in_order"), ("--no-step-back", "no_step_back"))
"""The constraints that are asked for or not."""


@dataclass(frozen=True, slots=True)
class _Demand:
    """One constraint of a task: how to do without it, and its number where it has one."""

    change: Change
    drop: Callable[[Task], Task]
    bound: _Bound | None = None


def cheapest_relaxations(
    problem: Problem, task: Task, constraints: Constraints
) -> tuple[Relaxation, ...]:
    """Return what to relax so that there is a route, the cheapest route first.

    Each constraint without which there is a route is one relaxation. Where no single one is, one
    set of constraints is returned of which every part is needed. Where even all together are not
    enough, the answer is empty.
    """
    demands = list(_demands(problem, task))
    alone = [
        one
        for demand in demands
        if (one := _relaxed(problem, task, constraints, [demand])) is not None
    ]
    if alone:
        return tuple(sorted(alone, key=lambda one: one.effort))
    together = _relaxed(problem, task, constraints, _needed(problem, task, demands))
    return () if together is None else (together,)


def _demands(problem: Problem, task: Task) -> Iterator[_Demand]:
    """Yield the constraints of a task, those first that people would rather keep."""
    roles = [problem.network.roles[role] for role in problem.roles]
    for place in task.via:
        named = Change("via", f'--via "{roles[place].label}"', role=roles[place].iri)
        yield _Demand(named, partial(_not_via, place))
    for place in sorted(task.avoid):
        named = Change("avoid", f'--avoid "{roles[place].label}"', role=roles[place].iri)
        yield _Demand(named, partial(_not_avoiding, place))
    for option, field in FLAGS:
        if getattr(task, field):
            yield _Demand(Change(field, option), partial(_without_flag, field))
    for bound in BOUNDS:
        value = getattr(task, bound.field)
        if value != bound.free:
            given = Change(bound.constraint, f"{bound.option} {value:g}")
            yield _Demand(given, partial(_bounded, bound, bound.free), bound)


def _not_via(role: int, task: Task) -> Task:
    return replace(task, via=tuple(other for other in task.via if other != role))


def _not_avoiding(role: int, task: Task) -> Task:
    return replace(task, avoid=task.avoid - {role})


def _without_flag(field: str, task: Task) -> Task:
    changed: dict[str, Any] = {field: False}
    return replace(task, **changed)


def _bounded(bound: _Bound, value: float | None, task: Task) -> Task:
    changed: dict[str, Any] = {bound.field: value}
    return replace(task, **changed)


def _without(demands: Iterable[_Demand], task: Task) -> Task:
    for demand in demands:
        task = demand.drop(task)
    return task


def _needed(problem: Problem, task: Task, demands: list[_Demand]) -> list[_Demand]:
    """Return constraints that give a route when dropped together, and not without any of them."""
    dropped = list(demands)
    for demand in demands:
        rest = [other for other in dropped if other is not demand]
        if search(problem, _without(rest, task)) is not None:
            dropped = rest
    return dropped


def _relaxed(
    problem: Problem, task: Task, constraints: Constraints, demands: list[_Demand]
) -> Relaxation | None:
    """Return the least change to some constraints that gives a route, or None."""
    loose = _without(demands, task)
    found = search(problem, loose)
    if found is None:
        return None
    changes: list[Change] = []
    for demand in demands:
        change = demand.change
        if (bound := demand.bound) is not None:
            least = _smallest(problem, loose, found, bound, getattr(task, bound.field))
            loose = _bounded(bound, least, loose)
            found = search(problem, loose) or found
            if bound.field == "budget":
                changes += _of_budget(problem, task, constraints, least)
                continue
            change = replace(change, value=least)
        changes.append(change)
    return Relaxation(tuple(changes), found.label.cost, found.label.moves)


def _of_budget(
    problem: Problem, task: Task, constraints: Constraints, hours: float
) -> Iterator[Change]:
    """Yield what a deadline and a detour budget have to be for a route to take some hours."""
    weekly = problem.network.assumptions.hours_per_week
    if constraints.deadline is not None and weekly and hours > constraints.deadline * weekly:
        given = f"--deadline {constraints.deadline:g}"
        yield Change("deadline", given, _rounded_up(hours / weekly))
    direct = problem.learning(problem.required[task.target] & ~task.held, task.held)
    excess = hours - direct
    if constraints.detour_budget is not None and excess > constraints.detour_budget:
        given = f"--detour-budget {constraints.detour_budget:g}"
        yield Change("detour_budget", given, _rounded_up(excess))


def _rounded_up(number: float) -> float:
    return math.ceil(round(number * 100, 4)) / 100


def _smallest(problem: Problem, task: Task, found: Found, bound: _Bound, too_small: float) -> float:
    """Return the smallest number under which there is a route; hours are rounded up to 0.01.

    What was found is tightened by one step at a time, and by half of what remains.
    """
    least = bound.measure(problem, task, found)
    while least - bound.step > too_small:
        tighter = search(problem, _bounded(bound, least - bound.step, task))
        if tighter is None:
            break
        least = bound.measure(problem, task, tighter)
        middle = too_small + bound.step * ((least - too_small) // (2 * bound.step))
        if middle > too_small:
            halfway = search(problem, _bounded(bound, middle, task))
            if halfway is None:
                too_small = middle
            else:
                least = bound.measure(problem, task, halfway)
    return _rounded_up(least) if bound.step < 1 else least
