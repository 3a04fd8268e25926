"""How an answer leaves the command line: to a terminal, a pipe or a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from careergraph.answers import GRAPH_FORMS
from careergraph.cli.options import emit, printable_lines
from careergraph.columnar import COLUMNAR
from careergraph.errors import RequestError
from careergraph.formats import FORMATS, render
from careergraph.labels import answer_labels, with_labels
from careergraph.output import replacing, write_text
from careergraph.writers import WRITERS

if TYPE_CHECKING:
    from careergraph.answers import Answer, Stream
    from careergraph.career_graph import CareerGraph

ANSWER_FORMATS = [*FORMATS, *COLUMNAR]
"""What ``--format`` takes."""

_NO_TRIPLES = "Warning: No triples."

_SHOWN = ("table", "markdown", "html")
"""The formats for people, which show labels unless told otherwise."""

SUFFIXES = {
    ".txt": "table",
    ".md": "markdown",
    ".html": "html",
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".srj": "json",
    ".xml": "xml",
    ".srx": "xml",
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
    ".ttl": "turtle",
    ".nt": "ntriples",
    ".parquet": "parquet",
    ".arrow": "arrow",
    ".feather": "arrow",
}
"""The format that the name of a file asks for where ``--format`` does not."""


@dataclass(frozen=True)
class Delivery:
    """What was asked for of an answer.

    Attributes
    ----------
    format : str or None
        One of `ANSWER_FORMATS`; by the name of the file, or for people, without one.
    output : Path or None
        The file to write; standard output without one.
    force : bool
        Whether a file may be replaced.
    labels : bool or None
        Whether labels are shown; those formats that are for people show them without it.
    pager : bool
        Whether a long table may go to a pager.
    chart : bool
        Whether to draw the answer instead of writing it.
    chart_file : Path or None
        The picture or page to draw it in as well.
    facts : mapping of str to str
        Where the answer is from.
    """

    format: str | None
    output: Path | None
    force: bool
    labels: bool | None
    pager: bool
    chart: bool
    chart_file: Path | None
    facts: Mapping[str, str]


def deliver(graph: CareerGraph, stream: Stream, asked: Delivery) -> None:
    """Write an answer as asked, then what is to be said about it on standard error."""
    _warn(stream.warnings)
    said = len(stream.warnings)
    chosen = asked.format or _by_name(asked.output)
    if stream.form in GRAPH_FORMS and chosen != "ntriples":
        # In order and each triple once, which takes them all.
        stream = stream.answer().stream()
    if asked.chart or asked.chart_file:
        cut = _draw(graph, stream.answer(), chosen, asked)
    elif (chosen in WRITERS and chosen != "turtle") or chosen in COLUMNAR:
        cut = _stream(graph, stream, str(chosen), asked)
    else:
        cut = _show(graph, stream.answer(), chosen, asked)
    _warn(stream.warnings[said:])  # that nothing was found is known last
    if cut:
        click.echo(f"Warning: The answer is cut by {cut}; there is more.", err=True)


def _warn(warnings: Iterable[str]) -> None:
    for warning in warnings:
        click.echo(f"Warning: {printable_lines(warning)}", err=True)


def _by_name(output: Path | None) -> str | None:
    return SUFFIXES.get(output.suffix.lower()) if output else None


def _stream(graph: CareerGraph, stream: Stream, format_: str, asked: Delivery) -> str | None:
    labelled = with_labels(graph.labels_of, stream) if asked.labels else stream
    if format_ in COLUMNAR:
        if asked.output is None and sys.stdout.isatty():
            raise RequestError(
                f"{format_} is no text for a terminal. Name a file with --output FILE."
            )
        with _opened(asked) as file:
            COLUMNAR[format_](labelled, file, asked.facts)
        return labelled.cut
    chunks = WRITERS[format_](labelled)
    written = 0
    with _opened(asked) as file:
        for chunk in chunks:
            written += file.write(chunk)
    if format_ == "ntriples" and not written:
        click.echo(_NO_TRIPLES, err=True)
    return labelled.cut


@contextmanager
def _opened(asked: Delivery) -> Iterator[IO[bytes]]:
    if asked.output is not None:
        with replacing(asked.output, force=asked.force) as file:
            yield file
        return
    yield sys.stdout.buffer
    sys.stdout.buffer.flush()


def _show(graph: CareerGraph, answer: Answer, format_: str | None, asked: Delivery) -> str | None:
    graph_form = answer.form in GRAPH_FORMS
    name = format_ or ("turtle" if graph_form else "table")
    labels = _labels(graph, answer, asked) if name in _SHOWN else None
    if graph_form and not answer.rows and name == "turtle":
        click.echo(_NO_TRIPLES, err=True)
    if asked.output is not None:
        write_text(asked.output, render(answer, name, labels) + "\n", force=asked.force)
        return answer.cut
    width = terminal_width()
    text: str = render(answer, name, labels, width)
    if name == "table" and asked.pager and _longer_than_screen(text):
        click.echo_via_pager(text + "\n")
    elif text:
        emit(text)
    return answer.cut


def _labels(graph: CareerGraph, answer: Answer, asked: Delivery) -> Mapping[str, str] | None:
    return None if asked.labels is False else answer_labels(graph.labels_of, answer)


def _draw(graph: CareerGraph, answer: Answer, format_: str | None, asked: Delivery) -> str | None:
    from careergraph.charts import chart, html, in_terminal, svg

    labels = _labels(graph, answer, asked)
    drawn = chart(answer, labels)
    if asked.chart_file is not None:
        suffix = asked.chart_file.suffix.lower()
        if suffix not in (".svg", ".html"):
            raise RequestError(
                f"A chart is written as .svg or .html, and {asked.chart_file} is neither."
            )
        text = svg(drawn) if suffix == ".svg" else html(drawn, answer, labels)
        write_text(asked.chart_file, text + "\n", force=asked.force)
    if asked.chart:
        import shutil

        emit(in_terminal(drawn, shutil.get_terminal_size().columns, ascii_only=not _has_blocks()))
        return answer.cut
    return _show(graph, answer, format_, asked) if format_ or asked.output else answer.cut


def _has_blocks() -> bool:
    try:
        "█▏…".encode(sys.stdout.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _longer_than_screen(text: str) -> bool:
    """Tell whether a pager is wanted: on a terminal, for more lines than it has."""
    refused = os.environ.get("NO_PAGER") or os.environ.get("PAGER") in ("", "cat")
    if refused or not sys.stdout.isatty():
        return False
    import shutil

    return text.count("\n") + 2 > shutil.get_terminal_size().lines


def terminal_width() -> int | None:
    """Return the width of the terminal; None where output goes elsewhere."""
    if sys.stdout.isatty() or "COLUMNS" in os.environ:
        import shutil

        return shutil.get_terminal_size().columns
    return None
