"""Small career networks for tests, written compactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from careergraph.effort import Effort
from careergraph.network import (
    Assumptions,
    CareerNetwork,
    CareerPath,
    Level,
    MoveKind,
    Progression,
    Provenance,
    Requirement,
    Role,
    Skill,
    Transfer,
)

NOWHERE = Provenance()


def career_network(
    matrix: Mapping[str, Sequence[str]],
    hours: Mapping[str, float],
    transfers: Mapping[tuple[str, str], float] | None = None,
    *,
    move_hours: tuple[float, float, float] = (40, 60, 60),
    cumulative: bool = True,
    cap: bool = True,
) -> CareerNetwork:
    """Return a network: each path's cells as letters ("ab" = skills a and b), hours by skill.

    Role IRIs are the path's name and the rank, as in "X2".
    """
    width = max(len(cells) for cells in matrix.values())
    roles, requirements, progressions = {}, [], []
    for path, cells in matrix.items():
        for rank, cell in enumerate(cells, 1):
            iri = f"{path}{rank}"
            roles[iri] = Role(iri=iri, label=iri, path=path, level=str(rank))
            requirements += [
                Requirement(f"{iri}-{skill}", iri, skill, True, None, None, NOWHERE)
                for skill in cell
            ]
            if rank > 1:
                progressions.append(Progression(f"{iri}-", f"{path}{rank - 1}", iri, NOWHERE))
    costs = dict(zip(MoveKind, (Effort(h, h) for h in move_hours), strict=True))
    return CareerNetwork(
        title="Test",
        paths={path: CareerPath(iri=path, label=path) for path in matrix},
        levels={
            str(rank): Level(iri=str(rank), label=f"Level {rank}", rank=rank)
            for rank in range(1, width + 1)
        },
        roles=roles,
        skills={
            skill: Skill(iri=skill, label=f"Skill {skill}", effort=Effort(h, h))
            for skill, h in hours.items()
        },
        requirements=tuple(requirements),
        progressions=tuple(progressions),
        transfers=tuple(
            Transfer(f"{held}-{needed}", held, needed, "strong", saved, "Because.", NOWHERE)
            for (held, needed), saved in (transfers or {}).items()
        ),
        assumptions=Assumptions(cumulative, 10.0, costs, cap),
    )
