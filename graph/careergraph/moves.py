"""Derive moves where no source states them: to the roles that are nearest by their skills."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_array


NEARNESS = {
    "fit": "with the largest share of essential skills in common among all that either requires; "
    "of equal shares, to those of which it covers more",
    "coverage": "whose essential skills it covers the largest share of; of equal shares, to those "
    "with more in common among all that either requires",
}
"""What each way of being near means, in words."""


@dataclass(frozen=True, slots=True)
class MoveRule:
    """How moves are derived.

    Parameters
    ----------
    nearest : int
        How many roles can be moved to from each.
    by : {"fit", "coverage"}
        What makes roles near: skills that both require, as a share of those that either does
        (two-sided), or as a share of the target's (directed). By coverage few lead upwards, as
        roles that require little are covered by everybody; `docs/decisions/0008` has figures.
    max_rise : int, optional
        Most levels that one move may go up.
    same_group : int, optional
        Characters of their groups' codes that both roles must share.
    """

    nearest: int = 20
    by: Literal["fit", "coverage"] = "fit"
    max_rise: int | None = None
    same_group: int | None = None

    def __str__(self) -> str:
        said = (
            f"From each role one can move to the {self.nearest} roles {NEARNESS[self.by]}, then by "
            "IRI. Roles that share no essential skill, or whose requirements are unknown, are left "
            "out."
        )
        if self.max_rise is not None:
            said += f" No move goes up more than {self.max_rise} levels."
        if self.same_group is not None:
            said += f" Both roles' groups share the first {self.same_group} characters of the code."
        return said


def derive(
    required: Mapping[str, Sequence[str]],
    rule: MoveRule,
    ranks: Mapping[str, int],
    codes: Mapping[str, str],
) -> list[tuple[str, str]]:
    """Return the moves that a rule derives, as pairs of roles in order.

    Parameters
    ----------
    required : mapping of str to sequence of str
        The essential skills of each role, by IRI.
    rule : MoveRule
    ranks : mapping of str to int
        The rank of each role's level.
    codes : mapping of str to str
        The code of each role's group; roles without one share nothing.

    Examples
    --------
    >>> derive({"a": "xy", "b": "yz", "c": "z"}, MoveRule(1), {}, {})
    [('a', 'b'), ('b', 'c'), ('c', 'b')]
    """
    import numpy as np

    roles = sorted(role for role, skills in required.items() if skills)
    shared, sizes = _shared([required[role] for role in roles])
    feasible = _Feasible(rule, roles, ranks, codes)
    moves = []
    for source, role in enumerate(roles):
        start, end = shared.indptr[source], shared.indptr[source + 1]
        targets, common = shared.indices[start:end], shared.data[start:end]
        keep = feasible(source, targets)
        targets, common = targets[keep], common[keep]
        coverage = common / sizes[targets]
        fit = common / (sizes[source] + sizes[targets] - common)
        first, second = (fit, coverage) if rule.by == "fit" else (coverage, fit)
        if len(targets) > rule.nearest:
            near = first >= np.partition(first, -rule.nearest)[-rule.nearest]
            targets, first, second = targets[near], first[near], second[near]
        best = np.lexsort((targets, -second, -first))[: rule.nearest]
        moves += [(role, roles[target]) for target in sorted(targets[best].tolist())]
    return moves


def _shared(required: Sequence[Sequence[str]]) -> tuple[csr_array, np.ndarray]:
    """Return how many skills each two roles share, and how many each requires."""
    import numpy as np
    from scipy.sparse import csr_array

    index: dict[str, int] = {}
    columns = [index.setdefault(s, len(index)) for skills in required for s in sorted(set(skills))]
    sizes = np.array([len(set(skills)) for skills in required], dtype=np.int64)
    rows = np.repeat(np.arange(len(required)), sizes)
    ones = np.ones(len(columns), dtype=np.int32)
    by_skill = csr_array((ones, (rows, columns)), shape=(len(required), max(1, len(index))))
    return csr_array(by_skill @ by_skill.T), sizes


class _Feasible:
    """Which of some roles may be moved to, before their skills are looked at."""

    def __init__(
        self,
        rule: MoveRule,
        roles: Sequence[str],
        ranks: Mapping[str, int],
        codes: Mapping[str, str],
    ) -> None:
        import numpy as np

        self._rule = rule
        self._ranks = np.array([ranks.get(role, 0) for role in roles])
        groups = [codes[role][: rule.same_group] if role in codes else role for role in roles]
        numbers = {group: number for number, group in enumerate(dict.fromkeys(groups))}
        self._groups = np.array([numbers[group] for group in groups])

    def __call__(self, source: int, targets: np.ndarray) -> np.ndarray:
        keep: np.ndarray = targets != source
        if self._rule.max_rise is not None:
            keep &= self._ranks[targets] - self._ranks[source] <= self._rule.max_rise
        if self._rule.same_group is not None:
            keep &= self._groups[targets] == self._groups[source]
        return keep
