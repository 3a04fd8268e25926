"""What stands around a matrix and is no part of it: titles, footers, legends, sums, frames."""

from __future__ import annotations

import re
from dataclasses import replace

from careergraph.readers.labels import kind
from careergraph.readers.levels import is_level
from careergraph.readers.rows import Row
from careergraph.readers.slugs import slug
from careergraph.readers.tables import Table

FOOTNOTE_STARTS = ("*", "†", "‡", "[", "¹", "²", "³", "note", "source", "legend", "key:", "scale:")
FOOTER = re.compile(
    r"(?:last\s+)?(?:updated|reviewed|modified|changed|edited|approved)\b"
    r"|(?:created|prepared|maintained|compiled|owned)\s+by\b|(?:strictly\s+)?confidential\b"
    r"|(?:for\s+)?internal use\b|(?:document\s+)?version\s*:?\s*\d|©|copyright\b",
    re.IGNORECASE,
)
"""What the last rows of a sheet say of the sheet."""

LEGEND = re.compile(
    r"(?:legend|key|(?:rating |skill |proficiency )?scale|legende|skala|légende|échelle)\s*:?", re.I
)
REQUIRED_FOR = re.compile(
    r"(?:required|expected|needed|expectations)\s+(?:for|at|of|from)\s+(?P<level>.+)", re.I
)
ROW_NUMBER = re.compile(r"[1-9][0-9]{0,5}")
TITLES = frozenset({"title", "titles", "job-title", "job-titles"})
"""What a line of job titles beside levels is called."""


def inner(table: Table) -> tuple[Table, list[Row], list[str]]:
    """Return a table without its frame, its rows without what stands around them, and notes."""
    table = _without_frame(table)
    rows, notes = without_titles(table)
    rows = _without_footers(_without_legend(rows, notes), notes)
    return table, rows, notes


def is_title(row: Row) -> bool:
    """Tell whether a row holds one text, at its start."""
    filled = [cell for cell in row if not cell.blank]
    one = len({cell.span or str(cell.column) for cell in filled}) == 1
    return one and filled[0].column == row[0].column


def without_titles(table: Table) -> tuple[list[Row], list[str]]:
    """Return the rows without titles above the header, and a note on each title."""
    rows, notes = list(table.rows), []
    while len(rows) > 2 and is_title(rows[0]):
        title = next(cell.text for cell in rows[0] if not cell.blank)
        notes.append(f"Row {rows[0][0].row} is read as a title: {title[:80]!r}.")
        rows.pop(0)
    return rows, notes


def without_metadata(table: Table, rows: list[Row], notes: list[str]) -> list[Row]:
    """Return rows without columns and rows that say something else of levels or skills.

    Such are salaries, headcounts, weights and totals, by their names; and blank columns.
    """
    width = max(map(len, rows))
    heads = [row[0] for row in rows[1:]]
    dropped = {p for p in range(1, width) if all(p >= len(row) or row[p].blank for row in rows)}
    beside_levels = _mostly_levels([cell.text for cell in heads])
    for place, cell in enumerate(rows[0][1:], 1):
        if kind(cell) == "metadata" or (beside_levels and slug(cell.text) in TITLES):
            dropped.add(place)
            notes.append(_left_out(table, "column", cell.text, cell.row, cell.column))
    beside_levels = _mostly_levels([cell.text for cell in rows[0][1:]])
    kept = []
    for row in rows:
        name = next((cell for cell in row if not cell.blank), row[0])
        titles = beside_levels and slug(name.text) in TITLES
        if row is not rows[0] and (kind(name) == "metadata" or titles):
            notes.append(_left_out(table, "row", name.text, name.row, name.column))
        else:
            kept.append(row)
    return [tuple(cell for p, cell in enumerate(row) if p not in dropped) for row in kept]


def with_bare_levels(rows: list[Row], notes: list[str]) -> list[Row]:
    """Return rows whose headings say the level alone, as Junior for Required for Junior."""
    head = list(rows[0])
    for place, cell in enumerate(head[1:], 1):
        found = REQUIRED_FOR.fullmatch(cell.text)
        if found and is_level(found["level"]):
            head[place] = replace(cell, text=found["level"])
            notes.append(f"The heading {cell.text!r} is read as {found['level']!r}.")
    return [tuple(head), *rows[1:]]


def _left_out(table: Table, line: str, text: str, row: int, column: int) -> str:
    return (
        f"{table.place(row, column).capitalize()}: the {line} {text!r} is left out; its name says "
        "that it holds no skills and no proficiencies."
    )


def _mostly_levels(texts: list[str]) -> bool:
    filled = [text for text in texts if text]
    return 2 * sum(map(is_level, filled)) > len(filled)


def _without_frame(table: Table) -> Table:
    """Return a table without the letters and numbers that spreadsheets frame a sheet with."""
    head, *body = table.rows
    letters = [cell.text for cell in head[1:] if not cell.blank]
    numbers = [row[0].text for row in body]
    inside = tuple(row[1:] for row in body if any(not cell.blank for cell in row[1:]))
    framed = (
        len(inside) > 1
        and head[0].blank
        and letters
        and letters == [_letters(n) for n in range(1, len(letters) + 1)]
        and all(ROW_NUMBER.fullmatch(number) for number in numbers)
        and [int(n) for n in numbers] == sorted({int(n) for n in numbers})
    )
    if not framed:
        return table
    note = "The first row and the first column are the letters and numbers of a sheet's frame."
    return replace(table, rows=inside, notes=(*table.notes, note))


def _letters(number: int) -> str:
    """Return the letters of a column: A to Z, AA, AB, and so on."""
    number, last = divmod(number - 1, 26)
    return (_letters(number) if number else "") + chr(ord("A") + last)


def _without_footers(rows: list[Row], notes: list[str]) -> list[Row]:
    rows = list(rows)
    while len(rows) > 2 and is_title(rows[-1]):
        text = next(cell.text for cell in rows[-1] if not cell.blank)
        short = len(rows[-1]) == 1 < len(rows[0])
        marked = text.casefold().startswith(FOOTNOTE_STARTS) or FOOTER.match(text)
        if not short and not marked:
            break
        notes.append(f"Row {rows[-1][0].row} is read as a footnote: {text[:80]!r}.")
        rows.pop()
    return rows


def _without_legend(rows: list[Row], notes: list[str]) -> list[Row]:
    """Return the rows above a legend: a row that names it, over rows of a value and its meaning."""
    filled = [sum(not cell.blank for cell in row) for row in rows]
    if filled[0] < 3:
        return rows
    for place in range(len(rows) - 2, 1, -1):
        if max(filled[place:]) > 2:
            break
        if is_title(rows[place]) and LEGEND.fullmatch(rows[place][0].text):
            first, last = rows[place][0].row, rows[-1][0].row
            notes.append(f"Rows {first} to {last} are read as a legend, {rows[place][0].text!r}.")
            return rows[:place]
    return rows
