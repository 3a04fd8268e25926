"""What a graph says about itself: its title, makers, licence, rights and sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from careergraph.export.content import Content, one_line
from careergraph.vocabulary import OWL_IMPORTS, PREFIXES, RDF_TYPE, SKOS_PREF_LABEL, TERMS

if TYPE_CHECKING:
    import pyoxigraph

STATEMENTS = {
    PREFIXES["dcterms"] + "title": "title",
    PREFIXES["dcterms"] + "creator": "creator",
    PREFIXES["dcterms"] + "publisher": "publisher",
    PREFIXES["dcterms"] + "rightsHolder": "rights holder",
    PREFIXES["dcterms"] + "license": "licence",
    PREFIXES["dcterms"] + "rights": "rights",
    PREFIXES["dcterms"] + "source": "source",
    PREFIXES["prov"] + "wasAttributedTo": "attributed to",
    PREFIXES["dcterms"] + "bibliographicCitation": "citation",
}
"""What is shown of a header, in this order, and what it is called."""

COLUMNS = ["statement", "text", "graph"]


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of the header of a graph, such as its licence; `graph` is the title."""

    statement: str
    text: str
    graph: str


def about(content: Content) -> list[Statement]:
    """Return what the headers of the graph's own files say, the graph's own header first.

    A node is shown by its label where it has one.
    """
    triples = content.triples()
    kind = PREFIXES["owl"] + "Ontology"
    headers = {
        t.subject for t in triples if t.predicate.value == RDF_TYPE and _text(t.object) == kind
    }
    of_headers = [t for t in triples if t.subject in headers]
    nodes = {t.object for t in of_headers if t.predicate.value in STATEMENTS}
    labels = {
        t.subject: _text(t.object)
        for t in triples
        if t.predicate.value == SKOS_PREF_LABEL and t.subject in nodes
    }
    own = {
        t.subject
        for t in of_headers
        if t.predicate.value == OWL_IMPORTS and _text(t.object) == TERMS.rstrip("#")
    }
    return [
        statement
        for header in sorted(headers, key=lambda header: (header not in own, str(header)))
        for statement in _of(header, of_headers, labels)
    ]


def sentences(content: Content) -> list[str]:
    """Return what the headers say besides titles, each as one line that names its graph."""
    return [
        f"{one.graph}, {one.statement}: {one.text}"
        for one in about(content)
        if one.statement != "title"
    ]


def by_statement(content: Content) -> dict[str, str]:
    """Return the texts of each kind of statement in one, a line each, without the titles."""
    texts: dict[str, list[str]] = {}
    for one in about(content):
        if one.statement != "title":
            texts.setdefault(one.statement, []).append(one.text)
    return {name: "\n".join(dict.fromkeys(found)) for name, found in texts.items()}


def _of(
    header: pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Triple,
    triples: list[pyoxigraph.Triple],
    labels: Mapping[Any, str],
) -> list[Statement]:
    found = {
        (list(STATEMENTS).index(t.predicate.value), labels.get(t.object, _text(t.object)))
        for t in triples
        if t.subject == header and t.predicate.value in STATEMENTS
    }
    names = list(STATEMENTS.values())
    said = [(names[place], one_line(text)) for place, text in sorted(found)]
    title = next((text for name, text in said if name == "title"), _text(header))
    return [Statement(name, text, title) for name, text in said]


def _text(term: object) -> str:
    return str(getattr(term, "value", term))
