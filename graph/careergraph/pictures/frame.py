"""What every picture has around it: title, levels, legend, and what the graph says of its use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from careergraph.network import CareerNetwork
from careergraph.pictures.svg import line_of_text, tag, title
from careergraph.pictures.themes import Theme
from careergraph.views.text import width, wrap

MARGIN = 24
TITLE_FONT = 20
TEXT_FONT = 13
HEADING_FONT = 13
NOTE_FONT = 11
LEGEND_FONT = 12
CHIP = 11
"""Half of the height of a level's number."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a picture: its elements and its height."""

    elements: tuple[str, ...]
    height: float


@dataclass(frozen=True, slots=True)
class Sample:
    """An entry of the legend: a drawing around (0, 0), how wide it is, and what it means."""

    drawing: str
    width: float
    text: str


def moved(elements: Iterable[str], x: float, y: float, **attributes: str) -> str:
    """Return elements at another place."""
    return tag("g", *elements, transform=f"translate({x:g} {y:g})", **attributes)


def paragraph(
    text: str, room: float, size: float, *, fill: str, bold: bool = False, most: int = 6
) -> Part:
    """Return a text broken into lines, from (0, 0) downward."""
    lines = wrap(text, room, size, most=most, bold=bold)
    step = round(size * 1.35)
    elements = [
        line_of_text(line, 0, size + number * step, size, fill=fill, bold=bold)
        for number, line in enumerate(lines)
    ]
    return Part(tuple(elements), len(lines) * step)


def headings(network: CareerNetwork, lefts: Sequence[float], room: float, theme: Theme) -> Part:
    """Return the number and name of each level above its column."""
    elements, height = [], 0.0
    for level, left in zip(network.levels.values(), lefts, strict=True):
        number = str(level.rank)
        chip = max(2.0 * CHIP, width(number, HEADING_FONT, bold=True) + CHIP)
        lines = wrap(level.label, room - chip - 8, HEADING_FONT, most=4, bold=True)
        texts = [
            line_of_text(
                line,
                left + chip + 8,
                CHIP + 4.5 + place * 17,
                HEADING_FONT,
                fill=theme.ink,
                bold=True,
            )
            for place, line in enumerate(lines)
        ]
        badge = tag(
            "rect", x=left, y=0.0, width=chip, height=2.0 * CHIP, rx=float(CHIP), fill=theme.ink
        )
        inside = line_of_text(
            number,
            left + chip / 2,
            CHIP + 4.5,
            HEADING_FONT,
            fill=theme.page,
            bold=True,
            middle=True,
        )
        elements.append(tag("g", title(level.label), badge, inside, *texts, class_="level"))
        height = max(height, 2 * CHIP + (len(lines) - 1) * 17)
    return Part(tuple(elements), height)


def legend(samples: Iterable[Sample], room: float, theme: Theme) -> Part:
    """Return what the marks of a picture mean, in as many rows as it takes."""
    x, y, elements = 0.0, 0.0, []
    for sample in samples:
        lines = wrap(sample.text, room - sample.width - 8, LEGEND_FONT, most=3)
        wide = sample.width + 8 + max(width(line, LEGEND_FONT) for line in lines)
        if x and x + wide > room:
            x, y = 0.0, y + 24
        texts = [
            line_of_text(line, sample.width + 8, 4 + place * 16, LEGEND_FONT, fill=theme.ink)
            for place, line in enumerate(lines)
        ]
        elements.append(moved((sample.drawing, *texts), x, y + 12, class_="sample"))
        x += wide + 26
        y += (len(lines) - 1) * 16
    return Part(tuple(elements), y + 24)


def notes(network: CareerNetwork, said: Iterable[str], room: float, theme: Theme) -> Part:
    """Return what is left out, and what the graph says of its use, in small print."""
    about = [f"{name}: {text}" for name, text in network.about]
    elements, y = [], 0.0
    for text in (*said, *about):
        part = paragraph(text, room, NOTE_FONT, fill=theme.soft)
        elements.append(moved(part.elements, 0, y))
        y += part.height + 2
    return Part(tuple(elements), y)


def stack(parts: Iterable[tuple[Part, float]]) -> tuple[list[str], float]:
    """Return parts below each other, each with some space before it, and their height."""
    elements, y = [], 0.0
    for part, before in parts:
        if part.elements:
            y += before
            elements.append(moved(part.elements, MARGIN, y))
            y += part.height
    return elements, y
