"""What a graph says about one thing, asked in small queries: no page needs the whole graph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from careergraph.answers import plain
from careergraph.server.rendering import Cell, path_address, query_address
from careergraph.vocabulary import PREFIXES, RDF_TYPE, TERMS, Term, compact

if TYPE_CHECKING:
    from careergraph.answers import Term as Node
    from careergraph.server.service import Service

MOST_VALUES = 5000
"""Statements that are read about a thing, in each direction, for a page."""

SHOWN = 25
"""Things that a page lists for one relation to it; a link leads to all."""

RESERVED = frozenset(
    (
        *("about", "api", "health", "queries", "search", "sparql", "static", "update", "view"),
        *(".well-known", "favicon.ico", "robots.txt"),
    )
)
"""First parts of addresses that mean something else than an IRI."""

_LABELS = """SELECT ?thing ?label ?rank {
  VALUES ?thing { %s }
  { ?thing skos:prefLabel ?label BIND (1 AS ?rank) } UNION
  { ?thing rdfs:label ?label BIND (2 AS ?rank) } UNION
  { ?thing dcterms:title ?label BIND (3 AS ?rank) }
}"""
_GRAPH = """SELECT ?graph {
  { ?graph owl:imports <%s> } UNION { ?graph a owl:Ontology FILTER (?graph != <%s>) }
} LIMIT 1"""
_SEARCH = """SELECT ?thing ?name {
  ?thing skos:prefLabel|skos:altLabel|rdfs:label ?name
  FILTER (CONTAINS(LCASE(STR(?name)), $typed))
} LIMIT 2000"""
_PLAIN_IRI = re.compile(r'[a-zA-Z][a-zA-Z0-9+.-]*:[^\x00-\x20<>"{}|^`\\]*')


@dataclass(frozen=True)
class Table:
    """A table of a page; `more` leads to all of it where it is a part."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    caption: str = ""
    more: str | None = None
    boolean: bool | None = None


