"""How good a picture is, in numbers: crossings, overlaps, white space, length, bundling.

The measures are those that graph drawing uses, taken on the view alone, so that a test or a
benchmark can hold them and two layouts of the same boxes can be compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from math import hypot

from careergraph.views.layout import ROLE_FONT, SKILL_FONT
from careergraph.views.model import NodeKind, Point, View, ViewEdge, ViewNode
from careergraph.views.strokes import Stroke, boxes_entered, ink, meetings, strokes_of

WINDOW = (1440, 900)
"""Width and height of the window in which labels are measured, in pixels."""
PANEL = 330
"""Width of the page's panel, beside which the picture stands, in pixels."""
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Quality:
    """What is measured of a view. Lengths are in canvas units, which are pixels at full size.

    Attributes
    ----------
    crossings : mapping of (EdgeKind, EdgeKind) to int
        Places where a line crosses another one, by their two kinds in alphabetical order. Lines
        of one kind that share an end belong to one bundle and do not cross; a trunk that several
        lines share crosses another line once.
    overlaps : tuple of (str, str)
        Pairs of boxes that overlap, by id.
    through : tuple of (str, str)
        Lines with each box that they run through, their own ends included, by id.
    overlaid : tuple of (str, str)
        Pairs of lines of different bundles of which one runs on top of the other, by id.
    label_size : float
        Of the smallest label, in a window of `WINDOW`, where the whole width is shown.
    white_space : float
        Share of the drawing where no box stands.
    length, ink : float
        Of all lines, each by itself; and of what is drawn, where a shared stretch counts once.
    bends : int
        Turns of all lines.
    tracks : mapping of int to int
        How many upright tracks each gutter between columns has, by the column right of it.
    """

    crossings: Mapping[tuple[str, str], int]
    overlaps: tuple[Pair, ...]
    through: tuple[Pair, ...]
    overlaid: tuple[Pair, ...]
    label_size: float
    white_space: float
    length: float
    ink: float
    bends: int
    tracks: Mapping[int, int]

    @property
    def crossed(self) -> int:
        """Crossings of all kinds."""
        return sum(self.crossings.values())


@dataclass(frozen=True, slots=True)
class Shift:
    """How far the boxes that two views share stand apart.

    Attributes
    ----------
    moved : float
        Share of them that stand elsewhere.
    mean, most : float
        Distance, over all of them.
    """

    moved: float
    mean: float
    most: float


def measure(view: View) -> Quality:
    """Return the measures of a view.

    Examples
    --------
    >>> import careergraph as cg
    >>> view = cg.load().view("matrix").view
    >>> found = measure(view)
    >>> found.overlaps, found.through, found.overlaid
    ((), (), ())
    >>> len(measure(straight(view)).through) > 400
    True
    """
    strokes = [stroke for edge in view.edges for stroke in strokes_of(edge)]
    crossings, overlaid = _meetings(view, strokes)
    boxes = sum(node.width * node.height for node in view.nodes)
    fonts = [ROLE_FONT if n.kind is NodeKind.ROLE else SKILL_FONT for n in view.nodes]
    scale = min(1.0, (WINDOW[0] - PANEL) / view.width)
    return Quality(
        crossings=crossings,
        overlaps=_overlaps(view),
        through=tuple(_through(view, strokes)),
        overlaid=overlaid,
        label_size=min(fonts, default=0) * scale,
        white_space=1 - boxes / (view.width * view.height),
        length=sum(stroke.length for stroke in strokes),
        ink=ink(strokes),
        bends=sum(len(edge.points) - 2 for edge in view.edges),
        tracks=_tracks(view, strokes),
    )


def straight(view: View) -> View:
    """Return a view with a straight line from box to box in place of each line: the reference."""
    boxes = {node.id: node for node in view.nodes}
    edges = tuple(
        replace(edge, points=_between(boxes[edge.source], boxes[edge.target]))
        for edge in view.edges
    )
    return replace(view, edges=edges)


def shift(before: View, after: View) -> Shift:
    """Return how far the boxes of one view stand from where they stand in another.

    Examples
    --------
    >>> import careergraph as cg
    >>> view = cg.load().view("matrix").view
    >>> shift(view, view)
    Shift(moved=0.0, mean=0.0, most=0.0)
    """
    places = {node.id: (node.x, node.y) for node in before.nodes}
    distances = [
        hypot(node.x - places[node.id][0], node.y - places[node.id][1])
        for node in after.nodes
        if node.id in places
    ]
    if not distances:
        return Shift(0.0, 0.0, 0.0)
    moved = sum(distance > 0 for distance in distances) / len(distances)
    return Shift(moved, sum(distances) / len(distances), max(distances))


def _bundled(one: ViewEdge, other: ViewEdge) -> bool:
    """Whether two lines are one to the eye: of one kind, from or to the same box.

    So are two of different kinds between the same two boxes, such as a move of a route over the
    progression that it follows.
    """
    shared = (one.source == other.source) + (one.target == other.target)
    return shared == 2 or (one.kind is other.kind and shared == 1)


def _meetings(
    view: View, strokes: list[Stroke]
) -> tuple[dict[tuple[str, str], int], tuple[Pair, ...]]:
    """Return the crossings by kind, and the lines that run on top of foreign ones."""
    places: dict[tuple[str, str], set[Point]] = {}
    overlaid: dict[Pair, None] = {}
    for i, j, at in meetings(strokes):
        one, other = strokes[i].edge, strokes[j].edge
        if _bundled(one, other):
            continue
        if at is None:
            overlaid[one.id, other.id] = None
        else:
            first, second = sorted((one.kind.value, other.kind.value))
            places.setdefault((first, second), set()).add(at)
    return {kinds: len(places[kinds]) for kinds in sorted(places)}, tuple(overlaid)


def _edges(node: ViewNode) -> tuple[float, float, float, float]:
    across, down = node.width / 2, node.height / 2
    return (node.x - across, node.y - down, node.x + across, node.y + down)


def _overlaps(view: View) -> tuple[Pair, ...]:
    boxes = sorted((_edges(node), node.id) for node in view.nodes)
    return tuple(
        (one, other)
        for (a, one), (b, other) in combinations(boxes, 2)
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    )


def _through(view: View, strokes: list[Stroke]) -> Iterator[Pair]:
    import numpy as np

    found: dict[Pair, None] = {}
    boxes = np.array([_edges(node) for node in view.nodes]).reshape(-1, 4)
    for stroke in strokes:
        inside = boxes_entered(stroke, boxes)
        for place in np.nonzero(inside)[0]:
            found[stroke.edge.id, view.nodes[int(place)].id] = None
    yield from found


def _tracks(view: View, strokes: list[Stroke]) -> dict[int, int]:
    upright = {stroke.x0 for stroke in strokes if stroke.upright}
    numbers: Counter[int] = Counter()
    for x in upright:
        if not any(column.left <= x <= column.left + column.width for column in view.columns):
            numbers[sum(column.left < x for column in view.columns)] += 1
    return dict(sorted(numbers.items()))


def _between(one: ViewNode, other: ViewNode) -> tuple[Point, ...]:
    """Return the straight line between the edges of two boxes, towards their middles."""

    def edge(node: ViewNode, toward: ViewNode) -> Point:
        across, down = toward.x - node.x, toward.y - node.y
        share = min(
            node.width / 2 / abs(across) if across else 1.0,
            node.height / 2 / abs(down) if down else 1.0,
            0.5,
        )
        return (node.x + share * across, node.y + share * down)

    return (edge(one, other), edge(other, one))
