"""The explorer in use: two languages, filters, where relations come from, what is saved."""

from __future__ import annotations

import csv
import re
import struct
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from browser import Visit, visit
from careergraph.network import Provenance, Transfer
from careergraph.views.explorer import Explorer
from careergraph.views.explorer.atlas import numbers, statements
from careergraph.views.explorer.sections import HOME, SECTIONS, Surroundings
from careergraph.views.strings import ARABIC, EXPLORER_ARABIC

STATIC = Path(__file__).parents[1] / "graph/careergraph/views/static"
SVG = "{http://www.w3.org/2000/svg}"
ARABIC_LETTER = re.compile(r"[\u0600-\u06ff]")
COOK = "at=role%3Acook&theme=light&language=en"


@pytest.fixture(scope="module")
def opened(browser: Browser, explorer_files: dict[str, Path]) -> Iterator[dict[str, Visit]]:
    """Open each page once; a test starts with `at`."""
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(visit(browser, file)) for name, file in explorer_files.items()
        }


def at(seen: Visit, fragment: str) -> Page:
    """Let a page show what an address says."""
    seen.page.evaluate("text => { location.hash = text; }", fragment)
    seen.page.wait_for_function("text => location.hash === text", arg=f"#{fragment}")
    seen.page.wait_for_timeout(50)
    return seen.page


def listed(page: Page) -> dict[str, list[str]]:
    """Return what each list of the panel lists."""
    return {
        part.locator("h3").inner_text(): part.locator("li > .link").all_inner_texts()
        for part in page.locator("#lists > section").all()
    }


def table(page: Page) -> list[list[str]]:
    """Return the rows of the table."""
    page.wait_for_selector("#tables table")
    cells = "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
    rows: list[list[str]] = page.eval_on_selector_all("#tables tbody tr", cells)
    return rows


def saved(page: Page, button: str, target: Path) -> Path:
    page.click("#share")
    with page.expect_download() as download:
        page.click(button)
    download.value.save_as(target)
    return target


def test_every_term_is_translated() -> None:
    scripts = "".join(file.read_text(encoding="utf-8") for file in STATIC.glob("explorer_*.js"))
    terms = set(chain.from_iterable((one.title, one.relation) for one in SECTIONS))
    terms |= set(chain(*re.findall(r'\bcounted\([^"]*"([^"]+)", "([^"]+)"\)', scripts)))
    terms |= set(re.findall(r'facts\.push\(\["([^"]+)"', scripts))
    terms |= set(re.findall(r'^\s*\["([A-Z][a-z ,]+)", (?:names|definitions|iris)', scripts, re.M))
    terms |= set(chain(*re.findall(r'\?\s*"([^"]+ [^"]+)"\s*: "([^"]+)"', scripts)))
    terms |= set(re.findall(r'heading: "([^"]+)"', scripts))
    assert {"in {number} roles", "Level", "Also called", "Group", "requires"} <= terms
    assert terms - set(ARABIC | EXPLORER_ARABIC) == set()


@pytest.mark.parametrize("name", ["roadmap", "esco"])
def test_speaks_arabic_from_right_to_left(opened: dict[str, Visit], name: str) -> None:
    chosen = {"roadmap": "at=role%3AMachine+Learning+Engineer%2C+level+2", "esco": "at=role%3Acook"}
    page = at(opened[name], f"{chosen[name]}&theme=light&language=en")
    boxes = page.evaluate("careergraph.boxes()")
    page.select_option("#language", "ar")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert "language=ar" in page.url
    width = page.evaluate("document.querySelector('#picture').clientWidth")
    mirrored = {box["id"]: box["x"] for box in page.evaluate("careergraph.boxes()")}
    # Marks that are written out do not change the width of boxes, so that each has its mirror.
    assert mirrored == pytest.approx({b["id"]: width - b["x"] - b["w"] for b in boxes})
    said = page.locator("[data-t='']").all_inner_texts()
    said += page.locator("#details h3, #details dt, #details legend").all_inner_texts()
    assert len(said) > 20
    assert [text for text in said if text.strip() and not ARABIC_LETTER.search(text)] == []
    page.focus("#canvas")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    assert "مهارات أساسية" in page.locator("#said").inner_text()
    page.click("#back")
    assert page.locator("html").get_attribute("dir") == "ltr"
    assert page.evaluate("careergraph.boxes()") == boxes
    assert not opened[name].complaints


