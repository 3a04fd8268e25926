"""Proposals as a CSV file for a person to review, and that file read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from careergraph import review
from careergraph.network import CareerNetwork
from careergraph.proposals.calibration import STRENGTHS
from careergraph.proposals.methods import METHODS
from careergraph.proposals.propose import Proposals
from careergraph.tables import Cell

HELD, NEEDED, RATIONALE = "held_iri", "needed_iri", "rationale"
PROPOSED, STRENGTH = "proposed_strength", "strength"
REQUIRED = (HELD, NEEDED, RATIONALE, review.ACCEPT)
"""Columns that an import cannot do without."""

SCORES = {name: name.replace("-", "_") for name in METHODS}
"""The column of each method's scores."""

OPTIONAL = (
    *("held", "needed", PROPOSED, "chance", *SCORES.values(), STRENGTH),
    *(review.REVIEWER, review.NOTE),
)
HEADER = (
    *("held", "needed", PROPOSED, "chance", *SCORES.values(), RATIONALE),
    *(review.ACCEPT, STRENGTH, review.REVIEWER, review.NOTE, HELD, NEEDED),
)
"""The columns as they are written: what a person reads, what a person adds, then the IRIs."""


def to_review(proposals: Proposals) -> str:
    """Return proposals as CSV in which a person decides in the columns that are empty."""
    rows: list[list[Cell]] = []
    for one in proposals.proposals:
        scores = {support.method: support.score for support in one.supports}
        rows.append(
            [
                *(one.held_label, one.needed_label, one.strength),
                "" if one.chance is None else one.chance,
                *(scores.get(name, "") for name in SCORES),
                *(one.rationale, "", "", "", "", one.held, one.needed),
            ]
        )
    return review.to_csv(HEADER, rows)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A proposal that a person accepted, with the scores that supported it."""

    held: str
    needed: str
    strength: str
    rationale: str
    reviewer: str
    note: str
    scores: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a review says: what was accepted, how much was rejected or left open, and notes."""

    accepted: tuple[Accepted, ...]
    rejected: int
    undecided: int
    notes: tuple[str, ...]


def read_review(path: Path, network: CareerNetwork, by: str | None = None) -> Reviewed:
    """Read a review of proposed transfers.

    Every row is checked, those that were not accepted too. An empty strength takes the proposed
    one.

    Parameters
    ----------
    by : str, optional
        Who reviewed the rows that name nobody.

    Raises
    ------
    ReviewError
        The file or a cell cannot be used: a column is missing, a skill is not in the graph, a
        transfer exists or stands twice, or an accepted row lacks strength, reason or reviewer.
    """
    found = review.read(path, REQUIRED, OPTIONAL)
    notes = list(found.notes)
    if found.unused:
        notes.append(f"Columns that are not used: {', '.join(found.unused)}.")
    rows = _Rows(network, by)
    for row in found.rows:
        rows.read(row)
    return Reviewed(tuple(rows.accepted), rows.rejected, rows.undecided, tuple(notes))


class _Rows:
    """Reads the rows of a review one by one."""

    def __init__(self, network: CareerNetwork, by: str | None) -> None:
        self._network = network
        self._by = (by or "").strip()
        self._existing = {(one.held, one.needed) for one in network.transfers}
        self._seen: dict[tuple[str, str], int] = {}
        self.accepted: list[Accepted] = []
        self.rejected = self.undecided = 0

    def read(self, row: review.ReviewRow) -> None:
        pair = self._skill(row, HELD), self._skill(row, NEEDED)
        if pair[0] == pair[1]:
            raise row.fault(NEEDED, "the skill transfers to itself. Name another one.")
        if pair in self._seen:
            raise row.fault(
                NEEDED, f"the pair stands in row {self._seen[pair]} already. Keep one of them."
            )
        self._seen[pair] = row.number
        strength = self._strength(row)
        decision = row.accepted()
        if decision is None:
            self.undecided += 1
        elif not decision:
            self.rejected += 1
        else:
            self.accepted.append(self._accepted(row, pair, strength))

    def _skill(self, row: review.ReviewRow, column: str) -> str:
        iri = row.iri(column)
        if iri not in self._network.skills:
            raise row.fault(
                column, f"the graph has no skill {iri}. Give the graph that the proposals are for."
            )
        return iri

    def _strength(self, row: review.ReviewRow) -> str | None:
        """Return the strength that the reviewer gave, else the proposed one, if any stands."""
        for column in (STRENGTH, PROPOSED):
            if row.text(column):
                return row.choice(column, STRENGTHS)
        return None

    def _accepted(
        self, row: review.ReviewRow, pair: tuple[str, str], strength: str | None
    ) -> Accepted:
        if pair in self._existing:
            raise row.fault(
                NEEDED,
                "the graph has this transfer already. Answer no, or take it out of the graph.",
            )
        if strength is None:
            raise row.fault(STRENGTH, f"the strength is missing. Write {' or '.join(STRENGTHS)}.")
        rationale = row.text(RATIONALE)
        if not rationale:
            raise row.fault(RATIONALE, "the rationale is missing. Say why the transfer holds.")
        reviewer = row.text(review.REVIEWER) or self._by
        if not reviewer:
            raise row.fault(review.REVIEWER, "nobody is named. Fill the cell, or give --by.")
        shares = {name: row.share(column) for name, column in SCORES.items()}
        scores = {name: score for name, score in shares.items() if score}
        return Accepted(*pair, strength, rationale, reviewer, row.text(review.NOTE), scores)
