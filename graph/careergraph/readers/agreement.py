"""One order of levels out of several that each know some of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise


def agreed(orders: Iterable[Sequence[str]]) -> list[str] | None:
    """Return an order that every given one agrees with, or None where they contradict.

    What no order decides stays as it first appears.

    >>> agreed([["junior", "senior"], ["junior", "mid", "senior"]])
    ['junior', 'mid', 'senior']
    >>> agreed([["junior", "senior"], ["senior", "junior"]])
    """
    before: dict[str, set[str]] = {}
    for order in orders:
        for one in order:
            before.setdefault(one, set())
        for lower, higher in pairwise(order):
            before[higher].add(lower)
    found: dict[str, None] = {}
    while len(found) < len(before):
        key = next((k for k in before if k not in found and before[k] <= found.keys()), None)
        if key is None:
            return None
        found[key] = None
    return list(found)
