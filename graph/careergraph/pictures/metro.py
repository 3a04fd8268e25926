"""The metro map: career paths as lines, roles as stations, and where one can change."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from careergraph.network import CareerNetwork
from careergraph.pictures import frame, metro_layout
from careergraph.pictures.captions import WIDTH, captions, is_crowded
from careergraph.pictures.interchanges import interchanges
from careergraph.pictures.metro_drawing import (
    INTERCHANGE,
    LINE_WIDTH,
    LINK_WIDTH,
    ON_ROUTE,
    ROUTE_WIDTH,
    SAME_PATH_WIDTH,
    Map,
    badge,
    body,
    dot,
    link_colour,
    path_element,
    rim,
)
from careergraph.pictures.metro_layout import Pair
from careergraph.pictures.svg import document, tag
from careergraph.pictures.themes import Theme
from careergraph.pictures.words import about_route, counted, drawn_part, listed
from careergraph.routes.result import Route

LEAST_WIDTH = 560
"""Of the map, so that title and legend have room beside few stations."""


def metro(
    network: CareerNetwork, route: Route | None, theme: Theme, *, part_of: CareerNetwork
) -> str:
    """Return the metro map of a network as SVG, with a route lit where there is one.

    Parameters
    ----------
    network : CareerNetwork
        What is drawn.
    route : Route or None
    theme : Theme
    part_of : CareerNetwork
        What it is a part of; what is left out is said.
    """
    found = captions(network, route)
    changes = interchanges(network)
    moves = [] if route is None else [(a.iri, b.iri) for a, b in pairwise(route.roles)]
    leading = [(step.earlier, step.later) for step in network.progressions]
    hops = [
        (one, other)
        for one, other in (*moves, *leading)
        if network.roles[one].path != network.roles[other].path
    ]
    links = [] if is_crowded(network) else [(change.one, change.other) for change in changes]
    drawn = Map(network, theme, metro_layout.place(network, found, links, hops), route, changes)
    return _document(drawn, part_of, moves, leading)


def _document(drawn: Map, part_of: CareerNetwork, moves: list[Pair], leading: list[Pair]) -> str:
    network, theme, placed, route = drawn.network, drawn.theme, drawn.placed, drawn.route
    room = max(placed.width, LEAST_WIDTH)
    name = network.title if route is None else f"{route.origin} to {route.target.label}"
    shown = drawn_part(network, part_of)
    about = _about(network, shown) if route is None else about_route(route, network.title)
    levels = frame.headings(network, placed.columns, WIDTH + 8, theme)
    map_ = frame.Part(tuple(body(drawn, moves, leading)), placed.height)
    guides = [
        tag("line", x1=x, y1=-6.0, x2=x, y2=placed.height, stroke=theme.rule, stroke_width=1.0)
        for x in placed.columns
    ]
    left_out = len(drawn.changes) - len(placed.links)
    said = [] if route is None or network is part_of else [shown]
    if left_out and placed.links:
        all_ = f"{len(drawn.changes):,} interchanges"
        said.append(f"{len(placed.links):,} of {all_} are drawn; the others found no room.")
    elements, height = frame.stack(
        (
            (frame.paragraph(name, room, frame.TITLE_FONT, fill=theme.ink, bold=True), 18),
            (frame.paragraph(about, room, frame.TEXT_FONT, fill=theme.soft), 4),
            (levels, 20),
            (frame.Part((tag("g", *guides), *map_.elements), map_.height), 8),
            (frame.legend(_samples(drawn), room, theme), 4),
            (frame.notes(network, said, room, theme), 6),
        )
    )
    width = room + 2 * frame.MARGIN
    height += 18
    page = tag("rect", x=0.0, y=0.0, width=width, height=height, fill=theme.page)
    said_aloud = " ".join((about, *said, *_sentences(drawn)))
    return document((page, *elements), width=width, height=height, name=name, about=said_aloud)


def _about(network: CareerNetwork, shown: str) -> str:
    if is_crowded(network):
        return f"{shown} Each station is a role."
    return f"{shown} Each station is a role, with the skills that it adds."


def _samples(drawn: Map) -> Iterable[frame.Sample]:
    theme, route = drawn.theme, drawn.route
    colour = theme.lead if route is None else theme.pale(theme.lead, 0.45)

    def bar(width: float, fill: str) -> str:
        return path_element(((4, 0), (26, 0)), fill, width)

    if drawn.network.progressions:
        yield frame.Sample(bar(LINE_WIDTH, colour), 30, "a role leads to the next level")
    else:
        text = "a career path; nothing states that one role leads to the next"
        yield frame.Sample(bar(SAME_PATH_WIDTH, colour), 30, text)
    if route is not None:
        mark = tag("circle", cx=11.0, cy=0.0, r=ON_ROUTE - 1, fill=theme.ink)
        yield frame.Sample(
            mark + badge("1", 11, 0, theme), 22, "a move of the route, with what is learnt for it"
        )
        if any(pair in drawn.placed.hops for pair in _moves(route)):
            yield frame.Sample(bar(ROUTE_WIDTH, theme.ink), 30, "onto another career path")
    if drawn.placed.links:
        ink = link_colour(drawn)
        ends = "".join(dot(x, 0.0, ink, theme) for x in (4.0, 24.0))
        text = "one can change career path at this level, and something carries over"
        yield frame.Sample(path_element(((4, 0), (24, 0)), ink, LINK_WIDTH) + ends, 28, text)
    elif drawn.changes:
        ring = tag("circle", cx=11.0, cy=0.0, r=INTERCHANGE, **rim(drawn, theme.lead, True))
        yield frame.Sample(ring, 22, "one can change career path here, and something carries over")


def _moves(route: Route) -> list[Pair]:
    return [(one.iri, other.iri) for one, other in pairwise(route.roles)]


def _sentences(drawn: Map) -> Iterable[str]:
    """Yield what the map says, for whoever does not see it."""
    network = drawn.network
    for path in network.paths.values():
        roles = [role.label for role in network.roles.values() if role.path == path.iri]
        yield f"{path.label}: {listed(roles)}."
    if drawn.route is not None:
        for station in drawn.placed.stations.values():
            if station.caption.badge:
                yield f"{station.caption.about}."
    elif drawn.placed.links:
        pairs = [f"{drawn.label(a)} and {drawn.label(b)}" for a, b in drawn.placed.links]
        yield f"{counted(len(pairs), 'interchange')}: {listed(pairs)}."
    else:
        yield f"{counted(len(drawn.changes), 'interchange')}."
