"""SPARQL 1.1 Update, where an operator allows it: with a token, and never to a broken graph."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
import uuid
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from careergraph.errors import BusyError, LimitError, QueryError
from careergraph.server.audit import Audit
from careergraph.server.problems import ProblemError
from careergraph.server.requests import FORM, UPDATE_TYPE, pairs, read_body, read_only
from careergraph.server.tokens import Tokens

if TYPE_CHECKING:
    from starlette.requests import Request

    from careergraph.server.service import Service
    from careergraph.server.versions import Versions

SECONDS = 300.0
"""How long an update may take: to check a graph of a million triples takes some 40."""

MOST_BODY = 16 * 2**20
"""Bytes of an update."""

WAITING = 8
"""Updates that wait for their turn."""

_SKIPPED = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r'|"(?:[^"\\\n\r]|\\.)*"|\'(?:[^\'\\\n\r]|\\.)*\''
    r'|<[^\x00-\x20<>"{}|^`\\]*>|#[^\n\r]*|[?$]\w+',
    re.DOTALL,
)
"""Strings, IRIs, comments and variables."""
_OUTSIDE = re.compile(r"(?:LOAD|SERVICE)", re.IGNORECASE)
_LOCAL_NAME = re.compile(r"(?<=:)[\w.%\\-]+")
_ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


class Updates:
    """Applies updates to the store of a service, one after the other.

    Parameters
    ----------
    service : Service
        Its settings name the file of tokens.
    versions : Versions
        Those of its store.
    """

    def __init__(self, service: Service, versions: Versions) -> None:
        assert service.settings.token_file is not None
        self._service = service
        self._tokens = Tokens(Path(service.settings.token_file))
        self._versions = versions
        path = versions.path
        self._audit = Audit(path.with_name(path.name + ".audit.jsonl"))
        self._audit.recover(self._versions.present)
        self._turn = asyncio.Lock()
        self._waiting = 0

    async def respond(self, request: Request) -> Response:
        """Return the response to a request for an update."""
        owner = self._tokens.owner(request.headers.get("authorization", ""))
        if owner is None:
            raise ProblemError(
                HTTPStatus.UNAUTHORIZED,
                "An update needs a token. Send it as Authorization: Bearer ...",
                {"WWW-Authenticate": 'Bearer realm="careergraph"'},
            )
        text = await read_update(request)
        refuse_outside(text)
        if self._waiting >= WAITING:
            raise BusyError("Other updates are waiting already. Try again later.")
        asked = Asked(request.scope.get("request_id", uuid.uuid4().hex[:16]), owner, text)
        self._waiting += 1
        try:
            # A client that goes away does not stop what it has begun.
            return await asyncio.shield(asyncio.ensure_future(self._in_turn(asked)))
        finally:
            self._waiting -= 1

    async def _in_turn(self, asked: Asked) -> Response:
        async with self._turn:
            said = await run_in_threadpool(self._apply, asked)
            await run_in_threadpool(self._service.renew)
            return JSONResponse({**said, "snapshot": self._service.snapshot})

    def _apply(self, asked: Asked) -> dict[str, Any]:
        try:
            number = self._versions.stage()
        except OSError as error:
            raise _no_room(error) from error
        try:
            return self._applied(asked, number)
        except OSError as error:
            self._discard(number)
            raise _no_room(error) from error
        except BaseException:
            self._discard(number)
            raise

    def _discard(self, number: int) -> None:
        if number != self._versions.present:
            self._versions.discard(number)

    def _applied(self, asked: Asked, number: int) -> dict[str, Any]:
        facts = {"request": asked.id, "token": asked.owner, "update": asked.text}
        try:
            found = apply(
                self._versions.directory(number),
                self._versions.directory(self._versions.present),
                asked.text,
                held=(self._versions.lock,),
            )
        except LimitError as error:
            self._audit.write("failed", **facts, reason=str(error))
            raise
        if found["outcome"] == "refused":
            self._audit.write("refused", **facts, violations=found["violations"])
            first = found["violations"][0]
            raise ProblemError(
                HTTPStatus.UNPROCESSABLE_ENTITY,
                f"The update would break the graph, which stays as it is. {first['message']}",
                violations=found["violations"],
            )
        if found["outcome"] != "sound":
            self._audit.write("failed", **facts, reason=found["message"])
            raise (LimitError if found["outcome"] == "limit" else QueryError)(found["message"])
        counts = {"before": found["before"], "after": found["after"]}
        self._versions.settle(number)
        self._audit.write("prepared", **facts, **counts, version=number)
        self._versions.commit(number)
        with suppress(OSError):  # it is committed; the next start says so where this could not
            self._audit.write("committed", request=asked.id, version=number)
        return {"request": asked.id, **counts}

    def close(self) -> None:
        """Let others write."""
        self._versions.close()
        self._audit.close()


@dataclass(frozen=True)
class Asked:
    """An update, who asks for it, and the number of the request."""

    id: str
    owner: str
    text: str


def apply(
    copy: Path, present: Path, text: str, seconds: float = SECONDS, held: tuple[int, ...] = ()
) -> dict[str, Any]:
    """Apply an update to a copy of a store, in a process that is killed when its time is up.

    It ends with this process too, and until it has ended holds the descriptors that are `held`:
    nobody else is to write to the copy.

    Raises
    ------
    LimitError
        It took too long, or the process did not survive it.
    """
    request = {
        "copy": str(copy),
        "present": str(present),
        "update": text,
        "parent": os.getpid(),
    }
    try:
        done = subprocess.run(
            [sys.executable, "-c", _PROGRAM, *sys.path],
            input=json.dumps(request).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            pass_fds=held,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise LimitError(
            f"The update was not applied and checked within {seconds:g} seconds; the graph stays "
            "as it is. Ask for less at once."
        ) from None
    if done.returncode != 0:
        raise LimitError(
            "The process that applied the update did not survive it; the graph stays as it is. "
            "Ask for less at once."
        )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


_PROGRAM = (
    "import sys; sys.path[:] = sys.argv[1:]; from careergraph.server.applying import main; main()"
)


async def read_update(request: Request) -> str:
    """Return the update that a request holds.

    Raises
    ------
    ProblemError
        It is not as the SPARQL 1.1 Protocol says, 2.2.
    """
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await read_body(request, MOST_BODY)
    given = pairs(request.url.query)
    if content_type == FORM:
        given += pairs(body)
    elif content_type == UPDATE_TYPE:
        given.append(("update", body))
    else:
        raise ProblemError(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            f"An update is posted as {UPDATE_TYPE} or {FORM}, "
            f"not as {content_type or 'nothing named'}.",
        )
    names = [name for name, _ in given]
    if "query" in names:
        raise _bad("A query is asked at /sparql.")
    if "using-graph-uri" in names or "using-named-graph-uri" in names:
        raise _bad("There are no named graphs here to use: leave out using-graph-uri.")
    texts = [value for name, value in given if name == "update"]
    if len(texts) != 1:
        raise _bad("Send the update once, as update=..." if texts else "There is no update.")
    return texts[0]


def refuse_outside(text: str) -> None:
    """Refuse an update that would read from elsewhere.

    Raises
    ------
    ProblemError

    Examples
    --------
    >>> refuse_outside('INSERT DATA { skill:load skos:prefLabel "Service" }')
    """
    decoded = _ESCAPED.sub(lambda found: chr(int(found[1] or found[2], 16) % 0x110000), text)
    for read in (text, decoded):
        words = _LOCAL_NAME.sub(" ", _SKIPPED.sub(" ", read))
        if found := _OUTSIDE.search(words):
            raise ProblemError(
                HTTPStatus.FORBIDDEN,
                f"{found.group().upper()} reads from elsewhere, which an update may not. "
                "Send the triples themselves.",
            )


def _bad(detail: str) -> ProblemError:
    return ProblemError(HTTPStatus.BAD_REQUEST, detail)


def _no_room(error: OSError) -> ProblemError:
    return ProblemError(
        HTTPStatus.INSUFFICIENT_STORAGE,
        f"The update cannot be stored ({error.strerror}); the graph stays as it is.",
    )


def routes(updates: Updates | None) -> list[Route]:
    """Return the route of updates; without them it says how a service comes to take them."""

    async def update(request: Request) -> Response:
        if updates is None:
            raise read_only()
        return await updates.respond(request)

    async def other(request: Request) -> Response:
        # Without it, the pages about things would look for a thing of that name.
        raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": "POST"})

    return [Route("/update", update, methods=["POST"]), Route("/update", other)]
