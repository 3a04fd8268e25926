"""What each role and skill is to a person: held, one step away or far, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from careergraph.effort import Effort
from careergraph.network import Role
from careergraph.routes.result import LearnedSkill, Step
from careergraph.views.marking import BLUE, GREEN, SLATE, Mark
from careergraph.views.model import Fact, Group
from careergraph.views.standing import Standing

HELD, NEXT, FAR = range(3)
GROUPS = (Group("Held", GREEN), Group("One step away", BLUE), Group("Further away", SLATE))

HERE = "•"
WHOLE = "✓"
LEARN = "+"


def marks(where: Standing, roles: Iterable[str], skills: Iterable[str]) -> dict[str, Mark]:
    """Return the mark of some roles and skills, by IRI."""
    ranks = {iri: str(number) for number, iri in enumerate(where.next_steps, start=1)}
    found = {iri: _role_mark(where, where.network.roles[iri], ranks) for iri in roles}
    found.update((iri, _skill_mark(where, iri)) for iri in skills)
    return found


def hours(effort: Effort) -> str:
    """Return an effort as a range and as what is expected."""
    return f"{effort}, {effort.expected:,.0f} h expected"


def _role_mark(where: Standing, role: Role, ranks: Mapping[str, str]) -> Mark:
    placed = where.placements.get(role.iri)
    facts = [Fact("Fit", "unknown" if placed is None else f"{placed.fit:.0%}")]
    if placed is not None:
        facts.append(Fact("Covered", f"{placed.coverage_low:.0%} of its hours are held"))
        facts.append(Fact("Uses what is held", "; ".join(one.label for one in placed.held)))
        facts.append(Fact("Still to learn", str(placed.effort)))
    step = where.next_steps.get(role.iri)
    if step is not None:
        facts.append(Fact("In one step", f"{step.kind}, {hours(step.effort)}"))
        facts.append(Fact("Learnt in that step", _learned(step)))
    if role.iri == where.role:
        return Mark(HELD, True, HERE, (Fact("Stands here", "yes"), *facts))
    if where.is_whole(role.iri):
        return Mark(HELD, True, WHOLE, tuple(facts))
    if step is not None:
        return Mark(NEXT, True, ranks[role.iri], tuple(facts))
    return Mark(FAR, False, "", tuple(facts))


def _skill_mark(where: Standing, skill: str) -> Mark:
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
