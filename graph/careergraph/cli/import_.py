"""`careergraph import`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from careergraph.cli.import_alignment import alignment
from careergraph.cli.import_taxonomy import esco, onet
from careergraph.cli.import_transfers import transfers
from careergraph.cli.options import emit_text, force_option, printable_lines
from careergraph.readers.files import READERS
from careergraph.readers.shapes import SHAPES

if TYPE_CHECKING:
    from careergraph.readers.matrix import Matrix


@click.group(name="import")
def import_() -> None:
    """Make a career graph of a file that is not RDF.

    \b
    Example:
      careergraph import matrix ladder.csv -o ladder.ttl
    """


import_.add_command(esco)
import_.add_command(onet)
import_.add_command(alignment)
import_.add_command(transfers)


@import_.command()
@click.argument("paths", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    required=True,
    metavar="GRAPH",
    help="Turtle file to write; - for standard output.",
)
@force_option
@click.option(
    "--format",
    "format_name",
    type=click.Choice(list(READERS)),
    help="Format of FILE; by its suffix without this.",
)
@click.option(
    "--sheet",
    "sheets",
    multiple=True,
    metavar="NAME",
    help="Sheet, or table by its caption or heading. Repeatable: several are joined.",
)
@click.option("--table", "number", type=int, metavar="N", help="Table, counted from 1.")
@click.option("--shape", type=click.Choice(list(SHAPES)), help="Shape; recognised without this.")
@click.option("--title", metavar="TEXT", help="Title of the graph; the file's name without this.")
@click.option(
    "--base",
    metavar="IRI",
    help="Namespace of the graph's nodes; https://example.org/TITLE/ without this.",
)
@click.option(
    "--assumptions",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="TOML file of hours and rules instead of the defaults; docs/import.md has its keys.",
)
@click.option("--explain", is_flag=True, help="Say what was recognised and how it was decided.")
def matrix(
    paths: tuple[str, ...],
    output: Path,
    force: bool,
    format_name: str | None,
    sheets: tuple[str, ...],
    number: int | None,
    shape: str | None,
    title: str | None,
    base: str | None,
    assumptions: Path | None,
    explain: bool,
) -> None:
    """Read the levelling matrix in FILE (- for standard input) into a career graph.

    Rows are career paths and columns are levels, or the other way round, or each row is one
    requirement (columns named career path, level, skill), or skills stand against levels or roles
    with a proficiency in each cell. In a document, headings are levels over lists of skills.
    Several files, or sheets, are joined: a career path in each, at the same levels.

    \b
    Example:
      careergraph import matrix ladder.xlsx --sheet Engineering -o ladder.ttl
    """
    from careergraph.output import write_text
    from careergraph.readers import assumptions as given
    from careergraph.readers.files import read_tables
    from careergraph.readers.graph import to_turtle
    from careergraph.readers.join import join
    from careergraph.readers.shapes import choose, read_matrix

    read = join(
        [
            read_matrix(choose(tables, sheet, number), shape)
            for tables in (read_tables(path, format_name) for path in paths)
            for sheet in sheets or (None,)
        ]
    )
    named = len(paths) == 1 and paths[0] != "-"
    name = title or (Path(paths[0]).stem if named else "Imported matrix")
    assumed = given.read(assumptions) if assumptions else None
    turtle = to_turtle(read, name, base, assumed)
    if str(output) == "-":
        click.echo(turtle, nl=False)
    else:
        write_text(output, turtle, force=force)
    if explain:
        doubts = _doubts(read)
        said = " ".join(level.doubt or "" for level in read.levels)
        _say("\n".join([*(n for n in read.notes if n not in said), *doubts]), output)
    _say(_summary(read, output), output)


def _say(text: str, output: Path) -> None:
    """Print a text, beside the graph where that goes to standard output."""
    if str(output) == "-":
        click.echo(printable_lines(text), err=True)
    elif text:
        emit_text(text)


def _doubts(read: Matrix) -> list[str]:
    """Return every doubt; one that several levels share, and what starts from them, once."""
    of_levels: dict[str, list[str]] = {}
    for level in read.levels:
        if level.doubt:
            of_levels.setdefault(level.doubt, []).append(level.label)
    return [
        *(
            f"Level{'s' if len(labels) > 1 else ''} {', '.join(labels)}, and what leads on from "
            f"there: {doubt}"
            for doubt, labels in of_levels.items()
        ),
        *(
            f"{item.place}, {item.skill}: {doubt}"
            for path in read.paths
            for rank in sorted(path.cells)
            for item in path.cells[rank]
            for doubt in item.doubts
        ),
    ]


def _summary(read: Matrix, output: Path) -> str:
    from careergraph.readers.slugs import slug

    cells = [items for path in read.paths for items in path.cells.values()]
    skills = {slug(item.skill) for items in cells for item in items}
    written = "Read" if str(output) == "-" else f"Wrote {output}:"
    said = (
        f"{written} {_count(len(read.paths), 'career path')}, {_count(len(read.levels), 'level')}, "
        f"{_count(len(cells), 'role')}, {_count(len(skills), 'skill')}."
    )
    doubts = _doubts(read)
    if doubts:
        said += f" {_count(len(doubts), 'doubt')} recorded; --explain lists them."
    return said


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
