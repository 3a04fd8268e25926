"""What a cell says of a skill whose row and column name it: required or not, how well."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from careergraph.readers.cells import PLACEHOLDERS, split

TICKS = frozenset("✓✔☑✅🗸") | {"✔️", "☑️"}
REQUIRED = (
    TICKS
    | frozenset({"yes", "y", "x", "true", "•", "required", "essential", "must", "must have"})
    | frozenset({"mandatory", "core", "ja", "oui", "sí"})
)
"""Words and signs for required that say no proficiency."""

REFUSED = frozenset(
    {"no", "n", "false", "none", "nil", "nein", "non", "not required", "not needed"}
)
REFUSED |= frozenset({"not applicable", "✗", "✘", "❌", "☐", "☆", "\u00d7"})
OPTIONAL = frozenset({"optional", "nice to have", "desirable", "preferred", "recommended", "bonus"})
UNKNOWN = frozenset({"?", "tbd", "tba", "tbc"})
ESSENTIAL_LETTERS, OPTIONAL_LETTERS = frozenset("mre"), frozenset("od")
"""Mandatory, required, essential; optional, desirable: where a table has both, and no others."""

SCALE_WORDS = frozenset(
    re.findall(
        r"\w+",
        "awareness aware basic basics foundation foundational fundamental fundamentals beginner "
        "novice elementary introductory introduction entry working practitioner proficient "
        "proficiency intermediate competent competence competency skilled experienced advanced "
        "expert expertise mastery master specialist strong strategic leading lead leads low medium "
        "high moderate knowledge familiar familiarity understanding understand exposure learner "
        "learning developing developed apply applying applies follow assist enable ensure advise "
        "initiate influence inspire mobilise strategy fluent native conversational limited some "
        "good very excellent full mentor mentors teach teaches coach guided supervised independent "
        "independently autonomous practical theoretical level and of "
        "grundkenntnisse anwender kenner könner experte débutant intermédiaire avancé básico "
        "intermedio avanzado experto",
    )
)
"""Words that proficiency is said with."""

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
ZERO = re.compile(r"0(?:[.,]0+)?\s*%?(?:\s*/\s*\d+)?|0\s*[-–—:=(]\s*[^\W\d].*|☆+|[○⚪]")
FROM_ZERO = re.compile(rf"0{DASH}{NUMBER}")
ARROW = re.compile(r"\s*(?:→|⇒|➔|➜|➡️?|-+>|=>)\s*|\s+>\s+|(?<=\d)>(?=\d)")
BRACKETS = re.compile(r"\((?P<inner>[^()]+)\)")
WISHED = re.compile(rf"(?P<inner>.+?)[\s,;:(\[–-]+(?:{'|'.join(sorted(OPTIONAL))})[)\]]?", re.I)
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
        self.crosses_refuse = bool(self.values & TICKS) and "x" in self.values
        self.marks: AbstractSet[str] = frozenset()
        letters = {value for value in self.values if len(value) == 1 and value.isalpha()}
        self.lettered = (
            letters <= ESSENTIAL_LETTERS | OPTIONAL_LETTERS
            and bool(letters & ESSENTIAL_LETTERS)
            and bool(letters & OPTIONAL_LETTERS)
        )
        asked = [value for value in self.values if self.read(value).required]
        if len(asked) == 1 and len(asked[0]) == 1 and not asked[0].isalnum():
            self.marks = frozenset(asked) if counts[asked[0]] > 1 else frozenset()
        self._found.clear()
        self.known_share = self._share(counts)
        self.words = frozenset(
            value
            for value, uses in counts.items()
            if uses >= USES_OF_A_WORD and len(value) <= LONGEST
        )
        self._found.clear()
        self.share = self._share(counts)

    def _share(self, counts: Counter[str]) -> float:
        known = sum(uses for value, uses in counts.items() if self.read(value).known)
        return known / max(1, counts.total())

    def notes(self) -> list[str]:
        """Return what reading the cells of this table rests on."""
        said = []
        if self.crosses_refuse:
            said.append("There are ticks and crosses; a cross is read as not required.")
        if self.lettered:
            said.append("The letters M, R and E are read as essential, O and D as optional.")
        return said

    def is_one(self) -> bool:
        """Tell whether most cells hold values, and few distinct ones."""
        return self.share >= MOST and 0 < len(self.values) <= MOST_VALUES

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
        if not STARS.fullmatch(text):
            items = split(text, (text,))
            if not items:
                return Rating(False)
            text = items[0].text
            doubts = (FOOTNOTE_LEFT_OUT,) if items[0].doubts else ()
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
        if key in REQUIRED | self.marks or (self.lettered and key in ESSENTIAL_LETTERS):
            return Rating(True)
        if key.replace("-", " ") in OPTIONAL or (self.lettered and key in OPTIONAL_LETTERS):
            return Rating(True, essential=False)
        if VALUE.fullmatch(key) or _is_worded(key) or key in self.words:
            return Rating(True, proficiency=text)
        return _unknown(text)


def is_unknown(text: str) -> bool:
    """Tell whether a cell says that it is not yet known what is required."""
    return _key(text) in UNKNOWN


def _unknown(text: str) -> Rating:
    why = f"{text[:LONGEST]!r} is no value of a known scale; it is kept as the proficiency."
    return Rating(True, proficiency=text, doubts=(why,), known=False)


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


def _is_worded(key: str) -> bool:
    words = re.findall(r"[^\W\d_]+", key)
    return len(key) <= LONGEST and bool(words) and all(word in SCALE_WORDS for word in words)
