"""HTTP to one server: connections kept open, time limits that hold, retries, no surprises."""

from __future__ import annotations

import http.client
import random
import ssl
import time
import weakref
from contextlib import suppress
from typing import IO
from urllib.parse import urljoin, urlsplit

from careergraph.engines.body import Body, shortened
from careergraph.engines.connections import Connection, Headers, out_of_time, reason
from careergraph.engines.credentials import Authorization, Credentials, find_credentials
from careergraph.errors import CareerGraphError, RemoteError, RequestError

TRIES = 4
"""How often a request is made before giving up."""
LONGEST_PAUSE = 60.0
"""Longest pause that a server's Retry-After may ask for, in seconds."""

_PASSING = (429, 502, 503, 504)
_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 5
_MOST_CHALLENGES = 2  # a nonce that is too old may be followed by a new one
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_WORDS = 1 << 16
"""Bytes of a server's own words that are read."""


class Response:
    """What a server answered: status, headers and a body that is read once."""

    def __init__(self, client: Client, connection: Connection, most: int | None) -> None:
        response = connection.response
        assert response is not None
        self.status = response.status
        self.reason = response.reason
        self.headers = response.headers
        self.media_type = response.headers.get_content_type() if response.headers else ""
        if "Content-Type" not in response.headers:
            self.media_type = ""
        self.body = Body(response, client.place, most)
        self._client = client
        self._connection = connection
        self._response = response

    def words(self) -> str:
        """Return the server's own words, shortened and without mark-up."""
        with suppress(CareerGraphError):
            return shortened(self.body.read(_WORDS) or b"")
        return ""

    def close(self) -> None:
        """Give the connection back when the answer was read to its end, else drop it."""
        whole = self._response.isclosed() or self._response.length == 0
        if whole and not self._response.will_close:
            self._response.close()
            self._client.keep(self._connection)
        else:
            self._connection.close()


