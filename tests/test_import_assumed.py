"""What an answer on an imported graph rests on is said: proficiencies, ways in, doubts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

import careergraph as cg
from careergraph.cli import main
from careergraph.errors import MatrixError, NoRouteError
from careergraph.readers import files

Ask = Callable[..., str]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    def said(*arguments: str) -> str:
        with pytest.raises(SystemExit) as done:
            main(list(arguments))
        output = capsys.readouterr()
        assert done.value.code == 0, output.err
        return output.out

    return said


RATED = "Skill,Junior Tester,Tester,Senior Tester\nSQL,1,2,3\nGit,2,2,2\nAPIs,0,1,3\n"
SAME = "Skill,Junior Tester,Tester,Senior Tester\nSQL,x,x,x\nGit,x,x,x\nAPIs,–,x,x\n"
TRACKS = (
    "<table><tr><th><th colspan=2>Engineering<th colspan=2>Management"
    "<tr><th><th>L1<th>L2<th>M1<th>M2"
    "<tr><td>Backend<td>SQL<td>Queues<td>Hiring<td>Budgets"
    "<tr><td>Mobile<td>Swift<td>Kotlin<td>Hiring<td>Plans</table>"
)


def imported(text: str, folder: Path, name: str = "m.csv") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_answers_say_that_proficiencies_are_not_told_apart(ask: Ask, tmp_path: Path) -> None:
    graph = imported(RATED, tmp_path)
    ends = ("Tester, Junior", "Tester, Senior")
    for words in (
        ("gap", *ends),
        ("route", *ends),
        ("advance", ends[0]),
        ("place", "--have", "SQL"),
    ):
        said = " ".join(ask(*words, "--graph", graph).split())
        assert "a skill counts as held at any proficiency" in said, words
        assert "effort is a lower bound" in said, words
    assert cg.load(graph).careers.assumptions.any_proficiency
    by_level = " ".join(ask("diff", graph, graph, "--by-level").split())
    assert "Neither are proficiencies: a skill counts as held at any." in by_level


def test_nothing_is_said_of_proficiencies_that_are_the_same(ask: Ask, tmp_path: Path) -> None:
    graph = imported(SAME, tmp_path)
    assert not cg.load(graph).careers.assumptions.any_proficiency
    assert "proficiency" not in ask("gap", "Tester, Junior", "Tester, Senior", "--graph", graph)


def test_a_track_without_a_way_in_is_named(tmp_path: Path) -> None:
    graph = cg.load(imported(TRACKS, tmp_path, "m.html"))
    with pytest.raises(NoRouteError) as refused:
        graph.route("Backend, Engineering, L1", "Mobile, Management, M2")
    assert "Management, M1: no other career path to come from has its level, M1." in str(
        refused.value
    )
    assert "cg:Progression" in str(refused.value)


def test_a_doubt_about_levels_is_counted_and_said_once(ask: Ask, tmp_path: Path) -> None:
    matrix = imported("Path,Junior,Mid,Senior\nA,a,b,c\nB,x,y,z\n", tmp_path)
    said = ask("import", "matrix", matrix, "-o", str(tmp_path / "m.ttl"), "--explain")
    order = "The headings have no numbers; their order is read as the order of the levels."
    assert said.count(order) == 1
    assert f"Levels Junior, Mid, Senior, and what leads on from there: {order}" in said
    assert "1 doubt recorded" in said
    assert ask("lint", matrix, "--select", "doubt", "--fail-on", "error").count(order) == 1


def test_an_exported_table_comes_back_with_the_same_rule_of_adding_up(tmp_path: Path) -> None:
    for name, text in (("rated.csv", RATED), ("plain.csv", "Path,L1,L2\nA,a,b\nB,x,y\n")):
        graph = cg.load(imported(text, tmp_path, name))
        folder = tmp_path / Path(name).stem
        graph.export("csv", folder)
        again = cg.load(str(folder / "matrix.csv"))
        assert again.careers.assumptions.cumulative == graph.careers.assumptions.cumulative, name
    assert not cg.load(str(tmp_path / "rated" / "matrix.csv")).careers.assumptions.cumulative


def test_sheets_of_one_workbook_are_joined(ask: Ask, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Backend"
    for sheet, skill in ((book.active, "SQL"), (book.create_sheet("Web"), "CSS")):
        for row in (["Skill", "L1", "L2"], [skill, 1, 2], ["Git", 1, 2], ["APIs", 0, 1]):
            sheet.append(row)
    path = tmp_path / "m.xls"
    book.save(path)
    out = tmp_path / "m.ttl"
    ask("import", "matrix", str(path), "--sheet", "Backend", "--sheet", "Web", "-o", str(out))
    roles = {role.label for role in cg.load(str(out)).careers.roles.values()}
    assert roles == {"Backend, L1", "Backend, L2", "Web, L1", "Web, L2"}


def test_a_cell_that_is_too_long_is_called_so(tmp_path: Path) -> None:
    path = imported(f'Path,L1\nA,"{"x" * 200_000}"\n', tmp_path)
    with pytest.raises(MatrixError, match="row 2: a cell has more than 20,000 characters"):
        files.read_tables(path)
