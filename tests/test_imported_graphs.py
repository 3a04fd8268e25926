"""Every command works on every kind of imported graph, named by the one option ``--graph``."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import careergraph as cg
import matrices
from browser import visit
from careergraph.cli import main
from careergraph.costs import requirements
from careergraph.errors import AmbiguousNameError
from careergraph.export import EXPORTS
from careergraph.names import find_role
from careergraph.network import CareerNetwork, Role
from test_views_page import SHAPES

Ask = Callable[..., str]

HOTEL = (Path(__file__).parents[1] / "docs" / "examples" / "hotel.csv").read_bytes()
LONG = "the coordination of interdepartmental matters of principle and of Grundsatzfragen"


def of_levels(headings: list[str], paths: matrices.Paths) -> bytes:
    return matrices.as_csv(matrices.rows(headings, paths))


def numbered(count: int, start: int = 1, word: str = "Level ") -> list[str]:
    return [f"{word}{number}" for number in range(start, start + count)]


MATRICES = {
    "hotel": HOTEL,
    "non-latin": of_levels(
        ["Уровень 1: Новичок", "Уровень 2: Мастер"],
        {"Кухня": [["Нарезка", "Супы"], ["Меню"]], "接待": [["礼貌", "英语"], ["管理团队"]]}
        | {"استقبال": [["الاتصال"], ["التخطيط"]]},
    ),
    "blank cells": of_levels(
        numbered(3),
        {
            "Cook": [["Knives"], [], ["Menus"]],
            "Waiter": [["Trays"], ["Wine"], []],
            "Porter": [[], ["Lifting"], ["Logistics"]],
        },
    ),
    "single path": of_levels(numbered(3), {"Cook": [["Knives", "Stoves"], ["Menus"], ["Buying"]]}),
    "one level": of_levels(numbered(1), {"Cook": [["Knives", "Stoves"]], "Waiter": [["Trays"]]}),
    "L3 to L7": of_levels(
        numbered(5, 3, "L"),
        {
            "Backend": [["Go", "SQL"], ["Tracing"], ["Design"], ["Mentoring"], ["Strategy"]],
            "Frontend": [["CSS", "SQL"], ["TypeScript"], ["Design"], ["Mentoring"], ["Vision"]],
        },
    ),
    "twelve levels": of_levels(
        numbered(12),
        {name: [[f"{name} {n}"] for n in range(1, 13)] for name in ("Nursing", "Medicine")},
    ),
    "long names": of_levels(
        ["Level 1", f"Level 2: Head of {LONG}"],
        {
            f"Office for {LONG}": [
                [f"Reports on {LONG} and {LONG}", "Knives"],
                [f"Plans of {LONG}"],
            ],
            "B" * 90: [["Knives"], ["Donaudampfschifffahrtsgesellschaft" * 3]],
        },
    ),
}

LANGUAGES = """
@prefix cg: <https://w3id.org/careergraph/terms#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<{base}path/reception> skos:prefLabel "Empfang"@de , "Réception"@fr .
<{base}skill/english> skos:prefLabel "Englisch"@de , "英語"@ja .
<{base}role/reception/trained> skos:prefLabel "Empfang, ausgebildet"@de .
"""


@pytest.fixture(scope="module")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The imported graph of each matrix, and one with labels in several languages."""
    folder = tmp_path_factory.mktemp("imported")
    made = {}
    for number, (name, data) in enumerate(MATRICES.items()):
        source, graph = folder / f"m{number}.csv", folder / f"m{number}.ttl"
        source.write_bytes(data)
        run_command("import", "matrix", str(source), "-o", str(graph))
        made[name] = graph
    several = folder / "languages.ttl"
    text = made["hotel"].read_text(encoding="utf-8")
    several.write_text(text + LANGUAGES.format(base="https://example.org/m0/"), encoding="utf-8")
    return {**made, "languages": several}


def run_command(*arguments: str) -> None:
    with pytest.raises(SystemExit) as done:
        main(list(arguments))
    assert done.value.code == 0


KINDS = (*MATRICES, "languages")


@pytest.fixture(params=KINDS)
def graph(request: pytest.FixtureRequest, graphs: dict[str, Path]) -> Path:
    return graphs[request.param]


@pytest.fixture
def ask(graph: Path, capfd: pytest.CaptureFixture[str]) -> Ask:
    """Run a command on the graph and return what it says."""

    def run(*arguments: str, code: int = 0) -> str:
        with pytest.raises(SystemExit) as done:
            main([*arguments, "--graph", str(graph)])
        said = capfd.readouterr()
        assert done.value.code == code, said.err
        return said.out if code == 0 else said.err

    return run


@pytest.fixture
def network(graph: Path) -> CareerNetwork:
    return cg.load(graph).careers


def ends(network: CareerNetwork) -> tuple[Role, Role]:
    """The first role and the last."""
    roles = list(network.roles.values())
    return roles[0], roles[-1]


def test_validate_finds_nothing(ask: Ask) -> None:
    assert ask("validate") == "The graph conforms to all shapes and checks.\n"


