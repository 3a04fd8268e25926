"""The matrix that a career graph stands for, as a workbook and as a Markdown table."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any

from careergraph.errors import OutputError, RequestError
from careergraph.export.about import sentences
from careergraph.export.content import Content, one_line, xml_text, zip_bytes
from careergraph.export.tables import Row, about_table, heading, tables
from careergraph.network import CareerNetwork
from careergraph.tables import escaped

BULLET = "• "
MARK = "\\*"
"""An asterisk that Markdown does not take for emphasis, as in O*NET."""

LONGEST_CELL = 32_767
"""Most characters of a cell of a workbook."""

_SHEETS = {
    "Transfers": (
        "transfers",
        ["held_skill_label", "needed_skill_label", "strength", "saved_share", "rationale"],
    ),
    "Sources": (
        "requirements",
        ["role_label", "skill_label", "importance", "proficiency", "source", "place", "text"],
    ),
}
_ORIGIN = ["evidence", "asserted_by", "doubt"]


def cells(network: CareerNetwork) -> list[list[list[str]]]:
    """Return the matrix: a header row, then a row for each career path.

    A cell is its items; those of a role are the labels of the skills it adds, in order.
    """
    items: dict[tuple[str, str], list[str]] = {}
    for need in network.requirements:
        role = network.roles[need.role]
        cell = items.setdefault((role.path, role.level), [])
        cell.append(one_line(network.skills[need.skill].label))
    levels = network.levels.values()
    header = [["Career path"], *([heading(level)] for level in levels)]
    rows = [
        [[one_line(path.label)], *(items.get((path.iri, level.iri), []) for level in levels)]
        for path in network.paths.values()
    ]
    return [header, *rows]


def markdown(content: Content) -> str:
    """Return the matrix as a Markdown pipe table, one skill per line of a cell.

    What the graph says about itself stands below it, a list item each.
    """
    header, *rows = cells(content.network)
    lines = [
        [escaped(item) for cell in header for item in cell],
        ["---"] * len(header),
        *([escaped(row[0][0]), *map(_markdown_cell, row[1:])] for row in rows),
    ]
    table = "".join(f"| {' | '.join(line)} |\n" for line in lines)
    said = "".join(f"- {escaped(one).replace('*', MARK)}\n" for one in sentences(content))
    return f"{table}\n{said}" if said else table


def xlsx(content: Content) -> bytes:
    """Return a workbook: the matrix, the transfers, the sources, and what the graph is.

    Raises
    ------
    RequestError
        openpyxl is not installed.
    OutputError
        A cell is longer than a workbook can hold.
    """
    try:
        import openpyxl
    except ImportError as error:
        raise RequestError(
            "Workbooks need openpyxl. Install it with: pip install 'careergraph[xlsx]'"
        ) from error
    book = openpyxl.Workbook()
    header, *rows = cells(content.network)
    lines: list[Sequence[object]] = [[item for cell in header for item in cell]]
    lines += [
        [row[0][0], *("\n".join(BULLET + i for i in cell) for cell in row[1:])] for row in rows
    ]
    _fill(book.active, "Matrix", lines)
    made = tables(content.network)
    for title, (table, names) in _SHEETS.items():
        columns = [*names, *_ORIGIN]
        _fill(book.create_sheet(), title, [_headings(columns), *_rows(made[table][1], columns)])
    columns, statements = about_table(content)
    if statements:
        lines = [_headings(columns), *_rows(statements, columns)]
        _fill(book.create_sheet(), "About", lines)
    book.properties.title = xml_text(one_line(content.network.title))
    book.properties.creator = "careergraph"
    out = io.BytesIO()
    book.save(out)
    return _undated(out.getvalue())


def _markdown_cell(items: list[str]) -> str:
    return "<br>".join(BULLET + escaped(item) for item in items)


def _headings(columns: list[str]) -> list[str]:
    return [column.removesuffix("_label").replace("_", " ").capitalize() for column in columns]


def _rows(rows: list[Row], columns: list[str]) -> list[list[object]]:
    return [[row[column] for column in columns] for row in rows]


def _fill(sheet: Any, title: str, lines: Sequence[Sequence[object]]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet.title = title
    top = Alignment(wrap_text=True, vertical="top")
    for number, line in enumerate(lines, 1):
        for column, value in enumerate(line, 1):
            if value is None or value == "":
                continue
            cell = sheet.cell(number, column)
            cell.alignment = top
            if number == 1 or column == 1:
                cell.font = Font(bold=True)
            if isinstance(value, str):
                _write_text(cell, title, value)
            else:
                cell.value = value
    sheet.freeze_panes = "B2"
    for column in range(1, len(lines[0]) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 32


def _write_text(cell: Any, title: str, value: str) -> None:
    text = xml_text(value)
    if len(text) > LONGEST_CELL:
        raise OutputError(
            f"Cell {cell.coordinate} of the sheet {title} would have {len(text):,} characters, "
            f"and a workbook's cell holds {LONGEST_CELL:,}. Export to csv instead."
        )
    cell.value = text
    # Text whatever it begins with, also once somebody has edited the cell.
    cell.data_type = "s"
    cell.quotePrefix = True


def _undated(book: bytes) -> bytes:
    """Return a workbook without the time it was made, so that its bytes stay the same."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["docProps/core.xml"] = re.sub(
        rb"(<dcterms:(created|modified)[^>]*>)[^<]*",
        rb"\g<1>1980-01-01T00:00:00Z",
        members["docProps/core.xml"],
    )
    return zip_bytes(members)
