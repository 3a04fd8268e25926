"""Small tables of plain values, in the formats that the command line speaks."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from html import escape

Cell = str | int | float
Row = Sequence[Cell]

FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""How a text begins that a spreadsheet may run as a formula, defused or not."""


def as_text(header: Sequence[str], rows: Sequence[Row]) -> str:
    """Return an aligned table; numbers stand to the right."""
    cells = [[_shown(cell) for cell in row] for row in rows]
    widths = [max(len(line[i]) for line in [list(header), *cells]) for i in range(len(header))]
    numeric = [
        bool(rows) and all(not isinstance(row[i], str) for row in rows) for i in range(len(header))
    ]
    lines = [list(header), ["-" * width for width in widths], *cells]
    return "\n".join(
        "  ".join(
            text.rjust(width) if right else text.ljust(width)
            for text, width, right in zip(line, widths, numeric, strict=True)
        ).rstrip()
        for line in lines
    )


def as_markdown(header: Sequence[str], rows: Sequence[Row]) -> str:
    """Return a Markdown table."""
    lines = [header, ["---"] * len(header), *([_shown(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(escaped(cell) for cell in line)} |" for line in lines)


def as_csv(header: Sequence[str], rows: Sequence[Row]) -> str:
    """Return CSV with plain numbers."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().rstrip("\n")


def defused(text: str) -> str:
    """Return a text as a CSV cell that no spreadsheet takes for a formula.

    An apostrophe goes before a text that begins with ``=``, ``+``, ``-``, ``@``, a tab or a
    carriage return, and before one that begins with apostrophes and then one of these; so taking
    one apostrophe away from what matches `FORMULA` gives back every text.

    >>> defused("=1+1"), defused("'=1+1"), defused("C++")
    ("'=1+1", "''=1+1", 'C++')
    """
    return f"'{text}" if FORMULA.match(text) else text


def as_html(header: Sequence[str], rows: Sequence[Row]) -> str:
    """Return an HTML table, every cell escaped."""
    head = "".join(f"<th>{escape(cell)}</th>" for cell in header)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(_shown(cell))}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _shown(cell: Cell) -> str:
    return f"{cell:,.2f}".rstrip("0").rstrip(".") if isinstance(cell, float) else str(cell)


def escaped(text: str) -> str:
    """Return a text as a cell of a Markdown table, where it can be neither HTML nor a border."""
    for char, safe in (("\\", "\\\\"), ("|", "\\|"), ("<", "&lt;"), ("\n", " ")):
        text = text.replace(char, safe)
    return text
