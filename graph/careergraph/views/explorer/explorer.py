"""The explorer: a whole taxonomy in one offline page, drawn one neighbourhood at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from careergraph.names import find
from careergraph.network import CareerNetwork, Labelled, Progression, Requirement, Transfer
from careergraph.views.document import Document
from careergraph.views.explorer.atlas import Atlas, make_atlas, numbers, statements
from careergraph.views.explorer.hierarchy import Hierarchy
from careergraph.views.explorer.pack import pack
from careergraph.views.explorer.sections import HOME, SECTIONS, Surroundings
from careergraph.views.offline import (
    inert_json,
    own_script,
    own_style,
    packed,
    policy,
    template,
    vis_script,
)
from careergraph.views.strings import ARABIC, EXPLORER_ARABIC

if TYPE_CHECKING:
    from pyvis.network import Network

SCRIPTS = (
    "pack.js",
    "explorer_start.js",
    "words.js",
    "explorer_theme.js",
    "explorer_atlas.js",
    "explorer_origins.js",
    "explorer_sections.js",
    "explorer_filters.js",
    "explorer_search.js",
    "surfaces.js",
    "explorer_depth.js",
    "explorer_layout.js",
    "explorer_tree.js",
    "explorer_paint.js",
    "explorer_drawing.js",
    "explorer_picture.js",
    "explorer_lists.js",
    "explorer_compare.js",
    "explorer_table.js",
    "share.js",
    "explorer_state.js",
)
"""The page's own modules, in the order in which they run."""

MOST_BYTES = 1_000_000
"""What a page may take; texts that would exceed it are left out, and the page says so."""

_ROOM_TO_SAY = 200
"""Bytes, at most, of an element for more texts, and of the words that it is left out."""

OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"randomSeed": 1, "improvedLayout": False},
    "interaction": {
        "hover": True,
        "dragNodes": False,
        "dragView": False,
        "zoomView": False,
        "selectConnectedEdges": False,
        "tooltipDelay": 1_000_000,
    },
    "nodes": {"shape": "box", "physics": False},
    "edges": {"smooth": False},
}


def explorer(network: CareerNetwork, hierarchy: Hierarchy | None = None) -> Explorer:
    """Return the page that holds a whole network, of any size that fits.

    Parameters
    ----------
    network : CareerNetwork
    hierarchy : Hierarchy, optional
        The groups to drill down by; `read_hierarchy` asks a graph for it. Without one, the career
        paths are the groups.

    Examples
    --------
    >>> import careergraph as cg
    >>> page = cg.load().view("explorer")
    >>> page
    <Explorer 'AI career roadmap': 30 roles, 59 skills, 163 relations>
    """
    return Explorer(network, hierarchy or Hierarchy())


