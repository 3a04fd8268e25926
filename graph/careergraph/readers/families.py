"""Nested job families: career paths that hold levels that hold skills, told by their keys."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from careergraph.readers import keys, skills
from careergraph.readers.levels import is_level
from careergraph.readers.nodes import Node
from careergraph.readers.requirements import Requirements, Role, Spot
from careergraph.readers.skills import Left, Skill, key_of, spot
from careergraph.readers.slugs import slug
from careergraph.readers.tables import Table

Units = tuple[Spot, ...]
"""The names of the families, career paths and roles around a skill, outermost first."""


def looks_nested(root: Node) -> bool:
    """Tell whether keys name career paths, levels or skills one inside another."""
    return any(
        slug(key) in keys.LEVELS | keys.SKILLS
        or (slug(key) in keys.UNITS and keys.hold_mappings(value))
        or (bool(value.pairs) and is_level(key))
        for node in keys.mappings(root)
        for key, value in node.pairs.items()
        if not value.is_scalar
    )


def read(root: Node) -> Table:
    """Return one row for each skill that a nested job family requires.

    Raises
    ------
    MatrixError
        No skill stands under a level, or a skill is no text.
    """
    walk = _Walk()
    walk.unit(root, (), None)
    if not walk.found:
        shown = ", ".join(list(dict.fromkeys(k for n in keys.mappings(root) for k in n.pairs))[:12])
        raise root.fault(
            f"its keys ({shown}) name no skills under a level. Write it as {keys.EXAMPLE}"
        )
    gathered = Requirements(root.file, "nested keys")
    gathered.notes.append("Career paths, levels and skills are told by their keys.")
    gathered.notes += walk.left.notes()
    labels = _labels(root, [units for units, _, _ in walk.found], gathered.notes)
    for units, level, skill in walk.found:
        gathered.add(Role(labels[units], level), skill.spot, skill.doubts, skill.stated)
    return gathered.table()


def _labels(root: Node, found: Sequence[Units], notes: list[str]) -> dict[Units, Spot]:
    """Return each career path's label: the innermost name, with those around it where needed."""
    inner: dict[str, set[tuple[str, ...]]] = {}
    for units in found:
        names = tuple(unit.text for unit in units)
        inner.setdefault(slug(names[-1]) if names else "", set()).add(names)
    labels: dict[Units, Spot] = {}
    around: dict[str, None] = {}
    for units in dict.fromkeys(found):
        if not units:
            labels[units] = Spot(PurePath(root.file).stem, root.line)
            notes.append("Nothing names the career path; it has the name of the file.")
        elif len(inner[slug(units[-1].text)]) > 1:
            labels[units] = Spot(", ".join(unit.text for unit in units), units[-1].line)
        else:
            labels[units] = units[-1]
            around |= dict.fromkeys(unit.text for unit in units[:-1])
    if around:
        notes.append(f"What career paths stand under is not kept: {', '.join(around)}.")
    return labels


class _Walk:
    """Goes from the root to the skills, and keeps what it finds and what it leaves out."""

    def __init__(self) -> None:
        self.found: list[tuple[Units, Spot, Skill]] = []
        self.left = Left()

    def unit(self, node: Node, units: Units, level: Spot | None) -> None:
        """Read a family, a career path or a role: a mapping, or a list of them."""
        for member in node.members:
            self.unit(member, units, level)
        number = keys.first(node, keys.NUMBERS) if level is None else None
        level = spot(number) if number else level
        named = keys.unit_names(node, has_level=number is not None)
        units = (*units, *map(spot, named))
        for key, value in node.pairs.items():
            word = slug(key)
            if any(value is one for one in (*named, number)):
                continue
            if value.is_scalar or word in keys.TEXTS:
                self.left.key(key, value)
            elif word in keys.LEVELS:
                self._levels(value, units)
            elif word in keys.SKILLS:
                self._skills_or_levels(key, value, units, level)
            elif word in keys.UNITS:
                self._children(value, units, level)
            elif is_level(key):
                self._level(value, units, key_of(value))
            else:
                self._child(value, units, level)

    def _children(self, node: Node, units: Units, level: Spot | None) -> None:
        """Read units in a list, or in a mapping by their names; or one unit."""
        if node.members or keys.unit_names(node, has_level=False):
            self.unit(node, units, level)
            return
        for value in node.pairs.values():
            self._child(value, units, level)

    def _child(self, node: Node, units: Units, level: Spot | None) -> None:
        """Read a unit that its key names."""
        name = key_of(node)
        before = len(self.found)
        if level is not None and not keys.hold_mappings(node):
            self._skills(node, (*units, name), level)
        else:
            self.unit(node, (*units, name), level)
        if len(self.found) == before:
            self.left.key(name.text, node)

    def _levels(self, node: Node, units: Units) -> None:
        """Read levels in a list, or in a mapping by their names; or one level."""
        if any(slug(key) in keys.SKILLS for key in node.pairs):
            self._level(node, units, None)
            return
        for value in node.pairs.values():
            self._level(value, units, key_of(value))
        for member in node.members:
            if keys.level_names(member):
                self._level(member, units, None)
            else:
                self._levels(member, units)

    def _level(self, node: Node, units: Units, level: Spot | None) -> None:
        """Read a level of this name, or one that names itself."""
        named = [] if level else keys.level_names(node)
        if level is None:
            if not named:
                raise node.fault(f"the level has no name. Write it as {keys.EXAMPLE}")
            level = Spot(": ".join(one.text or "" for one in named), named[0].line)
        if not node.pairs:
            if any(slug(k) in keys.SKILLS for n in keys.mappings(node) for k in n.pairs):
                self.unit(node, units, level)
            else:
                self._skills(node, units, level)
            return
        has_skills = any(slug(key) in keys.SKILLS for key in node.pairs)
        for key, value in node.pairs.items():
            word = slug(key)
            if any(value is one for one in named):
                continue
            if word in keys.SKILLS:
                self._skills(value, units, level)
            elif word in keys.TEXTS or value.is_scalar:
                self.left.key(key, value)
            elif word in keys.UNITS:
                self._children(value, units, level)
            elif has_skills:
                self.left.key(key, value)
            else:
                self.left.areas.setdefault(key)
                self._skills(value, units, level)

    def _skills_or_levels(self, key: str, node: Node, units: Units, level: Spot | None) -> None:
        if level is not None:
            self._skills(node, units, level)
        elif node.pairs and all(is_level(name) for name in node.pairs):
            self._levels(node, units)
        else:
            self.left.key(key, node)

    def _skills(self, node: Node, units: Units, level: Spot) -> None:
        self.found += ((units, level, skill) for skill in skills.read(node, self.left))
