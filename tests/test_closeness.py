from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from careergraph.closeness import (
    MEASURES,
    OPTIONAL_WEIGHT,
    RATINGS_WEIGHT,
    measure,
    profiles,
)
from careergraph.errors import RequestError, UnknownNameError
from careergraph.network import CareerNetwork, Requirement
from networks import NOWHERE, career_network

SKILLS = "abcdefg"
cells = st.lists(st.sets(st.sampled_from(SKILLS)).map("".join), min_size=2, max_size=7)


def flat(required: list[str], optional: list[str] | None = None) -> CareerNetwork:
    """Return a network of one role per text of skills, with nothing cumulative."""
    matrix = {f"P{place}-": [text] for place, text in enumerate(required)}
    network = career_network(matrix, dict.fromkeys(SKILLS, 1), cumulative=False)
    more = tuple(
        Requirement(f"{role}?{skill}", role, skill, False, None, None, NOWHERE)
        for role, text in zip(network.roles, optional or [], strict=False)
        for skill in text
    )
    return replace(network, requirements=network.requirements + more)


def rated(ratings: list[dict[str, tuple[float, float | None]]]) -> CareerNetwork:
    """Return a network whose roles rate skills: importance and level by skill."""
    network = flat([""] * len(ratings))
    needs = tuple(
        Requirement(f"{role}{s}", role, s, im >= 3, None, None, NOWHERE, im, lv)
        for role, row in zip(network.roles, ratings, strict=True)
        for s, (im, lv) in row.items()
    )
    return replace(network, requirements=needs)


def scores(network: CareerNetwork, name: str) -> np.ndarray:
    return MEASURES[name].scores(profiles(network), range(len(network.roles)))


def same(found: float, wanted: float | None) -> bool:
    return math.isnan(found) if wanted is None else found == pytest.approx(wanted, abs=1e-12)


@given(cells)
def test_coverages_equal_sums_over_sets(required: list[str]) -> None:
    held = [set(text) for text in required]
    total = sum(map(bool, held))
    rarity = {s: math.log(total / n) for s in SKILLS if (n := sum(s in skills for skills in held))}
    plain, rare = (scores(flat(required), name) for name in ("coverage", "rarity-coverage"))
    for u, source in enumerate(held):
        for v, target in enumerate(held):
            if not source or not target:
                assert math.isnan(plain[u, v])
                assert math.isnan(rare[u, v])
                continue
            assert same(plain[u, v], len(source & target) / len(target))
            weight = sum(rarity[s] for s in target)
            shared = sum(rarity[s] for s in source & target)
            assert same(rare[u, v], shared / weight if weight else 0)


@given(cells, cells)
def test_rarity_cosine_equals_sums_over_dictionaries(required: list[str], maybe: list[str]) -> None:
    optional = ["".join(set(more) - set(text)) for text, more in zip(required, maybe, strict=False)]
    found = scores(flat(required, optional), "rarity-cosine")
    rows = [dict.fromkeys(text, 1.0) for text in required]
    for row, text in zip(rows, optional, strict=False):
        row |= dict.fromkeys(text, OPTIONAL_WEIGHT)
    total = sum(map(bool, rows))
    required_by = {s: sum(row.get(s, 0) for row in rows) for s in SKILLS}
    vectors = [{s: w * math.log(total / required_by[s]) for s, w in row.items()} for row in rows]
    for u, x in enumerate(vectors):
        for v, y in enumerate(vectors):
            if not required[u] or not required[v]:
                assert math.isnan(found[u, v])
                continue
            length = math.hypot(*x.values()) * math.hypot(*y.values())
            dot = sum(x[s] * y.get(s, 0) for s in x)
            assert same(found[u, v], dot / length if length else 0)


importances = st.floats(1, 5).map(lambda x: round(x, 2))
levels = st.floats(0, 7).map(lambda x: round(x, 2))
profile = st.dictionaries(st.sampled_from("abcd"), st.tuples(importances, levels), max_size=4)


