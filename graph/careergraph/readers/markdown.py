"""Markdown pipe tables, wherever they stand in a page."""

from __future__ import annotations

import re
from html import unescape

from careergraph.readers.tables import Grid, Source, Table

RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*")
BORDER = re.compile(r"(?<!\\)((?:\\\\)*)\|")
HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*")
FENCE = re.compile(r"\s*(```|~~~)")
LINK = re.compile(r"!?\[([^\]\[]*)\]\([^()]*\)")
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def read(source: Source) -> list[Table]:
    """Return the pipe tables of a page, each named by the heading above it."""
    lines = source.text().splitlines()
    tables: list[Table] = []
    heading: str | None = None
    fenced = False
    number = 0
    while number < len(lines):
        line = lines[number]
        if FENCE.match(line):
            fenced = not fenced
        elif not fenced and (title := HEADING.fullmatch(line)):
            heading = title[1]
        elif not fenced and "|" in line and _is_rule(lines, number + 1):
            grid = Grid(source.name, heading)
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
    part = re.sub(r"^\s*\\([-*+])", r"\1", part)
    return unescape(ESCAPE.sub(_unescaped, LINK.sub(r"\1", part))).strip()


def _unescaped(found: re.Match[str]) -> str:
    return found[1]
