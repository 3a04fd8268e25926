"""Effort: hours of learning or moving, always as a range."""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_HOURS = 20_000
"""Ten years of full-time work: more is taken for a slip, also by the checks of a graph."""

HOURS_IN_A_WEEK = 7 * 24

_THOUSANDS = re.compile(r"\b[1-9]\d{0,2}\.\d{3}\b", re.ASCII)
"""A thousand in some countries and one in others, such as 1.000."""

_RANGE = re.compile(
    r"(\d+(?:\.\d+)?)(?:\s*(?:-|–|—|to)\s*(\d+(?:\.\d+)?))?\s*(?:h|hours?)?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Effort:
    """A range of hours.

    Parameters
    ----------
    low, high : float
        Ends of the range in hours, ``0 <= low <= high``.

    Examples
    --------
    >>> Effort(40, 80) + Effort(20, 60)
    Effort(low=60, high=140)
    >>> (Effort(40, 80) * 0.5).expected
    30.0
    """

    low: float
    high: float

    @classmethod
    def parse(cls, text: str) -> Effort:
        """Return the range that people write: ``40-80``, ``40 to 80 hours`` or ``60``.

        Raises
        ------
        ValueError
            It is no number or range of hours, it may be read in two ways as 1.000 may, or it is
            over `MOST_HOURS`.

        Examples
        --------
        >>> Effort.parse("40 – 80 h"), Effort.parse("60")
        (Effort(low=40.0, high=80.0), Effort(low=60.0, high=60.0))
        """
        found = _RANGE.fullmatch(text.strip())
        if found is None or _THOUSANDS.search(text):
            raise ValueError(f"{text!r} is no range of hours")
        low, high = float(found[1]), float(found[2] or found[1])
        if not low <= high <= MOST_HOURS:
            raise ValueError(f"{text!r} is the wrong way round or over {MOST_HOURS} hours")
        return cls(low, high)

    @property
    def expected(self) -> float:
        """Middle of the range in hours: what the planner minimises."""
        return (self.low + self.high) / 2

    def __add__(self, other: Effort) -> Effort:
        return Effort(self.low + other.low, self.high + other.high)

    def __mul__(self, share: float) -> Effort:
        return Effort(self.low * share, self.high * share)

    def to_dict(self) -> dict[str, float | str]:
        """Return ``low``, ``expected`` and ``high`` with their ``unit``."""
        return {
            "low": round(self.low, 2),
            "expected": round(self.expected, 2),
            "high": round(self.high, 2),
            "unit": "hour",
        }

    def __str__(self) -> str:
        if self.low == self.high:
            return f"{self.low:,.0f} h"
        return f"{self.low:,.0f}-{self.high:,.0f} h"


NO_EFFORT = Effort(0, 0)
