"""What a page needs to plan routes itself: the routing problem as small plain data.

The page's planner (`static/plan_*.js`) is `careergraph.routes` over again, in the same whole units
and in the same order, so both find the same routes. Here are the numbers that it works with, and
the words with which it answers in the form of `Route.to_dict`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from careergraph.arrays import KINDS
from careergraph.costs import move_kinds
from careergraph.effort import Effort
from careergraph.errors import UnknownEffortError
from careergraph.network import CareerNetwork, Transfer
from careergraph.routes.problem import Problem
from careergraph.routes.task import UNLIMITED
from careergraph.vocabulary import compact

if TYPE_CHECKING:
    from careergraph.arrays import CareerArrays

MOST_PLANNED = 500
"""Roles among which a page plans: as many as one page draws.

Among 400 roles with 800 skills and as many transfers, the data took 34 KB of a page and each route
well below a second. Thousands of roles need the compiled search.
"""

MOST_HOURS = 4_000_000
"""Hours that efforts and savings may add up to in a page, whose numbers are exact up to 2**53.

The search counts in billionths of an hour, of which 2**53 are nine million hours; bounds add two
such sums.
"""

ELSEWHERE = "Plan with `careergraph route`, which works on the whole graph."

NO_MOVE = "-"

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Planning:
    """The routing problem of a network, for a page.

    Parameters
    ----------
    levels : tuple of (label, rank, scheme, cap)
        The cap is the most expected hours of learning that a lateral move, a step back or an entry
        into the level may ask; None without a cap.
    roles : tuple of (IRI, node id, label, level, career path, known)
        Level by number, career path by IRI; `known` is whether its requirements are.
    skills : tuple of (IRI, node id, label, low, high)
        In learning order; low and high are the hours of learning each from nothing.
    required : tuple of tuple of int
        The skills that each role requires, under the cumulative policy, in learning order.
    moves : tuple of str
        For each role a character per role: the place in `careergraph.arrays.KINDS` of the move
        there, or `NO_MOVE`.
    move_costs : tuple of (low, high) or None
        What a move of each kind takes besides learning; None where that is unknown.
    transfers : tuple of (IRI, held, needed, strength, saved, rationale, evidence)
        Skills by number; in the order of the network.
    assumptions : dict
        The documented form of the network's assumptions.
    derived : bool
        Whether the moves are derived by a rule of the graph.
    """

    levels: tuple[Row, ...]
    roles: tuple[Row, ...]
    skills: tuple[Row, ...]
    required: tuple[tuple[int, ...], ...]
    moves: tuple[str, ...]
    move_costs: tuple[tuple[float, float] | None, ...]
    transfers: tuple[Row, ...]
    assumptions: dict[str, Any]
    derived: bool


def planning(network: CareerNetwork) -> Planning | str:
    """Return what the page's planner works with, or why it can plan no routes, as a sentence.

    Examples
    --------
    >>> import careergraph as cg
    >>> found = planning(cg.load().careers)
    >>> len(found.roles), found.moves[0].count("1")
    (30, 5)
    """
    if len(network.roles) > MOST_PLANNED:
        return f"A page plans among at most {MOST_PLANNED} roles. {ELSEWHERE}"
    try:
        problem = Problem(network)
        arrays = problem.arrays
    except UnknownEffortError as error:
        return str(error)
    if _largest_sum(arrays) > MOST_HOURS:
        return f"The efforts of this graph are too large for a browser's numbers. {ELSEWHERE}"
    return Planning(
        levels=_levels(problem),
        roles=_roles(network),
        skills=tuple(_skill(problem, skill) for skill in problem.skills),
        required=tuple(
            tuple(arrays.requirements_of(role).tolist()) for role in range(len(problem.roles))
        ),
        moves=_moves(network),
        move_costs=tuple(_range(network.assumptions.move_costs.get(kind)) for kind in KINDS),
        transfers=tuple(
            _transfer(problem, transfer)
            for transfer in network.transfers
            if transfer.held in problem.skill_index and transfer.needed in problem.skill_index
        ),
        assumptions=network.assumptions.to_dict(),
        derived=network.moves is not None,
    )


def _largest_sum(arrays: CareerArrays) -> float:
    import numpy as np

    needed = np.repeat(arrays.hours, np.diff(arrays.transfers.indptr))
    return float(arrays.hours.sum() + (needed * arrays.transfers.saved).sum())


def _levels(problem: Problem) -> tuple[Row, ...]:
    network = problem.network
    caps = {
        network.roles[iri].level: problem.entry_cap(role) for role, iri in enumerate(problem.roles)
    }
    return tuple(
        (level.label, level.rank, level.scheme, None if cap == UNLIMITED else cap)
        for level in network.levels.values()
        for cap in (caps.get(level.iri, UNLIMITED),)
    )


def _roles(network: CareerNetwork) -> tuple[Row, ...]:
    place = {level: number for number, level in enumerate(network.levels)}
    return tuple(
        (
            *(role.iri, compact(role.iri), role.label, place[role.level], role.path),
            int(role.requirements_known),
        )
        for role in network.roles.values()
    )


def _skill(problem: Problem, iri: str) -> Row:
    effort = problem.efforts[iri]
    return (iri, compact(iri), problem.network.skills[iri].label, effort.low, effort.high)


def _moves(network: CareerNetwork) -> tuple[str, ...]:
    kinds = move_kinds(network)
    signs = {kind: str(place) for place, kind in enumerate(KINDS)}
    signs_of = {pair: signs[kind] for pair, kind in kinds.items()}
    roles = network.roles
    return tuple("".join(signs_of.get((a, b), NO_MOVE) for b in roles) for a in roles)


def _range(effort: Effort | None) -> tuple[float, float] | None:
    return None if effort is None else (effort.low, effort.high)


def _transfer(problem: Problem, transfer: Transfer) -> Row:
    return (
        transfer.iri,
        problem.skill_index[transfer.held],
        problem.skill_index[transfer.needed],
        transfer.strength,
        transfer.saved,
        transfer.rationale,
        transfer.provenance.evidence,
    )
