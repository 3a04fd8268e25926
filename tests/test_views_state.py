"""What a reader sets: focus, depth, comparison, back, and an address for all of it."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browser import visit
from careergraph.network import CareerNetwork
from careergraph.views.model import EdgeKind, View
from careergraph.vocabulary import compact

FEATURE = "skill:feature-engineering"
ENGINEER = "role:machine-learning-engineer-2"
SCIENTIST = "role:data-scientist-2"
STATE = (
    "() => [careergraph.nodes(), careergraph.edges(), careergraph.lit(),"
    " document.documentElement.dataset.theme, document.documentElement.lang,"
    " document.querySelector('#search').value, document.querySelector('#tables').hidden,"
    " document.querySelector('#chosen').textContent,"
    " document.querySelector('#lane-name').value, location.hash]"
)


def around(view: View, start: str, steps: int) -> set[str]:
    """Return what is at most so many lines away, by its definition."""
    near = {start} | {e.target for e in view.edges if e.kind == "requires" and e.source == start}
    for _ in range(steps):
        near |= {e.target for e in view.edges if e.source in near} | {
            e.source for e in view.edges if e.target in near
        }
    return near


@pytest.mark.parametrize("start", [FEATURE, ENGINEER])
def test_depth_lights_so_many_steps(
    browser: Browser, files: dict[str, Path], views: dict[str, View], start: str
) -> None:
    with visit(browser, files["matrix"], fragment=f"#node={start}") as seen:
        for depth, steps in (("1", 1), ("2", 2), ("3", 3), ("all", 99)):
            seen.page.locator(f'#depth label:has(input[value="{depth}"])').click()
            assert set(seen.page.evaluate("careergraph.lit()")) == around(
                views["matrix"], start, steps
            )


def held(network: CareerNetwork, role: str) -> set[str]:
    """Return the skills of a role and of those before it, by their labels."""
    roles = {role}
    while True:
        more = {s.earlier for s in network.progressions if s.later in roles} - roles
        if not more:
            break
        roles |= more
    return {network.skills[s].label for one in roles for s in network.own_skills(one)}


def listed(page: Page, heading: str) -> set[str]:
    after = page.locator("#chosen h3").filter(has_text=heading).locator("+ ul")
    return set(after.locator("li > button.link").all_inner_texts())


@pytest.mark.parametrize("other", [SCIENTIST, "role:machine-learning-engineer-4"])
def test_compares_two_roles(
    browser: Browser,
    files: dict[str, Path],
    views: dict[str, View],
    roadmap: CareerNetwork,
    other: str,
) -> None:
    iris = {compact(iri): iri for iri in roadmap.roles}
    label = {node.id: node.label for node in views["matrix"].nodes}
    mine, yours = held(roadmap, iris[ENGINEER]), held(roadmap, iris[other])
    transfers = {
        (label[e.source], label[e.target])
        for e in views["matrix"].edges
        if e.kind is EdgeKind.TRANSFERS_TO
    }
    with visit(browser, files["matrix"], fragment=f"#node={ENGINEER}") as seen:
        page = seen.page
        page.click("#compare")
        page.fill("#search", label[other])
        page.keyboard.press("Enter")
        assert listed(page, "Shared skills") == mine & yours
        assert listed(page, f"Only {label[ENGINEER]}") == mine - yours
        assert listed(page, f"Only {label[other]}") == yours - mine
        bridge = page.locator("#chosen h3").filter(
            has_text=f"From {label[ENGINEER]} to {label[other]}"
        )
        items = bridge.locator("+ ul > li") if bridge.count() else bridge
        said = {tuple(i.locator("button.link").all_inner_texts()) for i in items.all()}
        wanted = {(a, b) for a, b in transfers if a in mine and b in yours - mine}
        assert said == wanted
        assert "comparing" not in page.evaluate("location.hash")


@pytest.mark.parametrize("width", [1440, 390])
def test_the_address_restores_everything(
    browser: Browser, files: dict[str, Path], width: int
) -> None:
    fragments = [
        f"#node={ENGINEER}&with={SCIENTIST}&view=graph&theme=dark&language=ar",
        f"#node={FEATURE}&depth=2&view=graph&theme=light&language=en&search=feature"
        "&without-kind=leads+to&without-group=0&without-column=4&at=500.0%2C400.0%2C1.200",
        f"#node={FEATURE}&comparing=yes&view=table&theme=dark&language=en",
        "#view=graph&theme=light&language=en&lane=3",
    ]
    for fragment in fragments:
        with visit(browser, files["matrix"], width=width, fragment=fragment) as seen:
            page = seen.page
            first = page.evaluate(STATE)
            page.context.grant_permissions(["clipboard-read", "clipboard-write"])
            page.click("#share")
            page.click("#copy-link")
            page.wait_for_function("() => document.querySelector('#toast').textContent !== ''")
            address = page.evaluate("navigator.clipboard.readText()")
            place = page.evaluate("careergraph.network.getViewPosition()")
        said = set(fragment[1:].split("&"))
        with visit(browser, files["matrix"], width=width, fragment="#" + address.split("#")[1]) as (
            again
        ):
            second = again.page.evaluate(STATE)
            assert second[:-1] == first[:-1]
            assert said <= set(address.split("#")[1].replace("%3A", ":").split("&"))
            if "at=" in fragment and width == 1440:
                assert place == pytest.approx({"x": 500, "y": 400})
                assert again.page.evaluate(
                    "careergraph.network.getViewPosition()"
                ) == pytest.approx(place)


def test_back_undoes_each_step(browser: Browser, files: dict[str, Path]) -> None:
    with visit(browser, files["matrix"]) as seen:
        page = seen.page
        states = [page.evaluate(STATE)[:-2]]
        steps = [
            lambda: (page.fill("#search", "feature eng"), page.keyboard.press("Enter")),
            lambda: page.locator('#depth label:has(input[value="2"])').click(),
            lambda: page.uncheck('#legend input[data-kind="requires"]'),
            lambda: page.click("#as-table"),
        ]
        for step in steps:
            step()
            states.append(page.evaluate(STATE)[:-2])
        for number, before in enumerate(reversed(states[:-1])):
            if number % 2:
                page.keyboard.press("Alt+ArrowLeft")
            else:
                page.click("#back")
            page.wait_for_timeout(150)
            now = page.evaluate(STATE)[:-2]
            assert [now[at] for at in (0, 1, 2, 3, 6, 7)] == [
                before[at] for at in (0, 1, 2, 3, 6, 7)
            ]
        assert page.locator("#back").is_disabled()


def test_back_in_a_sandboxed_frame(browser: Browser, files: dict[str, Path]) -> None:
    text = escape(files["matrix"].read_text(encoding="utf-8"))
    outer = browser.new_page(viewport={"width": 1400, "height": 900})
    outer.set_content(
        f'<iframe srcdoc="{text}" sandbox="allow-scripts" width=1300 height=800></iframe>'
    )
    inner = outer.frame_locator("iframe")
    for name in ("feature engineering", "public speaking"):
        inner.locator("#search").fill(name)
        inner.locator("#search").press("Enter")
    assert inner.locator("#chosen h2").inner_text() == "Public speaking"
    inner.locator("#back").click()
    assert inner.locator("#chosen h2").inner_text() == "Feature engineering"
    inner.locator("#canvas").press("Alt+ArrowLeft")
    assert inner.locator("#chosen").is_hidden()
    inner.locator("#search").fill("public speaking")
    inner.locator("#search").press("Enter")
    inner.locator("#share").click()
    inner.locator("#copy-link").click()
    assert "node=skill%3Apublic-speaking" in inner.locator("#text").input_value()
    outer.close()


def test_keyboard_alone_finds_compares_and_copies(browser: Browser, files: dict[str, Path]) -> None:
    with visit(browser, files["matrix"]) as seen:
        page = seen.page
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        press = page.keyboard.press
        press("/")
        page.keyboard.type("mashine learning enginer, level 2")
        press("Enter")
        assert page.locator("#chosen h2").inner_text() == "Machine Learning Engineer, level 2"
        for _ in range(30):
            press("Tab")
            if page.evaluate("document.activeElement.id") == "compare":
                break
        press("Enter")
        press("/")
        press("Control+A")
        page.keyboard.type("data scientist level 2")
        press("Enter")
        assert "Data Scientist (AI Focus), level 2" in page.locator("#chosen h2").inner_text()
        for _ in range(8):
            press("Tab")
            if page.evaluate("document.activeElement.id") == "share":
                break
        press("Enter")
        press("Tab")
        press("Enter")
        page.wait_for_function("() => document.querySelector('#toast').textContent !== ''")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert "with=role%3Adata-scientist-2" in copied
        assert seen.complaints == []
