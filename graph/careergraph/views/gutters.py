"""Lead lines from box to box through the gutters of a matrix, never through a foreign box.

A line leaves a box sideways into the gutter beside its column. From there it reaches a box of a
neighbouring column at once, or one of its lane across empty cells, and any other one along a
gutter between lanes. Which lines share a track, and in which order the tracks stand, is for
`tracks`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from careergraph.views.layout import COLUMN_GUTTER, INDENT, LANE_GUTTER, Box, Layout
from careergraph.views.model import EdgeKind, NodeKind, Point
from careergraph.views.tracks import Ends, Gutter, Leg, Pin, assign, spread

PORT = 0.25
"""Lines leave this share of a box's height above its middle and enter as much below it."""
FREE = 7
"""Left free on both sides of a gutter, so that arrowheads can be seen."""
FREE_BETWEEN_LANES = 2
WIDEST_TRACK = 4


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which gutters a line takes: down the first, along the lanes, down the last."""

    first: int
    lanes: int | None
    last: int
    start: Point
    end: Point


def lead(layout: Layout, lines: Iterable[Ends]) -> dict[Ends, tuple[Point, ...]]:
    """Return the points of each line, given as its kind and the IRIs of its two ends."""
    ends = list(dict.fromkeys(lines))
    taken = {(box.lane, box.column) for box in layout.boxes.values()}
    straight = {line: _short(layout.boxes, line) for line in ends}
    plans = {line: _plan(layout, taken, line) for line in ends if straight[line] is None}
    legs = [leg for line, plan in plans.items() for leg in _legs(layout, line, plan)]
    offsets = _offsets(legs, _gutter_width(layout))
    led: dict[Ends, tuple[Point, ...]] = {}
    for line in ends:
        points = straight[line] or _points(layout, line, plans[line], offsets)
        led[line] = tuple((round(x, 1), round(y, 1)) for x, y in points)
    return led


def _short(boxes: Mapping[str, Box], line: Ends) -> tuple[Point, ...] | None:
    """Return a line that needs no gutter track: within a cell, or straight to the next one."""
    kind, source, target = line
    a, b = boxes[source], boxes[target]
    if kind is EdgeKind.REQUIRES and (a.lane, a.column) == (b.lane, b.column):
        if _stands_under(boxes, source, target):
            stem = a.left + INDENT / 2
            return ((stem, a.bottom), (stem, b.y), (b.left, b.y))
        return None
    between_roles = a.kind is b.kind is NodeKind.ROLE
    if between_roles and a.lane == b.lane and b.column == a.column + 1 and a.y == b.y:
        return ((a.right, a.y), (b.left, b.y))
    return None


def _stands_under(boxes: Mapping[str, Box], role: str, skill: str) -> bool:
    """Whether no other role stands between a role and a skill of the same cell."""
    a, b = boxes[role], boxes[skill]
    return b.y > a.y and not any(
        a.y < other.y < b.y
        for other in boxes.values()
        if other.kind is NodeKind.ROLE and (other.lane, other.column) == (a.lane, a.column)
    )


def _plan(layout: Layout, taken: Collection[tuple[int, int]], line: Ends) -> _Plan:
    """Gutter n is left of column n; lane gutter n is above lane n."""
    _, source, target = line
    a, b = layout.boxes[source], layout.boxes[target]
    if a.column == b.column:
        only = len(layout.columns) == 1
        rightmost = a.column == len(layout.columns) - 1 and not only
        gutter = a.column if rightmost else a.column + 1
        return _Plan(gutter, None, gutter, _port(a, -1, rightmost), _port(b, 1, rightmost))
    forward = b.column > a.column
    first = a.column + 1 if forward else a.column
    last = b.column if forward else b.column + 1
    lanes = None
    if first != last and _free_between(taken, a, b):
        last = first
    elif first != last:
        lanes = _lane_gutter(layout, a, b)
    return _Plan(first, lanes, last, _port(a, -1, not forward), _port(b, 1, forward))


def _lane_gutter(layout: Layout, a: Box, b: Box) -> int:
    """Return the gutter beside the first box's lane by which a line to the other is shorter."""
    if a.lane != b.lane:
        return a.lane if b.lane < a.lane else a.lane + 1

    def detour(gutter: int) -> float:
        middle = _lane_middle(layout, gutter)
        return abs(a.y - middle) + abs(b.y - middle)

    return min((a.lane + 1, a.lane), key=detour)


