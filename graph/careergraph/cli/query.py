"""``careergraph query``: ask in SPARQL, by name or by text."""

from __future__ import annotations

import json
import math
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from careergraph.cli.answers import ANSWER_FORMATS, Delivery, deliver
from careergraph.cli.options import (
    emit_json,
    emit_text,
    force_option,
    graph_option,
    language_option,
    limit_options,
    output_option,
    queries_option,
)
from careergraph.engines.base import CAN_LIMIT_MEMORY, CAN_STOP, Limits
from careergraph.errors import QueryError, RequestError

if TYPE_CHECKING:
    from careergraph import CareerGraph

Values = dict[str, str | list[str]]
"""What is given for each parameter; several texts for a list."""


@click.command()
@click.argument("name", required=False)
@click.option(
    "-p",
    "--parameter",
    "parameters",
    multiple=True,
    metavar="KEY=VALUE",
    help="A parameter of a named query; repeat it for several, or for the values of a list.",
)
@click.option(
    "--file",
    "file",
    type=click.Path(),
    help="Ask the SPARQL query in this file.",
)
@click.option("--text", help="Ask this SPARQL query.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(ANSWER_FORMATS),
    help="How to write the answer; by the name of --output, else a table, or turtle for "
    "CONSTRUCT and DESCRIBE.",
)
@output_option
@force_option
@click.option(
    "--labels/--no-labels",
    default=None,
    help="Show the labels of IRIs; data formats get columns <name>_label. By default table, "
    "markdown and html do.",
)
@click.option("--chart", is_flag=True, help="Draw bars or a histogram instead.")
@click.option(
    "--chart-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Draw them into this .svg or .html file.",
)
@click.option("--pager/--no-pager", default=True, help="Page long tables on a terminal.")
@limit_options(
    Limits(
        seconds=300 if CAN_STOP else None,
        rows=1_000_000,
        memory=4096 if CAN_LIMIT_MEMORY else None,
    ),
    optional=True,
)
@click.option(
    "--explain",
    is_flag=True,
    help="Print what would run, as text or json, instead of the answer.",
)
@queries_option
@language_option
@graph_option
def query(
    name: str | None,
    parameters: tuple[str, ...],
    file: str | None,
    text: str | None,
    format_: str | None,
    output: Path | None,
    force: bool,
    labels: bool | None,
    chart: bool,
    chart_file: Path | None,
    pager: bool,
    timeout: float,
    max_rows: int,
    max_memory: int,
    explain: bool,
    folders: tuple[str, ...],
    language: str | None,
    graph: str | None,
) -> None:
    """Ask the query called NAME, one of your own, or standard input with -.

    The prefixes cg:, role:, skill:, path:, level:, skos: and the other usual ones are known
    without being declared. `careergraph queries` lists the names.

    \b
    Example:
      careergraph query role-requirements -p role="ml engineer 3"
      careergraph query --text "SELECT ?role { ?role a cg:Role }" --format csv
      careergraph query evidence-counts --chart
      careergraph query role-requirements -p role="ml engineer 3" -o needs.parquet
      careergraph query - < my-question.rq
    """
    import careergraph
    from careergraph.queries import Queries

    question = read_question(name, file, text)
    # A name that does not exist is said before a large graph is read.
    if not set(question) & set("{} \n"):
        _ = Queries(folders)[question]
    career_graph = careergraph.load(graph, queries=folders, language=language)
    values = _values(parameters)
    if explain:
        _explain(career_graph, question, values, format_)
        return
    career_graph.prepare()
    limits = Limits(
        seconds=timeout or (math.inf if CAN_STOP else None),
        rows=max_rows or None,
        memory=max_memory or None,
    )
    stream = career_graph.stream(question, limits=limits, **values)
    facts = {
        "query": question.strip(),
        **({"parameters": json.dumps(values)} if values else {}),
        "graph": graph or "the built-in AI career roadmap",
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": careergraph.__version__,
    }
    asked = Delivery(format_, output, force, labels, pager, chart, chart_file, facts)
    deliver(career_graph, stream, asked)


def _explain(graph: CareerGraph, question: str, values: Values, format_: str | None) -> None:
    if format_ not in (None, "json"):
        raise RequestError("--explain prints text, or json with --format json.")
    found = graph.explain(question, **values)
    if format_ == "json":
        emit_json(found.to_dict())
    else:
        emit_text(str(found))


def read_question(name: str | None, file: str | None, text: str | None) -> str:
    """Return a query's text, or the name of a known one; exactly one must be given."""
    given = [value for value in (name, file, text) if value is not None]
    if len(given) != 1:
        raise RequestError(
            "Give exactly one of a query name, - for standard input, --file or --text. "
            "`careergraph queries` lists the names."
        )
    if text is not None:
        return _as_text(text)
    if file is not None:
        if not file:
            raise RequestError("--file needs the name of a file.")
        return _as_text(_read(Path(file)))
    if name == "-":
        return _as_text(_decoded("standard input", sys.stdin.buffer.read()))
    return str(name)


def _as_text(text: str) -> str:
    # A name has no space, so even an empty text is not taken for one.
    return f"{text} "


def _read(file: Path) -> str:
    try:
        return _decoded(str(file), file.read_bytes())
    except OSError as error:
        raise QueryError(f"{file}: cannot be read ({error.strerror}).") from error


def _decoded(place: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QueryError(f"{place}: not UTF-8 text at byte {error.start}.") from error


def _values(parameters: tuple[str, ...]) -> Values:
    """Return what is given for each parameter; what is given once, as it was typed."""
    values: dict[str, list[str]] = {}
    for parameter in parameters:
        key, equals, value = parameter.partition("=")
        if not equals or not key:
            raise QueryError(f"A parameter is written key=value, not {parameter!r}.")
        values.setdefault(key, []).append(value)
    return {key: given[0] if len(given) == 1 else given for key, given in values.items()}
