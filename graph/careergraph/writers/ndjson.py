"""A JSON object of plain values to a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from json.encoder import encode_basestring as quoted
from typing import TYPE_CHECKING

from careergraph.vocabulary import XSD_BOOLEAN, XSD_NUMBERS
from careergraph.writers.base import by_type, chunks, triple_term, word

if TYPE_CHECKING:
    import pyoxigraph

    from careergraph.answers import Stream

_NUMBER = re.compile(r"([+-]?)(?:([0-9]+)(?:\.([0-9]*))?|\.([0-9]+))([eE][+-]?[0-9]+)?")


def write_ndjson(stream: Stream) -> Iterator[bytes]:
    r"""Write a JSON object of plain values to a line for each row.

    A cut answer ends with a line ``{"careergraph":{"cut":"why"}}``.

    >>> import pyoxigraph
    >>> from careergraph.answers import Answer
    >>> row = (pyoxigraph.Literal(7), None)
    >>> b"".join(write_ndjson(Answer("SELECT", ("n", "of"), (row,)).stream()))
    b'{"n":7,"of":null}\n'
    """
    return chunks(_ndjson_parts(stream))


def _ndjson_parts(stream: Stream) -> Iterator[str]:
    if stream.boolean is not None:
        yield f'{{"boolean":{word(stream.boolean)}}}\n'
        return
    keys = [f"{quoted(name)}:" for name in stream.columns]

    def iri(term: pyoxigraph.NamedNode) -> str:
        return quoted(term.value)

    def blank(term: pyoxigraph.BlankNode) -> str:
        return quoted(str(term))

    def triple(term: pyoxigraph.Triple) -> str:
        return quoted(triple_term(term))

    encode = by_type(iri, blank, _json_value, triple)
    for row in stream:
        cells = [
            key + ("null" if term is None else encode[type(term)](term))
            for key, term in zip(keys, row, strict=True)
        ]
        yield f"{{{','.join(cells)}}}\n"
    if stream.cut:
        yield f'{{"careergraph":{{"cut":{quoted(stream.cut)}}}}}\n'


def _json_value(term: pyoxigraph.Literal) -> str:
    """Return a literal as JSON; a number keeps its digits, however many there are."""
    datatype = term.datatype.value
    if datatype in XSD_NUMBERS:
        match = _NUMBER.fullmatch(term.value)
        if match:
            sign, whole, fraction, bare, exponent = match.groups("")
            digits = fraction or bare
            part = f".{digits}" if digits else ""
            return f"{sign.strip('+')}{whole.lstrip('0') or '0'}{part}{exponent}"
    elif datatype == XSD_BOOLEAN and term.value in ("true", "1", "false", "0"):
        return word(term.value in ("true", "1"))
    return quoted(term.value)
