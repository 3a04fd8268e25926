"""Small career networks for tests, written compactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hypothesis import strategies as st

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
SAVED = st.sampled_from([0.15, 0.3, 0.6])


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


@st.composite
def any_networks(draw: st.DrawFn) -> CareerNetwork:
    """Draw a network of three paths with shared, optional, inherited and unrequired skills."""
    letters = "abcdefghij"
    cells = st.lists(st.text(letters, max_size=3).map(lambda cell: "".join(dict.fromkeys(cell))))
    matrix = {path: draw(cells.filter(lambda row: 0 < len(row) <= 4)) for path in "XYZ"}
    pairs = st.tuples(st.sampled_from(letters), st.sampled_from(letters))
    transfers = draw(st.dictionaries(pairs.filter(lambda pair: pair[0] != pair[1]), SAVED))
    network = career_network(
        matrix, {letter: 10 + 5 * n for n, letter in enumerate(letters)}, transfers,
        cumulative=draw(st.booleans()),
    )  # fmt: skip
    optional = draw(st.sets(st.sampled_from([n.iri for n in network.requirements] or [""])))
    roles = st.sampled_from(list(network.roles))
    moves = draw(st.none() | st.lists(st.tuples(roles, roles), unique=True))
    return replace(
        network,
        requirements=tuple(
            replace(need, essential=need.iri not in optional) for need in network.requirements
        ),
        moves=None if moves is None else tuple(pair for pair in moves if pair[0] != pair[1]),
    )
