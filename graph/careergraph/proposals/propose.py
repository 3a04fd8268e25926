"""Propose transfers: every pair of skills that some method supports, the likeliest first."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from careergraph import embedding
from careergraph.errors import RequestError
from careergraph.proposals.background import Background, Graph, background
from careergraph.proposals.calibration import STRENGTHS, calibrate, calibrated
from careergraph.proposals.methods import METHODS, method

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Flags = npt.NDArray[np.bool_]
    Places = npt.NDArray[np.int64]

LIMIT = 200
"""Proposals that are given unless more are asked for: an afternoon's review."""

DECIMALS = 4
"""Of scores and chances; no method is more precise than that."""


@dataclass(frozen=True, slots=True)
class Support:
    """What one method found for a proposal: its score from 0 to 1, and the reason in words."""

    method: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A transfer that a person should look at, with all that supports it.

    Parameters
    ----------
    held, needed : str
        Skills, by IRI.
    strength : str
        One of `STRENGTHS`, by the calibration; weak where no method in support is calibrated.
    chance : float or None
        The share of the built-in roadmap's pairs with such scores that are curated transfers;
        None where no method in support is calibrated. In other graphs a share may differ, the
        order less so.
    """

    held: str
    held_label: str
    needed: str
    needed_label: str
    strength: str
    chance: float | None
    supports: tuple[Support, ...]

    @property
    def rationale(self) -> str:
        """Why it is proposed, in one sentence."""
        reasons = "; ".join(one.reason for one in self.supports)
        return f"{reasons[:1].upper()}{reasons[1:]}."

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        return {**asdict(self), "rationale": self.rationale}


@dataclass(frozen=True, slots=True)
class Proposals:
    """Proposals, the likeliest first, and what they rest on.

    Parameters
    ----------
    found : int
        Pairs that some method supports, those beyond the limit as well.
    existing : int
        Supported pairs that the graph has as transfers already.
    methods : tuple of str
        Methods that support anything.
    uncalibrated : tuple of str
        Those of them of which the calibration knows nothing.
    unused : mapping of str to str
        Methods asked for that support nothing, each with what it takes.
    """

    title: str
    proposals: tuple[Proposal, ...]
    found: int
    existing: int
    methods: tuple[str, ...]
    uncalibrated: tuple[str, ...]
    unused: Mapping[str, str]

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        return {**asdict(self), "proposals": [one.to_dict() for one in self.proposals]}


def propose(
    graph: Graph,
    taxonomy: Graph | None = None,
    *,
    methods: Collection[str] = (),
    held: Collection[str] | None = None,
    needed: Collection[str] | None = None,
    limit: int = LIMIT,
    min_score: float = 0.0,
) -> Proposals:
    """Return the transfers that methods propose and the graph does not have.

    Parameters
    ----------
    taxonomy : Graph, optional
        A graph that the first is aligned with, such as ESCO; the graph's own hierarchy, relations
        and requirements are looked at in any case.
    methods : collection of str, optional
        Keys of `METHODS`; all that are installed without it.
    held, needed : collection of str, optional
        Skills by IRI; all without it.
    limit : int, optional
        Most proposals.
    min_score : float, optional
        Least score that at least one method must give, from 0 to 1.

    Raises
    ------
    UnknownNameError
        There is no such method.
    RequestError
        A method asked for is not installed, the limit is below 1, or the score is no share.
    """
    if limit < 1:
        raise RequestError("At least 1 proposal must be asked for. Raise the limit.")
    if not 0 <= min_score <= 1:
        raise RequestError(f"The least score must be from 0 to 1, not {min_score:g}.")
    of = background(graph, taxonomy)
    asked = tuple(dict.fromkeys(methods)) or tuple(
        name for name in METHODS if name != "embedding" or embedding.available()
    )
    matrices = {name: method(name).scores(of) for name in asked}
    used = {name: matrix for name, matrix in matrices.items() if matrix.nnz}
    pairs = _Pairs(of, used, min_score)
    pairs.keep(_flags(of, held)[pairs.held] & _flags(of, needed)[pairs.needed])
    known = _known(pairs.keys, of, graph)
    pairs.keep(~known)
    return Proposals(
        title=graph.network.title,
        proposals=pairs.best(limit),
        found=len(pairs.keys),
        existing=int(known.sum()),
        methods=tuple(used),
        uncalibrated=tuple(name for name in used if name not in pairs.calibration.methods),
        unused={name: METHODS[name].needs for name in methods or METHODS if name not in used},
    )


def _flags(of: Background, skills: Collection[str] | None) -> Flags:
    """Tell of each skill whether it is asked for."""
    import numpy as np

    if skills is None:
        return np.ones(len(of.skills), dtype=bool)
    wanted = frozenset(skills)
    return np.array([skill in wanted for skill in of.skills], dtype=bool)


def _known(keys: Places, of: Background, graph: Graph) -> Flags:
    """Tell of each pair whether the graph has it as a transfer."""
    import numpy as np

    places = {skill: place for place, skill in enumerate(of.skills)}
    transfers = graph.network.transfers
    known = [places[one.held] * len(places) + places[one.needed] for one in transfers]
    return np.isin(keys, np.array(known, dtype=np.int64))


class _Pairs:
    """The pairs that methods support, by key: the place of the held skill, then of the needed."""

    def __init__(self, of: Background, matrices: Mapping[str, Any], min_score: float) -> None:
        import numpy as np

        self._of = of
        self._matrices = matrices
        self.calibration = calibrate(calibrated(tuple(matrices)))
        size = len(of.skills)
        keyed = {name: _keyed(matrix, size) for name, matrix in matrices.items()}
        every = [keys for keys, _ in keyed.values()]
        self.keys: Places = np.unique(np.concatenate(every)) if every else np.zeros(0, np.int64)
        weights = dict(zip(self.calibration.methods, self.calibration.weights, strict=True))
        self._weighted = np.full(len(self.keys), -np.inf)
        self._highest = np.zeros(len(self.keys))
        for name, (keys, scores) in keyed.items():
            at = np.searchsorted(self.keys, keys)
            self._highest[at] = np.maximum(self._highest[at], scores)
            if name in weights:
                self._weighted[at] = np.maximum(self._weighted[at], 0) + weights[name] * scores
        self.keep(self._highest >= min_score)

    @property
    def held(self) -> Places:
        """The places of the held skills."""
        return self.keys // len(self._of.skills)

    @property
    def needed(self) -> Places:
        """The places of the needed skills."""
        return self.keys % len(self._of.skills)

    def keep(self, kept: Flags) -> None:
        """Leave out all other pairs."""
        self.keys = self.keys[kept]
        self._weighted = self._weighted[kept]
        self._highest = self._highest[kept]

    def best(self, limit: int) -> tuple[Proposal, ...]:
        """Return the likeliest pairs; then, by score, those of which no chance is known."""
        import numpy as np

        order = np.lexsort((self.keys, -self._highest, -self._weighted))[:limit]
        return tuple(self._proposal(int(place)) for place in order)

    def _proposal(self, place: int) -> Proposal:
        import numpy as np

        held, needed = divmod(int(self.keys[place]), len(self._of.skills))
        scores = {name: float(m[held, needed]) for name, m in self._matrices.items()}
        chance, strength = None, STRENGTHS[0]
        if np.isfinite(self._weighted[place]):
            row = np.array([[scores[name] for name in self.calibration.methods]])
            chances = self.calibration.chance(row)
            chance = round(float(chances[0]), DECIMALS)
            strength = STRENGTHS[int(self.calibration.steps(chances)[0])]
        one, other = self._of.skills[held], self._of.skills[needed]
        return Proposal(
            held=one,
            held_label=self._of.labels[one],
            needed=other,
            needed_label=self._of.labels[other],
            strength=strength,
            chance=chance,
            supports=tuple(
                Support(name, round(score, DECIMALS), METHODS[name].explain(self._of, held, needed))
                for name, score in scores.items()
                if score
            ),
        )


def _keyed(matrix: Any, size: int) -> tuple[Places, Floats]:
    import numpy as np

    found = matrix.tocoo()
    return found.row.astype(np.int64) * size + found.col, found.data
