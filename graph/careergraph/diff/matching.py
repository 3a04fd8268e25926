"""Which career paths, levels, roles and skills of two networks are the same, and why."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from careergraph.network import CareerNetwork, Labelled
from careergraph.readers.slugs import slug
from careergraph.wording import similar_pairs

RENAMED = 0.5
"""Least share of requirements that makes differently named paths or levels one: at least as much
has stayed as has come and gone. Editorial."""


class Evidence(StrEnum):
    """What two things are taken for the same by, strongest first."""

    IRI = "IRI"
    LABEL = "label"
    OTHER_LABEL = "other label"
    PLACE = "career path and level"
    REQUIREMENTS = "requirements"
    WORDING = "wording"


@dataclass(frozen=True, slots=True)
class Match:
    """Two things, by IRI, that are taken for the same.

    `similarity` is 1 where identity rests on an IRI, a label or a place; else that of the wording,
    or the share of requirements that both have.
    """

    old: str
    new: str
    evidence: Evidence
    similarity: float = 1.0


class Matches:
    """A one-to-one matching, asked in both directions."""

    def __init__(self, matches: Iterable[Match] = ()) -> None:
        self.by_old: dict[str, Match] = {}
        self.by_new: dict[str, Match] = {}
        self.add(matches)

    def add(self, matches: Iterable[Match]) -> None:
        """Add matches between things that have none yet."""
        for match in matches:
            self.by_old[match.old] = self.by_new[match.new] = match

    def new(self, old: str) -> str | None:
        """Return what a thing has become, or None."""
        match = self.by_old.get(old)
        return match.new if match else None

    def __iter__(self) -> Iterator[Match]:
        return iter(self.by_old.values())


@dataclass(frozen=True, slots=True)
class Matching:
    """What is the same in two networks."""

    paths: Matches
    levels: Matches
    roles: Matches
    skills: Matches


def match_networks(old: CareerNetwork, new: CareerNetwork, threshold: float) -> Matching:
    """Match two versions of a network.

    Things are the same that have one IRI, else one label (but for case, spaces and punctuation),
    else one that is another label of the other. Paths and levels whose names differ are the same
    where most of their requirements are; ranks never decide. Roles are the same at the same path
    and level. Skills left over are matched by wording, see `match_wording`.

    Parameters
    ----------
    old, new : CareerNetwork
    threshold : float
        Least similarity of wordings, from 0 to 1.
    """
    skills = match_names(old.skills, new.skills)
    skill = _translated(skills)
    paths = match_names(old.paths, new.paths)
    before, after = _path_contents(old, skill), _path_contents(new, _same)
    paths.add(_renamed(old.paths, new.paths, paths, before, after))
    levels = match_names(old.levels, new.levels)
    before = _level_contents(old, _translated(paths), skill)
    after = _level_contents(new, _same, _same)
    levels.add(_renamed(old.levels, new.levels, levels, before, after))
    roles = _match_roles(old, new, paths, levels)
    skills.add(match_wording(old, new, skills, threshold, _together(old, new, roles)))
    return Matching(paths, levels, roles, skills)


def match_skills(old: CareerNetwork, new: CareerNetwork, threshold: float) -> Matches:
    """Match the skills of two networks that need have nothing else in common."""
    skills = match_names(old.skills, new.skills)
    skills.add(match_wording(old, new, skills, threshold))
    return skills


def match_names(old: Mapping[str, Labelled], new: Mapping[str, Labelled]) -> Matches:
    """Match things by IRI, then by label, then by another label."""
    found = Matches(Match(iri, iri, Evidence.IRI) for iri in old if iri in new)
    for names, evidence in ((_label, Evidence.LABEL), (_labels, Evidence.OTHER_LABEL)):
        left = [thing for thing in old.values() if thing.iri not in found.by_old]
        named: dict[str, list[Labelled]] = {}
        for thing in new.values():
            if thing.iri not in found.by_new:
                for name in names(thing):
                    named.setdefault(name, []).append(thing)
        pairs = [
            Candidate(1.0, one, other)
            for one in left
            for name in names(one)
            for other in named.get(name, ())
        ]
        found.add(Match(c.old.iri, c.new.iri, evidence) for c in one_to_one(pairs))
    return found


def match_wording(
    old: CareerNetwork,
    new: CareerNetwork,
    known: Matches,
    threshold: float,
    together: Callable[[str, str], bool] | None = None,
) -> list[Match]:
    """Match the skills that have no match yet by wording, best pairs first, one to one.

    Parameters
    ----------
    old, new : CareerNetwork
    known : Matches
        Of skills.
    threshold : float
        Least similarity.
    together : callable, optional
        Tells whether one role required the old skill and now requires the new one. Pairs of which
        that is not so then need a similarity half-way from the threshold to 1.
    """
    left = [skill for skill in old.skills.values() if skill.iri not in known.by_old]
    right = [skill for skill in new.skills.values() if skill.iri not in known.by_new]
    pairs = []
    for one, other, similarity in similar_things(left, right, threshold):
        near = together is None or together(one.iri, other.iri)
        if near or similarity >= (1 + threshold) / 2:
            pairs.append(Candidate(similarity, one, other, near))
    return [Match(c.old.iri, c.new.iri, Evidence.WORDING, c.strength) for c in one_to_one(pairs)]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two things that may be the same: how surely, and whether their place speaks for it."""

    strength: float
    old: Labelled
    new: Labelled
    near: bool = True


