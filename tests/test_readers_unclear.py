"""Which shape a table has where it could have several, and what is refused rather than guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from careergraph.errors import MatrixError
from careergraph.readers.levels import is_level, is_sure, read
from careergraph.readers.roles import are_numbered_paths, take_apart
from test_readers_proficiency import labels, needs, of_rows

REFUSED = {
    "an odd heading": (
        [["Path", "Level 1", "Level 2", "Motto"], ["Potter", "Clay", "Glazes", "Slowly"]],
        "row 1, column 4: 'Motto' does not read like a level as 'Level 1' does",
    ),
    "a column of levels": (
        [["Path", "Grade", "L1", "L2"], ["Potter", "junior", "Clay work", "Glazes"]],
        "row 1, column 2: 'Grade' does not read like a level as 'L1' does",
    ),
    "few levels": (
        [["Path", "Level 1", "Town", "Tools"], ["Potter", "Clay", "York", "Wheel"]],
        "row 1, column 3: 'Level 1' in the heading",
    ),
    "a list": (
        [["Name", "Level", "Family"], ["Clay", "L1, L2", "Pottery"], ["Glazes", "L2", "Pottery"]],
        "Number the levels, as in Level 1, or set --shape matrix",
    ),
    "unknown levels": (
        [["", "Anfang", "Ende"], ["Töpfer", "Ton", "Glasur"]],
        "row 1: no heading and no name in the first column reads like a level",
    ),
    "unknown levels of skills": (
        [["Skill", "North", "South"], ["Clay", "Kneads it well", "Buys the best"]],
        "set --shape skills-by-level or skills-by-role",
    ),
    "few numbers": ([["City", "North"], ["York", "3"]], "the cells hold numbers, and nothing says"),
    "a grade beside names": (
        [["Skill", "EO", "HEO", "Grade 7"], *([skill, "1", "2", "3"] for skill in "XYZ")],
        "row 1, column 4: 'Grade 7' reads like a level, and 'EO' does not",
    ),
    "what people hold": (
        [["Skill", "Junior (current)", "Junior (target)"], ["Clay", "1", "2"], ["Kilns", "2", "3"]],
        "row 1, column 2: the heading 'Junior (current)' is of what people hold",
    ),
    "people in the long form": (
        [["Employee ID", "Role", "Level", "Skill"], ["17", "Potter", "L1", "Clay"]],
        "row 1, column 1: this is a table of people",
    ),
    "a row of values without a skill": (
        [["Skill", "Junior", "Senior"], ["", "0-2 years", "5 years"], ["Clay", "1", "2"]],
        "row 2, column 1: there are values but no skill",
    ),
    "a level of a new path": (
        [["Career path", "Level", "Skill"], ["Potter", "1", "Clay"], ["Baker", "", "Dough"]],
        "row 3, column 2: the row has no level",
    ),
}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_may_mean_several_things_is_refused(name: str, tmp_path: Path) -> None:
    rows, complaint = REFUSED[name]
    with pytest.raises(MatrixError) as raised:
        of_rows(rows, tmp_path)
    assert complaint in str(raised.value)


def test_unknown_levels_are_read_where_the_shape_is_set_or_the_corner_says_it(
    tmp_path: Path,
) -> None:
    rows = [["", "Anfang", "Ende"], ["Töpfer", "Ton", "Glasur"]]
    assert of_rows(rows, tmp_path, "matrix").texts() == {"Töpfer": [["Ton"], ["Glasur"]]}
    assert of_rows(rows, tmp_path, "transposed").texts() == {"Anfang": [["Ton"]],
                                                             "Ende": [["Glasur"]]}  # fmt: skip
    matrix = of_rows([["Laufbahn", *rows[0][1:]], rows[1]], tmp_path)
    assert matrix.texts() == {"Töpfer": [["Ton"], ["Glasur"]]}
    assert "'Anfang' does not read like a level" in (matrix.levels[0].doubt or "")


def test_a_word_that_is_no_level_is_one_among_them_with_a_doubt(tmp_path: Path) -> None:
    rows = [["Guild", "Apprentice", "Wizard", "Master"], ["Potter", "Clay", "Glazes", "Kilns"]]
    matrix = of_rows(rows, tmp_path)
    assert labels(matrix) == rows[0][1:]
    doubts = [level.doubt or "" for level in matrix.levels]
    assert ["does not read like a level" in doubt for doubt in doubts] == [False, True, False]


@pytest.mark.parametrize("last", ["Lead", "Highly Accomplished"])
def test_numbered_names_of_rows_are_no_levels_below_levels(last: str, tmp_path: Path) -> None:
    rows = [["", "Graduate", "Proficient", last]]
    rows += [[name, "Knows it", "Does it", "Teaches it"] for name in ("1. Clay", "2. Glazes")]
    matrix = of_rows(rows, tmp_path)
    assert list(matrix.texts()) == ["1. Clay", "2. Glazes"]
    assert labels(matrix) == rows[0][1:]
    rows[1:] = [["1.1 Clay", "a pot", "b pot", "c pot"], ["1.2 Kilns", "d pot", "e pot", "f pot"]]
    assert list(of_rows(rows, tmp_path).texts()) == ["1.1 Clay", "1.2 Kilns"]
    turned = [["Level", "1. Clay", "2. Kilns"], ["Junior", "a pot", "b pot"],
              ["Wizard", "c pot", "d pot"], ["Senior", "e pot", "f pot"]]  # fmt: skip
    assert labels(of_rows(turned, tmp_path)) == ["Junior", "Wizard", "Senior"]


def test_levels_and_numbers_of_sections() -> None:
    assert is_level("Level 2: Head of " + "the coordination of " * 5)
    assert not is_level("2: Head of " + "the coordination of " * 5)
    assert read("1.1 Physical development").number is None
    assert not is_level("1.1 Physical development")
    assert [is_level(text) for text in ("Grade A", "Band 8a", "A")] == [True, True, False]
    assert [is_sure(text) for text in ("Level 2: Able", "P3", "3", "1. Clay", "Team 1")] == [
        True, True, True, False, False,
    ]  # fmt: skip


PROSE = [
    ["Area", "Skill", "E1", "E2"],
    ["Craft", "Clay", "Kneads clay under guidance", "• Chooses clay\n• Mixes *it*"],
    ["", "Glazes", "Applies given glazes", ""],
    ["People", "Feedback", "Listens", "Gives it"],
]


def test_descriptions_of_skills_by_level_are_their_proficiencies(tmp_path: Path) -> None:
    expected = {
        "Backend": {
            "E1": [
                ("Clay", True, "Kneads clay under guidance"),
                ("Glazes", True, "Applies given glazes"),
                ("Feedback", True, "Listens"),
            ],
            "E2": [("Clay", True, "Chooses clay; Mixes it"), ("Feedback", True, "Gives it")],
        }
    }
    matrix = of_rows(PROSE, tmp_path)
    assert needs(matrix) == expected
    assert any("read as descriptions" in note for note in matrix.notes)
    item = matrix.paths[0].cells[1][0]
    assert item.text == "Clay: Kneads clay under guidance"
    assert item.place == "row 2, column 3 (Backend; E1)"
    without_area = [row[1:] for row in PROSE]
    assert needs(of_rows(without_area, tmp_path)) == expected


@pytest.mark.parametrize("values", [["1", "2"], ["Basic", "Expert"], ["2", "★★"]])
@pytest.mark.parametrize("corner", ["Skill", "Competency", ""])
@pytest.mark.parametrize("skills", [["Clay"], ["Clay", "Glazes"]])
def test_a_few_values_are_no_skills(
    values: list[str], corner: str, skills: list[str], tmp_path: Path
) -> None:
    rows = [[corner, "Junior", "Senior"], *([skill, *values] for skill in skills)]
    assert needs(of_rows(rows, tmp_path)) == {
        "Backend": {
            "Junior": [(skill, True, values[0]) for skill in skills],
            "Senior": [(skill, True, values[1]) for skill in skills],
        }
    }


def test_a_row_of_text_among_values_is_doubted(tmp_path: Path) -> None:
    rows = [["Skill", "L1", "L2"], ["Motto", "Slowly does it", "Never hurry"], ["Clay", "1", "2"]]
    matrix = of_rows(rows, tmp_path)
    assert [i.skill for i in matrix.paths[0].cells[1]] == ["Motto", "Clay"]
    assert [i.proficiency for i in matrix.paths[0].cells[1]] == ["Slowly does it", "1"]


def test_long_form_in_other_languages_with_groups_and_blank_cells(tmp_path: Path) -> None:
    rows = [["Beruf", "Stufe", "Kompetenz", "Ausprägung"], ["Töpfer", "1", "Ton", "Basis"],
            ["", "", "Glasur", ""], ["", "2", "Ofen", "Experte"]]  # fmt: skip
    matrix = of_rows(rows, tmp_path)
    assert matrix.texts() == {"Töpfer": [["Ton", "Glasur"], ["Ofen"]]}
    first, carried = matrix.paths[0].cells[1]
    assert (first.doubts, first.proficiency) == ((), "Basis")
    assert "Row 3 names no career path and level" in carried.doubts[0]
    assert "Row 4 names no career path;" in matrix.paths[0].cells[2][0].doubts[0]


def test_a_family_is_the_group_of_jobs_in_the_long_form(tmp_path: Path) -> None:
    rows = [["Job family", "Job", "Level", "Skill"], ["Craft", "Manager", "1", "Clay"],
            ["Sales", "Manager", "1", "Prices"], ["Sales", "Clerk", "1", "Files"]]  # fmt: skip
    assert of_rows(rows, tmp_path).texts() == {
        "Manager, Craft": [["Clay"]], "Manager, Sales": [["Prices"]], "Clerk": [["Files"]],
    }  # fmt: skip
    assert list(of_rows([[r[0], *r[2:]] for r in rows], tmp_path).texts()) == ["Craft", "Sales"]


def test_names_of_roles_that_share_a_stem_or_are_grades() -> None:
    found = take_apart(["Data engineer", "Lead data engineer", "Head of data engineering"])
    assert {role.path for role in found} == {"Data engineer"}
    assert found[2].level == "Head of"
    assert take_apart(["Designer", "Head of sales"])[1].path == "Sales"
    assert take_apart(["Clerk", "Grade 7"])[1].level is None
    assert not are_numbered_paths(["A1", "A2", "B1"])
