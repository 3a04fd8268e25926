"""What is planned for one person and one target."""

from __future__ import annotations

from dataclasses import dataclass

NO_ROUTE = "no route"
"""The status where it is proven that no route satisfies the constraints."""

NOT_WITHIN_BUDGET = "no route within budget"
"""The status where that is proven with a deadline or a detour budget among the constraints."""

THERE = "there already"
"""The status where the person is in the target role."""

UNKNOWN = "unknown"
"""The status where the source does not state what one of the roles requires."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to a case; roles and skills are IRIs, hours and weeks are rounded.

    Parameters
    ----------
    status : str
        That of the route, ``"optimal"`` or ``"within x %"``; or `NO_ROUTE`,
        `NOT_WITHIN_BUDGET`, `THERE`, `UNKNOWN`.
    expected_hours, low_hours, high_hours : float or None
        What the route takes, learning and moving; None where there is no route.
    lower_bound : float or None
        Expected hours that no route goes below.
    weeks : float or None
        The expected hours at the person's hours per week, or the network's.
    roles : tuple of str
        The roles that the route enters, in order; the last is the target.
    skills : tuple of str
        What it teaches, in learning order.
    stepping_stones : tuple of str
        Which of them the target does not require.
    reason : str
        Why there is no route; empty where there is one.
    """

    status: str
    expected_hours: float | None = None
    low_hours: float | None = None
    high_hours: float | None = None
    lower_bound: float | None = None
    weeks: float | None = None
    roles: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    stepping_stones: tuple[str, ...] = ()
    reason: str = ""

    @property
    def moves(self) -> int | None:
        """How many moves the route has; None where there is no route."""
        return None if self.expected_hours is None else len(self.roles)


@dataclass(frozen=True, slots=True)
class Planned:
    """One row of the answer: a person, a target, and what came of it.

    Parameters
    ----------
    person : str
    source : str or None
        IRI of the role the person is in.
    target : str
        IRI.
    outcome : Outcome
    unknown_skills : tuple of str
        What the person is said to hold and the graph has no skill for.
    """

    person: str
    source: str | None
    target: str
    outcome: Outcome
    unknown_skills: tuple[str, ...] = ()
