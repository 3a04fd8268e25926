"""The skills of one level in YAML or JSON: texts, mappings, by area or by skill."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from careergraph.readers import keys
from careergraph.readers.cells import split
from careergraph.readers.nodes import Node
from careergraph.readers.requirements import Spot
from careergraph.readers.slugs import slug

LONGEST_PROFICIENCY = 3
"""Words; a longer text under a key says what is required, not how well."""


@dataclass(slots=True)
class Left:
    """What is left out: areas of skills, and keys with the line where each stands first."""

    areas: dict[str, None] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)

    def key(self, key: str, node: Node) -> None:
        """Keep a key that is not read."""
        self.keys.setdefault(key, key_of(node).line)

    def notes(self) -> Iterator[str]:
        """Yield what to say of it."""
        if self.areas:
            yield f"Areas of skills are not kept: {', '.join(self.areas)}."
        for key, line in self.keys.items():
            yield f"The key {key!r} is not read, first in line {line}."


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill where it stands, the doubts of reading it, and what it states by column."""

    spot: Spot
    doubts: tuple[str, ...] = ()
    stated: dict[str, Spot] = field(default_factory=dict)


def spot(node: Node) -> Spot:
    """Return a scalar and its line."""
    return Spot(node.text or "", node.line)


def key_of(node: Node) -> Spot:
    """Return the key that a node stands under, and its line."""
    return spot(node.key or node)


def read(node: Node, left: Left) -> Iterator[Skill]:
    """Yield the skills of a text, a list or a mapping.

    Raises
    ------
    MatrixError
        A list stands where a skill should, or a skill has no name.
    """
    if node.text is not None:
        for item in split(node.text):
            yield Skill(Spot(item.source, node.line), item.doubts)
    for member in node.members:
        if member.text is not None:
            yield Skill(spot(member))
        elif member.pairs:
            yield from _mapping(member, left)
        elif isinstance(member.value, list):
            raise member.fault("a list stands where a skill should. Write each skill as text.")
    if node.pairs:
        yield from _mapping(node, left)


def _mapping(node: Node, left: Left) -> Iterator[Skill]:
    """Yield the skill that a mapping is, or the skills it holds by area or by skill."""
    groups = [v for key, v in node.pairs.items() if slug(key) in keys.GROUPS and not v.is_scalar]
    name = keys.first(node, keys.SKILL_NAMES)
    if groups:
        area = keys.first(node, keys.AREA_NAMES)
        for group in groups:
            yield from _area(area.text if area and area.text else "without a name", group, left)
    elif name is not None:
        yield Skill(spot(name), stated=_stated(node, name, left))
    elif keys.states_only(node):
        raise node.fault("the skill has no name. Write it as {name: Python}.")
    else:
        for key, value in node.pairs.items():
            yield from _under_key(key, value, left)


def _under_key(key: str, value: Node, left: Left) -> Iterator[Skill]:
    if value.text is not None and not _is_proficiency(value.text):
        yield from _area(key, value, left)
    elif value.is_scalar:
        yield Skill(key_of(value), stated={"proficiency": spot(value)} if value.text else {})
    elif value.pairs and keys.states_only(value):
        yield Skill(key_of(value), stated=_stated(value, None, left))
    else:
        yield from _area(key, value, left)


def _area(name: str, node: Node, left: Left) -> Iterator[Skill]:
    left.areas.setdefault(name)
    yield from read(node, left)


def _is_proficiency(text: str) -> bool:
    return len(text.split()) <= LONGEST_PROFICIENCY and len(split(text)) <= 1


def _stated(node: Node, name: Node | None, left: Left) -> dict[str, Spot]:
    stated: dict[str, Spot] = {}
    for key, value in node.pairs.items():
        column = keys.STATEMENTS.get(slug(key))
        if value is name or value.value is None:
            continue
        if column is None or value.text is None or column in stated:
            left.key(key, value)
        elif slug(key) == "optional":
            said = {"true": "optional", "false": "essential"}.get(value.text.lower(), value.text)
            stated[column] = Spot(said, value.line)
        else:
            stated[column] = spot(value)
    return stated
