"""Write files so that nothing of the user's is lost."""

from __future__ import annotations

import os
from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from careergraph.errors import OutputError


def write_text(path: Path, text: str, *, force: bool = False) -> None:
    """Write a text as UTF-8, whole or not at all.

    Raises
    ------
    OutputError
        As `write_bytes`.
    """
    write_bytes(path, text.encode("utf-8"), force=force)


def write_bytes(path: Path, data: bytes, *, force: bool = False) -> None:
    """Write bytes, whole or not at all.

    Raises
    ------
    OutputError
        As `replacing`.
    """
    with replacing(path, force=force) as file:
        file.write(data)


@contextmanager
def replacing(path: Path, *, force: bool = False) -> Iterator[IO[bytes]]:
    """Open a file to write, which is there whole or, where anything is raised, not at all.

    What is written goes to a temporary file beside the target, which then takes the target's name.

    Raises
    ------
    OutputError
        The file exists and `force` is false, it is a folder or a device, or its folder cannot be
        written to.
    """
    target = path.resolve()  # what a link points to is written, the link stays
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        if target.exists() and not target.is_file():
            raise OutputError(f"{path} is not a regular file. Name a file.")
        if target.exists() and not force:
            raise OutputError(
                f"{path} exists already. Name another file, or replace it with --force."
            )
        with part.open("wb") as file:
            yield file
        os.replace(part, target)
    except OSError as error:
        raise OutputError(
            f"{path} cannot be written ({error.strerror}). Choose another folder."
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def write_folder(path: Path, files: Mapping[str, bytes], *, force: bool = False) -> None:
    """Write files into a new folder, all of them or none.

    They go to a temporary folder beside the target, which then takes the target's name. With
    `force`, a folder that holds nothing but files of these names is replaced.

    Raises
    ------
    OutputError
        The folder exists and `force` is false, it holds something else, it is no folder, or it
        cannot be written.
    """
    target = path.resolve()
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    old = target.with_name(f".{target.name}.{os.getpid()}.old")
    try:
        _refuse_to_replace(path, target, files, force)
        part.mkdir()
        for name, data in files.items():
            (part / name).write_bytes(data)
        if target.exists():
            os.replace(target, old)
        os.replace(part, target)
    except OSError as error:
        import shutil

        shutil.rmtree(part, ignore_errors=True)
        if old.exists() and not target.exists():
            os.replace(old, target)
        raise OutputError(
            f"{path} cannot be written ({error.strerror}). Choose another folder."
        ) from error
    import shutil

    shutil.rmtree(old, ignore_errors=True)


def _refuse_to_replace(path: Path, target: Path, names: Container[str], force: bool) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise OutputError(f"{path} is not a folder. Name a folder, or a file ending in .zip.")
    if not force:
        raise OutputError(
            f"{path} exists already. Name another folder, or replace it with --force."
        )
    other = sorted(entry.name for entry in target.iterdir() if entry.name not in names)
    if other:
        raise OutputError(
            f"{path} also holds {other[0]!r}, which would be lost. Name another folder."
        )
