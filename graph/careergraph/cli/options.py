"""Options that several commands share, and the one way to print."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from careergraph.engines.base import Limits
from careergraph.errors import RequestError

Command = TypeVar("Command", bound=Callable[..., Any])

WIDEST_TEXT = 96
"""Longest line of running text, in characters: longer ones are tiring to read."""

LEAST_MEMORY = 16
"""MiB that a query has at least, where its limit cannot be taken away."""

graph_option = click.option(
    "--graph",
    type=click.Path(),
    metavar="PATH",
    help="Career graph to use: an RDF file, a matrix or the address of a SPARQL endpoint; the "
    "built-in AI career roadmap without it.",
)


language_option = click.option(
    "--language",
    metavar="TAG",
    help="Language of labels and definitions, such as de, where the graph has several; English "
    "without it.",
)


queries_option = click.option(
    "--queries",
    "folders",
    multiple=True,
    type=click.Path(),
    envvar="CAREERGRAPH_QUERIES",
    show_envvar=True,
    metavar="DIR",
    help="Folder of named queries of your own. Repeatable.",
)


def named_once(path: str | None, graph: str | None) -> str | None:
    """Return the graph that an argument or ``--graph`` names.

    Raises
    ------
    RequestError
        Both do.
    """
    if path is not None and graph is not None:
        raise RequestError("The graph is given twice. Name it once, with or without --graph.")
    return path if graph is None else graph


assume_option = click.option(
    "--assume",
    multiple=True,
    metavar="KEY=VALUE",
    help="Replace an assumption: promotion, lateral, step-back, level-N or skill in hours "
    "(40-80), hours-per-week, cumulative or hardest-cell-cap (yes, no). Repeatable.",
)

have_option = click.option("--have", multiple=True, metavar="SKILL", help="Skill held. Repeatable.")

avoid_option = click.option(
    "--avoid", multiple=True, metavar="ROLE", help="Role to avoid. Repeatable."
)

max_moves_option = click.option(
    "--max-moves", type=click.IntRange(min=1), metavar="N", help="Most moves."
)

max_effort_option = click.option(
    "--max-effort-per-move",
    type=click.FloatRange(min=0),
    metavar="HOURS",
    help="Most expected hours of learning for any one move.",
)

hours_per_week_option = click.option(
    "--hours-per-week",
    type=click.FloatRange(min=0, max=168, min_open=True),
    metavar="HOURS",
    help="Hours of learning in a week; 10 in the built-in roadmap.",
)

format_option = click.option(
    "--format",
    "format_name",
    type=click.Choice(["text", "json", "csv", "markdown"]),
    default="text",
    show_default=True,
    help="How to write the answer.",
)

output_option = click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="File to write."
)

force_option = click.option("--force", is_flag=True, help="Replace a file that exists.")


def limit_options(limits: Limits, *, optional: bool = False) -> Callable[[Command], Command]:
    """Return what adds the limits of each query, with these where none are given.

    Parameters
    ----------
    limits : Limits
    optional : bool
        Whether 0 takes a limit away.
    """
    unless = "; 0 is no limit." if optional else "."
    options = (
        click.option(
            "--timeout",
            type=click.FloatRange(min=0, min_open=not optional),
            default=limits.seconds or 0,
            show_default=True,
            metavar="SECONDS",
            help=f"Time that a query may take{unless}",
        ),
        click.option(
            "--max-rows",
            type=click.IntRange(min=0 if optional else 1),
            default=limits.rows or 0,
            show_default=True,
            metavar="N",
            help=f"Rows that an answer may have{unless}",
        ),
        click.option(
            "--max-memory",
            type=click.IntRange(min=0 if optional else LEAST_MEMORY),
            default=limits.memory or 0,
            show_default=True,
            metavar="MIB",
            help=f"Memory that a query may take beyond the graph{unless}",
        ),
    )

    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def constraint_options(command: Command) -> Command:
    """Add the constraints of a route, as `CareerGraph.route` takes them."""
    options = (
        have_option,
        avoid_option,
        click.option(
            "--via", multiple=True, metavar="ROLE", help="Role to pass, in any order. Repeatable."
        ),
        click.option("--via-in-order", is_flag=True, help="Pass the --via roles in their order."),
        click.option("--no-step-back", is_flag=True, help="No move to a lower level."),
        max_moves_option,
        max_effort_option,
        click.option(
            "--deadline",
            type=click.FloatRange(min=0),
            metavar="WEEKS",
            help="Most expected weeks for the whole route, at the hours per week.",
        ),
        click.option(
            "--detour-budget",
            type=click.FloatRange(min=0),
            metavar="HOURS",
            help="Most expected hours beyond those of learning at once what TARGET requires.",
        ),
        hours_per_week_option,
    )
    for option in reversed(options):
        command = option(command)
    return command


detour_option = click.option(
    "--detour",
    type=click.FloatRange(min=0),
    metavar="HOURS",
    help="Most expected hours that another route may take more than the best.",
)


def route_options(command: Command) -> Command:
    """Add the constraints of a route, and which others to add to it."""
    alternatives = click.option(
        "--alternatives",
        type=click.IntRange(min=0),
        default=0,
        metavar="N",
        help="Other routes to add; each passes fewer than half the roles of each better one.",
    )
    unknown = click.option(
        "--allow-unknown",
        is_flag=True,
        help="Report a --have that is no skill of the graph, rather than refuse it.",
    )
    limit = click.option(
        "--time-limit",
        type=click.FloatRange(min=0),
        metavar="SECONDS",
        help="Longest to search; then the best route so far, with what is proven of it.",
    )
    return constraint_options(unknown(limit(alternatives(detour_option(command)))))


def source_and_target(roles: tuple[str, ...], have: tuple[str, ...]) -> tuple[str | None, str]:
    """Return the two ends that one or two roles name; one alone is the target.

    Raises
    ------
    RequestError
        One role is named and no skill, so that the source seems forgotten; or more than two are.
    """
    if len(roles) > 2:
        raise RequestError(
            f"{len(roles)} roles are named; a route has a SOURCE and a TARGET. Put a name of "
            "several words in quotes; --via names roles to pass."
        )
    if len(roles) == 2:
        return roles[0], roles[1]
    if not have:
        raise RequestError(
            f"Only one role is named, {roles[0]!r}. Name SOURCE and TARGET; for somebody who is in "
            "no role, name TARGET alone and what is held: --have SKILL."
        )
    return None, roles[0]


def text_width() -> int:
    """Return the width to wrap running text to."""
    import shutil

    return min(shutil.get_terminal_size().columns, WIDEST_TEXT)


def printable_lines(text: str) -> str:
    """Return a text whose lines cannot steer a terminal, whatever a graph's labels hold."""
    from careergraph.terminal import printable

    return "\n".join(printable(line) for line in text.split("\n"))


def emit_text(text: str) -> None:
    """Print a text for people, without anything that would steer their terminal."""
    emit(printable_lines(text))


def emit(text: str) -> None:
    """Print a text under any terminal encoding; what it cannot show becomes an escape."""
    encoding = sys.stdout.encoding or "utf-8"
    click.echo(text.encode(encoding, "backslashreplace").decode(encoding))


def emit_json(data: object) -> None:
    """Print data as JSON that stays valid under any terminal encoding."""
    utf8 = (sys.stdout.encoding or "utf-8").lower().replace("-", "") == "utf8"
    click.echo(json.dumps(data, indent=2, ensure_ascii=not utf8))
