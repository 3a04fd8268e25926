"""Write the expected rows of the named queries: ``python tests/queries/regenerate.py``.

Run by hand after a change to the graph or a query, and read the difference it prints: it is what
the tests will hold from then on. Each query is asked with its defaults and examples.
"""

from __future__ import annotations

import difflib
from pathlib import Path

import pyoxigraph

from careergraph.formats import render
from careergraph.queries import NamedQuery, bind, named_queries, run
from careergraph.store import open_store
from careergraph.vocabulary import PREFIXES

FOLDER = Path(__file__).parent


def resolve(kind: str, text: str) -> str:
    """Return the IRI in the built-in roadmap for the plain names that the examples use."""
    return PREFIXES[kind] + text.lower().replace(" ", "-")


def example_text(query: NamedQuery) -> str:
    """Return the query with its defaults, or its examples where there is no default."""
    values = {p.name: p.example for p in query.parameters if p.default is None}
    return bind(query, values, resolve)


def expected_text(store: pyoxigraph.Store, query: NamedQuery) -> str:
    """Return the rows of a query as CSV with line ends that git leaves alone."""
    return render(run(store, example_text(query)), "csv").replace("\r\n", "\n") + "\n"


def main() -> None:
    """Write every file anew and print what changed."""
    store = open_store()
    found = named_queries()
    for path in FOLDER.glob("*.csv"):
        if path.stem not in found:
            path.unlink()
            print(f"removed {path.name}")
    for query in found.values():
        path = FOLDER / f"{query.name}.csv"
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        after = expected_text(store, query)
        path.write_text(after, encoding="utf-8", newline="\n")
        lines = (text.splitlines() for text in (before, after))
        print(*difflib.unified_diff(*lines, path.name, path.name, lineterm=""), sep="\n", end="")


if __name__ == "__main__":
    main()
