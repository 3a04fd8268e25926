"""What a search is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

UNLIMITED = float("inf")

TOLERANCE = 1e-6
"""Hours below which two costs are equal."""

NOWHERE = -1
"""The source of somebody who is in no role."""


def bits(mask: int) -> Iterator[int]:
    """Yield the indices of the bits of a mask, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


@dataclass(frozen=True, slots=True)
class Task:
    """One route to find, in the indices of a `Problem`.

    Parameters
    ----------
    source, target : int
        Roles; the source is `NOWHERE` for somebody who is in no role.
    held : int
        Mask of the skills held at the start, those of the source role included.
    avoid : frozenset of int
        Roles that the route must not enter.
    via : tuple of int
        Roles that it must enter.
    max_moves : int or None
    max_learning : float
        Most expected hours of learning for any one move.
    budget : float
        Most expected hours for the whole route.
    via_in_order : bool
        Whether the roles of `via` are to be entered in their order.
    no_step_back : bool
        Whether steps back are no moves.
    """

    source: int
    target: int
    held: int
    avoid: frozenset[int] = frozenset()
    via: tuple[int, ...] = ()
    max_moves: int | None = None
    max_learning: float = UNLIMITED
    budget: float = UNLIMITED
    via_in_order: bool = False
    no_step_back: bool = False

    @property
    def all_via(self) -> int:
        """What `passed` says where the whole of `via` is passed."""
        return len(self.via) if self.via_in_order else (1 << len(self.via)) - 1

    def passed(self, role: int, before: int = 0) -> int:
        """Return what of `via` is passed after entering a role: how many in order, or a mask."""
        if self.via_in_order:
            due = before < len(self.via) and self.via[before] == role
            return before + 1 if due else before
        return before | sum(1 << i for i, wanted in enumerate(self.via) if wanted == role)


@dataclass(frozen=True, slots=True)
class Label:
    """One way to the target: its expected hours and the roles that it passes.

    `path` begins with the source, which is `NOWHERE` for somebody who is in no role.
    """

    cost: float
    path: tuple[int, ...]

    @property
    def moves(self) -> int:
        """How many moves it takes."""
        return len(self.path) - 1

    def roles(self) -> list[int]:
        """Return the roles from the source to the target."""
        return list(self.path)


@dataclass(frozen=True, slots=True)
class Found:
    """The route that a search found, and the expected hours that no route goes below."""

    label: Label
    lower_bound: float

    @property
    def optimal(self) -> bool:
        """Whether the route is proven to be the cheapest."""
        return self.lower_bound >= self.label.cost - TOLERANCE
