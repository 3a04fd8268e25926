"""One line for each request: when, what, how it ended, how long it took."""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from careergraph.errors import CareerGraphError
from careergraph.server.problems import ProblemError

Log = Callable[[dict[str, Any]], None]

FORMATS = ("text", "json", "none")


def make_log(format_name: str) -> Log:
    """Return what writes one request's facts to standard error."""
    return {"text": _text, "json": _json, "none": _faults}[format_name]


def _json(facts: dict[str, Any]) -> None:
    sys.stderr.write(json.dumps({**facts, "time": _time(facts)}) + "\n")


def _time(facts: dict[str, Any]) -> str:
    return datetime.fromtimestamp(facts["time"], UTC).isoformat(timespec="milliseconds")


def _text(facts: dict[str, Any]) -> None:
    # A path may hold anything that a client sends; as JSON it cannot forge a line.
    path = json.dumps(facts["path"])[1:-1]
    sys.stderr.write(
        f"{_time(facts)} {facts['client']} {facts['method']} {path} {facts['status']} "
        f"{facts['bytes']} bytes {facts['ms']:.1f} ms {facts['id']}\n"
    )
    for name in ("broken_off", "fault"):
        if name in facts:
            sys.stderr.write(f"{facts['id']} {name}: {json.dumps(facts[name])}\n")


def _faults(facts: dict[str, Any]) -> None:
    if "fault" in facts:
        _json(facts)


def begun(client: tuple[str, int] | None, method: str, path: str) -> dict[str, Any]:
    """Return the facts of a request that has just begun, with an id for it."""
    return {
        "time": time.time(),
        "id": os.urandom(8).hex(),
        "client": client[0] if client else "",
        "method": method,
        "path": path,
        "status": 0,
        "bytes": 0,
    }


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
        """Answer one request; what goes wrong after the first byte ends the connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        facts = begun(scope["client"], scope["method"], scope["path"])
        scope["request_id"] = facts["id"]

        async def counted(message: Any) -> None:
            if message["type"] == "http.response.start":
                facts["status"] = message["status"]
                name = (b"x-request-id", facts["id"].encode())
                message = {**message, "headers": [*message["headers"], name]}
            elif message["type"] == "http.response.body":
                facts["bytes"] += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, counted)
        except Exception as error:  # noqa: BLE001, whatever it is, the log is to have it
            # The server sees that the response has no end, and closes the connection.
            facts |= _what_ended(error)
        facts["ms"] = (time.perf_counter() - started) * 1000
        self._log(facts)


def _what_ended(error: Exception) -> dict[str, str]:
    """Return why an answer was broken off on purpose, or the fault that ended it."""
    # Starlette wraps what it could have answered had the response not begun.
    cause = error.__cause__ or error
    if isinstance(cause, CareerGraphError | ProblemError):
        return {"broken_off": str(cause)}
    return {"fault": "".join(traceback.format_exception(error))}