def test_queries_answer(ask: Ask, network: CareerNetwork) -> None:
    found = json.loads(ask("query", "roles", "--format", "json"))["results"]["bindings"]
    assert {row["role"]["value"] for row in found} == set(network.roles)
    for path in network.paths.values():
        text = ask("query", "path-ladder", "-p", f"path={path.label}", "--format", "json")
        said = {row["role"]["value"] for row in json.loads(text)["results"]["bindings"]}
        assert said == {role.iri for role in network.roles.values() if role.path == path.iri}


def test_routes_lead_from_end_to_end(ask: Ask, network: CareerNetwork) -> None:
    source, target = ends(network)
    found = json.loads(ask("route", source.label, target.label, "--format", "json"))
    assert (found["source"], found["target"], found["status"]) == (
        source.iri,
        target.iri,
        "optimal",
    )
    assert found["steps"][-1]["role"] == target.iri
    learnt = {skill["skill"] for step in found["steps"] for skill in step["skills"]}
    assert set(network.own_skills(target.iri)) <= learnt | set(network.own_skills(source.iri))
    assert target.label[:40] in " ".join(ask("route", source.label, target.label).split())


def test_each_role_is_found_by_its_label(network: CareerNetwork) -> None:
    for role in network.roles.values():
        assert find_role(network, role.label) == role.iri
        assert find_role(network, f"<{role.iri}>") == role.iri


def test_advice(ask: Ask, network: CareerNetwork) -> None:
    source, target = ends(network)
    (held, *_) = network.skills.values()
    placed = json.loads(ask("place", "--have", held.label, "--format", "json"))
    assert {grade["path"] for grade in placed["grades"]} == set(network.paths)
    others = {r.iri for r in network.roles.values() if r.path != source.path}
    branched = json.loads(ask("branch", source.label, "--format", "json"))
    assert {gap["target"] for gap in branched} == others
    gap = json.loads(ask("gap", source.label, target.label, "--format", "json"))
    missing = {skill["skill"] for skill in gap["skills"]}
    assert missing == requirements(network)[target.iri] - requirements(network)[source.iri]
    later = [step.later for step in network.progressions if step.earlier == source.iri]
    if later:
        (step,) = json.loads(ask("advance", source.label, "--format", "json"))
        assert [step["role"]] == later
    else:
        assert "last of its career path" in ask("advance", source.label, code=2)


def test_exports(ask: Ask, network: CareerNetwork, tmp_path: Path) -> None:
    for format_name in EXPORTS:
        target = tmp_path / format_name
        ask("export", "--to", format_name, "-o", str(target))
        assert target.exists()
    page = ask("export", "--to", "markdown")
    rows = [line for line in page.splitlines() if line.startswith("|")]
    assert len(rows) == len(network.paths) + 2
    assert "skos:prefLabel" in ask("export", "--to", "turtle")


def test_one_level_has_lateral_moves_only(graphs: dict[str, Path]) -> None:
    graph = cg.load(graphs["one level"])
    route = graph.route("cook 1", "waiter 1")
    assert [step.kind.value for step in route.steps] == ["lateral move"]


def test_a_heading_is_a_name_before_its_rank_is(graphs: dict[str, Path]) -> None:
    graph = cg.load(graphs["L3 to L7"])
    assert graph.route("backend L3", "backend l5").source.label == "Backend, L3"
    with pytest.raises(AmbiguousNameError, match=r"'Backend, L3', 'Backend, L5'"):
        graph.advance("backend 3")


def test_labels_are_in_english_or_in_the_file_s_own_language(graphs: dict[str, Path]) -> None:
    labels = {path.label for path in cg.load(graphs["languages"]).careers.paths.values()}
    assert labels == {"Reception", "Restaurant"}


@pytest.mark.parametrize("kind", ["non-latin", "long names", "twelve levels", "single path"])
@pytest.mark.parametrize("view", ["matrix", "route"])
def test_pages_open_without_complaint_and_labels_are_apart(
    browser: Browser, graphs: dict[str, Path], kind: str, view: str, tmp_path: Path
) -> None:
    source, target = ends(cg.load(graphs[kind]).careers)
    page = tmp_path / "page.html"
    roles = [source.label, target.label] if view == "route" else []
    run_command("view", view, *roles, "--graph", str(graphs[kind]), "-o", str(page))
    with visit(browser, page) as seen:
        assert seen.complaints == []
        assert seen.requests == [page.as_uri()]
        # vis measures what it draws, and draws what is in sight; a wide matrix is not all of it.
        boxes = [box for box in seen.page.evaluate(SHAPES) if box["left"] is not None]
        nodes = len(seen.page.evaluate("careergraph.nodes()"))
        assert nodes / 2 <= len(boxes) <= nodes
    for one, other in combinations(boxes, 2):
        assert (
            one["right"] <= other["left"]
            or other["right"] <= one["left"]
            or one["bottom"] <= other["top"]
            or other["bottom"] <= one["top"]
        )
