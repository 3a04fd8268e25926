"""``%load_ext careergraph``: ask from the cells of a notebook.

::

    %%sparql --param role="ml engineer 3" --name skills
    #+ parameter: role; role; example=ml engineer 3; Whose skills.
    SELECT ?skill { $role cg:requires ?skill }

    %sparql roles-at-level level=5

IPython loads this module; it imports nothing of IPython itself.
"""

from __future__ import annotations

import argparse
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from careergraph.career_graph import CareerGraph, load
from careergraph.engines import Limits
from careergraph.errors import CareerGraphError, RequestError

if TYPE_CHECKING:
    from careergraph.answers import Answer

DESCRIPTION = """\
Ask a career graph: in a cell of SPARQL under %%sparql, or by the name of a query on one line.
The answer is a pandas frame where pandas is installed, true or false for ASK.
"""


class _Parser(argparse.ArgumentParser):
    """Raises what is wrong instead of ending the process."""

    def error(self, message: str) -> NoReturn:
        raise RequestError(f"%sparql: {message}. See %sparql --help.")


def _parser() -> _Parser:
    parser = _Parser(prog="%sparql", description=DESCRIPTION, add_help=False)
    parser.add_argument("query", nargs="?", metavar="NAME", help="a named query, on one line")
    parser.add_argument("values", nargs="*", metavar="KEY=VALUE", help="what it is asked with")
    parser.add_argument(
        "--graph", metavar="PATH", help="a graph, or the variable of one; the roadmap without it"
    )
    parser.add_argument(
        *("-p", "--param"),
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="a parameter; repeat it for several, or for the values of a list",
    )
    parser.add_argument(
        "--queries", action="append", default=[], metavar="DIR", help="a folder of named queries"
    )
    parser.add_argument("--name", metavar="VAR", help="the variable that gets the answer")
    parser.add_argument("--limit", type=int, metavar="N", help="the most rows")
    parser.add_argument("-h", "--help", action="store_true", help="show this")
    return parser


class Magic:
    """What ``%sparql`` and ``%%sparql`` do.

    Parameters
    ----------
    variables : dict
        The variables of the notebook, which answers are put into and graphs looked up in.
    """

    def __init__(self, variables: dict[str, Any]) -> None:
        self._variables = variables
        self._graphs: dict[tuple[object, ...], CareerGraph] = {}

    def __call__(self, line: str, cell: str | None = None) -> object:
        """Ask what a line or cell says, and return the answer for the notebook to show.

        Raises
        ------
        CareerGraphError
            What `careergraph.CareerGraph.query` raises; a notebook shows its message alone.
        """
        try:
            return self._ask(line, cell)
        except CareerGraphError as error:
            message = [f"{type(error).__name__}: {error}"]
            error._render_traceback_ = lambda: message  # type: ignore[attr-defined]
            raise

    def _ask(self, line: str, cell: str | None) -> object:
        parser = _parser()
        options = parser.parse_args(_words(line))
        if options.help:
            print(parser.format_help(), end="")
            return None
        words = [options.query, *options.values] if options.query else []
        if cell is None and not words:
            raise RequestError(
                "Name a query, such as %sparql find text=ethic, or write SPARQL under %%sparql."
            )
        question = words.pop(0) if cell is None else f"{cell} "
        graph = self._graph(options.graph, tuple(options.queries))
        limits = None if options.limit is None else Limits(rows=options.limit)
        answer = graph.query(question, limits=limits, **_values([*words, *options.param]))
        for note in (*answer.warnings, *([f"Cut at {answer.cut}."] if answer.cut else [])):
            print(f"Warning: {note}", file=sys.stderr)
        result = _result(answer)
        if options.name is not None:
            self._variables[_variable(options.name)] = result
        return result

    def _graph(self, name: str | None, folders: tuple[str, ...]) -> CareerGraph:
        """Return the graph of a variable or file; a file is read again once it has changed."""
        held = self._variables.get(name) if name is not None else None
        if isinstance(held, CareerGraph):
            if folders:
                raise RequestError(
                    f"Folders of queries go to the graph itself: {name} = "
                    f"careergraph.load(..., queries={list(folders)!r})."
                )
            return held
        path = None if name is None else Path(name)
        changed = path.stat().st_mtime_ns if path is not None and path.exists() else 0
        key = (name, changed, folders)
        if key not in self._graphs:
            self._graphs[key] = load(path, queries=folders)
        return self._graphs[key]


def register(shell: Any) -> None:
    """Give an IPython shell the magics ``%sparql`` and ``%%sparql``."""
    shell.register_magic_function(Magic(shell.user_ns), "line_cell", "sparql")


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError as error:
        raise RequestError(f"%sparql: {str(error).lower()} in {line!r}.") from error


def _values(words: list[str]) -> dict[str, str | list[str]]:
    values: dict[str, list[str]] = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals or not key:
            raise RequestError(f"A parameter is written key=value, not {word!r}.")
        values.setdefault(key, []).append(value)
    return {key: given[0] if len(given) == 1 else given for key, given in values.items()}


def _variable(name: str) -> str:
    if not name.isidentifier():
        raise RequestError(f"{name!r} cannot be the name of a variable.")
    return name


def _result(answer: Answer) -> object:
    """Return a frame where pandas is installed, else the answer; a truth value for ASK."""
    from importlib.util import find_spec

    if answer.boolean is not None:
        return answer.boolean
    return answer.to_pandas() if find_spec("pandas") else answer
