"""How alike two short texts are worded: one measure for lint, diff and whatever else compares them.

Texts are compared by their words, whatever their order. A word of one text is found in the other
as the same word (1), in another form of it (`FORM`), with one letter wrong (`SLIP`), or written
as two (1); the similarity is the share of the words of both that are found so. It is 0 where
the texts differ in a number or in a word that sets things apart (`MARKS`).

Case, accents, punctuation, plural endings and `FILLERS` do not count. Meaning is not looked at:
"ML" and "machine learning" are not alike, "contract" and "contact" are.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

FORM = 0.8
"""How alike *manage* and *managing* are: mostly the same thing, but *market* and *marketing*."""

SLIP = 0.9
"""How alike words are that differ by one letter, as in British and American spelling."""

SHORTEST = 5
"""Letters that a word must have to be taken for another with a letter wrong: in shorter words
one letter makes another word, such as *test* and *text*."""

LONGEST = 40
"""Letters of the longest word that is taken for another: longer ones are no words, and the time
and memory to compare them grow with the square of their length."""

_FILLERS = "a an and as at by for from in into of on or the to with"
FILLERS = frozenset(_FILLERS.split(" "))
"""Words that do not count, unless there are no others."""

_SCALES = (
    "advanced basic beginner complex elementary entry expert foundational fundamental global high "
    "intermediate introductory junior large local long low major medium minor multiple national "
    "principal regional senior short simple single small"
)
_OPPOSITES = (
    "downstream external inbound internal macro manual micro never no non not offline offshore "
    "online outbound qualitative quantitative upstream verbal without written"
)
MARKS = frozenset((*_SCALES.split(" "), *_OPPOSITES.split(" ")))
"""Words of a scale, negations and opposites: texts that differ in one are different texts."""

_POSSESSIVE = re.compile(r"['\u2019](?:s\b)?")
_ACCENT = re.compile("[\u0300-\u036f]")
_HISSING = ("ches", "shes", "sses", "xes", "zes")
_EPSILON = 1e-9


class Pair(NamedTuple):
    """Two texts by their places in the lists that were given, and how alike they are."""

    first: int
    second: int
    similarity: float


def similarity(a: str, b: str) -> float:
    """Return how alike two texts are worded, from 0 to 1; the same both ways round.

    Examples
    --------
    >>> similarity("Management of stakeholders", "Stakeholder management")
    1.0
    >>> similarity("Organisation design", "Organization design")
    0.95
    >>> similarity("SQL basics", "SQL advanced"), similarity("Java", "JavaScript")
    (0.0, 0.0)
    """
    one, other = _read(a), _read(b)
    return _score(one, other, _variants(one.words | other.words))


def words(text: str) -> frozenset[str]:
    """Return the words of a text as they are compared here: no case, accents, plurals, fillers.

    >>> sorted(words("Management of stakeholders"))
    ['management', 'stakeholder']
    """
    return _read(text).words


def similar_pairs(texts: Sequence[str], threshold: float) -> Iterator[Pair]:
    """Yield every pair of texts at least as alike as the threshold, `first` before `second`.

    Parameters
    ----------
    texts : sequence of str
        20,000 names of skills take a second or two; the time for one text grows with the square
        of its words.
    threshold : float
        Above 0, up to 1. Every pair is found, as `similarity` of each with each would find it.

    Examples
    --------
    >>> list(similar_pairs(["Data analysis", "Sales", "Analysis of data"], 0.85))
    [Pair(first=0, second=2, similarity=1.0)]
    """
    for first, second, score in _join(texts, texts, threshold, itself=True):
        yield Pair(first, second, score)


def best_matches(old: Sequence[str], new: Sequence[str], threshold: float) -> list[Pair]:
    """Return the pairs of one text from each list, each text once, the most alike first.

    Of pairs that are equally alike, those that stand first in the lists are taken.

    Examples
    --------
    >>> best_matches(["Selling", "Plan teams"], ["Planning teams", "Teams"], 0.6)
    [Pair(first=1, second=0, similarity=0.9)]
    """
    found = sorted(_join(old, new, threshold), key=lambda pair: (-pair[2], pair[0], pair[1]))
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    matches = []
    for first, second, score in found:
        if first not in taken_old and second not in taken_new:
            taken_old.add(first)
            taken_new.add(second)
            matches.append(Pair(first, second, score))
    return matches


@dataclass(frozen=True, slots=True)
class _Text:
    """The words of a text, what sets it apart, and its neighbouring words written as one."""

    words: frozenset[str]
    marks: frozenset[str]
    compounds: dict[str, tuple[str, str]]


_Variants = Mapping[str, Mapping[str, float]]
"""Each word's variants, with how alike they are; words without any are left out."""


def _read(text: str) -> _Text:
    plain = _ACCENT.sub("", unicodedata.normalize("NFKD", text.casefold()))
    plain = _POSSESSIVE.sub("", plain)
    signs = (
        char if char in "+#" or unicodedata.category(char)[0] in "LNM" else " " for char in plain
    )
    found = [word for word in "".join(signs).split() if word.strip("+#")]
    words = [_singular(word) for word in found if word not in FILLERS] or found
    compounds = {a + b: (a, b) for a, b in pairwise(words)}
    return _Text(frozenset(words), frozenset(filter(_sets_apart, words)), compounds)


def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if word.endswith(_HISSING) else word[:-1]


def _sets_apart(word: str) -> bool:
    return word in MARKS or any(char.isdigit() for char in word)