@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing_in_any_state(opened: dict[str, Visit], width: int) -> None:
    seen = opened["esco"]
    seen.page.set_viewport_size({"width": width, "height": 900})
    for fragment in (
        "at=role%3Acook&theme=light&language=ar",
        "at=role%3Acook&theme=dark&language=ar&view=table",
        "at=role%3Acook&theme=light&language=en&without-relation=requires",
        "at=role%3Acook&theme=light&language=en&depth=2",
    ):
        page = at(seen, fragment)
        page.eval_on_selector("#legend", "legend => { legend.open = true; }")
        found = Axe().run(page)["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    seen.page.set_viewport_size({"width": 1440, "height": 900})


def test_the_legend_is_the_filter(opened: dict[str, Visit]) -> None:
    page = at(opened["esco"], "at=role%3Ahead+chef&theme=light&language=en")
    whole = listed(page)
    optional = "Optional skills (2)"
    assert sorted(whole[optional]) == ["manage budgets", "reduce food waste"]
    page.get_by_label("has use for", exact=True).focus()
    page.keyboard.press("Space")
    assert listed(page) == {title: names for title, names in whole.items() if title != optional}
    assert "without-relation=has+use+for" in page.url
    assert page.evaluate("document.activeElement.type") == "checkbox"
    drawn = page.evaluate("careergraph.boxes().map(({ id }) => id)")
    assert [box for box in drawn if box.startswith("optional:")] == []
    assert [box for box in drawn if box.startswith("essential:")] != []
    assert re.fullmatch(r"\d+ of \d+ shown\.", page.locator("#totals").inner_text())
    page.click("#back")
    assert listed(page) == whole
    page.get_by_role("button", name="only requires", exact=True).click()
    assert listed(page) == {"Essential skills (4)": whole["Essential skills (4)"]}
    page.click("#as-table")
    assert {row[1] for row in table(page)} == {"requires"}
    page.click("#as-graph")
    page.click("#reset")
    assert listed(page) == whole
    page.go_back()
    assert page.locator("#tables").is_hidden()
    assert list(listed(page)) == ["Essential skills (4)"]


def test_groups_are_filtered_by_their_broadest(opened: dict[str, Visit]) -> None:
    page = at(opened["roadmap"], "at=skill%3AData+pre-processing&theme=light&language=en")
    network = page.evaluate("careergraph.atlas")
    paths = {
        label: network["labels"][path]
        for label, path in zip(network["labels"], network["path"], strict=False)
    }
    before = page.evaluate("careergraph.boxes().map(({ concept }) => concept)")
    held = {network["labels"][one] for one in before} & set(paths)
    assert held
    gone = paths[min(held)]
    page = at(
        opened["roadmap"], f"{page.url.split('#')[1]}&without-group={quote_plus(f'group:{gone}')}"
    )
    after = page.evaluate("careergraph.boxes().map(({ concept }) => concept)")
    left = {network["labels"][one] for one in after} & set(paths)
    assert left == {role for role in held if paths[role] != gone}


def _source(provenance: Provenance) -> str:
    said = [provenance.evidence, provenance.source, provenance.asserted_by]
    parts = [", ".join(part for part in said if part)]
    parts += [provenance.place or "", f"Doubtful: {provenance.doubt}" if provenance.doubt else ""]
    return ". ".join(part for part in parts if part)


def test_every_statement_says_where_it_comes_from(
    explorers: dict[str, Explorer], opened: dict[str, Visit]
) -> None:
    shown = explorers["roadmap"].shown
    names = {iri: thing.label for iri, thing in chain(shown.roles.items(), shown.skills.items())}
    expected = set()
    for one in statements(shown, numbers(shown, explorers["roadmap"].hierarchy)):
        if isinstance(one, Transfer):
            ends, why = (one.held, "transfers to", one.needed), one.rationale
        elif hasattr(one, "earlier"):
            ends, why = (one.earlier, "leads to", one.later), ""
        else:
            ends, why = (one.role, "requires" if one.essential else "has use for", one.skill), ""
        start, relation, end = ends
        expected.add((names[start], relation, names[end], why, _source(one.provenance)))
    assert any("Doubtful: " in one[4] for one in expected)
    page = at(opened["roadmap"], "theme=light&language=en&view=table")
    found = set()
    for concept in range(len(names)):
        page.evaluate("concept => careergraph.choose(concept)", concept)
        label = explorers["roadmap"].atlas.labels[concept]
        page.wait_for_function(
            "label => document.querySelector('#tables caption')?.textContent.startsWith(label)",
            arg=label,
        )
        found |= {(start, how, end, why, said) for start, how, end, _, why, said in table(page)}
    stated = {"requires", "has use for", "leads to", "transfers to"}
    assert {row for row in found if row[1] in stated} == expected
    computed = {row[4] for row in found if row[1] in ("shares skills with", "requires through")}
    assert computed == {"computed in this page"}


def test_lists_say_where_relations_come_from(opened: dict[str, Visit]) -> None:
    page = at(opened["esco"], COOK)
    origins = page.locator("#lists > section > .origin").all_inner_texts()
    assert len(origins) == page.locator("#lists > section").count()
    assert any(one.startswith("stated in the source, ESCO") for one in origins)
    assert "computed in this page" in origins


@pytest.mark.parametrize("language", ["en", "ar"])
def test_saves_the_picture_that_is_shown(
    opened: dict[str, Visit], tmp_path: Path, language: str
) -> None:
    page = at(opened["esco"], f"at=role%3Ahead+chef&theme=light&language={language}")
    svg = saved(page, "#save-svg", tmp_path / "picture.svg")
    png = saved(page, "#save-png", tmp_path / "picture.png").read_bytes()
    picture = ElementTree.parse(svg).getroot()
    texts = " ".join(text.text or "" for text in picture.iter(f"{SVG}text"))
    labels = page.evaluate("careergraph.boxes().map(one => careergraph.atlas.labels[one.concept])")
    assert [label for label in labels if label not in texts] == []
    assert "This service uses the ESCO classification" in texts
    dashed = [one for one in picture.iter() if "stroke-dasharray" in one.attrib]
    assert {one.attrib["stroke-dasharray"] for one in dashed} == {"4 3"}
    width, height = struct.unpack(">II", png[16:24])
    assert (width, height) == (
        round(2 * float(picture.attrib["width"])),
        round(2 * float(picture.attrib["height"])),
    )
    assert not opened["esco"].complaints
    assert not opened["esco"].foreign_requests


def test_copies_the_relations_as_a_table(opened: dict[str, Visit]) -> None:
    page = at(opened["esco"], "at=role%3Ahead+chef&theme=light&language=en&view=table")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("#share")
    page.click("#copy-table")
    page.wait_for_function("() => document.querySelector('#toast').textContent === 'Copied.'")
    copied = page.evaluate("navigator.clipboard.readText()")
    rows = list(csv.reader(copied.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert rows[0] == ["From", "Relation", "To", "Strength", "Why", "Source"]
    assert rows[1:] == [[cell.replace("\u00a0", " ") for cell in row] for row in table(page)]
    essential = {row[2] for row in rows if row[:2] == ["head chef", "requires"]}
    assert essential == {"cook dishes", "food hygiene", "lead a team", "plan menus"}


def _further(page: Explorer, concept: int) -> set[int]:
    """Return what two stated steps reach, and one does not."""
    surroundings = Surroundings(page.atlas)
    computed = ("near", "inherited", "most")
    near = {concept}
    followed = set()
    for section, all_of_it in surroundings.around(concept):
        near.update(all_of_it)
        if section.key not in computed:
            followed.update(all_of_it)
    reached = {
        other
        for one in followed
        for section, all_of_it in surroundings.around(one)
        if section.key not in computed
        for other in all_of_it
    }
    return reached - near


@pytest.mark.parametrize("name", ["roadmap", "esco"])
def test_two_steps_reach_all_that_they_should(
    opened: dict[str, Visit], explorers: dict[str, Explorer], name: str
) -> None:
    page = at(opened[name], "theme=light&language=en&depth=2")
    atlas = explorers[name].atlas
    for concept in range(HOME, len(atlas.labels)):
        page.evaluate("concept => careergraph.choose(concept)", concept)
        found = page.evaluate("careergraph.further()")
        assert len(found) == len(set(found))
        assert set(found) == _further(explorers[name], concept)
        drawn = page.evaluate("careergraph.boxes().filter(({ id }) => id.startsWith('further'))")
        assert {box["concept"] for box in drawn} <= set(found)
        assert bool(drawn) == bool(found)


def test_two_steps_are_listed_whole_and_undone(
    opened: dict[str, Visit], explorers: dict[str, Explorer]
) -> None:
    page = at(opened["esco"], COOK)
    atlas = explorers["esco"].atlas
    once = listed(page)
    page.get_by_role("button", name="Two steps", exact=True).focus()
    page.keyboard.press("Enter")
    assert "depth=2" in page.url
    assert page.evaluate("document.activeElement.textContent") == "Two steps"
    twice = listed(page)
    added = {one for title, names in twice.items() if title not in once for one in names}
    codes = [*[""] * (atlas.roles + atlas.skills), *atlas.codes]
    expected = _further(explorers["esco"], atlas.labels.index("cook"))
    assert added == {f"{codes[one]} {atlas.labels[one]}".strip() for one in expected}
    page.click("#as-table")
    ends = {row[0] for row in table(page)} | {row[2] for row in table(page)}
    assert added <= ends
    page.click("#as-graph")
    page.get_by_role("button", name="only requires", exact=True).click()
    shown = {title.split(" (")[0] for title in listed(page)}
    assert shown <= {"Essential skills", "Roles two steps away", "Skills two steps away"}
    for _ in range(4):
        page.click("#back")
    assert listed(page) == once
