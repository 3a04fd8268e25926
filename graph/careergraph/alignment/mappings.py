"""Accepted mappings as RDF: SKOS matches on owl:Axiom nodes in the RDF form of SSSOM."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from careergraph.alignment.concepts import DCTERMS_RIGHTS, OWL_VERSION, Scheme
from careergraph.alignment.proposals import NO_TERM_FOUND, Mapping
from careergraph.store import SUFFIXES
from careergraph.vocabulary import (
    DCTERMS_SOURCE,
    DCTERMS_TITLE,
    OWL_IMPORTS,
    PREFIXES,
    RDF_TYPE,
    SKOS_PREF_LABEL,
)

if TYPE_CHECKING:
    import pyoxigraph

OWL, SKOS, SSSOM, XSD = (PREFIXES[prefix] for prefix in ("owl", "skos", "sssom", "xsd"))
REVIEWED = "https://w3id.org/semapv/vocab/MappingReview"
"""Why a mapping holds: a person looked at a proposal and accepted it."""

ANNOTATIONS = (
    DCTERMS_TITLE,
    DCTERMS_SOURCE,
    DCTERMS_RIGHTS,
    SKOS_PREF_LABEL,
    *(SKOS + name for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch")),
    SKOS + "relatedMatch",
    *(SSSOM + name for name in ("subject_id", "predicate_id", "object_id", "confidence")),
    *(SSSOM + name for name in ("subject_source", "subject_source_version")),
    *(SSSOM + name for name in ("object_source", "object_source_version")),
    *(SSSOM + name for name in ("mapping_justification", "mapping_date", "reviewer_label")),
    *(SSSOM + name for name in ("mapping_tool", "comment")),
)
"""Declared, so that the file is OWL 2 DL on its own."""


def write_mappings(
    mappings: Iterable[Mapping], graph: Scheme, taxonomy: Scheme, on: date, suffix: str = ".ttl"
) -> bytes:
    """Return mappings as an RDF file that imports the graph and carries the taxonomy's rights.

    Parameters
    ----------
    mappings : iterable of Mapping
    graph, taxonomy : Scheme
    on : date
        When the mappings were accepted.
    suffix : str
        One of `careergraph.store.SUFFIXES`.
    """
    import pyoxigraph

    triples = list(_Writer(graph, taxonomy, on).triples(mappings))
    prefixes = {name: PREFIXES[name] for name in ("dcterms", "owl", "rdfs", "skos", "sssom", "xsd")}
    format_name = getattr(pyoxigraph.RdfFormat, SUFFIXES[suffix])
    return bytes(pyoxigraph.serialize(triples, format=format_name, prefixes=prefixes) or b"")


class _Writer:
    """Makes the triples of one file of mappings."""

    def __init__(self, graph: Scheme, taxonomy: Scheme, on: date) -> None:
        self._graph = graph
        self._taxonomy = taxonomy
        self._on = on
        name = taxonomy.iri.rstrip("/#").rpartition("/")[2]
        self._header = f"{graph.iri.rstrip('/#')}/alignment/{name}"

    def triples(self, mappings: Iterable[Mapping]) -> Iterator[pyoxigraph.Triple]:
        import pyoxigraph

        yield from self._about()
        labels = {}
        for number, mapping in enumerate(mappings, 1):
            if mapping.candidate is None or mapping.relation is None:
                node = _node(f"{self._header}/{number}")
                yield from self._no_equivalent(node, mapping)
            else:
                yield from self._match(pyoxigraph.BlankNode(f"m{number}"), mapping)
                labels[mapping.candidate.iri] = mapping.candidate.label
        for iri, label in labels.items():
            yield _triple(_node(iri), SKOS_PREF_LABEL, _literal(label, self._taxonomy.language))

    def _about(self) -> Iterator[pyoxigraph.Triple]:
        header = _node(self._header)
        title = f"{self._graph.title} aligned with {self._taxonomy.title}"
        yield _triple(header, RDF_TYPE, _node(OWL + "Ontology"))
        yield _triple(header, OWL_IMPORTS, _node(self._graph.iri))
        yield _triple(header, DCTERMS_TITLE, _literal(title))
        for predicate, text in (
            (OWL_VERSION, self._on.isoformat()),
            (DCTERMS_RIGHTS, self._taxonomy.rights),
        ):
            if text:
                yield _triple(header, predicate, _literal(text))
        yield _triple(header, DCTERMS_SOURCE, _node(self._taxonomy.iri))
        for name in ANNOTATIONS:
            yield _triple(_node(name), RDF_TYPE, _node(OWL + "AnnotationProperty"))
        yield _triple(_node(SSSOM + "Mapping"), RDF_TYPE, _node(OWL + "Class"))

    def _match(self, node: pyoxigraph.BlankNode, mapping: Mapping) -> Iterator[pyoxigraph.Triple]:
        assert mapping.candidate is not None
        concept, candidate = _node(mapping.concept.iri), _node(mapping.candidate.iri)
        predicate = f"{SKOS}{mapping.relation}"
        yield _triple(concept, predicate, candidate)
        yield _triple(node, RDF_TYPE, _node(OWL + "Axiom"))
        yield _triple(node, OWL + "annotatedSource", concept)
        yield _triple(node, OWL + "annotatedProperty", _node(predicate))
        yield _triple(node, OWL + "annotatedTarget", candidate)
        yield from self._provenance(node, mapping)

    def _no_equivalent(
        self, node: pyoxigraph.NamedNode, mapping: Mapping
    ) -> Iterator[pyoxigraph.Triple]:
        yield _triple(node, RDF_TYPE, _node(SSSOM + "Mapping"))
        yield _triple(node, RDF_TYPE, _node(OWL + "NamedIndividual"))
        yield _triple(node, SSSOM + "subject_id", _node(mapping.concept.iri))
        yield _triple(node, SSSOM + "predicate_id", _node(SKOS + "mappingRelation"))
        yield _triple(node, SSSOM + "object_id", _node(NO_TERM_FOUND))
        yield from self._provenance(node, mapping)

    def _provenance(
        self, node: pyoxigraph.NamedNode | pyoxigraph.BlankNode, mapping: Mapping
    ) -> Iterator[pyoxigraph.Triple]:
        yield _triple(node, SSSOM + "mapping_justification", _node(REVIEWED))
        yield _triple(node, SSSOM + "subject_source", _node(self._graph.iri))
        yield _triple(node, SSSOM + "object_source", _node(self._taxonomy.iri))
        yield _triple(node, SSSOM + "mapping_date", _typed(self._on.isoformat(), "date"))
        if mapping.confidence is not None:
            yield _triple(node, SSSOM + "confidence", _typed(f"{mapping.confidence:g}", "decimal"))
        for name, text in (
            ("subject_source_version", self._graph.version),
            ("object_source_version", self._taxonomy.version),
            ("reviewer_label", mapping.reviewer),
            ("mapping_tool", "careergraph align"),
            ("comment", mapping.note),
        ):
            if text:
                yield _triple(node, SSSOM + name, _literal(text))


def _triple(
    subject: pyoxigraph.NamedNode | pyoxigraph.BlankNode,
    predicate: str,
    value: pyoxigraph.NamedNode | pyoxigraph.Literal,
) -> pyoxigraph.Triple:
    import pyoxigraph

    return pyoxigraph.Triple(subject, _node(predicate), value)


def _node(iri: str) -> pyoxigraph.NamedNode:
    import pyoxigraph

    return pyoxigraph.NamedNode(iri)


def _literal(text: str, language: str | None = None) -> pyoxigraph.Literal:
    import pyoxigraph

    return pyoxigraph.Literal(text, language=language)


def _typed(text: str, datatype: str) -> pyoxigraph.Literal:
    import pyoxigraph

    return pyoxigraph.Literal(text, datatype=pyoxigraph.NamedNode(XSD + datatype))
