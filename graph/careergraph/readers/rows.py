"""The rows of a table that belong to the matrix: no titles, no footnotes, all of one length."""

from __future__ import annotations

from careergraph.errors import MatrixError
from careergraph.readers.tables import Cell, Table

Row = tuple[Cell, ...]
FOOTNOTE_STARTS = ("*", "†", "‡", "[", "¹", "²", "³", "note", "source", "legend", "key:", "scale:")


def without_titles(table: Table) -> tuple[list[Row], list[str]]:
    """Return the rows without titles above the header, and a note on each title."""
    rows, notes = list(table.rows), []
    while len(rows) > 2 and _is_title(rows[0]):
        title = next(cell.text for cell in rows[0] if not cell.blank)
        notes.append(f"Row {rows[0][0].row} is read as a title: {title[:80]!r}.")
        rows.pop(0)
    return rows, notes


def _is_title(row: Row) -> bool:
    filled = [cell for cell in row if not cell.blank]
    one = len({cell.span or str(cell.column) for cell in filled}) == 1
    return one and filled[0].column == row[0].column


def without_footnotes(rows: list[Row], notes: list[str]) -> list[Row]:
    """Return the rows without footnotes below the table, and note each."""
    rows = list(rows)
    while len(rows) > 2:
        filled = [cell for cell in rows[-1] if not cell.blank]
        short = len(rows[-1]) == 1 < len(rows[0])
        marked = filled[0].text.casefold().startswith(FOOTNOTE_STARTS)
        if len(filled) != 1 or filled[0].column != rows[-1][0].column or not (short or marked):
            break
        notes.append(f"Row {filled[0].row} is read as a footnote: {filled[0].text[:80]!r}.")
        rows.pop()
    return rows


def has_second_heading(rows: list[Row]) -> bool:
    """Tell whether the first row leaves headings to the second, as merged cells above others do."""
    above, below = rows[0][1:], rows[1]
    wide = max(len(above), len(below) - 1)
    spans = [cell.span for cell in above if cell.span]
    shared = sum(not cell.blank for cell in above) < wide or len(set(spans)) < len(spans)
    free = below[0].blank or (below[0].span is not None and below[0].span == rows[0][0].span)
    return len(rows) > 2 and wide > 1 and free and shared and all(not c.blank for c in below[1:])


def second_heading_fault(table: Table, rows: list[Row]) -> MatrixError:
    """Return the error for two rows of headings that are not career paths above levels."""
    return table.fault(
        f"rows {rows[0][0].row} and {rows[1][0].row} both look like headings. Keep one, or name "
        f"career paths in row {rows[0][0].row} and a level in each cell of row {rows[1][0].row}.",
        rows[1][0].row,
    )


def rectangle(table: Table, rows: list[Row], heads: int = 1) -> list[Row]:
    """Return rows of one length without empty columns at the end; refuse ragged ones."""
    width = max(place for row in rows[:heads] for place, c in enumerate(row, 1) if not c.blank)
    square = []
    for row in rows:
        beyond = [cell for cell in row[width:] if not cell.blank]
        if beyond:
            raise table.fault(
                f"the row has more cells than the {width} of the heading. Look for a separator "
                "within a cell that needs quotation marks, or name the column.",
                beyond[0].row,
                beyond[0].column,
            )
        if len(row) < width and table.ragged_is_wrong:
            raise table.fault(
                f"the row has {len(row)} cells, the heading {width}. Add the missing cells, blank "
                "ones too, so that each stands under its level.",
                row[0].row,
            )
        at = row[0].row
        padding = (Cell("", at, column) for column in range(len(row) + 1, width + 1))
        square.append((*row[:width], *padding))
    if width < 2:
        raise table.fault(
            "the heading names no level. Name the levels in the first row, or set --shape.",
            rows[0][0].row,
        )
    return square
