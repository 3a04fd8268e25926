"""The SPARQL results JSON format."""

from __future__ import annotations

import json
from collections.abc import Iterator
from json.encoder import encode_basestring as quoted
from typing import TYPE_CHECKING

from careergraph.answers import TRIPLE_COLUMNS
from careergraph.writers.base import Encode, Ends, by_type, chunks, refuse_graph, word

if TYPE_CHECKING:
    import pyoxigraph

    from careergraph.answers import Stream


def write_json(stream: Stream) -> Iterator[bytes]:
    r"""Write the SPARQL results JSON format, a row to a line.

    A cut answer has a member ``"careergraph": {"cut": "why"}`` after its results.

    >>> from careergraph.answers import Answer
    >>> b"".join(write_json(Answer("SELECT", ("n",)).stream()))
    b'{"head":{"vars":["n"]},"results":{"bindings":[\n\n]}}\n'

    Raises
    ------
    RequestError
        The answer is a graph.
    """
    refuse_graph(stream.form, "JSON")
    return chunks(_json_parts(stream))


def _json_parts(stream: Stream) -> Iterator[str]:
    if stream.boolean is not None:
        yield f'{{"head":{{}},"boolean":{word(stream.boolean)}}}\n'
        return
    names = json.dumps(stream.columns, ensure_ascii=False, separators=(",", ":"))
    yield f'{{"head":{{"vars":{names}}},"results":{{"bindings":[\n'
    keys = [f"{quoted(name)}:" for name in stream.columns]
    encode = _json_encoders()
    comma = ""
    for row in stream:
        cells = [
            key + encode[type(term)](term)
            for key, term in zip(keys, row, strict=True)
            if term is not None
        ]
        yield f"{comma}{{{','.join(cells)}}}"
        comma = ",\n"
    cut = f',"careergraph":{{"cut":{quoted(stream.cut)}}}' if stream.cut else ""
    yield f"\n]}}{cut}}}\n"


def _json_encoders() -> dict[type, Encode]:
    ends = Ends(
        plain="}",
        datatype=lambda iri: f',"datatype":{quoted(iri)}}}',
        language=lambda tag: f',"xml:lang":{quoted(tag)}}}',
        direction=lambda tag, way: f',"xml:lang":{quoted(tag)},"its:dir":{quoted(way)}}}',
    )

    def iri(term: pyoxigraph.NamedNode) -> str:
        return f'{{"type":"uri","value":{quoted(term.value)}}}'

    def blank(term: pyoxigraph.BlankNode) -> str:
        return f'{{"type":"bnode","value":{quoted(term.value)}}}'

    def literal(term: pyoxigraph.Literal) -> str:
        return f'{{"type":"literal","value":{quoted(term.value)}{ends.of(term)}'

    def triple(term: pyoxigraph.Triple) -> str:
        parts = zip(TRIPLE_COLUMNS, term, strict=True)
        inner = ",".join(f'"{name}":{encode[type(part)](part)}' for name, part in parts)
        return f'{{"type":"triple","value":{{{inner}}}}}'

    encode = by_type(iri, blank, literal, triple)
    return encode
