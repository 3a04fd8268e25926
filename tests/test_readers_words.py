"""Words, marks and orders of levels that people write, in several languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from careergraph.errors import MatrixError
from careergraph.readers import files, shapes
from careergraph.readers.levels import is_level
from careergraph.readers.matrix import Matrix
from careergraph.readers.ratings import Scale
from careergraph.readers.seniority import falls


def of_text(text: str, folder: Path, shape: str | None = None, name: str = "m.csv") -> Matrix:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return shapes.read_matrix(shapes.choose(files.read_tables(str(path))), shape)


def labels(matrix: Matrix) -> list[str]:
    return [level.label for level in matrix.levels]


@pytest.mark.parametrize(
    ("headings", "rising"),
    [
        ("レベル3,レベル2,レベル1", ["レベル1", "レベル2", "レベル3"]),
        ("레벨3,레벨2,레벨1", ["레벨1", "레벨2", "레벨3"]),
        ("3等級,2等級,1等級", ["1等級", "2等級", "3等級"]),
        ("3단계,2단계,1단계", ["1단계", "2단계", "3단계"]),
        ("三级,二级,一级", ["一级", "二级", "三级"]),
        ("Stufe3,Stufe2,Stufe1", ["Stufe1", "Stufe2", "Stufe3"]),
        ("Band 8b,Band 8a,Band 7", ["Band 7", "Band 8a", "Band 8b"]),
    ],
)
def test_numbers_give_the_order_of_levels(headings: str, rising: list[str], tmp_path: Path) -> None:
    matrix = of_text(f"Path,{headings}\nA,c,b,a\nB,z,y,x\n", tmp_path)
    assert labels(matrix) == rising
    assert matrix.texts() == {"A": [["a"], ["b"], ["c"]], "B": [["x"], ["y"], ["z"]]}
    assert [level.doubt for level in matrix.levels] == [None] * 3


def test_grades_that_may_count_from_the_top_are_a_doubt(tmp_path: Path) -> None:
    matrix = of_text("Path,1級,2級\nA,a,b\nB,x,y\n", tmp_path)
    assert labels(matrix) == ["1級", "2級"]
    assert all("'1級' the first is often the highest" in str(q.doubt) for q in matrix.levels)


@pytest.mark.parametrize(
    "headings",
    ["Staff,Senior,Junior", "上級,中級,初級", "Experte,Fortgeschritten,Anfänger", "고급,중급,초급",
     "Senior Manager,Manager,Junior"],
)  # fmt: skip
def test_words_of_a_falling_ladder_are_turned_round(headings: str, tmp_path: Path) -> None:
    matrix = of_text(f"Path,{headings}\nA,c,b,a\nB,z,y,x\n", tmp_path)
    assert labels(matrix) == headings.split(",")[::-1]
    assert matrix.texts()["A"] == [["a"], ["b"], ["c"]]
    assert all("turned round" in str(level.doubt) for level in matrix.levels)


def test_an_order_that_is_not_well_known_is_kept() -> None:
    assert not falls(["Staff", "Senior", "Manager"])
    assert not falls(["Associate", "Junior"])
    assert not falls(["Gold", "Silver", "Bronze"])


def test_roles_of_one_career_path_that_fall_are_turned_round(tmp_path: Path) -> None:
    rows = "Skill,Senior Tester,Tester,Junior Tester\nSQL,3,2,1\nGit,3,2,1\nAPIs,4,3,2\n"
    matrix = of_text(rows, tmp_path)
    assert labels(matrix) == ["Junior", "Unnamed level", "Senior"]
    assert [items[0].proficiency for items in matrix.paths[0].cells.values()] == ["1", "2", "3"]


def test_the_heading_without_a_number_of_its_own_is_named(tmp_path: Path) -> None:
    with pytest.raises(MatrixError, match="'Top' does not read like a level as 'L1' does"):
        of_text("Path,L1,L2,Top\nA,a,b,c\nB,x,y,z\n", tmp_path)
    same = of_text("Path,L1,G1,L2\nA,a,b,c\nB,x,y,z\n", tmp_path)
    assert "'L1' and 'G1' have the same number" in str(same.levels[0].doubt)


def test_numbers_of_nested_levels_are_ranks_whatever_their_names(tmp_path: Path) -> None:
    text = (
        "roles:\n"
        "- {role: Analyst, levels: [{level: 1, name: First, skills: [SQL]},\n"
        "   {level: 2, name: Second, skills: [Statistics]}]}\n"
        "- {role: Scientist, levels: [{level: 2, name: Full, skills: [Python]},\n"
        "   {level: 3, name: Senior, skills: [Causality]}]}\n"
    )
    matrix = of_text(text, tmp_path, name="m.yaml")
    assert labels(matrix) == ["First", "Second / Full", "Senior"]
    assert matrix.texts() == {
        "Analyst": [["SQL"], ["Statistics"], []],
        "Scientist": [[], ["Python"], ["Causality"]],
    }
    assert "Career paths name level 2 differently; it is called Second / Full." in matrix.notes


def test_circles_are_yes_where_crosses_are_no() -> None:
    scale = Scale(["◎", "○", "△", "\u00d7", "○"])
    assert [scale.read(mark).proficiency for mark in "◎○△"] == ["◎", "○", "△"]
    assert not scale.read("\u00d7").required
    assert "The marks ◎, ○, △ are a scale, the highest first." in scale.notes()
    plain = Scale(["○", "○", "\u00d7", ""])
    assert plain.read("○").required
    assert plain.read("○").proficiency is None
    assert not Scale(["○", "◑", "●"]).read("○").required
    assert not Scale(["○", "✓"]).read("○").required


def test_east_asian_bullets_are_no_part_of_a_skill(tmp_path: Path) -> None:
    rows = '職種,レベル1,レベル2\n開発,"・設計\n・データ・サイエンス",◆監視\n基盤,･運用,"※構築"\n'
    assert of_text(rows, tmp_path).texts() == {
        "開発": [["設計", "データ・サイエンス"], ["監視"]],
        "基盤": [["運用"], ["構築"]],
    }


@pytest.mark.parametrize(
    ("text", "required", "essential", "proficiency"),
    [
        ("必須", True, True, None),
        ("任意", True, False, None),
        ("不要", False, True, None),
        ("Néant", False, True, None),
        ("sans objet", False, True, None),
        ("keine", False, True, None),
        ("wünschenswert", True, False, None),
        ("Maîtrise", True, True, "Maîtrise"),
        ("Grundkenntnisse", True, True, "Grundkenntnisse"),
        ("avanzado", True, True, "avanzado"),
        ("精通", True, True, "精通"),
    ],
)
def test_words_of_other_languages_are_values(
    text: str, required: bool, essential: bool, proficiency: str | None
) -> None:
    found = Scale([text]).read(text)
    assert (found.required, found.essential, found.proficiency) == (
        required,
        essential,
        proficiency,
    )
    assert found.known


def test_levels_of_other_languages_are_known() -> None:
    for text in ("初級", "中级", "고급", "Débutant", "Fortgeschritten", "Intermedio", "Gevorderd",
                 "Początkujący", "Iniciante", "Principianti"):  # fmt: skip
        assert is_level(text), text


def test_a_given_shape_takes_words_that_repeat(tmp_path: Path) -> None:
    rows = "Skill,Baker Junior,Baker Senior\nDough,grün,blau\nOven,grün,blau\nShop,blau,grün\n"
    matrix = of_text(rows, tmp_path, "skills-by-role")
    assert [item.proficiency for item in matrix.paths[0].cells[1]] == ["grün", "grün", "blau"]


def test_letters_within_one_line_start_skills(tmp_path: Path) -> None:
    matrix = of_text('Path,Level 1,Level 2\nA,"a) SQL b) Git",x\nB,y,z\n', tmp_path)
    assert matrix.texts()["A"] == [["SQL", "Git"], ["x"]]


def test_what_stands_for_another_cell_is_no_skill(tmp_path: Path) -> None:
    rows = 'Path,Level 1,Level 2\nA,Git,"Everything in Level 1 plus:\n- APIs"\nB,y,{}\n'
    matrix = of_text(rows.format("z"), tmp_path)
    assert matrix.texts()["A"] == [["Git"], ["APIs"]]
    (doubt,) = matrix.paths[0].cells[2][0].doubts
    assert doubt.startswith("'Everything in Level 1 plus:' stands for the skills of another cell")
    for text in ("Same as A", "See above", "All of the above", "Ditto"):
        with pytest.raises(MatrixError, match=f"row 3, column 3: '{text}' stands for"):
            of_text(rows.format(text), tmp_path)
