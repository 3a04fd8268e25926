"""Which patterns of a group share variables, and which are joined by nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from careergraph.sparql.ast import (
    Bind,
    Blank,
    Collection,
    Element,
    Filter,
    Group,
    Named,
    Optional,
    Properties,
    Select,
    Triples,
    Union,
    Values,
    Var,
    walk,
)
from careergraph.sparql.scope import bound_by, is_aggregated, variables
from careergraph.sparql.statements import statements


def unconnected(group: Group, outer: Iterable[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield each pattern that nothing joins with those before it.

    Parameters
    ----------
    group : Group
        The patterns.
    outer : iterable of str
        Variables that have their values from outside the group, as those of EXISTS have.

    Yields
    ------
    tuple of int and tuple of str
        Where the pattern is, and the variables before it.
    """
    parts = [part for element in group.elements for part in _parts(element)]
    joined: list[tuple[int, set[str]]] = []
    around = {f"?{name}" for name in outer}
    for at, names in parts:
        names = {_OUTER if name in around else name for name in names}
        met = [component for component in joined if component[1] & names]
        for component in met:
            joined.remove(component)
            at, names = min(at, component[0]), names | component[1]
        joined.append((at, names))
    for element in group.elements:
        joined = _connected(joined, element, around)
    joined.sort(key=lambda component: component[0])
    for index, (at, _) in enumerate(joined[1:], start=1):
        before = [n[1:] for _, names in joined[:index] for n in names if n.startswith("?")]
        if before:
            yield at, tuple(sorted(before)[:3])


_OUTER = "outer"


def _parts(element: Element) -> Iterator[tuple[int, set[str]]]:
    """Yield the patterns of an element that make rows of their own, with what they share."""
    if isinstance(element, Triples):
        for statement in statements(element):
            names = {name for part in statement for name in _shared(part)}
            if names:
                yield statement.at, names
    elif _has_rows(element):
        names = {f"?{name}" for name in bound_by(element)}
        if names:
            yield element.at, names


def _has_rows(element: Element) -> bool:
    """Return whether an element can give several rows; a single one multiplies nothing."""
    if isinstance(element, Union) and len(element.groups) == 1:
        inside = element.groups[0].elements
        return len(inside) != 1 or isinstance(inside[0], Triples) or _has_rows(inside[0])
    if isinstance(element, Values):
        return len(element.rows) > 1
    if isinstance(element, Select):
        return element.limit != 1 and (bool(element.group_by) or not is_aggregated(element))
    return isinstance(element, Union | Named)


def _shared(node: object) -> Iterator[str]:
    for found in walk(node) if not isinstance(node, Properties | Collection) else (node,):
        if isinstance(found, Var):
            yield f"?{found.name}"
        elif isinstance(found, Blank):
            yield f"_:{found.label}" if found.label else f"_:{found.at}"
        elif isinstance(found, Properties | Collection):
            yield f"_:{found.at}"
            if isinstance(found, Collection):
                for member in found.members:
                    yield from _shared(member)


def _connected(
    joined: list[tuple[int, set[str]]], element: Element, around: set[str]
) -> list[tuple[int, set[str]]]:
    """Join what a filter, an optional pattern or a computed value compares."""
    if not isinstance(element, Filter | Optional | Bind | Named | Select | Union | Values):
        return joined
    names = {_OUTER if f"?{name}" in around else f"?{name}" for name in variables(element)}
    met = [component for component in joined if component[1] & names]
    if not met:
        return joined
    at = min(component[0] for component in met)
    together = set().union(names, *(component[1] for component in met))
    return [*(component for component in joined if component not in met), (at, together)]
