"""What a network states, as the edges of views: every requirement, progression and transfer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import count

from careergraph.network import CareerNetwork, Provenance, Requirement
from careergraph.views.facts import origin, place, strength
from careergraph.views.model import EdgeKind, Point, ViewEdge
from careergraph.vocabulary import compact


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement that becomes an edge; `source` and `target` are IRIs.

    `iri` is empty where the graph does not state it itself, such as a move of a route.
    """

    iri: str
    kind: EdgeKind
    source: str
    target: str
    why: str
    provenance: Provenance
    strength: str = ""
    lit: bool = False

    @property
    def ends(self) -> tuple[EdgeKind, str, str]:
        """Its kind and both ends, by which lines are led."""
        return self.kind, self.source, self.target


def statements(network: CareerNetwork) -> tuple[Statement, ...]:
    """Return every progression, requirement and transfer of a network, in its order."""
    leads = (
        Statement(p.iri, EdgeKind.LEADS_TO, p.earlier, p.later, "Next level", p.provenance)
        for p in network.progressions
    )
    requires = (
        Statement(
            r.iri, EdgeKind.REQUIRES, r.role, r.skill, _why_required(network, r), r.provenance
        )
        for r in network.requirements
    )
    transfers = (
        Statement(
            t.iri,
            EdgeKind.TRANSFERS_TO,
            t.held,
            t.needed,
            t.rationale,
            t.provenance,
            strength(t),
        )
        for t in network.transfers
    )
    return (*leads, *requires, *transfers)


def to_edges(
    said: Iterable[Statement], points: Mapping[tuple[EdgeKind, str, str], tuple[Point, ...]]
) -> tuple[ViewEdge, ...]:
    """Return statements as edges along the points of their `ends`, numbered by kind."""
    numbers = {kind: count(1) for kind in EdgeKind}
    return tuple(_edge(s, next(numbers[s.kind]), points[s.ends]) for s in said)


def _edge(statement: Statement, number: int, points: tuple[Point, ...]) -> ViewEdge:
    stated = statement.iri and not statement.iri.startswith("_:")
    provenance = statement.provenance
    return ViewEdge(
        id=f"{statement.kind.replace(' ', '-')}-{number}",
        statement=compact(statement.iri) if stated else "",
        kind=statement.kind,
        source=compact(statement.source),
        target=compact(statement.target),
        why=statement.why,
        origin=origin(provenance),
        place=place(provenance),
        strength=statement.strength,
        evidence=provenance.evidence or "",
        doubtful=provenance.doubt is not None,
        points=points,
        lit=statement.lit,
    )


def _why_required(network: CareerNetwork, need: Requirement) -> str:
    said = "Essential" if need.essential else "Optional"
    if need.proficiency:
        said += f", proficiency {need.proficiency}"
    text = need.provenance.text
    if text and text != network.skills[need.skill].label:
        said += f"; the source says “{text}”"
    return said
