"""What all requests share: the graph, the workers that query it, and how far they may go."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from careergraph import queries
from careergraph.career_graph import CareerGraph, load
from careergraph.engines import Limits, Workers
from careergraph.server.cache import Cache
from careergraph.store import is_directory_store, open_store, own_files

LIMITS = Limits(seconds=10.0, rows=100_000, memory=512)
"""What a stranger's query may take; an operator can say otherwise."""

CACHE_BYTES = 64 * 2**20


@dataclass(frozen=True)
class Settings:
    """What an operator decides about a service.

    Attributes
    ----------
    graph : str or None
        The graph to serve; the built-in roadmap without one.
    limits : Limits
        How far each query may go.
    query_workers : int
        Processes that run queries, beside those that serve.
    query_folders : tuple of str
        Folders of named queries beside the built-in ones.
    hosts : tuple of str
        Hosts that queries may reach with SERVICE; none by default.
    origins : tuple of str
        Origins whose pages may read answers (CORS); ``*`` is every one.
    """

    graph: str | None = None
    limits: Limits = LIMITS
    query_workers: int = 2
    query_folders: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    log_format: str = "text"

    def to_json(self) -> str:
        """Return the settings as text, for the processes that serve."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Settings:
        """Return the settings that `to_json` wrote."""
        facts: Any = {
            key: tuple(value) if isinstance(value, list) else value
            for key, value in json.loads(text).items()
        }
        return cls(**{**facts, "limits": Limits(**facts["limits"])})


class Service:
    """One graph being served.

    Parameters
    ----------
    settings : Settings
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.cache = Cache(CACHE_BYTES)

    @cached_property
    def graph(self) -> CareerGraph:
        """The graph as one object, for what is not a query: routes, advice, names."""
        return load(self.settings.graph)

    @cached_property
    def workers(self) -> Workers:
        """The processes that run queries which take their time."""
        return self._workers()

    @cached_property
    def quick(self) -> Workers:
        """The processes that every query is asked of first, for a moment."""
        return self._workers()

    def _workers(self) -> Workers:
        graph = None if self.settings.graph is None else Path(self.settings.graph)
        source = graph if graph is not None and is_directory_store(graph) else open_store(graph)
        return Workers(source, self.settings.query_workers, formats=True)

    @cached_property
    def snapshot(self) -> str:
        """Names the state of the graph: another state has another name."""
        return _fingerprint(self.settings.graph)

    @cached_property
    def queries(self) -> Mapping[str, queries.NamedQuery]:
        """The named queries that are served, by name."""
        return queries.named_queries()

    def check(self) -> None:
        """Raise what is wrong with the graph before anybody is served.

        Raises
        ------
        GraphFileError, MatrixError, InvalidGraphError
            As `careergraph.load`.
        """
        load(self.settings.graph)

    def close(self) -> None:
        """End the workers."""
        for name in {"workers", "quick"} & vars(self).keys():
            getattr(self, name).close()


def _fingerprint(graph: str | None) -> str:
    path = None if graph is None else Path(graph)
    digest = hashlib.sha256()
    if path is not None and is_directory_store(path):
        for file in sorted(path.iterdir()):
            digest.update(f"{file.name} {file.stat().st_size} {file.stat().st_mtime_ns}\n".encode())
    else:
        for file in own_files(path):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
