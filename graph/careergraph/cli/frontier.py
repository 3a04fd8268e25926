"""`careergraph frontier`."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

import careergraph
from careergraph.cli.advice_tables import show
from careergraph.cli.options import text_width
from careergraph.cli.reach import start_options

if TYPE_CHECKING:
    from careergraph.routes.frontier import Frontier

COLUMNS = ("place", "skill", "skill_label", "hours", "role", "role_label", "role_hours")

NAMED = 3
"""Opened roles that the text names; the other formats hold all."""


@click.command()
@start_options
@click.option(
    "--skills",
    type=click.IntRange(1, 2),
    default=1,
    show_default=True,
    metavar="N",
    help="How many skills to learn first: 1, or 2 that open more together.",
)
def frontier(
    role: str | None,
    within: dict[str, float],
    limit: int,
    assume: tuple[str, ...],
    format_name: str,
    graph: str | None,
    **constraints: Any,
) -> None:
    """Say which skill, learnt first, opens most roles for somebody in ROLE.

    A skill opens a role that is not within reach now (see `careergraph reach`) and is once the
    skill is held. The hours of the skill itself stand beside and are not counted in.

    \b
    Example:
      careergraph frontier "ml engineer 2" --within 400h
    """
    limits: dict[str, Any] = {**within, **constraints}
    found = careergraph.load(graph, assume=assume).frontier(role, **limits)
    rows = [
        (place, skill.iri, skill.label, round(one.hours, 2), to.iri, to.label, round(hours, 2))
        for place, one in enumerate(found.openings, 1)
        for skill in one.skills
        for to, hours in one.opened
    ]
    show(
        format_name,
        found.to_dict(),
        COLUMNS,
        rows,
        lambda: "\n".join(_lines(found, limit, text_width())),
    )


def _lines(found: Frontier, limit: int, width: int) -> Iterator[str]:
    from careergraph import tables

    start = found.source.label if found.source else "no role"
    yield (
        f"Within {found.hours:,.0f} h of {start} are {len(found.within)} roles. "
        f"{len(found.openings) or 'No'} choices of skills would open more."
    )
    if found.openings:
        rows = [
            (
                " + ".join(skill.label for skill in one.skills),
                f"{one.hours:,.0f} h",
                len(one.opened),
                "; ".join(f"{role.label} ({hours:,.0f} h)" for role, hours in one.opened[:NAMED])
                + (" ..." if len(one.opened) > NAMED else ""),
            )
            for one in found.openings[:limit]
        ]
        yield ("")
        yield tables.as_text(("learn first", "takes", "opens", "roles, with what is left"), rows)
    if len(found.openings) > limit:
        yield f"({len(found.openings) - limit} more; --limit shows them)"
    yield ""
    sure = (
        f"{found.looked_at:,} choices were tried; {found.excluded:,} others cannot open anything, "
        "since no route within these hours can depend on them."
    )
    if found.left:
        sure += f" {found.left:,} were not tried in the time; more --time-limit tries them."
    yield textwrap.fill(sure, width, subsequent_indent="  ", break_on_hyphens=False)
