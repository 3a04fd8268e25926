"""Texts as weighted words or letters, and their cosines, for whole vocabularies at once."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from careergraph.alignment.concepts import Concept, Vocabulary
from careergraph.wording import FILLERS

if TYPE_CHECKING:
    import numpy as np

Tokens = Callable[[str], list[str]]
Matrix = Any
"""A `scipy.sparse.csr_matrix`, which has no types."""

SHORTEST_GRAM, LONGEST_GRAM = 3, 5
"""Letters of the pieces that labels are cut into: shorter ones are in every word."""

STEM = 4
"""Letters that stay of a word whose ending is cut."""

ENDINGS = ("ation", "ate", "ment", "ing", "ed", "er", "e", "al", "ic", "ly")
"""Endings that forms of a word differ in, in the order in which they are tried."""

_WORD = re.compile(r"[^\W_]+[+#]*")
_ABBREVIATION = re.compile(r"\b[A-Z]{2,5}\b")


def words(text: str) -> list[str]:
    """Return the stems of the words of a text, without `FILLERS`.

    >>> words("Architecture of ML systems"), words("Deploying models")
    (['architectur', 'ml', 'system'], ['deploy', 'model'])
    """
    return [
        stem(word)
        for word in _WORD.findall(text.casefold().replace("'s", ""))
        if word not in FILLERS
    ]


def grams(text: str) -> list[str]:
    """Return the pieces of a text, word by word and across words, that are a few letters long.

    >>> grams("AI")
    [' ai', 'ai ', ' ai ']
    """
    plain = f" {' '.join(_WORD.findall(text.casefold()))} "
    return [
        plain[start : start + length]
        for length in range(SHORTEST_GRAM, LONGEST_GRAM + 1)
        for start in range(len(plain) - length + 1)
    ]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return what forms of an English word have in common, roughly.

    >>> {stem(word) for word in ("visualise", "visualisation", "visualization", "visualising")}
    {'visualis'}
    """
    if len(word) > STEM and word.endswith("ies"):
        word = f"{word[:-3]}y"
    elif len(word) >= STEM and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    word = re.sub(r"(?<=...)i[sz](?:ation|ing|ed|e)$", "is", word)
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= STEM:
            return word[: -len(ending)]
    return word


def spell_out(vocabulary: Vocabulary) -> Vocabulary:
    """Return a vocabulary with its abbreviations replaced by what it says they stand for.

    In another vocabulary they stand for something else: ESCO's AI technician inseminates animals.
    """
    known = expansions([*vocabulary.skills, *vocabulary.groups])

    def spelt(concept: Concept) -> Concept:
        return replace(
            concept,
            label=spelt_out(concept.label, known),
            other_labels=tuple(spelt_out(label, known) for label in concept.other_labels),
            description=spelt_out(concept.description, known),
        )

    return replace(
        vocabulary,
        skills=tuple(map(spelt, vocabulary.skills)),
        groups=tuple(map(spelt, vocabulary.groups)),
    )


def expansions(concepts: Iterable[Concept]) -> dict[str, str]:
    """Return what abbreviations stand for, as far as the concepts themselves say it.

    An abbreviation in a label stands for words with these initials in another label or the
    description of the same concept; where there are several, for the most frequent.
    """
    found: dict[str, Counter[str]] = {}
    for concept in concepts:
        shorts = {short for label in concept.labels for short in _ABBREVIATION.findall(label)}
        texts = (*concept.labels, concept.description) if shorts else ()
        for text in (re.findall(r"[a-z]+", text.casefold()) for text in texts):
            for short in shorts:
                for long in _with_initials(text, short.casefold()):
                    found.setdefault(short, Counter())[long] += 1
    return {short: longs.most_common(1)[0][0] for short, longs in found.items()}


def _with_initials(text: Sequence[str], initials: str) -> Iterator[str]:
    """Yield neighbouring words with these initials, unless all of them are fillers."""
    for start in range(len(text) - len(initials) + 1):
        part = text[start : start + len(initials)]
        if [word[0] for word in part] == list(initials) and not FILLERS.issuperset(part):
            yield " ".join(part)


def spelt_out(text: str, abbreviations: Mapping[str, str]) -> str:
    """Return a text with what its abbreviations stand for in their place.

    >>> spelt_out("ML systems", {"ML": "machine learning"})
    'machine learning systems'
    """
    return _ABBREVIATION.sub(lambda short: abbreviations.get(short[0], short[0]), text)


class Weighing:
    """Turns texts into unit vectors whose cosine says how much they have in common.

    A token weighs 1 + ln of how often it is in the text, times its rarity ln(N / n) + 1 among the
    texts to compare with (both smoothed), and, with `common`, times how rare it is on the other
    side: a word that is in every text of either side tells nothing. Sources: Spärck Jones (1972);
    Salton and Buckley (1988).
    """

    def __init__(
        self, texts: Sequence[str], tokens: Tokens, common: Sequence[str] | None = None
    ) -> None:
        documents = [tokens(text) for text in texts]
        self._tokens = tokens
        held = Counter(token for document in documents for token in set(document))
        self._most = math.log(1 + len(texts)) + 1
        self._rarity = {
            token: math.log((1 + len(texts)) / (1 + count)) + 1 for token, count in held.items()
        }
        if common is not None:
            size = math.log(1 + len(common))
            counts = Counter(token for text in common for token in set(tokens(text)))
            for token, count in counts.items():
                factor = 1 - math.log(1 + count) / size if size else 1.0
                self._rarity[token] = self._rarity.get(token, self._most) * factor
        self._places = {token: place for place, token in enumerate(held)}
        self.matrix = self._vectors(documents)

    def cosines(self, texts: Sequence[str]) -> np.ndarray:
        """Return the cosine of each text with each of those to compare with."""
        found: np.ndarray = (
            self._vectors([self._tokens(text) for text in texts]) @ self.matrix.T
        ).toarray()
        return found

    def _vectors(self, documents: Sequence[Sequence[str]]) -> Matrix:
        import numpy as np
        from scipy import sparse

        rows, columns, values = [], [], []
        lengths = np.zeros(len(documents))
        for row, document in enumerate(documents):
            for token, count in Counter(document).items():
                weight = (1 + math.log(count)) * self._rarity.get(token, self._most)
                lengths[row] += weight * weight
                if token in self._places:
                    rows.append(row)
                    columns.append(self._places[token])
                    values.append(weight)
        shape = len(documents), len(self._places)
        matrix = sparse.csr_matrix((values, (rows, columns)), shape=shape)
        scale = np.divide(1.0, np.sqrt(lengths), where=lengths > 0, out=np.zeros(len(documents)))
        return sparse.csr_matrix(sparse.diags(scale) @ matrix)
