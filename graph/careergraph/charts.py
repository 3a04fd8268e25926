"""Charts of answers that have the shape for one: bars in the terminal and in SVG.

An answer of one numeric column and one or two of text is a bar chart, a bar for each row; an
answer of one numeric column alone is a histogram.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

from careergraph import markup
from careergraph.answers import Answer
from careergraph.errors import RequestError
from careergraph.formats import shown_rows, shown_text
from careergraph.terminal import display_width, pad, printable, shortened
from careergraph.terms import is_number, to_python

if TYPE_CHECKING:
    from careergraph.terms import Term

    Rows = Sequence[Sequence[Term | None]]

MOST_BARS = 60
"""More bars than this are no picture any more."""

_SHAPES = (
    "A chart needs rows with exactly one column of numbers: with one or two columns of text beside "
    "it, a bar for each row; alone, a histogram."
)
_LEAST_ROOM = 4
"""Columns for the bars; a narrower terminal breaks the lines."""
_ONE_BY_ONE = 12
"""Whole numbers of no wider range than this have a bar each."""
_EIGHTHS = " ▏▎▍▌▋▊▉"
_FULL = "█"
_GAP = "  "


@dataclass(frozen=True)
class Chart:
    """Bars with their names.

    Attributes
    ----------
    title : str
        What is drawn.
    names : tuple of str
        What each bar is.
    values : tuple of float
        How long each bar is.
    left_out : str
        What is not drawn and why; empty where all is.
    """

    title: str
    names: tuple[str, ...]
    values: tuple[float, ...]
    left_out: str = ""


def chart(answer: Answer, labels: Mapping[str, str] | None = None) -> Chart:
    """Return the chart that an answer has the shape for.

    Raises
    ------
    RequestError
        It has no such shape; the message says which do.

    Examples
    --------
    >>> import pyoxigraph
    >>> from careergraph.queries import run
    >>> found = run(pyoxigraph.Store(), "SELECT ?a ?n { VALUES (?a ?n) { ('x' 1) ('y' 2) } }")
    >>> chart(found)
    Chart(title='n by a', names=('x', 'y'), values=(1.0, 2.0), left_out='')
    """
    columns, rows = shown_rows(answer, labels or {})
    numeric = [i for i in range(len(columns)) if _numeric(rows, i)]
    if answer.boolean is not None or not rows or len(numeric) != 1 or len(columns) > 3:
        raise RequestError(f"{_SHAPES} {_has(answer, columns, numeric)}")
    place = numeric[0]
    drawn = [row for row in rows if math.isfinite(_number(row[place]))]
    missing = len(rows) - len(drawn)
    left_out = [f"{missing:,} without a finite number"] if missing else []
    left_out += [f"what comes after {answer.cut}"] if answer.cut else []
    if not drawn:
        raise RequestError(f"{_SHAPES} No number of this answer is finite.")
    values = [_number(row[place]) for row in drawn]
    if len(columns) == 1:
        names, counts = _bins(values, all(value.is_integer() for value in values))
        return Chart(f"Rows by {columns[0]}", names, counts, "; ".join(left_out))
    if len(drawn) > MOST_BARS:
        left_out.append(f"{len(drawn) - MOST_BARS:,} rows after the first {MOST_BARS}")
    texts = [shown_text(row, labels or {}) for row in drawn[:MOST_BARS]]
    named = tuple(
        ", ".join(filter(None, (cell for i, cell in enumerate(row) if i != place))) or "(none)"
        for row in texts
    )
    others = ", ".join(name for i, name in enumerate(columns) if i != place)
    title = f"{columns[place]} by {others}"
    return Chart(title, named, tuple(values[:MOST_BARS]), "; ".join(left_out))


def _has(answer: Answer, columns: Sequence[str], numeric: Sequence[int]) -> str:
    if answer.boolean is not None:
        return "This answer is yes or no."
    if not answer.rows:
        return "This answer has no rows."
    if not numeric:
        return f"This answer has no column of numbers among {', '.join(columns)}."
    if len(numeric) == 1:
        return f"This answer has {len(columns)} columns. Select fewer."
    names = ", ".join(columns[i] for i in numeric)
    return f"This answer has several: {names}. Select one of them."


def _numeric(rows: Rows, place: int) -> bool:
    bound = [row[place] for row in rows if row[place] is not None]
    return bool(bound) and all(map(is_number, bound))


def _number(term: Term | None) -> float:
    value = to_python(term)
    try:
        return float(value) if isinstance(value, int | float) else math.nan
    except OverflowError:
        return math.inf


def _bins(values: Sequence[float], whole: bool) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Count values in bins of a round width, as many as Sturges' rule says or a few more.

    Whole numbers that lie close together are counted one by one.
    """
    low, high = min(values), max(values)
    bins = math.ceil(math.log2(len(values))) + 1
    width = _round_width((high / 2 - low / 2) / (bins / 2))
    if whole:
        width = 1.0 if high - low < _ONE_BY_ONE else max(width, 1.0)
    first = math.floor(low / width)
    counts = [0] * (math.floor(high / width) - first + 1)
    for value in values:
        counts[math.floor(value / width) - first] += 1
    edges = [(first + i) * width for i in range(len(counts) + 1)]
    names = [
        f"{_shown(a)}" if whole and width == 1 else f"{_shown(a)} to below {_shown(b)}"
        for a, b in pairwise(edges)
    ]
    return tuple(names), tuple(map(float, counts))


