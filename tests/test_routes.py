from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import careergraph as cg
import careergraph.routes.search as search_module
from careergraph.errors import NoRouteError, RequestError, UnknownEffortError
from careergraph.network import CareerNetwork, Level, MoveKind, Progression
from careergraph.routes import Constraints, Route, plan
from careergraph.routes import text as route_text
from careergraph.routes.problem import Problem
from careergraph.routes.search import Task, search
from networks import NOWHERE, career_network
from reference import Reference

LETTERS = "abcdefghij"


@pytest.fixture(scope="module")
def roadmap() -> CareerNetwork:
    return cg.load().careers


@pytest.fixture(scope="module")
def best_from(roadmap: CareerNetwork) -> Callable[[str], tuple[dict[str, float], float]]:
    """The reference's answers from a role, each of which takes it seconds, found once."""
    return cache(Reference(roadmap).from_source)


def labels(route: Route) -> list[str]:
    return [role.iri for role in route.roles]


def test_all_pairs_of_the_roadmap_equal_the_reference(
    roadmap: CareerNetwork, best_from: Callable[[str], tuple[dict[str, float], float]]
) -> None:
    """Every one of the 870 ordered pairs: the reference finishes on all of them."""
    problem = Problem(roadmap)
    compared = 0
    for source in roadmap.roles:
        best, complete_up_to = best_from(source)
        assert complete_up_to == float("inf")
        for target in roadmap.roles:
            if source != target:
                index = problem.role_index
                task = Task(index[source], index[target], problem.required[index[source]])
                found = search(problem, task)
                assert found is not None
                assert found.optimal
                assert found.label.cost == pytest.approx(best[target]), (source, target)
                compared += 1
    assert compared == 870


