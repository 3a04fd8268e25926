"""The pages on phones: one lane at a time, readable, under a thumb."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from browser import visit
from careergraph.views.model import View

SMALL = (
    "(least) => [...document.querySelectorAll('button, select, input[type=search], summary,"
    " .entry label')].filter((one) => one.checkVisibility({visibilityProperty: true}))"
    ".map((one) => [one.id || one.textContent, one.getBoundingClientRect()])"
    ".filter(([, box]) => box.width && (box.height < least || box.width < least))"
    ".map(([name, box]) => [name, box.width, box.height])"
)
TINY = (
    "() => [...document.querySelectorAll('#lane *')].filter((one) => one.textContent &&"
    " one.checkVisibility() && parseFloat(getComputedStyle(one).fontSize) < 11).length"
)


def cards(page: Page) -> list[str]:
    return page.eval_on_selector_all("#stages .card", "all => all.map((one) => one.dataset.id)")


@pytest.mark.parametrize("width", [320, 390])
def test_one_lane_at_a_time(
    browser: Browser, files: dict[str, Path], views: dict[str, View], width: int
) -> None:
    view = views["matrix"]
    with visit(browser, files["matrix"], width=width, height=844) as seen:
        page = seen.page
        assert not page.locator("#canvas").is_visible()
        for lane in range(len(view.lanes)):
            expected = [node.id for node in view.nodes if node.lane == lane]
            assert cards(page) == expected
            assert page.locator("#lane-name").input_value() == str(lane)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.evaluate(TINY) == 0
            if lane + 1 < len(view.lanes):
                page.click("#lane-after")
        assert page.locator("#lane-after").is_disabled()
        page.select_option("#lane-name", "1")
        assert cards(page) == [node.id for node in view.nodes if node.lane == 1]
        page.click("#lane-before")
        assert cards(page) == [node.id for node in view.nodes if node.lane == 0]


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_targets_fit_a_thumb_in_every_state(
    browser: Browser, files: dict[str, Path], width: int, theme: str
) -> None:
    with visit(browser, files["matrix"], width=width, height=844, theme=theme) as seen:
        page = seen.page
        check(page, width)
        assert page.locator("#legend").get_attribute("open") is None
        page.locator("#legend summary").click()
        check(page, width)
        page.locator("#stages .card").nth(1).click()
        assert page.locator("#chosen").is_visible()
        check(page, width)
        page.click("#compare")
        page.locator("#search").fill("public speaking")
        page.keyboard.press("Enter")
        assert "Public speaking" in page.locator("#chosen h2").inner_text()
        check(page, width)
        page.click("#as-table")
        check(page, width)


def check(page: Page, width: int) -> None:
    assert page.evaluate(SMALL, 44) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page)["violations"]
    assert [(one["id"], node["html"]) for one in found for node in one["nodes"]] == []


def test_what_is_found_brings_its_lane(browser: Browser, files: dict[str, Path]) -> None:
    with visit(browser, files["matrix"], width=390, height=844) as seen:
        page = seen.page
        page.fill("#search", "public speaking")
        page.keyboard.press("Enter")
        assert page.locator("#lane-name").input_value() == "5"
        pressed = page.locator('#stages .card[aria-pressed="true"]')
        assert pressed.locator("bdi").inner_text() == "Public speaking"


def test_a_filter_takes_lanes_away(browser: Browser, files: dict[str, Path]) -> None:
    fragment = "#without-group=0&without-column=0"
    with visit(browser, files["matrix"], width=390, fragment=fragment) as seen:
        page = seen.page
        assert page.locator("#lane-name option").count() == 5
        assert page.locator("#stages h2").all_inner_texts()[0].split()[-1] == "Intermediate"
        assert set(cards(page)) <= set(page.evaluate("careergraph.nodes()"))
