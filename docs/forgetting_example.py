"""The drawn example of how-routes-work.md: five roles among which forgetting is wrong.

``python docs/forgetting_example.py`` draws ``images/forgetting.svg`` from what the planner says,
and prints the table of the page. Tests hold both.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import networkx as nx

from careergraph.effort import Effort
from careergraph.network import (
    Assumptions,
    CareerNetwork,
    CareerPath,
    Level,
    MoveKind,
    Provenance,
    Requirement,
    Role,
    Skill,
)
from careergraph.routes import Route, plan

IMAGE = Path(__file__).parent / "images" / "forgetting.svg"
SOURCE, TARGET = "Tester", "Team analyst"
MOVE = 40.0
HOURS = {"SQL": 100.0, "Coaching": 60.0, "Scripting": 90.0}
ROLES: dict[str, tuple[str, ...]] = {
    "Tester": (),
    "Data clerk": ("SQL",),
    "Mentor": ("Coaching",),
    "Tool maker": ("Scripting",),
    "Team analyst": ("SQL", "Coaching"),
}
MOVES = (
    *(("Tester", "Data clerk"), ("Data clerk", "Mentor"), ("Mentor", "Team analyst")),
    *(("Tester", "Tool maker"), ("Tool maker", "Team analyst")),
)
PLACES = {
    "Tester": (90, 150),
    "Data clerk": (290, 60),
    "Mentor": (490, 60),
    "Tool maker": (390, 240),
    "Team analyst": (690, 150),
}


@dataclass(frozen=True)
class Example:
    """The route of the planner, and the one of a shortest path that forgets."""

    kept: Route
    forgetful: tuple[str, ...]

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles of the planner's route."""
        return tuple(role.iri for role in self.kept.roles)


def career_network() -> CareerNetwork:
    """Return the five roles as a career network with these moves and no cap."""
    moves = {kind: Effort(MOVE, MOVE) for kind in MoveKind}
    return CareerNetwork(
        title="Example",
        paths={role: CareerPath(iri=role, label=role) for role in ROLES},
        levels={"1": Level(iri="1", label="Level 1", rank=1)},
        roles={role: Role(iri=role, label=role, path=role, level="1") for role in ROLES},
        skills={s: Skill(iri=s, label=s, effort=Effort(h, h)) for s, h in HOURS.items()},
        requirements=tuple(
            Requirement(f"{role}-{skill}", role, skill, True, None, None, Provenance())
            for role, skills in ROLES.items()
            for skill in skills
        ),
        progressions=(),
        transfers=(),
        assumptions=Assumptions(False, None, moves, hardest_cell_cap=False),
        moves=MOVES,
    )


def charge(source: str, target: str) -> float:
    """Return what a move costs for somebody of whom only the role is known."""
    return MOVE + sum(HOURS[skill] for skill in ROLES[target] if skill not in ROLES[source])


def cost(roles: tuple[str, ...]) -> float:
    """Return what a route takes somebody who keeps what has been learnt."""
    taught = {skill for role in roles[1:] for skill in ROLES[role]} - set(ROLES[roles[0]])
    return sum(HOURS[skill] for skill in taught) + MOVE * (len(roles) - 1)


def example() -> Example:
    """Return both routes, found by the planner and by networkx."""
    forgetting = nx.DiGraph()
    forgetting.add_weighted_edges_from((u, v, charge(u, v)) for u, v in MOVES)
    forgetful = nx.dijkstra_path(forgetting, SOURCE, TARGET)
    return Example(plan(career_network(), SOURCE, TARGET), tuple(forgetful))


def table(found: Example) -> str:
    """Return what each way costs, charged role by role and as it is, as Markdown."""
    rows = ["| way | forgetting charges | it takes |", "|---|---|---|"]
    for roles in (found.roles, found.forgetful):
        charges = [charge(u, v) for u, v in pairwise(roles)]
        added = " + ".join(f"{hours:.0f}" for hours in charges)
        way = ", ".join(roles[1:])
        rows.append(f"| {way} | {added} = {sum(charges):.0f} h | {cost(roles):.0f} h |")
    return "\n".join(rows)


def drawing(found: Example) -> str:
    """Return the roles, the moves and both routes as SVG."""
    best = set(pairwise(found.roles))
    lines = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 780 310" role="img" '
        'font-family="sans-serif" font-size="14" text-anchor="middle">',
        "<title>Five roles and the moves between them, with the hours that each move is charged "
        "by a shortest path that forgets</title>",
        '<rect width="780" height="310" fill="#ffffff"/>',
        '<defs><marker id="end" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="10" '
        'markerUnits="userSpaceOnUse" markerHeight="10" orient="auto"><path d="M0 0L8 4L0 8z" '
        'fill="#333333"/></marker></defs>',
    ]
    for source, target in MOVES:
        lines += _move(source, target, (source, target) in best)
    for role, (x, y) in PLACES.items():
        asks = ", ".join(f"{skill} {HOURS[skill]:.0f} h" for skill in ROLES[role]) or "nothing"
        lines += [
            f'<rect x="{x - 80}" y="{y - 26}" width="160" height="52" rx="8" fill="#eef3f8" '
            'stroke="#333333"/>',
            f'<text x="{x}" y="{y - 4}" font-weight="bold">{role}</text>',
            f'<text x="{x}" y="{y + 16}" font-size="12">{asks}</text>',
        ]
    lines.append("</svg>")
    return "\n".join(lines) + "\n"


def _move(source: str, target: str, best: bool) -> list[str]:
    (x1, y1), (x2, y2) = PLACES[source], PLACES[target]
    start, end = (x1 + 80, y1), (x2 - 80, y2)
    colour, width = ("#0b6e4f", 4) if best else ("#8a4b00", 2)
    dashes = "" if best else ' stroke-dasharray="6 4"'
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    return [
        f'<line x1="{start[0]}" y1="{start[1]}" x2="{end[0]}" y2="{end[1]}" stroke="{colour}" '
        f'stroke-width="{width}"{dashes} marker-end="url(#end)"/>',
        f'<text x="{middle[0]:.0f}" y="{middle[1] - 8:.0f}" fill="{colour}">'
        f"{charge(source, target):.0f} h</text>",
    ]


if __name__ == "__main__":
    IMAGE.write_text(drawing(example()), encoding="utf-8")
    print(table(example()))
