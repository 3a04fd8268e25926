"""The search beside an independent reference on random networks, in Python and compiled."""

from __future__ import annotations

import random

import pytest

import careergraph.routes.search as search_module
from careergraph import kernels
from careergraph.errors import LimitError, NoRouteError, RequestError
from careergraph.network import CareerNetwork
from careergraph.routes import ENTRY, Constraints, plan
from careergraph.routes.problem import Problem
from careergraph.routes.search import NOWHERE, Task, search
from networks import career_network
from reference import Reference

LETTERS = "abcdefghij"
INFINITE = float("inf")


@pytest.fixture(params=["python", "compiled"])
def engine(request, monkeypatch):
    if request.param == "compiled" and not kernels.installed():
        pytest.skip("numba is not installed")
    size = 0 if request.param == "compiled" else 10**9
    monkeypatch.setattr(search_module, "SMALL", size)


def random_network(rng: random.Random) -> CareerNetwork:
    matrix = {
        path: [
            "".join(sorted(rng.sample(LETTERS, rng.choice([0, 1, 1, 2]))))
            for _ in range(rng.randint(1, 3))
        ]
        for path in "XYZ"[: rng.randint(2, 3)]
    }
    hours = {skill: float(rng.randint(1, 200)) for skill in LETTERS}
    transfers = {}
    for _ in range(rng.choice([0, 0, 3, 8])):
        held, needed = rng.sample(LETTERS, 2)
        transfers[held, needed] = rng.choice([0.15, 0.3, 0.5, 0.9])
    return career_network(
        matrix,
        hours,
        transfers,
        move_hours=tuple(float(rng.randint(0, 90)) for _ in range(3)),
        cumulative=rng.random() < 0.5,
        cap=rng.random() < 0.5,
    )


def random_demands(rng: random.Random, network: CareerNetwork):
    roles = list(network.roles)
    source = rng.choice([None, *roles])
    avoid = frozenset(rng.sample(roles, rng.choice([0, 0, 1, 2]))) - {source}
    open_roles = [role for role in roles if role not in avoid]
    via = tuple(rng.sample(open_roles, min(len(open_roles), rng.choice([0, 0, 1, 2]))))
    return {
        "source": source,
        "have": frozenset(rng.sample(LETTERS, rng.choice([0, 1, 2]))),
        "avoid": avoid,
        "via": via,
        "in_order": rng.random() < 0.5,
        "max_moves": rng.choice([None, None, 2, 3, 4]),
        "max_learning": rng.choice([INFINITE, INFINITE, float(rng.randint(0, 300))]),
        "no_step_back": rng.random() < 0.3,
    }


def agree(rng: random.Random) -> None:
    """Hold every target of one random network against the reference."""
    network = random_network(rng)
    wanted = random_demands(rng, network)
    reference, problem = Reference(network), Problem(network)
    best = reference.routes(**wanted)
    source, via = wanted["source"], wanted["via"]
    held = problem.mask(wanted["have"])
    if source is not None:
        held |= problem.required[problem.role_index[source]]
    for target in network.roles:
        if target == source or target in wanted["avoid"]:
            continue
        cost = best.get(target)
        budget = rng.choice([INFINITE, INFINITE, rng.uniform(0.5, 1.5) * (cost or 100)])
        task = Task(
            source=NOWHERE if source is None else problem.role_index[source],
            target=problem.role_index[target],
            held=held,
            avoid=frozenset(problem.role_index[role] for role in wanted["avoid"]),
            via=tuple(problem.role_index[role] for role in via),
            max_moves=wanted["max_moves"],
            max_learning=wanted["max_learning"],
            budget=budget,
            via_in_order=wanted["in_order"],
            no_step_back=wanted["no_step_back"],
        )
        found = search(problem, task)
        if cost is None or cost > budget + 1e-6:
            assert found is None, (network, task)
            continue
        assert found is not None, (network, task)
        assert found.optimal
        assert found.label.cost == pytest.approx(cost), (network, task)
        assert found.label.roles()[0] == task.source
        assert found.label.roles()[-1] == task.target


def test_random_networks_equal_the_reference(engine, pytestconfig):
    for seed in range(pytestconfig.getoption("networks")):
        agree(random.Random(seed))


@pytest.mark.skipif(not kernels.installed(), reason="numba is not installed")
def test_both_searches_find_the_same_routes(monkeypatch):
    rng = random.Random(7)
    for _ in range(40):
        network = random_network(rng)
        problem = Problem(network)
        roles = range(len(problem.roles))
        for source in (NOWHERE, *roles):
            for target in roles:
                if source == target:
                    continue
                held = problem.required[source] if source != NOWHERE else 0
                task = Task(source, target, held, max_moves=rng.choice([None, 3]))
                monkeypatch.setattr(search_module, "SMALL", 10**9)
                plain = search(problem, task)
                monkeypatch.setattr(search_module, "SMALL", 0)
                assert search(problem, task) == plain


