"""The measures of layout quality, and what the layouts of the roadmap reach."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careergraph.network import CareerNetwork, Requirement, Role, Skill
from careergraph.views import tracks
from careergraph.views.layout import GAP, PADDING, SKILL_LINE
from careergraph.views.matrix import matrix
from careergraph.views.model import (
    Column,
    EdgeKind,
    Group,
    Lane,
    NodeKind,
    Point,
    View,
    ViewEdge,
    ViewNode,
)
from careergraph.views.quality import measure, shift, straight
from careergraph.views.tracks import Leg, Pin
from networks import NOWHERE

CROSSINGS = 530
"""Of the roadmap's matrix, recorded; before lines were bundled and ordered there were 682."""


def box(name: str, x: float, y: float, width: float = 20, height: float = 10) -> ViewNode:
    return ViewNode(name, NodeKind.SKILL, name, (name,), x, y, width, height, 0, 0, 0, ())


def line(name: str, ends: str, *points: Point, kind: EdgeKind = EdgeKind.TRANSFERS_TO) -> ViewEdge:
    return ViewEdge(name, "", kind, ends[0], ends[1], "", "", "", "", "", False, points)


def drawing(nodes: list[ViewNode], edges: list[ViewEdge]) -> View:
    return View(
        name="matrix",
        title="",
        subtitle="",
        width=200,
        height=100,
        columns=(Column("", 1, 0, 40),),
        lanes=(Lane("", 0, 100, 0),),
        groups=(Group("", 0),),
        nodes=tuple(nodes),
        edges=tuple(edges),
        summary=(),
    )


def test_what_is_measured_of_a_small_drawing() -> None:
    nodes = [box("a", 10, 50), box("b", 190, 50), box("c", 100, 5), box("d", 100, 95)]
    across = line("across", "ab", (20, 50), (180, 50))
    down = line("down", "cd", (100, 10), (100, 60), (110, 60), (110, 90))
    found = measure(drawing(nodes, [across, down]))
    assert dict(found.crossings) == {("transfers to", "transfers to"): 1}
    assert (found.overlaps, found.through, found.overlaid) == ((), (), ())
    assert found.length == found.ink == 160 + 50 + 10 + 30
    assert found.bends == 2
    assert found.white_space == pytest.approx(1 - 4 * 200 / 20000)
    assert dict(found.tracks) == {1: 2}
    assert found.label_size == 12


def test_faults_are_found() -> None:
    nodes = [box("a", 10, 50), box("b", 190, 50), box("c", 100, 50), box("d", 105, 52)]
    long = line("long", "ab", (20, 50), (180, 50))
    on_top = line("on top", "cd", (30, 50), (60, 50))
    found = measure(drawing(nodes, [long, on_top]))
    assert found.overlaps == (("c", "d"),)
    assert set(found.through) == {("long", "c"), ("long", "d")}
    assert found.overlaid == (("long", "on top"),)


def test_a_bundle_crosses_once_and_its_trunk_is_drawn_once() -> None:
    nodes = [box(name, 10, 10) for name in "abcde"]
    trunk = [
        line("one", "ab", (0, 50), (100, 50), (100, 20)),
        line("two", "ac", (0, 50), (100, 50), (100, 80)),
    ]
    crossing = line("three", "de", (50, 0), (50, 99))
    found = measure(drawing(nodes, [*trunk, crossing]))
    assert found.crossed == 1
    assert found.overlaid == ()
    assert found.length == 130 + 130 + 99
    assert found.ink == 100 + 30 + 30 + 99


def test_slanted_lines_cross_where_they_meet() -> None:
    nodes = [box(name, 10, 10) for name in "abcd"]
    edges = [line("one", "ab", (0, 0), (100, 100)), line("two", "cd", (0, 100), (100, 0))]
    assert measure(drawing(nodes, edges)).crossed == 1


def test_the_roadmap_keeps_what_it_reached(views: dict[str, View]) -> None:
    for name in ("matrix", "route"):
        found = measure(views[name])
        assert (found.overlaps, found.through, found.overlaid) == ((), (), ())
        assert found.label_size >= 11
    found = measure(views["matrix"])
    assert found.crossed <= CROSSINGS
    assert found.ink < 0.9 * found.length
    naive = measure(straight(views["matrix"]))
    assert len(naive.through) > 400
    assert naive.overlaps == ()


