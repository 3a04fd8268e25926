"""The roles and their moves as a networkx graph whose dicts are made when they are touched."""

import copy
import io
import pickle
from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given

import careergraph as cg
from careergraph.arrays import KINDS, Learning, from_network
from careergraph.learning import learning_of_moves
from careergraph.role_graph import RoleGraph, role_graph
from networks import career_network
from test_arrays import networks

ROADMAP = cg.load().careers
ARRAYS = from_network(ROADMAP)
FIRST, *_, LAST = ARRAYS.roles

served = pytest.mark.skipif(
    "careergraph" not in nx.utils.backends.backends,
    reason="networkx finds backends among installed packages; install this one with pip",
)


def untouched():
    return role_graph(ARRAYS, ROADMAP)


def plain(arrays, network):
    """Return the same graph, made by networkx from what the arrays say."""
    graph = nx.DiGraph(name=network.title)
    for role in network.roles.values():
        path, level = network.paths[role.path], network.levels[role.level]
        graph.add_node(
            role.iri, label=role.label, path=path.label, level=level.label, rank=level.rank
        )
    learning = Learning(arrays.hours, arrays.transfers)
    moves = arrays.moves
    for source, (start, end) in enumerate(pairwise(moves.indptr.tolist())):
        held = arrays.requirements_of(source).tolist()
        for place in range(start, end):
            target = int(moves.target[place])
            missing = [s for s in arrays.requirements_of(target).tolist() if s not in held]
            hours = learning(missing, held)
            graph.add_edge(
                arrays.roles[source],
                arrays.roles[target],
                kind=KINDS[moves.kind[place]].value,
                weight=float(moves.cost[place]) + hours,
                within_cap=hours <= float(moves.cap[place]),
            )
    return graph


def same(graph, expected):
    assert dict(graph.nodes.data()) == dict(expected.nodes.data())
    assert list(graph) == list(expected)
    assert list(graph.edges.data()) == list(expected.edges.data())
    assert {n: list(graph.pred[n].items()) for n in graph} == {
        n: list(expected.pred[n].items()) for n in expected
    }
    assert graph.graph == expected.graph


@given(networks())
def test_any_network_is_the_graph_that_networkx_would_make(network):
    arrays = from_network(network)
    same(role_graph(arrays, network), plain(arrays, network))


@given(networks())
def test_the_learning_of_all_moves_is_that_of_each(network):
    arrays = from_network(network)
    graph = plain(arrays, network)
    weights = [weight for _, _, weight in graph.edges.data("weight")]
    assert (learning_of_moves(arrays) + arrays.moves.cost).tolist() == weights


def test_learning_is_the_same_however_many_roles_are_looked_at_together(monkeypatch):
    whole = learning_of_moves(ARRAYS).tolist()
    for cells, entries in [(1, 1), (200, 2**16), (2**22, 40)]:
        monkeypatch.setattr("careergraph.learning.CELLS", cells)
        monkeypatch.setattr("careergraph.learning.ENTRIES", entries)
        assert learning_of_moves(ARRAYS).tolist() == whole


def test_what_is_known_from_the_arrays_makes_no_dicts():
    graph = untouched()
    assert isinstance(graph, nx.DiGraph)
    assert (len(graph), graph.order(), graph.number_of_nodes()) == (30, 30, 30)
    assert (graph.size(), graph.number_of_edges()) == (534, 534)
    assert str(graph) == "RoleGraph named 'AI career roadmap' with 30 nodes and 534 edges"
    assert FIRST in graph
    assert "nothing" not in graph
    assert [] not in graph
    assert graph.has_node(LAST)
    assert not {"_adj", "_succ", "_pred", "_node"} & vars(graph).keys()
    assert graph.nodes[FIRST]["rank"] == 1
    assert graph.sparse is not None
    assert graph.number_of_edges(FIRST, LAST) == 0
    assert graph.sparse is None


