"""Matrices in every format, shape and style are read for what they say."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import matrices
from careergraph.errors import MatrixError
from careergraph.readers import cells, files, shapes
from careergraph.readers.matrix import Matrix
from careergraph.readers.slugs import slug
from matrices import BULLETS, WRITERS
from test_ontology import LEVELS, MATRIX

HEADINGS = [f"Level {n}: {name}" for n, name in enumerate(LEVELS, 1)]


def read(path: Path, shape: str | None = None) -> Matrix:
    return shapes.read_matrix(shapes.choose(files.read_tables(str(path))), shape)


def written(folder: Path, suffix: str, data: bytes | str) -> Path:
    path = folder / f"matrix.{suffix}"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def is_seed(matrix: Matrix) -> bool:
    assert matrix.texts() == MATRIX
    assert list(matrix.texts()) == list(MATRIX)
    return [(level.rank, level.label) for level in matrix.levels] == list(enumerate(LEVELS, 1))


@pytest.mark.parametrize("style", sorted(BULLETS))
@pytest.mark.parametrize("suffix", sorted(WRITERS))
def test_the_seed_matrix_is_recovered(suffix: str, style: str, tmp_path: Path) -> None:
    table = matrices.rows(HEADINGS, MATRIX, style)
    assert is_seed(read(written(tmp_path, suffix, WRITERS[suffix](table))))
    table = matrices.transposed(table)
    assert is_seed(read(written(tmp_path, suffix, WRITERS[suffix](table))))


@pytest.mark.parametrize("suffix", sorted(WRITERS))
def test_the_long_form_is_recovered(suffix: str, tmp_path: Path) -> None:
    table = matrices.long_rows(HEADINGS, MATRIX)
    assert is_seed(read(written(tmp_path, suffix, WRITERS[suffix](table))))


def test_path_level_skills_in_yaml_and_json(tmp_path: Path) -> None:
    data = matrices.nested(HEADINGS, MATRIX)
    assert is_seed(read(written(tmp_path, "json", json.dumps(data))))
    assert is_seed(read(written(tmp_path, "yaml", yaml.safe_dump(data, sort_keys=False))))
    records = [
        dict(zip(matrices.rows(HEADINGS, {})[0], row, strict=True))
        for row in matrices.rows(HEADINGS, MATRIX)[1:]
    ]
    assert is_seed(read(written(tmp_path, "json", json.dumps(records))))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str, tmp_path: Path) -> None:
    text = "Pfad;Stufe 1: Anfänger;Stufe 2: Könner\r\nQualität;Prüfen;– Führen\r\n"
    matrix = read(written(tmp_path, "csv", text.encode(encoding)))
    assert matrix.texts() == {"Qualität": [["Prüfen"], ["Führen"]]}
    assert any("Windows-1252" in note for note in matrix.notes) == (encoding == "cp1252")


def test_merged_cells_say_so(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Engineering ladder", None, None])
    sheet.append(["", "L3", "L4"])
    sheet.append(["Backend", "Go", "Tracing"])
    sheet.append([None, "SQL", None])
    sheet.append(["Frontend", "CSS", None])
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A3:A4")
    sheet.merge_cells("B5:C5")
    path = tmp_path / "m.xlsx"
    book.save(path)
    matrix = read(path)
    assert matrix.texts() == {
        "Backend": [["Go", "SQL"], ["Tracing"]],
        "Frontend": [["CSS"], ["CSS"]],
    }
    assert "merged" in matrix.paths[1].cells[2][0].doubts[0]
    assert [level.label for level in matrix.levels] == ["L3", "L4"]
    page = (
        "<h2>Ladder</h2><table><caption>Roles</caption><tr><th><th>L3<th>L4"
        "<tr><td rowspan=2>Backend<td>Go<td>Tracing<tr><td>SQL<td>"
        "<tr><td>Frontend<td colspan=2>CSS</table>"
    )
    assert read(written(tmp_path, "html", page)).texts() == matrix.texts()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("UI/UX design", ["UI/UX design"]),
        ("CI/CD\nA/B tests", ["CI/CD", "A/B tests"]),
        ("• Coordination of teams• Go-to-market", ["Coordination of teams", "Go-to-market"]),
        ("• One\nTwo", ["One", "Two"]),
        ("• One that\nwraps\n• Two", ["One that wraps", "Two"]),
        ("- One - Two", ["One", "Two"]),
        ("1) One 2) Two", ["One", "Two"]),
        ("**One**; *Two*; `Three`", ["One", "Two", "Three"]),
        ("Talks[1]\nPapers†", ["Talks", "Papers"]),
        ("Python, SQL, Git", ["Python, SQL, Git"]),
        ("C++\nC#\n.NET", ["C++", "C#", ".NET"]),
        ("n/a", []),
        ("–", []),
        ("制御\n機械学習", ["制御", "機械学習"]),
        ("3D printing", ["3D printing"]),
        ("Plans (short; long)", ["Plans (short; long)"]),
    ],
)
def test_cells(text: str, expected: list[str]) -> None:
    assert [item.text for item in cells.split(text)] == expected


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("• Teams• Market", "glued"),
        ("• One\nTwo", "none"),
        ("• One that\nwraps", "lower case"),
        ("Talks[1]", "footnote mark [1]"),
        ("Python, SQL, Git", "Commas"),
    ],
)
def test_doubts_are_recorded(text: str, doubt: str) -> None:
    assert any(doubt in said for item in cells.split(text) for said in item.doubts)


def test_two_tables_must_be_chosen_from(tmp_path: Path) -> None:
    page = matrices.as_markdown(matrices.rows(HEADINGS, MATRIX))
    path = written(tmp_path, "md", page + b"\n\n# Other\n\n|a|b|\n|--|--|\n|x|y|\n")
    assert is_seed(read(path))
    path = written(tmp_path, "md", page + b"\n\n" + page)
    with pytest.raises(MatrixError, match="--table N"):
        read(path)
    tables = files.read_tables(str(path))
    assert is_seed(shapes.read_matrix(shapes.choose(tables, number=2)))
    with pytest.raises(MatrixError, match="no table 3"):
        shapes.choose(tables, number=3)
    with pytest.raises(MatrixError, match="no sheet or table named 'x'"):
        shapes.choose(tables, sheet="x")


def test_names_with_numbers_are_not_taken_for_levels_beside_levels(tmp_path: Path) -> None:
    paths = {f"Team {n}": [[f"Skill {n}"], [f"Craft {n}"]] for n in range(1, 9)}
    table = matrices.rows(["L1", "L2"], paths)
    assert read(written(tmp_path, "csv", WRITERS["csv"](table))).texts() == paths
    table = matrices.transposed(matrices.rows(["Junior", "Senior"], paths))
    assert read(written(tmp_path, "csv", WRITERS["csv"](table)), "transposed").texts() == paths


WORD = st.text(st.sampled_from("abcdefgßéжд制御مع"), min_size=2, max_size=8)
SKILL = st.lists(WORD, min_size=1, max_size=4).map(lambda w: f"X{' '.join(w)}")
NAMES = st.lists(SKILL, min_size=1, max_size=4, unique_by=slug)


@st.composite
def random_matrices(draw: st.DrawFn) -> tuple[list[str], matrices.Paths]:
    count = draw(st.integers(2, 5))
    paths = draw(NAMES)
    cell = st.lists(SKILL, max_size=3, unique_by=slug)
    return (
        [f"Level {n}" for n in range(1, count + 1)],
        {path: [draw(cell) for _ in range(count)] for path in paths},
    )


SHAPERS = {
    "matrix": matrices.rows,
    "transposed": lambda *matrix: matrices.transposed(matrices.rows(*matrix)),
    "long": lambda levels, paths, _: matrices.long_rows(levels, paths),
}


@given(random_matrices(), st.sampled_from(sorted(BULLETS)), st.sampled_from(sorted(SHAPERS)))
@settings(max_examples=40)
def test_random_matrices_are_read_back(
    tmp_path_factory: pytest.TempPathFactory,
    matrix: tuple[list[str], matrices.Paths],
    style: str,
    shape: str,
) -> None:
    folder = tmp_path_factory.mktemp("m")
    levels, paths = matrix
    if shape == "long":  # which has no row for a cell without skills
        paths = {name: [cell or ["X only"] for cell in cells] for name, cells in paths.items()}
    table = SHAPERS[shape](levels, paths, style)
    for suffix, write in WRITERS.items():
        assert read(written(folder, suffix, write(table))).texts() == paths, suffix


def bomb(member: str, data: bytes) -> bytes:
    out = io.BytesIO()
    good = matrices.as_xlsx([["", "L1"], ["A", "b"]])
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        with zipfile.ZipFile(io.BytesIO(good)) as old:
            for name in old.namelist():
                if name != member:
                    new.writestr(name, old.read(name))
        new.writestr(member, data)
    return out.getvalue()


def formula() -> bytes:
    return matrices.as_xlsx([["", "L1", "L2"], ["A", "b", "=1+1"]])


LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
BAD = {
    "empty": ("csv", b" \n", "is empty"),
    "no table": ("md", b"Just text.", "no table"),
    "text as json": ("json", b'{"a": 1}', "holds no matrix"),
    "broken json": ("json", b'[["a",]]', "line 1, column"),
    "broken yaml": ("yaml", b"a: [", "not YAML"),
    "ragged long": ("csv", b",L1,L2\nA,x,y\nB,x,y,z\n", "row 3, column 4"),
    "ragged short": ("csv", b",L1,L2\nA,x,y\nB,x\n", "row 3"),
    "columns": ("csv", b"," * 1000 + b"\na" + b"," * 1000, "1,001 columns"),
    "same path": ("csv", b",L1,L2\nA,x,y\na,x,y\n", "row 3, column 1: the career path 'a'"),
    "same level": ("csv", b",L1,L1\nA,x,y\n", "row 1, column 3: the level 'L1' is named twice"),
    "two headings": ("csv", b",L1,L2\n,Junior,Senior\nA,x,y\n", "rows 1 and 2 both look"),
    "no path": ("csv", b",L1,L2\n,x,y\n", "no career path"),
    "no level": ("csv", b",L1,,L3\nA,x,y,z\n", "row 1, column 3"),
    "huge cell": ("csv", b",L1,L2\nA,x," + b"y" * 100_000, "row 2, column 3"),
    "open quote": ("csv", b',L1,L2\nA,"x,y\n', "quotation"),
    "formula": ("csv", b",L1,L2\nA,=SUM(A1),y\n", "row 2, column 2: the cell holds the formula"),
    "xlsx formula": ("xlsx", formula(), "row 2, column 3: the cell holds a formula"),
    "binary": ("csv", b"\x00\x01\x02", "not a text file"),
    "not xlsx": ("xlsx", b"PK\x03\x04 no", "not an XLSX workbook"),
    "zip bomb": ("xlsx", bomb("xl/x.bin", b"\0" * 150_000_000), "unpacks to more than"),
    "xlsx laughs": ("xlsx", bomb("xl/workbook.xml", LAUGHS), "defines entities"),
    "html laughs": ("html", LAUGHS + b"<table><tr><td>a<td>b<tr><td>c<td>d</table>", "entities"),
    "yaml laughs": ("yaml", b"a: &a [x, y]\nb: &b [*a, *a]\n", "aliases"),
    "yaml deep": ("yaml", b"[" * 500, "nested over"),
    "json deep": ("json", b"[" * 100_000, "deep"),
    "key twice": ("json", b'{"A": {"L1": "x", "L1": "y"}}', "stands twice"),
    "long hole": ("csv", b"Path,Level,Skill\nA,,x\n", "row 2, column 2: the row has no level"),
    "long word": ("csv", b"Path,Level,Skill,Importance\nA,L1,x,huh\n", "row 2, column 4"),
    "long hours": ("csv", b"Path,Level,Skill,Effort\nA,L1,x,9-3\n", "row 2, column 4"),
    "nonsense": ("csv", b"x" * 20_000_001, "larger than 20 MB"),
    "many rows": ("csv", b"a,b\n" * 100_002, "larger than 100,000 rows"),
    "open comments": ("html", b"<!--" * 100_000, "no table"),
    "open tags": ("html", b"<a " * 100_000, "no table"),
    "spans": ("html", b"<table><tr>" + b"<td colspan=400>x" * 9 + b"</table>", "columns, more"),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_bad_input_is_said_with_place_and_remedy(name: str, tmp_path: Path) -> None:
    suffix, data, complaint = BAD[name]
    with pytest.raises(MatrixError) as raised:
        read(written(tmp_path, suffix, data))
    message = str(raised.value)
    assert complaint in message
    assert message.startswith(f"matrix.{suffix}")
    assert message.endswith(".") or "pip install" in message
