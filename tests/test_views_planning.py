"""Routes planned in the page: the planner's answers, lines clear of boxes, by keyboard alone."""

from __future__ import annotations

import json
import random
import re
from dataclasses import asdict, replace
from html import escape
from importlib.resources import files as resources
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from browser import visit
from careergraph.errors import NoRouteError, RequestError
from careergraph.network import CareerNetwork, MoveKind
from careergraph.routes import Constraints, plan, search
from careergraph.views import planning as planning_module
from careergraph.views.matrix import ONLY_A_PART, matrix
from careergraph.views.model import EdgeKind, View
from careergraph.views.planning import Planning, planning
from careergraph.views.render import PLANNING_SCRIPTS, SCRIPTS, render
from networks import career_network
from test_search import INFINITE, random_demands, random_network

ML2, PM4 = "role:machine-learning-engineer-2", "role:ai-product-manager-4"
ML2_LABEL, PM4_LABEL = "Machine Learning Engineer, level 2", "AI Product Manager, level 4"
ROUTE = f"#from={ML2}&to={PM4}"
HOURS = {"max_effort_per_move", "deadline", "detour_budget", "budget"}
"""Constraints in hours: the page says that they are in the way, not how far they have to give."""

PLAN_ALL = """
async ([given, tasks, watch]) => {
  const planner = careergraph.planner.plannerOf(given);
  const answers = [];
  for (const task of tasks) {
    answers.push(await planner.planRoute(task, { stopped: false, tell: () => {}, ...watch }));
  }
  return answers;
}
"""


def answers(
    page: Page,
    network: CareerNetwork,
    tasks: list[dict[str, Any]],
    watch: dict[str, Any] | None = None,
) -> list[dict[str, Any]]:
    given = planning(network)
    assert isinstance(given, Planning)
    found: list[dict[str, Any]] = page.evaluate(PLAN_ALL, [asdict(given), tasks, watch or {}])
    return found


def expected(network: CareerNetwork, task: dict[str, Any]) -> dict[str, Any]:
    """Return what the planner says: a route as JSON, or the ways to one where there is none."""
    asked = {key: task[key] for key in task if key not in {"source", "target"}}
    lists = {key: tuple(value) for key, value in asked.items() if isinstance(value, list)}
    try:
        route = plan(network, task["source"], task["target"], Constraints(**{**asked, **lists}))
    except NoRouteError as error:
        return {"route": None, "relaxations": [one.to_dict() for one in error.relaxations]}
    except RequestError:
        return {"route": None, "relaxations": []}
    return {"route": json.loads(json.dumps(route.to_dict())), "relaxations": []}


