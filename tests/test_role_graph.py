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
    G = untouched()
    assert isinstance(G, nx.DiGraph)
    assert (len(G), G.order(), G.number_of_nodes()) == (30, 30, 30)
    assert (G.size(), G.number_of_edges()) == (534, 534)
    assert str(G) == "RoleGraph named 'AI career roadmap' with 30 nodes and 534 edges"
    assert FIRST in G
    assert "nothing" not in G
    assert [] not in G
    assert G.has_node(LAST)
    assert not {"_adj", "_succ", "_pred", "_node"} & vars(G).keys()
    assert G.nodes[FIRST]["rank"] == 1
    assert G.sparse is not None
    assert G.number_of_edges(FIRST, LAST) == 0
    assert G.sparse is None


USES = {
    "iteration": list,
    "degree": lambda G: dict(G.degree(weight="weight")),
    "in degree": lambda G: dict(G.in_degree()),
    "size by weight": lambda G: G.size("weight"),
    "neighbours": lambda G: (list(G[FIRST]), list(G.predecessors(LAST)), list(G.succ[FIRST])),
    "edges": lambda G: list(G.edges.data()),
    "subgraph": lambda G: list(G.subgraph(list(G)[:7]).copy().edges.data()),
    "edge subgraph": lambda G: list(G.edge_subgraph(list(G.edges)[:5]).edges),
    "view": lambda G: list(nx.subgraph_view(G, filter_edge=lambda u, v: u < v).edges),
    "reverse": lambda G: list(G.reverse().edges.data()),
    "undirected": lambda G: list(G.to_undirected().edges.data()),
    "directed copy": lambda G: list(nx.DiGraph(G).edges.data()),
    "copy as view": lambda G: list(G.copy(as_view=True).edges),
    "relabelled": lambda G: list(nx.convert_node_labels_to_integers(G).edges.data()),
    "shortest path": lambda G: nx.shortest_path(G, FIRST, LAST, weight="weight"),
    "components": lambda G: list(nx.strongly_connected_components(G)),
    "composed": lambda G: list(nx.compose(G, nx.DiGraph([(1, 2)])).edges.data()),
    "isomorphic": lambda G: nx.could_be_isomorphic(G, nx.path_graph(3, nx.DiGraph)),
    "matrix": lambda G: nx.to_numpy_array(G).tolist(),
    "node link": lambda G: nx.node_link_data(G, edges="edges"),
    "graphml": lambda G: "".join(nx.generate_graphml(G)),
    "layout": lambda G: {n: xy.tolist() for n, xy in nx.circular_layout(G).items()},
    "contains": lambda G: (FIRST in G, 5 in G, G.has_edge(FIRST, LAST)),
    "edge data": lambda G: G.get_edge_data(*next(iter(G.edges))),
    "attributes": lambda G: nx.get_edge_attributes(G, "kind"),
}


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_every_use_is_that_of_a_plain_graph(use):
    assert use(untouched()) == use(plain(ARRAYS, ROADMAP))


