"""`careergraph view`."""

from __future__ import annotations

import webbrowser
from collections.abc import Callable
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
    output_option,
    route_options,
)

if TYPE_CHECKING:
    from careergraph.views.document import Document

Command = TypeVar("Command", bound=Callable[..., Any])


def page_options(command: Command) -> Command:
    """Add what a view of one graph takes: where the page goes, and what graph it shows."""
    return file_options(graph_option(command))


def file_options(command: Command) -> Command:
    """Add what every view takes: where the page goes, and what is assumed."""
    open_option = click.option("--open", "open_page", is_flag=True, help="Open it in the browser.")
    for option in (assume_option, force_option, open_option, output_option):
        command = option(command)
    return command


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
@page_options
def matrix(
    paths: tuple[str, ...],
    output: Path | None,
    open_page: bool,
    force: bool,
    assume: tuple[str, ...],
    graph: str | None,
) -> None:
    """Draw every career path at every level, or some of them, with skills and relations.

    \b
    Example:
      careergraph view matrix -o roadmap.html
    """
    page = careergraph.load(graph, assume=assume).view("matrix", paths=paths)
    _save(page, output or Path("careergraph-matrix.html"), open_page, force)


@view.command()
@click.argument("source")
@click.argument("target")
@route_options
@page_options
def route(
    source: str,
    target: str,
    output: Path | None,
    open_page: bool,
    force: bool,
    assume: tuple[str, ...],
    graph: str | None,
    **constraints: Any,
) -> None:
    """Draw the shortest upskilling route from role SOURCE to role TARGET in the matrix.

    \b
    Example:
      careergraph view route "ml engineer 2" "ai product manager 4" -o route.html
    """
    careers = careergraph.load(graph, assume=assume)
    page = careers.view("route", careers.route(source, target, **constraints))
    _save(page, output or Path("careergraph-route.html"), open_page, force)


@view.command()
@page_options
def explorer(
    output: Path | None,
    open_page: bool,
    force: bool,
    assume: tuple[str, ...],
    graph: str | None,
) -> None:
    """Write a whole graph, such as all of ESCO, as one page to search and walk through.

    \b
    Example:
      careergraph view explorer --graph esco -o esco.html
    """
    page = careergraph.load(graph, assume=assume).view("explorer")
    _save(page, output or Path("careergraph-explorer.html"), open_page, force)


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
@page_options
def neighbourhood(
    about: str,
    depth: int,
    output: Path | None,
    open_page: bool,
    force: bool,
    assume: tuple[str, ...],
    graph: str | None,
) -> None:
    """Draw what surrounds a role or skill: what leads to it, what it requires, what transfers.

    \b
    Example:
      careergraph view neighbourhood "feature engineering" --depth 2
    """
    page = careergraph.load(graph, assume=assume).view("neighbourhood", about, depth=depth)
    _save(page, output or Path("careergraph-neighbourhood.html"), open_page, force)


@view.command()
@click.argument("one")
@click.argument("other")
@page_options
def comparison(
    one: str,
    other: str,
    output: Path | None,
    open_page: bool,
    force: bool,
    assume: tuple[str, ...],
    graph: str | None,
) -> None:
    """Draw two roles side by side: what both require, what only one does, what transfers.

    \b
    Example:
      careergraph view comparison "ml engineer 3" "data scientist 3"
    """
    page = careergraph.load(graph, assume=assume).view("comparison", one, other)
    _save(page, output or Path("careergraph-comparison.html"), open_page, force)


@view.command()
@click.argument("name", metavar="SKILL")
@page_options
def skill(
    name: str,
    output: Path | None,
    open_page: bool,
    force: bool,
    assume: tuple[str, ...],
    graph: str | None,
) -> None:
    """Draw where a skill is required, by level and career path, and what it transfers to.

    \b
    Example:
      careergraph view skill "feature engineering"
    """
    page = careergraph.load(graph, assume=assume).view("skill", name)
    _save(page, output or Path("careergraph-skill.html"), open_page, force)


@view.command()
@click.argument("role", required=False)
@have_option
@page_options
def person(
    role: str | None,
    have: tuple[str, ...],
    output: Path | None,
    open_page: bool,
    force: bool,
    assume: tuple[str, ...],
    graph: str | None,
) -> None:
    """Draw what somebody in ROLE holds, what is one step away, and what is far.

    Without ROLE, for somebody who is in none and holds some skills. A --have that is no skill of
    the graph is reported on the page.

    \b
    Example:
      careergraph view person "ml engineer 2" --have "public speaking" -o me.html
    """
    page = careergraph.load(graph, assume=assume).view("person", role, have=have)
    _save(page, output or Path("careergraph-person.html"), open_page, force)


@view.command()
@click.option(
    "--path", "paths", multiple=True, metavar="PATH", help="Career path to draw. Repeatable."
)
@page_options
def heatmap(
    paths: tuple[str, ...],
    output: Path | None,
    open_page: bool,
    force: bool,
    assume: tuple[str, ...],
    graph: str | None,
) -> None:
    """Draw roles by skills: which role requires which, its own and inherited.

    \b
    Example:
      careergraph view heatmap -o heatmap.html
    """
    page = careergraph.load(graph, assume=assume).view("heatmap", paths=paths)
    _save(page, output or Path("careergraph-heatmap.html"), open_page, force)


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
