"""ESCO releases for tests: the sample to change, and any other in the published layout."""

from __future__ import annotations

import csv
import io
import shutil
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph
from pyoxigraph import NamedNode, RdfFormat, Triple

from careergraph.readers import esco
from careergraph.readers.ntriples import Triples
from careergraph.readers.taxonomy import Summary
from careergraph.vocabulary import PREFIXES

SAMPLE = Path(__file__).parent / "data" / "esco"
RELATIONS = (
    "occupationSkillRelations",
    "skillSkillRelations",
    "broaderRelationsOccPillar",
    "broaderRelationsSkillPillar",
)

Row = dict[str, str]


def copy(folder: Path) -> Path:
    """Return a copy of the sample that can be changed."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in SAMPLE.glob("*.csv"):
        shutil.copy(file, folder)
    return folder


def read(file: Path) -> list[Row]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def write(file: Path, rows: Iterable[Row], columns: Iterable[str] | None = None) -> None:
    rows = list(rows)
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(columns or rows[0]), extrasaction="ignore", restval="")
        writer.writeheader()
        writer.writerows(rows)


def change(file: Path, how: Callable[[list[Row]], Iterable[Row]]) -> None:
    """Write a table again as a function of its rows returns it."""
    write(file, how(read(file)))


def pack(files: Iterable[Path], archive: Path, prefix: str = "") -> Path:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        for file in files:
            made.write(file, prefix + file.name)
    return archive


def as_published(folder: Path) -> list[Path]:
    """Return the sample as v1.1.1 is published: a zip of a language and one of relations."""
    files = sorted(SAMPLE.glob("*.csv"))
    relations = [file for file in files if file.stem in RELATIONS]
    english = [file for file in files if file.stem.endswith("_en")]
    folder.mkdir(parents=True, exist_ok=True)
    return [
        pack(english, folder / "ESCO dataset - v1.1.1 - classification - en - csv.zip"),
        pack(relations, folder / "ESCO dataset - v1.1.1 - classification -  - csv.zip"),
    ]


DATA = "http://data.europa.eu/esco/"


def written(
    source: Path, languages: Iterable[str] = (), version: str | None = None
) -> tuple[set[Triple], Summary]:
    out = io.StringIO()
    triples = Triples(out)
    summary = esco.write(source, triples, list(languages), version)
    parsed = [quad.triple for quad in pyoxigraph.parse(out.getvalue(), RdfFormat.N_TRIPLES)]
    assert len(parsed) == triples.count
    assert len(set(parsed)) == len(parsed), "a triple is written twice"
    return set(parsed), summary


def node(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    if prefix in {"occupation", "skill"}:
        return NamedNode(f"{DATA}{prefix}/sample-{local}")
    return NamedNode(PREFIXES[prefix] + local if prefix in PREFIXES else DATA + name)


def about(triples: set[Triple], subject: NamedNode) -> set[tuple[NamedNode, object]]:
    return {(t.predicate, t.object) for t in triples if t.subject == subject}
