"""Which rules a route breaks: what is no move, which cap it exceeds and by how much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from careergraph.costs import move_effort
from careergraph.network import MoveKind, Role
from careergraph.routes.problem import Move, Problem
from careergraph.routes.task import NOWHERE, TOLERANCE, Task


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that a route breaks.

    Parameters
    ----------
    rule : str
        ``"move"``, ``"hardest_cell_cap"`` or a constraint by its name in `Constraints`.
    what : str
        How it is broken, as the end of a sentence.
    step : int or None
        Which step breaks it, from 1; None where the whole route does.
    role : Role or None
        The role that the step enters, or that the route leaves out.
    by : float or None
        By how much more than allowed, in hours or moves.
    """

    rule: str
    what: str
    step: int | None = None
    role: Role | None = None
    by: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        return {
            "rule": self.rule,
            "what": self.what,
            "step": self.step,
            "role": None if self.role is None else self.role.iri,
            "by": None if self.by is None else round(self.by, 2),
        }


def breaches(problem: Problem, task: Task, roles: Sequence[int]) -> tuple[Breach, ...]:
    """Return every rule that the route along some roles breaks, step by step, then as a whole."""
    found: list[Breach] = []
    held, cost = task.held, 0.0
    for number, (source, target) in enumerate(pairwise(roles), 1):
        missing = problem.required[target] & ~held
        learning = problem.learning(missing, held)
        against = _against_move(problem, task, source, target, learning)
        found += [replace(breach, step=number) for breach in against]
        held |= missing
        move = _move(problem, source, target)
        cost += learning + (move.cost if move else 0.0)
    return (*found, *_against_whole(problem, task, roles, cost))


def _against_move(
    problem: Problem, task: Task, source: int, target: int, learning: float
) -> Iterator[Breach]:
    role = problem.network.roles[problem.roles[target]]
    move = _move(problem, source, target)
    if target in task.avoid:
        yield Breach("avoid", "it is to be avoided", role=role)
    if move is None:
        yield Breach("move", why_no_move(problem, source, target), role=role)
    elif learning > move.cap + TOLERANCE:
        over = learning - move.cap
        yield Breach(
            "hardest_cell_cap",
            f"it asks for {learning:,.0f} h of learning at once, {_hours(over)} more than the "
            f"{move.cap:,.0f} h of the hardest cell of that level",
            role=role,
            by=over,
        )
    if task.no_step_back and move is not None and move.kind is MoveKind.STEP_BACK:
        yield Breach("no_step_back", "it is a step back", role=role)
    if learning > task.max_learning + TOLERANCE:
        over = learning - task.max_learning
        yield Breach(
            "max_effort_per_move",
            f"it asks for {learning:,.0f} h of learning at once, {_hours(over)} more than the "
            f"{task.max_learning:,.0f} h allowed for one move",
            role=role,
            by=over,
        )


def _move(problem: Problem, source: int, target: int) -> Move | None:
    if source == NOWHERE:
        lateral = move_effort(problem.network, MoveKind.LATERAL).expected
        return Move(target, MoveKind.LATERAL, lateral, problem.entry_cap(target))
    return next((move for move in problem.moves[source] if move.target == target), None)


def _against_whole(
    problem: Problem, task: Task, roles: Sequence[int], cost: float
) -> Iterator[Breach]:
    made = len(roles) - 1
    if task.max_moves is not None and made > task.max_moves:
        over = made - task.max_moves
        what = f"it has {over} more than the {task.max_moves} moves allowed"
        yield Breach("max_moves", what, by=over)
    if cost > task.budget + TOLERANCE:
        above = cost - task.budget
        what = (
            f"it takes {cost:,.0f} h, {_hours(above)} more than the {task.budget:,.0f} h left to it"
        )
        yield Breach("budget", what, by=above)
    missed = [role for role in task.via if role not in roles]
    for role in missed:
        named = problem.network.roles[problem.roles[role]]
        yield Breach("via", f"it does not pass {named.label} as asked for", role=named)
    passed = 0
    for role in roles:
        passed = task.passed(role, passed)
    if not missed and passed != task.all_via:
        yield Breach("via_in_order", "it does not pass the roles asked for in their order")


def _hours(hours: float) -> str:
    return f"{hours:,.0f} h" if hours >= 1 else f"{hours:.2f} h"


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
