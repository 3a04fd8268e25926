"""The worker processes of one graph: started, lent to one query after the other, and replaced."""

from __future__ import annotations

import os
import threading
import time
import weakref
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from careergraph.engines import ahead
from careergraph.engines.cancellation import Cancellation
from careergraph.engines.process import MIB, Process, Source
from careergraph.errors import BusyError, QueryError

if TYPE_CHECKING:
    from typing import IO

    import pyoxigraph

WAIT = 10.0
"""Seconds to wait for a worker that is free."""

MOST_GROWN = 256 * MIB
"""What a worker may keep of memory from query to query before another takes its place."""


class Pool:
    """Worker processes that keep one graph open, each lent to one query at a time.

    Parameters
    ----------
    source : Path or pyoxigraph.Store
        A directory that Oxigraph keeps, or a store in memory, which is copied now.
    count : int
        How many there may be.
    wait : float
        Seconds to wait for one that is free.
    formats, connects : bool
        As for `Process`.

    Attributes
    ----------
    count, wait
        As given.
    """

    def __init__(
        self,
        source: Path | pyoxigraph.Store,
        count: int,
        *,
        wait: float,
        formats: bool,
        connects: bool,
    ) -> None:
        self._directory = source if isinstance(source, Path) else None
        self._snapshot = None if isinstance(source, Path) else snapshot(source)
        self.count = count
        self.wait = wait
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
    def pids(self) -> tuple[int, ...]:
        """The numbers of the processes that are there now."""
        with self._changed:
            return tuple(process.pid for process in self._all if process.pid is not None)

    def start(self, count: int | None = None) -> None:
        """Start so many workers now, or all; do not wait for them to open the graph."""
        with self._changed:
            while len(self._all) < (count or self.count) and not self._closed:
                self._idle.append(self._new())

    def take(self, cancellation: Cancellation | None = None) -> Process:
        """Return a worker whose graph is open, which nobody else has.

        Raises
        ------
        BusyError
            None came free in time.
        QueryError, GraphFileError
            The pool is closed, the wait was cancelled, or the graph cannot be opened.
        """
        cancellation = cancellation or Cancellation()
        cancellation.begin(self._wake)
        try:
            process = self._free(cancellation)
        finally:
            cancellation.end()
        try:
            process.wait_until_open()
        except BaseException:
            with self._changed:
                self._end(process)
                self._changed.notify()
            raise
        return process

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _free(self, cancellation: Cancellation) -> Process:
        """Return a worker that nobody else has, when there is one."""
        latest = time.monotonic() + self.wait
        with self._changed:
            if os.getpid() != self._owner:  # forked: the workers there are answer the other process
                self._owner = os.getpid()
                self._idle.clear()
                self._all.clear()
            while True:
                if self._closed:
                    raise QueryError("The graph has been closed. Load it again.")
                cancellation.check()
                if self._idle:
                    process = self._idle.pop()
                    if process.usable:
                        return process
                    self._end(process)
                elif len(self._all) < self.count:
                    return self._new()
                elif not self._changed.wait(latest - time.monotonic()):
                    raise self.busy()

    def take_open(self) -> Process | None:
        """Return a worker whose graph is known to be open, if one is free now."""
        with self._changed:
            if self._closed or os.getpid() != self._owner:
                return None
            for process in self._idle:
                if process.in_force and process.usable:
                    self._idle.remove(process)
                    return process
        return None

    def give_back(self, process: Process) -> None:
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

    def busy(self) -> BusyError:
        """Return what says that no worker came free in time."""
        return BusyError(
            f"All {self.count} workers are answering other queries, and none came "
            f"free within {self.wait:g} seconds. Try again later."
        )

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


def snapshot(store: pyoxigraph.Store) -> IO[bytes]:
    """Return a nameless file with all quads of a store."""
    from tempfile import TemporaryFile

    import pyoxigraph

    file = TemporaryFile()  # noqa: SIM115 - closed with the workers
    store.dump(file, pyoxigraph.RdfFormat.N_QUADS)
    file.flush()
    return file


def _abandon_all(processes: set[Process], snapshot: IO[bytes] | None) -> None:
    for process in list(processes):
        process.abandon()
    processes.clear()
    if snapshot is not None:
        snapshot.close()