def with_skill(network: CareerNetwork, role: str) -> CareerNetwork:
    """Return a network in which a role adds one more skill."""
    need = Requirement("new", role, "new", True, None, None, NOWHERE)
    before = [n for n in network.requirements if n.role != role]
    own = [n for n in network.requirements if n.role == role]
    return replace(
        network,
        skills={**network.skills, "new": Skill(iri="new", label="A new skill")},
        requirements=(*before, *own, need),
    )


def test_a_new_skill_moves_little(roadmap: CareerNetwork) -> None:
    before = matrix(roadmap)
    shifts = [shift(before, matrix(with_skill(roadmap, role))) for role in roadmap.roles]
    one_box = SKILL_LINE + PADDING + GAP
    assert all(found.most <= one_box for found in shifts)
    assert sum(found.mean for found in shifts) / len(shifts) < one_box / 2
    last = shift(before, matrix(with_skill(roadmap, list(roadmap.roles)[-1])))
    assert last.moved == 0


def test_a_new_role_moves_what_is_below_it_alone(roadmap: CareerNetwork) -> None:
    before = matrix(roadmap)
    path, level = list(roadmap.paths)[-1], next(iter(roadmap.levels))
    role = Role(iri="new", label="A new role", path=path, level=level)
    after = matrix(replace(roadmap, roles={**roadmap.roles, "new": role}))
    found = shift(before, after)
    assert found.moved < 0.2
    places = {node.id: node for node in before.nodes}
    assert all(node.x == places[node.id].x for node in after.nodes if node.id in places)


def legs_of(spans: list[tuple[int, int, bool, bool]]) -> list[Leg]:
    return [
        Leg(
            ("column", 1),
            (EdgeKind.TRANSFERS_TO, f"s{n}", f"t{n}"),
            (Pin(start, first), Pin(end, last)),
        )
        for n, (start, end, first, last) in enumerate(spans)
    ]


def crossings_of(legs: list[Leg], place: dict[int, int]) -> int:
    """Count the crossings of upright pieces with the level ones of their pins, one by one."""
    count = 0
    for i, one in enumerate(legs):
        for j, other in enumerate(legs):
            low, high = sorted(pin.at for pin in other.pins)
            for pin in one.pins:
                passed = place[j] > place[i] if pin.after else place[j] < place[i]
                count += i != j and passed and low < pin.at < high
    return count


PINS = st.tuples(st.integers(0, 9), st.integers(10, 19), st.booleans(), st.booleans())


@given(st.lists(PINS, min_size=1, max_size=5))
def test_tracks_cross_no_more_than_in_the_given_order(
    spans: list[tuple[int, int, bool, bool]],
) -> None:
    # No two pins at one place: where lines would lie on each other, crossings are not all.
    spans = [(a * 10 + n, b * 10 + n, p, q) for n, (a, b, p, q) in enumerate(spans)]
    legs = legs_of(spans)
    assigned, counts = tracks.assign(legs)
    place = {n: assigned[leg.gutter, leg.line] for n, leg in enumerate(legs)}
    assert set(place.values()) <= set(range(counts["column", 1]))
    for i, one in enumerate(legs):
        for j, other in enumerate(legs[:i]):
            if place[i] == place[j]:
                spans_ = sorted(sorted(pin.at for pin in leg.pins) for leg in (one, other))
                assert spans_[0][1] < spans_[1][0]
    found = crossings_of(legs, place)
    by_start = sorted(range(len(legs)), key=lambda n: (min(p.at for p in legs[n].pins), n))
    assert found <= crossings_of(legs, {n: k for k, n in enumerate(by_start)})
    best = min(
        crossings_of(legs, dict(enumerate(order))) for order in permutations(range(len(legs)))
    )
    assert found <= 2 * best + 1


def test_lines_to_one_target_share_a_trunk() -> None:
    kind = EdgeKind.TRANSFERS_TO
    lines = [(kind, "a", "x"), (kind, "b", "x"), (kind, "c", "x"), (kind, "a", "y")]
    legs = [Leg(("column", 1), ends, (Pin(n, False), Pin(9, True))) for n, ends in enumerate(lines)]
    assert tracks.bundle(legs) == {
        lines[0]: (kind, "target", "x"),
        lines[1]: (kind, "target", "x"),
        lines[2]: (kind, "target", "x"),
        lines[3]: (kind, "source", "a"),
    }
