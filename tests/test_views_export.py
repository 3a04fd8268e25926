"""Pictures and tables out of the page: SVG and PNG from the same painting, TSV, print."""

from __future__ import annotations

import csv
import struct
import xml.etree.ElementTree as ElementTree
from html import escape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browser import visit
from careergraph.network import CareerNetwork
from careergraph.tables import defused
from careergraph.views.matrix import matrix
from careergraph.views.model import View
from careergraph.views.render import render
from pages import HOSTILE, hostile

SVG = "{http://www.w3.org/2000/svg}"


def saved(page: Page, button: str, target: Path) -> Path:
    page.click("#share")
    with page.expect_download() as download:
        page.click(button)
    download.value.save_as(target)
    return target


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", ["matrix", "route"])
def test_svg_draws_every_box_and_line(
    browser: Browser,
    files: dict[str, Path],
    views: dict[str, View],
    tmp_path: Path,
    name: str,
    language: str,
) -> None:
    view = views[name]
    with visit(browser, files[name], fragment=f"#language={language}") as seen:
        file = saved(seen.page, "#save-svg", tmp_path / "picture.svg")
        again = saved(seen.page, "#save-svg", tmp_path / "again.svg")
        assert seen.complaints == []
    assert file.read_bytes() == again.read_bytes()
    picture = ElementTree.parse(file).getroot()
    texts = [text.text for text in picture.iter(f"{SVG}text")]
    lines = [line for node in view.nodes for line in node.lines]
    assert [text for text in texts if text in set(lines)] == lines
    assert view.title in texts
    assert {group.label for group in view.groups} <= set(texts)
    strokes = [path for path in picture.iter(f"{SVG}path") if "stroke" in path.attrib]
    kinds = {edge.kind for edge in view.edges}
    assert len(strokes) == len(view.edges) + len(kinds)
    wide, high = float(picture.attrib["width"]), float(picture.attrib["height"])
    for box in picture.iter(f"{SVG}rect"):
        at = {key: float(box.attrib[key]) for key in ("x", "y", "width", "height")}
        assert 0 <= at["x"] <= at["x"] + at["width"] <= wide
        assert 0 <= at["y"] <= at["y"] + at["height"] <= high


def test_svg_draws_only_what_is_shown(
    browser: Browser, files: dict[str, Path], views: dict[str, View], tmp_path: Path
) -> None:
    with visit(browser, files["matrix"], fragment="#without-group=0") as seen:
        file = saved(seen.page, "#save-svg", tmp_path / "picture.svg")
    texts = {text.text for text in ElementTree.parse(file).getroot().iter(f"{SVG}text")}
    assert views["matrix"].groups[0].label not in texts
    assert views["matrix"].groups[1].label in texts


def test_png_has_the_size_of_the_picture_twice(
    browser: Browser, files: dict[str, Path], tmp_path: Path
) -> None:
    with visit(browser, files["matrix"]) as seen:
        png = saved(seen.page, "#save-png", tmp_path / "picture.png").read_bytes()
        svg = saved(seen.page, "#save-svg", tmp_path / "picture.svg")
        assert seen.requests[0] == files["matrix"].as_uri()
        assert seen.complaints == []
    picture = ElementTree.parse(svg).getroot().attrib
    width, height = struct.unpack(">II", png[16:24])
    assert width == pytest.approx(2 * float(picture["width"]), abs=1)
    assert height == pytest.approx(2 * float(picture["height"]), abs=1)


def test_copies_the_rows_that_are_shown(
    browser: Browser, files: dict[str, Path], views: dict[str, View]
) -> None:
    view = views["matrix"]
    with visit(browser, files["matrix"], fragment="#without-group=0") as seen:
        page = seen.page
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.click("#share")
        page.click("#copy-table")
        page.wait_for_function("() => document.querySelector('#toast').textContent !== ''")
        copied = page.evaluate("navigator.clipboard.readText()")
    rows = list(csv.reader(copied.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    nodes = {node.id: node for node in view.nodes if node.group != 0}
    found = [row[0] for row in rows if row]
    for node in nodes.values():
        assert node.label in found
    edges = [e for e in view.edges if e.source in nodes and e.target in nodes]
    relations = rows[next(at for at, row in enumerate(rows) if row and row[0] == "From") + 1 :]
    assert [row[:3] for row in relations] == [
        [nodes[e.source].label, e.kind.value, nodes[e.target].label] for e in edges
    ]


def test_hostile_text_stays_text(browser: Browser, roadmap: CareerNetwork, tmp_path: Path) -> None:
    file = tmp_path / "hostile.html"
    spoilt = hostile(roadmap)
    file.write_text(render(matrix(spoilt)), encoding="utf-8")
    with visit(browser, file) as seen:
        picture = saved(seen.page, "#save-svg", tmp_path / "picture.svg")
        assert seen.complaints == []
    root = ElementTree.parse(picture).getroot()
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {
        *("svg", "title", "rect", "path", "circle", "text"),
    }
    assert HOSTILE in [text.text for text in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "'=1", "C++", "plain"])
def test_cells_are_defused_as_in_python(
    browser: Browser, files: dict[str, Path], text: str
) -> None:
    share = Path(__file__).parents[1] / "graph/careergraph/views/static/share.js"
    page = browser.new_page()
    page.add_script_tag(content=share.read_text(encoding="utf-8"))
    assert page.evaluate("(text) => tsvCell({textContent: text})", text) == defused(text)
    page.close()


def test_a_sandboxed_frame_shows_what_it_may_not_save(
    browser: Browser, files: dict[str, Path]
) -> None:
    text = escape(files["matrix"].read_text(encoding="utf-8"))
    outer = browser.new_page(viewport={"width": 1400, "height": 900})
    outer.set_content(
        f'<iframe srcdoc="{text}" sandbox="allow-scripts" width=1300 height=800></iframe>'
    )
    inner = outer.frame_locator("iframe")
    inner.locator("#share").click()
    inner.locator("#save-svg").click()
    assert inner.locator("#text").input_value().startswith("<svg")
    inner.locator("#text-dialog .close").click()
    inner.locator("#share").click()
    inner.locator("#save-png").click()
    assert inner.locator("#image img").evaluate("(image) => image.decode().then(() => image.width)")
    outer.close()


def test_paper_gets_the_whole_picture_in_light_colours(
    browser: Browser, files: dict[str, Path], views: dict[str, View]
) -> None:
    with visit(browser, files["matrix"], theme="dark") as seen:
        page = seen.page
        page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        assert page.locator("#paper svg").is_visible()
        assert page.locator("#paper svg > rect").first.get_attribute("fill") == "#f5f7fa"
        texts = set(page.locator("#paper svg text").all_text_contents())
        assert {line for node in views["matrix"].nodes for line in node.lines} <= texts
        page.evaluate("() => dispatchEvent(new Event('afterprint'))")
        assert page.locator("#paper svg").count() == 0
        assert page.locator("html").get_attribute("data-theme") == "dark"
