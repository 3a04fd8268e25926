"""Two roles side by side: what both require, what only one does, and what transfers between."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from dataclasses import dataclass, replace

from careergraph import names
from careergraph.advice import Gap, gap
from careergraph.costs import describe, refuse_unknown, requirements
from careergraph.errors import RequestError, UnknownEffortError
from careergraph.network import CareerNetwork, Role, Transfer
from careergraph.views import gutters, layout
from careergraph.views.facts import about, learning
from careergraph.views.model import Group, Item, NodeKind, Section, View
from careergraph.views.nodes import to_nodes
from careergraph.views.statements import Statement, statements, to_edges
from careergraph.vocabulary import compact

ONE, BOTH, OTHER = 0, 1, 2
"""The columns."""

GUTTER = 70
"""Wider than in the matrix: transfers between the skills of two roles all run in two gutters."""

TONES = (0, 3, 1)
"""Of what only the first role requires, of what both do, of what only the second does."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two roles and their essential skills, by column; `gaps` are None where effort is unknown."""

    roles: tuple[Role, Role]
    skills: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
    gaps: tuple[Gap, Gap] | None


def comparison(network: CareerNetwork, one: str, other: str) -> View:
    """Return two roles with what only the first, both, and only the second require.

    Optional requirements are left out, as in the gap between two roles. Efforts are those of
    `careergraph.advice.gap`.

    Parameters
    ----------
    network : CareerNetwork
    one, other : str
        The roles, as people name them.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        A role is not found, or the name fits several.
    RequestError
        Both are the same role.
    UnknownEffortError
        The source does not state what one of them requires.
    """
    pair = _pair(network, names.find_role(network, one), names.find_role(network, other))
    a, b = pair.roles
    said = (*_requires(network, pair), *_transfers(network, pair))
    placed = _place(network, pair)
    group_of = {a.iri: 0, b.iri: 4}
    group_of |= {skill: 1 + column for column in range(3) for skill in pair.skills[column]}
    return View(
        name="comparison",
        title=f"{a.label} and {b.label}",
        subtitle=f"Two roles compared in {network.title}",
        width=round(placed.width, 1),
        height=round(placed.height, 1),
        columns=placed.columns,
        lanes=placed.lanes,
        groups=(
            Group(a.label, TONES[ONE]),
            Group(f"Only {a.label}", TONES[ONE]),
            Group("Both", TONES[BOTH]),
            Group(f"Only {b.label}", TONES[OTHER]),
            Group(b.label, TONES[OTHER]),
        ),
        nodes=to_nodes(network, placed, group_of),
        edges=to_edges(said, gutters.lead(placed, [s.ends for s in said])),
        summary=(*_summary(network, pair), *about(network)),
    )


def _pair(network: CareerNetwork, one: str, other: str) -> _Pair:
    if one == other:
        raise RequestError(
            f"Both are the same role ({network.roles[one].label}). Name two different roles."
        )
    refuse_unknown(network, (one, other))
    needs = requirements(network)
    first, second = needs[one], needs[other]

    def ordered(skills: Iterable[str]) -> tuple[str, ...]:
        among = set(skills)
        return tuple(skill for skill in network.skills if skill in among)

    try:
        gaps = gap(network, one, other), gap(network, other, one)
    except UnknownEffortError:
        gaps = None
    return _Pair(
        (network.roles[one], network.roles[other]),
        (ordered(first - second), ordered(first & second), ordered(second - first)),
        gaps,
    )


def _place(network: CareerNetwork, pair: _Pair) -> layout.Layout:
    """Stack the skills; shared ones have a lane of their own where transfers pass below it."""
    a, b = pair.roles
    apart = bool(pair.skills[BOTH] and _between(network, pair))
    lanes = [("Roles", None), ("Shared", None), ("Different", None)]
    if not apart:
        lanes = [("Roles", None), ("Skills", None)]
    cells = {
        (0, ONE): [layout.entry(a.iri, NodeKind.ROLE, a.label)],
        (0, OTHER): [layout.entry(b.iri, NodeKind.ROLE, b.label)],
    }
    for column, skills in enumerate(pair.skills):
        cells[2 if apart and column != BOTH else 1, column] = [
            layout.entry(skill, NodeKind.SKILL, network.skills[skill].label) for skill in skills
        ]
    headings = [
        (f"{heading}: {len(skills)}", None)
        for heading, skills in zip(
            ("Only the first", "Both", "Only the second"), pair.skills, strict=True
        )
    ]
    return layout.arrange(headings, lanes, cells, GUTTER)


