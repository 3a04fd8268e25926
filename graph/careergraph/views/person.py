"""A person's map: what they hold, what is one step away, and what is far, over the level matrix."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from careergraph import advice, names
from careergraph.costs import describe, requirements
from careergraph.effort import Effort
from careergraph.errors import AmbiguousNameError, RequestError, UnknownNameError
from careergraph.network import CareerNetwork, Role
from careergraph.routes.constraints import Constraints
from careergraph.routes.reach import reach
from careergraph.routes.result import LearnedSkill, Step
from careergraph.routes.territory import Territory
from careergraph.views.marking import BLUE, GREEN, SLATE, Mark, marked
from careergraph.views.matrix import assemble
from careergraph.views.model import Fact, Group, Item, Section, View
from careergraph.views.statements import Statement, statements
from careergraph.vocabulary import compact

HELD, NEXT, FAR = range(3)
GROUPS = (Group("Held", GREEN), Group("One step away", BLUE), Group("Further away", SLATE))

HERE = "•"
WHOLE = "✓"
LEARN = "+"

MOST_WHOLE = 60
"""Roles of a network that is drawn whole; of a larger one only the nearest are."""
MOST_BEST = 4
"""Roles of the best fit, of a larger network."""
MOST_NEXT = 8
"""Roles one step away, of a larger network: the cheapest."""
LISTED = 8
"""Lines of each list of the summary."""


def person(network: CareerNetwork, role: str | None = None, *, have: Iterable[str] = ()) -> View:
    """Return the map of a person: what is held, what is one step away, what is far.

    A role is held by whoever has all that it requires; another is one step away where one
    feasible move enters it, as `careergraph reach --max-moves 1` says. A skill is one step away
    where such a role requires it.

    Parameters
    ----------
    network : CareerNetwork
    role : str, optional
        The role that the person is in, as people name it. Without it any role may be entered as
        by a lateral move.
    have : iterable of str, optional
        Skills held besides those of the role. What is no skill of the graph is reported.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        The role is not found, or a name fits several.
    RequestError
        Neither a role is named nor a skill that the graph has.
    UnknownEffortError
        A required skill or a kind of move has no known effort, or it is not known what the role
        requires.
    """
    start = None if role is None else names.find(network, "role", role)
    skills, unknown = _skills(network, have)
    if start is None and not skills:
        raise RequestError(
            "Nothing is known of the person: name a role, or skills of the graph with --have."
            + (f" No skills of it: {', '.join(unknown)}." if unknown else "")
        )
    where = _Standing(network, start, skills)
    drawn = _drawn(where)
    part = network if drawn is None else _nearest_part(network, drawn, where.held)
    view = assemble(
        part,
        name="person",
        title=where.title,
        subtitle=f"What is held, one step away and far in {network.title}",
        summary=_summary(where, unknown, part),
        said=tuple(_lit(where, said) for said in statements(part)),
    )
    return marked(view, GROUPS, _marks(where, part), "What it is to them")


def _skills(network: CareerNetwork, have: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the skills that texts name, and the texts that name none."""
    known, unknown = dict[str, None](), dict[str, None]()
    for text in names.several(have):
        try:
            known[names.find(network, "skill", text)] = None
        except AmbiguousNameError:
            raise
        except UnknownNameError:
            unknown[text] = None
    return tuple(known), tuple(unknown)


