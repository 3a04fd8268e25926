"""Oxigraph on this machine: in this process without limits, in a worker process with them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from careergraph.engines.base import CAN_STOP, NO_LIMITS, Limits
from careergraph.errors import RequestError
from careergraph.store import check_directory, open_directory

if TYPE_CHECKING:
    import pyoxigraph

    from careergraph.answers import Stream, Term
    from careergraph.engines.workers import Workers
    from careergraph.sparql import Query

MOST_WORKERS = 4
"""Worker processes at once; more than one only where answers are read side by side."""


class Local:
    """Answers about a store in memory, or a directory that Oxigraph keeps.

    Nothing is opened and no process started until a query needs it. A query with a limit of time
    or memory goes to a worker process, which is kept for the next; every other is answered in
    this process. A limit of infinite seconds is none, but can be interrupted.

    Parameters
    ----------
    source : Path or pyoxigraph.Store
        The directory or the store.

    Raises
    ------
    GraphFileError
        The directory is none that Oxigraph keeps.
    """

    def __init__(self, source: Path | pyoxigraph.Store) -> None:
        if isinstance(source, Path):
            check_directory(source)
        self._source = source
        self._store = None if isinstance(source, Path) else source
        self._workers: Workers | None = None
        self._lock = Lock()
        self._watched = False
        self._digest = b""

    @property
    def store(self) -> pyoxigraph.Store:
        """The store, opened now if it is a directory."""
        with self._lock:
            if self._store is None:
                assert isinstance(self._source, Path)
                self._store = open_directory(self._source)
            return self._store

    def stream(self, query: Query, limits: Limits = NO_LIMITS) -> Stream:
        """Return the answer as it is found; a limit of time or memory is kept by a worker."""
        if limits.seconds is not None or limits.memory is not None:
            if not CAN_STOP:
                raise RequestError("This system cannot stop a query; ask without limits.")
            return self.workers().stream(query, limits)
        from careergraph.engines.in_process import InProcess

        return InProcess(self.store).stream(query, limits)

    def pairs(self, predicate: str) -> Iterator[tuple[Term, Term]]:
        """Yield subject and object of every triple with a predicate."""
        from careergraph.engines.in_process import InProcess

        return InProcess(self.store).pairs(predicate)

    def workers(self) -> Workers:
        """Return the workers that keep this graph open, which start when they are asked."""
        from careergraph.engines.workers import Workers

        with self._lock:
            if self._workers is not None and self._watched and self._changed():
                self._workers.close()
                self._workers = None
            if self._workers is None:
                self._workers = Workers(self._source, MOST_WORKERS)
            return self._workers

    def prepare(self) -> None:
        """Start a worker now, and do not wait for it."""
        if CAN_STOP:
            self.workers().start(1)

    def watch(self) -> None:
        """Look, from now on, before each query with limits, whether somebody changed the store.

        Workers have a copy of a store in memory. Telling whether it is still the same takes as
        long as writing the store out: 3 ms for the roadmap, 1.5 s for 600,000 triples. So it is
        done only for a store that has been given out.
        """
        if not self._watched and not isinstance(self._source, Path):
            self._watched = True
            self._digest = _digest(self._source)

    def close(self) -> None:
        """End the worker processes; a later query with limits starts new ones."""
        with self._lock:
            if self._workers is not None:
                self._workers.close()
                self._workers = None

    def _changed(self) -> bool:
        assert not isinstance(self._source, Path)
        before, self._digest = self._digest, _digest(self._source)
        return before != self._digest


def _digest(store: pyoxigraph.Store) -> bytes:
    """Return what tells a store in memory from every other; it writes its quads in one order."""
    from hashlib import blake2b

    import pyoxigraph

    return blake2b(store.dump(format=pyoxigraph.RdfFormat.N_QUADS) or b"").digest()
