"""Excel workbooks."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from typing import Any

from careergraph.errors import MatrixError
from careergraph.readers.archive import look_through, unsound
from careergraph.readers.tables import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Cell, Grid, Source, Table

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
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            book = openpyxl.load_workbook(io.BytesIO(source.data), data_only=True)
            raw = openpyxl.load_workbook(io.BytesIO(source.data)) if formulas else None
    except (*broken, ParseError, zipfile.BadZipFile, zlib.error) as error:
        raise unsound(source.name, "XLSX") from error
    source.notes += dict.fromkeys(f"openpyxl says: {warning.message}." for warning in said)
    tables = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            source.notes.append(f"The hidden sheet {sheet.title} is not read.")
            continue
        tables.append(_sheet(source.name, sheet, raw[sheet.title] if raw else None))
    return tables


def _sheet(file: str, sheet: Any, raw: Any) -> Table:
    grid = Grid(file, sheet.title, formulas="typed")
    where = Table(file, sheet.title, ())
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
    for row, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        line = []
        for column, value in enumerate(cells, 1):
            if value is None and raw is not None and raw.cell(row, column).data_type == "f":
                raise where.fault(
                    "the cell holds a formula whose value was never saved. Open the workbook in a "
                    "spreadsheet program and save it, or paste it as values.",
                    row,
                    column,
                )
            text = _shown(value)
            values[row, column] = text
            area = merged.get((row, column))
            if area is None:
                line.append(Cell(text, row, column))
            else:
                line.append(Cell(values[area[0]], row, column, span=area[1]))
        grid.add(line)
    return grid.table()


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
