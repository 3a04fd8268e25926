"""Asking a worker, and the content of its reply piece by piece as it comes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from careergraph.engines import frames
from careergraph.engines.process import Process, Question, request
from careergraph.errors import CareerGraphError

if TYPE_CHECKING:
    from careergraph.engines.base import Limits

GRACE = 0.02
"""Seconds in which a worker whose answer nobody wants any more may come to its end by itself."""


def ask(process: Process, question: Question, limits: Limits) -> Reply:
    """Ask a worker whose graph is open; return the reply when it begins.

    Raises
    ------
    SyntaxError
        The text is no query; the message is Oxigraph's.
    QueryError, RequestError, LimitError
        There is no reply.
    """
    told = request(question, limits)
    process.begin(limits)
    process.tell(told)
    return Reply(process)


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
        self._has_ended = False
        self._process = process
        kind, content = process.next_frame()
        if kind != frames.START:
            process.check(content)
        self.start = content.decode().split("\n")

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
        while not self._has_ended:
            kind, content = self._process.next_frame()
            if kind == frames.DATA:
                yield content
            else:
                self._has_ended = True
                self.cut = self._process.check(content)

    def drop(self) -> None:
        """Let it come to its end unread, if that is near."""
        self._process.hurry(GRACE)
        with suppress(CareerGraphError, SyntaxError):
            for _ in self.pieces():
                pass
