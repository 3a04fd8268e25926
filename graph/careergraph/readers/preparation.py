"""Hours to learn one skill of a taxonomy's level, from the preparation time of O*NET's Job Zones.

Neither ESCO nor O*NET says how long a skill takes. O*NET says in which Job Zone an occupation is,
and a zone stands for a range of specific vocational preparation (SVP). What a level's zone takes
beyond the zone below is spread over the essential skills that an occupation of the level has on
average. That makes a range with a source, and an editorial one: skills are not equally long.

Sources: the Job Zone Reference of the O*NET database gives each zone its SVP range; appendix C of
the Dictionary of Occupational Titles (U.S. Department of Labor, 1991) says how long each SVP is.
"""

from __future__ import annotations

from collections.abc import Mapping

from careergraph.effort import Effort
from careergraph.readers.defaults import ROUND_TO

HOURS_IN_A_YEAR = 2_000
"""Working hours: 50 weeks of 40 hours."""

ZONES = {
    1: (0, 0.25, "below 4.0: up to 3 months"),
    2: (0.25, 1, "4.0 to below 6.0: over 3 months, up to 1 year"),
    3: (1, 2, "6.0 to below 7.0: over 1 year, up to 2 years"),
    4: (2, 4, "7.0 to below 8.0: over 2, up to 4 years"),
    5: (4, 10, "8.0 and above: over 4 years; SVP 8 ends at 10 years, SVP 9 is open"),
}
"""Each Job Zone: least and most years of preparation, and its SVP range in words."""


def preparation(zone: int) -> Effort:
    """Return the hours of preparation for an occupation of a Job Zone, from nothing.

    Examples
    --------
    >>> print(preparation(4))
    4,000-8,000 h
    """
    least, most, _ = ZONES[zone]
    return Effort(least * HOURS_IN_A_YEAR, most * HOURS_IN_A_YEAR)


def increment(zone: int) -> Effort:
    """Return the hours that a Job Zone takes beyond the zone below, end by end.

    The increments up to a zone add up to its preparation.

    Examples
    --------
    >>> print(increment(4))
    2,000-4,000 h
    """
    whole = preparation(zone)
    if zone == min(ZONES):
        return whole
    below = preparation(zone - 1)
    return Effort(whole.low - below.low, whole.high - below.high)


def skill_efforts(skills: Mapping[int, float]) -> dict[int, Effort]:
    """Return the hours to learn one skill of each level, rounded to 5 hours.

    Parameters
    ----------
    skills : mapping of int to float
        Level to the mean number of essential skills of an occupation at it. Levels are Job Zones,
        or skill levels of ISCO-08, of which 1 to 4 take the preparation of zones 1 to 4. A level
        whose occupations state no essential skill is left out: its effort is unknown. A mean
        below 1 counts as 1, since no skill takes longer than the whole preparation.

    Raises
    ------
    ValueError
        A level is no Job Zone, or a mean is not above zero.

    Examples
    --------
    >>> {level: str(effort) for level, effort in skill_efforts({3: 23.3, 4: 27.5}).items()}
    {3: '65-85 h', 4: '75-145 h'}
    """
    return {level: _shared(level, mean) for level, mean in skills.items()}


def explain(level: int, mean: float) -> str:
    """Return where the hours of a level come from, for its ``skos:note``."""
    hours = increment(level)
    return (
        f"Derived, not stated: Job Zone {level} stands for SVP {ZONES[level][2]}. At "
        f"{HOURS_IN_A_YEAR:,} working hours a year that is {hours} more than the zone below, "
        f"spread over the {mean:.1f} essential skills that an occupation of this level has on "
        "average. Editorial assumption; replace it with --assume."
    )


def _shared(level: int, mean: float) -> Effort:
    if level not in ZONES:
        raise ValueError(f"level {level} has no Job Zone; the zones are 1 to {max(ZONES)}")
    if not mean > 0:
        raise ValueError(f"level {level} has {mean} essential skills: leave it out")
    hours = increment(level) * (1 / max(mean, 1))
    return Effort(_rounded(hours.low), _rounded(hours.high))


def _rounded(hours: float) -> int:
    return round(hours / ROUND_TO) * ROUND_TO
