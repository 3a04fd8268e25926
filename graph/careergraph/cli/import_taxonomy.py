"""`careergraph import esco` and `import onet`: whole taxonomies as career graphs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

from careergraph.cli.options import emit_text, force_option
from careergraph.cli.progress import progress

if TYPE_CHECKING:
    from careergraph.readers.ntriples import Triples
    from careergraph.readers.taxonomy import Summary

F = TypeVar("F", bound=Callable[..., Any])

NEAREST = 20
ESSENTIAL_FROM = 3.0


def taxonomy_options(command: F) -> F:
    """Add what importing every taxonomy has: where to, and how moves are derived."""
    options = (
        click.option(
            "-o",
            "--output",
            type=click.Path(path_type=Path),
            required=True,
            metavar="GRAPH",
            help="Where to: an RDF file by its suffix (.ttl, .nt, ...), else an Oxigraph "
            "directory, which opens at once.",
        ),
        force_option,
        click.option(
            "--nearest",
            type=click.IntRange(min=0),
            default=NEAREST,
            show_default=True,
            metavar="N",
            help="Derive moves to the N nearest roles; 0 derives none.",
        ),
        click.option(
            "--by",
            type=click.Choice(["fit", "coverage"]),
            default="fit",
            show_default=True,
            help="What makes roles near: skills in common among those of either, or among those "
            "of the target.",
        ),
        click.option(
            "--max-rise",
            type=click.IntRange(min=0),
            metavar="N",
            help="Derive no move that goes up more than N levels.",
        ),
        click.option(
            "--same-group",
            type=click.IntRange(min=1),
            metavar="N",
            help="Derive moves within groups whose codes share the first N characters only.",
        ),
        click.option("--explain", is_flag=True, help="Say what was left out and why."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@click.argument("source", metavar="PATH", type=click.Path(path_type=Path))
@click.option(
    "--language",
    "languages",
    multiple=True,
    metavar="CODE",
    help="Language to read, such as en; may be repeated. All that are there without it.",
)
@click.option("--release", metavar="VERSION", help="The release, where no zip is named for it.")
@taxonomy_options
def esco(source: Path, languages: tuple[str, ...], release: str | None, **options: Any) -> None:
    """Read the ESCO release at PATH: the CSV download, as a zip, or a folder of zips or CSV files.

    Occupations become roles on the paths of their ISCO unit groups, at the skill levels of ISCO-08.

    \b
    Example:
      careergraph import esco downloads/ -o esco --language en
    """
    from careergraph.readers import esco as reader

    def write(triples: Triples) -> Summary:
        return reader.write(source, triples, languages, release)

    _import("ESCO", write, **options)


@click.command()
@click.argument("source", metavar="PATH", type=click.Path(path_type=Path))
@click.option(
    "--essential-from",
    type=float,
    default=ESSENTIAL_FROM,
    show_default=True,
    metavar="RATING",
    help="Least importance, from 1 to 5, of an essential skill; what is below is optional.",
)
@click.option("--release", metavar="VERSION", help="The release, where PATH is not named for it.")
@taxonomy_options
def onet(source: Path, essential_from: float, release: str | None, **options: Any) -> None:
    """Read the O*NET release at PATH: the text files, as a zip or unpacked in a folder.

    Occupations become roles on the paths of their SOC minor groups, at their Job Zones.

    \b
    Example:
      careergraph import onet db_29_2_text.zip -o onet
    """
    from careergraph.readers import onet as reader

    def write(triples: Triples) -> Summary:
        return reader.write(source, triples, essential_from=essential_from, release=release)

    _import("O*NET", write, **options)


def _import(
    name: str,
    write: Callable[[Triples], Summary],
    output: Path,
    force: bool,
    nearest: int,
    by: Literal["fit", "coverage"],
    max_rise: int | None,
    same_group: int | None,
    explain: bool,
) -> None:
    from careergraph.building import STEPS, build
    from careergraph.moves import MoveRule

    rule = MoveRule(nearest, by, max_rise, same_group) if nearest else None
    with progress(STEPS) as report:
        summary = build(write, output, rule, force=force, report=report)
    if explain:
        emit_text("\n".join(summary.notes))
    counts = ", ".join(f"{count:,} {kind}" for kind, count in summary.counts.items())
    version = f" {summary.release}" if summary.release else ""
    said = f"Wrote {output}: {name}{version}, read as {counts}."
    if summary.notes:
        said += f" {len(summary.notes):,} notes on what was left out; --explain lists them."
    emit_text(said)