def test_a_search_that_is_cut_short_says_how_good_its_route_surely_is(
    roadmap: CareerNetwork,
    best_from: Callable[[str], tuple[dict[str, float], float]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = Problem(roadmap)
    monkeypatch.setattr(search_module, "MOST_LABELS", 3)
    short = set()
    for source in list(roadmap.roles)[::7]:
        best, _ = best_from(source)
        for target in roadmap.roles:
            if source == target:
                continue
            index = problem.role_index
            task = Task(index[source], index[target], problem.required[index[source]])
            found = search(problem, task)
            assert found is not None
            assert found.label.roles()[0] == index[source]
            assert found.label.roles()[-1] == index[target]
            assert found.lower_bound <= best[target] + 1e-6
            assert found.label.cost >= best[target] - 1e-6
            if not found.optimal:
                route = plan(roadmap, source, target)
                above = route.effort.expected / route.lower_bound - 1
                assert 0 < above <= float(route.status.split()[1]) / 100
                short.add(source)
    assert short


@st.composite
def networks(draw: st.DrawFn) -> CareerNetwork:
    paths = draw(st.integers(2, 3))
    levels = draw(st.integers(1, 3))
    cell = st.text(LETTERS, min_size=0, max_size=2).map(lambda s: "".join(sorted(set(s))))
    matrix = {
        name: [draw(cell) for _ in range(draw(st.integers(1, levels)))] for name in "XYZ"[:paths]
    }
    hours = {skill: float(draw(st.integers(1, 200))) for skill in LETTERS}
    pairs = st.tuples(st.sampled_from(LETTERS), st.sampled_from(LETTERS))
    transfers = draw(
        st.dictionaries(
            pairs.filter(lambda p: p[0] != p[1]), st.sampled_from([0.15, 0.3, 0.5, 0.9]), max_size=8
        )
    )
    costs = tuple(float(draw(st.integers(0, 90))) for _ in range(3))
    return career_network(
        matrix,
        hours,
        transfers,
        move_hours=costs,
        cumulative=draw(st.booleans()),
        cap=draw(st.booleans()),
    )


@settings(max_examples=250)
@given(networks(), st.data())
def test_random_networks_equal_the_reference_under_constraints(
    network: CareerNetwork, data: st.DataObject
) -> None:
    roles = list(network.roles)
    source = data.draw(st.sampled_from(roles))
    have = frozenset(data.draw(st.sets(st.sampled_from(LETTERS), max_size=2)))
    avoid = frozenset(data.draw(st.sets(st.sampled_from(roles), max_size=1))) - {source}
    via = data.draw(st.none() | st.sampled_from(roles).filter(lambda r: r not in avoid))
    max_moves = data.draw(st.none() | st.integers(1, 4))
    max_learning = data.draw(st.none() | st.integers(0, 300))
    best, complete_up_to = Reference(network).from_source(
        source,
        have=have,
        avoid=avoid,
        max_moves=max_moves,
        via=via,
        max_learning=float("inf") if max_learning is None else max_learning,
    )
    assert complete_up_to == float("inf")
    for target in roles:
        if target == source or target in avoid:
            continue
        constraints = Constraints(
            have=tuple(sorted(have)),
            avoid=tuple(avoid),
            via=() if via is None else (via,),
            max_moves=max_moves,
            max_effort_per_move=max_learning,
        )
        if target not in best:
            with pytest.raises(NoRouteError):
                plan(network, source, target, constraints)
            continue
        route = plan(network, source, target, constraints)
        assert route.effort.expected == pytest.approx(best[target])
        assert route.lower_bound == pytest.approx(best[target])
        assert route.status == "optimal"
        assert not avoid & set(labels(route))
        assert via is None or via in labels(route)
        assert max_moves is None or len(route.steps) <= max_moves
        if max_learning is not None:
            assert all(s.learning.expected <= max_learning + 1e-9 for s in route.steps)


def test_routes_keep_skills_where_role_to_role_dijkstra_forgets() -> None:
    """Skill a is learnt in X1 and needed again in Y2; a per-edge gap charges it twice."""
    network = career_network(
        {"X": ["a", "b"], "Y": ["c", "a"], "Z": ["", ""]},
        {"a": 100, "b": 500, "c": 50},
        cap=False,
    )
    route = plan(network, "Z1", "Y2", Constraints(via=("X1",)))
    taught = [learned.skill.iri for step in route.steps for learned in step.skills]
    assert sorted(taught) == ["a", "c"]
    assert route.effort.expected == 100 + 50 + 60 + 60 + 40


def test_a_forgetting_dijkstra_finds_no_route_under_a_cap_where_one_exists() -> None:
    """Only somebody who still holds what X taught can enter Y2 within the cap."""
    network = career_network(
        {"X": ["a", "b"], "Y": ["c", "abd"]},
        {"a": 100, "b": 100, "c": 100, "d": 100},
    )
    constraints = Constraints(max_effort_per_move=100)
    route = plan(network, "X1", "Y2", constraints)
    assert labels(route) == ["X1", "X2", "Y1", "Y2"]

    forgetful = nx.DiGraph()
    reference = Reference(network)
    for source in network.roles:
        for target, moving, cap in reference.moves(source):
            held = reference.needs[source]
            learning = reference.learn(reference.needs[target] - held, held)
            if learning <= min(cap, 100):
                forgetful.add_edge(source, target, weight=learning + moving)
    assert not nx.has_path(forgetful, "X1", "Y2")


def test_an_optimal_route_may_revisit_a_role() -> None:
    """X2 is entered from X1 only, and only with what Y1 teaches; simple paths have no answer."""
    network = career_network(
        {"X": ["a", "d"], "Y": ["b"]}, {"a": 1, "b": 10, "d": 200}, {("b", "d"): 0.5}, cap=False
    )
    route = plan(network, "X1", "X2", Constraints(max_effort_per_move=100))
    assert labels(route) == ["X1", "Y1", "X1", "X2"]


def test_a_stepping_stone_is_learnt_only_when_it_pays() -> None:
    matrix = {"X": ["a"], "Y": ["b"], "Z": ["c"]}
    hours = {"a": 10, "b": 20, "c": 1000}
    pays = career_network(matrix, hours, {("b", "c"): 0.5}, cap=False)
    route = plan(pays, "X1", "Z1")
    assert labels(route) == ["X1", "Y1", "Z1"]
    stones = [s.skill.iri for step in route.steps for s in step.skills if s.stepping_stone]
    assert stones == ["b"]
    does_not = career_network(matrix, hours, {("b", "c"): 0.05}, cap=False)
    assert labels(plan(does_not, "X1", "Z1")) == ["X1", "Z1"]


def test_skills_of_one_batch_do_not_shorten_each_other_both_ways() -> None:
    network = career_network(
        {"X": [""], "Y": ["ab"]},
        {"a": 100, "b": 100},
        {("a", "b"): 0.5, ("b", "a"): 0.5},
        cap=False,
    )
    (step,) = plan(network, "X1", "Y1").steps
    assert [(s.skill.iri, s.effort.expected) for s in step.skills] == [("a", 100), ("b", 50)]


def test_only_the_strongest_transfer_counts() -> None:
    network = career_network(
        {"X": ["ab"], "Y": ["c"]}, {"a": 1, "b": 1, "c": 100}, {("a", "c"): 0.3, ("b", "c"): 0.5}
    )
    (step,) = plan(network, "X1", "Y1").steps
    (learned,) = step.skills
    assert learned.transfer is not None
    assert learned.transfer.held == "b"
    assert learned.effort.expected == 50
    assert learned.full_effort.expected == 100


def test_the_default_cap_is_the_hardest_cell_of_the_entered_level() -> None:
    matrix = {"X": ["a", "b"], "Y": ["c", "d"]}
    just = {"a": 1, "b": 100, "c": 40, "d": 60}
    assert labels(plan(career_network(matrix, just), "X2", "Y2")) == ["X2", "Y2"]
    over = {**just, "c": 41}
    route = plan(career_network(matrix, over, move_hours=(40, 60, 60)), "X2", "Y2")
    assert labels(route) == ["X2", "Y1", "Y2"]
    assert route.direct_obstacle is not None
    assert "101 h" in route.direct_obstacle
    assert "100 h" in route.direct_obstacle


def test_without_cumulative_requirements_a_role_asks_only_its_own_cell() -> None:
    matrix, hours = {"X": ["a"], "Y": ["b", "c"]}, {"a": 1, "b": 2, "c": 4}
    route = plan(career_network(matrix, hours, cumulative=False), "X1", "Y2")
    assert sum(len(step.skills) for step in route.steps) == 2
    (promotion,) = [step for step in route.steps if step.kind is MoveKind.PROMOTION]
    assert [s.skill.iri for s in promotion.skills] == ["c"]


def test_held_skills_are_not_learnt_again(roadmap: CareerNetwork) -> None:
    g = cg.load()
    plain = g.route("ml engineer 2", "ml engineer 3")
    helped = g.route("ml engineer 2", "ml engineer 3", have=["model deployment"])
    assert [s.skill.label for s in helped.steps[0].skills] == ["Deep learning implementations"]
    assert helped.effort.expected < plain.effort.expected


def test_why_none_names_the_constraint_that_binds(roadmap: CareerNetwork) -> None:
    g = cg.load()
    ends = ("ml engineer 2", "ai product manager 4")
    with pytest.raises(
        NoRouteError, match=r"with --max-moves 4 instead of 2 there is one of 4 moves"
    ):
        g.route(*ends, max_moves=2)
    with pytest.raises(
        NoRouteError, match=r'without --avoid "AI Product Manager, level 3" there is one'
    ):
        g.route(*ends, avoid=["ai product manager 3"])
    with pytest.raises(NoRouteError, match=r"with --max-effort-per-move 672 instead of 50"):
        g.route(*ends, max_effort_per_move=50)
    with pytest.raises(NoRouteError, match="No single one"):
        g.route(*ends, max_moves=2, avoid=["ai product manager 3"])


def test_no_route_at_all_is_said_to_be_so() -> None:
    network = career_network({"X": ["a"], "Y": ["b", "c"]}, {"a": 1, "b": 50, "c": 1})
    lone = replace(network, progressions=())
    with pytest.raises(NoRouteError, match=r"no chain of promotions.*Nothing leads into"):
        plan(lone, "X1", "Y2")


def test_the_cap_is_blamed_only_where_it_is_to_blame() -> None:
    """Y2 also requires what a role of another scheme requires, too much for one move."""
    network = career_network(
        {"X": ["", "a"], "Y": ["", "c"], "Z": ["z"]}, {"a": 1, "c": 1, "z": 50}
    )
    levels = {**network.levels, "other": Level(iri="other", label="Other", rank=1, scheme="other")}
    roles = {**network.roles, "Z1": replace(network.roles["Z1"], level="other")}
    onto = (Progression("Z1-", "Z1", "Y2", NOWHERE),)
    steep = replace(network, levels=levels, roles=roles, progressions=onto)
    with pytest.raises(NoRouteError, match="--assume hardest-cell-cap=no"):
        plan(steep, "X2", "Y2")


def test_contradictions_are_refused(roadmap: CareerNetwork) -> None:
    g = cg.load()
    with pytest.raises(RequestError, match="same role"):
        g.route("ml engineer 2", "ml engineer 2")
    with pytest.raises(RequestError, match="to be avoided"):
        g.route("ml engineer 2", "ml engineer 4", avoid=["ml engineer 4"])
    with pytest.raises(RequestError, match="max-moves"):
        g.route("ml engineer 2", "ml engineer 4", max_moves=0)
    with pytest.raises(RequestError, match="max-effort-per-move"):
        g.route("ml engineer 2", "ml engineer 4", max_effort_per_move=-1)
    with pytest.raises(RequestError, match="alternatives"):
        g.route("ml engineer 2", "ml engineer 4", alternatives=1, detour=-1)
    with pytest.raises(RequestError, match="alternatives"):
        g.route("ml engineer 2", "ml engineer 4", alternatives=-1)


def test_unknown_effort_is_not_zero() -> None:
    network = career_network({"X": ["a", "b"]}, {"a": 1, "b": 1})
    skills = {**network.skills, "b": replace(network.skills["b"], effort=None)}
    with pytest.raises(UnknownEffortError, match=r"Skill b.*unknown is not zero"):
        plan(replace(network, skills=skills), "X1", "X2")
    costless = replace(network, assumptions=replace(network.assumptions, move_costs={}))
    with pytest.raises(UnknownEffortError, match="--assume"):
        plan(costless, "X1", "X2")


def test_json_carries_the_documented_keys() -> None:
    route = cg.load().route("ml engineer 2", "ai product manager 4", alternatives=1)
    data = json.loads(json.dumps(route.to_dict()))
    assert {"source", "target", "status", "effort", "lower_bound", "steps", "alternatives"} <= set(
        data
    )
    assert data["effort"] == {"low": 1062.0, "expected": 1623.0, "high": 2184.0, "unit": "hour"}
    assert data["lower_bound"] == data["effort"]["expected"]
    assert data["steps"][-1]["running_total"] == data["effort"]
    assert data["assumptions"]["move_costs"]["promotion"]["expected"] == 40
    assert data["constraints"]["avoid"] == []
    for step in data["steps"]:
        assert {"role", "move", "effort", "skills"} <= set(step)
        for skill in step["skills"]:
            assert {"skill", "effort", "full_effort", "transfer"} <= set(skill)
    first = data["steps"][0]["skills"][0]["transfer"]
    assert first["from_label"] == "Basic model building"
    assert first["saved"] == 0.15
    assert first["evidence"] == "editorial judgement"


def test_text_explains_what_shortens_and_why() -> None:
    route = cg.load().route("ml engineer 2", "ai product manager 4")
    said = " ".join(route_text.as_text(route).split())
    for step in route.steps:
        assert f"{step.role.label}: {step.effort}" in said
        for learned in step.skills:
            assert f"Learn {learned.skill.label}: {learned.effort}" in said
            if learned.transfer:
                assert learned.transfer.rationale in said
    assert "106-218 weeks at 10 h a week" in said
    assert "goes up 2 levels at once onto another career path" in said
    assert "Assumed:" in said


def test_csv_sums_to_the_route() -> None:
    import csv
    import io

    route = cg.load().route("data scientist 2", "robotics engineer 3")
    rows = list(csv.DictReader(io.StringIO(route_text.as_csv(route))))
    assert sum(float(row["low_hours"]) for row in rows) == pytest.approx(route.effort.low)
    assert sum(float(row["high_hours"]) for row in rows) == pytest.approx(route.effort.high)


def test_markdown_escapes_pipes() -> None:
    network = career_network({"X": ["a", "b"]}, {"a": 1, "b": 1})
    skills = {**network.skills, "b": replace(network.skills["b"], label="in | out")}
    markdown = route_text.as_markdown(plan(replace(network, skills=skills), "X1", "X2"))
    assert "in \\| out" in markdown


def test_html_repr_escapes() -> None:
    network = career_network({"X": ["a", "b"]}, {"a": 1, "b": 1})
    hostile = "<script>alert(1)</script>"
    skills = {**network.skills, "b": replace(network.skills["b"], label=hostile)}
    html = plan(replace(network, skills=skills), "X1", "X2")._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_csv_and_markdown_hold_the_alternatives() -> None:
    import csv
    import io

    route = cg.load().route("ml engineer 2", "ai product manager 4", alternatives=1)
    rows = list(csv.DictReader(io.StringIO(route_text.as_csv(route))))
    for place, one in enumerate((route, *route.alternatives)):
        hours = [float(row["low_hours"]) for row in rows if row["route"] == str(place)]
        assert sum(hours) == pytest.approx(one.effort.low)
    assert "Alternative 1: " in route_text.as_markdown(route)


def test_a_direct_promotion_that_the_graph_does_not_state_is_said_so() -> None:
    network = career_network(
        {"X": ["a", "b"], "Y": ["", ""]}, {"a": 1, "b": 1}, cap=False, move_hours=(1, 1, 1)
    )
    gapped = replace(network, progressions=network.progressions[1:])
    route = plan(gapped, "X1", "X2")
    assert route.direct_obstacle == "the graph does not state that the one leads to the other"


def test_hours_per_week_can_be_given_with_the_route() -> None:
    route = cg.load().route("ml engineer 2", "ml engineer 3", hours_per_week=20)
    assert route.to_dict()["weeks"]["low"] == pytest.approx(route.effort.low / 20)


def test_the_footer_names_the_queries_that_show_the_numbers_of_the_route(
    tmp_path: Path,
) -> None:
    roadmap = cg.load().route("data scientist 1", "machine learning engineer 2")
    said = " ".join(route_text.as_text(roadmap).split())
    assert (
        "Hours and transfer strengths are the graph's own estimates; `careergraph query "
        "effort-per-level` and `transfer-scale` show them." in said
    )
    matrix = tmp_path / "own.csv"
    matrix.write_text(
        "career path,level,skill,effort\nCook,1,Knives,10-20\nCook,2,Menus,30-40\nCook,3,Knives,\n"
    )
    graph = cg.load(matrix)
    said = " ".join(route_text.as_text(graph.route("cook 1", "cook 2")).split())
    assert (
        "Hours are the graph's own estimates; `careergraph query skills-with-own-effort` shows "
        "them." in said
    )
    said = " ".join(route_text.as_text(graph.route("cook 2", "cook 3")).split())
    assert "`careergraph query move-costs` shows them." in said
