"""Ask a whole ESCO graph through careergraph and through other engines; see README.md.

``python benchmarks/queries.py STORE`` takes a directory that ``careergraph import esco`` wrote, and
reads it into memory, as rdflib does. All engines are asked round by round, after their rows were
found equal. It prints two tables and exits 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pyoxigraph
from competitors import SLOW, Competitor, Timing, competitor, rows_of, timed
from equality import same_rows
from reports import Race, report_heavy, report_light, report_opening

from careergraph import queries, sparql, twins
from careergraph._resources import QUERIES
from careergraph.career_graph import CareerGraph
from careergraph.engines import InProcess, Limits, Local
from careergraph.errors import RequestError
from careergraph.vocabulary import PREFIXES

FOLDER = Path(__file__).parent / "queries"
HEAVY = (
    *(QUERIES / f"{name}.rq" for name in ("most-required-skills", "shared-skills")),
    *(FOLDER / f"{name}.rq" for name in ("group-by", "anti-join", "export", "text-search")),
    QUERIES / "alike-roles.rq",
)
"""The queries with a columnar twin whose times are taken."""

Work = Callable[[], Any]


def run(
    name: str, works: dict[str, Work], others: dict[str, Competitor], text: str, rounds: int
) -> Race:
    """Compare the rows of all engines, then take their times in turn."""
    found = {engine: work() for engine, work in works.items()}
    rows = {k: v if isinstance(v, bool) else rows_of(v) for k, v in found.items()}
    race = Race(name)
    slow = {}
    for engine, other in others.items():
        timing = other(text, rows=True)
        if timing.failure or timing.wall > SLOW:
            slow[engine] = timing
        if timing.rows is not None:
            rows[engine] = timing.rows
    expected = rows["pyoxigraph"]
    race.rows = 1 if isinstance(expected, bool) else len(expected)
    race.wrong = [engine for engine, theirs in rows.items() if not _same(expected, theirs)]
    race.times = {engine: [timing] * rounds for engine, timing in slow.items()}
    for _ in range(rounds):
        for engine, work in works.items():
            race.times.setdefault(engine, []).append(Timing(*timed(work)))
        for engine in others.keys() - slow.keys():
            race.times.setdefault(engine, []).append(others[engine](text))
    print(f"{name} is done", file=sys.stderr, flush=True)
    return race


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return same_rows(one, other)


def _all(graph: CareerGraph, text: str, limits: Limits | None = None) -> Any:
    answer = graph.query(text, limits=limits)
    return answer.rows if answer.boolean is None else answer.boolean


def light(
    graph: CareerGraph, store: pyoxigraph.Store, others: dict[str, Competitor], rounds: int
) -> list[Race]:
    """Ask every query of the folder through careergraph, pyoxigraph and rdflib."""
    limits = Limits(seconds=600)
    try:
        graph.query("ASK { ?s ?p ?o }", limits=limits)
        stoppable = True
    except RequestError:
        stoppable = False
    races = []
    for path in sorted(FOLDER.glob("*.rq")):
        if path in HEAVY:
            continue
        text = path.read_text(encoding="utf-8")
        plain = sparql.parse(text).text
        works: dict[str, Work] = {
            "pyoxigraph": partial(_directly, store, plain),
            "careergraph": partial(_all, graph, text),
        }
        if stoppable:
            works["worker"] = partial(_all, graph, text, limits)
        races.append(run(path.stem, works, others, _declared(text), rounds))
    return races


def _declared(text: str) -> str:
    """Return a query as it was typed with every known prefix, for other engines."""
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items()) + text


def _directly(store: pyoxigraph.Store, text: str) -> Any:
    found = store.query(text)
    if isinstance(found, pyoxigraph.QueryBoolean):
        return bool(found)
    return [tuple(row) for row in found]


def heavy(store: pyoxigraph.Store, others: dict[str, Competitor], rounds: int) -> list[Race]:
    """Ask the named queries with a twin through it, and through all that aggregate."""
    races = []
    for path in HEAVY:
        query = queries.read_query(path)
        terms = queries.terms_for(query, {}, lambda kind, text: text)
        given = {name: term for name, (term,) in terms.items()}
        bound = sparql.substitute(query.text, given)
        text = sparql.parse(bound).text
        tables = twins.Columns(InProcess(store))
        cpu, start = time.process_time(), time.perf_counter()
        tables.stream(query, given).answer()
        first = Timing(time.perf_counter() - start, time.process_time() - cpu)
        works: dict[str, Work] = {
            "pyoxigraph": partial(_directly, store, text),
            "careergraph": partial(_by_twin, query, given, tables),
            "duckdb": partial(_plainly, query, given, tables),
        }
        races.append(run(query.name, works, others, _declared(bound), rounds))
        races[-1].times["first"] = [first]
    return races


def _by_twin(query: queries.NamedQuery, given: Mapping[str, Any], tables: twins.Columns) -> Any:
    return tables.stream(query, given).answer().rows


def _plainly(query: queries.NamedQuery, given: Mapping[str, Any], tables: twins.Columns) -> Any:
    """Ask DuckDB itself; its rows hold the numbers of terms, which are nobody's answer."""
    sql = query.path.with_suffix(".sql").read_text(encoding="utf-8")
    values = {name: tables.given(term) for name, term in given.items()}
    return tables.database.execute(sql, values).fetchall()


