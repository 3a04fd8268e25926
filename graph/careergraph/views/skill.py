"""One skill's page: in which levels and career paths it matters, and what it transfers to."""

from __future__ import annotations

import shlex
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from careergraph import names
from careergraph.network import (
    CareerNetwork,
    Requirement,
    Skill,
    Transfer,
    first_levels,
    skill_efforts,
)
from careergraph.views import gutters, layout
from careergraph.views.facts import UNKNOWN, Facts, about, strength
from careergraph.views.model import EdgeKind, Group, Item, NodeKind, Section, View
from careergraph.views.nodes import by_path, label, to_nodes
from careergraph.views.statements import Statement, statements, to_edges
from careergraph.vocabulary import compact

MOST_BOXES = 60
"""Roles that one cell draws: three screens of them, which is as far as people scroll."""

ESSENTIAL, OPTIONAL = "Essential for", "Optional for"


@dataclass(frozen=True, slots=True)
class _Use:
    """Where a skill is used.

    Parameters
    ----------
    needs : mapping of str to Requirement
        By role, the most relevant first: essential, then rated more important.
    inherited : tuple of str
        Roles that require it because a role that leads to them does.
    drawn : tuple of str
        The roles of both that have a box.
    """

    needs: dict[str, Requirement]
    inherited: tuple[str, ...]
    drawn: tuple[str, ...]

    @property
    def roles(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.needs, *self.inherited)


def skill(network: CareerNetwork, name: str) -> View:
    """Return a skill in the frame of levels and career paths: who requires it, what transfers.

    Columns are levels. A lane is a career path, or an importance where there are more career paths
    than colours. The first lane holds the skill and those joined with it by a transfer, each at
    the lowest level that requires it.

    Parameters
    ----------
    network : CareerNetwork
    name : str
        The skill, as people name it.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        No skill has that name, or several have it.
    """
    found = network.skills[names.find_skill(network, name)]
    use = _use(network, found.iri)
    transfers = tuple(t for t in network.transfers if found.iri in (t.held, t.needed))
    placed = _place(network, found, use, transfers)
    said = _said(network, found.iri, use, transfers)
    points = gutters.lead(placed, [one.ends for one in said])
    groups, group_of = _groups(network, found.iri, use, transfers, placed)
    lit = [iri for iri in placed.boxes if iri not in use.inherited]
    return View(
        name="skill",
        title=found.label,
        subtitle=f"Where this skill matters in {network.title}",
        width=round(placed.width, 1),
        height=round(placed.height, 1),
        columns=placed.columns,
        lanes=placed.lanes,
        groups=groups,
        nodes=to_nodes(network, placed, group_of, lit=lit),
        edges=to_edges(said, points),
        summary=(*_summary(network, found, use, transfers), *about(network)),
    )


def _use(network: CareerNetwork, skill: str) -> _Use:
    stated = [need for need in network.requirements if need.skill == skill]
    stated.sort(key=lambda need: (not need.essential, -(need.importance_rating or 0)))
    needs: dict[str, Requirement] = {}
    for need in stated:
        needs.setdefault(need.role, need)
    holding = [role for role, need in needs.items() if need.essential]
    if network.assumptions.cumulative:
        for earlier in holding:
            holding += [
                step.later
                for step in network.progressions
                if step.earlier == earlier and step.later not in holding
            ]
    inherited = tuple(role for role in holding if role not in needs)
    cells = defaultdict[tuple[str, str], list[str]](list)
    for role in (*needs, *inherited):
        apart = _lane(network, needs, role)
        cells[network.roles[role].level, apart].append(role)
    drawn = {role for cell in cells.values() for role in cell[:MOST_BOXES]}
    return _Use(needs, inherited, tuple(r for r in (*needs, *inherited) if r in drawn))


def _few(network: CareerNetwork) -> bool:
    """Whether each career path can have a lane and a colour of its own."""
    return len(network.paths) <= layout.TONES


def _place(
    network: CareerNetwork, skill: Skill, use: _Use, transfers: Sequence[Transfer]
) -> layout.Layout:
    column_of = {level: column for column, level in enumerate(network.levels)}
    first = first_levels(network)
    beside = dict.fromkeys((skill.iri, *_others(skill.iri, transfers)))
    cells = defaultdict[tuple[int, int], list[layout.Entry]](list)
    for iri in beside:
        column = column_of[first[iri].iri] if iri in first else 0
        cells[0, column].append(layout.entry(iri, NodeKind.SKILL, network.skills[iri].label))
    lane_of = {name: lane for lane, name in enumerate(_lanes(network, use), start=1)}
    for role in use.drawn:
        lane = lane_of[_lane(network, use.needs, role)]
        column = column_of[network.roles[role].level]
        cells[lane, column].append(layout.entry(role, NodeKind.ROLE, network.roles[role].label))
    tones = {path: place % layout.TONES for place, path in enumerate(network.paths)}
    lanes: list[tuple[str, int | None]] = [("Transfers" if transfers else "Skill", None)]
    for name in lane_of:
        path = network.paths.get(name)
        lanes.append((path.label if path else name, tones.get(name)))
    return layout.arrange(
        [(level.label, level.rank) for level in network.levels.values()], lanes, cells
    )


