"""What has changed between two versions of a career graph, over the matrix of both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from careergraph.diff import REWORDED, Change, ChangeKind, Diff, Thing, find_differences
from careergraph.diff.matching import Matches, Matching
from careergraph.errors import RequestError
from careergraph.network import CareerNetwork, Labelled, Progression, Requirement, Transfer
from careergraph.views.marking import AMBER, GREEN, RED, SLATE, Mark, marked
from careergraph.views.matrix import MOST_ROLES, assemble
from careergraph.views.model import EdgeKind, Fact, Group, Item, Section, View
from careergraph.views.statements import Statement, statements
from careergraph.vocabulary import compact

ADDED, REMOVED, CHANGED, SAME = range(4)
GROUPS = (
    Group("Added", GREEN),
    Group("Removed", RED),
    Group("Changed", AMBER),
    Group("Unchanged", SLATE),
)
BADGES = ("+", "–", "~", "")

Kind = TypeVar("Kind", bound=Labelled)


def changes(network: CareerNetwork, new: CareerNetwork) -> View:
    """Return the matrix of two versions: what was added, removed and changed, and what was not.

    What the newer version has stands where it would stand alone, and what was removed below it
    in its cell, or in rows and columns of its own.

    Parameters
    ----------
    network, new : CareerNetwork
        The older and the newer version.

    Raises
    ------
    RequestError
        Both together have more than `MOST_ROLES` roles.
    """
    same, found = find_differences(network, new, REWORDED)
    both = _Versions(network, new, same, found)
    if len(both.merged.roles) > MOST_ROLES:
        raise RequestError(
            f"Both versions have {len(both.merged.roles):,} roles together, and one page draws at "
            f"most {MOST_ROLES}. `careergraph diff` lists all changes."
        )
    view = assemble(
        both.merged,
        name="changes",
        title=new.title if network.title == new.title else f"{network.title} to {new.title}",
        subtitle="What has changed from the older version to the newer",
        summary=_summary(found),
        said=tuple(both.said(s) for s in statements(both.merged)),
    )
    marks = {compact(iri): _mark(both, iri) for iri in (*both.merged.roles, *both.merged.skills)}
    return marked(view, GROUPS, marks, "What has become of it")


@dataclass(frozen=True)
class _Versions:
    """Two versions, what is the same in them, and what is not."""

    old: CareerNetwork
    new: CareerNetwork
    same: Matching
    found: tuple[Change, ...]

    @cached_property
    def merged(self) -> CareerNetwork:
        """The newer version with all that was removed, in the newer one's names."""
        old, new, same = self.old, self.new, self.same
        levels = {**new.levels, **_gone(old.levels, same.levels)}
        roles = {
            iri: replace(
                role,
                path=same.paths.new(role.path) or role.path,
                level=same.levels.new(role.level) or role.level,
            )
            for iri, role in _gone(old.roles, same.roles).items()
        }
        removed = self.removed
        return replace(
            new,
            paths={**new.paths, **_gone(old.paths, same.paths)},
            levels=dict(sorted(levels.items(), key=lambda item: item[1].rank)),
            roles={**new.roles, **roles},
            skills={**new.skills, **_gone(old.skills, same.skills)},
            requirements=(*new.requirements, *removed.requirements),
            progressions=(*new.progressions, *removed.progressions),
            transfers=(*new.transfers, *removed.transfers),
        )

    @cached_property
    def removed(self) -> _Statements:
        """What only the older version states, between things by their newer IRIs."""
        role, skill = _renamer(self.same.roles), _renamer(self.same.skills)
        new = self.new
        required = {(n.role, n.skill) for n in new.requirements}
        follows = {(p.earlier, p.later) for p in new.progressions}
        helps = {(t.held, t.needed) for t in new.transfers}
        needs = (replace(n, role=role(n.role), skill=skill(n.skill)) for n in self.old.requirements)
        steps = (
            replace(p, earlier=role(p.earlier), later=role(p.later)) for p in self.old.progressions
        )
        transfers = (
            replace(t, held=skill(t.held), needed=skill(t.needed)) for t in self.old.transfers
        )
        return _Statements(
            tuple(need for need in needs if (need.role, need.skill) not in required),
            tuple(step for step in steps if (step.earlier, step.later) not in follows),
            tuple(t for t in transfers if (t.held, t.needed) not in helps),
        )

    @cached_property
    def ends_before(self) -> frozenset[tuple[EdgeKind, str, str]]:
        """The ends of every statement of the older version, by their newer IRIs."""
        role, skill = _renamer(self.same.roles), _renamer(self.same.skills)
        old = self.old
        return frozenset(
            (
                *((EdgeKind.REQUIRES, role(n.role), skill(n.skill)) for n in old.requirements),
                *((EdgeKind.LEADS_TO, role(p.earlier), role(p.later)) for p in old.progressions),
                *((EdgeKind.TRANSFERS_TO, skill(t.held), skill(t.needed)) for t in old.transfers),
            )
        )

    @cached_property
    def ends_now(self) -> frozenset[tuple[EdgeKind, str, str]]:
        """The ends of every statement of the newer version."""
        return frozenset(statement.ends for statement in statements(self.new))

    @cached_property
    def about(self) -> dict[tuple[Thing, str], list[Change]]:
        """The changes of each thing or statement, by its IRI in either version."""
        about: dict[tuple[Thing, str], list[Change]] = {}
        for change in self.found:
            for iri in dict.fromkeys((change.old_iri, change.new_iri)):
                if iri:
                    about.setdefault((change.thing, iri), []).append(change)
        return about

    @cached_property
    def said_of(self) -> dict[str, list[Change]]:
        """What has changed about each role and skill that both versions have, or one of them."""
        said: dict[str, list[Change]] = {}
        for change in self.found:
            for iri in self._concerned(change):
                said.setdefault(iri, []).append(change)
        return said

    def _concerned(self, change: Change) -> list[str]:
        if change.thing in (Thing.ROLE, Thing.SKILL):
            iri = change.new_iri or change.old_iri
            return [iri] if iri else []
        if change.thing is not Thing.REQUIREMENT:
            return []
        ends = [self._needs.get(("new", change.new_iri)), self._needs.get(("old", change.old_iri))]
        needs = [need for need in ends if need is not None]
        roles = [need.role for need in needs]
        moved = change.kind in (ChangeKind.MOVED, ChangeKind.REWORDED)
        skills = [need.skill for need in needs] if moved else []
        return list(dict.fromkeys((*roles, *skills)))

    @cached_property
    def _needs(self) -> dict[tuple[str, str | None], Requirement]:
        """The requirements of both versions, by version and IRI, between newer IRIs."""
        role, skill = _renamer(self.same.roles), _renamer(self.same.skills)
        found: dict[tuple[str, str | None], Requirement] = {}
        for need in self.new.requirements:
            found["new", need.iri or None] = need
        for need in self.old.requirements:
            moved = replace(need, role=role(need.role), skill=skill(need.skill))
            found["old", need.iri or None] = moved
        return {key: need for key, need in found.items() if key[1]}

    def become(self, iri: str) -> int:
        """Return the number of the group of a role or skill."""
        matches = self.same.roles if iri in self.merged.roles else self.same.skills
        if iri not in self.new.roles and iri not in self.new.skills:
            return REMOVED
        if iri not in matches.by_new:
            return ADDED
        return CHANGED if iri in self.said_of else SAME

    def said(self, statement: Statement) -> Statement:
        """Return a statement that says what has become of it, and stands out where that is news."""
        before, now = statement.ends in self.ends_before, statement.ends in self.ends_now
        if before and now:
            told = [
                change.message
                for thing in (Thing.REQUIREMENT, Thing.TRANSFER)
                for change in self.about.get((thing, statement.iri), ())
                if change.kind is ChangeKind.CHANGED
            ]
            what = f"Changed ({'; '.join(told)})" if told else ""
        else:
            what = "Added" if now else "Removed"
        why = f"{what}. {statement.why}" if what else statement.why
        return replace(statement, why=why, lit=bool(what))


