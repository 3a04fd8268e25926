"""The rows of a table: one heading or two, and all of one length."""

from __future__ import annotations

from careergraph.errors import MatrixError
from careergraph.readers.labels import kind
from careergraph.readers.levels import is_level
from careergraph.readers.slugs import slug
from careergraph.readers.tables import Cell, Table

Row = tuple[Cell, ...]


def has_second_heading(rows: list[Row]) -> bool:
    """Tell whether the first row leaves headings to the second, as merged cells above others do."""
    if len(rows) < 3:
        return False
    above, below = rows[0][1:], rows[1]
    wide = max(len(above), len(below) - 1)
    named = [slug(cell.text) for cell in above if not cell.blank]
    shared = len(named) < wide or len(set(named)) < len(named)
    merged = below[0].span is not None and below[0].span == rows[0][0].span
    free = below[0].blank or merged or _stands_over_levels(rows[0], below)
    return wide > 1 and free and shared and all(not cell.blank for cell in below[1:])


def _stands_over_levels(above: Row, below: Row) -> bool:
    """Tell whether the corner is in the second row, or in both, and levels beside it only there."""
    corner = kind(below[0]) is not None and (
        above[0].blank or slug(above[0].text) == slug(below[0].text)
    )
    levels = all(is_level(cell.text) for cell in below[1:])
    return corner and levels and not any(is_level(c.text) for c in above[1:] if not c.blank)


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
