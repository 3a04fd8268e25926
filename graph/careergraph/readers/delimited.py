"""CSV and TSV."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from careergraph.errors import CareerGraphError, MatrixError
from careergraph.readers.tables import MAX_CELL_LENGTH, Grid, Source, Table

DELIMITERS = ",;\t|"
STATED = re.compile(r"sep=([^\w\s\"]|\t)\r?\n", re.IGNORECASE)
"""The line by which Excel tells itself the delimiter."""

MAX_RECORDS = 2**20
"""Rows that a spreadsheet can have, blank ones too."""

MAX_FILE_BYTES = 20_000_000
"""As for matrices: 50,000 proposals with their reasons, or 100,000 pairs of IRIs, take less."""

TOO_LONG = "field larger than field limit"
"""What the csv module says of a cell that is longer than it reads."""

SAMPLE = 200
"""Rows looked at to tell the delimiter."""


def read_csv(source: Source) -> list[Table]:
    """Return the table of a CSV file, whichever of comma, semicolon, tab and bar it uses."""
    text = source.text()
    stated = STATED.match(text)
    if stated:
        source.notes.append(f"The first line says that columns are separated by {stated[1]!r}.")
        return _read(source, text[stated.end() :], stated[1], after=1)
    delimiter = max(DELIMITERS, key=lambda one: (_fit(text, one), -DELIMITERS.index(one)))
    if delimiter != ",":
        shown = {"\t": "tab", ";": "semicolon", "|": "bar"}[delimiter]
        source.notes.append(f"Columns are separated by {shown}s.")
    return _read(source, text, delimiter)


def read_csv_file(
    path: Path, error: type[CareerGraphError], *, if_large: str, if_empty: str
) -> tuple[Table, tuple[str, ...]]:
    """Return the table of a CSV file that holds no matrix, and the notes on how it was read.

    Parameters
    ----------
    path : Path
    error : type of CareerGraphError
        What is raised where it cannot be read, has no row, or has more than `MAX_FILE_BYTES`.
    if_large, if_empty : str
        What to do about a file that is too large, and about one without rows: a sentence.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as reason:
        raise error(f"{path}: cannot be read ({reason.strerror}). Name another file.") from reason
    if len(data) > MAX_FILE_BYTES:
        raise error(f"{path.name} is larger than {MAX_FILE_BYTES // 1_000_000} MB. {if_large}")
    source = Source(path.name, data)
    try:
        (table,) = read_csv(source)
    except MatrixError as reason:
        raise error(str(reason)) from reason
    if not table.rows:
        raise error(f"{path.name} is empty. {if_empty}")
    return table, tuple(source.notes)


def read_tsv(source: Source) -> list[Table]:
    """Return the table of a file with tabs between its columns."""
    return _read(source, source.text(), "\t")


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    lines = io.StringIO(text, newline="")
    return iter(csv.reader(lines, delimiter=delimiter, strict=True))


def _fit(text: str, delimiter: str) -> tuple[int, int]:
    widths: Counter[int] = Counter()
    try:
        for record in islice(_records(text, delimiter), SAMPLE):
            if len(record) > 1:
                widths[len(record)] += 1
    except csv.Error:
        return (0, 0)
    width, count = max(widths.items(), key=lambda found: (found[1], found[0]), default=(0, 0))
    return (count, width)


def _read(source: Source, text: str, delimiter: str, *, after: int = 0) -> list[Table]:
    grid = Grid(source.name, formulas="marked")
    row = after
    try:
        for record in _records(text, delimiter):
            row += 1
            if row > MAX_RECORDS:
                raise MatrixError(
                    f"{source.name}, row {row}: there are more than {MAX_RECORDS:,} rows, blank "
                    "ones too. Delete the rows below the matrix."
                )
            grid.texts(record, row)
    except csv.Error as error:
        if TOO_LONG in str(error):
            raise MatrixError(
                f"{source.name}, row {row + 1}: a cell has more than {MAX_CELL_LENGTH:,} "
                "characters. Look for a quotation mark that is not closed, or shorten the cell."
            ) from error
        raise MatrixError(
            f"{source.name}, row {row + 1}: {error}. "
            "Close the quotation mark that this row opens, or double those inside a cell."
        ) from error
    return [grid.table(ragged_is_wrong=True)]
