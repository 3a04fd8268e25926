"""Roles by skills: what each role requires, its own and inherited, so that holes can be seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from careergraph import names
from careergraph.errors import RequestError
from careergraph.network import CareerNetwork, Provenance, Requirement, Role
from careergraph.views.facts import Facts, about
from careergraph.views.grid import Grid
from careergraph.views.heatmap_summary import count, summary
from careergraph.views.layout import (
    MARGIN,
    ROLE_FONT,
    ROLE_LINE,
    SKILL_FONT,
    TEXT_LEFT,
    TEXT_RIGHT,
    TONES,
    UNREQUIRED,
)
from careergraph.views.model import (
    Axes,
    Column,
    EdgeKind,
    Fact,
    Group,
    Lane,
    NodeKind,
    Point,
    View,
    ViewEdge,
    ViewNode,
)
from careergraph.views.statements import Statement, statements, to_edges
from careergraph.views.text import width, wrap
from careergraph.vocabulary import compact

MOST_ROLES = 100
"""Roles that one page has columns for."""
MOST_SKILLS = 400
"""Skills that one page has rows for: those that most roles require."""

CELL = 22
"""Side of the square that a column and a row share."""
LARGEST, SMALLEST = 16.0, 7.0
"""Sides of the squares of the most and the least important requirement."""
BLOCK_GAP = 10
"""Between career paths, across and down."""
SKILL_HEIGHT = 20
ONE_LINE = ROLE_LINE + 5

INHERITED = "inherited"


def heatmap(network: CareerNetwork, *, paths: Iterable[str] = ()) -> View:
    """Return roles by skills: a square where a role requires a skill.

    A full square is a requirement of the role's own, a faint one inherited from the roles that
    lead to it; the larger, the more important.

    Parameters
    ----------
    network : CareerNetwork
    paths : iterable of str, optional
        Career paths whose roles are drawn, as people name them; all without it.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        A career path is not found.
    RequestError
        There are more than `MOST_ROLES` roles to draw.
    """
    chosen = {names.find(network, "path", path) for path in names.several(paths)}
    if chosen:
        network = network.part([r.iri for r in network.roles.values() if r.path in chosen])
    if len(network.roles) > MOST_ROLES:
        raise RequestError(
            f"There are {len(network.roles):,} roles, and a heat-map has room for {MOST_ROLES}. "
            "Name career paths to draw with --path."
        )
    grid = Grid(network)
    shown = _shown(grid)
    across = _columns(grid)
    down, lanes = _rows(grid, shown)
    edges = _edges(grid, across, down)
    labels = [path.label for path in network.paths.values()]
    groups = [*labels, UNREQUIRED] if grid.holes else labels
    return View(
        name="heatmap",
        title=f"{network.title}: roles by skills",
        subtitle="Which role requires which skill, its own and inherited",
        width=round(max(across.values(), default=grid.skill_width) + CELL / 2 + MARGIN, 1),
        height=round(lanes[-1].top + lanes[-1].height, 1),
        columns=(
            Column("Skills", None, MARGIN, grid.skill_width),
            *(
                Column(_heading(network, role), None, across[role.iri] - CELL / 2, CELL)
                for role in network.roles.values()
            ),
        ),
        lanes=lanes,
        groups=tuple(Group(label, index % TONES) for index, label in enumerate(groups)),
        nodes=(*_role_nodes(grid, across), *_skill_nodes(grid, down, lanes)),
        edges=edges,
        summary=(*summary(grid, shown), *about(network)),
        axes=Axes(lane="Career path", column="Role", group="Career path"),
    )


def _shown(grid: Grid) -> set[str]:
    """Return the skills that have a row; of too many, those that most roles require."""
    order = {skill: number for number, skill in enumerate(grid.network.skills)}
    ranked = sorted(order, key=lambda skill: (-grid.roles_of[skill], order[skill]))
    return set(ranked[:MOST_SKILLS])


def _by_path(network: CareerNetwork) -> list[list[Role]]:
    found: dict[str, list[Role]] = {path: [] for path in network.paths}
    for role in network.roles.values():
        found[role.path].append(role)
    return list(found.values())


def _columns(grid: Grid) -> dict[str, float]:
    """Return the middle of each role's column, in the order of the network."""
    across: dict[str, float] = {}
    left = MARGIN + grid.skill_width + BLOCK_GAP
    for roles in _by_path(grid.network):
        for role in roles:
            across[role.iri] = left + CELL / 2
            left += CELL
        left += BLOCK_GAP if roles else 0
    return {role: across[role] for role in grid.network.roles}


def _heading(network: CareerNetwork, role: Role) -> str:
    """Return the number that stays above a column: the level's rank, or its place in the path."""
    roles = [one for one in network.roles.values() if one.path == role.path]
    ranks = [network.rank(one.iri) for one in roles]
    if len(set(ranks)) == len(ranks):
        return str(network.rank(role.iri))
    return str(roles.index(role) + 1)


