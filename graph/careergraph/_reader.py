"""Read the things and statements of a career graph out of its triples, one kind at a time.

Whatever the network cannot do without is insisted on here, with the node in the message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Any, TypeVar

from careergraph import vocabulary as v
from careergraph._statements import Statements, boolean, integer, known, number
from careergraph.effort import MOST_HOURS, Effort
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
    differ_in_proficiency,
)
from careergraph.vocabulary import Term, compact

if TYPE_CHECKING:
    from careergraph.engines import Engine

Named = TypeVar("Named", bound=Labelled)

MOVE_KINDS = {
    Term.promotion: MoveKind.PROMOTION,
    Term.lateral: MoveKind.LATERAL,
    Term.stepBack: MoveKind.STEP_BACK,
}

ABOUT = {
    "Source": v.DCTERMS_SOURCE,
    "Licence": v.DCTERMS_LICENSE,
    "Rights": v.DCTERMS_RIGHTS,
}
"""What a graph's header says of its use, and how it is called."""

NO_PROVENANCE = Provenance()

LAST = 1_000_000
"""Position of what states none: after everything that does."""


def _keyed(
    things: Iterator[Named], key: Callable[[Named], tuple[int | str, ...]]
) -> dict[str, Named]:
    return {thing.iri: thing for thing in sorted(things, key=key)}


