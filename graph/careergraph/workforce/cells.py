"""What the cells of a table of people mean: names, lists, numbers, yes and no."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

SEPARATOR = ";"
"""What stands between several skills or roles in one cell, unless told otherwise."""

TRUTH = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def text(cell: Any) -> str:
    """Return a cell as a text without blanks around it; empty where there is none.

    Raises
    ------
    ValueError
        It is neither a text nor a whole number.
    """
    if cell is None:
        return ""
    if isinstance(cell, bool) or not isinstance(cell, str | int):
        raise ValueError(f"{cell!r} is neither a text nor a whole number")
    return str(cell).strip()


def texts(cell: Any, separator: str) -> tuple[str, ...]:
    """Return what a cell lists: the items of a list, or the parts of a text.

    Raises
    ------
    ValueError
        It is neither a list of texts nor a text.

    >>> texts("Python; SQL;", ";")
    ('Python', 'SQL')
    """
    items = cell if isinstance(cell, Sequence) and not isinstance(cell, str) else None
    parts = text(cell).split(separator) if items is None else [text(item) for item in items]
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def number(cell: Any) -> float | None:
    """Return the number in a cell, from 0; None where it is empty.

    Raises
    ------
    ValueError
        It is no finite number from 0.
    """
    if cell is None or cell == "" or (isinstance(cell, str) and not cell.strip()):
        return None
    try:
        value = math.nan if isinstance(cell, bool) else float(cell)
    except (TypeError, ValueError, OverflowError):
        value = math.nan
    if not 0 <= value < math.inf:
        raise ValueError(f"{cell!r} is not a number from 0")
    return value


def whole(cell: Any) -> int | None:
    """Return the whole number in a cell, from 1; None where it is empty.

    Raises
    ------
    ValueError
        It is no whole number from 1.
    """
    value = number(cell)
    if value is None:
        return None
    if value < 1 or not value.is_integer():
        raise ValueError(f"{cell!r} is not a whole number from 1")
    return int(value)


def truth(cell: Any) -> bool:
    """Return whether a cell says yes; one that is empty says no.

    Raises
    ------
    ValueError
        It is neither yes nor no.
    """
    if isinstance(cell, bool):
        return cell
    word = text(cell).casefold()
    if word and word not in TRUTH:
        raise ValueError(f"{cell!r} is neither yes nor no")
    return TRUTH.get(word, False)
