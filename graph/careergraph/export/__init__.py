"""A career graph in the formats of other tools.

To add a format, write a function and give it a line in `EXPORTS`.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable
from pathlib import Path

from careergraph.errors import UnknownNameError
from careergraph.export import jsonld, matrix, networks, rdf, tables
from careergraph.export.content import Content
from careergraph.output import write_bytes, write_folder, write_text

__all__ = ["EXPORTS", "Content", "export", "write"]

EXPORTS: dict[str, Callable[[Content], str | bytes]] = {
    "turtle": rdf.turtle,
    "ntriples": rdf.ntriples,
    "jsonld": jsonld.jsonld,
    "rdfxml": rdf.rdfxml,
    "graphml": networks.graphml,
    "gexf": networks.gexf,
    "cytoscape": networks.cytoscape,
    "csv": tables.zipped,
    "xlsx": matrix.xlsx,
    "markdown": matrix.markdown,
}
"""Each format with the function that makes it: text, or bytes."""


def export(content: Content, format: str) -> str | bytes:
    """Return a career graph in a format.

    Parameters
    ----------
    content : Content
        What to export.
    format : str
        A name in `EXPORTS`.

    Raises
    ------
    UnknownNameError
        There is no such format; the message suggests the nearest.
    OutputError
        The format cannot hold the graph.
    RequestError
        The format needs a library that is not installed.

    Examples
    --------
    >>> import careergraph as cg
    >>> export(Content(cg.load().careers, list), "ntriples")
    ''
    """
    if format not in EXPORTS:
        near = tuple(difflib.get_close_matches(format.lower(), EXPORTS, n=3, cutoff=0.5))
        hint = f"Did you mean {' or '.join(map(repr, near))}? " if near else ""
        raise UnknownNameError(
            f"There is no export format {format!r}. {hint}There are {', '.join(EXPORTS)}.", near
        )
    return EXPORTS[format](content)


def write(content: Content, format: str, path: Path, *, force: bool = False) -> Path:
    """Write a career graph in a format, whole or not at all, and return the path.

    CSV is several tables: a folder of files, or one file where the path ends in ``.zip``.

    Raises
    ------
    UnknownNameError, OutputError, RequestError
        As `export`; also where the file exists and `force` is false, or cannot be written.

    Examples
    --------
    >>> import careergraph as cg
    >>> write(Content(cg.load().careers, list), "turtle", Path("/nowhere/roadmap.ttl"))
    Traceback (most recent call last):
    careergraph.errors.OutputError: /nowhere/roadmap.ttl cannot be written ...
    """
    if format == "csv" and path.suffix.lower() != ".zip":
        write_folder(path, tables.files(content), force=force)
        return path
    made = export(content, format)
    if isinstance(made, str):
        write_text(path, made, force=force)
    else:
        write_bytes(path, made, force=force)
    return path
