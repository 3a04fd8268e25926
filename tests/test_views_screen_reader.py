"""What Chromium tells a screen reader of each page: the same as the picture shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from browser import visit
from careergraph.views.model import View, ViewNode
from pages import NAMES

WALKED = 12


class Tree:
    """The accessibility tree of a page as Chromium builds it."""

    def __init__(self, page: Page) -> None:
        session = page.context.new_cdp_session(page)
        found: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
        session.detach()
        self.by_id = {one["nodeId"]: one for one in found}
        self.root = found[0]

    def below(self, one: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield what is under an element, in reading order."""
        for child in one.get("childIds", ()):
            if child in self.by_id:
                yield self.by_id[child]
                yield from self.below(self.by_id[child])

    def all(self, *roles: str, under: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """Return the elements of some roles that are not ignored."""
        return [
            one
            for one in self.below(under or self.root)
            if not one["ignored"] and one["role"]["value"] in roles
        ]

    def text(self, one: dict[str, Any]) -> str:
        """Return what is read out of an element."""
        return " ".join(name(part) for part in self.all("StaticText", under=one)).strip()


def name(one: dict[str, Any]) -> str:
    return one.get("name", {}).get("value", "")


@pytest.mark.parametrize("view_name", NAMES)
def test_tables_say_what_the_picture_shows(
    browser: Browser, files: dict[str, Path], views: dict[str, View], view_name: str
) -> None:
    view = views[view_name]
    labels = {node.id: node.label for node in view.nodes}
    with visit(browser, files[view_name]) as seen:
        seen.page.click("#as-table")
        tree = Tree(seen.page)
    rows = [
        [tree.text(cell) for cell in tree.all("cell", "gridcell", "rowheader", under=row)]
        for row in tree.all("row")
    ]
    read = [row for row in rows if row]
    nodes, edges = read[: len(view.nodes)], read[len(view.nodes) :]
    assert sorted(row[0] for row in nodes) == sorted(labels.values())
    for node in view.nodes:
        row = next(row for row in nodes if row[0] == node.label)
        said = " ".join(row)
        assert all(spoken(fact.text) in spoken(said) for fact in node.facts), node.label
    assert [(row[0], row[1], row[2]) for row in edges] == [
        (labels[edge.source], edge.kind.value, labels[edge.target]) for edge in view.edges
    ]
    assert all(
        spoken(edge.why) in spoken(" ".join(row))
        for edge, row in zip(view.edges, edges, strict=True)
    )
    heads = {name(one) or tree.text(one) for one in tree.all("columnheader")}
    assert {fact.term for node in view.nodes for fact in node.facts if fact.text} <= heads


def spoken(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("view_name", NAMES)
def test_a_walk_through_the_picture_says_what_it_shows(
    browser: Browser, files: dict[str, Path], views: dict[str, View], view_name: str
) -> None:
    view = views[view_name]
    shown = {expected(view, node): node for node in view.nodes}
    with visit(browser, files[view_name]) as seen:
        page = seen.page
        [picture] = Tree(page).all("application")
        assert name(picture) == "Picture of the graph"
        page.focus("#canvas")
        page.keyboard.press("Home")
        walked = [announced(page)]
        for key in ["ArrowDown", "ArrowRight"] * WALKED:
            page.keyboard.press(key)
            walked.append(announced(page))
        assert set(walked) <= set(shown)
        assert len(set(walked)) >= 6
        page.keyboard.press("Enter")
        assert_panel_says(page, view, shown[walked[-1]])


def announced(page: Page) -> str:
    tree = Tree(page)
    return next(text for one in tree.all("status") if (text := tree.text(one)))


def expected(view: View, node: ViewNode) -> str:
    where = view.groups[node.group].label, view.lanes[node.lane].label
    said = (node.label, node.kind.value, node.badge, *where, view.columns[node.column].label)
    return ", ".join(part for part in dict.fromkeys(said) if part)


def assert_panel_says(page: Page, view: View, node: ViewNode) -> None:
    """Insist that the panel of a chosen box reads out its facts and its relations."""
    tree = Tree(page)
    read = spoken(tree.text(tree.root))
    assert node.label in {name(one) for one in tree.all("heading")}
    assert all(spoken(fact.text) in read for fact in node.facts if fact.term != "Adds")
    labels = {one.id: one.label for one in view.nodes}
    buttons = {name(one) for one in tree.all("button")}
    for edge in view.edges:
        if node.id in (edge.source, edge.target):
            other = edge.target if edge.source == node.id else edge.source
            assert labels[other] in buttons
            assert spoken(edge.why) in read
