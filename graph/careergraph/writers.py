"""Answers as bytes while they are found: the standard formats, in flat memory.

A writer takes a `careergraph.answers.Stream` and yields chunks of some 64 KiB. What it cannot
write it refuses before the first chunk. To add a format, write a function and give it a line in
`WRITERS`.

JSON, XML, CSV and TSV are the SPARQL 1.1 results formats, with the triple terms and text
directions of SPARQL 1.2. NDJSON has one object per row with plain values: IRIs as text, literals
of numeric types as numbers, null where a variable is unbound.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from json.encoder import encode_basestring as _quoted
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from careergraph.answers import GRAPH_FORMS, TRIPLE_COLUMNS, Stream
from careergraph.errors import RequestError
from careergraph.vocabulary import PREFIXES, XSD_BOOLEAN, XSD_NUMBERS, XSD_STRING

if TYPE_CHECKING:
    import pyoxigraph

Writer = Callable[[Stream], Iterator[bytes]]
"""Turns an answer into chunks of bytes."""

CHUNK = 1 << 16
"""How many characters make a chunk."""

_TRIPLES = 1000
"""How many triples are written at a time."""
_ITS = 'xmlns:its="http://www.w3.org/2005/11/its" its:version="2.0"'
_NUMBER = re.compile(r"([+-]?)(?:([0-9]+)(?:\.([0-9]*))?|\.([0-9]+))([eE][+-]?[0-9]+)?")
_PREFIX_LINES = re.compile(r"\A(?:@prefix [^\n]*\n)+")
_XML_SPECIAL = re.compile('[&<>"\r\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]')
_XML_WRITTEN = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}
_NO_XML = "\ufffd"
"""What stands for a character that XML cannot hold, not even escaped."""

Encode = Callable[[Any], str]


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
    _refuse_graph(stream, "JSON")
    return _chunks(_json_parts(stream))


def _json_parts(stream: Stream) -> Iterator[str]:
    if stream.boolean is not None:
        yield f'{{"head":{{}},"boolean":{_word(stream.boolean)}}}\n'
        return
    names = json.dumps(stream.columns, ensure_ascii=False, separators=(",", ":"))
    yield f'{{"head":{{"vars":{names}}},"results":{{"bindings":[\n'
    keys = [f"{_quoted(name)}:" for name in stream.columns]
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
    cut = f',"careergraph":{{"cut":{_quoted(stream.cut)}}}' if stream.cut else ""
    yield f"\n]}}{cut}}}\n"


def _json_encoders() -> dict[type, Encode]:
    ends = _Ends(
        plain="}",
        datatype=lambda iri: f',"datatype":{_quoted(iri)}}}',
        language=lambda tag: f',"xml:lang":{_quoted(tag)}}}',
        direction=lambda tag, way: f',"xml:lang":{_quoted(tag)},"its:dir":{_quoted(way)}}}',
    )

    def iri(term: pyoxigraph.NamedNode) -> str:
        return f'{{"type":"uri","value":{_quoted(term.value)}}}'

    def blank(term: pyoxigraph.BlankNode) -> str:
        return f'{{"type":"bnode","value":{_quoted(term.value)}}}'

    def literal(term: pyoxigraph.Literal) -> str:
        return f'{{"type":"literal","value":{_quoted(term.value)}{ends.of(term)}'

    def triple(term: pyoxigraph.Triple) -> str:
        parts = zip(TRIPLE_COLUMNS, term, strict=True)
        inner = ",".join(f'"{name}":{encode[type(part)](part)}' for name, part in parts)
        return f'{{"type":"triple","value":{{{inner}}}}}'

    encode = _by_type(iri, blank, literal, triple)
    return encode


def write_xml(stream: Stream) -> Iterator[bytes]:
    """Write the SPARQL results XML format.

    A comment says where the answer is cut, and how many characters U+FFFD stands for: XML has no
    way to hold most control characters.

    Raises
    ------
    RequestError
        The answer is a graph.
    """
    _refuse_graph(stream, "XML")
    return _chunks(_xml_parts(stream))


def _xml_parts(stream: Stream) -> Iterator[str]:
    yield '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n<head>'
    text = _XmlText()
    if stream.boolean is not None:
        yield f"</head>\n<boolean>{_word(stream.boolean)}</boolean>\n</sparql>\n"
        return
    yield "".join(f'<variable name="{text.escape(name)}"/>' for name in stream.columns)
    yield "</head>\n<results>\n"
    starts = [f'<binding name="{text.escape(name)}">' for name in stream.columns]
    encode = _xml_encoders(text.escape)
    for row in stream:
        cells = [
            f"{start}{encode[type(term)](term)}</binding>"
            for start, term in zip(starts, row, strict=True)
            if term is not None
        ]
        yield f"<result>{''.join(cells)}</result>\n"
    yield "</results>\n"
    if stream.cut:
        # A comment ends at two hyphens.
        why = re.sub("-(?=-)", "- ", text.escape(stream.cut))
        yield f"<!-- careergraph: cut: {why} -->\n"
    if text.lost:
        yield f"<!-- careergraph: U+FFFD stands for {text.lost} characters XML cannot hold -->\n"
    yield "</sparql>\n"


class _XmlText:
    """Escapes text for XML and counts the characters that cannot be written."""

    def __init__(self) -> None:
        self.lost = 0

    def escape(self, text: str) -> str:
        return _XML_SPECIAL.sub(self._written, text)

    def _written(self, match: re.Match[str]) -> str:
        written = _XML_WRITTEN.get(match.group())
        self.lost += written is None
        return written or _NO_XML


def _xml_encoders(escape: Callable[[str], str]) -> dict[type, Encode]:
    starts = _Ends(
        plain="<literal>",
        datatype=lambda iri: f'<literal datatype="{escape(iri)}">',
        language=lambda tag: f'<literal xml:lang="{tag}">',
        direction=lambda tag, way: f'<literal xml:lang="{tag}" {_ITS} its:dir="{way}">',
    )

    def iri(term: pyoxigraph.NamedNode) -> str:
        return f"<uri>{escape(term.value)}</uri>"

    def blank(term: pyoxigraph.BlankNode) -> str:
        return f"<bnode>{term.value}</bnode>"

    def literal(term: pyoxigraph.Literal) -> str:
        return f"{starts.of(term)}{escape(term.value)}</literal>"

    def triple(term: pyoxigraph.Triple) -> str:
        parts = zip(TRIPLE_COLUMNS, term, strict=True)
        inner = "".join(f"<{name}>{encode[type(part)](part)}</{name}>" for name, part in parts)
        return f"<triple>{inner}</triple>"

    encode = _by_type(iri, blank, literal, triple)
    return encode


class _Ends:
    """What a format writes for the kind of a literal, made once for each kind."""

    def __init__(
        self,
        plain: str,
        datatype: Callable[[str], str],
        language: Callable[[str], str],
        direction: Callable[[str, str], str],
    ) -> None:
        self._datatype = datatype
        self._language = language
        self._direction = direction
        self._datatypes = {XSD_STRING: plain}
        self._languages: dict[tuple[str, Any], str] = {}

    def of(self, term: pyoxigraph.Literal) -> str:
        tag = term.language
        if tag is not None:
            way = term.direction
            found = self._languages.get((tag, way))
            return found if found is not None else self._tagged(tag, way)
        iri = term.datatype.value
        found = self._datatypes.get(iri)
        if found is None:
            found = self._datatypes[iri] = self._datatype(iri)
        return found

    def _tagged(self, tag: str, way: pyoxigraph.BaseDirection | None) -> str:
        written = self._language(tag) if way is None else self._direction(tag, way.value)
        self._languages[tag, way] = written
        return written


def write_csv(stream: Stream) -> Iterator[bytes]:
    r"""Write the SPARQL results CSV format: terms as bare text, lines that end in CR LF.

    It cannot say that an answer is cut; ask the stream after the last chunk.

    >>> from careergraph.answers import Answer
    >>> b"".join(write_csv(Answer("SELECT", ("n",)).stream()))
    b'n\r\n'
    """
    return _chunks(_csv_parts(stream))


def _csv_parts(stream: Stream) -> Iterator[str]:
    if stream.boolean is not None:
        yield f"{_word(stream.boolean)}\r\n"
        return
    line = csv.writer(_Echo(), lineterminator="\r\n").writerow
    yield str(line(stream.columns))
    value = attrgetter("value")
    text = _by_type(iri=value, blank=str, literal=value, triple=_triple_term)
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
    return _chunks(_tsv_parts(stream))


def _tsv_parts(stream: Stream) -> Iterator[str]:
    if stream.boolean is not None:
        yield f"{_word(stream.boolean)}\n"
        return
    yield "\t".join(f"?{name}" for name in stream.columns) + "\n"
    text = _by_type(iri=str, blank=str, literal=_tsv_literal, triple=_tsv_triple)
    for row in stream:
        yield "\t".join(["" if term is None else text[type(term)](term) for term in row]) + "\n"


def _tsv_literal(term: pyoxigraph.Literal) -> str:
    return str(term).replace("\t", "\\t")


def _tsv_triple(term: pyoxigraph.Triple) -> str:
    return _triple_term(term).replace("\t", "\\t")


def _triple_term(term: pyoxigraph.Triple) -> str:
    return f"<<( {term} )>>"


def write_ndjson(stream: Stream) -> Iterator[bytes]:
    r"""Write a JSON object of plain values to a line for each row.

    A cut answer ends with a line ``{"careergraph":{"cut":"why"}}``.

    >>> import pyoxigraph
    >>> from careergraph.answers import Answer
    >>> row = (pyoxigraph.Literal(7), None)
    >>> b"".join(write_ndjson(Answer("SELECT", ("n", "of"), (row,)).stream()))
    b'{"n":7,"of":null}\n'
    """
    return _chunks(_ndjson_parts(stream))


def _ndjson_parts(stream: Stream) -> Iterator[str]:
    if stream.boolean is not None:
        yield f'{{"boolean":{_word(stream.boolean)}}}\n'
        return
    keys = [f"{_quoted(name)}:" for name in stream.columns]

    def iri(term: pyoxigraph.NamedNode) -> str:
        return _quoted(term.value)

    def blank(term: pyoxigraph.BlankNode) -> str:
        return _quoted(str(term))

    def triple(term: pyoxigraph.Triple) -> str:
        return _quoted(_triple_term(term))

    encode = _by_type(iri, blank, _json_value, triple)
    for row in stream:
        cells = [
            key + ("null" if term is None else encode[type(term)](term))
            for key, term in zip(keys, row, strict=True)
        ]
        yield f"{{{','.join(cells)}}}\n"
    if stream.cut:
        yield f'{{"careergraph":{{"cut":{_quoted(stream.cut)}}}}}\n'


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
        return _word(term.value in ("true", "1"))
    return _quoted(term.value)


def write_ntriples(stream: Stream) -> Iterator[bytes]:
    """Write N-Triples, a comment after them where the answer is cut.

    Raises
    ------
    RequestError
        The answer is no graph.
    """
    _refuse_rows(stream, "N-Triples")
    return _chunks(_ntriples_parts(stream))


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
    _refuse_rows(stream, "Turtle")
    return _chunks(_turtle_parts(stream))


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


def _cut_comment(stream: Stream) -> Iterator[str]:
    if stream.cut:
        yield f"# careergraph: cut: {' '.join(stream.cut.split())}\n"


def write_jsonld(stream: Stream) -> Iterator[bytes]:
    """Write triples as JSON-LD; a document that is one object, so it is made whole first.

    >>> from careergraph.answers import Answer
    >>> b"".join(write_jsonld(Answer("CONSTRUCT", ("subject", "predicate", "object")).stream()))
    b'[]'
    """
    return _whole(stream, "JSON_LD")


def write_rdfxml(stream: Stream) -> Iterator[bytes]:
    """Write triples as RDF/XML, made whole first; a comment at its end says why it was cut."""
    return _whole(stream, "RDF_XML")


def _whole(stream: Stream, format_: str) -> Iterator[bytes]:
    import pyoxigraph

    _refuse_rows(stream, {"JSON_LD": "JSON-LD", "RDF_XML": "RDF/XML"}[format_])

    def pieces() -> Iterator[bytes]:
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
            yield f"<!-- careergraph: cut: {stream.cut} -->\n".encode()

    return pieces()


def _chunks(parts: Iterator[str]) -> Iterator[bytes]:
    held: list[str] = []
    size = 0
    for part in parts:
        held.append(part)
        size += len(part)
        if size >= CHUNK:
            yield "".join(held).encode("utf-8")
            held.clear()
            size = 0
    if held:
        yield "".join(held).encode("utf-8")


def _by_type(iri: Encode, blank: Encode, literal: Encode, triple: Encode) -> dict[type, Encode]:
    import pyoxigraph

    return {
        pyoxigraph.NamedNode: iri,
        pyoxigraph.BlankNode: blank,
        pyoxigraph.Literal: literal,
        pyoxigraph.Triple: triple,
    }


def _word(boolean: bool) -> str:
    return "true" if boolean else "false"


def _refuse_graph(stream: Stream, format_: str) -> None:
    if stream.form in GRAPH_FORMS:
        raise RequestError(
            f"{format_} has rows or yes and no, and a {stream.form} answers with triples; "
            "choose turtle, ntriples, jsonld, rdfxml, ndjson, table, csv, tsv, markdown, html, "
            "parquet or arrow."
        )


def _refuse_rows(stream: Stream, format_: str) -> None:
    if stream.form not in GRAPH_FORMS:
        raise RequestError(
            f"{format_} has triples, and {stream.form} answers with something else; choose "
            "table, csv, tsv, json, xml, ndjson, markdown, html, parquet or arrow."
        )


WRITERS: dict[str, Writer] = {
    "csv": write_csv,
    "tsv": write_tsv,
    "json": write_json,
    "xml": write_xml,
    "ndjson": write_ndjson,
    "turtle": write_turtle,
    "ntriples": write_ntriples,
    "jsonld": write_jsonld,
    "rdfxml": write_rdfxml,
}
"""The writers by the name of their format."""
