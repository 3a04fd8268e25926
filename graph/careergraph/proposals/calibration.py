"""What scores are worth: learnt from the curated transfers of the built-in roadmap, and checked.

`calibration.csv` holds the score that each method gives to each pair of the roadmap's skills, with
ESCO as the taxonomy, and the strength where the pair is a curated transfer. It is written by
``benchmarks/transfers.py``. Pairs that are not curated are the negatives; some of them may be
transfers all the same, so precision is a lower bound.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Flags = npt.NDArray[np.bool_]

FILE = Path(__file__).with_name("calibration.csv")
STRENGTHS = ("weak", "moderate", "strong")
"""The strengths of the ontology, the weakest first."""

FEWEST_SUPPORTED = 20
"""Pairs that a method must support here to be calibrated; fewer teach nothing."""

RIDGE = 1.0
"""Penalty on the squares of the weights of the logistic regression. Scores run from 0 to 1, so it
matters little but for methods that support few pairs."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Every ordered pair of the roadmap's skills.

    `scores` has a column for each method, 0 without support; `strengths` is 0 for pairs that are
    not curated, else counts from 1 for the weakest; `couples` numbers pairs regardless of
    direction.
    """

    methods: tuple[str, ...]
    scores: Floats
    strengths: npt.NDArray[np.int64]
    couples: npt.NDArray[np.int64]

    @property
    def curated(self) -> Flags:
        """Whether each pair is a curated transfer."""
        found: Flags = self.strengths > 0
        return found

    def columns(self, methods: Sequence[str]) -> Floats:
        """Return the scores of some methods."""
        return self.scores[:, [self.methods.index(name) for name in methods]]


@lru_cache(maxsize=1)
def table() -> Table:
    """Return the scores of the roadmap's pairs; every skill of it stands in the file."""
    import numpy as np

    with FILE.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    skills = sorted({skill for row in rows for skill in row[:2]})
    places = {skill: place for place, skill in enumerate(skills)}
    size = len(skills)
    scores = np.zeros((size, size, len(header) - 3))
    strengths = np.zeros((size, size), dtype=np.int64)
    for held, needed, strength, *found in rows:
        pair = places[held], places[needed]
        strengths[pair] = STRENGTHS.index(strength) + 1 if strength else 0
        scores[pair] = [float(score) if score else 0.0 for score in found]
    first, second = np.nonzero(~np.eye(size, dtype=bool))
    return Table(
        methods=tuple(header[3:]),
        scores=scores[first, second],
        strengths=strengths[first, second],
        couples=np.minimum(first, second) * size + np.maximum(first, second),
    )


def calibrated(methods: Sequence[str]) -> tuple[str, ...]:
    """Return those methods that support enough pairs of the roadmap to be calibrated."""
    return tuple(
        name for name in methods if (table().columns([name]) > 0).sum() >= FEWEST_SUPPORTED
    )


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """Weights of methods, and the chances from which a transfer is proposed as stronger.

    `chance` is a logistic function of the weighted scores; no weight is below 0.
    """

    methods: tuple[str, ...]
    intercept: float
    weights: Floats
    moderate_from: float
    strong_from: float

    def chance(self, scores: Floats) -> Floats:
        """Return the chance of each row of scores that a pair of the roadmap is curated."""
        import numpy as np

        found: Floats = 1 / (1 + np.exp(-(self.intercept + scores @ self.weights)))
        return found

    def steps(self, chances: Floats) -> npt.NDArray[np.int64]:
        """Return the place in `STRENGTHS` of what is proposed at each chance."""
        import numpy as np

        found: npt.NDArray[np.int64] = np.searchsorted(
            [self.moderate_from, self.strong_from], chances, side="right"
        )
        return found


def calibrate(methods: Sequence[str]) -> Calibration:
    """Return the calibration of methods, learnt from all of the roadmap's pairs."""
    data = table()
    return fit(tuple(methods), data.columns(methods), data.strengths)


def fit(methods: tuple[str, ...], scores: Floats, strengths: npt.NDArray[np.int64]) -> Calibration:
    """Fit a ridge logistic regression, and thresholds that give each strength its share.

    The shares are those of the strengths among the curated pairs that have any support.
    """
    import numpy as np
    from scipy.optimize import minimize

    curated = (strengths > 0).astype(float)

    def loss(weights: Floats) -> tuple[float, Floats]:
        log_odds = weights[0] + scores @ weights[1:]
        penalised = np.concatenate([[0.0], RIDGE * weights[1:]])
        value = np.logaddexp(0, log_odds).sum() - curated @ log_odds + penalised @ weights / 2
        error = 1 / (1 + np.exp(-log_odds)) - curated
        return float(value), np.concatenate([[error.sum()], error @ scores]) + penalised

    start = np.zeros(1 + scores.shape[1])
    bounds = [(None, None), *[(0.0, None)] * scores.shape[1]]
    weights = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    fitted = Calibration(methods, float(weights[0]), weights[1:], 1.0, 1.0)
    found = (strengths > 0) & (scores > 0).any(axis=1)
    if not found.any():
        return fitted
    below = [float((strengths[found] <= step).mean()) for step in (1, 2)]
    moderate, strong = np.quantile(fitted.chance(scores[found]), below)
    return Calibration(methods, fitted.intercept, fitted.weights, float(moderate), float(strong))
