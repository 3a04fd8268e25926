"""`careergraph diff`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

import careergraph
from careergraph.cli.options import (
    assume_option,
    emit,
    emit_json,
    emit_text,
    format_option,
    text_width,
)
from careergraph.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.diff import Diff, LevelComparison
    from careergraph.tables import Row

SHOWN = 10
"""Routes shown without --limit: the most affected few tell what has happened."""


@click.command()
@click.argument("old", type=click.Path(), metavar="OLD")
@click.argument("new", type=click.Path(), metavar="NEW")
@click.option("--by-level", is_flag=True, help="Say which role of NEW is nearest to each of OLD.")
@click.option(
    "--from",
    "sources",
    multiple=True,
    metavar="ROLE",
    help="Role to compare routes from, or role of OLD to compare by level. Repeatable.",
)
@click.option(
    "--to", "targets", multiple=True, metavar="ROLE", help="Role to compare routes to. Repeatable."
)
@click.option("--no-routes", is_flag=True, help="Leave routes alone.")
@click.option(
    "--similarity",
    type=click.FloatRange(0, 1, min_open=True),
    metavar="SHARE",
    help="Least similarity of two wordings of a skill: 0.5 in one role, half-way from there to 1 "
    "elsewhere; 0.75 by level.",
)
@click.option(
    "--bound",
    type=click.FloatRange(0, 1, min_open=True),
    metavar="SHARE",
    help="Least coverage, both ways, of roles that are equivalent by level; 0.5 without this.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=SHOWN,
    show_default=True,
    metavar="N",
    help="Most routes to show as text; the other formats hold all.",
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 where something has changed.")
@assume_option
@format_option
def diff(
    old: str,
    new: str,
    by_level: bool,
    sources: tuple[str, ...],
    targets: tuple[str, ...],
    no_routes: bool,
    similarity: float | None,
    bound: float | None,
    limit: int,
    exit_code: bool,
    assume: tuple[str, ...],
    format_name: str,
) -> None:
    """Say what has changed from OLD to NEW, each an RDF file or a matrix.

    What was added, removed, moved, renamed and reworded, and the routes between roles that take
    other hours. With --by-level, OLD and NEW may be of two organisations: it says which role of
    NEW is nearest to each of OLD, and how far each covers the other.

    \b
    Example:
      careergraph diff ladder-2026.csv ladder-2027.csv
      careergraph diff theirs.xlsx ours.xlsx --by-level --from "backend l5"
    """
    _refuse_contradictions(by_level, sources, targets, no_routes, bound, exit_code)
    before, after = careergraph.load(old, assume=assume), careergraph.load(new, assume=assume)
    if by_level:
        found = before.compare_levels(after, roles=sources, similarity=similarity, bound=bound)
        _show_levels(found, format_name)
        return
    changed = before.diff(
        after, similarity=similarity, routes=not no_routes, sources=sources, targets=targets
    )
    _show_changes(changed, format_name, limit)
    if exit_code and changed.changes:
        sys.exit(1)


def _refuse_contradictions(
    by_level: bool,
    sources: Sequence[str],
    targets: Sequence[str],
    no_routes: bool,
    bound: float | None,
    exit_code: bool,
) -> None:
    if by_level and (targets or no_routes or exit_code):
        raise RequestError(
            "--by-level compares neither versions nor routes. Drop --to, --no-routes and "
            "--exit-code."
        )
    if bound is not None and not by_level:
        raise RequestError("--bound says what is equivalent by level. Add --by-level.")
    if no_routes and (sources or targets):
        raise RequestError("--no-routes leaves no routes for --from and --to. Drop the one.")


def _show_changes(changed: Diff, format_name: str, limit: int) -> None:
    from careergraph.diff import text

    if format_name == "json":
        emit_json(changed.to_dict())
    elif format_name == "csv":
        _emit_csv(text.COLUMNS, text.rows(changed))
    elif format_name == "markdown":
        emit_text(text.as_markdown(changed))
    else:
        emit_text(text.as_text(changed, limit, text_width()))


def _show_levels(found: LevelComparison, format_name: str) -> None:
    from careergraph.diff import level_text

    if format_name == "json":
        emit_json(found.to_dict())
    elif format_name == "csv":
        _emit_csv(level_text.COLUMNS, level_text.rows(found))
    elif format_name == "markdown":
        emit_text(level_text.as_markdown(found))
    else:
        emit_text(level_text.as_text(found, text_width()))


def _emit_csv(columns: Sequence[str], rows: Sequence[Row]) -> None:
    from careergraph import tables
    from careergraph.tables import defused

    safe = [[defused(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    emit(tables.as_csv(columns, safe))
