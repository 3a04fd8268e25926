"""Real SPARQL servers, started on loopback with ports and folders of their own, and stopped."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from careergraph.engines.credentials import Credentials

VIRTUOSO_INI = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql_port}
DisableUnixSocket = 1
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
ServerThreads = 10
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = {max_rows}
"""
MAX_ROWS = 1000
"""Virtuoso gives no more rows at once: less than the roadmap has triples."""
GRAPH = "https://w3id.org/careergraph/ai-roadmap"
"""The named graph that tests load: Virtuoso's default graph is the union of all it has."""


@dataclass(frozen=True)
class Server:
    """A server that runs."""

    name: str
    query_url: str
    graph_store: str
    credentials: Credentials

    @property
    def of_graph(self) -> str:
        """The address that asks the loaded graph only."""
        return f"{self.query_url}?default-graph-uri={GRAPH}"


@contextmanager
def oxigraph(folder: Path) -> Iterator[Server]:
    """Run the Oxigraph server over an empty store."""
    beside = Path(sys.executable).parent / "oxigraph"
    program = str(beside) if beside.exists() else shutil.which("oxigraph")
    if program is None:
        pytest.skip("The Oxigraph server is not installed (pip install oxigraph).")
    port = free_port()
    command = [program, "serve", "--bind", f"127.0.0.1:{port}", "--location", str(folder / "store")]
    root = f"http://127.0.0.1:{port}"
    with running(command, folder, f"{root}/query?query=ASK%7B%7D"):
        yield Server("oxigraph", f"{root}/query", f"{root}/store", Credentials())


@contextmanager
def virtuoso(folder: Path) -> Iterator[Server]:
    """Run Virtuoso over an empty database."""
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("Virtuoso is not installed (apt-get install virtuoso-opensource-7-bin).")
    port = free_port()
    settings = VIRTUOSO_INI.format(port=port, sql_port=free_port(), max_rows=MAX_ROWS)
    (folder / "virtuoso.ini").write_text(settings)
    root = f"http://127.0.0.1:{port}"
    command = [program, "+foreground", "+configfile", "virtuoso.ini"]
    with running(command, folder, f"{root}/sparql?query=ASK%7B%7D"):
        # A database that is new has this user and password.
        owner = Credentials("dba", "dba")
        yield Server("virtuoso", f"{root}/sparql", f"{root}/sparql-graph-crud-auth", owner)


@contextmanager
def running(command: list[str], folder: Path, ready: str) -> Iterator[None]:
    """Run a server from when it answers until the block ends."""
    with (folder / "output.txt").open("wb") as output:
        process = subprocess.Popen(
            command, cwd=folder, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL
        )
        try:
            for _ in range(600):
                if process.poll() is not None or _answers(ready):
                    break
                time.sleep(0.1)
            else:
                pytest.fail(f"{command[0]} does not answer after a minute.")
            words = (folder / "output.txt").read_text(errors="replace")
            assert process.poll() is None, f"{command[0]} ended: {words}"
            yield
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def free_port() -> int:
    """Return a port on loopback that nothing listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