def _requires(network: CareerNetwork, pair: _Pair) -> tuple[Statement, ...]:
    """Return why each role requires each of its skills: its own statement, or an earlier role's."""
    said = []
    for role, columns in zip(pair.roles, ((ONE, BOTH), (BOTH, OTHER)), strict=True):
        skills = {skill for column in columns for skill in pair.skills[column]}
        ladder = _ladder(network, role.iri)
        needs = [n for n in network.requirements if n.essential and n.role in ladder]
        stated = statements(
            replace(
                network,
                requirements=tuple(n for n in needs if n.skill in skills),
                progressions=(),
                transfers=(),
            )
        )
        first: dict[str, Statement] = {}
        for one in sorted(stated, key=lambda one: ladder.index(one.source)):
            first.setdefault(one.target, one)
        for one in first.values():
            inherited = one.source != role.iri
            earlier = network.roles[one.source].label
            why = f"{one.why}; from {earlier}, which leads here" if inherited else one.why
            said.append(replace(one, source=role.iri, why=why))
    return tuple(said)


def _ladder(network: CareerNetwork, role: str) -> list[str]:
    """Return a role and, where requirements cumulate, those that lead to it, nearest first."""
    ladder = [role]
    if network.assumptions.cumulative:
        for later in ladder:
            ladder += [
                step.earlier
                for step in network.progressions
                if step.later == later and step.earlier not in ladder
            ]
    return ladder


def _transfers(network: CareerNetwork, pair: _Pair) -> tuple[Statement, ...]:
    """Return the transfers between the skills of both to those that one of them lacks.

    Those stand out that shorten the way from one role to the other.
    """
    used = {
        learned.transfer.iri
        for found in pair.gaps or ()
        for learned in found.learned
        if learned.transfer
    }
    stated = statements(
        replace(network, requirements=(), progressions=(), transfers=_between(network, pair))
    )
    return tuple(replace(one, lit=one.iri in used) for one in stated)


def _between(network: CareerNetwork, pair: _Pair) -> tuple[Transfer, ...]:
    skills = {skill for column in pair.skills for skill in column}
    lacking = skills.difference(pair.skills[BOTH])
    return tuple(t for t in network.transfers if t.held in skills and t.needed in lacking)


def _summary(network: CareerNetwork, pair: _Pair) -> tuple[Section, ...]:
    a, b = pair.roles
    only_a, both, only_b = pair.skills
    sections = [
        Section(
            "What is shown",
            f"{a.label} on the left, {b.label} on the right, and the essential skills that they "
            f"require: {len(both)} both, {len(only_a)} only the first, {len(only_b)} only the "
            "second. Optional requirements are left out.",
        ),
        Section("Effort each way", "", _efforts(pair)),
        Section(
            "Colours and lines",
            "A colour says who requires a skill. A line in a role's colour leads to a skill that "
            "it requires. A red line is a transfer: holding one skill shortens learning the "
            "other; those that shorten the way from one role to the other stand out.",
        ),
        Section(
            "What to try next",
            "Choose a box: it says why each line is there, who says so, and any doubt. On the "
            "command line:",
            _commands(a, b),
        ),
    ]
    for found in pair.gaps or ():
        shortened = tuple(learning(one) for one in found.learned if one.transfer)
        if shortened:
            said = f"Transferable from {found.source.label} to {found.target.label}"
            sections.append(Section(f"{said} ({len(shortened)})", "", shortened))
    sections += [
        Section(f"{heading} ({len(skills)})", "", _listed(network, skills))
        for heading, skills in (
            ("Both require", both),
            (f"Only {a.label}", only_a),
            (f"Only {b.label}", only_b),
        )
    ]
    assumed = Section("What is assumed", f"{describe(network.assumptions).capitalize()}.")
    return (*sections, assumed)


def _efforts(pair: _Pair) -> tuple[Item, ...]:
    if pair.gaps is None:
        a, b = (role.label for role in pair.roles)
        unknown = "the graph does not state the hours of each required skill; unknown is not zero"
        return (
            Item(f"From {a} to {b}: unknown", unknown),
            Item(f"From {b} to {a}: unknown", unknown),
        )
    return tuple(
        Item(
            f"From {found.source.label} to {found.target.label}: {found.effort}",
            f"{found.effort.expected:,.0f} h expected, for {len(found.learned)} skills; "
            f"{found.full_effort.expected:,.0f} h from nothing. {found.coverage:.0%} covered. "
            f"One move: {found.kind or 'no'}.".replace("%", " %"),
        )
        for found in pair.gaps
    )


def _commands(a: Role, b: Role) -> tuple[Item, ...]:
    one, other = shlex.quote(a.label), shlex.quote(b.label)
    return (
        Item(f"careergraph gap {one} {other}", "says in which order to learn what is lacking"),
        Item(f"careergraph view route {one} {other}", "draws the shortest way"),
        Item(
            f"careergraph query role-coverage -p source={one} -p target={other}",
            "says what covers each skill",
        ),
    )


def _listed(network: CareerNetwork, skills: Iterable[str]) -> tuple[Item, ...]:
    return tuple(Item(network.skills[skill].label, "", compact(skill)) for skill in skills)