@dataclass(frozen=True)
class _Standing:
    """Where somebody stands who is in a role, or in none, and holds some skills besides."""

    network: CareerNetwork
    role: str | None
    have: tuple[str, ...]

    @property
    def title(self) -> str:
        if self.role is None:
            return f"A map for somebody with {_count(len(self.have), 'skill')}"
        label = self.network.roles[self.role].label
        return f"A map for {label}" + (
            f" with {_count(len(self.have), 'more skill')}" if self.have else ""
        )

    @cached_property
    def required(self) -> dict[str, frozenset[str]]:
        return requirements(self.network)

    @cached_property
    def held(self) -> frozenset[str]:
        own = frozenset[str]() if self.role is None else self.required[self.role]
        return own | frozenset(self.have)

    @cached_property
    def placements(self) -> dict[str, advice.Placement]:
        """Every role whose requirements are known, best fit first."""
        return {one.role.iri: one for one in self._placed.roles}

    @property
    def grades(self) -> tuple[advice.Grade, ...]:
        return self._placed.grades

    @cached_property
    def _placed(self) -> advice.Placements:
        return advice.place(self.network, sorted(self.held))

    @cached_property
    def next_steps(self) -> dict[str, Step]:
        """The roles that one move enters and that ask for more than is held, cheapest first.

        Of a large network, the first `MOST_NEXT`.
        """
        found = reach(
            Territory(self.network),
            self.role,
            Constraints(have=self.have, max_moves=1),
            hours=sys.float_info.max,
        )
        roles = [one for one in found.roles if not self.is_whole(one.role.iri)]
        most = len(roles) if self.is_small else MOST_NEXT
        return {one.role.iri: one.route.steps[0] for one in roles[:most]}

    @property
    def is_small(self) -> bool:
        return len(self.network.roles) <= MOST_WHOLE

    @cached_property
    def to_learn(self) -> dict[str, LearnedSkill]:
        """What the roles one step away ask to learn, each as the cheapest of them does."""
        learned: dict[str, LearnedSkill] = {}
        for step in self.next_steps.values():
            for one in step.skills:
                learned.setdefault(one.skill.iri, one)
        return learned

    def is_whole(self, role: str) -> bool:
        """Whether all is held that a role requires."""
        placed = self.placements.get(role)
        return placed is not None and not (placed.lacking or placed.unknown)


def _drawn(where: _Standing) -> list[str] | None:
    """Return the roles nearest to a person; None where all are drawn."""
    if where.is_small:
        return None
    best = [iri for iri, placed in where.placements.items() if placed.fit > 0][:MOST_BEST]
    here = [] if where.role is None else [where.role]
    return list(dict.fromkeys((*here, *best, *where.next_steps)))


def _nearest_part(
    network: CareerNetwork, roles: Collection[str], held: Collection[str]
) -> CareerNetwork:
    """Return some roles with what is essential to them, and all that is held."""
    part = network.part(roles)
    needs = tuple(need for need in part.requirements if need.essential)
    kept = {need.skill for need in needs} | set(held)
    return replace(
        part,
        requirements=needs,
        skills={iri: skill for iri, skill in network.skills.items() if iri in kept},
        transfers=tuple(t for t in network.transfers if t.held in kept and t.needed in kept),
    )


def _lit(where: _Standing, said: Statement) -> Statement:
    """Light the progressions to the roles one step away, and the transfers used on the way."""
    used = {one.transfer.iri for one in where.to_learn.values() if one.transfer}
    onward = said.source == where.role and said.target in where.next_steps
    return replace(said, lit=onward or said.iri in used)


def _marks(where: _Standing, part: CareerNetwork) -> dict[str, Mark]:
    ranks = {iri: str(number) for number, iri in enumerate(where.next_steps, start=1)}
    marks = {compact(iri): _role_mark(where, role, ranks) for iri, role in part.roles.items()}
    marks.update((compact(iri), _skill_mark(where, iri)) for iri in part.skills)
    return marks


def _role_mark(where: _Standing, role: Role, ranks: dict[str, str]) -> Mark:
    placed = where.placements.get(role.iri)
    facts = [Fact("Fit", "unknown" if placed is None else f"{placed.fit:.0%}")]
    if placed is not None:
        facts.append(Fact("Covered", f"{placed.coverage_low:.0%} of its hours are held"))
        facts.append(Fact("Still to learn", str(placed.effort)))
    step = where.next_steps.get(role.iri)
    if step is not None:
        facts.append(Fact("In one step", f"{step.kind}, {_hours(step.effort)}"))
        facts.append(Fact("Learnt in that step", _learned(step)))
    if role.iri == where.role:
        return Mark(HELD, True, HERE, (Fact("Stands here", "yes"), *facts))
    if where.is_whole(role.iri):
        return Mark(HELD, True, WHOLE, tuple(facts))
    if step is not None:
        return Mark(NEXT, True, ranks[role.iri], tuple(facts))
    return Mark(FAR, False, "", tuple(facts))


