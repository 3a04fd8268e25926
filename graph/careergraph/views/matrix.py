"""The level matrix: every career path at every level, with its skills and relations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from careergraph import names
from careergraph.costs import describe
from careergraph.errors import RequestError
from careergraph.network import CareerNetwork, Level
from careergraph.views import gutters, layout
from careergraph.views.facts import Facts, about
from careergraph.views.model import Axes, Group, Item, NodeKind, Section, View, ViewNode
from careergraph.views.statements import Statement, statements, to_edges
from careergraph.vocabulary import compact

MOST_ROLES = 500
"""Roles that one page draws: more make it too large for a browser to be pleasant."""


def matrix(network: CareerNetwork, *, paths: Iterable[str] = ()) -> View:
    """Return the matrix of a network: columns are levels, lanes are career paths.

    Parameters
    ----------
    network : CareerNetwork
    paths : iterable of str, optional
        Career paths to draw, as people name them; all without it.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        A career path is not found.
    RequestError
        There are more than `MOST_ROLES` roles to draw.
    """
    drawn = {names.find(network, "path", path) for path in names.several(paths)}
    if drawn:
        network = network.part([r.iri for r in network.roles.values() if r.path in drawn])
    if len(network.roles) > MOST_ROLES:
        raise RequestError(
            f"There are {len(network.roles):,} roles, and one page draws at most {MOST_ROLES}. "
            "Name career paths to draw with --path."
        )
    return assemble(
        network,
        name="matrix",
        title=network.title,
        subtitle="Career paths by level, with the skills that each role adds",
        summary=_summary(network),
        said=statements(network),
    )


def assemble(
    network: CareerNetwork,
    *,
    name: str,
    title: str,
    subtitle: str,
    summary: tuple[Section, ...],
    said: tuple[Statement, ...],
    badges: Mapping[str, str] | None = None,
) -> View:
    """Lay a network out as its matrix and say what there is to say.

    Parameters
    ----------
    network : CareerNetwork
    name, title, subtitle, summary
        As in `View`.
    said : tuple of Statement
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
            group=box.lane,
            facts=facts.role(network.roles[iri])
            if box.kind is NodeKind.ROLE
            else facts.skill(network.skills[iri]),
            lit=badges is None or iri in badges,
            badge="" if badges is None else badges.get(iri, ""),
        )
        for iri, box in placed.boxes.items()
    )
    points = gutters.lead(placed, [statement.ends for statement in said])
    return View(
        name=name,
        title=title,
        subtitle=subtitle,
        width=round(placed.width, 1),
        height=round(placed.height, 1),
        columns=placed.columns,
        lanes=placed.lanes,
        groups=tuple(Group(lane.label, lane.tone or 0) for lane in placed.lanes),
        nodes=nodes,
        edges=to_edges(said, points),
        summary=(*summary, *about(network)),
        axes=Axes(lane="Career path", column="Level", group="Career path"),
    )


def _label(network: CareerNetwork, iri: str, kind: NodeKind) -> str:
    return network.roles[iri].label if kind is NodeKind.ROLE else network.skills[iri].label


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
