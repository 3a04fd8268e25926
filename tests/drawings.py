"""What every drawing must be: nothing overlaps, and no line runs through a box."""

from __future__ import annotations

from itertools import combinations, pairwise

from careergraph.views.model import View, ViewNode


def edges_of(node: ViewNode) -> tuple[float, float, float, float]:
    return (
        node.x - node.width / 2,
        node.y - node.height / 2,
        node.x + node.width / 2,
        node.y + node.height / 2,
    )


def overlaps(view: View) -> list[tuple[str, str]]:
    found = []
    for one, other in combinations(view.nodes, 2):
        (left, top, right, bottom), (x0, y0, x1, y1) = edges_of(one), edges_of(other)
        if left < x1 and x0 < right and top < y1 and y0 < bottom:
            found.append((one.label, other.label))
    return found


def crossings(view: View) -> list[tuple[str, str]]:
    """Return every line with each box whose inside it enters, its own ends included."""
    found = []
    for edge in view.edges:
        for (x0, y0), (x1, y1) in pairwise(edge.points):
            for node in view.nodes:
                left, top, right, bottom = edges_of(node)
                across = min(x0, x1) < right - 0.2 and max(x0, x1) > left + 0.2
                down = min(y0, y1) < bottom - 0.2 and max(y0, y1) > top + 0.2
                if across and down:
                    found.append((edge.id, node.label))
    return found


def loose_ends(view: View) -> list[str]:
    """Return the edges whose line does not run from one box's edge to the other's."""
    nodes = {node.id: node for node in view.nodes}

    def on_edge(node: ViewNode, point: tuple[float, float]) -> bool:
        left, top, right, bottom = edges_of(node)
        x, y = point
        beside = min(abs(x - left), abs(x - right)) < 0.2 and top <= y <= bottom
        below = abs(y - bottom) < 0.2 and left <= x <= right
        return beside or below

    return [
        edge.id
        for edge in view.edges
        if not on_edge(nodes[edge.source], edge.points[0])
        or not on_edge(nodes[edge.target], edge.points[-1])
    ]


def assert_clean(view: View) -> None:
    assert overlaps(view) == []
    assert crossings(view) == []
    assert loose_ends(view) == []
    for node in view.nodes:
        left, top, right, bottom = edges_of(node)
        assert left >= 0
        assert top >= 0
        assert right <= view.width
        assert bottom <= view.height
    for edge in view.edges:
        for (x0, y0), (x1, y1) in pairwise(edge.points):
            assert x0 == x1 or y0 == y1