@dataclass(frozen=True, repr=False)
class Explorer(Document):
    """A page that holds every role, skill and relation of a network.

    Parameters
    ----------
    shown : CareerNetwork
        What the page holds.
    hierarchy : Hierarchy
        The groups above and beside it.
    """

    shown: CareerNetwork
    hierarchy: Hierarchy = field(default_factory=Hierarchy)

    @property
    def title(self) -> str:
        """The title of the graph."""
        return self.shown.title

    @cached_property
    def atlas(self) -> Atlas:
        """What the page holds, in numbers."""
        return make_atlas(self.shown, self.hierarchy)

    @cached_property
    def html(self) -> str:
        """The whole page as one HTML document that needs no network."""
        extras: dict[str, str] = {}
        left_out: list[str] = []
        # The page names what it lacks, which takes some room too.
        room = MOST_BYTES - len(_render(self.atlas, {}, []).encode()) - _ROOM_TO_SAY
        for name, key, texts in _extras(self.shown, numbers(self.shown, self.hierarchy)):
            if any(texts):
                more = packed(json.dumps(texts, ensure_ascii=False, separators=(",", ":")).encode())
                if len(more) <= room:
                    extras[key] = more
                    room -= len(more) + _ROOM_TO_SAY
                else:
                    left_out.append(name)
        return _render(self.atlas, extras, left_out)

    def network(self, name: str = "") -> Network:
        """Return what the page draws first around a role, skill or career path, in plain pyvis.

        Parameters
        ----------
        name : str, optional
            An IRI, or a name as people type it; the page's start without one.

        Raises
        ------
        UnknownNameError, AmbiguousNameError
        """
        from pyvis.network import Network

        number = numbers(self.shown, self.hierarchy)
        iris = dict(enumerate(number))
        centre = number.get(name, HOME)
        if name and centre == HOME:
            centre = number[find(self.shown, _kind(self.shown, name), name)]
        made = Network(directed=True, height="100vh", cdn_resources="in_line")
        nodes = [_node(self.atlas, iris, centre, 0, 0)]
        edges = []
        for section, listed in Surroundings(self.atlas).around(centre):
            for row, other in enumerate(listed[: section.most]):
                nodes.append(_node(self.atlas, iris, other, section.column, row))
                ends = (other, centre) if section.inward else (centre, other)
                edges.append(
                    {
                        "from": iris.get(ends[0], ""),
                        "to": iris.get(ends[1], ""),
                        "kind": section.relation,
                        "arrows": "to",
                    }
                )
        by_id = {node["id"]: node for node in reversed(nodes)}
        made.nodes = list(reversed(by_id.values()))
        made.node_ids = [node["id"] for node in made.nodes]
        made.node_map = {node["id"]: node for node in made.nodes}
        made.edges = edges
        made.options = deepcopy(OPTIONS)
        return made

    def __repr__(self) -> str:
        atlas = self.atlas
        return (
            f"<Explorer {self.title!r}: {atlas.roles} roles, {atlas.skills} skills, "
            f"{atlas.relations} relations>"
        )


def _kind(network: CareerNetwork, name: str) -> str:
    """Return the kind of thing that a name means: a role before a skill."""
    from careergraph.errors import UnknownNameError

    try:
        find(network, "role", name)
    except UnknownNameError:
        return "skill"
    return "role"


def _node(
    atlas: Atlas, iris: dict[int, str], concept: int, column: int, row: int
) -> dict[str, Any]:
    return {
        "id": iris.get(concept, ""),
        "label": atlas.title if concept == HOME else atlas.labels[concept],
        "x": 260 * column,
        "y": 40 * row,
        "shape": "box",
        "physics": False,
    }


def _extras(
    network: CareerNetwork, number: Mapping[str, int]
) -> Iterable[tuple[str, str, list[Any]]]:
    """Return what a page holds if there is room, the most useful first: name, key and texts."""
    stated = statements(network, number)
    roles: list[Labelled] = list(network.roles.values())
    skills: list[Labelled] = list(network.skills.values())
    yield "other names of roles", "role-names", [list(one.alt_labels) for one in roles]
    yield "definitions of roles", "role-definitions", [one.definition or "" for one in roles]
    yield "other names of skills", "skill-names", [list(one.alt_labels) for one in skills]
    yield "definitions of skills", "skill-definitions", [one.definition or "" for one in skills]
    yield "reasons of transfers", "reasons", [_reason(one) for one in stated]
    yield "places in the source", "places", [one.provenance.place or "" for one in stated]
    yield "addresses (IRIs)", "iris", [one.iri for one in (*roles, *skills)]


def _reason(statement: Requirement | Progression | Transfer) -> str:
    return statement.rationale if isinstance(statement, Transfer) else ""


def _render(atlas: Atlas, extras: dict[str, str], left_out: list[str]) -> str:
    vis, own, style = (
        vis_script(),
        own_script(SCRIPTS),
        own_style("palette.css", "explorer_page.css", "explorer.css"),
    )
    return template("explorer.html.j2").render(
        atlas=atlas,
        extras=extras,
        left_out=left_out,
        policy=policy([vis, own], style),
        data=inert_json(
            {
                "name": "explorer",
                "title": atlas.title,
                "relations": atlas.relations,
                "options": OPTIONS,
                "sections": [asdict(one) for one in SECTIONS],
                "words": {"ar": ARABIC | EXPLORER_ARABIC},
            }
        ),
        pack=packed(pack(atlas)),
        vis=packed(vis.encode()),
        own=own,
        style=style,
    )
