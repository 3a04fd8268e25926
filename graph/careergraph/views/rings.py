"""What lies around a role or a skill: rings of roles and skills, one statement further each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from careergraph.network import CareerNetwork, Provenance
from careergraph.views.model import EdgeKind
from careergraph.views.statements import Statement, statements

LEFT, MIDDLE, RIGHT = -1, 0, 1

DERIVED = Provenance(evidence="derived from data")

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Rings:
    """A role or skill and what surrounds it.

    Parameters
    ----------
    centre : str
    distance : mapping of str to int
        How many statements each role and skill is away from the centre, by IRI.
    side : mapping of str to int
        `LEFT` of what comes before the centre, `RIGHT` of what follows; a skill follows the role
        that requires it, and seen from the skill its roles follow too.
    said : tuple of Statement
        The statements between them. Transfers stand out that concern the centre or the skills
        that it requires.
    """

    centre: str
    distance: dict[str, int]
    side: dict[str, int]
    said: tuple[Statement, ...]


def rings(network: CareerNetwork, centre: str, depth: int) -> Rings:
    """Return every statement about what is fewer than `depth` statements away from the centre.

    Moves that the graph derives by a rule count as statements. Around a role, the transfers to
    and from the skills that it requires are part of the first ring.
    """
    pairs = _pairs(network)
    distance = {centre: 0}
    for ring in range(1, depth + 1):
        distance = {**dict.fromkeys(_beside(pairs, distance), ring), **distance}
    inner = {iri for iri, steps in distance.items() if steps < depth}
    close = {centre, *(need.skill for need in network.requirements if need.role == centre)}
    near = replace(
        network,
        requirements=tuple(n for n in network.requirements if n.role in inner or n.skill in inner),
        progressions=tuple(
            p for p in network.progressions if p.earlier in inner or p.later in inner
        ),
        transfers=tuple(
            t for t in network.transfers if not {t.held, t.needed}.isdisjoint(inner | close)
        ),
    )
    for transfer in near.transfers:
        for skill in (transfer.held, transfer.needed):
            distance.setdefault(skill, 2)
    stated = (
        replace(one, lit=one.kind is EdgeKind.TRANSFERS_TO and bool(_ends(one) & close))
        for one in statements(near)
    )
    said = (*stated, *moves(network, inner))
    return Rings(centre, distance, _sides(centre, distance, said), said)


def moves(network: CareerNetwork, about: Iterable[str]) -> tuple[Statement, ...]:
    """Return the moves from or to some roles that the graph derives by its rule."""
    roles = set(about)
    return tuple(
        Statement(
            iri="",
            kind=EdgeKind.MOVES_TO,
            source=source,
            target=target,
            why=f"Near by the graph's rule: {len(in_common(network, source, target))} "
            "essential skills in common",
            provenance=DERIVED,
        )
        for source, target in network.moves or ()
        if source in roles or target in roles
    )


def in_common(network: CareerNetwork, one: str, other: str) -> tuple[str, ...]:
    """Return the essential skills that two roles both state, in the order of the first."""
    held = set(network.own_skills(other))
    return tuple(skill for skill in network.own_skills(one) if skill in held)


def _ends(one: Statement) -> set[str]:
    return {one.source, one.target}


def _pairs(network: CareerNetwork) -> list[Pair]:
    return [
        *((step.earlier, step.later) for step in network.progressions),
        *((need.role, need.skill) for need in network.requirements),
        *((transfer.held, transfer.needed) for transfer in network.transfers),
        *(network.moves or ()),
    ]


def _beside(pairs: Iterable[Pair], inside: dict[str, int]) -> dict[str, None]:
    """Return what is joined with something inside, in the order of the statements."""
    return dict.fromkeys(
        iri for pair in pairs for iri in pair if not inside.keys().isdisjoint(pair)
    )


def _sides(centre: str, distance: dict[str, int], said: tuple[Statement, ...]) -> dict[str, int]:
    inward = defaultdict[str, list[Statement]](list)
    for one in said:
        for iri, other in ((one.source, one.target), (one.target, one.source)):
            if distance[other] < distance[iri]:
                inward[iri].append(one)
    side = {centre: MIDDLE}
    for iri in sorted(distance, key=lambda iri: distance[iri]):
        if distance[iri] == 1:
            follows = any(
                one.source == centre or one.kind is EdgeKind.REQUIRES for one in inward[iri]
            )
            side[iri] = RIGHT if follows else LEFT
        elif iri != centre:
            balance = sum(
                side[one.source if one.target == iri else one.target] for one in inward[iri]
            )
            side[iri] = LEFT if balance < 0 else RIGHT
    return side
