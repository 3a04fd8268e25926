"""Exact search for the cheapest route over (role, skills held), with a certificate.

The state of a person is a role and the skills held, because people keep skills; so a route is
charged for the union of what it teaches. Three things make the search short, and none gives up
exactness:

- the bounds (`bounds`): the learning that no route escapes, and, worked out backward from the
  target, the moves and stepping stones that must still come;
- a first route, found quickly by settling every role once: what cannot be cheaper is not followed;
- dominance: of two ways to the same role, one that costs no more and holds a superset of the
  skills makes the other superfluous, also under caps, since holding more never makes learning
  dearer; where there is no cap, one that is cheaper by what the other's skills are worth does.

`exact` is the search in Python; `compiled`, of the same answers, runs where numba is installed and
the network is large.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from careergraph import kernels
from careergraph.errors import LimitError
from careergraph.routes.exact import ExactSearch
from careergraph.routes.search_graph import UNIT, SearchGraph
from careergraph.routes.task import NOWHERE, TOLERANCE, UNLIMITED, Found, Label, Task, bits

if TYPE_CHECKING:
    from collections.abc import Callable

    from careergraph.routes.compiled import CompiledSearch
    from careergraph.routes.problem import Problem

__all__ = ["MOST_LABELS", "NOWHERE", "UNLIMITED", "Found", "Label", "Task", "search"]

MOST_LABELS = 20_000
"""Ways looked at before a search settles for the route it has, and says how good it surely is."""

AT_ONCE = 2_000
"""Ways looked at between two looks at the clock."""

SMALL = 200
"""Roles below which Python finds a route before numba is loaded."""


def search(problem: Problem, task: Task, seconds: float | None = None) -> Found | None:
    """Return the cheapest route with what is proven of it, or None where there is none.

    Of routes with equal cost, one with the fewest moves is returned. The search is exhaustive up
    to its bounds, so its answer is proven optimal, and None is proven as well; only where it has
    looked at `MOST_LABELS` ways, or its time is over, does it return the best route by then with
    the bound reached by then.

    Parameters
    ----------
    problem : Problem
    task : Task
    seconds : float, optional
        The longest to search, in place of `MOST_LABELS`; the first route is always waited for.

    Raises
    ------
    LimitError
        The time was over before any route was found.
    """
    return search_graph(problem.graph, task, seconds)


def search_graph(graph: SearchGraph, task: Task, seconds: float | None = None) -> Found | None:
    """Do the same on a graph that is not of a `Problem`."""
    enough = _clock(seconds)
    running = _begin(graph, task)
    try:
        _run(running, enough, seconds)
        return _found(running)
    finally:
        running.close()


def _run(
    running: ExactSearch | CompiledSearch, enough: Callable[[int], bool], seconds: float | None
) -> None:
    looked_at, tried = 0, False
    while not running.done:
        most = AT_ONCE if tried or seconds is not None else MOST_LABELS - looked_at
        looked_at += running.advance(max(1, min(most, AT_ONCE)))
        if running.done or not enough(looked_at):
            continue
        if running.path() is None and not tried:
            running.first()
            tried = True
        if running.path() is not None:
            return
        if seconds is not None:
            raise LimitError(
                f"No route was found within {seconds:g} s, nor is it proven that there is none. "
                "Allow more time."
            )


def _found(running: ExactSearch | CompiledSearch) -> Found | None:
    path = running.path()
    if path is None:
        return None
    label = Label(running.cost(), path)
    if running.done:
        return Found(label, label.cost)
    return Found(label, min(label.cost, max(0.0, running.least * UNIT - TOLERANCE)))


def _clock(seconds: float | None) -> Callable[[int], bool]:
    """Return what tells, by how many ways were looked at, whether a search has to stop."""
    if seconds is None:
        return lambda looked_at: looked_at >= MOST_LABELS
    end = time.monotonic() + seconds
    return lambda looked_at: time.monotonic() >= end


def _begin(graph: SearchGraph, task: Task) -> ExactSearch | CompiledSearch:
    held = frozenset(bits(task.held))
    if graph.size >= SMALL and kernels.installed():
        from careergraph.routes.compiled import CompiledSearch

        return CompiledSearch(graph, task, held)
    return ExactSearch(graph, task, held)
