"""Oxigraph in worker processes: as fast as in this one, but every query can really be stopped."""

from __future__ import annotations

import os
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from careergraph.answers import TRIPLE_COLUMNS, Stream
from careergraph.engines import ahead, frames
from careergraph.engines.base import NO_LIMITS, Limits
from careergraph.engines.in_process import in_order, refused, text_for
from careergraph.engines.process import MIB, Process, Question, Reply, Source
from careergraph.errors import BusyError, QueryError, RequestError

if TYPE_CHECKING:
    from typing import IO

    import pyoxigraph

    from careergraph.answers import Term
    from careergraph.engines.in_process import Row
    from careergraph.sparql import Query

WAIT = 10.0
"""Seconds to wait for a worker that is free."""

MOST_WRITTEN = 1 << 13
"""Characters of a query that a pipe takes at once, however many bytes they are."""

MOST_GROWN = 256 * MIB
"""What a worker may keep of memory from query to query before another takes its place."""


class Workers:
    """Worker processes that keep one graph open, each answering one query at a time.

    They start when they are first needed, or with `start`. Each is locked in before it reads a
    query: it cannot open a file or a connection, and a query that reaches its limit of time or
    memory, or makes Oxigraph crash, ends its worker and nothing else. Another takes its place.

    Parameters
    ----------
    source : Path or pyoxigraph.Store
        A directory that Oxigraph keeps, or a store in memory, of which each worker has a copy as
        the store was when `Workers` was made.
    count : int
        How many workers there may be.
    wait : float
        Seconds to wait for one that is free.
    formats : bool
        Whether they are to `serialise`: they take a little longer to start then.
    connects : bool
        Whether they may open connections, for SERVICE; whoever asks them has to refuse the hosts
        that are not to be reached, with `careergraph.sparql.refuse_outside`.
    """

    def __init__(
        self,
        source: Path | pyoxigraph.Store,
        count: int = 1,
        *,
        wait: float = WAIT,
        formats: bool = False,
        connects: bool = False,
    ) -> None:
        self._directory = source if isinstance(source, Path) else None
        self._store = None if isinstance(source, Path) else source
        self._snapshot = None if self._store is None else snapshot(self._store)
        self._count = count
        self._wait = wait
        self._formats = formats
        self._connects = connects
        self._changed = threading.Condition()
        self._idle: list[Process] = []
        self._all: set[Process] = set()
        self._closed = False
        self._owner = os.getpid()
        self._finish = weakref.finalize(self, _abandon_all, self._all, self._snapshot)
        # With this process its workers end by themselves, and nothing waits for them.
        self._finish.atexit = False

    @property
    def store(self) -> pyoxigraph.Store:
        """The graph's triples in this process: the store that was copied, or the directory."""
        from careergraph.store import open_directory

        if self._store is None:
            assert self._directory is not None
            self._store = open_directory(self._directory)
        return self._store

    @property
    def in_force(self) -> tuple[str, ...]:
        """What confines the workers, of the words in `careergraph.engines.confinement`."""
        process = self._take()
        self._give_back(process)
        return process.in_force

    @property
    def pids(self) -> tuple[int, ...]:
        """The numbers of the processes that are there now."""
        with self._changed:
            return tuple(process.pid for process in self._all if process.pid is not None)

    def start(self, count: int | None = None) -> None:
        """Start so many workers now, or all; do not wait for them to open the graph."""
        with self._changed:
            while len(self._all) < (count or self._count) and not self._closed:
                self._idle.append(self._new())

    def stream(self, query: Query, limits: Limits = NO_LIMITS) -> Stream:
        """Return the answer as it is found, by a worker that is stopped with the stream.

        Raises
        ------
        QueryError
            Oxigraph refuses the query, or crashes on it.
        LimitError
            It reached its limit of time or memory; also raised between rows.
        BusyError
            No worker came free in time.
        """
        process, reply = self._ask(query, limits)
        try:
            kind = reply.start[0]
            if kind == frames.BOOLEAN:
                boolean = _boolean(reply.read())
                self._done(process, reply)
                return Stream("ASK", boolean=boolean, warnings=query.warnings)
            found = _triples(reply) if kind == frames.TRIPLES else _solutions(reply, query.columns)
            rows = self._rows(process, reply, found)
            next(rows)
        except BaseException:
            self._done(process, reply)
            raise
        columns = TRIPLE_COLUMNS if kind == frames.TRIPLES else query.columns
        return Stream(query.form, columns, rows, query.warnings, limits.rows)

    def serialise(self, query: Query, limits: Limits, format: str) -> Serialised:
        """Return the answer in a format of `careergraph.writers.WRITERS`, as the worker writes it.

        Raises
        ------
        RequestError
            The format does not hold this form of answer, or the workers were made without formats.
        QueryError, LimitError, BusyError
            As for `stream`.
        """
        if not self._formats:
            raise RequestError("These workers do not write formats; make them with formats=True.")
        process, reply = self._ask(query, limits, format)
        pieces = self._pieces(process, reply)
        next(pieces)
        return Serialised(reply, pieces)

    async def serialise_meanwhile(
        self, query: Query, limits: Limits, format: str
    ) -> Serialised | None:
        """Return what `serialise` does, while the event loop goes on; None where it would wait.

        It would where no worker is free whose graph is open, and for a very long query.
        """
        question = _question(query, limits, format)
        process = self._take_open() if len(question.text) < MOST_WRITTEN else None
        if process is None:
            return None
        try:
            reply = await process.ask_meanwhile(question, limits)
        except SyntaxError as error:
            self._give_back(process)
            raise refused(error) from error
        except BaseException:
            self._give_back(process)
            raise
        pieces = self._pieces(process, reply)
        next(pieces)
        return Serialised(reply, pieces)

    def pairs(self, predicate: str) -> Iterator[tuple[Term, Term]]:
        """Yield subject and object of every triple with a predicate."""
        import pyoxigraph

        from careergraph.sparql import parse

        named = pyoxigraph.NamedNode(predicate)
        for subject, object_ in self.stream(parse(f"SELECT ?s ?o {{ ?s {named} ?o }}")):
            if subject is not None and object_ is not None:
                yield subject, object_

    def close(self) -> None:
        """End the workers, whatever they are doing."""
        with self._changed:
            self._closed = True
            for process in self._all.difference(self._idle):
                process.stop()
                self._all.discard(process)
            self._idle.clear()
            self._changed.notify_all()
            for process in self._all:
                process.end()
        self._finish()

    def _ask(
        self, query: Query, limits: Limits, format: str | None = None
    ) -> tuple[Process, Reply]:
        process = self._take()
        try:
            return process, process.ask(_question(query, limits, format), limits)
        except SyntaxError as error:
            self._give_back(process)
            raise refused(error) from error
        except BaseException:
            self._give_back(process)
            raise

    def _rows(self, process: Process, reply: Reply, found: Iterator[Row]) -> Iterator[Row]:
        """Yield nothing once, so that closing what is not begun has an effect; then the rows."""
        try:
            yield ()
            yield from found
        finally:
            self._done(process, reply)

    def _pieces(self, process: Process, reply: Reply) -> Iterator[bytes]:
        try:
            yield b""
            yield from reply.pieces()
        finally:
            self._done(process, reply)

    def _done(self, process: Process, reply: Reply) -> None:
        try:
            if process.busy:
                reply.drop()
        finally:
            self._give_back(process)

    def _take(self) -> Process:
        """Return a worker whose graph is open, which nobody else has."""
        latest = time.monotonic() + self._wait
        with self._changed:
            if os.getpid() != self._owner:  # forked: the workers there are answer the other process
                self._owner = os.getpid()
                self._idle.clear()
                self._all.clear()
            while True:
                if self._closed:
                    raise QueryError("The graph has been closed. Load it again.")
                if self._idle:
                    process = self._idle.pop()
                    if process.usable:
                        break
                    self._end(process)
                elif len(self._all) < self._count:
                    process = self._new()
                    break
                elif not self._changed.wait(latest - time.monotonic()):
                    raise self.busy()
        try:
            process.wait_until_open()
        except BaseException:
            with self._changed:
                self._end(process)
                self._changed.notify()
            raise
        return process

    def _take_open(self) -> Process | None:
        """Return a worker whose graph is known to be open, if one is free now."""
        with self._changed:
            if self._closed or os.getpid() != self._owner:
                return None
            for process in self._idle:
                if process.in_force and process.usable:
                    self._idle.remove(process)
                    return process
        return None

    def busy(self) -> BusyError:
        """Return what says that no worker came free in time."""
        return BusyError(
            f"All {self._count} workers are answering other queries, and none came "
            f"free within {self._wait:g} seconds. Try again later."
        )

    def _give_back(self, process: Process) -> None:
        """Take a worker back, or start another in place of one that cannot be used again."""
        with self._changed:
            if not process.usable or process.grown > MOST_GROWN:
                self._end(process)
                # Garbage may be collected in any order: the pool perhaps before its last answer.
                if self._finish.alive and not self._closed:
                    with suppress(OSError):
                        self._idle.append(self._new())
            elif self._closed:
                self._end(process)
            else:
                self._idle.append(process)
            self._changed.notify()

    def _new(self) -> Process:
        process = None if self._formats or self._connects else ahead.take(self._directory)
        if process is None:
            descriptor = None if self._snapshot is None else self._snapshot.fileno()
            directory = None if self._directory is None else str(self._directory)
            source = Source(directory, descriptor)
            process = Process(source, formats=self._formats, connects=self._connects)
        self._all.add(process)
        return process

    def _end(self, process: Process) -> None:
        self._all.discard(process)
        process.end()


