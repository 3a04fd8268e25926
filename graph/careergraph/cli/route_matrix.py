"""`careergraph route-matrix`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

import careergraph
from careergraph.cli.advice_tables import show
from careergraph.cli.options import (
    assume_option,
    constraint_options,
    format_option,
    graph_option,
    language_option,
)
from careergraph.cli.plan import cores

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from careergraph.network import Role
    from careergraph.tables import Cell
    from careergraph.workforce import Outcome, Planned

COLUMNS = (
    *("source", "source_label", "target", "target_label", "status", "moves"),
    *("expected_hours", "low_hours", "high_hours", "lower_bound", "reason"),
)


@click.command(name="route-matrix")
@click.option("--from", "sources", multiple=True, metavar="ROLE", help="Role to start from.")
@click.option("--to", "targets", multiple=True, metavar="ROLE", help="Role to go to.")
@constraint_options
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes to plan in; one for each core without it.",
)
@assume_option
@format_option
@language_option
@graph_option
def route_matrix(
    sources: tuple[str, ...],
    targets: tuple[str, ...],
    workers: int | None,
    assume: tuple[str, ...],
    format_name: str,
    language: str | None,
    graph: str | None,
    **constraints: Any,
) -> None:
    """Find the route from each --from ROLE to each --to ROLE.

    Both may be repeated, and mean all roles if left out. As text and markdown a row is a source, a
    column a target, and a cell the expected hours (the middle of the range) of the shortest
    upskilling route, proven if it says nothing else. csv and json have a row for each pair with
    its range, moves, status and lower bound.

    \b
    Example:
      careergraph route-matrix --from "data scientist 2" --from "ml engineer 2" \\
        --to "ml engineer 3" --to "ai product manager 2"
    """
    loaded = careergraph.load(graph, assume=assume, language=language)
    found = list(loaded.route_matrix(sources, targets, workers=workers or cores(), **constraints))
    roles = loaded.careers.roles
    rows = [_row(one, roles) for one in found]
    if format_name in ("csv", "json"):
        data = [
            {name: None if cell == "" else cell for name, cell in zip(COLUMNS, row, strict=True)}
            for row in rows
        ]
        show(format_name, data, COLUMNS, rows, str)
        return
    header, cells = _crossed(found, roles)
    show(format_name, None, header, cells, lambda: _text(header, cells))


def _row(planned: Planned, roles: Mapping[str, Role]) -> tuple[Cell, ...]:
    assert planned.source is not None
    one = planned.outcome
    ends = (planned.source, roles[planned.source].label, planned.target)
    numbers = (one.moves, one.expected_hours, one.low_hours, one.high_hours, one.lower_bound)
    cells = ("" if number is None else number for number in numbers)
    return (*ends, roles[planned.target].label, one.status, *cells, one.reason)


def _crossed(
    found: Sequence[Planned], roles: Mapping[str, Role]
) -> tuple[list[str], list[tuple[Cell, ...]]]:
    """Return the header and the rows of a table with a column for each target."""
    rows: dict[str, list[Cell]] = {}
    for one in found:
        rows.setdefault(one.person, [one.person]).append(_cell(one.outcome))
    targets = dict.fromkeys(one.target for one in found)
    header = ["expected hours to", *(roles[target].label for target in targets)]
    return header, [tuple(row) for row in rows.values()]


def _cell(outcome: Outcome) -> str:
    if outcome.expected_hours is None:
        return outcome.status
    hours = f"{outcome.expected_hours:,.0f}"
    return hours if outcome.status in ("optimal", "there already") else f"{hours}, {outcome.status}"


def _text(header: Sequence[str], cells: Sequence[tuple[Cell, ...]]) -> str:
    from careergraph.tables import as_text

    return as_text(header, cells).rstrip("\n")
