"""`careergraph plan`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

import click

import careergraph
from careergraph.cli.options import assume_option, force_option, graph_option, printable_lines
from careergraph.cli.progress import counted
from careergraph.errors import ClusterError, WorkerError
from careergraph.output import replacing
from careergraph.tables import as_csv, defused

if TYPE_CHECKING:
    from careergraph.workforce import BadRow, Checked, Engine, Job

BAD_COLUMNS = ("place", "column", "fault")
"""Columns of the file of rows left out."""

LISTED = 20
"""Rows left out that are listed on standard error; `--bad-rows` takes them all."""


@click.command()
@click.argument("people", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    required=True,
    help="File to write: .csv, .jsonl or .parquet.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes to plan in; one for each core without it.",
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Plan on the Dask cluster whose scheduler is at ADDRESS, such as tcp://10.0.0.5:8786.",
)
@click.option(
    "--separator",
    default=";",
    show_default=True,
    metavar="TEXT",
    help="What stands between several skills or roles in one cell.",
)
@click.option("--skip-bad", is_flag=True, help="Leave out rows that cannot be planned.")
@click.option(
    "--bad-rows",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="CSV file for the rows left out, and why.",
)
@click.option("--iris", is_flag=True, help="Write roles and skills as IRIs, not as labels.")
@click.option("--resume", is_flag=True, help="Continue where an interrupted run left off.")
@force_option
@assume_option
@graph_option
def plan(
    people: Path,
    output: Path,
    workers: int | None,
    cluster: str | None,
    separator: str,
    skip_bad: bool,
    bad_rows: Path | None,
    iris: bool,
    resume: bool,
    force: bool,
    assume: tuple[str, ...],
    graph: str | None,
) -> None:
    """Find a route for each person and target in the table PEOPLE.

    PEOPLE is a CSV, TSV, JSON Lines or Parquet file with a row for each person: columns person and
    target, and as far as wanted role, skills, via, avoid, max_moves, max_effort_per_move and
    hours_per_week. What the answer holds is one row for each person and target.

    \b
    Example:
      careergraph plan people.csv -o plans.csv
    """
    if not separator:
        raise click.UsageError("--separator must not be empty.")
    if cluster is not None and workers is not None:
        raise click.UsageError("--workers is for planning here; a cluster has workers of its own.")
    from careergraph.workforce import Job, People, chosen_engine, refuse_bad
    from careergraph.workforce.partial import refuse_existing
    from careergraph.workforce.tables import format_of

    format_of(output)
    for path in (output, bad_rows):
        if path is not None:
            refuse_existing(path, force)
    network = careergraph.load(graph, assume=assume).careers
    table = People(network, people, separator)
    checked = table.check()
    if not skip_bad:
        refuse_bad(table, checked)
    if checked.ignored:
        names = ", ".join(printable_lines(name) for name in checked.ignored)
        click.echo(f"Columns that mean nothing here: {names}.", err=True)
    engine = chosen_engine(checked.people, workers or cores(), cluster)
    job = Job(network, table, people, output, iris=iris, resume=resume, force=force)
    _run(job, checked, engine, bad_rows, force)


def _run(
    job: Job, checked: Checked, engine: tuple[Engine, int], bad_rows: Path | None, force: bool
) -> None:
    counts = [0]
    try:
        with _Reported(bad_rows, force) as bad, counted(checked.people) as bar:

            def done(more: int) -> None:
                counts.append(more)
                bar(more)

            job.run(checked, engine, bad, done)
    except (KeyboardInterrupt, ClusterError, WorkerError):
        click.echo(
            f"\nPlanned for {sum(counts):,} of {checked.people:,} people. Their routes are in "
            f"{job.out}.partial; continue with --resume.",
            err=True,
        )
        raise
    left_out = f", {bad.count:,} rows left out" if bad.count else ""
    click.echo(f"{job.out}: {sum(counts):,} people{left_out}.", err=True)


class _Reported:
    """Rows that are left out: the first on standard error, all of them in a file if wanted."""

    def __init__(self, path: Path | None, force: bool) -> None:
        self.count = 0
        self._exit = ExitStack()
        self._path, self._force = path, force
        self._file: IO[bytes] | None = None

    def __enter__(self) -> Self:
        if self._path is not None:
            self._file = self._exit.enter_context(replacing(self._path, force=self._force))
            self._write(BAD_COLUMNS)
        return self

    def __exit__(self, *raised: Any) -> None:
        self._exit.__exit__(*raised)

    def __call__(self, row: BadRow) -> None:
        self.count += 1
        if self.count <= LISTED:
            click.echo(f"Left out: {printable_lines(str(row))}", err=True)
        elif self.count == LISTED + 1:
            click.echo("Left out: more; --bad-rows writes them all to a file.", err=True)
        self._write(row)

    def _write(self, cells: Sequence[str]) -> None:
        if self._file is not None:
            self._file.write(f"{as_csv([defused(cell) for cell in cells], [])}\n".encode())


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
