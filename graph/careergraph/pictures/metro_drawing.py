"""Draw the parts of a metro map: lines, ways to change, moves, stations and names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from careergraph.network import CareerNetwork
from careergraph.pictures import metro_layout
from careergraph.pictures.captions import BETWEEN, FONT, LINE, START
from careergraph.pictures.interchanges import Interchange
from careergraph.pictures.metro_layout import Metro, MetroLine, Pair, Station
from careergraph.pictures.svg import line_of_text, rounded, tag, title
from careergraph.pictures.themes import Theme
from careergraph.routes.result import Route
from careergraph.views.model import Point
from careergraph.vocabulary import compact

LINE_WIDTH = 8
SAME_PATH_WIDTH = 3
"""Where nothing states that one role leads to the next."""
ROUTE_WIDTH = 6
LINK_WIDTH = 2
RADIUS = 9
"""Of the bends of a line."""
STATION, INTERCHANGE, ON_ROUTE = 5.5, 7.5, 11.0
"""Radii of stations."""
PALE = 0.3
"""What is left of a line's colour where a route is lit that it is no part of."""


@dataclass(frozen=True)
class Map:
    """A placed metro map with what it shows, its colours and, if any, the route that is lit."""

    network: CareerNetwork
    theme: Theme
    placed: Metro
    route: Route | None
    changes: tuple[Interchange, ...]

    def tone(self, path: str) -> str:
        """Return the colour of a career path."""
        return self.theme.tone(list(self.network.paths).index(path))

    def path_of(self, role: str) -> str:
        """Return the career path of a role."""
        return self.network.roles[role].path

    def label(self, role: str) -> str:
        """Return the name of a role."""
        return self.network.roles[role].label

    def is_lit(self, role: str) -> bool:
        """Tell whether a role stands out: on the route, or without one."""
        return self.route is None or role in {one.iri for one in self.route.roles}


def body(drawn: Map, moves: list[Pair], leading: list[Pair]) -> Iterable[str]:
    """Yield what is drawn from the ground up: lines, ways to change, the route, stations."""
    for line in drawn.placed.lines:
        yield _same_path(drawn, line)
    texts = {(change.one, change.other): change.carried for change in drawn.changes}
    for pair, points in drawn.placed.links.items():
        yield _link(drawn, pair, points, texts[pair])
    for pair in leading:
        yield _leads_to(drawn, pair)
    for points in drawn.placed.links.values():
        yield from _link_ends(drawn, points)
    for pair in moves:
        if pair in drawn.placed.hops:
            yield path_element(_way(drawn, pair), drawn.theme.page, ROUTE_WIDTH + 5.0)
    for number, pair in enumerate(moves, start=1):
        yield _move(drawn, number, pair)
    for line in drawn.placed.lines:
        yield _pill(drawn, line)
    ends = {role for change in drawn.changes for role in (change.one, change.other)}
    for station in drawn.placed.stations.values():
        yield _station(drawn, station, station.role in ends)


def _colour(drawn: Map, path: str) -> str:
    tone = drawn.tone(path)
    return tone if drawn.route is None else drawn.theme.pale(tone, PALE)


def _way(drawn: Map, pair: Pair) -> tuple[Point, ...]:
    """Return the way between two stations: along their line, or from one line to another."""
    if pair in drawn.placed.hops:
        return drawn.placed.hops[pair]
    one, other = (drawn.placed.stations[role] for role in pair)
    level = next(line.y for line in drawn.placed.lines if line.path == drawn.path_of(one.role))
    if one.column == other.column:
        return ((one.x, one.y), (other.x, other.y))
    points = ((one.x, one.y), (one.x, level), (other.x, level), (other.x, other.y))
    return tuple(dict.fromkeys(points))


def path_element(points: tuple[Point, ...], colour: str, width: float, **more: str) -> str:
    """Return a line through points with rounded corners."""
    return tag(
        "path",
        d=rounded(points, RADIUS),
        fill="none",
        stroke=colour,
        stroke_width=float(width),
        stroke_linecap="round",
        **more,
    )


def _same_path(drawn: Map, line: MetroLine) -> str:
    """Draw the thin line of a career path: from its name past every station."""
    stations = [s for s in drawn.placed.stations.values() if drawn.path_of(s.role) == line.path]
    colour = _colour(drawn, line.path)
    end = max((station.x for station in stations), default=float(metro_layout.PILL_WIDTH))
    pieces = [
        path_element(((metro_layout.PILL_WIDTH, line.y), (end, line.y)), colour, SAME_PATH_WIDTH)
    ]
    for x in dict.fromkeys(station.x for station in stations):
        lowest = max(station.y for station in stations if station.x == x)
        if lowest > line.y:
            pieces.append(path_element(((x, line.y), (x, lowest)), colour, SAME_PATH_WIDTH))
    return tag("g", *pieces, class_="path", data_id=compact(line.path))


def _leads_to(drawn: Map, pair: Pair) -> str:
    one, other = pair
    return tag(
        "g",
        title(f"{drawn.label(one)} leads to {drawn.label(other)}"),
        path_element(_way(drawn, pair), _colour(drawn, drawn.path_of(one)), LINE_WIDTH),
        class_="leads-to",
        data_source=compact(one),
        data_target=compact(other),
    )


