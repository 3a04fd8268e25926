"""Compiled kernels where numba is installed: whether they run, and how long compiling took.

numba is an extra, ``pip install 'careergraph[fast]'``. A module of kernels decorates its functions
with `compiled` and is imported only where `installed` says so. Beside every kernel stands a path in
Python, numpy or scipy with the same answers.
"""

from __future__ import annotations

import os
import time
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    Function = TypeVar("Function", bound=Callable[..., Any])

SWITCH = "CAREERGRAPH_NUMBA"
"""Environment variable; with ``no`` nothing is compiled, whether or not numba is installed."""

_seconds: dict[str, float] = {}


def installed() -> bool:
    """Return whether kernels run: numba is installed, and `SWITCH` does not say ``no``."""
    return os.environ.get(SWITCH) != "no" and _found()


@cache
def _found() -> bool:
    return find_spec("numba") is not None


def compiled(function: Function) -> Function:
    """Return a function compiled at its first call, without Python's global lock.

    What was compiled is kept on disk, beside the source or in numba's own folder, where one of
    them can be written; the next process reads it from there.

    Examples
    --------
    >>> if installed():
    ...     double = compiled(lambda number: 2 * number)
    ...     assert double(21) == 42
    """
    import numba

    _listen()
    dispatcher: Any
    try:
        dispatcher = numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # no folder for what was compiled can be written
        dispatcher = numba.njit(nogil=True)(function)
    return dispatcher  # type: ignore[no-any-return]


def compile_seconds() -> dict[str, float]:
    """Return the seconds that compiling took in this process, by the name of the function.

    A function that was read from the disk is not in it. The time of one that calls another
    includes that of the other.
    """
    return dict(_seconds)


@cache
def _listen() -> None:
    """Have numba tell when it compiles one of ours."""
    from numba.core import event

    class Clock(event.Listener):
        def __init__(self) -> None:
            self.starts: list[float] = []

        def on_start(self, event: Any) -> None:
            self.starts.append(time.perf_counter())

        def on_end(self, event: Any) -> None:
            spent = time.perf_counter() - self.starts.pop()
            function = event.data["dispatcher"].py_func
            name = f"{function.__module__}.{function.__qualname__}"
            _seconds[name] = _seconds.get(name, 0.0) + spent

    register: Any = event.register
    register("numba:compile", Clock())
