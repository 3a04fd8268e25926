"""Effort: hours of learning or moving, always as a range."""

from __future__ import annotations

from dataclasses import dataclass


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
