"""The states of a directory store that is written to: each is a directory that never changes.

``jobs`` becomes a link to ``jobs.versions/000001``. An update is applied to a copy of the present
version, in which the large files are hard links, because RocksDB never changes them once they are
written; so a copy takes milliseconds and little room. It is committed by making ``jobs`` a link to
it, which the file system does at once or not at all. Whoever reads a version goes on reading it.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from pathlib import Path

from careergraph.errors import GraphFileError, RequestError
from careergraph.store import is_directory_store

IMMUTABLE = ".sst"
"""The suffix of the files that RocksDB writes once."""

KEPT = 2
"""Versions that are kept: the present one, and the one that some may be reading still."""


class Versions:
    """The versions of one store, of which one process at a time may make new ones.

    Parameters
    ----------
    path : Path
        The store: a directory that Oxigraph keeps, or a link that `Versions` made.

    Raises
    ------
    GraphFileError
        It is none.
    RequestError
        Another process is writing to it.

    Attributes
    ----------
    lock : int
        The descriptor of a file that is locked while it is open, here or in a process that has
        inherited it.
    """

    def __init__(self, path: Path) -> None:
        path = path.absolute()
        self.path = path if _is_ours(path) or not path.is_symlink() else path.resolve()
        self._folder = self.path.with_name(self.path.name + ".versions")
        self.lock = _locked(self.path.with_name(self.path.name + ".lock"))
        try:
            self._prepare()
        except BaseException:
            self.close()
            raise

    @property
    def present(self) -> int:
        """The number of the version that is committed."""
        return int(os.readlink(self.path).rpartition("/")[2])

    def directory(self, number: int) -> Path:
        """Return the directory of a version."""
        return self._folder / f"{number:06d}"

    def stage(self) -> int:
        """Copy the present version to be changed; return the number of the copy."""
        before = self.directory(self.present)
        number = max(self._numbers()) + 1
        copy = self.directory(number)
        copy.mkdir()
        for file in before.iterdir():
            if file.suffix == IMMUTABLE:
                os.link(file, copy / file.name)
            elif file.name != "LOCK":
                shutil.copy2(file, copy / file.name)
        return number

    def settle(self, number: int) -> None:
        """Return once a version is on the disk, whatever happens to this machine."""
        directory = self.directory(number)
        for file in directory.iterdir():
            _sync(file)
        _sync(directory)
        _sync(self._folder)

    def commit(self, number: int) -> None:
        """Make a version the present one, at once or not at all; it has to be settled."""
        _link(self.path, self.directory(number))
        self.prune()

    def discard(self, number: int) -> None:
        """Remove a version that was not committed."""
        shutil.rmtree(self.directory(number), ignore_errors=True)

    def prune(self) -> None:
        """Remove versions that nobody needs: those before the last, and those never committed."""
        present = self.present
        kept = {number for number in self._numbers() if number <= present}
        for number in self._numbers():
            if number not in sorted(kept)[-KEPT:]:
                self.discard(number)

    def close(self) -> None:
        """Let others write."""
        os.close(self.lock)

    def _prepare(self) -> None:
        """Turn a directory into the first version of itself; end what was interrupted."""
        if not self.path.exists() and self._folder.is_dir() and (numbers := self._numbers()):
            _link(self.path, self.directory(numbers[0]))
        if not is_directory_store(self.path):
            raise GraphFileError(
                f"{self.path}: only a directory that Oxigraph keeps can be written to. Make one "
                "with careergraph import."
            )
        if not self.path.is_symlink():
            self._folder.mkdir(exist_ok=True)
            for number in self._numbers():
                self.discard(number)
            first = self.directory(1)
            self.path.rename(first)
            _link(self.path, first)
        self.prune()

    def _numbers(self) -> list[int]:
        return sorted(int(one.name) for one in self._folder.iterdir() if one.name.isdigit())


PATIENCE = 2.0
"""Seconds to wait for a process that is on its way out, such as that of a killed service."""


def _locked(file: Path) -> int:
    """Return the descriptor of a file that nobody else has locked."""
    lock = os.open(file, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    latest = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if time.monotonic() < latest:
                time.sleep(0.05)
                continue
            os.close(lock)
            raise RequestError(
                f"{file.with_suffix('')}: another process is serving it to be written to. "
                "Stop that one first."
            ) from error
        return lock


def _is_ours(path: Path) -> bool:
    return path.is_symlink() and os.readlink(path).startswith(path.name + ".versions/")


def _link(path: Path, target: Path) -> None:
    """Make a path a link to a directory beside it, in place of the link it may be."""
    fresh = path.with_name(path.name + ".next")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target.relative_to(path.parent))
    fresh.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
