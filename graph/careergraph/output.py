"""Write files so that nothing of the user's is lost."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from careergraph.errors import OutputError


def write_text(path: Path, text: str, *, force: bool = False) -> None:
    """Write a text as UTF-8, whole or not at all.

    The text goes to a temporary file beside the target, which then takes the target's name.

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
        part.write_text(text, encoding="utf-8", newline="\n")
        os.replace(part, target)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise OutputError(
            f"{path} cannot be written ({error.strerror}). Choose another folder."
        ) from error
