"""The role graph and the networkx backend beside plain networkx.

One-to-all searches run through the same calls of networkx, on a role graph with
``backend="careergraph"`` and on a plain ``nx.DiGraph`` of the same edges; answers are compared
first. Hand-over runs in a child process each, which measures its own memory.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import networkx as nx
import numpy as np
from planner_rows import Row, race, timed
from synthetic import synthetic_arrays

import careergraph
from careergraph.arrays import CareerArrays, from_network, read
from careergraph.costs import override
from careergraph.engines import InProcess
from careergraph.learning import learning_of_moves
from careergraph.projection import project
from careergraph.role_graph import RoleGraph

ASSUME = ("skill=40-80",)
"""ESCO states no hours, and its skills are given the same."""

LARGE = 100_000
SIZES = (10_000, 100_000, 1_000_000)
MOVES_OF_MILLION = 5
"""Moves from each role where networkx has to hold a million; 20 would take it 8 GB."""

SOURCES = 5


Measured = tuple[float, float, float]
"""Seconds, peak memory in MiB, and the seconds that the weights took."""


def rows(store: Path, rounds: int) -> Iterator[Row]:
    """Yield the rows of reading, searching and handing over."""
    engine = InProcess(careergraph.load(store)._store)
    yield race(
        "arrays of ESCO from the store",
        "through the whole network",
        lambda: read(engine, ASSUME),
        lambda: from_network(override(project(engine), ASSUME)),
        goal=None,
        rounds=rounds,
    )
    yield _one_to_all("ESCO", read(engine, ASSUME), 1 / 8, rounds)
    yield _one_to_all(f"{LARGE:,} roles", synthetic_arrays(LARGE), 1 / 12, rounds)
    for size in SIZES:
        yield _hand_over(size, 1 / 35 if size == SIZES[-1] else None, 1)


def _one_to_all(name: str, arrays: CareerArrays, goal: float, rounds: int) -> Row:
    graph = RoleGraph(arrays)
    plain = nx.DiGraph(graph.copy())
    picked = np.linspace(0, len(arrays.roles) - 1, SOURCES).astype(int)
    sources = [arrays.roles[number] for number in picked]
    gc.collect()
    gc.freeze()  # or the collector looks at millions of networkx's dicts while either is timed

    def ours() -> list[dict[str, float]]:
        search = nx.single_source_dijkstra_path_length
        return [search(graph, source, backend="careergraph") for source in sources]

    def theirs() -> list[dict[str, float]]:
        search = nx.single_source_dijkstra_path_length
        return [search(plain, source) for source in sources]

    for one, other in zip(ours(), theirs(), strict=True):
        if list(one.items()) != list(other.items()):
            raise AssertionError(f"{name}: an answer is not that of networkx")
    row = race(
        f"one-to-all, {name}",
        "networkx",
        ours,
        theirs,
        goal=goal,
        rounds=rounds,
        note=f"{SOURCES} sources; same answers in the same order",
    )
    gc.unfreeze()
    return row


def _hand_over(size: int, goal: float | None, rounds: int) -> Row:
    found = [(_in_child(_ours, size), _in_child(_theirs, size)) for _ in range(rounds)]
    ours, theirs = zip(*found, strict=True)
    peaks = [statistics.median(peak for _, peak, _ in each) for each in (ours, theirs)]
    weights = statistics.median(seconds for *_, seconds in ours)
    return Row(
        f"hand-over as nx.DiGraph, {size:,} roles",
        "networkx building it",
        goal,
        tuple(seconds for seconds, *_ in ours),
        tuple(seconds for seconds, *_ in theirs),
        our_peak=peaks[0],
        their_peak=peaks[1],
        note=f"memory {peaks[0] / peaks[1]:.2g} times; weights given to both, which take "
        f"{weights:.1f} s; {MOVES_OF_MILLION} moves a role",
    )


def _in_child(work: Callable[[int], Measured], size: int) -> Measured:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, size).result()


def _ours(size: int) -> Measured:
    arrays, learning, seconds = _given(size)
    kept: list[object] = []

    def work() -> None:
        graph = RoleGraph(arrays, learning=learning)
        kept.extend([graph, graph.number_of_nodes(), graph.number_of_edges(), graph.sparse])

    return *_measured(work), seconds


def _theirs(size: int) -> Measured:
    arrays, learning, seconds = _given(size)
    tails = np.repeat(np.arange(size), np.diff(arrays.moves.indptr))
    kept: list[object] = []

    def work() -> None:
        graph = nx.DiGraph()
        graph.add_nodes_from(arrays.roles)
        ends = (map(arrays.roles.__getitem__, end.tolist()) for end in (tails, arrays.moves.target))
        weights = (arrays.moves.cost + learning).tolist()
        graph.add_weighted_edges_from(zip(*ends, weights, strict=True))
        kept.append(graph)

    return *_measured(work), seconds


def _given(size: int) -> tuple[CareerArrays, np.ndarray, float]:
    arrays = synthetic_arrays(size, moves=MOVES_OF_MILLION)
    start = time.perf_counter()
    learning = learning_of_moves(arrays)
    return arrays, learning, time.perf_counter() - start


def _measured(work: Callable[[], None]) -> tuple[float, float]:
    """Return the seconds that work takes and the MiB that it took more than there were."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # forgets the peak so far
    before = _memory("VmRSS")
    seconds = timed(work)
    return seconds, _memory("VmHWM") - before


def _memory(line: str) -> float:
    status = Path("/proc/self/status").read_text()
    (found,) = (text for text in status.splitlines() if text.startswith(line))
    return int(found.split()[1]) / 1024
