"""OpenDocument spreadsheets.

A reader of its own: the libraries for them load whole documents without limits, expand repeated
rows, or leave out which cells are merged, hidden or a formula without a value.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from careergraph.errors import MatrixError
from careergraph.readers.archive import BROKEN, CHUNK, look_through, unsound
from careergraph.readers.tables import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Cell, Grid, Source, Table

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NAMES = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
OFFICE, TABLE, TEXT, STYLE = (NAMES % name for name in ("office", "table", "text", "style"))
MAX_DEPTH = 60
"""Elements within elements; spreadsheet programs write about a dozen."""

MAX_ELEMENTS = MAX_CELLS
"""Twice the long form of 200 career paths at 10 levels with 10 skills each, styles and all."""

MAX_SPACES = 100
AS_SHOWN = frozenset({"string", "date", "time", "percentage", "currency", "boolean"})
"""Kinds of value that are read as the cell shows them; numbers are read in full."""

UNSEEN = frozenset({OFFICE + "annotation", TEXT + "note", TEXT + "tracked-changes"})


def read(source: Source) -> list[Table]:
    """Return every visible sheet of a spreadsheet, named by the sheet."""
    from xml.etree.ElementTree import ParseError, iterparse

    _refuse_password(source)
    look_through(source, "ODS")
    try:
        with (
            zipfile.ZipFile(io.BytesIO(source.data)) as archive,
            archive.open("content.xml") as content,
        ):
            reader = _Reader(source)
            for event, element in iterparse(content, ("start", "end")):
                (reader.start if event == "start" else reader.end)(element)
    except (LookupError, ParseError, *BROKEN) as error:
        raise unsound(source.name, "ODS") from error
    return reader.tables


def _refuse_password(source: Source) -> None:
    try:
        with (
            zipfile.ZipFile(io.BytesIO(source.data)) as archive,
            archive.open("META-INF/manifest.xml") as manifest,
        ):
            encrypted = b"encryption-data" in manifest.read(CHUNK)
    except (LookupError, *BROKEN):
        return
    if encrypted:
        raise MatrixError(
            f"{source.name} is protected by a password. Open it in a spreadsheet program and save "
            "it without one."
        )


@dataclass(slots=True)
class _Area:
    """A merged cell: where it starts, how far it reaches, and what it says."""

    text: str
    row: int
    rows: int
    words: str


@dataclass(slots=True)
class _Sheet:
    """A sheet that is being read: the merged cells by column, and how many columns they made."""

    grid: Grid
    where: Table
    row: int = 0
    width: int = 0
    merged: int = 0
    areas: dict[int, _Area] = field(default_factory=dict)


class _Reader:
    """Takes the sheets from the elements of content.xml as they start and end."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.tables: list[Table] = []
        self._open: list[Element] = []
        self._elements = 0
        self._hidden: set[str] = set()
        self._sheet: _Sheet | None = None

    def start(self, element: Element) -> None:
        """Take note of an element that opens."""
        self._elements += 1
        if len(self._open) >= MAX_DEPTH or self._elements > MAX_ELEMENTS:
            raise MatrixError(
                f"{self.source.name} holds more than {MAX_ELEMENTS:,} XML elements, or nests them "
                f"over {MAX_DEPTH} deep, which no matrix does. Save the sheet of the matrix alone."
            )
        if element.tag == TABLE + "table" and self._in(OFFICE + "spreadsheet"):
            name = element.get(TABLE + "name", "")
            if element.get(TABLE + "style-name") in self._hidden:
                self.source.notes.append(f"The hidden sheet {name} is not read.")
            else:
                grid = Grid(self.source.name, name)
                self._sheet = _Sheet(grid, Table(self.source.name, name, ()))
        self._open.append(element)

    def end(self, element: Element) -> None:
        """Read an element that is whole, and forget it."""
        self._open.pop()
        if element.tag == STYLE + "style":
            shown = element.find(STYLE + "table-properties")
            if shown is not None and shown.get(TABLE + "display") == "false":
                self._hidden.add(element.get(STYLE + "name", ""))
        elif element.tag == TABLE + "table-row" and self._sheet is not None:
            if not any(e.tag == TABLE + "table-cell" for e in self._open):
                _read_row(self._sheet, element)
                del self._open[-1][-1]
        elif element.tag == TABLE + "table" and self._in(OFFICE + "spreadsheet"):
            if self._sheet is not None:
                self.tables.append(self._sheet.grid.table())
            self._sheet = None

    def _in(self, tag: str) -> bool:
        return bool(self._open) and self._open[-1].tag == tag


