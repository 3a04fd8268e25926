"""`careergraph place`, `advance`, `branch` and `gap`: the three uses of a matrix, and the gap."""

from __future__ import annotations

import click

import careergraph
from careergraph.cli.advice_tables import (
    BRANCH_COLUMNS,
    PLACEMENT_COLUMNS,
    SKILL_COLUMNS,
    advance_text,
    branch_row,
    branch_text,
    gap_text,
    placement_row,
    placement_text,
    show,
    skill_row,
    with_assumption,
)
from careergraph.cli.options import assume_option, format_option, graph_option, have_option

SHOWN = 10
"""Rows shown without --limit: the best few are what advice is about."""

limit_option = click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=SHOWN,
    show_default=True,
    metavar="N",
    help="Most roles to show as text; the other formats hold all.",
)


@click.command()
@have_option
@click.option("--lack", multiple=True, metavar="SKILL", help="Skill known not to be held.")
@limit_option
@assume_option
@format_option
@graph_option
def place(
    have: tuple[str, ...],
    lack: tuple[str, ...],
    limit: int,
    assume: tuple[str, ...],
    format_name: str,
    graph: str | None,
) -> None:
    """Say where somebody stands: every role ranked by fit with the skills held.

    A skill that is neither held nor said to be lacking is unknown, which is not the same as
    missing: levels and coverage are then given as ranges.

    \b
    Example:
      careergraph place --have "data pre-processing" --have "basic model building"
    """
    loaded = careergraph.load(graph, assume=assume)
    found = loaded.place(have, lack)
    show(
        format_name,
        found.to_dict(),
        PLACEMENT_COLUMNS,
        [placement_row(placement) for placement in found.roles],
        lambda: with_assumption(placement_text(found, limit), loaded.careers),
    )


@click.command()
@click.argument("role")
@have_option
@assume_option
@format_option
@graph_option
def advance(
    role: str, have: tuple[str, ...], assume: tuple[str, ...], format_name: str, graph: str | None
) -> None:
    """Say what the level after ROLE adds, in learning order.

    \b
    Example:
      careergraph advance "robotics engineer 2"
    """
    loaded = careergraph.load(graph, assume=assume)
    steps = loaded.advance(role, have)
    show(
        format_name,
        [step.to_dict() for step in steps],
        ("role", "role_label", *SKILL_COLUMNS),
        [(s.role.iri, s.role.label, *skill_row(learned)) for s in steps for learned in s.skills],
        lambda: with_assumption(advance_text(steps), loaded.careers),
    )


@click.command()
@click.argument("role")
@click.option(
    "--by",
    type=click.Choice(["coverage", "effort"]),
    default="coverage",
    show_default=True,
    help="What to rank by; both are shown.",
)
@have_option
@limit_option
@assume_option
@format_option
@graph_option
def branch(
    role: str,
    by: str,
    have: tuple[str, ...],
    limit: int,
    assume: tuple[str, ...],
    format_name: str,
    graph: str | None,
) -> None:
    """Rank the roles on other career paths for somebody in ROLE.

    Coverage is the share of a role's learning hours that is held or saved by transfer; effort is
    what remains to be learnt. Effort alone favours roles that ask little of anybody.

    \b
    Example:
      careergraph branch "data scientist 3" --by effort
    """
    loaded = careergraph.load(graph, assume=assume)
    gaps = loaded.branch(role, have)
    if by == "effort":
        gaps = tuple(sorted(gaps, key=lambda gap: gap.effort.expected))
    show(
        format_name,
        [gap.to_dict() for gap in gaps],
        BRANCH_COLUMNS,
        [branch_row(gap) for gap in gaps],
        lambda: with_assumption(branch_text(gaps, by, limit), loaded.careers),
    )


@click.command()
@click.argument("source")
@click.argument("target")
@have_option
@assume_option
@format_option
@graph_option
def gap(
    source: str,
    target: str,
    have: tuple[str, ...],
    assume: tuple[str, ...],
    format_name: str,
    graph: str | None,
) -> None:
    """List what somebody in role SOURCE still has to learn for role TARGET.

    \b
    Example:
      careergraph gap "ml engineer 3" "data scientist 3"
    """
    loaded = careergraph.load(graph, assume=assume)
    found = loaded.gap(source, target, have)
    show(
        format_name,
        found.to_dict(),
        SKILL_COLUMNS,
        [skill_row(learned) for learned in found.learned],
        lambda: with_assumption(gap_text(found), loaded.careers),
    )
