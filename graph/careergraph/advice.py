"""The three uses of a matrix: where am I, what is next, where else could I go; and the gap.

Two numbers are kept apart. *Effort* is one-sided: the hours still to learn; a role with few
requirements asks little of anybody. *Fit* is two-sided: what is held and required, as a share of
what is held or required; it says whose profile a role is. Both are weighted by hours of learning,
so that a leader's skill counts for more than a beginner's.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from careergraph.costs import move_kinds, refuse_unknown
from careergraph.effort import NO_EFFORT, Effort
from careergraph.errors import RequestError
from careergraph.network import CareerNetwork, MoveKind, Role, Skill
from careergraph.routes.explanation import step_between
from careergraph.routes.problem import Problem, bits
from careergraph.routes.result import LearnedSkill, Step
from careergraph.tables import as_html


@dataclass(frozen=True, slots=True)
class Placement:
    """How well a person's skills match one role.

    Parameters
    ----------
    role : Role
    held, lacking, unknown : tuple of Skill
        The role's requirements, by what is known of the person. Unknown is not lacking.
    coverage_low, coverage_high : float
        Share of the role's learning hours that is held: if nothing unknown is, and if all is.
    fit : float
        Hours of the skills both held and required, as a share of those held or required.
    effort : Effort
        Hours to learn what is lacking or unknown, after transfers from what is held.
    """

    role: Role
    held: tuple[Skill, ...]
    lacking: tuple[Skill, ...]
    unknown: tuple[Skill, ...]
    coverage_low: float
    coverage_high: float
    fit: float
    effort: Effort

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        return {
            "role": self.role.iri,
            "label": self.role.label,
            "fit": round(self.fit, 4),
            "coverage": {
                "low": round(self.coverage_low, 4),
                "high": round(self.coverage_high, 4),
            },
            "effort": self.effort.to_dict(),
            "held": [skill.iri for skill in self.held],
            "lacking": [skill.iri for skill in self.lacking],
            "unknown": [skill.iri for skill in self.unknown],
        }


@dataclass(frozen=True, slots=True)
class Grade:
    """Where a person stands on one career path, between its levels.

    `low` is the rank reached if nothing unknown is held, `high` if all is: a whole number is a
    level whose requirements are all held, a fraction the share of the next level's own hours.
    `known` tells whether anything is known of the person on this path.
    """

    path: str
    label: str
    low: float
    high: float
    known: bool

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        return {
            "path": self.path,
            "label": self.label,
            "level": {"low": round(self.low, 2), "high": round(self.high, 2)},
            "known": self.known,
        }


@dataclass(frozen=True, slots=True)
class Placements:
    """Every role ranked by fit, and the grade on every career path.

    There are no grades where career paths only group roles and nothing leads on, as in a taxonomy.
    """

    roles: tuple[Placement, ...]
    grades: tuple[Grade, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        return {
            "grades": [grade.to_dict() for grade in self.grades],
            "roles": [placement.to_dict() for placement in self.roles],
        }

    def __repr__(self) -> str:
        best = self.roles[0]
        return (
            f"<Placements: {len(self.roles)} roles, best {best.role.label} with a fit of "
            f"{best.fit:.0%}>"
        )

    def _repr_html_(self) -> str:
        return as_html(
            ("Role", "Fit", "Effort"),
            [(p.role.label, f"{p.fit:.0%}", str(p.effort)) for p in self.roles],
        )


@dataclass(frozen=True, slots=True)
class Gap:
    """What separates one role from another, looking only at the target's requirements.

    Parameters
    ----------
    source, target : Role
    learned : tuple of LearnedSkill
        The skills to learn, in learning order.
    shared : tuple of Skill
        The target's requirements that are held already.
    coverage : float
        Directed coverage: the share of the target's learning hours that is held or saved by
        transfer.
    kind : MoveKind or None
        What kind of move joins the two in one step; None where it is no move.
    """

    source: Role
    target: Role
    learned: tuple[LearnedSkill, ...]
    shared: tuple[Skill, ...]
    coverage: float
    kind: MoveKind | None

    @property
    def effort(self) -> Effort:
        """Hours to learn the gap, after transfers."""
        return reduce(add, (learned.effort for learned in self.learned), NO_EFFORT)

    @property
    def full_effort(self) -> Effort:
        """Hours to learn the gap from nothing."""
        return reduce(add, (learned.full_effort for learned in self.learned), NO_EFFORT)

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        return {
            "source": self.source.iri,
            "source_label": self.source.label,
            "target": self.target.iri,
            "target_label": self.target.label,
            "move": self.kind.value if self.kind else None,
            "coverage": round(self.coverage, 4),
            "effort": self.effort.to_dict(),
            "full_effort": self.full_effort.to_dict(),
            "skills": [learned.to_dict() for learned in self.learned],
            "shared": [skill.iri for skill in self.shared],
        }

    def __repr__(self) -> str:
        return (
            f"<Gap {self.source.label} -> {self.target.label}: {len(self.learned)} skills, "
            f"{self.effort}, {self.coverage:.0%} covered>"
        )

    def _repr_html_(self) -> str:
        return as_html(
            ("Skill", "Effort", "From nothing", "Shortened by"),
            [
                (
                    learned.skill.label,
                    str(learned.effort),
                    str(learned.full_effort),
                    learned.transfer_from.label if learned.transfer_from else "",
                )
                for learned in self.learned
            ],
        )


def place(network: CareerNetwork, have: Collection[str], lack: Collection[str] = ()) -> Placements:
    """Return where a person stands who holds some skills: every role, best fit first.

    Roles whose requirements are unknown are left out.

    Parameters
    ----------
    network : CareerNetwork
    have, lack : collection of str
        IRIs of skills that are held, and that are known not to be. All others are unknown.

    Raises
    ------
    RequestError
        Nothing is given, or a skill is said to be both held and lacking.
    """
    both = set(have) & set(lack)
    if both:
        labels = ", ".join(network.skills[skill].label for skill in sorted(both))
        raise RequestError(f"{labels}: said to be both held and lacking. Drop one of the two.")
    if not have and not lack:
        raise RequestError("Nothing is said of the person: name skills that are held or lacking.")
    problem = Problem(network)
    held, lacking = problem.mask(have), problem.mask(lack)
    known = [role for role in network.roles.values() if role.requirements_known]
    placements = [
        _placement(problem, problem.role_index[role.iri], held, lacking) for role in known
    ]
    placements.sort(key=lambda p: (-round(p.fit, 9), p.effort.expected))
    return Placements(tuple(placements), _grades(problem, held, lacking))


def advance(network: CareerNetwork, role: str, have: Collection[str] = ()) -> tuple[Step, ...]:
    """Return the promotions from a role, each with what it adds, in learning order.

    Raises
    ------
    RequestError
        Nothing follows the role on its career path.
    """
    following = [step.later for step in network.progressions if step.earlier == role]
    if not following:
        raise RequestError(
            f"{network.roles[role].label} is the last of its career path. "
            "`careergraph branch` shows roles on other paths."
        )
    problem = Problem(network)
    return tuple(_step(problem, role, later, have, MoveKind.PROMOTION) for later in following)


def branch(network: CareerNetwork, role: str, have: Collection[str] = ()) -> tuple[Gap, ...]:
    """Return the gap to every role on other career paths, best directed coverage first.

    Roles with equal coverage are ordered by effort. Coverage counts hours that transfers save as
    covered, so that roles are comparable where no skill is shared outright. Roles whose
    requirements are unknown are left out.

    Raises
    ------
    UnknownEffortError
        The source does not state what the role itself requires.
    """
    refuse_unknown(network, [role])
    problem, kinds = Problem(network), move_kinds(network)
    path = network.roles[role].path
    gaps = [
        _gap(problem, kinds, role, other.iri, have)
        for other in network.roles.values()
        if other.path != path and other.requirements_known
    ]
    return tuple(sorted(gaps, key=lambda gap: (-round(gap.coverage, 9), gap.effort.expected)))


def gap(network: CareerNetwork, source: str, target: str, have: Collection[str] = ()) -> Gap:
    """Return what somebody in one role still has to learn for another.

    Raises
    ------
    RequestError
        Source and target are the same role.
    UnknownEffortError
        The source does not state what one of them requires.
    """
    if source == target:
        raise RequestError(
            f"Source and target are the same role ({network.roles[source].label}). "
            "Name two different roles."
        )
    refuse_unknown(network, (source, target))
    return _gap(Problem(network), move_kinds(network), source, target, have)


def _gap(
    problem: Problem,
    kinds: Mapping[tuple[str, str], MoveKind],
    source: str,
    target: str,
    have: Collection[str],
) -> Gap:
    network = problem.network
    step = _step(problem, source, target, have, None)
    total = _hours(problem, problem.required[problem.role_index[target]])
    return Gap(
        source=network.roles[source],
        target=network.roles[target],
        learned=step.skills,
        shared=step.reused,
        coverage=1 - step.learning.expected / total if total else 1.0,
        kind=kinds.get((source, target)),
    )


def _step(
    problem: Problem, source: str, target: str, have: Collection[str], kind: MoveKind | None
) -> Step:
    held = problem.required[problem.role_index[source]] | problem.mask(have)
    place = problem.role_index[target]
    return step_between(problem, place, kind, held, wanted=problem.required[place])


def _placement(problem: Problem, role: int, held: int, lacking: int) -> Placement:
    network = problem.network
    needed = problem.required[role]
    total = _hours(problem, needed)
    have = _hours(problem, needed & held)
    may_have = _hours(problem, needed & ~lacking)
    step = step_between(problem, role, None, held, wanted=needed)
    return Placement(
        role=network.roles[problem.roles[role]],
        held=_skills(problem, needed & held),
        lacking=_skills(problem, needed & lacking),
        unknown=_skills(problem, needed & ~held & ~lacking),
        coverage_low=have / total if total else 1.0,
        coverage_high=may_have / total if total else 1.0,
        fit=have / (_hours(problem, needed | held) or 1.0),
        effort=step.learning,
    )


def _grades(problem: Problem, held: int, lacking: int) -> tuple[Grade, ...]:
    network = problem.network
    if not network.progressions and len(network.roles) > len(network.paths):
        return ()  # career paths that only group roles, as in a taxonomy, are no ladders
    return tuple(
        Grade(
            path=path.iri,
            label=path.label,
            low=_grade(problem, path.iri, held),
            high=_grade(problem, path.iri, ~lacking),
            known=any(
                problem.mask(network.own_skills(role.iri)) & (held | lacking)
                for role in network.roles.values()
                if role.path == path.iri
            ),
        )
        for path in network.paths.values()
    )


def _grade(problem: Problem, path: str, held: int) -> float:
    network = problem.network
    reached = 0.0
    for role in network.roles.values():
        if role.path != path or not role.requirements_known:
            continue
        rank = network.rank(role.iri)
        own = problem.mask(network.own_skills(role.iri))
        if own & ~held:
            return reached + _hours(problem, own & held) / _hours(problem, own) * (rank - reached)
        reached = float(rank)
    return reached


def _hours(problem: Problem, skills: int) -> float:
    return sum(problem.hours[skill] for skill in bits(skills))


def _skills(problem: Problem, mask: int) -> tuple[Skill, ...]:
    return tuple(problem.network.skills[problem.skills[skill]] for skill in bits(mask))
