"""Two matrices level by level: is the L5 of the one the L4 of the other.

Neither the ranks nor the labels of two matrices are compared: each numbers and names its levels
in its own way. Roles are compared by the skills that they require, as each graph adds them up from
level to level. Coverage has a direction, so there are two: how much of the one role the holder of
the other has. Nearest is the role whose lesser coverage is greatest; by the one coverage alone the
lowest roles would be near to everybody, by the other the highest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from math import fsum
from typing import Any

from careergraph.costs import requirements
from careergraph.diff.matching import Match, Matches, match_skills
from careergraph.network import CareerNetwork, Role, skill_efforts

EQUIVALENT = 0.5
"""Least coverage, both ways, of roles that are called equivalent. Editorial: below it, most of what
one of the two requires is not required by the other."""

ALIKE = 0.75
"""Least similarity of wordings that are taken for one skill, where nothing but the wording speaks
for it. Editorial."""


@dataclass(frozen=True, slots=True)
class Resemblance:
    """How much two roles of different networks require alike.

    Parameters
    ----------
    old, new : Role
    shared : int
        Skills that both require.
    old_skills, new_skills : int
        Skills that each requires.
    covers_hours, covered_hours : float or None
        As `covers` and `covered`, by hours of learning in the graph of the role that is covered;
        None where an effort is unknown.
    """

    old: Role
    new: Role
    shared: int
    old_skills: int
    new_skills: int
    covers_hours: float | None
    covered_hours: float | None

    @property
    def covers(self) -> float:
        """Share of the new role's skills that the old one requires."""
        return self.shared / self.new_skills

    @property
    def covered(self) -> float:
        """Share of the old role's skills that the new one requires."""
        return self.shared / self.old_skills

    @property
    def fit(self) -> float:
        """Skills that both require, as a share of those that either requires."""
        return self.shared / (self.old_skills + self.new_skills - self.shared)

    @property
    def closeness(self) -> tuple[float, float]:
        """The lesser of both coverages, then the fit: the greater, the nearer."""
        return min(self.covers, self.covered), self.fit

    def equivalent(self, bound: float) -> bool:
        """Tell whether both coverages reach a bound."""
        return min(self.covers, self.covered) >= bound

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        return {
            "old": self.old.iri,
            "old_label": self.old.label,
            "new": self.new.iri,
            "new_label": self.new.label,
            "fit": round(self.fit, 4),
            "covers": round(self.covers, 4),
            "covered": round(self.covered, 4),
            "covers_hours": _rounded(self.covers_hours),
            "covered_hours": _rounded(self.covered_hours),
            "shared": self.shared,
            "old_skills": self.old_skills,
            "new_skills": self.new_skills,
        }


@dataclass(frozen=True, slots=True)
class Nearest:
    """What is nearest to a role of the old network.

    Parameters
    ----------
    role : Role
    skills : int
        How many it requires; of a role that requires none that is stated, nothing is known.
    on_paths : tuple of Resemblance
        The nearest role of each new career path that shares a skill with it, nearest first;
        several where they are equally near.
    """

    role: Role
    skills: int
    on_paths: tuple[Resemblance, ...]

    @property
    def best(self) -> tuple[Resemblance, ...]:
        """The nearest role; several where they are equally near."""
        return tuple(o for o in self.on_paths if o.closeness == self.on_paths[0].closeness)


