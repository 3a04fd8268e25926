"""`careergraph view`."""

from __future__ import annotations

import webbrowser
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

import careergraph
from careergraph.cli.options import (
    assume_option,
    emit,
    force_option,
    graph_option,
    have_option,
    language_option,
    output_option,
    route_options,
)

if TYPE_CHECKING:
    from careergraph.career_graph import CareerGraph
    from careergraph.views.document import Document

Command = TypeVar("Command", bound=Callable[..., Any])


def file_options(command: Command) -> Command:
    """Add what every view takes: where the page goes, and what is assumed."""
    open_option = click.option("--open", "open_page", is_flag=True, help="Open it in the browser.")
    for option in (assume_option, force_option, open_option, output_option):
        command = option(command)
    return command


def drawn(draw: Callable[..., Document]) -> Callable[..., None]:
    """Make a command's function of one that draws a page of a graph: load it, save the page."""

    @wraps(draw)
    def run(
        *,
        graph: str | None,
        assume: tuple[str, ...],
        language: str | None,
        output: Path | None,
        open_page: bool,
        force: bool,
        **about: Any,
    ) -> None:
        page = draw(careergraph.load(graph, assume=assume, language=language), **about)
        _save(page, output or Path(f"careergraph-{draw.__name__}.html"), open_page, force)

    return file_options(language_option(graph_option(run)))


@click.group()
def view() -> None:
    """Write an interactive page: one HTML file that needs nothing else.

    \b
    Example:
      careergraph view matrix --open
    """


@view.command()
@click.option(
    "--path", "paths", multiple=True, metavar="PATH", help="Career path to draw. Repeatable."
)
@drawn
def matrix(
    graph: CareerGraph,
    paths: tuple[str, ...],
) -> Document:
    """Draw every career path at every level, or some of them, with skills and relations.

    \b
    Example:
      careergraph view matrix -o roadmap.html
    """
    return graph.view("matrix", paths=paths)


@view.command()
@click.argument("source")
@click.argument("target")
@route_options
@drawn
def route(
    graph: CareerGraph,
    source: str,
    target: str,
    **constraints: Any,
) -> Document:
    """Draw the shortest upskilling route from role SOURCE to role TARGET in the matrix.

    \b
    Example:
      careergraph view route "ml engineer 2" "ai product manager 4" -o route.html
    """
    return graph.view("route", graph.route(source, target, **constraints))


@view.command()
@drawn
def explorer(
    graph: CareerGraph,
) -> Document:
    """Write a whole graph, such as all of ESCO, as one page to search and walk through.

    \b
    Example:
      careergraph view explorer --graph esco -o esco.html
    """
    return graph.view("explorer")


@view.command()
@click.argument("about", metavar="ROLE_OR_SKILL")
@click.option(
    "--depth",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="How many steps around it to draw.",
)
@drawn
def neighbourhood(
    graph: CareerGraph,
    about: str,
    depth: int,
) -> Document:
    """Draw what surrounds a role or skill: what leads to it, what it requires, what transfers.

    \b
    Example:
      careergraph view neighbourhood "feature engineering" --depth 2
    """
    return graph.view("neighbourhood", about, depth=depth)


@view.command()
@click.argument("one")
@click.argument("other")
@drawn
def comparison(
    graph: CareerGraph,
    one: str,
    other: str,
) -> Document:
    """Draw two roles side by side: what both require, what only one does, what transfers.

    \b
    Example:
      careergraph view comparison "ml engineer 3" "data scientist 3"
    """
    return graph.view("comparison", one, other)


@view.command()
@click.argument("name", metavar="SKILL")
@drawn
def skill(
    graph: CareerGraph,
    name: str,
) -> Document:
    """Draw where a skill is required, by level and career path, and what it transfers to.

    \b
    Example:
      careergraph view skill "feature engineering"
    """
    return graph.view("skill", name)


@view.command()
@click.argument("role", required=False)
@have_option
@drawn
def person(
    graph: CareerGraph,
    role: str | None,
    have: tuple[str, ...],
) -> Document:
    """Draw what somebody in ROLE holds, what is one step away, and what is far.

    Without ROLE, for somebody who is in none and holds some skills. A --have that is no skill of
    the graph is reported on the page.

    \b
    Example:
      careergraph view person "ml engineer 2" --have "public speaking" -o me.html
    """
    return graph.view("person", role, have=have)


@view.command()
@click.option(
    "--path", "paths", multiple=True, metavar="PATH", help="Career path to draw. Repeatable."
)
@drawn
def heatmap(
    graph: CareerGraph,
    paths: tuple[str, ...],
) -> Document:
    """Draw roles by skills: which role requires which, its own and inherited.

    \b
    Example:
      careergraph view heatmap -o heatmap.html
    """
    return graph.view("heatmap", paths=paths)


@view.command()
@click.argument("old", type=click.Path())
@click.argument("new", type=click.Path())
@file_options
def changes(
    old: str,
    new: str,
    output: Path | None,
    open_page: bool,
    force: bool,
    assume: tuple[str, ...],
) -> None:
    """Draw what has changed from OLD to NEW, each an RDF file or a matrix.

    \b
    Example:
      careergraph view changes ladder-2026.csv ladder-2027.csv -o changes.html
    """
    before, after = careergraph.load(old, assume=assume), careergraph.load(new, assume=assume)
    _save(
        before.view("changes", after), output or Path("careergraph-changes.html"), open_page, force
    )


def _save(page: Document, output: Path, open_page: bool, force: bool) -> None:
    page.save(output, force=force)
    emit(f"Wrote {output}.")
    if open_page:
        webbrowser.open(output.absolute().as_uri())
