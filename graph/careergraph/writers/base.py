"""What the writers share: chunks, terms by their type, what a format cannot hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from careergraph.answers import GRAPH_FORMS
from careergraph.errors import RequestError
from careergraph.vocabulary import XSD_STRING

if TYPE_CHECKING:
    import pyoxigraph

    from careergraph.answers import Stream

Writer = Callable[["Stream"], Iterator[bytes]]
"""Turns an answer into chunks of bytes."""

Encode = Callable[[Any], str]
"""Turns a term of one type into text."""

CHUNK = 1 << 16
"""How many characters make a chunk."""


class Ends:
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
        """Return what is written for the kind of a literal."""
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


def chunks(parts: Iterator[str]) -> Iterator[bytes]:
    """Yield text as chunks of UTF-8."""
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


def by_type(iri: Encode, blank: Encode, literal: Encode, triple: Encode) -> dict[type, Encode]:
    """Return what turns a term into text, by its type."""
    import pyoxigraph

    return {
        pyoxigraph.NamedNode: iri,
        pyoxigraph.BlankNode: blank,
        pyoxigraph.Literal: literal,
        pyoxigraph.Triple: triple,
    }


def word(boolean: bool) -> str:
    """Return a truth value as all formats write it."""
    return "true" if boolean else "false"


def refuse_graph(form: str, format_: str) -> None:
    """Raise a RequestError where a form of query answers with triples."""
    if form in GRAPH_FORMS:
        raise RequestError(
            f"{format_} has rows or yes and no, and a {form} answers with triples; "
            "choose turtle, ntriples, jsonld, rdfxml, ndjson, table, csv, tsv, markdown, html, "
            "parquet or arrow."
        )


def refuse_rows(form: str, format_: str) -> None:
    """Raise a RequestError where a form of query does not answer with triples."""
    if form not in GRAPH_FORMS:
        raise RequestError(
            f"{format_} has triples, and {form} answers with something else; choose "
            "table, csv, tsv, json, xml, ndjson, markdown, html, parquet or arrow."
        )


def triple_term(term: pyoxigraph.Triple) -> str:
    """Return a triple term as Turtle and the SPARQL formats have it."""
    return f"<<( {term} )>>"
