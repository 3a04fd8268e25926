"""A route in words, the way a good adviser would put it; and as CSV and Markdown."""

from __future__ import annotations

import csv
import io
import textwrap
from collections.abc import Iterator

from careergraph.costs import describe
from careergraph.effort import Effort
from careergraph.network import MoveKind
from careergraph.routes import trade_text
from careergraph.routes.explanation import OPTIMAL, UNPROVEN
from careergraph.routes.result import ENTRY, LearnedSkill, Route, Step, weeks
from careergraph.tables import escaped

ENTERING = {
    MoveKind.PROMOTION: "Promotion to",
    MoveKind.LATERAL: "Lateral move to",
    MoveKind.STEP_BACK: "Step back to",
    ENTRY: "Entry into",
    None: "Jump to",
}

CSV_COLUMNS = (
    "route",
    "step",
    "role",
    "role_label",
    "move",
    "skill",
    "skill_label",
    "low_hours",
    "high_hours",
    "full_low_hours",
    "full_high_hours",
    "shortened_by",
    "strength",
    "rationale",
    "stepping_stone",
)


def as_text(route: Route, width: int = 88) -> str:
    """Return the route explained step by step, wrapped to a width in characters."""
    return "\n".join(_wrapped(line, width) for line in _lines(route))


def as_markdown(route: Route) -> str:
    """Return the route and its alternatives as Markdown, with one table row per skill learnt."""
    lines = _markdown_table(route, "")
    for number, other in enumerate(route.alternatives, 1):
        lines += ["", *_markdown_table(other, f"Alternative {number}: ")]
        if other.trade is not None:
            lines += ["", f"- Against the best: {escaped(trade_text.as_text(other.trade))}"]
    facts = [
        *certainty(route),
        *_brought(route),
        *_stepping_stones(route),
        *_direct(route),
        *_assumed(route),
    ]
    return "\n".join([*lines, "", *(f"- {escaped(fact)}" for fact in facts)])


def _markdown_table(route: Route, heading: str) -> list[str]:
    ends = f"{escaped(route.origin)} to {escaped(route.target.label)}"
    lines = [
        f"**{heading}{ends}**: {total(route)}",
        "",
        "| step | move | skill | effort | from nothing | shortened by | strength |",
        "|---|---|---|---|---|---|---|",
    ]
    for number, step in enumerate(route.steps, 1):
        entering = f"{ENTERING[step.kind]} {step.role.label}"
        lines.append(f"| {number} | {escaped(entering)} | | {step.move_effort} | | | |")
        for learned in step.skills:
            by = learned.transfer_from.label if learned.transfer_from else ""
            strength = learned.transfer.strength if learned.transfer else ""
            lines.append(
                f"| | | {escaped(learned.skill.label)} | {learned.effort} | {learned.full_effort} "
                f"| {escaped(by)} | {escaped(strength)} |"
            )
    return lines