def _lanes(network: CareerNetwork, use: _Use) -> list[str]:
    order = list(network.paths) if _few(network) else [ESSENTIAL, OPTIONAL]
    present = {_lane(network, use.needs, role) for role in use.drawn}
    return [name for name in order if name in present]


def _lane(network: CareerNetwork, needs: Mapping[str, Requirement], role: str) -> str:
    """Return a role's lane: its career path, or whether it requires the skill as essential."""
    if _few(network):
        return network.roles[role].path
    return OPTIONAL if role in needs and not needs[role].essential else ESSENTIAL


def _others(skill: str, transfers: Iterable[Transfer]) -> list[str]:
    return [t.needed if t.held == skill else t.held for t in transfers]


def _said(
    network: CareerNetwork, skill: str, use: _Use, transfers: tuple[Transfer, ...]
) -> tuple[Statement, ...]:
    drawn = set(use.drawn)
    said = statements(
        replace(
            network,
            requirements=tuple(
                n for n in network.requirements if n.skill == skill and n.role in drawn
            ),
            progressions=tuple(p for p in network.progressions if {p.earlier, p.later} <= drawn),
            transfers=transfers,
        )
    )
    return tuple(replace(s, lit=s.kind is EdgeKind.TRANSFERS_TO) for s in said)


def _groups(
    network: CareerNetwork,
    skill: str,
    use: _Use,
    transfers: Sequence[Transfer],
    placed: layout.Layout,
) -> tuple[tuple[Group, ...], dict[str, int]]:
    if _few(network):
        return by_path(network, placed.boxes)
    named = {skill: "The skill"}
    named |= {t.held: "Transfers to it" for t in transfers if t.needed == skill}
    named |= {t.needed: "It transfers to" for t in transfers if t.held == skill}
    named |= {role: _lane(network, use.needs, role) for role in use.drawn}
    order = list(dict.fromkeys(named.values()))
    tones = {ESSENTIAL: 3, OPTIONAL: 6, "Transfers to it": 1, "It transfers to": 4}
    return (
        tuple(Group(name, tones.get(name, 0)) for name in order),
        {iri: order.index(name) for iri, name in named.items()},
    )


def _summary(
    network: CareerNetwork, skill: Skill, use: _Use, transfers: Sequence[Transfer]
) -> tuple[Section, ...]:
    facts = {fact.term: fact.text for fact in Facts(network).skill(skill)}
    coloured = (
        "A lane and a colour are a career path."
        if _few(network)
        else "Lanes and colours say for which roles the skill is essential and for which optional."
    )
    what = [Item(f"{term}: {facts[term]}") for term in ("Also called", "Effort") if facts[term]]
    sections = [
        Section("What it is", facts["Definition"], tuple(what)),
        Section("Where it matters", _where(network, use)),
        Section(
            "Colours and lines",
            f"A column is a level. {coloured} A thin line joins a role with the skill that it "
            "requires. A pale role requires it only because an earlier one does. A red line is a "
            "transfer: holding one skill shortens learning the other.",
        ),
    ]
    for heading, held in (("Holding it shortens", True), ("It is shortened by", False)):
        items = tuple(
            _saving(network, skill.iri, t)
            for t in transfers
            if (t.held if held else t.needed) == skill.iri
        )
        if items:
            sections.append(Section(f"{heading} ({len(items)})", "", items))
    sections.append(
        Section(
            "What to try next",
            "Choose a box: it says why each line is there, who says so, and any doubt. On the "
            "command line:",
            _commands(skill),
        )
    )
    left = [role for role in use.roles if role not in set(use.drawn)]
    if left:
        items = tuple(Item(network.roles[role].label, _importance(use, role)) for role in left)
        sections.append(Section(f"Not drawn: roles that require it ({len(left)})", "", items))
    return tuple(sections)


def _importance(use: _Use, role: str) -> str:
    return "essential" if role in use.inherited or use.needs[role].essential else "optional"


def _where(network: CareerNetwork, use: _Use) -> str:
    if not use.roles:
        return "No role requires it."
    essential = sum(need.essential for need in use.needs.values())
    roles = "role" if essential == 1 else "roles"
    said = f"Essential for {essential} {roles}, optional for {len(use.needs) - essential}."
    if use.inherited:
        said += f" Because an earlier role requires it, so do {len(use.inherited)} more."
    if len(use.drawn) < len(use.roles):
        said += f" {len(use.drawn)} of {len(use.roles)} are drawn; the others are listed below."
    return said


def _saving(network: CareerNetwork, skill: str, transfer: Transfer) -> Item:
    full = skill_efforts(network)[transfer.needed]
    saved = UNKNOWN if full is None else f"{full * transfer.saved} of {full}"
    other = transfer.needed if transfer.held == skill else transfer.held
    return Item(
        label(network, other),
        f"{strength(transfer)}: {saved}. {transfer.rationale}",
        compact(other),
    )


def _commands(skill: Skill) -> tuple[Item, ...]:
    name = shlex.quote(skill.label)
    return (
        Item(f"careergraph query where-required -p skill={name}", "which roles require it"),
        Item(f"careergraph query what-a-skill-helps -p skill={name}", "why it helps others"),
        Item(f"careergraph query what-helps-to-learn -p skill={name}", "why others help it"),
        Item(f"careergraph view neighbourhood {name} --depth 2", "draws what surrounds it"),
    )