def one_to_one(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield the best candidates, each thing once.

    The order is the same with old and new exchanged, so that a comparison backwards says the same.
    """

    def order(candidate: Candidate) -> tuple[Any, ...]:
        labels = sorted((thing.label, thing.iri) for thing in (candidate.old, candidate.new))
        return -round(candidate.strength, 9), not candidate.near, labels

    taken_old: set[str] = set()
    taken_new: set[str] = set()
    for candidate in sorted(candidates, key=order):
        if candidate.old.iri not in taken_old and candidate.new.iri not in taken_new:
            taken_old.add(candidate.old.iri)
            taken_new.add(candidate.new.iri)
            yield candidate


def _label(thing: Labelled) -> set[str]:
    return {slug(thing.label)}


def _labels(thing: Labelled) -> set[str]:
    return {slug(label) for label in (thing.label, *thing.alt_labels)}


def similar_things(
    old: Sequence[Labelled], new: Sequence[Labelled], threshold: float
) -> Iterator[tuple[Labelled, Labelled, float]]:
    """Yield the pairs of an old and a new thing whose labels are alike."""
    things = [*old, *new]
    for pair in similar_pairs([thing.label for thing in things], threshold):
        if pair.first < len(old) <= pair.second:
            yield things[pair.first], things[pair.second], pair.similarity


Contents = dict[str, set[Hashable]]
"""What is required on each path or at each level, in names that two networks share."""

Names = Callable[[str], Hashable]


def _translated(matches: Matches) -> Names:
    """Return a function from an old IRI to the new one, or to what no new thing is called."""
    return lambda iri: matches.new(iri) or ("old", iri)


def _same(iri: str) -> Hashable:
    return iri


def _path_contents(network: CareerNetwork, skill: Names) -> Contents:
    found: Contents = {path: set() for path in network.paths}
    for need in network.requirements:
        found[network.roles[need.role].path].add(skill(need.skill))
    return found


def _level_contents(network: CareerNetwork, path: Names, skill: Names) -> Contents:
    found: Contents = {level: set() for level in network.levels}
    for need in network.requirements:
        role = network.roles[need.role]
        found[role.level].add((path(role.path), skill(need.skill)))
    return found


def _renamed(
    old: Mapping[str, Labelled],
    new: Mapping[str, Labelled],
    known: Matches,
    before: Contents,
    after: Contents,
) -> list[Match]:
    """Match things that have no match yet by what they require."""
    pairs = []
    for one in (thing for thing in old.values() if thing.iri not in known.by_old):
        for other in (thing for thing in new.values() if thing.iri not in known.by_new):
            either = before[one.iri] | after[other.iri]
            both = before[one.iri] & after[other.iri]
            if either and len(both) >= RENAMED * len(either):
                pairs.append(Candidate(len(both) / len(either), one, other))
    return [
        Match(c.old.iri, c.new.iri, Evidence.REQUIREMENTS, c.strength) for c in one_to_one(pairs)
    ]


def _match_roles(
    old: CareerNetwork, new: CareerNetwork, paths: Matches, levels: Matches
) -> Matches:
    found = Matches(Match(iri, iri, Evidence.IRI) for iri in old.roles if iri in new.roles)
    there: dict[tuple[str | None, str | None], list[str]] = {}
    for role in new.roles.values():
        if role.iri not in found.by_new:
            there.setdefault((role.path, role.level), []).append(role.iri)
    for role in old.roles.values():
        same = there.get((paths.new(role.path), levels.new(role.level)))
        if same and role.iri not in found.by_old:
            found.add([Match(role.iri, same.pop(0), Evidence.PLACE)])
    return found


def _together(old: CareerNetwork, new: CareerNetwork, roles: Matches) -> Callable[[str, str], bool]:
    """Return whether one role required the one skill and now requires the other."""
    before: dict[str, set[str | None]] = {}
    after: dict[str, set[str | None]] = {}
    for need in old.requirements:
        before.setdefault(need.skill, set()).add(roles.new(need.role))
    for need in new.requirements:
        after.setdefault(need.skill, set()).add(need.role)
    return lambda one, other: bool(before.get(one, set()) & after.get(other, set()))
