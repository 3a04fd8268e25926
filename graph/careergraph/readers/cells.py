"""What one cell says: its skills one by one, and how ambiguous text was decided."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

DOTS = "•●○◦▪▫■□◆◇▶►‣⁃∙⦁➢➤✓✔"
"""Signs that only ever start an item."""

MIDDLE_DOTS = "·・･"
"""Signs that start an item, and join the parts of a word elsewhere, as in データ・サイエンス."""

BULLET = re.compile(
    rf"(?:[{DOTS}]|[{MIDDLE_DOTS}※]|[-–—*+](?=[\s\w])|\(?\d{{1,2}}[.)](?=\s|[^\W\d])|\(?[a-z]\)(?=\s|\w))\s*"
)
GLUED = re.compile(rf"(?=[{DOTS}])|(?<=\s)(?=[{MIDDLE_DOTS}]\s?)|(?=[{MIDDLE_DOTS}]\s)")
INLINE_DASH = re.compile(r"\s+(?=[-–—*+]\s+\S)")
INLINE_NUMBER = re.compile(r"\s+(?=\(?\d{1,2}[.)]\s+\S)")
INLINE_LETTER = re.compile(r"\s+(?=\(?[a-z]\)\s+\S)")
BREAK = re.compile(r"<\s*(?:br|/p|/div|/li)\s*/?\s*>", re.IGNORECASE)
ITEM = re.compile(r"<\s*li\b[^<>]*>", re.IGNORECASE)
TAG = re.compile(r"</?(?:b|i|em|strong|u|ul|ol|p|div|span|small)\b[^<>]*>", re.IGNORECASE)
SUP = re.compile(r"<sup>\s*([^<>]{1,5}?)\s*</sup>", re.IGNORECASE)
BOLD = re.compile(r"(?<!\w)(\*\*|__)(?=\S)([^*_\n]+?)(?<=\S)\1(?!\w)")
ITALIC = re.compile(r"(?<![\w*])(\*|_|`)(?=[^\s*_`])([^*_`\n]*?[^\s*_`])\1(?![\w*])")
FOOTNOTE = re.compile(r"(?<=\S)\s*(\[\^?(?:\d{1,3}|[a-z]|\*+)\]|(?<=\w{3})[¹²³⁴⁵⁶⁷⁸⁹]+|[†‡]+|\*+)$")
MOST_FOOTNOTES = 5
LONGEST_MARK = 20
LONGEST_REFERENCE = 80
SEMICOLON = re.compile(r";(?![^()]*\))\s*")
PLACEHOLDERS = frozenset(
    {"-", "–", "—", "ー", "n/a", "na", "none", "tbd", "tba", ".", "…", "...", "?"}
    | {"keine", "entfällt", "néant", "sans objet", "no aplica", "nvt", "n.v.t.", "brak"}
    | {"なし", "無し", "无", "없음"}
)
"""What people write into a cell that has nothing to say, in lower case."""

REFERENCE = re.compile(
    r"same (?:as|for)\b.*|(?:as|see|like) (?:above|below|before|left|right|previous)\b.*"
    r"|(?:as|see|like)(?: in| at| for)? (?:level|grade|row|column|cell)\b.*"
    r"|all (?:of )?(?:the )?(?:above|below|previous|preceding|level|grade)\b.*"
    r"|everything (?:above|below|in|from|of|at)\b.*"
    r"|(?:level|grade|l) ?\d{1,2} ?(?:skills? ?)?(?:plus|and|\+)[ :.]*"
    r"|ditto|dito|idem|siehe oben|wie oben|voir ci-dessus|idem que\b.*|véase arriba|zie boven"
    r"|jak wyżej|同上|同左|상동|위와 같음|[〃″\"]",
    re.IGNORECASE,
)
"""Text that stands for the skills of another cell."""


@dataclass(frozen=True, slots=True)
class Item:
    """One skill of a cell: its text, what stood there, and every doubt."""

    text: str
    source: str
    doubts: tuple[str, ...] = ()


def split(text: str, items: tuple[str, ...] | None = None) -> tuple[Item, ...]:
    """Return the skills of a cell, in order.

    Parameters
    ----------
    text : str
        The text of the cell.
    items : tuple of str, optional
        The parts of the cell where the file itself separates them.

    Examples
    --------
    >>> [item.text for item in split("• UI/UX design; CI/CD\\n• Go-to-market• Sales")]
    ['UI/UX design; CI/CD', 'Go-to-market', 'Sales']
    """
    if items is not None:
        found = [_item(part, ()) for part in items]
    else:
        found = [_item(part, (*doubts, *_sign(part))) for part, doubts in _parts(_plain(text))]
    found = [item for item in found if item.text and item.text.lower() not in PLACEHOLDERS]
    return _without_references(_once(found))


def only_refers(text: str) -> bool:
    """Tell whether a cell says that its skills stand in another one, and nothing else.

    >>> only_refers("Same as Backend"), only_refers("See above"), only_refers("Same-day delivery")
    (True, True, False)
    """
    lines = [line for line in re.split(r"\n|;", _plain(text)) if line.strip()]
    return bool(lines) and all(_refers(_item(line, ()).text) for line in lines)


def _refers(text: str) -> bool:
    return len(text) <= LONGEST_REFERENCE and REFERENCE.fullmatch(text) is not None


def _without_references(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Leave out what only refers to another cell, and say so at the skills that are left."""
    said = [item for item in items if _refers(item.text)]
    if not said:
        return items
    left = [item for item in items if item not in said]
    why = f"{said[0].text!r} stands for the skills of another cell; "
    why += "it is left out." if left else "it is read as a skill."
    return tuple(replace(item, doubts=(*item.doubts, why)) for item in left or items)


