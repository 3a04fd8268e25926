"""The career network as arrays of numbers: what the planner computes on.

Roles and skills are numbered. What each role requires, where it can move to and what shortens the
learning of each skill are sparse rows, in the form that scipy calls CSR: the entries of row ``i``
stand at ``indptr[i]:indptr[i + 1]``. A network of a million roles takes a few hundred megabytes
in this form, and nothing in it is a Python object but the IRIs.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from careergraph.costs import known_efforts, move_effort, move_kinds, override, requirements
from careergraph.errors import UnknownEffortError
from careergraph.network import MoveKind, first_levels

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from careergraph.engines import Engine
    from careergraph.network import CareerNetwork

    Index = NDArray[np.int32]
    Hours = NDArray[np.float64]

KINDS = tuple(MoveKind)
"""The kinds of move by their number."""


@dataclass(frozen=True, eq=False)
class Requirements:
    """The skills that each role requires, under the cumulative policy, in learning order.

    Attributes
    ----------
    indptr : array of int32, one more than roles
    skill : array of int32, one per requirement
    """

    indptr: Index
    skill: Index


@dataclass(frozen=True, eq=False)
class Moves:
    """The possible moves from each role, cheapest first, then by target.

    Attributes
    ----------
    indptr : array of int32, one more than roles
    target : array of int32, one per move
    kind : array of uint8, one per move
        Places in `KINDS`.
    cost : array of float64, one per move
        Expected hours that the move itself takes, besides learning.
    cap : array of float64, one per move
        Most expected hours of learning that it may ask; infinite without a cap.
    """

    indptr: Index
    target: Index
    kind: NDArray[np.uint8]
    cost: Hours
    cap: Hours


@dataclass(frozen=True, eq=False)
class Transfers:
    """What shortens the learning of each skill, strongest first, then by held skill.

    Attributes
    ----------
    indptr : array of int32, one more than skills
        Rows are the skills to learn.
    held : array of int32, one per transfer
    saved : array of float64, one per transfer
        The share of the effort that holding `held` saves, from 0 to 1.
    place : array of int32, one per transfer
        Its place in the network's transfers.
    """

    indptr: Index
    held: Index
    saved: Hours
    place: Index


@dataclass(frozen=True, eq=False)
class CareerArrays:
    """A career network in numbers.

    Attributes
    ----------
    roles : sequence of str
        IRIs by number, in the order of the network.
    skills : sequence of str
        IRIs by number, in learning order: by the rank of the first level that requires them, then
        by IRI. That fixed order is what keeps two skills from shortening each other. Only skills
        whose effort is known are here, which all are that a role requires.
    hours : array of float64, one per skill
        Expected hours of learning it from nothing.
    known : array of bool, one per role
        Whether it is known what the role requires; where it is not, no move leads there.
    rank : array of int32, one per role
        The rank of its level.
    required : Requirements
    moves : Moves
    transfers : Transfers
    """

    roles: Sequence[str]
    skills: Sequence[str]
    hours: Hours
    known: NDArray[np.bool_]
    rank: Index
    required: Requirements
    moves: Moves
    transfers: Transfers

    def requirements_of(self, role: int) -> Index:
        """Return the numbers of the skills that a role requires, in learning order."""
        start, end = self.required.indptr[role : role + 2]
        return self.required.skill[start:end]


def from_network(network: CareerNetwork) -> CareerArrays:
    """Return a network's arrays.

    Raises
    ------
    UnknownEffortError
        A required skill or a kind of move has no known effort.

    Examples
    --------
    >>> import careergraph as cg
    >>> arrays = from_network(cg.load().careers)
    >>> len(arrays.roles), len(arrays.skills), len(arrays.moves.target)
    (30, 59, 534)
    """
    import numpy as np

    efforts = known_efforts(network)
    ranks = {skill: level.rank for skill, level in first_levels(network).items()}
    skills = sorted(efforts, key=lambda skill: (ranks.get(skill, 0), skill))
    roles = tuple(network.roles)
    skill_number = {skill: number for number, skill in enumerate(skills)}
    role_number = {role: number for number, role in enumerate(roles)}
    hours = np.array([efforts[skill].expected for skill in skills], dtype=np.float64)
    transfers = _transfers(network, skill_number)
    needs = [
        sorted(skill_number[skill] for skill in required)
        for required in requirements(network).values()
    ]
    learning = Learning(hours, transfers)
    caps = level_caps(network, learning, needs, role_number)
    return CareerArrays(
        roles=roles,
        skills=tuple(skills),
        hours=hours,
        known=np.array([role.requirements_known for role in network.roles.values()], dtype=bool),
        rank=np.array([network.rank(role) for role in roles], dtype=np.int32),
        required=Requirements(starts(map(len, needs)), flat(needs)),
        moves=_moves(network, role_number, caps),
        transfers=transfers,
    )


def read(engine: Engine, assume: Iterable[str] = ()) -> CareerArrays:
    """Return the arrays of a graph, without the names and sources that a whole network has.

    Parameters
    ----------
    engine : Engine
    assume : iterable of str
        Assumptions to replace; see `careergraph.costs.override`.

    Raises
    ------
    InvalidGraphError, RequestError, UnknownEffortError
        As `projection.project`, `costs.override` and `from_network`, in the same words.

    Examples
    --------
    >>> from careergraph.engines import InProcess
    >>> from careergraph.store import open_store
    >>> len(read(InProcess(open_store()), ["lateral=0"]).roles)
    30
    """
    from careergraph.projection import project, project_bare

    settings = tuple(assume)
    try:
        return from_network(override(project_bare(engine), settings))
    except UnknownEffortError:  # its message names skills, for which names are read after all
        return from_network(override(project(engine), settings))


def starts(sizes: Iterable[int]) -> Index:
    """Return where each row begins, and where the last one ends.

    >>> starts([2, 0, 1]).tolist()
    [0, 2, 2, 3]
    """
    import numpy as np

    ends = np.cumsum(np.fromiter(sizes, dtype=np.int64))
    return np.concatenate(([0], ends)).astype(np.int32)


def flat(rows: Iterable[Iterable[int]]) -> Index:
    """Return the entries of all rows, one row after the other.

    >>> flat([[3, 4], [], [5]]).tolist()
    [3, 4, 5]
    """
    import numpy as np

    return np.array([number for row in rows for number in row], dtype=np.int32)


class Learning:
    """What learning takes, skill by skill in order, each after its best transfer."""

    def __init__(self, hours: Hours, transfers: Transfers) -> None:
        self._hours = hours.tolist()
        ends = transfers.indptr.tolist()
        pairs = list(zip(transfers.saved.tolist(), transfers.held.tolist(), strict=True))
        self._helpers = [pairs[start:end] for start, end in pairwise(ends)]

    def __call__(self, missing: Iterable[int], held: Iterable[int]) -> float:
        """Return the expected hours of learning some skills, ascending, holding others."""
        now, total = set(held), 0.0
        for skill in missing:
            total += self._hours[skill] * (1 - self.saved(skill, now))
            now.add(skill)
        return total

    def saved(self, skill: int, held: Container[int]) -> float:
        """Return the share of a skill's hours that the strongest transfer from a held one saves."""
        return next((share for share, helper in self._helpers[skill] if helper in held), 0.0)


