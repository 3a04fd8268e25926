"""Read the things and statements of a career graph out of its triples, one kind at a time.

Whatever the network cannot do without is insisted on here, with the node in the message.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Container, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Any, TypeVar

from careergraph import vocabulary as v
from careergraph.effort import Effort
from careergraph.errors import InvalidGraphError
from careergraph.network import (
    Assumptions,
    CareerPath,
    Labelled,
    Level,
    MoveKind,
    Progression,
    Provenance,
    Requirement,
    Role,
    Skill,
    Transfer,
)
from careergraph.vocabulary import Term, compact

if TYPE_CHECKING:
    import pyoxigraph

T = TypeVar("T")
Named = TypeVar("Named", bound=Labelled)

MOVE_KINDS = {
    Term.promotion: MoveKind.PROMOTION,
    Term.lateral: MoveKind.LATERAL,
    Term.stepBack: MoveKind.STEP_BACK,
}

LAST = 1_000_000
"""Position of what states none: after everything that does."""

MOST_HOURS = 20_000
"""Longest effort that is believed: ten working years of 2,000 hours; more is a slip of a unit."""


def _keyed(
    things: Iterator[Named], key: Callable[[Named], tuple[int | str, ...]]
) -> dict[str, Named]:
    return {thing.iri: thing for thing in sorted(things, key=key)}


class Reader:
    """Reads one kind of node at a time from a store."""

    def __init__(self, store: pyoxigraph.Store) -> None:
        self._statements: dict[str, dict[str, list[object]]] = {}
        for quad in store.quads_for_pattern(None, None, None, None):
            statements = self._statements.setdefault(_text(quad.subject), {})
            statements.setdefault(quad.predicate.value, []).append(quad.object)

    def all(self, kind: Term, read: Callable[[str], T]) -> Iterator[T]:
        """Yield what `read` makes of each node of a kind, in IRI order."""
        members = [
            node
            for node, statements in self._statements.items()
            if any(_text(t) == kind for t in statements.get(v.RDF_TYPE, ()))
        ]
        return (read(node) for node in sorted(members))

    def one(self, node: str, predicate: str) -> str | None:
        """Return the only object of a predicate, or None; the text of a literal, an IRI."""
        objects = self._objects(node, predicate)
        if len(objects) > 1:
            raise InvalidGraphError(
                f"{compact(node)} has {len(objects)} values of {compact(predicate)} "
                f"({', '.join(compact(o) for o in sorted(objects))}). Keep one."
            )
        return objects[0] if objects else None

    def need(self, node: str, predicate: str) -> str:
        """Return the only object of a predicate that the node must have."""
        found = self.one(node, predicate)
        if found is None:
            raise InvalidGraphError(f"{compact(node)} has no {compact(predicate)}. Add it.")
        return found

    def paths(self) -> dict[str, CareerPath]:
        """Return the career paths in the order of the source."""

        def read(node: str) -> CareerPath:
            position = self.one(node, Term.position)
            return CareerPath(**self._names(node), position=_integer(node, Term.position, position))

        return _keyed(self.all(Term.CareerPath, read), lambda p: (p.position or LAST, p.iri))

    def levels(self) -> dict[str, Level]:
        """Return the levels by rank."""
        return _keyed(self.all(Term.Level, self._level), lambda level: (level.rank, level.iri))

    def _level(self, node: str) -> Level:
        effort_node = self.one(node, Term.effortPerSkill)
        rank = _integer(node, Term.rank, self.need(node, Term.rank))
        return Level(
            **self._names(node),
            rank=rank or 0,
            scheme=self.one(node, v.SKOS_IN_SCHEME),
            effort=self._effort(effort_node) if effort_node else None,
            effort_note=self.one(effort_node, v.SKOS_NOTE) if effort_node else None,
        )

    def roles(
        self, paths: Mapping[str, CareerPath], levels: Mapping[str, Level]
    ) -> dict[str, Role]:
        """Return the roles by career path and rank."""
        places = {path: place for place, path in enumerate(paths)}

        def read(node: str) -> Role:
            role = Role(
                **self._names(node),
                path=self.need(node, Term.onPath),
                level=self.need(node, Term.atLevel),
            )
            _known(node, Term.onPath, role.path, paths)
            _known(node, Term.atLevel, role.level, levels)
            return role

        return _keyed(
            self.all(Term.Role, read),
            lambda role: (places[role.path], levels[role.level].rank, role.iri),
        )

    def skills(self, requirements: tuple[Requirement, ...]) -> dict[str, Skill]:
        """Return the skills by the place where they are first required."""
        places: dict[str, int] = {}
        for place, need in enumerate(requirements):
            places.setdefault(need.skill, place)

        def read(node: str) -> Skill:
            effort = self.one(node, Term.effort)
            return Skill(**self._names(node), effort=self._effort(effort) if effort else None)

        skills = _keyed(
            self.all(Term.Skill, read), lambda skill: (places.get(skill.iri, LAST), skill.iri)
        )
        for need in requirements:
            _known(need.iri, Term.requiredSkill, need.skill, skills)
        return skills

    def requirements(self, roles: Mapping[str, Role]) -> tuple[Requirement, ...]:
        """Return the requirements by role and place in its cell."""
        places = {role: place for place, role in enumerate(roles)}

        def read(node: str) -> Requirement:
            role = self.need(node, Term.requiringRole)
            _known(node, Term.requiringRole, role, roles)
            position = self.one(node, Term.position)
            return Requirement(
                iri=node,
                role=role,
                skill=self.need(node, Term.requiredSkill),
                essential=self.need(node, Term.importance) == Term.essential,
                proficiency=self.one(node, Term.proficiency),
                position=_integer(node, Term.position, position),
                provenance=self._provenance(node),
                importance_rating=self._rating(node, Term.importanceRating),
                level_rating=self._rating(node, Term.levelRating),
            )

        return tuple(
            sorted(
                self.all(Term.Requirement, read),
                key=lambda need: (places[need.role], need.position or LAST, need.skill),
            )
        )

    def progressions(self, roles: Mapping[str, Role]) -> tuple[Progression, ...]:
        """Return the progressions by role; they run in no circle."""
        places = {role: place for place, role in enumerate(roles)}

        def read(node: str) -> Progression:
            earlier, later = self.need(node, Term.earlierRole), self.need(node, Term.laterRole)
            _known(node, Term.earlierRole, earlier, roles)
            _known(node, Term.laterRole, later, roles)
            return Progression(node, earlier, later, self._provenance(node))

        found = tuple(
            sorted(
                self.all(Term.Progression, read),
                key=lambda step: (places[step.earlier], places[step.later]),
            )
        )
        _refuse_cycle(found)
        return found

    def transfers(self, skills: Mapping[str, Skill]) -> tuple[Transfer, ...]:
        """Return the transfers by held and needed skill."""
        places = {skill: place for place, skill in enumerate(skills)}

        def read(node: str) -> Transfer:
            held, needed = self.need(node, Term.heldSkill), self.need(node, Term.neededSkill)
            _known(node, Term.heldSkill, held, skills)
            _known(node, Term.neededSkill, needed, skills)
            if held == needed:
                raise InvalidGraphError(
                    f"{compact(node)} transfers {compact(held)} to itself. Remove it."
                )
            strength = self.need(node, Term.strength)
            return Transfer(
                iri=node,
                held=held,
                needed=needed,
                strength=self._label(strength),
                saved=self._share(strength),
                rationale=self.need(node, Term.rationale),
                provenance=self._provenance(node),
            )

        return tuple(
            sorted(
                self.all(Term.Transfer, read),
                key=lambda transfer: (places[transfer.held], places[transfer.needed]),
            )
        )

    def assumptions(self) -> Assumptions:
        """Return the assumptions; what the graph does not state stays unknown."""
        nodes = list(self.all(Term.Assumptions, str))
        if len(nodes) > 1:
            raise InvalidGraphError(
                f"The graph has {len(nodes)} nodes of type cg:Assumptions "
                f"({', '.join(map(compact, nodes))}). Keep one."
            )
        node = nodes[0] if nodes else ""
        hours = self.one(node, Term.hoursPerWeek)
        cumulative = self.one(node, Term.cumulativeRequirements)
        costs = {}
        for cost in self._objects(node, Term.moveCost):
            kind = self.need(cost, Term.moveKind)
            _known(cost, Term.moveKind, kind, MOVE_KINDS)
            costs[MOVE_KINDS[Term(kind)]] = self._effort(self.need(cost, Term.effort))
        return Assumptions(
            cumulative=_boolean(node, Term.cumulativeRequirements, cumulative),
            hours_per_week=None if hours is None else _number(node, Term.hoursPerWeek, hours),
            move_costs={kind: costs[kind] for kind in MoveKind if kind in costs},
            hardest_cell_cap=self.one(node, Term.learningCap) == Term.hardestCell,
        )

    def title(self) -> str:
        """Return the title of the graph's own ontology header, not that of the terms."""
        titles = [
            self.one(node, v.DCTERMS_TITLE)
            for node, statements in sorted(self._statements.items())
            if any(_text(o) == v.TERMS.rstrip("#") for o in statements.get(v.OWL_IMPORTS, ()))
        ]
        return next((title for title in titles if title), "Career graph")

    def labels(self) -> dict[str, str]:
        """Return the label of every node that has one."""
        found = {
            node: self._in_english(node, v.SKOS_PREF_LABEL) or self._in_english(node, v.RDFS_LABEL)
            for node in self._statements
        }
        return {node: label for node, label in found.items() if label}

    def _rating(self, node: str, predicate: Term) -> float | None:
        rating = self.one(node, predicate)
        return None if rating is None else _number(node, predicate, rating)

    def _objects(self, node: str, predicate: str) -> list[str]:
        return sorted(_text(o) for o in self._statements.get(node, {}).get(predicate, ()))

    def _names(self, node: str) -> dict[str, Any]:
        return {
            "iri": node,
            "label": self._label(node),
            "alt_labels": tuple(self._objects(node, v.SKOS_ALT_LABEL)),
            "definition": self._in_english(node, v.SKOS_DEFINITION),
        }

    def _label(self, node: str) -> str:
        label = self._in_english(node, v.SKOS_PREF_LABEL) or self._in_english(node, v.RDFS_LABEL)
        return label or compact(node)

    def _in_english(self, node: str, predicate: str) -> str | None:
        """Return the English text, else the one without language, else the first by language."""
        texts = sorted(
            (_language_order(o), _text(o))
            for o in self._statements.get(node, {}).get(predicate, ())
        )
        return texts[0][1] if texts else None

    def _provenance(self, node: str) -> Provenance:
        source = self.one(node, v.DCTERMS_SOURCE)
        evidence = self.one(node, Term.evidence)
        agent = self.one(node, v.PROV_ATTRIBUTED_TO)
        return Provenance(
            source=self._label(source) if source else None,
            place=self.one(node, Term.sourcePlace),
            text=self.one(node, Term.sourceText),
            evidence=self._label(evidence) if evidence else None,
            asserted_by=self._label(agent) if agent else None,
            asserted_at=self.one(node, v.PROV_GENERATED_AT),
            doubt=self.one(node, Term.doubt),
        )

    def _effort(self, node: str) -> Effort:
        low = _number(node, Term.low, self.need(node, Term.low))
        high = _number(node, Term.high, self.need(node, Term.high))
        unit = self.need(node, Term.unit)
        if unit != v.UNIT_HOUR:
            raise InvalidGraphError(
                f"{compact(node)} is in {compact(unit)}; efforts are in hours (unit:HR). "
                "Convert it."
            )
        if not 0 <= low <= high <= MOST_HOURS:
            raise InvalidGraphError(
                f"{compact(node)} runs from {low:g} to {high:g} hours. "
                f"It must satisfy 0 <= low <= high <= {MOST_HOURS:,}."
            )
        return Effort(low, high)

    def _share(self, strength: str) -> float:
        share = _number(strength, Term.learningSaved, self.need(strength, Term.learningSaved))
        if not 0 < share < 1:
            raise InvalidGraphError(
                f"{compact(strength)} saves a share of {share:g}. "
                "cg:learningSaved must be above 0 and below 1."
            )
        return share


