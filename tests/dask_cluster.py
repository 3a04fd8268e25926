"""Real Dask clusters: a scheduler and workers, processes of their own on loopback, all stopped."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

WITHOUT = "import sys; sys.modules['careergraph'] = None"
"""What a machine does at its start that has no careergraph."""

WORKER = ("--no-nanny", "--no-dashboard", "--local-directory")

OLD = "import careergraph; careergraph.__version__ = '0.0.9'"
"""What a machine does at its start that has an old one."""


@dataclass
class Cluster:
    """A scheduler at an address, and what belongs to it."""

    address: str
    folder: Path
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def add_worker(self, *, threads: int = 1, before: str = "") -> None:
        """Start a worker; it has joined soon afterwards."""
        number = len(self.workers)
        process = _start(
            "worker",
            (self.address, "--nthreads", str(threads), *WORKER, str(self.folder / str(number))),
            before=before,
            log=self.folder / f"worker-{number}.log",
        )
        self.workers.append(process)

    def wait_for_workers(self) -> None:
        """Return when every worker has joined."""
        for number, worker in enumerate(self.workers):
            log = self.folder / f"worker-{number}.log"
            _wait(worker, partial(_registered, log), log)


@contextmanager
def cluster(
    folder: Path, *, workers: int = 2, before: str = "", settings: Mapping[str, str] | None = None
) -> Iterator[Cluster]:
    """Run a scheduler and workers of one thread each; `before` is what the scheduler does first."""
    folder.mkdir()
    found = folder / "scheduler.json"
    log = folder / "scheduler.log"
    scheduler = _start(
        "scheduler",
        ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(found)),
        before=before,
        log=log,
        settings=settings,
    )
    running = Cluster("", folder, scheduler)
    try:
        running.address = _wait(scheduler, partial(_address, found), log)
        for _ in range(workers):
            running.add_worker()
        running.wait_for_workers()
        yield running
    finally:
        for process in (*running.workers, scheduler):
            process.kill()
            process.wait()


def _start(
    what: str,
    arguments: tuple[str, ...],
    *,
    before: str,
    log: Path,
    settings: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    program = f"{before or 'pass'}\nfrom distributed.cli.dask_{what} import main\nmain()"
    with log.open("wb") as output:
        return subprocess.Popen(
            (sys.executable, "-c", program, *arguments),
            stdout=output,
            stderr=output,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
                "OMP_NUM_THREADS": "1",
                **(settings or {}),
            },
        )


def _registered(log: Path) -> str | None:
    return next((line for line in log.read_text().splitlines() if "Registered to" in line), None)


def _address(found: Path) -> str | None:
    try:
        address: str = json.loads(found.read_text())["address"]
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    return address


def _wait(process: subprocess.Popen[bytes], look: Callable[[], str | None], log: Path) -> str:
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        if seen := look():
            return seen
        time.sleep(0.05)
    raise RuntimeError(log.read_text())
