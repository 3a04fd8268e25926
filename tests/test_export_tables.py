"""Exported tables and matrices say what the network says, whatever its labels are."""

from __future__ import annotations

import csv
import io
import re
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given

import careergraph as cg
from careergraph.errors import OutputError, RequestError
from careergraph.export.content import one_line, xml_text
from careergraph.export.tables import tables
from careergraph.network import CareerNetwork
from careergraph.output import write_folder
from careergraph.tables import FORMULA, defused
from exports import hostile, made_of, texts

HOTEL = Path(__file__).parents[1] / "docs" / "examples" / "hotel.ttl"


def unescaped(cell: str) -> str:
    return re.sub(r"\\(.)", r"\1", cell).replace("&lt;", "<")


def csv_rows(data: bytes) -> dict[str, list[dict[str, str]]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            name.removesuffix(".csv"): list(
                csv.DictReader(io.StringIO(archive.read(name).decode(), newline=""))
            )
            for name in archive.namelist()
        }


def assert_same_tables(network: CareerNetwork) -> None:
    made = made_of(network, "csv")
    assert isinstance(made, bytes)
    found = csv_rows(made)
    for name, (columns, rows) in tables(network).items():
        shown = [
            {
                c: "" if row[c] is None else defused(v) if isinstance(v := row[c], str) else str(v)
                for c in columns
            }
            for row in rows
        ]
        assert found[name] == shown


def test_tables_are_the_network() -> None:
    careers = cg.load().careers
    assert_same_tables(careers)
    found = csv_rows(made_of(careers, "csv"))  # type: ignore[arg-type]
    counts = {name: len(rows) for name, rows in found.items()}
    assert counts == {
        "matrix": 59,
        "paths": 6,
        "levels": 5,
        "roles": 30,
        "skills": 59,
        "requirements": 59,
        "progressions": 24,
        "transfers": 80,
        "about": 0,
    }
    assert [row["label"] for row in found["skills"]] == [s.label for s in careers.skills.values()]
    shares = [float(row["saved_share"]) for row in found["transfers"]]
    assert shares == [transfer.saved for transfer in careers.transfers]
    assert found["levels"][0]["effort_per_skill_low_hours"] == "40.0"


@given(texts)
def test_no_table_cell_is_a_formula_and_none_is_lost(label: str) -> None:
    network = hostile(label)
    assert_same_tables(network)
    cell = defused(label)
    assert cell[0] not in "=+-@\t\r"
    assert (cell[1:] if FORMULA.match(cell) else cell) == label


def test_a_folder_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph, folder = cg.load(HOTEL), tmp_path / "tables"
    assert graph.export("csv", folder) == folder
    files = {entry.name: entry.read_bytes() for entry in folder.iterdir()}
    assert len(files) == 9
    with pytest.raises(OutputError, match="--force"):
        graph.export("csv", folder)
    graph.export("csv", folder, force=True)
    (folder / "mine.txt").write_text("mine")
    with pytest.raises(OutputError, match=r"mine\.txt"):
        graph.export("csv", folder, force=True)
    assert (folder / "mine.txt").read_text() == "mine"
    with pytest.raises(OutputError, match="not a folder"):
        write_folder(folder / "mine.txt", {}, force=True)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(OutputError, match="No space"):
        graph.export("csv", tmp_path / "other")
    assert [entry.name for entry in tmp_path.iterdir()] == ["tables"]


def matrix_of(network: CareerNetwork) -> list[list[list[str]]]:
    rows = []
    for path in network.paths:
        cells = []
        for level in network.levels:
            here = [r.iri for r in network.roles.values() if (r.path, r.level) == (path, level)]
            needs = [need for need in network.requirements if need.role in here]
            cells.append([one_line(network.skills[need.skill].label) for need in needs])
        rows.append(cells)
    return rows


def assert_same_matrix(network: CareerNetwork) -> None:
    made = made_of(network, "xlsx")
    assert isinstance(made, bytes)
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert book.sheetnames == ["Matrix", "Transfers", "Sources"]
    header, *rows = book["Matrix"].iter_rows()
    levels = [f"Level {x.rank}: {one_line(x.label)}" for x in network.levels.values()]
    if all(not x.label.lower().startswith("level ") for x in network.levels.values()):
        assert [cell.value for cell in header] == ["Career path", *map(xml_text, levels)]
    labels = [xml_text(one_line(path.label)) or None for path in network.paths.values()]
    assert [row[0].value for row in rows] == labels
    bullets = [
        ["\n".join(f"• {xml_text(item)}" for item in cell) or None for cell in row]
        for row in matrix_of(network)
    ]
    assert [[cell.value for cell in row[1:]] for row in rows] == bullets
    for sheet in book:
        assert all(c.data_type != "f" for row in sheet for c in row)
        assert all(c.quotePrefix for row in sheet for c in row if isinstance(c.value, str))
    assert book["Transfers"].max_row == len(network.transfers) + 1
    assert book["Sources"].max_row == len(network.requirements) + 1


def test_workbook_is_the_matrix() -> None:
    assert_same_matrix(cg.load().careers)
    assert_same_matrix(cg.load(HOTEL).careers)


@given(texts)
def test_workbook_keeps_every_label(label: str) -> None:
    assert_same_matrix(hostile(label))


def test_workbook_refuses_what_a_cell_cannot_hold() -> None:
    network = hostile("x")
    paths = {"p": replace(network.paths["p"], label="x" * 32_768)}
    with pytest.raises(OutputError, match="Cell A2 of the sheet Matrix"):
        made_of(replace(network, paths=paths), "xlsx")


def test_workbook_without_its_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(RequestError, match=r"pip install 'careergraph\[xlsx\]'"):
        cg.load(HOTEL).export("xlsx")


def test_markdown_is_the_matrix() -> None:
    header, rule, *rows = str(cg.load(HOTEL).export("markdown")).splitlines()
    assert header == "| Career path | Level 1: Trained | Level 2: Head |"
    assert rule == "| --- | --- | --- |"
    assert rows[0] == (
        "| Reception | • Checking guests in and out<br>• English "
        "| • Setting room rates<br>• Planning shifts |"
    )
    assert len(rows) == 2


@given(texts)
def test_markdown_keeps_every_label(label: str) -> None:
    network = hostile(label)
    lines = str(made_of(network, "markdown")).split("\n")
    assert len(lines) == 4
    cells = re.split(r"(?<!\\)(?:\\\\)*\|", lines[2])
    assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", lines[2])) == 4, cells
    assert "<" not in lines[2].replace("<br>", "")
    if "&lt;" not in label:
        last = lines[2].removesuffix(" |").rpartition("<br>• ")[2]
        assert unescaped(last) == one_line(label)
