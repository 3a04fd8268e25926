"""Lead lines from box to box through the gutters of a matrix, never through a foreign box.

A line leaves a box sideways into the gutter beside its column. From there it reaches a box of a
neighbouring column at once, or one of its lane across empty cells, and any other one along a
gutter between lanes. Lines of one kind from one box share a track, or those into one box; in each
gutter the tracks run side by side.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from careergraph.views.layout import COLUMN_GUTTER, INDENT, LANE_GUTTER, Box, Layout
from careergraph.views.model import EdgeKind, NodeKind, Point

PORT = 0.25
"""Lines leave this share of a box's height above its middle and enter as much below it."""
FREE = 7
"""Left free on both sides of a gutter, so that arrowheads can be seen."""
FREE_BETWEEN_LANES = 2
WIDEST_TRACK = 4

Ends = tuple[EdgeKind, str, str]
_Net = tuple[EdgeKind, str, bool]
"""Lines that share a track: their kind, the box where they meet, and whether they leave it."""


@dataclass(frozen=True, slots=True)
class _Leg:
    """A stretch of a line along a gutter, from `low` to `high`."""

    gutter: tuple[str, int]
    net: _Net
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which gutters a line takes: down the first, along the lanes, down the last."""

    first: int
    lanes: int | None
    last: int
    start: Point
    end: Point
    net: _Net


def lead(
    layout: Layout, lines: Iterable[Ends], meeting: Collection[Ends] = ()
) -> dict[Ends, tuple[Point, ...]]:
    """Return the points of each line, given as its kind and the IRIs of its two ends.

    Lines of one kind share a track with those that leave the same box; the `meeting` ones with
    those that enter the same box.
    """
    ends = list(dict.fromkeys(lines))
    taken = {(box.lane, box.column) for box in layout.boxes.values()}
    straight = {line: _short(layout.boxes, line) for line in ends}
    plans = {
        line: _plan(layout, taken, line, _net(line, meeting))
        for line in ends
        if straight[line] is None
    }
    tracks = _tracks([leg for plan in plans.values() for leg in _legs(layout, plan)], layout)
    led: dict[Ends, tuple[Point, ...]] = {}
    for line in ends:
        points = straight[line] or _points(layout, plans[line], tracks)
        led[line] = tuple((round(x, 1), round(y, 1)) for x, y in points)
    return led


def _net(line: Ends, meeting: Collection[Ends]) -> _Net:
    kind, source, target = line
    return (kind, target, False) if line in meeting else (kind, source, True)


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


def _plan(layout: Layout, taken: Collection[tuple[int, int]], line: Ends, net: _Net) -> _Plan:
    """Gutter n is left of column n; lane gutter n is above lane n."""
    _, source, target = line
    a, b = layout.boxes[source], layout.boxes[target]
    if a.column == b.column:
        only = len(layout.columns) == 1
        rightmost = a.column == len(layout.columns) - 1 and not only
        gutter = a.column if rightmost else a.column + 1
        return _Plan(gutter, None, gutter, _port(a, -1, rightmost), _port(b, 1, rightmost), net)
    forward = b.column > a.column
    first = a.column + 1 if forward else a.column
    last = b.column if forward else b.column + 1
    lanes = None
    if first != last and _free_between(taken, a, b):
        last = first
    elif first != last:
        lanes = _lane_gutter(layout, a, b)
    return _Plan(first, lanes, last, _port(a, -1, not forward), _port(b, 1, forward), net)


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


def _legs(layout: Layout, plan: _Plan) -> list[_Leg]:
    net = plan.net
    if plan.lanes is None:
        return [_leg(("column", plan.first), net, plan.start[1], plan.end[1])]
    middle = _lane_middle(layout, plan.lanes)
    return [
        _leg(("column", plan.first), net, plan.start[1], middle),
        _leg(
            ("lane", plan.lanes),
            net,
            _column_middle(layout, plan.first),
            _column_middle(layout, plan.last),
        ),
        _leg(("column", plan.last), net, middle, plan.end[1]),
    ]


def _leg(gutter: tuple[str, int], net: _Net, one: float, other: float) -> _Leg:
    return _Leg(gutter, net, min(one, other), max(one, other))


def _tracks(legs: list[_Leg], layout: Layout) -> dict[tuple[tuple[str, int], _Net], float]:
    """Return each net's distance from the middle of each gutter that it takes.

    Nets whose stretches do not meet share a track, as in channel routing.
    """
    spans: dict[tuple[str, int], dict[_Net, tuple[float, float]]] = {}
    for leg in legs:
        nets = spans.setdefault(leg.gutter, {})
        low, high = nets.get(leg.net, (leg.low, leg.high))
        nets[leg.net] = (min(low, leg.low), max(high, leg.high))
    offsets: dict[tuple[tuple[str, int], _Net], float] = {}
    for gutter, nets in spans.items():
        ends: list[float] = []
        taken: dict[_Net, int] = {}
        for net, (low, high) in sorted(nets.items(), key=lambda entry: (entry[1], entry[0])):
            track = next((i for i, end in enumerate(ends) if end + 2 < low), len(ends))
            ends[track : track + 1] = [high]
            taken[net] = track
        room = (
            _gutter_width(layout) - 2 * FREE
            if gutter[0] == "column"
            else LANE_GUTTER - 2 * FREE_BETWEEN_LANES
        )
        step = min(WIDEST_TRACK, room / max(1, len(ends) - 1))
        for net, track in taken.items():
            offsets[gutter, net] = (track - (len(ends) - 1) / 2) * step
    return offsets


def _points(
    layout: Layout, plan: _Plan, tracks: Mapping[tuple[tuple[str, int], _Net], float]
) -> tuple[Point, ...]:
    net = plan.net
    x = _column_middle(layout, plan.first) + tracks[("column", plan.first), net]
    if plan.lanes is None:
        return (plan.start, (x, plan.start[1]), (x, plan.end[1]), plan.end)
    y = _lane_middle(layout, plan.lanes) + tracks[("lane", plan.lanes), net]
    other = _column_middle(layout, plan.last) + tracks[("column", plan.last), net]
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
