"""Time careergraph beside named references and report ratios; see README.md."""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

MINIMAL_CLICK = '''\
import click


@click.group()
def main():
    """A program."""


@main.command()
def hello():
    """Say hello."""


main()
'''

Work = Callable[[], object]


def start_up() -> tuple[Work, Work]:
    """``careergraph --help`` beside the help of a minimal click program."""
    script = Path(tempfile.mkdtemp()) / "minimal.py"
    script.write_text(MINIMAL_CLICK, encoding="utf-8")
    ours = [sys.executable, "-c", "from careergraph.cli import main; main()", "--help"]
    theirs = [sys.executable, str(script), "--help"]

    def call(command: list[str]) -> Work:
        return lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

    return call(ours), call(theirs)


def route() -> tuple[Work, Work]:
    """Every exact route of the roadmap beside a Dijkstra that forgets skills."""
    import networkx as nx

    import careergraph
    from careergraph.routes.problem import Problem
    from careergraph.routes.search import Task, search

    problem = Problem(careergraph.load().careers)
    roles = range(len(problem.roles))
    pairs = [(u, v) for u in roles for v in roles if u != v]

    def ours() -> None:
        for source, target in pairs:
            search(problem, Task(source, target, problem.required[source]))

    def theirs() -> None:
        moves = nx.DiGraph()
        for source in roles:
            for move in problem.moves[source]:
                held = problem.required[source]
                learning = problem.learning(problem.required[move.target] & ~held, held)
                moves.add_edge(source, move.target, weight=move.cost + learning)
        for source, target in pairs:
            nx.dijkstra_path_length(moves, source, target)

    return ours, theirs


def load() -> tuple[Work, Work]:
    """Open and project the built-in graph beside parsing the same files with rdflib."""
    import rdflib

    import careergraph
    from careergraph.store import graph_files

    def theirs() -> None:
        graph = rdflib.Graph()
        for file in graph_files(None):
            graph.parse(file)

    return lambda: careergraph.load(), theirs


ENTRIES = {"start-up": start_up, "route": route, "load": load}


def measure(ours: Work, theirs: Work, rounds: int) -> dict[str, float]:
    """Return medians in seconds and the ratios' median and spread, rounds interleaved."""
    times: dict[str, list[float]] = {"ours": [], "theirs": []}
    ours(), theirs()
    for _ in range(rounds):
        for name, work in (("ours", ours), ("theirs", theirs)):
            start = time.perf_counter()
            work()
            times[name].append(time.perf_counter() - start)
    ratios = [a / b for a, b in zip(times["ours"], times["theirs"], strict=True)]
    return {
        "ours_s": statistics.median(times["ours"]),
        "reference_s": statistics.median(times["theirs"]),
        "ratio": statistics.median(ratios),
        "ratio_low": min(ratios),
        "ratio_high": max(ratios),
        "rounds": rounds,
    }


def main() -> None:
    """Run the chosen entries and print their figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("entries", nargs="*", metavar="ENTRY", help=", ".join(ENTRIES))
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    unknown = set(chosen.entries) - set(ENTRIES)
    if unknown:
        parser.error(f"no entry {', '.join(sorted(unknown))}; there are {', '.join(ENTRIES)}")
    found = {name: measure(*ENTRIES[name](), chosen.rounds) for name in chosen.entries or ENTRIES}
    if chosen.json:
        print(json.dumps(found, indent=2))
        return
    print(f"Python {platform.python_version()} on {platform.machine()}, {chosen.rounds} rounds")
    print(f"{'entry':10}  {'ours':>9}  {'reference':>9}  {'ratio':>6}  {'spread':>13}")
    for name, row in found.items():
        spread = f"{row['ratio_low']:.2f}-{row['ratio_high']:.2f}"
        ours, theirs = f"{row['ours_s'] * 1e3:.1f} ms", f"{row['reference_s'] * 1e3:.1f} ms"
        print(f"{name:10}  {ours:>9}  {theirs:>9}  {row['ratio']:6.2f}  {spread:>13}")


if __name__ == "__main__":
    main()
