"""The engines that answer alike: how each is made over a graph, and the reference beside them.

To add an engine, write a function that yields it and give it a line in `ENGINES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

import pyoxigraph
import rdflib
from oxrdflib._converter import to_ox
from rdflib.plugins import sparql as rdflib_sparql

from careergraph.answers import TRIPLE_COLUMNS, Stream
from careergraph.engines import NO_LIMITS, Engine, InProcess, Limits, Local, Workers
from careergraph.errors import QueryError
from careergraph.sparql import Query
from careergraph.vocabulary import PREFIXES


class Reference:
    """rdflib's own store and evaluator, which share nothing with Oxigraph.

    It is here and not in the package, because it opens files and connections for a query that
    has not been refused before, and nothing stops it. Triple terms it does not know; they are
    left out.
    """

    def __init__(self, store: pyoxigraph.Store) -> None:
        self.store = store
        self._graph = rdflib.Graph()
        known = (q for q in store if not isinstance(q.object, pyoxigraph.Triple))
        written = pyoxigraph.serialize(
            (quad.triple for quad in known), format=pyoxigraph.RdfFormat.N_TRIPLES
        )
        self._graph.parse(data=written, format="nt")
        rdflib_sparql.SPARQL_LOAD_GRAPHS = False

    def stream(self, query: Query, limits: Limits = NO_LIMITS) -> Stream:
        try:
            found: Any = self._graph.query(query.source, initNs=PREFIXES)
        except Exception as error:
            raise QueryError(str(error)) from error
        if found.type == "ASK":
            return Stream("ASK", boolean=found.askAnswer, warnings=query.warnings)
        if found.type != "SELECT":
            rows = (tuple(map(to_ox, triple)) for triple in found.graph)
            return Stream(query.form, TRIPLE_COLUMNS, rows, query.warnings, limits.rows)
        rows = (
            tuple(None if row[name] is None else to_ox(row[name]) for name in query.columns)
            for row in found
        )
        return Stream(query.form, query.columns, rows, query.warnings, limits.rows)

    def pairs(self, predicate: str) -> Iterator[tuple[Any, Any]]:
        for subject, object_ in self._graph.subject_objects(rdflib.URIRef(predicate)):
            yield to_ox(subject), to_ox(object_)

    def close(self) -> None:
        """Do nothing."""


def directory(store: pyoxigraph.Store, folder: Path) -> Path:
    """Write a store as a directory that Oxigraph keeps."""
    path = folder / "store"
    kept = pyoxigraph.Store(str(path))
    kept.bulk_extend(store)
    kept.optimize()
    kept.flush()
    del kept
    return path


@contextmanager
def in_memory(store: pyoxigraph.Store, _: Path) -> Iterator[Engine]:
    yield InProcess(store)


def on_disk(store: pyoxigraph.Store, folder: Path) -> AbstractContextManager[Engine]:
    return closing(Local(directory(store, folder)))


def worker_over_memory(store: pyoxigraph.Store, _: Path) -> AbstractContextManager[Engine]:
    return closing(Workers(store))


def worker_over_directory(store: pyoxigraph.Store, folder: Path) -> AbstractContextManager[Engine]:
    return closing(Workers(directory(store, folder)))


@contextmanager
def reference(store: pyoxigraph.Store, _: Path) -> Iterator[Engine]:
    yield Reference(store)


ENGINES: dict[str, Callable[[pyoxigraph.Store, Path], AbstractContextManager[Engine]]] = {
    "in memory": in_memory,
    "on disk": on_disk,
    "worker over memory": worker_over_memory,
    "worker over directory": worker_over_directory,
    "reference": reference,
}
