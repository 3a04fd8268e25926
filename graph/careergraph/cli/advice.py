"""`careergraph place`, `advance`, `branch` and `gap`: the three uses of a matrix, and the gap."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

import careergraph
from careergraph.cli.options import (
    assume_option,
    emit,
    emit_json,
    format_option,
    graph_option,
    have_option,
)

if TYPE_CHECKING:
    from careergraph.advice import Gap, Grade, Placements
    from careergraph.routes import LearnedSkill, Step
    from careergraph.tables import Cell

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
    found = careergraph.load(graph, assume=assume).place(have, lack)
    header = ("role", "fit", "coverage", "held", "lacking", "unknown", "effort")
    rows: list[Sequence[Cell]] = [
        (
            p.role.label,
            f"{p.fit:.0%}",
            _range(f"{p.coverage_low:.0%}", f"{p.coverage_high:.0%}"),
            *(len(skills) for skills in (p.held, p.lacking, p.unknown)),
            str(p.effort),
        )
        for p in found.roles
    ]
    _print(format_name, found.to_dict(), header, rows, lambda: _placement_text(found, rows[:limit]))


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
    steps = careergraph.load(graph, assume=assume).advance(role, have)
    rows = [(step.role.label, *_skill_row(s)) for step in steps for s in step.skills]
    data = [step.to_dict() for step in steps]
    _print(format_name, data, ("role", *SKILL_COLUMNS), rows, lambda: _advance_text(steps))


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
    gaps = careergraph.load(graph, assume=assume).branch(role, have)
    if by == "effort":
        gaps = tuple(sorted(gaps, key=lambda gap: gap.effort.expected))
    header = ("role", "coverage", "effort", "one move")
    rows = [
        (g.target.label, f"{g.coverage:.0%}", str(g.effort), g.kind.value if g.kind else "no")
        for g in gaps
    ]
    _print(
        format_name,
        [gap.to_dict() for gap in gaps],
        header,
        rows,
        lambda: (
            f"From {gaps[0].source.label}, by {by}:\n\n{_table(header, rows[:limit])}"
            f"{_more(len(rows), limit)}"
        ),
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
    found = careergraph.load(graph, assume=assume).gap(source, target, have)
    rows = [_skill_row(learned) for learned in found.learned]
    _print(format_name, found.to_dict(), SKILL_COLUMNS, rows, lambda: _gap_text(found, rows))


SKILL_COLUMNS = ("skill", "effort", "from nothing", "shortened by", "strength")


def _skill_row(learned: LearnedSkill) -> tuple[str, ...]:
    return (
        learned.skill.label,
        str(learned.effort),
        str(learned.full_effort),
        learned.transfer_from.label if learned.transfer_from else "",
        learned.transfer.strength if learned.transfer else "",
    )


def _placement_text(found: Placements, rows: Sequence[Sequence[Cell]]) -> str:
    grades = [(grade.label, _level(grade)) for grade in found.grades]
    header = ("role", "fit", "coverage", "held", "lacking", "unknown", "effort")
    return (
        "Level reached on each career path (a range where skills are unknown):\n\n"
        f"{_table(('career path', 'level'), grades)}\n\n"
        "Roles by fit (hours held and required, of those held or required):\n\n"
        f"{_table(header, rows)}{_more(len(found.roles), len(rows))}"
    )


def _advance_text(steps: Sequence[Step]) -> str:
    parts = []
    for step in steps:
        table = _table(SKILL_COLUMNS, [_skill_row(learned) for learned in step.skills])
        parts.append(
            f"Next: {step.role.label}, {step.effort} ({step.learning} of learning and "
            f"{step.move_effort} for the promotion itself).\n\n{table}"
        )
    return "\n\n".join(parts)


def _gap_text(found: Gap, rows: Sequence[Sequence[Cell]]) -> str:
    shared = ", ".join(skill.label for skill in found.shared) or "none"
    saved = found.full_effort.expected - found.effort.expected
    return (
        f"From {found.source.label} to {found.target.label}: {found.effort} of learning, "
        f"{found.coverage:.0%} covered.\n"
        f"Transfers save {saved:,.0f} h of the expected effort. "
        f"One move: {found.kind.value if found.kind else 'no'}.\n"
        f"Held already: {shared}.\n\n{_table(SKILL_COLUMNS, rows)}"
    )


def _level(grade: Grade) -> str:
    if not grade.known:
        return "unknown"
    return _range(f"{grade.low:.1f}", f"{grade.high:.1f}")


def _range(low: str, high: str) -> str:
    return low if low == high else f"{low}-{high}"


def _more(total: int, shown: int) -> str:
    return f"\n({total - shown} more; --limit shows them)" if total > shown else ""


def _table(header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    from careergraph import tables

    return tables.as_text(header, rows)


def _print(
    format_name: str,
    data: Any,
    header: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    text: Callable[[], str],
) -> None:
    from careergraph import tables

    if format_name == "json":
        emit_json(data)
    elif format_name == "csv":
        emit(tables.as_csv(header, rows))
    elif format_name == "markdown":
        emit(tables.as_markdown(header, rows))
    else:
        emit(text())
