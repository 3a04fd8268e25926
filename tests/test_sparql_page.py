"""The SPARQL page in a real browser: write, complete, run, chart, share, save."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from careergraph.queries import read_query
from sparql_pages import (
    PER_PATH,
    WRONG,
    Open,
    asking,
    cells,
    clipboard,
    opened,
    options,
    server,
    status,
    text_of,
    write,
)

__all__ = ["opened", "server"]


def test_write_with_completion_run_chart_share_and_open_elsewhere(opened: Open) -> None:
    with opened() as seen:
        page = seen.page
        write(page, "SELECT ?path (COUNT(?role) AS ?roles) { ?role cg:onPa")
        assert options(page)[0] == "cg:onPath"
        assert (
            "The career path that a role belongs to."
            in page.locator(".cm-completionInfo").inner_text()
        )
        page.keyboard.press("Enter")
        page.keyboard.type(" ?path } GROUP BY ?pa")
        assert options(page) == ["?path"]
        page.keyboard.press("Tab")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("#panel-table td")
        assert re.fullmatch(r"6 rows in [\d.]+ m?s\.", status(page))
        page.wait_for_selector("#panel-table a:text('Machine Learning Engineer')")
        page.click("#tab-chart")
        page.wait_for_selector("svg.chart rect")
        said = page.locator("svg.chart").get_attribute("aria-label")
        assert said == "roles by path: all are 5."
        page.select_option("[name=kind]", "histogram")
        page.wait_for_selector("svg.chart[aria-label^='6 values of roles']")
        page.select_option("[name=kind]", "bar")
        page.wait_for_selector("svg.chart[aria-label^='roles by path']")
        page.click("#share")
        page.wait_for_selector("#status:text('is copied')")
        link = urlsplit(clipboard(page))
        query = text_of(page)
    with opened(f"{link.path}?{link.query}") as elsewhere:
        page = elsewhere.page
        page.wait_for_selector("svg.chart rect")
        assert text_of(page) == query
        assert page.locator("svg.chart").get_attribute("aria-label") == said
        assert page.locator("#tab-chart").get_attribute("aria-selected") == "true"
        names = page.locator("svg.chart .name").all_text_contents()
        assert "Machine Learning Engineer" in names


def test_completion_forgives_typing_mistakes(opened: Open) -> None:
    with opened() as seen:
        page = seen.page
        write(page, "SELECT * { ?role cg:reqires")
        assert "cg:requires" in options(page)
        page.keyboard.press("Escape")
        write(page, "SELECT * { ?role cg:requires feture engineerin")
        page.wait_for_selector(".cm-tooltip-autocomplete li:has-text('Feature engineering')")
        page.locator(".cm-tooltip-autocomplete li", has_text="Feature engineering").click()
        assert text_of(page) == "SELECT * { ?role cg:requires skill:feature-engineering}"


def test_completion_offers_words_and_prefixes_but_nothing_in_texts(opened: Open) -> None:
    with opened() as seen:
        page = seen.page
        write(page, "SELECT * { ?a ?b ?c } ORD")
        assert "ORDER BY" in options(page)
        write(page, "SELECT * { ?a sko")
        assert "skos:" in options(page)
        write(page, '# requires\nSELECT ("requi')
        page.wait_for_timeout(500)
        assert page.locator(".cm-tooltip-autocomplete").count() == 0


def test_errors_are_marked_at_their_place(opened: Open) -> None:
    with opened(asking(WRONG)) as seen:
        page = seen.page
        page.wait_for_selector("#problem:visible")
        problem = page.locator("#problem pre").inner_text()
        assert problem.startswith("Line 2, column 9: ")
        assert problem.splitlines()[-1].strip() == "^"
        assert page.locator(".cm-lintRange-error").first.inner_text() == "nope:thing"
        page.click("#problem button")
        page.keyboard.type("skos:prefLabel # ")
        assert text_of(page).splitlines()[1] == "  ?role skos:prefLabel # nope:thing ?x"
        page.keyboard.press("Control+z")
        write(page, PER_PATH)
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("#panel-table td")
        assert not page.locator("#problem").is_visible()
        assert page.locator(".cm-lintRange-error").count() == 0


def test_mistakes_are_marked_and_warnings_said_while_typing(opened: Open) -> None:
    with opened() as seen:
        page = seen.page
        write(page, "SELECT * { ?r a nope:Role }")
        page.wait_for_selector(".cm-lintRange-error:has-text('nope:Role')")
        write(page, "SELECT * { ?r a cg:Rolle }")
        page.wait_for_selector("#warnings:has-text('cg:Role')")
        assert page.locator(".cm-lintRange-error").count() == 0


def test_named_query_with_parameters(opened: Open) -> None:
    with opened() as seen:
        page = seen.page
        page.fill("#named-search", "what does a role requir")
        page.click("#named-list button:has-text('role-requirements')")
        page.click("text=Run this")
        assert page.locator("#role-requirements-role:invalid").count() == 1
        page.locator("#role-requirements-role").press_sequentially("machine learning")
        page.wait_for_selector(
            "#role-requirements-role-list option[value^='Machine Learning Engineer']",
            state="attached",
        )
        page.fill("#role-requirements-role", "ml engineer 3")
        page.press("#role-requirements-role", "Enter")
        page.wait_for_selector("#panel-table td")
        assert "role/machine-learning-engineer-3" in text_of(page)
        assert "# role: ml engineer 3" in text_of(page)
        assert parse_qs(urlsplit(page.url).query) == {
            "named": ["role-requirements"],
            "p.role": ["ml engineer 3"],
        }
        rows = cells(page, 2)
        address = urlsplit(page.url)
        write(page, PER_PATH)
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("thead button:text('roles')")
        assert list(parse_qs(urlsplit(page.url).query)) == ["query"]
        page.go_back()
        page.wait_for_selector("thead button:text('skill')")
        assert "# role: ml engineer 3" in text_of(page)
    with opened(f"{address.path}?{address.query}") as elsewhere:
        page = elsewhere.page
        page.wait_for_selector("#panel-table td")
        assert cells(page, 2) == rows
        assert page.input_value("#role-requirements-role") == "ml engineer 3"


def test_unknown_names_are_said(opened: Open) -> None:
    with opened("/sparql?named=role-requirements&p.role=astronaut") as seen:
        seen.page.wait_for_selector("#problem:has-text(\"no role 'astronaut'\")")
    with opened("/sparql?named=role-requirement") as seen:
        seen.page.wait_for_selector("#problem:has-text('role-requirements')")


def test_save_as_named_query(opened: Open, tmp_path: Path) -> None:
    with opened() as seen:
        page = seen.page
        write(page, "SELECT ?skill { $role cg:requires ?skill } # $none")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("#panel-table td")
        page.click("#save")
        page.fill("dialog [name=name]", "what-for")
        page.fill("dialog [name=summary]", "What does a role\tneed?")
        page.fill("dialog [name=tags]", "role, mine")
        page.select_option("dialog [name=role-type]", "role")
        page.fill("dialog [name=role-example]", "ml engineer 3")
        page.fill("dialog [name=role-about]", "The role; asked about.")
        with page.expect_download() as download:
            page.click("dialog button:text('Save')")
        assert download.value.suggested_filename == "what-for.rq"
        download.value.save_as(tmp_path / "what-for.rq")
    saved = read_query(tmp_path / "what-for.rq")
    assert (saved.name, saved.summary) == ("what-for", "What does a role need?")
    assert (saved.tags, saved.columns) == (("role", "mine"), ("skill",))
    [parameter] = saved.parameters
    assert (parameter.type, parameter.example) == ("role", "ml engineer 3")
    assert parameter.description == "The role, asked about."


def test_what_only_the_engine_finds_stays_marked(opened: Open) -> None:
    with opened(asking("SELECT ?a ?a {\n  ?a ?b ?c }\nGROUP BY ?a HAVING")) as seen:
        page = seen.page
        page.wait_for_selector("#problem:visible")
        page.wait_for_timeout(900)
        assert page.locator(".cm-lintRange-error, .cm-lintPoint-error").count() == 1
