"""The routing problem as the search sees it: whole numbers, forward and backward.

Efforts are counted in `UNIT` of an hour, so that sums do not depend on the order of adding and
the compiled search and the one in Python agree to the last digit. Every move takes one unit more
than its own effort: of two routes with equal effort the one with fewer moves is the cheaper.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from careergraph.arrays import KINDS
from careergraph.network import MoveKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from careergraph.arrays import CareerArrays, Hours
    from careergraph.routes.compiled import Workshop

    Units = NDArray[np.int64]

UNIT = 1e-9
"""Hours in a unit: small beside any effort, and a billion routes still fit in 64 bits."""

NEVER = 1 << 60
"""Units that nothing takes: no cap, no limit, no way."""

SLACK = 1000
"""Units by which learning may go over a cap: caps are sums of hours that were rounded before."""


def units(hours: float) -> int:
    """Return hours in units, `NEVER` at most."""
    return NEVER if hours >= NEVER * UNIT else round(hours / UNIT)


def in_hours(total: int, moves: int = 0) -> float:
    """Return the hours of a route's units, without the unit that each of its moves adds."""
    return round((total - moves) * UNIT, 9)


class Way(NamedTuple):
    """One move as the search sees it; `role` is where it leads to, or backward comes from."""

    role: int
    cost: int
    step_back: bool
    cap: int


class SearchGraph:
    """A career network ready to be searched, built once and used for any number of routes.

    Parameters
    ----------
    arrays : CareerArrays
    entry_cost : float or None
        Expected hours that it takes somebody who is in no role to enter one; None where that is
        unknown.
    entry_caps : array of float64, one per role, or None
        Most expected hours of learning that such an entry may ask.
    """

    def __init__(
        self,
        arrays: CareerArrays,
        entry_cost: float | None = None,
        entry_caps: Hours | None = None,
    ) -> None:
        import numpy as np

        self.size = len(arrays.roles)
        self.known = arrays.known
        required, moves, transfers = arrays.required, arrays.moves, arrays.transfers
        self.required_start = required.indptr
        self.required_skill = required.skill
        self.hours = _units(arrays.hours)
        self.move_start = moves.indptr
        self.move_target = moves.target
        self.move_cost = _units(moves.cost) + 1
        self.move_back = (moves.kind == KINDS.index(MoveKind.STEP_BACK)).astype(np.int8)
        self.move_cap = _units(moves.cap)
        self.helper_start = transfers.indptr
        self.helper = transfers.held
        needed = np.repeat(np.arange(len(arrays.hours)), np.diff(transfers.indptr))
        self.shortened = _units(arrays.hours[needed] * (1 - transfers.saved))
        self.least = self.hours.copy()
        np.minimum.at(self.least, needed, self.shortened)
        self.worth = self.hours.copy()
        np.add.at(self.worth, transfers.held, self.hours[needed] - self.shortened)
        self.entry_cost = None if entry_cost is None else units(entry_cost) + 1
        self.entry_cap = None if entry_caps is None else _units(entry_caps)
        self.capped = bool((self.move_cap < NEVER).any())
        self._turn_round()
        self._required: dict[int, tuple[int, ...]] = {}
        self._ways: dict[int, list[Way]] = {}
        self._ways_back: dict[int, list[Way]] = {}

    def _turn_round(self) -> None:
        """Order the moves by the role that they lead to."""
        import numpy as np

        source = np.repeat(np.arange(self.size, dtype=np.int32), np.diff(self.move_start))
        order = np.argsort(self.move_target, kind="stable")
        arriving = np.bincount(self.move_target, minlength=self.size)
        self.back_start = np.concatenate(([0], np.cumsum(arriving))).astype(np.int32)
        self.back_source = source[order]
        self.back_cost = self.move_cost[order]
        self.back_back = self.move_back[order]

    def required(self, role: int) -> tuple[int, ...]:
        """Return the skills that a role requires, in learning order."""
        found = self._required.get(role)
        if found is None:
            start, end = self.required_start[role : role + 2].tolist()
            found = self._required[role] = tuple(self.required_skill[start:end].tolist())
        return found

    def ways(self, role: int) -> list[Way]:
        """Return the moves from a role, cheapest first."""
        found = self._ways.get(role)
        if found is None:
            start, end = self.move_start[role : role + 2].tolist()
            columns = (self.move_target, self.move_cost, self.move_back, self.move_cap)
            rows = zip(*(column[start:end].tolist() for column in columns), strict=True)
            found = self._ways[role] = [Way._make(row) for row in rows]
        return found

    def ways_back(self, role: int) -> list[Way]:
        """Return the moves into a role."""
        found = self._ways_back.get(role)
        if found is None:
            start, end = self.back_start[role : role + 2].tolist()
            columns = (self.back_source, self.back_cost, self.back_back)
            rows = zip(*(column[start:end].tolist() for column in columns), strict=True)
            found = self._ways_back[role] = [Way._make((*row, NEVER)) for row in rows]
        return found

    def entries(self) -> list[Way]:
        """Return how somebody who is in no role may enter each one."""
        if self.entry_cost is None or self.entry_cap is None:
            return []
        caps = self.entry_cap.tolist()
        known = self.known.tolist()
        return [
            Way(role, self.entry_cost, False, caps[role])
            for role in range(self.size)
            if known[role]
        ]

    @cached_property
    def workshop(self) -> Workshop:
        """What the compiled search works with; only where numba is installed."""
        from careergraph.routes.compiled import Workshop

        return Workshop(self)

    @cached_property
    def efforts(self) -> list[int]:
        """The effort of each skill from nothing."""
        return list(map(int, self.hours))

    @cached_property
    def helpers(self) -> list[list[tuple[int, int]]]:
        """For each skill the skills that shorten it, strongest first, and its effort then."""
        ends = self.helper_start.tolist()
        pairs = list(zip(self.helper.tolist(), self.shortened.tolist(), strict=True))
        return [pairs[ends[i] : ends[i + 1]] for i in range(len(self.hours))]

    @cached_property
    def worths(self) -> list[int]:
        """The most that holding each skill can save: its own effort and all it shortens."""
        return list(map(int, self.worth))

    @cached_property
    def leasts(self) -> list[int]:
        """The effort of each skill after the strongest transfer there is."""
        return list(map(int, self.least))


def _units(hours: Hours) -> Units:
    import numpy as np

    return np.rint(np.minimum(hours, NEVER * UNIT) / UNIT).astype(np.int64)
