"""The SPARQL page of a running service, opened in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from urllib.parse import urlencode

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from browser import Visit
from services import Server, serving

pytest.importorskip("uvicorn", reason="uvicorn is not installed (the server extra)")

EVERYTHING = "SELECT * { ?s ?p ?o }"
PER_PATH = "SELECT ?path (COUNT(?role) AS ?roles) { ?role cg:onPath ?path } GROUP BY ?path"
RANKS = "SELECT ?rank { ?role cg:atLevel/cg:rank ?rank }"
WRONG = "SELECT ?role {\n  ?role nope:thing ?x\n}"

Open = Callable[..., AbstractContextManager[Visit]]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving("--log-format", "none", "--max-rows", "1000") as running:
        yield running


@pytest.fixture
def opened(browser: Browser, server: Server) -> Open:
    return lambda address="/sparql", **options: visiting(browser, server, address, **options)


@contextmanager
def visiting(
    browser: Browser,
    server: Server,
    address: str = "/sparql",
    *,
    width: int = 1440,
    theme: str = "light",
    script: str = "",
) -> Iterator[Visit]:
    """Open an address in a browser of its own; it must end without complaint or foreign request."""
    origin = f"http://127.0.0.1:{server.port}"
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
    )
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=origin)
    if script:
        context.add_init_script(script)
    page = context.new_page()
    seen = Visit(page)
    page.on("request", lambda request: seen.requests.append(request.url))
    page.on("console", seen.note)
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on("dialog", lambda dialog: (seen.complaints.append("dialog"), dialog.dismiss()))
    page.goto(origin + address)
    page.wait_for_selector("body[data-ready]")
    yield seen
    foreign = [url for url in seen.requests if not url.startswith((origin, f"blob:{origin}"))]
    context.close()
    assert foreign == []
    # Chromium notes each refused request, which the page says in words.
    assert [
        said for said in seen.complaints if "the server responded with a status" not in said
    ] == []


def asking(query: str, **more: str) -> str:
    return "/sparql?" + urlencode({"query": query, **more})


def text_of(page: Page) -> str:
    return "\n".join(page.locator(".cm-line").all_inner_texts())


def write(page: Page, text: str) -> None:
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.type(text)


def status(page: Page) -> str:
    return page.locator("#status").inner_text()


def cells(page: Page, column: int) -> list[str]:
    return page.locator(f"#panel-table tbody td:nth-child({column + 1})").all_inner_texts()


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def options(page: Page) -> list[str]:
    page.wait_for_selector(".cm-tooltip-autocomplete li")
    page.wait_for_timeout(150)  # the editor takes no choice in the first moment, against slips
    return page.locator(".cm-tooltip-autocomplete .cm-completionLabel").all_inner_texts()


def violations(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page)["violations"]
    return [(broken["id"], node["html"]) for broken in found for node in broken["nodes"]]
