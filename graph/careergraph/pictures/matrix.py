"""The level matrix as a picture: the boxes and lines of the page, on paper."""

from __future__ import annotations

from collections.abc import Iterable

from careergraph.network import CareerNetwork
from careergraph.pictures import frame
from careergraph.pictures.svg import document, line_of_text, rounded, tag, title
from careergraph.pictures.themes import Theme, mix
from careergraph.pictures.words import about_route, counted, drawn_part, listed
from careergraph.routes.result import Route
from careergraph.views import layout
from careergraph.views.matrix import matrix as matrix_view
from careergraph.views.model import EdgeKind, Lane, NodeKind, View, ViewEdge, ViewNode
from careergraph.views.route import route as route_view
from careergraph.views.text import wrap

NAME_WIDTHS = range(112, 241, 16)
"""Widths of the strip with the names of career paths that are tried, the narrowest first."""
NAME_FONT = 12.5
NAME_LINE = 15
NAME_PADDING = 10
BAND = 0.075
"""How much of a career path's colour its band has."""
PALE = 0.35
"""What is left of a colour where a route is lit that it is no part of."""
WHAT = "Under each role stand the skills that it adds."
QUIET = 0.14
"""What is left of it in the box of a role beside the route, so that its name can be read."""
RADIUS = 5
WIDTHS = {
    EdgeKind.LEADS_TO: 1.6,
    EdgeKind.REQUIRES: 1.2,
    EdgeKind.TRANSFERS_TO: 1.0,
    EdgeKind.MOVES_TO: 3.5,
}
HEADS = {EdgeKind.LEADS_TO: 8.0, EdgeKind.TRANSFERS_TO: 5.0, EdgeKind.MOVES_TO: 13.0}
"""Lengths of arrowheads."""


def matrix(
    network: CareerNetwork, route: Route | None, theme: Theme, *, part_of: CareerNetwork
) -> str:
    """Return the matrix of a network as SVG, with a route lit where there is one.

    Parameters
    ----------
    network : CareerNetwork
        What is drawn.
    route : Route or None
    theme : Theme
    part_of : CareerNetwork
        What it is a part of; what is left out is said.
    """
    view = matrix_view(network) if route is None else route_view(network, route)
    strip, names = _names(view)
    room = strip + view.width
    shown = drawn_part(network, part_of)
    about = f"{shown} {WHAT}" if route is None else about_route(route, network.title)
    lefts = [strip + column.left for column in view.columns]
    levels = frame.headings(network, lefts, layout.BOX_WIDTH, theme)
    lit = {node.lane for node in view.nodes if node.lit and node.kind is NodeKind.ROLE}
    lit |= set(range(len(view.lanes))) if route is None else set()
    lanes = [
        _lane(lane, lines, strip, room, theme, lit=place in lit)
        for place, (lane, lines) in enumerate(zip(view.lanes, names, strict=True))
    ]
    drawing = frame.moved((*_edges(view, theme), *_nodes(view, theme)), strip, 0)
    said = [] if route is None or network is part_of else [shown]
    elements, height = frame.stack(
        (
            (frame.paragraph(view.title, room, frame.TITLE_FONT, fill=theme.ink, bold=True), 18),
            (frame.paragraph(about, room, frame.TEXT_FONT, fill=theme.soft), 4),
            (levels, 18),
            (frame.Part((*lanes, drawing), view.height), 0),
            (frame.legend(_samples(view, theme), room, theme), 4),
            (frame.notes(network, said, room, theme), 6),
        )
    )
    width = room + 2 * frame.MARGIN
    height += 18
    page = tag("rect", x=0.0, y=0.0, width=width, height=height, fill=theme.page)
    said_aloud = " ".join((about, *said, *_sentences(view)))
    return document(
        (page, *elements), width=width, height=height, name=view.title, about=said_aloud
    )


def _names(view: View) -> tuple[float, list[tuple[str, ...]]]:
    """Return the narrowest strip in which every career path's name fits, and their lines."""
    for strip in NAME_WIDTHS:
        wrapped = [
            wrap(lane.label, strip - 2 * NAME_PADDING, NAME_FONT, most=_most(lane), bold=True)
            for lane in view.lanes
        ]
        whole = (
            " ".join(lines) == " ".join(lane.label.split())
            for lane, lines in zip(view.lanes, wrapped, strict=True)
        )
        if all(whole):
            break
    return float(strip), wrapped


