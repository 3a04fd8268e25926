"""What stands around a matrix is left out and said: frames, footers, legends, other columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from careergraph.errors import MatrixError
from test_readers import read, written
from test_readers_proficiency import labels, needs, of_rows

LADDER = [["Career path", "Level 1", "Level 2"], ["Potter", "Clay", "Glazes"]]
SCORES = [["Skill", "Junior", "Senior"], ["Clay", "1", "3"], ["Glazes", "1", "2"]]
EXPECTED = {"Potter": [["Clay"], ["Glazes"]]}


@pytest.mark.parametrize("name", ["Purpose", "Salary band", "Headcount", "Interview questions"])
def test_columns_and_rows_of_something_else_are_left_out_and_said(
    name: str, tmp_path: Path
) -> None:
    head, row = LADDER
    for place in (1, 3):
        wider = [[*line[:place], text, *line[place:]] for line, text in ((head, name), (row, "9"))]
        matrix = of_rows(wider, tmp_path)
        assert matrix.texts() == EXPECTED
        assert labels(matrix) == ["Level 1", "Level 2"]
        assert any(repr(name) in note and "left out" in note for note in matrix.notes)
    matrix = of_rows([head, [name, "20", "30"], row], tmp_path)
    assert matrix.texts() == EXPECTED
    assert any(f"Row 2, column 1: the row {name!r} is left" in note for note in matrix.notes)


def test_a_weight_a_total_and_a_row_of_titles_are_no_values(tmp_path: Path) -> None:
    rows = [[line[0], extra, *line[1:]] for line, extra in zip(SCORES, ["Weight", "9", "8"],
                                                              strict=True)]  # fmt: skip
    rows += [["Title", "", "Apprentice potter", "Potter"], ["Total", "17", "2", "5"]]
    assert needs(of_rows(rows, tmp_path)) == {
        "Backend": {
            "Junior": [("Clay", True, "1"), ("Glazes", True, "1")],
            "Senior": [("Clay", True, "3"), ("Glazes", True, "2")],
        }
    }


def test_a_blank_column_is_ignored(tmp_path: Path) -> None:
    rows = [[*row, "", more] for row, more in zip(LADDER, ["Notes", "agreed"], strict=True)]
    assert of_rows(rows, tmp_path).texts() == EXPECTED


@pytest.mark.parametrize(
    "footer",
    ["Last updated: 2026-03-01", "Updated by Jo", "Confidential", "Last reviewed 2026",
     "Version 2", "© A pottery"],
)  # fmt: skip
def test_footers_are_no_career_paths(footer: str, tmp_path: Path) -> None:
    matrix = of_rows([*LADDER, [footer, "", ""]], tmp_path)
    assert matrix.texts() == EXPECTED
    assert f"Row 3 is read as a footnote: {footer!r}." in matrix.notes


def test_a_legend_below_is_no_skill_and_one_above_no_career_path(tmp_path: Path) -> None:
    legend = [["Scale", "", ""], ["1", "basic", ""], ["2", "good", ""], ["3", "very good", ""]]
    rows = [["Legend: 1 is basic", "", ""], *SCORES, *legend]
    matrix = of_rows(rows, tmp_path)
    assert list(needs(matrix)) == ["Backend"]
    assert [skill for skill, _, _ in needs(matrix)["Backend"]["Junior"]] == ["Clay", "Glazes"]
    assert "Rows 5 to 8 are read as a legend, 'Scale'." in matrix.notes


def test_a_row_with_nothing_beside_its_name_is_no_career_path(tmp_path: Path) -> None:
    matrix = of_rows([LADDER[0], ["Ceramics", "", ""], LADDER[1]], tmp_path)
    assert matrix.texts() == EXPECTED
    assert any("Row 2, column 1: 'Ceramics' has nothing" in note for note in matrix.notes)
    with pytest.raises(MatrixError, match="row 2: no cell holds a skill"):
        of_rows([LADDER[0], ["Ceramics", "", ""]], tmp_path)


def test_the_frame_of_a_published_sheet_is_left_out(tmp_path: Path) -> None:
    rows = [["", "A", "B", "C"], *([str(n), *row] for n, row in enumerate(LADDER, 1))]
    page = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    matrix = read(written(tmp_path, "html", f"<table>{page}</table>"))
    assert matrix.texts() == EXPECTED
    assert any("frame" in note for note in matrix.notes)
    rows = [["", "A", "B"], ["1", "yes", "no"], ["3", "yes", "yes"], ["2", "no", "yes"]]
    assert not any("frame" in note for note in of_rows(rows, tmp_path, "skills-by-role").notes)


def test_headings_may_say_what_they_require(tmp_path: Path) -> None:
    rows = [["Skill", "Required for Junior", "Required for Senior"], *SCORES[1:]]
    matrix = of_rows(rows, tmp_path)
    assert labels(matrix) == ["Junior", "Senior"]
    assert "The heading 'Required for Junior' is read as 'Junior'." in matrix.notes


@pytest.mark.parametrize("corner", [["", "Track"], ["Track", "Track"]])
def test_the_name_of_career_paths_may_stand_in_the_second_heading(
    corner: list[str], tmp_path: Path
) -> None:
    rows = [
        [corner[0], "Making", "Making", "Managing", "Managing"],
        [corner[1], "L1", "L2", "M1", "M2"],
        ["Pottery", "Clay", "Glazes", "Hiring", "Budgets"],
    ]
    expected = {
        "Pottery, Making": [["Clay"], ["Glazes"], [], []],
        "Pottery, Managing": [[], [], ["Hiring"], ["Budgets"]],
    }
    assert of_rows(rows, tmp_path).texts() == expected
    rows[0] = [corner[0], "Making", "", "Managing", ""]
    assert of_rows(rows, tmp_path).texts() == expected