@dataclass(frozen=True, slots=True)
class LevelComparison:
    """Every role of the old network with what is nearest in the new one.

    Parameters
    ----------
    old, new : CareerNetwork
    bound : float
        Least coverage, both ways, of roles that are called equivalent.
    skills : tuple of Match
        Skills taken for the same, in the order of the old network.
    roles : tuple of Nearest
    """

    old: CareerNetwork
    new: CareerNetwork
    bound: float
    skills: tuple[Match, ...]
    roles: tuple[Nearest, ...]

    @property
    def to_check(self) -> tuple[Match, ...]:
        """The matches between skills whose labels differ: those to check by eye."""
        return tuple(
            match
            for match in self.skills
            if self.old.skills[match.old].label != self.new.skills[match.new].label
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        return {
            "old_title": self.old.title,
            "new_title": self.new.title,
            "bound": self.bound,
            "skills": {
                "same": len(self.skills),
                "only_old": len(self.old.skills) - len(self.skills),
                "only_new": len(self.new.skills) - len(self.skills),
                "to_check": [self._match(match) for match in self.to_check],
            },
            "roles": [
                {
                    "role": nearest.role.iri,
                    "label": nearest.role.label,
                    "skills": nearest.skills,
                    "equivalent": [
                        one.new.iri for one in nearest.best if one.equivalent(self.bound)
                    ],
                    "nearest": [one.to_dict() for one in nearest.on_paths],
                }
                for nearest in self.roles
            ],
        }

    def _match(self, match: Match) -> dict[str, Any]:
        return {
            "old": match.old,
            "old_label": self.old.skills[match.old].label,
            "new": match.new,
            "new_label": self.new.skills[match.new].label,
            "evidence": match.evidence.value,
            "similarity": round(match.similarity, 4),
        }

    def __repr__(self) -> str:
        found = sum(any(one.equivalent(self.bound) for one in n.best) for n in self.roles)
        return (
            f"<LevelComparison: {found} of {len(self.roles)} roles have an equivalent, "
            f"{len(self.skills)} skills are the same>"
        )


def compare_levels(
    old: CareerNetwork,
    new: CareerNetwork,
    roles: Collection[str] = (),
    *,
    similarity: float = ALIKE,
    bound: float = EQUIVALENT,
) -> LevelComparison:
    """Return, for each role of one network, the roles of another that are nearest.

    Parameters
    ----------
    old, new : CareerNetwork
        Of different organisations, or of one.
    roles : collection of str, optional
        IRIs of the old roles to compare; all without it.
    similarity : float, optional
        Least similarity of wordings that are taken for one skill, above 0 and up to 1.
    bound : float, optional
        Least coverage, both ways, of roles that are called equivalent.
    """
    skills = match_skills(old, new, similarity)
    known = {skill: place for place, skill in enumerate(old.skills)}
    needs = _Needs(old, new, skills)
    return LevelComparison(
        old,
        new,
        bound,
        tuple(sorted(skills, key=lambda match: known[match.old])),
        tuple(
            needs.nearest(role) for role in old.roles.values() if role.iri in (roles or old.roles)
        ),
    )


class _Needs:
    """What the roles of both networks require, in the names of the new one."""

    def __init__(self, old: CareerNetwork, new: CareerNetwork, skills: Matches) -> None:
        self.new = new
        self.skills = skills
        self.before, self.after = requirements(old), requirements(new)
        self.hours_before, self.hours_after = _hours(old), _hours(new)
        self.places = {role: place for place, role in enumerate(new.roles)}
        self.requiring: dict[str, set[str]] = {}
        for role, needed in self.after.items():
            for skill in needed:
                self.requiring.setdefault(skill, set()).add(role)

    def nearest(self, role: Role) -> Nearest:
        """Return what is nearest to an old role."""
        return Nearest(role, len(self.before[role.iri]), tuple(self._on_paths(role)))

    def _on_paths(self, role: Role) -> Iterator[Resemblance]:
        held = {self.skills.new(skill) for skill in self.before[role.iri]}
        near = {other for skill in held if skill for other in self.requiring.get(skill, ())}
        found = [self._resemblance(role, self.new.roles[other]) for other in near]
        found.sort(key=lambda one: self.places[one.new.iri])
        found.sort(key=lambda one: one.closeness, reverse=True)
        best: dict[str, tuple[float, float]] = {}
        for one in found:
            if best.setdefault(one.new.path, one.closeness) == one.closeness:
                yield one

    def _resemblance(self, old: Role, new: Role) -> Resemblance:
        before, after = self.before[old.iri], self.after[new.iri]
        kept = {skill for skill in before if self.skills.new(skill) in after}
        shared = {self.skills.by_old[skill].new for skill in kept}
        return Resemblance(
            old,
            new,
            len(shared),
            len(before),
            len(after),
            covers_hours=_share(shared, after, self.hours_after),
            covered_hours=_share(kept, before, self.hours_before),
        )


def _hours(network: CareerNetwork) -> dict[str, float | None]:
    efforts = skill_efforts(network)
    return {skill: effort.expected if effort else None for skill, effort in efforts.items()}


def _share(
    part: Collection[str], whole: Collection[str], hours: Mapping[str, float | None]
) -> float | None:
    """Return the share of the hours of some skills; None where any of them is unknown."""
    known = [value for skill in whole if (value := hours[skill]) is not None]
    total = fsum(known)
    if len(known) < len(whole) or not total:
        return None
    return fsum(hours[skill] or 0.0 for skill in part) / total


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)
