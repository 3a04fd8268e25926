"""Place a career network as its matrix: a column per level, a lane per career path.

In each cell stands the role with the skills that it is the first to require under it. Between
columns and between lanes run gutters, free of boxes; `gutters` leads the lines through them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from careergraph.network import CareerNetwork
from careergraph.views.model import Column, Lane, NodeKind
from careergraph.views.text import wrap

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
class _Entry:
    iri: str
    kind: NodeKind
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        line = ROLE_LINE if self.kind is NodeKind.ROLE else SKILL_LINE
        return len(self.lines) * line + PADDING


def place(network: CareerNetwork) -> Layout:
    """Return where each role and skill of a network stands.

    A skill stands under the first role that requires it; skills that no role requires fill a
    lane of their own at the bottom.
    """
    cells = _cells(network)
    lane_labels = [path.label for path in network.paths.values()]
    if any(lane == len(lane_labels) for lane, _ in cells):
        lane_labels.append(UNREQUIRED)
    columns = tuple(
        Column(
            label=level.label,
            rank=level.rank,
            left=MARGIN + index * (BOX_WIDTH + COLUMN_GUTTER),
            width=BOX_WIDTH,
        )
        for index, level in enumerate(network.levels.values())
    )
    lanes: list[Lane] = []
    boxes: dict[str, Box] = {}
    top = LANE_GUTTER / 2
    for index, label in enumerate(lane_labels):
        row = [cells.get((index, column), []) for column in range(len(columns))]
        head = max((cell[0].height for cell in row if _starts_with_role(cell)), default=0)
        bottom = top + LANE_PADDING
        for column, cell in enumerate(row):
            placed = _place_cell(cell, (index, column), columns[column].left, top, head)
            boxes.update(placed)
            bottom = max([bottom, *(box.bottom for box in placed.values())])
        height = bottom + LANE_PADDING - top
        lanes.append(Lane(label=label, top=top, height=height, tone=index % TONES))
        top += height + LANE_GUTTER
    width = 2 * MARGIN + len(columns) * (BOX_WIDTH + COLUMN_GUTTER) - COLUMN_GUTTER
    if len(columns) == 1:
        width += COLUMN_GUTTER
    return Layout(columns, tuple(lanes), boxes, width, top - LANE_GUTTER / 2)


def _cells(network: CareerNetwork) -> dict[tuple[int, int], list[_Entry]]:
    lane_of = {path: index for index, path in enumerate(network.paths)}
    column_of = {level: index for index, level in enumerate(network.levels)}
    owned: dict[str, list[str]] = {}
    seen: set[str] = set()
    for need in network.requirements:
        if need.skill not in seen:
            seen.add(need.skill)
            owned.setdefault(need.role, []).append(need.skill)
    cells: dict[tuple[int, int], list[_Entry]] = {}
    for role in network.roles.values():
        cell = cells.setdefault((lane_of[role.path], column_of[role.level]), [])
        cell.append(_role_entry(role.iri, role.label))
        cell.extend(_skill_entries(network, owned.get(role.iri, ())))
    rest = [skill for skill in network.skills if skill not in seen]
    for index, entry in enumerate(_skill_entries(network, rest)):
        cells.setdefault((len(lane_of), index % len(column_of)), []).append(entry)
    return cells


def _role_entry(iri: str, label: str) -> _Entry:
    limit = BOX_WIDTH - TEXT_LEFT - TEXT_RIGHT
    return _Entry(iri, NodeKind.ROLE, wrap(label, limit, ROLE_FONT, most=MOST_LINES, bold=True))


def _skill_entries(network: CareerNetwork, skills: Iterable[str]) -> list[_Entry]:
    limit = BOX_WIDTH - INDENT - TEXT_LEFT - TEXT_RIGHT
    return [
        _Entry(
            skill,
            NodeKind.SKILL,
            wrap(network.skills[skill].label, limit, SKILL_FONT, most=MOST_LINES),
        )
        for skill in skills
    ]


def _starts_with_role(cell: list[_Entry]) -> bool:
    return bool(cell) and cell[0].kind is NodeKind.ROLE


def _place_cell(
    cell: list[_Entry], at: tuple[int, int], left: float, top: float, head: float
) -> dict[str, Box]:
    """Stack a cell's boxes; its first role is as tall as the lane's tallest, so heads align."""
    boxes: dict[str, Box] = {}
    y = top + LANE_PADDING
    for index, entry in enumerate(cell):
        indent = 0 if entry.kind is NodeKind.ROLE else INDENT
        height = head if index == 0 and entry.kind is NodeKind.ROLE else entry.height
        width = BOX_WIDTH - indent
        boxes[entry.iri] = Box(
            kind=entry.kind,
            lines=entry.lines,
            lane=at[0],
            column=at[1],
            x=left + indent + width / 2,
            y=y + height / 2,
            width=width,
            height=height,
        )
        y += height + GAP
    return boxes
