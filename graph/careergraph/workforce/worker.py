"""A process that plans: chunks come in on standard input, their rows go out on standard output.

Both ways a message is its length and a pickled object; see `careergraph.workforce.processes`.
"""

from __future__ import annotations

import os
import pickle
import sys
from typing import IO, Any

from careergraph.workforce.planner import plan_chunk

LENGTH = 8
"""Bytes of the length before each message."""


def send(pipe: IO[bytes], message: Any) -> None:
    """Send an object."""
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.write(len(data).to_bytes(LENGTH, "little"))
    pipe.write(data)
    pipe.flush()


def receive(pipe: IO[bytes]) -> Any:
    """Return the next object.

    Raises
    ------
    EOFError
        There is none, or not all of it.
    """
    head = pipe.read(LENGTH)
    size = int.from_bytes(head, "little")
    data = pipe.read(size) if len(head) == LENGTH else b""
    if len(head) < LENGTH or len(data) < size:
        raise EOFError
    return pickle.loads(data)


def main() -> None:
    """Plan until nobody asks any more. What goes wrong is sent back in place of rows."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nobody else writes among the answers
    try:
        planner = receive(sys.stdin.buffer)
        while True:
            chunk = receive(sys.stdin.buffer)
            try:
                rows: Any = plan_chunk(planner, chunk)
            except Exception as error:  # noqa: BLE001
                rows = error
            send(answers, rows)
    except (EOFError, BrokenPipeError):
        os._exit(0)
