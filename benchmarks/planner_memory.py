"""How much memory a piece of work takes at its peak, beyond what there was before."""

from __future__ import annotations

import multiprocessing
import re
from pathlib import Path
from typing import Any

from planner_rows import Work

STATUS = Path("/proc/self/status")
RESET_PEAK = "5"
"""What resets a process's peak when written to its ``clear_refs``; see proc(5)."""


def peak(work: Work) -> float | None:
    """Return the most memory in MiB that a piece of work takes, once, in a child of its own.

    The child is forked, so that it has what was prepared; None where the system has no ``/proc``.
    """
    if not STATUS.exists():
        return None
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_measure, args=(work, theirs))
    child.start()
    found: float = ours.recv()
    child.join()
    return found


def _measure(work: Work, answer: Any) -> None:
    Path("/proc/self/clear_refs").write_text(RESET_PEAK)
    before = _size("VmRSS")
    work()
    answer.send(max(0.0, (_size("VmHWM") - before) / 1024))


def _size(name: str) -> int:
    found = re.search(rf"{name}:\s+(\d+) kB", STATUS.read_text())
    assert found is not None
    return int(found[1])
