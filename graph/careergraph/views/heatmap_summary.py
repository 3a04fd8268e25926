"""What the page of roles by skills says before anything is chosen."""

from __future__ import annotations

from careergraph.views.grid import Grid
from careergraph.views.model import Item, Section
from careergraph.vocabulary import compact

LISTED = 8
"""Lines of each list of the summary."""


def summary(grid: Grid, shown: set[str]) -> tuple[Section, ...]:
    """Return what the page says; `shown` are the skills that have a row."""
    network = grid.network
    inherits = " A faint square is inherited from the levels below." if grid.inherited else ""
    smaller = (
        " The larger a square, the more important the source rates it."
        if grid.largest_rating
        else " A small square is optional."
        if any(not need.essential for need in network.requirements)
        else ""
    )
    what = (
        f"A column is a role ({len(network.roles):,}), a row a skill ({len(shown):,}); a square "
        "says that the role requires the skill, in the colour of the role's career path."
        f"{inherits}{smaller} The number after a name is its total; the one above a column is "
        "the level, or the place within the career path."
    )
    sections = [Section("What this is", what)]
    if len(shown) < len(network.skills):
        text = (
            f"{len(shown):,} of {len(network.skills):,} skills: those that most roles require. "
            "Totals count all."
        )
        sections.append(Section("What is drawn", text))
    try_first = (
        "Look along a row for who shares a skill, down a column for what a role asks. Empty rows "
        "and columns are holes; choose a name to light its own squares."
    )
    sections.append(Section("What to try first", try_first))
    sections += _lists(grid, shown)
    return tuple(sections)


def _lists(grid: Grid, shown: set[str]) -> list[Section]:
    network = grid.network
    empty = [r for r in network.roles.values() if not grid.skills_of[r.iri]]
    once = [skill for skill in network.skills if grid.owners_of[skill] == 1]
    most = sorted(network.skills, key=lambda skill: -grid.owners_of[skill])
    listed = (
        ("Roles that require nothing", [(r.label, "", r.iri) for r in empty]),
        (
            "Skills that no role requires",
            [(network.skills[s].label, "", s) for s in grid.holes],
        ),
        (
            "Skills that most roles ask for themselves",
            [
                (network.skills[s].label, count(grid.owners_of[s], "role"), s)
                for s in most
                if grid.owners_of[s] > 1
            ],
        ),
        (
            "Skills that one role alone asks for itself",
            [(network.skills[s].label, "", s) for s in once],
        ),
    )
    drawn = {*network.roles, *shown}
    return [
        Section(
            f"{heading} ({len(items):,})",
            f"{LISTED} of {len(items):,}." if len(items) > LISTED else "",
            tuple(
                Item(label, detail, compact(iri) if iri in drawn else "")
                for label, detail, iri in items[:LISTED]
            ),
        )
        for heading, items in listed
        if items
    ]


def count(number: int, noun: str) -> str:
    """Return a number of things in words."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
