"""Text as a terminal shows it: how wide it is, where it breaks, what must not steer it."""

from __future__ import annotations

import unicodedata


def printable(text: str) -> str:
    r"""Return text with every character that would steer a terminal spelled out.

    >>> printable("a\x1b[31m")
    'a\\x1b[31m'
    """
    return "".join(_spelled(char) if _steers(char) else char for char in text)


def _steers(char: str) -> bool:
    # Joiners are format characters too, and words of some languages need them.
    joiner = char in "\u200c\u200d"
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") and not joiner


def _spelled(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def display_width(text: str) -> int:
    """Return how many terminal columns text takes: wide letters two, combining marks none.

    >>> display_width("数据"), display_width("e\u0301")
    (4, 1)
    """
    return sum(map(_char_width, text))


def _char_width(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def pad(text: str, width: int, right: bool = False) -> str:
    """Return text with spaces to a width, after it or, for what stands to the right, before."""
    space = " " * (width - display_width(text))
    return space + text if right else text + space


def wrap(text: str, width: int) -> list[str]:
    """Return text in lines of at most this width, broken at spaces where there are any.

    >>> wrap("deep learning", 8)
    ['deep', 'learning']
    """
    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if display_width(joined) <= width:
            lines[-1] = joined
        else:
            lines += _pieces(word, width)
    return [line for line in lines if line] or [""]


def _pieces(word: str, width: int) -> list[str]:
    pieces = [""]
    for char in word:
        if display_width(pieces[-1] + char) > width:
            pieces.append("")
        pieces[-1] += char
    return pieces


def shortened(text: str, width: int, sign: str = "…") -> str:
    """Return text of at most a width, with a sign where the rest is left out.

    >>> shortened("deep learning", 8)
    'deep le…'
    """
    if display_width(text) <= width:
        return text
    return _pieces(text, width - display_width(sign))[0] + sign
