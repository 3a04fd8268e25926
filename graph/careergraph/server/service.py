"""What all requests share: the graph, the workers that query it, and how far they may go."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from careergraph import lookup, queries
from careergraph._language import hidden_languages, without_languages
from careergraph.career_graph import CareerGraph, load
from careergraph.engines import Limits, Workers
from careergraph.engines.pool import WAIT
from careergraph.server.cache import Cache
from careergraph.server.searching import Searching
from careergraph.sparql import substitute
from careergraph.store import is_directory_store, open_store, own_files

if TYPE_CHECKING:
    from careergraph.answers import Answer, Term

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
    names : tuple of str
        Hosts that requests may be for; any without them. A page whose own host name comes to mean
        this machine (DNS rebinding) would otherwise read the graph as if it were ours.
    token_file : str or None
        The tokens of those who may write; nobody may without it.
    """

    graph: str | None = None
    limits: Limits = LIMITS
    query_workers: int = 2
    query_folders: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    log_format: str = "text"
    token_file: str | None = None

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


@dataclass(frozen=True)
class Lanes:
    """Processes that run queries: those that each is asked of first for a moment, and patient ones.

    So a question of milliseconds never waits behind one of seconds.
    """

    quick: Workers
    patient: Workers

    def start(self) -> None:
        """Start all of them now."""
        self.quick.start()
        self.patient.start()

    @property
    def pids(self) -> tuple[int, ...]:
        """The numbers of the processes that are there now."""
        return self.quick.pids + self.patient.pids

    def close(self) -> None:
        """End them."""
        self.quick.close()
        self.patient.close()


class Service:
    """One graph being served.

    Parameters
    ----------
    settings : Settings
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.cache = Cache(CACHE_BYTES)
        self.searching = Searching(settings.limits.seconds)
        self._place = _real(settings.graph)
        self._graph: CareerGraph | None = None
        self._languages: tuple[str, tuple[str, ...]] | None = None
        self._opening = threading.Lock()

    @property
    def graph(self) -> CareerGraph:
        """The graph as one object, for what is not a query: routes, advice, names.

        It is read when it is first asked for, which takes a while where it is large.
        """
        with self._opening:
            if self._graph is None:
                self._graph = load(self._place)
                _ = self._graph.careers
            return self._graph

    @property
    def workers(self) -> Workers:
        """The processes that run queries which take their time."""
        return self.lanes.patient

    @cached_property
    def lanes(self) -> Lanes:
        """The processes that run queries."""
        return Lanes(self._open_workers(), self._open_workers())

    def _open_workers(self) -> Workers:
        place = self._place
        source = place if place is not None and is_directory_store(place) else open_store(place)
        return Workers(
            source,
            self.settings.query_workers,
            formats=True,
            connects=bool(self.settings.hosts),
        )

    @cached_property
    def snapshot(self) -> str:
        """Names the state of the graph: another state has another name."""
        return _fingerprint(self._place)

    def ask(self, text: str, rows: int | None = None, **parameters: Term) -> Answer:
        """Answer a query of ours, within the limits, with terms put in for its parameters.

        Raises
        ------
        LimitError
        """
        limits = self.settings.limits
        most = limits.rows if rows is None else min(rows, limits.rows or rows)
        return queries.ask(
            self.workers,
            text,
            parameters=parameters,
            limits=replace(limits, rows=most),
            hosts=self.settings.hosts,
        ).answer()

    def bind(self, query: queries.NamedQuery, given: Mapping[str, object]) -> str:
        """Return the text of a named query with what a client gives put in.

        Raises
        ------
        QueryError
            A parameter is unknown, missing, or not of its type.
        UnknownNameError, AmbiguousNameError
            A parameter names nothing, or several things.
        """
        text = substitute(query.text, queries.terms_for(query, given, self.find))
        return without_languages(text, self._hidden_languages())

    def find(self, kind: str, typed: str) -> str:
        """Return the IRI of the role, skill, path or level that a text names."""
        return lookup.find(self.workers, kind, typed, lambda: self.graph.careers)

    def _hidden_languages(self) -> tuple[str, ...]:
        state = self.snapshot
        if self._languages is None or self._languages[0] != state:
            self._languages = state, hidden_languages(self.workers)
        return self._languages[1]

    def renew(self) -> None:
        """Answer from the graph as it is now on disk; what has begun ends with the one before."""
        before = self.lanes
        self._place = _real(self.settings.graph)
        fresh = Lanes(self._open_workers(), self._open_workers())
        fresh.start()
        # The workers first: what they find may go by the old name for a moment, never the reverse.
        vars(self)["lanes"] = fresh
        vars(self).pop("snapshot", None)
        with self._opening:
            self._graph = None
        self.cache.clear()
        ending = threading.Timer((self.settings.limits.seconds or 0) + WAIT, before.close)
        ending.daemon = True
        ending.start()

    @cached_property
    def queries(self) -> queries.Queries:
        """The named queries that are served, by name."""
        return queries.Queries(self.settings.query_folders)

    def check(self) -> None:
        """Raise what is wrong with the graph before anybody is served.

        Raises
        ------
        GraphFileError, MatrixError, InvalidGraphError
            As `careergraph.load`.
        QueryError
            There is no such folder of queries.
        """
        load(self.settings.graph)
        _ = self.queries

    def close(self) -> None:
        """End the workers, and begin no search."""
        self.searching.close()
        if "lanes" in vars(self):
            self.lanes.close()


def _real(graph: str | None) -> Path | None:
    """Return where a graph really is: a writable store is a link to its present state."""
    return None if graph is None else Path(graph).resolve()


def _fingerprint(path: Path | None) -> str:
    digest = hashlib.sha256()
    if path is not None and is_directory_store(path):
        for file in sorted(path.iterdir()):
            digest.update(f"{file.name} {file.stat().st_size} {file.stat().st_mtime_ns}\n".encode())
    else:
        for file in own_files(path):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
