"""`careergraph align`."""

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
    from careergraph.alignment import Alignment

COLUMNS = ("concept", "rank", "candidate", "relation", "confidence")

taxonomy_option = click.option(
    "--to",
    "taxonomy",
    type=click.Path(path_type=Path),
    required=True,
    metavar="TAXONOMY",
    help="Graph that `careergraph import esco` or `import onet` wrote.",
)

language_option = click.option(
    "--language",
    default="en",
    show_default=True,
    metavar="CODE",
    help="Language of the labels to compare.",
)


@click.command()
@click.argument("graph", required=False, type=click.Path())
@taxonomy_option
@click.option(
    "--candidates",
    type=click.IntRange(min=1, max=50),
    default=3,
    show_default=True,
    metavar="N",
    help="Candidates of each concept.",
)
@language_option
@format_option
@output_option
@force_option
def align(
    graph: str | None,
    taxonomy: Path,
    candidates: int,
    language: str,
    format_name: str,
    output: Path | None,
    force: bool,
) -> None:
    """Find the skills and career paths of GRAPH (the roadmap without it) in a taxonomy.

    Where none of the candidates is likely, no equivalent is found, and the candidates are those
    that were rejected. With -o, a CSV file to review, for `careergraph import alignment`.

    \b
    Example:
      careergraph align hotel.ttl --to esco -o review.csv
    """
    found = careergraph.load(graph).align(taxonomy, candidates=candidates, language=language)
    from careergraph.alignment import to_csv

    if output is not None:
        from careergraph.output import write_text

        write_text(output, to_csv(found), force=force)
        emit_text(f"Wrote {output}: {_summary(found)}")
    elif format_name == "json":
        emit_json(found.to_dict())
    elif format_name == "csv":
        emit(to_csv(found).rstrip("\n"))
    else:
        emit_text(f"{_table(found, format_name)}\n\n{_summary(found)}")


def _table(found: Alignment, format_name: str) -> str:
    from careergraph import tables

    rows: list[tables.Row] = []
    for finding in found.findings:
        label = finding.concept.label
        if not finding.equivalent:
            rows.append((label, "", "no equivalent found", "", f"{finding.no_equivalent:.2f}"))
        for rank, one in enumerate(finding.candidates, 1):
            relation = one.relation.value if finding.equivalent else "rejected"
            rows.append((label, str(rank), one.concept.label, relation, f"{one.confidence:.2f}"))
    write = tables.as_markdown if format_name == "markdown" else tables.as_text
    return write(COLUMNS, rows)


def _summary(found: Alignment) -> str:
    equivalents = sum(finding.equivalent for finding in found.findings)
    return (
        f"{found.graph.title} and {found.taxonomy.title}: candidates for {equivalents:,} of "
        f"{len(found.findings):,} concepts, no equivalent found for "
        f"{len(found.findings) - equivalents:,}. Confidence is the estimated chance that a curator "
        f"takes this candidate. {_about_meaning(found)}{found.taxonomy.rights}"
    ).rstrip()


def _about_meaning(found: Alignment) -> str:
    from careergraph.alignment.methods import MEANING

    if set(MEANING) <= set(found.methods):
        return ""
    return (
        "Words were compared, not their meaning: that needs English labels and "
        "careergraph[embedding]. "
    )
