"""The SPARQL results XML format."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from careergraph.answers import TRIPLE_COLUMNS
from careergraph.writers.base import Encode, Ends, by_type, chunks, refuse_graph, word

if TYPE_CHECKING:
    import pyoxigraph

    from careergraph.answers import Stream

_ITS = 'xmlns:its="http://www.w3.org/2005/11/its" its:version="2.0"'
_XML_SPECIAL = re.compile('[&<>"\r\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]')
_XML_WRITTEN = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}
_SPACE = " \t\n\r"
_NO_XML = "\ufffd"
"""What stands for a character that XML cannot hold, not even escaped."""


def write_xml(stream: Stream) -> Iterator[bytes]:
    """Write the SPARQL results XML format.

    A comment says where the answer is cut, and how many characters U+FFFD stands for: XML has no
    way to hold most control characters.

    Raises
    ------
    RequestError
        The answer is a graph.
    """
    refuse_graph(stream.form, "XML")
    return chunks(_xml_parts(stream))


def _xml_parts(stream: Stream) -> Iterator[str]:
    yield '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n<head>'
    text = _XmlText()
    if stream.boolean is not None:
        yield f"</head>\n<boolean>{word(stream.boolean)}</boolean>\n</sparql>\n"
        return
    yield "".join(f'<variable name="{text.escape(name)}"/>' for name in stream.columns)
    yield "</head>\n<results>\n"
    starts = [f'<binding name="{text.escape(name)}">' for name in stream.columns]
    encode = _xml_encoders(text)
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


def _spelled(space: str) -> str:
    return "".join(f"&#{ord(char)};" for char in space)


class _XmlText:
    """Escapes text for XML and counts the characters that cannot be written."""

    def __init__(self) -> None:
        self.lost = 0

    def escape(self, text: str) -> str:
        return _XML_SPECIAL.sub(self._written, text)

    def literal(self, text: str) -> str:
        """Escape the text of a literal, and space at its ends, which some readers cut off."""
        inner = text.strip(_SPACE)
        if inner == text:
            return self.escape(text)
        start = len(text) - len(text.lstrip(_SPACE))
        before, after = text[:start], text[start + len(inner) :]
        return f"{_spelled(before)}{self.escape(inner)}{_spelled(after)}"

    def _written(self, match: re.Match[str]) -> str:
        written = _XML_WRITTEN.get(match.group())
        self.lost += written is None
        return written or _NO_XML


def _xml_encoders(text: _XmlText) -> dict[type, Encode]:
    escape = text.escape
    starts = Ends(
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
        return f"{starts.of(term)}{text.literal(term.value)}</literal>"

    def triple(term: pyoxigraph.Triple) -> str:
        parts = zip(TRIPLE_COLUMNS, term, strict=True)
        inner = "".join(f"<{name}>{encode[type(part)](part)}</{name}>" for name, part in parts)
        return f"<triple>{inner}</triple>"

    encode = by_type(iri, blank, literal, triple)
    return encode
