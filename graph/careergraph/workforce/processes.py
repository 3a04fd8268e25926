"""Plan on all cores: worker processes that are given chunks, and replaced when they end.

The network is sent to each process once. A chunk whose process ends, killed or out of memory, is
given to another; where that happens again and again, the people in it are named.
"""

from __future__ import annotations

import selectors
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from careergraph.errors import WorkerError
from careergraph.workforce.planned import Planned
from careergraph.workforce.planner import Chunk, Engine, Planner
from careergraph.workforce.worker import receive, send

MOST_ENDS = 3
"""Processes that may end over the same chunk: one is an accident, three are not."""

AHEAD = 4
"""Chunks for each process that may be planned before the one that is waited for."""

_ROOT = Path(__file__).parents[2]
"""Where the package is, for processes that would not find it."""

_PROGRAM = (
    "import sys; sys.path[:0] = sys.argv[1:]; from careergraph.workforce.worker import main; main()"
)


class _Job(NamedTuple):
    """A chunk, its place among the chunks, and how many processes have ended over it."""

    place: int
    chunk: Chunk
    ends: int = 0


def processes(count: int) -> Engine:
    """Return the engine that plans in so many processes of its own."""

    def plan(planner: Planner, chunks: Iterable[Chunk]) -> Iterator[list[Planned]]:
        pool = _Pool(planner, count)
        try:
            yield from pool.run(chunks)
        finally:
            pool.close()

    return plan


class _Worker:
    """A process, and what it is at work on."""

    def __init__(self, planner: Planner) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, str(_ROOT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            process_group=0,  # Ctrl-C is for us; we end it
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.requests, self.answers = self.process.stdin, self.process.stdout
        self.job: _Job | None = None
        with suppress(BrokenPipeError):  # it is seen to have ended when it is given a chunk
            send(self.requests, planner)

    def give(self, job: _Job) -> None:
        self.job = job
        with suppress(BrokenPipeError):  # then its answers are at their end as well
            send(self.requests, job.chunk)

    def end(self) -> int:
        """End it whatever it does, and return its status."""
        self.process.kill()
        status = self.process.wait()
        with suppress(BrokenPipeError):
            self.requests.close()
        self.answers.close()
        return status


class _Pool:
    """The workers of one run."""

    def __init__(self, planner: Planner, count: int) -> None:
        self._planner = planner
        self._count = count
        self._selector = selectors.DefaultSelector()
        self._idle: list[_Worker] = []
        self._workers: set[_Worker] = set()
        self._done: dict[int, list[Planned]] = {}

    def run(self, chunks: Iterable[Chunk]) -> Iterator[list[Planned]]:
        """Yield the rows of each chunk, in the order of the chunks."""
        jobs = (_Job(place, chunk) for place, chunk in enumerate(chunks))
        wanted, given, exhausted = 0, 0, False
        while True:
            while given < wanted + AHEAD * self._count and not exhausted and self._free():
                job = next(jobs, None)
                if job is None:
                    exhausted = True
                else:
                    self._give(job)
                    given += 1
            if wanted in self._done:
                yield self._done.pop(wanted)
                wanted += 1
            elif exhausted and wanted == given:
                return
            else:
                self._wait()

    def close(self) -> None:
        """End all workers."""
        for worker in self._workers:
            worker.end()
        self._selector.close()

    def _free(self) -> bool:
        return bool(self._idle) or len(self._workers) < self._count

    def _give(self, job: _Job) -> None:
        worker = self._idle.pop() if self._idle else self._started()
        worker.give(job)

    def _started(self) -> _Worker:
        worker = _Worker(self._planner)
        self._workers.add(worker)
        self._selector.register(worker.answers, selectors.EVENT_READ, worker)
        return worker

    def _wait(self) -> None:
        for key, _ in self._selector.select():
            worker: _Worker = key.data
            job = worker.job
            try:
                answer = receive(worker.answers)
            except EOFError:
                self._replace(worker)
                continue
            if isinstance(answer, Exception):
                raise answer
            assert job is not None
            worker.job = None
            self._idle.append(worker)
            self._done[job.place] = answer

    def _replace(self, worker: _Worker) -> None:
        """Give what a worker that has ended was at work on to another."""
        self._selector.unregister(worker.answers)
        self._workers.discard(worker)
        status, job = worker.end(), worker.job
        if job is None:
            self._idle.remove(worker)
        elif job.ends + 1 < MOST_ENDS:
            self._give(job._replace(ends=job.ends + 1))
        else:
            people = ", ".join(repr(person.name) for person in job.chunk)
            raise WorkerError(
                f"{MOST_ENDS} processes ended one after the other ({_why(status)}) while they "
                f"planned for these people: {people}. Leave them out, or plan with fewer --workers "
                "if memory ran out."
            )


def _why(status: int) -> str:
    if status < 0:
        return f"the last by signal {-status}, {signal.Signals(-status).name}"
    return f"the last with status {status}"
