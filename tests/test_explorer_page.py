"""The explorer in a browser: it holds what Python holds, and works by keyboard alone."""

from __future__ import annotations

from html import escape
from itertools import combinations, pairwise
from pathlib import Path
from random import Random

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from browser import visit
from careergraph.views.explorer import Explorer, explorer
from careergraph.views.explorer.atlas import numbers
from careergraph.views.explorer.sections import HOME, Surroundings
from explorers import taxonomy
from pages import hostile

NAMES = ("roadmap", "esco")


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Explorer, Path]:
    """Return a page whose lists are longer than its pictures, and its file."""
    page = explorer(taxonomy(400, 300, 70))
    return page, page.save(tmp_path_factory.mktemp("crowded") / "page.html")


def sample(page: Explorer, how_many: int = 12) -> list[int]:
    concepts = [HOME, *range(len(page.atlas.labels))]
    return Random(3).sample(concepts, min(how_many, len(concepts)))


def go(page: Page, label: str) -> None:
    page.fill("#search", label)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("name", NAMES)
def test_browser_reads_the_same_atlas(
    browser: Browser, explorers: dict[str, Explorer], explorer_files: dict[str, Path], name: str
) -> None:
    atlas = explorers[name].atlas
    with visit(browser, explorer_files[name]) as seen:
        read = seen.page.evaluate("careergraph.atlas")
        assert not seen.foreign_requests
        assert not seen.complaints
    for field in ("title", "labels", "codes", "levels", "level", "path", "known", "efforts"):
        held = getattr(atlas, field)
        assert read[field] == (list(held) if isinstance(held, tuple) else held)
    rows = {
        "essential": atlas.essential,
        "optional": atlas.optional,
        "broader": atlas.broader,
        "relatedEssential": atlas.related_essential,
        "relatedOptional": atlas.related_optional,
        "later": atlas.later,
        "transfers": atlas.transfers,
    }
    for field, held in rows.items():
        assert read[field] == [list(row) for row in held]
    assert [text for row in read["strengths"] for text in row] == list(atlas.strengths)
    assert read["origins"] == [list(origin) for origin in atlas.origins]
    assert read["stated"] == list(atlas.stated)


@pytest.mark.parametrize("name", [*NAMES, "crowded"])
def test_lists_and_picture_are_those_of_python(
    browser: Browser,
    explorers: dict[str, Explorer],
    explorer_files: dict[str, Path],
    crowded: tuple[Explorer, Path],
    name: str,
) -> None:
    page, file = crowded if name == "crowded" else (explorers[name], explorer_files[name])
    surroundings = Surroundings(page.atlas)
    iris = ["", *numbers(page.shown, page.hierarchy)]
    with visit(browser, file) as seen:
        for concept in sample(page):
            around = surroundings.around(concept)
            listed = seen.page.evaluate("careergraph.sections", concept)
            assert listed == [[section.key, all_of_it] for section, all_of_it in around]
            seen.page.evaluate("careergraph.choose", concept)
            drawn = seen.page.evaluate("careergraph.boxes()")
            network = page.network(iris[concept + 1])
            assert {iris[box["concept"] + 1] for box in drawn} == {n["id"] for n in network.nodes}
            edges = seen.page.evaluate(
                "careergraph.network.body.data.edges.get().map(({ from, to }) => [from, to])"
            )
            number = [tuple(iris[int(end.split(":")[1]) + 1] for end in edge) for edge in edges]
            assert sorted(number) == sorted((e["from"], e["to"]) for e in network.edges)


def test_caps_are_announced_and_lists_are_complete(
    browser: Browser, crowded: tuple[Explorer, Path]
) -> None:
    page, file = crowded
    with visit(browser, file) as seen:
        go(seen.page, page.atlas.labels[5])
        near = next(
            listed
            for section, listed in Surroundings(page.atlas).around(5)
            if section.key == "near"
        )
        more = seen.page.get_by_role("button", name=f"List {len(near) - 100} more")
        if len(near) > 100:
            more.click()
        items = seen.page.locator("ul[aria-labelledby=list-near] li").count()
        assert items == len(near)
        assert seen.page.locator("#list-near").inner_text() == f"Nearest roles ({len(near)})"


