"""The program of a worker process: one graph, opened once, and one question after the other.

It is started as ``python -I -S`` with this module's `main`, imports next to nothing, and locks
itself in before it reads the first question: `careergraph.engines.confinement`.
"""

from __future__ import annotations

import fcntl
import marshal
import math
import os
import resource
import select
import signal
import time

import pyoxigraph

from careergraph.engines import frames
from careergraph.engines.confinement import AddressSpace, lock_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

REQUESTS, REPLIES, PARENT, SNAPSHOT = 0, 1, 3, 4
"""File descriptors that the parent hands over."""

PIECE = 1 << 16
"""Bytes of an answer that are sent at once."""

GRACE = 1.0
"""Seconds after its limit when the kernel ends a worker that its parent has not ended."""


def main() -> None:
    """Open the graph, say so, and answer until the parent closes its end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with_parent()
    opening = _request()
    if opening is None:
        return
    space = AddressSpace()
    try:
        store = _open(opening["directory"])
    except (OSError, RuntimeError, ValueError) as error:
        frames.write_all(REPLIES, frames.ending(frames.REFUSED, 0, str(error)))
        return
    if opening["formats"]:
        _prepare_formats(store)
    in_force = lock_in(space, connects=opening["connects"])
    frames.write_all(REPLIES, frames.ending(frames.OK, space.size(), " ".join(in_force)))
    while (request := _request()) is not None:
        limits = request["seconds"], request["memory"]
        _limit(space, *limits)
        _answer(store, request, space)
        _lift(space, *limits)


def _request() -> dict[str, Any] | None:
    """Return what the parent asks next; None where it has gone."""
    header = frames.read_exactly(REQUESTS, frames.HEADER)
    if len(header) < frames.HEADER:
        return None
    _, size = frames.read_header(header)
    content = frames.read_exactly(REQUESTS, size)
    if len(content) < size:
        return None
    request: dict[str, Any] = marshal.loads(content)
    return request


def _end_with_parent() -> None:
    """Have the kernel end this process when the parent's end of the pipe to it closes.

    Nothing is ever written to that pipe, so its end is the only news there can be. Oxigraph
    cannot be told to stop, and a thread of Python's might not get its turn.
    """
    fcntl.fcntl(PARENT, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(PARENT, fcntl.F_SETFL, fcntl.fcntl(PARENT, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([PARENT], [], [], 0)[0]:  # it had gone before
        os._exit(0)


def _open(directory: str | None) -> pyoxigraph.Store:
    if directory is not None:
        return pyoxigraph.Store.read_only(directory)
    store = pyoxigraph.Store()
    snapshot: Any = _Snapshot()
    # Read term by term, because loading text in bulk gives blank nodes other names.
    store.bulk_extend(pyoxigraph.parse(snapshot, pyoxigraph.RdfFormat.N_QUADS))
    os.close(SNAPSHOT)
    return store


class _Snapshot:
    """Reads the snapshot from its beginning, whatever other workers have read of the same file."""

    def __init__(self) -> None:
        self._place = 0

    def read(self, size: int = PIECE) -> bytes:
        data = os.pread(SNAPSHOT, size, self._place)
        self._place += len(data)
        return data


def _limit(space: AddressSpace, seconds: float | None, memory: int | None) -> None:
    """Keep the limits of one question; that of time in case the parent should not."""
    if memory is not None:
        space.allow(memory)
    if seconds is not None:
        used = math.ceil(time.process_time() + seconds + GRACE)
        resource.setrlimit(resource.RLIMIT_CPU, (used, resource.RLIM_INFINITY))
        signal.setitimer(signal.ITIMER_REAL, seconds + GRACE)


def _lift(space: AddressSpace, seconds: float | None, memory: int | None) -> None:
    """Undo what `_limit` did."""
    if memory is not None:
        space.allow(None)
    if seconds is not None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        resource.setrlimit(resource.RLIMIT_CPU, (resource.RLIM_INFINITY,) * 2)


def _answer(store: pyoxigraph.Store, request: Mapping[str, Any], space: AddressSpace) -> None:
    reply = _Reply()
    try:
        if request["format"] is None:
            cut = _send(reply, store.query(request["text"]))
        else:
            cut = _write(reply, store, request)
        how, text = frames.OK, cut
    except SyntaxError as error:
        how, text = frames.SYNTAX, str(error)
    except MemoryError:
        how, text = frames.MEMORY, ""
    except BrokenPipeError:
        os._exit(0)
    except BaseException as error:  # noqa: BLE001 - a panic of Oxigraph's is no Exception
        how = frames.UNSUITED if type(error).__name__ == "RequestError" else frames.REFUSED
        # What fails between rows has been explained already, which the parent does for all alike.
        text = str(error.__cause__ or error)
    reply.end(frames.ending(how, space.size(), text))


class _Reply:
    """Sends what is written to it, piece by piece, when the parent is ready for it."""

    def __init__(self) -> None:
        self._ready: list[bytes] = []
        self._pieces: list[bytes] = []
        self._size = 0

    def start(self, *words: str) -> None:
        self._ready.append(frames.frame(frames.START, "\n".join(words).encode()))

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        self._size += len(data)
        if self._size >= PIECE:
            self._send()
        return len(data)

    def flush(self) -> None:
        """Do nothing: pieces of their full size are quicker."""

    def end(self, ending: bytes) -> None:
        self._send(ending)

    def _send(self, ending: bytes = b"") -> None:
        data = b"".join(self._pieces)
        content = frames.frame(frames.DATA, data) if data else b""
        self._pieces.clear()
        self._size = 0
        ready = b"".join(self._ready)
        self._ready.clear()
        frames.write_all(REPLIES, ready + content + ending)


def _send(reply: Any, found: object) -> str:
    """Send an answer as Oxigraph writes it."""
    if isinstance(found, pyoxigraph.QueryBoolean):
        reply.start(frames.BOOLEAN)
        found.serialize(reply, pyoxigraph.QueryResultsFormat.JSON)
    elif isinstance(found, pyoxigraph.QueryTriples):
        reply.start(frames.TRIPLES)
        found.serialize(reply, pyoxigraph.RdfFormat.N_TRIPLES)
    elif isinstance(found, pyoxigraph.QuerySolutions):
        reply.start(frames.SOLUTIONS)
        found.serialize(reply, pyoxigraph.QueryResultsFormat.TSV)
    return ""


def _write(reply: _Reply, store: pyoxigraph.Store, request: Mapping[str, Any]) -> str:
    """Send an answer in a format of ours; return why it was cut."""
    from careergraph.engines.in_process import answered
    from careergraph.writers import WRITERS

    asked = (request[name] for name in ("text", "form", "columns", "rows"))
    stream = answered(store, *asked)
    pieces: Iterator[bytes] = WRITERS[request["format"]](stream)  # refuses what it cannot write
    reply.start(stream.form, *stream.columns)
    for piece in pieces:
        reply.write(piece)
    return stream.cut or ""


def _prepare_formats(store: pyoxigraph.Store) -> None:
    """Write an answer in each format: what a format imports cannot be opened later."""
    from contextlib import suppress

    from careergraph.errors import RequestError
    from careergraph.writers import WRITERS

    class Nowhere(_Reply):
        def write(self, data: bytes) -> int:
            return len(data)

    for name in WRITERS:
        for form, text in (
            ("SELECT", "SELECT * { VALUES ?x { 1 2 } }"),
            ("ASK", "ASK {}"),
            ("CONSTRUCT", "CONSTRUCT { <a:> <a:> 1 } {}"),
        ):
            asked = {"text": text, "form": form, "columns": ("x",), "rows": 1, "format": name}
            with suppress(RequestError):
                _write(Nowhere(), store, asked)
