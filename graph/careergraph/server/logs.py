"""One line for each request: when, what, how it ended, how long it took."""

from __future__ import annotations

import json
import sys
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

Log = Callable[[dict[str, Any]], None]

FORMATS = ("text", "json", "none")


def make_log(format_name: str) -> Log:
    """Return what writes one request's facts to standard error."""
    return {"text": _text, "json": _json, "none": _nothing}[format_name]


def _json(facts: dict[str, Any]) -> None:
    sys.stderr.write(json.dumps(facts) + "\n")


def _text(facts: dict[str, Any]) -> None:
    # A path may hold anything that a client sends; as JSON it cannot forge a line.
    path = json.dumps(facts["path"])[1:-1]
    sys.stderr.write(
        f"{facts['time']} {facts['client']} {facts['method']} {path} {facts['status']} "
        f"{facts['bytes']} bytes {facts['ms']:.1f} ms {facts['id']}\n"
    )


def _nothing(facts: dict[str, Any]) -> None:
    pass


class Logged:
    """An ASGI application whose requests are logged, each with an id that its response carries.

    Parameters
    ----------
    app : ASGI application
    log : callable
        Takes the facts of a request once it has ended.
    """

    def __init__(self, app: Any, log: Log) -> None:
        self._app = app
        self._log = log

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        if scope["type"] != "http" or self._log is _nothing:
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        client = scope.get("client")
        facts = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "id": uuid.uuid4().hex[:16],
            "client": client[0] if client else "",
            "method": scope["method"],
            "path": scope["path"],
            "status": 0,
            "bytes": 0,
        }

        scope["request_id"] = facts["id"]

        async def counted(message: Any) -> None:
            if message["type"] == "http.response.start":
                facts["status"] = message["status"]
                message["headers"] = [
                    *message["headers"],
                    (b"x-request-id", facts["id"].encode()),
                ]
            elif message["type"] == "http.response.body":
                facts["bytes"] += len(message.get("body", b""))
                facts["cut"] = bool(message.get("more_body"))
            await send(message)

        try:
            await self._app(scope, receive, counted)
        finally:
            facts["ms"] = (time.perf_counter() - started) * 1000
            self._log(facts)
