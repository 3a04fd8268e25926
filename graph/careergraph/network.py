"""The career network: what a career graph says, as small frozen Python objects.

`projection` fills it from RDF; the planner, the advice and the views read it. Mappings are keyed
by IRI and ordered: paths by position, levels by rank, roles by path and level, skills by the
place where they are first required.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from careergraph.effort import Effort


class MoveKind(StrEnum):
    """The kinds of move between two roles."""

    PROMOTION = "promotion"
    LATERAL = "lateral move"
    STEP_BACK = "step back"


@dataclass(frozen=True, slots=True)
class Labelled:
    """What everything with a name has: IRI, preferred label, other labels, definition."""

    iri: str
    label: str
    alt_labels: tuple[str, ...] = ()
    definition: str | None = None


@dataclass(frozen=True, slots=True)
class CareerPath(Labelled):
    """One row of a matrix; `position` is its place in the source, counted from 1."""

    position: int | None = None


@dataclass(frozen=True, slots=True)
class Level(Labelled):
    """One column of a matrix. `effort` is that of learning one skill of this level."""

    rank: int = 0
    scheme: str | None = None
    effort: Effort | None = None
    effort_note: str | None = None


@dataclass(frozen=True, slots=True)
class Role(Labelled):
    """A career path at a level; `path` and `level` are IRIs.

    Where its requirements are not known, nothing can be said of the way to it.
    """

    path: str = ""
    level: str = ""
    requirements_known: bool = True


@dataclass(frozen=True, slots=True)
class Skill(Labelled):
    """A skill; `effort` is its own, where the graph states one."""

    effort: Effort | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a statement comes from: its source and place, the evidence, any doubt."""

    source: str | None = None
    place: str | None = None
    text: str | None = None
    evidence: str | None = None
    asserted_by: str | None = None
    asserted_at: str | None = None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """A role requires a skill; `role` and `skill` are IRIs.

    `iri` is empty where the graph has the edge but no statement of its own for it. The ratings
    are on the scales of the source, and None where it has none.
    """

    iri: str
    role: str
    skill: str
    essential: bool
    proficiency: str | None
    position: int | None
    provenance: Provenance
    importance_rating: float | None = None
    level_rating: float | None = None


@dataclass(frozen=True, slots=True)
class Progression:
    """A role leads to the next one of its career path; both are IRIs."""

    iri: str
    earlier: str
    later: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Transfer:
    """Holding a skill shortens learning another; both are IRIs.

    `saved` is the share of the needed skill's effort that is saved, between 0 and 1.
    """

    iri: str
    held: str
    needed: str
    strength: str
    saved: float
    rationale: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What routes assume that the source does not state.

    Parameters
    ----------
    cumulative : bool
        Whether a role also requires what the roles that lead to it require.
    hours_per_week : float or None
        Hours of learning in a week.
    move_costs : mapping of MoveKind to Effort
        What a move of each kind takes besides learning.
    hardest_cell_cap : bool
        Whether a lateral move or a step back may ask no more learning than the hardest cell of
        the level it enters.
    any_proficiency: bool
        Whether roles ask for a skill at different proficiencies, which routes do not tell apart:
        a skill is held once it is learnt at any, and effort is a lower bound.
    """

    cumulative: bool
    hours_per_week: float | None
    move_costs: Mapping[MoveKind, Effort]
    hardest_cell_cap: bool
    any_proficiency: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        return {
            "any_proficiency": self.any_proficiency,
            "cumulative": self.cumulative,
            "hardest_cell_cap": self.hardest_cell_cap,
            "hours_per_week": self.hours_per_week,
            "move_costs": {kind.value: cost.to_dict() for kind, cost in self.move_costs.items()},
        }


@dataclass(frozen=True, slots=True)
class CareerNetwork:
    """A whole career graph: its things by IRI, its statements in order, its assumptions.

    `moves` are the pairs of roles that a rule derived as feasible moves; without a rule it is
    None, and levels and progressions say what is feasible. `about` is what the graph's header says
    of its use: source, licence and rights, by name and text; networks that differ in it are equal.
    `language` is the tag of the language that names were asked for in.
    """

    title: str
    paths: Mapping[str, CareerPath]
    levels: Mapping[str, Level]
    roles: Mapping[str, Role]
    skills: Mapping[str, Skill]
    requirements: tuple[Requirement, ...]
    progressions: tuple[Progression, ...]
    transfers: tuple[Transfer, ...]
    assumptions: Assumptions
    moves: tuple[tuple[str, str], ...] | None = None
    about: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    language: str = field(default="en", compare=False)
    _own_skills: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        own: dict[str, list[str]] = {role: [] for role in self.roles}
        for need in self.requirements:
            if need.essential:
                own.setdefault(need.role, []).append(need.skill)
        skills = {role: tuple(added) for role, added in own.items()}
        object.__setattr__(self, "_own_skills", skills)

    def rank(self, role: str) -> int:
        """Return the rank of a role's level."""
        return self.levels[self.roles[role].level].rank

    def own_skills(self, role: str) -> tuple[str, ...]:
        """Return the essential skills that a role itself adds, in the order of the source."""
        return self._own_skills[role]

    def part(self, roles: Collection[str]) -> CareerNetwork:
        """Return what the network says of some roles: their paths, levels, skills and relations."""
        kept = {iri: role for iri, role in self.roles.items() if iri in roles}
        requirements = tuple(need for need in self.requirements if need.role in kept)
        skills = {need.skill for need in requirements}
        paths = {role.path for role in kept.values()}
        levels = {role.level for role in kept.values()}
        return replace(
            self,
            paths={iri: path for iri, path in self.paths.items() if iri in paths},
            levels={iri: level for iri, level in self.levels.items() if iri in levels},
            roles=kept,
            skills={iri: skill for iri, skill in self.skills.items() if iri in skills},
            requirements=requirements,
            progressions=tuple(
                step for step in self.progressions if step.earlier in kept and step.later in kept
            ),
            transfers=tuple(t for t in self.transfers if t.held in skills and t.needed in skills),
            moves=None
            if self.moves is None
            else tuple((a, b) for a, b in self.moves if a in kept and b in kept),
        )

    def __repr__(self) -> str:
        return (
            f"<CareerNetwork {self.title!r}: {len(self.paths)} career paths, "
            f"{len(self.roles)} roles, {len(self.skills)} skills, "
            f"{len(self.transfers)} transfers>"
        )


def differ_in_proficiency(requirements: Iterable[Requirement]) -> bool:
    """Tell whether roles ask for one skill at different proficiencies."""
    asked: dict[str, str] = {}
    return any(
        need.proficiency is not None
        and asked.setdefault(need.skill, need.proficiency) != need.proficiency
        for need in requirements
    )


def first_levels(network: CareerNetwork) -> dict[str, Level]:
    """Return the lowest level that requires each required skill.

    Where levels of several schemes require a skill, the lowest rank counts, then the IRI.
    """
    first: dict[str, Level] = {}
    for need in network.requirements:
        level = network.levels[network.roles[need.role].level]
        known = first.get(need.skill, level)
        first[need.skill] = min(known, level, key=lambda one: (one.rank, one.iri))
    return first


def skill_efforts(network: CareerNetwork) -> dict[str, Effort | None]:
    """Return the effort of learning each skill from nothing; None where it is unknown.

    A skill's own effort goes before that of the lowest level that requires it.
    """
    levels = first_levels(network)
    return {
        skill.iri: skill.effort or (levels[skill.iri].effort if skill.iri in levels else None)
        for skill in network.skills.values()
    }