class Things:
    """The things of the graph that a service serves.

    Parameters
    ----------
    service : Service
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._base: tuple[str, str] = ("", "")

    @property
    def graph_iri(self) -> str:
        """The IRI that the graph has as an ontology; empty where it has none."""
        state = self._service.snapshot
        if self._base[0] != state:
            ontology = TERMS.rstrip("#")
            rows = self._service.ask(_GRAPH % (ontology, ontology)).rows
            self._base = state, next((plain(iri) for (iri,) in rows if iri is not None), "")
        return self._base[1]

    @property
    def base(self) -> str:
        """What the IRIs of the graph's own things begin with; empty where it has no name."""
        graph = self.graph_iri
        return graph if not graph or graph.endswith(("/", "#")) else graph + "/"

    def href(self, iri: str) -> str:
        """Return the address of the page about a thing."""
        base = self.base
        own = iri.removeprefix(base) if base and iri.startswith(base) else ""
        if own and own.partition("/")[0] not in RESERVED and not re.search(r"[?#]|//|\.\.", own):
            return path_address(own)
        return query_address("/about", iri=iri)

    def labels(self, iris: Iterable[str]) -> dict[str, str]:
        """Return what things are called, in English where there is that; CURIEs of the others."""
        wanted = sorted({iri for iri in iris if is_iri(iri)})
        found: dict[str, list[tuple[int, str, int, str]]] = {}
        if wanted:
            nodes = " ".join(f"<{iri}>" for iri in wanted)
            for thing, label, rank in self._service.ask(_LABELS % nodes).rows:
                if thing is not None and label is not None and rank is not None:
                    found.setdefault(plain(thing), []).append(
                        (*_preference(label), int(plain(rank)), plain(label))
                    )
        return {iri: min(found[iri])[-1] if iri in found else compact(iri) for iri in wanted}

    def knows(self, iri: str) -> bool:
        """Tell whether the graph says anything with an IRI."""
        text = "ASK { { $node ?p ?o } UNION { ?s ?p $node } UNION { ?s $node ?o } }"
        return is_iri(iri) and bool(self._service.ask(text, node=node(iri)).boolean)

    def table(
        self,
        title: str,
        columns: tuple[str, ...],
        rows: Iterable[tuple[Node | Cell | None, ...]],
        **more: Any,
    ) -> Table:
        """Return a table whose IRIs are shown by their labels and lead to their pages."""
        kept = list(rows)
        labels = self.labels(
            plain(value)
            for row in kept
            for value in row
            if value is not None and not isinstance(value, Cell) and _is_named(value)
        )
        cells = tuple(tuple(self.cell(value, labels) for value in row) for row in kept)
        return Table(title, columns, cells, **more)

    def cell(self, value: Node | Cell | None, labels: dict[str, str]) -> Cell | None:
        """Return a term as it is shown."""
        if value is None or isinstance(value, Cell):
            return value
        text = plain(value)
        if _is_named(value):
            return Cell(labels.get(text, compact(text)), self.href(text))
        datatype = getattr(value, "datatype", None)
        number = datatype is not None and datatype.value.rpartition("#")[2] in _NUMBERS
        return Cell(text, number=number, language=getattr(value, "language", None))

    def search(self, typed: str, most: int) -> list[tuple[str, str, str]]:
        """Return IRI, label and the name that a text was found in, the best first."""
        folded = " ".join(typed.lower().split())
        if not folded:
            return []
        import pyoxigraph

        found: dict[str, tuple[tuple[int, int, str], str]] = {}
        for thing, name in self._service.ask(_SEARCH, typed=pyoxigraph.Literal(folded)).rows:
            if thing is None or name is None or not _is_named(thing):
                continue
            text, iri = plain(name), plain(thing)
            lowered = text.lower()
            how = 0 if lowered == folded else 1 if lowered.startswith(folded) else 2
            ranked = (how, len(text), text), text
            found[iri] = min(found.get(iri, ranked), ranked)
        best = sorted(found.items(), key=lambda item: item[1])[:most]
        labels = self.labels(iri for iri, _ in best)
        return [(iri, labels[iri], name) for iri, (_, name) in best]

    def like(self, iri: str, most: int = 5) -> list[str]:
        """Return things whose names have the words that an IRI ends with, or one of them."""
        words = re.findall(r"[^\W_]{2,}", re.split(r"[/#]", iri.rstrip("/#"))[-1])
        tries = [" ".join(words), *sorted(set(words), key=len, reverse=True)[:3]]
        for text in tries:
            found = [thing for thing, _, _ in self.search(text, most)]
            if found:
                return found
        return []

    def facts(self, iri: str) -> Iterator[tuple[str, list[Node | Cell]]]:
        """Yield each property that a thing has, with its values."""
        values: dict[str, list[Node | Cell]] = {}
        text = "SELECT ?property ?value { $node ?property ?value }"
        rows = self._service.ask(text, MOST_VALUES, node=node(iri)).rows
        parts = self._parts(iri) if any(_is_nameless(value) for _, value in rows) else {}
        for named, value in rows:
            if named is None or value is None:
                continue
            shown = Cell(parts[str(value)]) if str(value) in parts else value
            values.setdefault(plain(named), []).append(shown)
        for name in sorted(values, key=lambda name: (_place(name), name)):
            yield name, _in_one_language(values[name])

    def _parts(self, iri: str) -> dict[str, str]:
        """Return what the nameless things say that a thing has, such as a range of hours."""
        text = "SELECT ?part ?p ?value { $node ?q ?part . ?part ?p ?value FILTER ISBLANK(?part) }"
        rows = self._service.ask(text, MOST_VALUES, node=node(iri)).rows
        labels = self.labels(plain(x) for row in rows for x in row[1:] if x and _is_named(x))
        found: dict[str, list[str]] = {}
        for part, named, value in rows:
            if named is not None and value is not None and plain(named) != RDF_TYPE:
                words = plain(value)
                said = f"{labels[plain(named)]}: {labels.get(words, words)}"
                found.setdefault(str(part), []).append(said)
        return {part: "; ".join(sorted(words)) for part, words in found.items()}

    def mentions(self, iri: str) -> Iterator[tuple[str, int, list[Node]]]:
        """Yield each property by which things point here, how many do, and the first of them."""
        counted = """SELECT ?property (COUNT(*) AS ?count) { ?thing ?property $node }
            GROUP BY ?property ORDER BY ?property"""
        first = "SELECT ?thing { ?thing $property $node }"
        for named, count in self._service.ask(counted, MOST_VALUES, node=node(iri)).rows:
            if named is not None and count is not None:
                found = self._service.ask(first, SHOWN, property=named, node=node(iri))
                yield plain(named), int(plain(count)), [one for (one,) in found.rows if one]


def node(iri: str) -> Node:
    """Return an IRI as a term."""
    import pyoxigraph

    return pyoxigraph.NamedNode(iri)


def is_iri(text: str) -> bool:
    """Tell whether a text is an IRI that can stand in a query.

    >>> is_iri("https://example.org/a"), is_iri("a b"), is_iri("x:a> ?p")
    (True, False, False)
    """
    return _PLAIN_IRI.fullmatch(text) is not None


def _is_named(value: object) -> bool:
    import pyoxigraph

    return isinstance(value, pyoxigraph.NamedNode)


def _is_nameless(value: object) -> bool:
    import pyoxigraph

    return isinstance(value, pyoxigraph.BlankNode)


def _preference(label: Node) -> tuple[int, str]:
    """Return how far a language is from the one that people are shown: English, then none."""
    language = getattr(label, "language", None)
    if language is None:
        return 1, ""
    return (0 if language.split("-")[0] == "en" else 2), language


def _in_one_language(values: list[Node | Cell]) -> list[Node | Cell]:
    """Return values without those in other languages than the one that people are shown."""
    texts = {v: _preference(v) for v in values if getattr(v, "language", None) is not None}  # type: ignore[arg-type]
    if not texts:
        return values
    best = min(texts.values())
    return [value for value in values if value not in texts or texts[value] == best]


_NUMBERS = ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger")
_FIRST = (
    *(PREFIXES["skos"] + name for name in ("prefLabel", "altLabel", "definition", "note")),
    Term.onPath,
    Term.atLevel,
)


def _place(name: str) -> int:
    return _FIRST.index(name) if name in _FIRST else len(_FIRST)
