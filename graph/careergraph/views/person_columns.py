"""A person's map of a network too large to be drawn whole: held, one step away, far, in columns.

Under each role stand the skills that it is the first to ask for, so that what is new about it is
seen at once. The three parts get as many columns as make the picture lowest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import count

from careergraph.network import CareerNetwork
from careergraph.views import gutters, layout
from careergraph.views.facts import about
from careergraph.views.marking import Mark
from careergraph.views.model import Axes, NodeKind, Section, View
from careergraph.views.nodes import kind_of, label, to_nodes
from careergraph.views.person_marks import FAR, GROUPS, HELD, NEXT
from careergraph.views.standing import Standing
from careergraph.views.statements import Statement, to_edges

MOST_HELD = 4
"""Roles that are drawn of those whose skills are all held: the ones of best fit."""
MOST_NEXT = 8
"""Roles one step away that are drawn: the cheapest."""
MOST_FAR = 4
"""Roles that are drawn of those further away: the ones of best fit."""
COLUMNS = 5
"""As many as a wide screen shows beside the panel."""
LOWEST = 300
HIGHER = 20
"""Heights of columns that are tried: from the lowest on, each by so much higher."""

Block = list[layout.Entry]


def nearest(where: Standing) -> dict[int, list[str]]:
    """Return the roles nearest to a person, by what they are to them."""
    here = [] if where.role is None else [where.role]
    fitting = [iri for iri, placed in where.placements.items() if placed.fit > 0]
    whole = [iri for iri in fitting if iri != where.role and where.is_whole(iri)]
    near = {*here, *whole, *where.next_steps}
    return {
        HELD: [*here, *whole[:MOST_HELD]],
        NEXT: list(where.next_steps),
        FAR: [iri for iri in fitting if iri not in near][:MOST_FAR],
    }


def nearest_part(
    network: CareerNetwork, roles: Collection[str], held: Collection[str]
) -> CareerNetwork:
    """Return some roles with what is essential to them, and all that is held."""
    part = network.part(roles)
    needs = tuple(need for need in part.requirements if need.essential)
    kept = {need.skill for need in needs} | set(held)
    return replace(
        part,
        requirements=needs,
        skills={iri: skill for iri, skill in network.skills.items() if iri in kept},
        transfers=tuple(t for t in network.transfers if t.held in kept and t.needed in kept),
    )


def in_columns(
    where: Standing,
    part: CareerNetwork,
    marks: Mapping[str, Mark],
    said: Iterable[Statement],
    summary: tuple[Section, ...],
) -> View:
    """Return the roles nearest to a person, with their skills, in columns by what they are to them.

    Parameters
    ----------
    where : Standing
    part : CareerNetwork
        What is drawn.
    marks : mapping of str to Mark
        By IRI, of every role and skill of the part.
    said : iterable of Statement
        The lines.
    summary : tuple of Section
    """
    placed = _place(where, part, marks)
    lines = tuple(said)
    points = gutters.lead(placed, [one.ends for one in lines])
    return View(
        name="person",
        title=where.title,
        subtitle=where.subtitle,
        width=round(placed.width, 1),
        height=round(placed.height, 1),
        columns=placed.columns,
        lanes=placed.lanes,
        groups=GROUPS,
        nodes=to_nodes(
            where.network,
            placed,
            {iri: mark.group for iri, mark in marks.items()},
            lit=[iri for iri, mark in marks.items() if mark.lit],
            badges={iri: marks[iri].badge for iri in part.roles},
            more={iri: mark.facts for iri, mark in marks.items()},
        ),
        edges=to_edges(lines, points),
        summary=(*summary, *about(where.network)),
        axes=Axes(column="Distance", group="What it is to them"),
    )


def _place(where: Standing, part: CareerNetwork, marks: Mapping[str, Mark]) -> layout.Layout:
    """Return the lowest picture that has no more columns than fill a screen."""
    blocks = _blocks(where, part, marks)
    heights = count(LOWEST, HIGHER)
    stacked = ([_stacks(some, height) for some in blocks] for height in heights)
    lowest = next(parts for parts in stacked if sum(map(len, parts)) <= COLUMNS)
    stacks = [
        (group.label, stack) for group, part_ in zip(GROUPS, lowest, strict=True) for stack in part_
    ]
    return layout.arrange(
        [(heading, None) for heading, _ in stacks],
        [("", None)],
        {(0, column): stack for column, (_, stack) in enumerate(stacks)},
    )


def _blocks(where: Standing, part: CareerNetwork, marks: Mapping[str, Mark]) -> list[list[Block]]:
    """Return, for each group, its roles, each with what it is the first of them to ask for.

    What is held and that none of the roles held asks for stands last.
    """
    found: list[list[Block]] = []
    for group, roles in nearest(where).items():
        waiting = [skill for skill in part.skills if marks[skill].group == group]
        blocks: list[Block] = []
        for role in roles:
            asked = [skill for skill in waiting if skill in where.required[role]]
            waiting = [skill for skill in waiting if skill not in where.required[role]]
            blocks.append([_entry(part, role), *(_entry(part, skill) for skill in asked)])
        if waiting:
            blocks.append([_entry(part, skill) for skill in waiting])
        found.append(blocks)
    return found


def _entry(part: CareerNetwork, iri: str) -> layout.Entry:
    kind = kind_of(part, iri)
    return layout.entry(iri, kind, label(part, iri), layout.INDENT if kind is NodeKind.SKILL else 0)


def _stacks(blocks: Iterable[Block], height: float) -> list[Block]:
    """Stack blocks in columns of a height; only a block that is higher by itself is broken."""
    stacks: list[Block] = []
    for block in blocks:
        if not stacks or _height([*stacks[-1], *block]) > height:
            stacks.append([])
        for one in block:
            if stacks[-1] and _height([*stacks[-1], one]) > height:
                stacks.append([])
            stacks[-1].append(one)
    return stacks


def _height(stack: Sequence[layout.Entry]) -> float:
    return sum(one.height + layout.GAP for one in stack)
