"""A worker process from outside: start it, ask it, and end it whatever it is doing."""

from __future__ import annotations

import fcntl
import marshal
import math
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from careergraph.engines import frames
from careergraph.engines.base import CAN_LIMIT_MEMORY
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

READ = 1 << 16
"""Bytes that are read from a worker at once."""

OPENING = 600.0
"""Seconds that a worker may take to open its graph: a large one in memory takes some."""

GRACE = 0.02
"""Seconds in which a worker whose answer nobody wants any more may come to its end by itself."""

FOREVER = 2e6
"""Seconds, 23 days, from which a limit is none: the longest that poll(2) can wait is 25 days."""

MIB = 1 << 20
MOST_MEMORY = 1 << 40
"""MiB that an address space of 64 bits has room for."""

_PROGRAM = (
    "import sys; sys.path += sys.argv[1:]; from careergraph.engines.worker import main; main()"
)


_abandoned: list[int] = []
"""Processes that were abandoned and have not been seen to end."""


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
    busy : bool
        Whether a question has not been answered to its end.
    in_force : tuple of str
        What confines it, of the words in `careergraph.engines.confinement`; known once it is open.
    """

    def __init__(self, source: Source, *, formats: bool = False, connects: bool = False) -> None:
        self._source = source
        self._parent = os.getpid()
        self._lock = threading.Lock()
        self._buffer = bytearray()
        self._deadline = math.inf
        self._seconds: float | None = None
        self._memory: int | None = None
        self._size = self._size_at_first = 0
        self.in_force: tuple[str, ...] = ()
        self.busy = False
        self.pid: int | None = None
        self._status: int | None = None
        self._stopped = False
        _forget_ended()
        self._from, replies = os.pipe()
        requests, self._to = os.pipe()
        parent, self._alive = os.pipe()
        try:
            self.pid = _start(requests, replies, parent, source.snapshot)
        except BaseException:
            self._close_pipes()
            raise
        finally:
            for end in (requests, replies, parent):
                os.close(end)
        self._tell({"directory": source.directory, "formats": formats, "connects": connects})

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
        self._deadline = time.monotonic() + OPENING
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

    def ask(self, question: Question, limits: Limits) -> Reply:
        """Ask a question, once the graph is open; return the reply when it begins.

        Raises
        ------
        SyntaxError
            The text is no query; the message is Oxigraph's.
        QueryError, RequestError, LimitError
            There is no reply.
        """
        self._put(question, limits)
        return Reply(self)

    async def ask_meanwhile(self, question: Question, limits: Limits) -> Reply:
        """Ask a question as `ask` does, while the event loop goes on."""
        import asyncio

        self._put(question, limits)
        loop = asyncio.get_running_loop()
        begins = loop.create_future()
        loop.add_reader(self._from, _note, begins)
        left = self._deadline - time.monotonic()
        try:
            async with asyncio.timeout(left if left < math.inf else None):
                await begins
        except TimeoutError as error:
            raise self._out_of_time() from error
        finally:
            loop.remove_reader(self._from)
        self._buffer += self._more()
        return Reply(self)

    def _put(self, question: Question, limits: Limits) -> None:
        ends = limits.seconds is not None and limits.seconds < FOREVER
        self._seconds, self._memory = limits.seconds if ends else None, limits.memory
        self._deadline = math.inf if self._seconds is None else time.monotonic() + self._seconds
        if self._memory is not None and not CAN_LIMIT_MEMORY:
            raise RequestError("This system cannot limit the memory of a query; ask without.")
        self.busy = True
        self._tell(
            {
                **question._asdict(),
                "seconds": self._seconds,
                "memory": None if self._memory is None else min(self._memory, MOST_MEMORY) * MIB,
                "rows": limits.rows,
            }
        )

    def next_frame(self) -> tuple[bytes, bytes]:
        """Return kind and content of the next frame.

        Raises
        ------
        LimitError, QueryError
            The time is up, or the process has ended.
        """
        header = self._take(frames.HEADER)
        kind, size = frames.read_header(header)
        return kind, self._take(size)

    def hurry(self, seconds: float) -> None:
        """Wait at most so many seconds for all that comes next."""
        self._deadline = min(self._deadline, time.monotonic() + seconds)

    def check(self, content: bytes) -> str | None:
        """Return why an answer was cut, from the frame that ends its reply; None if it was not.

        Raises
        ------
        SyntaxError, QueryError, RequestError, LimitError
            It ended badly.
        """
        how, text = self._ending(content)
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
        """Whether all of the reply has been read that there is, so that nobody waits for more."""
        place = 0
        while len(self._buffer) >= place + frames.HEADER:
            kind, size = frames.read_header(self._buffer[place : place + frames.HEADER])
            place += frames.HEADER + size
            if kind == frames.END:
                return len(self._buffer) >= place
        return not self.busy

    @property
    def usable(self) -> bool:
        """Whether it can be asked: it is there, and says nothing that nobody asked for."""
        if self.pid is None or self.busy:
            return False
        news = select.poll()
        news.register(self._from, select.POLLIN)
        return not self.in_force or not news.poll(0)

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
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            _abandoned.append(pid)
        self.end()

    def _close_pipes(self) -> None:
        ends = self._from, self._to, self._alive
        self._from = self._to = self._alive = -1
        for end in ends:
            if end >= 0:
                os.close(end)

    def _reap(self) -> None:
        pid, self.pid = self.pid, None
        # Another process that was forked from ours must not end our workers.
        if pid is not None and os.getpid() == self._parent:
            self._status = _ended(pid)

    def _tell(self, request: dict[str, object]) -> None:
        with suppress(BrokenPipeError):  # why, the next frame that is missing says
            frames.write_all(self._to, frames.frame(b"R", marshal.dumps(request)))

    def _take(self, size: int) -> bytes:
        buffer = self._buffer
        while len(buffer) < size:
            more = self._more()
            if not more:
                raise self._why_ended()
            buffer += more
        taken = bytes(buffer[:size])
        del buffer[:size]
        return taken

    def _more(self) -> bytes:
        """Return what there is to read, when there is; nothing where the process has ended."""
        if self._from < 0:  # the graph was closed while somebody was reading
            return b""
        if self._deadline < math.inf:
            news = select.poll()
            news.register(self._from, select.POLLIN)
            left = self._deadline - time.monotonic()
            if left <= 0 or not news.poll(math.ceil(left * 1000)):
                raise self._out_of_time()
        return os.read(self._from, READ)

    def _ending(self, content: bytes) -> tuple[str, str]:
        how, size, text = content.decode().split("\n", 2)
        self._size = int(size)
        self.busy = False
        return how, text

    def _not_open(self, why: str) -> GraphFileError:
        name = self._source.directory or "The graph"
        return GraphFileError(f"{name}: Oxigraph cannot open it ({why}). Import it again.")

    def _why_ended(self) -> CareerGraphError:
        with self._lock:
            self._reap()
        if self._stopped:
            return QueryError("The graph was closed while the query was being answered.")
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


class Reply:
    """The content of a reply, piece by piece as it comes.

    Attributes
    ----------
    start : list of str
        The words that it began with.
    cut : str or None
        Why it was cut, known at its end.
    """

    def __init__(self, process: Process) -> None:
        self.cut: str | None = None
        self._process = process
        kind, content = process.next_frame()
        if kind != frames.START:
            process.check(content)
        self.start = content.decode().split("\n")

    @property
    def is_here(self) -> bool:
        """Whether its end has been read, so that nothing waits for it."""
        return self._process.has_ending

    def read(self) -> bytes:
        """Return the whole content."""
        return b"".join(self.pieces())

    def lines(self) -> Iterator[bytes]:
        """Yield the content in pieces that end where a line does."""
        held = b""
        for piece in self.pieces():
            end = piece.rfind(b"\n") + 1
            if end:
                yield held + piece[:end]
                held = piece[end:]
            else:
                held += piece
        if held:
            yield held

    def pieces(self) -> Iterator[bytes]:
        """Yield the content as it comes; raise what the reply ends with."""
        while self._process.busy:
            kind, content = self._process.next_frame()
            if kind == frames.DATA:
                yield content
            else:
                self.cut = self._process.check(content)

    def drop(self) -> None:
        """Let it come to its end unread, if that is near."""
        self._process.hurry(GRACE)
        with suppress(CareerGraphError, SyntaxError):
            for _ in self.pieces():
                pass


def _note(begins: Future[None]) -> None:
    if not begins.done():
        begins.set_result(None)


def _start(requests: int, replies: int, parent: int, snapshot: int | None) -> int:
    """Start a bare interpreter in a process group of its own, which Ctrl-C does not reach."""
    engine = find_spec("pyoxigraph")
    assert engine is not None
    assert engine.origin is not None
    # A descriptor that is one of the targets itself would be overwritten: move it up first.
    handed = [requests, replies, parent, *([] if snapshot is None else [snapshot])]
    high = [fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 10) for descriptor in handed]
    try:
        return os.posix_spawn(
            sys.executable,
            [
                *(sys.executable, "-I", "-S", "-c", _PROGRAM),
                *(str(Path(engine.origin).parents[1]), str(Path(__file__).parents[2])),
            ],
            os.environ,
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
                *(
                    (os.POSIX_SPAWN_DUP2, one, to)
                    for one, to in zip(high, (0, 1, 3, 4), strict=False)
                ),
            ],
            setpgroup=0,
            setsigmask=(),
            setsigdef=(signal.SIGINT, signal.SIGALRM, signal.SIGIO, signal.SIGXCPU),
        )
    finally:
        for descriptor in high:
            os.close(descriptor)


def _forget_ended() -> None:
    """Take note of the processes that were abandoned and have ended."""
    for pid in tuple(_abandoned):
        gone = pid
        with suppress(ChildProcessError):
            gone = os.waitpid(pid, os.WNOHANG)[0]
        if gone:
            _abandoned.remove(pid)


def _ended(pid: int) -> int | None:
    """Kill a child and return how it ended, which may have been before."""
    with suppress(ChildProcessError, ProcessLookupError):
        gone, status = os.waitpid(pid, os.WNOHANG)
        if gone:
            return status
        os.kill(pid, signal.SIGKILL)
        return os.waitpid(pid, 0)[1]
    return None
