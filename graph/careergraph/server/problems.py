"""What went wrong with a request, as RFC 9457 problem details with the right status."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import Response

from careergraph.errors import (
    BusyError,
    CareerGraphError,
    InvalidGraphError,
    LimitError,
    NoRouteError,
    QueryError,
    RemoteError,
    RequestError,
    UnknownEffortError,
    UnknownNameError,
)

STATUS: Mapping[type[CareerGraphError], HTTPStatus] = {
    BusyError: HTTPStatus.SERVICE_UNAVAILABLE,
    LimitError: HTTPStatus.SERVICE_UNAVAILABLE,
    UnknownNameError: HTTPStatus.NOT_FOUND,
    NoRouteError: HTTPStatus.UNPROCESSABLE_ENTITY,
    UnknownEffortError: HTTPStatus.UNPROCESSABLE_ENTITY,
    InvalidGraphError: HTTPStatus.UNPROCESSABLE_ENTITY,
    QueryError: HTTPStatus.BAD_REQUEST,
    RequestError: HTTPStatus.BAD_REQUEST,
    RemoteError: HTTPStatus.BAD_GATEWAY,
}
"""The status of each error; the first that fits, so subclasses stand before their bases."""

PROBLEM = "application/problem+json"
"""The media type of problem details."""

RETRY_AFTER = 1
"""Seconds after which a busy server is worth another try."""


class ProblemError(Exception):
    """A request that cannot be answered, with what to tell the client.

    Parameters
    ----------
    status : HTTPStatus
    detail : str
        What is wrong and what to do.
    headers : mapping of str to str, optional
        Headers that the status asks for, such as Allow.
    **facts
        What else the details have, such as suggestions.
    """

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        headers: Mapping[str, str] | None = None,
        **facts: object,
    ) -> None:
        super().__init__(detail)
        self.facts = facts
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})

    def response(self) -> Response:
        """Return the problem as ``application/problem+json``."""
        return _response(self.status, {"detail": self.detail, **self.facts}, self.headers)


def status_of(error: CareerGraphError) -> HTTPStatus:
    """Return the status that an error of ours is answered with."""
    return next(
        (status for kind, status in STATUS.items() if isinstance(error, kind)),
        HTTPStatus.INTERNAL_SERVER_ERROR,
    )


def from_error(error: CareerGraphError) -> Response:
    """Return the response that tells a client of an error of ours."""
    status = status_of(error)
    facts: dict[str, object] = {"detail": str(error)}
    if isinstance(error, UnknownNameError):
        facts["suggestions"] = list(error.suggestions)
    headers = {"Retry-After": str(RETRY_AFTER)} if isinstance(error, BusyError) else {}
    return _response(status, facts, headers)


def _response(
    status: HTTPStatus, facts: Mapping[str, object], headers: Mapping[str, str]
) -> Response:
    body = {"title": status.phrase, "status": status.value, **facts}
    return Response(
        json.dumps(body, ensure_ascii=False),
        status.value,
        {"Cache-Control": "no-store", **headers},
        PROBLEM,
    )
