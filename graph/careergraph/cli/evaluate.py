"""`careergraph evaluate`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

import careergraph
from careergraph.cli.options import emit, emit_json, emit_text, format_option, printable_lines

if TYPE_CHECKING:
    from careergraph.evaluation import Agreement, Interval
    from careergraph.tables import Row

SHOWN = 20
"""Rows left out and roles without a score that are listed as text; JSON lists all."""

COLUMNS = ("measure", "metric", "value", "low", "high", "origins", "pairs")


class _Lengths(click.ParamType[tuple[int, ...]]):
    """Whole numbers from 1, with commas between."""

    name = "lengths"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, ...]:
        texts = str(value).split(",")
        if not all(text.strip().isdecimal() and int(text) for text in texts):
            self.fail(f"{value!r} is no list of whole numbers from 1, such as 5,10,20.", param, ctx)
        return tuple(int(text) for text in texts)


@click.command()
@click.argument("graph", type=click.Path())
@click.argument("truth", type=click.Path(path_type=Path))
@click.option(
    "--measure",
    "measures",
    multiple=True,
    metavar="NAME",
    help="Measure of closeness to evaluate; all that the graph allows without it. Repeatable.",
)
@click.option(
    "--at",
    type=_Lengths(),
    default="5,10,20",
    show_default=True,
    metavar="N,N",
    help="Lengths of list at which recall is given.",
)
@click.option(
    "--good-from",
    type=float,
    metavar="RATING",
    help="Lowest rating of a good destination; what lies above the median without it.",
)
@click.option(
    "--skills",
    multiple=True,
    metavar="IRI",
    help="Beginning of the IRIs of the skills that count; all without it. Repeatable.",
)
@format_option
def evaluate(
    graph: str,
    truth: Path,
    measures: tuple[str, ...],
    at: tuple[int, ...],
    good_from: float | None,
    skills: tuple[str, ...],
    format_name: str,
) -> None:
    """Say how well each measure of closeness agrees with the answers in TRUTH.

    GRAPH is an RDF file or a matrix. TRUTH is a CSV file with the columns origin and destination,
    and rating if there is one; roles are named in full, by IRI or by code. Every measure ranks
    all roles of the graph as destinations of each origin. Rows that cannot be used are listed.

    \b
    Example:
      careergraph evaluate hotel.ttl truth.csv --measure coverage --at 3,5
    """
    found = careergraph.load(graph).evaluate(
        truth, measures=measures, at=at, good_from=good_from, skills=skills
    )
    if format_name == "json":
        emit_json(found.to_dict())
    elif format_name == "csv":
        from careergraph import tables

        emit(tables.as_csv(COLUMNS, _records(found)))
        click.echo(printable_lines("\n".join(_remarks(found))), err=True)
    else:
        emit_text("\n\n".join([_table(found, format_name), *_remarks(found)]))


def _records(found: Agreement) -> list[Row]:
    """Return a record per measure and metric that the table tells."""
    return [
        (
            row.measure,
            metric,
            round(interval.value, 6),
            "" if interval.low is None else round(interval.low, 6),
            "" if interval.high is None else round(interval.high, 6),
            *_basis(found, metric),
        )
        for row in found.rows
        for metric, interval in row.metrics.items()
        if interval is not None
    ]


def _basis(found: Agreement, metric: str) -> tuple[int, int]:
    if metric in {"Spearman", "AUC"}:
        return found.rated_origins, found.rated_pairs
    return found.origins, found.pairs


def _table(found: Agreement, format_name: str) -> str:
    from careergraph import tables

    told = [
        metric
        for metric in found.rows[0].metrics
        if any(row.metrics[metric] is not None for row in found.rows)
    ]
    rows = [(row.measure, *(_shown(row.metrics[metric]) for metric in told)) for row in found.rows]
    write = tables.as_markdown if format_name == "markdown" else tables.as_text
    return write(("measure", *told), rows)


def _shown(interval: Interval | None) -> str:
    if interval is None:
        return "-"
    if interval.low is None or interval.high is None:
        return f"{interval.value:.3f}"
    return f"{interval.value:.3f} [{interval.low:.3f}, {interval.high:.3f}]"


def _remarks(found: Agreement) -> list[str]:
    """Return what the numbers rest on, and what was not used, one remark each."""
    from careergraph.evaluation.agreement import (
        BASELINE,
        CONFIDENCE,
        FEWEST_ORIGINS,
        RESAMPLES,
    )

    remarks = [
        f"{found.title}: {found.candidates:,} roles are ranked for each of {found.origins:,} "
        f"origins with {found.pairs:,} good destinations. {BASELINE} is what chance gets. In "
        f"brackets: {CONFIDENCE:.0%} bootstrap intervals over origins, {RESAMPLES:,} resamples; "
        f"none with fewer than {FEWEST_ORIGINS} origins."
    ]
    if found.good_from is not None:
        remarks.append(
            f"Good is a rating from {found.good_from:g}. Spearman and AUC rest on "
            f"{found.rated_pairs:,} rated pairs of {found.rated_origins:,} origins."
        )
    if found.unused:
        remarks.append(f"Not offered, as the graph lacks the data: {', '.join(found.unused)}.")
    if found.unscored:
        remarks.append(
            f"Not scored, as what they require is unknown: {_listed(found.unscored)}. Pairs with "
            "them are not used."
        )
    left_out = [f"row {x.row}, column {x.column}, {x.text!r}: {x.reason}" for x in found.left_out]
    if left_out:
        remarks.append(f"Not used ({len(left_out):,}): {_listed(left_out)}.")
    return [*remarks, *found.notes]


def _listed(texts: list[str] | tuple[str, ...]) -> str:
    more = len(texts) - SHOWN
    return "; ".join(texts[:SHOWN]) + (f"; and {more:,} more (JSON lists all)" if more > 0 else "")
