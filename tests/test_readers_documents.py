"""Documents with headings, nested job families and several files are read for what they say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings

import matrices
from careergraph.errors import MatrixError
from careergraph.readers import files, shapes
from careergraph.readers.join import join
from careergraph.readers.matrix import Matrix
from test_readers import HEADINGS, MATRIX, is_seed, random_matrices, read, written


def text_of(name: str, text: str, folder: Path) -> Matrix:
    (folder / name).write_text(text, encoding="utf-8")
    return read(folder / name)


def without_blanks(paths: matrices.Paths) -> dict[str, list[list[str]]]:
    return {name: cells for name, cells in paths.items() if any(cells)}


def filled(matrix: tuple[list[str], matrices.Paths]) -> bool:
    levels, paths = matrix
    return all(any(cells[at] for cells in paths.values()) for at in range(len(levels)))


def test_the_seed_matrix_is_recovered_from_documents(tmp_path: Path) -> None:
    assert is_seed(read(written(tmp_path, "md", matrices.as_headings(HEADINGS, MATRIX))))
    assert is_seed(read(written(tmp_path, "html", matrices.as_headings_html(HEADINGS, MATRIX))))
    for data in matrices.families(HEADINGS, MATRIX):
        assert is_seed(read(written(tmp_path, "json", json.dumps(data, indent=1))))
        assert is_seed(read(written(tmp_path, "yaml", yaml.safe_dump(data, sort_keys=False))))


@given(random_matrices().filter(filled))
@settings(max_examples=25)
def test_random_matrices_are_read_back_from_documents(
    tmp_path_factory: pytest.TempPathFactory, matrix: tuple[list[str], matrices.Paths]
) -> None:
    folder = tmp_path_factory.mktemp("m")
    wanted = without_blanks(matrix[1])
    documents = [
        ("md", matrices.as_headings(*matrix)),
        ("html", matrices.as_headings_html(*matrix)),
        *(("json", json.dumps(data)) for data in matrices.families(*matrix)),
        *(
            ("yaml", yaml.safe_dump(data, sort_keys=False, allow_unicode=True))
            for data in matrices.families(*matrix)
        ),
    ]
    for suffix, data in documents:
        assert read(written(folder, suffix, data)).texts() == wanted, data


def test_a_title_of_senior_engineer_is_a_level_and_the_plain_title_too(tmp_path: Path) -> None:
    page = "# Backend\n\n## Junior engineer\n- a\n\n## Engineer\n- b\n\n## Senior engineer\n- c\n"
    matrix = text_of("m.md", page + "\n## How we promote\n- d\n", tmp_path)
    assert [level.label for level in matrix.levels] == [
        "Junior engineer",
        "Engineer",
        "Senior engineer",
    ]
    assert matrix.texts() == {"Backend": [["a"], ["b"], ["c"]]}
    assert any("Points outside of levels are not read: 1" in note for note in matrix.notes)


def test_levels_of_several_paths_keep_the_order_of_each(tmp_path: Path) -> None:
    page = "# A\n## Junior\n- a\n## Senior\n- b\n# B\n## Junior\n- c\n## Mid\n- d\n## Senior\n- e\n"
    matrix = text_of("m.md", page, tmp_path)
    assert matrix.texts() == {"A": [["a"], [], ["b"]], "B": [["c"], ["d"], ["e"]]}


def test_a_table_in_a_page_of_prose_is_the_matrix(tmp_path: Path) -> None:
    table = "| |Level 1|Level 2|\n|-|-|-|\n|A|x|y|\n"
    page = f"# Ladder\n\n## Why\n- It is fair\n\n{table}\n## 1. Introduction\n- One\n"
    assert text_of("m.md", page, tmp_path).texts() == {"A": [["x"], ["y"]]}
    page = f"# B\n\n## Level 1\n- x\n\n## Level 2\n- y\n\n# Table\n\n{table}"
    with pytest.raises(MatrixError, match=r"--table N.*1: Table, 2 rows; 2: headings and lists"):
        text_of("m.md", page, tmp_path)
    chosen = shapes.choose(files.read_tables(str(tmp_path / "m.md")), "headings and lists")
    assert shapes.read_matrix(chosen).texts() == {"B": [["x"], ["y"]]}


def test_a_document_without_a_title_is_named_after_its_file(tmp_path: Path) -> None:
    assert text_of("Baker.md", "# Level 1\n- a\n# Level 2\n- b\n", tmp_path).texts() == {
        "Baker": [["a"], ["b"]]
    }


def test_a_level_that_stands_twice_is_read_as_one_and_said(tmp_path: Path) -> None:
    matrix = text_of("m.md", "# A\n## L1\n- a\n## L2\n- b\n## L1\n- c\n", tmp_path)
    assert matrix.texts() == {"A": [["a", "c"], ["b"]]}
    assert "stands twice, first in line 2" in matrix.paths[0].cells[1][1].doubts[0]


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        ({"levels": {"Junior": ["a"], "Senior": ["b"]}}, {"m": [["a"], ["b"]]}),
        (
            {"title": "QA", "levels": [{"Junior": ["a"]}, {"Senior": "b; c"}]},
            {"QA": [["a"], ["b", "c"]]},
        ),
        ({"QA": {"L1": {"tech": ["a"], "lead": ["b"]}}}, {"QA": [["a", "b"]]}),
        (
            {"groups": [{"name": "X", "roles": [{"name": "R", "levels": {"L1": ["a"]}}]},
                        {"name": "Y", "roles": [{"name": "R", "levels": {"L1": ["b"]}}]}]},
            {"X, R": [["a"]], "Y, R": [["b"]]},
        ),
    ],
)  # fmt: skip
def test_forms_of_job_families(data: object, wanted: object, tmp_path: Path) -> None:
    assert text_of("m.json", json.dumps(data), tmp_path).texts() == wanted


def test_what_a_job_family_leaves_out_is_said_with_its_line(tmp_path: Path) -> None:
    page = "role: QA\nperks: none\nlevels:\n  L1:\n    skills:\n      tech: [a]\n  L2: [b]\n"
    matrix = text_of("m.yaml", page, tmp_path)
    assert "The key 'perks' is not read, first in line 2." in matrix.notes
    assert "Areas of skills are not kept: tech." in matrix.notes
    assert matrix.paths[0].cells[1][0].place == "line 6 (QA; L1)"


def test_several_files_are_one_matrix_and_keep_their_source(tmp_path: Path) -> None:
    one = text_of("a.md", "# Backend\n## Junior\n- Go\n## Senior\n- Kafka\n", tmp_path)
    two = text_of("b.md", "# Web\n## Junior\n- CSS\n## Mid\n- JS\n## Senior\n- Go\n", tmp_path)
    matrix = join([one, two])
    assert matrix.texts() == {
        "Backend": [["Go"], [], ["Kafka"]],
        "Web": [["CSS"], ["JS"], ["Go"]],
    }
    assert [path.place for path in matrix.paths] == ["a.md, line 1", "b.md, line 1"]
    assert [p.cells[1][0].source for p in matrix.paths] == ["a.md", "b.md"]
    other = text_of("c.md", "# Data\n## Senior\n- x\n## Junior\n- y\n", tmp_path)
    with pytest.raises(MatrixError, match="order their levels differently"):
        join([one, other])
    with pytest.raises(MatrixError, match="'Backend' stands twice"):
        join([one, one])


BAD = {
    "json twice": ("json", '{"a": 1,\n "a": 2}', "m.json, line 2, column 2: the key 'a'"),
    "yaml twice": ("yaml", "a: 1\nb: 2\na: 3\n", "m.yaml, line 3, column 1: the key 'a'"),
    "yaml deep": ("yaml", "\n" + "[" * 40, "m.yaml, line 2, column 21: nested over 20"),
    "json deep": ("json", "[\n" * 40, "m.json, line 21, column 1: nested over 20"),
    "yaml two": ("yaml", "a: 1\n---\nb: 1\n", "line 2, column 1: a second document"),
    "mixed": ("json", '[{"a": 1},\n ["b"]]', "line 2, column 2: a list stands among mappings"),
    "no levels": ("json", '{"roles": [{"name": "A"}]}', "its keys (roles, name) name no skills"),
    "list of lists": ("json", '{"levels": {"L1": {"skills": [["a"]]}}}', "a list stands where a"),
    "nameless": ("json", '{"levels": {"L1": {"skills": [{"level": 2}]}}}', "the skill has no name"),
    "values": ("json", "[" + "0," * 1_000_001 + "0]", "more than 1,000,000 values"),
    "points": ("md", "# L1\n" + "- a\n" * 100_001, "more than 100,000 headings and points"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(BAD))
def test_bad_documents_are_said_with_place_and_remedy(name: str, tmp_path: Path) -> None:
    suffix, text, complaint = BAD[name]
    with pytest.raises(MatrixError) as raised:
        text_of(f"m.{suffix}", text, tmp_path)
    assert complaint in str(raised.value)
