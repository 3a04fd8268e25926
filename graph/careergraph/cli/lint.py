"""`careergraph lint`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from careergraph.cli.options import emit, emit_json, emit_text, format_option
from careergraph.lint import SEVERITIES, SIMILARITY

if TYPE_CHECKING:
    from careergraph.lint import Findings

COLUMNS = ("severity", "code", "place", "label", "message", "node", "other", "similarity")


@click.command()
@click.argument("path", required=False, type=click.Path(), metavar="[GRAPH]")
@click.option("--select", multiple=True, metavar="CODE", help="Look for this only. Repeatable.")
@click.option("--ignore", multiple=True, metavar="CODE", help="Leave this out. Repeatable.")
@click.option(
    "--similarity",
    type=click.FloatRange(min=0, max=1, min_open=True),
    default=SIMILARITY,
    show_default=True,
    metavar="X",
    help="Similarity from which two skills are reported, up to 1.",
)
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    default="warning",
    show_default=True,
    help="Least severe finding that makes the exit code 1.",
)
@format_option
def lint(
    path: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    similarity: float,
    fail_on: str,
    format_name: str,
) -> None:
    """Say what to look at in GRAPH (an RDF file or a matrix; the roadmap without it).

    Errors break queries and routes, warnings are very likely mistakes, notes are worth a look.
    docs/lint.md lists the codes.

    \b
    Example:
      careergraph lint ladder.xlsx --ignore doubt
    """
    from careergraph import lint as library
    from careergraph.engines import triples_of

    found = library.lint(
        triples_of(path or None), similarity=similarity, select=select, ignore=ignore
    )
    _show(found, format_name)
    if found.reaches(fail_on):
        sys.exit(1)


def _show(found: Findings, format_name: str) -> None:
    from careergraph import tables
    from careergraph.tables import defused

    if format_name == "json":
        emit_json(found.to_dict())
        return
    if format_name == "text":
        emit_text("\n".join([*map(str, found.findings), f"{found.summary().capitalize()}."]))
        return
    cells = [[one.to_dict()[name] for name in COLUMNS] for one in found.findings]
    rows = [["" if cell is None else cell for cell in row] for row in cells]
    if format_name == "csv":
        safe = [[defused(c) if isinstance(c, str) else c for c in row] for row in rows]
        emit(tables.as_csv(COLUMNS, safe))
    else:
        emit_text(tables.as_markdown(COLUMNS, rows))
