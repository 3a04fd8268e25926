"""What a cell says of a skill whose row and column name it: required or not, how well."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from careergraph.readers import scale_words
from careergraph.readers.cells import PLACEHOLDERS, split

TICKS = frozenset("✓✔☑✅🗸") | {"✔️", "☑️"}
REQUIRED = TICKS | scale_words.REQUIRED | frozenset({"x", "•"})
"""Words and signs for required that say no proficiency."""

REFUSED = scale_words.REFUSED | frozenset("✗✘❌✕✖☓☐☆\u00d7")
FILLED = frozenset("◔◑◕●◐")
CIRCLES = frozenset("○◯\u3007")
MARKS = ("◎", *sorted(CIRCLES), "△", "▲")
"""Marks of Japanese tables, the highest first; beside them a cross is no."""

ESSENTIAL_LETTERS, OPTIONAL_LETTERS = frozenset("mre"), frozenset("od")
"""Mandatory, required, essential; optional, desirable: where a table has both, and no others."""

NUMBER = r"\d{1,3}(?:[.,]\d{1,2})?"
DASH = r"\s*(?:-|–|—|\u2212|to|\.\.)\s*"
VALUE = re.compile(
    rf"(?:level|lvl|stage|grade|[lpk])?\s*[<>≤≥~]?\s*{NUMBER}\s*[+%]?"
    rf"|{NUMBER}\s*%?{DASH}{NUMBER}\s*%?"
    rf"|{NUMBER}\s*(?:/|of|out of)\s*{NUMBER}"
    r"|[★⭐✩✪*][★☆⭐✩✪*]{0,9}|[○◔◑◕●◐]|[a-f][+-]?|[abc][12]\+?|i|ii|iii|iv|vi|vii",
    re.IGNORECASE,
)
"""Numbers, ranges, shares, stars, quarters of a circle, letters, CEFR and SFIA levels."""

NUMERIC = re.compile(r"[\d.,\s%+/–—-]+")
STARS = re.compile(r"[★☆⭐✩✪*]{1,10}")
ZERO = re.compile(r"0(?:[.,]0+)?\s*%?(?:\s*/\s*\d+)?|0\s*[-–—:=(]\s*[^\W\d].*|☆+|[○◯\u3007⚪]")
FROM_ZERO = re.compile(rf"0{DASH}{NUMBER}")
ARROW = re.compile(r"\s*(?:→|⇒|➔|➜|➡️?|-+>|=>)\s*|\s+>\s+|(?<=\d)>(?=\d)")
BRACKETS = re.compile(r"\((?P<inner>[^()]+)\)")
WISHES = "|".join(map(re.escape, sorted(scale_words.OPTIONAL)))
WISHED = re.compile(rf"(?P<inner>.+?)[\s,;:(\[–-]+(?:{WISHES})[)\]]?", re.I)
DATE = re.compile(
    r"\d{4}-\d\d-\d\d(?: 00:00:00)?|\d{1,2}[-. ](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[-. ]\d{1,2}",
    re.IGNORECASE,
)
FOOTNOTE_LEFT_OUT = "The footnote mark is left out of the proficiency."
LONGEST = 40
"""Characters of a value; the longest in use are such as "Working with supervision"."""

LONGEST_CELL = 200
"""Characters that are looked at for a value; a development of five steps is under a hundred."""

USES_OF_A_WORD = 3
"""An unknown word is a value of a table's scale when this many cells hold it."""

MOST = 0.8
"""The share of values among the cells of a table of them; the rest are slips and remarks."""

MOST_VALUES = 12
"""Distinct values of a scale: ten steps, and two signs."""


@dataclass(frozen=True, slots=True)
class Rating:
    """What a cell says. `known` is False where its text is no value of a scale."""

    required: bool
    essential: bool = True
    proficiency: str | None = None
    doubts: tuple[str, ...] = ()
    known: bool = True


