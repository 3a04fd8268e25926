r"""SPARQL text as tokens, by the terminals of the standard's grammar.

Code points written ``\uXXXX`` are read as the standard says, before anything else: the word
``\u0053ERVICE`` is SERVICE. Only those of quotes, backslashes and line ends stay as they are:
inside a string they are text, and nowhere else do they mean anything.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from careergraph.errors import QueryError

_LETTERS = (
    "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_MARKS = "\u00b7\u0300-\u036f\u203f-\u2040"
_STRINGS = (
    r'"""(?:[^"\\]|\\.|"(?!""))*+"""',
    r"'''(?:[^'\\]|\\.|'(?!''))*+'''",
    r'"(?!"")(?:[^"\\\n\r]|\\[^\n\r])*+"',
    r"'(?!'')(?:[^'\\\n\r]|\\[^\n\r])*+'",
)


@cache
def _pattern(letters: str, marks: str) -> re.Pattern[str]:
    """Return the pattern of all tokens, with these letters and marks in names beyond ASCII."""
    base = f"A-Za-z{letters}"
    name = f"{base}_0-9{marks}"
    local = rf"[{name}:]|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?#@%]"
    dotted = rf"(?:[{name}.\-]*[{name}\-])?"
    kinds = {
        "space": r"[ \t\r\n]++",
        "comment": r"#[^\n\r]*+",
        "variable": rf"[?$][{base}_0-9][{name}]*+",
        "blank": rf"_:[{base}_0-9]{dotted}",
        # A prefix has at most 64 letters: without its colon, more would be tried again and again.
        "prefixed": rf"(?:[{base}](?:[{name}.\-]{{0,62}}[{name}\-])?)?:"
        rf"(?:(?:{local})(?:(?:{local}|[.\-])*(?:{local}|-))?)?",
        "iri": r'<[^\x00-\x20<>"{}|^`\\]*+>',
        "word": r"[A-Za-z_][A-Za-z_0-9]*+",
        "string": "|".join(_STRINGS),
        "number": r"[0-9]+\.[0-9]*[eE][+-]?[0-9]+|\.?[0-9]+[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+",
        "language": r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?",
        "operator": r"<<\(|\)>>|<<|>>|\{\||\|\}|\^\^|&&|\|\||[<>!]=|[{}()\[\].,;=<>+*/!|^?~\-]",
        "bad": r".",
    }
    return re.compile("|".join(f"(?P<{kind}>{regex})" for kind, regex in kinds.items()), re.S)


_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|.)", re.S)
_SHOWN = 48
"""How much of a long line to show on each side of a mistake."""


class Token(NamedTuple):
    """A piece of query text with its kind, and where it starts and ends."""

    kind: str
    text: str
    start: int
    end: int


def tokens(text: str, start: int = 0) -> Iterator[Token]:
    """Split query text into tokens that together are the text again.

    >>> [t.text for t in tokens("ASK { ?s a cg:Role } # all") if t.kind != "space"]
    ['ASK', '{', '?s', 'a', 'cg:Role', '}', '# all']
    """
    # Nearly every query is ASCII, and the pattern for that is ready at once.
    pattern = _pattern("", "") if text.isascii() else _pattern(_LETTERS, _MARKS)
    for match in pattern.finditer(text, start):
        yield Token(match.lastgroup or "", match.group(), match.start(), match.end())


def code(text: str, start: int = 0) -> list[Token]:
    """Return the tokens that mean something, as far as the first that means nothing.

    What comes after that one cannot be told, and is not looked at.
    """
    found = []
    for token in tokens(text, start):
        if token[0] not in ("space", "comment"):
            found.append(token)
            if token[0] == "bad":
                break
    return found


class Source:
    """The text of a query as typed and as read, and the places of one in the other.

    Attributes
    ----------
    is_split : bool
        Whether the grammar read a token as several.

    Examples
    --------
    >>> Source("ASK { ?\\\\u0073 a ?b }").text
    'ASK { ?s a ?b }'
    """

    def __init__(self, typed: str) -> None:
        self.typed = typed
        self.text = typed
        self.is_split = False
        self._places: list[tuple[int, int]] = []
        if "\\u" in typed or "\\U" in typed:
            self.text = self._decoded()

    def fault(self, start: int, message: str) -> QueryError:
        """Return an error at a place in the text as read, shown in the text as typed."""
        return fault(self.typed, self.place(start), message)

    def place(self, start: int) -> int:
        """Return where a place in the text as read is in the text as typed."""
        index = bisect_right(self._places, (start, len(self.typed)))
        if index == 0:
            return start
        read, typed = self._places[index - 1]
        return start - read + typed

    def _decoded(self) -> str:
        pieces, read, typed = [], 0, 0
        for match in _ESCAPED.finditer(self.typed):
            digits = match[1] or match[2]
            point = int(digits, 16) if digits else 0x5C
            if 0xD800 <= point < 0xE000 or point > 0x10FFFF:
                raise fault(self.typed, match.start(), f"{match[0]} is no character.")
            if chr(point) in "\"'\\\n\r":
                continue
            pieces += [self.typed[typed : match.start()], chr(point)]
            read += match.start() - typed + 1
            typed = match.end()
            self._places.append((read, typed))
        return "".join([*pieces, self.typed[typed:]])


def fault(text: str, start: int, message: str) -> QueryError:
    """Return an error that shows line, column and the offending line with a caret.

    >>> print(fault("ASK {\\n  ?s ?p }", 13, "Expected an object."))
    Line 2, column 8: Expected an object.
        ?s ?p }
             ^
    """
    line, column = line_and_column(text, start)
    shown = "".join(c if c.isprintable() else " " for c in text.split("\n")[line - 1])
    cut = max(0, column - _SHOWN)
    return QueryError(
        f"Line {line}, column {column}: {message}\n"
        f"  {shown[cut : cut + 2 * _SHOWN].rstrip()}\n  {' ' * (column - 1 - cut)}^"
    )


def line_and_column(text: str, start: int) -> tuple[int, int]:
    """Return line and column of a place, both counted from one."""
    before = text[:start]
    return before.count("\n") + 1, start - before.rfind("\n")
