"""The neighbourhood of a role or skill: what comes before it left, what follows it right."""

from __future__ import annotations

import shlex
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from careergraph import names
from careergraph.errors import RequestError
from careergraph.network import CareerNetwork
from careergraph.views import gutters, layout
from careergraph.views.facts import about as about_graph
from careergraph.views.model import EdgeKind, Group, Item, NodeKind, Section, View
from careergraph.views.nodes import by_path, kind_of, label, to_nodes
from careergraph.views.rings import LEFT, MIDDLE, RIGHT, Rings, in_common, rings
from careergraph.views.statements import Statement, to_edges

MOST_BOXES = 60
"""Boxes that one column draws: three screens of them, which is as far as people scroll."""

LINES = (
    "A filled box is a role, a framed one a skill. A thin line in a role's colour leads to a skill "
    "that it requires. A red line is a transfer: holding one skill shortens learning the other. A "
    "dark line with an arrow leads to a role that people go on to."
)

TRY = (
    "Choose a box: it says why each line is there, who says so, and any doubt. The table says "
    "all of it at once. On the command line:"
)


@dataclass(frozen=True, slots=True)
class _Place:
    """A column: the side of the centre, the kind of node and the distance."""

    side: int
    kind: NodeKind
    distance: int


def neighbourhood(network: CareerNetwork, about: str, *, depth: int = 1) -> View:
    """Return what surrounds a role or skill, in columns by what it is to the centre.

    Parameters
    ----------
    network : CareerNetwork
    about : str
        The role or skill, as people name it.
    depth : int, optional
        Everything said of what is fewer than so many statements away is drawn.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        Nothing has that name, or several things have it.
    RequestError
        The depth is below 1.
    """
    if depth < 1:
        raise RequestError(f"A neighbourhood of depth {depth} is empty. Ask for 1 or more.")
    around = rings(network, names.find_role_or_skill(network, about), depth)
    columns = _columns(network, around)
    drawn = _drawn(around, columns)
    heads = [_heading(network, around, place) for place in drawn]
    placed = layout.arrange(
        [(head, None) for head in heads],
        [("", None)],
        {
            (0, index): [layout.entry(iri, place.kind, label(network, iri)) for iri in drawn[place]]
            for index, place in enumerate(drawn)
        },
    )
    said = tuple(s for s in around.said if {s.source, s.target} <= placed.boxes.keys())
    points = gutters.lead(placed, [one.ends for one in said])
    groups, group_of = _groups(network, around, drawn)
    centre = label(network, around.centre)
    return View(
        name="neighbourhood",
        title=centre,
        subtitle=f"What surrounds this {kind_of(network, around.centre)} in {network.title}",
        width=round(placed.width, 1),
        height=round(placed.height, 1),
        columns=placed.columns,
        lanes=placed.lanes,
        groups=groups,
        nodes=to_nodes(network, placed, group_of),
        edges=to_edges(said, points),
        summary=(*_summary(network, around, columns, drawn, depth), *about_graph(network)),
    )


def _columns(network: CareerNetwork, around: Rings) -> dict[_Place, list[str]]:
    """Return what stands in each column, from left to right, the most relevant first.

    Nearest to the centre stand, on the left, its own kind, and on the right the other.
    """
    found = defaultdict[_Place, list[str]](list)
    relevance = _relevance(network, around)
    for iri in sorted(around.distance, key=relevance.__getitem__):
        kind = kind_of(network, iri)
        found[_Place(around.side[iri], kind, around.distance[iri])].append(iri)
    own = kind_of(network, around.centre)

    def from_left(place: _Place) -> tuple[int, bool, int]:
        outward = -place.distance if place.side == LEFT else place.distance
        return place.side, place.kind is own, outward

    return {place: found[place] for place in sorted(found, key=from_left)}


def _relevance(network: CareerNetwork, around: Rings) -> dict[str, tuple[float, ...]]:
    """Return what the neighbours are ordered by: the less, the more relevant.

    Essential requirements go before optional ones, and in each those rated more important;
    progressions before moves, and those with more skills in common; further away, what is joined
    with more of the ring before.
    """
    order = {iri: place for place, iri in enumerate((*network.roles, *network.skills))}
    joined = Counter(
        far
        for one in around.said
        for far, near in ((one.source, one.target), (one.target, one.source))
        if around.distance[near] < around.distance[far]
    )
    needs = {
        (need.skill if need.role == around.centre else need.role): need
        for need in network.requirements
        if around.centre in (need.role, need.skill)
    }
    stated = {
        iri
        for one in around.said
        if one.kind is EdgeKind.LEADS_TO
        for iri in (one.source, one.target)
    }

    def key(iri: str) -> tuple[float, ...]:
        if iri in needs:
            need = needs[iri]
            return not need.essential, -(need.importance_rating or 0), order[iri]
        if around.distance[iri] == 1 and iri in network.roles:
            shared = len(in_common(network, around.centre, iri))
            return iri not in stated, -shared, order[iri]
        return -joined[iri], order[iri]

    return {iri: key(iri) for iri in around.distance}


