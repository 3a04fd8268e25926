"""Pages and RDF about things, named queries and the index, asked of the real service."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, urlencode

import pyoxigraph
import pytest
import rdflib
from axe_core_python.sync_playwright import Axe
from click.testing import CliRunner
from playwright.sync_api import Browser

import careergraph
from careergraph.cli import main
from careergraph.queries import named_queries
from careergraph.store import open_store
from pages import HOSTILE
from services import Reply, Server, serving

pytest.importorskip("uvicorn", reason="uvicorn is not installed (the server extra)")

HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
BASE = "https://w3id.org/careergraph/ai-roadmap/"
ROLE = BASE + "role/machine-learning-engineer-3"
SKILL = BASE + "skill/feature-engineering"
TYPES = ("text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml")
PAGES = (
    "/",
    "/search?q=data",
    "/queries",
    "/queries/role-requirements",
    "/queries/role-requirements?role=ml+engineer+3",
    "/queries/role-requirements?role=nobody+at+all",
    "/queries/no-such-query",
    "/role/machine-learning-engineer-3",
    "/skill/feature-engineering",
    "/path/data-scientist",
    "/level/2",
    "/role/nobody-9",
    "/about?iri=cg:Role",
)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving("--log-format", "none") as running:
        yield running


class Read(HTMLParser):
    """The tables, links and headings of a page."""

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self._open: list[str] | None = None
        self.feed(reply.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
            self._open = self.tables[-1][-1]
        elif tag == "a":
            self.links.append(dict(attrs).get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._open = None

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._open[-1] += data


def page(server: Server, path: str, status: int = 200) -> Read:
    reply = server.get(path, accept=HTML)
    assert (reply.status, reply.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert "unsafe" not in reply.headers["content-security-policy"]
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert "Accept" in reply.headers["vary"]
    read = Read(reply)
    assert "script" not in read.tags
    assert "style" not in read.tags
    return read


class TestThings:
    def test_role(self, server: Server) -> None:
        read = page(server, "/role/machine-learning-engineer-3")
        needs = {row[0] for row in read.tables[0][1:]}
        network = careergraph.load().careers
        path = network.roles[ROLE].path
        own = {
            network.skills[need.skill].label
            for need in network.requirements
            if network.roles[need.role].path == path
            and network.levels[network.roles[need.role].level].rank <= 3
        }
        assert needs == own
        assert read.tables[0][0][:4] == ["Skill", "Importance", "Hours from", "Hours to"]
        assert all(float(row[2]) <= float(row[3]) for row in read.tables[0][1:])
        assert {row[5] for row in read.tables[0][1:]} == {"stated in the source"}
        assert [row[:2] for row in read.tables[1][1:]] == [
            ["Machine Learning Engineer, level 4", "leads to"]
        ]
        assert f"/queries/role-requirements?role={quote(ROLE, safe='')}" in read.links

    def test_skill_says_what_it_helps_and_why(self, server: Server) -> None:
        read = page(server, "/skill/basic-programming-skills")
        transfers = careergraph.load().careers.transfers
        mine = [t for t in transfers if t.held == BASE + "skill/basic-programming-skills"]
        table = next(table for table in read.tables if "Why" in table[0])
        assert {row[3] for row in table[1:]} == {transfer.rationale for transfer in mine}
        assert len(table) == len(mine) + 1

    @pytest.mark.parametrize("kind", ["roles", "skills", "paths", "levels"])
    def test_everything_has_a_page_that_names_it(self, server: Server, kind: str) -> None:
        things = getattr(careergraph.load().careers, kind)
        for thing in [*things.values()][:12]:
            reply = server.get("/" + thing.iri.removeprefix(BASE), accept=HTML)
            assert reply.status == 200
            assert f"<h1>{thing.label}</h1>" in reply.text.replace("&#39;", "'")

    def test_every_link_leads_somewhere(self, server: Server) -> None:
        for path in ("/role/machine-learning-engineer-3", "/skill/feature-engineering", "/"):
            for link in dict.fromkeys(page(server, path).links):
                if link.startswith("/") and not link.startswith(("/api/", "/sparql")):
                    assert server.get(link, accept=HTML).status == 200, link

    def test_terms_and_statements_have_pages(self, server: Server) -> None:
        assert page(server, "/about?iri=cg:Role").tables
        transfer = next(iter(careergraph.load().careers.transfers))
        assert transfer
        read = page(server, "/requirement/ai-research-scientist-1/basic-programming-skills")
        assert ["source place", "row AI Research Scientist, column Level 1: Beginner"] in [
            row for table in read.tables for row in table
        ]

    @pytest.mark.parametrize("media_type", TYPES)
    def test_rdf_has_what_the_graph_says(self, server: Server, media_type: str) -> None:
        reply = server.get("/role/machine-learning-engineer-3", accept=media_type)
        assert reply.headers["content-type"].partition(";")[0] == media_type
        assert "Accept" in reply.headers["vary"]
        read = pyoxigraph.parse(reply.body, pyoxigraph.RdfFormat.from_media_type(media_type))
        found, known = {quad.triple for quad in read}, careergraph.load().triples()
        assert found <= known
        node = pyoxigraph.NamedNode(ROLE)
        about = {triple for triple in known if node in (triple.subject, triple.object)}
        assert about <= found
        needs = {one.subject for one in about if "requirement/" in one.subject.value}
        assert needs
        assert {triple for triple in known if triple.subject in needs} <= found

    def test_alternates_are_linked(self, server: Server) -> None:
        reply = server.get("/role/machine-learning-engineer-3", accept=HTML)
        linked = re.findall(r'<([^>]+)>; rel="alternate"; type="([^"]+)"', reply.headers["link"])
        assert {media_type for _, media_type in linked} == set(TYPES)
        for href, media_type in linked:
            content_type = server.get(href, accept=HTML).headers["content-type"]
            assert content_type.partition(";")[0] == media_type

    def test_same_thing_by_its_iri_and_short_form(self, server: Server) -> None:
        by_path = server.get("/skill/feature-engineering", accept=HTML).body
        for iri in (SKILL, f"<{SKILL}>", "skill:feature-engineering"):
            assert server.get("/about?" + urlencode({"iri": iri}), accept=HTML).body == by_path

    def test_unknown_is_404_with_suggestions(self, server: Server) -> None:
        read = page(server, "/role/robotics-enginer-3", 404)
        assert "/path/robotics-engineer" in read.links
        reply = server.get("/role/robotics-enginer-3", accept="text/turtle")
        assert reply.status == 404
        assert BASE + "path/robotics-engineer" in json.loads(reply.body)["suggestions"]

    @pytest.mark.parametrize("iri", ["", "nonsense", "x y:z", "a:b> ?p ?o . ?s ?q <c"])
    def test_what_is_no_iri_is_400(self, server: Server, iri: str) -> None:
        assert server.get("/about?" + urlencode({"iri": iri}), accept=HTML).status == 400

    def test_not_acceptable_is_406(self, server: Server) -> None:
        assert server.get("/skill/feature-engineering", accept="image/png").status == 406

    def test_same_state_is_not_sent_again(self, server: Server) -> None:
        first = server.get("/skill/feature-engineering", accept=HTML)
        again = server.get(
            "/skill/feature-engineering", accept=HTML, if_none_match=first.headers["etag"]
        )
        assert (again.status, again.body) == (304, b"")


class TestIndex:
    def test_says_what_the_graph_is(self, server: Server) -> None:
        text = server.get("/", accept=HTML).text
        assert "<h1>AI career roadmap</h1>" in text
        assert "<dt>Roles</dt><dd>30</dd>" in text
        assert "<dt>Skills</dt><dd>59</dd>" in text
        read = page(server, "/")
        assert {row[0] for row in read.tables[0][1:]} >= {"License", "Source", "Creator"}
        assert {"/queries", "/sparql", "/path/data-scientist"} <= set(read.links)

    def test_rdf_is_void(self, server: Server) -> None:
        found = rdflib.Graph().parse(data=server.get("/", accept="text/turtle").text)
        assert (None, rdflib.RDF.type, rdflib.VOID.Dataset) in found

    def test_search(self, server: Server) -> None:
        read = page(server, "/search?q=feature+eng")
        assert read.tables[0][1] == ["Feature engineering", "Feature engineering"]
        assert "/skill/feature-engineering" in read.links
        reply = server.get("/search?q=feature+eng", accept="application/json")
        assert json.loads(reply.body)["results"][0]["iri"] == SKILL


class TestNamed:
    def test_list_has_all(self, server: Server) -> None:
        listed = json.loads(server.get("/queries", accept="application/json").body)["queries"]
        known = named_queries()
        assert {one["name"] for one in listed} == set(known)
        assert {one["name"]: one["columns"] for one in listed} == {
            name: list(query.columns) for name, query in known.items()
        }
        assert {f"/queries/{name}" for name in known} <= set(page(server, "/queries").links)

    @pytest.mark.parametrize("name", named_queries())
    def test_answers_as_the_command_line(self, server: Server, name: str) -> None:
        query = named_queries()[name]
        given = {one.name: one.example for one in query.parameters}
        path = f"/queries/{name}?{urlencode(given)}"
        options = [part for key, value in given.items() for part in ("-p", f"{key}={value}")]
        shown = server.get(path, accept=HTML)
        assert (shown.status, "Answer</h2>" in shown.text) == (200, True)
        graph = "CONSTRUCT" in query.text or "DESCRIBE" in query.text
        options += [] if graph else ["--format", "json"]
        printed = CliRunner().invoke(main, ["query", name, *options])
        if graph:
            found = rdflib.Graph().parse(data=server.get(path, accept="text/turtle").text)
            assert set(found) == set(rdflib.Graph().parse(data=printed.stdout))
            return
        assert json.loads(server.get(path).body) == json.loads(printed.stdout)

    def test_csv(self, server: Server) -> None:
        path = "/queries/role-requirements?" + urlencode({"role": "ml engineer 3"})
        for reply in (server.get(path, accept="text/csv"), server.get(f"{path}&format=csv")):
            assert reply.headers["content-type"] == "text/csv; charset=utf-8"
            rows = list(csv.DictReader(io.StringIO(reply.text)))
            assert {row["rank"] for row in rows} == {"1", "2", "3"}

    def test_own_queries_with_lists(self, tmp_path: Path) -> None:
        (tmp_path / "mine.rq").write_text(
            "#+ summary: Which of these roles are there?\n#+ columns: role\n"
            "#+ parameter: roles; list of role; example=ml engineer 1 | ml engineer 2; Roles.\n"
            "SELECT ?role { VALUES ?role { $roles } ?role a cg:Role } ORDER BY ?role\n"
        )
        with serving("--log-format", "none", "--queries", str(tmp_path)) as own:
            for given in ("roles=ml+engineer+1&roles=ml+engineer+3", "roles=mle+1|mle+3"):
                reply = own.get(f"/queries/mine?{given}&format=csv".replace("mle", "ml+engineer"))
                assert reply.text.split() == [
                    "role",
                    BASE + "role/machine-learning-engineer-1",
                    BASE + "role/machine-learning-engineer-3",
                ]

    def test_unknown_query_is_404(self, server: Server) -> None:
        reply = server.get("/queries/role-requirement")
        assert reply.status == 404
        assert "role-requirements" in json.loads(reply.body)["suggestions"]
        read = page(server, "/queries/role-requirement", 404)
        assert "/queries/role-requirements" in read.links

    @pytest.mark.parametrize(
        ("path", "status", "words"),
        [
            ("role-requirements", 400, "needs the parameter 'role'"),
            ("role-requirements?roll=x", 400, "Did you mean 'role'"),
            ("role-requirements?role=a&role=b", 400, "given twice"),
            ("closest-roles?source=ml+engineer+2&limit=many", 400, "of type integer"),
            ("closest-roles?source=ml+engineer+2&limit=-1", 400, "must not be negative"),
            ("role-requirements?role=nobody", 404, "nobody"),
        ],
    )
    def test_wrong_parameters(self, server: Server, path: str, status: int, words: str) -> None:
        reply = server.get(f"/queries/{path}")
        assert reply.status == status
        assert words in json.loads(reply.body)["detail"]

    def test_form_asks_and_keeps_what_was_typed(self, server: Server, browser: Browser) -> None:
        context = browser.new_context(java_script_enabled=False)
        opened = context.new_page()
        opened.goto(f"http://127.0.0.1:{server.port}/queries/closest-roles")
        opened.get_by_label("source").fill("data scientist 2")
        opened.get_by_label("limit").fill("3")
        opened.get_by_role("button", name="Ask").click()
        assert opened.url.endswith("/queries/closest-roles?source=data+scientist+2&limit=3")
        assert opened.locator("tbody tr").count() == 3
        assert opened.get_by_label("source").input_value() == "data scientist 2"
        context.close()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_accessible_and_quiet(server: Server, browser: Browser, path: str, theme: str) -> None:
    context = browser.new_context(
        color_scheme=theme,  # type: ignore[arg-type]
        viewport={"width": 360, "height": 740},
        bypass_csp=False,
    )
    opened = context.new_page()
    complaints: list[str] = []
    requests: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("request", lambda request: requests.append(request.url))
    opened.goto(f"http://127.0.0.1:{server.port}{path}")
    assert all(url.startswith(f"http://127.0.0.1:{server.port}/") for url in requests)
    assert [
        one for one in complaints if "the server responded with a status of 404" not in one
    ] == []
    assert opened.evaluate("document.documentElement.scrollWidth") <= 360
    found = Axe().run(opened)
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    context.close()


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the roadmap with every text of its own replaced by a hostile one."""
    store = open_store()
    words = [HOSTILE, "{{ 7 * 7 }}", '" onmouseover="alert(1)', "javascript:alert(1)", "]]><!--"]
    for number, quad in enumerate(list(store)):
        text = quad.object
        if isinstance(text, pyoxigraph.Literal) and text.language == "en":
            spoilt = pyoxigraph.Literal(f"{words[number % len(words)]} {number}", language="en")
            store.remove(quad)
            store.add(pyoxigraph.Quad(quad.subject, quad.predicate, spoilt))
    store.add(
        pyoxigraph.Quad(
            pyoxigraph.NamedNode(SKILL),
            pyoxigraph.NamedNode("http://www.w3.org/2000/01/rdf-schema#seeAlso"),
            pyoxigraph.NamedNode("javascript:alert(document.domain)"),
        )
    )
    file = Path(tmp_path_factory.mktemp("hostile")) / "hostile.ttl"
    store.dump(str(file), pyoxigraph.RdfFormat.TURTLE, from_graph=pyoxigraph.DefaultGraph())
    with serving("--log-format", "none", "--graph", str(file)) as running:
        yield running


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/search?" + urlencode({"q": HOSTILE}),
        "/search?q=alert",
        "/role/machine-learning-engineer-3",
        "/skill/feature-engineering",
        "/about?" + urlencode({"iri": "javascript:alert(document.domain)"}),
        "/role/" + quote(HOSTILE, safe=""),
        "/queries/skills",
        "/queries/find?" + urlencode({"text": HOSTILE}),
        "/queries/" + quote(HOSTILE, safe=""),
    ],
)
def test_hostile_texts_stay_texts(spoilt: Server, browser: Browser, path: str) -> None:
    opened = browser.new_page()
    dialogs: list[str] = []
    complaints: list[str] = []
    opened.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    opened.on("console", lambda message: complaints.append(message.text))
    opened.goto(f"http://127.0.0.1:{spoilt.port}{path}")
    assert dialogs == []
    assert not any("Content Security Policy" in one for one in complaints)
    assert opened.locator("script, img, [onmouseover], [onerror]").count() == 0
    assert opened.locator("a[href^='javascript:' i]").count() == 0
    assert "49" not in opened.locator("h1").first.inner_text()
    opened.close()
