"""What is within reach: the roles, their efforts and routes, and what is proven of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from typing import Any

from careergraph.effort import Effort
from careergraph.network import Assumptions, Role, Skill
from careergraph.routes.constraints import Constraints
from careergraph.routes.explanation import OPTIMAL
from careergraph.routes.result import Route, weeks
from careergraph.tables import as_html


@dataclass(frozen=True)
class Reached:
    """A role within reach.

    Parameters
    ----------
    role : Role
    expected : float
        Hours of learning and moving on the cheapest route, the middle of its range.
    moves : int
        How many moves that route has.
    status : str
        ``"optimal"``, or within how much of the best it is proven to be, as of a route.
    lower_bound : float
        Expected hours that no route goes below.
    """

    role: Role
    expected: float
    moves: int
    status: str
    lower_bound: float
    _explain: Callable[[], Route] = field(repr=False, compare=False)

    @cached_property
    def route(self) -> Route:
        """The route, explained step by step; made when it is asked for."""
        return self._explain()

    @property
    def effort(self) -> Effort:
        """Hours of learning and moving on the whole route, as a range."""
        return self.route.effort

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        route = self.route
        return {
            "role": self.role.iri,
            "label": self.role.label,
            "effort": route.effort.to_dict(),
            "weeks": weeks(route.effort, route.assumptions.hours_per_week),
            "status": self.status,
            "lower_bound": round(self.lower_bound, 2),
            "steps": [
                {
                    "role": step.role.iri,
                    "label": step.role.label,
                    "move": str(step.kind),
                    "effort": step.effort.to_dict(),
                }
                for step in route.steps
            ],
        }


@dataclass(frozen=True, slots=True)
class Undecided:
    """A role that may be within reach: the search was stopped before it found a way or none.

    `lower_bound` are the expected hours that no way to it goes below.
    """

    role: Role
    lower_bound: float

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        return {
            "role": self.role.iri,
            "label": self.role.label,
            "lower_bound": round(self.lower_bound, 2),
        }


@dataclass(frozen=True)
class Reach:
    """Every role within some hours of a start, cheapest first.

    Parameters
    ----------
    source : Role or None
        None for somebody who is in no role.
    hours : float
        The most expected hours of learning and moving.
    roles : tuple of Reached
        Without the source itself. Roles of equal cost are in the order of the network.
    undecided : tuple of Undecided
        Empty where the search ran to its end: then no other role is within reach.
    assumptions : Assumptions
    constraints : Constraints
    held : tuple of Skill
        Skills held besides those of the source.
    """

    source: Role | None
    hours: float
    roles: tuple[Reached, ...]
    undecided: tuple[Undecided, ...]
    assumptions: Assumptions
    constraints: Constraints
    held: tuple[Skill, ...]

    @property
    def complete(self) -> bool:
        """Whether it is proven that these are all, each at its cheapest."""
        return not self.undecided and all(one.status == OPTIMAL for one in self.roles)

    @property
    def start(self) -> str:
        """Where it starts, in words."""
        return self.source.label if self.source else "no role"

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        return {
            "source": self.source.iri if self.source else None,
            "source_label": self.source.label if self.source else None,
            "hours": self.hours,
            "hours_per_week": self.assumptions.hours_per_week,
            "complete": self.complete,
            "constraints": self.constraints.to_dict(),
            "assumptions": self.assumptions.to_dict(),
            "roles": [one.to_dict() for one in self.roles],
            "undecided": [one.to_dict() for one in self.undecided],
        }

    def __repr__(self) -> str:
        sure = "all proven" if self.complete else f"{len(self.undecided)} more undecided"
        return f"<Reach {self.start}, {self.hours:,.0f} h: {len(self.roles)} roles, {sure}>"

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self)[1:-1])}</p>" + as_html(
            ("Role", "Effort", "Moves", "Status"),
            [(one.role.label, str(one.effort), one.moves, one.status) for one in self.roles],
        )