def _drawn(around: Rings, columns: Mapping[_Place, Sequence[str]]) -> dict[_Place, list[str]]:
    """Return what is drawn of each column, so that everything is joined with what is drawn.

    Beyond the first ring boxes stand in the order of those that they are joined with.
    """
    inward = defaultdict[str, list[str]](list)
    for one in around.said:
        for far, near in ((one.source, one.target), (one.target, one.source)):
            if around.distance[near] < around.distance[far]:
                inward[far].append(near)
    height = {around.centre: 0.0}
    drawn: dict[_Place, list[str]] = {}
    for place in sorted(columns, key=lambda place: place.distance):
        found = [
            iri
            for iri in columns[place]
            if place.distance == 0 or any(near in height for near in inward[iri])
        ][:MOST_BOXES]
        if place.distance > 1:
            middle = {
                iri: fmean(height[near] for near in inward[iri] if near in height) for iri in found
            }
            found.sort(key=middle.__getitem__)
        height.update((iri, float(row)) for row, iri in enumerate(found))
        drawn[place] = found
    return {place: drawn[place] for place in columns if drawn[place]}


def _heading(network: CareerNetwork, around: Rings, place: _Place) -> str:
    kind, distance = place.kind, place.distance
    if distance == 0:
        return f"The {kind}"
    centre = kind_of(network, around.centre)
    adds = "adds" if network.assumptions.cumulative else "requires"
    known = {
        (NodeKind.ROLE, LEFT, NodeKind.ROLE, 1): "Roles that lead here",
        (NodeKind.ROLE, RIGHT, NodeKind.ROLE, 1): "Roles to go on to",
        (NodeKind.ROLE, RIGHT, NodeKind.SKILL, 1): f"Skills that it {adds}",
        (NodeKind.ROLE, RIGHT, NodeKind.SKILL, 2): "Skills beside those",
        (NodeKind.SKILL, LEFT, NodeKind.SKILL, 1): "Skills that shorten it",
        (NodeKind.SKILL, RIGHT, NodeKind.SKILL, 1): "Skills that it shortens",
        (NodeKind.SKILL, RIGHT, NodeKind.ROLE, 1): "Roles that require it",
    }
    side = "before" if place.side == LEFT else "after"
    return known.get(
        (centre, place.side, kind, distance), f"{kind.capitalize()}s {distance} steps {side}"
    )


def _groups(
    network: CareerNetwork, around: Rings, drawn: Mapping[_Place, Sequence[str]]
) -> tuple[tuple[Group, ...], dict[str, int]]:
    """Return career paths as groups; columns where there are more paths than colours."""
    if len(network.paths) <= layout.TONES:
        return by_path(network, [iri for column in drawn.values() for iri in column])
    optional = {
        iri
        for need in network.requirements
        if not need.essential and around.centre in (need.role, need.skill)
        for iri in (need.role, need.skill)
    } - {around.centre}
    named: dict[str, list[str]] = {}
    for place, column in drawn.items():
        heading = _heading(network, around, place)
        split = place.distance == 1 and not optional.isdisjoint(column)
        for iri in column:
            said = f"{heading}, {'optional' if iri in optional else 'essential'}"
            named.setdefault(said if split else heading, []).append(iri)
    return (
        tuple(Group(heading, tone % layout.TONES) for tone, heading in enumerate(named)),
        {iri: number for number, column in enumerate(named.values()) for iri in column},
    )


def _summary(
    network: CareerNetwork,
    around: Rings,
    columns: Mapping[_Place, Sequence[str]],
    drawn: Mapping[_Place, Sequence[str]],
    depth: int,
) -> tuple[Section, ...]:
    name = label(network, around.centre)
    counted = [
        Item(f"{_heading(network, around, place)}: {_of(drawn.get(place, ()), column)}")
        for place, column in columns.items()
        if place.side != MIDDLE
    ]
    steps = "one step" if depth == 1 else f"{depth} steps"
    shown = f"{name} and what the graph says of everything within {steps} of it."
    if not counted:
        shown = f"{name} alone: the graph says of it neither requirement, transfer nor move."
    coloured = "career path" if len(network.paths) <= layout.TONES else "column"
    sections = [
        Section("What is shown", shown, tuple(counted)),
        Section("Colours and lines", f"A colour is a {coloured}. {LINES}"),
        Section("What to try next", TRY, _commands(network, around.centre, depth)),
    ]
    for place, column in columns.items():
        boxes = set(drawn.get(place, ()))
        left = [iri for iri in column if iri not in boxes]
        if left:
            heading = f"Not drawn: {_heading(network, around, place)} ({len(left)})"
            sections.append(Section(heading, "", tuple(_left_out(network, around, left))))
    return tuple(sections)


def _of(boxes: Sequence[str], column: Sequence[str]) -> str:
    if len(boxes) == len(column):
        return f"{len(column)}"
    return f"{len(boxes)} of {len(column)} drawn, the others listed below"


def _left_out(network: CareerNetwork, around: Rings, left: Sequence[str]) -> Iterator[Item]:
    said = defaultdict[str, list[Statement]](list)
    for one in around.said:
        said[one.source].append(one)
        said[one.target].append(one)
    for iri in left:
        whys = dict.fromkeys(
            f"{label(network, one.source)} {one.kind} {label(network, one.target)}: {one.why}"
            for one in said[iri]
        )
        yield Item(label(network, iri), "; ".join(whys))


def _commands(network: CareerNetwork, centre: str, depth: int) -> tuple[Item, ...]:
    name = shlex.quote(label(network, centre))
    further = Item(
        f"careergraph view neighbourhood {name} --depth {depth + 1}", "draws one step more"
    )
    if centre in network.roles:
        asked = Item(
            f"careergraph query role-requirements -p role={name}", "says why it requires each skill"
        )
    else:
        asked = Item(
            f"careergraph query what-helps-to-learn -p skill={name}", "says why each skill helps"
        )
    return further, asked
