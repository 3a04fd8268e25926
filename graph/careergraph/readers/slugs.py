"""Readable names of nodes, made of their text alone, so that they stay as the matrix changes."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

LONGEST = 80
"""Characters of a readable name; longer ones are cut and end in a digest of the whole."""

REMEMBERED = 50_000
"""Names kept: a matrix asks for that of each skill once for each requirement."""

SPELT = {"+": "plus", "#": "sharp", "&": "and", "%": "percent", "@": "at", "=": "equals"}


@lru_cache(maxsize=REMEMBERED)
def slug(text: str) -> str:
    """Return the readable name of a text: letters and digits of any script, joined by hyphens.

    Texts that differ in case, spaces and punctuation only have the same name, and are the same
    skill, career path or level. Signs that carry meaning are spelt out.

    >>> slug("Go-to-market strategy"), slug("C++"), slug("Análisis de datos"), slug(".NET")
    ('go-to-market-strategy', 'c-plus-plus', 'análisis-de-datos', 'dot-net')
    """
    text = unicodedata.normalize("NFC", text.casefold())
    text = re.sub(r"(?:^|(?<=\s))\.(?=\w)", " dot ", text)
    text = "".join(_spelt(char) for char in text)
    name = unicodedata.normalize("NFC", "-".join(text.split()))
    if not name:
        return f"x{_digest(text)}"
    return name if len(name) <= LONGEST else f"{name[:LONGEST].rstrip('-')}-{_digest(name)}"


def _spelt(char: str) -> str:
    if char in SPELT:
        return f" {SPELT[char]} "
    kind = unicodedata.category(char)
    if kind[0] in "LNM":
        return char
    return f" u{ord(char):x} " if kind in {"Sm", "So", "Sc"} else " "


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
