"""N-Triples, line by line: what readers of whole taxonomies write, in little memory."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TextIO

from careergraph.errors import TaxonomyError
from careergraph.vocabulary import PREFIXES

XSD = PREFIXES["xsd"]
ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})
IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]+")


def iri(text: str) -> str:
    """Return an absolute IRI as a term.

    Raises
    ------
    TaxonomyError
        It is none; the caller adds file, row and column.
    """
    if not IRI.fullmatch(text):
        raise TaxonomyError(f"{text[:80]!r} is not an absolute IRI")
    return f"<{text}>"


def literal(text: str, *, language: str | None = None, datatype: str | None = None) -> str:
    r"""Return a literal as a term; `datatype` is a local name of XML Schema.

    >>> literal('Say "hi"\n', language="en")
    '"Say \\"hi\\"\\n"@en'
    >>> literal("3.5", datatype="decimal")
    '"3.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    """
    if '"' in text or "\\" in text or "\n" in text or "\r" in text:
        text = text.translate(ESCAPES)
    if language:
        return f'"{text}"@{language}'
    return f'"{text}"^^<{XSD}{datatype}>' if datatype else f'"{text}"'


class Triples:
    """Writes triples to a file and counts them; terms come from `iri` and `literal`."""

    def __init__(self, file: TextIO) -> None:
        self._write = file.write
        self.count = 0

    def add(self, subject: str, predicate: str, object_: str) -> None:
        """Write one triple."""
        self._write(f"{subject} {predicate} {object_} .\n")
        self.count += 1

    def relate(self, predicate: str, pairs: Iterable[tuple[str, str]]) -> None:
        """Write one triple for each pair of IRIs, which are known to be sound: the quick way."""
        lines = [f"<{first}> {predicate} <{second}> .\n" for first, second in pairs]
        self._write("".join(lines))
        self.count += len(lines)
