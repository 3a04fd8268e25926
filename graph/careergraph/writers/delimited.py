"""The SPARQL results CSV and TSV formats."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from operator import attrgetter
from typing import TYPE_CHECKING

from careergraph.writers.base import by_type, chunks, triple_term, word

if TYPE_CHECKING:
    import pyoxigraph

    from careergraph.answers import Stream


def write_csv(stream: Stream) -> Iterator[bytes]:
    r"""Write the SPARQL results CSV format: terms as bare text, lines that end in CR LF.

    It cannot say that an answer is cut; ask the stream after the last chunk.

    >>> from careergraph.answers import Answer
    >>> b"".join(write_csv(Answer("SELECT", ("n",)).stream()))
    b'n\r\n'
    """
    return chunks(_csv_parts(stream))


def _csv_parts(stream: Stream) -> Iterator[str]:
    if stream.boolean is not None:
        yield f"{word(stream.boolean)}\r\n"
        return
    line = csv.writer(_Echo(), lineterminator="\r\n").writerow
    yield str(line(stream.columns))
    value = attrgetter("value")
    text = by_type(iri=value, blank=str, literal=value, triple=triple_term)
    for row in stream:
        yield str(line(["" if term is None else text[type(term)](term) for term in row]))


class _Echo:
    """Gives back the lines that the csv module writes."""

    def write(self, line: str) -> str:
        return line


def write_tsv(stream: Stream) -> Iterator[bytes]:
    """Write the SPARQL results TSV format: terms as in Turtle.

    It cannot say that an answer is cut; ask the stream after the last chunk.
    """
    return chunks(_tsv_parts(stream))


def _tsv_parts(stream: Stream) -> Iterator[str]:
    if stream.boolean is not None:
        yield f"{word(stream.boolean)}\n"
        return
    yield "\t".join(f"?{name}" for name in stream.columns) + "\n"
    text = by_type(iri=str, blank=str, literal=_tsv_literal, triple=_tsv_triple)
    for row in stream:
        yield "\t".join(["" if term is None else text[type(term)](term) for term in row]) + "\n"


def _tsv_literal(term: pyoxigraph.Literal) -> str:
    return str(term).replace("\t", "\\t")


def _tsv_triple(term: pyoxigraph.Triple) -> str:
    return triple_term(term).replace("\t", "\\t")
