"""What a new version does to the routes between roles."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from careergraph.diff.matching import Matches
from careergraph.errors import RequestError, UnknownEffortError, UnknownNameError
from careergraph.names import find_role
from careergraph.network import CareerNetwork, Role
from careergraph.routes.problem import Problem
from careergraph.routes.search import Task, search

MOST_PAIRS = 1000
"""Most pairs of roles that are compared unasked: about two seconds of planning."""

SAME_HOURS = 1e-6
"""Hours below which two efforts are equal: sums of floats differ by the order of adding."""


@dataclass(frozen=True, slots=True)
class RouteEffect:
    """The best route between two roles before and after.

    Parameters
    ----------
    source, target : Role
        As the new version has them.
    before, after : float or None
        Expected hours; None where there is no route.
    """

    source: Role
    target: Role
    before: float | None
    after: float | None

    @property
    def difference(self) -> float | None:
        """Expected hours more than before; None where there is no route before or after."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before

    @property
    def verdict(self) -> str:
        """What has happened to the route, in a word or two."""
        if self.before is None:
            return "now possible"
        if self.after is None:
            return "no longer possible"
        return "longer" if self.after > self.before else "shorter"

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        return {
            "source": self.source.iri,
            "source_label": self.source.label,
            "target": self.target.iri,
            "target_label": self.target.label,
            "before": _rounded(self.before),
            "after": _rounded(self.after),
            "difference": _rounded(self.difference),
            "verdict": self.verdict,
        }


@dataclass(frozen=True, slots=True)
class RouteEffects:
    """The routes that have changed, greatest effect first.

    Parameters
    ----------
    compared : int
        How many pairs of roles were compared.
    changed : tuple of RouteEffect
        Those whose best route takes other expected hours, has become possible or impossible.
    reason : str or None
        Why routes were not compared; None where they were.
    """

    compared: int
    changed: tuple[RouteEffect, ...]
    reason: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        return {
            "compared": self.compared,
            "reason": self.reason,
            "changed": [effect.to_dict() for effect in self.changed],
        }


def find_common_role(old: CareerNetwork, new: CareerNetwork, roles: Matches, text: str) -> str:
    """Return the IRI in the old version of a role that both have, named as in either.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        Neither version has a role of that name, or several.
    RequestError
        Only one of them has the role.
    """
    try:
        found = find_role(old, text)
    except UnknownNameError:
        later = find_role(new, text)
        if later in roles.by_new:
            return roles.by_new[later].old
        raise RequestError(
            f"{new.roles[later].label} is in the new version only, so its routes cannot be "
            "compared. Name a role of both."
        ) from None
    if found not in roles.by_old:
        raise RequestError(
            f"{old.roles[found].label} is in the old version only, so its routes cannot be "
            "compared. Name a role of both."
        )
    return found


def route_effects(
    old: CareerNetwork,
    new: CareerNetwork,
    roles: Matches,
    sources: Collection[str] = (),
    targets: Collection[str] = (),
) -> RouteEffects:
    """Compare the best routes between the roles that both versions have.

    Parameters
    ----------
    old, new : CareerNetwork
    roles : Matches
    sources, targets : collection of str
        IRIs of roles of the old version to compare routes from and to; all without them, where
        that makes at most `MOST_PAIRS`.
    """
    starts, ends = dict.fromkeys(sources or roles.by_old), dict.fromkeys(targets or roles.by_old)
    count = len(starts) * len(ends) - len(starts.keys() & ends.keys())
    if count > MOST_PAIRS and not (sources or targets):
        return RouteEffects(
            0,
            (),
            f"There are {count:,} pairs of roles, and more than {MOST_PAIRS:,} are compared "
            "only where they are asked for: name roles with --from, --to or both.",
        )
    pairs = [(source, target) for source in starts for target in ends if source != target]
    try:
        before = _hours(old, pairs)
    except UnknownEffortError as error:
        return RouteEffects(0, (), f"In the old version: {error}")
    try:
        after = _hours(new, [(roles.by_old[u].new, roles.by_old[v].new) for u, v in pairs])
    except UnknownEffortError as error:
        return RouteEffects(0, (), f"In the new version: {error}")
    found = [
        RouteEffect(
            new.roles[roles.by_old[source].new], new.roles[roles.by_old[target].new], was, now
        )
        for (source, target), was, now in zip(pairs, before, after, strict=True)
    ]
    changed = [effect for effect in found if _has_changed(effect)]
    return RouteEffects(len(pairs), tuple(sorted(changed, key=_greatest_first)))


def _hours(network: CareerNetwork, pairs: Collection[tuple[str, str]]) -> list[float | None]:
    """Return the expected hours of the best route of each pair, None where there is none."""
    return list(_costs(Problem(network), pairs)) if pairs else []


def _costs(problem: Problem, pairs: Collection[tuple[str, str]]) -> Iterator[float | None]:
    for source, target in pairs:
        u, v = problem.role_index[source], problem.role_index[target]
        found = search(problem, Task(u, v, problem.required[u]))
        yield found.label.cost if found else None


def _has_changed(effect: RouteEffect) -> bool:
    if effect.difference is None:
        return effect.before != effect.after
    return abs(effect.difference) > SAME_HOURS


def _greatest_first(effect: RouteEffect) -> tuple[bool, float]:
    return effect.difference is not None, -round(abs(effect.difference or 0.0), 6)


def _rounded(hours: float | None) -> float | None:
    return None if hours is None else round(hours, 2)
