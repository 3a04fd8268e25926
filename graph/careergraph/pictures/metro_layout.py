"""Place a metro map: a line per career path, a column per level, a station per role.

Left of the stations of a column runs a corridor. Only it and the gaps between the lines have
tracks for what leads from one line to another, and no caption stands there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from careergraph.network import CareerNetwork
from careergraph.pictures.captions import LINE, WIDTH, Caption
from careergraph.views.model import Point
from careergraph.views.text import wrap

PILL_WIDTH = 138
PILL_FONT = 12.5
PILL_LINE = 15
PILL_PADDING = 10
"""Left and right of a career path's name; above and below it is half of that."""
LEADER = 14
"""From a career path's name to the first corridor."""
TRACK = 9
"""Between two tracks of a corridor or a gap."""
HOP_TRACKS = 2
"""That a move takes in a corridor, since its line is broad."""
CLEAR = 16
"""Between a station's middle and the nearest track beside it."""
CAPTION_LEFT = 13
"""From a station's middle to its caption."""
CAPTION_TOP = 15
"""From a station's middle to its caption, where the line runs between them."""
LANE_GAP = 14
STATION_GAP = 12
"""Between the stations of one cell, captions included."""
COLUMN_GAP = 12
MOST_TRACKS = 7
"""Of interchanges in one corridor; those that find no track are not drawn, and counted."""

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Station:
    """Where a role stands; `row` is its place in its cell, from 0."""

    role: str
    lane: int
    column: int
    row: int
    x: float
    y: float
    caption: Caption


@dataclass(frozen=True, slots=True)
class MetroLine:
    """A career path: its name in lines, the middle of its pill, and its stations' middles."""

    path: str
    name: tuple[str, ...]
    y: float
    pill_height: float


@dataclass(frozen=True, slots=True)
class Metro:
    """The placed map.

    Attributes
    ----------
    lines : tuple of MetroLine
        In the order of the career paths.
    stations : mapping of str to Station
        By the role's IRI.
    columns : tuple of float
        Where the stations of each level stand.
    links : mapping of (str, str) to tuple of Point
        The way of each interchange that is drawn, from station to station.
    hops : mapping of (str, str) to tuple of Point
        The way of each move that leaves its line.
    width, height : float
    """

    lines: tuple[MetroLine, ...]
    stations: Mapping[str, Station]
    columns: tuple[float, ...]
    links: Mapping[Pair, tuple[Point, ...]]
    hops: Mapping[Pair, tuple[Point, ...]]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Cell:
    lane: int
    column: int
    row: int


def place(
    network: CareerNetwork,
    captions: Mapping[str, Caption],
    links: Iterable[Pair],
    hops: Sequence[Pair],
) -> Metro:
    """Return where everything on a metro map stands, below and right of (0, 0).

    Parameters
    ----------
    network : CareerNetwork
    captions : mapping of str to Caption
        By the role's IRI.
    links : iterable of (str, str)
        Pairs of roles of one level between which one can change.
    hops : sequence of (str, str)
        Moves that leave their line, from the one role to the other.
    """
    cells = _cells(network)
    tracks = _link_tracks(cells, links)
    hops = list(dict.fromkeys(hops))
    nearest = [0] * len(network.levels)
    hop_tracks: dict[tuple[Pair, int], int] = {}
    for pair in hops:
        for column in dict.fromkeys(cells[role].column for role in pair):
            hop_tracks[pair, column] = nearest[column]
            nearest[column] += HOP_TRACKS
    tracks = {pair: nearest[cells[pair[0]].column] + n for pair, n in tracks.items()}
    most = list(nearest)
    for pair, track in tracks.items():
        column = cells[pair[0]].column
        most[column] = max(most[column], track + 1)
    columns, left = [], float(PILL_WIDTH + LEADER)
    for count in most:
        columns.append(left + count * TRACK + CLEAR)
        left = columns[-1] + CAPTION_LEFT + WIDTH + COLUMN_GAP
    gap_of = {pair: gap for pair in hops if (gap := _gap(cells, pair)) is not None}
    lines, ys, gaps, height = _rows(network, cells, captions, list(gap_of.values()))
    stations = {
        role: Station(
            role, cell.lane, cell.column, cell.row, columns[cell.column], ys[role], captions[role]
        )
        for role, cell in cells.items()
    }

    def at(column: int, track: int) -> float:
        return columns[column] - CLEAR - track * TRACK

    return Metro(
        lines=tuple(lines),
        stations=stations,
        columns=tuple(columns),
        links={
            pair: _bracket(stations, pair, at(cells[pair[0]].column, track))
            for pair, track in tracks.items()
        },
        hops={
            pair: _hop(
                stations,
                pair,
                [at(cells[role].column, hop_tracks[pair, cells[role].column]) for role in pair],
                None if pair not in gap_of else gaps[gap_of[pair]] + TRACK * _turn(gap_of, pair),
            )
            for pair in hops
        },
        width=left - COLUMN_GAP,
        height=height,
    )


