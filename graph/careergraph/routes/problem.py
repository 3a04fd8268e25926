"""The routing problem in small integers: roles by index, sets of skills as bit masks.

Skills are numbered in learning order (level, then IRI), so the lowest bit of a mask is the skill
to learn first. That fixed order is what keeps two skills from shortening each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from careergraph.arrays import from_network
from careergraph.costs import known_efforts, move_effort, move_kinds, requirements
from careergraph.network import CareerNetwork, MoveKind, Transfer, first_levels
from careergraph.routes.search_graph import SearchGraph
from careergraph.routes.task import UNLIMITED, bits

__all__ = ["UNLIMITED", "Move", "Problem", "bits"]


@dataclass(frozen=True, slots=True)
class Move:
    """A possible move to role `target`: its kind, its own cost and its cap, in expected hours."""

    target: int
    kind: MoveKind
    cost: float
    cap: float


class Problem:
    """A career network made ready for planning; built once, used for many routes.

    Attributes
    ----------
    roles, skills : list of str
        IRIs by index; skills in learning order.
    required : list of int
        Mask of the skills that each role requires, under the cumulative policy.
    hours : list of float
        Expected hours to learn each skill from nothing.
    helpers : list of list of (float, int, Transfer)
        For each skill, the transfers that shorten it, strongest first: the share saved, the held
        skill and the transfer.
    """

    def __init__(self, network: CareerNetwork) -> None:
        self.network = network
        self.efforts = known_efforts(network)
        ranks = {skill: level.rank for skill, level in first_levels(network).items()}
        self.roles = list(network.roles)
        self.role_index = {role: i for i, role in enumerate(self.roles)}
        self.skills = sorted(self.efforts, key=lambda skill: (ranks.get(skill, 0), skill))
        self.skill_index = {skill: i for i, skill in enumerate(self.skills)}
        needs = requirements(network)
        self.required = [self.mask(needs[role]) for role in self.roles]
        self.hours = [self.efforts[skill].expected for skill in self.skills]
        self.helpers = self._helpers()

    def mask(self, skills: Iterable[str]) -> int:
        """Return the mask of some skills; those without a known effort are no part of it."""
        return sum(1 << self.skill_index[s] for s in set(skills) if s in self.skill_index)

    def learning(self, missing: int, held: int) -> float:
        """Return the expected hours of learning some skills in order, holding others."""
        hours = 0.0
        for skill in bits(missing):
            hours += self.hours[skill] * (1 - self.saved(skill, held))
            held |= 1 << skill
        return hours

    def saved(self, skill: int, held: int) -> float:
        """Return the share that the strongest transfer from a held skill saves."""
        for share, helper, _ in self.helpers[skill]:
            if held >> helper & 1:
                return share
        return 0.0

    def transfer(self, skill: int, held: int) -> Transfer | None:
        """Return the strongest transfer from a held skill, or None."""
        return next((t for _, helper, t in self.helpers[skill] if held >> helper & 1), None)

    def _helpers(self) -> list[list[tuple[float, int, Transfer]]]:
        helpers: list[list[tuple[float, int, Transfer]]] = [[] for _ in self.skills]
        for transfer in self.network.transfers:
            if transfer.held in self.skill_index and transfer.needed in self.skill_index:
                helpers[self.skill_index[transfer.needed]].append(
                    (transfer.saved, self.skill_index[transfer.held], transfer)
                )
        for entries in helpers:
            entries.sort(key=lambda entry: (-entry[0], entry[1]))
        return helpers

    @cached_property
    def moves(self) -> list[list[Move]]:
        """The possible moves from each role, cheapest first.

        Raises
        ------
        UnknownEffortError
            What a kind of move takes is unknown.
        """
        caps = self._level_caps
        moves: list[list[Move]] = [[] for _ in self.roles]
        for (source, target), kind in move_kinds(self.network).items():
            cost = move_effort(self.network, kind).expected
            cap = UNLIMITED
            if kind is not MoveKind.PROMOTION:
                cap = caps[self.network.roles[target].level]
            moves[self.role_index[source]].append(Move(self.role_index[target], kind, cost, cap))
        for entries in moves:
            entries.sort(key=lambda move: (move.cost, move.target))
        return moves

    @cached_property
    def graph(self) -> SearchGraph:
        """The same as the search sees it.

        Raises
        ------
        UnknownEffortError
            What a kind of move takes is unknown.
        """
        import numpy as np

        lateral = self.network.assumptions.move_costs.get(MoveKind.LATERAL)
        caps = np.array([self.entry_cap(role) for role in range(len(self.roles))])
        entry_cost = None if lateral is None else lateral.expected
        return SearchGraph(from_network(self.network), entry_cost, caps)

    def entry_cap(self, role: int) -> float:
        """Return the most learning that entering a role may ask of somebody who is in none."""
        return self._level_caps[self.network.roles[self.roles[role]].level]

    @cached_property
    def _level_caps(self) -> dict[str, float]:
        """Return the most learning that a lateral move or step back into each level may ask."""
        if not self.network.assumptions.hardest_cell_cap:
            return dict.fromkeys(self.network.levels, UNLIMITED)
        below = [0] * len(self.roles)
        for step in self.network.progressions:
            below[self.role_index[step.later]] |= self.required[self.role_index[step.earlier]]
        caps = dict.fromkeys(self.network.levels, 0.0)
        for i, role in enumerate(self.roles):
            level = self.network.roles[role].level
            own = self.learning(self.required[i] & ~below[i], below[i])
            caps[level] = max(caps[level], own)
        return caps
