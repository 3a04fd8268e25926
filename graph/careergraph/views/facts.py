"""What a page says about each role, skill and statement, in words."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import add

from careergraph.effort import NO_EFFORT, Effort
from careergraph.network import (
    CareerNetwork,
    Provenance,
    Role,
    Skill,
    Transfer,
    first_levels,
    skill_efforts,
)
from careergraph.routes.result import LearnedSkill
from careergraph.views.model import Fact, Item, Section
from careergraph.vocabulary import compact

UNKNOWN = "unknown"


class Facts:
    """Says what a network knows of its roles and skills."""

    def __init__(self, network: CareerNetwork) -> None:
        self._network = network
        self._levels = first_levels(network)
        self._efforts = skill_efforts(network)
        self._earlier: dict[str, list[str]] = {}
        for step in network.progressions:
            self._earlier.setdefault(step.later, []).append(step.earlier)

    def role(self, role: Role) -> tuple[Fact, ...]:
        """Return what is said of a role."""
        network = self._network
        level = network.levels[role.level]
        own = network.own_skills(role.iri)
        inherited = self._inherited(role.iri, own)
        facts = [
            Fact("Definition", role.definition or ""),
            Fact("Also called", ", ".join(role.alt_labels)),
            Fact("Career path", network.paths[role.path].label),
            Fact("Level", f"{level.rank}: {level.label}"),
            Fact("Adds", _names(network, own)),
            Fact("Effort of what it adds", self._sum(own)),
        ]
        if network.assumptions.cumulative:
            facts += [
                Fact("Requires in all", f"{len(own) + len(inherited)} skills"),
                Fact("Effort of all", self._sum((*own, *inherited))),
            ]
        return tuple(facts)

    def skill(self, skill: Skill) -> tuple[Fact, ...]:
        """Return what is said of a skill."""
        return (
            Fact("Definition", skill.definition or ""),
            Fact("Also called", ", ".join(skill.alt_labels)),
            Fact("Effort", self._effort(skill)),
        )

    def _effort(self, skill: Skill) -> str:
        effort = _hours(self._efforts[skill.iri])
        if skill.effort is not None or effort == UNKNOWN:
            return effort
        return f"{effort} (level {self._levels[skill.iri].rank})"

    def _inherited(self, role: str, own: Iterable[str]) -> tuple[str, ...]:
        roles: dict[str, None] = {}
        waiting = list(self._earlier.get(role, ()))
        while waiting:
            earlier = waiting.pop()
            if earlier not in roles:
                roles[earlier] = None
                waiting.extend(self._earlier.get(earlier, ()))
        skills = dict.fromkeys(
            skill
            for earlier in self._network.roles
            if earlier in roles
            for skill in self._network.own_skills(earlier)
        )
        held = set(own)
        return tuple(skill for skill in skills if skill not in held)

    def _sum(self, skills: Iterable[str]) -> str:
        efforts = [self._efforts[skill] for skill in skills]
        known = [effort for effort in efforts if effort is not None]
        if len(known) < len(efforts):
            return UNKNOWN
        return _hours(reduce(add, known, NO_EFFORT))


def about(network: CareerNetwork) -> tuple[Section, ...]:
    """Return what the graph says of its use: its licence may ask that this is kept in sight."""
    items = tuple(Item(name, text) for name, text in network.about)
    return (Section("About this graph", "", items),) if items else ()


def strength(transfer: Transfer) -> str:
    """Return a transfer's strength and what it saves, such as ``strong, saves 60 %``."""
    return f"{transfer.strength}, saves {transfer.saved:.0%}".replace("%", " %")


def learning(learned: LearnedSkill) -> Item:
    """Return what learning a skill takes, and which transfer shortens it and why."""
    parts = [str(learned.effort)]
    if learned.transfer is not None and learned.transfer_from is not None:
        parts = [
            f"{learned.effort} instead of {learned.full_effort}: "
            f"{learned.transfer.strength} transfer from {learned.transfer_from.label}. "
            f"{learned.transfer.rationale}"
        ]
    if learned.stepping_stone:
        parts.append("A stepping stone: the target does not require it.")
    return Item(learned.skill.label, " ".join(parts), compact(learned.skill.iri))


def origin(provenance: Provenance) -> str:
    """Return what a statement rests on: evidence, source document, who asserts it."""
    said = (provenance.evidence, provenance.source, provenance.asserted_by)
    return ", ".join(part for part in said if part) or "no source stated"


def place(provenance: Provenance) -> str:
    """Return where in its source a statement stands, and any doubt."""
    doubt = f"Doubtful: {provenance.doubt}" if provenance.doubt else None
    return ". ".join(part for part in (provenance.place, doubt) if part)


def _names(network: CareerNetwork, skills: Iterable[str]) -> str:
    return "; ".join(network.skills[skill].label for skill in skills)


def _hours(effort: Effort | None) -> str:
    return UNKNOWN if effort is None else str(effort)