class Scale:
    """The values of one table, which may give each other their meaning.

    `known_share` is the share of cells whose text is a value anywhere, `share` of those that are
    one in this table.

    Examples
    --------
    >>> scale = Scale(["2", "0-1", "3 → 4 → 5", "x", "(x)", "–"])
    >>> scale.read("3 → 4 → 5").proficiency
    '5'
    >>> scale.read("0-1").essential, scale.read("(x)").essential, scale.read("–").required
    (False, False, False)
    """

    def __init__(self, texts: Iterable[str]) -> None:
        counts = Counter(key for text in texts if (key := _key(text)))
        self._found: dict[str, Rating] = {}
        self.values = frozenset(counts)
        self.words: frozenset[str] = frozenset()
        self.marks = _marks(self.values)
        self.crosses_refuse = bool(self.marks or self.values & TICKS) and "x" in self.values
        self.ticks: AbstractSet[str] = frozenset()
        letters = {value for value in self.values if len(value) == 1 and value.isalpha()}
        self.lettered = (
            letters <= ESSENTIAL_LETTERS | OPTIONAL_LETTERS
            and bool(letters & ESSENTIAL_LETTERS)
            and bool(letters & OPTIONAL_LETTERS)
        )
        asked = [value for value in self.values if self.read(value).required]
        if len(asked) == 1 and len(asked[0]) == 1 and not asked[0].isalnum():
            self.ticks = frozenset(asked) if counts[asked[0]] > 1 else frozenset()
        self._found.clear()
        self.known_share = self._share(counts)
        self.words = frozenset(
            value
            for value, uses in counts.items()
            if uses >= USES_OF_A_WORD and len(value) <= LONGEST
        )
        self._found.clear()
        self.share = self._share(counts)
        self.repeated = sum(n for n in counts.values() if n > 1) / max(1, counts.total())

    def _share(self, counts: Counter[str]) -> float:
        known = sum(uses for value, uses in counts.items() if self.read(value).known)
        return known / max(1, counts.total())

    def notes(self) -> list[str]:
        """Return what reading the cells of this table rests on."""
        said = []
        if self.crosses_refuse:
            said.append("There are ticks or circles, and crosses; a cross is read as not required.")
        if len(self.marks) > 1:
            said.append(f"The marks {', '.join(self.marks)} are a scale, the highest first.")
        if self.lettered:
            said.append("The letters M, R and E are read as essential, O and D as optional.")
        return said

    def is_one(self) -> bool:
        """Tell whether most cells hold values, and few distinct ones."""
        return self.share >= MOST and 0 < len(self.values) <= MOST_VALUES

    def repeats(self) -> bool:
        """Tell whether a few texts stand in most cells, known as values or not."""
        return self.repeated >= MOST and len(self.values) <= MOST_VALUES

    def is_numeric(self) -> bool:
        """Tell whether the cells hold numbers and nothing else."""
        return all(NUMERIC.fullmatch(value) or value in PLACEHOLDERS for value in self.values)

    def read(self, text: str) -> Rating:
        """Return what a cell says; a blank one says that the skill is not required."""
        if text not in self._found:
            self._found[text] = self._uncached(" ".join(text.split()))
        return self._found[text]

    def _uncached(self, text: str) -> Rating:
        doubts: tuple[str, ...] = ()
        if len(text) > LONGEST_CELL:
            return _unknown(text)
        if text in self.marks:
            return Rating(True, proficiency=text if len(self.marks) > 1 else None)
        if not STARS.fullmatch(text) and text not in CIRCLES:
            items = split(text, (text,))
            if not items:
                return Rating(False)
            text = items[0].text
            marked = any("footnote" in doubt for doubt in items[0].doubts)
            doubts = (FOOTNOTE_LEFT_OUT,) if marked else ()
        found = self._read(text)
        return replace(found, doubts=(*doubts, *found.doubts))

    def _read(self, text: str) -> Rating:
        steps = [step for step in ARROW.split(text) if step]
        if len(steps) > 1:
            why = (
                f"{text!r} is a development within the level; its last step, {steps[-1]!r}, is "
                "read as what the role requires."
            )
            return self._with(steps[-1], why)
        if brackets := BRACKETS.fullmatch(text):
            return self._with(brackets["inner"], "The brackets are read as optional.", wished=True)
        if wished := WISHED.fullmatch(text):
            return self._with(wished["inner"], wished=True)
        if FROM_ZERO.fullmatch(text):
            why = "The range starts at 0, so the skill is read as optional."
            return Rating(True, essential=False, proficiency=text, doubts=(why,))
        return self._value(text)

    def _with(self, text: str, *doubts: str, wished: bool = False) -> Rating:
        found = self._read(text.strip())
        essential = found.essential and not wished
        return replace(found, essential=essential, doubts=(*doubts, *found.doubts))

    def _value(self, text: str) -> Rating:
        key = text.casefold()
        if key in REFUSED or ZERO.fullmatch(key) or (key == "x" and self.crosses_refuse):
            return Rating(False)
        if key in REQUIRED | self.ticks or (self.lettered and key in ESSENTIAL_LETTERS):
            return Rating(True)
        if key.replace("-", " ") in scale_words.OPTIONAL or (
            self.lettered and key in OPTIONAL_LETTERS
        ):
            return Rating(True, essential=False)
        if VALUE.fullmatch(key) or _is_worded(key) or key in self.words:
            return Rating(True, proficiency=text)
        return _unknown(text)


def _marks(values: AbstractSet[str]) -> tuple[str, ...]:
    """Return the marks that are values of a table; circles beside filled ones or ticks are none."""
    if values & (FILLED | TICKS):
        return ()
    return tuple(mark for mark in MARKS if mark in values)


def is_unknown(text: str) -> bool:
    """Tell whether a cell says that it is not yet known what is required."""
    return _key(text) in scale_words.UNKNOWN


def _unknown(text: str) -> Rating:
    why = f"{text[:LONGEST]!r} is no value of a known scale; it is kept as the proficiency."
    return Rating(True, proficiency=text, doubts=(why,), known=False)


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


def _is_worded(key: str) -> bool:
    words = re.findall(r"[^\W\d_]+", key)
    return len(key) <= LONGEST and bool(words) and all(word in scale_words.SCALE for word in words)