def as_csv(route: Route) -> str:
    """Return the route and its alternatives as CSV with the columns `CSV_COLUMNS`.

    Route 0 is the best one. A step has one row for the move itself (without skill) and one for
    each skill learnt. Hours have two decimals.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for place, one in enumerate((route, *route.alternatives)):
        for number, step in enumerate(one.steps, 1):
            move = (place, number, step.role.iri, step.role.label, step.kind or "jump")
            low, high = f"{step.move_effort.low:.2f}", f"{step.move_effort.high:.2f}"
            writer.writerow((*move, "", "", low, high, low, high, "", "", "", ""))
            writer.writerows((*move, *_csv_skill(learned)) for learned in step.skills)
    return out.getvalue().rstrip("\n")


def _csv_skill(learned: LearnedSkill) -> tuple[str, ...]:
    transfer = learned.transfer
    return (
        learned.skill.iri,
        learned.skill.label,
        f"{learned.effort.low:.2f}",
        f"{learned.effort.high:.2f}",
        f"{learned.full_effort.low:.2f}",
        f"{learned.full_effort.high:.2f}",
        learned.transfer_from.label if learned.transfer_from else "",
        transfer.strength if transfer else "",
        transfer.rationale if transfer else "",
        "yes" if learned.stepping_stone else "no",
    )


def _wrapped(line: str, width: int) -> str:
    indent = line[: len(line) - len(line.lstrip())] + "  "
    return textwrap.fill(line, width, subsequent_indent=indent, break_on_hyphens=False)


def _lines(route: Route) -> Iterator[str]:
    yield f"From {route.origin} to {route.target.label}"
    yield f"{total(route)}."
    yield from certainty(route)
    yield from _brought(route)
    for number, (step, so_far) in enumerate(zip(route.steps, route.running_totals, strict=True), 1):
        yield ""
        yield from _step_lines(number, step, so_far)
    yield ""
    yield from _stepping_stones(route)
    yield from _direct(route)
    yield from _alternatives(route)
    yield from _assumed(route)


def total(route: Route) -> str:
    """Return the moves of a route and what it takes, in hours and weeks."""
    moves = f"{len(route.steps)} move{'s' if len(route.steps) != 1 else ''}"
    return f"{moves}, {_hours_and_weeks(route, route.effort)}"


def _hours_and_weeks(route: Route, effort: Effort) -> str:
    per_week = route.assumptions.hours_per_week
    in_weeks = weeks(effort, per_week)
    if in_weeks is None:
        return str(effort)
    low, high = f"{in_weeks['low']:,.0f}", f"{in_weeks['high']:,.0f}"
    span = low if low == high else f"{low}-{high}"
    return f"{effort}: {span} weeks at {per_week:g} h a week"


def certainty(route: Route) -> Iterator[str]:
    """Yield how sure it is that no route takes less."""
    if route.status == OPTIMAL:
        yield (
            f"Proven optimal: no route that keeps to the rules takes less than the "
            f"{route.lower_bound:,.0f} h expected here (the middle of the range)."
        )
    elif route.status == UNPROVEN:
        yield "Not proven: all that is known of the optimum is that it takes 0 h or more."
    else:
        yield (
            f"Proven {route.status} of the optimum; no route takes less than "
            f"{route.lower_bound:,.0f} h."
        )


def _brought(route: Route) -> Iterator[str]:
    if route.held:
        yield f"Brought along: {', '.join(skill.label for skill in route.held)}."
    if route.unknown_skills:
        unknown = ", ".join(route.unknown_skills)
        yield f"Unknown to this graph, and so counted for nothing: {unknown}."


def _step_lines(number: int, step: Step, running: Effort) -> Iterator[str]:
    yield f"{number}. {ENTERING[step.kind]} {step.role.label}: {step.effort}"
    for learned in step.skills:
        yield from _skill_lines(learned)
    if not step.skills:
        yield "   Nothing to learn: every requirement is held already."
    yield f"   The move itself: {step.move_effort}. Running total: {running}."
    if step.reused:
        yield f"   Held already: {', '.join(skill.label for skill in step.reused)}."


def _skill_lines(learned: LearnedSkill) -> Iterator[str]:
    stone = " (stepping stone: the target does not ask for it)" if learned.stepping_stone else ""
    if learned.transfer is None or learned.transfer_from is None:
        yield f"   Learn {learned.skill.label}: {learned.effort}{stone}"
        return
    transfer = learned.transfer
    yield (
        f"   Learn {learned.skill.label}: {learned.effort} instead of {learned.full_effort}{stone}"
    )
    yield (
        f"     {learned.transfer_from.label} helps ({transfer.strength}, saves "
        f"{transfer.saved:.0%}; {transfer.provenance.evidence or 'evidence unknown'}): "
        f"{transfer.rationale}"
    )


def _stepping_stones(route: Route) -> Iterator[str]:
    stones = [s.skill.label for step in route.steps for s in step.skills if s.stepping_stone]
    if stones:
        yield f"Stepping stones, learnt only on the way: {', '.join(stones)}."


def _direct(route: Route) -> Iterator[str]:
    if route.direct is None:
        yield "The direct move is this route."
        return
    learning = route.direct.learning
    verdict = (
        f"not feasible, since {route.direct_obstacle}" if route.direct_obstacle else "feasible"
    )
    yield f"The direct move would ask for {learning} of learning; {verdict}."


def _alternatives(route: Route) -> Iterator[str]:
    for number, other in enumerate(route.alternatives, 1):
        more = other.effort.expected - route.effort.expected
        through = ", ".join(step.role.label for step in other.steps)
        yield f"Alternative {number}: {total(other)} (+{more:,.0f} h expected), by {through}."
        if other.trade is not None:
            yield f"  Against the best: {trade_text.as_text(other.trade)}."


def _assumed(route: Route) -> Iterator[str]:
    yield (
        f"Assumed: {describe(route.assumptions)}. {_estimates(route)} --assume replaces hours. "
        "Requirements met do not promise a promotion."
    )


def _estimates(route: Route) -> str:
    """Say where the numbers of a route come from, and which queries show them."""
    learned = [one for step in route.steps for one in step.skills]
    transfers = any(one.transfer for one in learned)
    shown = {
        "skills-with-own-effort": any(one.skill.effort for one in learned),
        "effort-per-level": any(not one.skill.effort for one in learned),
        "transfer-scale": transfers,
        "move-costs": not learned,
    }
    first, *others = (query for query, here in shown.items() if here)
    queries = " and ".join(f"`{query}`" for query in (f"careergraph query {first}", *others))
    return (
        f"Hours{' and transfer strengths' * transfers} are the graph's own estimates; {queries} "
        f"{'show' if others else 'shows'} them."
    )
