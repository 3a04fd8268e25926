"""Measure and wrap text without a font: the same boxes on every machine."""

from __future__ import annotations

import unicodedata

# Advance widths of Arial (also Helvetica and Liberation Sans) in thousandths of the font size,
# for the characters from space to tilde; then those of Arial Bold.
_ASCII = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
_ASCII_BOLD = (
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
    975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
    333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
    611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
)  # fmt: skip
_PUNCTUATION = {"–": 556, "—": 1000, "…": 1000, "•": 350, "·": 278}
_OTHER = 700
_WIDE = 1000
_SAFETY = 1.04
ELLIPSIS = "…"


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return a text's width in pixels at a font size, rather too wide than too narrow."""
    units = sum(_advance(character, bold) or _guess(character) for character in text)
    return units / 1000 * size * _SAFETY


def exact_width(text: str, size: float, *, bold: bool = False) -> float | None:
    """Return a text's width in Arial, or None where the width of a character is not known.

    Examples
    --------
    >>> round(exact_width("level 1", 10), 2), exact_width("数据", 10)
    (28.9, None)
    """
    units = 0
    for character in text:
        advance = _advance(character, bold)
        if advance is None:
            return None
        units += advance
    return units / 1000 * size


def wrap(text: str, limit: float, size: float, *, most: int, bold: bool = False) -> tuple[str, ...]:
    """Break a text into at most `most` lines no wider than `limit`.

    A word that is too wide for a line is broken; a text that is too long ends in an ellipsis.

    Examples
    --------
    >>> wrap("Control systems", 60, 12, most=2)
    ('Control', 'systems')
    """
    lines = _fill(text, limit, size, bold)
    if len(lines) <= most:
        return _at_comma(text, lines, limit, size, bold) or ("",)
    return (*lines[: most - 1], _cut(" ".join(lines[most - 1 :]), limit, size, bold))


def _fill(text: str, limit: float, size: float, bold: bool) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        pieces = _pieces(word, limit, size, bold)
        joined = f"{lines[-1]} {pieces[0]}" if lines else pieces[0]
        if lines and width(joined, size, bold=bold) <= limit:
            lines[-1] = joined
            lines.extend(pieces[1:])
        else:
            lines.extend(pieces)
    return lines


def _at_comma(
    text: str, lines: list[str], limit: float, size: float, bold: bool
) -> tuple[str, ...]:
    """Break at the last comma where that takes no more lines: ``level 1`` stays together."""
    head, comma, tail = text.rpartition(", ")
    if len(lines) == 1 or not comma:
        return tuple(lines)
    parts = [*_fill(head + ",", limit, size, bold), *_fill(tail, limit, size, bold)]
    return tuple(parts if len(parts) == len(lines) else lines)


def _advance(character: str, bold: bool) -> int | None:
    """Return a character's width in Arial, that of its base letter where it has an accent."""
    if character in _PUNCTUATION:
        return _PUNCTUATION[character]
    if unicodedata.combining(character):
        return 0
    place = ord(unicodedata.normalize("NFD", character)[0]) - 32
    widths = _ASCII_BOLD if bold else _ASCII
    return widths[place] if 0 <= place < len(widths) else None


def _guess(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return _WIDE if unicodedata.east_asian_width(character) in "WF" else _OTHER


def _pieces(word: str, limit: float, size: float, bold: bool) -> list[str]:
    pieces = [""]
    for character in word:
        if pieces[-1] and width(pieces[-1] + character, size, bold=bold) > limit:
            pieces.append("")
        pieces[-1] += character
    return pieces


def _cut(text: str, limit: float, size: float, bold: bool) -> str:
    while text and width(text + ELLIPSIS, size, bold=bold) > limit:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS
