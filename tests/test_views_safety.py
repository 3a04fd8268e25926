"""Every page with hostile text in every field: inert from a file, over HTTP and in a sandbox."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import partial
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Page

from browser import visit
from careergraph.network import CareerNetwork
from careergraph.views.model import View
from careergraph.views.render import render
from drawings import assert_clean
from pages import HOSTILE, NAMES, hostile, views_of


@pytest.fixture(scope="module")
def spoilt(roadmap: CareerNetwork) -> dict[str, View]:
    return views_of(hostile(roadmap))


@pytest.fixture(scope="module")
def pages(spoilt: dict[str, View], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("hostile")
    written = {name: folder / f"{name}.html" for name in NAMES}
    for name, file in written.items():
        file.write_text(render(spoilt[name]), encoding="utf-8")
    return written


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address(pages: dict[str, Path]) -> Iterator[str]:
    folder = next(iter(pages.values())).parent
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def use(page: Page | Frame, view: View) -> None:
    """Search, choose, hover and read everything, as a curious visitor would."""
    labels = {node.label for node in view.nodes}
    page.locator("#search").fill("onerror")
    page.locator("#search").press("Enter")
    assert page.locator("#chosen h2").inner_text() in labels
    page.evaluate(
        "careergraph.nodes().slice(0, 20).forEach((id) => {"
        " careergraph.network.emit('click', {nodes: [id]});"
        " careergraph.network.emit('hoverNode', {node: id}) })"
    )
    page.locator("#share").click()
    page.locator("#theme").click()
    page.locator("#language").select_option("ar")
    page.locator("#as-table").click()
    assert HOSTILE in page.locator("#tables").inner_text()
    assert page.locator("img").count() == 0
    assert page.evaluate("document.title") == view.title


# The lines of the heat-map are its squares, and stand in its boxes' rows and columns.
@pytest.mark.parametrize("name", [name for name in NAMES if name != "heatmap"])
def test_long_text_stays_in_its_box(spoilt: dict[str, View], name: str) -> None:
    assert_clean(spoilt[name])


@pytest.mark.parametrize("name", NAMES)
def test_from_a_file(
    browser: Browser, pages: dict[str, Path], spoilt: dict[str, View], name: str
) -> None:
    with visit(browser, pages[name]) as seen:
        use(seen.page, spoilt[name])
        assert seen.requests == [pages[name].as_uri()]
        assert seen.complaints == []


@pytest.fixture
def watched(browser: Browser) -> Iterator[tuple[Page, list[str], list[str]]]:
    """Return a page, what it asks for and what it complains of."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: (complaints.append("dialog"), dialog.dismiss()))
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type != "log" else None,
    )
    yield page, asked, complaints
    page.close()


def wait_for(page: Page | Frame) -> None:
    page.wait_for_function("() => window.careergraph !== undefined")


@pytest.mark.parametrize("name", NAMES)
def test_over_http(
    watched: tuple[Page, list[str], list[str]], address: str, spoilt: dict[str, View], name: str
) -> None:
    page, asked, complaints = watched
    page.goto(f"{address}/{name}.html")
    wait_for(page)
    use(page, spoilt[name])
    assert asked == [f"{address}/{name}.html"]
    assert complaints == []


@pytest.mark.parametrize("name", NAMES)
def test_in_a_sandboxed_frame(
    watched: tuple[Page, list[str], list[str]],
    pages: dict[str, Path],
    spoilt: dict[str, View],
    name: str,
) -> None:
    page, asked, complaints = watched
    text = escape(pages[name].read_text(encoding="utf-8"))
    size = 'width="1400" height="860"'
    page.set_content(f'<iframe srcdoc="{text}" sandbox="allow-scripts" {size}></iframe>')
    frame = page.frames[1]
    wait_for(frame)
    use(frame, spoilt[name])
    assert [url for url in asked if not url.startswith("about:")] == []
    assert complaints == []


@pytest.mark.parametrize("name", NAMES)
def test_without_scripts(browser: Browser, pages: dict[str, Path], name: str) -> None:
    with visit(browser, pages[name], javascript=False) as seen:
        assert seen.page.locator("img").count() == 0
        assert HOSTILE in seen.page.locator("#tables").inner_text()


@pytest.mark.parametrize("name", NAMES)
def test_policy_lets_no_other_script_run(files: dict[str, Path], name: str) -> None:
    html = files[name].read_text(encoding="utf-8")
    policy = re.search(r'Security-Policy" content="([^"]*)"', html)
    assert policy
    assert policy[1].startswith("default-src &#39;none&#39;; script-src &#39;sha256-")
    assert "unsafe" not in policy[1]
    assert not re.search(
        r"https?://(?!www\.w3\.org|visjs|[^\"]*license)",
        re.sub(r"<script>.*?</script>", "", html, flags=re.DOTALL),
    )
    assert str(Path(__file__).parents[1]) not in html
    assert str(Path.home()) + "/" not in html or str(Path.home()) == "/"
