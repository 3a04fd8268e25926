"""Colour the boxes of a view by something else than their career path, and say why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from careergraph.views.model import Axes, Fact, Group, Lane, View, ViewNode

GREEN, BLUE, RED, AMBER, SLATE = 3, 0, 4, 1, 6
"""Tones of the page's style sheet that have a meaning of their own in a marked view."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a box is marked by: its group, whether it stands out, its badge, what is said of it."""

    group: int
    lit: bool
    badge: str = ""
    facts: tuple[Fact, ...] = ()


def marked(view: View, groups: Iterable[Group], marks: Mapping[str, Mark], called: str) -> View:
    """Return a matrix whose boxes are coloured by marks; its career paths lose their colours.

    Parameters
    ----------
    view : View
    groups : iterable of Group
        In the legend's order.
    marks : mapping of str to Mark
        By node id; every node has one.
    called : str
        What a group is called, in the singular.
    """
    return replace(
        view,
        lanes=tuple(_plain(lane) for lane in view.lanes),
        groups=tuple(groups),
        nodes=tuple(_marked(node, marks[node.id]) for node in view.nodes),
        axes=Axes(lane=view.axes.lane, column=view.axes.column, group=called),
    )


def _plain(lane: Lane) -> Lane:
    return replace(lane, tone=SLATE)


def _marked(node: ViewNode, mark: Mark) -> ViewNode:
    facts = tuple(fact for fact in mark.facts if fact.text)
    return replace(
        node, group=mark.group, lit=mark.lit, badge=mark.badge, facts=(*facts, *node.facts)
    )
