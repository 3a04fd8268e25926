"""A worker process from outside: start it, ask it, and end it whatever it is doing."""

from __future__ import annotations

import marshal
import math
import os
import signal
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from careergraph.engines import frames, spawn
from careergraph.engines.base import CAN_LIMIT_MEMORY
from careergraph.engines.incoming import Incoming
from careergraph.errors import (
    CareerGraphError,
    GraphFileError,
    LimitError,
    QueryError,
    RequestError,
)

if TYPE_CHECKING:
    from asyncio import Future

    from careergraph.engines.base import Limits

Request = dict[str, object]

OPENING = 600.0
"""Seconds that a worker may take to open its graph: a large one in memory takes some."""

FOREVER = 2e6
"""Seconds, 23 days, from which a limit is none: the longest that poll(2) can wait is 25 days."""

MIB = 1 << 20
MOST_MEMORY = 1 << 40
"""MiB that an address space of 64 bits has room for."""


class Source(NamedTuple):
    """What a worker opens: a directory that Oxigraph keeps, or the descriptor of a snapshot."""

    directory: str | None = None
    snapshot: int | None = None


class Question(NamedTuple):
    """What a worker is asked: a text for Oxigraph, and what the answer to it looks like.

    Attributes
    ----------
    format : str or None
        The format to write the answer in; as Oxigraph writes it without one.
    """

    text: str
    form: str
    columns: tuple[str, ...]
    format: str | None = None


