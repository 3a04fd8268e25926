"""The command line: arguments in, one library call, text out."""

from __future__ import annotations

import sys
from importlib import import_module
from keyword import iskeyword
from typing import Any

import click

from careergraph import __version__
from careergraph.errors import CareerGraphError, OutputError

COMMANDS = {
    "advance": "advice",
    "branch": "advice",
    "export": "export",
    "gap": "advice",
    "import": "import_",
    "place": "advice",
    "queries": "query",
    "query": "query",
    "route": "route",
    "validate": "validate",
    "view": "view",
}
"""Each command, with the module of this package that defines it under its own name, to which
an underscore is added where it is a word of Python."""


class _Commands(click.Group):
    """Imports a command only when it is asked for, and reports careergraph's errors."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        attribute = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command = getattr(import_module(f"careergraph.cli.{COMMANDS[cmd_name]}"), attribute)
        assert isinstance(command, click.Command)
        return command

    def main(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().main(*args, **kwargs)
        except OSError as error:
            click.echo(f"Error: standard output cannot be written ({error.strerror}).", err=True)
            sys.exit(OutputError.exit_code)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
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
    Exit codes: 0 done, 1 the graph does not conform (validate), 2 wrong usage,
    3 unreadable file, 4 unsound graph, 5 unknown name, 6 wrong query,
    7 no route, 8 unknown effort, 9 output not written,
    10 a matrix that cannot be read.
    """
