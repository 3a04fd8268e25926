"""What a document does not show as valid is not read: hidden rows, text struck through."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TextProperties
from odf.table import Table, TableCell, TableColumn, TableRow
from odf.text import P
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from careergraph.effort import Effort
from careergraph.readers import files, shapes
from careergraph.readers.matrix import Matrix


def read(path: Path) -> Matrix:
    return shapes.read_matrix(shapes.choose(files.read_tables(str(path))))


ROWS = [
    ["Path", "Draft", "Level 1", "Level 2"],
    ["Backend", "no", "SQL", "APIs"],
    ["Secret", "no", "x", "y"],
    ["Frontend", "no", "CSS", "State"],
]
SEEN = {"Backend": [[], ["APIs"]], "Frontend": [["CSS"], ["State"]]}


def test_hidden_and_struck_cells_of_a_workbook_are_left_out_and_said(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in ROWS:
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet["C2"].font = Font(strike=True)
    sheet["D4"] = CellRichText(TextBlock(InlineFont(strike=True), "Perl "), "State")
    book.save(tmp_path / "m.xlsx")
    matrix = read(tmp_path / "m.xlsx")
    assert matrix.texts() == SEEN
    assert "Sheet: hidden rows (3) and columns (2) are not read." in matrix.notes
    assert any(
        "struck through is not read, at sheet or table Sheet, row 2, column 3; sheet or table "
        "Sheet, row 4, column 4" in note
        for note in matrix.notes
    )


def test_hidden_and_struck_cells_of_an_ods_are_left_out_and_said(tmp_path: Path) -> None:
    document = OpenDocumentSpreadsheet()
    struck = Style(name="gone", family="table-cell")
    struck.addElement(TextProperties(textlinethroughstyle="solid"))
    document.automaticstyles.addElement(struck)
    table = Table(name="M")
    table.addElement(TableColumn())
    table.addElement(TableColumn(visibility="collapse"))
    for number, texts in enumerate(ROWS, 1):
        row = TableRow(visibility="collapse") if number == 3 else TableRow()
        for text in texts:
            cell = TableCell(stylename=struck) if text == "SQL" else TableCell()
            cell.addElement(P(text=text))
            row.addElement(cell)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    document.save(str(tmp_path / "m.ods"))
    matrix = read(tmp_path / "m.ods")
    assert matrix.texts() == SEEN
    assert "M: hidden rows (3) and columns (2) are not read." in matrix.notes


def test_shares_are_read_as_the_workbook_shows_them(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Skill", "Junior", "Senior"], ["SQL", 0.25, 1], ["R", 0, 0.07], ["Go", 0.1, 0.5]):
        book.active.append(row)
    for row in book.active.iter_rows(min_row=2, min_col=2):
        for cell in row:
            cell.number_format = "0%"
    book.save(tmp_path / "m.xlsx")
    cells = read(tmp_path / "m.xlsx").paths[0].cells
    assert [item.proficiency for item in cells[1]] == ["25%", "10%"]
    assert [item.proficiency for item in cells[2]] == ["100%", "7%", "50%"]


def test_text_struck_through_in_markdown_is_left_out_and_said(tmp_path: Path) -> None:
    path = tmp_path / "m.md"
    path.write_text("| P | L1 | L2 |\n|-|-|-|\n| A | ~~Perl~~ Python | x |\n| B | ~~y~~ | z |\n")
    matrix = read(path)
    assert matrix.texts() == {"A": [["Python"], ["x"]], "B": [[], ["z"]]}
    assert "Text struck through is not read, in line 3, 4." in matrix.notes


def test_a_number_that_two_countries_read_differently_is_refused() -> None:
    with pytest.raises(ValueError, match="no range of hours"):
        Effort.parse("1.000")
    assert Effort.parse("0.125-2.5") == Effort(0.125, 2.5)
