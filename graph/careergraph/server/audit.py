"""Who changed a graph, when and how: one line of JSON for each step, on the disk before the next.

An update that is to be committed has a line ``prepared`` before, and ``committed`` after. Where the
process ended between them, the next one looks which version is there, and says what happened.
"""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


class Audit:
    """The record of one store's updates.

    Parameters
    ----------
    path : Path
        The file; made where there is none, readable by its owner only.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = os.open(path, os.O_CREAT | os.O_RDWR | os.O_APPEND | os.O_CLOEXEC, 0o600)
        size = os.fstat(self._file).st_size
        if size and os.pread(self._file, 1, size - 1) != b"\n":  # a line was interrupted
            os.write(self._file, b"\n")

    def write(self, outcome: str, **facts: Any) -> None:
        """Add a line; it is on the disk when this returns."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        line = json.dumps({"time": now, "outcome": outcome, **facts}, ensure_ascii=False) + "\n"
        data = line.encode()
        while data:
            data = data[os.write(self._file, data) :]
        os.fsync(self._file)

    def lines(self) -> list[dict[str, Any]]:
        """Return the lines that are whole."""
        found = []
        for line in self.path.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                found.append(json.loads(line))
            except ValueError:
                continue
        return found

    def recover(self, present: int) -> None:
        """Say what became of an update that was prepared when the process ended."""
        lines = self.lines()
        if lines and lines[-1]["outcome"] == "prepared":
            last = lines[-1]
            outcome = "committed" if last["version"] == present else "lost"
            self.write(outcome, request=last["request"], version=last["version"], recovered=True)

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)
