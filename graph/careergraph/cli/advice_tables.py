"""What `place`, `advance`, `branch` and `gap` print: columns for programs, words for people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from careergraph.cli.options import emit, emit_json, emit_text

if TYPE_CHECKING:
    from careergraph.advice import Gap, Grade, Placement, Placements
    from careergraph.effort import Effort
    from careergraph.network import CareerNetwork
    from careergraph.routes import LearnedSkill, Step
    from careergraph.tables import Cell, Row

PLACEMENT_COLUMNS = (
    "role",
    "role_label",
    "fit",
    "coverage_low",
    "coverage_high",
    "held",
    "lacking",
    "unknown",
    "low_hours",
    "high_hours",
)

BRANCH_COLUMNS = ("role", "role_label", "coverage", "low_hours", "high_hours", "one_move")

SKILL_COLUMNS = (
    "skill",
    "skill_label",
    "low_hours",
    "high_hours",
    "full_low_hours",
    "full_high_hours",
    "shortened_by",
    "strength",
)

MOST_PATHS = 20
"""Career paths that a text lists; of more, those of which something is known."""


def show(
    format_name: str,
    data: Any,
    columns: Sequence[str],
    rows: Sequence[Row],
    text: Callable[[], str],
) -> None:
    """Print an answer as data, as rows under columns, or as text."""
    from careergraph import tables

    if format_name == "json":
        emit_json(data)
    elif format_name == "csv":
        emit(tables.as_csv(columns, rows))
    elif format_name == "markdown":
        emit_text(tables.as_markdown(columns, rows))
    else:
        emit_text(text())


def with_assumption(text: str, network: CareerNetwork) -> str:
    """Return a text with what it leaves out of account, where the graph has proficiencies."""
    from careergraph.costs import ANY_PROFICIENCY

    if not network.assumptions.any_proficiency:
        return text
    return f"{text}\n\nAssumed: {ANY_PROFICIENCY}."


def placement_row(placement: Placement) -> tuple[Cell, ...]:
    """Return the cells of `PLACEMENT_COLUMNS`."""
    return (
        placement.role.iri,
        placement.role.label,
        round(placement.fit, 4),
        round(placement.coverage_low, 4),
        round(placement.coverage_high, 4),
        *(len(skills) for skills in (placement.held, placement.lacking, placement.unknown)),
        *_hours(placement.effort),
    )


def branch_row(found: Gap) -> tuple[Cell, ...]:
    """Return the cells of `BRANCH_COLUMNS`."""
    target = found.target
    return target.iri, target.label, round(found.coverage, 4), *_hours(found.effort), _move(found)


def skill_row(learned: LearnedSkill) -> tuple[Cell, ...]:
    """Return the cells of `SKILL_COLUMNS`."""
    return (
        learned.skill.iri,
        learned.skill.label,
        *_hours(learned.effort),
        *_hours(learned.full_effort),
        learned.transfer_from.label if learned.transfer_from else "",
        learned.transfer.strength if learned.transfer else "",
    )


def placement_text(found: Placements, limit: int) -> str:
    """Return grades, where there are any, and best roles for people."""
    header = ("role", "fit", "coverage", "held", "lacking", "unknown", "effort")
    rows: list[Row] = [
        (
            p.role.label,
            f"{p.fit:.0%}",
            _range(f"{p.coverage_low:.0%}", f"{p.coverage_high:.0%}"),
            *(len(skills) for skills in (p.held, p.lacking, p.unknown)),
            str(p.effort),
        )
        for p in found.roles[:limit]
    ]
    return (
        f"{_grades_text(found.grades) if found.grades else ''}"
        "Roles by fit (hours held and required, of those held or required):\n\n"
        f"{_table(header, rows)}{_more(len(found.roles), limit)}"
    )


def _grades_text(grades: Sequence[Grade]) -> str:
    told = [g for g in grades if g.known or len(grades) <= MOST_PATHS]
    table = _table(("career path", "level"), [(g.label, _level(g)) for g in told[:MOST_PATHS]])
    left = len(grades) - min(len(told), MOST_PATHS)
    more = f"\n{left} more career paths are not shown." if left else ""
    return (
        "Level reached on each career path (a range where skills are unknown):\n\n"
        f"{table}{more}\n\n"
    )


def advance_text(steps: Sequence[Step]) -> str:
    """Return what the next level adds for people."""
    return "\n\n".join(
        f"Next: {step.role.label}, {step.effort} ({step.learning} of learning and "
        f"{step.move_effort} for the promotion itself).\n\n{_skills(step.skills)}"
        for step in steps
    )


def branch_text(gaps: Sequence[Gap], by: str, limit: int) -> str:
    """Return the best roles on other paths for people."""
    if not gaps:
        return "There is no other career path."
    rows = [
        (found.target.label, f"{found.coverage:.0%}", str(found.effort), _move(found))
        for found in gaps[:limit]
    ]
    table = _table(("role", "coverage", "effort", "one move"), rows)
    return f"From {gaps[0].source.label}, by {by}:\n\n{table}{_more(len(gaps), limit)}"


def gap_text(found: Gap) -> str:
    """Return what is to be learnt for people."""
    shared = ", ".join(skill.label for skill in found.shared) or "none"
    saved = found.full_effort.expected - found.effort.expected
    return (
        f"From {found.source.label} to {found.target.label}: {found.effort} of learning, "
        f"{found.coverage:.0%} covered.\n"
        f"Transfers save {saved:,.0f} h of the expected effort. One move: {_move(found)}.\n"
        f"Held already: {shared}.\n\n{_skills(found.learned)}"
    )


def _skills(skills: Sequence[LearnedSkill]) -> str:
    if not skills:
        return "Nothing to learn."
    rows = [
        (
            learned.skill.label,
            str(learned.effort),
            str(learned.full_effort),
            learned.transfer_from.label if learned.transfer_from else "",
            learned.transfer.strength if learned.transfer else "",
        )
        for learned in skills
    ]
    return _table(("skill", "effort", "from nothing", "shortened by", "strength"), rows)


def _table(header: Sequence[str], rows: Sequence[Row]) -> str:
    from careergraph import tables

    return tables.as_text(header, rows)


def _hours(effort: Effort) -> tuple[float, float]:
    return round(effort.low, 2), round(effort.high, 2)


def _move(found: Gap) -> str:
    return found.kind.value if found.kind else "no"


def _level(grade: Grade) -> str:
    if not grade.known:
        return "unknown"
    return _range(f"{grade.low:.1f}", f"{grade.high:.1f}")


def _range(low: str, high: str) -> str:
    return low if low == high else f"{low}-{high}"


def _more(total: int, limit: int) -> str:
    return f"\n({total - limit} more; --limit shows them)" if total > limit else ""
