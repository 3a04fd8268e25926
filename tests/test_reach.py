"""What is within reach, beside an independent brute-force search."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import careergraph as cg
from careergraph.cli import main
from careergraph.errors import RequestError, UnknownEffortError
from careergraph.network import CareerNetwork
from careergraph.routes import Constraints, Reach, Territory, plan, reach
from careergraph.routes import settling as settling_module
from networks import career_network
from reference import Reference

LETTERS = "abcdefgh"
ENDLESS = float("inf")


@pytest.fixture(scope="module")
def roadmap() -> Territory:
    return Territory(cg.load().careers)


@st.composite
def networks(draw: st.DrawFn) -> CareerNetwork:
    cell = st.text(LETTERS, max_size=2).map(lambda s: "".join(sorted(set(s))))
    matrix = {
        path: draw(st.lists(cell, min_size=1, max_size=3))
        for path in draw(st.sampled_from(["XY", "XYZ"]))
    }
    pairs = st.tuples(st.sampled_from(LETTERS), st.sampled_from(LETTERS))
    transfers = draw(
        st.dictionaries(
            pairs.filter(lambda p: p[0] != p[1]), st.sampled_from([0.15, 0.3, 0.5, 0.9]), max_size=8
        )
    )
    return career_network(
        matrix,
        {skill: float(draw(st.integers(1, 200))) for skill in LETTERS},
        transfers,
        move_hours=tuple(float(draw(st.integers(0, 90))) for _ in range(3)),
        cumulative=draw(st.booleans()),
        cap=draw(st.booleans()),
    )


def check(found: Reach, best: dict[str, float], source: str, hours: float) -> None:
    """Hold an answer against the cheapest cost of every role."""
    want = {role: cost for role, cost in best.items() if role != source and cost <= hours}
    assert {one.role.iri: one.expected for one in found.roles} == pytest.approx(want)
    assert found.complete
    costs = [one.expected for one in found.roles]
    assert costs == pytest.approx(sorted(costs))
    for one in found.roles:
        assert one.route.effort.expected == pytest.approx(one.expected)
        assert one.route.source.iri == source
        assert one.route.target.iri == one.role.iri
        assert len(one.route.steps) == one.moves
        assert one.status == one.route.status == "optimal"
        assert one.lower_bound == pytest.approx(one.expected)


@pytest.mark.parametrize("most_ways", [0, 2, settling_module.MOST_WAYS])
@settings(max_examples=40)
@given(network=networks(), data=st.data())
def test_random_networks_equal_the_reference_under_constraints(
    most_ways: int, network: CareerNetwork, data: st.DataObject
) -> None:
    """With few ways kept, the rest is searched role by role; the answer is the same."""
    roles = list(network.roles)
    source = data.draw(st.sampled_from(roles))
    have = frozenset(data.draw(st.sets(st.sampled_from(LETTERS), max_size=2)))
    avoid = frozenset(data.draw(st.sets(st.sampled_from(roles), max_size=1))) - {source}
    max_moves = data.draw(st.none() | st.integers(1, 4))
    max_learning = data.draw(st.none() | st.integers(0, 300))
    hours = float(data.draw(st.integers(0, 900)))
    best, complete_up_to = Reference(network).from_source(
        source,
        have=have,
        avoid=avoid,
        max_moves=max_moves,
        max_learning=ENDLESS if max_learning is None else max_learning,
    )
    assert complete_up_to == ENDLESS
    constraints = Constraints(
        have=tuple(sorted(have)),
        avoid=tuple(avoid),
        max_moves=max_moves,
        max_effort_per_move=max_learning,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settling_module, "MOST_WAYS", most_ways)
        found = reach(Territory(network), source, constraints, hours=hours)
    check(found, best, source, hours)


@settings(max_examples=40)
@given(network=networks(), data=st.data())
def test_a_search_that_is_stopped_says_what_is_proven(
    network: CareerNetwork, data: st.DataObject
) -> None:
    source = data.draw(st.sampled_from(list(network.roles)))
    best, _ = Reference(network).from_source(source)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settling_module, "MOST_WAYS", data.draw(st.integers(0, 2)))
        found = reach(Territory(network), source, hours=900, seconds=0)
    told = {one.role.iri for one in found.roles}
    for one in found.roles:
        assert one.lower_bound <= best[one.role.iri] + 1e-6
        assert one.expected >= best[one.role.iri] - 1e-6
        if one.status == "optimal":
            assert one.expected == pytest.approx(best[one.role.iri])
    for other in found.undecided:
        assert other.role.iri not in told
        assert other.lower_bound <= best.get(other.role.iri, ENDLESS) + 1e-6
        told.add(other.role.iri)
    assert told >= {role for role, cost in best.items() if cost <= 900} - {source}


def test_the_whole_roadmap_is_within_reach_of_each_role(roadmap: Territory) -> None:
    reference = Reference(roadmap.network)
    for source in list(roadmap.network.roles)[3::9]:
        best, complete_up_to = reference.from_source(source)
        assert complete_up_to == ENDLESS
        found = reach(roadmap, source, hours=100_000)
        assert len(found.roles) == 29
        check(found, best, source, ENDLESS)


def test_a_budget_ends_at_its_last_hour(roadmap: Territory) -> None:
    source = "https://w3id.org/careergraph/ai-roadmap/role/machine-learning-engineer-2"
    [*before, last] = reach(roadmap, source, hours=400).roles
    assert last.role.label == "Data Scientist (AI Focus), level 2"
    assert reach(roadmap, source, hours=last.expected).roles[-1].role == last.role
    less = reach(roadmap, source, hours=before[-1].expected - 0.5)
    assert last.role not in {one.role for one in less.roles}
    assert plan(roadmap.network, source, last.role.iri) == last.route


def test_weeks_are_hours_at_so_many_a_week() -> None:
    graph = cg.load()
    in_hours = graph.reach("ml engineer 2", hours=160)
    in_weeks = graph.reach("ml engineer 2", weeks=20, hours_per_week=8)
    assert [one.role.iri for one in in_weeks.roles] == [one.role.iri for one in in_hours.roles]
    assert in_weeks.hours == 160
    assert in_weeks.to_dict()["roles"][0]["weeks"]["expected"] == 7.5
    assert graph.reach("ml engineer 2", weeks=16).hours == 160


def test_what_cannot_be_asked_is_refused() -> None:
    graph = cg.load()
    with pytest.raises(RequestError, match="either in hours or in weeks"):
        graph.reach("ml engineer 2")
    with pytest.raises(RequestError, match="either in hours or in weeks"):
        graph.reach("ml engineer 2", hours=1, weeks=1)
    with pytest.raises(RequestError, match="a number of hours from 0"):
        graph.reach("ml engineer 2", hours=float("nan"))
    with pytest.raises(RequestError, match="also the source"):
        graph.reach("ml engineer 2", hours=80, avoid=["ml engineer 2"])
    source = next(iter(graph.careers.roles))
    with pytest.raises(RequestError, match="belong to a route"):
        reach(Territory(graph.careers), source, Constraints(via=(source,)), hours=80)


def test_weeks_of_an_unknown_length_are_refused() -> None:
    from dataclasses import replace

    from careergraph.routes.reach import budget

    assumptions = cg.load().careers.assumptions
    with pytest.raises(UnknownEffortError, match="hours of learning a week has is unknown"):
        budget(replace(assumptions, hours_per_week=None), None, 3)


def test_a_network_of_one_role_has_nothing_within_reach() -> None:
    network = career_network({"X": ["a"]}, {"a": 10})
    assert reach(Territory(network), "X1", hours=1_000).roles == ()


def run(*arguments: str) -> str:
    result = CliRunner().invoke(main, ["reach", "ml engineer 2", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_command_prints_every_format() -> None:
    shown = run("--within", "20 weeks", "--limit", "2")
    assert "Within 200 h of Machine Learning Engineer, level 2: 6 roles." in shown
    assert "(4 more; --limit shows them)" in shown
    assert "Proven: each route is the cheapest" in shown
    data = json.loads(run("--within", "120h", "--format", "json"))
    assert data["complete"] is True
    assert data["roles"][1]["label"] == "AI Product Manager, level 1"
    assert data["roles"][1]["effort"]["expected"] == 111
    assert [step["move"] for step in data["roles"][1]["steps"]] == ["step back"]
    header, first, *_ = run("--within", "120h", "--format", "csv").splitlines()
    assert header == "role,role_label,low_hours,high_hours,moves,status,lower_bound,through"
    assert first.endswith('"Machine Learning Engineer, level 1",40.0,80.0,1,optimal,60.0,')
    assert "| AI Product Manager, level 1 | 74 | 148 |" in run(
        "--within", "120h", "--format", "markdown"
    )


def test_a_budget_without_its_unit_is_refused() -> None:
    result = CliRunner().invoke(main, ["reach", "ml engineer 2", "--within", "400"])
    assert result.exit_code == 2
    assert "Write for example 800h or 20w" in result.output


def test_skills_alone_are_a_start() -> None:
    """Each role is entered as by a lateral move, at the cost that the planner says."""
    graph = cg.load()
    have = ["Data pre-processing", "Basic model building"]
    found = graph.reach(have=have, hours=300)
    assert found.complete
    assert found.source is None
    assert found.roles[0].role.label == "Machine Learning Engineer, level 1"
    told = {one.role.iri: one.expected for one in found.roles}
    for role in graph.careers.roles.values():
        if role.iri in told:
            route = graph.route(None, role.iri, have=have)
            assert told[role.iri] == pytest.approx(route.effort.expected)
            assert route.steps[0].kind == "entry"
    assert {role.split("/")[-1] for role in told} >= {"data-scientist-1", "robotics-engineer-1"}
