"""Which files of a folder or zip are the tables of one ESCO download."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from careergraph.errors import TaxonomyError
from careergraph.readers.esco_tables import (
    COLLECTIONS,
    CONCEPTS,
    RELATIONS,
    REPEATING,
    SCHEMES,
    split_name,
)
from careergraph.readers.published import PublishedFile, published_files, zips

VERSION = re.compile(r"v(\d+\.\d+(?:\.\d+)?)(?!\d)")

Tables = dict[tuple[str, str | None], PublishedFile]
"""Table and language to the file; the language is None where the name has none."""


@dataclass(frozen=True, slots=True)
class Download:
    """The tables of a download.

    Attributes
    ----------
    version : str or None
        Such as ``1.1.1``; None where no name says it.
    languages : tuple of str
        Those to read; the structure is read from the first.
    tables : dict
        Table and language to the file.
    unread : tuple of str
        The names of files that are no table that is known.
    """

    version: str | None
    languages: tuple[str, ...]
    tables: Tables
    unread: tuple[str, ...]

    def all(self, name: str) -> list[PublishedFile]:
        """Return the files of a table in the languages to read, and that without language."""
        names = [(name, language) for language in (None, *self.languages)]
        return [self.tables[one] for one in names if one in self.tables]


def find(source: Path, languages: Sequence[str] = (), version: str | None = None) -> Download:
    """Find the tables of a download; see `careergraph.readers.esco_release.read_release`."""
    files = published_files(source)
    tables = {split: file for name, file in files.items() if (split := split_name(name))}
    chosen = _languages(tables, files, languages)
    known = {*CONCEPTS, *RELATIONS, *SCHEMES, *COLLECTIONS, *REPEATING}
    unread = [name for name in sorted(files) if (split_name(name) or ("",))[0] not in known]
    download = Download(_version(source, version), chosen, tables, tuple(unread))
    _refuse_incomplete(download)
    return download


def _version(source: Path, stated: str | None) -> str | None:
    names = [source.resolve().name, *(path.name for path in zips(source))]
    found = {version for name in names for version in VERSION.findall(name)}
    if stated:
        found.add(stated.removeprefix("v"))
    if len(found) > 1:
        raise TaxonomyError(
            f"{source}: this is more than one release: v{' and v'.join(sorted(found))}. Keep the "
            "files of one."
        )
    return found.pop() if found else None


def _languages(tables: Tables, names: Iterable[str], wanted: Sequence[str]) -> tuple[str, ...]:
    there = {language for name, language in tables if name in CONCEPTS and language}
    if not there:
        raise TaxonomyError(
            "There is no table of ESCO such as skills_en.csv, only "
            f"{', '.join(sorted(names)[:5])}. Download ESCO as CSV: version, content "
            "'classification' and a language."
        )
    for language in wanted:
        if language not in there:
            raise TaxonomyError(
                f"There is no language {language!r}, only {', '.join(sorted(there))}. Choose one "
                "of these, or download the other."
            )
    return tuple(dict.fromkeys(wanted)) or tuple(sorted(there, key=lambda one: (one != "en", one)))


def _refuse_incomplete(download: Download) -> None:
    for name in CONCEPTS:
        for language in download.languages:
            if (name, language) not in download.tables:
                raise TaxonomyError(
                    f"{name}_{language}.csv is missing, though other tables are in that language. "
                    "Download the classification in it again, or choose the languages to read."
                )
    for name in RELATIONS:
        if not download.all(name):
            raise TaxonomyError(
                f"{name}.csv is missing. It is in the download of the same version, in v1.1.1 in "
                "that without language: put both zips into one folder and name the folder."
            )
