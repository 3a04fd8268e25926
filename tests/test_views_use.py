"""Using a page: search, keyboard, filters, address, themes, small screens, print."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from browser import visit
from careergraph.views.model import EdgeKind, View
from pages import NAMES

FEATURE = "skill:feature-engineering"
LABEL = "careergraph.network.getScale() * careergraph.fonts.skill"
VARIABLES = ("tone-ink", "ink", "soft", "surface", "page", "quiet", "focus")


def chosen(page: Page) -> str:
    return page.locator("#chosen h2").inner_text()


def test_search_by_phrase_and_other_name(browser: Browser, files: dict[str, Path]) -> None:
    with visit(browser, files["matrix"]) as seen:
        page = seen.page
        page.fill("#search", "engin feat")
        assert page.locator("#found li").count() >= 1
        page.keyboard.press("Enter")
        assert chosen(page) == "Feature engineering"
        assert page.locator("#found").is_hidden()
        page.fill("#search", "ai fundamentals")
        page.keyboard.press("Enter")
        assert chosen(page) == "Understanding of AI principles"
        page.fill("#search", "nothing like that")
        assert page.locator("#found").is_hidden()


def test_every_part_of_a_box_can_be_clicked(browser: Browser, files: dict[str, Path]) -> None:
    with visit(browser, files["matrix"]) as seen:
        page = seen.page
        place = (
            "([id, dx, dy]) => { const box = careergraph.boxes().find((b) => b.id === id);"
            " return careergraph.network.canvasToDOM("
            "{x: box.x + dx * box.w, y: box.y + dy * box.h})}"
        )
        for dx, dy in ((-0.47, 0.4), (0.47, -0.4), (0, 0)):
            at = page.evaluate(place, [FEATURE, dx, dy])
            page.locator("#canvas").click(position=at)
            assert chosen(page) == "Feature engineering"
            page.locator("#canvas").click(position={"x": 3, "y": 3})
            assert page.locator("#chosen").is_hidden()


def test_keyboard_walks_and_chooses(browser: Browser, files: dict[str, Path]) -> None:
    with visit(browser, files["matrix"]) as seen:
        page = seen.page
        page.focus("#canvas")
        said = page.locator("#said")
        page.keyboard.press("ArrowDown")
        assert said.inner_text().startswith("AI Research Scientist, level 1, role")
        page.keyboard.press("ArrowRight")
        assert said.inner_text().startswith("AI Research Scientist, level 2, role")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        assert chosen(page) == "Proficiency in machine learning libraries"
        page.keyboard.press("Escape")
        assert page.locator("#chosen").is_hidden()
        assert page.locator("#summary").is_visible()


def test_keyboard_reaches_every_box(browser: Browser, files: dict[str, Path]) -> None:
    with visit(browser, files["matrix"]) as seen:
        page = seen.page
        page.focus("#canvas")
        reached = set()
        for column in range(5):
            page.keyboard.press("Home")
            for _ in range(column):
                page.keyboard.press("ArrowRight")
            for _ in range(24):
                reached.add(page.locator("#said").inner_text())
                page.keyboard.press("ArrowDown")
        assert len(reached) == len(page.evaluate("careergraph.nodes()"))


def test_tab_reaches_the_controls(browser: Browser, files: dict[str, Path]) -> None:
    with visit(browser, files["matrix"]) as seen:
        order = []
        for _ in range(10):
            seen.page.keyboard.press("Tab")
            order.append(seen.page.evaluate("document.activeElement.id"))
        tools = ["search", "as-graph", "as-table", "fit", "theme", "share", "language", "help"]
        assert order == [*tools, "guide-read", "canvas"]


def test_legend_filters_picture_and_table(
    browser: Browser, files: dict[str, Path], views: dict[str, View]
) -> None:
    view = views["matrix"]
    with visit(browser, files["matrix"]) as seen:
        page = seen.page
        page.uncheck('#legend input[data-kind="transfers to"]')
        left = {edge.id for edge in view.edges if edge.kind is not EdgeKind.TRANSFERS_TO}
        assert set(page.evaluate("careergraph.edges()")) == left
        page.uncheck('#legend input[data-group="0"]')
        nodes = {node.id for node in view.nodes if node.lane != 0}
        assert set(page.evaluate("careergraph.nodes()")) == nodes
        page.click("#as-table")
        shown = page.eval_on_selector_all(
            'table:not([data-kind="edge"]) tr[data-id]:not([hidden])',
            "rows => rows.map((row) => row.dataset.id)",
        )
        assert set(shown) == nodes


def test_address_keeps_the_state(browser: Browser, files: dict[str, Path]) -> None:
    with visit(browser, files["matrix"]) as seen:
        page = seen.page
        page.fill("#search", "feature engineering")
        page.keyboard.press("Enter")
        page.uncheck('#legend input[data-kind="leads to"]')
        page.click("#theme")
        page.click("#as-table")
        address = page.evaluate("location.hash")
    with visit(browser, files["matrix"], fragment=address) as seen:
        page = seen.page
        assert chosen(page) == "Feature engineering"
        assert page.locator("html").get_attribute("data-theme") == "dark"
        assert page.locator("#tables").is_visible()
        assert not page.is_checked('#legend input[data-kind="leads to"]')


def test_panel_says_why(browser: Browser, files: dict[str, Path], views: dict[str, View]) -> None:
    outgoing = [e for e in views["matrix"].edges if e.source == FEATURE]
    assert outgoing
    with visit(browser, files["matrix"], fragment=f"#node={FEATURE}") as seen:
        panel = seen.page.locator("#chosen").inner_text()
        for edge in outgoing:
            assert edge.why in panel
            assert edge.strength in panel
        assert "editorial judgement" in panel
        seen.page.locator("#chosen button.link").first.click()
        assert chosen(seen.page) == "Machine Learning Engineer, level 2"


def test_route_panel_gives_every_step(
    browser: Browser, files: dict[str, Path], views: dict[str, View]
) -> None:
    view = views["route"]
    with visit(browser, files["route"]) as seen:
        summary = seen.page.locator("#summary").inner_text()
        for section in view.summary:
            assert section.heading in summary
            for item in section.items:
                assert item.text in summary
                assert item.detail in summary
        lit = [edge for edge in view.edges if edge.lit and edge.kind is EdgeKind.TRANSFERS_TO]
        assert lit
        assert "hours a week" in summary
        assert "proven" in summary


def test_fit_and_pan(browser: Browser, files: dict[str, Path]) -> None:
    with visit(browser, files["matrix"], width=900, height=700) as seen:
        page = seen.page
        start = page.evaluate("careergraph.network.getViewPosition()")
        page.locator("#canvas").hover()
        page.mouse.wheel(0, 120)
        page.wait_for_timeout(100)
        assert page.evaluate("careergraph.network.getViewPosition()")["y"] > start["y"]
        page.click("#fit")
        assert page.evaluate("careergraph.network.getViewPosition()") == pytest.approx(start)
        assert page.evaluate(LABEL) >= 11 - 1e-6


@pytest.mark.parametrize("width", [320, 390])
def test_phone_needs_no_sideways_scrolling(
    browser: Browser, files: dict[str, Path], width: int
) -> None:
    with visit(browser, files["matrix"], width=width, height=844) as seen:
        page = seen.page
        for view in ("#as-graph", "#as-table"):
            page.click(view)
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_boxes_at_the_edge_are_drawn(browser: Browser, files: dict[str, Path]) -> None:
    drawn = "id => careergraph.network.body.nodes[id].isBoundingBoxOverlappingWith(area)"
    with visit(browser, files["matrix"], width=1024, height=700) as seen:
        page = seen.page
        at_edge = page.evaluate(
            "() => { const network = careergraph.network;"
            " const view = document.querySelector('#canvas');"
            " const low = network.DOMtoCanvas({x: 0, y: 0});"
            " const high = network.DOMtoCanvas({x: view.clientWidth, y: view.clientHeight});"
            " const area = {left: low.x, top: low.y, right: high.x, bottom: high.y};"
            " const seen = careergraph.boxes().filter((b) => b.x - b.w / 2 < high.x &&"
            " b.x + b.w / 2 > high.x && b.y < high.y);"
            f" return seen.map((b) => b.id).map({drawn}) }}"
        )
        assert at_edge
        assert all(at_edge)


def test_print_holds_the_tables(browser: Browser, files: dict[str, Path]) -> None:
    with visit(browser, files["matrix"]) as seen:
        seen.page.emulate_media(media="print")
        assert seen.page.locator("#tables").is_visible()
        assert not seen.page.locator("#search").is_visible()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1440])
def test_axe_finds_nothing(
    browser: Browser, files: dict[str, Path], name: str, theme: str, width: int
) -> None:
    with visit(browser, files[name], theme=theme, width=width) as seen:
        page = seen.page
        page.click("#share")
        assert violations(page) == []
        page.keyboard.press("Escape")
        page.fill("#search", "engineering")
        assert violations(page) == []
        page.keyboard.press("Enter")
        page.click("#compare")
        assert violations(page) == []
        page.click("#compare")
        page.click("#as-table")
        assert violations(page) == []


def violations(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page)["violations"]
    return [(broken["id"], node["html"]) for broken in found for node in broken["nodes"]]


def luminance(colour: str) -> float:
    if len(colour) == 4:
        colour = "#" + "".join(2 * digit for digit in colour[1:])
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_canvas_text_has_contrast(browser: Browser, files: dict[str, Path], theme: str) -> None:
    with visit(browser, files["matrix"], theme=theme) as seen:
        names = [*VARIABLES, *(f"tone-{tone}" for tone in range(8))]
        colours = seen.page.evaluate(
            "(names) => Object.fromEntries(names.map((name) => [name, "
            "getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()]))",
            names,
        )
    pairs = [("tone-ink", f"tone-{tone}") for tone in range(8)]
    pairs += [("ink", "surface"), ("soft", "page"), ("soft", "quiet"), ("page", "ink")]
    for text, ground in pairs:
        assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
