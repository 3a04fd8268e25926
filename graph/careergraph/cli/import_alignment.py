"""`careergraph import alignment`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

import careergraph
from careergraph.cli.align import language_option, taxonomy_option
from careergraph.cli.options import emit_text, force_option
from careergraph.errors import RequestError


@click.command()
@click.argument("graph", type=click.Path())
@click.argument("review", type=click.Path(path_type=Path))
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
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Day of the review, as 2026-11-23; today without it.",
)
@language_option
@force_option
def alignment(
    graph: str,
    review: Path,
    taxonomy: Path,
    output: Path,
    by: str | None,
    on: datetime | None,
    language: str,
    force: bool,
) -> None:
    """Write the mappings of GRAPH that were accepted in REVIEW.

    REVIEW is the CSV file of `careergraph align` with yes or no in the column accept. Columns
    relation, reviewer and note are taken where they are filled; relation replaces what was
    proposed. An accepted row for no equivalent is written as such.

    \b
    Example:
      careergraph import alignment hotel.ttl review.csv --to esco -o m.ttl --by "A. Reviewer"
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
