"""A graph's own triples as Turtle, N-Triples and RDF/XML, in an order people can follow."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from careergraph import vocabulary as v
from careergraph.errors import OutputError
from careergraph.export.content import NOT_XML, Content
from careergraph.vocabulary import PREFIXES, Term, compact

if TYPE_CHECKING:
    import pyoxigraph

TYPE_ORDER = (
    PREFIXES["owl"] + "Ontology",
    Term.LevelScheme,
    Term.Level,
    Term.CareerPath,
    Term.Role,
    Term.Skill,
    Term.Requirement,
    Term.Progression,
    Term.Transfer,
    Term.Assumptions,
    Term.MoveCost,
    Term.EffortRange,
)
"""Nodes stand in this order of their types; others follow."""

XML_NAME = re.compile(r"[^\W\d][\w.-]*$")
"""What the IRI of a property must end in to be written in RDF/XML."""

FEWEST = 3
"""A namespace of fewer subjects than this gets no prefix of its own."""


def turtle(content: Content) -> str:
    """Return the graph's own triples as Turtle, one block for each node."""
    triples = ordered(content.triples())
    head, body = _split(_serialized(triples, "TURTLE"), r"(?:@prefix [^\n]*\n)*")
    body = re.sub(r" \.\n(?=.)", " .\n\n", body)
    return "".join(sorted(head.splitlines(keepends=True))) + "\n" + body


def ntriples(content: Content) -> str:
    """Return the graph's own triples as N-Triples, a line each."""
    return _serialized(ordered(content.triples()), "N_TRIPLES")


def rdfxml(content: Content) -> str:
    """Return the graph's own triples as RDF/XML.

    Raises
    ------
    OutputError
        A text has a character that XML cannot hold, or a property no name that XML can hold.
    """
    triples = ordered(content.triples())
    for triple in triples:
        if not XML_NAME.search(triple.predicate.value):
            raise OutputError(
                f"The property {triple.predicate.value} ends in nothing that can be the name of "
                "an XML element. Rename it, or export to turtle."
            )
        bad = NOT_XML.search(name(triple.object))
        if bad:
            raise OutputError(
                f"The {compact(triple.predicate.value)} of {name(triple.subject)} has the "
                f"character {bad[0]!r}, which XML cannot hold. Correct it, or export to turtle."
            )
    head, body = _split(_serialized(triples, "RDF_XML"), r".*?<rdf:RDF [^>]*")
    start, *spaces = head.split(" xmlns:")
    # A reader of XML takes a bare carriage return for a line feed.
    body = body.replace("\r", "&#13;").rstrip("\n") + "\n"
    return " xmlns:".join([start, *sorted(spaces)]) + body


def _serialized(triples: list[pyoxigraph.Triple], format_name: str) -> str:
    import pyoxigraph

    out = io.BytesIO()
    pyoxigraph.serialize(
        triples,
        out,
        format=getattr(pyoxigraph.RdfFormat, format_name),
        prefixes=prefixes(triples),
    )
    return out.getvalue().decode()


def _split(text: str, head: str) -> tuple[str, str]:
    """Split off the head, where pyoxigraph writes the prefixes in any order."""
    match = re.match(head, text, re.DOTALL)
    end = match.end() if match else 0
    return text[:end], text[end:]


def ordered(triples: Collection[pyoxigraph.Triple]) -> list[pyoxigraph.Triple]:
    """Return triples by kind of node, node, predicate and object, blank nodes renamed.

    The same triples come out the same, whatever their blank nodes were called.
    """
    found = _with_steady_blank_nodes(triples)
    place: dict[str, int] = {}
    for triple in found:
        if triple.predicate.value == v.RDF_TYPE:
            known = place.get(name(triple.subject), len(TYPE_ORDER))
            place[name(triple.subject)] = min(known, _type_place(name(triple.object)))

    def key(triple: pyoxigraph.Triple) -> tuple[int, str, bool, str, int, str]:
        subject, predicate = name(triple.subject), triple.predicate.value
        shown = str(triple.object)
        return (
            place.get(subject, len(TYPE_ORDER)),
            subject,
            predicate != v.RDF_TYPE,
            compact(predicate),
            len(shown) if predicate == Term.rank else 0,
            shown,
        )

    return sorted(found, key=key)


def name(term: object) -> str:
    """Return an IRI, ``_:`` and the label of a blank node, or the text of a literal."""
    import pyoxigraph

    if isinstance(term, pyoxigraph.BlankNode):
        return f"_:{term.value}"
    return str(getattr(term, "value", term))


def prefixes(triples: Iterable[pyoxigraph.Triple]) -> dict[str, str]:
    """Return the prefixes that shorten triples: the usual ones that they use, and their own.

    The namespaces of many subjects get the last part of their name as prefix, unless a prefix
    already covers them.
    """
    import pyoxigraph

    used: set[str] = set()
    subjects: Counter[str] = Counter()
    for triple in triples:
        terms = (triple.subject, triple.predicate, triple.object)
        used.update(_namespace(t.value) for t in terms if isinstance(t, pyoxigraph.NamedNode))
        datatype = getattr(triple.object, "datatype", None)
        if datatype is not None:
            used.add(_namespace(datatype.value))
        if triple.predicate.value == v.RDF_TYPE and isinstance(
            triple.subject, pyoxigraph.NamedNode
        ):
            subjects[_namespace(triple.subject.value)] += 1
    found = {prefix: space for prefix, space in PREFIXES.items() if space in used}
    for space, count in sorted(subjects.items()):
        last = re.search(r"([A-Za-z][A-Za-z0-9-]*)[/#]$", space)
        if count < FEWEST or last is None or space.startswith(tuple(found.values())):
            continue
        prefix = last[1].lower()
        if prefix not in PREFIXES and prefix not in found:
            found[prefix] = space
    return dict(sorted(found.items()))


def _namespace(iri: str) -> str:
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]


def _type_place(iri: str) -> int:
    return TYPE_ORDER.index(iri) if iri in TYPE_ORDER else len(TYPE_ORDER)


def _with_steady_blank_nodes(
    triples: Collection[pyoxigraph.Triple],
) -> Collection[pyoxigraph.Triple]:
    import pyoxigraph

    if not any(isinstance(t.subject, pyoxigraph.BlankNode) for t in triples) and not any(
        isinstance(t.object, pyoxigraph.BlankNode) for t in triples
    ):
        return triples
    dataset = pyoxigraph.Dataset(pyoxigraph.Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return [quad.triple for quad in dataset]
