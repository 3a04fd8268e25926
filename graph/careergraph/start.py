"""The command ``careergraph``: what can begin before the command line has been imported."""

from __future__ import annotations

import sys
from itertools import pairwise


def main() -> None:
    """Run the command line; a worker opens the directory that a query names meanwhile."""
    if sys.argv[1:2] == ["query"]:
        _open_early(sys.argv[2:])
    from careergraph.cli import main

    main()


def _open_early(arguments: list[str]) -> None:
    from pathlib import Path

    from careergraph.engines import ahead

    for option, value in pairwise(arguments):
        if option == "--graph":
            ahead.start(Path(value))
            return
