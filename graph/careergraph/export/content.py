"""What exports are made of, and what every one of them does with difficult text."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from careergraph.network import CareerNetwork

if TYPE_CHECKING:
    import pyoxigraph

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""A character that no XML 1.0 document can hold."""

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first date that a zip file can say: that of every member, so that bytes stay the same."""


@dataclass(frozen=True)
class Content:
    """A career graph to export.

    Parameters
    ----------
    network : CareerNetwork
        What networks, tables and matrices are made of.
    triples : callable
        Returns the graph's own triples, those of the terms left out.
    """

    network: CareerNetwork
    triples: Callable[[], Collection[pyoxigraph.Triple]]


def one_line(text: str) -> str:
    r"""Return a text on one line, so that it stays one item of a cell.

    >>> one_line(" Data\r\n analysis ")
    'Data analysis'
    """
    return " ".join(text.split())


def xml_text(text: str) -> str:
    r"""Return a text with U+FFFD for every character that XML cannot hold.

    >>> xml_text("a\x00b")
    'a\ufffdb'
    """
    return NOT_XML.sub("\ufffd", text)


def zip_bytes(files: Mapping[str, bytes]) -> bytes:
    """Return files as one zip file, the same bytes for the same files.

    >>> zip_bytes({"a": b"b"}) == zip_bytes({"a": b"b"})
    True
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, EARLIEST), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
