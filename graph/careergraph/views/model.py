"""The view model: what a page shows, as ordered data that says where everything stands.

A view is plain data without behaviour: the layout fills it, the renderer draws it, and the table
twin states it. Lengths are in canvas units, which are pixels at a scale of one; `x` and `y` are a
box's centre, y grows downward. The same graph gives the same view.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from careergraph.views.planning import Planning

VERSION = 2
"""Version of the view model's form, part of every page and of `View.to_dict`."""

Point = tuple[float, float]


class NodeKind(StrEnum):
    """The kinds of node."""

    ROLE = "role"
    SKILL = "skill"


class EdgeKind(StrEnum):
    """The kinds of edge: the three relations, and the moves of a route."""

    LEADS_TO = "leads to"
    REQUIRES = "requires"
    TRANSFERS_TO = "transfers to"
    MOVES_TO = "moves to"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to say about a node: a term and a text."""

    term: str
    text: str


@dataclass(frozen=True, slots=True)
class ViewNode:
    """A box of the picture.

    Parameters
    ----------
    id : str
        CURIE of what it shows, or its IRI.
    kind : NodeKind
    label : str
        The full label.
    lines : tuple of str
        The label as drawn: wrapped, and cut with an ellipsis where it is very long.
    x, y, width, height : float
    lane : int
        Index of its lane; in the matrix a career path, or that of skills that no role requires.
    column : int
        Index of its column; in the matrix a level.
    group : int
        Index of its group, which gives it its colour and by which readers hide it.
    facts : tuple of Fact
        What the panel and the table say of it.
    lit : bool
        Whether it stands out; in a route view, whether it is part of the route.
    badge : str
        A mark of at most three characters, such as its number on a route; may be empty.
    """

    id: str
    kind: NodeKind
    label: str
    lines: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float
    lane: int
    column: int
    group: int
    facts: tuple[Fact, ...]
    lit: bool = True
    badge: str = ""


@dataclass(frozen=True, slots=True)
class ViewEdge:
    """A line of the picture, from one node to another.

    Parameters
    ----------
    id : str
        Its kind and number, unique in the view.
    statement : str
        CURIE of the statement that it shows; empty where the graph does not state it.
    kind : EdgeKind
    source, target : str
        Node ids.
    why : str
        The reason for the statement, in words.
    origin : str
        What the statement rests on: evidence, source document, who asserts it.
    place : str
        Where in its source it stands, and any doubt.
    strength : str
        Of a transfer, its strength and what it saves; else empty.
    evidence : str
        The kind of evidence, by which readers filter; empty where none is stated.
    doubtful : bool
        Whether the graph states a doubt about it.
    points : tuple of Point
        The line, from the edge of one box to the edge of the other.
    lit : bool
        Whether it stands out at first sight.
    """

    id: str
    statement: str
    kind: EdgeKind
    source: str
    target: str
    why: str
    origin: str
    place: str
    strength: str
    evidence: str
    doubtful: bool
    points: tuple[Point, ...]
    lit: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """One row; `tone` is the index of its band's colour, or None where it has no band.

    A lane or column with an empty label has no heading.
    """

    label: str
    top: float
    height: float
    tone: int | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column; in the matrix, `rank` is its level's, or None where levels have none."""

    label: str
    rank: int | None
    left: float
    width: float


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes of one colour, shown and hidden together; `tone` is the index of the colour."""

    label: str
    tone: int


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a section's list; `node` is the id of the node it is about, if any."""

    text: str
    detail: str = ""
    node: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page's summary: what is said before anything is chosen."""

    heading: str
    text: str
    items: tuple[Item, ...] = ()
    node: str = ""


@dataclass(frozen=True, slots=True)
class Axes:
    """What a lane, a column and a group are called in this view, each in the singular."""

    lane: str = "Row"
    column: str = "Column"
    group: str = "Colour"


@dataclass(frozen=True, slots=True)
class View:
    """A whole page: nodes, edges, the rows and columns they stand in, and what is said of them.

    Parameters
    ----------
    name : str
        Name of the view, one of `careergraph.views.page.VIEWS`.
    title, subtitle : str
    width, height : float
        Of the drawing; its top left corner is (0, 0).
    columns : tuple of Column
        At least one, from left to right.
    lanes : tuple of Lane
        At least one, from top to bottom.
    groups : tuple of Group
        In the legend's order; in the matrix the career paths.
    nodes : tuple of ViewNode
        By lane, column and place in the cell.
    edges : tuple of ViewEdge
    summary : tuple of Section
    planning : Planning or str
        What the page plans routes with, or why it cannot; empty where it offers no planning.
    axes : Axes
        How the legend and the headings call lanes, columns and groups.
    language : str
        The tag of the language that labels were asked for in.
    version : int
        Of the form of this data.
    """

    name: str
    title: str
    subtitle: str
    width: float
    height: float
    columns: tuple[Column, ...]
    lanes: tuple[Lane, ...]
    groups: tuple[Group, ...]
    nodes: tuple[ViewNode, ...]
    edges: tuple[ViewEdge, ...]
    summary: tuple[Section, ...]
    planning: Planning | str = ""
    axes: Axes = Axes()
    language: str = "en"
    version: int = VERSION

    def to_dict(self) -> dict[str, Any]:
        """Return the view as plain dictionaries, lists, strings and numbers."""
        return dataclasses.asdict(self)
