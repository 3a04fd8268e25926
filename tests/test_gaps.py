"""Gaps of many at once, beside the planner's own learning, skill by skill."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import careergraph as cg
from careergraph import gaps as gaps_module
from careergraph.arrays import from_network
from careergraph.gaps import Gaps
from careergraph.network import CareerNetwork
from networks import career_network
from reference import Reference

LETTERS = "abcdefgh"


@st.composite
def networks(draw: st.DrawFn) -> CareerNetwork:
    cell = st.text(LETTERS, max_size=3).map(lambda s: "".join(sorted(set(s))))
    matrix = {path: draw(st.lists(cell, min_size=1, max_size=3)) for path in "XYZ"}
    pairs = st.tuples(st.sampled_from(LETTERS), st.sampled_from(LETTERS))
    transfers = draw(
        st.dictionaries(
            pairs.filter(lambda p: p[0] != p[1]),
            st.sampled_from([0.0, 0.15, 0.3, 0.5, 1.0]),
            max_size=12,
        )
    )
    hours = {skill: float(draw(st.integers(0, 200))) for skill in LETTERS}
    return career_network(matrix, hours, transfers, cumulative=draw(st.booleans()))


@pytest.mark.parametrize("rows", [1, 2, 500])
@settings(max_examples=60)
@given(network=networks(), people=st.lists(st.sets(st.sampled_from(LETTERS)), max_size=5))
def test_gaps_equal_learning_skill_by_skill(
    rows: int, network: CareerNetwork, people: list[set[str]]
) -> None:
    reference, arrays = Reference(network), from_network(network)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gaps_module, "ROWS", rows)
        patch.setattr(gaps_module, "BLOCK", rows)
        gaps = Gaps(arrays)
        holders = gaps.holders(people)
        pairwise, missing = gaps.hours(dtype="float64"), gaps.missing()
        of_people, lacking = gaps.hours(holders, dtype="float64"), gaps.missing(holders)
        targets = np.array([i % len(arrays.roles) for i in range(len(people))], dtype=np.int64)
        hours, count = gaps.to_targets(holders, targets)
    for j, target in enumerate(arrays.roles):
        needs = reference.needs[target]
        for i, source in enumerate(arrays.roles):
            held = reference.needs[source]
            assert pairwise[i, j] == pytest.approx(reference.learn(needs - held, held), abs=1e-6)
            assert missing[i, j] == len(needs - held)
        for i, held in enumerate(people):
            want = reference.learn(needs - held, held)
            assert of_people[i, j] == pytest.approx(want, abs=1e-6)
            assert lacking[i, j] == len(needs - held)
            if targets[i] == j:
                assert (hours[i], count[i]) == (pytest.approx(want, abs=1e-6), len(needs - held))


def test_gaps_of_the_roadmap_are_those_of_the_gap_command() -> None:
    graph = cg.load()
    arrays = from_network(graph.careers)
    hours, missing = Gaps(arrays).hours(), Gaps(arrays).missing()
    plain = Gaps(arrays, transfers=False).hours()
    for i, source in enumerate(arrays.roles):
        for j, target in enumerate(arrays.roles):
            if i == j:
                assert hours[i, j] == missing[i, j] == plain[i, j] == 0
                continue
            gap = graph.gap(source, target)
            assert hours[i, j] == pytest.approx(gap.effort.expected, abs=0.01)
            assert plain[i, j] == pytest.approx(gap.full_effort.expected, abs=0.01)
            assert missing[i, j] == len(gap.learned)


def test_what_is_unknown_is_no_number() -> None:
    network = career_network({"X": ["a"], "Y": [""]}, {"a": 10})
    unknown = replace(network.roles["Y1"], requirements_known=False)
    network = replace(network, roles={**network.roles, "Y1": unknown})
    gaps = Gaps(from_network(network))
    for found in (gaps.hours(), gaps.missing()):
        assert found[0, 0] == 0
        assert np.isnan(found[[0, 1, 1], [1, 0, 1]]).all()
    holders = gaps.holders([[], ["a", "unheard of"], []])
    hours, missing = gaps.to_targets(holders, np.array([0, 0, 1]))
    assert hours[:2].tolist() == [10, 0]
    assert missing[:2].tolist() == [1, 0]
    assert np.isnan([hours[2], missing[2]]).all()


def test_a_network_without_roles_has_no_gaps() -> None:
    gaps = Gaps(from_network(career_network({"X": [""]}, {})))
    assert gaps.hours().tolist() == [[0]]
    hours, missing = gaps.to_targets(gaps.holders([]), np.array([], dtype=np.int64))
    assert hours.tolist() == missing.tolist() == []
