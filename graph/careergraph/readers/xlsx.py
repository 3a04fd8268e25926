"""Excel workbooks."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Any

from careergraph.errors import MatrixError
from careergraph.readers.tables import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Cell, Grid, Source, Table

MAX_UNPACKED = 100_000_000
"""Bytes of a workbook unpacked: fifty times a matrix of 200 career paths."""

MAX_MEMBERS = 2_000
CHUNK = 1_000_000
BOMB = re.compile(rb"<!(DOCTYPE|ENTITY)|\0")
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

    formulas = _look_through(source)
    broken = (KeyError, ValueError, TypeError, IndexError, AttributeError, SyntaxError, OSError)
    try:
        book = openpyxl.load_workbook(io.BytesIO(source.data), data_only=True)
        raw = openpyxl.load_workbook(io.BytesIO(source.data)) if formulas else None
    except (*broken, ParseError, zipfile.BadZipFile, zlib.error) as error:
        raise MatrixError(
            f"{source.name} is not a sound workbook. Open it in a spreadsheet program and save it "
            "again as XLSX."
        ) from error
    tables = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            source.notes.append(f"The hidden sheet {sheet.title} is not read.")
            continue
        tables.append(_sheet(source.name, sheet, raw[sheet.title] if raw else None))
    return tables


def _look_through(source: Source) -> bool:
    """Hold a workbook to its limits without parsing it; return whether it has formulas."""
    unpacked, formulas = 0, False
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS:
                raise _too_large(source.name)
            for member in members:
                tail = b""
                with archive.open(member) as stream:
                    while chunk := stream.read(CHUNK):
                        unpacked += len(chunk)
                        if unpacked > MAX_UNPACKED:
                            raise _too_large(source.name)
                        if member.filename.lower().endswith((".xml", ".rels", ".vml")):
                            seen = tail + chunk
                            if BOMB.search(seen):
                                raise MatrixError(
                                    f"{source.name}: {member.filename} defines entities or is in "
                                    "an unusual encoding, which no spreadsheet program writes. "
                                    "Open the workbook in one and save it again."
                                )
                            formulas = formulas or bool(FORMULA.search(seen))
                            tail = chunk[-10:]
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError) as error:
        raise MatrixError(
            f"{source.name} is not an XLSX workbook. Name its format with --format, or save it "
            "as XLSX without a password."
        ) from error
    return formulas


def _too_large(file: str) -> MatrixError:
    return MatrixError(
        f"{file} unpacks to more than {MAX_UNPACKED // 1_000_000} MB or {MAX_MEMBERS:,} parts, "
        "which no matrix does. Save the sheet of the matrix alone."
    )


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