def test_passing_in_order_takes_the_longer_way(engine):
    network = career_network(
        {"X": [""], "Y": ["a"], "Z": ["ab"], "W": ["abc"]},
        {"a": 10, "b": 20, "c": 40},
        cap=False,
    )
    any_order = plan(network, "X1", "W1", Constraints(via=("Z1", "Y1")))
    ordered = plan(network, "X1", "W1", Constraints(via=("Z1", "Y1"), via_in_order=True))
    assert [role.iri for role in ordered.roles] == ["X1", "Z1", "Y1", "W1"]
    assert {role.iri for role in any_order.roles} == {"X1", "Y1", "Z1", "W1"}


def test_without_steps_back_only_level_or_higher_roles_are_entered(engine):
    matrix = {"X": ["a", "b"], "Y": ["c", "d"]}
    network = career_network(matrix, {"a": 1, "b": 100, "c": 41, "d": 60})
    free = plan(network, "X2", "Y2")
    assert [role.iri for role in free.roles] == ["X2", "Y1", "Y2"]
    with pytest.raises(NoRouteError, match="without --no-step-back there is one of 2 moves"):
        plan(network, "X2", "Y2", Constraints(no_step_back=True))


def test_somebody_in_no_role_enters_one_at_the_effort_of_a_lateral_move(engine):
    network = career_network({"X": ["a", "b"]}, {"a": 10, "b": 30}, cap=False)
    route = plan(network, None, "X2", Constraints(have=("a", "fencing")))
    (step,) = route.steps
    assert step.kind == ENTRY
    assert route.effort.expected == 30 + 60
    assert route.unknown_skills == ("fencing",)
    assert [skill.iri for skill in route.held] == ["a"]
    assert route.to_dict()["source"] is None
    assert route.to_dict()["steps"][0]["move"] == "entry"


def test_a_cap_holds_for_an_entry_too(engine):
    network = career_network({"X": ["a", "b"], "Y": ["c", "d"]}, dict.fromkeys("abcd", 50.0))
    route = plan(network, None, "X2")
    assert [role.iri for role in route.roles] == ["X1", "X2"]


def test_deadline_and_detour_budget_bind_to_the_hour(engine):
    network = career_network({"X": ["a", "b"], "Y": ["c", "d"]}, dict.fromkeys("abcd", 50.0))
    route = plan(network, "X2", "Y2")
    hours = route.effort.expected
    assert plan(network, "X2", "Y2", Constraints(deadline=hours / 10)).effort == route.effort
    with pytest.raises(NoRouteError, match=r"with --deadline 20 instead of 19\.9 there is one"):
        plan(network, "X2", "Y2", Constraints(deadline=hours / 10 - 0.1))
    detour = hours - 100
    assert plan(network, "X2", "Y2", Constraints(detour_budget=detour)).effort == route.effort
    with pytest.raises(NoRouteError, match=r"with --detour-budget \d+ instead of \d+ there is one"):
        plan(network, "X2", "Y2", Constraints(detour_budget=detour - 1))


@pytest.mark.parametrize(
    ("constraints", "message"),
    [
        (Constraints(deadline=float("nan")), "--deadline must be a number of weeks"),
        (Constraints(detour_budget=-1), "--detour-budget must be a number of hours"),
        (Constraints(max_effort_per_move=INFINITE), "--max-effort-per-move must be"),
        (Constraints(via=("Y1",), avoid=("Y1",)), "to be avoided, but is also"),
        (Constraints(via=("X2", "Y1"), via_in_order=True), "others are to be passed after it"),
        (Constraints(via=("Y1", "Y1"), via_in_order=True), "passed twice"),
    ],
)
def test_contradictions_are_refused_with_what_to_do(constraints, message):
    network = career_network({"X": ["a", "b"], "Y": ["c", "d"]}, dict.fromkeys("abcd", 50.0))
    with pytest.raises(RequestError, match=message):
        plan(network, "X1", "X2", constraints)


def test_a_deadline_needs_hours_per_week():
    from dataclasses import replace

    network = career_network({"X": ["a", "b"]}, {"a": 1, "b": 1})
    timeless = replace(network, assumptions=replace(network.assumptions, hours_per_week=None))
    with pytest.raises(RequestError, match="--hours-per-week"):
        plan(timeless, "X1", "X2", Constraints(deadline=3))


def test_a_search_without_time_says_what_it_has_and_what_is_proven(engine, monkeypatch):
    monkeypatch.setattr(search_module, "AT_ONCE", 1)
    rng, cut = random.Random(3), 0
    for _ in range(60):
        network = random_network(rng)
        problem = Problem(network)
        for target in range(1, len(problem.roles)):
            task = Task(0, target, problem.required[0])
            whole = search(problem, task)
            try:
                found = search(problem, task, seconds=0)
            except LimitError:
                assert whole is not None or network.assumptions.hardest_cell_cap
                continue
            assert (found is None) == (whole is None)
            if found is not None:
                assert found.lower_bound - 1e-6 <= whole.label.cost <= found.label.cost + 1e-6
                cut += not found.optimal
    assert cut
