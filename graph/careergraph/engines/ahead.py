"""A worker that is started before what asks it has been imported, so that both happen at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from careergraph.engines.process import Process

_started: dict[Path, Process] = {}


def start(directory: Path) -> None:
    """Start a worker for a directory that Oxigraph keeps; `take` gives it to who asks."""
    from careergraph.engines.base import CAN_STOP
    from careergraph.engines.process import Process, Source
    from careergraph.store import is_directory_store

    if CAN_STOP and directory not in _started and is_directory_store(directory):
        _started[directory] = Process(Source(str(directory)))


def take(directory: Path | None) -> Process | None:
    """Return the worker that was started for a directory, once; None where there is none."""
    return None if directory is None else _started.pop(directory, None)
