"""What one more skill would open, beside trying every skill by brute force."""

from __future__ import annotations

from itertools import combinations
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import careergraph as cg
from careergraph.errors import RequestError
from careergraph.network import CareerNetwork
from careergraph.routes import Constraints, Territory
from careergraph.routes.frontier import Frontier, frontier
from reference import Reference
from test_reach import LETTERS, networks


def brute_force(
    network: CareerNetwork, source: str, constraints: Constraints, hours: float, size: int
) -> dict[frozenset[str], dict[str, float]]:
    """Every choice of skills that opens more than its parts, by trying them all."""
    reference = Reference(network)

    def within(more: tuple[str, ...]) -> dict[str, float]:
        best, _ = reference.from_source(
            source,
            have=frozenset((*constraints.have, *more)),
            max_learning=constraints.max_effort_per_move or float("inf"),
        )
        return {role: cost for role, cost in best.items() if cost <= hours and role != source}

    before = within(())
    held = reference.needs[source] | set(constraints.have)
    free = [skill for skill in LETTERS if skill not in held]
    opened = {
        frozenset(chosen): {role: c for role, c in within(chosen).items() if role not in before}
        for many in range(1, size + 1)
        for chosen in combinations(free, many)
    }
    return {
        chosen: roles
        for chosen, roles in opened.items()
        if len(chosen) == size
        and len(roles) > max((len(opened[frozenset({s})]) for s in chosen if size > 1), default=0)
    }


@pytest.mark.parametrize("size", [1, 2])
@settings(max_examples=25)
@given(network=networks(), data=st.data())
def test_openings_equal_those_of_trying_everything(
    size: int, network: CareerNetwork, data: st.DataObject
) -> None:
    source = data.draw(st.sampled_from(list(network.roles)))
    constraints = Constraints(
        have=tuple(sorted(data.draw(st.sets(st.sampled_from(LETTERS), max_size=1)))),
        max_effort_per_move=data.draw(st.none() | st.integers(1, 300)),
    )
    hours = float(data.draw(st.integers(0, 500)))
    found = frontier(Territory(network), source, constraints, hours=hours, skills=size)
    want = brute_force(network, source, constraints, hours, size)
    told = {
        frozenset(skill.iri for skill in one.skills): {role.iri: c for role, c in one.opened}
        for one in found.openings
    }
    assert told.keys() == want.keys()
    for chosen, roles in told.items():
        assert roles == pytest.approx(want[chosen])
    assert found.complete
    free = set(LETTERS) - Reference(network).needs[source] - set(constraints.have)
    assert found.looked_at + found.excluded == comb(len(free), size)
    counts = [(-len(one.opened), one.hours) for one in found.openings]
    assert counts == sorted(counts)


def opens(found: Frontier, place: int) -> tuple[list[str], float, list[str]]:
    one = found.openings[place]
    return [s.label for s in one.skills], one.hours, [role.label for role, _ in one.opened]


def test_the_skill_that_opens_most_from_a_role_of_the_roadmap() -> None:
    graph = cg.load()
    found = graph.frontier("ml engineer 2", hours=400)
    assert opens(found, 0) == (
        ["Robotic software platforms"],
        120,
        ["Robotics Engineer, level 2", "AI Research Scientist, level 2"],
    )
    before = {one.role.iri for one in graph.reach("ml engineer 2", hours=400).roles}
    assert {role.iri for role in found.within} == before
    after = graph.reach("ml engineer 2", have=["Robotic software platforms"], hours=400)
    assert {one.role.iri for one in after.roles} - before == {
        role.iri for role, _ in found.openings[0].opened
    }
    pair = graph.frontier("ml engineer 2", hours=300, skills=2)
    assert opens(pair, 0) == (
        ["Statistical analysis", "Understanding of AI capabilities"],
        102,
        ["AI Product Manager, level 2", "Data Scientist (AI Focus), level 2"],
    )


def test_a_frontier_that_is_stopped_says_how_much_is_left() -> None:
    found = cg.load().frontier("ml engineer 2", hours=400, seconds=0)
    assert not found.complete
    assert found.looked_at == 0
    assert found.left == 31
    assert found.openings == ()


def test_more_than_two_skills_are_refused() -> None:
    with pytest.raises(RequestError, match="one more skill opens, or two"):
        cg.load().frontier("ml engineer 2", hours=400, skills=3)
