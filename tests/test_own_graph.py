"""The page on a graph of one's own, and the example it explains."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

import careergraph as cg
from careergraph.cli import main
from careergraph.errors import InvalidGraphError, UnknownEffortError

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "own-graph.md"
EXAMPLE = ROOT / "docs" / "examples" / "hotel.ttl"
ASSUMED = (
    "promotion=20-60",
    "lateral=30-50",
    "step-back=40-80",
    "cumulative=yes",
    "hardest-cell-cap=yes",
)


@pytest.fixture(scope="module")
def refresh() -> ModuleType:
    spec = importlib.util.spec_from_file_location("refresh", ROOT / "docs" / "refresh.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


@pytest.fixture
def without_assumptions(tmp_path: Path) -> Path:
    return changed(tmp_path, r"# 8\. .*", "")


def changed(folder: Path, pattern: str, replacement: str) -> Path:
    """Write the example with every match replaced; there must be one."""
    text, count = re.subn(pattern, replacement, EXAMPLE.read_text(encoding="utf-8"), flags=re.S)
    assert count, pattern
    file = folder / "changed.ttl"
    file.write_text(text, encoding="utf-8")
    return file


def test_page_shows_the_example(page: str) -> None:
    assert re.findall(r"```turtle\n(.*?)```", page, re.S) == [EXAMPLE.read_text(encoding="utf-8")]


def test_page_shows_real_outputs(
    page: str, refresh: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", refresh.WIDTH)
    assert len(refresh.BLOCK.findall(page)) == 4
    assert refresh.with_outputs(page) == page


def test_example_conforms() -> None:
    assert cg.load(EXAMPLE).validate().conforms


def test_example_has_two_paths_at_two_levels() -> None:
    careers = cg.load(EXAMPLE).careers
    assert careers.title == "Hotel careers"
    assert len(careers.paths) == len(careers.levels) == 2
    assert len(careers.roles) == 4
    assert sum(not need.essential for need in careers.requirements) == 1
    assert [need.proficiency for need in careers.requirements if need.proficiency] == ["B2"]


def test_route_by_way_of_receptionist() -> None:
    # Cap of level 1: check-in 60 + English 180 expected = 240; the step back asks 51 + 180 = 231.
    # Cap of level 2: 120 + 120 = 240; the lateral move would ask 51 + 180 + 0.7 * 120 = 315.
    step_back = (0.85 * 40 + 120 + 40, 0.85 * 80 + 240 + 80)  # check-in, English, move
    promotion = (0.7 * 80 + 20, 0.7 * 160 + 60)  # room rates, move; shift planning is held
    route = cg.load(EXAMPLE).route("head waiter", "head receptionist")
    assert [role.label for role in route.roles] == [
        "Head waiter",
        "Receptionist",
        "Head receptionist",
    ]
    efforts = [(step.effort.low, step.effort.high) for step in route.steps]
    assert efforts == [pytest.approx(step_back), pytest.approx(promotion)]
    assert step_back == pytest.approx((194, 388))
    assert promotion == pytest.approx((76, 172))
    assert (route.effort.low, route.effort.high) == pytest.approx((270, 560))


def test_route_of_somebody_who_has_english() -> None:
    # check-in 34-68, room rates 56-112, lateral move 30-50; 51 + 84 = 135 is within the cap.
    route = cg.load(EXAMPLE).route("head waiter", "head receptionist", have=["english"])
    assert len(route.steps) == 1
    assert (route.effort.low, route.effort.high) == pytest.approx((120, 230))


def test_optional_skill_is_not_asked_for() -> None:
    # shift planning and banquets at 80-160 each, promotion 20-60; no wine.
    route = cg.load(EXAMPLE).route("waiter", "head waiter")
    assert (route.effort.low, route.effort.high) == pytest.approx((180, 380))


def test_without_assumptions_routes_ask_for_move_costs(
    page: str, without_assumptions: Path
) -> None:
    graph = cg.load(without_assumptions)
    assert graph.validate().conforms
    assert not graph.careers.assumptions.cumulative
    assert not graph.careers.assumptions.hardest_cell_cap
    assert len(graph.query("role-requirements", role="head receptionist").rows) == 4
    with pytest.raises(UnknownEffortError) as error:
        graph.route("head waiter", "head receptionist")
    shown = re.search(r"```text\n(.*?)```", page, re.S)
    assert shown is not None
    assert " ".join(shown[1].split()) == f"Error: {error.value}"


def test_assuming_what_the_graph_does_not_state(page: str, without_assumptions: Path) -> None:
    words = " ".join(page.split())
    assert " ".join(f"--assume {setting}" for setting in ASSUMED) in words
    route = cg.load(without_assumptions, assume=ASSUMED).route("head waiter", "head receptionist")
    assert (route.effort.low, route.effort.high) == pytest.approx((270, 560))


@pytest.mark.parametrize(
    "pattern",
    [
        r" ; cg:rank 1",
        r"(?<=hotel:wine )a cg:Skill ; ",
        r"\n    cg:onPath hotel:reception ;",
        r" ; cg:atLevel hotel:level-1",
        r"cg:requiringRole hotel:restaurant-2 ; (?=cg:requiredSkill hotel:wine)",
        r" , hotel:wine",
        r"\n    cg:importance cg:optional ;",
        r"cg:earlierRole hotel:reception-1 ; ",
        r" ;\n    cg:leadsTo hotel:reception-2",
        r"hotel:banquets cg:transfersTo hotel:room-rates \.",
        r"\n    cg:strength cg:weak ;",
        r'\n    cg:rationale "[^"]*"@en ;',
        r"cg:low 120 ; ",
        r" cg:unit unit:HR ;",
        r" ; cg:moveKind cg:promotion",
    ],
)
def test_reading_insists(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(InvalidGraphError):
        cg.load(changed(tmp_path, pattern, ""))


@pytest.mark.parametrize(
    "pattern",
    [
        r' skos:prefLabel "English"@en ;',
        r"\n    cg:evidence [^;]* ;(?= dcterms:source)",
        r" ; dcterms:source hotel:training-team",
        r" ; prov:wasAttributedTo hotel:training-team",
        r" ; cg:hoursPerWeek 5",
    ],
)
def test_only_validation_wants(tmp_path: Path, pattern: str) -> None:
    graph = cg.load(changed(tmp_path, pattern, ""))
    assert not graph.validate().conforms


def test_matrix_page_is_written(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = "careergraph view matrix --graph docs/examples/hotel.ttl -o hotel.html"
    assert f"```sh\n{command}\n```" in page
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["view", "matrix", "--graph", str(EXAMPLE), "-o", "h.html"])
    assert result.exit_code == 0, result.output
    assert "Head receptionist" in (tmp_path / "h.html").read_text(encoding="utf-8")