@given(st.lists(profile, min_size=2, max_size=6))
def test_rating_measures_equal_loops_over_skills(
    ratings: list[dict[str, tuple[float, float | None]]],
) -> None:
    network = rated(ratings)
    correlation, gap = (scores(network, n) for n in ("rating-correlation", "rating-gap"))
    pairs = [pair for row in ratings for pair in row.values()]

    def share(value: float | None, column: int) -> float:
        column_values = [pair[column] for pair in pairs if pair[column] is not None]
        low, high = min(column_values), max(column_values)
        return (value - low) / (high - low) if high > low else 1.0

    x = [{s: share(im, 0) * share(lv, 1) for s, (im, lv) in row.items()} for row in ratings]
    skills = sorted({s for row in x for s in row})
    mean = {s: np.mean([row[s] for row in x if s in row]) for s in skills}
    for u, a in enumerate(x):
        for v, b in enumerate(x):
            if len(a) * 2 <= len(skills) or len(b) * 2 <= len(skills):
                assert math.isnan(gap[u, v])
                assert math.isnan(correlation[u, v])
                continue
            both = [s for s in skills if s in a and s in b]
            assert gap[u, v] == pytest.approx(1 - np.mean([abs(a[s] - b[s]) for s in both]))
            da, db = ([row[s] - mean[s] for s in both] for row in (a, b))
            length = math.hypot(*da) * math.hypot(*db)
            if length > 1e-9:
                cosine = sum(p * q for p, q in zip(da, db, strict=True)) / length
                assert correlation[u, v] == pytest.approx(cosine, abs=1e-6)


def test_a_role_that_asks_little_is_not_near_to_everybody() -> None:
    """By the one-sided gap every role but the second would have the second first."""
    network = flat(["abcd", "e", "abce"])
    for name in ("coverage", "rarity-coverage", "rarity-cosine"):
        from_first = scores(network, name)[0]
        assert from_first[2] > from_first[1]


def test_coverage_is_directed_and_the_others_are_as_they_say() -> None:
    network = flat(["ab", "abcd", "ce"])
    coverage = scores(network, "coverage")
    assert (coverage[0, 1], coverage[1, 0]) == (0.5, 1)
    for name, one in MEASURES.items():
        if one.known(profiles(network)).any() and one.summary.startswith("Two-sided"):
            found = scores(network, name)
            assert np.allclose(found, found.T), name


def test_unknown_requirements_give_no_score_as_source_or_target() -> None:
    found = scores(flat(["ab", "", "b"]), "coverage")
    assert np.isnan(found[1]).all()
    assert np.isnan(found[:, 1]).all()
    assert found[0, 2] == 1


def test_cumulative_requirements_count() -> None:
    network = career_network({"X": ["a", "b"], "Y": ["a", "c"]}, dict.fromkeys("abc", 1))
    found = scores(network, "coverage")
    rows = list(network.roles)
    assert found[rows.index("X1"), rows.index("X2")] == 0.5
    assert found[rows.index("X2"), rows.index("X1")] == 1


def test_a_level_that_is_not_stated_is_unknown_unless_the_skill_is_unimportant() -> None:
    every = {"a": (5.0, 7.0), "b": (1.0, 0.0), "c": (3.0, 3.5)}
    network = rated([every, {**every, "a": (1.2, None)}, {**every, "a": (4.0, None)}])
    assert profiles(network).intensity[:, 0] == pytest.approx([1, 0, math.nan], nan_ok=True)
    assert scores(network, "rating-gap")[0] == pytest.approx([1, 1 - 1 / 3, 1])


def test_importance_alone_where_no_level_is_stated() -> None:
    network = rated([{"a": (5.0, None), "b": (1.0, None)}, {"a": (3.0, None), "b": (1.0, None)}])
    assert profiles(network).intensity.tolist() == [[1, 0], [0.5, 0]]


def test_requirements_and_ratings_is_their_weighted_mean() -> None:
    rows = [{"a": (5.0, 6.0), "b": (1.0, 1.0)}, {"a": (4.0, 2.0), "b": (3.0, 3.0)}]
    network = rated([*rows, {"a": (1.0, 1.0), "b": (4.0, 5.0)}])
    whole, parts, correlation = (
        scores(network, n)
        for n in ("requirements-and-ratings", "rarity-cosine", "rating-correlation")
    )
    assert whole == pytest.approx((1 - RATINGS_WEIGHT) * parts + RATINGS_WEIGHT * correlation)


def test_skills_restrict_what_counts() -> None:
    network = flat(["ab", "b", "ac"])
    found = MEASURES["coverage"].scores(profiles(network, ["b", "c"]), [0])[0]
    assert found.tolist() == [1, 1, 0]
    with pytest.raises(RequestError, match="starts with x or y"):
        profiles(network, ["x", "y"])


@given(cells)
def test_some_sources_give_the_rows_of_all(required: list[str]) -> None:
    of = profiles(flat(required))
    every = MEASURES["rarity-cosine"].scores(of, range(len(required)))
    assert np.array_equal(MEASURES["rarity-cosine"].scores(of, [1, 0]), every[[1, 0]], True)


def test_an_unknown_measure_is_refused_with_the_list() -> None:
    with pytest.raises(UnknownNameError, match="There are coverage, rarity-coverage"):
        measure("gap")
