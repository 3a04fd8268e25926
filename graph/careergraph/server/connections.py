"""What a client may do before it has asked anything: how long and how large a head may be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    import asyncio

MOST_HEAD = 65_536
"""Bytes of a request line with its headers; one more piece of the network's is read at most."""

HEAD_SECONDS = 20.0
"""What a client may take to send them."""

MOST_CONNECTIONS = 512
"""Connections that are open at the same time."""


class Bounded(HttpToolsProtocol):
    """HTTP as uvicorn and httptools read it, which by themselves wait and collect without end."""

    _head = 0
    _in_head = True
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin to count."""
        super().connection_made(transport)
        self._timer = self.loop.call_later(HEAD_SECONDS, self._late)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop counting."""
        self._forget()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Count anew: a request has begun, maybe not the first of its connection."""
        self._forget()
        self._head, self._in_head = 0, True
        self._timer = self.loop.call_later(HEAD_SECONDS, self._late)
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Stop counting: the head is there."""
        self._forget()
        self._in_head = False
        super().on_headers_complete()

    def data_received(self, data: bytes) -> None:
        """Read a piece, unless the head has been too long before it."""
        if self._in_head and self._head > MOST_HEAD:
            self.send_400_response(f"The headers have more than {MOST_HEAD:,} bytes.")
            return
        super().data_received(data)
        if self._in_head:
            self._head += len(data)

    def _forget(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _late(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()
