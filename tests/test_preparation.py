"""Hours per skill from Job Zones: a role's skills share its preparation, a skill takes the mean."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careergraph.effort import MOST_HOURS, Effort
from careergraph.readers.preparation import ZONES, preparation, skill_efforts

ROLES = st.lists(
    st.tuples(st.sampled_from(sorted(ZONES)), st.sets(st.integers(0, 12).map(str))), max_size=12
)


def test_zones_follow_each_other_without_gap_and_only_grow() -> None:
    ends = [ZONES[zone][:2] for zone in sorted(ZONES)]
    assert [most for _, most in ends[:-1]] == [least for least, _ in ends[1:]]
    assert ends[0][0] == 0
    assert preparation(5) == Effort(8_000, MOST_HOURS)


def mean_share(skill: str, end: int, roles: list[tuple[int, set[str]]]) -> Fraction:
    """Return one end of a skill's effort by the definition, in exact numbers."""
    hours = [
        Fraction(ZONES[zone][end]) * 2_000 / len(skills)
        for zone, skills in roles
        if skill in skills
    ]
    return sum(hours, Fraction(0)) / len(hours)


@given(ROLES)
def test_a_skill_takes_the_mean_of_its_shares_rounded(roles: list[tuple[int, set[str]]]) -> None:
    efforts = skill_efforts(roles)
    assert efforts.keys() == set().union(*(skills for _, skills in roles))
    for skill, effort in efforts.items():
        assert effort.low <= effort.high
        for end, hours in enumerate((effort.low, effort.high)):
            assert hours % 5 == 0
            # A millionth of an hour: floats may fall to either side of a half.
            assert abs(hours - mean_share(skill, end, roles)) <= Fraction(5, 2) + Fraction(1, 10**6)


@given(ROLES, st.randoms())
def test_the_order_of_roles_does_not_matter(roles: list[tuple[int, set[str]]], random) -> None:
    efforts = skill_efforts(roles)
    random.shuffle(roles)
    assert skill_efforts(roles) == efforts


@given(st.sampled_from(sorted(ZONES)), st.integers(1, 200), ROLES)
def test_skills_of_one_role_alone_take_its_preparation(
    zone: int, number: int, others: list[tuple[int, set[str]]]
) -> None:
    own = [f"own {place}" for place in range(number)]
    efforts = skill_efforts([*others, (zone, own)])
    whole = sum((efforts[skill] for skill in own), Effort(0, 0))
    assert abs(whole.low - preparation(zone).low) <= 2.5 * number
    assert abs(whole.high - preparation(zone).high) <= 2.5 * number


def test_a_role_of_a_high_zone_takes_long_although_a_low_one_requires_its_skills_too() -> None:
    efforts = skill_efforts([(1, ["a", "b"]), *[(5, ["a", "b", "c", "d"])] * 9])
    assert sum((efforts[s] for s in "abcd"), Effort(0, 0)).low > 0.9 * preparation(5).low


def test_a_role_without_essential_skills_says_nothing() -> None:
    assert skill_efforts([(3, []), (1, ["a"])]) == {"a": preparation(1)}


def test_a_level_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="level 6 has no Job Zone; the zones are 1 to 5"):
        skill_efforts([(6, ["a"])])
