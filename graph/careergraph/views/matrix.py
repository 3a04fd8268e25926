"""The level matrix: every career path at every level, with its skills and relations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count

from careergraph.costs import describe
from careergraph.network import CareerNetwork, Level, Requirement
from careergraph.views import gutters, layout
from careergraph.views.facts import Facts, origin, place, strength
from careergraph.views.model import (
    EdgeKind,
    Item,
    NodeKind,
    Point,
    Section,
    View,
    ViewEdge,
    ViewNode,
)
from careergraph.vocabulary import compact


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement that becomes an edge; `source` and `target` are IRIs."""

    iri: str
    kind: EdgeKind
    source: str
    target: str
    why: str
    origin: str
    place: str = ""
    strength: str = ""
    lit: bool = False


def matrix(network: CareerNetwork) -> View:
    """Return the matrix of a network: columns are levels, lanes are career paths."""
    return assemble(
        network,
        name="matrix",
        title=network.title,
        subtitle="Career paths by level, with the skills that each role adds",
        summary=_summary(network),
        statements=statements(network),
    )


def statements(network: CareerNetwork) -> tuple[Statement, ...]:
    """Return every requirement, progression and transfer of a network, in its order."""
    leads = [
        Statement(
            p.iri,
            EdgeKind.LEADS_TO,
            p.earlier,
            p.later,
            "Next level",
            origin(p.provenance),
            place(p.provenance),
        )
        for p in network.progressions
    ]
    requires = [
        Statement(
            r.iri,
            EdgeKind.REQUIRES,
            r.role,
            r.skill,
            _why_required(network, r),
            origin(r.provenance),
            place(r.provenance),
        )
        for r in network.requirements
    ]
    transfers = [
        Statement(
            t.iri,
            EdgeKind.TRANSFERS_TO,
            t.held,
            t.needed,
            t.rationale,
            origin(t.provenance),
            place(t.provenance),
            strength(t),
        )
        for t in network.transfers
    ]
    return (*leads, *requires, *transfers)


def assemble(
    network: CareerNetwork,
    *,
    name: str,
    title: str,
    subtitle: str,
    summary: tuple[Section, ...],
    statements: tuple[Statement, ...],
    badges: Mapping[str, str] | None = None,
) -> View:
    """Lay a network out as its matrix and say what there is to say.

    Parameters
    ----------
    network : CareerNetwork
    name, title, subtitle, summary
        As in `View`.
    statements : tuple of Statement
        The edges.
    badges : mapping of str to str, optional
        By IRI, the nodes that stand out and their badges; all nodes stand out without it.
    """
    placed = layout.place(network)
    facts = Facts(network)
    nodes = tuple(
        ViewNode(
            id=compact(iri),
            kind=box.kind,
            label=_label(network, iri, box.kind),
            lines=box.lines,
            x=round(box.x, 1),
            y=round(box.y, 1),
            width=round(box.width, 1),
            height=round(box.height, 1),
            lane=box.lane,
            column=box.column,
            facts=facts.role(network.roles[iri])
            if box.kind is NodeKind.ROLE
            else facts.skill(network.skills[iri]),
            lit=badges is None or iri in badges,
            badge="" if badges is None else badges.get(iri, ""),
        )
        for iri, box in placed.boxes.items()
    )
    points = gutters.lead(placed, [(s.kind, s.source, s.target) for s in statements])
    numbers = {kind: count(1) for kind in EdgeKind}
    edges = tuple(
        _edge(s, next(numbers[s.kind]), points[s.kind, s.source, s.target]) for s in statements
    )
    return View(
        name=name,
        title=title,
        subtitle=subtitle,
        width=round(placed.width, 1),
        height=round(placed.height, 1),
        columns=placed.columns,
        lanes=placed.lanes,
        nodes=nodes,
        edges=edges,
        summary=(*summary, *_about(network)),
    )


def _about(network: CareerNetwork) -> tuple[Section, ...]:
    """Return what the graph says of its use: its licence may ask that this is kept in sight."""
    items = tuple(Item(name, text) for name, text in network.about)
    return (Section("About this graph", "", items),) if items else ()


def _label(network: CareerNetwork, iri: str, kind: NodeKind) -> str:
    return network.roles[iri].label if kind is NodeKind.ROLE else network.skills[iri].label


def _edge(statement: Statement, number: int, points: tuple[Point, ...]) -> ViewEdge:
    stated = statement.iri and not statement.iri.startswith("_:")
    return ViewEdge(
        id=f"{statement.kind.replace(' ', '-')}-{number}",
        statement=compact(statement.iri) if stated else "",
        kind=statement.kind,
        source=compact(statement.source),
        target=compact(statement.target),
        why=statement.why,
        origin=statement.origin,
        place=statement.place,
        strength=statement.strength,
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


def _numbered(level: Level) -> str:
    number = f"Level {level.rank}"
    return number if level.label == number else f"{number}, {level.label}"


def _first_part(note: str) -> str:
    """Return a note up to its first semicolon: the levels share what follows."""
    return note.partition(";")[0]


def _summary(network: CareerNetwork) -> tuple[Section, ...]:
    out = Counter(transfer.held for transfer in network.transfers)
    hubs = sorted(out, key=lambda skill: (-out[skill], list(network.skills).index(skill)))[:5]
    sections = [
        Section(
            "What this is",
            f"{len(network.paths)} career paths in {len(network.levels)} levels: "
            f"{len(network.roles)} roles and {len(network.skills)} skills. A row is a career "
            "path, a column a level; under each role stand the skills that it adds.",
        ),
        Section(
            "What to try first",
            "Choose a box to see what it requires and what it transfers to. Thin lines between "
            "the boxes are transfers: holding one skill shortens learning another.",
        ),
    ]
    if hubs:
        items = tuple(
            Item(network.skills[s].label, f"transfers to {out[s]} skills", compact(s)) for s in hubs
        )
        sections.append(Section("Skills that shorten most others", "", items))
    efforts = tuple(
        Item(
            f"{_numbered(level)}: {level.effort}",
            _first_part(level.effort_note or ""),
        )
        for level in network.levels.values()
        if level.effort is not None
    )
    assumed = f"{describe(network.assumptions).capitalize()}."
    sections.append(Section("What is assumed", assumed, efforts))
    return tuple(sections)
