"""An alignment as a review, and the reviewed rows as mappings."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from pathlib import Path

from careergraph import review
from careergraph.alignment.candidates import Alignment, Finding, Relation
from careergraph.alignment.concepts import Concept, Kind, Vocabulary
from careergraph.alignment.methods import METHODS
from careergraph.errors import ReviewError
from careergraph.review import ReviewRow
from careergraph.tables import Row
from careergraph.vocabulary import PREFIXES

NO_TERM_FOUND = PREFIXES["sssom"] + "NoTermFound"
NONE = "no equivalent"

REQUIRED = ("concept_iri", "candidate_iri", "proposed", review.ACCEPT)
OPTIONAL = ("version", "confidence", "relation", review.REVIEWER, review.NOTE)
COLUMNS = (
    *("kind", "concept", "concept_iri", "rank", "finding", "candidate", "candidate_iri"),
    *("scheme", "version", "proposed", "confidence", *METHODS, "why"),
    *(review.ACCEPT, "relation", review.REVIEWER, review.NOTE),
)
"""Of a review. The last four are for the reviewer; `relation` replaces what was proposed."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping that a person accepted; without `relation` and `candidate`, no equivalent."""

    concept: Concept
    candidate: Concept | None
    relation: Relation | None
    confidence: float | None
    reviewer: str
    note: str


def to_csv(alignment: Alignment) -> str:
    """Return an alignment as a review: a row for each candidate, and one for no equivalent."""
    rows = [row for finding in alignment.findings for row in _rows(alignment, finding)]
    return review.to_csv(COLUMNS, rows)


def _rows(alignment: Alignment, finding: Finding) -> Iterator[Row]:
    subject = finding.kind.value, finding.concept.label, finding.concept.iri
    source = alignment.taxonomy.title, alignment.taxonomy.version
    decision = ("",) * 4
    word = "candidate" if finding.equivalent else "rejected candidate"
    for rank, one in enumerate(finding.candidates, 1):
        scores = [f"{one.scores[name]:.3f}" if name in one.scores else "" for name in METHODS]
        found = rank, word, one.concept.label, one.concept.iri
        proposed = one.relation.value, f"{one.confidence:.3f}"
        yield (*subject, *found, *source, *proposed, *scores, one.why, *decision)
    word = "not proposed" if finding.equivalent else "no equivalent found"
    why = f"chance that there is no equivalent: {finding.no_equivalent:.0%}"
    none = "", word, NONE, NO_TERM_FOUND
    blank = ("",) * len(METHODS)
    proposed = NONE, f"{finding.no_equivalent:.3f}"
    yield (*subject, *none, *source, *proposed, *blank, why, *decision)


def read_mappings(
    path: Path, graph: Vocabulary, taxonomy: Vocabulary, by: str | None = None
) -> tuple[Mapping, ...]:
    """Return the mappings that a reviewed alignment accepts, in the order of the file.

    Parameters
    ----------
    path : Path
        The CSV file.
    graph, taxonomy : Vocabulary
        What was aligned.
    by : str, optional
        Who reviewed the rows that do not say it.

    Raises
    ------
    ReviewError
        A row names a concept that is not there or another release, proposes a relation that is
        not possible or nobody who reviewed it, or contradicts another; or nothing is accepted.
    """
    found = review.read(path, REQUIRED, OPTIONAL)
    reader = _Reader(graph, taxonomy, by)
    for row in found.rows:
        if row.accepted():
            reader.read(row)
    if not reader.mappings:
        raise ReviewError(
            f"{found.file}: no row is accepted. Write yes into the column accept of those that "
            "shall become mappings."
        )
    return tuple(reader.mappings.values())


class _Reader:
    """Reads accepted rows one by one and holds them against each other."""

    def __init__(self, graph: Vocabulary, taxonomy: Vocabulary, by: str | None) -> None:
        self.mappings: dict[tuple[str, str], Mapping] = {}
        self._kinds = {concept.iri: kind for kind in Kind for concept in graph.of(kind)}
        self._concepts = {concept.iri: concept for kind in Kind for concept in graph.of(kind)}
        self._candidates = {
            kind: {concept.iri: concept for concept in taxonomy.of(kind)} for kind in Kind
        }
        self._taxonomy = taxonomy.scheme
        self._by = by
        self._first: dict[tuple[str, str], int] = {}

    def read(self, row: ReviewRow) -> None:
        concept = self._concept(row)
        candidate = self._candidate(row, self._kinds[concept.iri])
        mapping = Mapping(
            concept,
            candidate,
            _relation(row, self._kinds[concept.iri], candidate is None),
            row.share("confidence"),
            self._reviewer(row),
            row.text(review.NOTE),
        )
        target = candidate.iri if candidate else NO_TERM_FOUND
        self._refuse_contradiction(row, concept, target)
        self.mappings[concept.iri, target] = mapping
        self._first[concept.iri, target] = row.number

    def _concept(self, row: ReviewRow) -> Concept:
        return _known(row, "concept_iri", self._concepts, "The graph has no career path or skill")

    def _candidate(self, row: ReviewRow, kind: Kind) -> Concept | None:
        version = row.text("version")
        if version and version != self._taxonomy.version:
            raise row.fault(
                "version",
                f"the review is of version {version}, but {self._taxonomy.title} is of version "
                f"{self._taxonomy.version}. Align with that, or name the other.",
            )
        if row.iri("candidate_iri") == NO_TERM_FOUND:
            return None
        known = self._candidates[kind]
        what = "occupation" if kind is Kind.PATH else "skill"
        return _known(row, "candidate_iri", known, f"{self._taxonomy.title} has no {what}")

    def _reviewer(self, row: ReviewRow) -> str:
        name = row.text(review.REVIEWER) or self._by
        if not name:
            raise row.fault(
                review.REVIEWER, "nobody is named who accepted this. Write a name, or give --by."
            )
        return name

    def _refuse_contradiction(self, row: ReviewRow, concept: Concept, target: str) -> None:
        for (iri, other), number in self._first.items():
            if iri == concept.iri and other == target:
                raise row.fault("candidate_iri", f"row {number} accepts this too. Keep one.")
            if iri == concept.iri and NO_TERM_FOUND in {other, target}:
                raise row.fault(
                    review.ACCEPT,
                    f"row {number} contradicts this: {concept.label!r} cannot have an equivalent "
                    "and none. Accept one of them.",
                )


def _known(row: ReviewRow, column: str, known: MappingOf[str, Concept], message: str) -> Concept:
    iri = row.iri(column)
    if iri not in known:
        raise row.fault(column, f"{message} <{iri}>. Write the IRI as the proposal had it.")
    return known[iri]


def _relation(row: ReviewRow, kind: Kind, none: bool) -> Relation | None:
    column = "relation" if row.text("relation") else "proposed"
    allowed: Collection[str] = [NONE] if none else [one.value for one in Relation]
    chosen = row.choice(column, allowed)
    if none:
        return None
    relation = Relation(chosen)
    if kind is Kind.PATH and relation is Relation.EXACT:
        raise row.fault(
            column,
            "a career path is never the same as an occupation. Write closeMatch, broadMatch, "
            "narrowMatch or relatedMatch.",
        )
    return relation
