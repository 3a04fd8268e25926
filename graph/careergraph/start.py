"""The command ``careergraph``: what can begin before the command line has been imported."""

from __future__ import annotations

import sys
from itertools import pairwise

YOUNG = 100_000
"""Objects after which Python looks for cycles among the new; without it, it does so 37 times in a
look-up, and finds none."""


def main() -> None:
    """Run the command line; a worker opens the directory that a query names meanwhile."""
    if sys.argv[1:2] == ["query"]:
        _query()
    else:
        from careergraph.cli import main

        main()


def _query() -> None:
    """Run a query, and leave as soon as its answer is written: tidying up takes 10 ms more."""
    import gc

    gc.set_threshold(YOUNG)
    _open_early(sys.argv[2:])
    from careergraph.cli import main

    try:
        main()
    except SystemExit as ending:
        if ending.code is None or isinstance(ending.code, int):
            _leave(ending.code or 0)
        raise


def _leave(code: int) -> None:
    """End this process: workers end with it, and files are closed where they were written."""
    import atexit
    import os

    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        return  # Python's own way to end says so
    os._exit(code)


def _open_early(arguments: list[str]) -> None:
    from pathlib import Path

    from careergraph.engines import ahead

    for option, value in pairwise(arguments):
        if option == "--graph":
            ahead.start(Path(value))
            return
