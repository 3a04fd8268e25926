"""The output of a run that is not at its end: what is there, and how far it goes.

Beside ``OUT`` stand ``OUT.partial``, the lines of the people who are planned, and
``OUT.partial.journal``, a line for each chunk: how many people, and how many bytes that makes. The
journal is written after the lines, so a run that ends at any moment is continued from the last
line of the journal, and what comes after it in the partial output is cut off.
"""

from __future__ import annotations

import fcntl
import json
import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from careergraph.errors import OutputError
from careergraph.output import replacing
from careergraph.workforce.tables import Format


def refuse_existing(out: Path, force: bool) -> None:
    """Insist that an output is not there, unless it may be replaced.

    Raises
    ------
    OutputError
    """
    if out.exists() and not force:
        raise OutputError(f"{out} exists already. Name another file, or replace it with --force.")


class Partial:
    """A partial output, open to add to; nobody else can add to it meanwhile.

    Parameters
    ----------
    out : Path
        The file that is written in the end.
    format : Format
    job : str
        A digest of all that the output depends on.
    resume : bool
        Whether to continue what is there, if it is of the same job.
    force : bool
        Whether to begin anew over what is there.

    Attributes
    ----------
    people : int
        How many people it holds the routes of.

    Raises
    ------
    OutputError
        The output is there already, or a partial one that is neither to be continued nor to be
        replaced, or is of another job, or is being written; or it cannot be written.
    """

    def __init__(
        self, out: Path, format: Format, job: str, *, resume: bool = False, force: bool = False
    ) -> None:
        self._out, self._format, self._force = out, format, force
        self.path = out.with_name(f"{out.name}.partial")
        self._journal_path = out.with_name(f"{out.name}.partial.journal")
        self.people = 0
        refuse_existing(out, force)
        try:
            self._journal = self._locked()
            self._lines = self._begun(job, resume)
        except OSError as error:
            raise self._unwritable(error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._lines.close()
        self._journal.close()

    def add(self, people: int, lines: str) -> None:
        """Add the lines of so many more people.

        Raises
        ------
        OutputError
            They cannot be written.
        """
        try:
            self._lines.write(lines.encode("utf-8", "surrogatepass"))
            self._lines.flush()
            self.people += people
            self._note({"people": self.people, "bytes": self._lines.tell()})
        except OSError as error:
            raise self._unwritable(error) from error

    def finish(self) -> None:
        """Make the output of what is there, under its own name.

        Raises
        ------
        OutputError
            It cannot be written.
        """
        try:
            os.fsync(self._lines.fileno())
            if self._format.finish is None:
                os.replace(self.path, self._out)
            else:
                with replacing(self._out, force=self._force) as file:
                    self._format.finish(self.path, file)
                self.path.unlink()
            self._journal_path.unlink()
        except OSError as error:
            raise self._unwritable(error) from error

    def _locked(self) -> IO[str]:
        journal = self._journal_path.open("a+", encoding="utf-8")
        try:
            fcntl.flock(journal, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            journal.close()
            raise OutputError(
                f"{self._out} is being written by another run. Wait for its end, or name another "
                "file."
            ) from error
        return journal

    def _begun(self, job: str, resume: bool) -> IO[bytes]:
        self._journal.seek(0)
        notes = self._notes()
        if notes and not resume and not self._force:
            raise OutputError(
                f"{self.path} holds the routes of {notes[-1].get('people', 0):,} people from a run "
                "that did not end. Continue it with --resume, or begin anew with --force."
            )
        if notes and resume:
            return self._continued(notes, job)
        self._journal.seek(0)
        self._journal.truncate()
        lines = self.path.open("wb")
        lines.write(self._format.head.encode())
        lines.flush()
        self._note({"job": job, "people": 0, "bytes": lines.tell()})
        return lines

    def _continued(self, notes: list[dict[str, int | str]], job: str) -> IO[bytes]:
        if notes[0].get("job") != job:
            raise OutputError(
                f"{self.path} is of another run: the people, the graph or the options have "
                "changed since. Begin anew with --force, or name another file."
            )
        lines = self.path.open("r+b")
        size = lines.seek(0, os.SEEK_END)
        last = next(note for note in reversed(notes) if int(note["bytes"]) <= size)
        self.people = int(last["people"])
        lines.seek(int(last["bytes"]))
        lines.truncate()
        return lines

    def _notes(self) -> list[dict[str, int | str]]:
        notes = []
        for line in self._journal:
            with suppress(ValueError):  # the last line may be cut short
                notes.append(json.loads(line))
        return notes

    def _note(self, note: dict[str, int | str]) -> None:
        self._journal.write(json.dumps(note) + "\n")
        self._journal.flush()

    def _unwritable(self, error: OSError) -> OutputError:
        return OutputError(
            f"{self._out} cannot be written ({error.strerror}). Choose another folder, or make "
            "room; what is written so far can be continued with --resume."
        )
