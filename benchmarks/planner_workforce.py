"""Plans for a workforce, beside one networkx Dijkstra per person.

People are drawn with a fixed seed: each is in a role, and wants to be in another that a random walk
of one to three moves leads to; every third holds three skills besides, drawn from all. No two have
the same case, so that nothing is answered from memory. Both sides are made ready before the clock
runs, and both run in one process: the figures are per core.

The reference answers less. It knows no skills but those of roles: a move is weighed by what the
role that it enters requires beyond the one before, and by the move itself. The goal is held with a
detour budget, which is what people mean; without one, and beside a Dijkstra that stops at the
target, there is none.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner_rows import Row, race

from careergraph.routes import Constraints
from careergraph.workforce import Person, Planner, plan_chunk

if TYPE_CHECKING:
    from careergraph.arrays import CareerArrays

PEOPLE = 60
"""People in a round."""

GOAL = 1 / 20
"""Ours divided by the reference's, at most: 20 times as many plans a second on a core."""

BUDGET = 800.0
"""Hours of detour that people would accept, where they are asked; as in the table of routes."""


def rows(store: Path, rounds: int) -> Iterator[Row]:
    """Yield the rows of this entry."""
    import careergraph
    from careergraph.arrays import from_network

    network = careergraph.load(store).careers
    arrays = from_network(network)
    naive = naive_network(arrays)
    for kind, constraints in (
        ("detour budget 800 h", Constraints(detour_budget=BUDGET)),
        ("unlimited", Constraints()),
    ):
        people = drawn(arrays, constraints)
        planner = Planner(network)
        proven = sum(row.outcome.status == "optimal" for row in plan_chunk(planner, people))
        for reference, search in (
            ("networkx Dijkstra per person, whole", whole),
            ("the same, up to the target", up_to_the_target),
        ):
            yield race(
                f"workforce: {PEOPLE} people, {kind}",
                reference,
                partial(planned_anew, planner, people),
                partial(search, naive, people),
                goal=GOAL if search is whole and constraints.detour_budget else None,
                rounds=rounds,
                note=f"{proven} of {PEOPLE} proven optimal",
            )


def planned_anew(planner: Planner, people: Sequence[Person]) -> None:
    """Plan for everybody, remembering nothing of an earlier round."""
    planner.forget()
    plan_chunk(planner, people)


def whole(naive: Any, people: Sequence[Person]) -> None:
    """Find the shortest paths from each person's role to all roles."""
    import networkx as nx

    for person in people:
        nx.single_source_dijkstra(naive, person.source)


def up_to_the_target(naive: Any, people: Sequence[Person]) -> None:
    """Find the shortest path of each person, and no more than it takes."""
    import networkx as nx

    for person in people:
        nx.dijkstra_path(naive, person.source, person.targets[0])


def drawn(arrays: CareerArrays, constraints: Constraints) -> list[Person]:
    """Return people with targets one to three moves away."""
    draw = random.Random(20)
    found: dict[tuple[int, int], Person] = {}
    while len(found) < PEOPLE:
        role = source = draw.randrange(len(arrays.roles))
        for _ in range(draw.randint(1, 3)):
            start, end = arrays.moves.indptr[role : role + 2].tolist()
            if start < end:
                role = int(arrays.moves.target[draw.randrange(start, end)])
        if role != source:
            skills = draw.sample(arrays.skills, 3) if len(found) % 3 == 0 else []
            found[source, role] = Person(
                name=str(len(found)),
                source=arrays.roles[source],
                targets=(arrays.roles[role],),
                skills=tuple(skills),
                constraints=constraints,
            )
    return list(found.values())


def naive_network(arrays: CareerArrays) -> Any:
    """Return the network in which moves know the skills of the role before, and no others."""
    import networkx as nx

    network = nx.DiGraph()
    hours = arrays.hours.tolist()
    needs = [set(arrays.requirements_of(role).tolist()) for role in range(len(arrays.roles))]
    for source, iri in enumerate(arrays.roles):
        start, end = arrays.moves.indptr[source : source + 2].tolist()
        columns = (arrays.moves.target, arrays.moves.cost)
        for target, cost in zip(*(column[start:end].tolist() for column in columns), strict=True):
            weight = cost + sum(hours[skill] for skill in needs[target] - needs[source])
            network.add_edge(iri, arrays.roles[target], weight=weight)
    return network
