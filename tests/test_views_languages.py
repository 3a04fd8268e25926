"""Two languages of the interface: everything is translated, mirrored, and still accessible."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser

from browser import visit
from careergraph.views.model import View
from careergraph.views.strings import ARABIC, EXPLORER_ARABIC, PLANNING_ARABIC

VIEWS = Path(__file__).parents[1] / "graph/careergraph/views"
SCRIPTS = "".join(
    file.read_text(encoding="utf-8") for file in sorted((VIEWS / "static").glob("*.js"))
)
ALL = ARABIC | PLANNING_ARABIC | EXPLORER_ARABIC
ENGINEER = "role:machine-learning-engineer-2"


def test_every_term_of_the_scripts_is_translated() -> None:
    terms = set(re.findall(r'\bt\("([^"]+)"', SCRIPTS))
    terms |= {
        term
        for pair in re.findall(r'\bt\([^()]* \? "([^"]+)" : "([^"]+)"\)', SCRIPTS)
        for term in pair
    }
    lists = re.search(r"const LISTS = \[(.*?)\];", SCRIPTS, re.DOTALL)
    assert lists
    terms |= set(re.findall(r'^\s*\["([^"]+)"', lists[1], re.MULTILINE))
    assert len(terms) > 30
    assert terms - set(ALL) == set()


def test_translations_put_in_the_same_values() -> None:
    for term, text in ALL.items():
        assert sorted(re.findall(r"\{\w+\}", term)) == sorted(re.findall(r"\{\w+\}", text)), term
        assert re.search(r"[\u0600-\u06ff]", text), term


@pytest.mark.parametrize("name", ["matrix", "route"])
def test_everything_marked_is_translated(
    browser: Browser, files: dict[str, Path], name: str
) -> None:
    with visit(browser, files[name], fragment="#language=ar") as seen:
        page = seen.page
        assert page.locator("html").get_attribute("dir") == "rtl"
        assert page.locator("html").get_attribute("lang") == "ar"
        english = page.eval_on_selector_all(
            "[data-t='']", "all => all.map((one) => one.textContent.trim())"
        )
        assert [text for text in english if not re.search(r"[\u0600-\u06ff]", text)] == []
        page.select_option("#language", "en")
        assert page.locator("html").get_attribute("dir") == "ltr"
        assert page.locator("#as-graph").inner_text() == "Graph"
        assert page.locator("#as-table").inner_text() == "Table"
        assert seen.complaints == []


def test_the_picture_is_mirrored_and_back(
    browser: Browser, files: dict[str, Path], views: dict[str, View]
) -> None:
    view = views["matrix"]
    places = "Object.fromEntries(careergraph.boxes().map(({id, x}) => [id, x]))"
    drawn = (
        "Object.fromEntries(careergraph.nodes().map((id) =>"
        " [id, careergraph.network.body.nodes[id].x]))"
    )
    with visit(browser, files["matrix"]) as seen:
        page = seen.page
        page.select_option("#language", "ar")
        page.wait_for_timeout(150)
        for node_place in (places, drawn):
            assert page.evaluate(node_place) == pytest.approx(
                {node.id: view.width - node.x for node in view.nodes}
            )
        page.focus("#canvas")
        page.keyboard.press("Home")
        page.keyboard.press("ArrowLeft")
        assert "AI Research Scientist, level 2" in page.locator("#said").inner_text()
        page.select_option("#language", "en")
        assert page.evaluate(drawn) == pytest.approx({node.id: node.x for node in view.nodes})


@pytest.mark.parametrize("width", [320, 390, 1440])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_from_right_to_left(
    browser: Browser, files: dict[str, Path], width: int, theme: str
) -> None:
    fragment = f"#language=ar&node={ENGINEER}"
    with visit(browser, files["matrix"], width=width, theme=theme, fragment=fragment) as seen:
        page = seen.page
        for state in ("#as-graph", "#as-table", "#help"):
            page.click(state)
            found = Axe().run(page)["violations"]
            assert [(one["id"], node["html"]) for one in found for node in one["nodes"]] == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_readers_language_comes_first(browser: Browser, files: dict[str, Path]) -> None:
    context = browser.new_context(locale="ar-EG")
    page = context.new_page()
    page.goto(files["matrix"].as_uri())
    page.wait_for_function("() => window.careergraph !== undefined")
    assert page.locator("html").get_attribute("lang") == "ar"
    context.close()


def test_a_route_is_planned_in_arabic_and_told_again_in_english(
    browser: Browser, files: dict[str, Path]
) -> None:
    with visit(browser, files["matrix"], fragment="#language=ar") as seen:
        page = seen.page
        for field, role in (
            ("#plan-from", "Machine Learning Engineer, level 2"),
            ("#plan-to", "AI Product Manager, level 4"),
        ):
            page.fill(field, role)
            page.keyboard.press("Enter")
        page.wait_for_selector("#planned", state="attached")
        route = page.evaluate("careergraph.planner.route()")
        said = page.inner_text("#plan-said").translate(dict.fromkeys((0x2068, 0x2069)))
        skills = sum(len(step["skills"]) for step in route["steps"])
        low, high = (f"{route['effort'][end]:,.0f}" for end in ("low", "high"))
        assert said == (
            f"عدد النقلات: {len(route['steps'])}؛ للتعلّم: عدد المهارات: {skills}؛ "
            f"الجهد: من {low} إلى {high} س"
        )
        assert "هذا مُثبت" in page.inner_text("#plan-answer")
        assert page.locator("#plan-answer code").get_attribute("dir") == "ltr"
        number, step = (
            page.locator("#plan-answer .steps > li").first.bounding_box(),
            page.locator("#plan-answer .steps > li > .link").first.bounding_box(),
        )
        assert number["x"] + number["width"] - step["x"] - step["width"] == pytest.approx(32, abs=1)
        page.select_option("#language", "en")
        assert page.inner_text("#plan-said").startswith(f"{len(route['steps'])} move")
        assert page.evaluate("careergraph.planner.route()") == route
        assert seen.complaints == []
