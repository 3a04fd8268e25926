"""HTML tables, wherever they stand in a page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from careergraph.errors import MatrixError
from careergraph.readers.tables import MAX_COLUMNS, MAX_ROWS, Cell, Grid, Source, Table

BREAKS = {"br", "p", "div", "ul", "ol", "tr", "h1", "h2", "h3", "h4", "h5", "h6"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "caption"}
UNSEEN = {"script", "style", "template"}
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
DECLARATION = re.compile(r"<[!?][^>]*(?:>|\Z)")
LONELY = re.compile(r"<(?!/?[A-Za-z])")
MAX_DEPTH = 20
"""Tables within tables; pages laid out with tables nest a handful."""


def read(source: Source) -> list[Table]:
    """Return the tables of a page, each named by its caption or the heading above it."""
    text = source.text()
    if "<!entity" in text.lower():
        raise MatrixError(
            f"{source.name} defines entities, which no page of a matrix needs. Remove the "
            "<!ENTITY ...> definitions."
        )
    parser = _Tables(source.name)
    parser.feed(_whole_tags(text))
    parser.close()
    while parser.open:
        parser.end_table()
    return parser.tables


def _whole_tags(text: str) -> str:
    """Return a page without comments, declarations and what is no tag.

    html.parser looks for the end of each of them to the end of the page, again and again.
    """
    text = DECLARATION.sub("", COMMENT.sub("", text))
    end = text.rfind(">") + 1
    return LONELY.sub("&lt;", text[:end]) + text[end:].replace("<", "&lt;")


@dataclass(slots=True)
class _Open:
    """A table that is being read."""

    grid: Grid
    name: str | None
    index: int
    row: int = 0
    column: int = 0
    cells: list[Cell] = field(default_factory=list)
    text: list[str] | None = None
    down: int = 1
    across: int = 1
    hanging: dict[int, tuple[int, Cell]] = field(default_factory=dict)


class _Tables(HTMLParser):
    def __init__(self, file: str) -> None:
        super().__init__(convert_charrefs=True)
        self.file = file
        self.open: list[_Open] = []
        self.tables: list[Table] = []
        self._order: list[tuple[int, Table]] = []
        self._count = 0
        self._unseen = 0
        self._heading: str | None = None
        self._title: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSEEN:
            self._unseen += 1
        elif tag == "table":
            self._start_table()
        elif tag in HEADINGS and not (self.open and self.open[-1].text is not None):
            self._title = []
        elif self.open:
            self._in_table(tag, dict(attrs))

    def _start_table(self) -> None:
        if len(self.open) >= MAX_DEPTH:
            raise MatrixError(
                f"{self.file}: tables are nested over {MAX_DEPTH} deep. Save the table alone."
            )
        self._count += 1
        self.open.append(_Open(Grid(self.file, self._heading), self._heading, self._count))

    def _in_table(self, tag: str, attributes: dict[str, str | None]) -> None:
        table = self.open[-1]
        if tag == "tr":
            self._end_row()
            table.row += 1
        elif tag in {"td", "th"}:
            self._end_cell()
            table.text = []
            table.down = _span(attributes.get("rowspan"), MAX_ROWS)
            table.across = _span(attributes.get("colspan"), MAX_COLUMNS)
        elif table.text is not None:
            if tag == "li":
                table.text.append("\n• ")
            elif tag == "sup":
                table.text.append("[")
            elif tag in BREAKS:
                table.text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in HEADINGS and self._title is not None:
            name = " ".join("".join(self._title).split())
            self._title = None
            if tag == "caption" and self.open:
                self.open[-1].name = name
            else:
                self._heading = name
        elif self.open:
            if tag == "table":
                self.end_table()
            elif tag == "tr":
                self._end_row()
            elif tag in {"td", "th"}:
                self._end_cell()
            elif tag == "sup" and self.open[-1].text is not None:
                self.open[-1].text.append("]")
            elif tag in BREAKS and self.open[-1].text is not None:
                self.open[-1].text.append("\n")

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        if self._title is not None:
            self._title.append(data)
        elif self.open and self.open[-1].text is not None:
            self.open[-1].text.append(data.replace("\n", " "))

    def _end_cell(self) -> None:
        table = self.open[-1]
        if table.text is None:
            return
        text = "\n".join(" ".join(line.split()) for line in "".join(table.text).split("\n"))
        table.text = None
        row, first = max(table.row, 1), self._free(table)
        span = None
        if table.down > 1 or table.across > 1:
            span = f"{table.down} rows and {table.across} columns from row {row}, column {first}"
        for column in range(first, first + table.across):
            cell = Cell(text, row, column, span=span)
            table.cells.append(cell)
            if table.down > 1:
                table.hanging[column] = (table.down - 1, cell)
        if len(table.cells) > MAX_COLUMNS:
            table.grid.add(table.cells)
        table.column = first + table.across - 1

    def _free(self, table: _Open) -> int:
        """Fill in the cells that hang down from rows above, and return the next free column."""
        column = table.column + 1
        while column in table.hanging and table.hanging[column][1].row < max(table.row, 1):
            left, cell = table.hanging.pop(column)
            table.cells.append(Cell(cell.text, table.row, column, span=cell.span))
            if left > 1:
                table.hanging[column] = (left - 1, table.cells[-1])
            column += 1
        return column

    def _end_row(self) -> None:
        table = self.open[-1]
        self._end_cell()
        if table.cells:
            self._free(table)
            table.grid.add(table.cells)
        table.cells, table.column = [], 0

    def end_table(self) -> None:
        """Close the innermost open table."""
        self._end_row()
        table = self.open.pop()
        self._order.append((table.index, table.grid.table(name=table.name)))
        self.tables = [found for _, found in sorted(self._order, key=lambda pair: pair[0])]


def _span(text: str | None, most: int) -> int:
    return min(int(text), most) if text and text.isascii() and text.isdigit() and text != "0" else 1
