"""How close one role is to another, for ranking destinations: named measures, many roles at once.

Every measure is directed coverage or two-sided. The one-sided gap is effort, not closeness: by it
a role that requires little of anybody would be near to everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from careergraph.costs import requirements
from careergraph.errors import RequestError, UnknownNameError
from careergraph.network import CareerNetwork, Requirement

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Flags = npt.NDArray[np.bool_]

OPTIONAL_WEIGHT = 0.5
"""What an optional requirement counts of an essential one. Editorial: between the two ends that
leave optional requirements out (0) or take them as essential (1); docs/evaluation.md compares."""

RATINGS_WEIGHT = 0.2
"""What ratings count beside requirements. Editorial: ratings of a few dozen general skills tell
less than hundreds of particular requirements; docs/evaluation.md compares."""

NOT_RELEVANT_BELOW = 0.25
"""Importance, as a share of its scale, below which a requirement without a level is not relevant.
O*NET asks for the level of a skill only where it is of some importance: in release 29.2 every
rating that it flags as not relevant is below 2 on its scale of 1 to 5."""


@dataclass(frozen=True, slots=True, eq=False)
class Profiles:
    """What the roles of a network require, as matrices of roles by skills.

    Parameters
    ----------
    roles : tuple of str
        The rows, by IRI.
    essential : scipy.sparse.csr_array
        1 where a role requires a skill as essential, under the network's cumulative policy.
    weighted : scipy.sparse.csr_array
        What each requirement counts, above 0 and up to 1: its importance as a share of the scale
        where that is rated, else 1 if it is essential and `OPTIONAL_WEIGHT` if it is not.
    intensity : numpy.ndarray
        Importance times level, each as a share of its scale, for the rated skills alone. NaN is
        unknown. Without any levels in the network it is importance alone.
    """

    roles: tuple[str, ...]
    essential: Any
    weighted: Any
    intensity: Floats

    def required(self) -> Flags:
        """Tell of each role whether it is known to require anything as essential."""
        required: Flags = self.essential.sum(axis=1) > 0
        return required

    def rated(self) -> Flags:
        """Tell of each role whether more than half of the rated skills are rated for it.

        Any two such roles have rated skills in common.
        """
        import numpy as np

        known = ~np.isnan(self.intensity)
        rated: Flags = known.sum(axis=1) * 2 > known.shape[1]
        return rated


def profiles(network: CareerNetwork, skills: Collection[str] = ()) -> Profiles:
    """Return the profiles of all roles of a network.

    Parameters
    ----------
    skills : collection of str, optional
        Beginnings of IRIs: only skills whose IRI starts with one of them count.

    Raises
    ------
    RequestError
        No required skill has such an IRI.
    """
    starts = tuple(skills)
    needs = [n for n in network.requirements if not starts or n.skill.startswith(starts)]
    if starts and not needs:
        raise RequestError(
            f"No requirement is of a skill whose IRI starts with {' or '.join(starts)}. "
            "Give the beginning of the IRIs of the skills that count."
        )
    roles = tuple(network.roles)
    places = {role: place for place, role in enumerate(roles)}
    columns = {skill: place for place, skill in enumerate(network.skills)}
    essential = {
        (places[role], columns[skill]): 1.0
        for role, required in requirements(network).items()
        for skill in required
        if not starts or skill.startswith(starts)
    }
    importance = _shares([need.importance_rating for need in needs])
    weighted = dict(essential)
    for need, share in zip(needs, importance, strict=True):
        stated = 1.0 if need.essential else OPTIONAL_WEIGHT
        weighted[places[need.role], columns[need.skill]] = stated if share is None else share
    shape = (len(roles), len(columns))
    return Profiles(
        roles,
        _sparse(essential, shape),
        _sparse(weighted, shape),
        _intensity(needs, importance, places),
    )


def _sparse(cells: dict[tuple[int, int], float], shape: tuple[int, int]) -> Any:
    from scipy.sparse import csr_array

    rows, columns = zip(*cells, strict=True) if cells else ((), ())
    matrix = csr_array((list(cells.values()), (rows, columns)), shape=shape)
    matrix.eliminate_zeros()
    return matrix


def _shares(ratings: Sequence[float | None]) -> list[float | None]:
    """Return ratings as shares of the range that the network uses; None stays unknown."""
    stated = [rating for rating in ratings if rating is not None]
    if not stated:
        return [None] * len(ratings)
    low, high = min(stated), max(stated)
    return [None if r is None else (r - low) / (high - low) if high > low else 1.0 for r in ratings]


def _intensity(
    needs: Sequence[Requirement], importance: Sequence[float | None], places: dict[str, int]
) -> Floats:
    import numpy as np

    levels = _shares([need.level_rating for need in needs])
    unlevelled = all(level is None for level in levels)
    rated = {n.skill for n, share in zip(needs, importance, strict=True) if share is not None}
    columns = {skill: place for place, skill in enumerate(sorted(rated))}
    found = np.full((len(places), len(columns)), np.nan)
    for need, share, level in zip(needs, importance, levels, strict=True):
        if share is None:
            continue
        if unlevelled:
            level = 1.0
        elif level is None and share < NOT_RELEVANT_BELOW:
            level = 0.0
        if level is not None:
            found[places[need.role], columns[need.skill]] = share * level
    return found


def coverage(of: Profiles, sources: Sequence[int]) -> Floats:
    """Share of the target's essential requirements that the source requires too."""
    return _covered(of.essential, of.essential, sources)


