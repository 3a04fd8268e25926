"""Accepted transfers as triples: what was accepted, by whom, when, and what supported it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from careergraph import vocabulary as v
from careergraph.proposals.sheet import Accepted
from careergraph.readers.slugs import slug
from careergraph.vocabulary import Term

if TYPE_CHECKING:
    import pyoxigraph

EXAMPLE = "https://example.org/career-graph"
"""What names are made of where the graph's header has none of its own."""


def triples(
    store: pyoxigraph.Store, accepted: Sequence[Accepted], on: date
) -> list[pyoxigraph.Triple]:
    """Return what to add to a graph for the transfers that were accepted on a day.

    Each is a cg:Transfer beside its cg:transfersTo, attributed to its reviewer, with a
    cg:Support for each method that has a score.
    """
    writer = _Writer(store, on)
    return [triple for one in accepted for triple in writer.transfer(one)]


def _base(store: pyoxigraph.Store) -> str:
    """Return the IRI of the graph's own header, which imports the terms."""
    from pyoxigraph import NamedNode

    terms = NamedNode(v.TERMS.rstrip("#"))
    quads = store.quads_for_pattern(None, NamedNode(v.OWL_IMPORTS), terms)
    headers = sorted(q.subject.value for q in quads if isinstance(q.subject, NamedNode))
    return (headers[0] if headers else EXAMPLE).rstrip("/#")


class _Writer:
    def __init__(self, store: pyoxigraph.Store, on: date) -> None:
        self._store = store
        self._base = _base(store)
        self._on = f"{on.isoformat()}T00:00:00Z"
        self._names: set[str] = set()
        self._reviewers: set[str] = set()

    def transfer(self, one: Accepted) -> Iterator[pyoxigraph.Triple]:
        """Yield the triples of one transfer."""
        node = self._name(one)
        reviewer = f"{self._base}/reviewer/{slug(one.reviewer)}"
        if reviewer not in self._reviewers and not self._describes(reviewer):
            yield _link(reviewer, v.RDF_TYPE, v.PREFIXES["prov"] + "Agent")
            yield _text(reviewer, v.SKOS_PREF_LABEL, one.reviewer)
        self._reviewers.add(reviewer)
        yield _link(one.held, Term.transfersTo, one.needed)
        yield _link(node, v.RDF_TYPE, Term.Transfer)
        yield _link(node, Term.heldSkill, one.held)
        yield _link(node, Term.neededSkill, one.needed)
        yield _link(node, Term.strength, v.TERMS + one.strength)
        yield _text(node, Term.rationale, one.rationale)
        yield _link(node, Term.evidence, Term.reviewedProposal)
        yield _link(node, v.PROV_ATTRIBUTED_TO, reviewer)
        yield _text(node, v.PROV_GENERATED_AT, self._on, "dateTime")
        if one.note:
            yield _text(node, v.SKOS_NOTE, one.note)
        for method, score in one.scores.items():
            support = f"{node}/support/{method}"
            yield _link(node, Term.supportedBy, support)
            yield _link(support, v.RDF_TYPE, Term.Support)
            yield _text(support, Term.method, method)
            yield _text(support, Term.score, f"{score:f}", "decimal")

    def _name(self, one: Accepted) -> str:
        """Return a free IRI for a transfer, made of the ends of those of its skills."""
        ends = (iri.replace("#", "/").rpartition("/")[2] for iri in (one.held, one.needed))
        name = f"{self._base}/transfer/{'/'.join(ends)}"
        if name in self._names or self._describes(name):
            digest = hashlib.sha256(f"{one.held} {one.needed}".encode()).hexdigest()[:8]
            name = f"{name}-{digest}"
        self._names.add(name)
        return name

    def _describes(self, node: str) -> bool:
        from pyoxigraph import NamedNode

        return any(self._store.quads_for_pattern(NamedNode(node), None, None))


def _link(subject: str, predicate: str, object_: str) -> pyoxigraph.Triple:
    from pyoxigraph import NamedNode, Triple

    return Triple(NamedNode(subject), NamedNode(predicate), NamedNode(object_))


def _text(
    subject: str, predicate: str, text: str, datatype: str | None = None
) -> pyoxigraph.Triple:
    from pyoxigraph import Literal, NamedNode, Triple

    kind = NamedNode(v.PREFIXES["xsd"] + datatype) if datatype else None
    return Triple(NamedNode(subject), NamedNode(predicate), Literal(text, datatype=kind))
