"""Tables that cannot be read without guessing say where and what to do; the rest is read."""

from __future__ import annotations

from pathlib import Path

import pytest

import matrices
from careergraph.errors import MatrixError
from careergraph.readers.matrix import Matrix
from test_readers_proficiency import labels, of_rows

VALUES = [["Coding", "1", "2", "3"], ["Testing", "2", "3", "3"], ["Talks", "1", "1", "2"]]


def under(*heads: list[str]) -> list[list[str]]:
    return [*heads, *VALUES]


BAD = {
    "two headings of levels": (
        [["", "L1", "L2"], ["", "Junior", "Senior"], ["Ops", "Linux", "Networks"]],
        "row 2: rows 1 and 2 both look like headings. Keep one, or name career paths in row 1",
    ),
    "two headings, no levels": (
        [["", "North", "", "South", ""], ["", "a", "b", "c", "d"], ["Ops", *"wxyz"]],
        "rows 1 and 2 both look like headings",
    ),
    "two headings above values": (
        under(["Skill", "Region", "", ""], ["", "North", "South", "East"]),
        "rows 1 and 2 both look like headings",
    ),
    "level without path": (
        under(["Skill", "", "QA", ""], ["", "I", "I", "II"]),
        "row 2, column 2: the level stands under no career path. Name the career path above it.",
    ),
    "level twice": (under(["Skill", "L1", "L2", "L1"]), "row 1, column 4: Backend, L1 is named tw"),
    "role twice": (
        under(["", "Tester I", "Tester II", "Tester II"]),
        "row 1, column 4: Tester, II is named twice, first in row 1, column 3",
    ),
    "skill twice": (
        [*under(["Skill", "L1", "L2", "L3"]), ["coding", "1", "1", "1"]],
        "row 5, column 1: the skill 'coding' stands twice, first in row 2, column 1",
    ),
    "no level": (under(["Skill", "L1", "", "L3"]), "row 1, column 3: there are values here but no"),
    "no skill": (
        [["Skill", "L1", "L2", "L3"], ["", "1", "2", "3"], *VALUES],
        "row 2, column 1: there are values but no skill",
    ),
    "ragged long": (
        [*under(["Skill", "L1", "L2", "L3"]), ["Sales", "1", "2", "3", "4"]],
        "row 5, column 5: the row has more cells than the 4 of the heading",
    ),
    "ragged short": (
        [*under(["Skill", "L1", "L2", "L3"]), ["Sales", "1"]],
        "row 5: the row has 2 cells, the heading 4",
    ),
    "columns": (
        [["", *(f"L{n}" for n in range(999))], *([skill, *["1"] * 999] for skill in "abc")],
        "row 1: the row has 1,000 columns, more than 500",
    ),
    "huge cell": (
        [*under(["Skill", "L1", "L2", "L3"]), ["Sales", "1", "2", "9" * 100_000]],
        "row 5, column 4: the cell has 100,000 characters",
    ),
    "date": (
        [*under(["Skill", "L1", "L2", "L3"]), ["Sales", "1", "2026-03-02", "3"]],
        "row 5, column 3: the cell holds the date '2026-03-02', which spreadsheet programs make",
    ),
    "people": (
        under(["Name", "Python", "SQL", "Go"]),
        "row 1, column 1: this is a table of people",
    ),
    "numbers": (
        under(["City", "North", "South", "East"]),
        "row 1: the cells hold numbers, and not",
    ),
    "nothing required": (
        [["Skill", "L1", "L2"], *([skill, "no", "0"] for skill in ("Coding", "Talks", "Tests"))],
        "row 2: no cell requires anything",
    ),
    "orders differ": (
        [["", "Junior QA", "Lead QA", "Lead Ops", "Junior Ops"], *([s, *"1234"] for s in "abc")],
        "column 4: career paths order the levels 'Junior' and 'Lead' differently",
    ),
    "no table": (
        [["Dear all"], ["it is below"], ["Jo"]],
        "no table of at least two rows and two col",
    ),
    "same path": ([["", "L1"], ["Ops", "a"], ["ops", "b"]], "row 3, column 1: the career path"),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_bad_tables_are_refused_with_place_and_remedy(name: str, tmp_path: Path) -> None:
    rows, complaint = BAD[name]
    with pytest.raises(MatrixError) as raised:
        of_rows(rows, tmp_path)
    message = str(raised.value)
    assert complaint in message
    assert message.startswith("Backend.csv")
    assert message.endswith(".")


def test_a_table_of_another_shape_is_refused_where_a_shape_is_set(tmp_path: Path) -> None:
    rows = [["", "L1", "L2"], ["Ops", "Linux servers", "Networks"], ["QA", "Test plans", "Audits"]]
    with pytest.raises(MatrixError, match="do not hold a proficiency"):
        of_rows(rows, tmp_path, "skills-by-level")
    rows = [["", "QA", ""], ["", "I", "II"], ["Coding", "1", "2"], ["Tests", "1", "2"]]
    with pytest.raises(MatrixError, match="row 1 and row 2 are both headings"):
        of_rows(rows, tmp_path, "skills-by-level")


def texts(matrix: Matrix) -> dict[str, list[list[str]]]:
    return matrix.texts()


def test_one_name_above_all_levels_is_a_title(tmp_path: Path) -> None:
    rows = [["", "Engineering", ""], ["", "L1", "L2"], ["Backend", "Go code", "APIs"]]
    matrix = of_rows(rows, tmp_path)
    assert texts(matrix) == {"Backend": [["Go code"], ["APIs"]]}
    assert any("'Engineering'" in note and "not read" in note for note in matrix.notes)


def test_several_names_above_levels_split_each_path(tmp_path: Path) -> None:
    rows = [
        ["Career path", "Engineering", "", "Management", ""],
        ["", "L1", "L2", "L2", "L3"],
        ["Backend", "Go code", "APIs", "Hiring", "Budgets"],
        ["Frontend", "CSS code", "", "Hiring", "Vision"],
    ]
    matrix = of_rows(rows, tmp_path)
    assert texts(matrix) == {
        "Backend, Engineering": [["Go code"], ["APIs"], []],
        "Backend, Management": [[], ["Hiring"], ["Budgets"]],
        "Frontend, Engineering": [["CSS code"], [], []],
        "Frontend, Management": [[], ["Hiring"], ["Vision"]],
    }
    assert labels(matrix) == ["L1", "L2", "L3"]
    assert matrix.paths[1].cells[2][0].place == ("row 3, column 4 (Backend, Management; L2)")
    with pytest.raises(MatrixError, match="row 4, column 1: the row has no career path"):
        of_rows([*rows[:3], ["", "SQL", "", "", ""]], tmp_path)


def test_groups_and_remarks_beside_a_plain_matrix_are_left_out(tmp_path: Path) -> None:
    rows = [
        ["Area", "Career path", "L1", "L2", "Comments"],
        ["Technology", "Backend", "Go code", "APIs", "agreed"],
        ["", "Frontend", "CSS code", "React", ""],
    ]
    matrix = of_rows(rows, tmp_path)
    assert texts(matrix) == {
        "Backend": [["Go code"], ["APIs"]],
        "Frontend": [["CSS code"], ["React"]],
    }
    assert sum("is not read" in note for note in matrix.notes) == 2


def test_a_matrix_of_short_skills_is_not_taken_for_values(tmp_path: Path) -> None:
    rows = [["", "L1", "L2"], ["Ops", "Linux", "Go"], ["QA", "Tests", "R"], ["Data", "SQL", "R"]]
    assert texts(of_rows(rows, tmp_path))["Data"] == [["SQL"], ["R"]]
    assert matrices.transposed(rows)[0] == ["", "Ops", "QA", "Data"]
    assert texts(of_rows(matrices.transposed(rows), tmp_path))["Data"] == [["SQL"], ["R"]]
