"""The seam: what every engine is asked, and how far it may go."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph

    from careergraph.answers import Stream, Term
    from careergraph.sparql import Query


@dataclass(frozen=True)
class Limits:
    """How far a query may go; None is no limit.

    Attributes
    ----------
    seconds : float, optional
        Wall clock time from the question to the last row; infinite is no limit either, but has
        the query answered where it can be interrupted.
    rows : int, optional
        Rows or triples of the answer; what comes after them is cut, and the answer says so.
    memory : int, optional
        Memory that the query may take beyond the graph, in MiB.
    """

    seconds: float | None = None
    rows: int | None = None
    memory: int | None = None


NO_LIMITS = Limits()

CAN_STOP = hasattr(os, "posix_spawn")
"""Whether this system has processes such as workers are."""
CAN_LIMIT_MEMORY = sys.platform == "linux"
"""Whether this system keeps a limit of memory."""


def is_address(text: object) -> bool:
    """Tell whether what names a graph is the address of an endpoint.

    >>> is_address("https://example.org/sparql"), is_address("roadmap.ttl")
    (True, False)
    """
    return str(text).lower().startswith(("http://", "https://"))


class Engine(Protocol):
    """Answers queries about one graph."""

    @property
    def store(self) -> pyoxigraph.Store:
        """The graph's triples in this process; an engine elsewhere fetches them all at once."""
        ...

    def stream(self, query: Query, limits: Limits = NO_LIMITS) -> Stream:
        """Return the answer to a query as it is found.

        Raises
        ------
        QueryError
            The engine refuses the query.
        LimitError
            It reached its limit of time or memory; also raised between rows.
        """
        ...

    def pairs(self, predicate: str) -> Iterator[tuple[Term, Term]]:
        """Yield subject and object of every triple with a predicate; what projections read."""
        ...

    def close(self) -> None:
        """Give back what the engine holds: processes, connections, files."""
        ...
