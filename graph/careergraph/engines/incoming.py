"""What comes from a worker: frames, read as they come, each within a deadline."""

from __future__ import annotations

import math
import os
import select
import time

from careergraph.engines import frames

READ = 1 << 16
"""Bytes that are read from a worker at once."""


class Incoming:
    """The frames that come through a pipe.

    Parameters
    ----------
    pipe : int
        The descriptor of its end.

    Attributes
    ----------
    deadline : float
        When all must have come, on the clock of `time.monotonic`; infinite without one.
    """

    def __init__(self, pipe: int) -> None:
        self.deadline = math.inf
        self._pipe = pipe
        self._buffer = bytearray()

    @property
    def left(self) -> float | None:
        """Seconds until the deadline; None without one."""
        return self.deadline - time.monotonic() if self.deadline < math.inf else None

    @property
    def size(self) -> int:
        """Bytes that have been read and not been taken."""
        return len(self._buffer)

    @property
    def has_ending(self) -> bool:
        """Whether the frame that ends a reply has been read, so that nobody waits for more."""
        place = 0
        while len(self._buffer) >= place + frames.HEADER:
            kind, size = frames.read_header(self._buffer[place : place + frames.HEADER])
            place += frames.HEADER + size
            if kind == frames.END:
                return len(self._buffer) >= place
        return False

    def next_frame(self) -> tuple[bytes, bytes]:
        """Return kind and content of the next frame.

        Raises
        ------
        TimeoutError
            The deadline has passed.
        EOFError
            The process at the other end has closed the pipe.
        """
        kind, size = frames.read_header(self._take(frames.HEADER))
        return kind, self._take(size)

    def read(self) -> None:
        """Read what there is to read, when there is.

        Raises
        ------
        TimeoutError, EOFError
            As for `next_frame`.
        """
        if self._pipe < 0:  # the graph was closed while somebody was reading
            raise EOFError
        left = self.left
        if left is not None and (left <= 0 or not self._is_ready(math.ceil(left * 1000))):
            raise TimeoutError
        more = os.read(self._pipe, READ)
        if not more:
            raise EOFError
        self._buffer += more

    @property
    def has_news(self) -> bool:
        """Whether something has come that has not been read, be it the end of the pipe."""
        return self._is_ready(0)

    def close(self) -> None:
        """Close the pipe; nobody may be reading."""
        pipe, self._pipe = self._pipe, -1
        if pipe >= 0:
            os.close(pipe)

    def fileno(self) -> int:
        """Return the descriptor, for an event loop to watch."""
        return self._pipe

    def _take(self, size: int) -> bytes:
        while len(self._buffer) < size:
            self.read()
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken

    def _is_ready(self, milliseconds: int) -> bool:
        news = select.poll()
        news.register(self._pipe, select.POLLIN)
        return bool(news.poll(milliseconds))
