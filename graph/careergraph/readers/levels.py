"""What a level's heading says: its number, its words, and whether it is a level at all."""

from __future__ import annotations

import re
from dataclasses import dataclass

from careergraph.readers.seniority import STEP_OF

ROMAN = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5,
    "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10,
}  # fmt: skip

KANJI = {number: place for place, number in enumerate("一二三四五六七八九十", 1)}

GENERIC = (
    "level|lvl|grade|stage|step|tier|rank|band|niveau|stufe|nivel|nível|livello|poziom|grado"
    "|échelon|palier|уровень|レベル|グレード|ランク|ステージ|等級|等级|級別|级别|层级|職級|职级"
    "|레벨|등급|단계|직급"
)
"""Words that mean level and nothing else: what follows the number is the level's name."""

NUMBERED = re.compile(
    rf"(?P<prefix>(?:{GENERIC})|[a-z]{{1,4}}(?=[\d\s.\-–—]))?[\s.\-–—]*"
    r"(?:(?P<number>\d{1,2})(?P<letter>[a-d])?|(?P<roman>[ivx]{1,4}))"
    r"(?:\s*[:\uff1a.\-–—)(\uff08]\s*|\s+|$)(?P<name>.*?)[)\uff09]?",
    re.IGNORECASE | re.DOTALL,
)
COUNTED = re.compile(
    rf"第?\s*(?:(?P<number>\d{{1,2}})|(?P<kanji>[{''.join(KANJI)}]))\s*"
    r"(?:等級|等级|級|级|段階|阶段|阶|등급|급|단계)(?:\s*[:\uff1a.\-–—)(\uff08]\s*|\s+|$)(?P<name>.*?)[)\uff09]?",
    re.DOTALL,
)
"""Numbers before the word for level, as in Japanese, Chinese and Korean: 3等級, 二级, 2단계."""

FROM_THE_TOP = re.compile(r"\s*第?\s*\d{1,2}\s*(?:級|급)")
"""Grades of which the first is often the highest."""

SECTION = re.compile(r"\d{1,3}(?:\.\d{1,3})+(?!\d)")
"""The number of a section, such as 1.1, which is no level's."""

LETTERED = re.compile(rf"(?:{GENERIC})\s+(?:\d{{1,2}})?[a-z]", re.IGNORECASE)
"""Levels told by letters, such as Grade A and Band 8a."""

LONGEST = 80
"""Characters of a level's name; a longer one starts with a word for level and its number."""

GRADED = re.compile(rf"(?:{GENERIC})\s*(?:\d{{1,2}}[a-z]?\b|[a-z]$)", re.IGNORECASE)

WORDS = frozenset(
    re.findall(
        r"\w+",
        "apprentice intern trainee graduate entry junior associate assistant beginner novice "
        "foundational foundation basic basics elementary awareness intermediate working mid "
        "middle regular practitioner proficient senior advanced lead leader leading staff "
        "principal expert distinguished fellow master manager director head executive chief "
        "level career early first competent professional experienced trained ",
    )
).union(STEP_OF)
"""Words that matrices name levels with."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One level's heading: `number` where it has one, the label, other names of the level.

    `letter` parts levels of one number, as in 8a and 8b.
    """

    text: str
    number: int | None
    label: str
    others: tuple[str, ...]
    letter: str = ""


def read(text: str) -> Heading:
    """Return what a heading says.

    >>> heading = read("Level 1: Beginner")
    >>> heading.number, heading.label, heading.others
    (1, 'Beginner', ('Level 1: Beginner',))
    >>> read("IC4 – Staff").others, read("レベル3").number, read("二级").number
    (('IC4', 'Staff'), 3, 2)
    >>> read("Band 8a").number, read("Band 8a").letter, read("Senior").number
    (8, 'a', None)
    """
    text = " ".join(text.split())
    if counted := COUNTED.fullmatch(text):
        value = int(counted["number"]) if counted["number"] else KANJI[counted["kanji"]]
        return Heading(text, value, counted["name"] or text, (text,) if counted["name"] else ())
    found = NUMBERED.fullmatch(text)
    if found is None or SECTION.match(text):
        return Heading(text, None, text, ())
    prefix, name, letter = found["prefix"], found["name"].strip(), found["letter"] or ""
    if found["roman"] and (found["roman"].lower() not in ROMAN or (name and not prefix)):
        return Heading(text, None, text, ())
    if letter and not prefix and (name or letter.isupper()):
        return Heading(text, None, text, ())  # 3D is no level
    value = ROMAN[found["roman"].lower()] if found["roman"] else int(found["number"])
    generic = not prefix or bool(re.fullmatch(GENERIC, prefix, re.IGNORECASE))
    letter = letter.lower()
    if not name:
        return Heading(text, value, text, (), letter)
    if generic:
        return Heading(text, value, name, (text,), letter)
    end = found.end("roman") if found["roman"] else max(found.end("number"), found.end("letter"))
    return Heading(text, value, text, (text[:end], name), letter)


def counts_from_the_top(text: str) -> bool:
    """Tell whether a heading is a grade of which the first is often the highest, such as 1級."""
    return FROM_THE_TOP.match(text) is not None


def is_level(text: str) -> bool:
    """Tell whether a cell reads like the heading of a level.

    >>> is_level("L3"), is_level("Mid-level"), is_level("Data Scientist")
    (True, True, False)
    """
    if len(text) > LONGEST:
        return is_graded(text)
    if read(text).number is not None or LETTERED.fullmatch(text.strip()):
        return True
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return bool(words) and all(word in WORDS for word in words)


def is_sure(text: str) -> bool:
    """Tell whether a level's heading can hardly be anything else, such as a numbered name.

    >>> is_sure("Senior"), is_sure("Level 2: Able"), is_sure("L3"), is_sure("2. Planning")
    (True, True, True, False)
    """
    found = NUMBERED.fullmatch(" ".join(text.split()))
    if found is None or read(text).number is None:
        return is_level(text)
    prefix = found["prefix"] or ""
    glued = prefix and text.lstrip()[len(prefix) : len(prefix) + 1].isdigit()
    return bool(is_graded(text) or glued or not (prefix or found["name"]))


def is_graded(text: str) -> bool:
    """Tell whether a text is a word for level and its number or letter, as in Grade 7."""
    return GRADED.match(text.strip()) is not None
