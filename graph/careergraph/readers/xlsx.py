"""Excel workbooks."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from contextlib import redirect_stdout
from typing import Any

from careergraph.errors import MatrixError
from careergraph.readers.archive import look_through, unsound
from careergraph.readers.tables import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Cell, Grid, Source, Table

PERCENT_PLACES = 6
"""Decimals of a share in percent: more are the noise of binary fractions."""

FORMULA = re.compile(rb"<(\w+:)?f[ >/]")


def read(source: Source) -> list[Table]:
    """Return every visible sheet of a workbook, named by the sheet."""
    try:
        import openpyxl
    except ImportError as error:
        raise MatrixError(
            f"{source.name}: reading XLSX needs openpyxl. "
            "Install it: pip install 'careergraph[xlsx]'"
        ) from error
    from xml.etree.ElementTree import ParseError

    formulas = look_through(source, "XLSX", FORMULA)
    broken = (LookupError, ValueError, TypeError, AttributeError, SyntaxError, OSError)
    try:
        # openpyxl prints about damaged styles, which does not belong into what is printed here.
        with redirect_stdout(io.StringIO()), warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            book = openpyxl.load_workbook(io.BytesIO(source.data), data_only=True, rich_text=True)
            raw = openpyxl.load_workbook(io.BytesIO(source.data)) if formulas else None
    except (*broken, ParseError, zipfile.BadZipFile, zlib.error) as error:
        raise unsound(source.name, "XLSX") from error
    source.notes += dict.fromkeys(f"openpyxl says: {warning.message}." for warning in said)
    tables = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            source.notes.append(f"The hidden sheet {sheet.title} is not read.")
            continue
        tables.append(_sheet(source, sheet, raw[sheet.title] if raw else None))
    return tables


def _sheet(source: Source, sheet: Any, raw: Any) -> Table:
    grid = Grid(source.name, sheet.title, formulas="typed")
    where = Table(source.name, sheet.title, ())
    width, height = sheet.max_column or 0, sheet.max_row or 0
    if width > MAX_COLUMNS:
        raise where.fault(
            f"the sheet has {width:,} columns, more than {MAX_COLUMNS}. "
            "Delete those that are not of the matrix.",
            1,
            width,
        )
    if height > MAX_ROWS or width * height > MAX_CELLS:
        raise where.fault(
            f"the sheet reaches down to row {height:,}. Delete the rows below the matrix.", height
        )
    merged = {}
    for area in sheet.merged_cells.ranges:
        if area.size["rows"] * area.size["columns"] > MAX_CELLS:
            raise where.fault("a merged cell is too large. Unmerge it.", area.min_row, area.min_col)
        span = (
            f"{area.size['rows']} rows and {area.size['columns']} columns from row {area.min_row}, "
            f"column {area.min_col}"
        )
        first = (area.min_row, area.min_col)
        rows = range(area.min_row, min(area.max_row, height) + 1)
        for row in rows:
            for column in range(area.min_col, min(area.max_col, width) + 1):
                merged[row, column] = (first, span)
    values: dict[tuple[int, int], str] = {}
    unseen_rows, unseen_columns = _hidden(sheet, width)
    if unseen_rows or unseen_columns:
        source.notes.append(
            f"{sheet.title}: hidden rows ({_listed(unseen_rows)}) and columns "
            f"({_listed(unseen_columns)}) are not read."
        )
    struck = []
    for row, cells in enumerate(sheet.iter_rows(), 1):
        line = []
        for column, cell in enumerate(cells, 1):
            value = cell.value
            if value is None and raw is not None and raw.cell(row, column).data_type == "f":
                raise where.fault(
                    "the cell holds a formula whose value was never saved. Open the workbook in a "
                    "spreadsheet program and save it, or paste it as values.",
                    row,
                    column,
                )
            text, cut = _shown(cell)
            if cut:
                struck.append(where.place(row, column))
            values[row, column] = text
            if column in unseen_columns:
                continue
            area = merged.get((row, column))
            if area is None:
                line.append(Cell(text, row, column))
            else:
                line.append(Cell(values[area[0]], row, column, span=area[1]))
        if row not in unseen_rows:
            grid.add(line)
    if struck:
        source.notes.append(f"Text struck through is not read, at {'; '.join(struck)}.")
    return grid.table()


def _hidden(sheet: Any, width: int) -> tuple[set[int], set[int]]:
    """Return the rows and the columns that the sheet does not show."""
    rows = {row for row, one in sheet.row_dimensions.items() if one.hidden}
    columns = {
        column
        for one in sheet.column_dimensions.values()
        if one.hidden
        for column in range(one.min or 1, min(one.max or 1, width) + 1)
    }
    return rows, columns


def _listed(places: set[int]) -> str:
    return ", ".join(map(str, sorted(places))) or "none"


def _shown(cell: Any) -> tuple[str, bool]:
    """Return the text that a cell shows, and whether some of it is struck through."""
    from openpyxl.cell.rich_text import CellRichText

    value = cell.value
    if value is None:
        return "", False
    if cell.has_style and cell.font.strike:
        return "", True
    if isinstance(value, CellRichText):
        kept = [part for part in value if isinstance(part, str) or not part.font.strike]
        return "".join(map(str, kept)), len(kept) < len(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in cell.number_format:
        return f"{round(value * 100, PERCENT_PLACES):g}%", False
    if isinstance(value, float) and value.is_integer():
        return str(int(value)), False
    return str(value), False
