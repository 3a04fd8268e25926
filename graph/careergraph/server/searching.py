"""Searches of ours in threads, a few at once, none waited for longer than a query may take.

A thread cannot be stopped as a worker process can. One whose time is up keeps its place until it
has ended, so that strangers cannot start more of them than the machine has room for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from careergraph.errors import BusyError, LimitError

T = TypeVar("T")

AT_ONCE = 2
"""Searches at the same time: they compute, and Python's threads take turns at that."""


class Searching:
    """A few threads for what is searched in this process.

    Parameters
    ----------
    seconds : float, optional
        How long an answer is waited for.
    at_once : int
        How many threads.
    """

    def __init__(self, seconds: float | None, at_once: int = AT_ONCE) -> None:
        self._seconds = seconds
        self._pool = ThreadPoolExecutor(at_once, "search")

    async def run(self, search: Callable[[], T]) -> T:
        """Return what a search finds.

        Raises
        ------
        BusyError
            Its turn did not come in time.
        LimitError
            It began and did not end in time.
        """
        begun: Future[T] = self._pool.submit(search)
        try:
            return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(begun)), self._seconds)
        except TimeoutError:
            if begun.cancel():
                raise BusyError("Others are being answered. Try again later.") from None
            raise LimitError(
                f"The answer was not found within {self._seconds:g} seconds. Ask for less."
            ) from None

    def close(self) -> None:
        """Begin nothing any more."""
        self._pool.shutdown(wait=False, cancel_futures=True)
