"""Where the ontology and the queries are: the only module that knows.

In an installed wheel they are in ``careergraph/_data``; in a checkout, at its top level.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
_DATA = _PACKAGE / "_data"
_ROOT = _DATA if _DATA.is_dir() else _PACKAGE.parents[1]

ONTOLOGY = _ROOT / "ontology"
"""Folder of ``terms.ttl``, ``roadmap.ttl``, ``shapes.ttl`` and ``alignments/``."""

QUERIES = _ROOT / "queries"
"""Folder of the named queries and, under ``checks/``, the checks."""

TERMS_FILE = ONTOLOGY / "terms.ttl"
ROADMAP_FILE = ONTOLOGY / "roadmap.ttl"
SHAPES_FILE = ONTOLOGY / "shapes.ttl"


def alignment_files() -> list[Path]:
    """Return the alignments of the built-in roadmap with other vocabularies, in name order."""
    return sorted((ONTOLOGY / "alignments").glob("*.ttl"))
