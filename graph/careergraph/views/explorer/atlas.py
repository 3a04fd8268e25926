"""The atlas: a network and its hierarchy in numbers, which is what the page holds.

Concepts are numbered: roles and skills in the network's order, then groups. In that order alike
things are neighbours, so that the pack is smaller than with labels sorted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from careergraph.network import (
    CareerNetwork,
    Progression,
    Provenance,
    Requirement,
    Transfer,
    skill_efforts,
)
from careergraph.views.explorer.hierarchy import Hierarchy
from careergraph.views.facts import strength

Rows = tuple[tuple[int, ...], ...]
Origin = tuple[str, str, str, str]
"""Evidence, source, who asserts it, and doubt of a statement; empty where nothing is said."""


@dataclass(frozen=True, slots=True)
class Atlas:
    """A whole taxonomy in numbers.

    Parameters
    ----------
    title : str
    about : tuple of (str, str)
        What the graph's header says of its use, by name and text.
    cumulative : bool
        Whether a role also requires what the roles that lead to it require.
    roles, skills : int
        How many there are; the other concepts are groups.
    labels : tuple of str
        Of each concept.
    codes : tuple of str
        Of each group; may be empty.
    levels : tuple of str
        Labels.
    level, path : tuple of int
        Of each role its level, and the concept that is its career path.
    known : tuple of int
        Of each role 1, or 0 where its requirements are not known.
    essential, optional : tuple of tuples of int
        Of each role the skills that it requires.
    efforts : tuple of str
        Of each skill; empty where it is unknown.
    broader : tuple of tuples of int
        Of each concept.
    related_essential, related_optional : tuple of tuples of int
        Of each skill, those that are essential or of use for it.
    later : tuple of tuples of int
        Of each role, those that it leads to.
    transfers : tuple of tuples of int
        Of each skill, those whose learning it shortens.
    strengths : tuple of str
        Of each transfer, in the order of `transfers`.
    origins : tuple of Origin
        What statements rest on, each once.
    stated : tuple of int
        Of each statement the place of its origin: of `essential`, then `optional`, `later` and
        `transfers`, row by row. A relation that several statements make has the first one's.
    """

    title: str
    about: tuple[tuple[str, str], ...]
    cumulative: bool
    roles: int
    skills: int
    labels: tuple[str, ...]
    codes: tuple[str, ...]
    levels: tuple[str, ...]
    level: tuple[int, ...]
    path: tuple[int, ...]
    known: tuple[int, ...]
    essential: Rows
    optional: Rows
    efforts: tuple[str, ...]
    broader: Rows
    related_essential: Rows
    related_optional: Rows
    later: Rows
    transfers: Rows
    strengths: tuple[str, ...]
    origins: tuple[Origin, ...]
    stated: tuple[int, ...]

    @property
    def relations(self) -> int:
        """How many relations there are between roles and skills, of all kinds."""
        kinds = (self.essential, self.optional, self.later, self.transfers)
        related = (self.related_essential, self.related_optional)
        return sum(len(row) for rows in (*kinds, *related) for row in rows)


def make_atlas(network: CareerNetwork, hierarchy: Hierarchy) -> Atlas:
    """Return the atlas of a network; a hierarchy without groups leaves its career paths."""
    number = numbers(network, hierarchy)
    roles, skills = list(network.roles), list(network.skills)
    levels = {iri: place for place, iri in enumerate(network.levels)}
    groups = list(number)[len(roles) + len(skills) :]
    labels = {iri: group.label for iri, group in hierarchy.groups.items()}
    efforts = skill_efforts(network)
    needs = network.requirements
    saved = {
        (number[one.held], number[one.needed]): strength(one)
        for one in network.transfers
        if one.held in number and one.needed in number
    }
    transfers = _rows(skills, number, ((one.held, one.needed) for one in network.transfers))
    starts = enumerate(transfers, start=len(roles))
    essential = _rows(roles, number, ((n.role, n.skill) for n in needs if n.essential))
    optional = _rows(roles, number, ((n.role, n.skill) for n in needs if not n.essential))
    later = _rows(roles, number, ((one.earlier, one.later) for one in network.progressions))
    origins = [origin_of(one.provenance) for one in statements(network, number)]
    places = {origin: place for place, origin in enumerate(dict.fromkeys(origins))}
    return Atlas(
        title=network.title,
        about=network.about,
        cumulative=network.assumptions.cumulative,
        roles=len(roles),
        skills=len(skills),
        labels=(
            *(one.label for one in chain(network.roles.values(), network.skills.values())),
            *(network.paths[iri].label if iri in network.paths else labels[iri] for iri in groups),
        ),
        codes=tuple(
            hierarchy.groups[iri].code if iri in hierarchy.groups else "" for iri in groups
        ),
        levels=tuple(level.label for level in network.levels.values()),
        level=tuple(levels[role.level] for role in network.roles.values()),
        path=tuple(number[role.path] for role in network.roles.values()),
        known=tuple(int(role.requirements_known) for role in network.roles.values()),
        essential=essential,
        optional=optional,
        efforts=tuple("" if (effort := efforts[iri]) is None else str(effort) for iri in skills),
        broader=_rows(number, number, _above_roles(network, hierarchy)),
        related_essential=_rows(skills, number, hierarchy.essential),
        related_optional=_rows(skills, number, hierarchy.optional),
        later=later,
        transfers=transfers,
        strengths=tuple(saved[held, needed] for held, row in starts for needed in row),
        origins=tuple(places),
        stated=tuple(places[origin] for origin in origins),
    )


def statements(
    network: CareerNetwork, number: Mapping[str, int]
) -> list[Requirement | Progression | Transfer]:
    """Return one statement of each relation, in the order of `Atlas.stated`."""
    needs = network.requirements
    kinds: tuple[Iterable[tuple[str, str, Requirement | Progression | Transfer]], ...] = (
        ((one.role, one.skill, one) for one in needs if one.essential),
        ((one.role, one.skill, one) for one in needs if not one.essential),
        ((one.earlier, one.later, one) for one in network.progressions),
        ((one.held, one.needed, one) for one in network.transfers),
    )
    found = []
    for kind in kinds:
        first: dict[tuple[int, int], Requirement | Progression | Transfer] = {}
        for start, end, one in kind:
            if start in number and end in number:
                first.setdefault((number[start], number[end]), one)
        found += [first[ends] for ends in sorted(first)]
    return found


def origin_of(provenance: Provenance) -> Origin:
    """Return what the page says of a statement's origin."""
    said = (provenance.evidence, provenance.source, provenance.asserted_by, provenance.doubt)
    evidence, source, by, doubt = (part or "" for part in said)
    return evidence, source, by, doubt


def numbers(network: CareerNetwork, hierarchy: Hierarchy) -> dict[str, int]:
    """Return the number of each concept, by IRI."""
    known = dict.fromkeys(chain(network.roles, network.skills, network.paths, hierarchy.groups))
    return {iri: place for place, iri in enumerate(known)}


def _above_roles(network: CareerNetwork, hierarchy: Hierarchy) -> Iterable[tuple[str, str]]:
    """Return what is broader, but for the career paths of roles, which are said already."""
    roles = network.roles
    return (
        (narrow, broad)
        for narrow, broad in hierarchy.broader
        if narrow not in roles or roles[narrow].path != broad
    )


def _rows(
    of: Iterable[str], number: Mapping[str, int], pairs: Iterable[tuple[str, str]]
) -> tuple[tuple[int, ...], ...]:
    rows: dict[str, set[int]] = {iri: set() for iri in of}
    for start, end in pairs:
        if start in rows and end in number:
            rows[start].add(number[end])
    return tuple(tuple(sorted(row)) for row in rows.values())
