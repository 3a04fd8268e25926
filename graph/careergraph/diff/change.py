"""One difference between two versions of a career graph, and what a person would write of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from careergraph.diff.matching import Evidence
from careergraph.network import Provenance

DEFINITION = "definition"
"""The attribute whose values are whole sentences."""


class ChangeKind(StrEnum):
    """What has happened."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    RENAMED = "renamed"
    REWORDED = "reworded"
    CHANGED = "changed"


class Thing(StrEnum):
    """What it has happened to."""

    PATH = "career path"
    LEVEL = "level"
    ROLE = "role"
    SKILL = "skill"
    REQUIREMENT = "requirement"
    PROGRESSION = "progression"
    TRANSFER = "transfer"
    ASSUMPTION = "assumption"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between an old and a new version.

    Parameters
    ----------
    kind : ChangeKind
    thing : Thing
    subject : str
        The label of what has changed. Of a requirement, the role, and where it has moved, the
        skill; of a reworded skill, the roles that require it; of a progression and a transfer,
        the earlier role and the held skill.
    old, new : str or None
        What it was and what it is, in words; None where it was not there, or was not stated.
    detail : str or None
        Which of its attributes has changed, with the skill where it is one of a requirement; of a
        transfer, the needed skill.
    old_iri, new_iri : str or None
        The thing or statement in each version.
    old_place, new_place : str or None
        Where the statement stands in its source: file, row and column of a matrix.
    evidence : Evidence or None
        What the two are taken for the same by, where their names differ.
    similarity : float or None
        How sure that is, from 0 to 1.
    """

    kind: ChangeKind
    thing: Thing
    subject: str
    old: str | None = None
    new: str | None = None
    detail: str | None = None
    old_iri: str | None = None
    new_iri: str | None = None
    old_place: str | None = None
    new_place: str | None = None
    evidence: Evidence | None = None
    similarity: float | None = None

    @property
    def message(self) -> str:
        """The change in words."""
        return _WORDS.get((self.thing, self.kind), _WORDS_OF_KIND[self.kind])(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        return {
            "kind": self.kind.value,
            "thing": self.thing.value,
            "subject": self.subject,
            "detail": self.detail,
            "old": self.old,
            "new": self.new,
            "old_iri": self.old_iri,
            "new_iri": self.new_iri,
            "old_place": self.old_place,
            "new_place": self.new_place,
            "evidence": self.evidence.value if self.evidence else None,
            "similarity": None if self.similarity is None else round(self.similarity, 4),
            "message": self.message,
        }


def place_of(provenance: Provenance) -> str | None:
    """Return the source and the place that a statement comes from, as far as they are stated.

    >>> place_of(Provenance(source="ladder.csv", place="row 4, column 3"))
    'ladder.csv, row 4, column 3'
    """
    return ", ".join(filter(None, (provenance.source, provenance.place))) or None


def _named(change: Change) -> str:
    """Return what the change is about; an assumption is named by what has changed of it."""
    if change.thing is Thing.ASSUMPTION:
        return "Assumption"
    return f"{change.thing.capitalize()} '{change.subject}'"


def _stated(value: str | None) -> str:
    return "not stated" if value is None else value


def _place(place: str | None) -> str | None:
    """Return a place without the remark of the readers, which repeats the role's name."""
    return place.partition(" (")[0] if place else None


def _remarks(*remarks: str | None) -> str:
    said = "; ".join(remark for remark in remarks if remark)
    return f" ({said})" if said else ""


def _identity(change: Change) -> str | None:
    """Return what two names are taken for the same by."""
    if change.evidence is None:
        return None
    return _IDENTITY[change.evidence].format(change.similarity)


_IDENTITY = {
    Evidence.IRI: "the same IRI",
    Evidence.LABEL: "the same but for case, spaces and punctuation",
    Evidence.OTHER_LABEL: "the one is another label of the other",
    Evidence.PLACE: "the same career path and level",
    Evidence.REQUIREMENTS: "{:.0%} of the requirements are the same",
    Evidence.WORDING: "similarity {:.0%}",
}


def _renamed(change: Change) -> str:
    return f"{_named(change)} is now '{change.new}'{_remarks(_identity(change))}"


def _changed(change: Change) -> str:
    if change.detail == DEFINITION:
        return f"{_named(change)}: the definition {_rewritten(change)}"
    return f"{_named(change)}: {change.detail} was {_stated(change.old)}, is {_stated(change.new)}"


def _rewritten(change: Change) -> str:
    """Return what has become of a text that is too long to repeat."""
    if change.old is None:
        return "is now stated"
    return "is no longer stated" if change.new is None else "is worded otherwise"


def _requirement_added(change: Change) -> str:
    return f"{change.subject}: '{change.new}' added{_remarks(_place(change.new_place))}"


def _requirement_removed(change: Change) -> str:
    return f"{change.subject}: '{change.old}' removed{_remarks(_place(change.old_place))}"


def _requirement_moved(change: Change) -> str:
    old, new = _place(change.old_place), _place(change.new_place)
    places = f"{old}; now {new}" if old and new else old or new
    return f"'{change.subject}' moved from {change.old} to {change.new}{_remarks(places)}"


def _requirement_changed(change: Change) -> str:
    return (
        f"{change.subject}: {change.detail} was {_stated(change.old)}, is {_stated(change.new)}"
        f"{_remarks(_place(change.new_place))}"
    )


def _reworded(change: Change) -> str:
    remarks = _remarks(_identity(change), _place(change.new_place))
    return f"{change.subject}: '{change.old}' reworded to '{change.new}'{remarks}"


def _transfer_added(change: Change) -> str:
    return f"'{change.subject}' now shortens learning '{change.detail}' ({change.new})"


def _transfer_removed(change: Change) -> str:
    return f"'{change.subject}' no longer shortens learning '{change.detail}' (was {change.old})"


def _transfer_changed(change: Change) -> str:
    return (
        f"'{change.subject}' shortens learning '{change.detail}': was {change.old}, is {change.new}"
    )


def _progression_added(change: Change) -> str:
    return f"{change.subject} now leads to {change.new}"


def _progression_removed(change: Change) -> str:
    return f"{change.subject} no longer leads to {change.old}"


_WORDS_OF_KIND: dict[ChangeKind, Callable[[Change], str]] = {
    ChangeKind.ADDED: lambda change: f"{_named(change)} added",
    ChangeKind.REMOVED: lambda change: f"{_named(change)} removed",
    ChangeKind.MOVED: lambda change: f"{_named(change)} moved from {change.old} to {change.new}",
    ChangeKind.RENAMED: _renamed,
    ChangeKind.REWORDED: _reworded,
    ChangeKind.CHANGED: _changed,
}

_WORDS: dict[tuple[Thing, ChangeKind], Callable[[Change], str]] = {
    (Thing.REQUIREMENT, ChangeKind.ADDED): _requirement_added,
    (Thing.REQUIREMENT, ChangeKind.REMOVED): _requirement_removed,
    (Thing.REQUIREMENT, ChangeKind.MOVED): _requirement_moved,
    (Thing.REQUIREMENT, ChangeKind.CHANGED): _requirement_changed,
    (Thing.PROGRESSION, ChangeKind.ADDED): _progression_added,
    (Thing.PROGRESSION, ChangeKind.REMOVED): _progression_removed,
    (Thing.TRANSFER, ChangeKind.ADDED): _transfer_added,
    (Thing.TRANSFER, ChangeKind.REMOVED): _transfer_removed,
    (Thing.TRANSFER, ChangeKind.CHANGED): _transfer_changed,
}
