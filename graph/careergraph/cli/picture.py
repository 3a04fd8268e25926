"""`careergraph picture`."""

from __future__ import annotations

from pathlib import Path

import click

import careergraph
from careergraph.cli.options import (
    assume_option,
    emit,
    force_option,
    graph_option,
    language_option,
    output_option,
)


@click.command()
@click.argument("name", type=click.Choice(["metro", "matrix"]))
@click.option(
    "--route", nargs=2, metavar="SOURCE TARGET", help="Light the shortest route between two roles."
)
@click.option(
    "--path", "paths", multiple=True, metavar="PATH", help="Career path to draw. Repeatable."
)
@click.option(
    "--theme",
    type=click.Choice(["light", "dark"]),
    default="light",
    show_default=True,
    help="Its colours.",
)
@click.option(
    "--scale",
    type=click.FloatRange(min=0, min_open=True),
    default=2.0,
    show_default=True,
    metavar="N",
    help="Pixels of a PNG for each of the SVG.",
)
@output_option
@force_option
@assume_option
@language_option
@graph_option
def picture(
    name: str,
    route: tuple[str, str] | None,
    paths: tuple[str, ...],
    theme: str,
    scale: float,
    output: Path | None,
    force: bool,
    assume: tuple[str, ...],
    language: str | None,
    graph: str | None,
) -> None:
    """Draw the metro map or the matrix for a document, as SVG or PNG.

    In the metro map career paths are lines and roles are stations. FILE ends in .svg, or in .png,
    which needs careergraph[png]; it is careergraph-NAME.svg without -o.

    \b
    Example:
      careergraph picture metro --route "ml engineer 2" "ai product manager 4" -o route.svg
    """
    file = output or Path(f"careergraph-{name}.svg")
    careers = careergraph.load(graph, assume=assume, language=language)
    found = None if route is None else careers.route(*route)
    careers.picture(name, found, paths=paths, theme=theme).save(file, scale=scale, force=force)
    emit(f"Wrote {file}.")
