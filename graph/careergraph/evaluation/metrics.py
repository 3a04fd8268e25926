"""Agreement of scores with what is relevant; ties count as their mean over all orders.

So a measure that scores everything alike gets what a random order gets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Tie:
    """Equal scores with anything relevant among them.

    `before` and `relevant_before` come before it, best score first; `size` and `relevant` are
    in it.
    """

    before: int
    relevant_before: int
    size: int
    relevant: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """Candidates by score, best first, as far as it matters for what is relevant among them."""

    ties: tuple[Tie, ...]

    @classmethod
    def of(cls, scores: Floats, relevant: Flags) -> Ranking:
        """Rank candidates by their scores; at least one must be relevant."""
        import numpy as np

        ordered = np.sort(scores)
        values, wanted = np.unique(scores[relevant], return_counts=True)
        above = len(ordered) - np.searchsorted(ordered, values, side="right")
        size = len(ordered) - np.searchsorted(ordered, values, side="left") - above
        found, ties = 0, []
        for place in reversed(range(len(values))):
            here = int(wanted[place])
            ties.append(Tie(int(above[place]), found, int(size[place]), here))
            found += here
        return cls(tuple(ties))

    def recall(self, at: int) -> float:
        """Return the share of the relevant that is among the first `at`."""
        found = sum(t.relevant * min(max((at - t.before) / t.size, 0.0), 1.0) for t in self.ties)
        return found / self._relevant()

    def average_precision(self) -> float:
        """Return the mean, over the relevant, of the precision at their ranks.

        Notes
        -----
        Under ties the expectation of McSherry and Najork, *Computing information retrieval
        performance measures efficiently in the presence of tied scores*, ECIR 2008.
        """
        import numpy as np

        total = 0.0
        for t in self.ties:
            place = np.arange(1, t.size + 1)
            others = (place - 1) * (t.relevant - 1) / max(t.size - 1, 1)
            precision = (t.relevant_before + 1 + others) / (t.before + place)
            total += float(precision.sum()) * t.relevant / t.size
        return total / self._relevant()

    def reciprocal_rank(self) -> float:
        """Return 1 / the rank of the first relevant one."""
        import numpy as np

        first = self.ties[0]
        place = np.arange(1, first.size - first.relevant + 2)
        here = first.relevant / (first.size - place + 1)
        none_yet = np.concatenate(([1.0], np.cumprod(1 - here)[:-1]))
        return float((none_yet * here / (first.before + place)).sum())

    def _relevant(self) -> int:
        return self.ties[-1].relevant_before + self.ties[-1].relevant


def spearman(scores: Floats, ratings: Floats) -> float | None:
    """Return the rank correlation of scores and ratings.

    None where all ratings are equal; 0 where all scores are, as over all their orders.
    """
    import numpy as np

    x, y = ranks(scores), ranks(ratings)
    x, y = x - x.mean(), y - y.mean()
    if not y.any():
        return None
    spread = float(np.sqrt((x @ x) * (y @ y)))
    return float(x @ y) / spread if spread else 0.0


def auc(scores: Floats, good: Flags) -> float | None:
    """Return the chance that a good one scores more than one that is not; a tie is half.

    None where all or none are good. Mann and Whitney's U over the number of pairs.
    """
    many, few = int(good.sum()), int((~good).sum())
    if not many or not few:
        return None
    return float(ranks(scores)[good].sum() - many * (many + 1) / 2) / (many * few)


def ranks(values: Floats) -> Floats:
    """Return the ranks from 1; equal values have the mean of theirs."""
    import numpy as np

    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    mean: Floats = last - (count - 1) / 2
    return mean[place]