def _read_row(sheet: _Sheet, element: Element) -> None:
    cells = list(_cells(sheet, element))
    while len(cells) > sheet.width and cells[-1].blank:
        cells.pop()
    if all(cell.blank for cell in cells):
        sheet.row += _count(element, "number-rows-repeated", 2**20)
        return
    sheet.width = max(sheet.width, len(cells))
    for _ in range(_count(element, "number-rows-repeated", MAX_ROWS + 1)):
        sheet.row += 1
        sheet.grid.add(replace(cell, row=sheet.row) for cell in cells)


def _cells(sheet: _Sheet, element: Element) -> Iterator[Cell]:
    row, column = sheet.row + 1, 0
    for child in element:
        repeated = _count(child, "number-columns-repeated", 2**14)
        if child.tag == TABLE + "table-cell":
            text = _value(sheet, child, row, column + 1)
            _merge(sheet, child, text, row, column + 1)
        elif child.tag == TABLE + "covered-table-cell":
            text = ""
        else:
            continue
        if text and column + repeated > MAX_COLUMNS:
            raise sheet.where.fault(
                f"the sheet has more than {MAX_COLUMNS} columns. Delete those that are not of the "
                "matrix.",
                row,
                column + repeated,
            )
        for place in range(column + 1, min(column + repeated, MAX_COLUMNS) + 1):
            area = sheet.areas.get(place)
            if area is None or row >= area.row + area.rows:
                yield Cell(text, row, place)
            else:
                yield Cell(area.text, row, place, span=area.words)
        column += repeated


def _merge(sheet: _Sheet, cell: Element, text: str, row: int, column: int) -> None:
    rows = _count(cell, "number-rows-spanned", 2**20)
    columns = _count(cell, "number-columns-spanned", 2**14)
    if rows * columns == 1:
        return
    sheet.merged += min(columns, MAX_COLUMNS)
    if rows * columns > MAX_CELLS or sheet.merged > MAX_CELLS:
        raise sheet.where.fault("merged cells are too large. Unmerge them.", row, column)
    words = f"{rows} rows and {columns} columns from row {row}, column {column}"
    for place in range(column, min(column + columns, MAX_COLUMNS + 1)):
        sheet.areas[place] = _Area(text, row, rows, words)


def _value(sheet: _Sheet, cell: Element, row: int, column: int) -> str:
    kind = cell.get(OFFICE + "value-type")
    text = "\n".join(_lines(cell)).strip()
    if kind is None and not text and cell.get(TABLE + "formula"):
        raise sheet.where.fault(
            "the cell holds a formula whose value was never saved. Open the workbook in a "
            "spreadsheet program and save it, or paste it as values.",
            row,
            column,
        )
    if kind is None or kind in AS_SHOWN:
        return text
    value = cell.get(OFFICE + "value") or text
    return value.removesuffix(".0")


def _lines(cell: Element) -> Iterator[str]:
    """Yield the paragraphs of a cell, and the items of its lists with a bullet each."""
    for child in cell:
        if child.tag == TEXT + "p":
            yield _text(child)
        elif child.tag == TEXT + "list":
            for item in child:
                yield "• " + "\n• ".join(_lines(item))


def _text(element: Element) -> str:
    parts = [element.text or ""]
    for child in element:
        if child.tag == TEXT + "line-break":
            parts.append("\n")
        elif child.tag == TEXT + "tab":
            parts.append(" ")
        elif child.tag == TEXT + "s":
            parts.append(" " * _spaces(child))
        elif child.tag not in UNSEEN:
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _spaces(element: Element) -> int:
    return min(_whole(element.get(TEXT + "c")), MAX_SPACES)


def _count(element: Element, name: str, most: int) -> int:
    return min(_whole(element.get(TABLE + name)), most)


def _whole(text: str | None) -> int:
    """Return a number of at least 1 that a file states, or 1."""
    text = (text or "")[:12]
    return int(text) if text.isascii() and text.isdigit() and int(text) else 1
