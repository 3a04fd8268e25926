"""Tables of people, row by row: CSV, TSV, JSON Lines and Parquet, never whole in memory."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from careergraph.errors import PeopleError, RequestError

Cells = Mapping[str, Any]
"""What a row holds, by the name of the column as it stands in the file."""

BATCH = 4096
"""Rows of a Parquet file that are held at a time."""


class Row(NamedTuple):
    """A row and where it stands: cells by column, or what is wrong with the row as a whole."""

    place: str
    cells: Cells
    fault: str = ""


def read_rows(path: Path) -> Iterator[Row]:
    """Yield the rows of a file, in order, without those that are blank.

    Raises
    ------
    PeopleError
        The file cannot be read, or not from some line on.
    RequestError
        Its name ends in none of `READERS`, or what reads it is not installed.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise RequestError(
            f"{path.name}: a table of people is a file that ends in {', '.join(READERS)}. "
            "Rename or convert it."
        )
    try:
        yield from reader(path)
    except OSError as error:
        raise PeopleError(
            f"{path}: cannot be read ({error.strerror}). Name another file."
        ) from error
    except UnicodeDecodeError as error:
        raise PeopleError(
            f"{path.name}, line {_line_that_is_not_utf8(path)}: this is not UTF-8. Save the file "
            "as UTF-8 (in a spreadsheet: CSV UTF-8)."
        ) from error


def rows_of(mappings: Iterable[Cells]) -> Iterator[Row]:
    """Yield rows that are in Python already, counted from 1."""
    for number, cells in enumerate(mappings, 1):
        yield Row(f"row {number}", cells)


def _read_csv(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        head = file.readline()
        delimiter = max(",;\t", key=head.count)
    return _read_delimited(path, delimiter)


def _read_tsv(path: Path) -> Iterator[Row]:
    return _read_delimited(path, "\t")


def _read_delimited(path: Path, delimiter: str) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        records = csv.reader(file, delimiter=delimiter, strict=True)
        try:
            columns = _columns(path, next(records, []))
            line = records.line_num + 1
            for record in records:
                if any(record):
                    yield _delimited_row(f"line {line}", columns, record)
                line = records.line_num + 1
        except csv.Error as error:
            raise PeopleError(
                f"{path.name}, line {records.line_num}: {error}. Look for a quotation mark that "
                "is not closed or not doubled, here or in the lines before."
            ) from error


def _columns(path: Path, head: list[str]) -> list[str]:
    named = [column for column in head if column.strip()]
    if not named:
        raise PeopleError(f"{path.name} is empty. Give it a first row with the names of columns.")
    for column in named:
        if named.count(column) > 1:
            raise PeopleError(f"{path.name}, line 1: there are two columns {column!r}. Drop one.")
    return head


def _delimited_row(place: str, columns: list[str], record: list[str]) -> Row:
    if any(record[len(columns) :]):
        fault = (
            f"There are {len(record)} cells under {len(columns)} columns. Put cells that hold a "
            "delimiter between quotation marks"
        )
        return Row(place, {}, fault)
    return Row(place, dict(zip(columns, record, strict=False)))


def _read_json_lines(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield _json_row(f"line {number}", line)


def _json_row(place: str, line: str) -> Row:
    try:
        cells = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Row(place, {}, f"This is not JSON ({error})")
    if not isinstance(cells, dict):
        return Row(place, {}, "This is no JSON object. Write one object on each line")
    return Row(place, cells)


def _read_parquet(path: Path) -> Iterator[Row]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise RequestError(
            "Parquet files need pyarrow, which is not installed. Install it with: "
            "pip install 'careergraph[parquet]'"
        ) from error
    number = 0
    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=BATCH):
                for cells in batch.to_pylist():
                    number += 1
                    yield Row(f"row {number}", cells)
    except pyarrow.ArrowException as error:
        raise PeopleError(
            f"{path.name}: this is no Parquet file that can be read ({error}). Write it again."
        ) from error


READERS: dict[str, Callable[[Path], Iterator[Row]]] = {
    ".csv": _read_csv,
    ".tsv": _read_tsv,
    ".jsonl": _read_json_lines,
    ".ndjson": _read_json_lines,
    ".parquet": _read_parquet,
}
"""What reads a file whose name ends so."""


def _line_that_is_not_utf8(path: Path) -> int:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return number
    return 1
