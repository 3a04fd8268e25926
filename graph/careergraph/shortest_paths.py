"""Shortest paths in sparse rows, as networkx finds and orders them.

Distances come from scipy. networkx's answers are in the order in which Dijkstra's algorithm
settles nodes; among nodes at one distance that is the order in which they were found, which is
worked out here from the edges that lie on shortest paths.
"""

from __future__ import annotations

from functools import cached_property
from heapq import heappop, heappush
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from careergraph.sparse_graph import SparseGraph

    Numbers = NDArray[np.int64]

MOST_PASSES = 8
"""Passes over nodes at equal distances after which they are settled one by one instead."""

ABSORBED = 2**-52
"""What is a smaller share of a distance than this may add nothing to it, being rounded away."""


class Settled:
    """The nodes within reach of some sources, in the order in which networkx settles them.

    Parameters
    ----------
    graph : SparseGraph
    sources : sequence of int
        Their places, each once.
    cutoff : float, optional
        The farthest distance to look at.
    """

    def __init__(
        self, graph: SparseGraph, sources: Sequence[int], cutoff: float | None = None
    ) -> None:
        import numpy as np
        from scipy.sparse.csgraph import dijkstra

        self._graph = graph
        self._sources = np.array(sources, dtype=np.int64)
        far = np.inf if cutoff is None else max(cutoff, 0)
        self._distance = dijkstra(graph.matrix, indices=self._sources, min_only=True, limit=far)
        if cutoff is not None and cutoff < 0:
            self._distance[:] = np.inf
            self._distance[self._sources] = 0

    def distance(self, node: int) -> float | None:
        """Return the distance of a node; None where it is out of reach."""
        found = float(self._distance[node])
        if found == float("inf"):
            return None
        return int(found) if self._graph.integral else found

    def distances(self) -> dict[Hashable, float]:
        """Return the distance of every node within reach."""
        import numpy as np

        values = self._distance[self.order]
        numbers = values.astype(np.int64).tolist() if self._graph.integral else values.tolist()
        found = dict(zip(self._names(), numbers, strict=True))
        for source in self._sources.tolist():
            found[self._graph.nodes[source]] = 0
        return found

    def paths(self) -> dict[Hashable, list[Hashable]]:
        """Return the path to every node within reach."""
        before = self._before
        found: list[list[Hashable]] = [[]] * len(before)
        order, names = self.order.tolist(), self._names()
        for number, node in zip(order, names, strict=True):
            found[number] = [*found[before[number]], node] if before[number] >= 0 else [node]
        return dict(zip(names, map(found.__getitem__, order), strict=True))

    def path(self, node: int) -> list[Hashable]:
        """Return the path to a node within reach."""
        found = [node]
        while (last := self._before[found[-1]]) >= 0:
            found.append(last)
        return [self._graph.nodes[number] for number in reversed(found)]

    def _names(self) -> list[Hashable]:
        names: list[Hashable] = self._graph.names[self.order].tolist()
        return names

    @cached_property
    def order(self) -> Numbers:
        """The nodes within reach, as they are settled."""
        import numpy as np

        farther = np.isfinite(self._distance)
        farther[self._sources] = False
        others = np.flatnonzero(farther)
        others = others[np.argsort(self._distance[others])]
        order = np.concatenate((self._sources, others))
        distance = self._distance[others]
        equal = distance[1:] == distance[:-1]
        if not equal.any():
            return order
        if self._graph.least <= distance[-1] * ABSORBED:
            return self._one_by_one()
        return self._by_finder(order, equal)

    def _by_finder(self, order: Numbers, equal: NDArray[np.bool_]) -> Numbers:
        """Order nodes at equal distances by who found them first, until nothing changes.

        `equal` tells whether a node that is no source is as far as the one before.
        """
        import numpy as np

        tied = np.zeros(len(order), dtype=bool)
        tied[-len(equal) :] = equal
        tied[-len(equal) - 1 : -1] |= equal
        places = np.flatnonzero(tied)
        group = np.cumsum(np.diff(self._distance[order[places]], prepend=-1) > 0)
        for _ in range(MOST_PASSES):
            found = self._finders(order)[order[places]]
            if ((np.diff(found) > 0) | (np.diff(group) > 0)).all():
                return order
            order[places] = order[places][_sorted_within(group, found)]
        return self._one_by_one()

    def _one_by_one(self) -> Numbers:
        """Settle node after node along the edges that lie on shortest paths."""
        import numpy as np

        edges = np.sort(self._tight[0])
        tails, heads = self._graph.tails[edges], self._graph.indices[edges]
        starts = np.searchsorted(tails, np.arange(len(self._distance) + 1)).tolist()
        following, distance = heads.tolist(), self._distance.tolist()
        queue = [(0.0, place, source) for place, source in enumerate(self._sources.tolist())]
        seen = set(self._sources.tolist())
        settled = []
        while queue:
            _, _, node = heappop(queue)
            settled.append(node)
            for other in following[starts[node] : starts[node + 1]]:
                if other not in seen:
                    heappush(queue, (distance[other], len(seen), other))
                    seen.add(other)
        return np.array(settled, dtype=np.int64)

    @cached_property
    def _tight(self) -> tuple[Numbers, Numbers, Numbers]:
        """The edges that lie on shortest paths, by the node that they lead to, and both ends.

        None leads to a source.
        """
        import numpy as np

        backward, distance = self._graph.reverse, self._distance
        ends = distance.copy()
        ends[self._sources] = np.nan
        ends[np.isinf(ends)] = np.nan
        there = np.repeat(ends, np.diff(backward.indptr))
        found = np.flatnonzero(distance[backward.indices] + backward.weights == there)
        return self._graph.by_head[found], backward.indices[found], backward.tails[found]

    @cached_property
    def _entries(self) -> tuple[Numbers, Numbers]:
        """The nodes that tight edges lead to, and where the edges of each begin."""
        import numpy as np

        *_, heads = self._tight
        starts = np.flatnonzero(np.diff(heads, prepend=-1))
        return heads[starts], starts

    def _finders(self, order: Numbers) -> Numbers:
        """Return when each node was found, given when nodes were settled; -1 of sources."""
        import numpy as np

        edges, tails, _ = self._tight
        nodes, starts = self._entries
        rank = np.empty(len(self._distance), dtype=np.int64)
        rank[order] = np.arange(len(order))
        found = np.full(len(self._distance), -1, dtype=np.int64)
        if len(edges):
            when = rank[tails] * len(self._graph.indices) + edges
            found[nodes] = np.minimum.reduceat(when, starts)
        return found

    @cached_property
    def _before(self) -> list[int]:
        """The node from which each was found; -1 for sources and what is out of reach."""
        import numpy as np

        found = self._finders(self.order)
        edge = found % max(1, len(self._graph.indices))
        before: list[int] = np.where(found < 0, -1, np.append(self._graph.tails, 0)[edge]).tolist()
        return before


