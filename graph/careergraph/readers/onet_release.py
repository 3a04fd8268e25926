"""The text release of O*NET: which folder or archive, which release, and its tables row by row.

Tables are found by their published file names and columns by their headings, in any order. That is
the layout of the releases of the 20s and of 30.0; later ones renamed files, and are told so.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from careergraph.errors import TaxonomyError

T = TypeVar("T")

TABLES = (
    "Occupation Data",
    "Job Zone Reference",
    "Job Zones",
    "Content Model Reference",
    "Skills",
    "Knowledge",
    "Technology Skills",
    "IWA Reference",
    "DWA Reference",
    "Tasks to DWAs",
    "Alternate Titles",
)
"""The tables that are read."""

MAX_BYTES = 100_000_000
"""Bytes of one table: ten times the largest one of 2026."""

MAX_MEMBERS = 500
"""Files in an archive: ten times those of a release."""

VERSION = re.compile(r"(?<!\d)([23]\d)[._](\d)(?!\d)")
UNREADABLE = (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, EOFError)


class Column(dict[str, T]):
    """One column of a table: each different text is checked and turned into a value once.

    Parameters
    ----------
    name : str
        Its heading.
    read : callable
        Text to value; raises `ValueError` with what is wrong.
    optional : bool
        Whether a release may lack the column, whose texts are then empty.
    """

    def __init__(self, name: str, read: Callable[[str], T], *, optional: bool = False) -> None:
        super().__init__()
        self.name = name
        self.read = read
        self.optional = optional

    def __missing__(self, text: str) -> T:
        try:
            value = self[text] = self.read(text)
        except ValueError as error:
            raise _WrongTextError(f"column {self.name!r}: {error}") from error
        return value


class _WrongTextError(Exception):
    """A text that its column cannot have; file and row are added where they are known."""


def fault(table: str, row: int, text: str) -> TaxonomyError:
    """Return the error of a row."""
    return TaxonomyError(f"{table}.txt, row {row}, {text}. Restore the file as published.")


class Release:
    """A release on disk, unpacked or not.

    Parameters
    ----------
    path : Path
        The folder of the ``.txt`` files, or the archive with them.
    version : str, optional
        The release, such as 29.2; read from the name of the folder or archive without it.

    Raises
    ------
    TaxonomyError
        It is neither, a table is missing, the archive is not sound or its release is not known.
    """

    def __init__(self, path: Path, version: str | None = None) -> None:
        self.path = path
        self.archive = path.is_file()
        self.files = _archived(path) if self.archive else _unpacked(path)
        missing = [f"{table}.txt" for table in TABLES if table not in self.files]
        if missing:
            raise TaxonomyError(
                f"{path}: {', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing. "
                "Name the folder or archive of O*NET's text release, whole and with its files "
                "named as published (releases after 30.0 name some otherwise and cannot be read)."
            )
        self.version = version or self._version()
        if not VERSION.fullmatch(self.version):
            raise TaxonomyError(f"{self.version!r} is no release of O*NET. Write one such as 29.2.")

    def rows(self, table: str, *columns: Column[Any]) -> Iterator[tuple[int, list[Any]]]:
        """Yield each row's number in the file and its values in these columns.

        Raises
        ------
        TaxonomyError
            The file is not UTF-8, a column is missing or there twice, a row is too short or long,
            or a column cannot have a text.
        """
        reader = csv.reader(
            io.StringIO(self._text(table), newline=""), delimiter="\t", quoting=csv.QUOTE_NONE
        )
        number = 0
        try:
            heading = [column.strip() for column in next(reader, [])]
            places = _places(table, heading, columns)
            for number, row in enumerate(reader, 2):
                if len(row) == len(heading):
                    row.append("")
                    yield number, [column[row[at]] for column, at in places]
                elif row:
                    raise fault(table, number, f"has {len(row)} columns and not {len(heading)}")
        except _WrongTextError as error:
            raise fault(table, number, str(error)) from error
        except csv.Error as error:
            raise fault(table, number + 1, f"is not readable ({error})") from error

    def _text(self, table: str) -> str:
        data = self._bytes(self.files[table])
        if len(data) > MAX_BYTES:
            raise _too_large(f"{table}.txt")
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            row = data.count(b"\n", 0, error.start) + 1
            raise TaxonomyError(
                f"{table}.txt, row {row}: byte {data[error.start]:#04x} is not UTF-8. Restore the "
                "file as published, or save it as UTF-8."
            ) from error

    def _bytes(self, member: str) -> bytes:
        try:
            if not self.archive:
                with (self.path / member).open("rb") as file:
                    return file.read(MAX_BYTES + 1)
            with zipfile.ZipFile(self.path) as archive, archive.open(member) as packed:
                return packed.read(MAX_BYTES + 1)
        except UNREADABLE as error:
            raise TaxonomyError(
                f"{self.path.name}: {member} cannot be read ({error}). Download it again."
            ) from error

    def _version(self) -> str:
        inside = PurePosixPath(self.files["Occupation Data"]).parent.name
        names = (self.path.resolve().name, inside)
        found = sorted({".".join(match.groups()) for match in map(VERSION.search, names) if match})
        if len(found) == 1:
            return found[0]
        if found:
            raise TaxonomyError(
                f"{self.path}: its name and that of the folder in it tell different releases, "
                f"{' and '.join(found)}. Name the archive as published, or give the release."
            )
        raise TaxonomyError(
            f"{self.path}: its name does not tell the release, nor do O*NET's files. Name it as "
            "published, such as db_29_2_text, or give the release."
        )


def _unpacked(path: Path) -> dict[str, str]:
    if not path.is_dir():
        raise TaxonomyError(f"{path}: there is no such folder or archive. Name another.")
    return {table: f"{table}.txt" for table in TABLES if (path / f"{table}.txt").is_file()}


def _archived(path: Path) -> dict[str, str]:
    """Return the member of each table; at the top of the archive, or in its only folder."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except UNREADABLE as error:
        raise TaxonomyError(
            f"{path.name} is not a sound ZIP archive ({error}). Name the archive of O*NET's text "
            "release, or the folder of its files."
        ) from error
    if len(members) > MAX_MEMBERS:
        raise TaxonomyError(
            f"{path.name} holds {len(members):,} files, far more than a release of O*NET. "
            "Name the archive as published."
        )
    found: dict[str, str] = {}
    for member in members:
        place = PurePosixPath(member.filename.replace("\\", "/"))
        if place.is_absolute() or ".." in place.parts or ":" in str(place):
            raise TaxonomyError(
                f"{path.name}: the path {member.filename!r} leads out of the archive. "
                "Do not unpack it; download the release again."
            )
        if place.suffix != ".txt" or place.stem not in TABLES:
            continue
        if member.file_size > MAX_BYTES:
            raise _too_large(place.name)
        if place.stem in found:
            raise TaxonomyError(
                f"{path.name}: {place.name} is in it twice, as {found[place.stem]} and "
                f"{member.filename}. Keep one release."
            )
        found[place.stem] = member.filename
    folders = sorted({str(PurePosixPath(member).parent) for member in found.values()})
    if len(folders) > 1 or any("/" in folder for folder in folders):
        raise TaxonomyError(
            f"{path.name}: its tables lie in {', '.join(folders)}. "
            "Put them in one folder at the top, as published."
        )
    return found


def _places(
    table: str, heading: list[str], columns: tuple[Column[Any], ...]
) -> list[tuple[Column[Any], int]]:
    """Return where each column stands in a row; one that may be missing, after all others."""
    missing = [c.name for c in columns if c.name not in heading and not c.optional]
    if missing:
        raise TaxonomyError(
            f"{table}.txt, row 1: there is no column {', '.join(map(repr, missing))}; the columns "
            f"are {', '.join(map(repr, heading))[:400]}. Restore the headings as published."
        )
    twice = [column.name for column in columns if heading.count(column.name) > 1]
    if twice:
        raise TaxonomyError(
            f"{table}.txt, row 1: the column {twice[0]!r} is there twice. Keep one."
        )
    return [(c, heading.index(c.name) if c.name in heading else len(heading)) for c in columns]


def _too_large(file: str) -> TaxonomyError:
    return TaxonomyError(
        f"{file} is larger than {MAX_BYTES // 1_000_000} MB unpacked, which no table of O*NET is. "
        "Name the release as published."
    )