def _score(a: _Text, b: _Text, variants: _Variants) -> float:
    if a.marks != b.marks:
        return 0.0
    shared = len(a.words & b.words)
    found = 2.0 * shared
    if shared < max(len(a.words), len(b.words)):
        found += _found(a, b, variants) + _found(b, a, variants)
    return found / (len(a.words) + len(b.words) or 1)


def _found(text: _Text, other: _Text, variants: _Variants) -> float:
    """Return how far the words of a text that are not in the other are found there."""
    rest = text.words - other.words
    if not rest:
        return 0.0
    joined = {word for c in text.compounds.keys() & other.words for word in text.compounds[c]}
    total = 0.0
    for word in rest:
        if word in joined or word in other.compounds:
            total += 1.0
        elif word in variants:
            near = variants[word]
            total += max((near[v] for v in near.keys() & other.words), default=0.0)
    return total


def _variants(words: Iterable[str]) -> dict[str, dict[str, float]]:
    """Return the words that are other forms of each other, or one letter apart."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for near, score in ((_one_letter_apart(words), SLIP), (_forms(words), FORM)):
        for a, b in near:
            found[a][b] = found[b][a] = max(score, found[a].get(b, 0.0))
    return dict(found)


def _one_letter_apart(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield pairs with the same first letter that one letter, or two swapped ones, tell apart."""
    without: dict[str, list[str]] = defaultdict(list)
    for word in words:
        if (
            sum(map(str.isalpha, word)) >= SHORTEST
            and len(word) <= LONGEST
            and not _sets_apart(word)
        ):
            for key in {word, *(word[:i] + word[i + 1 :] for i in range(1, len(word)))}:
                without[key].append(word)
    for same in without.values():
        for place, a in enumerate(same):
            yield from ((a, b) for b in same[:place] if _is_slip(a, b))


def _is_slip(a: str, b: str) -> bool:
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), None)
    if start is None:
        return abs(len(a) - len(b)) == 1
    if len(a) != len(b):
        short, long = sorted((a, b), key=len)
        return len(long) - len(short) == 1 and short[start:] == long[start + 1 :]
    if a[start + 1 :] == b[start + 1 :]:
        return True
    swapped = a[start + 1 : start + 2] + a[start]
    return b[start : start + 2] == swapped and a[start + 2 :] == b[start + 2 :]


def _forms(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of a verb and its -ing form: plan and planning, write and writing."""
    known = set(words)
    for word in known:
        if word.endswith("ing") and len(word) >= SHORTEST + 1:
            stem = word[:-3]
            doubled = stem[:-1] if stem[-1] == stem[-2] else stem
            for verb in {stem, stem + "e", doubled} & known:
                if len(verb) > 2:
                    yield verb, word


class _Index:
    """Which texts, by their places in a list, a word of another text is found in."""

    def __init__(self, texts: Sequence[_Text], variants: _Variants) -> None:
        self.variants = variants
        self.words: dict[str, set[int]] = defaultdict(set)
        self.compounds: dict[str, set[int]] = defaultdict(set)
        self._found: dict[str, set[int]] = {}
        for place, text in enumerate(texts):
            for word in text.words:
                self.words[word].add(place)
            for compound in text.compounds:
                self.compounds[compound].add(place)

    def candidates(self, text: _Text, threshold: float) -> set[int]:
        """Return the texts that at least this share of the words of a text is found in.

        The words are taken one by one, the rarest first; `within[n]` holds the texts that at
        most n of them are not found in, and is None as long as these are all.
        """
        if not text.words:
            return set()
        holders = sorted((self._holders(word, text) for word in text.words), key=len)
        missing = min(int((1 - threshold) * len(holders) + _EPSILON), len(holders) - 1)
        within: list[set[int] | None] = [None] * (missing + 1)
        for held in holders:
            for n in range(missing, -1, -1):
                before, fewer = within[n], within[n - 1] if n else set[int]()
                found = held if before is None else before & held
                within[n] = None if fewer is None else found | fewer if fewer else found
        return within[missing] or set()

    def _holders(self, word: str, text: _Text) -> set[int]:
        if word not in self._found:
            found = self.words.get(word, set()) | self.compounds.get(word, set())
            near = (
                self.words[other] for other in self.variants.get(word, ()) if other in self.words
            )
            self._found[word] = found.union(*near)
        joined = [
            self.words[compound]
            for compound, pair in text.compounds.items()
            if word in pair and compound in self.words
        ]
        return self._found[word].union(*joined) if joined else self._found[word]


def _join(
    left: Sequence[str], right: Sequence[str], threshold: float, *, itself: bool = False
) -> Iterator[tuple[int, int, float]]:
    """Yield every pair at or above the threshold, in order; of a list with itself, each once.

    The similarity is a mean of the shares of words found, one way and the other: one of the two
    is at least the threshold, and which of them is not known before. So both sides are looked up.
    """
    if not 0 < threshold <= 1:
        raise ValueError(f"The threshold must be above 0 and up to 1, not {threshold!r}.")
    texts = [_read(text) for text in left]
    others = texts if itself else [_read(text) for text in right]
    variants = _variants({word for text in (*texts, *others) for word in text.words})
    index = _Index(others, variants)
    pairs = {
        (place, other)
        for place, text in enumerate(texts)
        for other in index.candidates(text, threshold)
    }
    if itself:
        pairs = {(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]}
    else:
        index = _Index(texts, variants)
        for place, text in enumerate(others):
            pairs.update((other, place) for other in index.candidates(text, threshold))
    for first, second in sorted(pairs):
        score = _score(texts[first], others[second], variants)
        if score >= threshold - _EPSILON:
            yield first, second, score