USES = {
    "iteration": list,
    "degree": lambda graph: dict(graph.degree(weight="weight")),
    "in degree": lambda graph: dict(graph.in_degree()),
    "size by weight": lambda graph: graph.size("weight"),
    "neighbours": lambda graph: (
        list(graph[FIRST]),
        list(graph.predecessors(LAST)),
        list(graph.succ[FIRST]),
    ),
    "edges": lambda graph: list(graph.edges.data()),
    "subgraph": lambda graph: list(graph.subgraph(list(graph)[:7]).copy().edges.data()),
    "edge subgraph": lambda graph: list(graph.edge_subgraph(list(graph.edges)[:5]).edges),
    "view": lambda graph: list(nx.subgraph_view(graph, filter_edge=lambda u, v: u < v).edges),
    "reverse": lambda graph: list(graph.reverse().edges.data()),
    "undirected": lambda graph: list(graph.to_undirected().edges.data()),
    "directed copy": lambda graph: list(nx.DiGraph(graph).edges.data()),
    "copy as view": lambda graph: list(graph.copy(as_view=True).edges),
    "relabelled": lambda graph: list(nx.convert_node_labels_to_integers(graph).edges.data()),
    "shortest path": lambda graph: nx.shortest_path(graph, FIRST, LAST, weight="weight"),
    "components": lambda graph: list(nx.strongly_connected_components(graph)),
    "composed": lambda graph: list(nx.compose(graph, nx.DiGraph([(1, 2)])).edges.data()),
    "isomorphic": lambda graph: nx.could_be_isomorphic(graph, nx.path_graph(3, nx.DiGraph)),
    "matrix": lambda graph: nx.to_numpy_array(graph).tolist(),
    "node link": lambda graph: nx.node_link_data(graph, edges="edges"),
    "graphml": lambda graph: "".join(nx.generate_graphml(graph)),
    "layout": lambda graph: {n: xy.tolist() for n, xy in nx.circular_layout(graph).items()},
    "contains": lambda graph: (FIRST in graph, 5 in graph, graph.has_edge(FIRST, LAST)),
    "edge data": lambda graph: graph.get_edge_data(*next(iter(graph.edges))),
    "attributes": lambda graph: nx.get_edge_attributes(graph, "kind"),
}


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_every_use_is_that_of_a_plain_graph(use):
    assert use(untouched()) == use(plain(ARRAYS, ROADMAP))


