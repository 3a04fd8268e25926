"""Routes from every one of some roles to every one of others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from careergraph.network import CareerNetwork
from careergraph.routes import Constraints
from careergraph.workforce.job import chosen_engine
from careergraph.workforce.people import Person, refuse_nonsense
from careergraph.workforce.planned import Planned
from careergraph.workforce.planner import Planner


def plan_between(
    network: CareerNetwork,
    sources: Sequence[str],
    targets: Sequence[str],
    constraints: Constraints,
    hours_per_week: float | None = None,
    workers: int = 1,
) -> Iterator[Planned]:
    """Return a row for each source and target, source by source, as they are planned.

    Each source is somebody in that role, whose name in the row is the role's label.

    Raises
    ------
    RequestError
        A role is named twice, or the constraints contradict themselves for some pair.
    UnknownEffortError, WorkerError
        See `careergraph.CareerGraph.plan_people`.
    """
    people = [
        Person(
            network.roles[source].label,
            source,
            tuple(targets),
            constraints=constraints,
            hours_per_week=hours_per_week,
        )
        for source in sources
    ]
    for one in people:
        refuse_nonsense(network, one)
    engine, _ = chosen_engine(len(people), workers)
    # One source a chunk: it has a row for each target.
    chunks = ([one] for one in people)
    return (row for rows in engine(Planner(network), chunks) for row in rows)
