"""What a route says: its steps, what each teaches and takes, and how sure the planner is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from html import escape
from itertools import accumulate
from operator import add
from typing import TYPE_CHECKING, Any, Literal

from careergraph.effort import NO_EFFORT, Effort
from careergraph.network import Assumptions, MoveKind, Role, Skill, Transfer
from careergraph.routes.constraints import NO_CONSTRAINTS, Constraints
from careergraph.tables import as_html

if TYPE_CHECKING:
    from careergraph.routes.trade import Trade

ENTRY: Literal["entry"] = "entry"
"""How somebody who is in no role enters one: as by a lateral move."""

Entering = MoveKind | Literal["entry"]


@dataclass(frozen=True, slots=True)
class LearnedSkill:
    """A skill learnt in a step.

    Parameters
    ----------
    skill : Skill
    effort : Effort
        Hours to learn it, after what a held skill saves.
    full_effort : Effort
        Hours to learn it from nothing.
    transfer : Transfer or None
        The transfer that shortens it: the strongest from a skill held by then.
    transfer_from : Skill or None
        The held skill of that transfer.
    stepping_stone : bool
        Whether the target does not require it: it is learnt only because the route passes here.
    """

    skill: Skill
    effort: Effort
    full_effort: Effort
    transfer: Transfer | None
    transfer_from: Skill | None
    stepping_stone: bool

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        return {
            "skill": self.skill.iri,
            "label": self.skill.label,
            "effort": self.effort.to_dict(),
            "full_effort": self.full_effort.to_dict(),
            "transfer": None if self.transfer is None else self._transfer_dict(self.transfer),
            "stepping_stone": self.stepping_stone,
        }

    def __repr__(self) -> str:
        return f"<LearnedSkill {self.skill.label}: {self.effort}>"

    def _transfer_dict(self, transfer: Transfer) -> dict[str, Any]:
        return {
            "transfer": transfer.iri,
            "from": transfer.held,
            "from_label": self.transfer_from.label if self.transfer_from else None,
            "strength": transfer.strength,
            "saved": transfer.saved,
            "rationale": transfer.rationale,
            "evidence": transfer.provenance.evidence,
        }


@dataclass(frozen=True, slots=True)
class Step:
    """One move of a route and what is learnt for it.

    Parameters
    ----------
    role : Role
        The role that the move enters.
    kind : MoveKind, ENTRY or None
        None for a jump that is no move, as a direct comparison may be.
    move_effort : Effort
        What the move itself takes, besides learning.
    skills : tuple of LearnedSkill
        What has to be learnt for it, in learning order.
    reused : tuple of Skill
        What the role requires and is held already.
    """

    role: Role
    kind: Entering | None
    move_effort: Effort
    skills: tuple[LearnedSkill, ...]
    reused: tuple[Skill, ...]

    @property
    def learning(self) -> Effort:
        """Hours of learning in this step."""
        return reduce(add, (learned.effort for learned in self.skills), NO_EFFORT)

    @property
    def effort(self) -> Effort:
        """Hours of learning and moving in this step."""
        return self.learning + self.move_effort

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        return {
            "role": self.role.iri,
            "label": self.role.label,
            "move": str(self.kind or "jump"),
            "effort": self.effort.to_dict(),
            "move_effort": self.move_effort.to_dict(),
            "skills": [learned.to_dict() for learned in self.skills],
            "reused": [skill.iri for skill in self.reused],
        }

    def __repr__(self) -> str:
        return f"<Step {self.kind or 'jump'} to {self.role.label}: {self.effort}>"


@dataclass(frozen=True, slots=True)
class Route:
    """A route between two roles.

    Parameters
    ----------
    source : Role or None
        None for somebody who is in no role at the start.
    target : Role
    steps : tuple of Step
        One per move, in order; the last enters the target.
    status : str
        ``"optimal"`` when no route that satisfies the constraints takes less expected effort;
        ``"within x %"`` when only that much is proven, ``"unproven"`` when its lower bound is 0.
    lower_bound : float
        Expected hours that no route can go below; equals the effort of an optimal route.
    direct : Step or None
        The move from source to target in one step, for comparison; None where it is the route.
    direct_obstacle : str or None
        Why the direct move is not feasible; None where it is.
    assumptions : Assumptions
    constraints : Constraints
    held : tuple of Skill
        Skills that the person brings besides those of the source role.
    unknown_skills : tuple of str
        What the person brings and the graph does not know: it counts for nothing here.
    alternatives : tuple of Route
        Other routes, best first; each passes fewer than half of the roles that each better one
        passes on the way and that can be avoided.
    trade : Trade or None
        What the route trades against the best, or another beside which it stands; None where it
        is that one.
    """

    source: Role | None
    target: Role
    steps: tuple[Step, ...]
    status: str
    lower_bound: float
    direct: Step | None
    direct_obstacle: str | None
    assumptions: Assumptions
    constraints: Constraints = NO_CONSTRAINTS
    held: tuple[Skill, ...] = ()
    unknown_skills: tuple[str, ...] = ()
    alternatives: tuple[Route, ...] = ()
    trade: Trade | None = None

    @property
    def roles(self) -> tuple[Role, ...]:
        """Every role on the route, the target included, and the source if there is one."""
        entered = tuple(step.role for step in self.steps)
        return entered if self.source is None else (self.source, *entered)

    @property
    def origin(self) -> str:
        """Where the route begins, in words."""
        return "no role" if self.source is None else self.source.label

    @property
    def effort(self) -> Effort:
        """Hours of learning and moving on the whole route."""
        return reduce(add, (step.effort for step in self.steps), NO_EFFORT)

    @property
    def largest_step(self) -> float:
        """Expected hours of learning in the step that asks for most."""
        return max((step.learning.expected for step in self.steps), default=0.0)

    @property
    def running_totals(self) -> tuple[Effort, ...]:
        """Hours from the source up to and including each step."""
        return tuple(accumulate(step.effort for step in self.steps))

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        hours = self.assumptions.hours_per_week
        return {
            "source": self.source and self.source.iri,
            "source_label": self.source and self.source.label,
            "target": self.target.iri,
            "target_label": self.target.label,
            "status": self.status,
            "effort": self.effort.to_dict(),
            "weeks": weeks(self.effort, hours),
            "hours_per_week": hours,
            "lower_bound": round(self.lower_bound, 2),
            "constraints": self.constraints.to_dict(),
            "unknown_skills": list(self.unknown_skills),
            "assumptions": self.assumptions.to_dict(),
            "steps": [
                {**step.to_dict(), "running_total": total.to_dict()}
                for step, total in zip(self.steps, self.running_totals, strict=True)
            ],
            "direct": self._direct_dict(),
            "alternatives": [other.to_dict() for other in self.alternatives],
            "trade": None if self.trade is None else self.trade.to_dict(),
        }

    def _direct_dict(self) -> Mapping[str, Any] | None:
        if self.direct is None:
            return None
        return {**self.direct.to_dict(), "obstacle": self.direct_obstacle}

    def __repr__(self) -> str:
        return (
            f"<Route {self.origin} -> {self.target.label}: {len(self.steps)} moves, "
            f"{self.effort}, {self.status}>"
        )

    def _repr_html_(self) -> str:
        summary = f"{self.origin} to {self.target.label}: {self.effort}, {self.status}"
        return f"<p>{escape(summary)}</p>" + as_html(
            ("Role", "Move", "Skills learnt", "Effort"),
            [
                (
                    step.role.label,
                    step.kind or "jump",
                    ", ".join(learned.skill.label for learned in step.skills),
                    str(step.effort),
                )
                for step in self.steps
            ],
        )


def weeks(effort: Effort, hours_per_week: float | None) -> dict[str, float] | None:
    """Return an effort in weeks at so many hours a week, or None where those are unknown."""
    if not hours_per_week:
        return None
    return {
        "low": round(effort.low / hours_per_week, 1),
        "expected": round(effort.expected / hours_per_week, 1),
        "high": round(effort.high / hours_per_week, 1),
    }
