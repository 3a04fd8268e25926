"""Tables as every format gives them: cells of text that know their place, within limits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from careergraph.errors import MatrixError

MAX_ROWS = 100_000
"""Five times the long form of 200 career paths at 10 levels with 10 skills each."""

MAX_COLUMNS = 500
"""Twice a transposed matrix of 200 career paths; more is data of another kind."""

MAX_CELLS = 1_000_000
"""Keeps the memory of a hostile file within a gigabyte."""

MAX_CELL_LENGTH = 20_000
"""A cell of a matrix is a list of skills, at most a few hundred words; this is ten pages."""

MAX_TEXT = 20_000_000
"""Characters of a table: as many as bytes of a file; repeated and merged cells count each time."""

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
FORMULA = re.compile(r"=\s*[A-Z$]+[\d($]", re.ASCII)
FAILED = re.compile(r"#(?:REF!|VALUE!|DIV/0!|NAME\?|N/A|NUM!|NULL!|SPILL!)|Err:\d{3}")
"""What spreadsheet programs show where a formula has no value."""

MARKED = re.compile(r"'+[=+\-@\t\r]")
"""Text that an apostrophe before it marks as text, so that no spreadsheet runs it."""

Formulas = Literal["refused", "marked", "typed"]
"""What looks like a formula: refused; refused unless marked as text; text, as cells have types."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, its place counted from 1, and what the format knows of it.

    `items` are the parts of the cell where the format itself separates them (a YAML list);
    `span` says over which rows and columns a merged cell reached, in words; `doubts` say what
    the format left open and how it was decided.
    """

    text: str
    row: int
    column: int
    items: tuple[str, ...] | None = None
    span: str | None = None
    doubts: tuple[str, ...] = ()

    @property
    def blank(self) -> bool:
        """Whether there is nothing in the cell."""
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells from one place of one file; `name` is a sheet, a caption or a heading.

    A table `by_line` was made of headings and lists, or of nested keys: its rows are lines of
    the file.
    """

    file: str
    name: str | None
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    ragged_is_wrong: bool = False
    by_line: bool = False

    def place(self, row: int, column: int | None = None) -> str:
        """Return a place of this table as messages and the graph give it, without the file."""
        if self.by_line:
            return f"line {row}"
        parts = [f"sheet or table {self.name}"] if self.name else []
        parts.append(f"row {row}")
        if column is not None:
            parts.append(f"column {column}")
        return ", ".join(parts)

    def fault(self, message: str, row: int, column: int | None = None) -> MatrixError:
        """Return the error that names file, sheet, row and column before the message."""
        return MatrixError(f"{self.file}, {self.place(row, column)}: {message}")


@dataclass(slots=True)
class Source:
    """A file's name and bytes, and what reading it found worth saying."""

    name: str
    data: bytes
    notes: list[str] = field(default_factory=list)

    def text(self) -> str:
        """Return the bytes as text: UTF-16 or UTF-8 by their mark, UTF-8, else Windows-1252.

        Raises
        ------
        MatrixError
            The bytes are no text.
        """
        for mark, encoding in (
            (b"\xef\xbb\xbf", "utf-8-sig"),
            (b"\xff\xfe", "utf-16"),
            (b"\xfe\xff", "utf-16"),
        ):
            if self.data.startswith(mark):
                return self._decoded(encoding)
        if b"\0" in self.data:
            raise MatrixError(
                f"{self.name} is not a text file: it holds zero bytes. Save it as UTF-8 text, or "
                "name its format with --format."
            )
        try:
            return self.data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = self.data.count(b"\n", 0, error.start) + 1
            self.notes.append(
                f"Line {line} is not UTF-8; the file is read as Windows-1252. Save it as UTF-8 if "
                "letters look wrong."
            )
        return self._decoded("windows-1252")

    def _decoded(self, encoding: str) -> str:
        try:
            text = self.data.decode(encoding)
        except UnicodeDecodeError as error:
            line = self.data.count(b"\n", 0, error.start) + 1
            raise MatrixError(
                f"{self.name}, line {line}: the text is neither UTF-8 nor {encoding}. "
                "Save it as UTF-8 and try again."
            ) from error
        if "\0" in text:
            raise MatrixError(f"{self.name} is not a text file. Save it as UTF-8 text.")
        return text


class Grid:
    """Collects the rows of one table and holds them to the limits while they come in."""

    def __init__(
        self,
        file: str,
        name: str | None = None,
        *,
        by_line: bool = False,
        formulas: Formulas = "refused",
    ) -> None:
        self._formulas = formulas
        self._table = Table(file, name, (), by_line=by_line)
        self._rows: list[tuple[Cell, ...]] = []
        self._cells = 0
        self._length = 0

    def add(self, cells: Iterable[Cell]) -> None:
        """Add a row; a row of blanks only is left out."""
        row = tuple(self._checked(cell) for cell in cells)
        at = row[0].row if row else 1
        self._cells += len(row)
        self._length += sum(len(cell.text) for cell in row)
        if len(row) > MAX_COLUMNS:
            raise self._table.fault(
                f"the row has {len(row):,} columns, more than {MAX_COLUMNS}. "
                "Keep the columns of the matrix only.",
                at,
            )
        if len(self._rows) >= MAX_ROWS or self._cells > MAX_CELLS or self._length > MAX_TEXT:
            raise self._table.fault(
                f"the table is larger than {MAX_ROWS:,} rows, {MAX_CELLS:,} cells or "
                f"{MAX_TEXT:,} characters. Keep the rows of the matrix only.",
                at,
            )
        if any(not cell.blank for cell in row):
            self._rows.append(row)

    def texts(self, texts: Iterable[str], row: int) -> None:
        """Add a row of plain texts."""
        self.add(Cell(text, row, column) for column, text in enumerate(texts, 1))

    def table(self, *, name: str | None = None, ragged_is_wrong: bool = False) -> Table:
        """Return what was collected."""
        return replace(
            self._table,
            name=name or self._table.name,
            rows=tuple(self._rows),
            ragged_is_wrong=ragged_is_wrong,
        )

    def _checked(self, cell: Cell) -> Cell:
        if len(cell.text) > MAX_CELL_LENGTH:
            raise self._table.fault(
                f"the cell has {len(cell.text):,} characters, more than {MAX_CELL_LENGTH:,}. "
                "Look for a quotation mark that is not closed, or shorten the cell.",
                cell.row,
                cell.column,
            )
        text = cell.text
        if self._formulas == "marked" and MARKED.match(text):
            text = text[1:]
        elif self._formulas != "typed" and FORMULA.match(text):
            raise self._table.fault(
                f"the cell holds the formula {cell.text[:40]!r}, not its value. "
                "Copy the sheet and paste it as values, then save that.",
                cell.row,
                cell.column,
            )
        if FAILED.fullmatch(cell.text.strip()):
            raise self._table.fault(
                f"the cell holds {cell.text.strip()}, the mark of a formula that failed. "
                "Correct the formula, or write what belongs there.",
                cell.row,
                cell.column,
            )
        items = tuple(clean(item) for item in cell.items) if cell.items is not None else None
        return replace(cell, text=clean(text), items=items)


def clean(text: str) -> str:
    """Return a text in NFC with plain line ends and spaces, without control characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")
    text = text.replace("\xa0", " ").replace("\u202f", " ").replace("\u200b", "")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n").replace("\t", " ")
    return unicodedata.normalize("NFC", CONTROL.sub("", text)).strip()
