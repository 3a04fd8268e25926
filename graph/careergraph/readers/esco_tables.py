"""The tables of an ESCO download: their names, their columns and their rows.

ESCO v1.0 to v1.2 have the same tables. v1.0 has fewer columns; v1.2 repeats labels in the
relations and adds the NACE code. So columns are found by name, and only those are insisted on
without which a table says nothing. The language stands in a file's name; relations have none in
v1.1.1 and one in v1.2.
"""

from __future__ import annotations

import csv
import io
import re
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from careergraph.errors import TaxonomyError
from careergraph.readers.published import PublishedFile

FILE_NAME = re.compile(r"([A-Za-z]+)(?:_([a-z]{2,3}(?:-[A-Za-z]{2,4})?))?\.csv")

BETWEEN_IRIS = re.compile(r"[,|\s]+")

HEADER_BYTES = 10_000
"""Bytes that hold the names of the columns; the longest take 200."""


class Concept(NamedTuple):
    """One row of a table of concepts, by ESCO's own names of the columns."""

    conceptUri: str
    preferredLabel: str
    altLabels: str
    hiddenLabels: str
    definition: str
    scopeNote: str
    description: str
    status: str
    modifiedDate: str
    inScheme: str
    code: str
    iscoGroup: str
    skillType: str
    reuseLevel: str
    regulatedProfessionNote: str
    naceCode: str


CONCEPTS = {
    "occupations": ("conceptUri", "preferredLabel", "iscoGroup"),
    "skills": ("conceptUri", "preferredLabel", "skillType", "reuseLevel"),
    "ISCOGroups": ("conceptUri", "preferredLabel", "code"),
    "skillGroups": ("conceptUri", "preferredLabel"),
}
"""The tables of concepts, which each language has, and the columns that each must have."""

RELATIONS = {
    "occupationSkillRelations": ("occupationUri", "skillUri", "relationType"),
    "skillSkillRelations": ("originalSkillUri", "relatedSkillUri", "relationType"),
    "broaderRelationsOccPillar": ("conceptUri", "broaderUri"),
    "broaderRelationsSkillPillar": ("conceptUri", "broaderUri"),
}
"""The tables of relations, which are the same in all languages, and their columns."""

SCHEMES = {"conceptSchemes": ("conceptSchemeUri", "preferredLabel")}

SCHEME = "http://data.europa.eu/esco/concept-scheme/"
COLLECTIONS = {
    "digCompSkillsCollection": SCHEME + "digcomp",
    "digitalSkillsCollection": SCHEME + "6c930acd-c104-4ece-acf7-f44fd7333036",
    "greenSkillsCollection": SCHEME + "green",
    "languageSkillsCollection": SCHEME + "skill-language-groups",
    "researchOccupationsCollection": SCHEME + "8ae4b9f3-507e-4057-a145-2f96f0132613",
    "researchSkillsCollection": SCHEME + "research",
    "transversalSkillsCollection": SCHEME + "skill-transversal-groups",
}
"""The tables of collections, with the concept scheme that each is in ESCO's RDF."""

REPEATING = {"skillsHierarchy", "dictionary"}
"""Tables that say again what others say, or describe their columns."""


def split_name(name: str) -> tuple[str, str | None] | None:
    """Return table and language of a file name; None where it is not in ESCO's form.

    >>> split_name("skills_en.csv"), split_name("skillSkillRelations.csv"), split_name("1.csv")
    (('skills', 'en'), ('skillSkillRelations', None), None)
    """
    found = FILE_NAME.fullmatch(name)
    return (found[1], found[2]) if found else None


@cache
def iris(cell: str) -> tuple[str, ...]:
    """Return the IRIs of a cell, which commas, bars, spaces or line breaks separate.

    >>> iris("http://a.example/1, http://a.example/2"), iris("")
    (('http://a.example/1', 'http://a.example/2'), ())
    """
    return tuple(iri for iri in BETWEEN_IRIS.split(cell) if iri)


def rows(
    file: PublishedFile, needed: tuple[str, ...], wanted: tuple[str, ...] = ()
) -> list[tuple[str, ...]]:
    """Return the cells of each row; the first is row 2 of the file.

    Parameters
    ----------
    file : PublishedFile
        The table.
    needed : tuple of str
        Columns that it must have, at least two.
    wanted : tuple of str, optional
        Columns to return, in this order, absent ones as empty cells; `needed` without it.

    Raises
    ------
    TaxonomyError
        The file is not UTF-8 or no comma-separated values, lacks a column, or has a row of another
        length than its header.
    """
    found: list[tuple[str, ...]] = []
    with file.open() as raw:
        try:
            header = _header(file, raw.readline(HEADER_BYTES), needed)
            width = len(header)
            pick = itemgetter(*(_position(header, name) for name in wanted or needed))
            text = io.TextIOWrapper(raw, encoding="utf-8", newline="")
            keep = found.append
            for row in csv.reader(text, strict=True):
                if len(row) != width:
                    raise TaxonomyError(
                        f"{file.place}, row {len(found) + 2}: it has {len(row)} cells, and the "
                        f"header has {width}. Use the file as published."
                    )
                row.append("")
                keep(pick(row))
        except UnicodeDecodeError as error:
            raise TaxonomyError(
                f"{file.place}, after row {len(found) + 1}: not UTF-8 text ({error.reason}). Use "
                "the file as published, or save it as UTF-8."
            ) from error
        except csv.Error as error:
            raise TaxonomyError(
                f"{file.place}, after row {len(found) + 1}: not comma-separated values ({error}). "
                "Use the file as published."
            ) from error
    return found


def _header(file: PublishedFile, line: bytes, needed: tuple[str, ...]) -> list[str]:
    if not line.endswith(b"\n"):
        raise TaxonomyError(
            f"{file.place}: its first line is no header of columns. Use the file as published."
        )
    header = next(csv.reader([line.decode("utf-8-sig")], strict=True))
    lacking = [name for name in needed if name not in header]
    if lacking:
        raise TaxonomyError(
            f"{file.place}, row 1: there is no column {' nor '.join(map(repr, lacking))}, only "
            f"{', '.join(header)[:200]}. Use the file as published, with commas between columns."
        )
    twice = [name for name in needed if header.count(name) > 1]
    if twice:
        raise TaxonomyError(
            f"{file.place}, row 1: the column {twice[0]!r} is there twice. Use the file as "
            "published."
        )
    return header


def _position(header: list[str], name: str) -> int:
    """Return the place of a column; that of the empty cell after each row where it is absent."""
    return header.index(name) if name in header else len(header)
