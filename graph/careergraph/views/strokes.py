"""The straight pieces of a view's lines, and where they meet each other and boxes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING

from careergraph.views.model import Point, ViewEdge

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

TOUCHING = 0.2
"""Closer than this to a box's edge, a line runs along the box and not through it."""
_ROWS = 256
"""Strokes that are compared with all others at a time, to bound memory."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight piece of a line."""

    edge: ViewEdge
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def length(self) -> float:
        """How long it is."""
        return hypot(self.x1 - self.x0, self.y1 - self.y0)

    @property
    def level(self) -> bool:
        """Whether it runs from left to right."""
        return self.y0 == self.y1

    @property
    def upright(self) -> bool:
        """Whether it runs from top to bottom."""
        return self.x0 == self.x1


def strokes_of(edge: ViewEdge) -> list[Stroke]:
    """Return the pieces of a line, without those of no length."""
    return [
        Stroke(edge, x0, y0, x1, y1)
        for (x0, y0), (x1, y1) in pairwise(edge.points)
        if (x0, y0) != (x1, y1)
    ]


def meetings(strokes: Sequence[Stroke]) -> Iterator[tuple[int, int, Point | None]]:
    """Yield the pairs of strokes that cross, and where; None where they lie on each other."""
    import numpy as np

    if not strokes:
        return
    all_ = np.array([(s.x0, s.y0, s.x1, s.y1) for s in strokes])
    for first in range(0, len(strokes), _ROWS):
        sides = _sides(all_[first : first + _ROWS], all_)
        crossing = (sides[0] * sides[1] < 0) & (sides[2] * sides[3] < 0)
        flat = np.all(sides == 0, axis=0)
        for row, j in zip(*np.nonzero(crossing | flat), strict=True):
            i = first + int(row)
            if i >= j:
                continue
            one, other = strokes[i], strokes[int(j)]
            if crossing[row, j]:
                yield i, int(j), _meet(one, other)
            elif _along(one, other):
                yield i, int(j), None


def _sides(some: Numbers, every: Numbers) -> Numbers:
    """Return on which side of each segment the ends of each other one lie: -1, 0 or 1."""
    import numpy as np

    ax, ay, bx, by = (some[:, i, None] for i in range(4))
    cx, cy, dx, dy = (every[None, :, i] for i in range(4))

    def side(px: Numbers, py: Numbers, qx: Numbers, qy: Numbers, *r: Numbers) -> Numbers:
        turn: Numbers = (qx - px) * (r[1] - py) - (qy - py) * (r[0] - px)
        return np.sign(np.round(turn, 6))

    return np.stack(
        np.broadcast_arrays(
            side(ax, ay, bx, by, cx, cy),
            side(ax, ay, bx, by, dx, dy),
            side(cx, cy, dx, dy, ax, ay),
            side(cx, cy, dx, dy, bx, by),
        )
    )


def _meet(one: Stroke, other: Stroke) -> Point:
    across, down = one.x1 - one.x0, one.y1 - one.y0
    to_x, to_y = other.x1 - other.x0, other.y1 - other.y0
    share = ((other.x0 - one.x0) * to_y - (other.y0 - one.y0) * to_x) / (
        across * to_y - down * to_x
    )
    return (round(one.x0 + share * across, 1), round(one.y0 + share * down, 1))


def _along(one: Stroke, other: Stroke) -> bool:
    """Whether two strokes on one straight line share more than a point."""
    if one.upright:
        spans = sorted((one.y0, one.y1)), sorted((other.y0, other.y1))
    else:
        spans = sorted((one.x0, one.x1)), sorted((other.x0, other.x1))
    (low, high), (from_, to) = spans
    return min(high, to) - max(low, from_) > TOUCHING


def boxes_entered(stroke: Stroke, boxes: Numbers) -> NDArray[np.bool_]:
    """Return which boxes a stroke enters, by the method of Liang and Barsky."""
    import numpy as np

    enter, leave = np.zeros(len(boxes)), np.ones(len(boxes))
    possible = np.ones(len(boxes), dtype=bool)
    for start, end, low, high in (
        (stroke.x0, stroke.x1, boxes[:, 0] + TOUCHING, boxes[:, 2] - TOUCHING),
        (stroke.y0, stroke.y1, boxes[:, 1] + TOUCHING, boxes[:, 3] - TOUCHING),
    ):
        if start == end:
            possible &= (low < start) & (start < high)
        else:
            one, other = (low - start) / (end - start), (high - start) / (end - start)
            enter = np.maximum(enter, np.minimum(one, other))
            leave = np.minimum(leave, np.maximum(one, other))
    return possible & (enter < leave)


def ink(strokes: Sequence[Stroke]) -> float:
    """Return the length of the strokes' union; slanted strokes share nothing."""
    spans: dict[tuple[bool, float], list[tuple[float, float]]] = {}
    length = 0.0
    for s in strokes:
        if s.level:
            spans.setdefault((True, s.y0), []).append((min(s.x0, s.x1), max(s.x0, s.x1)))
        elif s.upright:
            spans.setdefault((False, s.x0), []).append((min(s.y0, s.y1), max(s.y0, s.y1)))
        else:
            length += s.length
    for found in spans.values():
        end = float("-inf")
        for low, high in sorted(found):
            length += max(0.0, high - max(low, end))
            end = max(end, high)
    return length
