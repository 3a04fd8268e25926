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
from functools import partial
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

PLAIN_LOOKUP = """\
import sys
import pyoxigraph
for row in pyoxigraph.Store.read_only(sys.argv[1]).query(sys.argv[2]):
    print(row[0].value)
"""

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


def layout() -> tuple[Work, Work]:
    """Lay the roadmap's matrix out, lines and texts included, beside networkx's spring layout."""
    import networkx as nx

    import careergraph
    from careergraph.views.matrix import matrix

    network = careergraph.load().careers
    drawn = nx.Graph([(edge.source, edge.target) for edge in matrix(network).edges])
    return lambda: matrix(network), lambda: nx.spring_layout(drawn, seed=1)


def large_matrix() -> list[list[str]]:
    """Return 200 career paths down, 10 levels across and 10 skills in each cell."""
    headings = ["Career path", *(f"Level {level}" for level in range(1, 11))]
    rows = [
        [
            f"Path {path}",
            *("; ".join(f"Skill {path}-{level}-{n}" for n in range(10)) for level in range(10)),
        ]
        for path in range(200)
    ]
    return [headings, *rows]


def _import(source: Path) -> Work:
    """Return the whole way of a matrix: read, written as Turtle, loaded, validated and linted."""
    import careergraph
    from careergraph.readers import files, graph, shapes

    def work() -> None:
        matrix = shapes.read_matrix(shapes.choose(files.read_tables(str(source))))
        turtle = source.with_suffix(".ttl")
        turtle.write_text(graph.to_turtle(matrix, source.stem), encoding="utf-8")
        loaded = careergraph.load(turtle)
        report = loaded.validate()
        assert report.conforms, report
        loaded.lint()

    return work


def import_csv() -> tuple[Work, Work]:
    """Import, load, validate and lint a large matrix beside reading its CSV with ``csv``."""
    import csv

    source = Path(tempfile.mkdtemp()) / "large.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(large_matrix())

    def theirs() -> None:
        with source.open(encoding="utf-8", newline="") as file:
            list(csv.reader(file))

    return _import(source), theirs


def import_xlsx() -> tuple[Work, Work]:
    """Import, load, validate and lint a large matrix beside reading its XLSX with openpyxl."""
    import openpyxl

    source = Path(tempfile.mkdtemp()) / "large.xlsx"
    book = openpyxl.Workbook()
    for row in large_matrix():
        book.active.append(row)
    book.save(source)

    def theirs() -> None:
        for sheet in openpyxl.load_workbook(source).worksheets:
            list(sheet.iter_rows(values_only=True))

    return _import(source), theirs


def lookup(store: str) -> tuple[Work, Work]:
    """``careergraph query`` for one label beside a bare process with pyoxigraph, both whole."""
    import pyoxigraph

    label = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
    found = pyoxigraph.Store.read_only(store).query(
        f"SELECT ?thing {{ ?thing {label} ?label FILTER (ISIRI(?thing)) }} LIMIT 1"
    )
    assert isinstance(found, pyoxigraph.QuerySolutions)
    text = f"SELECT ?label {{ {next(found)[0]} {label} ?label }}"
    program = [sys.executable, "-c", "from careergraph.start import main; main()"]
    ours = [*program, "query", "--graph", store, "--text", text]
    theirs = [sys.executable, "-c", PLAIN_LOOKUP, store, text]

    def call(command: list[str]) -> Work:
        return lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

    return call(ours), call(theirs)


ENTRIES = {
    "start-up": start_up,
    "route": route,
    "load": load,
    "layout": layout,
    "import-csv": import_csv,
    "import-xlsx": import_xlsx,
}


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
    parser.add_argument("entries", nargs="*", metavar="ENTRY", help=", ".join((*ENTRIES, "lookup")))
    parser.add_argument("--store", help="a directory of `careergraph import`, for the entry lookup")
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    entries = dict(ENTRIES)
    if chosen.store:
        entries["lookup"] = partial(lookup, chosen.store)
    elif "lookup" in chosen.entries:
        parser.error("the entry lookup needs --store DIRECTORY")
    unknown = set(chosen.entries) - set(entries)
    if unknown:
        parser.error(f"no entry {', '.join(sorted(unknown))}; there are {', '.join(entries)}")
    found = {name: measure(*entries[name](), chosen.rounds) for name in chosen.entries or entries}
    if chosen.json:
        print(json.dumps(found, indent=2))
        return
    print(f"Python {platform.python_version()} on {platform.machine()}, {chosen.rounds} rounds")
    print(f"{'entry':11}  {'ours':>9}  {'reference':>9}  {'ratio':>6}  {'spread':>13}")
    for name, row in found.items():
        spread = f"{row['ratio_low']:.2f}-{row['ratio_high']:.2f}"
        ours, theirs = f"{row['ours_s'] * 1e3:.1f} ms", f"{row['reference_s'] * 1e3:.1f} ms"
        print(f"{name:11}  {ours:>9}  {theirs:>9}  {row['ratio']:6.2f}  {spread:>13}")


if __name__ == "__main__":
    main()
