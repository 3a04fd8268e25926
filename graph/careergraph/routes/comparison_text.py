"""A comparison of two routes, and a front of several, in words."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from careergraph.routes import trade_text
from careergraph.routes.comparison import Comparison
from careergraph.routes.pareto import Front
from careergraph.routes.result import Route, Step
from careergraph.routes.text import ENTERING, certainty, total


def comparison(found: Comparison, width: int = 88) -> str:
    """Return a comparison in words, wrapped to a width in characters."""
    return "\n".join(_wrapped(line, width) for line in _comparison(found))


def front(found: Front, width: int = 88) -> str:
    """Return a front in words, wrapped to a width in characters."""
    return "\n".join(_wrapped(line, width) for line in _front(found))


def _wrapped(line: str, width: int) -> str:
    indent = line[: len(line) - len(line.lstrip())] + "  "
    return textwrap.fill(line, width, subsequent_indent=indent, break_on_hyphens=False)


def _comparison(found: Comparison) -> Iterator[str]:
    chosen, other = found.chosen, found.other
    yield f"From {chosen.origin} to {chosen.target.label}"
    if chosen.roles == other.roles:
        yield f"The two are the same route: {total(chosen)}."
        return
    yield ""
    yield f"Chosen: {total(chosen)}; {chosen.status}."
    yield from _steps(chosen)
    yield f"The other: {total(other)}; {other.status}."
    yield from _steps(other)
    yield ""
    yield f"They part after {found.parting.label} and meet again at {found.meeting.label}."
    for name, against in (("chosen", found.chosen_breaches), ("other", found.breaches)):
        for breach in against:
            where = f" in step {breach.step}" if breach.step else ""
            yield f"The {name} breaks a rule{where}: {breach.what}."
    if other.trade is not None:
        yield f"The other {_takes(other.trade.hours)}: {trade_text.as_text(other.trade)}."


def _takes(hours: float) -> str:
    if abs(hours) < 0.5:
        return "takes as many hours"
    return f"takes {abs(hours):,.0f} h {'more' if hours > 0 else 'less'}"


def _steps(route: Route) -> Iterator[str]:
    for number, step in enumerate(route.steps, 1):
        yield f"  {number}. {ENTERING[step.kind]} {step.role.label}: {step.effort}. {_taught(step)}"


def _taught(step: Step) -> str:
    if not step.skills:
        return "Nothing to learn."
    return f"Learn {', '.join(learned.skill.label for learned in step.skills)}."


def _front(found: Front) -> Iterator[str]:
    cheapest = found.routes[0]
    yield f"From {cheapest.origin} to {cheapest.target.label}"
    several = len(found.routes) > 1
    yield (
        f"{len(found.routes)} routes, none of which any other beats in hours, moves and largest "
        f"step at once{'.' if found.complete else ', as far as is proven.'}"
        if several
        else "One route takes the fewest hours, the fewest moves and the smallest largest step."
    )
    for number, route in enumerate(found.routes, 1):
        yield ""
        through = ", ".join(step.role.label for step in route.steps)
        yield f"{number}. {total(route)}, at most {route.largest_step:,.0f} h of learning in a step"
        yield f"   By {through}."
        if route.trade is not None:
            hours = trade_text.signed(route.trade.hours)
            yield f"   Against the first, {hours}: {trade_text.as_text(route.trade)}."
        if route.status != "optimal":
            yield from (f"   {line}" for line in certainty(route))