def _most(lane: Lane) -> int:
    return max(1, int((lane.height - 4) // NAME_LINE))


def _lane(
    lane: Lane, lines: tuple[str, ...], strip: float, room: float, theme: Theme, *, lit: bool
) -> str:
    tone = theme.tone(lane.tone or 0)
    fill, ink = (tone, theme.on_tone) if lit else (theme.rule, theme.ink)
    first = lane.top + lane.height / 2 - (len(lines) - 1) * NAME_LINE / 2 + NAME_FONT * 0.36
    texts = [
        line_of_text(line, NAME_PADDING, first + place * NAME_LINE, NAME_FONT, fill=ink, bold=True)
        for place, line in enumerate(lines)
    ]
    band = tag(
        "rect",
        x=strip - 12,
        y=lane.top,
        width=room - strip + 12,
        height=lane.height,
        fill=mix(tone, theme.page, BAND),
    )
    name = tag("rect", x=0.0, y=lane.top, width=strip - 12, height=lane.height, rx=3.0, fill=fill)
    return tag("g", title(lane.label), band, name, *texts, class_="lane")


def _edges(view: View, theme: Theme) -> Iterable[str]:
    """Yield the lines, those that stand out last."""
    tones = {node.id: theme.tone(view.groups[node.group].tone) for node in view.nodes}
    labels = {node.id: node.label for node in view.nodes}
    quiet = view.name == "route"
    for edge in sorted(view.edges, key=lambda edge: (edge.lit, edge.kind is EdgeKind.LEADS_TO)):
        said = f"{labels[edge.source]} {edge.kind.value} {labels[edge.target]}"
        colour = _colour(edge, tones[edge.source], theme, quiet)
        width = WIDTHS[edge.kind] * (2 if edge.lit and edge.kind is EdgeKind.TRANSFERS_TO else 1)
        line = tag(
            "path",
            d=rounded(edge.points, RADIUS),
            fill="none",
            stroke=colour,
            stroke_width=width,
        )
        yield tag(
            "g",
            title(said),
            line,
            *_head(edge, colour),
            class_=edge.kind.value.replace(" ", "-"),
            data_source=edge.source,
            data_target=edge.target,
        )


def _colour(edge: ViewEdge, tone: str, theme: Theme, quiet: bool) -> str:
    faint = quiet and not edge.lit
    if edge.kind is EdgeKind.MOVES_TO:
        return theme.ink
    if edge.kind is EdgeKind.TRANSFERS_TO:
        return theme.accent if edge.lit else theme.pale(theme.accent, 0.15 if faint else 0.5)
    if edge.kind is EdgeKind.REQUIRES:
        return theme.pale(tone, 0.25 if faint else 0.6)
    return theme.pale(theme.lead, 0.4) if faint else theme.lead


def _head(edge: ViewEdge, colour: str) -> tuple[str, ...]:
    """Return a line's arrowhead; lines run upright or level, and so do their ends."""
    size = HEADS.get(edge.kind)
    if size is None:
        return ()
    (x0, y0), (x, y) = edge.points[-2:]
    right, down = (x > x0) - (x < x0), (y > y0) - (y < y0)
    half = size * 0.42
    corners = (
        (x, y),
        (x - right * size - down * half, y - down * size - right * half),
        (x - right * size + down * half, y - down * size + right * half),
    )
    points = " ".join(f"{a:.1f},{b:.1f}" for a, b in corners)
    return (tag("polygon", points=points, fill=colour),)


def _nodes(view: View, theme: Theme) -> Iterable[str]:
    for node in view.nodes:
        tone = theme.tone(view.groups[node.group].tone)
        role = node.kind is NodeKind.ROLE
        left, top = node.x - node.width / 2, node.y - node.height / 2
        fill, ink = (tone, theme.on_tone) if role else (theme.surface, theme.ink)
        if not node.lit:
            fill = theme.pale(tone, QUIET) if role else theme.page
            ink = theme.soft
        border = tone if node.lit else theme.pale(tone, PALE)
        box = tag(
            "rect",
            x=left,
            y=top,
            width=node.width,
            height=node.height,
            rx=5.0,
            fill=fill,
            stroke=None if role else theme.pale(border, 0.75),
        )
        edge = (
            ()
            if role
            else (tag("rect", x=left, y=top + 3, width=3.0, height=node.height - 6, fill=border),)
        )
        yield tag(
            "g",
            title(node.label),
            box,
            *edge,
            *_label(node, left, ink),
            *_badge(node, left, top, theme),
            class_=node.kind.value,
            data_id=node.id,
        )


def _label(node: ViewNode, left: float, ink: str) -> list[str]:
    role = node.kind is NodeKind.ROLE
    size = layout.ROLE_FONT if role else layout.SKILL_FONT
    step = layout.ROLE_LINE if role else layout.SKILL_LINE
    first = node.y - (len(node.lines) - 1) * step / 2 + size * 0.36
    return [
        line_of_text(line, left + layout.TEXT_LEFT, first + n * step, size, fill=ink, bold=role)
        for n, line in enumerate(node.lines)
    ]


def _badge(node: ViewNode, left: float, top: float, theme: Theme) -> tuple[str, ...]:
    if not node.badge:
        return ()
    return (
        tag("circle", cx=left + 1, cy=top + 1, r=10.0, fill=theme.ink),
        line_of_text(node.badge, left + 1, top + 5.3, 12, fill=theme.page, bold=True, middle=True),
    )


def _samples(view: View, theme: Theme) -> Iterable[frame.Sample]:
    meanings = {
        EdgeKind.LEADS_TO: (theme.lead, "leads to the next level"),
        EdgeKind.REQUIRES: (theme.pale(theme.lead, 0.6), "requires"),
        EdgeKind.TRANSFERS_TO: (
            theme.pale(theme.accent, 0.7),
            "transfers to: holding the one skill shortens learning the other",
        ),
        EdgeKind.MOVES_TO: (theme.ink, "a move of the route"),
    }
    drawn = {edge.kind for edge in view.edges}
    for kind, (colour, text) in meanings.items():
        if kind in drawn:
            line = tag("path", d="M2 0L28 0", stroke=colour, stroke_width=max(WIDTHS[kind], 1.4))
            yield frame.Sample(line, 30, text)


def _sentences(view: View) -> Iterable[str]:
    """Yield what the matrix says, for whoever does not see it."""
    labels = {node.id: node.label for node in view.nodes}
    needs: dict[str, list[str]] = {}
    for edge in view.edges:
        if edge.kind is EdgeKind.REQUIRES:
            needs.setdefault(edge.source, []).append(labels[edge.target])
    for node in view.nodes:
        if node.kind is NodeKind.ROLE:
            number = f" {node.badge}." if node.badge.isdigit() else ""
            yield f"{node.label}:{number} {listed(needs.get(node.id, ['no skill']))}."
    transfers = sum(edge.kind is EdgeKind.TRANSFERS_TO for edge in view.edges)
    yield f"{counted(transfers, 'transfer')} between skills."
