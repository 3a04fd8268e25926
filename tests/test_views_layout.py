"""The layout: nothing overlaps, and no line runs through a box."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from careergraph.network import (
    CareerNetwork,
    Progression,
    Requirement,
    Role,
    Skill,
    Transfer,
)
from careergraph.routes import Constraints, plan
from careergraph.views import layout, text
from careergraph.views.matrix import matrix
from careergraph.views.model import EdgeKind, NodeKind, View
from careergraph.views.route import route
from drawings import assert_clean, edges_of
from networks import NOWHERE, career_network
from pages import hostile


@pytest.mark.parametrize("name", ["matrix", "route"])
def test_roadmap_is_clean(views: dict[str, View], name: str) -> None:
    view = views[name]
    assert_clean(view)
    assert {edge.kind for edge in view.edges} >= set(EdgeKind) - {EdgeKind.MOVES_TO}
    assert all(len(edge.points) >= 2 for edge in view.edges)


def test_every_statement_is_an_edge(roadmap: CareerNetwork, views: dict[str, View]) -> None:
    view = views["matrix"]
    stated = (*roadmap.progressions, *roadmap.requirements, *roadmap.transfers)
    assert len(view.edges) == len(stated)
    assert len({edge.statement for edge in view.edges}) == len(stated)
    assert len(view.nodes) == len(roadmap.roles) + len(roadmap.skills)


def test_columns_are_levels_and_lanes_are_paths(
    roadmap: CareerNetwork, views: dict[str, View]
) -> None:
    view = views["matrix"]
    assert [column.rank for column in view.columns] == [1, 2, 3, 4, 5]
    assert [lane.label for lane in view.lanes] == [p.label for p in roadmap.paths.values()]
    for node in view.nodes:
        lane, column = view.lanes[node.lane], view.columns[node.column]
        left, top, right, bottom = edges_of(node)
        assert lane.top <= top
        assert bottom <= lane.top + lane.height
        assert column.left <= left
        assert right <= column.left + column.width


def test_lines_fit_their_boxes(views: dict[str, View]) -> None:
    for node in views["matrix"].nodes:
        role = node.kind is NodeKind.ROLE
        size = layout.ROLE_FONT if role else layout.SKILL_FONT
        room = node.width - layout.TEXT_LEFT - layout.TEXT_RIGHT
        assert 1 <= len(node.lines) <= layout.MOST_LINES
        assert " ".join(node.lines) == node.label
        assert all(text.width(line, size, bold=role) <= room for line in node.lines)


@pytest.mark.parametrize("pair", range(12))
def test_routes_are_clean(roadmap: CareerNetwork, pair: int) -> None:
    roles = list(roadmap.roles)
    source, target = random.Random(pair).sample(roles, 2)
    drawn = route(roadmap, plan(roadmap, source, target, Constraints()))
    assert_clean(drawn)
    moves = [edge for edge in drawn.edges if edge.kind is EdgeKind.MOVES_TO]
    assert all(edge.lit for edge in moves)


def crowded(seed: int) -> CareerNetwork:
    """Return a network with several roles in a cell, gaps, shared and unrequired skills."""
    dice = random.Random(seed)
    network = career_network(
        {"X": ["ab", "c", "", "de"], "Y": ["f", "", "gh", "i"], "Z": ["jkl", "m", "n", "o"]},
        dict.fromkeys("abcdefghijklmno", 40),
    )
    twin = Role(iri="X1b", label="X1, another", path="X", level="1")
    roles = {"X1": network.roles["X1"], "X1b": twin, **network.roles}
    extra = {s: Skill(iri=s, label=f"Spare skill {s} " + "long " * 9) for s in "pqrstu"}
    skills = {**network.skills, **extra}
    pairs = {tuple(dice.sample(sorted(skills), 2)) for _ in range(60)}
    shared = [
        Requirement(f"n{i}", dice.choice(sorted(roles)), s, True, None, None, NOWHERE)
        for i, s in enumerate(dice.choices(sorted(network.skills), k=15))
    ]
    jumps = [Progression("j1", "X1b", "X4", NOWHERE), Progression("j2", "X1", "Y3", NOWHERE)]
    return replace(
        network,
        roles=roles,
        skills=skills,
        requirements=(*network.requirements, *shared),
        progressions=(*network.progressions, *jumps),
        transfers=tuple(
            Transfer(f"t{a}{b}", a, b, "weak", 0.2, "why", NOWHERE) for a, b in sorted(pairs)
        ),
    )


@pytest.mark.parametrize("seed", range(8))
def test_crowded_networks_are_clean(seed: int) -> None:
    view = matrix(crowded(seed))
    assert_clean(view)
    assert view.lanes[-1].label == layout.UNREQUIRED


def test_single_level_is_clean() -> None:
    network = career_network(
        {"X": ["ab"], "Y": ["cd"]}, dict.fromkeys("abcd", 40), {("a", "d"): 0.5}
    )
    assert_clean(matrix(network))


def test_hostile_labels_are_clean(roadmap: CareerNetwork) -> None:
    assert_clean(matrix(hostile(roadmap)))


def test_same_graph_same_view(roadmap: CareerNetwork, views: dict[str, View]) -> None:
    assert matrix(roadmap) == views["matrix"]
    assert views["matrix"].to_dict()["version"] == 2


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("", ("",)),
        ("AI Product Manager, level 1", ("AI Product Manager,", "level 1")),
        ("W" * 20, ("W" * 12, "W" * 8)),
    ],
)
def test_wrap(label: str, lines: tuple[str, ...]) -> None:
    assert text.wrap(label, 150, 12, most=3) == lines


def test_wrap_cuts_what_is_too_long() -> None:
    lines = text.wrap("word " * 40, 100, 12, most=2)
    assert len(lines) == 2
    assert lines[-1].endswith(text.ELLIPSIS)
    assert text.width(lines[-1], 12) <= 100


def test_wide_and_combining_characters_are_measured() -> None:
    assert text.width("数据", 10) > 2 * text.width("ab", 10) * 0.85
    assert text.width("e\u0301", 10) == text.width("e", 10)
