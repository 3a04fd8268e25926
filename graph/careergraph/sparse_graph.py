"""A networkx graph as sparse rows of numbers."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    Numbers = NDArray[np.int64]
    Hours = NDArray[np.float64]

EXACT = 2**53
"""Whole numbers below this are exact as a float64."""


class Places(Mapping[Hashable, int]):
    """The place of each of some different nodes; worked out when the first is looked up."""

    def __init__(self, nodes: Sequence[Hashable]) -> None:
        self._nodes = nodes

    @cached_property
    def _places(self) -> dict[Hashable, int]:
        return dict(zip(self._nodes, range(len(self._nodes)), strict=True))

    def __getitem__(self, node: Hashable) -> int:
        return self._places[node]

    def __iter__(self) -> Iterator[Hashable]:
        return iter(self._nodes)

    def __len__(self) -> int:
        return len(self._nodes)


@dataclass(frozen=True, eq=False)
class SparseGraph:
    """A directed graph, or an undirected one with every edge both ways.

    Attributes
    ----------
    nodes : sequence of hashable
        In the order of the graph that it stands for.
    numbers : mapping of hashable to int
        The place of each node.
    indptr, indices : array of int
        The edges out of each node in the order of its adjacency, as in CSR.
    weights : array of float64, one per edge
        Finite and not below zero.
    integral : bool
        Whether distances are whole numbers, as sums of Python's ``int`` are.
    incoming : array of int, optional
        Edges by place: those into each node in the order of its predecessors, node by node; those
        of lower nodes first without it.
    """

    nodes: Sequence[Hashable]
    numbers: Mapping[Hashable, int]
    indptr: NDArray[Any]
    indices: NDArray[Any]
    weights: Hours
    integral: bool = False
    incoming: Numbers | None = None

    __networkx_backend__ = "careergraph"

    def __contains__(self, node: Hashable) -> bool:
        return node in self.numbers

    def number_of_nodes(self) -> int:
        """Return how many nodes there are."""
        return len(self.nodes)

    @cached_property
    def matrix(self) -> csr_array:
        """The weights as scipy's sparse rows."""
        from scipy.sparse import csr_array

        size = len(self.nodes)
        return csr_array((self.weights, self.indices, self.indptr), shape=(size, size))

    @cached_property
    def names(self) -> NDArray[np.object_]:
        """The nodes as an array."""
        import numpy as np

        return np.fromiter(self.nodes, dtype=object, count=len(self.nodes))

    @cached_property
    def least(self) -> float:
        """The smallest weight; infinite without edges."""
        return float(self.weights.min(initial=float("inf")))

    @cached_property
    def tails(self) -> Numbers:
        """The node that each edge leaves."""
        import numpy as np

        return np.repeat(np.arange(len(self.nodes)), np.diff(self.indptr))

    @cached_property
    def by_head(self) -> Numbers:
        """The edges by place, node by node that they lead to."""
        import numpy as np

        if self.incoming is not None:
            return self.incoming
        order: Numbers = np.argsort(self.indices, kind="stable")
        return order

    @cached_property
    def reverse(self) -> SparseGraph:
        """The same graph with its edges turned round."""
        import numpy as np

        order = self.by_head
        sizes = np.bincount(self.indices, minlength=len(self.nodes))
        indptr = np.concatenate(([0], np.cumsum(sizes)))
        places = np.empty(len(order), dtype=np.int64)
        places[order] = np.arange(len(order))
        return SparseGraph(
            self.nodes,
            self.numbers,
            indptr.astype(self.indptr.dtype),
            self.tails[order].astype(self.indices.dtype),
            self.weights[order],
            self.integral,
            places,
        )


def unweighted(graph: SparseGraph) -> SparseGraph:
    """Return a graph whose edges weigh 1 each, as edges do that have no weight."""
    import numpy as np

    return replace(graph, weights=np.ones(len(graph.indices)), integral=True)


def from_networkx(graph: nx.Graph, weight: str | None) -> SparseGraph:
    """Return a networkx graph that is no multigraph in numbers.

    An edge without the attribute `weight` weighs 1, and one where it is None is left out.

    Raises
    ------
    NotImplementedError
        A weight is no number, not finite, below zero, or so large that sums are not exact.
    """
    import numpy as np

    numbers = {node: number for number, node in enumerate(graph)}
    sizes: list[int] = []
    heads: list[int] = []
    weights: list[float] = []
    for _, following in graph.adjacency():
        before = len(heads)
        for node, data in following.items():
            value = 1 if weight is None else data.get(weight, 1)
            if value is not None:
                heads.append(numbers[node])
                weights.append(value)
        sizes.append(len(heads) - before)
    indptr, indices = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64))), np.array(heads)
    return SparseGraph(
        tuple(numbers),
        numbers,
        indptr.astype(np.int32),
        indices.astype(np.int32),
        _hours(weights, len(numbers)),
        all(isinstance(value, int) for value in weights),
        _incoming(graph, numbers, indptr, indices),
    )


def _hours(weights: Sequence[Any], nodes: int) -> Hours:
    import numpy as np

    if not all(isinstance(value, int | float) for value in weights):
        raise NotImplementedError("a weight is no number of Python's")
    whole = max((value for value in weights if isinstance(value, int)), default=0)
    if whole * nodes >= EXACT:
        raise NotImplementedError("a path may be too long to be exact")
    found = np.array(weights, dtype=np.float64)
    if not (np.isfinite(found) & (found >= 0)).all():
        raise NotImplementedError("a weight is below zero or not finite")
    return found


def _incoming(
    graph: nx.Graph, numbers: Mapping[Hashable, int], indptr: Numbers, indices: Numbers
) -> Numbers:
    """Return the edges into each node in the order of its predecessors."""
    import numpy as np

    before = graph._pred if graph.is_directed() else graph._adj
    tails = np.array([numbers[tail] for node in numbers for tail in before[node]], dtype=np.int64)
    heads = np.repeat(np.arange(len(numbers)), [len(before[node]) for node in numbers])
    edges = np.repeat(np.arange(len(numbers)), np.diff(indptr)) * len(numbers) + indices
    order = np.argsort(edges)
    wanted = tails * len(numbers) + heads
    places = np.searchsorted(edges, wanted, sorter=order)
    found = order[np.minimum(places, len(edges) - 1)] if len(edges) else order
    return found[edges[found] == wanted] if len(edges) else found
