"""The colours of pictures: those of the pages, light and dark."""

from __future__ import annotations

from dataclasses import dataclass

from careergraph.errors import UnknownNameError


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as ``#rrggbb``; `tones` are those of career paths.

    Attributes
    ----------
    page, surface : str
        Behind everything, and inside boxes and stations.
    ink, soft, rule : str
        Of text, of text that stands back, and of guides.
    accent, lead : str
        Of transfers, and of *leads to*.
    on_tone : str
        Of text on a tone.
    tones : tuple of str
    """

    page: str
    surface: str
    ink: str
    soft: str
    rule: str
    accent: str
    lead: str
    on_tone: str
    tones: tuple[str, ...]

    def tone(self, place: int) -> str:
        """Return the colour of a career path; after the last one, the first comes again."""
        return self.tones[place % len(self.tones)]

    def pale(self, colour: str, share: float) -> str:
        """Return a colour with only a share of it left, the rest being the page's."""
        return mix(colour, self.page, share)


THEMES = {
    "light": Theme(
        page="#f5f7fa",
        surface="#ffffff",
        ink="#17202b",
        soft="#526071",
        rule="#dce2ea",
        accent="#b3145a",
        lead="#44526a",
        on_tone="#ffffff",
        tones=(
            *("#1257c9", "#a8480a", "#7a1fa2", "#00695c"),
            *("#a3124f", "#4c5a12", "#37526b", "#8a3b3b"),
        ),
    ),
    "dark": Theme(
        page="#0e131a",
        surface="#151c26",
        ink="#e9eef5",
        soft="#9ba8b9",
        rule="#2a3543",
        accent="#ff8dba",
        lead="#a5b3c6",
        on_tone="#10151c",
        tones=(
            *("#8ab4f8", "#ffab6b", "#d5a4f3", "#68cfbc"),
            *("#ff9dbd", "#c6d66b", "#a9c1d9", "#eba5a5"),
        ),
    ),
}
"""The themes by name."""


def find_theme(name: str) -> Theme:
    """Return a theme by its name.

    Raises
    ------
    UnknownNameError
        There is none of that name.
    """
    if name not in THEMES:
        known = tuple(THEMES)
        raise UnknownNameError(f"There is no theme {name!r}. There are {', '.join(known)}.", known)
    return THEMES[name]


def mix(colour: str, other: str, share: float) -> str:
    """Return a share of one colour with the rest of another.

    Examples
    --------
    >>> mix("#000000", "#ffffff", 0.2)
    '#cccccc'
    """
    parts = zip(_parts(colour), _parts(other), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in parts)


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[start : start + 2], 16) for start in (1, 3, 5))
