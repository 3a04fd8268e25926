"""Open a career graph: RDF files, or a levelling matrix, into one in-memory Oxigraph store."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from careergraph import _resources
from careergraph.errors import GraphFileError
from careergraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph
    import rdflib

SUFFIXES = {
    ".ttl": "TURTLE",
    ".nt": "N_TRIPLES",
    ".rdf": "RDF_XML",
    ".owl": "RDF_XML",
    ".jsonld": "JSON_LD",
}
"""File name suffixes that can be read, with the name of their format."""

MOST_GROWN = 10_000_000
"""Bytes that the entities of an XML file may stand for; namespaces stand for thousands."""
_ENTITY = re.compile(rb"<!ENTITY\s+([^\s%]+)\s+[\"']([^\"']*)[\"']")


def graph_files(path: Path | None) -> list[Path]:
    """Return the files that are read for a graph: the terms, and its own."""
    return [_resources.TERMS_FILE, *own_files(path)]


def is_directory_store(path: Path) -> bool:
    """Tell whether a path is a directory that Oxigraph keeps."""
    return (path / "CURRENT").is_file() and any(path.glob("MANIFEST-*"))


def own_files(path: Path | None) -> list[Path]:
    """Return the files that make up a graph: the user's own, or the built-in roadmap's."""
    if path is not None:
        return [path]
    return [_resources.ROADMAP_FILE, *_resources.alignment_files()]


def open_store(path: Path | None = None) -> pyoxigraph.Store:
    """Read a graph into memory, whole or not at all, with the terms beside it.

    The terms are there so that their labels and numbers can be queried.

    Parameters
    ----------
    path : Path, optional
        An RDF file (Turtle, N-Triples, RDF/XML or JSON-LD by its suffix), or a levelling matrix
        that is read as `careergraph import matrix` reads it; a directory that Oxigraph keeps is
        opened to be read, at once; the built-in roadmap without one.

    Raises
    ------
    GraphFileError
        The file cannot be read, has another suffix, or is not valid RDF; the message names
        file, line and column.
    MatrixError
        The file is a matrix that cannot be read without guessing.
    """
    return open_with_terms(path)[0]


def open_with_terms(
    path: Path | None = None,
) -> tuple[pyoxigraph.Store, frozenset[pyoxigraph.Triple]]:
    """Read a graph as `open_store` does; return it and what the terms alone brought into it.

    What the graph's own files state as well is not among the latter.
    """
    import pyoxigraph

    if path is not None and path.is_dir():
        return open_directory(path), terms()
    store = pyoxigraph.Store()
    for file in own_files(path):
        _load(store, file)
    quads = [pyoxigraph.Quad(*triple) for triple in terms()]
    brought = frozenset(quad.triple for quad in quads if quad not in store)
    store.extend(quads)
    return store, brought


@lru_cache(maxsize=1)
def terms() -> frozenset[pyoxigraph.Triple]:
    """Return the triples of the ontology's terms, which lie beside every graph's own."""
    import pyoxigraph

    return frozenset(quad.triple for quad in pyoxigraph.parse(path=_resources.TERMS_FILE))


def open_directory(path: Path) -> pyoxigraph.Store:
    """Open a directory that Oxigraph keeps, to be read.

    Raises
    ------
    GraphFileError
        It is none, or cannot be opened.
    """
    import pyoxigraph

    check_directory(path)
    try:
        # Resolved at once: a store that is written to is a link, which can change any time.
        return pyoxigraph.Store.read_only(str(path.resolve()))
    except (OSError, RuntimeError, ValueError) as error:
        raise GraphFileError(
            f"{path}: Oxigraph cannot open it ({error}). Import it again."
        ) from error


def check_directory(path: Path) -> None:
    """Raise GraphFileError unless a directory is one that Oxigraph keeps; do not open it."""
    if not is_directory_store(path):
        raise GraphFileError(
            f"{path} is a directory, but not one that Oxigraph keeps. Name an RDF file, a matrix, "
            "or what `careergraph import` wrote."
        )


def as_rdflib(store: pyoxigraph.Store) -> rdflib.Graph:
    """Return the store as an rdflib graph over the same triples, not a copy of them."""
    import oxrdflib
    import rdflib
    from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

    graph = rdflib.Graph(
        store=oxrdflib.OxigraphStore(store=store), identifier=DATASET_DEFAULT_GRAPH_ID
    )
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace, override=True, replace=True)
    return graph


def _load(store: pyoxigraph.Store, file: Path) -> None:
    import pyoxigraph

    suffix = file.suffix.lower()
    if suffix in SUFFIXES:
        data, format_name = _content(file), SUFFIXES[suffix]
        if format_name == "RDF_XML":
            _refuse_bomb(file, data)
    else:
        data, format_name = _matrix(file), "TURTLE"
    try:
        store.load(
            data,
            format=getattr(pyoxigraph.RdfFormat, format_name),
            base_iri=file.absolute().as_uri(),
        )
    except (SyntaxError, ValueError) as error:
        raise GraphFileError(_syntax_message(file, error)) from error


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise GraphFileError(f"{file}: cannot be read ({error.strerror}).") from error


def _refuse_bomb(file: Path, data: bytes) -> None:
    """Refuse XML whose entities would make far more of it than it is."""
    entities = dict(_ENTITY.findall(data))
    grown = sum(len(text) * data.count(b"&" + name + b";") for name, text in entities.items())
    nested = any(re.search(rb"&[^#]", text) for text in entities.values())
    if nested or grown > MOST_GROWN:
        raise GraphFileError(
            f"{file}: its entities are made of entities, or fill more than "
            f"{MOST_GROWN // 1_000_000} MB. Write them out."
        )


def _matrix(file: Path) -> bytes:
    from careergraph.readers import files, graph, shapes

    if file.suffix.lower() not in files.SUFFIXES:
        raise GraphFileError(
            f"{file}: cannot tell its format from the suffix {file.suffix!r}. Name an RDF file "
            f"with one of {', '.join(SUFFIXES)}, or a matrix with one of "
            f"{', '.join(files.SUFFIXES)}."
        )
    matrix = shapes.read_matrix(shapes.choose(files.read_tables(str(file))))
    return graph.to_turtle(matrix, file.stem).encode()


def _syntax_message(file: Path, error: SyntaxError | ValueError) -> str:
    place = str(file)
    reason = str(error)
    if isinstance(error, SyntaxError):
        reason = re.sub(r"^Parser error at line [^:]*: ", "", str(error.msg))
        if error.lineno is not None:
            place += f", line {error.lineno}, column {error.offset}"
    return f"{place}: not valid RDF: {reason}. Correct that place and try again."
