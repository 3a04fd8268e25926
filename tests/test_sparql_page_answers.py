"""The SPARQL page in a real browser: answers of every size and kind, and files of them."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser

from services import Server, serving
from sparql_pages import (
    EVERYTHING,
    PER_PATH,
    Open,
    asking,
    cells,
    clipboard,
    opened,
    server,
    status,
    visiting,
)

__all__ = ["opened", "server"]


def test_cut_answers_are_said_paged_and_sorted(opened: Open) -> None:
    with opened(asking(EVERYTHING)) as seen:
        page = seen.page
        page.wait_for_selector("#panel-table .pager")
        assert "1,000 rows in " in status(page)
        assert "The answer is cut: there are more rows than the limit of 1,000 rows" in status(page)
        assert page.locator(".pager span").inner_text() == "Rows 1 to 100 of 1,000"
        page.click(".pager button:text('Last')")
        page.wait_for_selector(".pager span:text('Rows 901 to 1,000 of 1,000')")
        assert cells(page, 0)[-1] == "1,000"
        assert page.locator(".pager button:text('Next')").is_disabled()
        page.click("#labels")
        page.click("thead button:text('p')")
        page.wait_for_selector("th[aria-sort=ascending]")
        names = cells(page, 2)
        assert names == sorted(names, key=str.casefold)
        assert cells(page, 0)[0] == "1"


def test_a_hundred_thousand_rows(browser: Browser) -> None:
    query = "SELECT ?skill ?o { ?skill a cg:Skill . ?s ?p ?o }"
    with (
        serving("--log-format", "none", "--timeout", "30") as large,
        visiting(browser, large, asking(query)) as seen,
    ):
        page = seen.page
        page.wait_for_selector("#panel-table .pager")
        assert "100,000 rows in " in status(page)
        assert page.locator("#panel-table tbody tr").count() == 100
        page.click("#labels")
        page.click("thead button:text('o')")
        page.wait_for_selector("th[aria-sort=ascending]")
        page.click(".pager button:text('Last')")
        page.wait_for_selector(".pager span:text('Rows 99,901 to 100,000 of 100,000')")


def test_numbers_sort_by_value_and_unbound_is_last(opened: Open) -> None:
    query = "SELECT ?n { VALUES ?n { 10 9 UNDEF 'b' 'a10' 'a9' -1.5 } }"
    with opened(asking(query)) as seen:
        page = seen.page
        page.wait_for_selector("#panel-table td")
        page.click("thead button")
        page.wait_for_selector("th[aria-sort=ascending]")
        assert cells(page, 1) == ["-1.5", "9", "10", "a9", "a10", "b", "unbound"]
        page.click("thead button")
        page.wait_for_selector("th[aria-sort=descending]")
        assert cells(page, 1) == ["b", "a10", "a9", "10", "9", "-1.5", "unbound"]
        page.click("thead button")
        page.wait_for_selector("th[aria-sort=none]")
        assert cells(page, 1) == ["10", "9", "unbound", "b", "a10", "a9", "-1.5"]


def test_iris_are_links_with_labels_or_curies(opened: Open) -> None:
    with opened(asking("SELECT ?s { VALUES ?s { skill:feature-engineering <urn:x:y> } }")) as seen:
        page = seen.page
        page.wait_for_selector("#panel-table a:text('Feature engineering')")
        assert cells(page, 1) == ["Feature engineering skill:feature-engineering", "urn:x:y"]
        page.click("#labels")
        page.wait_for_selector("#panel-table a:text('skill:feature-engineering')")
        address = page.locator("#panel-table a").get_attribute("href")
        assert address is not None
        assert parse_qs(urlsplit(address).query)["iri"][0].endswith("/skill/feature-engineering")
        assert page.locator("#panel-table a").count() == 1
        assert "labels=no" in page.url


@pytest.mark.parametrize(
    ("query", "label", "format_name"),
    [(PER_PATH, "CSV", "csv"), ("DESCRIBE skill:feature-engineering", "N-Triples", "ntriples")],
)
def test_downloads_are_what_the_server_answers(
    opened: Open, server: Server, query: str, label: str, format_name: str
) -> None:
    with opened(asking(query)) as seen:
        page = seen.page
        page.wait_for_selector("#panel-table td")
        page.click("#downloads summary")
        with page.expect_download() as download:
            page.click(f"#downloads button:text-is('{label}')")
        body = Path(download.value.path()).read_bytes()
    assert body == server.get(asking(query, format=format_name)).body


def test_graphs_and_yes_or_no(opened: Open) -> None:
    with opened(asking("DESCRIBE skill:feature-engineering")) as seen:
        page = seen.page
        page.wait_for_selector("#panel-table td")
        assert page.locator("thead button").all_inner_texts() == ["subject", "predicate", "object"]
        assert "triples in " in status(page)
        assert "Feature engineering @en" in cells(page, 3)
    with opened(asking("ASK { ?s a cg:Role }")) as seen:
        seen.page.wait_for_selector("#panel-table .verdict:text('Yes')")
    with opened(asking("SELECT * { ?s a cg:Nothing }")) as seen:
        seen.page.wait_for_selector("#panel-table .verdict:text('Nothing in the graph')")


def test_markdown(opened: Open) -> None:
    with opened(
        asking("SELECT ?a ?n { VALUES (?a ?n) { ('x|y' 1) (skill:feature-engineering 22) } }")
    ) as seen:
        seen.page.wait_for_selector("#panel-table a")
        seen.page.click("#markdown")
        seen.page.wait_for_selector("#status:text('is copied')")
        assert clipboard(seen.page).splitlines() == [
            "| a | n |",
            "| --- | ---: |",
            "| x\\|y | 1 |",
            "| Feature engineering | 22 |",
        ]
