"""The networkx backend ``careergraph``: networkx's shortest paths by Dijkstra, over scipy.

networkx finds it by its entry point. It runs where it is asked for: with ``backend="careergraph"``,
or where the user's own ``nx.config.backend_priority`` or ``NETWORKX_BACKEND_PRIORITY`` names it;
importing it changes no configuration. Answers equal networkx's, and so does their order.
Functions have the signatures of networkx's, where they are documented.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator
from inspect import signature
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from careergraph.shortest_paths import Settled
    from careergraph.sparse_graph import SparseGraph

    Node = Hashable
    Lengths = dict[Node, float]
    Paths = dict[Node, list[Node]]

FEWEST_NODES = 200
"""Below so many nodes plain networkx is as quick, and is left to it."""

ALL = frozenset({"all_pairs_dijkstra", "all_pairs_dijkstra_path", "all_pairs_dijkstra_path_length"})
"""Functions that search from every node, so that a conversion is soon made up for."""


def backend_info() -> dict[str, Any]:
    """Return what networkx shows of its backends."""
    return {
        "backend_name": "careergraph",
        "project": "careergraph",
        "package": "careergraph",
        "short_summary": "Shortest paths by Dijkstra over scipy.sparse.csgraph, at once on a "
        "careergraph RoleGraph.",
        "functions": {},
    }


def can_run(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool | str:
    """Tell whether a function can answer a call; why not, as text."""
    asked = _asked(name, args, kwargs)
    if asked["G"].is_multigraph():
        return "a multigraph has several edges between two nodes"
    if callable(asked["weight"]):
        return "a weight that is a function runs in Python"
    if asked.get("method", "dijkstra") != "dijkstra":
        return "only Dijkstra's algorithm is here"
    if "method" in asked and asked["weight"] is None:
        return "without weights networkx searches breadth first, in another order"
    return True


def should_run(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool | str:
    """Tell whether a function is quicker here than in networkx, conversion included."""
    asked = _asked(name, args, kwargs)
    graph = asked["G"]
    if graph.number_of_nodes() < FEWEST_NODES:
        return f"below {FEWEST_NODES} nodes networkx is as quick"
    if getattr(graph, "sparse", None) is not None:
        return True
    if asked.get("target") is not None:
        return "networkx finds one path sooner than the graph is converted"
    if graph.__networkx_cache__ is None and name not in ALL:
        return "the graph would be converted for each call"
    return True


def _asked(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
    import networkx as nx

    bound = signature(getattr(nx, name)).bind(*args, **kwargs)
    bound.apply_defaults()
    return bound.arguments


def convert_from_nx(
    graph: Any, *, edge_attrs: dict[str, float] | None = None, **_: Any
) -> SparseGraph:
    """Return a graph in numbers; a `RoleGraph` that nobody has looked into has them.

    Raises
    ------
    NotImplementedError
        A weight is no number, not finite, below zero, or so large that sums are not exact.
    """
    from careergraph.sparse_graph import from_networkx, unweighted

    weight = next(iter(edge_attrs or ()), None)
    sparse: SparseGraph | None = getattr(graph, "sparse", None)
    if sparse is None:
        return from_networkx(graph, weight)
    if weight in {"kind", "within_cap"}:
        raise NotImplementedError(f"{weight!r} is no number of hours")
    return sparse if weight == "weight" else unweighted(sparse)


def convert_to_nx(result: Any, **_: Any) -> Any:
    """Return a result as networkx knows it, which all results are: none is a graph."""
    return result


def single_source_dijkstra(
    graph: SparseGraph,
    source: Node,
    target: Node | None = None,
    cutoff: float | None = None,
    weight: str = "weight",
) -> tuple[Lengths, Paths] | tuple[float, list[Node]]:
    """Return lengths and paths from a node, or those to a target."""
    return multi_source_dijkstra(graph, {source}, target, cutoff, weight)


def single_source_dijkstra_path(
    graph: SparseGraph, source: Node, cutoff: float | None = None, weight: str = "weight"
) -> Paths:
    """Return paths from a node."""
    return _settled(graph, {source}, cutoff).paths()


def single_source_dijkstra_path_length(
    graph: SparseGraph, source: Node, cutoff: float | None = None, weight: str = "weight"
) -> Lengths:
    """Return lengths from a node."""
    return _settled(graph, {source}, cutoff).distances()


def multi_source_dijkstra(
    graph: SparseGraph,
    sources: Collection[Node],
    target: Node | None = None,
    cutoff: float | None = None,
    weight: str = "weight",
) -> tuple[Lengths, Paths] | tuple[float, list[Node]]:
    """Return lengths and paths from the nearest of some nodes, or those to a target."""
    import networkx as nx

    settled = _settled(graph, sources, cutoff)
    if target is None:
        return settled.distances(), settled.paths()
    if target in sources:
        return 0, [target]
    length = _length(graph, settled, target)
    if length is None:
        raise nx.NetworkXNoPath(f"No path to {target}.")
    return length, settled.path(graph.numbers[target])


def multi_source_dijkstra_path(
    graph: SparseGraph,
    sources: Collection[Node],
    cutoff: float | None = None,
    weight: str = "weight",
) -> Paths:
    """Return paths from the nearest of some nodes."""
    return _settled(graph, sources, cutoff).paths()


def multi_source_dijkstra_path_length(
    graph: SparseGraph,
    sources: Collection[Node],
    cutoff: float | None = None,
    weight: str = "weight",
) -> Lengths:
    """Return lengths from the nearest of some nodes."""
    return _settled(graph, sources, cutoff).distances()


def all_pairs_dijkstra(
    graph: SparseGraph, cutoff: float | None = None, weight: str = "weight"
) -> Iterator[tuple[Node, tuple[Lengths, Paths]]]:
    """Yield each node with lengths and paths from it."""
    for node in graph.nodes:
        settled = _settled(graph, {node}, cutoff)
        yield node, (settled.distances(), settled.paths())


def all_pairs_dijkstra_path(
    graph: SparseGraph, cutoff: float | None = None, weight: str = "weight"
) -> Iterator[tuple[Node, Paths]]:
    """Yield each node with paths from it."""
    for node in graph.nodes:
        yield node, _settled(graph, {node}, cutoff).paths()


def all_pairs_dijkstra_path_length(
    graph: SparseGraph, cutoff: float | None = None, weight: str = "weight"
) -> Iterator[tuple[Node, Lengths]]:
    """Yield each node with lengths from it."""
    for node in graph.nodes:
        yield node, _settled(graph, {node}, cutoff).distances()


def dijkstra_path(
    graph: SparseGraph, source: Node, target: Node, weight: str = "weight"
) -> list[Node]:
    """Return the path between two nodes."""
    _, path = multi_source_dijkstra(graph, {source}, target)
    return path  # type: ignore[return-value]


def dijkstra_path_length(
    graph: SparseGraph, source: Node, target: Node, weight: str = "weight"
) -> float:
    """Return the length between two nodes."""
    import networkx as nx

    settled = _settled(graph, {source}, None)
    if source == target:
        return 0
    length = _length(graph, settled, target)
    if length is None:
        raise nx.NetworkXNoPath(f"Node {target} not reachable from {source}")
    return length


def bidirectional_dijkstra(
    graph: SparseGraph, source: Node, target: Node, weight: str = "weight"
) -> tuple[float, list[Node]]:
    """Return length and path between two nodes, searched for from both."""
    import networkx as nx

    from careergraph.shortest_paths import between

    for node, name in ((source, "Source"), (target, "Target")):
        if node not in graph:
            raise nx.NodeNotFound(f"{name} {node} is not in G")
    found = between(graph, graph.numbers[source], graph.numbers[target])
    if found is None:
        raise nx.NetworkXNoPath(f"No path between {source} and {target}.")
    length, path = found
    return length, [graph.nodes[number] for number in path]


def shortest_path(
    graph: SparseGraph,
    source: Node | None = None,
    target: Node | None = None,
    weight: str = "weight",
    method: str = "dijkstra",
) -> list[Node] | Paths | Iterator[tuple[Node, Paths]]:
    """Return the path between two nodes, or paths from one, to one, or between all."""
    if source is not None and target is not None:
        return bidirectional_dijkstra(graph, source, target)[1]
    if source is not None:
        return single_source_dijkstra_path(graph, source)
    if target is not None:
        found = single_source_dijkstra_path(graph.reverse, target)
        return {node: path[::-1] for node, path in found.items()}
    return all_pairs_dijkstra_path(graph)


def shortest_path_length(
    graph: SparseGraph,
    source: Node | None = None,
    target: Node | None = None,
    weight: str = "weight",
    method: str = "dijkstra",
) -> float | Lengths | Iterator[tuple[Node, Lengths]]:
    """Return the length between two nodes, or lengths from one, to one, or between all."""
    if source is not None and target is not None:
        return dijkstra_path_length(graph, source, target)
    if source is not None:
        return single_source_dijkstra_path_length(graph, source)
    if target is not None:
        return single_source_dijkstra_path_length(graph.reverse, target)
    return all_pairs_dijkstra_path_length(graph)


def _settled(graph: SparseGraph, sources: Collection[Node], cutoff: float | None) -> Settled:
    import networkx as nx

    from careergraph.shortest_paths import Settled

    if not sources:
        raise ValueError("sources must not be empty")
    for source in sources:
        if source not in graph:
            raise nx.NodeNotFound(f"Node {source} not found in graph")
    return Settled(graph, [graph.numbers[source] for source in dict.fromkeys(sources)], cutoff)


def _length(graph: SparseGraph, settled: Settled, target: Node) -> float | None:
    number = graph.numbers.get(target)
    return None if number is None else settled.distance(number)