def rarity_coverage(of: Profiles, sources: Sequence[int]) -> Floats:
    """As `coverage`, every requirement counting by its rarity (`_rarity`)."""
    return _covered(of.essential, of.essential.multiply(_rarity(of.essential)).tocsr(), sources)


def rarity_cosine(of: Profiles, sources: Sequence[int]) -> Floats:
    """Cosine of the weighted requirements times their rarity: Salton and Buckley's tf-idf."""
    import numpy as np

    weights = of.weighted.multiply(_rarity(of.weighted)).tocsr()
    length = np.sqrt(weights.multiply(weights).sum(axis=1))
    shared = (weights[sources] @ weights.T).toarray()
    return _quotient(shared, length[sources][:, None] * length[None, :])


def rating_correlation(of: Profiles, sources: Sequence[int]) -> Floats:
    """Cosine of the deviations of intensity from its mean over all roles, skill by skill."""
    import numpy as np

    known = ~np.isnan(of.intensity)
    count = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, of.intensity, 0).sum(axis=0) / count
    deviation = np.where(known, of.intensity - mean, 0)
    squares, both = deviation**2, known.astype(float)
    shared = deviation[sources] @ deviation.T
    own, other = squares[sources] @ both.T, both[sources] @ squares.T
    return _quotient(shared, np.sqrt(own * other))


def rating_gap(of: Profiles, sources: Sequence[int]) -> Floats:
    """1 less the mean absolute difference of intensity over the skills rated for both."""
    import numpy as np

    return np.array(
        [
            1 - _quotient(np.nansum(difference, axis=1), (~np.isnan(difference)).sum(axis=1))
            for difference in (np.abs(of.intensity - of.intensity[u]) for u in sources)
        ]
    ).reshape(len(sources), len(of.roles))


def requirements_and_ratings(of: Profiles, sources: Sequence[int]) -> Floats:
    """Weighted mean of `rarity_cosine` and `rating_correlation`."""
    return (1 - RATINGS_WEIGHT) * rarity_cosine(of, sources) + RATINGS_WEIGHT * rating_correlation(
        of, sources
    )


def _covered(held: Any, weights: Any, sources: Sequence[int]) -> Floats:
    shared = (held[sources] @ weights.T).toarray()
    return _quotient(shared, weights.sum(axis=1)[None, :])


