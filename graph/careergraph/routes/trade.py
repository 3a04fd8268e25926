"""What one route trades against another: hours, moves, steps, skills and doubts."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from careergraph.network import CareerNetwork, Provenance, Skill

if TYPE_CHECKING:
    from careergraph.routes.result import LearnedSkill, Route


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A statement that a route relies on and whose source is in doubt.

    Parameters
    ----------
    statement : str
        IRI of the requirement, progression or transfer.
    about : str
        What it says, in labels.
    doubt : str
        Why it is doubtful, in the words of the graph.
    """

    statement: str
    about: str
    doubt: str

    def to_dict(self) -> dict[str, str]:
        """Return the documented JSON form."""
        return {"statement": self.statement, "about": self.about, "doubt": self.doubt}


@dataclass(frozen=True, slots=True)
class Trade:
    """How one route differs from another between the same ends.

    All hours are expected ones, and more where positive. Those of the moves, of the skills that
    only this route teaches, of those that only the other teaches, and of different help add up to
    `hours`.

    Parameters
    ----------
    hours : float
        How much more effort this route takes.
    moves : int
        How many more moves it has.
    largest_step : float
        How much more learning its largest step asks for.
    move_hours : float
        How much more its moves themselves take.
    learnt_instead : tuple of LearnedSkill
        Skills that it teaches and the other does not, in the order of learning.
    spared : tuple of LearnedSkill
        Skills that the other teaches and it does not.
    transfer_hours : float
        How much more it takes to learn the skills that both teach, where other skills help.
    helped_otherwise : tuple of Skill
        Those of the skills that both teach whose hours differ.
    doubtful : tuple of Doubtful
        Doubtful statements that it relies on and the other does not.
    """

    hours: float
    moves: int
    largest_step: float
    move_hours: float
    learnt_instead: tuple[LearnedSkill, ...]
    spared: tuple[LearnedSkill, ...]
    transfer_hours: float
    helped_otherwise: tuple[Skill, ...]
    doubtful: tuple[Doubtful, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        return {
            "hours": round(self.hours, 2),
            "moves": self.moves,
            "largest_step": round(self.largest_step, 2),
            "move_hours": round(self.move_hours, 2),
            "learnt_instead": [learned.skill.iri for learned in self.learnt_instead],
            "spared": [learned.skill.iri for learned in self.spared],
            "transfer_hours": round(self.transfer_hours, 2),
            "helped_otherwise": [skill.iri for skill in self.helped_otherwise],
            "doubtful": [doubtful.to_dict() for doubtful in self.doubtful],
        }


def trade(network: CareerNetwork, route: Route, other: Route) -> Trade:
    """Return what a route trades against another between the same ends."""
    here, there = _taught(route), _taught(other)
    shifts = {
        skill: here[skill].effort.expected - there[skill].effort.expected
        for skill in here
        if skill in there and here[skill].effort != there[skill].effort
    }
    known = {doubtful.statement for doubtful in doubts(network, other)}
    return Trade(
        hours=route.effort.expected - other.effort.expected,
        moves=len(route.steps) - len(other.steps),
        largest_step=route.largest_step - other.largest_step,
        move_hours=_moving(route) - _moving(other),
        learnt_instead=tuple(here[skill] for skill in here if skill not in there),
        spared=tuple(there[skill] for skill in there if skill not in here),
        transfer_hours=sum(shifts.values()),
        helped_otherwise=tuple(here[skill].skill for skill in shifts),
        doubtful=tuple(d for d in doubts(network, route) if d.statement not in known),
    )


def _taught(route: Route) -> dict[str, LearnedSkill]:
    return {one.skill.iri: one for step in route.steps for one in step.skills}


def _moving(route: Route) -> float:
    return sum(step.move_effort.expected for step in route.steps)


def doubts(network: CareerNetwork, route: Route) -> tuple[Doubtful, ...]:
    """Return the doubtful statements that a route relies on.

    These are the requirements that ask for what it teaches, the progressions that it follows and
    the transfers that shorten its learning.
    """
    label = {iri: one.label for iri, one in (*network.roles.items(), *network.skills.items())}
    asked = {
        (role, learned.skill.iri)
        for step in route.steps
        for role in _asking(network, step.role.iri)
        for learned in step.skills
    }
    ways = {(earlier.iri, later.iri) for earlier, later in pairwise(route.roles)}
    used = {one.transfer.iri for one in _taught(route).values() if one.transfer}
    said: list[tuple[str, str, Provenance]] = [
        (need.iri, f"{label[need.role]} requires {label[need.skill]}", need.provenance)
        for need in network.requirements
        if need.provenance.doubt and need.essential and (need.role, need.skill) in asked
    ]
    said += [
        (step.iri, f"{label[step.earlier]} leads to {label[step.later]}", step.provenance)
        for step in network.progressions
        if (step.earlier, step.later) in ways
    ]
    said += [
        (one.iri, f"{label[one.held]} shortens learning {label[one.needed]}", one.provenance)
        for one in network.transfers
        if one.iri in used
    ]
    return tuple(
        Doubtful(statement, about, provenance.doubt)
        for statement, about, provenance in said
        if provenance.doubt
    )


def _asking(network: CareerNetwork, role: str) -> set[str]:
    """Return the roles whose cells say what a role requires: its own and those before it."""
    asking = {role}
    waiting = [role] if network.assumptions.cumulative else []
    while waiting:
        later = waiting.pop()
        before = {step.earlier for step in network.progressions if step.later == later} - asking
        asking |= before
        waiting += before
    return asking
