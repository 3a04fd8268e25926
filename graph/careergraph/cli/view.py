"""`careergraph view`."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import careergraph
from careergraph.cli.options import (
    assume_option,
    emit,
    force_option,
    graph_option,
    output_option,
    route_options,
)

if TYPE_CHECKING:
    from careergraph.views.page import Page

open_option = click.option("--open", "open_page", is_flag=True, help="Open it in the browser.")


@click.group()
def view() -> None:
    """Write an interactive page: one HTML file that needs nothing else.

    \b
    Example:
      careergraph view matrix --open
    """


@view.command()
@output_option
@open_option
@force_option
@assume_option
@graph_option
def matrix(
    output: Path | None,
    open_page: bool,
    force: bool,
    assume: tuple[str, ...],
    graph: str | None,
) -> None:
    """Draw every career path at every level, with its skills and relations.

    \b
    Example:
      careergraph view matrix -o roadmap.html
    """
    page = careergraph.load(graph, assume=assume).view("matrix")
    _save(page, output or Path("careergraph-matrix.html"), open_page, force)


@view.command()
@click.argument("source")
@click.argument("target")
@route_options
@output_option
@open_option
@force_option
@assume_option
@graph_option
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


def _save(page: Page, output: Path, open_page: bool, force: bool) -> None:
    page.save(output, force=force)
    emit(f"Wrote {output}.")
    if open_page:
        webbrowser.open(output.absolute().as_uri())
