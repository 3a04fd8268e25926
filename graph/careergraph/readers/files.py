"""Which format a file is in, and its tables."""

from __future__ import annotations

import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from careergraph.errors import MatrixError
from careergraph.readers import foreign
from careergraph.readers.tables import Source, Table

READERS = {
    "csv": ("delimited", "read_csv"),
    "tsv": ("delimited", "read_tsv"),
    "xlsx": ("xlsx", "read"),
    "ods": ("ods", "read"),
    "markdown": ("markdown", "read"),
    "html": ("html", "read"),
    "yaml": ("tree", "read_yaml"),
    "json": ("tree", "read_json"),
}
"""Each format, with the module and the function that read it."""

SUFFIXES = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".txt": "csv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".ods": "ods",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
}
"""File name suffixes, with the format that they mean."""

MAX_BYTES = 20_000_000
"""A matrix of 200 career paths takes under 2 MB in every format; more is not a matrix."""


def read_tables(path: str, format_name: str | None = None) -> list[Table]:
    """Return the tables of a file that have at least two rows and two columns.

    Parameters
    ----------
    path : str
        The file, or ``-`` for standard input.
    format_name : str, optional
        A key of `READERS`; by the suffix without it.

    Raises
    ------
    MatrixError
        The file cannot be read, its format is unknown, it breaks a limit or holds no table.
    """
    if format_name is None:
        format_name = _format(path)
    source = Source(*_content(path))
    foreign.refuse(source.name, source.data, format_name)
    module, function = READERS[format_name]
    read = getattr(import_module(f"careergraph.readers.{module}"), function)
    found: list[Table] = [
        table
        for table in read(source)
        if len(table.rows) >= 2 and max(len(row) for row in table.rows) >= 2
    ]
    if not found:
        raise MatrixError(
            f"{source.name}: there is no table of at least two rows and two columns in it, nor "
            f"levels as headings over lists, read as {format_name}. Name another file, or its "
            "format with --format."
        )
    return [replace(table, notes=(*source.notes, *table.notes)) for table in found]


def _format(path: str) -> str:
    if path == "-":
        raise MatrixError(
            "Standard input has no suffix that tells its format. "
            f"Name it with --format {', '.join(READERS)}."
        )
    suffix = Path(path).suffix.lower()
    if suffix in foreign.SUFFIXES:
        raise MatrixError(f"{path} {foreign.SUFFIXES[suffix]}")
    if suffix not in SUFFIXES:
        raise MatrixError(
            f"{path}: cannot tell its format from the suffix {suffix!r}. "
            f"Name it with --format {', '.join(READERS)}."
        )
    return SUFFIXES[suffix]


def _content(path: str) -> tuple[str, bytes]:
    name = "standard input" if path == "-" else Path(path).name
    try:
        if path == "-":
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(path).open("rb") as file:
                data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise MatrixError(f"{path}: cannot be read ({error.strerror}). Name another file.") from (
            error
        )
    if len(data) > MAX_BYTES:
        raise MatrixError(
            f"{name} is larger than {MAX_BYTES // 1_000_000} MB, which no matrix is. "
            "Save the sheet of the matrix alone."
        )
    if not data.strip():
        raise MatrixError(f"{name} is empty. Name a file that holds a matrix.")
    return name, data
