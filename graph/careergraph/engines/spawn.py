"""Processes of workers: started with nothing of ours but their pipes, ended, and laid to rest."""

from __future__ import annotations

import fcntl
import os
import signal
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

_PROGRAM = (
    "import sys; sys.path += sys.argv[1:]; from careergraph.engines.worker import main; main()"
)

_abandoned: list[int] = []
"""Processes that were abandoned and have not been seen to end."""


def start(requests: int, replies: int, parent: int, snapshot: int | None) -> int:
    """Start a bare interpreter in a process group of its own, which Ctrl-C does not reach."""
    engine = find_spec("pyoxigraph")
    assert engine is not None
    assert engine.origin is not None
    # A descriptor that is one of the targets itself would be overwritten: move it up first.
    handed = [requests, replies, parent, *([] if snapshot is None else [snapshot])]
    high = [fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 10) for descriptor in handed]
    try:
        return os.posix_spawn(
            sys.executable,
            [
                *(sys.executable, "-I", "-S", "-c", _PROGRAM),
                *(str(Path(engine.origin).parents[1]), str(Path(__file__).parents[2])),
            ],
            os.environ,
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
                *(
                    (os.POSIX_SPAWN_DUP2, one, to)
                    for one, to in zip(high, (0, 1, 3, 4), strict=False)
                ),
            ],
            setpgroup=0,
            setsigmask=(),
            setsigdef=(signal.SIGINT, signal.SIGALRM, signal.SIGIO, signal.SIGXCPU),
        )
    finally:
        for descriptor in high:
            os.close(descriptor)


def end(pid: int) -> int | None:
    """Kill a child and return how it ended, which may have been before."""
    with suppress(ChildProcessError, ProcessLookupError):
        gone, status = os.waitpid(pid, os.WNOHANG)
        if gone:
            return status
        os.kill(pid, signal.SIGKILL)
        return os.waitpid(pid, 0)[1]
    return None


def abandon(pid: int) -> None:
    """Kill a child without waiting for it."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    _abandoned.append(pid)


def forget_ended() -> None:
    """Take note of the processes that were abandoned and have ended."""
    for pid in tuple(_abandoned):
        gone = pid
        with suppress(ChildProcessError):
            gone = os.waitpid(pid, os.WNOHANG)[0]
        if gone:
            _abandoned.remove(pid)
