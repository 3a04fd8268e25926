"""Hours to learn each skill of a taxonomy, from the preparation time of O*NET's Job Zones.

Neither ESCO nor O*NET says how long a skill takes. O*NET says in which Job Zone an occupation is,
and a zone stands for a range of specific vocational preparation (SVP): all that it takes to be
prepared for the occupation. Its essential skills share that time equally, and a skill takes the
mean of what it takes in the occupations that require it. That makes a range with a source, and an
editorial one: the skills of an occupation are not equally long.

Sources: the Job Zone Reference of the O*NET database gives each zone its SVP range; appendix C of
the Dictionary of Occupational Titles (U.S. Department of Labor, 1991) says how long each SVP is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from math import fsum

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

NOTE = (
    "Derived, not stated: the essential skills of an occupation share its preparation time "
    "equally, and this is the mean of the skill's shares over all occupations that it is essential "
    f"for, rounded to {ROUND_TO} hours. The preparation time is the SVP range of the occupation's "
    f"O*NET Job Zone at {HOURS_IN_A_YEAR:,} working hours a year; skill levels 1 to 4 of ISCO-08 "
    "take that of zones 1 to 4. Editorial assumption; replace it with --assume skill=LOW-HIGH."
)
"""Where the hours of a skill come from, for its ``skos:note``."""


def preparation(zone: int) -> Effort:
    """Return the hours of preparation for an occupation of a Job Zone, from nothing.

    Examples
    --------
    >>> print(preparation(4))
    4,000-8,000 h
    """
    least, most, _ = ZONES[zone]
    return Effort(least * HOURS_IN_A_YEAR, most * HOURS_IN_A_YEAR)


def skill_efforts(roles: Iterable[tuple[int, Collection[str]]]) -> dict[str, Effort]:
    """Return the hours to learn each skill that is essential for any role, rounded to 5 hours.

    Parameters
    ----------
    roles : iterable of (int, collection of str)
        The Job Zone of each role, or its skill level of ISCO-08, of which 1 to 4 take the
        preparation of zones 1 to 4; and its essential skills, each once.

    Raises
    ------
    ValueError
        A level is no Job Zone.

    Examples
    --------
    >>> found = skill_efforts([(2, ["knead", "bake"]), (3, ["bake", "lead", "buy", "plan"])])
    >>> print(found["knead"], found["lead"], found["bake"], sep="; ")
    250-1,000 h; 500-1,000 h; 375-1,000 h
    """
    shares: dict[str, list[Effort]] = {}
    known: dict[tuple[int, int], Effort] = {}
    for level, skills in roles:
        if level not in ZONES:
            raise ValueError(f"level {level} has no Job Zone; the zones are 1 to {max(ZONES)}")
        if not skills:
            continue
        kind = (level, len(skills))
        if kind not in known:
            known[kind] = preparation(level) * (1 / len(skills))
        for skill in skills:
            shares.setdefault(skill, []).append(known[kind])
    return {skill: _mean(of_roles) for skill, of_roles in shares.items()}


def _mean(efforts: Collection[Effort]) -> Effort:
    return Effort(
        _rounded(fsum(effort.low for effort in efforts) / len(efforts)),
        _rounded(fsum(effort.high for effort in efforts) / len(efforts)),
    )


def _rounded(hours: float) -> int:
    return round(hours / ROUND_TO) * ROUND_TO
