"""Assumptions of the user's own replace the defaults of an import, and say whose they are."""

from __future__ import annotations

from pathlib import Path

import pytest

import careergraph as cg
import matrices
from careergraph.effort import Effort
from careergraph.errors import RequestError
from careergraph.network import MoveKind
from careergraph.readers import assumptions, defaults
from test_cli import careergraph

OWN = """\
source = "People team, 2026"
promotion = "10-30"
level-2 = 100
hours-per-week = 6
cumulative = false

[skills]
"front desk" = "15-25"
"""


def imported(folder: Path, text: str, code: int = 0) -> tuple[Path, str]:
    ladder, own, graph = folder / "ladder.csv", folder / "own.toml", folder / "ladder.ttl"
    rows = [["", "L1", "L2"], ["Hotel", "Front desk", "Rota"]]
    ladder.write_bytes(matrices.as_csv(rows))
    own.write_text(text, encoding="utf-8")
    files = [str(ladder), "-o", str(graph), "--assumptions", str(own)]
    return graph, careergraph("import", "matrix", *files, code=code).stderr


def test_what_is_given_is_used_and_the_rest_stays_at_the_defaults(tmp_path: Path) -> None:
    graph = cg.load(imported(tmp_path, OWN)[0])
    assert graph.validate().conforms
    careers = graph.careers
    assert [level.effort for level in careers.levels.values()] == [
        defaults.level_efforts(2)[0],
        Effort(100, 100),
    ]
    assert {s.label: s.effort for s in careers.skills.values()} == {
        "Front desk": Effort(15, 25),
        "Rota": None,
    }
    assumed = careers.assumptions
    assert (assumed.cumulative, assumed.hardest_cell_cap) == (False, True)
    assert assumed.hours_per_week == 6
    assert assumed.move_costs[MoveKind.PROMOTION] == Effort(10, 30)
    assert assumed.move_costs[MoveKind.LATERAL] == defaults.MOVES["lateral"][1]


def test_every_number_says_whose_it_is(tmp_path: Path) -> None:
    graph = cg.load(imported(tmp_path, OWN)[0])
    rows = graph.query(
        "SELECT ?node ?who WHERE { ?node dcterms:source/skos:prefLabel ?who . "
        "FILTER (CONTAINS(STR(?node), '/effort/') || STRENDS(STR(?node), '/assumptions')) }"
    ).values()
    base = "https://example.org/ladder/"
    ours, theirs = "Defaults of careergraph", "People team, 2026"
    assert {(str(node).removeprefix(base), who) for node, who in rows} == {
        ("assumptions", ours),
        ("assumptions", theirs),
        ("effort/promotion", theirs),
        ("effort/lateral", ours),
        ("effort/step-back", ours),
        ("effort/level/l1", ours),
        ("effort/level/l2", theirs),
        ("effort/skill/front-desk", theirs),
    }


def test_without_a_cap_and_with_all_settings_no_default_is_named(tmp_path: Path) -> None:
    text = "hours-per-week = 2.5\ncumulative = true\nhardest-cell-cap = false\n"
    graph = cg.load(imported(tmp_path, text)[0])
    assert graph.validate().conforms
    assert not graph.careers.assumptions.hardest_cell_cap
    rows = graph.query(
        "SELECT ?who WHERE { ?node a cg:Assumptions ; dcterms:source/skos:prefLabel ?who }"
    ).values()
    assert rows == [("own.toml",)]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("promotion = x", "own.toml: not TOML: Invalid value (at line 1, column 13)"),
        ("promotion = '9-3'", "own.toml: promotion is '9-3'. Write hours, such as"),
        ("promotion = true", "own.toml: promotion is True. Write hours"),
        ("level-2 = 30000", "at most 20000"),
        ("level-7 = 40", "own.toml: level-7 is no level of ladder.csv, which has level-1, level-2"),
        ("hours-per-week = 200", "own.toml: hours-per-week is 200. Write a number above 0"),
        ("cumulative = 'maybe'", "own.toml: cumulative is 'maybe'. Write true or false"),
        ("promotions = 3", "own.toml: there is no assumption 'promotions'. There are promotion,"),
        ("source = 3", "own.toml: source is 3. Write a text"),
        ("skills = 3", "own.toml: skills is 3. Write a table"),
        ("[skills]\nSailing = 3", "own.toml: 'Sailing' is no skill of ladder.csv"),
        ("[skills]\nRota = 3\nrota = 4", "own.toml: the skill 'rota' stands twice"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(tmp_path: Path, text: str, complaint: str) -> None:
    graph, error = imported(tmp_path, text, code=2)
    assert complaint in error
    assert not graph.exists()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"none\.toml: cannot be read"):
        assumptions.read(tmp_path / "none.toml")


def test_a_column_and_the_file_must_agree(tmp_path: Path) -> None:
    rows = [["Path", "Level", "Skill", "Hours"], ["Hotel", "L1", "Rota", "30"]]
    ladder, own = tmp_path / "ladder.csv", tmp_path / "own.toml"
    ladder.write_bytes(matrices.as_csv(rows))
    own.write_text("[skills]\nRota = 40\n", encoding="utf-8")
    files = [str(ladder), "-o", "-", "--assumptions", str(own)]
    error = careergraph("import", "matrix", *files, code=2).stderr
    assert "own.toml: 'Rota' takes 40 h there and 30 h in ladder.csv. Keep one." in error
    own.write_text("[skills]\nRota = 30\n", encoding="utf-8")
    assert "cg:low 30.0" in careergraph("import", "matrix", *files).stdout


def test_the_documented_example_is_read(tmp_path: Path) -> None:
    root = Path(__file__).parents[1]
    page = (root / "docs" / "import.md").read_text(encoding="utf-8")
    own, graph = tmp_path / "own.toml", tmp_path / "hotel.ttl"
    own.write_text(page.partition("```toml\n")[2].partition("```")[0], encoding="utf-8")
    hotel = str(root / "docs" / "examples" / "hotel.csv")
    careergraph("import", "matrix", hotel, "-o", str(graph), "--assumptions", str(own))
    skills = cg.load(graph).careers.skills.values()
    assert {s.label: s.effort for s in skills if s.effort} == {"Setting room rates": Effort(15, 25)}
