"""A document with a heading for each level and its skills in lists under it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise
from pathlib import PurePath

from careergraph.errors import MatrixError
from careergraph.readers.levels import WORDS, is_level, read
from careergraph.readers.ranks import plain
from careergraph.readers.requirements import Requirements, Role, Spot
from careergraph.readers.slugs import slug
from careergraph.readers.tables import MAX_ROWS, Table

NAME = "headings and lists"
FEWEST_LEVELS = 2
"""One heading that reads like a level may be chance."""

MAX_BLOCKS = MAX_ROWS
"""Headings and points; 200 career paths at 10 levels with 10 skills each have 22,200."""

LONGEST_HEADING = 80
LONGEST_SAID = 300
GROUP = re.compile(r".*:|(\*\*|__).*\1:?", re.DOTALL)
"""A point that introduces those under it: it ends in a colon or is all bold."""

SENIORITY = frozenset(
    {
        "junior", "senior", "staff", "principal", "lead", "associate", "mid", "middle", "entry",
        "distinguished", "graduate", "trainee", "apprentice", "intern", "fellow", "chief", "head",
    }
)  # fmt: skip
"""Words that make a level of a job title that they start, such as Senior engineer."""

NUMBERED_TITLE = re.compile(r".*\w\s+(?:[IVX]{1,4}|\d{1,2})|.*\([A-Z]{1,4}\d{1,2}\)")
NO_PATH = WORDS | {
    "levels", "ladder", "matrix", "grades", "skills", "competencies", "expectations", "roles",
    "progression", "framework", "path", "paths", "by", "the", "and", "of", "our", "per",
    "definitions", "descriptions", "individual", "contributors",
}  # fmt: skip
"""Words that a heading between a career path and its levels is made of."""


@dataclass(slots=True)
class Block:
    """A heading (depth from 1) or an item of a list (depth from 1) with its text and line."""

    text: str
    line: int
    depth: int
    is_item: bool = False


@dataclass(slots=True)
class _Section:
    """A heading with the items under it, up to the next heading."""

    heading: Block
    above: tuple[Block, ...]
    items: list[Block]


def read_outline(file: str, blocks: Iterable[Block]) -> list[Table]:
    """Return the requirements of a document in the long form, if headings of it name levels.

    Parameters
    ----------
    file : str
        Name of the file.
    blocks : iterable of Block
        Headings and items in the order of the document.

    Returns
    -------
    list of Table
        One table, or none where fewer than two headings with lists read like levels.

    Raises
    ------
    MatrixError
        There are more than `MAX_BLOCKS` headings and items.
    """
    found = list(islice(blocks, MAX_BLOCKS + 1))
    if len(found) > MAX_BLOCKS:
        raise MatrixError(
            f"{file}, line {found[-1].line}: there are more than {MAX_BLOCKS:,} headings and "
            "points, which no matrix has. Keep those of the matrix only."
        )
    sections = _sections(found)
    depth = _level_depth(sections)
    return [] if depth is None else [_Reading(file, depth).table(sections)]


@lru_cache(maxsize=4096)
def reads_like_level(text: str) -> bool:
    """Tell whether a heading of a document reads like a level, alone or in a job title.

    >>> [reads_like_level(t) for t in ("Level 2", "Staff engineer", "Engineer II", "1. Purpose")]
    [True, True, True, False]
    """
    text = plain(text)
    if len(text) > LONGEST_HEADING:
        return False
    found = read(text)
    if found.number is not None:
        name = text.lstrip("0123456789").lstrip(" .:)-–—")
        return name == text or _in_words(name)
    return _in_words(text)


def _in_words(text: str) -> bool:
    first = re.split(r"[\W_]+", text.casefold(), maxsplit=1)[0]
    return first in SENIORITY or bool(NUMBERED_TITLE.fullmatch(text)) or is_level(text)


def _sections(blocks: Iterable[Block]) -> list[_Section]:
    """Return every heading with its items; items before the first heading are left out."""
    found: list[_Section] = []
    above: list[Block] = []
    for block in blocks:
        if block.is_item:
            if found:
                found[-1].items.append(block)
            continue
        while above and above[-1].depth >= block.depth:
            above.pop()
        found.append(_Section(block, tuple(above), []))
        above.append(block)
    return found


def _level_depth(sections: Sequence[_Section]) -> int | None:
    """Return the outermost depth at which most headings with lists read like levels."""
    with_items: dict[int, list[Block]] = {}
    for section in sections:
        if section.items:
            for heading in (*section.above, section.heading):
                same = with_items.setdefault(heading.depth, [])
                if not same or same[-1] is not heading:
                    same.append(heading)
    for depth in sorted(with_items):
        like = [reads_like_level(heading.text) for heading in with_items[depth]]
        if sum(like) >= FEWEST_LEVELS and 2 * sum(like) >= len(like):
            return depth
    return None


class _Reading:
    """Reads sections whose levels stand at one depth."""

    def __init__(self, file: str, depth: int) -> None:
        self.file = file
        self.depth = depth
        self.gathered = Requirements(file, NAME)
        self.areas: dict[str, None] = {}
        self.outside: list[Block] = []
        self.lines: dict[tuple[str, str], int] = {}

    def table(self, sections: Sequence[_Section]) -> Table:
        """Return what the levels require, and say what is left out."""
        notes = self.gathered.notes
        notes.append(
            f"Headings of depth {self.depth} are read as levels, the lists under them as skills. "
            "Paragraphs are not read."
        )
        known = {
            word
            for section in sections
            if section.heading.depth == self.depth and reads_like_level(section.heading.text)
            for word in _words(section.heading.text)
        }
        for section in sections:
            chain = (*section.above, section.heading)
            level = next((h for h in chain if h.depth == self.depth), None)
            if level is None or not (reads_like_level(level.text) or _words(level.text) <= known):
                self.outside += section.items
                continue
            if section.heading is not level:
                self.areas.setdefault(plain(section.heading.text))
            self._level(section, level, [h for h in chain if h.depth < self.depth])
        if self.areas:
            notes.append(f"Headings under levels are not kept: {', '.join(self.areas)}.")
        if self.outside:
            notes.append(
                f"Points outside of levels are not read: {len(self.outside)}, the first in line "
                f"{self.outside[0].line}, {self.outside[0].text[:80]!r}."
            )
        return self.gathered.table()

    def _level(self, section: _Section, level: Block, above: list[Block]) -> None:
        path = next((h for h in reversed(above) if not _words(h.text) <= NO_PATH), None)
        role = Role(
            Spot(plain(path.text), path.line) if path else Spot(PurePath(self.file).stem, 1),
            Spot(plain(level.text), level.line),
        )
        key = (slug(role.path.text), slug(role.level.text))
        first = self.lines.setdefault(key, level.line)
        again: tuple[str, ...] = ()
        if first != level.line:
            again = (f"The heading of its level stands twice, first in line {first}.",)
        for skill, doubts in _skills(section.items):
            self.gathered.add(role, Spot(skill.text, skill.line), (*doubts, *again))


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", plain(text).casefold()))


def _skills(items: Sequence[Block]) -> Iterator[tuple[Block, tuple[str, ...]]]:
    """Yield the skills of a list that may hold lists."""
    families = [(items[start], items[start + 1 : end]) for start, end in _families(items)]
    only_groups = len(families) > 1 and all(children for _, children in families)
    for item, children in families:
        if not children:
            yield item, ()
        elif only_groups or GROUP.fullmatch(item.text):
            name = plain(item.text).rstrip(" :")
            why = f"It stands under {name!r}, which is read as the name of a group, not as a skill."
            for skill, doubts in _skills(children):
                yield skill, (*doubts, why)
        else:
            said = "; ".join(plain(child.text) for child in children)
            yield item, (f"The points under it are read as its explanation: {said[:LONGEST_SAID]}",)


def _families(items: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Yield where each item of the outermost list starts and where the items under it end."""
    starts = [0] if items else []
    for place, item in enumerate(items[1:], 1):
        if item.depth <= items[starts[-1]].depth:
            starts.append(place)
    yield from pairwise([*starts, len(items)])
