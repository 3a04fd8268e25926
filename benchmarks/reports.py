"""The times of engines as markdown tables beside their goals; see queries.py."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field

from competitors import SLOW, Timing

OVERHEAD, WORKER, RDFLIB, SLOW_RDFLIB = 1.2, 1.1, 10, 50
AGGREGATE, FASTEST, OPENING = 10, 2, 0.2


@dataclass
class Race:
    """The times of one query by engine, and what went wrong."""

    name: str
    rows: int = 0
    times: dict[str, list[Timing]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def median(self, engine: str, kind: str = "wall") -> float | None:
        """Return the median seconds of an engine that answered."""
        times = [t for t in self.times.get(engine, []) if not t.failure]
        return statistics.median(getattr(t, kind) for t in times) if times else None

    def slowest(self, engine: str, kind: str = "wall") -> float | None:
        """Return the median, or the limit of an engine that did not answer within it."""
        times = [getattr(t, kind) for t in self.times.get(engine, [])]
        return statistics.median(times) or None if times else None

    def speed(self) -> float | None:
        """Return how many times as fast as rdflib ours is, in processor time; at least so many."""
        ours, theirs = self.median("careergraph", "cpu"), self.slowest("rdflib", "cpu")
        return theirs / ours if ours and theirs else None

    def failure(self, engine: str) -> str:
        """Return why an engine did not answer, or nothing."""
        return next((t.failure for t in self.times.get(engine, []) if t.failure), "")

    def ratio(self, engine: str, to: str, kind: str = "wall") -> list[float]:
        """Return the ratios of two engines round by round, the smallest first."""
        pairs = zip(self.times.get(engine, []), self.times.get(to, []), strict=False)
        return sorted(getattr(a, kind) / getattr(b, kind) for a, b in pairs if not a.failure)


def _ms(seconds: float | None) -> str:
    return "-" if seconds is None else f"{seconds * 1e3:,.{1 if seconds < 0.1 else 0}f}"


def _spread(ratios: list[float]) -> str:
    if not ratios:
        return "-"
    return f"{statistics.median(ratios):.2f} ({ratios[0]:.2f}-{ratios[-1]:.2f})"


def _table(head: str, rows: list[list[str]]) -> None:
    names = head.split(" | ")
    print("\n| " + " | ".join(names) + " |\n|---|" + "---:|" * (len(names) - 1))
    for row in rows:
        print("| " + " | ".join(row) + " |")


def _unequal(races: list[Race]) -> list[str]:
    return [f"{race.name}: {engine} has other rows" for race in races for engine in race.wrong]


def _too_slow(race: Race) -> list[str]:
    """Return the goal beside rdflib where it is missed."""
    speed, theirs = race.speed(), race.slowest("rdflib", "cpu")
    least = SLOW_RDFLIB if theirs and theirs > SLOW else 1
    missed = speed is not None and speed < least
    return [f"{race.name}: under {least} times as fast as rdflib"] if missed else []


def _beside_rdflib(race: Race) -> list[str]:
    speed = race.speed()
    more = ">= " if race.failure("rdflib") else ""
    shown = "-" if speed is None else f"{more}{speed:,.0f}" if speed >= 10 else f"{speed:.1f}"
    return [race.failure("rdflib") or _ms(race.slowest("rdflib")), shown]


def report_light(races: list[Race]) -> list[str]:
    """Print a row for each query; return the goals that are missed."""
    rows, missed, speeds = [], _unequal(races), []
    for race in races:
        overhead = race.ratio("careergraph", "pyoxigraph", "cpu")
        worker = race.ratio("worker", "careergraph")
        ours = race.median("careergraph")
        row = [race.name, f"{race.rows:,}", _ms(ours), _ms(race.median("pyoxigraph"))]
        row += [_spread(race.ratio("careergraph", "pyoxigraph")), _spread(overhead)]
        row += [_spread(worker)]
        if overhead and statistics.median(overhead) > OVERHEAD:
            missed.append(f"{race.name}: over {OVERHEAD} times pyoxigraph")
        if worker and statistics.median(worker) > WORKER:
            missed.append(f"{race.name}: over {WORKER} times in process, in a worker")
        speed = race.speed()
        if speed:
            speeds.append(speed)
        missed += _too_slow(race)
        rows.append([*row, *_beside_rdflib(race)])
    _table(
        "query | rows | careergraph, ms | pyoxigraph, ms | ratio | ratio of processor time"
        " | worker / in process | rdflib, ms | times as fast",
        rows,
    )
    if speeds:
        print(f"\nMedian: {statistics.median(speeds):.0f} times as fast as rdflib in memory.")
        if statistics.median(speeds) < RDFLIB:
            missed.append(f"the median: under {RDFLIB} times as fast as rdflib")
    return missed


def report_heavy(races: list[Race]) -> list[str]:
    """Print a row for each query with a twin; return the goals that are missed."""
    rows, missed = [], [one for one in _unequal(races) if "duckdb" not in one]
    for race in races:
        ours, theirs = race.median("careergraph"), race.median("pyoxigraph")
        others = {name: race.median(name) for name in ("maplib", "duckdb")}
        assert ours is not None
        assert theirs is not None
        fastest = min(seconds for seconds in others.values() if seconds is not None)
        if theirs / ours < AGGREGATE:
            missed.append(f"{race.name}: under {AGGREGATE} times as fast as pyoxigraph")
        if ours / fastest > FASTEST:
            missed.append(f"{race.name}: over {FASTEST} times the fastest")
        row = [race.name, f"{race.rows:,}", _ms(ours), _ms(race.median("first")), _ms(theirs)]
        row += [race.failure(name) or _ms(seconds) for name, seconds in others.items()]
        missed += _too_slow(race)
        row += [f"{theirs / ours:.1f}", f"{ours / fastest:.2f}"]
        rows.append([*row, *_beside_rdflib(race)])
    _table(
        "heavy aggregate | rows | careergraph, ms | the first time, ms | pyoxigraph, ms"
        " | maplib, ms | DuckDB itself, ms | pyoxigraph / ours | ours / the fastest"
        " | rdflib, ms | times as fast",
        rows,
    )
    return missed


def report_opening(seconds: list[float]) -> list[str]:
    """Print how long a graph takes to open; return the goal where it is missed."""
    middle = statistics.median(seconds)
    print(f"\nOpening it in a new process, and a first answer: {middle:.3f} s", end=" ")
    print(f"({min(seconds):.3f}-{max(seconds):.3f})")
    return [f"opening: over {OPENING} s"] if middle > OPENING else []
