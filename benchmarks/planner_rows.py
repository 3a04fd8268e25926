"""One row of the planner's table: a piece of work, timed beside a named reference in turn."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True)
class Row:
    """What was measured: the same work, ours and the reference's, round by round.

    Attributes
    ----------
    work, reference : str
        What was done, and by what it is compared.
    goal : float or None
        The largest ratio, ours divided by the reference's, that is good enough.
    ours, theirs : tuple of float
        Seconds by round.
    our_peak, their_peak : float or None
        Peak memory that the work took more than there was before, in MiB, where it was measured.
    note : str
        What a reader has to know besides, such as how many routes were proven the best.
    """

    work: str
    reference: str
    goal: float | None
    ours: tuple[float, ...]
    theirs: tuple[float, ...]
    our_peak: float | None = None
    their_peak: float | None = None
    note: str = ""

    @property
    def ratios(self) -> tuple[float, ...]:
        """Ours divided by the reference's within each round."""
        return tuple(one / other for one, other in zip(self.ours, self.theirs, strict=True))

    @property
    def ratio(self) -> float:
        """The median of the ratios."""
        return statistics.median(self.ratios)

    @property
    def met(self) -> bool:
        """Whether the goal is reached, or there is none."""
        return self.goal is None or self.ratio <= self.goal

    def line(self) -> str:
        """Return the row of a Markdown table."""
        low, high = min(self.ratios), max(self.ratios)
        goal = "-" if self.goal is None else f"{self.goal:.3g}"
        cells = (
            self.work,
            self.reference,
            _seconds(statistics.median(self.ours)),
            _seconds(statistics.median(self.theirs)),
            f"{self.ratio:.3g} ({low:.3g}-{high:.3g})",
            goal if self.met else f"**{goal}**",
            _mebibytes(self.our_peak),
            _mebibytes(self.their_peak),
            self.note,
        )
        return "| " + " | ".join(cells) + " |"


HEAD = """\
| work | reference | ours | theirs | ratio | goal | our peak | their peak | |
|---|---|---:|---:|---:|---:|---:|---:|---|"""


def race(
    work: str,
    reference: str,
    ours: Work,
    theirs: Work,
    *,
    goal: float | None,
    rounds: int,
    note: str = "",
) -> Row:
    """Time two pieces of work in turn, after each has run once."""
    ours()
    theirs()
    pairs = [(timed(ours), timed(theirs)) for _ in range(rounds)]
    our_seconds, their_seconds = zip(*pairs, strict=True)
    return Row(work, reference, goal, our_seconds, their_seconds, note=note)


def timed(work: Work) -> float:
    """Return the seconds that a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _seconds(seconds: float) -> str:
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"


def _mebibytes(size: float | None) -> str:
    return "-" if size is None else f"{size:,.0f} MiB"