def _sorted_within(group: Numbers, value: Numbers) -> Numbers:
    """Return the order by group and then by value, neither of which is below zero."""
    import numpy as np

    spread = int(value.max()) + 1
    if (int(group.max()) + 1) * spread < 2**63:
        order: Numbers = np.argsort(group * spread + value)
        return order
    return np.lexsort((value, group))


def between(graph: SparseGraph, source: int, target: int) -> tuple[float, list[int]] | None:
    """Return length and path between two nodes; None where there is no path.

    Both ends are searched from in turn, a node at a time and in the order of networkx, so that of
    several shortest paths it is the one that networkx finds.
    """
    if source == target:
        return 0, [source]
    searches = _Search(graph, source), _Search(graph.reverse, target)
    best, meeting, turn = float("inf"), -1, 0
    while all(search.queue for search in searches):
        search, other = searches[turn], searches[1 - turn]
        turn = 1 - turn
        node = search.settle()
        if node is None:
            continue
        if node in other.settled:
            path = searches[0].path(meeting)[::-1] + searches[1].path(meeting)[1:]
            return int(best) if graph.integral else best, path
        for found in search.relax(node):
            length = search.length[found] + other.length.get(found, float("inf"))
            if length < best:
                best, meeting = length, found
    return None


class _Search:
    """One side of a search from both ends."""

    def __init__(self, graph: SparseGraph, start: int) -> None:
        self._graph = graph
        self._before: dict[int, int] = {}
        self.length = {start: 0.0}
        self.settled: set[int] = set()
        self.queue = [(0.0, 0, start)]
        self._found = 1

    def settle(self) -> int | None:
        """Settle the nearest node and return it; None where it was settled before."""
        _, _, node = heappop(self.queue)
        if node in self.settled:
            return None
        self.settled.add(node)
        return node

    def relax(self, node: int) -> Iterator[int]:
        """Yield the nodes to which the way through a node is the shortest yet."""
        start, end = self._graph.indptr[node : node + 2].tolist()
        heads = self._graph.indices[start:end].tolist()
        here = self.length[node]
        for head, weight in zip(heads, self._graph.weights[start:end].tolist(), strict=True):
            length = here + weight
            if length < self.length.get(head, float("inf")):
                self.length[head] = length
                self._before[head] = node
                heappush(self.queue, (length, self._found, head))
                self._found += 1
                yield head

    def path(self, node: int) -> list[int]:
        """Return the nodes from one back to where the search began."""
        found = [node]
        while found[-1] in self._before:
            found.append(self._before[found[-1]])
        return found