CHANGES = {
    "add a node": lambda graph: graph.add_node("new", rank=9),
    "add nodes": lambda graph: graph.add_nodes_from(["new", FIRST], rank=9),
    "add an edge": lambda graph: graph.add_edge(FIRST, LAST, weight=1.0),
    "add edges": lambda graph: graph.add_weighted_edges_from([("new", LAST, 1.0)]),
    "remove a node": lambda graph: graph.remove_node(FIRST),
    "remove nodes": lambda graph: graph.remove_nodes_from([FIRST, LAST]),
    "remove an edge": lambda graph: graph.remove_edge(*list(graph.edges)[3]),
    "clear": lambda graph: graph.clear(),
    "clear edges": lambda graph: graph.clear_edges(),
    "update": lambda graph: graph.update(edges=[(1, 2)]),
    "set an attribute": lambda graph: nx.set_node_attributes(graph, 3, "rank"),
    "write into an edge": lambda graph: next(iter(graph[FIRST].values())).update(weight=0.0),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_change_is_that_of_a_plain_graph(change):
    graph, expected = untouched(), plain(ARRAYS, ROADMAP)
    change(graph)
    change(expected)
    same(graph, expected)


@served
@pytest.mark.parametrize("before", [True, False])
def test_an_edge_that_was_handed_out_and_changed_gives_no_stale_answer(before):
    graph = untouched()
    lengths = nx.single_source_dijkstra_path_length
    target = next(iter(plain(ARRAYS, ROADMAP)[FIRST]))
    if before:
        assert lengths(graph, FIRST, backend="careergraph")[target] > 0.5
        assert graph.sparse is not None
    row = graph[FIRST]
    assert lengths(graph, FIRST, backend="careergraph") == lengths(graph, FIRST)
    row[target]["weight"] = 0.5
    assert lengths(graph, FIRST, backend="careergraph")[target] == 0.5
    graph.add_edge(target, "new", weight=0.25)
    assert lengths(graph, FIRST, backend="careergraph")["new"] == 0.75
    assert lengths(graph.subgraph([FIRST, target]), FIRST, backend="careergraph")[target] == 0.5


@served
@pytest.mark.parametrize("weight", ["weight", "unknown"])
def test_the_backend_answers_from_the_arrays_as_networkx_from_dicts(weight):
    graph, expected = untouched(), plain(ARRAYS, ROADMAP)
    for source in expected:
        found = nx.single_source_dijkstra(graph, source, weight=weight, backend="careergraph")
        wanted = nx.single_source_dijkstra(expected, source, weight=weight)
        assert [list(part.items()) for part in found] == [list(part.items()) for part in wanted]
        for function in (nx.bidirectional_dijkstra, nx.shortest_path_length, nx.shortest_path):
            paths = [
                function(one, source, LAST, weight=weight, **options)
                for one, options in [(graph, {"backend": "careergraph"}), (expected, {})]
            ]
            assert paths[0] == paths[1]
    assert graph.sparse is not None
    with pytest.raises(NotImplementedError):
        nx.dijkstra_path(graph, FIRST, LAST, weight="kind", backend="careergraph")


@pytest.mark.parametrize("again", [copy.deepcopy, RoleGraph.copy])
def test_a_copy_is_apart_from_its_original(again):
    graph = untouched()
    graph.nodes[FIRST]["rank"] = 7
    twin = again(graph)
    assert type(twin) is RoleGraph
    assert twin.sparse is not None
    twin.add_edge(FIRST, "new", weight=1.0)
    assert "new" not in list(graph)
    assert graph.nodes[FIRST]["rank"] == twin.nodes[FIRST]["rank"] == 7


@pytest.mark.parametrize("touch", [False, True])
def test_a_pickled_graph_comes_back_as_it_was(touch):
    graph = untouched()
    if touch:
        graph.add_edge(FIRST, "new")
    twin = pickle.loads(pickle.dumps(graph))
    assert (twin.sparse is None) is touch
    same(twin, graph)


def test_graphml_is_read_back():
    file = io.BytesIO()
    nx.write_graphml(untouched(), file)
    file.seek(0)
    found = nx.read_graphml(file)
    assert list(found.edges.data()) == list(untouched().edges.data())
    assert dict(found.nodes.data()) == dict(untouched().nodes.data())


def test_a_role_graph_can_be_made_as_any_digraph_is():
    graph = RoleGraph([(1, 2), (2, 3)], name="small")
    assert (graph.name, list(graph.edges), graph.sparse) == ("small", [(1, 2), (2, 3)], None)
    assert len(RoleGraph()) == 0


def test_a_network_of_one_role_without_skills_is_a_graph_of_one_node():
    network = career_network({"X": [""]}, {})
    graph = role_graph(from_network(network), network)
    assert (list(graph), graph.number_of_edges(), list(graph.edges)) == (["X1"], 0, [])


def test_within_cap_tells_what_the_hardest_cell_allows():
    network = career_network({"X": ["ab", "c"], "Y": ["d", "e"]}, dict.fromkeys("abcde", 10.0))
    graph = role_graph(from_network(network), network)
    assert graph["Y2"]["X2"] == {"kind": "lateral move", "weight": 90.0, "within_cap": False}
    assert graph["X1"]["X2"] == {"kind": "promotion", "weight": 50.0, "within_cap": True}
    assert graph["X2"]["X1"] == {"kind": "step back", "weight": 60.0, "within_cap": True}
