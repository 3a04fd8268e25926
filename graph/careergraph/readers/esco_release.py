"""An ESCO release, read whole and checked before anything is made of it."""

from __future__ import annotations

import csv
from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from pathlib import Path

from careergraph.errors import TaxonomyError
from careergraph.readers.esco_concepts import (
    read_concepts,
    refuse_different,
    refuse_other_than_iris,
)
from careergraph.readers.esco_files import Download, find
from careergraph.readers.esco_tables import (
    COLLECTIONS,
    CONCEPTS,
    RELATIONS,
    SCHEMES,
    Concept,
    rows,
)
from careergraph.readers.published import PublishedFile

LONGEST_CELL = 10_000_000
"""Characters of one cell; the top concepts of a scheme take 0.6 million in v1.1.1."""

MOST_DANGLING = 0.05
"""Share of relations that may point nowhere; 0.05 % do in v1.1.1. More is another release's."""

KIND = "relationType"
KINDS = ("essential", "optional")
HIERARCHIES = ("broaderRelationsOccPillar", "broaderRelationsSkillPillar")

Relations = dict[tuple[str, str], str]
"""The two ends of each relation of a table, with its kind; hierarchies have no kind."""


@dataclass(slots=True)
class Release:
    """What the files of a release say, without what contradicts itself or points nowhere.

    Attributes
    ----------
    version : str or None
        Such as ``1.1.1``; None where no name says it.
    languages : tuple of str
        Those that were read, the first of which the structure was read from.
    concepts : dict
        Table, language and IRI to the row of a concept.
    relations : dict
        Table to its relations.
    schemes : dict
        Language to concept schemes with their labels.
    members : dict
        IRI of a concept to the schemes of the collections that it is in.
    counts : dict of str to int
        The rows of each table, as read.
    notes : list of str
        What was left out and why.
    """

    version: str | None
    languages: tuple[str, ...]
    concepts: dict[str, dict[str, dict[str, Concept]]] = field(default_factory=dict)
    relations: dict[str, Relations] = field(default_factory=dict)
    schemes: dict[str, dict[str, str]] = field(default_factory=dict)
    members: dict[str, set[str]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def table(self, name: str) -> dict[str, Concept]:
        """Return the concepts of a table in the first language."""
        return self.concepts[name][self.languages[0]]

    def name(self, iri: str) -> str:
        """Return the label of a concept, or the IRI of what is none."""
        for name in self.concepts:
            concept = self.table(name).get(iri)
            if concept and concept.preferredLabel:
                return f"{concept.preferredLabel!r} ({iri})"
        return iri


def read_release(
    source: Path, languages: Sequence[str] = (), version: str | None = None
) -> Release:
    """Read and check a release.

    Parameters
    ----------
    source : Path
        The zip, or the folder of zips or CSV files.
    languages : sequence of str, optional
        Those to read, such as ``en``; all that are there without it.
    version : str, optional
        The release, where no name says it.

    Raises
    ------
    TaxonomyError
        A table is missing or damaged, versions or languages are mixed, or the data contradict
        themselves.
    """
    download = find(source, languages, version)
    release = Release(download.version, download.languages)
    with _long_cells():
        for name in CONCEPTS:
            release.concepts[name] = _concepts(release, name, download)
        _refuse_shared(release)
        for name in RELATIONS:
            release.relations[name] = _relations(release, name, download)
        for name in HIERARCHIES:
            _refuse_cycle(release, name)
        _schemes(release, download)
        _collections(release, download)
    if download.unread:
        release.notes.append(
            f"Not read, since no table of that name is known: {', '.join(download.unread)}"
        )
    return release


@contextmanager
def _long_cells() -> Iterator[None]:
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _concepts(release: Release, name: str, download: Download) -> dict[str, dict[str, Concept]]:
    found: dict[str, dict[str, Concept]] = {}
    first = release.languages[0]
    for language in release.languages:
        file = download.tables[name, language]
        found[language] = read_concepts(file, name)
        unlabelled = sum(not row.preferredLabel for row in found[language].values())
        if unlabelled:
            release.notes.append(f"{file.name}: {unlabelled} concepts have no label")
        if language != first:
            refuse_different(found[first], found[language], file)
    release.counts[name] = len(found[first])
    return found


def _refuse_shared(release: Release) -> None:
    owner: dict[str, str] = {}
    for name in CONCEPTS:
        for iri in release.table(name):
            if owner.setdefault(iri, name) != name:
                raise TaxonomyError(
                    f"{iri} is in {owner[iri]} and in {name}. Use the files as published."
                )


def _relations(release: Release, name: str, download: Download) -> Relations:
    files = download.all(name)
    needed = RELATIONS[name]
    wanted = (*needed[:2], KIND)
    stated = rows(files[0], needed, wanted)
    release.counts[name] = len(stated)
    for other in files[1:]:
        differing = set(stated) ^ set(rows(other, needed, wanted))
        if differing:
            raise TaxonomyError(
                f"{other.place} and {files[0].place} differ: {' '.join(min(differing)).strip()} is "
                "in one only. Use the languages of one release."
            )
    if KIND in needed:
        _refuse_other_kinds(files[0], stated)
    return _sound(release, files[0], stated, _ends(release, name))


def _refuse_other_kinds(file: PublishedFile, stated: list[tuple[str, ...]]) -> None:
    for number, (_, _, kind) in enumerate(stated, 2):
        if kind not in KINDS:
            raise TaxonomyError(
                f"{file.place}, row {number}, column {KIND!r}: {kind!r} is neither "
                f"{' nor '.join(KINDS)}. Use the file as published."
            )


def _ends(release: Release, name: str) -> tuple[Container[str], Container[str]]:
    """Return what the first and the second end of a table's relations must be."""
    occupations, skills, isco, groups = (release.table(table) for table in CONCEPTS)
    if name == "occupationSkillRelations":
        return occupations, skills
    if name == "skillSkillRelations":
        return skills, skills
    both = occupations | isco if name == "broaderRelationsOccPillar" else skills | groups
    return both, both


def _sound(
    release: Release,
    file: PublishedFile,
    stated: list[tuple[str, ...]],
    ends: tuple[Container[str], Container[str]],
) -> Relations:
    """Return the relations whose ends are there; note the others, by name."""
    found: Relations = {}
    firsts, seconds = ends
    dangling = 0
    for number, (first, second, kind) in enumerate(stated, 2):
        if first not in firsts or second not in seconds:
            dangling += 1
            missing = first if first not in firsts else second
            why = f"{missing} is not there as what it should be"
        elif kind and first == second:
            why = "it relates to itself"
        elif (first, second) in found:
            why = "the two are related twice, and essential counts for more than optional"
            if kind == "essential":
                found[first, second] = kind
        else:
            found[first, second] = kind
            continue
        relation = f"{release.name(first)}, {kind or 'broader'} {release.name(second)}"
        release.notes.append(f"{file.name}, row {number}: {relation} left out, since {why}")
    if dangling > MOST_DANGLING * len(stated):
        raise TaxonomyError(
            f"{file.place}: {dangling:,} of {len(stated):,} relations point to concepts that are "
            "not there. Use the files of one release."
        )
    return found


def _refuse_cycle(release: Release, name: str) -> None:
    order: TopologicalSorter[str] = TopologicalSorter()
    for narrower, broader in release.relations[name]:
        order.add(narrower, broader)
    try:
        order.prepare()
    except CycleError as error:
        around = ", broader than ".join(release.name(iri) for iri in error.args[1])
        raise TaxonomyError(
            f"{name}: the hierarchy runs in a circle: {around}. Use the file as published."
        ) from error


def _schemes(release: Release, download: Download) -> None:
    for language in release.languages:
        file = download.tables.get(("conceptSchemes", language))
        if file:
            labels = release.schemes[language] = {}
            for number, (iri, label) in enumerate(rows(file, SCHEMES["conceptSchemes"]), 2):
                refuse_other_than_iris(file, number, "conceptSchemeUri", (iri,))
                labels[iri] = label
            release.counts["conceptSchemes"] = len(labels)


def _collections(release: Release, download: Download) -> None:
    known = set(chain.from_iterable(release.table(name) for name in CONCEPTS))
    for name, scheme in COLLECTIONS.items():
        for file in download.all(name)[:1]:
            members = [iri for iri, _ in rows(file, ("conceptUri", "preferredLabel"))]
            release.counts[name] = len(members)
            for number, iri in enumerate(members, 2):
                if iri in known:
                    release.members.setdefault(iri, set()).add(scheme)
                else:
                    release.notes.append(
                        f"{file.name}, row {number}: {iri} left out, since it is not there"
                    )