def _rows(grid: Grid, shown: set[str]) -> tuple[dict[str, float], tuple[Lane, ...]]:
    """Return the middle of each skill's row, and the lanes: the headings' and a path's each."""
    down: dict[str, float] = {}
    lanes = [Lane("", 0, grid.role_height + 2 * MARGIN, None)]
    labels = [path.label for path in grid.network.paths.values()]
    top: float = grid.role_height + 2 * MARGIN
    for number, skills in grid.rows().items():
        rows = [skill for skill in skills if skill in shown]
        if not rows:
            continue
        start = top
        for skill in rows:
            down[skill] = top + CELL / 2
            top += CELL
        label = labels[number] if number < len(labels) else UNREQUIRED
        lanes.append(Lane(label, start, top - start, number % TONES))
        top += BLOCK_GAP
    return down, tuple(lanes)


def _role_nodes(grid: Grid, across: Mapping[str, float]) -> tuple[ViewNode, ...]:
    network = grid.network
    facts, path = Facts(network), {iri: number for number, iri in enumerate(network.paths)}
    place = {role: number for number, role in enumerate(network.roles, start=1)}
    return tuple(
        ViewNode(
            id=compact(role.iri),
            kind=NodeKind.ROLE,
            label=role.label,
            lines=_line(
                role.label, grid.skills_of[role.iri], grid.role_height, ROLE_FONT, bold=True
            ),
            x=round(across[role.iri], 1),
            y=MARGIN + grid.role_height / 2,
            width=ONE_LINE,
            height=grid.role_height,
            lane=0,
            column=place[role.iri],
            group=path[role.path],
            facts=(Fact("Skills in all", str(grid.skills_of[role.iri])), *facts.role(role)),
        )
        for role in network.roles.values()
    )


def _skill_nodes(
    grid: Grid, down: Mapping[str, float], lanes: tuple[Lane, ...]
) -> tuple[ViewNode, ...]:
    network = grid.network
    facts, last = Facts(network), len(network.paths)
    return tuple(
        ViewNode(
            id=compact(iri),
            kind=NodeKind.SKILL,
            label=network.skills[iri].label,
            lines=_line(
                network.skills[iri].label, grid.roles_of[iri], grid.skill_width, SKILL_FONT
            ),
            x=MARGIN + grid.skill_width / 2,
            y=round(y, 1),
            width=grid.skill_width,
            height=SKILL_HEIGHT,
            lane=next(i for i, lane in enumerate(lanes) if lane.top < y < lane.top + lane.height),
            column=0,
            group=grid.home.get(iri, last),
            facts=(Fact("Required by", _required_by(grid, iri)), *facts.skill(network.skills[iri])),
        )
        for iri, y in down.items()
    )


def _line(
    label: str, total: int, length: float, size: float, *, bold: bool = False
) -> tuple[str, ...]:
    """Return a name cut to one line, with its total after it."""
    tail = f" · {total:,}"
    room = length - TEXT_LEFT - TEXT_RIGHT - width(tail, size, bold=bold)
    return (wrap(label, room, size, most=1, bold=bold)[0] + tail,)


def _required_by(grid: Grid, skill: str) -> str:
    total, own = grid.roles_of[skill], grid.owners_of[skill]
    if not total:
        return "no role"
    inherits = f", {total - own} of them by what leads to them" if total > own else ""
    return f"{count(total, 'role')}{inherits}"


def _edges(
    grid: Grid, across: Mapping[str, float], down: Mapping[str, float]
) -> tuple[ViewEdge, ...]:
    network, needs = grid.network, tuple(grid.needs.values())
    own = statements(replace(network, progressions=(), requirements=needs, transfers=()))
    inherited = (
        Statement(
            iri="",
            kind=EdgeKind.REQUIRES,
            source=role,
            target=skill,
            why=f"Inherited from {network.roles[giver].label}",
            provenance=Provenance(evidence=INHERITED),
        )
        for (role, skill), giver in grid.inherited.items()
    )
    said = [s for s in (*(replace(s, lit=True) for s in own), *inherited) if s.target in down]
    points = {s.ends: _square(grid, s, across[s.source], down[s.target]) for s in said}
    return to_edges(said, points)


def _square(grid: Grid, said: Statement, x: float, y: float) -> tuple[Point, ...]:
    """Return the middle line of a square, from its left side to its right one."""
    half = _side(grid, grid.needs.get((said.source, said.target))) / 2
    return (round(x - half, 1), round(y, 1)), (round(x + half, 1), round(y, 1))


def _side(grid: Grid, need: Requirement | None) -> float:
    """Return a square's side: by the source's rating of importance, else essential or not."""
    if need is None:
        return LARGEST
    if need.importance_rating is not None and grid.largest_rating > 0:
        share = max(0.0, need.importance_rating / grid.largest_rating)
        return SMALLEST + share * (LARGEST - SMALLEST)
    return LARGEST if need.essential else (SMALLEST + LARGEST) / 2
