"""Every measure of closeness on one table of answers, side by side, with intervals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from careergraph.closeness import MEASURES, Profiles, measure, profiles
from careergraph.errors import RequestError, TruthTableError
from careergraph.evaluation.metrics import Ranking, auc, spearman
from careergraph.evaluation.truth import LeftOut, Pair, Truth
from careergraph.network import CareerNetwork

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Flags = npt.NDArray[np.bool_]
    Scores = Callable[[list[int]], Floats]

AT = (5, 10, 20)
"""Lengths of list at which recall is given: what people read, up to what they skim."""

RESAMPLES = 1000
"""Bootstrap samples: Efron and Tibshirani, *An Introduction to the Bootstrap* (1993), section
13.3, take at least 1,000 for percentile intervals."""

CONFIDENCE = 0.95
SEED = 20261123
"""Fixed, so that the same table gives the same intervals, and every measure the same samples."""

FEWEST_ORIGINS = 5
"""Origins below which no interval is given: resampling so few says little of others."""

BLOCK = 256
"""Origins scored at a time; keeps a large graph's scores within tens of megabytes."""

BASELINE = "random-order"
"""The row of a measure that scores every role alike: what a random order gets in expectation."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A value and its 95 % confidence interval; `low` and `high` are None with few origins."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Row:
    """A measure's agreement by metric; None where the table does not tell."""

    measure: str
    metrics: Mapping[str, Interval | None]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well measures agree with a truth, all on the same pairs and candidates.

    Parameters
    ----------
    rows : tuple of Row
        The baseline, then the measures.
    candidates : int
        Roles that every one of these measures can score: what is ranked for each origin, less
        the origin itself.
    origins, pairs : int
        Origins and their good destinations that the ranking metrics rest on.
    rated_origins, rated_pairs : int
        What Spearman and AUC rest on; 0 without ratings.
    good_from : float or None
        The lowest rating of a good destination; None without ratings.
    unscored : tuple of str
        Labels of the table's roles that some measure cannot score; their pairs are not used.
    unused : tuple of str
        Measures for which the graph states nothing.
    """

    title: str
    rows: tuple[Row, ...]
    candidates: int
    origins: int
    pairs: int
    rated_origins: int
    rated_pairs: int
    good_from: float | None
    unscored: tuple[str, ...]
    unused: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        return {
            **asdict(self),
            "confidence": CONFIDENCE,
            "resamples": RESAMPLES,
            "seed": SEED,
        }


def evaluate(
    network: CareerNetwork,
    truth: Truth,
    *,
    measures: Collection[str] = (),
    at: Collection[int] = AT,
    good_from: float | None = None,
    skills: Collection[str] = (),
) -> Agreement:
    """Compare the orders that measures of closeness give with a truth.

    Parameters
    ----------
    measures : collection of str, optional
        Keys of `careergraph.closeness.MEASURES`; all that the graph states anything for without.
    at : collection of int, optional
        Lengths of list at which recall is given.
    good_from : float, optional
        The lowest rating of a good destination; what lies above the median rating without.
    skills : collection of str, optional
        Beginnings of IRIs of the skills that count; all without.

    Raises
    ------
    UnknownNameError
        There is no such measure.
    RequestError
        A length of list is below 1, no skill counts, a measure asked for can score no role, or
        `good_from` is given without ratings.
    TruthTableError
        No pair of the truth can be used.
    """
    lengths = tuple(sorted(set(at)))
    if not lengths or lengths[0] < 1:
        raise RequestError("Recall is given for lists of at least 1 role. Give such lengths.")
    of = profiles(network, skills)
    names, unused = _applicable(of, measures)
    known = _known(of, names)
    cases = _Cases(of, known, truth.pairs, good_from)
    unscored = {
        network.roles[role].label
        for pair in truth.pairs
        for role in (pair.origin, pair.destination)
        if not known[cases.places[role]]
    }
    if not cases.usable:
        raise TruthTableError(
            f"No pair of the table has two roles that {' and '.join(names)} can score: what "
            f"{', '.join(sorted(unscored)[:3])} requires is unknown. Give other roles, or choose "
            "measures with --measure."
        )
    scores: dict[str, Scores] = {BASELINE: lambda rows: cases.alike(rows)}
    for name in names:
        scores[name] = _scorer(of, name)
    return Agreement(
        title=network.title,
        rows=tuple(Row(name, cases.metrics(score, lengths)) for name, score in scores.items()),
        candidates=int(known.sum()),
        origins=len(cases.good),
        pairs=sum(len(found) for found in cases.good.values()),
        rated_origins=len(cases.rated),
        rated_pairs=sum(len(found) for found in cases.rated.values()),
        good_from=cases.good_from,
        unscored=tuple(sorted(unscored)),
        unused=unused,
        left_out=truth.left_out,
        notes=truth.notes,
    )


def _scorer(of: Profiles, name: str) -> Scores:
    return lambda rows: MEASURES[name].scores(of, rows)


def _applicable(of: Profiles, measures: Collection[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the measures to use, and those for which the graph states nothing."""
    asked = tuple(dict.fromkeys(measures)) or tuple(MEASURES)
    without = tuple(name for name in asked if not measure(name).known(of).any())
    if without and (measures or len(without) == len(asked)):
        raise RequestError(
            f"The graph states nothing that {without[0]} could score: no role has the "
            "requirements or ratings that it takes. Choose another measure or graph."
        )
    return tuple(name for name in asked if name not in without), without