class Reader:
    """Reads one kind of node at a time from a graph, its names in a language."""

    def __init__(self, engine: Engine, language: str = "en") -> None:
        self._said = Statements(engine, language)

    def paths(self) -> dict[str, CareerPath]:
        """Return the career paths in the order of the source."""

        def read(node: str) -> CareerPath:
            position = self._said.one(node, Term.position)
            return CareerPath(**self._names(node), position=integer(node, Term.position, position))

        return _keyed(self._said.all(Term.CareerPath, read), lambda p: (p.position or LAST, p.iri))

    def levels(self) -> dict[str, Level]:
        """Return the levels by rank."""
        return _keyed(
            self._said.all(Term.Level, self._level), lambda level: (level.rank, level.iri)
        )

    def _level(self, node: str) -> Level:
        effort_node = self._said.one(node, Term.effortPerSkill)
        rank = integer(node, Term.rank, self._said.need(node, Term.rank))
        return Level(
            **self._names(node),
            rank=rank or 0,
            scheme=self._said.one(node, v.SKOS_IN_SCHEME),
            effort=self._effort(effort_node) if effort_node else None,
            effort_note=self._said.one(effort_node, v.SKOS_NOTE) if effort_node else None,
        )

    def roles(
        self, paths: Mapping[str, CareerPath], levels: Mapping[str, Level]
    ) -> dict[str, Role]:
        """Return the roles by career path and rank."""
        places = {path: place for place, path in enumerate(paths)}

        def read(node: str) -> Role:
            role = Role(
                **self._names(node),
                path=self._said.need(node, Term.onPath),
                level=self._said.need(node, Term.atLevel),
                requirements_known=not boolean(
                    node,
                    Term.requirementsUnknown,
                    self._said.one(node, Term.requirementsUnknown),
                ),
            )
            known(node, Term.onPath, role.path, paths)
            known(node, Term.atLevel, role.level, levels)
            return role

        return _keyed(
            self._said.all(Term.Role, read),
            lambda role: (places[role.path], levels[role.level].rank, role.iri),
        )

    def skills(self, requirements: tuple[Requirement, ...]) -> dict[str, Skill]:
        """Return the skills by the place where they are first required."""
        places: dict[str, int] = {}
        for place, need in enumerate(requirements):
            places.setdefault(need.skill, place)

        def read(node: str) -> Skill:
            effort = self._said.one(node, Term.effort)
            return Skill(**self._names(node), effort=self._effort(effort) if effort else None)

        skills = _keyed(
            self._said.all(Term.Skill, read), lambda skill: (places.get(skill.iri, LAST), skill.iri)
        )
        for need in requirements:
            known(need.iri, Term.requiredSkill, need.skill, skills)
        return skills

    def requirements(self, roles: Mapping[str, Role]) -> tuple[Requirement, ...]:
        """Return the requirements by role and place in its cell.

        A shortcut without a statement of its own is a requirement too, stated by the source that
        the graph names for such edges.
        """
        places = {role: place for place, role in enumerate(roles)}
        stated = list(self._said.all(Term.Requirement, self._requirement))
        both = [*stated, *self._shortcuts(roles, {(need.role, need.skill) for need in stated})]
        for need in both:
            known(need.iri or need.role, Term.requiringRole, need.role, roles)
        return tuple(
            sorted(both, key=lambda need: (places[need.role], need.position or LAST, need.skill))
        )

    def _requirement(self, node: str) -> Requirement:
        said = self._said
        return Requirement(
            iri=node,
            role=said.need(node, Term.requiringRole),
            skill=said.need(node, Term.requiredSkill),
            essential=said.need(node, Term.importance) == Term.essential,
            proficiency=self._proficiency(node),
            position=integer(node, Term.position, said.one(node, Term.position)),
            provenance=self._provenance(node),
            importance_rating=self._rating(node, Term.importanceRating),
            level_rating=self._rating(node, Term.levelRating),
        )

    def _proficiency(self, node: str) -> str | None:
        return self._said.one(node, Term.proficiency)

    def _rating(self, node: str, predicate: Term) -> float | None:
        stated = self._said.one(node, predicate)
        return None if stated is None else number(node, predicate, stated)

    def _shortcuts(
        self, roles: Mapping[str, Role], stated: set[tuple[str, str]]
    ) -> Iterator[Requirement]:
        sources = [source for _, source in self._said.pairs(Term.edgeSource)]
        if not sources:
            return
        provenance = Provenance(
            source=self._label(sources[0]), evidence=self._label(Term.statedInSource)
        )
        for role, skill in self._said.pairs(Term.requires):
            if (role, skill) not in stated:
                yield Requirement("", role, skill, True, None, None, provenance)
        for role, skill in self._said.pairs(v.ESCO_OPTIONAL_SKILL):
            if role in roles:  # in ESCO skills have optional skills too
                yield Requirement("", role, skill, False, None, None, provenance)

    def progressions(self, roles: Mapping[str, Role]) -> tuple[Progression, ...]:
        """Return the progressions by role; they run in no circle."""
        places = {role: place for place, role in enumerate(roles)}

        def read(node: str) -> Progression:
            earlier, later = (
                self._said.need(node, Term.earlierRole),
                self._said.need(node, Term.laterRole),
            )
            known(node, Term.earlierRole, earlier, roles)
            known(node, Term.laterRole, later, roles)
            return Progression(node, earlier, later, self._provenance(node))

        found = tuple(
            sorted(
                self._said.all(Term.Progression, read),
                key=lambda step: (places[step.earlier], places[step.later]),
            )
        )
        _refuse_cycle(found)
        return found

    def transfers(self, skills: Mapping[str, Skill]) -> tuple[Transfer, ...]:
        """Return the transfers by held and needed skill."""
        places = {skill: place for place, skill in enumerate(skills)}

        def read(node: str) -> Transfer:
            held, needed = (
                self._said.need(node, Term.heldSkill),
                self._said.need(node, Term.neededSkill),
            )
            known(node, Term.heldSkill, held, skills)
            known(node, Term.neededSkill, needed, skills)
            if held == needed:
                raise InvalidGraphError(
                    f"{compact(node)} transfers {compact(held)} to itself. Remove it."
                )
            strength = self._said.need(node, Term.strength)
            return Transfer(
                iri=node,
                held=held,
                needed=needed,
                strength=self._label(strength),
                saved=self._share(strength),
                rationale=self._said.need(node, Term.rationale),
                provenance=self._provenance(node),
            )

        return tuple(
            sorted(
                self._said.all(Term.Transfer, read),
                key=lambda transfer: (places[transfer.held], places[transfer.needed]),
            )
        )

    def assumptions(self, requirements: tuple[Requirement, ...]) -> Assumptions:
        """Return the assumptions; what the graph does not state stays unknown."""
        nodes = list(self._said.all(Term.Assumptions, str))
        if len(nodes) > 1:
            raise InvalidGraphError(
                f"The graph has {len(nodes)} nodes of type cg:Assumptions "
                f"({', '.join(map(compact, nodes))}). Keep one."
            )
        node = nodes[0] if nodes else ""
        hours = self._said.one(node, Term.hoursPerWeek)
        cumulative = self._said.one(node, Term.cumulativeRequirements)
        costs = {}
        for cost in self._said.objects(node, Term.moveCost):
            kind = self._said.need(cost, Term.moveKind)
            known(cost, Term.moveKind, kind, MOVE_KINDS)
            costs[MOVE_KINDS[Term(kind)]] = self._effort(self._said.need(cost, Term.effort))
        return Assumptions(
            cumulative=boolean(node, Term.cumulativeRequirements, cumulative),
            hours_per_week=None if hours is None else number(node, Term.hoursPerWeek, hours),
            move_costs={kind: costs[kind] for kind in MoveKind if kind in costs},
            hardest_cell_cap=self._said.one(node, Term.learningCap) == Term.hardestCell,
            any_proficiency=differ_in_proficiency(requirements),
        )

    def moves(self, roles: Mapping[str, Role]) -> tuple[tuple[str, str], ...] | None:
        """Return the derived moves as pairs of roles; None where the graph has no move rule."""
        if not any(self._said.pairs(Term.moveRule)):
            return None
        found = []
        for source, target in self._said.pairs(Term.movesTo):
            known(source, v.RDF_TYPE, source, roles)
            known(source, Term.movesTo, target, roles)
            found.append((source, target))
        return tuple(found)

    def title(self) -> str:
        """Return the title of the graph's own ontology header, not that of the terms."""
        titles = (self._said.one(node, v.DCTERMS_TITLE) for node in self._headers())
        return next((title for title in titles if title), "Career graph")

    def about(self) -> tuple[tuple[str, str], ...]:
        """Return what the graph's own headers say of its use: what it is and its text.

        A node that has a label is shown by it.
        """
        found = [
            (name, self._said.label(value))
            for name, predicate in ABOUT.items()
            for node in self._headers()
            for value in self._said.objects(node, predicate)
        ]
        return tuple(dict.fromkeys(found))

    def _headers(self) -> list[str]:
        """Return the headers of the graph's own files, those of the terms and others left out."""
        pairs = self._said.pairs(v.OWL_IMPORTS)
        return [node for node, imported in pairs if imported == v.TERMS.rstrip("#")]

    def labels(self) -> dict[str, str]:
        """Return the label of every node that has one."""
        return self._said.labels()

    def _names(self, node: str) -> dict[str, Any]:
        return self._said.names(node)

    def _label(self, node: str) -> str:
        return self._said.label(node)

    def _provenance(self, node: str) -> Provenance:
        source = self._said.one(node, v.DCTERMS_SOURCE)
        evidence = self._said.one(node, Term.evidence)
        agent = self._said.one(node, v.PROV_ATTRIBUTED_TO)
        return Provenance(
            source=self._said.label(source) if source else None,
            place=self._said.one(node, Term.sourcePlace),
            text=self._said.one(node, Term.sourceText),
            evidence=self._said.label(evidence) if evidence else None,
            asserted_by=self._said.label(agent) if agent else None,
            asserted_at=self._said.one(node, v.PROV_GENERATED_AT),
            doubt=self._said.one(node, Term.doubt),
        )

    def _effort(self, node: str) -> Effort:
        low = number(node, Term.low, self._said.need(node, Term.low))
        high = number(node, Term.high, self._said.need(node, Term.high))
        unit = self._said.need(node, Term.unit)
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
        share = number(strength, Term.learningSaved, self._said.need(strength, Term.learningSaved))
        if not 0 < share < 1:
            raise InvalidGraphError(
                f"{compact(strength)} saves a share of {share:g}. "
                "cg:learningSaved must be above 0 and below 1."
            )
        return share


class BareReader(Reader):
    """Reads what routes are computed from, and nothing that is said of it.

    Names are IRIs; there is no provenance, title, rating or proficiency.
    """

    def title(self) -> str:
        """Return no title."""
        return ""

    def about(self) -> tuple[tuple[str, str], ...]:
        """Return nothing."""
        return ()

    def _names(self, node: str) -> dict[str, Any]:
        return {"iri": node, "label": node}

    def _label(self, node: str) -> str:
        return node

    def _provenance(self, node: str) -> Provenance:
        return NO_PROVENANCE

    def _proficiency(self, node: str) -> None:
        return None

    def _rating(self, node: str, predicate: Term) -> None:
        return None


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
