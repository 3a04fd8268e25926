"""`careergraph accept alignment`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

import careergraph
from careergraph.cli.align import language_option, taxonomy_option
from careergraph.cli.options import emit_text, force_option, graph_option
from careergraph.errors import RequestError


@click.group()
def accept() -> None:
    """Make statements of the proposals that a person accepted.

    \b
    Example:
      careergraph accept alignment review.csv --graph matrix.ttl --to esco -o m.ttl
    """


@accept.command()
@click.argument("review", type=click.Path(path_type=Path))
@graph_option
@taxonomy_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="RDF file to write, by its suffix.",
)
@click.option("--by", metavar="NAME", help="Who reviewed the rows that name nobody.")
@click.option(
    "--date",
    "on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="When it was reviewed; today without it.",
)
@language_option
@force_option
def alignment(
    review: Path,
    graph: str | None,
    taxonomy: Path,
    output: Path,
    by: str | None,
    on: datetime | None,
    language: str,
    force: bool,
) -> None:
    """Write the rows of REVIEW that say yes in the column accept as mappings.

    REVIEW is what `careergraph align` wrote. The column relation replaces what was proposed.

    \b
    Example:
      careergraph accept alignment review.csv --to esco -o m.ttl --by "Ada L."
    """
    from careergraph.output import write_bytes
    from careergraph.store import SUFFIXES

    suffix = output.suffix.lower()
    if suffix not in SUFFIXES:
        raise RequestError(f"{output} has no RDF suffix. Give it one of {', '.join(SUFFIXES)}.")
    data = careergraph.load(graph).accept_alignment(
        review, taxonomy, by=by, on=on.date() if on else None, suffix=suffix, language=language
    )
    write_bytes(output, data, force=force)
    emit_text(f"Wrote {output}.")
