"""Plan for a workforce on this machine and on a cluster of processes, and compare the files.

``python benchmarks/workforce_cluster.py STORE``: the directory that ``careergraph import esco``
wrote. ``careergraph plan`` plans for the same seeded people three times: on the cores of this
machine, on a Dask cluster on loopback, and on that cluster while workers are killed. It exits 1
where the files differ.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from filecmp import cmp
from pathlib import Path
from typing import TYPE_CHECKING

import careergraph
from careergraph.arrays import from_network

if TYPE_CHECKING:
    from careergraph.arrays import CareerArrays

ROOT = Path(__file__).parents[1]
MOST_MOVES = 3
KILLS = 3
"""How many workers are killed, spread over the run."""


@dataclass(frozen=True)
class Run:
    """What a run of `careergraph plan` took: seconds, and its own peak memory in MiB."""

    seconds: float
    peak: float
    killed: int = 0


def main() -> None:
    """Print what each run took, and fail where one wrote something else."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--cases", type=int, help="how many of them differ; all without it")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", type=int, default=6)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        people = folder / "people.csv"
        arrays = from_network(careergraph.load(chosen.store).careers)
        write_people(people, arrays, chosen.people, chosen.cases or chosen.people, chosen.seed)
        journal = folder / "killed.csv.partial.journal"
        with cluster(folder, chosen.workers) as address:
            options = {
                "here": ("--workers", str(chosen.workers)),
                "cluster": ("--cluster", address),
                "killed": ("--cluster", address),
            }
            runs = {}
            print("| run | s | people/s | peak of the driver, MiB | workers killed |")
            print("|---|---:|---:|---:|---:|")
            for run, extra in options.items():
                command = ["plan", str(people), "-o", str(folder / f"{run}.csv"), *extra]
                killing = Killer(address, journal, chosen.people) if run == "killed" else None
                runs[run] = measured([*command, "--graph", str(chosen.store)], killing)
                took = runs[run]
                print(
                    f"| {run} | {took.seconds:,.1f} | {chosen.people / took.seconds:,.0f} | "
                    f"{took.peak:,.0f} | {took.killed} |",
                    flush=True,
                )
        other = [run for run in runs if not cmp(folder / "here.csv", folder / f"{run}.csv", False)]
        size = (folder / "here.csv").stat().st_size
    print(f"{size:,} bytes each; " + (f"different: {', '.join(other)}" if other else "identical"))
    sys.exit(bool(other))


def write_people(path: Path, arrays: CareerArrays, people: int, cases: int, seed: int) -> None:
    """Write a table of people in random roles, each with a target one to three moves away."""
    dice = random.Random(seed)
    distinct = [_case(arrays, dice) for _ in range(cases)]
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("person", "role", "target", "skills", "max_moves"))
        for number in range(people):
            case = distinct[number] if number < cases else dice.choice(distinct)
            rows.writerow((f"person-{number}", *case, MOST_MOVES))


def _case(arrays: CareerArrays, dice: random.Random) -> tuple[str, str, str]:
    """Return a role, a target and further skills."""
    while True:
        source = target = dice.randrange(len(arrays.roles))
        for _ in range(dice.randint(1, MOST_MOVES)):
            start, end = arrays.moves.indptr[target : target + 2]
            if start < end:
                target = int(arrays.moves.target[dice.randrange(start, end)])
        if source != target:
            skills = dice.sample(arrays.skills, dice.randint(0, 3))
            return arrays.roles[source], arrays.roles[target], ";".join(skills)


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[str]:
    """Run a Dask cluster on loopback with the commands of docs/cluster.md; yield its address."""
    dask, found = str(Path(sys.executable).parent / "dask"), folder / "scheduler.json"
    # Nannies end their workers when they are told to end; killed, they would leave them behind.
    with (
        _running(dask, "scheduler", "--host", "127.0.0.1", "--port", "0", file=found),
        _running(dask, "worker", "--nworkers", str(workers), "--nthreads", "1", file=found),
    ):
        while not found.exists() or not found.read_text().endswith("}"):
            time.sleep(0.1)
        yield json.loads(found.read_text())["address"]


@contextmanager
def _running(*command: str, file: Path) -> Iterator[None]:
    log = file.with_name(f"{command[1]}.log")
    quiet = ("--no-dashboard", "--scheduler-file", str(file))
    with log.open("wb") as output:
        process = subprocess.Popen((*command, *quiet), stdout=output, stderr=output)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


class Killer:
    """Kills a worker of a cluster at each quarter of a run."""

    def __init__(self, address: str, journal: Path, people: int) -> None:
        self._address, self._journal, self._people = address, journal, people
        self.killed = 0

    def look(self) -> None:
        """Kill a worker with SIGKILL if it is time to."""
        try:
            planned = json.loads(self._journal.read_text().splitlines()[-1])["people"]
        except (FileNotFoundError, IndexError, ValueError):
            return
        if self.killed < KILLS and planned >= self._people * (self.killed + 1) / (KILLS + 1):
            from distributed import Client

            with Client(self._address, set_as_default=False) as client:
                pids = sorted(client.run(os.getpid).values())
            os.kill(pids[self.killed % len(pids)], signal.SIGKILL)
            self.killed += 1


def measured(arguments: list[str], killer: Killer | None = None) -> Run:
    """Run the command line and return what that took."""
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, str(ROOT / "cli.py"), *arguments])
    while True:
        pid, status, used = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        if killer is not None:
            killer.look()
        time.sleep(0.05)
    if status:
        sys.exit(
            f"careergraph {' '.join(arguments)} ended with {os.waitstatus_to_exitcode(status)}"
        )
    process.returncode = 0
    took = time.perf_counter() - begun
    return Run(took, used.ru_maxrss / 1024, killer.killed if killer else 0)


if __name__ == "__main__":
    main()
