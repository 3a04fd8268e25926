"""What a person demands of a route."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Constraints:
    """What a route must and must not do; roles and skills are IRIs.

    Parameters
    ----------
    have : tuple of str
        Skills held besides those of the source role.
    avoid : tuple of str
        Roles that the route must not enter.
    via : tuple of str
        Roles that it must enter, in any order.
    max_moves : int or None
    max_effort_per_move : float or None
        Most expected hours of learning for any one move, promotions included.
    """

    have: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    max_moves: int | None = None
    max_effort_per_move: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        return {
            "have": list(self.have),
            "avoid": list(self.avoid),
            "via": list(self.via),
            "max_moves": self.max_moves,
            "max_effort_per_move": self.max_effort_per_move,
        }


NO_CONSTRAINTS = Constraints()
