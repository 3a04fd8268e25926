"""How near concepts of two vocabularies are in meaning, by a language model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from careergraph.alignment.concepts import Concept

if TYPE_CHECKING:
    import numpy as np

    from careergraph.embedding import Model


class Meaning:
    """Compares concepts with those of a vocabulary, whose labels are read at once.

    Descriptions are read where they are asked for: they are long, and most are never looked at.
    """

    def __init__(self, model: Model, others: Sequence[Concept]) -> None:
        self._model = model
        self._others = others
        self._labels = model([other.label for other in others])
        self._described: dict[int, np.ndarray] = {}

    def of(self, concepts: Sequence[Concept]) -> np.ndarray:
        """Return the vectors of the labels and descriptions of some concepts."""
        return self._model([_said(concept) for concept in concepts])

    def to_labels(self, vectors: np.ndarray) -> np.ndarray:
        """Return how near each vector is to each label, from 0 to 1."""
        return _from_0_to_1(vectors @ self._labels.T)

    def to_descriptions(self, vector: np.ndarray, places: Iterable[int]) -> np.ndarray:
        """Return how near a vector is to labels and descriptions, by the places of concepts."""
        import numpy as np

        return _from_0_to_1(np.stack([self._described[place] for place in places]) @ vector)

    def read(self, places: Iterable[int]) -> None:
        """Read the descriptions of the concepts at these places, unless that is done already."""
        new = sorted(set(places) - self._described.keys())
        self._described |= zip(new, self.of([self._others[place] for place in new]), strict=True)


def _said(concept: Concept) -> str:
    return f"{concept.label}. {concept.description}" if concept.description else concept.label


def _from_0_to_1(cosines: np.ndarray) -> np.ndarray:
    """Return cosines without those below 0, which only say that texts differ."""
    import numpy as np

    found: np.ndarray = np.clip(cosines, 0, 1)
    return found
