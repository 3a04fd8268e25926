"""Write SVG: elements, text that keeps to its measured width, lines with rounded corners."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from html import escape
from math import hypot

from careergraph.views.model import Point
from careergraph.views.text import exact_width

FAMILY = 'Arial, "Liberation Sans", Helvetica, "DejaVu Sans", "Noto Sans", sans-serif'
"""Families of the widths that `careergraph.views.text` knows, then what other systems have."""

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\x7f-\x9f]")
"""What XML 1.0 cannot hold, and control characters that it discourages."""
_RIGHT_TO_LEFT = "\u2067{}\u2069"
"""A text between Unicode's isolates, which set its direction wherever it is drawn."""


def legal(text: str) -> str:
    r"""Return a text with the characters that XML cannot hold replaced.

    Examples
    --------
    >>> legal("a\x00b")
    'a\ufffdb'
    """
    return _ILLEGAL.sub("\ufffd", text)


def tag(name: str, *content: str, **attributes: str | float | None) -> str:
    """Return an element; its attributes are escaped, its content is markup already.

    An underscore in an attribute's name stands for a hyphen, or is dropped at the end; attributes
    that are None are left out.

    Examples
    --------
    >>> tag("g", tag("rect", width=2.50, class_="a&b"), data_id="x")
    '<g data-id="x"><rect width="2.5" class="a&amp;b"/></g>'
    """
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(content)
    return f"<{name}{said}>{inner}</{name}>" if inner else f"<{name}{said}/>"


def title(text: str) -> str:
    """Return an element's title, which is shown where the mouse rests and read aloud."""
    return tag("title", escape(legal(text), quote=False))


def line_of_text(
    text: str,
    x: float,
    y: float,
    size: float,
    *,
    fill: str,
    bold: bool = False,
    middle: bool = False,
) -> str:
    """Return one line of text on a baseline; letters of known widths take no more room than these.

    Parameters
    ----------
    text : str
    x, y : float
        The baseline's left end, or its middle.
    size : float
    fill : str
    bold, middle : bool
    """
    shown = legal(text)
    width = exact_width(shown, size, bold=bold)
    return tag(
        "text",
        escape(_directed(shown), quote=False),
        x=x,
        y=y,
        font_size=size,
        font_weight="bold" if bold else None,
        fill=fill,
        text_anchor="middle" if middle else None,
        textLength=None if not width else round(width, 1),
        lengthAdjust=None if not width else "spacingAndGlyphs",
    )


def rounded(points: Sequence[Point], radius: float) -> str:
    """Return the path data of a line through points, its corners rounded.

    Examples
    --------
    >>> rounded([(0, 0), (10, 0), (10, 10)], 4)
    'M0 0L6 0Q10 0 10 4L10 10'
    """
    data = [f"M{_at(points[0])}"]
    for before, at, after in zip(points, points[1:], points[2:], strict=False):
        data.append(f"L{_at(_toward(at, before, radius))}")
        data.append(f"Q{_at(at)} {_at(_toward(at, after, radius))}")
    data.append(f"L{_at(points[-1])}")
    return "".join(data)


def document(content: Iterable[str], *, width: float, height: float, name: str, about: str) -> str:
    """Return a whole SVG file.

    Parameters
    ----------
    content : iterable of str
        Elements.
    width, height : float
        In pixels.
    name, about : str
        What a screen reader says of the picture: its title and its description.
    """
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        + tag(
            "svg",
            "\n",
            tag("title", escape(legal(name), quote=False), id="picture-title"),
            "\n",
            tag("desc", escape(legal(about), quote=False), id="picture-about"),
            "\n",
            "\n".join(content),
            "\n",
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {_value(width)} {_value(height)}",
            width=width,
            height=height,
            role="img",
            aria_labelledby="picture-title",
            aria_describedby="picture-about",
            font_family=FAMILY,
        )
        + "\n"
    )


def _value(value: str | float) -> str:
    return escape(legal(value)) if isinstance(value, str) else _number(value)


def _number(value: float) -> str:
    return f"{round(value, 1) + 0:.1f}".removesuffix(".0")


def _at(point: Point) -> str:
    return f"{_number(point[0])} {_number(point[1])}"


def _toward(at: Point, other: Point, radius: float) -> Point:
    """Return the point this far from one point to another, at most half the way."""
    distance = hypot(other[0] - at[0], other[1] - at[1])
    share = min(radius / distance, 0.5) if distance else 0.0
    return (at[0] + share * (other[0] - at[0]), at[1] + share * (other[1] - at[1]))


def _directed(text: str) -> str:
    """Return a text between isolates where it runs from right to left."""
    strong = (unicodedata.bidirectional(character) for character in text)
    first = next((kind for kind in strong if kind in ("L", "R", "AL")), "L")
    return text if first == "L" else _RIGHT_TO_LEFT.format(text)
