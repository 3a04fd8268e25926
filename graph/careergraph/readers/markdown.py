"""Markdown: pipe tables wherever they stand in a page, and levels as headings over lists."""

from __future__ import annotations

import re

from careergraph.errors import MatrixError
from careergraph.readers.markdown_blocks import blocks, inline, page, title
from careergraph.readers.outline import read_outline
from careergraph.readers.tables import Grid, Source, Table

MAX_LINES = 1_000_000
RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*")
BORDER = re.compile(r"(?<!\\)((?:\\\\)*)\|")


def read(source: Source) -> list[Table]:
    """Return the pipe tables of a page, each named by the heading above it, and its outline."""
    lines = page(source.text())
    if len(lines) > MAX_LINES:
        raise MatrixError(
            f"{source.name} has more than {MAX_LINES:,} lines, which no page of a matrix has. Keep "
            "those of the matrix only."
        )
    return [*_tables(source.name, lines), *read_outline(source.name, blocks(lines))]


def _tables(file: str, lines: list[str]) -> list[Table]:
    tables: list[Table] = []
    heading: str | None = None
    number = 0
    while number < len(lines):
        line = lines[number]
        if found := title(line):
            heading = found[1]
        elif "|" in line and _is_rule(lines, number + 1):
            grid = Grid(file, heading)
            grid.texts(_cells(line), number + 1)
            width = len(_cells(line))
            number += 2
            while number < len(lines) and "|" in lines[number]:
                cells = _cells(lines[number])
                cells += [""] * (width - len(cells))
                grid.texts(cells, number + 1)
                number += 1
            tables.append(grid.table())
            continue
        number += 1
    return tables


def _is_rule(lines: list[str], number: int) -> bool:
    if number >= len(lines) or len(lines[number]) > 10_000:
        return False
    return "-" in lines[number] and bool(RULE.fullmatch(lines[number]))


def _cells(line: str) -> list[str]:
    inner = line.strip()
    inner = inner.removeprefix("|")
    parts = BORDER.sub(r"\1\n", inner).split("\n")
    if not parts[-1].strip() and inner.endswith("|"):
        parts.pop()
    return [_text(part) for part in parts]


def _text(part: str) -> str:
    return inline(re.sub(r"^\s*\\([-*+])", r"\1", part))