@dataclass(frozen=True, slots=True)
class _Statements:
    requirements: tuple[Requirement, ...]
    progressions: tuple[Progression, ...]
    transfers: tuple[Transfer, ...]


def _gone(old: Mapping[str, Kind], same: Matches) -> dict[str, Kind]:
    """Return what the newer version no longer has."""
    return {iri: thing for iri, thing in old.items() if iri not in same.by_old}


def _renamer(same: Matches) -> Callable[[str], str]:
    """Return a function from an older IRI to the newer one, or to itself where there is none."""
    return lambda iri: same.new(iri) or iri


def _mark(both: _Versions, iri: str) -> Mark:
    group = both.become(iri)
    told = "; ".join(change.message for change in both.said_of.get(iri, ()))
    facts = (
        Fact("What has become of it", GROUPS[group].label.lower()),
        Fact("Changes", told),
        Fact("Was called", _former_label(both, iri)),
    )
    return Mark(group, group != SAME, BADGES[group], facts)


def _former_label(both: _Versions, iri: str) -> str:
    if iri in both.new.roles:
        match = both.same.roles.by_new.get(iri)
        before, now = (match and both.old.roles[match.old].label), both.new.roles[iri].label
    elif iri in both.new.skills:
        match = both.same.skills.by_new.get(iri)
        before, now = (match and both.old.skills[match.old].label), both.new.skills[iri].label
    else:
        return ""
    return before if before and before != now else ""


def _summary(found: tuple[Change, ...]) -> tuple[Section, ...]:
    what = (
        "The matrix of both versions. Green with + was added, red with – was removed, amber with "
        "~ was changed: renamed, reworded, moved, or a role that requires otherwise than before. "
        "Grey has stayed. Strong lines are statements that are new, gone or changed."
    )
    sections = [
        Section("In all", Diff(found).summary),
        Section("What this is", what),
        Section(
            "What to try first",
            "Choose a coloured box for what it was and what it is, or hide what is unchanged in "
            "the legend.",
        ),
    ]
    for kind in ChangeKind:
        items = tuple(Item(change.message) for change in found if change.kind is kind)
        if items:
            sections.append(Section(f"{kind.capitalize()} ({len(items)})", "", items))
    return tuple(sections)
