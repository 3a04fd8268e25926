"""The SPARQL page in a real browser: for every person, device and browser."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser

from services import serving
from sparql_pages import (
    EVERYTHING,
    PER_PATH,
    RANKS,
    WRONG,
    Open,
    asking,
    clipboard,
    opened,
    options,
    server,
    text_of,
    violations,
    visiting,
    write,
)

__all__ = ["opened", "server"]


def test_everything_by_keyboard(opened: Open) -> None:
    focused = (
        "(() => { let one = document.activeElement;"
        " while (one.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;"
        " return one.id || one.name || one.className || one.textContent.trim() })()"
    )
    with opened(asking(PER_PATH, view="chart")) as seen:
        page = seen.page
        page.wait_for_selector("svg.chart rect")
        page.locator(".skip").focus()
        passed = []
        for _ in range(120):
            page.keyboard.press("Tab")
            passed.append(str(page.evaluate(focused)))
        for wanted in (
            "library-toggle",
            "theme",
            "tab-named",
            "named-search",
            "cm-content",
            "run",
            "share",
            "save",
            "tab-chart",
            "labels",
            "markdown",
            "kind",
            "value",
            "category",
        ):
            assert any(wanted in one.split() for one in passed), wanted
        page.locator("#tab-chart").focus()
        page.keyboard.press("ArrowLeft")
        page.wait_for_selector("#panel-table td")
        page.keyboard.press("End")
        page.wait_for_selector("#panel-raw pre")
        page.keyboard.press("Home")
        page.locator("#panel-table thead button").first.press("Enter")
        page.wait_for_selector("th[aria-sort=ascending]")
        assert page.evaluate("document.activeElement.dataset.key") == "sort-0"
        page.locator("#downloads summary").press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate(focused) == "CSV"
        page.keyboard.press("Escape")
        assert page.locator("#downloads[open]").count() == 0


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(opened: Open, theme: str, width: int) -> None:
    with opened(theme=theme, width=width) as seen:
        page = seen.page
        assert violations(page) == []
        write(page, "SELECT * { ?role cg:requi")
        options(page)
        assert violations(page) == []
        write(page, EVERYTHING)
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("#panel-table .pager")
        page.wait_for_selector("#panel-table a")
        assert violations(page) == []
        for query, kind in ((PER_PATH, "bar"), (RANKS, "histogram")):
            write(page, query)
            page.keyboard.press("Control+Enter")
            page.click("#tab-chart")
            name = {"bar": "roles by", "histogram": "30 values"}[kind]
            page.wait_for_selector(f"svg.chart[aria-label^='{name}']")
            page.click("figure summary")
            assert violations(page) == []
        page.click("#tab-raw")
        assert violations(page) == []
        write(page, WRONG)
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("#problem:visible")
        assert violations(page) == []
        if width < 1000:
            page.click("#library-toggle")
        page.click("#named-list button >> nth=5")
        assert violations(page) == []
        page.click("#tab-history")
        assert violations(page) == []
        page.click("#save")
        assert violations(page) == []


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_runs_over_the_edge(opened: Open, width: int) -> None:
    with opened(asking(EVERYTHING), width=width) as seen:
        seen.page.wait_for_selector("#panel-table .pager")
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width


def test_theme_is_chosen_and_kept(opened: Open) -> None:
    with opened() as seen:
        page = seen.page
        colour = "getComputedStyle(document.body).backgroundColor"
        light = page.evaluate(colour)
        page.click("#theme")
        assert page.evaluate(colour) != light
        page.reload()
        page.wait_for_selector("body[data-ready]")
        assert page.evaluate(colour) != light
        assert page.locator("#theme").inner_text() == "Light"


def test_history_is_kept(opened: Open) -> None:
    with opened(asking(RANKS)) as seen:
        page = seen.page
        page.wait_for_selector("#panel-table td")
        page.goto(page.url.partition("?")[0])
        page.wait_for_selector("body[data-ready]")
        assert RANKS not in text_of(page)
        page.click("#tab-history")
        page.click(f"#history-list button:has-text('{RANKS}')")
        assert text_of(page) == RANKS
        page.click("#history-clear")
        assert page.locator("#history-list li").count() == 0


def test_works_where_nothing_can_be_kept(opened: Open) -> None:
    blocked = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }})"
    with opened(asking(RANKS), script=blocked) as seen:
        seen.page.wait_for_selector("#panel-table td")
        seen.page.click("#tab-history")
        assert "keeps nothing" in seen.page.locator("#history-note").inner_text()


def test_long_queries_are_shared_too(opened: Open) -> None:
    long = RANKS + " #" + "x" * 9000
    with opened("/sparql#" + urlencode({"query": long, "view": "raw"})) as seen:
        page = seen.page
        page.wait_for_selector("#panel-raw pre:has-text('rank')")
        page.click("#share")
        page.wait_for_selector("#status:text('is copied')")
        link = urlsplit(clipboard(page))
        assert link.query == ""
        assert parse_qs(link.fragment) == {"query": [long], "view": ["raw"]}


def test_links_are_shown_where_pages_may_not_copy(opened: Open) -> None:
    blocked = "Object.defineProperty(navigator, 'clipboard', {value: undefined})"
    with opened(asking(RANKS), script=blocked) as seen:
        page = seen.page
        page.wait_for_selector("#panel-table td")
        page.click("#share")
        assert page.locator("dialog textarea").input_value() == page.url
        assert violations(page) == []
        page.keyboard.press("Escape")
        assert not page.locator("dialog").is_visible()


def test_cancel(browser: Browser) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with (
        serving("--log-format", "none", "--timeout", "5") as other,
        visiting(browser, other) as seen,
    ):
        page = seen.page
        write(page, slow)
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("#status:text('Running')")
        page.keyboard.press("Escape")
        page.wait_for_selector("#status:text('Cancelled')")
        assert page.locator("#cancel").is_disabled()
        write(page, PER_PATH)
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("#panel-table td")
        write(page, slow + " # again")
        page.click("#run")
        page.wait_for_selector("#problem:has-text('5 s')", timeout=20_000)
