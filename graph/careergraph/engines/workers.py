"""Oxigraph in worker processes: as fast as in this one, but every query can really be stopped."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from careergraph.answers import TRIPLE_COLUMNS, Stream
from careergraph.engines import frames, rows
from careergraph.engines.base import NO_LIMITS, Limits
from careergraph.engines.cancellation import Cancellation
from careergraph.engines.in_process import refused, text_for
from careergraph.engines.pool import WAIT, Pool
from careergraph.engines.process import Process, Question
from careergraph.engines.reply import Reply, ask
from careergraph.errors import BusyError, RequestError

if TYPE_CHECKING:
    import pyoxigraph

    from careergraph.answers import Term
    from careergraph.engines.batches import Batches, Whole
    from careergraph.engines.in_process import Row
    from careergraph.sparql import Query


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
        self._formats = formats
        self._pool = Pool(source, count, wait=wait, formats=formats, connects=connects)

    @property
    def store(self) -> pyoxigraph.Store:
        """The graph's triples in this process: the store that was copied, or the directory."""
        from careergraph.store import open_directory

        if self._store is None:
            assert self._directory is not None
            self._store = open_directory(self._directory)
        return self._store

    @cached_property
    def _batches(self) -> Batches:
        from careergraph.engines.batches import Batches

        return Batches(self._pool)

    @property
    def in_force(self) -> tuple[str, ...]:
        """What confines the workers, of the words in `careergraph.engines.confinement`."""
        process = self._pool.take()
        self._pool.give_back(process)
        return process.in_force

    @property
    def pids(self) -> tuple[int, ...]:
        """The numbers of the processes that are there now."""
        return self._pool.pids

    def start(self, count: int | None = None) -> None:
        """Start so many workers now, or all; do not wait for them to open the graph."""
        self._pool.start(count)

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
        process = self._pool.take()
        try:
            reply = self._asked(process, query, limits)
        except BaseException:
            self._pool.give_back(process)
            raise
        try:
            kind = reply.start[0]
            if kind == frames.BOOLEAN:
                boolean = rows.boolean(reply)
                self._done(process, reply)
                return Stream("ASK", boolean=boolean, warnings=query.warnings)
            found = self._rows(process, reply, rows.rows(reply, query.columns))
            next(found)
        except BaseException:
            self._done(process, reply)
            raise
        columns = TRIPLE_COLUMNS if kind == frames.TRIPLES else query.columns
        return Stream(query.form, columns, found, query.warnings, limits.rows)

    def serialise(
        self, query: Query, limits: Limits, format: str, cancellation: Cancellation | None = None
    ) -> Serialised:
        """Return the answer in a format of `careergraph.writers.WRITERS`, as the worker writes it.

        Another thread may cancel it, which ends the worker that answers.

        Raises
        ------
        RequestError
            The format does not hold this form of answer, or the workers were made without formats.
        QueryError, LimitError, BusyError
            As for `stream`.
        """
        if not self._formats:
            raise RequestError("These workers do not write formats; make them with formats=True.")
        cancellation = cancellation or Cancellation()
        process = self._pool.take(cancellation)
        try:
            cancellation.begin(process.stop)
            reply = self._asked(process, query, limits, format)
        except BaseException:
            cancellation.end()
            self._pool.give_back(process)
            raise
        pieces = self._pieces(process, reply, cancellation)
        next(pieces)
        return Serialised(reply, pieces)

    async def serialise_meanwhile(self, query: Query, limits: Limits, format: str) -> Whole | None:
        """Return the whole of what `serialise` does, while the event loop goes on.

        None is returned where the query or the answer is long. All calls are to come from one
        event loop.
        """
        try:
            return await self._batches.answer(_question(query, limits, format), limits)
        except SyntaxError as error:
            raise refused(error) from error

    def pairs(self, predicate: str) -> Iterator[tuple[Term, Term]]:
        """Yield subject and object of every triple with a predicate."""
        import pyoxigraph

        from careergraph.sparql import parse

        named = pyoxigraph.NamedNode(predicate)
        for subject, object_ in self.stream(parse(f"SELECT ?s ?o {{ ?s {named} ?o }}")):
            if subject is not None and object_ is not None:
                yield subject, object_

    def busy(self) -> BusyError:
        """Return what says that no worker came free in time."""
        return self._pool.busy()

    def close(self) -> None:
        """End the workers, whatever they are doing."""
        self._pool.close()

    @staticmethod
    def _asked(process: Process, query: Query, limits: Limits, format: str | None = None) -> Reply:
        try:
            return ask(process, _question(query, limits, format), limits)
        except SyntaxError as error:
            raise refused(error) from error

    def _rows(self, process: Process, reply: Reply, found: Iterator[Row]) -> Iterator[Row]:
        """Yield nothing once, so that closing what is not begun has an effect; then the rows."""
        try:
            yield ()
            yield from found
        finally:
            self._done(process, reply)

    def _pieces(
        self, process: Process, reply: Reply, cancellation: Cancellation
    ) -> Iterator[bytes]:
        try:
            yield b""
            yield from reply.pieces()
        finally:
            cancellation.end()
            self._done(process, reply)

    def _done(self, process: Process, reply: Reply) -> None:
        try:
            if process.busy:
                reply.drop()
        finally:
            self._pool.give_back(process)


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

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces

    def close(self) -> None:
        """Stop the query."""
        close = getattr(self._pieces, "close", None)
        if close is not None:
            close()


def _question(query: Query, limits: Limits, format: str | None) -> Question:
    return Question(text_for(query, limits), query.form, query.columns, format)