@pytest.mark.parametrize("width", [1440, 1024, 390, 320])
def test_boxes_neither_overlap_nor_are_crossed(
    browser: Browser, crowded: tuple[Explorer, Path], width: int
) -> None:
    page, file = crowded
    with visit(browser, file, width=width) as seen:
        depths = [(concept, depth) for depth in (1, 2) for concept in sample(page, 6)]
        for concept, depth in depths:
            seen.page.evaluate("careergraph.choose", concept)
            seen.page.click(f"#depth-{depth}")
            boxes = seen.page.evaluate("careergraph.boxes()")
            heads = seen.page.evaluate("careergraph.heads()")
            for one, other in combinations([*boxes, *heads], 2):
                assert not _overlap(one, other), (concept, one, other)
            assert min(box["x"] for box in boxes) >= 0
            assert max(box["x"] + box["w"] for box in boxes) <= width
            for line in seen.page.evaluate("careergraph.lines()"):
                for box in boxes:
                    if box["id"] not in (line["from"], line["to"]):
                        assert not _crosses(line["points"], box), (concept, line, box)
            overflow = "document.documentElement.scrollWidth > innerWidth"
            assert not seen.page.evaluate(overflow)


def _overlap(one: dict[str, float], other: dict[str, float]) -> bool:
    return (
        one["x"] < other["x"] + other["w"]
        and other["x"] < one["x"] + one["w"]
        and one["y"] < other["y"] + other["h"]
        and other["y"] < one["y"] + one["h"]
    )


def _crosses(points: list[dict[str, float]], box: dict[str, float]) -> bool:
    for start, end in pairwise(points):
        left, right = sorted((start["x"], end["x"]))
        top, bottom = sorted((start["y"], end["y"]))
        if (
            left < box["x"] + box["w"]
            and right > box["x"]
            and top < box["y"] + box["h"]
            and bottom > box["y"]
        ):
            return True
    return False


def test_search_forgives_mistakes_and_knows_other_names(
    browser: Browser, explorers: dict[str, Explorer], explorer_files: dict[str, Path]
) -> None:
    labels = explorers["esco"].atlas.labels
    with visit(browser, explorer_files["esco"]) as seen:

        def first(phrase: str) -> str:
            found = seen.page.evaluate("careergraph.search", phrase)
            return labels[found[0]["concept"]] if found else ""

        assert first("head chef") == "head chef"
        assert first("chef he") == "head chef"
        assert first("hygeine") == "food hygiene"
        assert first("kichen helper") == "kitchen helper"
        assert first("helper kitchne") == "kitchen helper"
        assert first("zzzzzz") == ""
    roadmap = explorers["roadmap"]
    with visit(browser, explorer_files["roadmap"]) as seen:
        seen.page.evaluate("careergraph.search", "a")
        seen.page.wait_for_timeout(200)
        found = seen.page.evaluate("careergraph.search", "ai fundamentals")
        assert roadmap.atlas.labels[found[0]["concept"]] == "Understanding of AI principles"
        assert found[0]["name"] == "AI fundamentals"


