"""Connections to one server whose every byte comes within a time limit.

They stand on the standard library's `http.client`, because a time limit has to hold for every
byte, which the usual clients do not promise: theirs begins anew with each packet.
"""

from __future__ import annotations

import http.client
import io
import ssl
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import IO, TYPE_CHECKING

from careergraph.errors import LimitError

if TYPE_CHECKING:
    import socket

Headers = Mapping[str, str]

CONNECT_SECONDS = 10.0
"""Longest wait for a connection."""
READ_SECONDS = 300.0
"""Longest wait for the next byte; a slow query sends none until it has its first row."""

_CHUNK = 1 << 16


class Connection:
    """One connection, and the answer that is being read from it."""

    def __init__(self, host: str, port: int, *, https: bool, deadline: float | None) -> None:
        timeout = _until(deadline, CONNECT_SECONDS, host)
        self.response: http.client.HTTPResponse | None = None
        self._deadline = deadline
        self._place = host
        if https:
            self._http: http.client.HTTPConnection = http.client.HTTPSConnection(
                host, port, timeout=timeout, context=ssl.create_default_context()
            )
        else:
            self._http = http.client.HTTPConnection(host, port, timeout=timeout)
        self._http.response_class = self._timed  # type: ignore[assignment]
        self._http.connect()

    def ask(
        self,
        method: str,
        target: str,
        headers: Headers,
        body: bytes | IO[bytes] | None,
        deadline: float | None,
    ) -> None:
        """Send a request and read the head of its answer."""
        self._deadline = deadline
        self._http.sock.settimeout(_until(deadline, READ_SECONDS, self._place))
        if body is not None and not isinstance(body, bytes):
            body.seek(0)
        try:
            self._http.request(method, target, body, dict(headers))
        except ConnectionError:
            # A server that refuses a long body may have said why before it hung up.
            with suppress(http.client.HTTPException, OSError):
                self.response = self._http.getresponse()
                return
            raise
        self.response = self._http.getresponse()

    def close(self) -> None:
        """Close it, and the answer with it."""
        if self.response is not None:
            self.response.close()
        self._http.close()

    def _timed(self, sock: socket.socket, *args: object, **kwargs: object) -> object:
        """Return a response that minds the deadline at every byte."""
        timed = _Timed(sock, self)
        return http.client.HTTPResponse(timed, *args, **kwargs)  # type: ignore[arg-type]

    def before_read(self, sock: socket.socket) -> None:
        """Let a socket wait no longer than until the deadline.

        Raises
        ------
        LimitError
            It has passed.
        """
        sock.settimeout(_until(self._deadline, READ_SECONDS, self._place))


class _Timed(io.RawIOBase):
    """A socket as a file whose reads all end by the deadline of their connection."""

    def __init__(self, sock: socket.socket, connection: Connection) -> None:
        self._sock = sock
        self._raw = sock.makefile("rb", buffering=0)
        self._connection = connection

    def makefile(self, mode: str) -> io.BufferedReader:
        """Return the file that `http.client` reads from."""
        return io.BufferedReader(self, _CHUNK)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int | None:  # type: ignore[override]
        self._connection.before_read(self._sock)
        try:
            return self._raw.readinto(buffer)
        except TimeoutError:
            # Either the deadline, which this tells, or a server that is silent for too long.
            self._connection.before_read(self._sock)
            raise

    def close(self) -> None:
        self._raw.close()
        super().close()


def _until(deadline: float | None, longest: float, place: str) -> float:
    if deadline is None:
        return longest
    left = deadline - time.monotonic()
    if left <= 0:
        raise out_of_time(place)
    return min(left, longest)


def out_of_time(place: str) -> LimitError:
    """Return the error for a query whose time is up."""
    return LimitError(
        f"The query to {place} reached its time limit and was stopped. Raise the limit, or ask "
        "for less."
    )


def reason(error: BaseException) -> str:
    """Return why a connection failed, in words.

    >>> reason(ConnectionRefusedError(111, "Connection refused"))
    'Connection refused'
    """
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, http.client.IncompleteRead):
        return "the answer is not complete"
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
