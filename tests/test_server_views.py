"""The views over HTTP: the pages that the command writes, opened in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser

import careergraph
from services import Server, serving

pytest.importorskip("uvicorn", reason="uvicorn is not installed (the server extra)")

HTML = "text/html,*/*;q=0.8"
SOURCE, TARGET = "ml engineer 2", "ai product manager 4"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving("--log-format", "none") as running:
        yield running


def test_pages_are_those_that_the_command_writes(server: Server) -> None:
    graph = careergraph.load()
    route = graph.route(SOURCE, TARGET, max_moves=6)
    for path, page in (
        ("/view/matrix", graph.view("matrix")),
        ("/view/matrix?path=robotics+engineer", graph.view("matrix", paths=["robotics engineer"])),
        (
            "/view/route?" + urlencode({"source": SOURCE, "target": TARGET, "max_moves": 6}),
            graph.view("route", route),
        ),
        (
            "/view/neighbourhood?about=feature+engineering&depth=2",
            graph.view("neighbourhood", "feature engineering", depth=2),
        ),
        (
            "/view/comparison?one=ml+engineer+3&other=data+scientist+3",
            graph.view("comparison", "ml engineer 3", "data scientist 3"),
        ),
        ("/view/skill?skill=feature+engineering", graph.view("skill", "feature engineering")),
        (
            "/view/person?role=ml+engineer+2&have=public+speaking",
            graph.view("person", "ml engineer 2", have=["public speaking"]),
        ),
        ("/view/heatmap", graph.view("heatmap")),
        ("/view/explorer", graph.view("explorer")),
    ):
        reply = server.get(path)
        assert reply.status == 200
        assert reply.text == page.html
        assert server.get(path, if_none_match=reply.headers["etag"]).status == 304


def test_things_lead_to_their_views(server: Server) -> None:
    role = server.get("/role/machine-learning-engineer-3", accept=HTML).text
    skill = server.get("/skill/feature-engineering", accept=HTML).text
    for text, views in ((role, ("neighbourhood", "person")), (skill, ("neighbourhood", "skill"))):
        for view in views:
            (address,) = re.findall(f'href="(/view/{view}[?][^"]*)"', text)
            assert server.get(address.replace("&amp;", "&")).status == 200


def test_fields_left_empty_are_not_given(server: Server) -> None:
    said = {"source": SOURCE, "target": TARGET, "avoid": "", "max_moves": ""}
    assert server.get("/view/route?" + urlencode(said)).status == 200


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/view/route?source=ml+engineer+2", 400, "target is missing"),
        ("/view/matrix?paths=x", 400, "Did you mean path?"),
        ("/view/matrix?path=plumber", 404, "no career path"),
        ("/view/route?source=plumber&target=ml+engineer+2", 404, "plumber"),
        (f"/view/route?{urlencode({'source': SOURCE, 'target': TARGET, 'max_moves': 1})}", 422, ""),
        ("/view/chord", 404, "nothing at this address"),
    ],
)
def test_what_is_wrong_is_said_on_a_page(
    server: Server, path: str, status: int, words: str
) -> None:
    reply = server.get(path, accept=HTML)
    assert (reply.status, reply.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert words in reply.text


def test_a_visitor_finds_a_route_from_the_first_page(server: Server, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.goto(f"http://127.0.0.1:{server.port}/")
    page.get_by_role("navigation").get_by_role("link", name="Views").click()
    assert Axe().run(page)["violations"] == []
    page.locator("#route-source").fill(SOURCE)
    page.locator("#route-target").fill(TARGET)
    page.get_by_role("button", name="Show the route").click()
    page.wait_for_function("() => window.careergraph !== undefined")
    assert re.search(
        r"/view/route\?source=ml\+engineer\+2&target=ai\+product\+manager\+4", page.url
    )
    expected = careergraph.load().route(SOURCE, TARGET)
    assert f"{expected.effort.expected:,.0f} h expected" in page.inner_text("#summary")
    assert complaints == []
    context.close()
