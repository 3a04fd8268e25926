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
        Roles that it must enter, in any order unless `via_in_order`.
    max_moves : int or None
    max_effort_per_move : float or None
        Most expected hours of learning for any one move, promotions included.
    via_in_order : bool
        Whether the roles of `via` are to be entered in their order.
    no_step_back : bool
        Whether no move may lead to a lower level.
    deadline : float or None
        Most expected weeks for the whole route, at the hours per week that the graph assumes.
    detour_budget : float or None
        Most expected hours for the whole route beyond those of learning at once what the target
        requires: for its moves and stepping stones, less what the stepping stones save.
    """

    have: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    max_moves: int | None = None
    max_effort_per_move: float | None = None
    via_in_order: bool = False
    no_step_back: bool = False
    deadline: float | None = None
    detour_budget: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        return {
            "have": list(self.have),
            "avoid": list(self.avoid),
            "via": list(self.via),
            "max_moves": self.max_moves,
            "max_effort_per_move": self.max_effort_per_move,
            "via_in_order": self.via_in_order,
            "no_step_back": self.no_step_back,
            "deadline": self.deadline,
            "detour_budget": self.detour_budget,
        }


NO_CONSTRAINTS = Constraints()
