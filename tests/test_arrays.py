"""The career network in numbers, beside the objects that it stands for."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import careergraph
from careergraph.arrays import KINDS, CareerArrays, Learning, from_network
from careergraph.costs import move_kinds, requirements
from networks import career_network
from reference import Reference

ROADMAP = careergraph.load().careers


def rows(indptr, *columns):
    """Return the entries of every row as lists of tuples."""
    entries = list(zip(*(column.tolist() for column in columns), strict=True))
    return [entries[start:end] for start, end in pairwise(indptr.tolist())]


def check(arrays: CareerArrays, network):
    reference = Reference(network)
    needs = requirements(network)
    for role, required in zip(
        arrays.roles, rows(arrays.required.indptr, arrays.required.skill), strict=True
    ):
        numbers = [skill for (skill,) in required]
        assert {arrays.skills[skill] for skill in numbers} == needs[role] == reference.needs[role]
        assert numbers == sorted(numbers)
    assert list(zip(arrays.skills, arrays.hours.tolist(), strict=True)) == sorted(
        reference.hours.items(), key=lambda one: (reference.first[one[0]], one[0])
    )
    kinds = move_kinds(network)
    columns = arrays.moves.target, arrays.moves.kind, arrays.moves.cost, arrays.moves.cap
    for role, moves in zip(arrays.roles, rows(arrays.moves.indptr, *columns), strict=True):
        told = {arrays.roles[target]: (cost, cap) for target, _, cost, cap in moves}
        assert told == {
            target: (cost, pytest.approx(cap)) for target, cost, cap in reference.moves(role)
        }
        assert all(kinds[role, arrays.roles[to]] is KINDS[kind] for to, kind, _, _ in moves)
        assert [(cost, to) for to, _, cost, _ in moves] == sorted(
            (cost, to) for to, _, cost, _ in moves
        )
    columns = arrays.transfers.held, arrays.transfers.saved, arrays.transfers.place
    for needed, helpers in zip(arrays.skills, rows(arrays.transfers.indptr, *columns), strict=True):
        for held, saved, place in helpers:
            stated = network.transfers[place]
            assert (stated.held, stated.needed) == (arrays.skills[held], needed)
            assert stated.saved == saved == reference.saved[arrays.skills[held], needed]
        assert [-saved for _, saved, _ in helpers] == sorted(-saved for _, saved, _ in helpers)


def test_the_arrays_of_the_roadmap_say_what_it_says():
    check(from_network(ROADMAP), ROADMAP)


@st.composite
def networks(draw):
    letters = "abcdef"
    cell = st.text(st.sampled_from(letters), max_size=3).map(lambda text: "".join(sorted({*text})))
    matrix = {
        path: draw(st.lists(cell, min_size=1, max_size=3))
        for path in draw(st.sampled_from(["X", "XY", "XYZ"]))
    }
    used = {skill for cells in matrix.values() for cell in cells for skill in cell}
    pairs = st.tuples(st.sampled_from(letters), st.sampled_from(letters)).filter(
        lambda pair: pair[0] != pair[1] and used.issuperset(pair)
    )
    transfers = draw(st.dictionaries(pairs, st.sampled_from([0.15, 0.3, 0.5]), max_size=4))
    hours = {skill: draw(st.integers(1, 9)) * 10.0 for skill in sorted(used)}
    options = {"cumulative": draw(st.booleans()), "cap": draw(st.booleans())}
    return career_network(matrix, hours, transfers if len(used) > 1 else {}, **options)


@given(networks())
def test_the_arrays_of_any_network_say_what_it_says(network):
    check(from_network(network), network)


def test_only_the_best_transfer_of_what_is_held_by_then_shortens_learning():
    network = career_network(
        {"X": ["abc"]}, {"a": 10, "b": 20, "c": 40}, {("a", "c"): 0.5, ("b", "c"): 0.3}
    )
    arrays = from_network(network)
    learning = Learning(arrays.hours, arrays.transfers)
    assert learning([2], [1]) == pytest.approx(28)
    assert learning([0, 2], [1]) == pytest.approx(30)
    assert learning([2], []) == 40