CHANGES = {
    "add a node": lambda G: G.add_node("new", rank=9),
    "add nodes": lambda G: G.add_nodes_from(["new", FIRST], rank=9),
    "add an edge": lambda G: G.add_edge(FIRST, LAST, weight=1.0),
    "add edges": lambda G: G.add_weighted_edges_from([("new", LAST, 1.0)]),
    "remove a node": lambda G: G.remove_node(FIRST),
    "remove nodes": lambda G: G.remove_nodes_from([FIRST, LAST]),
    "remove an edge": lambda G: G.remove_edge(*list(G.edges)[3]),
    "clear": lambda G: G.clear(),
    "clear edges": lambda G: G.clear_edges(),
    "update": lambda G: G.update(edges=[(1, 2)]),
    "set an attribute": lambda G: nx.set_node_attributes(G, 3, "rank"),
    "write into an edge": lambda G: next(iter(G[FIRST].values())).update(weight=0.0),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_change_is_that_of_a_plain_graph(change):
    G, expected = untouched(), plain(ARRAYS, ROADMAP)
    change(G)
    change(expected)
    same(G, expected)


@served
@pytest.mark.parametrize("before", [True, False])
def test_an_edge_that_was_handed_out_and_changed_gives_no_stale_answer(before):
    G = untouched()
    lengths = nx.single_source_dijkstra_path_length
    target = next(iter(plain(ARRAYS, ROADMAP)[FIRST]))
    if before:
        assert lengths(G, FIRST, backend="careergraph")[target] > 0.5
        assert G.sparse is not None
    row = G[FIRST]
    assert lengths(G, FIRST, backend="careergraph") == lengths(G, FIRST)
    row[target]["weight"] = 0.5
    assert lengths(G, FIRST, backend="careergraph")[target] == 0.5
    G.add_edge(target, "new", weight=0.25)
    assert lengths(G, FIRST, backend="careergraph")["new"] == 0.75
    assert lengths(G.subgraph([FIRST, target]), FIRST, backend="careergraph")[target] == 0.5


@served
@pytest.mark.parametrize("weight", ["weight", "unknown"])
def test_the_backend_answers_from_the_arrays_as_networkx_from_dicts(weight):
    G, expected = untouched(), plain(ARRAYS, ROADMAP)
    for source in expected:
        found = nx.single_source_dijkstra(G, source, weight=weight, backend="careergraph")
        wanted = nx.single_source_dijkstra(expected, source, weight=weight)
        assert [list(part.items()) for part in found] == [list(part.items()) for part in wanted]
        for function in (nx.bidirectional_dijkstra, nx.shortest_path_length, nx.shortest_path):
            paths = [
                function(graph, source, LAST, weight=weight, **options)
                for graph, options in [(G, {"backend": "careergraph"}), (expected, {})]
            ]
            assert paths[0] == paths[1]
    assert G.sparse is not None
    with pytest.raises(NotImplementedError):
        nx.dijkstra_path(G, FIRST, LAST, weight="kind", backend="careergraph")


@pytest.mark.parametrize("again", [copy.deepcopy, RoleGraph.copy, copy.copy])
def test_a_copy_is_apart_from_its_original(again):
    G = untouched()
    G.nodes[FIRST]["rank"] = 7
    twin = again(G)
    assert type(twin) is RoleGraph
    assert twin.sparse is not None
    twin.add_edge(FIRST, "new", weight=1.0)
    assert "new" not in G
    assert G.nodes[FIRST]["rank"] == twin.nodes[FIRST]["rank"] == 7


@pytest.mark.parametrize("touch", [False, True])
def test_a_pickled_graph_comes_back_as_it_was(touch):
    G = untouched()
    if touch:
        G.add_edge(FIRST, "new")
    twin = pickle.loads(pickle.dumps(G))
    assert (twin.sparse is None) is touch
    same(twin, G)


def test_graphml_is_read_back():
    file = io.BytesIO()
    nx.write_graphml(untouched(), file)
    file.seek(0)
    found = nx.read_graphml(file)
    assert list(found.edges.data()) == list(untouched().edges.data())
    assert dict(found.nodes.data()) == dict(untouched().nodes.data())


def test_a_role_graph_can_be_made_as_any_digraph_is():
    G = RoleGraph([(1, 2), (2, 3)], name="small")
    assert (G.name, list(G.edges), G.sparse) == ("small", [(1, 2), (2, 3)], None)
    assert len(RoleGraph()) == 0


def test_a_network_of_one_role_without_skills_is_a_graph_of_one_node():
    network = career_network({"X": [""]}, {})
    G = role_graph(from_network(network), network)
    assert (list(G), G.number_of_edges(), list(G.edges)) == (["X1"], 0, [])


def test_within_cap_tells_what_the_hardest_cell_allows():
    network = career_network({"X": ["ab", "c"], "Y": ["d", "e"]}, dict.fromkeys("abcde", 10.0))
    G = role_graph(from_network(network), network)
    assert G["Y2"]["X2"] == {"kind": "lateral move", "weight": 90.0, "within_cap": False}
    assert G["X1"]["X2"] == {"kind": "promotion", "weight": 50.0, "within_cap": True}
    assert G["X2"]["X1"] == {"kind": "step back", "weight": 60.0, "within_cap": True}