class Serialised:
    """An answer as bytes, while a worker writes it.

    Attributes
    ----------
    form : str
        ``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``.
    columns : tuple of str
        Names of its columns.
    """

    def __init__(self, reply: Reply, pieces: Iterator[bytes]) -> None:
        self.form, *columns = reply.start
        self.columns = tuple(columns)
        self._reply = reply
        self._pieces = pieces

    @property
    def cut(self) -> str | None:
        """Why rows are missing, known after the last piece."""
        return self._reply.cut

    @property
    def is_here(self) -> bool:
        """Whether it has come to its end, so that reading it waits for nothing."""
        return self._reply.is_here

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces

    def close(self) -> None:
        """Stop the query."""
        close = getattr(self._pieces, "close", None)
        if close is not None:
            close()


def snapshot(store: pyoxigraph.Store) -> IO[bytes]:
    """Return a nameless file with all quads of a store."""
    from tempfile import TemporaryFile

    import pyoxigraph

    file = TemporaryFile()  # noqa: SIM115 - closed with the workers
    store.dump(file, pyoxigraph.RdfFormat.N_QUADS)
    file.flush()
    return file


def _question(query: Query, limits: Limits, format: str | None) -> Question:
    return Question(text_for(query, limits), query.form, query.columns, format)


def _boolean(data: bytes) -> bool:
    import pyoxigraph

    return bool(pyoxigraph.parse_query_results(data, pyoxigraph.QueryResultsFormat.JSON))


def _triples(reply: Reply) -> Iterator[Row]:
    from pyoxigraph import RdfFormat, parse

    # Oxigraph reads bytes three times as fast as it reads from an object of Python's.
    pieces = (parse(piece, RdfFormat.N_TRIPLES) for piece in reply.lines())
    quads = chain.from_iterable(pieces)
    return map(tuple, map(attrgetter("triple"), quads))


def _solutions(reply: Reply, columns: tuple[str, ...]) -> Iterator[Row]:
    """Return the rows of a table, whose first line says which variables there are."""
    from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

    def read(lines: bytes) -> pyoxigraph.QuerySolutions:
        found = parse_query_results(lines, QueryResultsFormat.TSV)
        assert isinstance(found, QuerySolutions)
        return found

    pieces = reply.lines()
    first = next(pieces)
    head = first[: first.index(b"\n") + 1]
    found = read(first)
    names = tuple(variable.value for variable in found.variables)
    rows = chain(found, chain.from_iterable(read(head + piece) for piece in pieces))
    return in_order(rows, names, columns)


def _abandon_all(processes: set[Process], snapshot: IO[bytes] | None) -> None:
    for process in list(processes):
        process.abandon()
    processes.clear()
    if snapshot is not None:
        snapshot.close()
