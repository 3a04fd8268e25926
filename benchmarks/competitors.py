"""Other engines that answer the same queries, each in a process of its own; see queries.py."""

from __future__ import annotations

import gc
import multiprocessing
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from importlib.util import find_spec
from multiprocessing.connection import Connection
from typing import Any

import pyoxigraph
from equality import Row, value

SPAWN = multiprocessing.get_context("spawn")
FORK = multiprocessing.get_context("fork")
LONG = 0.02
"""A time is taken over so many repetitions as fill this, in seconds."""

SLOW = 1.0
"""Seconds above which another engine is asked once only; the goal is higher there."""

Answering = Callable[[str], Any]


@dataclass(frozen=True)
class Timing:
    """Seconds of wall clock and of processor time that one answer took; what went wrong."""

    wall: float = 0.0
    cpu: float = 0.0
    rows: tuple[Row, ...] | bool | None = None
    failure: str = ""


def timed(work: Callable[[], Any]) -> tuple[float, float]:
    """Return wall clock and processor time of one call, over as many as fill `LONG`."""
    calls, spent = 0, 0.0
    cpu, start = time.process_time(), time.perf_counter()
    while spent < LONG:
        work()
        calls += 1
        spent = time.perf_counter() - start
    return spent / calls, (time.process_time() - cpu) / calls


class Competitor:
    """An engine in another process, which is started with its graph loaded.

    One that `forks` answers each query in a child of that process, and goes on after the child
    was killed at the limit; one with threads of its own cannot, and is out of the race then.
    """

    def __init__(
        self, load: Callable[[str], Answering], triples: str, limit: float, *, forks: bool
    ) -> None:
        self._pipe, theirs = SPAWN.Pipe()
        self._limit, self._forks = limit, forks
        arguments = (load, triples, limit if forks else None, theirs)
        self._process = SPAWN.Process(target=_serve, args=arguments)
        self._process.start()
        self.loaded_s = float(self._pipe.recv())

    def __call__(self, text: str, *, rows: bool = False) -> Timing:
        """Answer a query; with its rows, or else timed."""
        if not self._process.is_alive():
            return Timing(failure="stopped")
        self._pipe.send((text, rows))
        if not self._pipe.poll(None if self._forks else self._limit):
            self._process.kill()
            return Timing(self._limit, self._limit, failure=f"> {self._limit:g} s")
        found = self._pipe.recv()
        assert isinstance(found, Timing)
        return found

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()


def _serve(
    load: Callable[[str], Answering], triples: str, limit: float | None, pipe: Connection
) -> None:
    start = time.perf_counter()
    answer = load(triples)
    gc.freeze()
    pipe.send(time.perf_counter() - start)
    while True:
        text, rows = pipe.recv()
        if limit is None:
            pipe.send(_once(answer, text, rows))
        else:
            pipe.send(_limited(answer, text, rows, limit))


def _limited(answer: Answering, text: str, rows: bool, limit: float) -> Timing:
    """Answer in a child that is killed when its time is up."""
    ours, theirs = FORK.Pipe(duplex=False)
    child = FORK.Process(target=lambda: theirs.send(_once(answer, text, rows)))
    child.start()
    theirs.close()
    try:
        if not ours.poll(limit):
            return Timing(limit, limit, failure=f"> {limit:g} s")
        found = ours.recv()
        assert isinstance(found, Timing)
        return found
    except EOFError:
        return Timing(failure="crashed")
    finally:
        child.kill()
        child.join()


def _once(answer: Answering, text: str, rows: bool) -> Timing:
    try:
        if not rows:
            return Timing(*timed(lambda: answer(text)))
        cpu, start = time.process_time(), time.perf_counter()
        found = answer(text)
        wall, cpu = time.perf_counter() - start, time.process_time() - cpu
        return Timing(wall, cpu, found if isinstance(found, bool) else rows_of(found))
    except Exception as error:  # noqa: BLE001 - a competitor may fail in any way
        return Timing(failure=type(error).__name__)


def rows_of(found: Any) -> tuple[Row, ...]:
    """Return rows as values that can be compared, whichever engine's terms they are made of."""
    return tuple(tuple(_value(term) for term in row) for row in found)


def _value(term: Any) -> Hashable:
    if hasattr(term, "n3"):
        return value(_from_rdflib(term))
    if isinstance(term, str):
        read = pyoxigraph.parse_query_results(
            f"?x\n{term}\n", format=pyoxigraph.QueryResultsFormat.TSV
        )
        assert isinstance(read, pyoxigraph.QuerySolutions)
        return value(next(read)["x"])
    return value(pyoxigraph.Literal(term) if isinstance(term, int) else term)


def _from_rdflib(term: Any) -> Any:
    import rdflib

    if isinstance(term, rdflib.URIRef):
        return pyoxigraph.NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return pyoxigraph.BlankNode(str(term))
    if term.language:
        return pyoxigraph.Literal(str(term), language=term.language)
    datatype = pyoxigraph.NamedNode(str(term.datatype)) if term.datatype else None
    return pyoxigraph.Literal(str(term), datatype=datatype)


def rdflib_in_memory(triples: str) -> Answering:
    """Load a file into rdflib's own store."""
    import rdflib

    graph = rdflib.Graph()
    graph.parse(triples, format="nt")

    def answer(text: str) -> bool | list[Any]:
        found = graph.query(text)
        return bool(found.askAnswer) if found.type == "ASK" else list(found)

    return answer


def maplib_in_memory(triples: str) -> Answering:
    """Load a file into maplib, whose answers are polars frames."""
    import maplib

    model = maplib.Model()
    model.read(triples, format="ntriples")
    return lambda text: model.query(text).rows()


def competitor(name: str, triples: str, limit: float) -> Competitor | None:
    """Start an engine with the triples of a file, where it is installed."""
    if find_spec(name) is None:
        return None
    if name == "rdflib":
        return Competitor(rdflib_in_memory, triples, limit, forks=True)
    return Competitor(maplib_in_memory, triples, limit, forks=False)
