"""The errors that careergraph raises, one tree.

::

    CareerGraphError             exit code 1
    ├── GraphFileError           exit code 3   a file cannot be read or is not RDF
    ├── InvalidGraphError        exit code 4   the graph breaks its shapes or checks
    ├── UnknownNameError         exit code 5   no role, skill or query has that name
    │   └── AmbiguousNameError                 several have it
    ├── QueryError               exit code 6   a query or its parameters are wrong
    ├── NoRouteError             exit code 7   no route satisfies the constraints
    ├── UnknownEffortError       exit code 8   an effort that the answer needs is unknown
    ├── OutputError              exit code 9   the output cannot be written
    ├── MatrixError              exit code 10  a file is no matrix that can be read
    ├── TaxonomyError            exit code 11  a release of a taxonomy cannot be read
    ├── TruthTableError          exit code 12  a table of answers cannot be used
    ├── ReviewError              exit code 13  a review of proposals cannot be used
    ├── LimitError               exit code 14  a query reached its limit of time or memory
    │   └── BusyError                          every worker is answering somebody else
    ├── RemoteError              exit code 15  a remote SPARQL endpoint fails or cannot be reached
    └── RequestError             exit code 2   the request contradicts itself

Every message says what is wrong, where, and what to do. Exit code 2 is also what the command
line gives for wrong usage; 1 is also what `validate` and `lint` end with where they find faults.
"""

from __future__ import annotations

from typing import Any


class CareerGraphError(Exception):
    """Base of all errors that careergraph raises on purpose."""

    exit_code = 1


class RequestError(CareerGraphError):
    """A request that contradicts itself, such as a route from a role to itself."""

    exit_code = 2


class GraphFileError(CareerGraphError):
    """A graph file that does not exist, cannot be read or is not the RDF it says it is."""

    exit_code = 3


class InvalidGraphError(CareerGraphError):
    """A graph that can be read but breaks the shapes or checks of a career graph."""

    exit_code = 4


class UnknownNameError(CareerGraphError):
    """A name that no role, skill or query of the graph has.

    Attributes
    ----------
    suggestions : tuple of str
        The nearest names that exist, best first; may be empty.
    """

    exit_code = 5

    def __init__(self, message: str, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.suggestions = suggestions


class AmbiguousNameError(UnknownNameError):
    """A name that several roles or skills have; `suggestions` lists them."""


class QueryError(CareerGraphError):
    """A query that does not parse, or whose parameters are wrong or missing."""

    exit_code = 6


class NoRouteError(CareerGraphError):
    """No route satisfies the constraints; the message names the ones that bind.

    Attributes
    ----------
    relaxations : tuple of careergraph.routes.Relaxation
        The least changes to the constraints that give a route, the cheapest route first; empty
        where none does.
    """

    exit_code = 7

    def __init__(self, message: str, relaxations: tuple[Any, ...] = ()) -> None:
        super().__init__(message)
        self.relaxations = relaxations


class UnknownEffortError(CareerGraphError):
    """An effort that the answer depends on is not known; unknown is not zero."""

    exit_code = 8


class OutputError(CareerGraphError):
    """An output that exists already or cannot be written."""

    exit_code = 9


class MatrixError(CareerGraphError):
    """A file that is no matrix, or one that cannot be read without guessing.

    The message names file, sheet, row and column as far as they are known, and the remedy.
    """

    exit_code = 10


class TaxonomyError(CareerGraphError):
    """A release of a taxonomy that is incomplete, mixed or damaged.

    The message names file, row and column as far as they are known, and the remedy.
    """

    exit_code = 11


class TruthTableError(CareerGraphError):
    """A table of answers to compare with that cannot be used.

    The message names file, row and column as far as they are known, and the remedy.
    """

    exit_code = 12


class ReviewError(CareerGraphError):
    """A review of proposals, edited by hand, that cannot be used.

    The message names file, row and column as far as they are known, and the remedy.
    """

    exit_code = 13


class LimitError(CareerGraphError):
    """A query that was stopped at its limit of time or memory; the message names it."""

    exit_code = 14


class BusyError(LimitError):
    """No worker process came free in time; the query was not begun."""


class RemoteError(CareerGraphError):
    """A remote SPARQL endpoint that cannot be reached, refuses, or answers in part only."""

    exit_code = 15
