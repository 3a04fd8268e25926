"""A service under load: many clients with good, slow and hostile queries at once.

``python tests/load_server.py --seconds 600`` runs it for as long as that; the tests run a little of
it. Every request must be answered as its kind is: with the right rows, or with the right refusal.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import statistics
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from services import Server, serving

CLIENTS = 32
TIMEOUT = 2
"""Seconds that a query may take."""

MEMORY = 256
"""Memory in MiB that a query may take beside the graph."""

MOST_MEMORY = 2_000
"""Memory in MiB that all processes of the service may take together."""

RETRIES = 100
"""How often a client asks again that was told to come back later."""

MOMENT = 5.0
"""Seconds in which workers are to end after the service has: the kernel tells them of it."""

JSON = "application/sparql-results+json"


ABORTED = 0
"""Stands for the status of an answer that the service broke off, as it must when it is cut."""


@dataclass(frozen=True)
class Kind:
    """A sort of request, with the statuses it may be answered with and what a 200 holds."""

    name: str
    query: str
    statuses: tuple[int, ...] = (200,)
    first_row: str | None = None
    weight: int = 1


DOUBLED = " ".join(
    f"BIND(CONCAT(?{a}, ?{a}) AS ?{b})"
    for a, b in zip("abcdefghijklm", "bcdefghijklmn", strict=True)
)

KINDS = (
    Kind("count", "SELECT (COUNT(*) AS ?x) { ?s a cg:Role }", first_row="30", weight=10),
    Kind("lookup", 'SELECT ?x { ?x skos:prefLabel "Public speaking"@en }', weight=20),
    Kind("join", "SELECT (COUNT(*) AS ?x) { ?r cg:requires ?s . ?s cg:transfersTo ?t }", weight=5),
    Kind("closure", "SELECT (COUNT(*) AS ?x) { ?a cg:leadsTo+ ?b }", first_row="60", weight=5),
    Kind("not a query", "SELECT ?x { ?x a ", (400,), weight=3),
    Kind("an update", "DELETE WHERE { ?s ?p ?o }", (400,), weight=2),
    Kind("elsewhere", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", (400,), weight=2),
    Kind("too long", "SELECT * { ?a ?b ?c . ?d ?e ?f }", (ABORTED, 503)),
    Kind("cross product", "SELECT (COUNT(*) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", (503,)),
    Kind("sorting", "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i", (503,)),
    Kind("expression", f'SELECT (REPLACE("{"a" * 32}!", "(a+)+$", "b") AS ?x) {{}}'),
    Kind(
        "doubling",
        f'SELECT (STRLEN(?n) AS ?x) {{ BIND("aaaa" AS ?a) {DOUBLED} }}',
        first_row="32768",
    ),
)  # fmt: skip


@dataclass
class Report:
    """What happened: answers by kind and status, what was wrong, how long answers took."""

    answered: Counter[tuple[str, int]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    told_to_wait: int = 0
    most_memory: float = 0.0
    exit_code: int | None = None
    left_behind: list[int] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [f"{sum(self.answered.values()):,} requests, {len(self.wrong)} wrong"]
        lines += [
            f"  {n:>9,}  {kind}: {status}" for (kind, status), n in sorted(self.answered.items())
        ]
        if self.seconds:
            cuts = statistics.quantiles(self.seconds, n=100)
            lines.append(f"good requests: p50 {cuts[49]:.3f} s, p99 {cuts[98]:.3f} s")
        lines.append(f"told to come back later: {self.told_to_wait:,}")
        lines.append(f"most memory: {self.most_memory:.0f} MiB of {MOST_MEMORY:,}")
        lines.append(f"exit code {self.exit_code}, processes left: {self.left_behind or 'none'}")
        return "\n".join([*lines, *self.wrong[:20]])


def run(seconds: float, clients: int = CLIENTS, seed: int = 0) -> Report:
    """Load a service for some seconds, stop it while it is asked, and say how it went."""
    report = Report()
    options = ("--timeout", str(TIMEOUT), "--max-memory", str(MEMORY), "--max-rows", "10000")
    with serving("--log-format", "none", *options) as server:
        ended = threading.Event()
        asking = [
            threading.Thread(target=_ask, args=(server, report, ended, random.Random(seed + n)))
            for n in range(clients)
        ]
        for thread in asking:
            thread.start()
        deadline = time.monotonic() + seconds
        known: set[int] = set()
        while time.monotonic() < deadline:
            processes = list(_tree(server.process.pid))
            known.update(processes)
            report.most_memory = max(report.most_memory, sum(map(_resident, processes)))
            time.sleep(0.25)
        ended.set()
        report.exit_code = server.stop()
        for thread in asking:
            thread.join()
        report.left_behind = _left(known)
    return report


def _left(known: set[int]) -> list[int]:
    """Return the processes that have not ended by themselves, for which they have a moment."""
    deadline = time.monotonic() + MOMENT
    while (left := [pid for pid in known if _alive(pid)]) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left


def _ask(server: Server, report: Report, ended: threading.Event, chance: random.Random) -> None:
    weights = [kind.weight for kind in KINDS]
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    while not ended.is_set():
        [kind] = chance.choices(KINDS, weights)
        # A number that nothing reads keeps the answer from the cache half of the time.
        query = kind.query + (f" # {chance.random()}" if chance.random() < 0.5 else "")
        try:
            _ask_once(connection, kind, query, report)
        except (OSError, http.client.HTTPException) as error:
            # A service that stops closes connections between requests, which is not a loss.
            if not ended.is_set():
                report.wrong.append(f"{kind.name}: {type(error).__name__} {error}")
            connection.close()
    connection.close()


def _ask_once(
    connection: http.client.HTTPConnection, kind: Kind, query: str, report: Report
) -> None:
    started = time.monotonic()
    for _ in range(RETRIES):
        connection.request(
            "GET", "/sparql?" + urlencode({"query": query}), headers={"Accept": JSON}
        )
        response = connection.getresponse()
        try:
            body = response.read()
        except http.client.IncompleteRead:
            report.answered[kind.name, ABORTED] += 1
            if ABORTED not in kind.statuses:
                report.wrong.append(f"{kind.name}: broken off")
            connection.close()
            return
        if response.status != 503 or response.headers["Retry-After"] is None:
            break
        report.told_to_wait += 1
        time.sleep(float(response.headers["Retry-After"]))
    report.answered[kind.name, response.status] += 1
    if response.status not in kind.statuses:
        report.wrong.append(f"{kind.name}: {response.status} {body[:200]!r}")
    elif response.status == 200:
        rows = json.loads(body)["results"]["bindings"]
        if kind.first_row is not None and rows[0]["x"]["value"] != kind.first_row:
            report.wrong.append(f"{kind.name}: {rows[0]}")
        if kind.statuses == (200,):
            report.seconds.append(time.monotonic() - started)


def _tree(pid: int) -> Iterator[int]:
    """Yield a process and all that it started."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from _tree(int(child))


def _resident(pid: int) -> float:
    """Return the memory that a process holds, in MiB; none where it has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    held = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(held[0]) / 1024 if held else 0.0


def _alive(pid: int) -> bool:
    try:
        return "(zombie)" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def main() -> None:
    """Run for as long as asked, and exit with 1 where anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--clients", type=int, default=CLIENTS)
    asked = parser.parse_args()
    report = run(asked.seconds, asked.clients)
    print(report)
    fine = not report.wrong and report.exit_code == 0 and not report.left_behind
    raise SystemExit(0 if fine and report.most_memory <= MOST_MEMORY else 1)


if __name__ == "__main__":
    main()
