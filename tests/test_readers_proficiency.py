"""Skills by level and skills by role: values, names of roles, orientation, random tables."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import careergraph as cg
import matrices
from careergraph.readers import files, shapes
from careergraph.readers.graph import to_turtle
from careergraph.readers.matrix import Matrix
from careergraph.readers.ratings import Scale
from careergraph.readers.roles import UNNAMED, take_apart
from careergraph.readers.slugs import slug

Needs = dict[str, dict[str, list[tuple[str, bool, str | None]]]]


def read(path: Path, shape: str | None = None) -> Matrix:
    return shapes.read_matrix(shapes.choose(files.read_tables(str(path))), shape)


def of_rows(rows: list[list[str]], folder: Path, shape: str | None = None) -> Matrix:
    path = folder / "Backend.csv"
    path.write_bytes(matrices.as_csv(rows))
    return read(path, shape)


def needs(matrix: Matrix) -> Needs:
    label = {level.rank: level.label for level in matrix.levels}
    return {
        path.label: {
            label[rank]: [(i.skill, i.essential, i.proficiency) for i in items]
            for rank, items in path.cells.items()
        }
        for path in matrix.paths
    }


def labels(matrix: Matrix) -> list[str]:
    return [level.label for level in matrix.levels]


@pytest.mark.parametrize(
    ("text", "essential", "proficiency"),
    [
        ("2", True, "2"),
        ("2.5", True, "2.5"),
        ("2-3", True, "2-3"),
        ("0-1", False, "0-1"),
        ("3/5", True, "3/5"),
        ("80 %", True, "80 %"),
        ("Level 2", True, "Level 2"),
        ("2 - Working", True, "2 - Working"),
        ("Awareness", True, "Awareness"),
        ("Advanced beginner", True, "Advanced beginner"),
        ("B2", True, "B2"),
        ("★★☆", True, "★★☆"),
        ("***", True, "***"),
        ("◑", True, "◑"),
        ("**Expert**", True, "Expert"),
        ("yes", True, None),
        ("x", True, None),
        ("✓", True, None),
        ("Mandatory", True, None),
        ("optional", False, None),
        ("Nice-to-have", False, None),
        ("(x)", False, None),
        ("(2)", False, "2"),
        ("Working (desirable)", False, "Working"),
        ("3 → 4 → 5", True, "5"),
        ("1 -> 2", True, "2"),
        ("0 → 1", True, "1"),
        ("Basic > Proficient", True, "Proficient"),
        ("Leads the guild", True, "Leads the guild"),
    ],
)
def test_values(text: str, essential: bool, proficiency: str | None) -> None:
    found = Scale([text]).read(text)
    assert (found.required, found.essential, found.proficiency) == (True, essential, proficiency)


@pytest.mark.parametrize(
    "text", ["", "-", "–", "0", "0.0", "0%", "0/5", "0 - None", "no", "N", "n/a", "☆☆☆", "✗", "TBD"]
)
def test_values_of_nothing(text: str) -> None:
    assert not Scale([text]).read(text).required


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("3 → 4 → 5", "its last step, '5'"),
        ("0-1", "starts at 0"),
        ("(x)", "brackets"),
        ("Expert[1]", "footnote mark"),
        ("Leads the guild", "no value of a known scale"),
    ],
)
def test_doubts_about_values(text: str, doubt: str) -> None:
    assert doubt in " ".join(Scale([text]).read(text).doubts)


def test_values_of_one_table_give_each_other_their_meaning() -> None:
    assert not Scale(["✓", "x", "✓"]).read("x").required
    assert Scale(["x", "x", ""]).read("x").required
    lettered = Scale(["M", "O", "M"])
    assert (lettered.read("M").essential, lettered.read("O").essential) == (True, False)
    assert Scale(["●", "", "●"]).read("●").proficiency is None
    assert Scale(["●", "◑", "●"]).read("●").proficiency == "●"
    assert Scale(["A", "B", "O"]).read("O").proficiency == "O"
    assert Scale(["Gevorderd"] * 3).read("Gevorderd").doubts == ()


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (
            ["Junior Developer", "Developer", "Senior Developer", "Lead Developer"],
            ["Developer/Junior", "Developer/", "Developer/Senior", "Developer/Lead"],
        ),
        (["Data Engineer I", "Data Engineer II"], ["Data Engineer/I", "Data Engineer/II"]),
        (["Backend / L3", "Backend (L4)"], ["Backend/L3", "Backend/L4"]),
        (["Delivery manager - Lead", "Senior: QA"], ["Delivery manager/Lead", "QA/Senior"]),
        (["Senior Engineer II", "Engineer Level 1"], ["Engineer/Senior II", "Engineer/Level 1"]),
        (["Lead generation specialist", "Chief of Staff"], None),
        (["UI/UX designer", "Delivery Manager", "Staff nurse"], None),
        (["Tester", "Tester Lead"], ["Tester/", "Tester/Lead"]),
        (["Head of design", "Senior design"], ["Design/Head of", "Design/Senior"]),
    ],
)
def test_names_of_roles(names: list[str], expected: list[str] | None) -> None:
    found = [f"{role.path}/{role.level or ''}" for role in take_apart(names)]
    assert found == (expected or [f"{name}/" for name in names])


LADDER = [
    ["Skill", "Junior Developer", "Developer", "Senior Developer"],
    ["Coding", "1", "2", "3"],
    ["Testing", "0", "1-2", "3"],
    ["Talks", "", "(x)", "x"],
]


def test_roles_become_paths_and_levels_with_a_doubt_about_the_unnamed(tmp_path: Path) -> None:
    matrix = of_rows(LADDER, tmp_path)
    assert needs(matrix) == {
        "Developer": {
            "Junior": [("Coding", True, "1")],
            UNNAMED: [("Coding", True, "2"), ("Testing", True, "1-2"), ("Talks", False, None)],
            "Senior": [("Coding", True, "3"), ("Testing", True, "3"), ("Talks", True, None)],
        }
    }
    assert labels(matrix) == ["Junior", UNNAMED, "Senior"]
    assert "say no level" in str(matrix.levels[1].doubt)
    item = matrix.paths[0].cells[2][1]
    assert item.place == f"row 3, column 3 (Developer; {UNNAMED})"
    assert item.text == "Testing: 1-2"
    assert any("not required: '0' (1)" in note for note in matrix.notes)


def test_both_orientations_say_the_same(tmp_path: Path) -> None:
    turned = matrices.transposed(LADDER)
    assert needs(of_rows(turned, tmp_path)) == needs(of_rows(LADDER, tmp_path))
    by_level = [["", "L2", "L1"], *(row[:3] for row in LADDER[1:])]
    for table in (by_level, matrices.transposed(by_level)):
        matrix = of_rows(table, tmp_path)
        assert needs(matrix)["Backend"]["L1"] == [
            ("Coding", True, "2"),
            *needs(matrix)["Backend"]["L1"][1:],
        ]
        assert labels(matrix) == ["L1", "L2"]


def test_levels_of_several_paths_are_one_order_or_said_not_to_be(tmp_path: Path) -> None:
    skills = ["Coding", "Testing", "Talks"]
    heads = ["Junior QA", "Lead QA", "Junior Ops", "Senior Ops", "Lead Ops"]
    matrix = of_rows([["", *heads], *([skill, *"12234"] for skill in skills)], tmp_path)
    assert labels(matrix) == ["Junior", "Senior", "Lead"]
    assert all("No career path" not in str(level.doubt) for level in matrix.levels)
    heads = ["Junior QA", "Senior QA", "Ops - Head", "Ops - Director"]
    matrix = of_rows([["", *heads], *([skill, *"1223"] for skill in skills)], tmp_path)
    assert labels(matrix) == ["Junior", "Senior", "Head", "Director"]
    assert "'Head' next above 'Senior'" in str(matrix.levels[2].doubt)


def test_complete_columns_do_not_add_up_and_increments_do(tmp_path: Path) -> None:
    complete = of_rows(LADDER, tmp_path)
    assert not complete.cumulative
    added = of_rows(
        [["", "L1", "L2"], ["Coding", "x", ""], ["Testing", "", "x"], ["Talks", "x", ""]], tmp_path
    )
    assert added.cumulative
    path = tmp_path / "graph.ttl"
    path.write_text(to_turtle(complete, "Ladder"), encoding="utf-8")
    loaded = cg.load(path)
    assert loaded.validate().conforms
    assert not loaded.careers.assumptions.cumulative
    assert [need.proficiency for need in loaded.careers.requirements] == [
        *("1", "2", "1-2", None, "3", "3", None)
    ]
    assert "add up from level to level: most" in path.read_text(encoding="utf-8")
    assert "rise from one proficiency" in path.read_text(encoding="utf-8")


def test_rising_proficiency_is_counted_once_and_said(tmp_path: Path) -> None:
    matrix = of_rows(LADDER, tmp_path)
    assert matrix.rises() == 3
    assert matrix.notes[-1].startswith(
        "Requirements at another proficiency than a lower level's of the same skill: 3."
    )
    path = tmp_path / "graph.ttl"
    path.write_text(to_turtle(matrix, "Ladder"), encoding="utf-8")
    loaded = cg.load(path)
    route = loaded.route("Developer, Junior", "Developer, Senior").to_dict()
    learnt = [skill["label"] for step in route["steps"] for skill in step["skills"]]
    assert "Coding" not in learnt
    assert "Testing" in learnt


def test_groups_descriptions_and_remarks_are_no_skills(tmp_path: Path) -> None:
    rows = [
        ["Area", "Skill", "Description", "L1", "L2", "Comments"],
        ["Craft", "Quality", "How well what is made works for those who use it", "1", "2", ""],
        ["", "Design", "Choosing among the ways in which a thing can be made", "1", "2", "new"],
        ["People", "Quality", "How well people work with each other day by day", "1", "1", ""],
        ["Business", "", "", "", "", ""],
        ["", "Budgets", "Planning money and keeping to what has been planned", "–", "1", ""],
    ]
    matrix = of_rows(rows, tmp_path)
    assert [skill for skill, _, _ in needs(matrix)["Backend"]["L2"]] == [
        *("Craft: Quality", "Design", "People: Quality", "Budgets")
    ]
    assert any("'Comments', is not read" in note for note in matrix.notes)
    assert any("'Business' is read as the heading of a group" in note for note in matrix.notes)
    assert "several groups" in matrix.paths[0].cells[1][0].doubts[0]


def test_a_path_is_named_by_sheet_then_title_then_file(tmp_path: Path) -> None:
    rows = [["", "L1", "L2"], ["Coding", "1", "2"], ["Testing", "1", "2"], ["Talks", "1", "2"]]
    assert list(needs(of_rows(rows, tmp_path))) == ["Backend"]
    assert list(needs(of_rows([["QA ladder", "", ""], *rows], tmp_path))) == ["QA ladder"]
    path = tmp_path / "all.xlsx"
    path.write_bytes(matrices.as_xlsx([["QA ladder"], *rows], "Frontend"))
    assert list(needs(read(path))) == ["Frontend"]
    path.write_bytes(matrices.as_xlsx(rows, "Sheet1"))
    assert list(needs(read(path))) == ["All"]


def test_roles_without_levels_have_one_level_in_doubt(tmp_path: Path) -> None:
    rows = [["Role", "Knife work", "Hygiene", "Wine"], ["Cook", "yes", "yes", "no"]]
    rows += [["Waiter", "no", "yes", "yes"], ["Porter", "no", "yes", "no"]]
    matrix = of_rows(rows, tmp_path)
    assert list(needs(matrix)) == ["Cook", "Waiter", "Porter"]
    assert labels(matrix) == [UNNAMED]
    assert matrix.levels[0].doubt


def test_a_shape_can_be_set_where_it_is_not_recognised(tmp_path: Path) -> None:
    rows = [["", "North", "South"], ["Coding", "1", "2"], ["Testing", "2", "3"]]
    assert labels(of_rows(rows, tmp_path, "skills-by-level")) == ["North", "South"]
    assert list(needs(of_rows(rows, tmp_path, "skills-by-role"))) == ["North", "South"]


SCALES = [
    ["1", "2", "3", "4"],
    ["Awareness", "Working", "Practitioner", "Expert"],
    ["Basic", "Intermediate", "Advanced"],
    ["★", "★★", "★★★"],
    ["A1", "B2", "C1"],
    ["yes", "yes"],
    ["25%", "50%", "100%"],
    ["1/5", "3/5", "5/5"],
]
WORD = st.text(st.sampled_from("abcdefgßéжд制御مع"), min_size=2, max_size=8)
NAME = st.lists(WORD, min_size=2, max_size=4).map(lambda words: f"X{' '.join(words)}")


@st.composite
def random_tables(draw: st.DrawFn, by_role: bool) -> tuple[list[list[str]], Needs]:
    """Return a table and what it says, of paths at levels that each path has from the first on."""
    scale = draw(st.sampled_from(SCALES))
    skills = draw(st.lists(NAME, min_size=3, max_size=6, unique_by=slug))
    levels = draw(st.sampled_from([["L1", "L2", "L3"], ["Junior", "Senior", "Lead"]]))
    paths = draw(st.lists(NAME, min_size=1, max_size=3, unique_by=slug)) if by_role else ["Table"]
    written = draw(st.sampled_from(["{path} - {level}", "{path} ({level})", "{path}: {level}"]))
    columns = [(path, level) for path in paths for level in levels]
    heads = [written.format(path=p, level=q) if by_role else q for p, q in columns]
    blank = st.sampled_from(["", "–", "0"]) if scale[0] == "1" else st.sampled_from(["", "–"])
    body, said = [["Skill", *heads]], {path: {level: [] for level in levels} for path in paths}
    for skill in skills:
        row = [draw(st.one_of(st.sampled_from(scale), blank)) for _ in columns]
        row[0] = scale[-1]  # one star alone would be a tick
        body.append([skill, *row])
        for (path, level), value in zip(columns, row, strict=True):
            if value in scale:
                said[path][level].append((skill, True, None if value == "yes" else value))
    kept = {path: {q: items for q, items in own.items() if items} for path, own in said.items()}
    return body, kept


@given(
    st.booleans().flatmap(random_tables), st.booleans(), st.sampled_from(sorted(matrices.WRITERS))
)
@settings(max_examples=80, deadline=None)
def test_random_tables_are_read_back(
    tmp_path_factory: pytest.TempPathFactory,
    table: tuple[list[list[str]], Needs],
    turned: bool,
    suffix: str,
) -> None:
    rows, said = table
    path = tmp_path_factory.mktemp("random") / f"Table.{suffix}"
    path.write_bytes(matrices.WRITERS[suffix](matrices.transposed(rows) if turned else rows))
    found = needs(read(path))
    if list(said) == ["Table"]:  # named by the file, or the heading above the table
        found = dict(zip(said, found.values(), strict=True))
    assert found == said


def test_numbers_of_a_workbook_are_values(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Ops"
    for row in (["", "L1", "L2"], ["Coding", 1, 2.0], ["Testing", 0, 1.5], ["Talks", True, False]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    assert needs(read(tmp_path / "a.xlsx"))["Ops"] == {
        "L1": [("Coding", True, "1"), ("Talks", True, None)],
        "L2": [("Coding", True, "2"), ("Testing", True, "1.5")],
    }
