"""`careergraph route`."""

from __future__ import annotations

from typing import Any

import click

import careergraph
from careergraph.cli.options import (
    assume_option,
    emit,
    emit_json,
    emit_text,
    format_option,
    graph_option,
    route_options,
    source_and_target,
    text_width,
)


@click.command()
@click.argument("roles", nargs=-1, required=True, metavar="[SOURCE] TARGET")
@route_options
@assume_option
@format_option
@graph_option
def route(
    roles: tuple[str, ...],
    assume: tuple[str, ...],
    format_name: str,
    graph: str | None,
    **constraints: Any,
) -> None:
    """Find the shortest upskilling route from role SOURCE to role TARGET.

    Roles are named as people type them: "ml engineer 3", "data scientist advanced", an IRI or
    a CURIE. The route is proven to take the fewest expected hours. Without SOURCE it starts from
    the skills held, and may enter any role first.

    \b
    Example:
      careergraph route "ml engineer 2" "ai product manager 4" --hours-per-week 8
      careergraph route "ml engineer 2" --have "Data pre-processing"
    """
    source, target = source_and_target(roles, constraints["have"])
    found = careergraph.load(graph, assume=assume).route(source, target, **constraints)
    from careergraph.routes import text

    if format_name == "json":
        emit_json(found.to_dict())
    elif format_name == "csv":
        emit(text.as_csv(found))
    elif format_name == "markdown":
        emit_text(text.as_markdown(found))
    else:
        emit_text(text.as_text(found, text_width()))
    asked, others = constraints["alternatives"], len(found.alternatives)
    if others < asked:
        within = "" if constraints["detour"] is None else " within that detour"
        click.echo(f"{others or 'No'} other route{within} differs in substance.", err=True)