def _round_width(width: float) -> float:
    """Return the least of 1, 2 and 5 times a power of ten that is no less than a width."""
    if width <= 0 or not math.isfinite(width):
        return 1.0
    power = 10.0 ** math.floor(math.log10(width))
    steps = (step * power for step in (1, 2, 5, 10))
    # Next to the greatest and the least number there is none.
    return next((step for step in steps if width * (1 - 1e-9) <= step < math.inf), width)


def _shown(value: float) -> str:
    if 1e6 <= abs(value) < 1e15:
        return f"{value:,.0f}"
    return f"{value:,.6g}"


def in_terminal(drawn: Chart, width: int, *, ascii_only: bool = False) -> str:
    """Return a chart as lines of text.

    Parameters
    ----------
    drawn : Chart
        What to draw.
    width : int
        The width of the terminal.
    ascii_only : bool, default False
        Draw with ``#``, for a terminal that has no block characters.

    Examples
    --------
    >>> print(in_terminal(Chart("n by a", ("x", "yy"), (1.0, 2.0)), 12, ascii_only=True))
    n by a
    x   ##     1
    yy  #####  2
    """
    names = [printable(name) for name in drawn.names]
    numbers = [_shown(value) for value in drawn.values]
    longest = max(map(len, numbers))
    space = width - longest - 2 * len(_GAP)
    wide = max(min(max(map(display_width, names)), width // 2, space - _LEAST_ROOM), 1)
    room = max(space - wide, _LEAST_ROOM)
    low, high = min(0.0, *drawn.values), max(0.0, *drawn.values)
    sign = "..." if ascii_only else "…"
    lines = [
        _GAP.join(
            (
                pad(shortened(name, wide, sign), wide),
                pad(_bar(value, low, high, room, ascii_only), room),
                number.rjust(longest),
            )
        )
        for name, value, number in zip(names, drawn.values, numbers, strict=True)
    ]
    note = [f"Not drawn: {drawn.left_out}."] if drawn.left_out else []
    return "\n".join([printable(drawn.title), *lines, *note])


def _bar(value: float, low: float, high: float, room: int, ascii_only: bool) -> str:
    """Return a bar from zero to a value on a line that goes from the lowest to the highest."""
    if low == high:
        return ""
    start, end = sorted((_share(0.0, low, high) * room, _share(value, low, high) * room))
    before = round(start)
    if ascii_only or value < 0:
        return " " * before + ("#" if ascii_only else _FULL) * (round(end) - before)
    eighths = min(max(round((end - before) * 8), 0), (room - before) * 8)
    return (" " * before + _FULL * (eighths // 8) + _EIGHTHS[eighths % 8]).rstrip()


def _share(value: float, low: float, high: float) -> float:
    # As shares of the greatest, so that neither the widest nor the narrowest range overflows.
    scale = max(-low, high)
    return (value / scale - low / scale) / (high / scale - low / scale)


_ROW = 24
_BAR = 16
_NAMES = 260
_WIDTH = 860
_ROOM = 480


def svg(drawn: Chart) -> str:
    """Return a chart as an SVG image with a title, a description and its numbers as text."""
    low, high = min(0.0, *drawn.values), max(0.0, *drawn.values)
    zero = _share(0.0, low, high) * _ROOM if low < high else 0.0
    bars = []
    for place, (name, value) in enumerate(zip(drawn.names, drawn.values, strict=True)):
        end = _share(value, low, high) * _ROOM if low < high else 0.0
        left, top = _NAMES + min(zero, end), 40 + place * _ROW
        bars.append(
            f'<text x="{_NAMES - 8}" y="{top + 12}" text-anchor="end">'
            f"{_safe(shortened(printable(name), 36, '…'))}</text>"
            f'<rect x="{left:.1f}" y="{top}" width="{abs(end - zero):.1f}" height="{_BAR}" '
            f'fill="#2a6f97"><title>{_safe(name)}: {_shown(value)}</title></rect>'
            f'<text x="{left + abs(end - zero) + 6:.1f}" y="{top + 12}">{_shown(value)}</text>'
        )
    height = 40 + len(bars) * _ROW + 8
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        f'width="{_WIDTH}" height="{height}" role="img" aria-labelledby="chart-title chart-desc" '
        'font-family="system-ui, sans-serif" font-size="13">\n'
        f'<title id="chart-title">{_safe(drawn.title)}</title>\n'
        f'<desc id="chart-desc">{_safe(described(drawn))}</desc>\n'
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>\n'
        f'<g fill="#1a1a1a"><text x="8" y="22" font-size="16">{_safe(drawn.title)}</text>\n'
        + "\n".join(bars)
        + "</g>\n</svg>"
    )


def described(drawn: Chart) -> str:
    """Return what a chart shows, in a sentence or two."""
    longest = max(range(len(drawn.values)), key=drawn.values.__getitem__)
    count = f"{len(drawn.values)} bar{'' if len(drawn.values) == 1 else 's'}"
    note = f" Not drawn: {drawn.left_out}." if drawn.left_out else ""
    name, value = drawn.names[longest], _shown(drawn.values[longest])
    return f"{count}; the greatest is {name} with {value}.{note}"


def html(drawn: Chart, answer: Answer, labels: Mapping[str, str] | None = None) -> str:
    """Return a page with a chart and the answer as a table below it."""
    columns, rows = shown_rows(answer, labels or {})
    note = f"<p>Not drawn: {escape(drawn.left_out)}.</p>" if drawn.left_out else ""
    table = markup.table(columns, rows, labels)
    return markup.page(printable(drawn.title), f"{svg(drawn)}\n{note}\n<h2>Rows</h2>\n{table}")


def _safe(text: str) -> str:
    """Return text for XML, which cannot hold two characters that a terminal can."""
    return escape(printable(text).translate({0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}))
