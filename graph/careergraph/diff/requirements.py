"""What differs between the requirements of two versions of a network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from careergraph.diff.change import Change, ChangeKind, Thing, place_of
from careergraph.diff.matching import (
    Candidate,
    Evidence,
    Matches,
    Matching,
    one_to_one,
    similar_things,
)
from careergraph.network import CareerNetwork, Requirement, Role, Skill


class Need(NamedTuple):
    """A requirement with its role and its skill."""

    requirement: Requirement
    role: Role
    skill: Skill

    @property
    def place(self) -> str | None:
        """Where it is stated."""
        return place_of(self.requirement.provenance)


def requirement_changes(
    old: CareerNetwork, new: CareerNetwork, same: Matching, threshold: float
) -> tuple[Change, ...]:
    """Return what is required otherwise: moved, reworded in one role, added, removed, changed.

    A requirement has moved where a skill is required by another role than before. It is reworded
    where a role drops a skill and takes one of similar wording, and one of the two skills is gone
    or new; a skill that is reworded everywhere is not said here.

    Parameters
    ----------
    old, new : CareerNetwork
    same : Matching
    threshold : float
        Least similarity of wordings within a role.
    """
    before, after = _needs(old), _needs(new)
    kept, left = [], []
    for (role, skill), need in before.items():
        ends = same.roles.new(role), same.skills.new(skill)
        now = after.pop((ends[0], ends[1]), None) if ends[0] and ends[1] else None
        if now:
            kept.append((need, now))
        else:
            left.append(need)
    moved = list(_moved(left, after.values(), same))
    left, come = _without(moved, left, after.values())
    reworded = list(_reworded(left, come, same, threshold))
    left, come = _without([(pair.old, pair.new) for pair in reworded], left, come)
    return (
        *(_removed(need) for need in left),
        *(_added(need) for need in come),
        *(_move(one, other) for one, other in moved),
        *(_rewording(pair) for pair in reworded),
        *(change for one, other in (*kept, *moved) for change in _attributes(one, other)),
    )


def _needs(network: CareerNetwork) -> dict[tuple[str, str], Need]:
    """Return the requirements by role and skill; of two for one pair, the essential one."""
    found: dict[tuple[str, str], Need] = {}
    for need in network.requirements:
        key = need.role, need.skill
        if key not in found or need.essential:
            found[key] = Need(need, network.roles[need.role], network.skills[need.skill])
    return found


def _moved(
    left: Iterable[Need], come: Iterable[Need], same: Matching
) -> Iterator[tuple[Need, Need]]:
    """Yield the same skill before and after, within a career path rather than across."""
    arrived: dict[str, dict[str, Need]] = {}
    for need in come:
        arrived.setdefault(need.skill.iri, {})[need.role.iri] = need
    departed: dict[str, dict[str, Need]] = {}
    for need in left:
        skill = same.skills.new(need.skill.iri)
        if skill in arrived:
            departed.setdefault(skill, {})[need.role.iri] = need
    for skill, gone in departed.items():
        pairs = [
            Candidate(1.0, one.role, other.role, same.paths.new(one.role.path) == other.role.path)
            for one in gone.values()
            for other in arrived[skill].values()
        ]
        for pair in one_to_one(pairs):
            yield gone[pair.old.iri], arrived[skill][pair.new.iri]


class Rewording(NamedTuple):
    """A requirement that a role has in other words."""

    old: Need
    new: Need
    similarity: float


def _reworded(
    left: Iterable[Need], come: Iterable[Need], same: Matching, threshold: float
) -> Iterator[Rewording]:
    arrived: dict[str, dict[str, Need]] = {}
    for need in come:
        arrived.setdefault(need.role.iri, {})[need.skill.iri] = need
    departed: dict[str, dict[str, Need]] = {}
    for need in left:
        role = same.roles.new(need.role.iri)
        if role in arrived:
            departed.setdefault(role, {})[need.skill.iri] = need
    for role, gone in departed.items():
        here = arrived[role]
        pairs = [
            Candidate(similarity, one, other)
            for one, other, similarity in similar_things(
                [need.skill for need in gone.values()],
                [need.skill for need in here.values()],
                threshold,
            )
            if _came_or_went(one.iri, other.iri, same.skills)
        ]
        for pair in one_to_one(pairs):
            yield Rewording(gone[pair.old.iri], here[pair.new.iri], pair.strength)


def _came_or_went(old: str, new: str, skills: Matches) -> bool:
    return old not in skills.by_old or new not in skills.by_new


def _without(
    pairs: Iterable[tuple[Need, Need]], left: Iterable[Need], come: Iterable[Need]
) -> tuple[list[Need], list[Need]]:
    paired = list(pairs)
    gone = {one.requirement.iri for one, _ in paired}
    here = {other.requirement.iri for _, other in paired}
    return (
        [need for need in left if need.requirement.iri not in gone],
        [need for need in come if need.requirement.iri not in here],
    )


def _removed(need: Need) -> Change:
    return Change(
        ChangeKind.REMOVED,
        Thing.REQUIREMENT,
        need.role.label,
        old=need.skill.label,
        old_iri=need.requirement.iri,
        old_place=need.place,
    )


def _added(need: Need) -> Change:
    return Change(
        ChangeKind.ADDED,
        Thing.REQUIREMENT,
        need.role.label,
        new=need.skill.label,
        new_iri=need.requirement.iri,
        new_place=need.place,
    )


def _move(one: Need, other: Need) -> Change:
    return Change(
        ChangeKind.MOVED,
        Thing.REQUIREMENT,
        other.skill.label,
        old=one.role.label,
        new=other.role.label,
        old_iri=one.requirement.iri,
        new_iri=other.requirement.iri,
        old_place=one.place,
        new_place=other.place,
    )


def _rewording(pair: Rewording) -> Change:
    return Change(
        ChangeKind.REWORDED,
        Thing.REQUIREMENT,
        pair.new.role.label,
        old=pair.old.skill.label,
        new=pair.new.skill.label,
        old_iri=pair.old.requirement.iri,
        new_iri=pair.new.requirement.iri,
        old_place=pair.old.place,
        new_place=pair.new.place,
        evidence=Evidence.WORDING,
        similarity=pair.similarity,
    )


def _attributes(one: Need, other: Need) -> Iterator[Change]:
    before, after = one.requirement, other.requirement
    for name, old, new in (
        ("importance", _importance(before), _importance(after)),
        ("proficiency", before.proficiency, after.proficiency),
    ):
        if old != new:
            yield Change(
                ChangeKind.CHANGED,
                Thing.REQUIREMENT,
                other.role.label,
                old=old,
                new=new,
                detail=f"{name} of '{other.skill.label}'",
                old_iri=before.iri,
                new_iri=after.iri,
                old_place=one.place,
                new_place=other.place,
            )


def _importance(need: Requirement) -> str:
    return "essential" if need.essential else "optional"
