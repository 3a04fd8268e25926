"""A reference for tests: every route of a small network up to a number of moves."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from hypothesis import strategies as st

from careergraph.network import CareerNetwork
from networks import career_network
from reference import Reference

SKILLS = "abcdef"


class Walk(NamedTuple):
    """A route: its cost, the roles it passes, the most learning that one step asks."""

    cost: float
    roles: tuple[str, ...]
    largest_step: float

    @property
    def moves(self) -> int:
        return len(self.roles) - 1


def walks(
    network: CareerNetwork,
    source: str,
    target: str,
    most_moves: int,
    *,
    avoid: Collection[str] = (),
    most_learning: float = float("inf"),
) -> Iterator[Walk]:
    """Yield every feasible route, also those that pass a role twice."""
    reference = Reference(network)
    open_walks = [(0.0, (source,), reference.needs[source], 0.0)]
    while open_walks:
        cost, roles, held, largest = open_walks.pop()
        if roles[-1] == target and len(roles) > 1:
            yield Walk(cost, roles, largest)
        if len(roles) > most_moves:
            continue
        for role, moving, cap in reference.moves(roles[-1]):
            missing = reference.needs[role] - held
            learning = reference.learn(missing, held)
            if role not in avoid and learning <= min(cap, most_learning) + 1e-9:
                open_walks.append(
                    (
                        cost + learning + moving,
                        (*roles, role),
                        held | missing,
                        max(largest, learning),
                    )
                )


@st.composite
def small_networks(draw: st.DrawFn) -> CareerNetwork:
    """Make up a network of two or three career paths of up to three levels, with transfers."""
    levels = draw(st.integers(1, 3))
    cell = st.text(SKILLS, max_size=2).map(lambda s: "".join(sorted(set(s))))
    matrix = {
        name: [draw(cell) for _ in range(levels)] for name in "XYZ"[: draw(st.integers(2, 3))]
    }
    pairs = st.tuples(st.sampled_from(SKILLS), st.sampled_from(SKILLS))
    transfers = st.dictionaries(
        pairs.filter(lambda pair: pair[0] != pair[1]), st.sampled_from([0.3, 0.5, 0.9]), max_size=5
    )
    return career_network(
        matrix,
        {skill: float(draw(st.integers(1, 200))) for skill in SKILLS},
        draw(transfers),
        move_hours=(draw(st.integers(0, 90)), draw(st.integers(1, 90)), draw(st.integers(1, 90))),
        cumulative=draw(st.booleans()),
        cap=draw(st.booleans()),
    )
