"""How near concepts of two vocabularies are in meaning, by a language model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from careergraph.alignment.concepts import Concept

if TYPE_CHECKING:
    import numpy as np

    from careergraph.embedding import Model


class Meaning:
    """Compares concepts with those of a vocabulary, whose preferred labels are read at once.

    Other labels and descriptions are read where they are asked for: most are never looked at.
    """

    def __init__(self, model: Model, others: Sequence[Concept]) -> None:
        self._model = model
        self._others = others
        self._labels = model([other.label for other in others])
        self._read: dict[int, np.ndarray] = {}

    def of(self, concepts: Sequence[Concept]) -> np.ndarray:
        """Return the vectors of the labels and descriptions of some concepts."""
        return self._model([_said(concept) for concept in concepts])

    def to_labels(self, vectors: np.ndarray) -> np.ndarray:
        """Return how near each vector is to each label, from 0 to 1."""
        return _from_0_to_1(vectors @ self._labels.T)

    def nearness(self, vector: np.ndarray, places: Iterable[int]) -> np.ndarray:
        """Return how near a vector is to concepts that were read, by their places.

        The columns are the best of all labels; label and description; the description alone, 0
        where there is none.
        """
        import numpy as np

        found = np.array([self._compared(vector, place) for place in places]).reshape(-1, 3)
        return _from_0_to_1(found)

    def read(self, places: Iterable[int]) -> None:
        """Read other labels and descriptions of the concepts at these places, each only once."""
        import numpy as np

        new = sorted(set(places) - self._read.keys())
        if not new:
            return
        texts = [_texts(self._others[place]) for place in new]
        vectors = self._model([text for one in texts for text in one])
        ends = np.cumsum([len(one) for one in texts])[:-1]
        self._read |= zip(new, np.split(vectors, ends), strict=True)

    def _compared(self, vector: np.ndarray, place: int) -> tuple[float, float, float]:
        *others, text, description = (self._read[place] @ vector).tolist()
        nearest = max([float(self._labels[place] @ vector), *others])
        return nearest, text, description


def _texts(concept: Concept) -> list[str]:
    return [*concept.other_labels, _said(concept), concept.description]


def _said(concept: Concept) -> str:
    return f"{concept.label}. {concept.description}" if concept.description else concept.label


def _from_0_to_1(cosines: np.ndarray) -> np.ndarray:
    """Return cosines without those below 0, which only say that texts differ."""
    import numpy as np

    found: np.ndarray = np.clip(cosines, 0, 1)
    return found
