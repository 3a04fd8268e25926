"""`careergraph export`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

import careergraph
from careergraph.cli.options import (
    emit,
    emit_text,
    force_option,
    graph_option,
    named_once,
    output_option,
)
from careergraph.errors import RequestError


@click.command()
@click.argument("path", required=False, type=click.Path(), metavar="[GRAPH]")
@graph_option
@click.option(
    "--to",
    "format_name",
    required=True,
    metavar="FORMAT",
    help="turtle, ntriples, jsonld, rdfxml; graphml, gexf, cytoscape; csv; xlsx, markdown.",
)
@output_option
@force_option
def export(
    path: str | None, graph: str | None, format_name: str, output: Path | None, force: bool
) -> None:
    """Write GRAPH (an RDF file or a matrix; the roadmap without it) in another format.

    RDF formats hold the graph's own triples; graphml, gexf and cytoscape the network of roles and
    skills; csv its tables, as a folder or a .zip file; xlsx and markdown the matrix. Without -o,
    text goes to standard output.

    \b
    Example:
      careergraph export my-graph.ttl --to xlsx -o matrix.xlsx
      careergraph export --to csv -o roadmap.zip
    """
    careers = careergraph.load(named_once(path, graph))
    if output is not None:
        emit(f"Wrote {careers.export(format_name, output, force=force)}.")
        return
    made = careers.export(format_name)
    if isinstance(made, bytes):
        raise RequestError(f"{format_name} is not text. Name the file to write with -o.")
    if sys.stdout.isatty():
        emit_text(made.rstrip("\n"))
    else:
        # Each format is UTF-8 and says so where it can, whatever the terminal's encoding is.
        sys.stdout.buffer.write(made.encode())
