"""The body of a response while it arrives."""

from __future__ import annotations

import http.client
import io
import zlib

from careergraph.engines.connections import reason
from careergraph.errors import CareerGraphError, LimitError, RemoteError

_CHUNK = 1 << 16


class Body(io.RawIOBase):
    """The body of a response as it arrives, decompressed, within its limits.

    Attributes
    ----------
    failure : CareerGraphError or None
        Why reading it stopped; parsers may hide it behind errors of their own.
    tail : bytes
        The last bytes that were read: where a server's error in the middle of an answer stands.
    """

    def __init__(self, response: http.client.HTTPResponse, place: str, most: int | None) -> None:
        self.failure: CareerGraphError | None = None
        self.tail = b""
        self._response = response
        self._place = place
        self._most = most
        self._size = 0
        self._pending = b""
        coding = response.headers.get("Content-Encoding", "identity").lower()
        self._unzip = zlib.decompressobj(zlib.MAX_WBITS | 32) if coding != "identity" else None

    def readable(self) -> bool:
        """Return True, as Python's files do that can be read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill a buffer with what comes next.

        Raises
        ------
        LimitError
            The time is up, or the body is larger than it may be.
        RemoteError
            The connection broke, or the body ends before it should.
        """
        try:
            data = self._next(len(buffer))
        except CareerGraphError as error:
            self.failure = error
            raise
        except (OSError, http.client.HTTPException, zlib.error) as error:
            self.failure = RemoteError(
                f"{self._place} stopped in the middle of its answer ({reason(error)}). Try again; "
                "if it happens again, ask for less."
            )
            raise self.failure from error
        self._size += len(data)
        if self._most is not None and self._size > self._most:
            self.failure = LimitError(
                f"The answer of {self._place} is larger than the limit of {self._most >> 20} MiB. "
                "Ask for less, or raise the limit."
            )
            raise self.failure
        self.tail = (self.tail + data)[-400:]
        buffer[: len(data)] = data
        return len(data)

    def _next(self, size: int) -> bytes:
        if self._unzip is None:
            return self._arrived(size)
        while True:
            data = self._unzip.decompress(self._pending, size)
            self._pending = self._unzip.unconsumed_tail
            if data:
                return data
            self._pending = self._pending or self._arrived(_CHUNK)
            if not self._pending:
                if not self._unzip.eof:
                    raise http.client.IncompleteRead(b"")
                return b""

    def _arrived(self, size: int) -> bytes:
        data = self._response.read1(size)
        left = self._response.length
        if not data and size and left:
            raise http.client.IncompleteRead(b"", left)
        return data


def shortened(words: bytes, most: int = 300) -> str:
    """Return a server's words as one short line without mark-up.

    >>> shortened(b"<title>x</title><h1>Gone</h1> fishing")
    'Gone fishing'
    """
    import re

    text = re.sub(r"(?s)<(style|script|title).*?</\1>|<[^>]*>", " ", words.decode(errors="replace"))
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= most else line[:most] + "…"
