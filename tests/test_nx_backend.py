"""The networkx backend: what plain networkx answers, in its order."""

import os
import subprocess
import sys

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import careergraph as cg
from careergraph import nx_backend
from careergraph.shortest_paths import Settled

pytestmark = pytest.mark.skipif(
    "careergraph" not in nx.utils.backends.backends,
    reason="networkx finds backends among installed packages; install this one with pip",
)

WEIGHTS = {
    "ties": st.integers(1, 3),
    "zeros": st.integers(0, 2),
    "floats": st.sampled_from([0.1, 0.2, 0.3, 0.1 + 0.2, 1e-17, 7.5]),
    "hidden": st.sampled_from([None, 1, 2]),
}


@st.composite
def graphs(draw):
    nodes = draw(st.permutations(range(draw(st.integers(1, 9)))))
    pairs = st.tuples(st.sampled_from(nodes), st.sampled_from(nodes))
    graph = draw(st.sampled_from([nx.DiGraph, nx.Graph]))()
    graph.add_nodes_from(nodes)
    weight = WEIGHTS[draw(st.sampled_from(sorted(WEIGHTS)))]
    for tail, head in draw(st.lists(pairs, max_size=30)):
        if draw(st.booleans()):
            graph.add_edge(tail, head, weight=draw(weight))
        else:
            graph.add_edge(tail, head)
    graph.__networkx_cache__ = None  # networkx would warn of what it keeps
    return graph


def answer(function, *args, **kwargs):
    """Return an answer with the order of its dicts, or the error."""
    try:
        found = function(*args, **kwargs)
        return in_order(list(found) if hasattr(found, "__next__") else found)
    except (nx.NetworkXNoPath, nx.NodeNotFound, ValueError) as error:
        return type(error), str(error)


def in_order(found):
    if isinstance(found, dict):
        return [(key, in_order(value)) for key, value in found.items()]
    return tuple(map(in_order, found)) if isinstance(found, tuple | list) else found


def agree(name, *args, **kwargs):
    function = getattr(nx, name)
    expected = answer(function, *args, **kwargs)
    assert answer(function, *args, backend="careergraph", **kwargs) == expected
    return expected


CUTOFFS = st.sampled_from([None, -1, 0, 0.3, 2, 4])


@given(graphs(), st.data())
def test_lengths_and_paths_from_nodes_are_those_of_networkx_in_its_order(graph, data):
    node = st.sampled_from([*graph, "missing"])
    cutoff, weight = data.draw(CUTOFFS), data.draw(st.sampled_from(["weight", "other", None]))
    options = {"cutoff": cutoff, "weight": weight}
    source = data.draw(node)
    agree("single_source_dijkstra", graph, source, **options)
    agree("single_source_dijkstra", graph, source, data.draw(node), **options)
    agree("single_source_dijkstra_path", graph, source, **options)
    agree("single_source_dijkstra_path_length", graph, source, **options)
    sources = data.draw(st.lists(node, max_size=4))
    agree("multi_source_dijkstra", graph, sources, **options)
    agree("multi_source_dijkstra", graph, sources, data.draw(node), **options)
    agree("multi_source_dijkstra_path", graph, sources, **options)
    agree("multi_source_dijkstra_path_length", graph, sources, **options)


@given(graphs(), CUTOFFS)
def test_all_pairs_are_those_of_networkx_in_its_order(graph, cutoff):
    agree("all_pairs_dijkstra", graph, cutoff=cutoff)
    agree("all_pairs_dijkstra_path", graph, cutoff=cutoff)
    agree("all_pairs_dijkstra_path_length", graph, cutoff=cutoff)


@given(graphs(), st.data())
def test_paths_between_two_nodes_are_those_of_networkx(graph, data):
    node = st.sampled_from([*graph, "missing"])
    source, target = data.draw(node), data.draw(node)
    agree("dijkstra_path", graph, source, target)
    agree("dijkstra_path_length", graph, source, target)
    agree("bidirectional_dijkstra", graph, source, target)
    for one in (source, None):
        for other in (target, None):
            agree("shortest_path", graph, one, other, weight="weight")
            agree("shortest_path_length", graph, one, other, weight="weight")


