"""Where one can change to another career path and bring something along."""

from __future__ import annotations

from dataclasses import dataclass

from careergraph.costs import move_kinds
from careergraph.network import CareerNetwork, MoveKind


@dataclass(frozen=True, slots=True)
class Interchange:
    """Two roles of one level on different career paths, by IRI, with what carries over.

    `carried` are skills that both require, or pairs of a skill of the one and the skill of the
    other that it transfers to, as texts.
    """

    one: str
    other: str
    carried: tuple[str, ...]


def interchanges(network: CareerNetwork) -> tuple[Interchange, ...]:
    """Return the pairs of roles with a lateral move between them where something carries over.

    Something carries over where both roles require a skill, or where a skill that one of them adds
    transfers to a skill that the other adds. Pairs are in the order of the roles.

    Examples
    --------
    >>> import careergraph as cg
    >>> first = interchanges(cg.load().careers)[0]
    >>> first.one.rpartition("/")[2], first.other.rpartition("/")[2]
    ('ai-research-scientist-1', 'machine-learning-engineer-1')
    >>> first.carried[0]
    'Basic programming skills to Data pre-processing'
    """
    place = {role: number for number, role in enumerate(network.roles)}
    pairs = {
        (min(pair, key=place.__getitem__), max(pair, key=place.__getitem__))
        for pair, kind in move_kinds(network).items()
        if kind is MoveKind.LATERAL and len({network.roles[role].path for role in pair}) == 2
    }
    helped: dict[str, list[str]] = {}
    for transfer in network.transfers:
        helped.setdefault(transfer.held, []).append(transfer.needed)
    found = []
    for one, other in sorted(pairs, key=lambda pair: (place[pair[0]], place[pair[1]])):
        own = network.own_skills(one), network.own_skills(other)
        shared = [network.skills[skill].label for skill in own[0] if skill in own[1]]
        helping = [
            f"{network.skills[held].label} to {network.skills[needed].label}"
            for some, others in (own, own[::-1])
            for held in some
            for needed in helped.get(held, ())
            if needed in others
        ]
        if shared or helping:
            found.append(Interchange(one, other, (*shared, *helping)))
    return tuple(found)
