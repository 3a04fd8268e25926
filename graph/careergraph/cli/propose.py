"""`careergraph propose`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

import careergraph
from careergraph.cli.options import (
    emit,
    emit_json,
    emit_text,
    force_option,
    format_option,
    output_option,
)

if TYPE_CHECKING:
    from careergraph.proposals import Proposals


@click.group()
def propose() -> None:
    """Propose what a person should review, with evidence.

    \b
    Example:
      careergraph propose transfers hotel.ttl -o review.csv
    """


@propose.command()
@click.argument("graph", type=click.Path(), required=False)
@click.option(
    "--taxonomy",
    type=click.Path(),
    metavar="PATH",
    help="Graph that GRAPH is aligned with, such as what `careergraph import esco` wrote.",
)
@click.option(
    "--method",
    "methods",
    multiple=True,
    metavar="NAME",
    help="shared-broader, skill-relation, co-requirement, wording or embedding; all that are "
    "installed without it. Repeatable.",
)
@click.option(
    "--from",
    "held",
    multiple=True,
    metavar="NAME",
    help="Skill that is held, or career path whose skills are. Repeatable.",
)
@click.option(
    "--to",
    "needed",
    multiple=True,
    metavar="NAME",
    help="Skill that is needed, or career path whose skills are. Repeatable.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Most proposals; 200.")
@click.option(
    "--min-score",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="SCORE",
    help="Least score, from 0 to 1, that at least one method must give.",
)
@output_option
@force_option
@format_option
def transfers(
    graph: str | None,
    taxonomy: str | None,
    methods: tuple[str, ...],
    held: tuple[str, ...],
    needed: tuple[str, ...],
    limit: int | None,
    min_score: float,
    output: Path | None,
    force: bool,
    format_name: str,
) -> None:
    """Propose transfers between the skills of GRAPH, the likeliest first.

    GRAPH is an RDF file, a matrix or an Oxigraph directory; the roadmap without it. Every
    proposal says which methods support it and why. With -o it is a CSV file to review: write yes
    or no into the column accept, then `careergraph import transfers`.

    \b
    Example:
      careergraph propose transfers hotel.ttl -o review.csv
    """
    from careergraph.output import write_text
    from careergraph.proposals import to_review

    found = careergraph.load(graph).propose_transfers(
        None if taxonomy is None else careergraph.load(taxonomy),
        methods=methods,
        held=held,
        needed=needed,
        limit=limit,
        min_score=min_score,
    )
    if output is not None:
        write_text(output, to_review(found), force=force)
        emit_text(f"Wrote {output}. {' '.join(_remarks(found))}")
    elif format_name == "json":
        emit_json(found.to_dict())
    elif format_name == "csv":
        emit(to_review(found).rstrip("\n"))
    else:
        emit_text("\n\n".join([_table(found, format_name), *_remarks(found)]))


def _table(found: Proposals, format_name: str) -> str:
    from careergraph import tables

    rows = [
        (
            one.held_label,
            one.needed_label,
            one.strength,
            "-" if one.chance is None else f"{one.chance:.2f}",
            ", ".join(f"{support.method} {support.score:.2f}" for support in one.supports),
        )
        for one in found.proposals
    ]
    write = tables.as_markdown if format_name == "markdown" else tables.as_text
    return write(("held", "needed", "strength", "chance", "supported by"), rows)


def _remarks(found: Proposals) -> list[str]:
    """Return what the proposals rest on, one remark each."""
    remarks = [
        f"{found.title}: {len(found.proposals):,} of {found.found:,} supported pairs that are no "
        f"transfers yet ({found.existing:,} are). Chance is the share of the built-in roadmap's "
        "pairs with such scores that people made transfers; strengths are proposals, not facts."
    ]
    if found.uncalibrated:
        remarks.append(
            f"Not calibrated, as the roadmap has no such pairs: {', '.join(found.uncalibrated)}."
        )
    if found.unused:
        lacking = "; ".join(f"{name} ({needs})" for name, needs in found.unused.items())
        remarks.append(f"No support from methods that lack what they take: {lacking}.")
    return remarks