def _skill_mark(where: _Standing, skill: str) -> Mark:
    if skill in where.held:
        return Mark(HELD, True, WHOLE, (Fact("Held", "yes"),))
    learned = where.to_learn.get(skill)
    if learned is None:
        return Mark(FAR, False, "", (Fact("Held", "no"),))
    roles = [
        step.role.label
        for step in where.next_steps.values()
        if any(one.skill.iri == skill for one in step.skills)
    ]
    facts = (
        Fact("Held", "no"),
        Fact("To learn now", _learning(learned)),
        Fact("Learnt for", "; ".join(roles)),
    )
    return Mark(NEXT, True, LEARN, facts)


def _learned(step: Step) -> str:
    return "; ".join(f"{one.skill.label}, {one.effort}" for one in step.skills) or "nothing"


def _learning(learned: LearnedSkill) -> str:
    if learned.transfer_from is None:
        return str(learned.effort)
    return f"{learned.effort} instead of {learned.full_effort}, by {learned.transfer_from.label}"


def _hours(effort: Effort) -> str:
    return f"{effort}, {effort.expected:,.0f} h expected"


def _summary(
    where: _Standing, unknown: tuple[str, ...], part: CareerNetwork
) -> tuple[Section, ...]:
    sections = [
        Section(
            "What this is",
            f"{_standing(where)} Green with a tick is held: skills, and roles whose skills are all "
            f"held; {HERE} is the role they are in. Blue is one step away: a number on a role that "
            f"one move enters, cheapest first, and {LEARN} on a skill to learn for one. Grey is "
            "further away.",
        ),
        Section(
            "What to try first",
            "Choose a numbered role to see what it asks to learn, or hide what is far in the "
            "legend.",
        ),
    ]
    if not where.is_small:
        sections.insert(1, _cap(where, part))
    if unknown:
        items = tuple(Item(text) for text in unknown)
        text = "Said to be held, but no skills here, so that they count for nothing:"
        sections.insert(1, Section("Not in this graph", text, items))
    sections += _next(where)
    sections += _best(where, part)
    sections.append(
        Section("What is assumed", f"{describe(where.network.assumptions).capitalize()}.")
    )
    return tuple(sections)


def _standing(where: _Standing) -> str:
    held = f"{_count(len(where.held), 'skill')} held, {len(where.to_learn)} more to learn next."
    return held if where.role is None else f"{where.network.roles[where.role].label}: {held}"


def _cap(where: _Standing, part: CareerNetwork) -> Section:
    text = (
        f"{len(part.roles):,} of {len(where.network.roles):,} roles: theirs, the {MOST_BEST} of "
        f"best fit and the {MOST_NEXT} cheapest to enter, with their essential skills. "
        "`careergraph place` and `careergraph reach` list all."
    )
    return Section("What is drawn", text)


def _next(where: _Standing) -> list[Section]:
    if not where.next_steps:
        return [Section("What is next", "No move enters a role that asks for more than is held.")]
    items = tuple(
        Item(
            f"{number}. {step.role.label}",
            f"{step.kind}: {_hours(step.effort)}, {_count(len(step.skills), 'skill')} to learn",
            compact(iri),
        )
        for number, (iri, step) in enumerate(where.next_steps.items(), start=1)
    )
    return [Section("What is next", _shown(items, "roles one step away"), items[:LISTED])]


def _best(where: _Standing, part: CareerNetwork) -> list[Section]:
    fitting = [placed for placed in where.placements.values() if placed.fit > 0]
    shown = [placed for placed in fitting if placed.role.iri in part.roles][:LISTED]
    items = tuple(
        Item(
            placed.role.label,
            f"fit {placed.fit:.0%}, {placed.effort} still to learn",
            compact(placed.role.iri),
        )
        for placed in shown
    )
    text = "Fit is what is held and required, as a share of what is held or required."
    sections = [Section("Where they stand best", text, items)] if items else []
    grades = tuple(
        Item(grade.label, _level(grade)) for grade in where.grades if grade.known and grade.high > 0
    )
    if grades:
        text = "The level reached; a fraction is the share held of what the next one adds."
        sections.append(Section("On each career path", text, grades))
    return sections


def _level(grade: advice.Grade) -> str:
    return f"level {grade.low:.1f}" if grade.low else "below the first level"


def _shown(items: tuple[Item, ...], what: str) -> str:
    return f"{LISTED} of {len(items)} {what}; the table has all." if len(items) > LISTED else ""


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