def _text(term: Any) -> str:
    return f"_:{term.value}" if type(term).__name__ == "BlankNode" else str(term.value)


def _language_order(term: Any) -> tuple[int, str]:
    language = getattr(term, "language", None)
    if language is None:
        return (1, "")
    return (0 if language.split("-")[0] == "en" else 2, language)


def _known(node: str, predicate: Term, value: str, known: Container[str]) -> None:
    if value not in known:
        raise InvalidGraphError(
            f"{compact(node)} has {compact(predicate)} {compact(value)}, which the graph does not "
            "describe. Describe it with its type, or correct the IRI."
        )


def _number(node: str, predicate: Term, text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise InvalidGraphError(
            f"{compact(node)} has {compact(predicate)} {text!r}, which is not a number. Correct it."
        )
    return number


def _boolean(node: str, predicate: Term, text: str | None) -> bool:
    if text not in {None, "true", "1", "false", "0"}:
        raise InvalidGraphError(
            f"{compact(node)} has {compact(predicate)} {text!r}; it must be true or false."
        )
    return text in {"true", "1"}


def _integer(node: str, predicate: Term, text: str | None) -> int | None:
    if text is None:
        return None
    number = _number(node, predicate, text)
    if number != int(number) or number < 1:
        raise InvalidGraphError(
            f"{compact(node)} has {compact(predicate)} {text}; it must be a whole number from 1."
        )
    return int(number)


def _refuse_cycle(progressions: tuple[Progression, ...]) -> None:
    order: TopologicalSorter[str] = TopologicalSorter()
    for step in progressions:
        order.add(step.later, step.earlier)
    try:
        order.prepare()
    except CycleError as error:
        around = " -> ".join(compact(role) for role in error.args[1])
        raise InvalidGraphError(
            f"cg:leadsTo runs in a circle: {around}. Remove one of these progressions."
        ) from error
