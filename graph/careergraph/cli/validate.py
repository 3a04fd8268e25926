"""`careergraph validate`."""

from __future__ import annotations

import sys

import click

from careergraph.cli.options import emit, emit_json, emit_text, graph_option, named_once


@click.command()
@click.argument("path", required=False, type=click.Path(), metavar="[GRAPH]")
@graph_option
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to write the report.",
)
def validate(path: str | None, graph: str | None, format_name: str) -> None:
    """Check GRAPH (an RDF file or a matrix; the roadmap without it) against shapes and checks.

    Exits with 1 where something is wrong, listing every fault with its node and its rule.

    \b
    Example:
      careergraph validate my-graph.ttl
    """
    from careergraph import validation
    from careergraph.engines import triples_of

    report = validation.validate(triples_of(named_once(path, graph)))
    if format_name == "json":
        emit_json(report.to_dict())
    elif report.conforms:
        emit("The graph conforms to all shapes and checks.")
    else:
        emit_text("\n".join(str(violation) for violation in report.violations))
        count = len(report.violations)
        emit(f"{count} fault{'s' if count > 1 else ''}.")
    if not report.conforms:
        sys.exit(1)
