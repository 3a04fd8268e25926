"""Time the planner beside networkx and others; see README.md.

``python benchmarks/planner.py STORE``: the directory that ``careergraph import esco`` wrote. Every
entry yields rows; names after the store choose entries. It exits 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path

from planner_rows import HEAD, Row

ENTRIES = ("routes", "reach", "graph", "gaps", "workforce")
"""Modules ``planner_<entry>``, each with ``rows(store, rounds)``."""


def main() -> None:
    """Print the table of the entries that were chosen, and what missed its goal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("entries", nargs="*", metavar="ENTRY", help=", ".join(ENTRIES))
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    unknown = set(chosen.entries) - set(ENTRIES)
    if unknown:
        parser.error(f"no entry {', '.join(sorted(unknown))}; there are {', '.join(ENTRIES)}")
    print(HEAD)
    missed: list[Row] = []
    for entry in chosen.entries or ENTRIES:
        for row in import_module(f"planner_{entry}").rows(chosen.store, chosen.rounds):
            print(row.line(), flush=True)
            if not row.met:
                missed.append(row)
    for row in missed:
        print(f"missed: {row.work}: {row.ratio:.3g}, goal {row.goal:.3g}", file=sys.stderr)
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()
