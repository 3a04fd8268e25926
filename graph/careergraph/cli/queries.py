"""``careergraph queries``: what named queries there are, and keeping one's own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from careergraph.cli.answers import terminal_width
from careergraph.cli.options import emit, force_option, queries_option
from careergraph.cli.query import read_question
from careergraph.errors import RequestError
from careergraph.formats import render

if TYPE_CHECKING:
    from careergraph.queries import Queries


class _Group(click.Group):
    """Takes a word that is no command for the name of a query to show."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        known = {*self.commands, *self.get_help_option_names(ctx)}
        return super().parse_args(ctx, args if args and args[0] in known else ["show", *args])


@click.group(cls=_Group)
def queries() -> None:
    """List the named queries, show all about one, or keep one of your own.

    `careergraph queries` is short for `careergraph queries show`.

    \b
    Example:
      careergraph queries
      careergraph queries role-requirements
      careergraph queries save leads --file leads.rq --summary "Who leads?" --queries mine
    """


@queries.command()
@click.argument("name", required=False)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "csv", "tsv", "json", "markdown"]),
    default="table",
    show_default=True,
    help="How to print the list.",
)
@queries_option
def show(name: str | None, format_: str, folders: tuple[str, ...]) -> None:
    """List the named queries with their questions, or show all about the one called NAME.

    \b
    Example:
      careergraph queries show
      careergraph queries show role-requirements
    """
    from careergraph.queries import Queries

    known = Queries(folders)
    if name is not None:
        emit(describe(known, name))
        return
    emit(_list(known, format_))
    for fault in known.faults:
        click.echo(f"Warning: {fault}", err=True)


@queries.command()
@click.argument("name")
@click.option("--file", type=click.Path(), help="Keep the SPARQL query in this file.")
@click.option("--text", help="Keep this SPARQL query.")
@click.option(
    "--summary",
    metavar="QUESTION",
    help="The question that it answers. Asked for where the file does not say it.",
)
@click.option("--description", metavar="TEXT", help="What else is to be known about it.")
@click.option(
    "--parameter",
    "parameters",
    multiple=True,
    metavar="DECLARATION",
    help="A parameter that it takes, such as 'role; role; example=ml engineer 3; Whose skills.' "
    "Repeatable.",
)
@click.option("--tag", "tags", multiple=True, help="A word to find it by. Repeatable.")
@click.option(
    "--chart", type=click.Choice(["bar", "histogram"]), help="How its answer is best drawn."
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Most rows to ask for.")
@queries_option
@force_option
def save(
    name: str,
    file: str | None,
    text: str | None,
    summary: str | None,
    description: str | None,
    parameters: tuple[str, ...],
    tags: tuple[str, ...],
    chart: str | None,
    limit: int | None,
    folders: tuple[str, ...],
    force: bool,
) -> None:
    """Keep a query as NAME in the folder of --queries, once it is known to run.

    What the query says about itself in lines that begin with #+ is kept; options replace it.

    \b
    Example:
      careergraph queries save adepts --queries mine --summary "Which skills has a level?" \\
        --text "SELECT ?skill { ?role cg:atLevel $level ; cg:requires ?skill }" \\
        --parameter "level; level; example=5; The level that is asked about."
    """
    from careergraph import queries as named
    from careergraph.queries.header import read_header, read_parameter

    if len(folders) != 1:
        raise RequestError("Name the one folder to keep the query in, with --queries.")
    query = read_header(read_question(None, file, text), name)
    declared = tuple(read_parameter("--parameter", parameter) for parameter in parameters)
    given: dict[str, Any] = {
        "summary": summary,
        "description": description,
        "parameters": declared,
        "tags": tags,
        "chart": chart,
        "limit": limit,
    }
    query = replace(query, **{key: value for key, value in given.items() if value})
    if not query.summary:
        query = replace(query, summary=click.prompt("Which question does it answer", err=True))
    click.echo(f"Wrote {named.save(Path(folders[0]), query, force=force)}.", err=True)


def _list(known: Queries, format_: str) -> str:
    import pyoxigraph

    from careergraph.answers import Answer

    rows = tuple(
        (pyoxigraph.Literal(query.name), pyoxigraph.Literal(query.summary))
        for query in known.values()
    )
    return render(Answer("SELECT", ("name", "question"), rows), format_, None, terminal_width())


def describe(known: Queries, name: str) -> str:
    """Return what a named query asks, takes and returns, with its text.

    >>> from careergraph.queries import Queries
    >>> describe(Queries(), "role-requirements").splitlines()[0]
    'role-requirements: What does a role require, and which level adds each skill?'
    """
    from careergraph.queries import example_command

    found = known[name]
    lines = [f"{found.name}: {found.summary}"]
    if found.description:
        lines.append(found.description)
    lines += ["", f"Example: {example_command(found)}", ""]
    for parameter in found.parameters:
        default = "required" if parameter.default is None else f"default {parameter.default!r}"
        lines.append(f"-p {parameter.name}=  {parameter.description} ({parameter.type}, {default})")
    return "\n".join([*lines, *([""] if found.parameters else []), found.body])
