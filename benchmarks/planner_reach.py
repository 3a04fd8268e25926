"""Every role within a budget, proven, beside plain networkx to all roles."""

from __future__ import annotations

import random
import statistics
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
from planner_memory import peak
from planner_rows import Row, race
from synthetic import synthetic_arrays

import careergraph
from careergraph.arrays import CareerArrays, from_network
from careergraph.routes.settling import Ground, Outing, Settled, settle

BUDGET = 800.0
STARTS = 20
"""Roles to start from in one round, drawn with a fixed seed."""

LARGER = (1_600.0, 2_400.0)
SIZES = (10_000, 100_000, 1_000_000)
MOST_IN_NETWORKX = 100_000
"""Roles beyond which networkx is not raced: it takes gigabytes and tens of seconds."""


def rows(store: Path, rounds: int) -> Iterator[Row]:
    """Yield reach on an imported taxonomy, then on made-up networks of growing size."""
    arrays = from_network(careergraph.load(store).careers)
    graph = naive_graph(arrays)
    for budget in (BUDGET, *LARGER):
        goal = 1 / 40 if budget == BUDGET else None
        yield _row(f"reach within {budget:,.0f} h", arrays, graph, budget, goal, rounds)
    for size in SIZES:
        made_up = synthetic_arrays(size)
        reference = naive_graph(made_up) if size <= MOST_IN_NETWORKX else None
        name = f"reach within {BUDGET:,.0f} h, {size:,} roles made up"
        yield _row(name, made_up, reference, BUDGET, None, min(rounds, 3))


def naive_graph(arrays: CareerArrays) -> Any:
    """Return the moves as networkx has them: each weighs its own cost and its gap, nothing kept."""
    hours = arrays.hours.tolist()
    needs = [set(arrays.requirements_of(role).tolist()) for role in range(len(arrays.roles))]
    graph = nx.DiGraph()
    graph.add_nodes_from(range(len(needs)))
    starts = arrays.moves.indptr.tolist()
    targets, costs = arrays.moves.target.tolist(), arrays.moves.cost.tolist()
    for source, held in enumerate(needs):
        for place in range(starts[source], starts[source + 1]):
            target = targets[place]
            gap = sum(hours[skill] for skill in needs[target] - held)
            graph.add_edge(source, target, weight=costs[place] + gap)
    return graph


def _row(
    work: str, arrays: CareerArrays, graph: Any, budget: float, goal: float | None, rounds: int
) -> Row:
    ground = Ground(arrays)
    known = arrays.known.nonzero()[0].tolist()
    starts = random.Random(0).sample(known, STARTS)
    outings = [Outing(s, frozenset(arrays.requirements_of(s).tolist()), budget) for s in starts]

    def ours() -> list[Settled]:
        return [settle(ground, outing) for outing in outings]

    def theirs() -> None:
        for start in starts:
            nx.single_source_dijkstra(graph, start)

    found = ours()
    reached = statistics.median(len(one.ways) for one in found)
    proven = sum(not one.least for one in found)
    note = (
        f"{STARTS} starts; median of {reached:.0f} roles within reach; {proven} of {STARTS} "
        "proven whole by settling alone; no numba"
    )
    if graph is None:
        row = race(work, "itself", ours, ours, goal=goal, rounds=rounds, note=note)
        return replace(row, our_peak=peak(ours))
    row = race(work, "networkx one-to-all", ours, theirs, goal=goal, rounds=rounds, note=note)
    return replace(row, our_peak=peak(ours), their_peak=peak(theirs))