class Process:
    """A worker process and the pipes to it: two to talk, one whose end tells it that we have gone.

    Parameters
    ----------
    source : Source
        What it opens.
    formats : bool
        Whether it is to write answers out in a format.
    connects : bool
        Whether it may open connections.

    Attributes
    ----------
    pid : int or None
        Its number while it is there.
    unanswered : int
        Questions that have not been answered to their end.
    in_force : tuple of str
        What confines it, of the words in `careergraph.engines.confinement`; known once it is open.
    """

    def __init__(self, source: Source, *, formats: bool = False, connects: bool = False) -> None:
        self._source = source
        self._parent = os.getpid()
        self._lock = threading.Lock()
        self._seconds: float | None = None
        self._memory: int | None = None
        self._size = self._size_at_first = 0
        self.in_force: tuple[str, ...] = ()
        self.unanswered = 0
        self.pid: int | None = None
        self._status: int | None = None
        self._stopped = False
        spawn.forget_ended()
        ours, replies = os.pipe()
        self._incoming = Incoming(ours)
        requests, self._to = os.pipe()
        parent, self._alive = os.pipe()
        try:
            self.pid = spawn.start(requests, replies, parent, source.snapshot)
        except BaseException:
            self._close_pipes()
            raise
        finally:
            for end in (requests, replies, parent):
                os.close(end)
        self._send({"directory": source.directory, "formats": formats, "connects": connects})

    @property
    def grown(self) -> int:
        """Bytes by which its address space has grown since its graph was open."""
        return self._size - self._size_at_first

    def wait_until_open(self) -> None:
        """Return when its graph is open.

        Raises
        ------
        GraphFileError
            It cannot be opened.
        """
        if self.in_force:
            return
        self._incoming.deadline = time.monotonic() + OPENING
        try:
            how, text = self._ending(self.next_frame()[1])
        except LimitError as error:
            raise self._not_open(f"not within {OPENING:g} seconds") from error
        except QueryError as error:
            raise self._not_open(f"status {self._status}") from error
        if how != frames.OK:
            raise self._not_open(text)
        self._size_at_first = self._size
        self.in_force = tuple(text.split())

    @property
    def busy(self) -> bool:
        """Whether a question has not been answered to its end."""
        return self.unanswered > 0

    @property
    def waiting_bytes(self) -> int:
        """Bytes that have been read of answers and not been taken."""
        return self._incoming.size

    def tell(self, *requests: Request) -> None:
        """Send questions, once the graph is open."""
        self.unanswered += len(requests)
        self._send(*requests)

    def begin(self, limits: Limits) -> None:
        """Let the reply that comes next take as long as it may, from now on."""
        self._seconds, self._memory = _seconds(limits), limits.memory
        self._incoming.deadline = time.monotonic() + (
            math.inf if self._seconds is None else self._seconds
        )

    async def wait_meanwhile(self) -> None:
        """Wait until there is something to read, while the event loop goes on.

        Raises
        ------
        LimitError, QueryError
            The time is up, or the process has ended.
        """
        import asyncio

        loop = asyncio.get_running_loop()
        begins = loop.create_future()
        loop.add_reader(self._incoming, _note, begins)
        try:
            async with asyncio.timeout(self._incoming.left):
                await begins
            self._incoming.read()
        except TimeoutError as error:
            raise self._out_of_time() from error
        except EOFError as error:
            raise self._why_ended() from error
        finally:
            loop.remove_reader(self._incoming)

    def next_frame(self) -> tuple[bytes, bytes]:
        """Return kind and content of the next frame.

        Raises
        ------
        LimitError, QueryError
            The time is up, or the process has ended.
        """
        try:
            return self._incoming.next_frame()
        except TimeoutError as error:
            raise self._out_of_time() from error
        except EOFError as error:
            raise self._why_ended() from error

    def hurry(self, seconds: float) -> None:
        """Wait at most so many seconds for all that comes next."""
        latest = time.monotonic() + seconds
        self._incoming.deadline = min(self._incoming.deadline, latest)

    def check(self, content: bytes) -> str | None:
        """Return why an answer was cut, from the frame that ends its reply; None if it was not.

        Raises
        ------
        SyntaxError, QueryError, RequestError, LimitError
            It ended badly.
        """
        how, text = self._ending(content)
        self.unanswered -= 1
        if how == frames.OK:
            return text or None
        if how == frames.SYNTAX:
            raise SyntaxError(text)
        if how == frames.MEMORY:
            raise self._out_of_memory()
        if how == frames.UNSUITED:
            raise RequestError(text)
        raise QueryError(f"The query cannot be answered: {text}")

    @property
    def has_ending(self) -> bool:
        """Whether the whole of the next reply has been read, so that nobody waits for more."""
        return self._incoming.has_ending

    @property
    def usable(self) -> bool:
        """Whether it can be asked: it is there, and says nothing that nobody asked for."""
        if self.pid is None or self.busy:
            return False
        return not self.in_force or not self._incoming.has_news

    def stop(self) -> None:
        """End the process at once, whatever it is doing; whoever reads from it is told."""
        with self._lock:
            self._stopped = True
            self._reap()

    def end(self) -> None:
        """End the process at once, and give back the pipes to it; nobody may be reading."""
        with self._lock:
            self._reap()
            self._close_pipes()

    def abandon(self) -> None:
        """Have the process end at once, without waiting for it; nobody may be reading."""
        pid, self.pid = self.pid, None
        if pid is not None and os.getpid() == self._parent:
            spawn.abandon(pid)
        self.end()

    def _close_pipes(self) -> None:
        self._incoming.close()
        ends = self._to, self._alive
        self._to = self._alive = -1
        for end in ends:
            if end >= 0:
                os.close(end)

    def _reap(self) -> None:
        pid, self.pid = self.pid, None
        # Another process that was forked from ours must not end our workers.
        if pid is not None and os.getpid() == self._parent:
            self._status = spawn.end(pid)

    def _send(self, *requests: Request) -> None:
        written = b"".join(frames.frame(b"R", marshal.dumps(one)) for one in requests)
        with suppress(BrokenPipeError):  # why, the next frame that is missing says
            frames.write_all(self._to, written)

    def _ending(self, content: bytes) -> tuple[str, str]:
        how, size, text = content.decode().split("\n", 2)
        self._size = int(size)
        return how, text

    def _not_open(self, why: str) -> GraphFileError:
        name = self._source.directory or "The graph"
        return GraphFileError(f"{name}: Oxigraph cannot open it ({why}). Import it again.")

    def _why_ended(self) -> CareerGraphError:
        with self._lock:
            self._reap()
        if self._stopped:
            return QueryError(
                "The query was stopped: the graph was closed, or nobody waits for the answer."
            )
        code = None if self._status is None else os.waitstatus_to_exitcode(self._status)
        if code in (-signal.SIGALRM, -signal.SIGXCPU):
            return self._out_of_time()
        if code == -signal.SIGKILL or (code == -signal.SIGABRT and self._memory is not None):
            return self._out_of_memory()
        if code in (-signal.SIGSEGV, -signal.SIGBUS, -signal.SIGABRT):
            return QueryError(
                "The query made the engine crash, most likely because it is nested too deeply. "
                "Write it flatter; the graph is unharmed."
            )
        return QueryError(
            f"The process that answered ended (status {code}); the graph is unharmed. Ask again."
        )

    def _out_of_time(self) -> LimitError:
        return LimitError(
            f"The query reached its limit of {self._seconds or 0:g} seconds and was stopped. "
            "Ask for less, or allow it more time."
        )

    def _out_of_memory(self) -> LimitError:
        if self._memory is None:
            return LimitError(
                "The process that answered was ended from outside, most likely because the "
                "system's memory ran out. Ask for less."
            )
        return LimitError(
            f"The query reached its limit of {self._memory:,} MiB of memory and was stopped. "
            "Ask for less, or allow it more memory."
        )


def _seconds(limits: Limits) -> float | None:
    ends = limits.seconds is not None and limits.seconds < FOREVER
    return limits.seconds if ends else None


def request(question: Question, limits: Limits) -> Request:
    """Return a question with its limits as a worker is told.

    Raises
    ------
    RequestError
        This system cannot keep one of them.
    """
    if limits.memory is not None and not CAN_LIMIT_MEMORY:
        raise RequestError("This system cannot limit the memory of a query; ask without.")
    return {
        **question._asdict(),
        "seconds": _seconds(limits),
        "memory": None if limits.memory is None else min(limits.memory, MOST_MEMORY) * MIB,
        "rows": limits.rows,
    }


def _note(begins: Future[None]) -> None:
    if not begins.done():
        begins.set_result(None)
