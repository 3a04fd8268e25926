"""What stands around a concept: named lists, complete, of which a picture draws the first few.

`explorer_sections.js` says the same in the page; a test holds the two equal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from careergraph.views.explorer.atlas import Atlas, Rows


@dataclass(frozen=True, slots=True)
class Section:
    """One list around a concept.

    Parameters
    ----------
    key : str
        Its name in data.
    title : str
        Its heading.
    of : str
        The kind of concept that has it: role, skill, group or home, the page's start.
    column : int
        Where the picture draws it: left of the concept below zero, right of it above.
    most : int
        How many of it a picture draws.
    relation : str
        What its lines say.
    inward : bool
        Whether the relation leads from the listed to the concept.
    """

    key: str
    title: str
    of: str
    column: int
    most: int
    relation: str
    inward: bool = False


SECTIONS = (
    Section("earlier", "Comes after", "role", -1, 3, "leads to", True),
    Section("later", "Leads to", "role", -1, 3, "leads to"),
    Section("near", "Nearest roles", "role", -1, 12, "shares skills with"),
    Section("broader", "Broader roles", "role", -1, 3, "is narrower than"),
    Section("narrower", "Narrower roles", "role", -1, 4, "is narrower than", True),
    Section("essential", "Essential skills", "role", 1, 22, "requires"),
    Section("optional", "Optional skills", "role", 2, 22, "has use for"),
    Section("inherited", "Required by earlier levels", "role", 2, 22, "requires through"),
    Section("essentialFor", "Essential for", "skill", -1, 22, "requires", True),
    Section("optionalFor", "Optional for", "skill", -2, 22, "has use for", True),
    Section("broader", "Broader", "skill", 1, 4, "is narrower than"),
    Section("narrower", "Narrower", "skill", 1, 8, "is narrower than", True),
    Section("needs", "Needs these skills", "skill", 1, 4, "needs"),
    Section("uses", "Has use for these skills", "skill", 1, 4, "has use for"),
    Section("neededBy", "Is needed by these skills", "skill", 1, 4, "needs", True),
    Section("usedBy", "Is of use for these skills", "skill", 1, 4, "has use for", True),
    Section("shortens", "Shortens learning", "skill", 2, 10, "transfers to"),
    Section("shortenedBy", "Is shortened by", "skill", 2, 10, "transfers to", True),
    Section("broader", "Broader", "group", -1, 4, "is narrower than"),
    Section("groups", "Groups", "group", 1, 22, "is narrower than", True),
    Section("roles", "Roles", "group", 2, 22, "is in", True),
    Section("skills", "Skills", "group", 2, 22, "is narrower than", True),
    Section("roleGroups", "Groups of roles", "home", 1, 22, "has"),
    Section("skillGroups", "Groups of skills", "home", 2, 22, "has"),
    Section("most", "Most required skills", "home", -1, 14, "has"),
)
"""Every section, in the order of the lists. Editorial: 22 boxes fill the height of a screen."""

HOME = -1
"""Stands for the page's start, where a concept's number is asked for."""


class Surroundings:
    """The sections of the concepts of an atlas."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._of: Mapping[str, Callable[[int], Mapping[str, list[int]]]] = {
            "role": self._role,
            "skill": self._skill,
            "group": self._group,
            "home": self._home,
        }

    def kind(self, concept: int) -> str:
        """Return whether a number is that of a role, a skill, a group, or home."""
        if concept < 0:
            return "home"
        return ("role", "skill", "group")[
            (concept >= self._atlas.roles) + (concept >= self._atlas.roles + self._atlas.skills)
        ]

    def around(self, concept: int) -> list[tuple[Section, list[int]]]:
        """Return the sections of a concept that are not empty, each with all that it lists."""
        kind = self.kind(concept)
        lists = self._of[kind](concept)
        return [(one, lists[one.key]) for one in SECTIONS if one.of == kind and lists.get(one.key)]

    def _role(self, role: int) -> dict[str, list[int]]:
        atlas = self._atlas
        own = set(atlas.essential[role])
        return {
            "earlier": self._earlier.get(role, []),
            "later": list(atlas.later[role]),
            "near": self._near(role),
            "broader": list(atlas.broader[role]),
            "narrower": self._narrower.get(role, []),
            "essential": self._rarest_first(atlas.essential[role]),
            "optional": self._rarest_first(atlas.optional[role]),
            "inherited": self._rarest_first(sorted(self._required[role] - own)),
        }

    def _skill(self, skill: int) -> dict[str, list[int]]:
        atlas, place = self._atlas, skill - self._atlas.roles
        narrower = self._narrower.get(skill, [])
        return {
            "essentialFor": self._essential_for.get(skill, []),
            "optionalFor": self._optional_for.get(skill, []),
            "broader": list(atlas.broader[skill]),
            "narrower": narrower,
            "needs": list(atlas.related_essential[place]),
            "uses": list(atlas.related_optional[place]),
            "neededBy": self._turned(atlas.related_essential, skill),
            "usedBy": self._turned(atlas.related_optional, skill),
            "shortens": list(atlas.transfers[place]),
            "shortenedBy": self._turned(atlas.transfers, skill),
        }

    def _group(self, group: int) -> dict[str, list[int]]:
        narrower = self._narrower.get(group, [])
        roles = [role for role, path in enumerate(self._atlas.path) if path == group]
        return {
            "broader": list(self._atlas.broader[group]),
            "groups": [one for one in narrower if one in self._filled],
            "roles": sorted({*roles, *(one for one in narrower if self.kind(one) == "role")}),
            "skills": [one for one in narrower if self.kind(one) == "skill"],
        }

    def _home(self, _: int) -> dict[str, list[int]]:
        atlas = self._atlas
        first = atlas.roles + atlas.skills
        tops = sorted(one for one in self._filled if not atlas.broader[one])
        of_roles = self._above(atlas.path)
        skills = [skill for skill in range(atlas.roles, first) if self._count[skill]]
        return {
            "most": sorted(skills, key=lambda skill: (-self._count[skill], skill)),
            "roleGroups": [one for one in tops if one in of_roles],
            "skillGroups": [one for one in tops if one not in of_roles],
        }

    @cached_property
    def _filled(self) -> set[int]:
        """The groups that roles or skills are in, themselves or through groups below."""
        first = self._atlas.roles + self._atlas.skills
        held = (self._atlas.path, *self._atlas.broader[:first])
        return {one for one in self._above(chain.from_iterable(held)) if one >= first}

    def _above(self, concepts: Iterable[int]) -> set[int]:
        """Return some concepts and all that is broader."""
        found: set[int] = set()
        waiting = list(concepts)
        while waiting:
            concept = waiting.pop()
            if concept not in found:
                found.add(concept)
                waiting.extend(self._atlas.broader[concept])
        return found

    def _near(self, role: int) -> list[int]:
        """Return the roles that share essential skills, the best fit first.

        Fit is what both require as a share of what either does; of equal fit, the role of which
        more is covered comes first, as in `careergraph.moves`.
        """
        required = self._required
        shared = Counter(
            other for skill in required[role] for other in self._requiring.get(skill, ())
        )
        del shared[role]
        size = len(required[role])

        def order(other: int) -> tuple[float, float, int]:
            both, whole = shared[other], len(required[other])
            return (-both / (size + whole - both), -both / whole, other)

        return sorted(shared, key=order)

    def _rarest_first(self, skills: Iterable[int]) -> list[int]:
        return sorted(skills, key=lambda skill: (self._count[skill], skill))

    def _turned(self, rows: Rows, skill: int) -> list[int]:
        roles = self._atlas.roles
        return [place + roles for place, row in enumerate(rows) if skill in row]

    @cached_property
    def _required(self) -> list[set[int]]:
        """The essential skills of each role, those of the roles before it too where they count."""
        atlas = self._atlas
        required = []
        for role in range(atlas.roles):
            seen, waiting = {role}, [role]
            while atlas.cumulative and waiting:
                for earlier in self._earlier.get(waiting.pop(), ()):
                    if earlier not in seen:
                        seen.add(earlier)
                        waiting.append(earlier)
            required.append({skill for one in seen for skill in atlas.essential[one]})
        return required

    @cached_property
    def _requiring(self) -> dict[int, list[int]]:
        return _inverse(self._required)

    @cached_property
    def _essential_for(self) -> dict[int, list[int]]:
        return _inverse(self._atlas.essential)

    @cached_property
    def _optional_for(self) -> dict[int, list[int]]:
        return _inverse(self._atlas.optional)

    @cached_property
    def _earlier(self) -> dict[int, list[int]]:
        return _inverse(self._atlas.later)

    @cached_property
    def _narrower(self) -> dict[int, list[int]]:
        return _inverse(self._atlas.broader)

    @cached_property
    def _count(self) -> Counter[int]:
        """How many statements require each skill, as essential or optional."""
        return Counter(
            skill
            for rows in (self._atlas.essential, self._atlas.optional)
            for row in rows
            for skill in row
        )


def _inverse(rows: Iterable[Iterable[int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for start, row in enumerate(rows):
        for end in row:
            found.setdefault(end, []).append(start)
    return found
