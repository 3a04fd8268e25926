"""HTML: tables wherever they stand in a page, and levels as headings over lists."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from careergraph.errors import MatrixError
from careergraph.readers.html_blocks import blocks
from careergraph.readers.html_page import Attributes, Page, whole_tags
from careergraph.readers.outline import read_outline
from careergraph.readers.tables import MAX_COLUMNS, MAX_ROWS, Cell, Grid, Source, Table

BREAKS = {"br", "p", "div", "ul", "ol", "tr", "h1", "h2", "h3", "h4", "h5", "h6"}
BULLET = "\n• "
LISTS = {"ul", "ol"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "caption"}
NESTED = "Lists stand within lists in the cell; every point is read as a skill of its own."
MAX_TAGS = 1_000_000
MAX_DEPTH = 20
"""Tables within tables; pages laid out with tables nest a handful."""


def read(source: Source) -> list[Table]:
    """Return the tables of a page, each named by its caption or heading, and its outline."""
    text = source.text()
    if "<!entity" in text.lower():
        raise MatrixError(
            f"{source.name} defines entities, which no page of a matrix needs. Remove the "
            "<!ENTITY ...> definitions."
        )
    text = whole_tags(text)
    if text.count("<") > MAX_TAGS:
        raise MatrixError(
            f"{source.name} has more than {MAX_TAGS:,} tags, which no page of a matrix has. Save "
            "the table alone."
        )
    parser = _Tables(source.name)
    parser.feed(text)
    parser.close()
    while parser.open:
        parser.end_table()
    return [*parser.tables, *read_outline(source.name, blocks(text))]


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
    lists: int = 0
    nested: bool = False
    down: int = 1
    across: int = 1
    hanging: dict[int, tuple[int, Cell]] = field(default_factory=dict)


class _Tables(Page):
    def __init__(self, file: str) -> None:
        super().__init__()
        self.file = file
        self.open: list[_Open] = []
        self.tables: list[Table] = []
        self._order: list[tuple[int, Table]] = []
        self._count = 0
        self._heading: str | None = None
        self._title: list[str] | None = None

    def start(self, tag: str, attributes: Attributes) -> None:
        """Read a tag that opens."""
        if tag == "table":
            self._start_table()
        elif tag in HEADINGS and not (self.open and self.open[-1].text is not None):
            self._title = []
        elif self.open:
            self._in_table(tag, attributes)

    def _start_table(self) -> None:
        if len(self.open) >= MAX_DEPTH:
            raise MatrixError(
                f"{self.file}: tables are nested over {MAX_DEPTH} deep. Save the table alone."
            )
        self._count += 1
        self.open.append(_Open(Grid(self.file, self._heading), self._heading, self._count))

    def _in_table(self, tag: str, attributes: Attributes) -> None:
        table = self.open[-1]
        if tag == "tr":
            self._end_row()
            table.row += 1
        elif tag in {"td", "th"}:
            self._end_cell()
            table.text, table.lists, table.nested = [], 0, False
            table.down = _span(attributes.get("rowspan"), MAX_ROWS)
            table.across = _span(attributes.get("colspan"), MAX_COLUMNS)
        elif table.text is not None:
            table.lists += tag in LISTS
            table.nested = table.nested or table.lists > 1
            if tag == "li":
                table.text.append(BULLET)
            elif tag == "sup":
                table.text.append("[")
            elif tag in BREAKS and not _only_bullet(table.text):
                table.text.append("\n")

    def end(self, tag: str) -> None:
        """Read a tag that closes."""
        if tag in HEADINGS and self._title is not None:
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
                self.open[-1].lists -= tag in LISTS
                self.open[-1].text.append("\n")

    def data(self, data: str) -> None:
        """Read text."""
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
        doubts = (NESTED,) if table.nested else ()
        for column in range(first, first + table.across):
            cell = Cell(text, row, column, span=span, doubts=doubts)
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
            table.cells.append(replace(cell, row=table.row, column=column))
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


def _only_bullet(text: list[str]) -> bool:
    """Tell whether an item of a list has begun and says nothing yet."""
    return next((part for part in reversed(text) if part.strip()), None) == BULLET


def _span(text: str | None, most: int) -> int:
    return min(int(text), most) if text and text.isascii() and text.isdigit() and text != "0" else 1
