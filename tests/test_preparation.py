"""Hours per skill from Job Zones: the zones add up, and the shares add up to the zones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careergraph.effort import MOST_HOURS, Effort
from careergraph.readers.preparation import (
    ZONES,
    explain,
    increment,
    preparation,
    skill_efforts,
)


def test_zones_follow_each_other_without_gap_and_only_grow() -> None:
    ends = [ZONES[zone][:2] for zone in sorted(ZONES)]
    assert [most for _, most in ends[:-1]] == [least for least, _ in ends[1:]]
    assert ends[0][0] == 0
    assert preparation(5) == Effort(8_000, MOST_HOURS)


@pytest.mark.parametrize("zone", ZONES)
def test_increments_up_to_a_zone_add_up_to_its_preparation(zone: int) -> None:
    total = sum((increment(below) for below in range(1, zone + 1)), Effort(0, 0))
    assert total == preparation(zone)


@given(st.sampled_from(sorted(ZONES)), st.floats(min_value=1, max_value=200))
def test_so_many_skills_take_the_increment_up_to_rounding(zone: int, mean: float) -> None:
    effort = skill_efforts({zone: mean})[zone]
    assert 0 <= effort.low <= effort.high
    assert abs(effort.low * mean - increment(zone).low) <= 2.5 * mean + 1e-6
    assert abs(effort.high * mean - increment(zone).high) <= 2.5 * mean + 1e-6


def test_a_skill_never_takes_longer_than_the_whole_preparation() -> None:
    assert skill_efforts({5: 0.25}) == {5: increment(5)}


@pytest.mark.parametrize(
    ("skills", "message"),
    [
        ({6: 3.0}, "level 6 has no Job Zone; the zones are 1 to 5"),
        ({2: 0.0}, "level 2 has 0.0 essential skills: leave it out"),
        ({2: float("nan")}, "level 2 has nan essential skills"),
    ],
)
def test_what_cannot_be_shared_is_refused(skills: dict[int, float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        skill_efforts(skills)


def test_the_note_names_zone_hours_and_skills() -> None:
    assert explain(3, 23.32) == (
        "Derived, not stated: Job Zone 3 stands for SVP 6.0 to below 7.0: over 1 year, up to 2 "
        "years. At 2,000 working hours a year that is 1,500-2,000 h more than the zone below, "
        "spread over the 23.3 essential skills that an occupation of this level has on average. "
        "Editorial assumption; replace it with --assume."
    )
