"""How alike concepts of two vocabularies are, by several methods that each give 0 to 1."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from careergraph.alignment.concepts import Concept, Kind, Vocabulary
from careergraph.alignment.meaning import Meaning
from careergraph.alignment.wording import Weighing, grams, words

if TYPE_CHECKING:
    import numpy as np

    from careergraph.embedding import Model

METHODS = {
    "label": "the letters of the preferred labels",
    "names": "the words of all labels, the best two compared",
    "text": "the words of labels and description together",
    "meaning_names": "what label and description mean, by a language model, beside the nearest of "
    "all labels of the candidate",
    "meaning_text": "the same beside the candidate's label and description together",
    "meaning_description": "the same beside the candidate's description alone",
    "context": "of a path: how much of its skills the occupation requires; of a skill: how many "
    "of the occupations that are like its paths require it",
}
"""The methods by name, and what each compares."""

MEANING = tuple(name for name in METHODS if name.startswith("meaning"))
"""The methods that a language model is needed for, in the order of `Meaning.nearness`."""

POOL = 50
"""Candidates of a concept that are looked at more closely: the best by wording, and the best by
meaning, as many of each."""

LIKE = 30
"""Occupations that a career path is taken to be like, for the context of its skills."""

LABEL_WEIGHT = 3
"""How often the preferred label counts in the text of a concept: descriptions are long."""

ROWS = 128
"""Concepts compared at once with all others: keeps memory at a few hundred megabytes."""


@dataclass(frozen=True, slots=True)
class Scores:
    """The candidates of one concept, by their places, and what each method gives them.

    `values` has a row for each candidate and a column for each method that was used.
    """

    places: np.ndarray
    values: np.ndarray


def used(model: Model | None) -> tuple[str, ...]:
    """Return the names of the methods that are used with a language model, or without one."""
    return tuple(name for name in METHODS if name not in MEANING or model is not None)


def compare(
    graph: Vocabulary, taxonomy: Vocabulary, model: Model | None = None
) -> dict[Kind, list[Scores]]:
    """Return the scores of the best candidates of each concept of a graph, in its order.

    Abbreviations are compared as they stand: `careergraph.alignment.wording.spell_out` is for the
    graph, before. `model` is what `careergraph.embedding.load` returns.
    """
    import numpy as np

    skills = list(_by_text(graph.skills, taxonomy.skills, model))
    groups = list(_by_text(graph.groups, taxonomy.groups, model))
    demand = _demand(taxonomy)
    rows = {skill.iri: row for row, skill in enumerate(graph.skills)}
    asked = [
        [rows[skill] for skill in sorted(graph.required.get(group.iri, ())) if skill in rows]
        for group in graph.groups
    ]
    best = [_best_of(scores, len(taxonomy.skills)) for scores in skills]
    for row, scores in enumerate(groups):
        scores.values[:, -1] = _shared(demand[scores.places], [best[skill] for skill in asked[row]])
    usage = np.zeros((len(graph.skills), len(taxonomy.skills)), dtype=np.float32)
    for row, scores in enumerate(groups):
        share = _usage(scores, demand)
        for skill in asked[row]:
            np.maximum(usage[skill], share, out=usage[skill])
    for row, scores in enumerate(skills):
        scores.values[:, -1] = np.sqrt(usage[row, scores.places])
    return {Kind.SKILL: skills, Kind.PATH: groups}


def _by_text(
    concepts: Sequence[Concept], others: Sequence[Concept], model: Model | None
) -> Iterator[Scores]:
    """Yield the candidates of each concept; the last column, for the context, stays 0."""
    import numpy as np

    columns = len(used(model))
    if not others:
        for _ in concepts:
            yield Scores(np.zeros(0, dtype=int), np.zeros((0, columns)))
        return
    methods = _wording_methods(concepts, others)
    meaning = Meaning(model, others) if model is not None else None
    for start in range(0, len(concepts), ROWS):
        batch = concepts[start : start + ROWS]
        found = np.stack([method(batch) for method in methods], axis=-1)
        chosen = list(_best(found.sum(axis=-1)))
        near = [np.zeros((len(places), 0)) for places in chosen]
        if meaning is not None:
            vectors = meaning.of(batch)
            chosen = list(map(np.union1d, chosen, _best(meaning.to_labels(vectors))))
            meaning.read(place for places in chosen for place in places.tolist())
            near = [
                meaning.nearness(vector, places.tolist())
                for vector, places in zip(vectors, chosen, strict=True)
            ]
        for row, (places, by_meaning) in enumerate(zip(chosen, near, strict=True)):
            context = np.zeros((len(places), 1))
            yield Scores(places, np.hstack([found[row, places], by_meaning, context]))


def _best(scores: np.ndarray) -> np.ndarray:
    """Return the places of the best of each row."""
    import numpy as np

    return np.argsort(-scores, axis=1, kind="stable")[:, :POOL]


def _wording_methods(
    concepts: Sequence[Concept], others: Sequence[Concept]
) -> list[Callable[[Sequence[Concept]], np.ndarray]]:
    def text(concept: Concept) -> str:
        parts = [*[concept.label] * LABEL_WEIGHT, *concept.other_labels, concept.description]
        return " ".join(parts)

    spoken = [" ".join([*c.labels, c.description]) for c in concepts]
    by_label = Weighing([c.label for c in others], grams)
    by_names = Weighing([name for c in others for name in c.labels], words)
    by_text = Weighing([text(c) for c in others], words, spoken)
    starts = _starts(others)

    def best_label(batch: Sequence[Concept]) -> np.ndarray:
        return _best_rows(by_label.cosines([x for c in batch for x in c.labels]), batch)

    def best_names(batch: Sequence[Concept]) -> np.ndarray:
        import numpy as np

        found = by_names.cosines([x for c in batch for x in c.labels])
        return _best_rows(np.maximum.reduceat(found, starts, axis=1), batch)

    def whole_text(batch: Sequence[Concept]) -> np.ndarray:
        return by_text.cosines([text(concept) for concept in batch])

    return [best_label, best_names, whole_text]


def _starts(concepts: Sequence[Concept]) -> list[int]:
    """Return where the labels of each concept begin in the list of all labels."""
    starts, start = [], 0
    for concept in concepts:
        starts.append(start)
        start += len(concept.labels)
    return starts


def _best_rows(found: np.ndarray, concepts: Sequence[Concept]) -> np.ndarray:
    """Return the best of the rows of each concept's labels."""
    import numpy as np

    best: np.ndarray = np.maximum.reduceat(found, _starts(concepts), axis=0)
    return best


