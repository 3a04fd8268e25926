"""``careergraph query`` and ``careergraph queries``: ask in SPARQL, by name or by text."""

from __future__ import annotations

import math
import os
import shutil
import sys
from pathlib import Path

import click

from careergraph.answers import GRAPH_FORMS
from careergraph.cli.options import emit, emit_json, graph_option
from careergraph.engines.base import CAN_LIMIT_MEMORY, CAN_STOP, Limits
from careergraph.errors import QueryError, RequestError
from careergraph.formats import FORMATS, render


@click.command()
@click.argument("name", required=False)
@click.option(
    "-p",
    "--parameter",
    "parameters",
    multiple=True,
    metavar="KEY=VALUE",
    help="A parameter of a named query; repeat it for several.",
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
    type=click.Choice(list(FORMATS)),
    help="How to print the answer; a table, or turtle for CONSTRUCT and DESCRIBE.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0),
    default=300 if CAN_STOP else 0,
    show_default=True,
    metavar="SECONDS",
    help="Stop the query after so long; 0 never.",
)
@click.option(
    "--max-rows",
    type=click.IntRange(min=0),
    default=1_000_000,
    show_default=True,
    metavar="N",
    help="Cut the answer after so many rows; 0 never.",
)
@click.option(
    "--max-memory",
    type=click.IntRange(min=0),
    default=4096 if CAN_LIMIT_MEMORY else 0,
    show_default=True,
    metavar="MIB",
    help="Stop the query when it takes so much beyond the graph; 0 never.",
)
@graph_option
def query(
    name: str | None,
    parameters: tuple[str, ...],
    file: str | None,
    text: str | None,
    format_: str | None,
    timeout: float,
    max_rows: int,
    max_memory: int,
    graph: str | None,
) -> None:
    """Ask the query called NAME, one of your own, or standard input with -.

    The prefixes cg:, role:, skill:, path:, level:, skos: and the other usual ones are known
    without being declared. `careergraph queries` lists the names.

    \b
    Example:
      careergraph query role-requirements -p role="ml engineer 3"
      careergraph query --text "SELECT ?role { ?role a cg:Role }" --format csv
      careergraph query - < my-question.rq
    """
    import careergraph

    career_graph = careergraph.load(graph)
    career_graph.prepare()
    question = _question(name, file, text)
    limits = Limits(
        seconds=timeout or (math.inf if CAN_STOP else None),
        rows=max_rows or None,
        memory=max_memory or None,
    )
    found = career_graph.query(question, limits=limits, **_values(parameters))
    if found.cut:
        click.echo(
            f"Warning: The answer is cut at {found.cut}. Raise --max-rows to see more.", err=True
        )
    for warning in found.warnings:
        click.echo(f"Warning: {warning}", err=True)
    labels = career_graph.labels() if format_ in (None, "table", "markdown") else None
    shown = render(found, format_, labels, _terminal_width())
    if found.form in GRAPH_FORMS and not found.rows and format_ in (None, "turtle", "ntriples"):
        click.echo("Warning: No triples.", err=True)
    elif format_ == "json":
        # The escapes that `emit` falls back to are no JSON.
        emit_json(found.to_dict())
    else:
        emit(shown)


@click.command()
@click.argument("name", required=False)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "csv", "tsv", "json", "markdown"]),
    default="table",
    show_default=True,
    help="How to print the list.",
)
def queries(name: str | None, format_: str) -> None:
    """List the named queries with their questions, or show all about the one called NAME.

    \b
    Example:
      careergraph queries
      careergraph queries role-requirements
    """
    emit(_list(format_) if name is None else describe(name))


def _question(name: str | None, file: str | None, text: str | None) -> str:
    """Return the query text or the name of a known query; exactly one must be given."""
    from careergraph.queries import named_query

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
    # A query typed where a name belongs is plain enough.
    typed = str(name)
    return typed if set(typed) & set("{} \n") else named_query(typed).name


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


def _values(parameters: tuple[str, ...]) -> dict[str, str]:
    values: dict[str, str] = {}
    for parameter in parameters:
        key, equals, value = parameter.partition("=")
        if not equals or not key:
            raise QueryError(f"A parameter is written key=value, not {parameter!r}.")
        if key in values:
            raise QueryError(f"The parameter {key!r} is given twice.")
        values[key] = value
    return values


def _terminal_width() -> int | None:
    if sys.stdout.isatty() or "COLUMNS" in os.environ:
        return shutil.get_terminal_size().columns
    return None


def _list(format_: str) -> str:
    import pyoxigraph

    from careergraph.answers import Answer
    from careergraph.queries import named_queries

    rows = tuple(
        (pyoxigraph.Literal(query.name), pyoxigraph.Literal(query.summary))
        for query in named_queries().values()
    )
    return render(Answer("SELECT", ("name", "question"), rows), format_, None, _terminal_width())


def describe(name: str) -> str:
    """Return what a named query asks, takes and returns, with its text.

    >>> describe("role-requirements").splitlines()[0]
    'role-requirements: What does a role require, and which level adds each skill?'
    """
    from careergraph.queries import example_command, named_query

    found = named_query(name)
    lines = [f"{found.name}: {found.summary}"]
    if found.description:
        lines.append(found.description)
    lines += ["", f"Example: {example_command(found)}", ""]
    for parameter in found.parameters:
        default = "required" if parameter.default is None else f"default {parameter.default!r}"
        lines.append(f"-p {parameter.name}=  {parameter.description} ({parameter.type}, {default})")
    body = [line for line in found.text.splitlines() if not line.startswith("#+")]
    return "\n".join([*lines, *([""] if found.parameters else []), *body])
