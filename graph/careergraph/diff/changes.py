"""Everything that differs between two versions of a network, in a fixed order.

What follows from a change already reported is not reported again: the roles of a career path or
level that has come or gone, and the progressions of such a role. The order of paths and of the
skills in a cell, sources and places, and other labels of levels (a reader makes them of the
header) are not compared.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

from careergraph.diff.change import DEFINITION, Change, ChangeKind, Thing, place_of
from careergraph.diff.matching import Evidence, Match, Matches, Matching
from careergraph.effort import Effort
from careergraph.network import (
    Assumptions,
    CareerNetwork,
    Labelled,
    Level,
    MoveKind,
    Requirement,
    Role,
    Skill,
    Transfer,
)

Kind = TypeVar("Kind", bound=Labelled)
Attributes = Mapping[str, str | None]


def find_changes(old: CareerNetwork, new: CareerNetwork, same: Matching) -> tuple[Change, ...]:
    """Return every difference but those between requirements; see `requirement_changes`."""
    return (
        *_things(Thing.PATH, old.paths, new.paths, same.paths, _described),
        *_things(Thing.LEVEL, old.levels, new.levels, same.levels, _level),
        *_roles(old, new, same),
        *_skills(old, new, same.skills),
        *_progressions(old, new, same.roles),
        *_transfers(old, new, same.skills),
        *_assumptions(old.assumptions, new.assumptions),
    )


def _things(
    thing: Thing,
    old: Mapping[str, Kind],
    new: Mapping[str, Kind],
    same: Matches,
    attributes: Callable[[Kind], Attributes],
) -> Iterator[Change]:
    for one in old.values():
        match = same.by_old.get(one.iri)
        if match is None:
            yield _removed(thing, one)
            continue
        other = new[match.new]
        if one.label != other.label:
            yield _renamed(thing, one, other, match)
        yield from _attributes(thing, one, other, attributes)
    yield from (_added(thing, one) for one in new.values() if one.iri not in same.by_new)


def _attributes(
    thing: Thing, old: Kind, new: Kind, attributes: Callable[[Kind], Attributes]
) -> Iterator[Change]:
    before, after = attributes(old), attributes(new)
    for name, value in before.items():
        if value != after[name]:
            yield Change(
                ChangeKind.CHANGED,
                thing,
                new.label,
                old=value,
                new=after[name],
                detail=name,
                old_iri=old.iri,
                new_iri=new.iri,
            )


def _roles(old: CareerNetwork, new: CareerNetwork, same: Matching) -> Iterator[Change]:
    for role in old.roles.values():
        match = same.roles.by_old.get(role.iri)
        path, level = same.paths.new(role.path), same.levels.new(role.level)
        if match is None:
            if path and level:
                yield _removed(Thing.ROLE, role)
            continue
        other = new.roles[match.new]
        if (path, level) != (other.path, other.level):
            yield _moved_role(old, new, role, other)
        elif role.label != other.label and _place(old, role) == _place(new, other):
            yield _renamed(Thing.ROLE, role, other, match)
        yield from _attributes(Thing.ROLE, role, other, _described)
    for role in new.roles.values():
        stayed = role.path in same.paths.by_new and role.level in same.levels.by_new
        if role.iri not in same.roles.by_new and stayed:
            yield _added(Thing.ROLE, role)


def _moved_role(old: CareerNetwork, new: CareerNetwork, before: Role, after: Role) -> Change:
    return Change(
        ChangeKind.MOVED,
        Thing.ROLE,
        after.label,
        old=_place(old, before),
        new=_place(new, after),
        old_iri=before.iri,
        new_iri=after.iri,
    )


def _place(network: CareerNetwork, role: Role) -> str:
    return f"{network.paths[role.path].label}, {network.levels[role.level].label}"


def _skills(old: CareerNetwork, new: CareerNetwork, same: Matches) -> Iterator[Change]:
    """Yield what has become of skills as such; that of required ones shows in the requirements."""
    needed, needing = _by_skill(old), _by_skill(new)
    for skill in old.skills.values():
        match = same.by_old.get(skill.iri)
        if match is not None:
            other = new.skills[match.new]
            if skill.label != other.label:
                yield _reworded(new, needing.get(other.iri, []), skill, other, match)
            yield from _attributes(Thing.SKILL, skill, other, _skill)
        elif skill.iri not in needed:
            yield _removed(Thing.SKILL, skill)
    for skill in new.skills.values():
        if skill.iri not in same.by_new and skill.iri not in needing:
            yield _added(Thing.SKILL, skill)


def _by_skill(network: CareerNetwork) -> dict[str, list[Requirement]]:
    found: dict[str, list[Requirement]] = {}
    for need in network.requirements:
        found.setdefault(need.skill, []).append(need)
    return found


def _reworded(
    new: CareerNetwork, needs: list[Requirement], before: Skill, after: Skill, match: Match
) -> Change:
    roles = dict.fromkeys(new.roles[need.role].label for need in needs)
    return Change(
        ChangeKind.REWORDED,
        Thing.SKILL,
        "; ".join(roles) or "A skill that no role requires",
        old=before.label,
        new=after.label,
        old_iri=before.iri,
        new_iri=after.iri,
        new_place=place_of(needs[0].provenance) if needs else None,
        evidence=match.evidence,
        similarity=match.similarity,
    )


def _progressions(old: CareerNetwork, new: CareerNetwork, same: Matches) -> Iterator[Change]:
    before = {(same.new(step.earlier), same.new(step.later)) for step in old.progressions}
    after = {(step.earlier, step.later) for step in new.progressions}
    for gone in old.progressions:
        ends = same.new(gone.earlier), same.new(gone.later)
        if all(ends) and ends not in after:
            yield Change(
                ChangeKind.REMOVED,
                Thing.PROGRESSION,
                old.roles[gone.earlier].label,
                old=old.roles[gone.later].label,
                old_iri=gone.iri,
                old_place=place_of(gone.provenance),
            )
    for come in new.progressions:
        stayed = come.earlier in same.by_new and come.later in same.by_new
        if stayed and (come.earlier, come.later) not in before:
            yield Change(
                ChangeKind.ADDED,
                Thing.PROGRESSION,
                new.roles[come.earlier].label,
                new=new.roles[come.later].label,
                new_iri=come.iri,
                new_place=place_of(come.provenance),
            )


def _transfers(old: CareerNetwork, new: CareerNetwork, same: Matches) -> Iterator[Change]:
    before: dict[Hashable, Transfer] = {
        (same.new(t.held) or ("old", t.held), same.new(t.needed) or ("old", t.needed)): t
        for t in old.transfers
    }
    after: dict[Hashable, Transfer] = {(t.held, t.needed): t for t in new.transfers}
    for ends, gone in before.items():
        come = after.get(ends)
        if come is None or _saving(gone) != _saving(come):
            yield _transfer(old, gone, new, come)
    for ends, come in after.items():
        if ends not in before:
            yield _transfer(old, None, new, come)


def _transfer(
    old: CareerNetwork, gone: Transfer | None, new: CareerNetwork, come: Transfer | None
) -> Change:
    kind = ChangeKind.CHANGED if gone and come else ChangeKind.ADDED if come else ChangeKind.REMOVED
    network, transfer = (new, come) if come else (old, gone)
    assert transfer is not None
    return Change(
        kind,
        Thing.TRANSFER,
        network.skills[transfer.held].label,
        old=_saving(gone) if gone else None,
        new=_saving(come) if come else None,
        detail=network.skills[transfer.needed].label,
        old_iri=gone.iri if gone else None,
        new_iri=come.iri if come else None,
        old_place=place_of(gone.provenance) if gone else None,
        new_place=place_of(come.provenance) if come else None,
    )


def _saving(transfer: Transfer) -> str:
    return f"{transfer.strength}, saves {100 * transfer.saved:.6g}%"


def _assumptions(old: Assumptions, new: Assumptions) -> Iterator[Change]:
    before, after = _assumed(old), _assumed(new)
    for name, value in before.items():
        if value != after[name]:
            yield Change(
                ChangeKind.CHANGED,
                Thing.ASSUMPTION,
                "Assumptions",
                old=value,
                new=after[name],
                detail=name,
            )


def _assumed(assumptions: Assumptions) -> Attributes:
    hours = assumptions.hours_per_week
    costs = {kind: assumptions.move_costs.get(kind) for kind in MoveKind}
    return {
        "requirements add up from level to level": _yes(assumptions.cumulative),
        "learning cap of the hardest cell": _yes(assumptions.hardest_cell_cap),
        "hours a week": None if hours is None else f"{hours:g}",
        **{f"cost of a {kind}": _hours(cost) for kind, cost in costs.items()},
    }


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _described(thing: Labelled) -> Attributes:
    return {DEFINITION: thing.definition, "other label": _listed(thing.alt_labels)}


def _listed(labels: Iterable[str]) -> str | None:
    return ", ".join(sorted(labels)) or None


def _level(level: Level) -> Attributes:
    effort = _hours(level.effort)
    return {
        DEFINITION: level.definition,
        "rank": str(level.rank),
        "effort for one skill": effort,
    }


def _skill(skill: Skill) -> Attributes:
    return {**_described(skill), "effort": _hours(skill.effort)}


def _hours(effort: Effort | None) -> str | None:
    """Return an effort to the last digit, so that what differs also reads differently."""
    if effort is None:
        return None
    low, high = f"{effort.low:,.10g}", f"{effort.high:,.10g}"
    return f"{low} h" if low == high else f"{low}-{high} h"


def _added(thing: Thing, one: Labelled) -> Change:
    return Change(ChangeKind.ADDED, thing, one.label, new=one.label, new_iri=one.iri)


def _removed(thing: Thing, one: Labelled) -> Change:
    return Change(ChangeKind.REMOVED, thing, one.label, old=one.label, old_iri=one.iri)


def _renamed(thing: Thing, old: Labelled, new: Labelled, match: Match) -> Change:
    shown = match.evidence is not Evidence.PLACE
    return Change(
        ChangeKind.RENAMED,
        thing,
        old.label,
        old=old.label,
        new=new.label,
        old_iri=old.iri,
        new_iri=new.iri,
        evidence=match.evidence if shown else None,
        similarity=match.similarity if shown else None,
    )
