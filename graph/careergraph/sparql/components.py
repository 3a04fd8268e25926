"""Which patterns of a group share variables, and which are joined by nothing."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from heapq import nsmallest
from itertools import chain, count

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


def unconnected(group: Group, outer: Container[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield each pattern that nothing joins with those before it.

    Parameters
    ----------
    group : Group
        The patterns.
    outer : container of str
        Variables that have their values from outside the group, as those of EXISTS have.

    Yields
    ------
    tuple of int and tuple of str
        Where the pattern is, and the first variables before it by the alphabet.
    """
    components = _Components()
    for element in group.elements:
        for at, names in _parts(element):
            components.join({_known(name, outer) for name in names}, at)
    for element in group.elements:
        if isinstance(element, Filter | Optional | Bind | Named | Select | Union | Values):
            components.compare({_known(f"?{name}", outer) for name in variables(element)})
    before: list[str] = []
    for place, component in enumerate(components.in_order()):
        if place and before:
            yield component.at, tuple(before)
        named = (name[1:] for name in component.names if name.startswith("?"))
        before = nsmallest(3, chain(before, named))


@dataclass(eq=False)
class _Component:
    """Names that are joined with each other, where the first stands, and when the last came."""

    at: int
    latest: int = 0
    names: set[str] = field(default_factory=set)


class _Components:
    """Disjoint sets of names: the smaller of two is put into the larger, so each moves seldom."""

    def __init__(self) -> None:
        self._of: dict[str, _Component] = {}
        self._count = count()

    def join(self, names: set[str], at: int) -> None:
        """Join what shares some of these names with all of them; `at` is where they stand."""
        met = {id(found): found for name in names if (found := self._of.get(name)) is not None}
        whole = max(met.values(), key=lambda found: len(found.names), default=None)
        whole = whole or _Component(at)
        for found in met.values():
            at = min(at, found.at)
            if found is not whole:
                self._put(found.names, whole)
        self._put(names, whole)
        whole.at, whole.latest = at, next(self._count)

    def compare(self, names: set[str]) -> None:
        """Join what has some of these names, with the others of them; nothing where none has."""
        at = min((self._of[name].at for name in names if name in self._of), default=None)
        if at is not None:
            self.join(names, at)

    def in_order(self) -> list[_Component]:
        """Return the sets in the order of the text."""
        found = {id(component): component for component in self._of.values()}
        return sorted(found.values(), key=lambda one: (one.at, one.latest))

    def _put(self, names: set[str], whole: _Component) -> None:
        whole.names |= names
        self._of.update(dict.fromkeys(names, whole))


def _known(name: str, outer: Container[str]) -> str:
    """Return a name for what is known from outside, which is all one; else the name itself."""
    return _OUTER if name.startswith("?") and name[1:] in outer else name


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
