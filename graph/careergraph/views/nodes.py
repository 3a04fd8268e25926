"""Placed roles and skills as the nodes of views, and the groups that colour them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from careergraph.network import CareerNetwork
from careergraph.views.facts import Facts
from careergraph.views.layout import TONES, Layout
from careergraph.views.model import Fact, Group, NodeKind, ViewNode
from careergraph.vocabulary import compact

UNREQUIRED = "Required by no role"


def to_nodes(
    network: CareerNetwork,
    placed: Layout,
    groups: Mapping[str, int],
    *,
    lit: Collection[str] | None = None,
    badges: Mapping[str, str] | None = None,
    more: Mapping[str, tuple[Fact, ...]] | None = None,
) -> tuple[ViewNode, ...]:
    """Return every box of a layout as a node, with what the network says of it.

    Parameters
    ----------
    network : CareerNetwork
        The whole one, since efforts depend on the lowest level that requires a skill.
    placed : Layout
    groups : mapping of str to int
        The group of each box, by IRI.
    lit : collection of str, optional
        The boxes that stand out; all without it.
    badges : mapping of str to str, optional
    more : mapping of str to tuple of Fact, optional
        What this view says of a box before all else.
    """
    facts = Facts(network)
    badges, more = badges or {}, more or {}
    return tuple(
        ViewNode(
            id=compact(iri),
            kind=box.kind,
            label=label(network, iri),
            lines=box.lines,
            x=round(box.x, 1),
            y=round(box.y, 1),
            width=round(box.width, 1),
            height=round(box.height, 1),
            lane=box.lane,
            column=box.column,
            group=groups[iri],
            facts=(
                *more.get(iri, ()),
                *(
                    facts.role(network.roles[iri])
                    if box.kind is NodeKind.ROLE
                    else facts.skill(network.skills[iri])
                ),
            ),
            lit=lit is None or iri in lit,
            badge=badges.get(iri, ""),
        )
        for iri, box in placed.boxes.items()
    )


def kind_of(network: CareerNetwork, iri: str) -> NodeKind:
    """Return whether an IRI is that of a role or of a skill."""
    return NodeKind.ROLE if iri in network.roles else NodeKind.SKILL


def label(network: CareerNetwork, iri: str) -> str:
    """Return the label of a role or skill."""
    return (network.roles.get(iri) or network.skills[iri]).label


def by_path(
    network: CareerNetwork, drawn: Iterable[str]
) -> tuple[tuple[Group, ...], dict[str, int]]:
    """Return the career paths of some roles and skills as groups, and the group of each.

    A skill is of the path whose role is the first to require it. The tones are the matrix's.
    """
    path_of = {role.iri: role.path for role in network.roles.values()}
    for need in network.requirements:
        path_of.setdefault(need.skill, path_of[need.role])
    paths = {iri: path_of.get(iri, "") for iri in drawn}
    order = [*network.paths, ""]
    present = [path for path in order if path in set(paths.values())]
    groups = tuple(
        Group(network.paths[path].label if path else UNREQUIRED, order.index(path) % TONES)
        for path in present
    )
    return groups, {iri: present.index(path) for iri, path in paths.items()}
