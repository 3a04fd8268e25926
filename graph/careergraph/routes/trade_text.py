"""What one route trades against another, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from careergraph.routes.trade import Trade

if TYPE_CHECKING:
    from careergraph.routes.result import LearnedSkill


def as_text(trade: Trade) -> str:
    """Return what a route trades against another, as a list of facts without a full stop."""
    return "; ".join(_facts(trade))


def _facts(trade: Trade) -> Iterator[str]:
    yield f"{_moves(trade)}; {_largest_step(trade)}"
    if not trade.learnt_instead and not trade.spared:
        yield "teaches the same skills"
    if trade.learnt_instead:
        yield f"teaches besides: {_skills(trade.learnt_instead)} (+{_hours(trade.learnt_instead)})"
    if trade.spared:
        yield f"spares: {_skills(trade.spared)} (-{_hours(trade.spared)})"
    if trade.helped_otherwise:
        names = ", ".join(skill.label for skill in trade.helped_otherwise)
        yield f"other skills help to learn {names} ({signed(trade.transfer_hours)})"
    if trade.doubtful:
        said = ", ".join(f"{one.about} ({one.doubt})" for one in trade.doubtful)
        yield f"relies on doubtful evidence: {said}"


def _moves(trade: Trade) -> str:
    number = abs(trade.moves)
    if not number:
        count = "as many moves"
    else:
        count = f"{number} {'more' if trade.moves > 0 else 'fewer'} move{'s' if number > 1 else ''}"
    return f"{count} ({signed(trade.move_hours)})"


def _largest_step(trade: Trade) -> str:
    hours = trade.largest_step
    if abs(hours) < 0.5:
        return "its largest step teaches as much"
    return f"its largest step teaches {abs(hours):,.0f} h {'more' if hours > 0 else 'less'}"


def signed(hours: float) -> str:
    """Return hours with their sign, zero without."""
    return f"{hours:+,.0f} h" if abs(hours) >= 0.5 else "0 h"


def _skills(learned: Sequence[LearnedSkill]) -> str:
    return ", ".join(one.skill.label for one in learned)


def _hours(learned: Sequence[LearnedSkill]) -> str:
    return f"{sum(one.effort.expected for one in learned):,.0f} h"
