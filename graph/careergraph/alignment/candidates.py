"""Candidates of each concept with one confidence, and whether any is an equivalent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from careergraph.alignment.concepts import Concept, Kind, Scheme, Vocabulary
from careergraph.alignment.methods import Scores, compare
from careergraph.alignment.wording import spell_out, words
from careergraph.errors import RequestError

if TYPE_CHECKING:
    import numpy as np

    from careergraph.embedding import Model


@dataclass(frozen=True, slots=True)
class Weights:
    """What a score of 1 by each method adds to the logit of a candidate.

    `no_equivalent` is the logit of "no equivalent" beside those of the candidates.
    """

    methods: Mapping[str, float]
    no_equivalent: float


BY_WORDING = Weights({"label": 1.7, "names": 7.5, "text": 7.2, "context": 2.4}, 8.1)
BY_MEANING = Weights(
    {
        "label": 0.1,
        "names": 0.8,
        "text": 6.5,
        "meaning_names": 9.3,
        "meaning_text": 6.7,
        "meaning_description": 5.6,
        "context": 2.3,
    },
    13.6,
)
"""The weights without a language model, and with it.

Source: conditional logit fitted to the curated alignments of the built-in roadmap with ESCO 1.1.1
and O*NET 29.2 by `benchmarks/alignment.py`, which cross-validates it too; see docs/alignment.md.
"""


class Relation(StrEnum):
    """The mapping relations of SKOS, by their local names."""

    EXACT = "exactMatch"
    CLOSE = "closeMatch"
    BROAD = "broadMatch"
    NARROW = "narrowMatch"
    RELATED = "relatedMatch"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A concept of the taxonomy: the relation proposed, why, how confident, and each score.

    `confidence` is this candidate's share of the estimated chance that a curator takes any.
    """

    concept: Concept
    relation: Relation
    confidence: float
    scores: Mapping[str, float]
    why: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found for a concept: its best candidates, and the chance that there is none."""

    kind: Kind
    concept: Concept
    candidates: tuple[Candidate, ...]
    no_equivalent: float

    @property
    def equivalent(self) -> bool:
        """Whether an equivalent was found; the candidates were rejected otherwise.

        No equivalent is found where that is more likely than any one candidate.
        """
        return any(one.confidence >= self.no_equivalent for one in self.candidates)


@dataclass(frozen=True, slots=True)
class Alignment:
    """What was found for each concept of a graph in a taxonomy."""

    graph: Scheme
    taxonomy: Scheme
    findings: tuple[Finding, ...]
    methods: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        return {
            "graph": {"iri": self.graph.iri, "version": self.graph.version},
            "taxonomy": {
                "iri": self.taxonomy.iri,
                "version": self.taxonomy.version,
                "rights": self.taxonomy.rights,
            },
            "methods": list(self.methods),
            "concepts": [_as_dict(finding) for finding in self.findings],
        }


def _as_dict(finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind.value,
        "iri": finding.concept.iri,
        "label": finding.concept.label,
        "equivalent": finding.equivalent,
        "no_equivalent": round(finding.no_equivalent, 3),
        "candidates": [
            {
                "iri": one.concept.iri,
                "label": one.concept.label,
                "relation": one.relation.value,
                "confidence": round(one.confidence, 3),
                "scores": {name: round(score, 3) for name, score in one.scores.items()},
                "why": one.why,
            }
            for one in finding.candidates
        ],
    }


def align(
    graph: Vocabulary, taxonomy: Vocabulary, candidates: int = 3, model: Model | None = None
) -> Alignment:
    """Return the best candidates of every career path and skill of a graph in a taxonomy.

    Parameters
    ----------
    graph, taxonomy : Vocabulary
        What `read_graph` and `read_taxonomy` return, in the same language.
    candidates : int
        How many to return for each concept, from 1 to `careergraph.alignment.methods.POOL`.
    model : Model, optional
        What `careergraph.embedding.load` returns, to compare meaning too.

    Raises
    ------
    RequestError
        `candidates` is below 1.
    """
    if candidates < 1:
        raise RequestError(f"There must be at least 1 candidate, not {candidates}.")
    spelt = spell_out(graph)
    scores = compare(spelt, taxonomy, model)
    weights = BY_WORDING if model is None else BY_MEANING
    findings = [
        _finding(kind, (concept, full), of_concept, taxonomy.of(kind), weights, candidates)
        for kind in Kind
        for concept, full, of_concept in zip(
            graph.of(kind), spelt.of(kind), scores[kind], strict=True
        )
    ]
    return Alignment(graph.scheme, taxonomy.scheme, tuple(findings), tuple(weights.methods))


def chances(values: np.ndarray, weights: Iterable[float], none: float) -> np.ndarray:
    """Return the chance of each candidate by its scores, and of no equivalent as the last.

    Examples
    --------
    >>> import numpy as np
    >>> chances(np.array([[1.0, 0.5], [0.0, 0.0]]), [2.0, 2.0], 3.0).round(2).tolist()
    [0.49, 0.02, 0.49]
    """
    import numpy as np

    logits = np.append(values @ np.fromiter(weights, dtype=float), none)
    odds = np.exp(logits - logits.max())
    shares: np.ndarray = odds / odds.sum()
    return shares


def _finding(
    kind: Kind,
    versions: tuple[Concept, Concept],
    scores: Scores,
    others: tuple[Concept, ...],
    weights: Weights,
    most: int,
) -> Finding:
    """Return what was found for a concept, given as it stands and with abbreviations spelt out."""
    import numpy as np

    found = chances(scores.values, weights.methods.values(), weights.no_equivalent)
    order = np.argsort(-found[:-1], kind="stable")[:most]
    said = [frozenset(words(label)) for version in versions for label in version.labels]
    best = []
    for place in order:
        other = others[scores.places[place]]
        relation, why = _relation(said, other)
        values = dict(zip(weights.methods, map(float, scores.values[place]), strict=True))
        best.append(Candidate(other, relation, float(found[place]), values, why))
    return Finding(kind, versions[0], tuple(best), float(found[-1]))


def _relation(said: list[frozenset[str]], other: Concept) -> tuple[Relation, str]:
    """Return what the words of two concepts' labels suggest: never that they are the same.

    A candidate whose words are all among the concept's says less, so it is broader.
    """
    return min(_suggested(said, other), key=lambda found: list(Relation).index(found[0]))


def _suggested(said: list[frozenset[str]], other: Concept) -> Iterator[tuple[Relation, str]]:
    yield Relation.RELATED, "words differ"
    for label in other.labels:
        theirs = frozenset(words(label))
        for ours in said:
            if not theirs or not ours:
                continue
            if ours == theirs:
                yield Relation.CLOSE, f"same words: {label}"
            elif theirs < ours:
                yield Relation.BROAD, f"all its words are here too: {label}"
            elif ours < theirs:
                yield Relation.NARROW, f"has all words and more: {label}"
            elif common := ours & theirs:
                yield Relation.RELATED, f"words in common: {', '.join(sorted(common))}"
