"""Triples as documents that are written whole: RDF/XML and JSON-LD."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from careergraph.vocabulary import PREFIXES
from careergraph.writers.base import CHUNK, refuse_rows

if TYPE_CHECKING:
    import pyoxigraph

    from careergraph.answers import Stream


def write_rdfxml(stream: Stream) -> Iterator[bytes]:
    """Write RDF/XML, a comment after it where the answer is cut.

    Raises
    ------
    RequestError
        The answer is no graph.
    """
    refuse_rows(stream.form, "RDF/XML")
    return _rdfxml_parts(stream)


def _rdfxml_parts(stream: Stream) -> Iterator[bytes]:
    import pyoxigraph

    yield from _document(stream, pyoxigraph.RdfFormat.RDF_XML)
    if stream.cut:
        said = " ".join(stream.cut.split()).replace("--", "- -")
        yield f"<!-- careergraph: cut: {said} -->\n".encode()


def write_jsonld(stream: Stream) -> Iterator[bytes]:
    """Write JSON-LD, which has no place to say that an answer is cut.

    Raises
    ------
    RequestError
        The answer is no graph.
    """
    import pyoxigraph

    refuse_rows(stream.form, "JSON-LD")
    return _document(stream, pyoxigraph.RdfFormat.JSON_LD)


def _document(stream: Stream, format: pyoxigraph.RdfFormat) -> Iterator[bytes]:
    import pyoxigraph

    parts: Iterator[Any] = iter(stream)
    triples = (pyoxigraph.Triple(*row) for row in parts)
    written = pyoxigraph.serialize(triples, format=format, prefixes=PREFIXES) or b""
    for start in range(0, len(written), CHUNK):
        yield written[start : start + CHUNK]