@pytest.mark.parametrize("weight", [1, 3, 0.1])
def test_ties_that_follow_from_ties_are_settled_in_order(weight):
    grid = nx.grid_2d_graph(12, 12)
    nx.set_edge_attributes(grid, weight, "weight")
    grid.__networkx_cache__ = None
    found = agree("single_source_dijkstra", grid, (3, 8))
    assert found[0][0] == ((3, 8), 0)


def test_orders_that_take_many_passes_are_found_one_by_one(monkeypatch):
    monkeypatch.setattr("careergraph.shortest_paths.MOST_PASSES", 0)
    settled = []
    one_by_one = Settled._one_by_one
    monkeypatch.setattr(
        Settled, "_one_by_one", lambda self: settled.append(self) or one_by_one(self)
    )
    grid = nx.grid_2d_graph(6, 6)
    grid.__networkx_cache__ = None
    agree("single_source_dijkstra", grid, (0, 0))
    assert settled


@pytest.mark.parametrize("value", [-1, float("inf"), float("nan"), 2**53, "far"])
def test_weights_that_have_no_exact_answer_here_are_left_to_networkx(value):
    graph = nx.DiGraph([(1, 2, {"weight": value})])
    with pytest.raises(NotImplementedError):
        nx.single_source_dijkstra(graph, 1, backend="careergraph")
    with nx.config(backend_priority=["careergraph"]):
        if value != "far":
            assert nx.single_source_dijkstra(graph, 1)[1] == nx.single_source_dijkstra_path(
                graph, 1, backend="networkx"
            )


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (lambda graph: ("shortest_path", (graph,), {}), "breadth first"),
        (
            lambda graph: ("shortest_path", (graph, 0, 1, "weight", "bellman-ford"), {}),
            "only Dijkstra",
        ),
        (
            lambda graph: ("dijkstra_path", (graph, 0, 1), {"weight": lambda u, v, d: 1}),
            "runs in Python",
        ),
        (lambda graph: ("dijkstra_path", (nx.MultiDiGraph(graph), 0, 1), {}), "multigraph"),
    ],
)
def test_what_is_not_covered_says_why(call, reason):
    graph = nx.path_graph(3)
    name, args, kwargs = call(graph)
    assert reason in nx_backend.can_run(name, args, kwargs)
    with pytest.raises(NotImplementedError, match="not implemented by 'careergraph'"):
        getattr(nx, name)(*args, backend="careergraph", **kwargs)


@pytest.mark.parametrize(
    ("nodes", "name", "args", "told"),
    [
        (199, "single_source_dijkstra", (0,), "below 200 nodes"),
        (200, "single_source_dijkstra", (0,), True),
        (200, "dijkstra_path", (0, 5), "finds one path sooner"),
    ],
)
def test_small_graphs_and_single_pairs_are_left_to_networkx(nodes, name, args, told):
    graph = nx.path_graph(nodes)
    found = nx_backend.should_run(name, (graph, *args), {})
    assert found is True if told is True else told in found


def test_a_role_graph_is_served_where_the_user_prefers_the_backend(monkeypatch):
    monkeypatch.setattr(nx_backend, "FEWEST_NODES", 1)
    graph = cg.load().role_graph()
    source = next(iter(graph))
    with nx.config(backend_priority=["careergraph"]):
        found = nx.single_source_dijkstra_path_length(graph, source)
        nx.shortest_path(graph, source, max(found), weight="weight")
    assert graph.sparse is not None
    assert list(found.items()) == list(nx.single_source_dijkstra_path_length(graph, source).items())
    assert nx_backend.should_run("single_source_dijkstra", (graph, source), {}) is not True


def test_importing_changes_no_configuration_and_loads_nothing_heavy():
    code = (
        "import sys, networkx as nx\n"
        "assert not nx.config.backend_priority.algos and not nx.config.fallback_to_nx\n"
        "assert 'careergraph' in nx.config.backends\n"
        "assert not {'numpy', 'scipy', 'rdflib', 'pyoxigraph'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env=dict(os.environ))
