"""Headings that name roles, taken apart into career path and level."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from careergraph.readers.levels import GENERIC, is_level
from careergraph.readers.slugs import slug

UNNAMED = "Unnamed level"
"""The level of a role whose name says none, such as Developer beside Senior Developer."""

LONGEST = 120
"""Characters of a name that is taken apart."""

SEPARATOR = re.compile(r"\s+[-–—]\s+|\s*[/|:,]\s*|\s*\((?=[^()]*\)$)|\n")
NUMBERED = re.compile(
    rf"(?P<path>\S.*?)[\s\-–]+(?P<level>(?:(?:{GENERIC})\s*|[a-z]{{1,3}})?\d{{1,2}}|[ivx]{{1,4}})",
    re.IGNORECASE,
)
GLUED = re.compile(r"(?P<path>[^\W\d]{1,4})(?P<level>\d{1,2})")
SURE = "junior|jr\\.?|trainee|graduate|apprentice|mid|mid[- ]level|intermediate|senior|sr\\.?"
SURE += "|principal|entry[- ]level|early[- ]career|head of|director of"
LIKELY = "associate|assistant|lead|staff|expert|distinguished|chief"
PREFIX = re.compile(
    rf"(?P<level>(?:(?:{SURE}|{LIKELY})\s+)*(?:{SURE}|{LIKELY}))\s+(?P<path>(?!of\b)\S.*)",
    re.IGNORECASE,
)
SUFFIX = re.compile(
    r"(?P<path>.*\S)\s+(?P<level>lead|manager|director|principal|trainee|apprentice|intern|expert)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class RoleName:
    """A career path and a level; the level is None where the name says none."""

    path: str
    level: str | None


def take_apart(texts: Sequence[str]) -> list[RoleName]:
    """Return career path and level of each of the role names of one table.

    Words that also belong to names of careers (lead, associate, staff, ...) are a level where
    what remains is the career path of another of the names.

    >>> [(role.path, role.level) for role in take_apart(["Junior Tester", "Tester", "Test Lead"])]
    [('Tester', 'Junior'), ('Tester', None), ('Test Lead', None)]
    >>> take_apart(["Data Engineer II", "Backend / L3"])[1]
    RoleName(path='Backend', level='L3')
    """
    sure = [_sure(text) if len(text) <= LONGEST else RoleName(text, None) for text in texts]
    likely = [_likely(text) if len(text) <= LONGEST else None for text in texts]
    paths = Counter(slug(role.path) for role in sure)
    paths.update({slug(role.path) for role in likely if role})
    prefixed = Counter(slug(role.path) for role in likely if role)
    found = []
    for certain, maybe in zip(sure, likely, strict=True):
        shared = maybe and (
            prefixed[slug(maybe.path)] > 1 or any(slug(r.path) == slug(maybe.path) for r in sure)
        )
        if maybe and shared:
            found.append(maybe)
        elif (
            certain.level is None
            and (ended := SUFFIX.fullmatch(certain.path))
            and any(slug(role.path) == slug(ended["path"]) for role in sure)
        ):
            found.append(RoleName(ended["path"], ended["level"]))
        else:
            found.append(certain)
    return _same_spelling(found)


def share_taken_apart(texts: Sequence[str]) -> float:
    """Return the share of names that say a level, or the career path of one that does."""
    found = take_apart(texts)
    levelled = {slug(role.path) for role in found if role.level}
    return sum(slug(role.path) in levelled for role in found) / len(found) if found else 0.0


def are_numbered_paths(texts: Sequence[str]) -> bool:
    """Tell whether short names with numbers are roles rather than levels: IC4, IC5, M4, M5.

    >>> are_numbered_paths(["IC4", "IC5", "M4"]), are_numbered_paths(["IC4", "IC5", "M6"])
    (True, False)
    """
    found = [role for text in texts if len(text) <= LONGEST and (role := _numbered(text))]
    return (
        len(found) == len(texts) > len({role.level for role in found})
        and len({slug(role.path) for role in found}) > 1
        and not any(re.fullmatch(GENERIC, role.path, re.IGNORECASE) for role in found)
    )


def _sure(text: str) -> RoleName:
    text = text.strip()
    for mark in reversed(list(SEPARATOR.finditer(text))):
        left, right = text[: mark.start()].strip(), text[mark.end() :].strip(" )")
        if left and right and is_level(right) and not is_level(left):
            return RoleName(left, right)
        if left and right and is_level(left) and not is_level(right):
            return RoleName(right, left)
    text = " ".join(text.split())
    if numbered := _numbered(text):
        found = PREFIX.fullmatch(numbered.path)
        if found and re.match(rf"(?:{SURE})\b", found["level"], re.IGNORECASE):
            return RoleName(found["path"], f"{found['level']} {numbered.level}")
        return numbered
    found = PREFIX.fullmatch(text)
    if found and re.match(rf"(?:{SURE})(?!\w)", found["level"], re.IGNORECASE):
        return RoleName(found["path"], found["level"])
    return RoleName(text, None)


def _numbered(text: str) -> RoleName | None:
    found = NUMBERED.fullmatch(text) or GLUED.fullmatch(text)
    return RoleName(found["path"], found["level"]) if found else None


def _likely(text: str) -> RoleName | None:
    """Return what a name may say where its first words are also part of careers' names."""
    found = PREFIX.fullmatch(" ".join(text.split()))
    return RoleName(found["path"], found["level"]) if found else None


def _same_spelling(roles: list[RoleName]) -> list[RoleName]:
    """Write each career path as where it stands alone, else as first met, with a capital."""
    spelt: dict[str, str] = {}
    for role in sorted(roles, key=lambda one: one.level is not None):
        spelt.setdefault(slug(role.path), role.path[:1].upper() + role.path[1:])
    return [RoleName(spelt[slug(role.path)], role.level) for role in roles]
