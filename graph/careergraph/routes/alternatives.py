"""The best routes that differ from one another in substance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from heapq import heappop, heappush
from itertools import count

from careergraph.routes.measures import SAME_COST
from careergraph.routes.problem import Problem
from careergraph.routes.search import Found, Task, search

MOST_SHARED = 0.5
"""Share of the avoidable roles of a better route that an alternative has to stay below.

With more, exchanging one role on a long way would do; with none at all, one role that is dear to
avoid would stand for every other.
"""

Open = tuple[float, int, float, frozenset[int], Found | None]
"""A branch to look at: least cost, order, lower bound, roles avoided, its route once known."""


def best_routes(
    problem: Problem,
    task: Task,
    wanted: int,
    detour: float | None = None,
    seconds: float | None = None,
) -> Iterator[Found]:
    """Yield the cheapest routes, best first, that differ in substance from every better one.

    The first is the cheapest of all. Each further one is the cheapest among those that pass fewer
    than `MOST_SHARED` of the roles that each route before it passes between its ends and that some
    route avoids. A route too much like a better one shares more of those than it may, so whatever
    differs enough avoids one that they share: the tasks that avoid one each are looked at next,
    and none is missed. A task is searched only when its turn comes, since it costs no less
    than the one it came from.

    Parameters
    ----------
    problem : Problem
    task : Task
    wanted : int
        Most routes to yield.
    detour : float, optional
        Most expected hours that a route may take more than the first.
    seconds : float, optional
        The longest that each search may take.
    """

    @cache
    def avoiding(roles: frozenset[int], most: float) -> Found | None:
        return search(problem, replace(task, avoid=task.avoid | roles, budget=most), seconds)

    order = count()
    queue: list[Open] = [(0.0, next(order), 0.0, frozenset(), None)]
    tried: set[frozenset[int]] = set()
    better: list[frozenset[int]] = []
    budget = task.budget
    while queue and len(better) < wanted:
        _, _, bound, avoided, found = heappop(queue)
        if found is None:
            found = avoiding(avoided, task.budget if len(avoided) <= 1 else budget)
            if found is not None and found.label.cost <= budget + SAME_COST:
                cost = round(found.label.cost, 6)
                heappush(queue, (cost, next(order), found.lower_bound, avoided, found))
            continue
        passed = _on_the_way(task, found)
        alike = next((roles for roles in better if _alike(roles, passed)), None)
        if alike is None:
            bound = min([bound, *(other[2] for other in queue)])
            surely = bound >= found.label.cost - SAME_COST
            yield found if surely else replace(found, lower_bound=bound)
            if not better and detour is not None:
                budget = min(budget, found.label.cost + detour + SAME_COST)
            if len(better) + 1 < wanted:
                alike = frozenset(
                    role for role in passed if avoiding(frozenset({role}), task.budget)
                )
            better.append(alike or frozenset())
        for role in sorted(alike & passed if alike else ()):
            narrower = avoided | {role}
            if narrower not in tried:
                tried.add(narrower)
                cost = round(found.label.cost, 6)
                heappush(queue, (cost, next(order), found.lower_bound, narrower, None))


def _on_the_way(task: Task, found: Found) -> frozenset[int]:
    """Return the roles between the ends of a route that it need not have passed."""
    return frozenset(found.label.roles()[1:-1]) - {task.source, task.target, *task.via}


def _alike(better: frozenset[int], passed: frozenset[int]) -> bool:
    """Tell whether a route shares too many of a better one's roles to differ in substance."""
    return len(better & passed) >= MOST_SHARED * len(better)