def _sign(part: str) -> tuple[str, ...]:
    part = part.strip()
    if part.lower() in PLACEHOLDERS or any(char.isalnum() for char in part):
        return ()
    return (f"{part!r} is a sign and no words; it is read as a skill.",)


def _plain(text: str) -> str:
    text = ITEM.sub("\n• ", BREAK.sub("\n", text))
    text = SUP.sub(r"[\1]", text)
    text = TAG.sub("", text)
    return BOLD.sub(r"\2", text)


def _parts(text: str) -> list[tuple[str, tuple[str, ...]]]:
    lines = [" ".join(line.split()) for line in text.split("\n")]
    lines = [line for line in lines if line]
    parts: list[tuple[str, bool, tuple[str, ...]]] = []
    for line in lines:
        parts += _of_line(line, alone=len(lines) == 1)
    if not any(bulleted for _, bulleted, _ in parts):
        return _without_bullets([line for line, _, _ in parts])
    return _with_bullets(parts)


def _of_line(line: str, *, alone: bool) -> list[tuple[str, bool, tuple[str, ...]]]:
    found: list[tuple[str, bool, tuple[str, ...]]] = []
    before = ""
    for piece in GLUED.split(line):
        doubts: tuple[str, ...] = ()
        if before and not before[-1].isspace():
            end = before.split()[-1]
            doubts = (f"A bullet is glued to {end!r}; what follows is read as a skill of its own.",)
        before = piece
        piece = piece.strip()
        mark = BULLET.match(piece)
        inline = _inline(piece)
        if alone and mark and piece[0] not in DOTS and len(inline.split(piece)) > 1:
            why = "Marks within one line are read as the start of a skill each."
            for part in inline.split(piece):
                inner = BULLET.match(part)
                found.append((part[inner.end() :] if inner else part, True, (why,)))
        elif mark:
            found.append((piece[mark.end() :], True, doubts))
        elif piece:
            found.append((piece, False, doubts))
    return found


def _inline(piece: str) -> re.Pattern[str]:
    """Return what separates the skills of one line that starts with such a mark."""
    if re.match(r"\(?\d", piece):
        return INLINE_NUMBER
    return INLINE_LETTER if re.match(r"\(?[a-z]\)", piece) else INLINE_DASH


def _with_bullets(
    parts: list[tuple[str, bool, tuple[str, ...]]],
) -> list[tuple[str, tuple[str, ...]]]:
    found: list[tuple[str, tuple[str, ...]]] = []
    for place, (line, bulleted, doubts) in enumerate(parts):
        if bulleted:
            found.append((line.rstrip(" ;"), doubts))
        elif place and _continues(line):
            text, before = found[-1]
            why = f"{line!r} starts a line in lower case; it is read as the end of the skill."
            found[-1] = (f"{text} {line}".rstrip(" ;"), (*before, why))
        else:
            why = "Other lines of the cell have bullets, this one has none; it is read as a skill."
            found.append((line.rstrip(" ;"), (*doubts, why)))
    return found


def _without_bullets(lines: list[str]) -> list[tuple[str, tuple[str, ...]]]:
    found: list[tuple[str, tuple[str, ...]]] = []
    for line in lines:
        if found and _continues(line) and found[0][0][:1].isupper():
            text, before = found[-1]
            why = f"{line!r} starts a line in lower case; it is read as the end of the skill."
            found[-1] = (f"{text} {line}", (*before, why))
        else:
            found.append((line, ()))
    split_up = [(part, doubts) for line, doubts in found for part in SEMICOLON.split(line)]
    if len(split_up) > 1:
        return split_up
    return [(line, (*doubts, *_commas(line))) for line, doubts in split_up]


def _continues(line: str) -> bool:
    first = re.split(r"\W", line, maxsplit=1)[0]
    return first.islower()


def _commas(line: str) -> tuple[str, ...]:
    parts = line.split(",")
    if len(parts) > 2 and all(0 < len(part.split()) <= 3 for part in parts):
        return ("Commas may separate skills here; they are read as part of one skill.",)
    return ()


def _item(source: str, doubts: tuple[str, ...]) -> Item:
    source = " ".join(source.split())
    text = ITALIC.sub(r"\2", BOLD.sub(r"\2", source))
    for _ in range(MOST_FOOTNOTES):
        mark = FOOTNOTE.search(text, max(0, len(text) - LONGEST_MARK))
        if mark is None:
            break
        text = text[: mark.start()]
        doubts = (*doubts, f"The footnote mark {mark[1]} is left out of the skill.")
    return Item(text.strip(), source, doubts)


def _once(items: list[Item]) -> tuple[Item, ...]:
    found: dict[str, Item] = {}
    for item in items:
        found.setdefault(item.text.casefold(), item)
    return tuple(found.values())