def without_hours(relaxations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out the options as typed, and relaxations of which hours are a part."""
    return [
        {**one, "changes": [{k: c[k] for k in ("constraint", "role", "value")} for c in changes]}
        for one in relaxations
        for changes in (one["changes"],)
        if not HOURS & {change["constraint"] for change in changes}
    ]


def test_all_routes_of_the_roadmap_equal_the_planners(
    browser: Browser, files: dict[str, Path], roadmap: CareerNetwork
) -> None:
    tasks = [{"source": a, "target": b} for a in roadmap.roles for b in roadmap.roles if a != b]
    assert len(tasks) == 870
    with visit(browser, files["matrix"]) as seen:
        found = answers(seen.page, roadmap, tasks)
    for task, answer in zip(tasks, found, strict=True):
        assert answer["route"] == expected(roadmap, task)["route"], task
        assert answer["route"]["status"] == "optimal"


def test_random_networks_equal_the_planner(
    browser: Browser, files: dict[str, Path], pytestconfig: pytest.Config
) -> None:
    routes = obstacles = 0
    with visit(browser, files["matrix"]) as seen:
        for seed in range(pytestconfig.getoption("networks")):
            rng = random.Random(seed)
            network = random_network(rng)
            demands = random_demands(rng, network)
            most = demands["max_learning"]
            tasks: list[dict[str, Any]] = [
                {
                    "source": demands["source"],
                    "target": target,
                    "have": sorted(demands["have"]),
                    "avoid": sorted(demands["avoid"]),
                    "via": list(demands["via"]),
                    "max_moves": demands["max_moves"],
                    "max_effort_per_move": None if most == INFINITE else most,
                    "via_in_order": demands["in_order"],
                    "no_step_back": demands["no_step_back"],
                    "deadline": rng.choice([None, None, None, rng.uniform(1, 50)]),
                    "detour_budget": rng.choice([None, None, None, rng.uniform(0, 300)]),
                }
                for target in network.roles
            ]
            for task, answer in zip(tasks, answers(seen.page, network, tasks), strict=True):
                wanted = expected(network, task)
                assert answer["route"] == wanted["route"], (seed, task)
                assert bool(answer["reason"]) == (answer["route"] is None)
                relaxed = without_hours(wanted["relaxations"])
                assert without_hours(answer["relaxations"]) == relaxed, (seed, task)
                routes += answer["route"] is not None
                obstacles += bool(relaxed)
    assert routes > obstacles > 0


def test_a_search_that_is_cut_short_says_what_is_proven(
    browser: Browser, files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST_LABELS", search.AT_ONCE)
    network = hard_network()
    roles = list(network.roles)
    tasks = [{"source": roles[0], "target": role} for role in roles[-3:]]
    with visit(browser, files["matrix"]) as seen:
        found = answers(seen.page, network, tasks, {"most": search.AT_ONCE})
    statuses = []
    for task, answer in zip(tasks, found, strict=True):
        assert answer == {**expected(network, task), "reason": None}
        statuses.append(answer["route"]["status"][:6])
    assert statuses == ["optima", "within", "within"]


def hard_network() -> CareerNetwork:
    """Return a network in which stepping stones help so much that ways multiply."""
    rng = random.Random(5)
    letters = [chr(code) for code in range(ord("A"), ord("A") + 60)]
    matrix_of = {
        f"P{path}": ["".join(rng.sample(letters, 4)) for _ in range(4)] for path in range(9)
    }
    hours = {letter: float(rng.randint(20, 200)) for letter in letters}
    transfers = {}
    for _ in range(400):
        held, needed = rng.sample(letters, 2)
        transfers[held, needed] = 0.9
    return career_network(matrix_of, hours, transfers, move_hours=(1, 1, 1), cap=False)


def test_cancelling_keeps_the_best_route_by_then(
    browser: Browser, files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    network = hard_network()
    given = planning(network)
    assert isinstance(given, Planning)
    roles = list(network.roles)
    with visit(browser, files["matrix"]) as seen:
        answer = seen.page.evaluate(
            "async ([given, task]) => careergraph.planner.plannerOf(given)"
            ".planRoute(task, { stopped: true, tell: () => {} })",
            [asdict(given), {"source": roles[0], "target": roles[-1]}],
        )
    monkeypatch.setattr(search, "MOST_LABELS", search.AT_ONCE)
    better = plan(network, roles[0], roles[-1])
    assert answer["route"]["effort"]["expected"] >= better.effort.expected
    assert 0 <= answer["route"]["lower_bound"] <= better.lower_bound
    assert answer["route"]["status"] != "optimal"


def test_a_long_search_shows_that_it_works_and_can_be_cancelled(
    browser: Browser, tmp_path: Path
) -> None:
    network = hard_network()
    file = tmp_path / "hard.html"
    file.write_text(render(matrix(network)), encoding="utf-8")
    roles = list(network.roles)
    with visit(browser, file, fragment=f"#from={roles[0]}&to={roles[-1]}") as seen:
        page = seen.page
        page.get_by_role("button", name="Cancel").click()
        page.wait_for_selector("#plan-answer .steps")
        assert page.get_by_role("button", name="Cancel").is_hidden()
        assert "roven" in page.locator("#plan-answer").inner_text()
        assert "this is proven" not in page.locator("#plan-answer").inner_text()
        assert seen.complaints == []


def test_what_is_unknown_is_not_planned(roadmap: CareerNetwork) -> None:
    bare = {iri: replace(level, effort=None) for iri, level in roadmap.levels.items()}
    assert "unknown is not zero" in str(planning(replace(roadmap, levels=bare)))
    costs = dict(roadmap.assumptions.move_costs)
    del costs[MoveKind.LATERAL]
    assumptions = replace(roadmap.assumptions, move_costs=costs)
    assert "unknown is not zero" in str(planning(replace(roadmap, assumptions=assumptions)))


def test_pages_say_why_they_do_not_plan(
    roadmap: CareerNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = matrix(roadmap, paths=["Robotics Engineer"])
    assert part.planning == ONLY_A_PART
    page = render(part)
    assert "routes may lead over their roles" in page
    assert "PageRoutes" not in page
    monkeypatch.setattr(planning_module, "MOST_PLANNED", 29)
    assert "at most 29 roles" in str(planning(roadmap))
    monkeypatch.setattr(planning_module, "MOST_PLANNED", 30)
    monkeypatch.setattr(planning_module, "MOST_HOURS", 1000)
    assert "too large" in str(planning(roadmap))


def test_names_of_the_pages_modules_are_unique() -> None:
    static = resources("careergraph.views").joinpath("static")
    declared = re.compile(r"^(?:async )?(?:function|const|let|class) (\w+)", re.M)
    names = [
        name
        for script in (*SCRIPTS, *PLANNING_SCRIPTS)
        for name in declared.findall(static.joinpath(script).read_text(encoding="utf-8"))
    ]
    assert len(names) > 100
    assert [name for name in set(names) if names.count(name) > 1] == []


def test_lines_of_moves_run_through_no_box(
    browser: Browser, files: dict[str, Path], roadmap: CareerNetwork
) -> None:
    rng = random.Random(3)
    ways = [rng.sample(list(roadmap.roles), rng.randint(2, 6)) for _ in range(400)]
    with visit(browser, files["matrix"]) as seen:
        boxes = seen.page.evaluate("careergraph.boxes()")
        led = seen.page.evaluate("(ways) => ways.map(careergraph.planner.lines)", ways)
    for way, lines in zip(ways, led, strict=True):
        assert len(lines) == len(way) - 1
        for points in lines:
            for one, other in pairwise(points):
                assert one["x"] == other["x"] or one["y"] == other["y"]
                assert not [box["id"] for box in boxes if enters(box, one, other)]


def enters(box: dict[str, float], one: dict[str, float], other: dict[str, float]) -> bool:
    left, top = box["x"] - box["w"] / 2, box["y"] - box["h"] / 2
    across = (
        min(one["x"], other["x"]) < left + box["w"] - 0.2 and max(one["x"], other["x"]) > left + 0.2
    )
    down = (
        min(one["y"], other["y"]) < top + box["h"] - 0.2 and max(one["y"], other["y"]) > top + 0.2
    )
    return across and down


def choose(page: Page, field: str, typed: str) -> None:
    page.focus(field)
    page.keyboard.type(typed)
    page.keyboard.press("Enter")


def said(page: Page) -> str:
    page.wait_for_timeout(100)
    return page.locator("#plan-said").inner_text()


def test_a_route_by_keyboard_alone(
    browser: Browser, files: dict[str, Path], roadmap: CareerNetwork
) -> None:
    route = plan(roadmap, iri(ML2), iri(PM4))
    with visit(browser, files["matrix"]) as seen:
        page = seen.page
        page.focus("#canvas")
        for _ in range(2):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.id") == "plan-from":
                break
        page.keyboard.type("ml engineer 2")
        assert page.locator("#plan-from-found li").all_inner_texts()[0].startswith(ML2_LABEL)
        page.keyboard.press("Enter")
        assert page.input_value("#plan-from") == ML2_LABEL
        assert said(page) == "Choose where to go."
        page.keyboard.press("Tab")
        page.keyboard.type("product manager")
        for _ in range(3):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        assert page.input_value("#plan-to") == PM4_LABEL
        skills = sum(len(step.skills) for step in route.steps)
        assert said(page) == f"{len(route.steps)} moves, {skills} skills to learn: {route.effort}"
        assert page.evaluate("careergraph.planner.route()") == route.to_dict()
        panel = page.locator("#plan-answer").inner_text()
        for step, total in zip(route.steps, route.running_totals, strict=True):
            assert step.role.label in panel
            assert f"In all so far: {total}." in panel
            for learnt in step.skills:
                assert learnt.skill.label in panel
                if learnt.transfer and learnt.transfer_from:
                    assert f"{learnt.effort} instead of {learnt.full_effort}" in panel
                    assert learnt.transfer.rationale in panel
        assert f'careergraph route "{ML2_LABEL}" "{PM4_LABEL}"' in panel
        assert seen.complaints == []


def test_the_picture_and_the_table_show_the_route(
    browser: Browser, files: dict[str, Path], roadmap: CareerNetwork
) -> None:
    route = plan(roadmap, iri(ML2), iri(PM4))
    with visit(browser, files["matrix"], fragment=ROUTE) as seen:
        page = seen.page
        page.wait_for_selector("#planned", state="attached")
        moves = page.evaluate("careergraph.planner.moves()")
        assert [iri(end) for _, end in moves] == [step.role.iri for step in route.steps]
        assert iri(moves[0][0]) == route.source.iri
        page.click("#as-table")
        rows = page.locator("#planned tbody tr")
        assert rows.count() == len(route.steps)
        for number, (step, total) in enumerate(zip(route.steps, route.running_totals, strict=True)):
            text = rows.nth(number).inner_text()
            for part in (step.role.label, str(step.kind), str(step.effort), str(total)):
                assert part in text
            for learnt in step.skills:
                assert f"{learnt.skill.label}: {learnt.effort}" in text
        page.click("#plan-clear")
        assert page.locator("#planned").count() == 0
        assert page.evaluate("careergraph.planner.moves()") == []


def test_conditions_are_kept_in_the_address(
    browser: Browser, files: dict[str, Path], roadmap: CareerNetwork
) -> None:
    with visit(browser, files["matrix"], fragment=ROUTE) as seen:
        page = seen.page
        page.click("#plan-more summary")
        choose(page, "#plan-have", "market analysis")
        choose(page, "#plan-avoid", "robotics engineer 2")
        page.fill("#plan-moves", "5")
        page.keyboard.press("Tab")
        page.wait_for_timeout(100)
        asked = Constraints(
            have=(iri("skill:market-analysis"),),
            avoid=(iri("role:robotics-engineer-2"),),
            max_moves=5,
        )
        wanted = plan(roadmap, iri(ML2), iri(PM4), asked).to_dict()
        assert page.evaluate("careergraph.planner.route()") == wanted
        address = page.evaluate("location.hash")
        command = page.locator("#plan-answer code").inner_text()
        assert command.endswith(
            '--have "Market analysis" --avoid "Robotics Engineer, level 2" --max-moves 5'
        )
    with visit(browser, files["matrix"], fragment=address) as seen:
        page = seen.page
        page.wait_for_timeout(200)
        assert page.evaluate("careergraph.planner.route()") == wanted
        assert page.input_value("#plan-moves") == "5"
        page.click('[aria-label="Remove Market analysis"]')
        page.wait_for_timeout(100)
        route = page.evaluate("careergraph.planner.route()")
        assert route["constraints"]["have"] == []
        assert route["effort"] != wanted["effort"]


def test_undo_and_back_restore_the_route_before(browser: Browser, files: dict[str, Path]) -> None:
    with visit(browser, files["matrix"], fragment=ROUTE) as seen:
        page = seen.page
        first = said(page)
        choose(page, "#plan-to", "data scientist 3")
        second = said(page)
        assert second != first
        page.click("#plan-undo")
        assert said(page) == first
        choose(page, "#plan-to", "data scientist 3")
        assert said(page) == second
        page.go_back()
        assert said(page) == first
        assert page.input_value("#plan-to") == PM4_LABEL


def test_the_panel_of_a_role_starts_and_ends_routes(
    browser: Browser, files: dict[str, Path]
) -> None:
    with visit(browser, files["matrix"], fragment=f"#node={ML2}") as seen:
        page = seen.page
        page.get_by_role("button", name="Start here").click()
        assert page.locator("#chosen h2").inner_text() == ML2_LABEL
        page.evaluate(f"() => {{ careergraph.network.emit('click', {{nodes: ['{PM4}']}}) }}")
        page.get_by_role("button", name="Go here").click()
        assert "4 moves" in said(page)
        assert page.locator("#chosen").is_hidden()
        assert page.locator("#plan-answer").is_visible()
        page.locator("#plan-answer button.link").first.click()
        assert page.locator("#plan-answer").is_hidden()
        page.get_by_role("button", name="Back to the route").click()
        assert page.locator("#plan-answer").is_visible()


def test_no_route_says_why(
    browser: Browser, files: dict[str, Path], roadmap: CareerNetwork
) -> None:
    with pytest.raises(NoRouteError) as caught:
        plan(roadmap, iri(ML2), iri(PM4), Constraints(max_moves=1))
    (relaxation,) = caught.value.relaxations
    with visit(browser, files["matrix"], fragment=f"{ROUTE}&moves=1") as seen:
        page = seen.page
        page.wait_for_function("document.querySelector('#plan-said').textContent.includes('There')")
        least = relaxation.changes[0].value
        assert said(page) == (
            f"There is no route from {ML2_LABEL} to {PM4_LABEL} under these conditions. With at "
            f"most {least:g} moves there is one of {relaxation.moves} moves and about "
            f"{relaxation.effort:,.0f} h."
        )
        assert page.evaluate("careergraph.planner.moves()") == []


def test_a_hostile_name_is_no_command(
    browser: Browser, roadmap: CareerNetwork, tmp_path: Path
) -> None:
    roles = list(roadmap.roles.values())
    evil = ['$(touch x)"; touch x; "', "--output=it's"]
    named = {
        **roadmap.roles,
        **{
            role.iri: replace(role, label=label)
            for role, label in zip((roles[6], roles[13]), evil, strict=True)
        },
    }
    file = tmp_path / "evil.html"
    file.write_text(render(matrix(replace(roadmap, roles=named))), encoding="utf-8")
    ends = f"#from={short(roles[6].iri)}&to={short(roles[13].iri)}"
    with visit(browser, file, fragment=ends) as seen:
        page = seen.page
        page.wait_for_selector("#plan-answer code")
        command = page.locator("#plan-answer code").inner_text()
        assert command == f"""careergraph route '$(touch x)"; touch x; "' '{roles[13].iri}'"""
        assert seen.complaints == []


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 390), ("light", 320)])
def test_axe_finds_nothing(
    browser: Browser, files: dict[str, Path], theme: str, width: int
) -> None:
    with visit(browser, files["matrix"], theme=theme, width=width, fragment=ROUTE) as seen:
        page = seen.page
        page.click("#plan-more summary")
        page.fill("#plan-have", "data")
        assert violations(page) == []
        page.keyboard.press("Enter")
        page.wait_for_timeout(100)
        page.click("#as-table")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def violations(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page)["violations"]
    return [(broken["id"], node["html"]) for broken in found for node in broken["nodes"]]


def iri(node: str) -> str:
    kind, _, name = node.partition(":")
    return f"https://w3id.org/careergraph/ai-roadmap/{kind}/{name}"


def short(iri: str) -> str:
    return ":".join(iri.rsplit("/", 2)[1:])


def test_planning_on_the_page_of_a_route_replaces_that_route_until_cleared(
    browser: Browser, files: dict[str, Path], views: dict[str, View], roadmap: CareerNetwork
) -> None:
    own = {edge.id for edge in views["route"].edges if edge.kind is EdgeKind.MOVES_TO}
    lit = "careergraph.planner.lit().sort()"
    with visit(browser, files["route"]) as seen:
        page = seen.page
        before = page.evaluate(lit)
        assert before == sorted(node.id for node in views["route"].nodes if node.lit)
        choose(page, "#plan-from", "robotics engineer 1")
        choose(page, "#plan-to", "robotics engineer 2")
        assert said(page).startswith("1 move, ")
        assert page.locator("#summary").is_hidden()
        assert not own & set(page.evaluate("careergraph.edges()"))
        ends = ["role:robotics-engineer-1", "role:robotics-engineer-2"]
        assert page.evaluate("careergraph.planner.moves()") == [ends]
        held = {short(skill) for end in ends for skill in roadmap.own_skills(iri(end))}
        assert held | set(ends) <= set(page.evaluate(lit))
        page.click("#plan-clear")
        assert page.locator("#summary").is_visible()
        assert own <= set(page.evaluate("careergraph.edges()"))
        assert page.evaluate(lit) == before


def test_plans_in_a_sandboxed_frame(browser: Browser, files: dict[str, Path]) -> None:
    text = escape(files["matrix"].read_text(encoding="utf-8"))
    outer = browser.new_page(viewport={"width": 1400, "height": 900})
    complaints: list[str] = []
    outer.on("pageerror", lambda error: complaints.append(str(error)))
    outer.set_content(
        f'<iframe srcdoc="{text}" sandbox="allow-scripts" width=1300 height=800></iframe>'
    )
    inner = outer.frame_locator("iframe")
    for field, typed in (("#plan-from", "ml engineer 2"), ("#plan-to", "ml engineer 3")):
        inner.locator(field).fill(typed)
        inner.locator(field).press("Enter")
    inner.locator("#plan-answer .steps").wait_for()
    assert inner.locator("#plan-said").inner_text().startswith("1 move, ")
    inner.get_by_role("button", name="Copy").click()
    assert inner.get_by_role("button", name=re.compile("Copied|Selected")).is_visible()
    inner.locator("#plan-undo").click()
    assert inner.locator("#plan-said").inner_text() == "Choose where to go."
    assert complaints == []
    outer.close()
