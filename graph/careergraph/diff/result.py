"""Two versions of a career graph compared."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from careergraph.diff.change import Change, ChangeKind
from careergraph.diff.changes import find_changes
from careergraph.diff.effects import RouteEffects
from careergraph.diff.matching import Matching, match_networks
from careergraph.diff.requirements import requirement_changes
from careergraph.network import CareerNetwork
from careergraph.tables import as_html

REWORDED = 0.5
"""Least similarity of two wordings in one role that are taken for the same skill reworded: half of
their words. Elsewhere it must be half-way from there to 1. Editorial."""


@dataclass(frozen=True, slots=True)
class Diff:
    """What has changed between two versions of a career graph.

    Parameters
    ----------
    changes : tuple of Change
        By what they concern: career paths, levels, roles, skills, progressions, transfers,
        assumptions, requirements.
    routes : RouteEffects or None
        What that does to routes; None where it was not asked.
    """

    changes: tuple[Change, ...]
    routes: RouteEffects | None = None

    @property
    def summary(self) -> str:
        """How many changes there are, by kind.

        >>> Diff(()).summary
        'Nothing has changed.'
        """
        if not self.changes:
            return "Nothing has changed."
        counts = Counter(change.kind for change in self.changes)
        total = f"{len(self.changes):,} change{'s' if len(self.changes) > 1 else ''}"
        kinds = ", ".join(f"{counts[kind]:,} {kind}" for kind in ChangeKind if counts[kind])
        return f"{total}: {kinds}."

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        return {
            "changes": [change.to_dict() for change in self.changes],
            "routes": self.routes.to_dict() if self.routes else None,
        }

    def __repr__(self) -> str:
        return f"<Diff: {self.summary.rstrip('.')}>"

    def _repr_html_(self) -> str:
        return as_html(("Change",), [(change.message,) for change in self.changes])


def find_differences(
    old: CareerNetwork, new: CareerNetwork, similarity: float = REWORDED
) -> tuple[Matching, tuple[Change, ...]]:
    """Return what is the same in two versions of a network, and everything that is not.

    Parameters
    ----------
    old, new : CareerNetwork
    similarity : float, optional
        Least similarity of two wordings in one role, above 0 and up to 1.
    """
    same = match_networks(old, new, similarity)
    changes = find_changes(old, new, same) + requirement_changes(old, new, same, similarity)
    return same, changes
