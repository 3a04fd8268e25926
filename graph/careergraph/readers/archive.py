"""Workbooks are ZIP archives of XML: hold one to its limits before anything parses it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from careergraph.errors import MatrixError
from careergraph.readers.tables import Source

MAX_UNPACKED = 100_000_000
"""Bytes of a workbook unpacked: fifty times a matrix of 200 career paths."""

MAX_MEMBERS = 2_000
CHUNK = 1_000_000
OVERLAP = 20
"""Bytes of a chunk seen again with the next, so that no tag is cut in two."""

BOMB = re.compile(rb"<!(DOCTYPE|ENTITY)|\0")
XML = (".xml", ".rels", ".vml")
BROKEN = (
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    NotImplementedError,
    RuntimeError,
    EOFError,
)
"""What zipfile raises for archives that are damaged, encrypted or packed in another way."""


def look_through(source: Source, kind: str, wanted: re.Pattern[bytes] | None = None) -> bool:
    """Hold a workbook to its limits without parsing it; return whether its XML has a pattern.

    Parameters
    ----------
    source : Source
        The workbook.
    kind : str
        What it should be, such as XLSX.
    wanted : re.Pattern, optional
        What to look for, at most `OVERLAP` bytes long.

    Raises
    ------
    MatrixError
        It is no such archive, unpacks to too much or defines entities.
    """
    unpacked, found = 0, False
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS:
                raise _too_large(source.name)
            for member in members:
                tail = b""
                with archive.open(member) as stream:
                    while chunk := stream.read(CHUNK):
                        unpacked += len(chunk)
                        if unpacked > MAX_UNPACKED:
                            raise _too_large(source.name)
                        if not member.filename.lower().endswith(XML):
                            continue
                        seen = tail + chunk
                        if BOMB.search(seen):
                            raise _entities(source.name, member.filename)
                        found = found or bool(wanted and wanted.search(seen))
                        tail = chunk[-OVERLAP:]
    except BROKEN as error:
        raise MatrixError(
            f"{source.name} is not an {kind} workbook. Name its format with --format, or save it "
            f"as {kind} without a password."
        ) from error
    return found


def unsound(file: str, kind: str) -> MatrixError:
    """Return the error for a workbook whose XML cannot be made sense of."""
    return MatrixError(
        f"{file} is not a sound workbook. Open it in a spreadsheet program and save it again as "
        f"{kind}."
    )


def _too_large(file: str) -> MatrixError:
    return MatrixError(
        f"{file} unpacks to more than {MAX_UNPACKED // 1_000_000} MB or {MAX_MEMBERS:,} parts, "
        "which no matrix does. Save the sheet of the matrix alone."
    )


def _entities(file: str, member: str) -> MatrixError:
    return MatrixError(
        f"{file}: {member} defines entities or is in an unusual encoding, which no spreadsheet "
        "program writes. Open the workbook in one and save it again."
    )