def link_colour(drawn: Map) -> str:
    """Return the colour of the ways to change."""
    theme = drawn.theme
    return theme.ink if drawn.route is None else theme.pale(theme.soft, 0.5)


def _link(drawn: Map, pair: Pair, points: tuple[Point, ...], carried: tuple[str, ...]) -> str:
    """Draw the way between two lines; it runs behind the lines that it passes."""
    colour = link_colour(drawn)
    x = points[1][0]
    stubs = [
        path_element(((x, station.y), (station.x, station.y)), colour, LINK_WIDTH)
        for station in (drawn.placed.stations[role] for role in pair)
        if station.row
    ]
    return tag(
        "g",
        title(f"{drawn.label(pair[0])} and {drawn.label(pair[1])}: {'; '.join(carried)}"),
        *stubs,
        path_element(points[1:3], colour, LINK_WIDTH),
        class_="interchange",
        data_source=compact(pair[0]),
        data_target=compact(pair[1]),
    )


def _link_ends(drawn: Map, points: tuple[Point, ...]) -> Iterable[str]:
    for x, y in points[1:3]:
        yield dot(x, y, link_colour(drawn), drawn.theme)


def dot(x: float, y: float, colour: str, theme: Theme) -> str:
    """Return the end of a way to change."""
    return tag("circle", cx=x, cy=y, r=3.5, fill=theme.page, stroke=colour, stroke_width=1.8)


def _move(drawn: Map, number: int, pair: Pair) -> str:
    one, other = pair
    same = drawn.path_of(one) == drawn.path_of(other)
    colour = drawn.tone(drawn.path_of(one)) if same else drawn.theme.ink
    width = LINE_WIDTH + 2.0 if same else float(ROUTE_WIDTH)
    return tag(
        "g",
        title(f"Move {number}: {drawn.label(one)} to {drawn.label(other)}"),
        path_element(_way(drawn, pair), colour, width),
        class_="move",
        data_source=compact(one),
        data_target=compact(other),
    )


def _pill(drawn: Map, line: MetroLine) -> str:
    lit = any(drawn.is_lit(role) for role in drawn.placed.stations if _on(drawn, role, line))
    fill = drawn.tone(line.path) if lit else drawn.theme.rule
    ink = drawn.theme.on_tone if lit else drawn.theme.ink
    top = line.y - line.pill_height / 2
    step = metro_layout.PILL_LINE
    first = line.y - (len(line.name) - 1) * step / 2 + metro_layout.PILL_FONT * 0.36
    texts = [
        line_of_text(
            text,
            metro_layout.PILL_PADDING,
            first + place * step,
            metro_layout.PILL_FONT,
            fill=ink,
            bold=True,
        )
        for place, text in enumerate(line.name)
    ]
    box = tag(
        "rect",
        x=0.0,
        y=top,
        width=float(metro_layout.PILL_WIDTH),
        height=line.pill_height,
        rx=6.0,
        fill=fill,
    )
    label = drawn.network.paths[line.path].label
    return tag("g", title(label), box, *texts, class_="name", data_id=compact(line.path))


def _on(drawn: Map, role: str, line: MetroLine) -> bool:
    return drawn.path_of(role) == line.path


def _station(drawn: Map, station: Station, changes: bool) -> str:
    theme, caption = drawn.theme, station.caption
    lit = drawn.is_lit(station.role)
    tone = drawn.tone(drawn.path_of(station.role))
    inside: tuple[str, ...] = ()
    if caption.badge:
        mark = tag("circle", cx=station.x, cy=station.y, r=ON_ROUTE, fill=theme.ink)
        inside = (badge(caption.badge, station.x, station.y, theme),)
    else:
        mark = tag(
            "circle",
            cx=station.x,
            cy=station.y,
            r=INTERCHANGE if changes else STATION,
            **rim(drawn, tone, changes),
        )
    texts = []
    y = station.y + (metro_layout.CAPTION_TOP if station.row == 0 else -LINE / 2)
    for entry in caption.entries:
        for line in entry.lines:
            texts.append(
                line_of_text(
                    line,
                    station.x + metro_layout.CAPTION_LEFT,
                    y + FONT - 1,
                    FONT,
                    fill=theme.ink if lit else theme.soft,
                    bold=entry.strong,
                )
            )
            y += LINE
        y += BETWEEN
    return tag(
        "g",
        title(caption.about),
        mark,
        *inside,
        *texts,
        class_="station",
        data_id=compact(station.role),
    )


def rim(drawn: Map, tone: str, changes: bool) -> dict[str, str | float]:
    """Return how a station is drawn that no route passes."""
    theme = drawn.theme
    colour = theme.ink if changes else tone
    return {
        "fill": theme.surface,
        "stroke": colour if drawn.route is None else theme.pale(tone, 0.6),
        "stroke_width": 3.0 if changes else 2.5,
    }


def badge(text: str, x: float, y: float, theme: Theme) -> str:
    """Return what stands in a station of the route: its number, or the start's dot."""
    if text == START:
        return tag("circle", cx=x, cy=y, r=4.5, fill=theme.page)
    return line_of_text(text, x, y + 4.5, 12, fill=theme.page, bold=True, middle=True)
