"""The legend is the filter: picture, table and counts agree, whatever is hidden."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browser import visit
from careergraph.views.model import View, ViewEdge, ViewNode
from careergraph.views.render import render

NODES: dict[str, Callable[[ViewNode], str]] = {
    "group": lambda node: str(node.group),
    "column": lambda node: str(node.column),
}
EDGES: dict[str, Callable[[ViewEdge], str]] = {
    "kind": lambda edge: edge.kind.value,
    "evidence": lambda edge: edge.evidence,
    "certainty": lambda edge: "doubtful" if edge.doubtful else "no doubt stated",
}


@pytest.fixture(scope="module")
def doubted(views: dict[str, View]) -> View:
    """Return the matrix with a doubt about every seventh line."""
    edges = views["matrix"].edges
    spoilt = [replace(edge, doubtful=place % 7 == 0) for place, edge in enumerate(edges)]
    return replace(views["matrix"], edges=tuple(spoilt))


@pytest.fixture(scope="module")
def file(doubted: View, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of its page."""
    path = tmp_path_factory.mktemp("filters") / "matrix.html"
    path.write_text(render(doubted), encoding="utf-8")
    return path


def rows(page: Page, kind: str) -> set[str]:
    found = page.eval_on_selector_all(
        f'table[data-kind="{kind}"] tbody tr:not([hidden])',
        "rows => rows.map((row) => row.dataset.id)",
    )
    return set(found)


def agree(page: Page, view: View, hidden: dict[str, set[str]]) -> None:
    """Hold picture, tables and counts of a page against what should be left of the view."""

    def left(item: ViewNode | ViewEdge, filters: dict[str, Callable]) -> bool:
        return all(of(item) not in hidden.get(name, set()) for name, of in filters.items())

    nodes = {node.id for node in view.nodes if left(node, NODES)}
    edges = [e for e in view.edges if {e.source, e.target} <= nodes and left(e, EDGES)]
    assert set(page.evaluate("careergraph.nodes()")) == nodes
    assert set(page.evaluate("careergraph.edges()")) == {edge.id for edge in edges}
    assert rows(page, "role") | rows(page, "skill") == nodes
    assert rows(page, "edge") == {edge.id for edge in edges}
    counts = page.eval_on_selector_all(
        "#legend .entry",
        "all => all.map((entry) => [Object.entries(entry.querySelector('input').dataset)[0],"
        " entry.querySelector('.count').textContent])",
    )
    drawn = [node for node in view.nodes if node.id in nodes]
    for (name, value), text in counts:
        of = NODES.get(name) or EDGES[name]
        shown = sum(of(item) == value for item in (drawn if name in NODES else edges))
        total = sum(of(item) == value for item in (view.nodes if name in NODES else view.edges))
        assert text == (str(total) if shown == total else f"{shown} / {total}"), (name, value)


@pytest.mark.parametrize("name", ["kind", "group", "column", "evidence", "certainty"])
def test_each_value_of_each_filter(browser: Browser, doubted: View, file: Path, name: str) -> None:
    items = doubted.nodes if name in NODES else doubted.edges
    of = NODES.get(name) or EDGES[name]
    values = sorted({of(item) for item in items})
    assert len(values) > 1
    with visit(browser, file) as seen:
        for value in values:
            box = seen.page.locator(f'#legend input[data-{name}="{value}"]')
            box.uncheck()
            agree(seen.page, doubted, {name: {value}})
            box.check()
        agree(seen.page, doubted, {})


def test_filters_add_up_and_reset(browser: Browser, doubted: View, file: Path) -> None:
    with visit(browser, file) as seen:
        page = seen.page
        assert page.locator("#reset").is_disabled()
        page.uncheck('#legend input[data-group="2"]')
        page.uncheck('#legend input[data-column="0"]')
        page.uncheck('#legend input[data-kind="requires"]')
        hidden = {"group": {"2"}, "column": {"0"}, "kind": {"requires"}}
        agree(page, doubted, hidden)
        page.click("#reset")
        agree(page, doubted, {})


def test_only_this_and_back(browser: Browser, doubted: View, file: Path) -> None:
    others = {str(at) for at in range(len(doubted.groups))} - {"3"}
    entry = '#legend .entry:has(input[data-group="3"])'
    with visit(browser, file) as seen:
        page = seen.page
        page.locator(f"{entry} label").dblclick()
        agree(page, doubted, {"group": others})
        page.hover(entry)
        page.locator(f"{entry} .only").click()
        agree(page, doubted, {})
        page.locator(f"{entry} .only").press("Enter")
        agree(page, doubted, {"group": others})
        lanes = "[...document.querySelectorAll('#lanes div')].map((one) => one.style.visibility)"
        assert page.evaluate(lanes) == ["visible" if at == 3 else "hidden" for at in range(6)]