def reopen(store: Path) -> list[float]:
    """Return the seconds in which fresh processes open a graph and answer a lookup."""
    code = (
        "import sys, time, careergraph, careergraph.engines, careergraph.store, pyoxigraph\n"
        "start = time.perf_counter()\n"
        "careergraph.load(sys.argv[1]).query('ASK { ?s a cg:Role }')\n"
        "print(time.perf_counter() - start)"
    )
    command = [sys.executable, "-c", code, str(store)]
    return [
        float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        for _ in range(5)
    ]


def hand_over(times: int = 2000) -> float:
    """Return the seconds in which a byte goes to another process and back: what a worker costs."""
    (to_child, from_parent), (to_parent, from_child) = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        while byte := os.read(to_child, 1):
            os.write(from_child, byte)
            if byte == b"q":
                os._exit(0)
    taken = []
    for place in range(times):
        start = time.perf_counter()
        os.write(from_parent, b"q" if place == times - 1 else b"x")
        os.read(to_parent, 1)
        taken.append(time.perf_counter() - start)
    os.waitpid(child, 0)
    for end in (to_child, from_parent, to_parent, from_child):
        os.close(end)
    return statistics.median(taken)


def main() -> None:
    """Run both races; exit 1 where a goal is missed or the rows differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--limit", type=float, default=60, help="seconds for another engine")
    parser.add_argument("--directory", action="store_true", help="ask the directory itself")
    parser.add_argument("--without", nargs="*", default=[], metavar="ENGINE")
    chosen = parser.parse_args()
    bare = hand_over()
    store = pyoxigraph.Store.read_only(str(chosen.store))
    with tempfile.TemporaryDirectory() as folder:
        triples = f"{folder}/graph.nt"
        default = pyoxigraph.DefaultGraph()
        store.dump(triples, format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=default)
        if not chosen.directory:
            store = pyoxigraph.Store()
            store.bulk_load(path=triples, format=pyoxigraph.RdfFormat.N_TRIPLES)
        started = {
            name: other
            for name in ("rdflib", "maplib")
            if name not in chosen.without
            and (other := competitor(name, triples, chosen.limit)) is not None
        }
    graph = CareerGraph(Local(chosen.store if chosen.directory else store))
    try:
        several = {name: other for name, other in started.items() if name == "rdflib"}
        one = light(graph, store, several, chosen.rounds)
        columns = {name: other for name, other in started.items() if name == "maplib"}
        two = heavy(store, columns | several, chosen.rounds)
    finally:
        for other in started.values():
            other.close()
    print(f"A byte to another process and back: {bare * 1e6:.0f} µs.\n")
    missed = [*report_light(one), *report_heavy(two), *report_opening(reopen(chosen.store))]
    print("\n" + "\n".join(f"missed: {goal}" for goal in missed or ["none"]))
    if missed:
        sys.exit(1)


if __name__ == "__main__":
    main()