def _free_between(taken: Collection[tuple[int, int]], a: Box, b: Box) -> bool:
    """Whether two boxes stand in one lane, and nothing in its cells between them."""
    low, high = sorted((a.column, b.column))
    return a.lane == b.lane and all(
        (a.lane, column) not in taken for column in range(low + 1, high)
    )


def _port(box: Box, direction: int, at_left: bool) -> Point:
    return (box.left if at_left else box.right, box.y + direction * PORT * box.height)


def _legs(layout: Layout, line: Ends, plan: _Plan) -> list[Leg]:
    start = Pin(plan.start[1], plan.start[0] > _column_middle(layout, plan.first))
    end = Pin(plan.end[1], plan.end[0] > _column_middle(layout, plan.last))
    if plan.lanes is None:
        return [Leg(("column", plan.first), line, (start, end))]
    middle = _lane_middle(layout, plan.lanes)
    forward = plan.last > plan.first
    across = (
        Pin(_column_middle(layout, plan.first), plan.start[1] > middle),
        Pin(_column_middle(layout, plan.last), plan.end[1] > middle),
    )
    return [
        Leg(("column", plan.first), line, (start, Pin(middle, forward))),
        Leg(("lane", plan.lanes), line, across),
        Leg(("column", plan.last), line, (Pin(middle, not forward), end)),
    ]


def _offsets(legs: Iterable[Leg], width: float) -> dict[tuple[Gutter, Ends], float]:
    """Return each line's distance from the middle of each gutter that it takes."""
    tracks, counts = assign(legs)
    rooms = {
        "column": width - 2 * FREE,
        "lane": LANE_GUTTER - 2 * FREE_BETWEEN_LANES,
    }
    return {
        (gutter, line): spread(track, counts[gutter], rooms[gutter[0]], WIDEST_TRACK)
        for (gutter, line), track in tracks.items()
    }


def _points(
    layout: Layout,
    line: Ends,
    plan: _Plan,
    offsets: Mapping[tuple[Gutter, Ends], float],
) -> tuple[Point, ...]:
    x = _column_middle(layout, plan.first) + offsets[("column", plan.first), line]
    if plan.lanes is None:
        return (plan.start, (x, plan.start[1]), (x, plan.end[1]), plan.end)
    y = _lane_middle(layout, plan.lanes) + offsets[("lane", plan.lanes), line]
    other = _column_middle(layout, plan.last) + offsets[("column", plan.last), line]
    return (
        plan.start,
        (x, plan.start[1]),
        (x, y),
        (other, y),
        (other, plan.end[1]),
        plan.end,
    )


def _column_middle(layout: Layout, gutter: int) -> float:
    if gutter < len(layout.columns):
        return layout.columns[gutter].left - _gutter_width(layout) / 2
    last = layout.columns[-1]
    return last.left + last.width + _gutter_width(layout) / 2


def _gutter_width(layout: Layout) -> float:
    if len(layout.columns) == 1:
        return COLUMN_GUTTER
    first, second, *_ = layout.columns
    return second.left - first.left - first.width


def _lane_middle(layout: Layout, gutter: int) -> float:
    if gutter < len(layout.lanes):
        return layout.lanes[gutter].top - LANE_GUTTER / 2
    last = layout.lanes[-1]
    return last.top + last.height + LANE_GUTTER / 2
