"""A career network made ready for searches from many starts."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from careergraph.costs import move_effort, override
from careergraph.network import CareerNetwork, MoveKind
from careergraph.routes.constraints import Constraints
from careergraph.routes.problem import Problem
from careergraph.routes.search import NOWHERE, UNLIMITED, Task
from careergraph.routes.settling import Ground, Outing

if TYPE_CHECKING:
    from careergraph.arrays import CareerArrays, Hours


class Territory:
    """A network made ready for searches from many starts.

    Parameters
    ----------
    network : CareerNetwork
    arrays : CareerArrays, optional
        The network in numbers, where they are there already.

    Raises
    ------
    UnknownEffortError
        A required skill or a kind of move has no known effort.
    """

    def __init__(self, network: CareerNetwork, arrays: CareerArrays | None = None) -> None:
        from careergraph.arrays import from_network

        self.network = network
        self.arrays = from_network(network) if arrays is None else arrays
        self.ground = Ground(self.arrays)
        self.role_number = {role: number for number, role in enumerate(self.arrays.roles)}
        self.skill_number = {skill: number for number, skill in enumerate(self.arrays.skills)}

    @cached_property
    def problem(self) -> Problem:
        """The same network as the planner explains routes by."""
        return Problem(self.network)

    def at(self, hours_per_week: float | None) -> Territory:
        """Return the same with other hours of learning in a week; None for those it has.

        Raises
        ------
        RequestError
            It is no number of hours in a week.
        """
        if hours_per_week is None:
            return self
        network = override(self.network, [f"hours-per-week={hours_per_week!r}"])
        return Territory(network, self.arrays)

    def skills(self, iris: Iterable[str]) -> frozenset[int]:
        """Return the numbers of some skills; those that no role requires have none."""
        return frozenset(self.skill_number[one] for one in iris if one in self.skill_number)

    def outing(self, source: str | None, constraints: Constraints, budget: float) -> Outing:
        """Return a start and what limits the ways from there, in numbers."""
        most = constraints.max_effort_per_move
        held = self.skills(constraints.have)
        start: int | None = None
        entries, entry_cost = None, 0.0
        if source is None:
            entries, entry_cost = self._entries
        else:
            start = self.role_number[source]
            held |= set(self.arrays.requirements_of(start).tolist())
        return Outing(
            source=start,
            held=held,
            budget=budget,
            avoid=frozenset(self.role_number[role] for role in constraints.avoid),
            max_moves=constraints.max_moves,
            max_learning=UNLIMITED if most is None else most,
            entries=entries,
            entry_cost=entry_cost,
        )

    def task(self, outing: Outing, target: int) -> Task:
        """Return the same start and limits, aimed at one role."""
        return Task(
            source=NOWHERE if outing.source is None else outing.source,
            target=target,
            held=sum(1 << skill for skill in outing.held),
            avoid=outing.avoid,
            max_moves=outing.max_moves,
            max_learning=outing.max_learning,
            budget=outing.budget,
        )

    @cached_property
    def _entries(self) -> tuple[Hours, float]:
        """What entering a role from none asks at most, as a lateral move would, and what it takes.

        Raises
        ------
        UnknownEffortError
            What a lateral move takes is unknown.
        """
        import numpy as np

        from careergraph.arrays import Learning, level_caps

        roles, arrays = self.network.roles.values(), self.arrays
        learning = Learning(arrays.hours, arrays.transfers)
        needs = [arrays.requirements_of(role).tolist() for role in range(len(arrays.roles))]
        caps = level_caps(self.network, learning, needs, self.role_number)
        cost = move_effort(self.network, MoveKind.LATERAL).expected
        return np.array([caps[role.level] for role in roles], dtype=np.float64), cost
