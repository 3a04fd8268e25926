"""Stopping from one thread what another waits for."""

from __future__ import annotations

import threading
from collections.abc import Callable

from careergraph.errors import QueryError


class Cancellation:
    """Stops a query that waits for a worker, or for its answer.

    Attributes
    ----------
    is_cancelled : bool
        Whether nobody wants the answer any more.

    Examples
    --------
    >>> cancellation = Cancellation()
    >>> cancellation.begin(lambda: print("stopped"))
    >>> cancellation.cancel()
    stopped
    """

    def __init__(self) -> None:
        self.is_cancelled = False
        self._stop: Callable[[], object] | None = None
        self._lock = threading.Lock()

    def cancel(self) -> None:
        """Stop what goes on now; nothing begins any more."""
        with self._lock:
            self.is_cancelled = True
            if self._stop is not None:
                self._stop()

    def begin(self, stop: Callable[[], object]) -> None:
        """Note that something begins, and how it is stopped.

        Raises
        ------
        QueryError
            It is cancelled already.
        """
        with self._lock:
            self.check()
            self._stop = stop

    def end(self) -> None:
        """Note that what began is over: it is never stopped after this returns."""
        with self._lock:
            self._stop = None

    def check(self) -> None:
        """Raise QueryError if it is cancelled."""
        if self.is_cancelled:
            raise QueryError("The query was cancelled before it was answered.")
