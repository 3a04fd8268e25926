"""What an imported matrix assumes where it says nothing: the built-in roadmap's assumptions.

A test holds the numbers equal to those of ``ontology/roadmap.ttl``, which says why they are so.
"""

from __future__ import annotations

from careergraph.effort import Effort

FIRST = Effort(40, 80)
"""Hours to learn one skill of the first level; each level doubles it."""

DOUBLINGS = 4
"""Doublings from the first to the last level; more levels share them, so that the last stays."""

HOURS_PER_WEEK = 10

MOVES = {
    "promotion": ("promotion", Effort(20, 60)),
    "lateral": ("lateral", Effort(40, 80)),
    "step-back": ("stepBack", Effort(40, 80)),
}
"""Each kind of move, with its term and the hours it takes besides learning."""

ROUND_TO = 5
"""Hours that shared doublings are rounded to: finer would feign knowledge."""


def level_efforts(count: int) -> list[Effort]:
    """Return the hours for one skill at each of so many levels, lowest first.

    >>> [effort.low for effort in level_efforts(5)]
    [40, 80, 160, 320, 640]
    """
    step = min(1.0, DOUBLINGS / (count - 1)) if count > 1 else 1.0
    factors = [2 ** (step * place) for place in range(count)]
    return [Effort(_rounded(FIRST.low * by), _rounded(FIRST.high * by)) for by in factors]


def _rounded(hours: float) -> int:
    return round(hours / ROUND_TO) * ROUND_TO
