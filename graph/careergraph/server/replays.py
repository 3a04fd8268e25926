"""A request that was answered before, byte for byte: answered again without being read.

Look-ups come again and again, and reading a request takes longer than finding what was answered
to it. So the head of a request is looked up as it is; whatever is not exactly what came before
goes the usual way.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from careergraph.server.connections import Bounded
from careergraph.server.logs import Log, begun

if TYPE_CHECKING:
    from careergraph.server.cache import Cache, Stored

STATE = "replays"
"""The name of the `Replays` in the application's state."""

HEAD = "careergraph.head"
"""The name in a request's scope of the bytes that it came in, if it came in one piece."""

_END = b"\r\n\r\n"
_SPECIAL = frozenset(
    (b"connection", b"content-length", b"expect", b"transfer-encoding", b"upgrade")
)
"""Headers of a request that is more than its head, or closes its connection."""


def stands_alone(scope: Any) -> bool:
    """Tell whether a request is its head and nothing else, on a connection that is kept."""
    head = scope.get(HEAD, b"")
    return (
        scope["http_version"] == "1.1"
        and head.startswith(b"GET ")
        and head.find(_END) == len(head) - len(_END)
        and not any(name in _SPECIAL for name, _ in scope["headers"])
    )


@dataclass(frozen=True)
class Replays:
    """What a connection needs to answer by itself: the responses, and where requests are logged."""

    cache: Cache
    log: Log


class Replaying(Bounded):
    """HTTP in which requests that are recognised by their bytes are answered at once."""

    _piece = b""
    _between = True

    def data_received(self, data: bytes) -> None:
        """Answer what is recognised; read everything else."""
        found = self._recognised(data)
        if found is not None:
            self._replay(found, data)
            return
        self._piece = data
        super().data_received(data)

    def on_message_begin(self) -> None:
        """Note the bytes that the request begins with."""
        super().on_message_begin()
        self._between = False
        self.scope[HEAD] = self._piece  # type: ignore[literal-required]

    def on_message_complete(self) -> None:
        """Note that what comes next is another request."""
        super().on_message_complete()
        self._between = True

    def _recognised(self, data: bytes) -> Stored | None:
        # Not in the middle of a request, nor before the one before has been answered.
        if not self._between or (self.cycle is not None and not self.cycle.response_complete):
            return None
        if self.flow.write_paused or self.transport.is_closing():
            return None
        replays: Replays = self.app_state[STATE]
        return replays.cache.recognised(data)

    def _replay(self, found: Stored, head: bytes) -> None:
        started = time.perf_counter()
        self._forget()
        self._unset_keepalive_if_required()
        _, address, _ = head.split(b" ", 2)
        facts = begun(self.client, "GET", unquote(address.partition(b"?")[0].decode("ascii")))
        headers = (
            *self.server_state.default_headers,
            *found.headers,
            (b"x-request-id", facts["id"].encode()),
        )
        lines = [b"HTTP/1.1 200 OK", *(name + b": " + value for name, value in headers), b"", b""]
        self.transport.write(b"\r\n".join(lines) + found.body)
        self.server_state.total_requests += 1
        self.timeout_keep_alive_task = self.loop.call_later(
            self.timeout_keep_alive, self.timeout_keep_alive_handler
        )
        facts |= {"status": found.status, "bytes": len(found.body)}
        facts["ms"] = (time.perf_counter() - started) * 1000
        self.app_state[STATE].log(facts)
