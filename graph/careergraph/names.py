"""Find roles, skills, career paths and levels by the names that people type.

A name is never guessed: it either is one thing's name, or an error lists the nearest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from careergraph.errors import AmbiguousNameError, UnknownNameError
from careergraph.name_index import NameIndex, level_names, names_of_all, words
from careergraph.network import CareerNetwork, Labelled
from careergraph.vocabulary import expand

KINDS = {"role": "role", "skill": "skill", "path": "career path", "level": "level"}
"""What each kind of thing is called in messages."""


def several(texts: Iterable[str]) -> tuple[str, ...]:
    """Return texts as a tuple; a single text is one, not its letters."""
    return (texts,) if isinstance(texts, str) else tuple(texts)


def find_role(network: CareerNetwork, text: str) -> str:
    """Return the IRI of the role that a text names.

    A role is named by its IRI, CURIE or label, or by its career path and level in any order: the
    path's label, another label of it or the beginning of its words, the level's number or label.

    Raises
    ------
    UnknownNameError
        No role has that name; the message suggests the nearest.
    AmbiguousNameError
        Several roles have it, such as a career path without a level.
    """
    return NameIndex.of_roles(network).find(text)


def find_skill(network: CareerNetwork, text: str) -> str:
    """Return the IRI of the skill that a text names by IRI, CURIE, label or other label.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
    """
    return NameIndex.of_skills(network).find(text)


def find(network: CareerNetwork, kind: str, text: str) -> str:
    """Return the IRI of the ``"role"``, ``"skill"``, ``"path"`` or ``"level"`` a text names.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
    """
    if kind == "role":
        return find_role(network, text)
    if kind == "level":
        names = {level.iri: level_names(level) for level in network.levels.values()}
        return NameIndex(kind, network.levels, names).find(text)
    things: Mapping[str, Labelled] = {"skill": network.skills, "path": network.paths}[kind]
    return NameIndex(KINDS[kind], things, names_of_all(things)).find(text)


def find_skill_or_path(network: CareerNetwork, text: str) -> str:
    """Return the IRI of the skill or career path that a text names; a full name goes first.

    Raises
    ------
    UnknownNameError
        Nothing has that name; the message is that for a skill.
    AmbiguousNameError
        Several things have it.
    """
    return _find_one_of(network, ("path", "skill"), text)


def find_role_or_skill(network: CareerNetwork, text: str) -> str:
    """Return the IRI of the role or skill that a text names; a full name goes first.

    Raises
    ------
    UnknownNameError
        Nothing has that name; the message is that for a skill.
    AmbiguousNameError
        Several things have it.

    Examples
    --------
    >>> import careergraph as cg
    >>> find_role_or_skill(cg.load().careers, "feature engineering").rpartition("/")[2]
    'feature-engineering'
    """
    return _find_one_of(network, ("role", "skill"), text)


def _find_one_of(network: CareerNetwork, kinds: tuple[str, str], text: str) -> str:
    of_kind: dict[str, Mapping[str, Labelled]] = {
        "role": network.roles,
        "skill": network.skills,
        "path": network.paths,
    }
    things: dict[str, Labelled] = {}
    for kind in kinds:
        things.update(of_kind[kind])
    iri = expand(text.strip().removeprefix("<").removesuffix(">"))
    if iri in things:
        return iri
    full = [iri for iri, thing in things.items() if words(thing.label) == words(text)]
    if len(full) == 1:
        return full[0]
    found = []
    for kind in kinds:
        try:
            found.append(find(network, kind, text))
        except AmbiguousNameError:
            raise
        except UnknownNameError as error:
            unknown = error
    if len(found) == 2:
        labels = tuple(things[iri].label for iri in found)
        one, other = (KINDS[kind] for kind in kinds)
        raise AmbiguousNameError(
            f"{text!r} may mean the {one} {labels[0]!r} or the {other} {labels[1]!r}. Say which.",
            labels,
        )
    if not found:
        raise unknown
    return found[0]
