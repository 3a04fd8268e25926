"""The names of things, indexed: many found by what people type, prepared once."""

from __future__ import annotations

import difflib
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import islice

from careergraph.errors import AmbiguousNameError, UnknownNameError
from careergraph.network import CareerNetwork, Labelled, Level, Role
from careergraph.vocabulary import expand

SUGGESTIONS = 5
"""Most names that an error suggests: what fits on a screen without scrolling."""

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
"""Roman numerals of the first ranks, as in "Engineer III"."""


class NameIndex:
    """Finds many things of one kind by the names that people type, prepared once.

    A full label goes before other names, and those before the beginnings of their words.

    Parameters
    ----------
    kind : str
        What the things are called in messages.
    things : mapping of str to Labelled
    names : mapping of str to set of str
        The names of each thing, by IRI.

    Examples
    --------
    >>> import careergraph as cg
    >>> roles = NameIndex.of_roles(cg.load().careers)
    >>> roles.find("ml engineer 3").rpartition("/")[2]
    'machine-learning-engineer-3'
    """

    def __init__(
        self, kind: str, things: Mapping[str, Labelled], names: Mapping[str, set[str]]
    ) -> None:
        self._kind = kind
        self._things = things
        self._keys = {iri: {words(name) for name in names[iri]} for iri in things}
        self._by_label: dict[tuple[str, ...], list[str]] = {}
        self._by_name: dict[tuple[str, ...], list[str]] = {}
        for iri, thing in things.items():
            self._by_label.setdefault(words(thing.label), []).append(iri)
            for key in self._keys[iri]:
                self._by_name.setdefault(key, []).append(iri)

    @classmethod
    def of_roles(cls, network: CareerNetwork) -> NameIndex:
        """Return the index of a network's roles, named as `find_role` says."""
        names = {role.iri: _role_names(network, role) for role in network.roles.values()}
        return cls("role", network.roles, names)

    @classmethod
    def of_skills(cls, network: CareerNetwork) -> NameIndex:
        """Return the index of a network's skills."""
        return cls("skill", network.skills, names_of_all(network.skills))

    def find(self, text: str, *, suggest: bool = True) -> str:
        """Return the IRI of the thing that a text names.

        Parameters
        ----------
        text : str
        suggest : bool, optional
            Whether an error suggests the nearest names, which takes a second among thousands.

        Raises
        ------
        UnknownNameError, AmbiguousNameError
        """
        iri = expand(text.strip().removeprefix("<").removesuffix(">"))
        if iri in self._things:
            return iri
        wanted = words(text)
        found = self._by_label.get(wanted) or self._by_name.get(wanted)
        found = found or (self._abbreviated(wanted) if wanted else [])
        if len(found) == 1:
            return found[0]
        if found:
            raise ambiguous(self._kind, text, tuple(self._things[iri].label for iri in found))
        nearest = _nearest(" ".join(wanted), self._keys, self._things) if suggest else ()
        hint = f" Did you mean {_listed(nearest)}?" if nearest else ""
        raise UnknownNameError(
            f"There is no {self._kind} {text!r}.{hint} `careergraph query {_LISTS[self._kind]}` "
            "lists them all.",
            nearest,
        )

    def _abbreviated(self, wanted: tuple[str, ...]) -> list[str]:
        possible = set.intersection(*(self._with_a_word_like(word) for word in wanted))
        return [
            iri for iri in self._things if iri in possible and _abbreviates(wanted, self._keys[iri])
        ]

    def _with_a_word_like(self, beginning: str) -> set[str]:
        """Return the things with a word that begins so."""
        known, things = self._words
        found = set[str]()
        for word in islice(known, bisect_left(known, beginning), None):
            if not word.startswith(beginning):
                break
            found |= things[word]
        return found

    @cached_property
    def _words(self) -> tuple[list[str], dict[str, set[str]]]:
        """Every word of the names, sorted, and the things with each."""
        things: dict[str, set[str]] = {}
        for iri, keys in self._keys.items():
            for key in keys:
                for word in key:
                    things.setdefault(word, set()).add(iri)
        return sorted(things), things


