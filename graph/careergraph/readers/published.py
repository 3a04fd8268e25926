"""The CSV files of a published release: in a zip, in several zips of a folder, or in a folder.

Nothing is unpacked to disk. Sizes are bounded before a byte is read, and zipfile reads no more
than the size it declares, so that a small zip cannot fill the memory.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO

from careergraph.errors import TaxonomyError

MAX_BYTES = 100_000_000
"""Size of one file; the largest of ESCO v1.2 takes some 30 MB, of O*NET 29.2 some 80 MB."""

MAX_FILES = 1_000
"""Files in one zip; ESCO in one language has 19, and has 28 languages."""

ENCRYPTED = 0x1
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """One file of a release: its name, and where it is for messages."""

    name: str
    place: str
    size: int
    _open: Callable[[], AbstractContextManager[IO[bytes]]] = field(repr=False, compare=False)

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """Open the file for reading its bytes.

        Raises
        ------
        TaxonomyError
            It cannot be read, or its zip is damaged; also while it is being read.
        """
        if self.size > MAX_BYTES:
            raise TaxonomyError(
                f"{self.place} is larger than {MAX_BYTES // 1_000_000} MB, which no file of a "
                "release is. Download the release again."
            )
        try:
            with self._open() as file:
                yield file
        except DAMAGED as error:
            raise TaxonomyError(
                f"{self.place}: cannot be unpacked ({error}). Download the release again."
            ) from error
        except OSError as error:
            raise TaxonomyError(
                f"{self.place}: cannot be read ({error.strerror or error}). Name another file."
            ) from error


def published_files(source: Path) -> dict[str, PublishedFile]:
    """Return the CSV files of a release by name.

    Parameters
    ----------
    source : Path
        A zip, or a folder with zips or CSV files. Folders in it are not searched.

    Raises
    ------
    TaxonomyError
        There is no such file, it is no zip, a zip is damaged or not as published, there is no
        CSV file, or one is there twice.
    """
    found: dict[str, PublishedFile] = {}
    for file in _all(source):
        if file.name in found:
            raise TaxonomyError(
                f"{file.name} is there twice: {found[file.name].place} and {file.place}. Keep the "
                "files of one release in the folder."
            )
        found[file.name] = file
    if not found:
        raise TaxonomyError(
            f"{source}: there is no CSV file, nor a zip with one; folders in it are not searched. "
            "Name the downloaded zip, or the folder that the files are in."
        )
    return found


def zips(source: Path) -> list[Path]:
    """Return the zips that a release is in; none where its files are unpacked."""
    return sorted(source.glob("*.zip")) if source.is_dir() else [source]


def _all(source: Path) -> Iterator[PublishedFile]:
    if not source.exists():
        raise TaxonomyError(f"{source}: there is no such file or folder. Correct the path.")
    for path in zips(source):
        yield from _of_zip(path)
    if source.is_dir():
        for path in sorted(source.glob("*.csv")):
            yield PublishedFile(path.name, path.name, path.stat().st_size, partial(_open, path))


def _of_zip(path: Path) -> Iterator[PublishedFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (*DAMAGED, OSError, ValueError) as error:
        raise TaxonomyError(
            f"{path.name}: not a zip that can be read ({error}). Name the downloaded zip, or the "
            "folder that its files are in."
        ) from error
    if len(members) > MAX_FILES:
        raise TaxonomyError(
            f"{path.name} holds {len(members):,} files, which no release does. Download it again."
        )
    for member in members:
        _refuse_odd(path, member)
        if member.filename.endswith(".csv"):
            place = f"{path.name}: {member.filename}"
            yield PublishedFile(
                member.filename, place, member.file_size, partial(_open_member, path, member)
            )


def _refuse_odd(path: Path, member: zipfile.ZipInfo) -> None:
    name = member.orig_filename.replace("\\", "/")
    if ".." in name.split("/") or name.startswith("/") or ":" in name:
        raise TaxonomyError(
            f"{path.name}: {member.orig_filename!r} would climb out of the zip. Do not use this "
            "zip; download the release from its publisher."
        )
    if "/" in name:
        raise TaxonomyError(
            f"{path.name}: {member.orig_filename!r} is in a folder, as in no published zip. Use "
            "the zip as downloaded, or unpack it and name the folder that the files are in."
        )
    if member.flag_bits & ENCRYPTED:
        raise TaxonomyError(f"{path.name}: {name!r} is encrypted. Unpack it and name the folder.")


@contextmanager
def _open_member(path: Path, member: zipfile.ZipInfo) -> Iterator[IO[bytes]]:
    with zipfile.ZipFile(path) as archive, archive.open(member) as file:
        yield file


def _open(path: Path) -> AbstractContextManager[IO[bytes]]:
    return path.open("rb")