def _transfers(network: CareerNetwork, number: Mapping[str, int]) -> Transfers:
    import numpy as np

    rows: list[list[tuple[float, int, int]]] = [[] for _ in number]
    for place, transfer in enumerate(network.transfers):
        if transfer.held in number and transfer.needed in number:
            entry = (-transfer.saved, number[transfer.held], place)
            rows[number[transfer.needed]].append(entry)
    entries = [entry for row in rows for entry in sorted(row)]
    return Transfers(
        indptr=starts(map(len, rows)),
        held=np.array([held for _, held, _ in entries], dtype=np.int32),
        saved=np.array([-less for less, _, _ in entries], dtype=np.float64),
        place=np.array([place for _, _, place in entries], dtype=np.int32),
    )


def level_caps(
    network: CareerNetwork,
    learning: Learning,
    needs: Sequence[Sequence[int]],
    number: Mapping[str, int],
) -> dict[str, float]:
    """Return the most learning that a lateral move or step back into each level may ask."""
    if not network.assumptions.hardest_cell_cap:
        return dict.fromkeys(network.levels, float("inf"))
    below: list[set[int]] = [set() for _ in needs]
    for step in network.progressions:
        below[number[step.later]] |= set(needs[number[step.earlier]])
    caps = dict.fromkeys(network.levels, 0.0)
    for place, role in enumerate(network.roles.values()):
        own = [skill for skill in needs[place] if skill not in below[place]]
        caps[role.level] = max(caps[role.level], learning(own, below[place]))
    return caps


def _moves(network: CareerNetwork, number: Mapping[str, int], caps: Mapping[str, float]) -> Moves:
    import numpy as np

    kinds = move_kinds(network)
    used = set(kinds.values())  # whose order differs from run to run
    costs = {kind: move_effort(network, kind).expected for kind in KINDS if kind in used}
    entries = sorted(
        (number[source], costs[kind], number[target], KINDS.index(kind))
        for (source, target), kind in kinds.items()
    )
    level = [network.roles[role].level for role in network.roles]
    sizes = np.bincount([source for source, *_ in entries], minlength=len(number))
    promotion = KINDS.index(MoveKind.PROMOTION)
    return Moves(
        indptr=starts(sizes.tolist()),
        target=np.array([target for _, _, target, _ in entries], dtype=np.int32),
        kind=np.array([kind for *_, kind in entries], dtype=np.uint8),
        cost=np.array([cost for _, cost, _, _ in entries], dtype=np.float64),
        cap=np.array(
            [
                float("inf") if kind == promotion else caps[level[target]]
                for _, _, target, kind in entries
            ],
            dtype=np.float64,
        ),
    )
