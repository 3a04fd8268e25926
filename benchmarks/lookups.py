"""Time lookups over HTTP: `careergraph serve`, the Oxigraph server and rdflib-endpoint.

``python benchmarks/lookups.py STORE``: a directory that `careergraph import` wrote. Needs wrk and
the packages oxigraph and rdflib-endpoint. Each server is asked by 32 clients on kept connections
for the preferred label of one thing after the other; every server answers from the same triples,
and one after the other has the machine for itself, in several rounds.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

LOOKUP = "SELECT ?label {{ <{iri}> <http://www.w3.org/2004/02/skos/core#prefLabel> ?label }}"
JSON = "application/sparql-results+json"
CLIENTS = 32
AGAIN = 500
"""Different lookups that are asked again and again: what a server can keep."""

SCRIPT = """
local paths = {{}}
for line in io.lines("{paths}") do paths[#paths + 1] = line end
local place = 0
request = function()
  place = place % #paths + 1
  return wrk.format("GET", paths[place], {{["Accept"] = "application/sparql-results+json"}})
end
done = function(summary, latency)
  print(string.format("p50 %f p99 %f", latency:percentile(50), latency:percentile(99)))
end
"""

RDFLIB = """
import sys, uvicorn
from rdflib_endpoint import SparqlEndpoint
import rdflib
graph = rdflib.Dataset(default_union=True)
graph.parse(sys.argv[1], format="nt")
uvicorn.run(SparqlEndpoint(graph=graph, path="/query"), port=int(sys.argv[2]), log_level="error")
"""


@dataclass(frozen=True)
class Load:
    """What one round of wrk measured."""

    per_second: float
    p50: float
    p99: float


def main() -> None:
    """Measure every server in every round, and print the medians as a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--without", nargs="*", default=[], metavar="SERVER")
    parser.add_argument("--things", type=int, default=20_000, help="different lookups")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    iris = _labelled(asked.store, asked.things)
    script, again = _script(folder, "all", iris), _script(folder, "few", iris[:AGAIN])
    triples = _triples(asked.store, folder)
    servers: dict[str, Callable[[], contextlib.AbstractContextManager[str]]] = {
        "Oxigraph server": lambda: _oxigraph(asked.store, folder),
        "careergraph serve": lambda: _careergraph(asked.store, "1"),
        "careergraph serve --workers 2": lambda: _careergraph(asked.store, "2"),
        "rdflib-endpoint": lambda: _rdflib(triples),
    }
    rounds: dict[str, list[Load]] = {}
    for _ in range(asked.rounds):
        for name, start in servers.items():
            if name in asked.without:
                continue
            with start() as url:
                _same_answers(url, iris)
                # No lookup comes twice in the first pass; a few of them do afterwards.
                rounds.setdefault(f"{name}, first asked", []).append(
                    _load(url, script, max(1, asked.seconds // 2))
                )
                _load(url, again, asked.seconds)
                rounds.setdefault(f"{name}, asked again", []).append(
                    _load(url, again, asked.seconds)
                )
    _print(rounds)


def _print(rounds: dict[str, list[Load]]) -> None:
    base = statistics.median(load.per_second for load in rounds["Oxigraph server, asked again"])
    print("| server | lookups/s | spread | p50 ms | p99 ms | ratio to the Oxigraph server |")
    print("|---|---|---|---|---|---|")
    for name, loads in rounds.items():
        rates = sorted(load.per_second for load in loads)
        middle = statistics.median(rates)
        p50, p99 = (statistics.median(getattr(one, p) for one in loads) for p in ("p50", "p99"))
        print(
            f"| {name} | {middle:,.0f} | {rates[0]:,.0f}-{rates[-1]:,.0f} | {p50:.2f} | "
            f"{p99:.2f} | {middle / base:.2f} |"
        )


def _labelled(store: Path, most: int) -> list[str]:
    import pyoxigraph

    found = pyoxigraph.Store.read_only(str(store)).query(
        "SELECT DISTINCT ?thing { ?thing <http://www.w3.org/2004/02/skos/core#prefLabel> ?label "
        f"FILTER(isIRI(?thing)) }} LIMIT {most}"
    )
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return [str(row[0])[1:-1] for row in found]


def _path(iri: str) -> str:
    return f"?query={quote(LOOKUP.format(iri=iri), safe='')}"


def _script(folder: Path, name: str, iris: list[str]) -> Callable[[str], Path]:
    def write(prefix: str) -> Path:
        paths = folder / f"{name}.txt"
        paths.write_text("".join(f"{prefix}{_path(iri)}\n" for iri in iris), encoding="utf-8")
        script = folder / f"{name}.lua"
        script.write_text(SCRIPT.format(paths=paths), encoding="utf-8")
        return script

    return write


def _load(url: str, script: Callable[[str], Path], seconds: int) -> Load:
    origin, _, path = url.removeprefix("http://").partition("/")
    command = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{seconds}s", "--timeout", "30s"]
    command += ["-s", str(script(f"/{path}")), f"http://{origin}/"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in said:
        raise SystemExit(f"{url} answered with errors:\n{said}")
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    microseconds = re.search(r"^p50 ([\d.]+) p99 ([\d.]+)$", said, re.M)
    assert rate is not None
    assert microseconds is not None
    return Load(float(rate[1]), *(float(time) / 1_000 for time in microseconds.groups()))


def _same_answers(url: str, iris: list[str]) -> None:
    """Insist that a server answers as the graph says, before it is timed."""
    request = urllib.request.Request(url + _path(iris[0]), headers={"Accept": JSON})
    with urllib.request.urlopen(request, timeout=60) as reply:
        rows = json.load(reply)["results"]["bindings"]
    if not rows:
        raise SystemExit(f"{url} does not know {iris[0]}")


def _triples(store: Path, folder: Path) -> Path:
    import pyoxigraph

    file = folder / "graph.nt"
    pyoxigraph.Store.read_only(str(store)).dump(
        str(file),
        format=pyoxigraph.RdfFormat.N_TRIPLES,
        from_graph=pyoxigraph.DefaultGraph(),
    )
    return file


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def _running(command: list[str], url: str) -> Iterator[str]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 300
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), urllib.request.urlopen(url + "?query=ASK%20%7B%7D"):
                yield url
                return
            time.sleep(0.2)
        raise SystemExit(f"{command[0]} did not start")
    finally:
        process.terminate()
        process.wait()


def _oxigraph(store: Path, folder: Path) -> contextlib.AbstractContextManager[str]:
    port, copy = _free_port(), folder / "oxigraph"
    if not copy.exists():
        shutil.copytree(store, copy)
    location = ["--location", str(copy), "--bind", f"127.0.0.1:{port}"]
    return _running(["oxigraph", "serve-read-only", *location], f"http://127.0.0.1:{port}/query")


def _careergraph(store: Path, workers: str) -> contextlib.AbstractContextManager[str]:
    port = _free_port()
    code = "from careergraph.cli import main; main()"
    options = ["--graph", str(store), "--workers", workers, "--log-format", "none"]
    command = [sys.executable, "-c", code, "serve", "--port", str(port), *options]
    return _running(command, f"http://127.0.0.1:{port}/sparql")


def _rdflib(triples: Path) -> contextlib.AbstractContextManager[str]:
    port = _free_port()
    return _running(
        [sys.executable, "-c", RDFLIB, str(triples), str(port)], f"http://127.0.0.1:{port}/query"
    )


if __name__ == "__main__":
    main()
