"""`careergraph route`, `pareto` and `why-not`: the best route, and others beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

import careergraph
from careergraph.cli.advice_tables import show
from careergraph.cli.options import (
    assume_option,
    constraint_options,
    detour_option,
    emit,
    emit_json,
    emit_text,
    format_option,
    graph_option,
    language_option,
    route_options,
    source_and_target,
    text_width,
)

if TYPE_CHECKING:
    from careergraph.routes import Comparison, Front
    from careergraph.tables import Row

FRONT_COLUMNS = (
    *("route", "moves", "low_hours", "high_hours", "largest_step", "status", "lower_bound"),
    "roles",
)

COMPARISON_COLUMNS = (
    *("route", "step", "role", "role_label", "move", "low_hours", "high_hours", "skills"),
    "breaks",
)


@click.command()
@click.argument("roles", nargs=-1, required=True, metavar="[SOURCE] TARGET")
@route_options
@assume_option
@format_option
@language_option
@graph_option
def route(
    roles: tuple[str, ...],
    assume: tuple[str, ...],
    format_name: str,
    language: str | None,
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
    careers = careergraph.load(graph, assume=assume, language=language)
    found = careers.route(source, target, **constraints)
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


@click.command()
@click.argument("source")
@click.argument("target")
@constraint_options
@detour_option
@assume_option
@format_option
@graph_option
def pareto(
    source: str,
    target: str,
    assume: tuple[str, ...],
    format_name: str,
    graph: str | None,
    **constraints: Any,
) -> None:
    """List the routes that none beats in hours, moves and largest step at once.

    The first takes the fewest expected hours. Each further one has fewer moves, or asks for less
    learning in its largest step, and says what that costs.

    \b
    Example:
      careergraph pareto "ml engineer 2" "data scientist 4" --detour 500
    """
    found = careergraph.load(graph, assume=assume).pareto(source, target, **constraints)
    from careergraph.routes import comparison_text

    show(
        format_name,
        found.to_dict(),
        FRONT_COLUMNS,
        _front_rows(found),
        lambda: comparison_text.front(found, text_width()),
    )


def _front_rows(found: Front) -> list[Row]:
    return [
        (
            number,
            len(route.steps),
            round(route.effort.low, 2),
            round(route.effort.high, 2),
            round(route.largest_step, 2),
            route.status,
            round(route.lower_bound, 2),
            " > ".join(role.label for role in route.roles),
        )
        for number, route in enumerate(found.routes, 1)
    ]


@click.command()
@click.argument("source")
@click.argument("target")
@click.option(
    "--through",
    multiple=True,
    metavar="ROLE",
    help="Role that the route passes, in order. Repeatable; without it, the direct move.",
)
@click.option(
    "--rather-than",
    multiple=True,
    metavar="ROLE",
    help="Role of a second route to compare with, in order, instead of the best. Repeatable.",
)
@constraint_options
@assume_option
@format_option
@graph_option
def why_not(
    source: str,
    target: str,
    rather_than: tuple[str, ...],
    assume: tuple[str, ...],
    format_name: str,
    graph: str | None,
    **constraints: Any,
) -> None:
    """Say why a route through named roles is not the best one.

    It names every rule that the route breaks, or what makes it cost more: its moves, what only it
    teaches, and where other skills help.

    \b
    Example:
      careergraph why-not "ml engineer 2" "data scientist 3" --through "ml engineer 3"
    """
    loaded = careergraph.load(graph, assume=assume)
    found = loaded.why_not(source, target, rather_than=rather_than or None, **constraints)
    from careergraph.routes import comparison_text

    show(
        format_name,
        found.to_dict(),
        COMPARISON_COLUMNS,
        _comparison_rows(found),
        lambda: comparison_text.comparison(found, text_width()),
    )


def _comparison_rows(found: Comparison) -> list[Row]:
    sides = (
        ("chosen", found.chosen, found.chosen_breaches),
        ("other", found.other, found.breaches),
    )
    return [
        (
            name,
            number,
            step.role.iri,
            step.role.label,
            step.kind or "jump",
            round(step.effort.low, 2),
            round(step.effort.high, 2),
            ", ".join(learned.skill.label for learned in step.skills),
            "; ".join(b.what for b in breaches if b.step in (number, None)),
        )
        for name, route, breaches in sides
        for number, step in enumerate(route.steps, 1)
    ]
