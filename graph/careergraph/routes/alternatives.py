"""The best routes that differ from one another in substance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from heapq import heappop, heappush
from itertools import count

from careergraph.routes.problem import Problem
from careergraph.routes.search import Found, Task, search


def best_routes(problem: Problem, task: Task, wanted: int, detour: float | None) -> Iterator[Found]:
    """Yield the cheapest routes, best first, each without some role of each better one.

    What is left after a route is every route that avoids one of the roles it passes between its
    ends, so the tasks that avoid one each are searched next. A route through all of them and more
    would only be the same route with a detour.
    """
    order = count()
    queue: list[tuple[float, int, Found, Task]] = []
    seen: set[tuple[int, ...]] = set()
    tried: set[frozenset[int]] = set()

    def offer(branch: Task) -> None:
        if branch.avoid not in tried:
            tried.add(branch.avoid)
            found = search(problem, branch)
            if found is not None:
                heappush(queue, (round(found.label.cost, 6), next(order), found, branch))

    offer(task)
    while queue and len(seen) < wanted:
        _, _, found, branch = heappop(queue)
        roles = tuple(found.label.roles())
        if roles not in seen:
            if not seen and detour is not None:
                branch = replace(branch, budget=found.label.cost + detour)
            seen.add(roles)
            yield found
        if len(seen) < wanted:
            for role in {*roles[1:-1]} - {task.source, task.target, *task.via}:
                offer(replace(branch, avoid=branch.avoid | {role}))
