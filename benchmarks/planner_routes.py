"""Exact routes beside networkx's bidirectional Dijkstra from role to role, which forgets skills."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from planner_rows import Row, race

from careergraph import kernels
from careergraph.routes.problem import Problem
from careergraph.routes.search import Found, Task, search

REFERENCE = "networkx bidirectional Dijkstra"
BUDGET = 800.0
"""Hours of detour."""

PAIRS = 40


def rows(store: Path, rounds: int) -> Iterator[Row]:
    """Yield exact routes between near and any roles, with a detour budget and without."""
    import careergraph

    problem = Problem(careergraph.load(store).careers)
    network = _naive(problem)
    rng = random.Random(5)
    near, far = _near(network, rng), _any(problem, rng)
    before = os.environ.get(kernels.SWITCH)
    for switch, note in ((None, ""), ("no", "without numba")):
        _switch(switch)
        try:
            for work, pairs, budget, goal in (
                ("exact route, 1-3 moves, budget 800 h", near, BUDGET, 0.25),
                ("exact route, any pair, budget 800 h", far, BUDGET, 0.1),
                ("exact route, 1-3 moves, unlimited", near, None, 1.0),
            ):
                tasks = [_task(problem, *pair, budget) for pair in pairs]
                yield race(
                    work,
                    REFERENCE,
                    partial(_searched, problem, tasks),
                    partial(_paths, network, pairs),
                    goal=1.5 if note else goal,
                    rounds=rounds,
                    note="; ".join(filter(None, (_proven(problem, tasks), note))),
                )
        finally:
            _switch(before)


def _switch(value: str | None) -> None:
    if value is None:
        os.environ.pop(kernels.SWITCH, None)
    else:
        os.environ[kernels.SWITCH] = value


def _naive(problem: Problem) -> Any:
    """Return the roles and moves with the hours of a move by somebody who holds one role only."""
    import networkx as nx

    network = nx.DiGraph()
    network.add_nodes_from(range(len(problem.roles)))
    for source, moves in enumerate(problem.moves):
        held = problem.required[source]
        for move in moves:
            learning = problem.learning(problem.required[move.target] & ~held, held)
            network.add_edge(source, move.target, weight=move.cost + learning)
    return network


def _near(network: Any, rng: random.Random) -> list[tuple[int, int]]:
    """Return pairs whose fewest moves are one, two or three, as many of each."""
    import networkx as nx

    pairs: list[tuple[int, int]] = []
    roles = list(network)
    while len(pairs) < PAIRS:
        source, moves = rng.choice(roles), 1 + len(pairs) % 3
        reached = nx.single_source_shortest_path_length(network, source, cutoff=moves)
        there = sorted(role for role, fewest in reached.items() if fewest == moves)
        if there:
            pairs.append((source, rng.choice(there)))
    return pairs


def _any(problem: Problem, rng: random.Random) -> list[tuple[int, int]]:
    roles = range(len(problem.roles))
    return [(one, other) for one, other in (rng.sample(roles, 2) for _ in range(PAIRS))]


def _task(problem: Problem, source: int, target: int, detour: float | None) -> Task:
    held = problem.required[source]
    if detour is None:
        return Task(source, target, held)
    direct = problem.learning(problem.required[target] & ~held, held)
    return Task(source, target, held, budget=direct + detour)


def _searched(problem: Problem, tasks: list[Task]) -> list[Found | None]:
    return [search(problem, task) for task in tasks]


def _paths(network: Any, pairs: list[tuple[int, int]]) -> None:
    import networkx as nx

    for source, target in pairs:
        try:
            nx.bidirectional_dijkstra(network, source, target)
        except nx.NetworkXNoPath:
            continue


def _proven(problem: Problem, tasks: list[Task]) -> str:
    """Say how many answers are proven: the best route, or that there is none."""
    found = _searched(problem, tasks)
    none = sum(one is None for one in found)
    best = sum(one is not None and one.optimal for one in found)
    return f"{best + none} of {len(found)} proven, {none} of them that there is none"