def _demand(taxonomy: Vocabulary) -> Any:
    """Return which occupation requires which skill, as a sparse matrix of ones."""
    import numpy as np
    from scipy import sparse

    places = {skill.iri: place for place, skill in enumerate(taxonomy.skills)}
    found = [
        (row, places[skill])
        for row, group in enumerate(taxonomy.groups)
        for skill in taxonomy.required.get(group.iri, ())
        if skill in places
    ]
    rows, columns = zip(*found, strict=True) if found else ((), ())
    shape = len(taxonomy.groups), len(taxonomy.skills)
    return sparse.csr_matrix((np.ones(len(found)), (rows, columns)), shape=shape)


def _best_of(scores: Scores, size: int) -> np.ndarray:
    """Return how alike each skill of the taxonomy is to a skill: its mean score by its texts."""
    import numpy as np

    found = np.zeros(size, dtype=np.float32)
    found[scores.places] = scores.values[:, :-1].mean(axis=1)
    return found


def _shared(demand: Any, wanted: Sequence[np.ndarray]) -> np.ndarray:
    """Return how much of what is wanted each occupation requires, from 0 to 1.

    Of each skill wanted, what counts is the most similar skill that the occupation requires.
    """
    import numpy as np

    if not wanted:
        return np.zeros(demand.shape[0])
    best = [demand.multiply(alike).max(axis=1).toarray().ravel() for alike in wanted]
    mean: np.ndarray = np.mean(best, axis=0)
    return mean


def _usage(scores: Scores, demand: Any) -> np.ndarray:
    """Return the share of the occupations most like a path that require each skill."""
    import numpy as np

    alike = scores.values.mean(axis=1)
    order = np.argsort(-alike, kind="stable")[:LIKE]
    total = alike[order].sum()
    if not total:
        return np.zeros(demand.shape[1])
    used: np.ndarray = (alike[order] / total) @ demand[scores.places[order]]
    return used
