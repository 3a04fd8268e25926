"""Order the lines in a gutter: bundle them, and put their tracks where they cross least.

A leg is the stretch of a line along a gutter. Legs of one kind that start at the same box, or end
at the same one, are one trunk. Trunks are ordered by the crossings that each pair makes one way
round and the other, which is the linear ordering problem, and then packed into tracks: trunks
whose stretches do not meet share one, as in channel routing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from careergraph.views.model import EdgeKind

Ends = tuple[EdgeKind, str, str]
Gutter = tuple[str, int]
Trunk = tuple[EdgeKind, str, str]
"""A kind, which end its lines share (``source`` or ``target``), and the IRI of that end."""

MARGIN = 2
"""Left free between two trunks on one track."""
OVERLAID = 10
"""How many crossings it is worth that two lines do not run on top of each other."""
_ROUNDS = 20
"""Most rounds of moving trunks; all graphs that were tried settle in fewer than ten."""


@dataclass(frozen=True, slots=True)
class Pin:
    """Where a leg is entered or left: its place along the gutter, and on which side.

    `after` is whether that is the side of the higher coordinate: right, or below.
    """

    at: float
    after: bool


@dataclass(frozen=True, slots=True)
class Leg:
    """A stretch of a line along a gutter, between its two pins."""

    gutter: Gutter
    line: Ends
    pins: tuple[Pin, Pin]


@dataclass(slots=True)
class _Run:
    """A trunk in a gutter: from where to where it runs, and its pins on both sides."""

    low: float
    high: float
    before: tuple[float, ...]
    after: tuple[float, ...]

    def meets(self, other: _Run) -> bool:
        return self.low <= other.high + MARGIN and other.low <= self.high + MARGIN


def assign(legs: Iterable[Leg]) -> tuple[dict[tuple[Gutter, Ends], int], dict[Gutter, int]]:
    """Return the track of each line in each gutter that it takes, and how many tracks there are.

    Tracks are counted from 0, from the left or from the top.
    """
    by_gutter: dict[Gutter, list[Leg]] = {}
    for leg in legs:
        by_gutter.setdefault(leg.gutter, []).append(leg)
    tracks: dict[tuple[Gutter, Ends], int] = {}
    counts: dict[Gutter, int] = {}
    for gutter, found in by_gutter.items():
        trunks = bundle(found)
        members: dict[Trunk, list[Leg]] = {}
        for leg in found:
            members.setdefault(trunks[leg.line], []).append(leg)
        runs = {trunk: _run(some) for trunk, some in members.items()}
        packed = _pack(_order(runs), runs)
        for leg in found:
            tracks[gutter, leg.line] = packed[trunks[leg.line]]
        counts[gutter] = max(packed.values()) + 1
    return tracks, counts


def bundle(legs: Iterable[Leg]) -> dict[Ends, Trunk]:
    """Return the trunk of each line in a gutter: the largest bundles are made first."""
    left = {leg.line: None for leg in legs}
    trunks: dict[Ends, Trunk] = {}
    while left:
        sizes: dict[Trunk, int] = {}
        for kind, source, target in left:
            for trunk in ((kind, "source", source), (kind, "target", target)):
                sizes[trunk] = sizes.get(trunk, 0) + 1
        best = max(sizes, key=lambda trunk: sizes[trunk])  # of equals, the first line's
        kind, side, end = best
        for line in [one for one in left if one[0] is kind]:
            if end == (line[1] if side == "source" else line[2]):
                trunks[line] = best
                del left[line]
    return trunks


def _run(legs: Iterable[Leg]) -> _Run:
    pins = [pin for leg in legs for pin in leg.pins]
    places = [pin.at for pin in pins]
    return _Run(
        low=min(places),
        high=max(places),
        before=tuple(dict.fromkeys(pin.at for pin in pins if not pin.after)),
        after=tuple(dict.fromkeys(pin.at for pin in pins if pin.after)),
    )


def _crossings(first: _Run, second: _Run) -> int:
    """Return what two trunks cost where the first is nearer to the gutter's beginning.

    That is how often they cross, and much more where their pins would lie on each other.
    """
    crossings = sum(second.low < at < second.high for at in first.after)
    crossings += sum(first.low < at < first.high for at in second.before)
    return crossings + OVERLAID * len(set(first.after) & set(second.before))


def _order(runs: Mapping[Trunk, _Run]) -> list[Trunk]:
    """Return the trunks in an order in which they cross little, by moving one at a time."""
    order = sorted(runs, key=lambda trunk: (runs[trunk].low, runs[trunk].high, trunk))
    cost = {
        (one, other): _crossings(runs[one], runs[other])
        for one in order
        for other in order
        if one != other
    }
    for _ in range(_ROUNDS):
        moved = False
        for trunk in list(order):
            here = order.index(trunk)
            order.pop(here)
            change = [0]
            for other in order:
                change.append(change[-1] + cost[other, trunk] - cost[trunk, other])
            there = min(range(len(change)), key=lambda place: (change[place], abs(place - here)))
            moved |= change[there] < change[here]
            order.insert(there if change[there] < change[here] else here, trunk)
        if not moved:
            break
    return order


def _pack(order: Iterable[Trunk], runs: Mapping[Trunk, _Run]) -> dict[Trunk, int]:
    """Return the first track of each trunk that keeps the order of those that meet."""
    packed: dict[Trunk, int] = {}
    for trunk in order:
        before = [track for other, track in packed.items() if runs[other].meets(runs[trunk])]
        packed[trunk] = max(before, default=-1) + 1
    return packed


def spread(track: int, count: int, room: float, widest: float) -> float:
    """Return a track's distance from the middle of a gutter.

    Examples
    --------
    >>> [spread(track, 3, 32, 4) for track in range(3)]
    [-4.0, 0.0, 4.0]
    """
    step = min(widest, room / max(1, count - 1))
    return (track - (count - 1) / 2) * step
