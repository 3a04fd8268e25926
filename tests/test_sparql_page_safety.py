"""The SPARQL page lets nothing in, and its addresses keep their limits."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import Browser

from services import Server, serving
from sparql_pages import (
    PER_PATH,
    Open,
    asking,
    cells,
    clipboard,
    opened,
    server,
    visiting,
    write,
)

__all__ = ["opened", "server"]

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "graph" / "careergraph" / "server" / "page"
FEATURE = "https://w3id.org/careergraph/ai-roadmap/skill/feature-engineering"
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>"


def test_policy_lets_nothing_in(opened: Open, server: Server) -> None:
    for path in ("/sparql", "/static/sparql/main.js"):
        headers = server.get(path, accept="text/html").headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
    with opened() as seen:
        ran = seen.page.evaluate(
            "() => { const one = document.createElement('script');"
            " one.textContent = 'window.ran = 1';"
            " document.body.append(one); return window.ran ?? 0 }"
        )
        assert ran == 0
        assert any("Content Security Policy" in said for said in seen.complaints)
        seen.complaints.clear()


def test_answers_by_what_is_accepted(server: Server) -> None:
    browser_accepts = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    shown = server.get(asking(PER_PATH), accept=browser_accepts)
    assert shown.headers["content-type"] == "text/html; charset=utf-8"
    assert shown.headers["vary"] == "Accept"
    for accept in ("*/*", "application/sparql-results+json", "text/html;q=0.5, text/csv"):
        assert "html" not in server.get(asking(PER_PATH), accept=accept).headers["content-type"]
    named = server.get(asking(PER_PATH, format="csv"), accept=browser_accepts)
    assert named.text.splitlines()[0] == "path,roles"
    assert "turtle" in server.get("/sparql", accept="text/turtle").headers["content-type"]


@pytest.mark.parametrize(
    "path", ["/static/sparql/main.js", "/sparql/terms.json", "/sparql/queries.json"]
)
def test_files_are_asked_for_once(server: Server, path: str) -> None:
    etag = server.get(path).headers["etag"]
    again = server.get(path, if_none_match=etag)
    assert (again.status, again.body) == (304, b"")


def test_things_are_found_within_limits(server: Server) -> None:
    found = server.get("/sparql/things?" + urlencode({"text": "machin lerning enginer"}))
    assert "Machine Learning Engineer" in found.text
    assert server.get("/sparql/things?text=").status == 400
    assert server.get("/sparql/things?text=" + "a" * 201).status == 400
    assert server.get("/sparql/things?text=%00").text == "[]"


def test_checks_are_bounded(server: Server) -> None:
    assert server.ask("POST", "/sparql/check", b"a" * 20_001).status == 413
    checked = server.ask("POST", "/sparql/check", b"SELECT * { ?s nope:x ?o }")
    assert '"problem": "Line 1, column 15' in checked.text


def test_bundle_is_of_the_locked_packages() -> None:
    lock = (ROOT / "editor" / "package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(lock)["packages"]
    licences = (PAGE / "codemirror.LICENSES.txt").read_text(encoding="utf-8")
    named = re.findall(r"(?m)^(\S+) (\d+\.\d+\.\d+)$", licences)
    assert ("@codemirror/view", packages["node_modules/@codemirror/view"]["version"]) in named
    assert [v for name, v in named if packages[f"node_modules/{name}"]["version"] != v] == []
    assert all("integrity" in facts for path, facts in packages.items() if path)
    assert "resolved" not in lock
    assert "http" not in lock


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    import careergraph._resources as resources

    text = resources.ROADMAP_FILE.read_text(encoding="utf-8")
    assert '"Feature engineering"' in text
    file = tmp_path_factory.mktemp("hostile") / "graph.ttl"
    file.write_text(text.replace('"Feature engineering"', f'"{HOSTILE} feature"'), encoding="utf-8")
    with serving("--log-format", "none", "--graph", str(file)) as running:
        yield running


def test_hostile_values_are_inert(browser: Browser, hostile: Server) -> None:
    query = (
        "SELECT ?skill ?iri ?text (1 AS ?n) { BIND(skill:feature-engineering AS ?skill)"
        f" BIND(IRI('javascript:alert(3)') AS ?iri) BIND('''{HOSTILE}''' AS ?text) }}"
    )
    with visiting(browser, hostile, asking(query)) as seen:
        page = seen.page
        page.wait_for_selector("#panel-table a")
        page.wait_for_function(
            "document.querySelector('#panel-table a').textContent.includes('img')"
        )
        links = [a.get_attribute("href") for a in page.locator("#panel-table a").all()]
        assert links == [f"about?iri={quote(FEATURE, safe='')}"]
        assert cells(page, 2) == ["javascript:alert(3)"]
        assert cells(page, 3) == [HOSTILE]
        page.click("#markdown")
        page.wait_for_selector("#status:text('is copied')")
        assert "\\<img src=x" in clipboard(page)
        for tab in ("chart", "raw"):
            page.click(f"#tab-{tab}")
        write(page, "SELECT * { ?s ?p img src onerror")
        page.wait_for_selector(".cm-tooltip-autocomplete li:has-text('onerror')")
        assert page.locator("img, main script").count() == 0
        assert page.evaluate("document.scripts.length") == 1
