"""What a level's heading says: its number, its words, and whether it is a level at all."""

from __future__ import annotations

import re
from dataclasses import dataclass

ROMAN = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5,
    "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10,
}  # fmt: skip

GENERIC = "level|lvl|grade|stage|step|tier|rank|band|niveau|stufe|nivel|livello|poziom|уровень"
"""Words that mean level and nothing else: what follows the number is the level's name."""

NUMBERED = re.compile(
    rf"(?P<prefix>(?:{GENERIC})|[a-z]{{1,4}}(?=[\d\s.\-–—]))?[\s.\-–—]*(?P<number>\d{{1,2}}|[ivx]{{1,4}})"
    r"(?:\s*[:.\-–—)(]\s*|\s+|$)(?P<name>.*?)\)?",
    re.IGNORECASE | re.DOTALL,
)

WORDS = frozenset(
    re.findall(
        r"\w+",
        "apprentice intern trainee graduate entry junior associate assistant beginner novice "
        "foundational foundation basic basics elementary awareness intermediate working mid "
        "middle regular practitioner proficient senior advanced lead leader leading staff "
        "principal expert distinguished fellow master manager director head executive chief "
        "level career early first competent professional experienced trained ",
    )
)
"""Words that matrices name levels with."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One level's heading: `number` where it has one, the label, other names of the level."""

    text: str
    number: int | None
    label: str
    others: tuple[str, ...]


def read(text: str) -> Heading:
    """Return what a heading says.

    >>> read("Level 1: Beginner")
    Heading(text='Level 1: Beginner', number=1, label='Beginner', others=('Level 1: Beginner',))
    >>> read("IC4 – Staff")
    Heading(text='IC4 – Staff', number=4, label='IC4 – Staff', others=('IC4', 'Staff'))
    >>> read("Senior").number
    """
    text = " ".join(text.split())
    found = NUMBERED.fullmatch(text)
    if found is None:
        return Heading(text, None, text, ())
    number, name = found["number"].lower(), found["name"].strip()
    roman = number in ROMAN
    if not roman and not number.isascii():
        return Heading(text, None, text, ())
    if not roman and not number.isdigit():
        return Heading(text, None, text, ())
    if roman and not found["prefix"] and name:
        return Heading(text, None, text, ())
    value = ROMAN[number] if roman else int(number)
    generic = not found["prefix"] or bool(re.fullmatch(GENERIC, found["prefix"], re.IGNORECASE))
    if not name:
        return Heading(text, value, text, ())
    if generic:
        return Heading(text, value, name, (text,))
    return Heading(text, value, text, (text[: found.end("number")], name))


def is_level(text: str) -> bool:
    """Tell whether a cell reads like the heading of a level.

    >>> is_level("L3"), is_level("Mid-level"), is_level("Data Scientist")
    (True, True, False)
    """
    if len(text) > 80:
        return False
    if read(text).number is not None:
        return True
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return bool(words) and all(word in WORDS for word in words)
