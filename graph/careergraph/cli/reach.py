"""`careergraph reach`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

import click

import careergraph
from careergraph.cli.advice_tables import show
from careergraph.cli.options import (
    assume_option,
    avoid_option,
    format_option,
    graph_option,
    have_option,
    hours_per_week_option,
    max_effort_option,
    max_moves_option,
    text_width,
)

if TYPE_CHECKING:
    from careergraph.routes import Reach, Reached
    from careergraph.tables import Cell

Command = TypeVar("Command", bound=Callable[..., Any])

SHOWN = 20
"""Roles shown as text without --limit."""

SECONDS = 60
"""How long a search goes on without --time-limit, before it says what is proven by then."""

COLUMNS = (
    "role",
    "role_label",
    "low_hours",
    "high_hours",
    "moves",
    "status",
    "lower_bound",
    "through",
)

BUDGET = re.compile(r"(\d+(?:\.\d+)?)\s*(h|hours?|w|weeks?)", re.ASCII)


def _budget(_ctx: click.Context, _option: click.Parameter, value: str) -> dict[str, float]:
    """Return a budget as people write it, ``800h`` or ``20w``, by its unit."""
    found = BUDGET.fullmatch(value.strip())
    if found is None:
        raise click.BadParameter(
            f"{value!r} is no number of hours or weeks. Write for example 800h or 20w."
        )
    return {"weeks" if found[2].startswith("w") else "hours": float(found[1])}


def start_options(command: Command) -> Command:
    """Add where somebody starts from, how far to look, and what limits the ways."""
    options = (
        click.argument("role", required=False),
        click.option(
            "--within",
            callback=_budget,
            required=True,
            metavar="HOURS|WEEKS",
            help="How far: expected hours of learning and moving (800h) or weeks of them (20w).",
        ),
        have_option,
        avoid_option,
        max_moves_option,
        max_effort_option,
        hours_per_week_option,
        click.option(
            "--time-limit",
            "seconds",
            type=click.FloatRange(min=0),
            default=SECONDS,
            show_default=True,
            metavar="N",
            help="Search no longer; the answer says what is proven by then.",
        ),
        click.option(
            "--limit",
            type=click.IntRange(min=1),
            default=SHOWN,
            show_default=True,
            metavar="N",
            help="Most rows to show as text; the other formats hold all.",
        ),
        assume_option,
        format_option,
        graph_option,
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@start_options
def reach(
    role: str | None,
    within: dict[str, float],
    limit: int,
    assume: tuple[str, ...],
    format_name: str,
    graph: str | None,
    **constraints: Any,
) -> None:
    """List every role within some hours or weeks of ROLE, each by its cheapest route.

    Without ROLE, start from no role with the skills of --have: any role may then be entered as
    by a lateral move. A role is within reach if its cheapest route takes no more expected hours
    (the middle of the range). `careergraph route` explains a route step by step.

    \b
    Example:
      careergraph reach "ml engineer 2" --within 800h
      careergraph reach --have "data pre-processing" --within 20w --hours-per-week 8
    """
    limits: dict[str, Any] = {**within, **constraints}
    found = careergraph.load(graph, assume=assume).reach(role, **limits)
    show(
        format_name,
        found.to_dict(),
        COLUMNS,
        [_row(one) for one in found.roles],
        lambda: "\n".join(_lines(found, limit, text_width())),
    )


def _row(reached: Reached) -> tuple[Cell, ...]:
    effort = reached.effort
    return (
        reached.role.iri,
        reached.role.label,
        round(effort.low, 2),
        round(effort.high, 2),
        reached.moves,
        reached.status,
        round(reached.lower_bound, 2),
        _through(reached),
    )


def _through(reached: Reached) -> str:
    return " > ".join(step.role.label for step in reached.route.steps[:-1])


def _lines(found: Reach, limit: int, width: int) -> Iterator[str]:
    import textwrap

    from careergraph import tables
    from careergraph.costs import describe

    many = f"{len(found.roles)} role{'' if len(found.roles) == 1 else 's'}"
    yield f"Within {found.hours:,.0f} h of {found.start}: {many}."
    if found.roles:
        rows = [
            (one.role.label, str(one.effort), one.moves, _through(one) or "-", one.status)
            for one in found.roles[:limit]
        ]
        header = ("role", "effort", "moves", "through", "status")
        yield from ("", tables.as_text(header, rows))
    if len(found.roles) > limit:
        yield f"({len(found.roles) - limit} more; --limit shows them)"
    yield ""
    for fact in (*_certainty(found), f"Assumed: {describe(found.assumptions)}."):
        yield textwrap.fill(fact, width, subsequent_indent="  ", break_on_hyphens=False)


def _certainty(found: Reach) -> Iterator[str]:
    if found.complete:
        yield (
            "Proven: each route is the cheapest, and no other role is within "
            f"{found.hours:,.0f} h expected (the middle of the range)."
        )
    if found.undecided:
        nearest = ", ".join(one.role.label for one in found.undecided[:3])
        yield (
            f"The search was stopped: {len(found.undecided)} more roles may be within "
            f"{found.hours:,.0f} h (such as {nearest}). More --time-limit decides it."
        )
