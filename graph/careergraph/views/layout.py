"""Place a career network as its matrix: a column per level, a lane per career path.

In each cell stands the role with the skills that it is the first to require under it. Between
columns and between lanes run gutters, free of boxes; `gutters` leads the lines through them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from careergraph.network import CareerNetwork
from careergraph.views.model import Column, Lane, NodeKind
from careergraph.views.text import width, wrap

ROLE_FONT = 12.5
SKILL_FONT = 12
ROLE_LINE = 15
SKILL_LINE = 14
MOST_LINES = 3

BOX_WIDTH = 178
INDENT = 12
TEXT_LEFT = 8
TEXT_RIGHT = 5
PADDING = 8
"""Height that a box has besides its lines."""
GAP = 5
"""Between the boxes of a cell."""
COLUMN_GUTTER = 46
LANE_GUTTER = 16
LANE_PADDING = 6
HEADING_FONT = 13
"""Of a lane's heading: it is 12 px at any scale, and a page may be drawn a little smaller."""
MOST_HEADING = 160
"""A lane is not made higher than this for its heading alone."""
MARGIN = 9
"""Left and right of the drawing, where no line runs."""
TONES = 8
"""How many colours the page's style sheet has for lanes."""

UNREQUIRED = "Required by no role"


@dataclass(frozen=True, slots=True)
class Box:
    """Where a node stands and what is written in it."""

    kind: NodeKind
    lines: tuple[str, ...]
    lane: int
    column: int
    x: float
    y: float
    width: float
    height: float

    @property
    def left(self) -> float:
        """Left edge."""
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        """Right edge."""
        return self.x + self.width / 2

    @property
    def top(self) -> float:
        """Upper edge."""
        return self.y - self.height / 2

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Layout:
    """The placed matrix; `boxes` are by IRI, in lane, column and cell order."""

    columns: tuple[Column, ...]
    lanes: tuple[Lane, ...]
    boxes: Mapping[str, Box]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Entry:
    """A box that is still to be placed; `indent` is how far it stands in from its column."""

    iri: str
    kind: NodeKind
    lines: tuple[str, ...]
    indent: float = 0

    @property
    def height(self) -> float:
        """Height of its box."""
        line = ROLE_LINE if self.kind is NodeKind.ROLE else SKILL_LINE
        return len(self.lines) * line + PADDING


def entry(iri: str, kind: NodeKind, label: str, indent: float = 0) -> Entry:
    """Return the entry of a role or skill, its label broken into the lines of its box."""
    role = kind is NodeKind.ROLE
    room = BOX_WIDTH - indent - TEXT_LEFT - TEXT_RIGHT
    font = ROLE_FONT if role else SKILL_FONT
    return Entry(iri, kind, wrap(label, room, font, most=MOST_LINES, bold=role), indent)


def place(network: CareerNetwork) -> Layout:
    """Return where each role and skill of a network stands.

    A skill stands under the first role that requires it; skills that no role requires fill a
    lane of their own at the bottom.
    """
    cells = _cells(network)
    lanes = [path.label for path in network.paths.values()]
    if any(lane == len(lanes) for lane, _ in cells):
        lanes.append(UNREQUIRED)
    return arrange(
        [(level.label, level.rank) for level in network.levels.values()],
        [(label, index % TONES) for index, label in enumerate(lanes)],
        cells,
    )


