"""What a person's map says in words: where they stand, what is next, how well roles fit."""

from __future__ import annotations

from careergraph import advice
from careergraph.costs import describe
from careergraph.network import CareerNetwork
from careergraph.views.model import Item, Section
from careergraph.views.person_columns import MOST_FAR, MOST_HELD, MOST_NEXT
from careergraph.views.person_marks import HERE, LEARN, hours
from careergraph.views.standing import Standing, count
from careergraph.vocabulary import compact

LISTED = 8
"""Lines of each list."""

_IN_MATRIX = (
    "Green with a tick is held: skills, and roles whose skills are all held; "
    f"{HERE} is the role they are in. Blue is one step away: a number on a role that one move "
    f"enters, cheapest first, and {LEARN} on a skill to learn for one. Grey is further away."
)
_IN_COLUMNS = (
    "Green is held: skills, and roles with a tick, whose skills are all held; "
    f"{HERE} is the role they are in. Blue is one step away: a number on a role that one move "
    "enters, cheapest first, and under it the skills to learn for it. Grey is further away: it "
    "takes more moves, or a move that asks for more. Under each role stands what it is the first "
    "to ask for."
)


def summary(where: Standing, unknown: tuple[str, ...], part: CareerNetwork) -> tuple[Section, ...]:
    """Return what there is to say of a person.

    Parameters
    ----------
    where : Standing
    unknown : tuple of str
        What they are said to hold and is no skill of the graph.
    part : CareerNetwork
        What is drawn of the network.
    """
    whole = len(part.roles) == len(where.network.roles)
    sections = [
        Section("What this is", f"{_standing(where)} {_IN_MATRIX if whole else _IN_COLUMNS}"),
        Section(
            "What to try first",
            "Choose a numbered role to see what it asks to learn, or hide what is far in the "
            "legend.",
        ),
    ]
    if not whole:
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


def _standing(where: Standing) -> str:
    held = f"{count(len(where.held), 'skill')} held, {len(where.to_learn)} more to learn next."
    return held if where.role is None else f"{where.network.roles[where.role].label}: {held}"


def _cap(where: Standing, part: CareerNetwork) -> Section:
    text = (
        f"{len(part.roles):,} of {len(where.network.roles):,} roles, with their essential skills: "
        f"theirs; of those held the {MOST_HELD} of best fit; the {MOST_NEXT} cheapest to enter; "
        f"and of those further away the {MOST_FAR} of best fit. "
        "`careergraph place` and `careergraph reach` list all."
    )
    return Section("What is drawn", text)


def _next(where: Standing) -> list[Section]:
    if not where.next_steps:
        return [Section("What is next", "No move enters a role that asks for more than is held.")]
    items = tuple(
        Item(
            f"{number}. {step.role.label}",
            f"{step.kind}: {hours(step.effort)}, {count(len(step.skills), 'skill')} to learn",
            compact(iri),
        )
        for number, (iri, step) in enumerate(where.next_steps.items(), start=1)
    )
    return [Section("What is next", _shown(items, "roles one step away"), items[:LISTED])]


def _best(where: Standing, part: CareerNetwork) -> list[Section]:
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