class Client:
    """Speaks HTTP to the server of one address.

    Parameters
    ----------
    url : str
        An ``http`` or ``https`` address.
    credentials : Credentials, optional
        Those of the environment or the netrc file without it.
    tries : int, optional
        How often to make a request that fails for a passing reason.
    pause : float, optional
        Longest first pause between two tries, in seconds; it doubles with each.

    Raises
    ------
    RequestError
        The address is none, or holds a password.
    """

    def __init__(
        self,
        url: str,
        *,
        credentials: Credentials | None = None,
        tries: int = TRIES,
        pause: float = 0.5,
    ) -> None:
        parts = urlsplit(url)
        try:
            self._port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError:
            raise RequestError("The address has a port that is no number.") from None
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise RequestError("Expected an address such as https://host/sparql.")
        if "@" in parts.netloc:
            raise RequestError(
                f"The address of {parts.hostname} holds a name or password, which other users of "
                "this machine could read. Set CAREERGRAPH_USER and CAREERGRAPH_PASSWORD instead."
            )
        self.url = url
        self._https = parts.scheme == "https"
        self._host = parts.hostname
        self.place = f"{parts.scheme}://{parts.netloc}{parts.path}"
        given = find_credentials(self._host) if credentials is None else credentials
        private = self._https or self._host in _LOOPBACK
        self.authorization = Authorization(given, private=private)
        self._tries = tries
        self._pause = pause
        self._idle: list[Connection] = []
        weakref.finalize(self, _close_all, self._idle)

    def request(
        self,
        method: str,
        url: str,
        headers: Headers,
        body: bytes | IO[bytes] | None = None,
        *,
        deadline: float | None = None,
        most: int | None = None,
    ) -> Response:
        """Make a request that may be repeated; return the answer, whatever its status.

        Parameters
        ----------
        method, url, headers, body
            The request; a file is sent from its beginning each time.
        deadline : float, optional
            When everything must be over, on the clock of `time.monotonic`.
        most : int, optional
            Most bytes that the body may have, decompressed.

        Raises
        ------
        LimitError
            The deadline passed.
        RemoteError
            The server cannot be reached, or sends on to another.
        """
        redirects = failures = challenges = 0
        while True:
            try:
                response = self._once(method, url, headers, body, deadline, most)
            except (OSError, http.client.HTTPException) as error:
                pause = self._backoff(failures)
                failures += 1
                if isinstance(error, ssl.SSLCertVerificationError) or failures >= self._tries:
                    raise self._unreachable(error) from error
                self._sleep(pause, deadline)
                continue
            if response.status in _REDIRECTS and "Location" in response.headers:
                redirects += 1
                url = self._redirected(url, response, redirects)
                if response.status == 303:
                    method, body = "GET", None
            elif response.status in _PASSING and failures + 1 < self._tries:
                asked = self._asked_pause(response, failures)
                if asked is None:
                    return response
                failures += 1
                response.close()
                self._sleep(asked, deadline)
            elif (
                response.status == 401
                and challenges < _MOST_CHALLENGES
                and self.authorization.challenged(response.headers.get_all("WWW-Authenticate", []))
            ):
                challenges += 1
                response.close()
            else:
                return response

    def keep(self, connection: Connection) -> None:
        """Keep a connection whose answer was read, for the next request."""
        self._idle.append(connection)

    def close(self) -> None:
        """Close the connections that are kept."""
        _close_all(self._idle)

    def _once(
        self,
        method: str,
        url: str,
        headers: Headers,
        body: bytes | IO[bytes] | None,
        deadline: float | None,
        most: int | None,
    ) -> Response:
        parts = urlsplit(url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        sent = {"Accept-Encoding": "gzip", "User-Agent": "careergraph", **headers}
        authorization = self.authorization.header(method, target)
        if authorization is not None:
            sent["Authorization"] = authorization
        reused = bool(self._idle)
        connection = self._idle.pop() if reused else self._connected(deadline)
        try:
            connection.ask(method, target, sent, body, deadline)
        except (http.client.HTTPException, ConnectionError):
            connection.close()
            if not reused:
                raise
            # The server closed a connection that was kept for too long.
            return self._once(method, url, headers, body, deadline, most)
        except BaseException:
            connection.close()
            raise
        return Response(self, connection, most)

    def _connected(self, deadline: float | None) -> Connection:
        return Connection(self._host, self._port, https=self._https, deadline=deadline)

    def _redirected(self, url: str, response: Response, count: int) -> str:
        target: str = urljoin(url, response.headers["Location"])
        response.close()
        parts = urlsplit(target)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        shown = f"{parts.scheme}://{parts.hostname}:{port}{parts.path}"
        same = (parts.scheme == "https", parts.hostname, port)
        if same != (self._https, self._host, self._port):
            raise RemoteError(
                f"{self.place} sends on to {shown}, another server. If you trust it, give that "
                "address."
            )
        if count > _MOST_REDIRECTS:
            raise RemoteError(f"{self.place} sends on again and again. Check the address.")
        return target

    def _asked_pause(self, response: Response, failures: int) -> float | None:
        """Return how long to wait; None where the server asks for more than can be waited."""
        asked = _seconds(response.headers.get("Retry-After"))
        if asked is None:
            return self._backoff(failures)
        return asked if asked <= LONGEST_PAUSE else None

    def _backoff(self, failures: int) -> float:
        """Return a pause between nothing and a bound that doubles, so that clients spread."""
        return random.uniform(0, min(self._pause * 2**failures, LONGEST_PAUSE))

    def _sleep(self, seconds: float, deadline: float | None) -> None:
        if deadline is not None and time.monotonic() + seconds >= deadline:
            raise out_of_time(self.place)
        time.sleep(seconds)

    def _unreachable(self, error: Exception) -> RemoteError:
        if isinstance(error, ssl.SSLCertVerificationError):
            return RemoteError(
                f"{self.place} has a certificate that cannot be trusted "
                f"({error.verify_message}). Set SSL_CERT_FILE to that of its authority."
            )
        return RemoteError(
            f"{self.place} cannot be reached or does not answer ({reason(error)}). Check the "
            "address and that the server runs."
        )


def _close_all(connections: list[Connection]) -> None:
    while connections:
        connections.pop().close()


def _seconds(retry_after: str | None) -> float | None:
    """Return how long a Retry-After asks to wait: a number of seconds, or a date."""
    if retry_after is None:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after)
    from email.utils import parsedate_to_datetime

    try:
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - time.time())
    except ValueError:
        return None
