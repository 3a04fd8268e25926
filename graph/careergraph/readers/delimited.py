"""CSV and TSV."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from careergraph.errors import MatrixError
from careergraph.readers.tables import Grid, Source, Table

DELIMITERS = ",;\t|"
STATED = re.compile(r"sep=([^\w\s\"]|\t)\r?\n", re.IGNORECASE)
"""The line by which Excel tells itself the delimiter."""

MAX_RECORDS = 2**20
"""Rows that a spreadsheet can have, blank ones too."""

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
        raise MatrixError(
            f"{source.name}, row {row + 1}: {error}. "
            "Close the quotation mark that this row opens, or double those inside a cell."
        ) from error
    return [grid.table(ragged_is_wrong=True)]