def _known(of: Profiles, names: Sequence[str]) -> Flags:
    import numpy as np

    known: Flags = np.logical_and.reduce([MEASURES[name].known(of) for name in names])
    return known


class _Cases:
    """A truth in rows of the profiles: good destinations by origin, and ratings by origin."""

    def __init__(
        self, of: Profiles, known: Flags, pairs: Sequence[Pair], good_from: float | None
    ) -> None:
        self.places = {role: place for place, role in enumerate(of.roles)}
        self._known = known
        found = [
            (self.places[pair.origin], self.places[pair.destination], pair.rating)
            for pair in pairs
            if known[self.places[pair.origin]] and known[self.places[pair.destination]]
        ]
        self.usable = bool(found)
        ratings = [rating for _, _, rating in found if rating is not None]
        if good_from is not None and found and not ratings:
            raise RequestError(
                "A lowest good rating was given, but the table has no column of ratings. "
                "Leave it out, or name the column rating."
            )
        self.good_from = _good_from(ratings, good_from)
        self.good: dict[int, list[int]] = defaultdict(list)
        self.rated: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for origin, destination, rating in found:
            if rating is None or self.good_from is None or rating >= self.good_from:
                self.good[origin].append(destination)
            if rating is not None:
                self.rated[origin].append((destination, rating))

    def alike(self, rows: list[int]) -> Floats:
        """Score every role alike."""
        import numpy as np

        return np.zeros((len(rows), len(self._known)))

    def metrics(self, scores: Scores, lengths: Sequence[int]) -> dict[str, Interval | None]:
        """Return each metric of a measure with its interval."""
        import numpy as np

        by_origin: list[list[float]] = []
        of_pairs: list[Floats] = []
        origins = sorted({*self.good, *self.rated})
        for start in range(0, len(origins), BLOCK):
            block = origins[start : start + BLOCK]
            for origin, row in zip(block, scores(block), strict=True):
                if origin in self.good:
                    by_origin.append(self._ranked(origin, row, lengths))
                if origin in self.rated:
                    of_pairs.append(np.array([(row[v], r) for v, r in self.rated[origin]]))
        ranked = ("MAP", "MRR", *(f"recall@{length}" for length in lengths))
        return {
            **dict(zip(ranked, _means(np.array(by_origin), len(ranked)), strict=True)),
            "Spearman": _pooled(of_pairs, lambda x: spearman(x[:, 0], x[:, 1])),
            "AUC": _pooled(of_pairs, lambda x: auc(x[:, 0], x[:, 1] >= (self.good_from or 0))),
        }

    def _ranked(self, origin: int, row: Floats, lengths: Sequence[int]) -> list[float]:
        import numpy as np

        candidate, relevant = self._known.copy(), np.zeros(len(row), dtype=bool)
        candidate[origin] = False
        relevant[self.good[origin]] = True
        ranking = Ranking.of(row[candidate], relevant[candidate])
        recalls = (ranking.recall(length) for length in lengths)
        return [ranking.average_precision(), ranking.reciprocal_rank(), *recalls]


def _good_from(ratings: Sequence[float], given: float | None) -> float | None:
    """Return the lowest good rating: as given, else the next above the median, else the median."""
    if not ratings or given is not None:
        return given
    middle = median(ratings)
    return min((rating for rating in ratings if rating > middle), default=middle)


def _means(values: Floats, width: int) -> list[Interval | None]:
    """Return the mean of each column over the origins, with bootstrap intervals."""
    import numpy as np

    count = len(values)
    if not count:
        return [None] * width
    random = np.random.default_rng(SEED)
    weights = random.multinomial(count, np.full(count, 1 / count), size=RESAMPLES) / count
    return [
        _interval(float(value), samples if count >= FEWEST_ORIGINS else None)
        for value, samples in zip(values.mean(axis=0), (weights @ values).T, strict=True)
    ]


def _pooled(origins: Sequence[Floats], metric: Callable[[Floats], float | None]) -> Interval | None:
    """Return a metric of all pairs; whole origins are resampled, as their pairs belong together."""
    import numpy as np

    value = metric(np.concatenate(origins)) if origins else None
    if value is None:
        return None
    count = len(origins)
    random = np.random.default_rng(SEED)
    samples = [
        metric(np.concatenate([origins[one] for one in random.integers(count, size=count)]))
        for _ in range(RESAMPLES if count >= FEWEST_ORIGINS else 0)
    ]
    defined = [sample for sample in samples if sample is not None]
    return _interval(value, np.array(defined) if len(defined) * 2 > RESAMPLES else None)


def _interval(value: float, samples: Floats | None) -> Interval:
    """Return the percentile interval of bootstrap samples."""
    import numpy as np

    if samples is None:
        return Interval(value, None, None)
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(samples, [tail, 1 - tail])
    return Interval(value, float(low), float(high))
