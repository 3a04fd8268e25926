"""The page for newcomers says what the planner says."""

from __future__ import annotations

import importlib.util
import re
import sys
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest

from careergraph.routes import Constraints, plan

DOCS = Path(__file__).parents[1] / "docs"


@pytest.fixture(scope="module")
def page() -> str:
    return " ".join((DOCS / "how-routes-work.md").read_text(encoding="utf-8").split())


@pytest.fixture(scope="module")
def module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("forgetting", DOCS / "forgetting_example.py")
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    sys.modules["forgetting"] = loaded
    spec.loader.exec_module(loaded)
    return loaded


def test_the_table_and_the_picture_are_what_the_planner_says(module: ModuleType) -> None:
    found = module.example()
    text = (DOCS / "how-routes-work.md").read_text(encoding="utf-8")
    assert module.table(found) in text
    assert module.IMAGE.read_text(encoding="utf-8") == module.drawing(found)


def test_forgetting_takes_the_wrong_route(module: ModuleType) -> None:
    found = module.example()
    assert found.kept.status == "optimal"
    assert found.kept.effort.expected == module.cost(found.roles)
    assert module.cost(found.roles) < module.cost(found.forgetful)
    charged = {
        roles: sum(module.charge(a, b) for a, b in pairwise(roles))
        for roles in (found.roles, found.forgetful)
    }
    assert charged[found.forgetful] < charged[found.roles]


def test_every_number_of_the_text_follows_from_the_example(module: ModuleType, page: str) -> None:
    found = module.example()
    hours, move = module.HOURS, module.MOVE
    gap = sum(hours[skill] for skill in module.ROLES[module.TARGET])
    after_clerk, after_tools = move + hours["SQL"], move + hours["Scripting"]
    best, wrong = module.cost(found.roles), module.cost(found.forgetful)
    told = {
        f"each move takes {move:.0f} h besides",
        f"takes {best:.0f} h, which is {wrong - best:.0f} h less",
        f"Data clerk {after_clerk:.0f} h are spent; Coaching ({hours['Coaching']:.0f} h) and two "
        f"moves ({2 * move:.0f} h)",
        f"less than {after_clerk + hours['Coaching'] + 2 * move:.0f} h in all",
        f"Tool maker {after_tools:.0f} h are spent",
        f"no less than {after_tools + gap + move:.0f} h",
        f"asks for {gap:.0f} h in its last step",
        f"never for more than {found.kept.largest_step:.0f} h",
        f"SQL and Coaching: {gap:.0f} h that no route escapes",
        f"an excess of {best - gap:.0f} h, three moves",
        f"The lower has {wrong - gap:.0f} h",
    }
    for sentence in told:
        assert sentence in page, sentence
    said = {int(number) for number in re.findall(r"(\d+) h\b", page)}
    known = {int(number) for sentence in told for number in re.findall(r"(\d+) h\b", sentence)}
    charges = {sum(module.charge(a, b) for a, b in pairwise(r)) for r in (found.roles,)}
    assert said <= known | {int(n) for n in charges} | {int(best), int(wrong)}


def test_the_cap_of_the_text_closes_the_lower_way(module: ModuleType, page: str) -> None:
    (cap,) = re.findall(r"--max-effort-per-move (\d+)", page)
    capped = Constraints(max_effort_per_move=float(cap))
    route = plan(module.career_network(), module.SOURCE, module.TARGET, capped)
    assert [role.iri for role in route.roles] == list(module.example().roles)
    avoiding = Constraints(avoid=("Mentor",))
    lower = plan(module.career_network(), module.SOURCE, module.TARGET, avoiding)
    assert [role.iri for role in lower.roles] == list(module.example().forgetful)
    assert lower.largest_step > float(cap)
