"""Triples: N-Triples, Turtle, JSON-LD and RDF/XML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from careergraph.vocabulary import PREFIXES
from careergraph.writers.base import CHUNK, chunks, refuse_rows

if TYPE_CHECKING:
    from careergraph.answers import Stream

_TRIPLES = 1000
"""How many triples are written at a time."""
_PREFIX_LINES = re.compile(r"\A(?:@prefix [^\n]*\n)+")


def write_ntriples(stream: Stream) -> Iterator[bytes]:
    """Write N-Triples, a comment after them where the answer is cut.

    Raises
    ------
    RequestError
        The answer is no graph.
    """
    refuse_rows(stream.form, "N-Triples")
    return chunks(_ntriples_parts(stream))


def _ntriples_parts(stream: Stream) -> Iterator[str]:
    for subject, predicate, object_ in stream:
        yield f"{subject} {predicate} {object_} .\n"
    yield from _cut_comment(stream)


def write_turtle(stream: Stream) -> Iterator[bytes]:
    """Write Turtle that declares every known prefix, a comment where the answer is cut.

    Raises
    ------
    RequestError
        The answer is no graph.
    """
    refuse_rows(stream.form, "Turtle")
    return chunks(_turtle_parts(stream))


def _turtle_parts(stream: Stream) -> Iterator[str]:
    import pyoxigraph

    def turtle(rows: Iterable[Any]) -> str:
        triples = (pyoxigraph.Triple(*row) for row in rows)
        written = pyoxigraph.serialize(
            triples, format=pyoxigraph.RdfFormat.TURTLE, prefixes=PREFIXES
        )
        return _PREFIX_LINES.sub("", (written or b"").decode("utf-8"))

    yield from (f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    rows = iter(stream)
    while batch := list(islice(rows, _TRIPLES)):
        yield turtle(batch)
    yield from _cut_comment(stream)


def write_jsonld(stream: Stream) -> Iterator[bytes]:
    """Write JSON-LD: one document, which is made whole before the first chunk.

    Raises
    ------
    RequestError
        The answer is no graph.
    """
    refuse_rows(stream.form, "JSON-LD")
    return _whole(stream, "JSON_LD")


def write_rdfxml(stream: Stream) -> Iterator[bytes]:
    """Write RDF/XML, made whole before the first chunk; a comment after it where it is cut.

    Raises
    ------
    RequestError
        The answer is no graph.
    """
    refuse_rows(stream.form, "RDF/XML")
    return _whole(stream, "RDF_XML")


def _whole(stream: Stream, format_: str) -> Iterator[bytes]:
    import pyoxigraph

    rows: Iterable[Any] = stream
    data = pyoxigraph.serialize(
        (pyoxigraph.Triple(*row) for row in rows),
        format=getattr(pyoxigraph.RdfFormat, format_),
        prefixes=PREFIXES,
    )
    assert data is not None
    for start in range(0, len(data), CHUNK):
        yield data[start : start + CHUNK]
    if stream.cut and format_ == "RDF_XML":
        yield f"<!-- careergraph: cut: {' '.join(stream.cut.split())} -->\n".encode()


def _cut_comment(stream: Stream) -> Iterator[str]:
    if stream.cut:
        yield f"# careergraph: cut: {' '.join(stream.cut.split())}\n"
