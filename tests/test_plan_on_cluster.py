"""`careergraph plan --cluster` as a user has it: byte for byte the file of a run on one machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

import careergraph as cg
from careergraph.workforce import Planned
from dask_cluster import Cluster, cluster

PROGRAM = (sys.executable, str(Path(__file__).parents[1] / "cli.py"), "plan")


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table of 1,500 people, all different."""
    rows = [
        f"p{number},{source},{target},{2 + number % 3}"
        for number, (source, target) in enumerate([*permutations(cg.load().careers.roles, 2)] * 2)
    ]
    path = tmp_path_factory.mktemp("people") / "people.csv"
    path.write_text("\n".join(["person,role,target,max_moves", *rows[:1500]]) + "\n")
    return path


@pytest.fixture(scope="module")
def here(people: Path) -> bytes:
    """What is planned for them on this machine."""
    output = people.with_name("here.csv")
    assert ended(begun(people, output, "--workers", "1"))[0] == 0
    return output.read_bytes()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Cluster]:
    with cluster(tmp_path / "dask") as one:
        yield one


def begun(people: Path, output: Path, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        (*PROGRAM, str(people), "-o", str(output), *options),
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )


def ended(planning: subprocess.Popen[str]) -> tuple[int, str]:
    """Return the exit code of a run, and what it has said."""
    with planning:
        _, said = planning.communicate(timeout=60)
    return planning.returncode, said


def written(output: Path, chunks: int) -> None:
    """Return when so many chunks are in a partial output."""
    journal = output.with_name(f"{output.name}.partial.journal")
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if journal.exists() and len(journal.read_text().splitlines()) > chunks:
            return
        time.sleep(0.01)
    raise TimeoutError(journal)


def test_a_killed_worker_leaves_no_trace_in_the_output(running, people, here, tmp_path) -> None:
    output = tmp_path / "plans.csv"
    planning = begun(people, output, "--cluster", running.address)
    written(output, chunks=2)
    running.workers[0].kill()
    assert not output.exists()
    code, said = ended(planning)
    assert code == 0, said
    assert output.read_bytes() == here
    assert said.endswith(f"{output}: 1,500 people.\n")
    assert "Traceback" not in said


def test_what_a_lost_cluster_planned_is_continued_here(running, people, here, tmp_path) -> None:
    output = tmp_path / "plans.csv"
    planning = begun(people, output, "--cluster", running.address)
    written(output, chunks=2)
    running.scheduler.kill()
    code, said = ended(planning)
    assert code == 18, said
    assert f"Error: The connection to the cluster at {running.address} was lost." in said
    assert f"Their routes are in {output}.partial; continue with --resume." in said
    partial = output.with_name("plans.csv.partial").read_bytes()
    assert 0 < len(partial) < len(here)
    assert here.startswith(partial)
    assert ended(begun(people, output, "--resume", "--workers", "1"))[0] == 0
    assert output.read_bytes() == here


def test_nobody_at_the_address(people, tmp_path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{unused.getsockname()[1]}"
        code, said = ended(begun(people, tmp_path / "plans.csv", "--cluster", address))
    assert code == 18
    assert "Traceback" not in said
    assert f"Error: No Dask scheduler answers at {address}. Start one with `dask scheduler`" in said


def test_cores_of_this_machine_are_not_the_clusters(people, tmp_path) -> None:
    options = ("--cluster", "tcp://127.0.0.1:8786", "--workers", "2")
    code, said = ended(begun(people, tmp_path / "plans.csv", *options))
    assert code == 2
    assert "--workers is for planning here" in said


def test_a_program_plans_on_a_cluster(running) -> None:
    rows = [
        {"person": "Ada", "role": "ml engineer 2", "target": "ml engineer 3"},
        {"person": "Ben", "role": "ml engineer 2", "target": "ai product manager 4"},
    ]
    graph = cg.load()
    there: list[Planned] = list(graph.plan_people(rows, cluster=running.address))
    assert there == list(graph.plan_people(rows))
    assert [one.outcome.status for one in there] == ["optimal", "optimal"]
