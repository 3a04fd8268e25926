from __future__ import annotations

from dataclasses import replace

import pytest

from careergraph.costs import move_kinds, override, requirements
from careergraph.effort import Effort
from careergraph.errors import RequestError
from careergraph.network import Level, MoveKind, Skill, skill_efforts
from networks import career_network

MATRIX = {"X": ["a", "b", "c"], "Y": ["d", "e", "f"]}
HOURS = dict.fromkeys("abcdef", 10.0)


def test_requirements_are_cumulative_along_leads_to() -> None:
    network = career_network(MATRIX, HOURS)
    assert requirements(network)["X3"] == {"a", "b", "c"}
    own = replace(network, assumptions=replace(network.assumptions, cumulative=False))
    assert requirements(own)["X3"] == {"c"}


def test_optional_requirements_are_not_asked_for() -> None:
    network = career_network(MATRIX, HOURS)
    softened = tuple(replace(r, essential=r.skill != "b") for r in network.requirements)
    assert requirements(replace(network, requirements=softened))["X3"] == {"a", "c"}


def test_moves_are_promotions_lateral_moves_and_steps_back() -> None:
    kinds = move_kinds(career_network(MATRIX, HOURS))
    assert {v: k for (u, v), k in kinds.items() if u == "X2"} == {
        "X3": MoveKind.PROMOTION,
        "Y2": MoveKind.LATERAL,
        "X1": MoveKind.STEP_BACK,
        "Y1": MoveKind.STEP_BACK,
    }


def test_ranks_of_different_schemes_are_not_compared() -> None:
    network = career_network(MATRIX, HOURS)
    other = Level(iri="other", label="Other", rank=2, scheme="another-scheme")
    roles = {**network.roles, "Y2": replace(network.roles["Y2"], level="other")}
    mixed = replace(network, levels={**network.levels, "other": other}, roles=roles)
    kinds = move_kinds(mixed)
    assert ("X2", "Y2") not in kinds
    assert ("X3", "Y2") not in kinds
    assert kinds["Y1", "Y2"] is MoveKind.PROMOTION


def test_a_skills_own_effort_goes_before_its_levels() -> None:
    network = career_network(MATRIX, HOURS)
    skills = {**network.skills, "b": replace(network.skills["b"], effort=None)}
    second = replace(network.levels["2"], effort=Effort(7, 9))
    levelled = replace(network, skills=skills, levels={**network.levels, "2": second})
    efforts = skill_efforts(levelled)
    assert efforts["b"] == Effort(7, 9)
    assert efforts["a"] == Effort(10, 10)
    nothing = replace(levelled, levels=network.levels)
    assert skill_efforts(nothing)["b"] is None


def test_hours_of_skills_are_replaced_all_at_once_and_those_of_levels_where_they_count() -> None:
    network = career_network(MATRIX, HOURS)
    replaced = override(network, ["skill=10-20"])
    assert {skill.effort for skill in replaced.skills.values()} == {Effort(10, 20)}
    with pytest.raises(RequestError, match="hours of its own, which go before those of its level"):
        override(network, ["level-2=10-20"])


def test_override_replaces_each_assumption() -> None:
    network = career_network(MATRIX, HOURS)
    first = min(HOURS)
    skills = {**network.skills, first: replace(network.skills[first], effort=None)}
    network = replace(network, skills=skills)
    replaced = override(
        network,
        [
            "promotion=1-3",
            "lateral=5",
            "step-back=0-8",
            "level-2=10-20",
            "hours-per-week=5",
            "cumulative=no",
            "hardest-cell-cap=no",
        ],
    )
    changed = replaced.assumptions
    assert changed.move_costs == {
        MoveKind.PROMOTION: Effort(1, 3),
        MoveKind.LATERAL: Effort(5, 5),
        MoveKind.STEP_BACK: Effort(0, 8),
    }
    assert replaced.levels["2"].effort == Effort(10, 20)
    assert replaced.levels["1"] == network.levels["1"]
    assert (changed.hours_per_week, changed.cumulative, changed.hardest_cell_cap) == (
        5,
        False,
        False,
    )
    assert override(network, []) == network


@pytest.mark.parametrize(
    "setting",
    ["promotion", "promotion=", "promotion=-5", "promotion=9-3", "promotion=many", "level-2=inf",
     "level-x=3", "salary=5", "cumulative=maybe", "=3", "level-=3", "lateral=nan",
     "level-9=1", "hours-per-week=0", "hours-per-week=nan", "hours-per-week=169",
     "hours-per-week=5-9"],
)  # fmt: skip
def test_a_wrong_assumption_is_refused_with_an_example(setting: str) -> None:
    with pytest.raises(RequestError, match=r"=(40-80|80-160|yes|8)"):
        override(career_network(MATRIX, HOURS), [setting])


def test_levels_of_two_schemes_keep_their_own_efforts() -> None:
    """Rank 2 means 100 h in one scheme and 1 h in the other."""
    network = career_network(MATRIX, {})
    levels = {
        "1": replace(network.levels["1"], effort=Effort(50, 50)),
        "2": replace(network.levels["2"], effort=Effort(100, 100)),
        "3": replace(network.levels["3"], effort=Effort(200, 200)),
        "other": Level(iri="other", label="Other", rank=2, scheme="b", effort=Effort(1, 1)),
    }
    roles = {**network.roles, "Y2": replace(network.roles["Y2"], level="other")}
    skills = {s: Skill(iri=s, label=s) for s in "abcdef"}
    efforts = skill_efforts(replace(network, levels=levels, roles=roles, skills=skills))
    assert (efforts["b"], efforts["e"]) == (Effort(100, 100), Effort(1, 1))
