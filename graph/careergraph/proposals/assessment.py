"""How well calibrated methods find curated transfers that they did not learn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from careergraph.evaluation.metrics import Ranking
from careergraph.proposals.calibration import Table, fit, table

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Flags = npt.NDArray[np.bool_]

FOLDS = 5

REPEATS = 10
"""Times that pairs are dealt into folds anew: one deal alone moves recall by a third."""

SEED = 20261123
"""Of the first deal, the others follow; fixed, so that the same table gives the same folds."""

NORMAL_95 = 1.959964
"""Quantile of the normal distribution for intervals of 95 %."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its 95 % interval by Wilson's score; of nothing it is None."""

    value: float
    low: float
    high: float

    @staticmethod
    def of(part: float, whole: float, repeats: int = 1) -> Share | None:
        """Return a share of counts that were made several times over the same things.

        >>> Share.of(1, 2)
        Share(value=0.5, low=0.0945..., high=0.9054...)
        """
        if not whole:
            return None
        z2 = NORMAL_95**2
        value = part / whole
        whole /= repeats
        middle = (value + z2 / (2 * whole)) / (1 + z2 / whole)
        spread = NORMAL_95 * (value * (1 - value) / whole + z2 / (4 * whole**2)) ** 0.5
        spread /= 1 + z2 / whole
        return Share(value, max(0.0, middle - spread), min(1.0, middle + spread))


@dataclass(frozen=True, slots=True)
class Assessment:
    """How methods do on pairs of the roadmap that they did not learn from.

    Parameters
    ----------
    precision, recall : Share or None
        Of the pairs proposed, the share that is curated; of those curated, the share proposed.
        What is proposed is what has at least the chance that was best (by F1) where they learnt.
    average_precision : float
        Mean precision at each curated pair, best chance first; `curated / pairs` is what chance
        gets.
    strength : Share or None
        Of the curated pairs proposed, the share with the curated strength.
    commonest : Share or None
        The same, if every strength were the commonest.
    """

    methods: tuple[str, ...]
    pairs: int
    curated: int
    precision: Share | None
    recall: Share | None
    average_precision: float
    strength: Share | None
    commonest: Share | None


def assess(methods: Sequence[str], seed: int = SEED, repeats: int = REPEATS) -> Assessment:
    """Return how methods do together, by repeated stratified cross-validation.

    Both directions of a pair are in the same fold: most methods score them alike, so one would
    give away the other. Shares are over all repeats, their intervals those of a single one.
    """
    import numpy as np

    data = table()
    rounds = [_validate(data, tuple(methods), seed + one) for one in range(repeats)]
    found = [one.proposed & data.curated for one in rounds]
    right = [
        (one.strengths == data.strengths)[hit].sum() for one, hit in zip(rounds, found, strict=True)
    ]
    commonest = np.bincount(data.strengths[data.curated]).argmax()
    as_commonest = sum((data.strengths[hit] == commonest).sum() for hit in found)
    proposed = sum(one.proposed.sum() for one in rounds)
    hits = sum(hit.sum() for hit in found)
    precisions = [Ranking.of(one.chances, data.curated).average_precision() for one in rounds]
    return Assessment(
        methods=tuple(methods),
        pairs=len(data.strengths),
        curated=int(data.curated.sum()),
        precision=Share.of(float(hits), float(proposed), repeats),
        recall=Share.of(float(hits), float(data.curated.sum() * repeats), repeats),
        average_precision=float(np.mean(precisions)),
        strength=Share.of(float(sum(right)), float(hits), repeats),
        commonest=Share.of(float(as_commonest), float(hits), repeats),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Round:
    """What is said of every pair by what was learnt from the other folds."""

    chances: Floats
    proposed: Flags
    strengths: npt.NDArray[np.int64]


def _validate(data: Table, methods: tuple[str, ...], seed: int) -> _Round:
    import numpy as np

    scores = data.columns(methods)
    folds = _folds(data, seed)
    supported: Flags = np.asarray((scores > 0).any(axis=1))
    chances = np.zeros(len(scores))
    proposed = np.zeros(len(scores), dtype=bool)
    strengths = np.zeros(len(scores), dtype=np.int64)
    for fold in range(FOLDS):
        out = folds == fold
        learnt = fit(methods, scores[~out], data.strengths[~out])
        known = learnt.chance(scores[~out])
        least = _best_threshold(known, data.curated[~out], supported[~out])
        chances[out] = learnt.chance(scores[out])
        proposed[out] = (chances[out] >= least) & supported[out]
        strengths[out] = learnt.steps(chances[out]) + 1
    return _Round(chances, proposed, strengths)


def _folds(data: Table, seed: int) -> npt.NDArray[np.int64]:
    """Return the fold of each pair: couples with a curated direction are dealt out evenly."""
    import numpy as np

    random = np.random.default_rng(seed)
    couples, place = np.unique(data.couples, return_inverse=True)
    with_curated = np.bincount(place, data.curated) > 0
    folds = np.zeros(len(couples), dtype=np.int64)
    for kind in (True, False):
        dealt = random.permutation(np.flatnonzero(with_curated == kind))
        folds[dealt] = np.arange(len(dealt)) % FOLDS
    return folds[place]


def _best_threshold(chances: Floats, curated: Flags, supported: Flags) -> float:
    """Return the chance from which to propose so that F1 is highest; above 1 where none is."""
    import numpy as np

    values = np.unique(chances[supported])
    if not len(values):
        return 2.0
    order = np.argsort(-chances[supported], kind="stable")
    ranked = chances[supported][order]
    found = np.cumsum(curated[supported][order])
    last = np.append(ranked[1:] != ranked[:-1], True)  # a threshold takes all of a tie
    f1 = 2 * found / (np.arange(1, len(ranked) + 1) + curated.sum())
    return float(ranked[last][np.argmax(f1[last])])