def arrange(
    columns: Sequence[tuple[str, int | None]],
    lanes: Sequence[tuple[str, int | None]],
    cells: Mapping[tuple[int, int], Sequence[Entry]],
    gutter: float = COLUMN_GUTTER,
) -> Layout:
    """Return where the entries of each cell stand, stacked.

    Parameters
    ----------
    columns : sequence of (str, int or None)
        Label and rank of each, from left to right.
    lanes : sequence of (str, int or None)
        Label and tone of each, from top to bottom.
    cells : mapping of (int, int) to sequence of Entry
        By the indices of lane and column.
    gutter : float, optional
        Width of the gutters between columns.
    """
    heads = tuple(
        Column(label, rank, left=MARGIN + index * (BOX_WIDTH + gutter), width=BOX_WIDTH)
        for index, (label, rank) in enumerate(columns)
    )
    bands: list[Lane] = []
    boxes: dict[str, Box] = {}
    top: float = LANE_GUTTER
    for index, (label, tone) in enumerate(lanes):
        row = [cells.get((index, column), ()) for column in range(len(heads))]
        head = max((cell[0].height for cell in row if _starts_with_role(cell)), default=0)
        bottom = top + LANE_PADDING
        for column, cell in enumerate(row):
            placed = _place_cell(cell, (index, column), heads[column].left, top, head)
            boxes.update(placed)
            bottom = max([bottom, *(box.bottom for box in placed.values())])
        height = max(bottom + LANE_PADDING - top, _heading_height(label))
        bands.append(Lane(label=label, top=top, height=height, tone=tone))
        top += height + LANE_GUTTER
    whole = 2 * MARGIN + len(heads) * (BOX_WIDTH + gutter) - gutter
    if len(heads) == 1:
        whole += gutter
    return Layout(heads, tuple(bands), boxes, whole, top - LANE_GUTTER / 2)


def _heading_height(label: str) -> float:
    """Return the height of a lane whose upright heading is to be read on two lines at most."""
    parts = label.split()
    broken = ((" ".join(parts[:at]), " ".join(parts[at:])) for at in range(len(parts)))
    narrowest = min(
        (max(width(line, HEADING_FONT, bold=True) for line in lines) for lines in broken),
        default=0,
    )
    return min(MOST_HEADING, narrowest + 2 * LANE_PADDING)


def _cells(network: CareerNetwork) -> dict[tuple[int, int], list[Entry]]:
    lane_of = {path: index for index, path in enumerate(network.paths)}
    column_of = {level: index for index, level in enumerate(network.levels)}
    owned: dict[str, list[str]] = {}
    seen: set[str] = set()
    for need in network.requirements:
        if need.skill not in seen:
            seen.add(need.skill)
            owned.setdefault(need.role, []).append(need.skill)
    cells: dict[tuple[int, int], list[Entry]] = {}
    for role in network.roles.values():
        cell = cells.setdefault((lane_of[role.path], column_of[role.level]), [])
        cell.append(entry(role.iri, NodeKind.ROLE, role.label))
        cell.extend(_skill_entries(network, owned.get(role.iri, ())))
    rest = [skill for skill in network.skills if skill not in seen]
    for index, spare in enumerate(_skill_entries(network, rest)):
        cells.setdefault((len(lane_of), index % len(column_of)), []).append(spare)
    return cells


def _skill_entries(network: CareerNetwork, skills: Iterable[str]) -> list[Entry]:
    return [entry(skill, NodeKind.SKILL, network.skills[skill].label, INDENT) for skill in skills]


def _starts_with_role(cell: Sequence[Entry]) -> bool:
    return bool(cell) and cell[0].kind is NodeKind.ROLE


def _place_cell(
    cell: Sequence[Entry], at: tuple[int, int], left: float, top: float, head: float
) -> dict[str, Box]:
    """Stack a cell's boxes; its first role is as tall as the lane's tallest, so heads align."""
    boxes: dict[str, Box] = {}
    y = top + LANE_PADDING
    for index, one in enumerate(cell):
        height = head if index == 0 and one.kind is NodeKind.ROLE else one.height
        across = BOX_WIDTH - one.indent
        boxes[one.iri] = Box(
            kind=one.kind,
            lines=one.lines,
            lane=at[0],
            column=at[1],
            x=left + one.indent + across / 2,
            y=y + height / 2,
            width=across,
            height=height,
        )
        y += height + GAP
    return boxes
