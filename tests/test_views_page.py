"""The pages in a real browser: offline, inert, readable, and the table says all of it."""

from __future__ import annotations

import json
import re
from itertools import combinations
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browser import visit
from careergraph.views.model import View
from careergraph.views.render import to_pyvis
from pages import NAMES

LEAST_LABEL = 11
# vis keeps a custom shape's true size in its body; its getBoundingBox tells the default one.
SHAPES = (
    "careergraph.nodes().map((id) => careergraph.network.body.nodes[id].shape)"
    ".map(({left, top, width, height}) =>"
    " ({left, top, right: left + width, bottom: top + height}))"
)
MOST_BYTES = dict.fromkeys(NAMES, 400 * 1024)


def rows(page: Page, kind: str) -> set[str]:
    found = page.eval_on_selector_all(
        f'table[data-kind="{kind}"] tbody tr', "rows => rows.map((row) => row.dataset.id)"
    )
    assert len(found) == len(set(found))
    return set(found)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_opens_alone_and_without_complaint(
    browser: Browser, files: dict[str, Path], name: str, theme: str
) -> None:
    with visit(browser, files[name], theme=theme) as seen:
        assert seen.requests == [files[name].as_uri()]
        assert seen.complaints == []
        assert seen.page.locator("html").get_attribute("data-theme") == theme
        assert seen.page.locator("#canvas canvas").is_visible()


@pytest.mark.parametrize("name", NAMES)
def test_pyvis_picture_and_table_agree(
    browser: Browser, files: dict[str, Path], views: dict[str, View], name: str
) -> None:
    network = to_pyvis(views[name])
    nodes = {node["id"] for node in network.nodes}
    edges = {edge["id"] for edge in network.edges}
    assert set(network.get_nodes()) == nodes
    assert len(network.nodes) == len(nodes)
    assert len(network.edges) == len(edges)
    with visit(browser, files[name]) as seen:
        page = seen.page
        assert set(page.evaluate("careergraph.nodes()")) == nodes
        assert set(page.evaluate("careergraph.edges()")) == edges
        assert set(page.evaluate("careergraph.network.body.data.nodes.getIds()")) == nodes
        assert set(page.evaluate("careergraph.network.body.data.edges.getIds()")) == edges
        assert rows(page, "role") | rows(page, "skill") == nodes
        assert rows(page, "edge") == edges


@pytest.mark.parametrize("name", NAMES)
def test_table_states_each_fact(
    browser: Browser, files: dict[str, Path], views: dict[str, View], name: str
) -> None:
    view = views[name]
    labels = {node.id: node.label for node in view.nodes}
    with visit(browser, files[name], javascript=False) as seen:
        assert seen.page.locator("#tables").is_visible()
        assert not seen.page.locator("#graph").is_visible()
        texts = dict(
            seen.page.eval_on_selector_all(
                "tr[data-id]",
                "rows => rows.map((row) =>"
                " [row.dataset.id, [...row.cells].map((cell) => cell.textContent.trim())])",
            )
        )
        origins = seen.page.locator("#origins li").all_text_contents()
    for node in view.nodes:
        assert texts[node.id][0] == node.label
        assert {fact.text for fact in node.facts if fact.text} <= set(texts[node.id])
    for edge in view.edges:
        source, kind, target, strength, why, place = texts[edge.id]
        assert (source, kind, target) == (labels[edge.source], edge.kind, labels[edge.target])
        assert (strength, why) == (edge.strength, edge.why)
        number = re.match(r"\[(\d+)\] ?", place)
        assert number
        assert origins[int(number[1]) - 1] == edge.origin
        assert place[number.end() :] == edge.place


# vis measures a box when it comes into sight, and most of the heat-map is below the fold;
# test_views_heatmap holds its boxes apart.
@pytest.mark.parametrize("name", [name for name in NAMES if name != "heatmap"])
def test_labels_are_large_and_apart(
    browser: Browser, files: dict[str, Path], views: dict[str, View], name: str
) -> None:
    with visit(browser, files[name]) as seen:
        page = seen.page
        scale = page.evaluate("careergraph.network.getScale()")
        fonts = page.evaluate("careergraph.fonts")
        boxes = page.evaluate(SHAPES)
        size = page.evaluate(
            "[document.querySelector('#canvas').clientWidth, "
            "document.querySelector('#canvas').clientHeight]"
        )
        corners = page.evaluate(
            f"{SHAPES}.map((b) => [careergraph.network.canvasToDOM({{x: b.left, y: b.top}}),"
            " careergraph.network.canvasToDOM({x: b.right, y: b.bottom})])"
        )
    assert min(fonts.values()) * scale >= LEAST_LABEL
    for one, other in combinations(boxes, 2):
        apart = (
            one["right"] <= other["left"]
            or other["right"] <= one["left"]
            or one["bottom"] <= other["top"]
            or other["bottom"] <= one["top"]
        )
        assert apart
    for node, box in zip(views[name].nodes, boxes, strict=True):
        assert box["right"] - box["left"] == pytest.approx(node.width, abs=0.6)
        assert box["bottom"] - box["top"] == pytest.approx(node.height, abs=0.6)
    for upper, lower in corners:
        assert upper["x"] >= 0
        assert upper["y"] >= 0
        assert lower["x"] <= size[0]
        assert lower["y"] <= size[1]


@pytest.mark.parametrize("name", NAMES)
def test_size(files: dict[str, Path], name: str) -> None:
    assert files[name].stat().st_size <= MOST_BYTES[name]


def test_pyvis_network_goes_on_in_plain_pyvis(views: dict[str, View]) -> None:
    network = to_pyvis(views["matrix"])
    network.add_node("mine", label="Mine")
    network.add_edge("mine", network.nodes[0]["id"])
    assert network.num_nodes() == len(views["matrix"].nodes) + 1
    assert network.num_edges() == len(views["matrix"].edges) + 1
    assert json.loads(json.dumps(network.options))["physics"]["enabled"] is False
    assert to_pyvis(views["matrix"]).num_nodes() == len(views["matrix"].nodes)
