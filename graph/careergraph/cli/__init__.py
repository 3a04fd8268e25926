"""The command line: arguments in, one library call, text out."""

from __future__ import annotations

import sys
from importlib import import_module
from keyword import iskeyword
from typing import Any, NamedTuple

import click

from careergraph import __version__
from careergraph.errors import CareerGraphError, OutputError

INTERRUPTED = 130
"""Exit code after Ctrl-C: 128 and the signal's number, as shells have it."""


class Entry(NamedTuple):
    """A command: the module of this package that defines it, and its line in the list."""

    module: str
    summary: str


COMMANDS = {
    "advance": Entry("advice", "Say what the level after ROLE adds, in learning order."),
    "align": Entry(
        "align", "Find the skills and career paths of GRAPH (the roadmap without it) in a taxonomy."
    ),
    "branch": Entry("advice", "Rank the roles on other career paths for somebody in ROLE."),
    "diff": Entry("diff", "Say what has changed from OLD to NEW, each an RDF file or a matrix."),
    "evaluate": Entry(
        "evaluate", "Say how well each measure of closeness agrees with the answers in TRUTH."
    ),
    "export": Entry(
        "export",
        "Write GRAPH (an RDF file or a matrix; the roadmap without it) in another format.",
    ),
    "frontier": Entry(
        "frontier", "Say which skill, learnt first, opens most roles for somebody in ROLE."
    ),
    "gap": Entry("advice", "List what somebody in role SOURCE still has to learn for role TARGET."),
    "import": Entry("import_", "Make a career graph of a file that is not RDF."),
    "lint": Entry(
        "lint",
        "Say what to look at in GRAPH (an RDF file or a matrix; the roadmap without it).",
    ),
    "pareto": Entry(
        "route", "List the routes that none beats in hours, moves and largest step at once."
    ),
    "picture": Entry("picture", "Draw the metro map or the matrix for a document, as SVG or PNG."),
    "plan": Entry("plan", "Find a route for each person and target in the table PEOPLE."),
    "place": Entry(
        "advice", "Say where somebody stands: every role ranked by fit with the skills held."
    ),
    "propose": Entry("propose", "Propose what a person should review, with evidence."),
    "publish": Entry("publish", "Load GRAPH (the roadmap without it) into a SPARQL server."),
    "queries": Entry(
        "queries", "List the named queries, show all about one, or keep one of your own."
    ),
    "query": Entry(
        "query", "Ask the query called NAME, one of your own, or standard input with -."
    ),
    "reach": Entry(
        "reach", "List every role within some hours or weeks of ROLE, each by its cheapest route."
    ),
    "route": Entry("route", "Find the shortest upskilling route from role SOURCE to role TARGET."),
    "route-matrix": Entry(
        "route_matrix", "Find the route from each --from ROLE to each --to ROLE."
    ),
    "serve": Entry(
        "serve", "Serve a career graph over HTTP: SPARQL, named queries, routes, linked data."
    ),
    "validate": Entry(
        "validate",
        "Check GRAPH (an RDF file or a matrix; the roadmap without it) against shapes and checks.",
    ),
    "view": Entry("view", "Write an interactive page: one HTML file that needs nothing else."),
    "why-not": Entry("route", "Say why a route through named roles is not the best one."),
}
"""The commands by name. Their lines stand here too, so that the list imports none of them."""


class _Commands(click.Group):
    """Imports a command only when it is asked for, and reports careergraph's errors."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        attribute = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name.replace("-", "_")
        command = getattr(import_module(f"careergraph.cli.{COMMANDS[cmd_name].module}"), attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name].summary) for name in sorted(COMMANDS)])

    def main(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().main(*args, **kwargs)
        except OSError as error:
            click.echo(f"Error: standard output cannot be written ({error.strerror}).", err=True)
            sys.exit(OutputError.exit_code)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)
        except CareerGraphError as error:
            from careergraph.cli.options import printable_lines

            click.echo(f"Error: {printable_lines(str(error))}", err=True)
            ctx.exit(error.exit_code)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="careergraph")
def main() -> None:
    """Ask a career graph, route through it, look at it.

    \b
    Example:
      careergraph route "ml engineer 2" "ai product manager 4"

    \b
    Exit codes: 0 done, 1 the graph does not conform (validate), has something to
    look at (lint) or differs (diff), 2 wrong usage, 3 unreadable file,
    4 unsound graph, 5 unknown name, 6 wrong query, 7 no route,
    8 unknown effort, 9 output not written, 10 a matrix that cannot be read,
    11 a taxonomy that cannot be read,
    12 a table of answers that cannot be used,
    13 a review of proposals that cannot be used,
    14 a query stopped at its limit, 15 a remote endpoint that fails,
    16 a table of people that cannot be used,
    17 a process that fails again and again while it plans,
    18 a cluster that cannot be reached, or plans no further,
    130 interrupted with Ctrl-C.
    """
