"""`careergraph import transfers`."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

import careergraph
from careergraph.cli.options import emit_text, force_option


@click.command()
@click.argument("graph", type=click.Path())
@click.argument("review", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    metavar="NEW",
    help="Where to: an RDF file by its suffix (.ttl, .nt, ...), else an Oxigraph directory.",
)
@force_option
@click.option("--by", metavar="NAME", help="Who reviewed the rows that name nobody.")
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Day of the review, as 2026-11-23; today without it.",
)
def transfers(
    graph: str, review: Path, output: Path, force: bool, by: str | None, on: datetime | None
) -> None:
    """Add to GRAPH the transfers that were accepted in REVIEW, and write it as NEW.

    REVIEW is the CSV file of `careergraph propose transfers` with yes or no in the column accept.
    Columns strength, reviewer and note are taken where they are filled. What was rejected or left
    open is not written; keep the file.

    \b
    Example:
      careergraph import transfers hotel.ttl review.csv -o new.ttl --by "A. Reviewer"
    """
    from careergraph.building import write_graph

    old = careergraph.load(graph)
    found = old.read_transfers(review, by=by)
    new = old.with_transfers(found.accepted, date.today() if on is None else on.date())
    write_graph(new.triples(), output, force=force)
    for note in found.notes:
        emit_text(note)
    emit_text(
        f"Wrote {output}: {_count(len(found.accepted), 'transfer')} added, {found.rejected:,} "
        f"rejected, {found.undecided:,} left open."
    )


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
