"""What is bounded in a found route: its moves, its hours, its largest step."""

from __future__ import annotations

from careergraph.routes.problem import Problem
from careergraph.routes.search import Found, Task

SAME_COST = 1e-6
"""Hours below which routes cost the same, whatever the order in which they were added up."""

FINER = 1e-3
"""Hours below which bounds are not told apart: some seconds, far above the rounding of sums."""


def moves(problem: Problem, task: Task, found: Found) -> float:
    """Return the number of moves of a route."""
    return found.label.moves


def cost(problem: Problem, task: Task, found: Found) -> float:
    """Return the expected hours of a route."""
    return found.label.cost


def largest_step(problem: Problem, task: Task, found: Found) -> float:
    """Return the expected hours of learning in the step of a route that asks for most."""
    held, largest = task.held, 0.0
    for role in found.label.roles()[1:]:
        missing = problem.required[role] & ~held
        largest = max(largest, problem.learning(missing, held))
        held |= missing
    return largest
