"""The concepts of an ESCO table, checked."""

from __future__ import annotations

from collections.abc import Iterable

from careergraph.errors import TaxonomyError
from careergraph.readers import ntriples
from careergraph.readers.esco_tables import CONCEPTS, Concept, iris, rows
from careergraph.readers.published import PublishedFile

SAME = ("status", "code", "iscoGroup", "skillType", "reuseLevel")
"""Columns that are the same in every language."""


def read_concepts(file: PublishedFile, name: str) -> dict[str, Concept]:
    """Return the concepts of a table in one language by IRI.

    Raises
    ------
    TaxonomyError
        The table is empty, one IRI is there twice, or what must be one is none.
    """
    found: dict[str, Concept] = {}
    checked: set[str] = set()
    for number, cells in enumerate(rows(file, CONCEPTS[name], Concept._fields), 2):
        concept = Concept._make(cells)
        if concept.conceptUri in found:
            first = list(found).index(concept.conceptUri) + 2
            raise TaxonomyError(
                f"{file.place}, rows {first} and {number}, column 'conceptUri': both are "
                f"{concept.conceptUri}. Use the file as published."
            )
        refuse_other_than_iris(file, number, "conceptUri", (concept.conceptUri,))
        for column, cell in (("inScheme", concept.inScheme), ("naceCode", concept.naceCode)):
            if cell not in checked:
                refuse_other_than_iris(file, number, column, iris(cell))
                checked.add(cell)
        found[concept.conceptUri] = concept
    if not found:
        raise TaxonomyError(f"{file.place}: it has no rows. Download the release again.")
    return found


def refuse_other_than_iris(
    file: PublishedFile, number: int, column: str, stated: Iterable[str]
) -> None:
    """Refuse a cell with something else than an IRI."""
    for iri in stated:
        if not ntriples.IRI.fullmatch(iri):
            raise TaxonomyError(
                f"{file.place}, row {number}, column {column!r}: {iri[:80]!r} is no IRI. Use the "
                "file as published."
            )


def refuse_different(
    first: dict[str, Concept], other: dict[str, Concept], file: PublishedFile
) -> None:
    """Refuse another language's table that is not about the same concepts."""
    if first.keys() != other.keys():
        iri = min(first.keys() ^ other.keys())
        where = "only in it" if iri in other else "not in it"
        raise TaxonomyError(
            f"{file.place}: {iri} is {where}, unlike in the other language. Use the languages of "
            "one release."
        )
    for number, (iri, concept) in enumerate(other.items(), 2):
        for column in SAME:
            here, there = getattr(concept, column), getattr(first[iri], column)
            if here != there:
                raise TaxonomyError(
                    f"{file.place}, row {number}, column {column!r}: {here!r}, and {there!r} in "
                    "the other language. Use the languages of one release."
                )