def _cells(network: CareerNetwork) -> dict[str, _Cell]:
    lane_of = {path: index for index, path in enumerate(network.paths)}
    column_of = {level: index for index, level in enumerate(network.levels)}
    filled: dict[tuple[int, int], int] = {}
    cells = {}
    for role in network.roles.values():
        at = (lane_of[role.path], column_of[role.level])
        cells[role.iri] = _Cell(*at, filled.get(at, 0))
        filled[at] = cells[role.iri].row + 1
    return cells


def _link_tracks(cells: Mapping[str, _Cell], links: Iterable[Pair]) -> dict[Pair, int]:
    """Return the track of each interchange, the shortest ones nearest to the stations."""

    def span(pair: Pair) -> tuple[tuple[int, int], ...]:
        return tuple(sorted((cells[role].lane, cells[role].row) for role in pair))

    taken: dict[int, list[list[tuple[tuple[int, int], ...]]]] = {}
    tracks: dict[Pair, int] = {}
    for pair in sorted(links, key=lambda p: (span(p)[1][0] - span(p)[0][0], span(p), p)):
        column = taken.setdefault(cells[pair[0]].column, [])
        low, high = span(pair)
        free = (
            number
            for number, spans in enumerate(column)
            if all(high < other[0] or other[1] < low for other in spans)
        )
        track = next(free, len(column))
        if track == MOST_TRACKS:
            continue
        if track == len(column):
            column.append([])
        column[track].append((low, high))
        tracks[pair] = track
    return tracks


def _gap(cells: Mapping[str, _Cell], pair: Pair) -> int | None:
    """Return the gap that a move to another column runs along: gap n is above line n."""
    one, other = (cells[role] for role in pair)
    if one.column == other.column:
        return None
    return other.lane if other.lane > one.lane else other.lane + 1


def _turn(gap_of: Mapping[Pair, int], pair: Pair) -> int:
    """Return how many moves before this one run along the same gap."""
    same = [other for other, gap in gap_of.items() if gap == gap_of[pair]]
    return same.index(pair)


def _rows(
    network: CareerNetwork,
    cells: Mapping[str, _Cell],
    captions: Mapping[str, Caption],
    used: Sequence[int],
) -> tuple[list[MetroLine], dict[str, float], list[float], float]:
    """Return the lines, the height of each station, the first track of each gap, and the end."""
    lines: list[MetroLine] = []
    ys: dict[str, float] = {}
    gaps: list[float] = []
    top = 0.0
    for lane, path in enumerate(network.paths.values()):
        gaps.append(top + LANE_GAP / 2)
        top += LANE_GAP + TRACK * used.count(lane)
        name = wrap(path.label, PILL_WIDTH - 2 * PILL_PADDING, PILL_FONT, most=8, bold=True)
        pill = len(name) * PILL_LINE + PILL_PADDING
        y = top + pill / 2
        lines.append(MetroLine(path.iri, name, y, pill))
        bottoms = dict.fromkeys(range(len(network.levels)), y)
        for role, cell in cells.items():
            if cell.lane != lane:
                continue
            height = captions[role].height
            if cell.row == 0:
                ys[role] = y
                bottoms[cell.column] = y + CAPTION_TOP + height
            else:
                ys[role] = bottoms[cell.column] + STATION_GAP + LINE / 2
                bottoms[cell.column] = ys[role] - LINE / 2 + max(height, LINE)
        top = max(y + pill / 2, *bottoms.values())
    gaps.append(top + LANE_GAP / 2)
    return lines, ys, gaps, top + LANE_GAP + TRACK * used.count(len(lines))


def _bracket(stations: Mapping[str, Station], pair: Pair, x: float) -> tuple[Point, ...]:
    one, other = (stations[role] for role in pair)
    return ((one.x, one.y), (x, one.y), (x, other.y), (other.x, other.y))


def _hop(
    stations: Mapping[str, Station], pair: Pair, xs: Sequence[float], gap: float | None
) -> tuple[Point, ...]:
    if gap is None:
        return _bracket(stations, pair, xs[0])
    one, other = (stations[role] for role in pair)
    return (
        (one.x, one.y),
        (xs[0], one.y),
        (xs[0], gap),
        (xs[1], gap),
        (xs[1], other.y),
        (other.x, other.y),
    )
