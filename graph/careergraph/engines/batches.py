"""Short questions asked from an event loop, several of them of a worker at a time.

Waking another process costs as much as answering a look-up does. So what has come meanwhile goes to
a worker together, and its answers are read as they come. The limits are those of each question by
itself: the clock of one starts when the one before it is answered, and when its time is up the
worker ends and the questions behind it are asked of another.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from careergraph.engines.process import request
from careergraph.engines.reply import Reply
from careergraph.errors import CareerGraphError

if TYPE_CHECKING:
    from asyncio import Future

    from careergraph.engines.base import Limits
    from careergraph.engines.pool import Pool
    from careergraph.engines.process import Process, Question

MOST_WRITTEN = 1 << 13
"""Characters of the questions that a pipe takes at once, however many bytes they are."""

MOST_ANSWERED = 1 << 20
"""Bytes of an answer that is collected; a longer one is no short question's."""

MOST_ASKED = 16
"""Questions that a worker is asked at a time."""

PATIENCE = 0.02
"""Seconds that questions wait behind another before they are asked of another worker too."""


class Whole(NamedTuple):
    """An answer that has come to its end: its bytes, and why rows are missing, if they are."""

    content: bytes
    cut: str | None


class _Asked:
    """A question that waits for its answer, in so many places: the queue, or a worker."""

    def __init__(self, question: Question, limits: Limits) -> None:
        self.request = request(question, limits)
        self.length = len(question.text)
        self.limits = limits
        self.answer: Future[Whole | None] = asyncio.get_running_loop().create_future()
        self.since = time.monotonic()
        self.places = 1

    def settle(self, found: Whole | None) -> None:
        if not self.answer.done():
            self.answer.set_result(found)

    def fail(self, error: Exception) -> None:
        if not self.answer.done():
            self.answer.set_exception(error)


class Batches:
    """What asks the workers of a pool from one event loop.

    Parameters
    ----------
    pool : Pool
        The workers; as many as there may be are asked side by side.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._waiting: deque[_Asked] = deque()
        self._asking: set[asyncio.Task[None]] = set()

    async def answer(self, question: Question, limits: Limits) -> Whole | None:
        """Return the answer to a question; None where question or answer is too long for it.

        Raises
        ------
        SyntaxError
            The text is no query; the message is Oxigraph's.
        QueryError, RequestError, LimitError, BusyError
            There is no answer.
        """
        if len(question.text) > MOST_WRITTEN:
            return None
        asked = _Asked(question, limits)
        self._waiting.append(asked)
        self._start()
        return await asked.answer

    def _start(self) -> None:
        """See to it that somebody asks what waits."""
        if len(self._asking) < min(self._pool.count, len(self._waiting)):
            task = asyncio.get_running_loop().create_task(self._ask_all())
            self._asking.add(task)
            task.add_done_callback(self._asking.discard)

    async def _ask_all(self) -> None:
        while self._waiting:
            try:
                process = self._pool.take_open()
                if process is None:
                    process = await asyncio.to_thread(self._pool.take)
            except CareerGraphError as error:
                while self._waiting:
                    self._waiting.popleft().fail(error)
                return
            try:
                await self._ask(process, self._next())
            finally:
                self._pool.give_back(process)

    def _next(self) -> list[_Asked]:
        """Take some of what waits, and leave the others their part of it."""
        most = min(-(-len(self._waiting) // self._pool.count), MOST_ASKED)
        batch: list[_Asked] = []
        written, latest = 0, time.monotonic() - self._pool.wait
        while self._waiting and len(batch) < most:
            asked = self._waiting[0]
            written += asked.length
            if batch and written > MOST_WRITTEN:
                break
            self._waiting.popleft()
            if asked.since < latest:
                asked.fail(self._pool.busy())
            if asked.answer.done():
                asked.places -= 1
            else:
                batch.append(asked)
        return batch

    async def _ask(self, process: Process, batch: Sequence[_Asked]) -> None:
        process.tell(*(asked.request for asked in batch))
        for place, asked in enumerate(batch):
            behind = batch[place + 1 :]
            try:
                asked.settle(await self._answer(process, asked, behind))
            except Exception as error:  # noqa: BLE001, whatever it is, who asked is to know
                asked.fail(error)
            if process.unanswered > len(behind):  # it has not come to the end of its answer
                self._return(behind)
                return

    async def _answer(
        self, process: Process, asked: _Asked, behind: Sequence[_Asked]
    ) -> Whole | None:
        """Return the next answer of a worker; None where it is too long, and breaks off."""
        process.begin(asked.limits)
        if not process.has_ending:
            later = asyncio.get_running_loop().call_later(PATIENCE, self._share, behind)
            try:
                while not process.has_ending:
                    if process.waiting_bytes > MOST_ANSWERED:
                        return None
                    await process.wait_meanwhile()
            finally:
                later.cancel()
        reply = Reply(process)
        return Whole(reply.read(), reply.cut)

    def _share(self, behind: Iterable[_Asked]) -> None:
        """Have others answer, too, what waits behind a question that takes long."""
        self._enqueue(asked for asked in behind if asked.places == 1)

    def _return(self, behind: Iterable[_Asked]) -> None:
        """Have others answer what a worker will not."""
        alone = []
        for asked in behind:
            asked.places -= 1
            if not asked.places:
                alone.append(asked)
        self._enqueue(alone)

    def _enqueue(self, again: Iterable[_Asked]) -> None:
        found = [asked for asked in again if not asked.answer.done()]
        for asked in found:
            asked.places += 1
        self._waiting.extendleft(reversed(found))
        self._start()