def test_a_session_by_keyboard_alone(browser: Browser, explorer_files: dict[str, Path]) -> None:
    with visit(browser, explorer_files["esco"]) as seen:
        page = seen.page
        heading = page.locator("#chosen h2")
        page.keyboard.press("/")
        page.keyboard.type("kitchen help")
        page.keyboard.press("Enter")
        assert heading.inner_text() == "kitchen helper"
        assert page.evaluate("document.activeElement.textContent") == "kitchen helper"
        page.get_by_role("button", name="Compare with…").focus()
        page.keyboard.press("Enter")
        page.keyboard.type("head chef")
        page.keyboard.press("Enter")
        assert heading.inner_text() == "kitchen helper and head chef"
        assert "with=role%3Ahead+chef" in page.url
        page.focus("#back")
        page.keyboard.press("Enter")
        assert heading.inner_text() == "kitchen helper"
        page.focus("#canvas")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowRight")
        said = page.locator("#said").inner_text()
        assert "Essential skills" in said
        page.keyboard.press("Enter")
        assert said.startswith(heading.inner_text())
        page.go_back()
        assert heading.inner_text() == "kitchen helper"
        page.focus("#share")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_function("() => document.getElementById('toast').textContent === 'Copied.'")
        assert not seen.complaints


def test_address_restores_what_is_shown(browser: Browser, explorer_files: dict[str, Path]) -> None:
    fragment = "#at=role%3Acook&with=role%3Ahead+chef&theme=dark"
    with visit(browser, explorer_files["esco"], fragment=fragment) as seen:
        text = seen.page.locator("#chosen").inner_text()
        assert text.startswith("cook and head chef")
        assert "2 essential skills shared, 33\u00a0%" in text
        assert seen.page.evaluate("document.documentElement.dataset.theme") == "dark"
    with visit(browser, explorer_files["esco"], fragment="#at=role%3Anobody") as seen:
        assert seen.page.locator("#welcome").is_visible()
        assert not seen.complaints


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1440])
def test_axe_finds_nothing(
    browser: Browser, explorer_files: dict[str, Path], theme: str, width: int
) -> None:
    with visit(browser, explorer_files["esco"], width=width, theme=theme) as seen:
        for fragment in ("", "at=role%3Acook", "at=role%3Acook&with=role%3Ahead+chef"):
            seen.page.evaluate("text => { location.hash = text; }", fragment)
            seen.page.wait_for_timeout(50)
            found = Axe().run(seen.page)["violations"]
            assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


def test_hostile_texts_are_inert(
    browser: Browser, explorers: dict[str, Explorer], tmp_path: Path
) -> None:
    page = explorer(hostile(explorers["roadmap"].shown))
    with visit(browser, page.save(tmp_path / "hostile.html")) as seen:
        for concept in (HOME, 0, 7, page.atlas.roles, page.atlas.roles + page.atlas.skills):
            seen.page.evaluate("careergraph.choose", concept)
        seen.page.evaluate("careergraph.choose(0)")
        seen.page.select_option("#language", "ar")
        seen.page.click("#depth-2")
        seen.page.click("#as-table")
        seen.page.wait_for_selector("#tables td")
        seen.page.evaluate("careergraph.choose(0, 1)")
        assert "undefined" not in seen.page.locator("body").inner_text()
        seen.page.fill("#search", "script img")
        seen.page.wait_for_timeout(200)
        assert seen.page.locator("#found li").count() > 0
        assert seen.page.locator("img").count() == 0
        assert not seen.complaints
        assert not seen.foreign_requests


def test_works_in_a_sandboxed_frame(
    browser: Browser, explorers: dict[str, Explorer], tmp_path: Path
) -> None:
    file = tmp_path / "frame.html"
    frame = f'<iframe srcdoc="{escape(explorers["esco"].html)}" sandbox="allow-scripts" width=1200>'
    file.write_text(f"<!DOCTYPE html><title>Frame</title>{frame}</iframe>", encoding="utf-8")
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(file.as_uri())
    inside = page.frames[1]
    inside.wait_for_function("() => window.careergraph !== undefined")
    inside.fill("#search", "head chef")
    inside.press("#search", "Enter")
    assert inside.locator("#chosen h2").inner_text() == "head chef"
    inside.click("#share")
    inside.click("#save-svg")
    assert "head chef" in inside.locator("#text").input_value()
    inside.click("#text-dialog .close")
    inside.click("#depth-2")
    inside.click("#back")
    inside.click("#back")
    assert inside.locator("#welcome").is_visible()
    assert errors == []
    page.close()
