"""A service on a port of this machine, started by its command as a user starts it."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message


@dataclass(frozen=True)
class Reply:
    """What a server answered."""

    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass(frozen=True)
class Server:
    """A running service and how to ask it."""

    port: int
    process: subprocess.Popen[bytes]

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        *,
        timeout: float = 60,
        **headers: str,
    ) -> Reply:
        """Send one request on a connection of its own; ``content_type`` is Content-Type."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, named)
            response = connection.getresponse()
            return Reply(response.status, response.headers, response.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Reply:
        return self.ask("GET", path, **headers)

    def stop(self) -> int:
        """Ask it to stop as a service manager does, and return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def serving(*options: str) -> Iterator[Server]:
    """Run ``careergraph serve`` with these options until the block ends."""
    port = free_port()
    code = "from careergraph.cli import main; main()"
    command = [sys.executable, "-c", code, "serve", "--port", str(port), *options]
    environment = {**os.environ, "PYTHONWARNINGS": "error"}
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=environment) as process:
        server = Server(port, process)
        try:
            _wait(server)
            yield server
        finally:
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(timeout=30)
                except subprocess.TimeoutExpired:
                    process.kill()


def _wait(server: Server) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            assert server.process.stderr is not None
            raise AssertionError(server.process.stderr.read().decode())
        with contextlib.suppress(OSError):
            if server.get("/health/ready").status == 200:
                return
        time.sleep(0.05)
    raise AssertionError("the service did not get ready in 30 s")
