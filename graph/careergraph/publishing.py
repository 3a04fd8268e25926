"""A career graph loaded into a server by the SPARQL 1.1 Graph Store HTTP Protocol.

One PUT replaces a graph whole or not at all. A server that takes no such long request (Virtuoso)
gets a PUT and further POSTs, which readers see as they come.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from careergraph.engines import results
from careergraph.engines.http import Client
from careergraph.errors import OutputError, RemoteError

if TYPE_CHECKING:
    import pyoxigraph

    from careergraph.engines.credentials import Credentials

PART_BYTES = 4 << 20
"""Size of a part for Virtuoso, which parses each in memory; about 30,000 triples."""

_IN_MEMORY = 16 << 20
_N_TRIPLES_IN_TURTLE = "text/turtle"
"""N-Triples are Turtle, and Turtle is what every graph store has to take."""


@dataclass(frozen=True)
class Published:
    """What was done.

    Attributes
    ----------
    place : str
        The graph store's address, without what may be secret in it.
    graph : str or None
        The named graph; None for the default graph.
    triples : int
        How many triples the graph has now.
    parts : int
        In how many requests they went there; 0 where they were there already.
    """

    place: str
    graph: str | None
    triples: int
    parts: int


def publish(
    triples: Iterable[pyoxigraph.Triple],
    url: str,
    *,
    named_graph: str | None = None,
    force: bool = False,
    credentials: Credentials | None = None,
) -> Published:
    """Make a graph of a server hold these triples and no others.

    Parameters
    ----------
    triples : iterable of pyoxigraph.Triple
        All of them, those of the terms included.
    url : str
        The address of the Graph Store Protocol, such as ``http://localhost:7878/store``.
    named_graph : str, optional
        The IRI of the graph to write; the default graph without one.
    force : bool, optional
        Replace other content.
    credentials : Credentials, optional
        Those of the environment or the netrc file without it.

    Raises
    ------
    OutputError
        The graph has other content, and `force` is not given.
    RemoteError
        The server fails; the message says what is there then.
    RequestError
        The address is none, or holds a password.
    """
    client = Client(url, credentials=credentials)
    store = _GraphStore(client, url, named_graph)
    wanted = set(triples)
    try:
        there = store.content()
        if there and not force and _same(there, wanted):
            return Published(client.place, named_graph, len(wanted), 0)
        if there and not force:
            raise OutputError(
                f"{store.name} has other content already. Give --force to replace it."
            )
        parts = store.replace(wanted)
        held = store.content()
        # Virtuoso gives no more than its limit of rows here either, and does not say so.
        if len(held) != len(wanted) and not store.is_virtuoso:
            raise RemoteError(
                f"{store.name} took {len(wanted):,} triples, but holds {len(held):,} now. "
                "Something else writes to it, or it changes what it is given."
            )
    finally:
        client.close()
    return Published(client.place, named_graph, len(wanted), parts)


class _GraphStore:
    """One graph of a server, read and written by the protocol."""

    def __init__(self, client: Client, url: str, graph: str | None) -> None:
        parts = urlsplit(url)
        asked = "default" if graph is None else urlencode({"graph": graph})
        query = f"{parts.query}&{asked}" if parts.query else asked
        self._url = parts._replace(query=query, fragment="").geturl()
        self._client = client
        self.is_virtuoso = False
        self.name = f"The {'default graph' if graph is None else f'graph <{graph}>'} of " + (
            client.place
        )

    def content(self) -> set[pyoxigraph.Triple]:
        """Return the triples that are there; none where there is no such graph."""
        import pyoxigraph

        response = self._client.request("GET", self._url, {"Accept": results.ACCEPT_GRAPH})
        self.is_virtuoso = response.headers.get("Server", "").startswith("Virtuoso")
        if response.status in (204, 404):
            response.words()
            response.close()
            return set()
        results.check(response, self._client.place, "request")
        rows = results.read_triples(response, self._client.place)
        return {pyoxigraph.Triple(*row) for row in rows}  # type: ignore[arg-type]

    def replace(self, triples: set[pyoxigraph.Triple]) -> int:
        """Write the graph anew; return in how many requests."""
        size = PART_BYTES if self.is_virtuoso else None
        done = 0
        for part in _parts(triples, size):
            with part:
                try:
                    self._write("POST" if done else "PUT", part)
                except RemoteError as error:
                    left = (
                        f" Before that, {done} of its parts were written: the graph is not whole. "
                        "Publish it again with --force."
                        if done
                        else ""
                    )
                    raise RemoteError(f"{error}{left}") from error
            done += 1
        return done

    def _write(self, method: str, part: IO[bytes]) -> None:
        length = part.seek(0, 2)
        headers = {"Content-Type": _N_TRIPLES_IN_TURTLE, "Content-Length": str(length)}
        # To add the same triples again changes nothing, so a request may be repeated.
        response = self._client.request(method, self._url, headers, part)
        results.check(response, self._client.place, "graph")
        response.words()
        response.close()


def _parts(triples: set[pyoxigraph.Triple], size: int | None) -> Iterator[IO[bytes]]:
    """Yield files of N-Triples, of about a size; all blank nodes are in the first.

    Blank nodes have names that hold within one request only.
    """
    part: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
    for triple in sorted(triples, key=lambda one: (not _has_blank(one), str(one))):
        if size is not None and not _has_blank(triple) and part.tell() >= size:
            yield part
            part = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
        part.write(f"{triple} .\n".encode())
    yield part


def _has_blank(triple: pyoxigraph.Triple) -> bool:
    import pyoxigraph

    return any(isinstance(term, pyoxigraph.BlankNode) for term in (triple.subject, triple.object))


def _same(one: set[pyoxigraph.Triple], other: set[pyoxigraph.Triple]) -> bool:
    """Tell whether two graphs say the same, whatever their blank nodes are called."""
    import pyoxigraph

    if len(one) != len(other):
        return False
    blank = [{triple for triple in graph if _has_blank(triple)} for graph in (one, other)]
    if one - blank[0] != other - blank[1]:
        return False
    sets = []
    for part in blank:
        dataset = pyoxigraph.Dataset(pyoxigraph.Quad(*triple) for triple in part)
        dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.UNSTABLE)
        sets.append(dataset)
    return bool(sets[0] == sets[1])