class RoleIndex:
    """Finds many roles by their full names, quickly; abbreviations are not names here.

    IRIs, CURIEs, labels and codes (the end of an IRI) go before other labels and the combinations
    of career path and level. An O*NET-SOC code may leave out its ending .00.
    """

    def __init__(self, network: CareerNetwork) -> None:
        self._network = network
        self._first: dict[tuple[str, ...], set[str]] = {}
        self._second: dict[tuple[str, ...], set[str]] = {}
        for role in network.roles.values():
            code = role.iri.replace("#", "/").rpartition("/")[2]
            for name in (role.label, code, code.removesuffix(".00")):
                self._first.setdefault(words(name), set()).add(role.iri)
            for name in _role_names(network, role):
                self._second.setdefault(words(name), set()).add(role.iri)

    def find(self, text: str) -> str:
        """Return the IRI of the role that has this name.

        Raises
        ------
        UnknownNameError, AmbiguousNameError
        """
        iri = expand(text.strip().removeprefix("<").removesuffix(">"))
        if iri in self._network.roles:
            return iri
        key = words(text)
        found = (self._first.get(key) or self._second.get(key) or set()) if key else set()
        if len(found) == 1:
            return next(iter(found))
        if found:
            labels = tuple(sorted(self._network.roles[one].label for one in found))
            raise AmbiguousNameError(f"{text!r} may mean {_listed(labels)}. Say which.", labels)
        raise UnknownNameError(f"There is no role {text!r}.")


def role_names(role: Labelled, path: Labelled, level: Level) -> set[str]:
    """Return the names of a role: its own, and its career path and level in any order."""
    levels = {f"{prefix}{level.rank}" for prefix in ("", "level ", "lvl ", "l")}
    levels |= {level.label, f"level {level.rank} {level.label}", *level.alt_labels}
    if level.rank <= len(ROMAN):
        levels |= {ROMAN[level.rank - 1], f"level {ROMAN[level.rank - 1]}"}
    names = {f"{p} {q}" for p in own_names(path) for q in levels}
    return names | {f"{q} {p}" for p in own_names(path) for q in levels} | own_names(role)


def level_names(level: Level) -> set[str]:
    """Return the names of a level: its own, and its number."""
    return {*own_names(level), str(level.rank), f"level {level.rank}"}


def _role_names(network: CareerNetwork, role: Role) -> set[str]:
    return role_names(role, network.paths[role.path], network.levels[role.level])


def ambiguous(kind: str, text: str, labels: tuple[str, ...]) -> AmbiguousNameError:
    """Return the error for a text that names several things of a kind."""
    return AmbiguousNameError(
        f"{text!r} may mean {len(labels)} {kind}s: {_listed(labels)}. Say which.", labels
    )


def own_names(thing: Labelled) -> set[str]:
    """Return the names that a thing has by itself: its labels, and the end of its IRI."""
    return {thing.label, *thing.alt_labels, thing.iri.rpartition("/")[2]}


def names_of_all(things: Mapping[str, Labelled]) -> dict[str, set[str]]:
    """Return the own names of things, by IRI."""
    return {iri: own_names(thing) for iri, thing in things.items()}


_LISTS = {
    "role": "roles",
    "skill": "skills",
    "career path": "career-paths",
    "level": "level-schemes",
}
"""The named query that lists each kind."""


def words(text: str) -> tuple[str, ...]:
    """Return the words of a name: what two spellings of the same name have in common.

    >>> words("Machine-Learning Engineer, level 3")
    ('machine', 'learning', 'engineer', 'level', '3')
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return tuple(re.findall(r"[^\W_]+", plain))


def _abbreviates(wanted: tuple[str, ...], keys: Iterable[tuple[str, ...]]) -> bool:
    """Tell whether the words are beginnings of words of a name, in order, numbers in full."""
    return any(_subsequence(wanted, key) for key in keys)


def _subsequence(wanted: tuple[str, ...], key: tuple[str, ...]) -> bool:
    rest = iter(key)
    return all(
        any(word == other if word.isdigit() else other.startswith(word) for other in rest)
        for word in wanted
    )


def _nearest(
    text: str, keys: Mapping[str, set[tuple[str, ...]]], things: Mapping[str, Labelled]
) -> tuple[str, ...]:
    def closeness(iri: str) -> float:
        return max(difflib.SequenceMatcher(None, text, " ".join(key)).ratio() for key in keys[iri])

    ranked = sorted(((closeness(iri), iri) for iri in things), key=lambda entry: -entry[0])
    return tuple(things[iri].label for score, iri in ranked[:SUGGESTIONS] if score >= 0.5)


def _listed(labels: tuple[str, ...]) -> str:
    shown = [repr(label) for label in labels[:SUGGESTIONS]]
    more = len(labels) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
