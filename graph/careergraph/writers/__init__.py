"""Answers as bytes while they are found: the standard formats, in flat memory where they allow it.

A writer takes a `careergraph.answers.Stream` and yields chunks of some 64 KiB. What it cannot
write it refuses before the first chunk. To add a format, write a function and give it a line in
`WRITERS`.

JSON, XML, CSV and TSV are the SPARQL 1.1 results formats, with the triple terms and text
directions of SPARQL 1.2. NDJSON has one object per row with plain values: IRIs as text, literals
of numeric types as numbers, null where a variable is unbound.
"""

from __future__ import annotations

from careergraph.writers.base import CHUNK, Writer, refuse_rows
from careergraph.writers.delimited import write_csv, write_tsv
from careergraph.writers.graphs import write_jsonld, write_ntriples, write_rdfxml, write_turtle
from careergraph.writers.ndjson import write_ndjson
from careergraph.writers.results_json import write_json
from careergraph.writers.results_xml import write_xml

WRITERS: dict[str, Writer] = {
    "csv": write_csv,
    "tsv": write_tsv,
    "json": write_json,
    "xml": write_xml,
    "ndjson": write_ndjson,
    "turtle": write_turtle,
    "ntriples": write_ntriples,
    "jsonld": write_jsonld,
    "rdfxml": write_rdfxml,
}
"""The writers by the name of their format."""

__all__ = ["CHUNK", "WRITERS", "Writer", "refuse_rows"]