def _rarity(counts: Any) -> Floats:
    """Return ln(N / n) of each skill: N roles, of which n require it, each by its weight."""
    import numpy as np

    roles = (counts.sum(axis=1) > 0).sum()
    require: Floats = counts.sum(axis=0)
    rarity: Floats = np.log(max(roles, 1) / np.where(require > 0, require, max(roles, 1)))
    return rarity


def _quotient(over: Floats, under: Floats) -> Floats:
    """Divide; by nothing is nothing, as what has no weight is in common with nobody."""
    import numpy as np

    quotient: Floats = np.zeros(np.broadcast(over, under).shape)
    np.divide(over, under, out=quotient, where=under > 0)
    return quotient


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of closeness: what it says, who described it, which roles it can score, and how.

    `score` takes the profiles and the rows of the sources and gives a row of scores each; more
    is closer. Scores of different measures are not comparable, only their orders.
    """

    summary: str
    formula: str
    literature: str
    known: Callable[[Profiles], Flags]
    score: Callable[[Profiles, Sequence[int]], Floats]

    def scores(self, of: Profiles, sources: Sequence[int]) -> Floats:
        """Return the scores of all roles as seen from each source; NaN is unknown.

        A role whose requirements (or ratings) are unknown has no score, neither as a source nor
        as a target: unknown is not zero.
        """
        import numpy as np

        known = self.known(of)
        return np.where(known[sources][:, None] & known[None, :], self.score(of, sources), np.nan)


def _both(of: Profiles) -> Flags:
    return of.required() & of.rated()


MEASURES = {
    "coverage": Measure(
        "Directed: share of the target's essential skills that the source requires too.",
        "|S ∩ T| / |T|",
        "Directed overlap, as in Kanders and others, Mapping Career Causeways, Nesta 2020",
        Profiles.required,
        coverage,
    ),
    "rarity-coverage": Measure(
        "Directed coverage in which a skill counts more the fewer roles require it.",
        "Σ idf(S ∩ T) / Σ idf(T), idf = ln(N / n)",
        "Spärck Jones, Journal of Documentation 28 (1972), for the weight",
        Profiles.required,
        rarity_coverage,
    ),
    "rarity-cosine": Measure(
        "Two-sided: weighted requirements in common, rare ones counting more.",
        "cos(w_S idf, w_T idf), w = importance, else 1 (essential) or 0.5 (optional)",
        "Salton and Buckley, Information Processing and Management 24 (1988)",
        Profiles.required,
        rarity_cosine,
    ),
    "rating-correlation": Measure(
        "Two-sided: whether importance times level stands out from the mean in the same skills.",
        "cos(x_S - mean, x_T - mean), x = importance * level, over skills rated for both",
        "Angular separation of Gathmann and Schönberg, Journal of Labor Economics 28 (2010), "
        "about the mean",
        Profiles.rated,
        rating_correlation,
    ),
    "rating-gap": Measure(
        "Two-sided: how little importance times level differs, over all rated skills.",
        "1 - mean |x_S - x_T|, x = importance * level, over skills rated for both",
        "Gower, Biometrics 27 (1971); for occupations Macaluso, Skill Remoteness, 2017",
        Profiles.rated,
        rating_gap,
    ),
    "requirements-and-ratings": Measure(
        "Two-sided: rarity-cosine of all requirements, and a fifth of rating-correlation.",
        "0.8 rarity-cosine + 0.2 rating-correlation",
        "A linear combination; its weight is this project's (docs/evaluation.md)",
        _both,
        requirements_and_ratings,
    ),
}
"""The measures by name. What was tried and left out is in docs/evaluation.md, with numbers."""


def measure(name: str) -> Measure:
    """Return the measure of a name.

    Raises
    ------
    UnknownNameError
        There is no such measure; the message lists them.
    """
    try:
        return MEASURES[name]
    except KeyError:
        raise UnknownNameError(
            f"There is no measure {name!r}. There are {', '.join(MEASURES)}.", tuple(MEASURES)
        ) from None
