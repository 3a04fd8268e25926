"""A whole graph, or all of it with one predicate, from a server that may give only so much at once.

The server first counts what there is, so that a cut answer is noticed even where the server does
not say so. Pages are asked for only where an answer came short: in a total order, by OFFSET.

Blank nodes have names that hold within one answer only. So all triples that have one are fetched
in one answer of their own, and only the others by predicate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from careergraph.errors import RemoteError

if TYPE_CHECKING:
    import pyoxigraph

    from careergraph.answers import Term
    from careergraph.engines.results import Rows

Row = tuple[Any, ...]
Ask = Callable[[str, tuple[str, ...]], tuple["Rows", bool]]

_BLANK = "isBlank(?s) || isBlank(?o)"
_COUNT = f"SELECT ?p (COUNT(*) AS ?n) {{ ?s ?p ?o FILTER(!({_BLANK})) }} GROUP BY ?p"
_WITH_BLANK = f"SELECT ?s ?p ?o {{ ?s ?p ?o FILTER({_BLANK}) }}"
_COUNT_BLANK = f"SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o FILTER({_BLANK}) }}"


class Pages:
    """Fetches triples through a function that asks for a table.

    Parameters
    ----------
    place : str
        The server's name in messages.
    ask : callable
        Takes a query and its columns; returns the rows, and whether Virtuoso gives them.
    """

    def __init__(self, place: str, ask: Ask) -> None:
        self._place = place
        self._ask = ask
        self._page: int | None = None

    def pairs(self, predicate: str) -> Iterator[tuple[Term, Term]]:
        """Yield subject and object of every triple with a predicate."""
        for subject, found, value in self._blank:
            if found.value == predicate:
                yield subject, value
        pattern = f"?s <{predicate}> ?o FILTER(!({_BLANK}))"
        yield from self._all(("s", "o"), pattern, self._counts.get(predicate, 0))

    def store(self) -> pyoxigraph.Store:
        """Return all triples in a store of this process."""
        import pyoxigraph

        store = pyoxigraph.Store()
        total = sum(self._counts.values())
        ground = self._all(("s", "p", "o"), f"?s ?p ?o FILTER(!({_BLANK}))", total)
        for rows in (self._blank, ground):
            store.extend(pyoxigraph.Quad(*row) for row in rows)
        return store

    @cached_property
    def _counts(self) -> dict[str, int]:
        rows, cut = self._collected(_COUNT, ("p", "n"))
        if cut:
            raise RemoteError(f"{self._place} does not even give a row per predicate: {cut}.")
        return {predicate.value: int(count.value) for predicate, count in rows}

    @cached_property
    def _blank(self) -> list[Row]:
        [[count]], _ = self._collected(_COUNT_BLANK, ("n",))
        expected = int(count.value)
        if not expected:
            return []
        rows, _ = self._collected(_WITH_BLANK, ("s", "p", "o"))
        if len(rows) == expected:
            return rows
        raise RemoteError(
            f"{self._place} gives only {len(rows):,} of the {expected:,} triples with blank "
            "nodes at once, and their names do not hold from one answer to the next. Raise its "
            "limit of rows, or publish the graph without blank nodes."
        )

    def _all(self, columns: tuple[str, ...], pattern: str, expected: int) -> Iterator[Row]:
        if not expected:
            return
        names = " ".join(f"?{name}" for name in columns)
        table = f"SELECT {names} {{ {pattern} }}"
        if self._page is None or expected <= self._page:
            answer, virtuoso = self._ask(table, columns)
            found = list(answer)
            if len(found) == expected:
                yield from found
                return
            if not 0 < len(found) < expected:
                raise self._changed(len(found), expected)
            self._page = len(found)
            self._nested = virtuoso
        seen: set[Row] = set()
        for start in range(0, expected, self._page):
            rows, _ = self._collected(self._slice(table, names, start), columns)
            seen.update(rows)
            yield from rows
        if len(seen) != expected:
            raise self._changed(len(seen), expected)

    def _slice(self, table: str, names: str, start: int) -> str:
        part = f"LIMIT {self._page} OFFSET {start}"
        if self._nested:
            # Virtuoso sorts no more than 10,000 rows when the limit stands beside the order.
            return f"SELECT {names} {{ {{ {table} ORDER BY {names} }} }} {part}"
        return f"{table} ORDER BY {names} {part}"

    def _collected(self, text: str, columns: tuple[str, ...]) -> tuple[list[Row], str | None]:
        rows, _ = self._ask(text, columns)
        found: list[Row] = []
        while True:
            try:
                found.append(next(rows))
            except StopIteration as stop:
                return found, stop.value

    def _changed(self, found: int, expected: int) -> RemoteError:
        self.__dict__.pop("_counts", None)
        self.__dict__.pop("_blank", None)
        return RemoteError(
            f"{self._place} counts {expected:,} triples but gives {found:,}. The graph may have "
            "changed meanwhile; try again."
        )
