"""From a view to a pyvis network, and to one self-contained HTML page.

The page holds everything that it needs, asks the network for nothing, and runs only the scripts
whose hashes its Content-Security-Policy names. Its data are never parsed as HTML: text goes
through an autoescaping template or, in scripts, through `textContent` and the canvas.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from careergraph.views.layout import ROLE_FONT, SKILL_FONT
from careergraph.views.model import EdgeKind, NodeKind, View, ViewEdge, ViewNode
from careergraph.views.offline import (
    inert_json,
    own_script,
    own_style,
    packed,
    policy,
    template,
    vis_script,
)
from careergraph.views.strings import ARABIC, PLANNING_ARABIC

if TYPE_CHECKING:
    from markupsafe import Markup
    from pyvis.network import Network

SCRIPTS = (
    "pack.js",
    "data.js",
    "words.js",
    "state.js",
    "theme.js",
    "surfaces.js",
    "paint.js",
    "graph.js",
    "headings.js",
    "lane.js",
    "panel.js",
    "compare.js",
    "filters.js",
    "matching.js",
    "search.js",
    "keyboard.js",
    "picture.js",
    "share.js",
    "guide.js",
    "address.js",
    "start.js",
)
"""The page's own modules, in the order in which they run."""

PLANNING_SCRIPTS = (
    "plan_problem.js",
    "plan_bounds.js",
    "plan_search.js",
    "plan_explain.js",
    "plan_reason.js",
    "plan_answer.js",
    "plan_choice.js",
    "plan_lines.js",
    "plan_picture.js",
    "plan_wording.js",
    "plan_route.js",
)
"""The modules of pages that plan routes, which run before the last of `SCRIPTS`."""

TONES = (
    "#1257c9", "#a8480a", "#7a1fa2", "#00695c", "#a3124f", "#4c5a12", "#37526b", "#8a3b3b",
)  # fmt: skip
"""Lane colours of the light theme, for whoever goes on with plain pyvis."""

OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"randomSeed": 1, "improvedLayout": False},
    "interaction": {
        "hover": True,
        "dragNodes": False,
        "selectConnectedEdges": False,
        "zoomView": True,
        "tooltipDelay": 1_000_000,
    },
    "nodes": {"shape": "box", "physics": False, "font": {"face": "Arial", "align": "left"}},
    "edges": {"smooth": False, "arrows": {"to": {"enabled": True, "scaleFactor": 0.5}}},
}

_DASHES: dict[EdgeKind, bool | list[int]] = {
    EdgeKind.LEADS_TO: False,
    EdgeKind.REQUIRES: [2, 3],
    EdgeKind.TRANSFERS_TO: [6, 4],
    EdgeKind.MOVES_TO: False,
}


def to_pyvis(view: View) -> Network:
    """Return a view as a plain pyvis network, with exactly its nodes and edges."""
    from pyvis.network import Network

    network = Network(directed=True, height="100vh", cdn_resources="in_line")
    network.nodes = [_pyvis_node(view, node) for node in view.nodes]
    network.node_ids = [node.id for node in view.nodes]
    network.node_map = {node["id"]: node for node in network.nodes}
    network.edges = [_pyvis_edge(edge) for edge in view.edges]
    network.options = deepcopy(OPTIONS)
    return network


def render(view: View) -> str:
    """Return a view as an HTML page; the same view gives the same text."""
    plans = not isinstance(view.planning, str)
    names = (*SCRIPTS[:-1], *(PLANNING_SCRIPTS if plans else ()), SCRIPTS[-1])
    sheets = ("palette.css", "page.css", *(("plan.css",) if view.planning else ()))
    vis, own, style = vis_script(), own_script(names), own_style(*sheets)
    return template("page.html.j2").render(
        view=view,
        filters=_filters(view),
        kinds=[*{n.kind.value: 0 for n in view.nodes}, *{e.kind.value: 0 for e in view.edges}],
        tongue=_tongue(view),
        origins=list(dict.fromkeys(edge.origin for edge in view.edges)),
        labels={node.id: node.label for node in view.nodes},
        tables=_tables(view),
        policy=policy([vis, own], style),
        data=inert_json(_page_data(view, to_pyvis(view))),
        planning=_planning(view),
        vis=packed(vis.encode()),
        own=own,
        style=style,
    )


def _tongue(view: View) -> Markup:
    """Return the attribute of elements that are labels alone, where they are not English."""
    from markupsafe import Markup

    return Markup("" if view.language == "en" else ' lang="{}"').format(view.language)


def _planning(view: View) -> str:
    """Return what the page plans routes with, packed; empty where it plans none."""
    if isinstance(view.planning, str):
        return ""
    return packed(inert_json(asdict(view.planning)).encode())


def _pyvis_node(view: View, node: ViewNode) -> dict[str, Any]:
    tone = TONES[view.groups[node.group].tone]
    role = node.kind is NodeKind.ROLE
    return {
        "id": node.id,
        "label": "\n".join(node.lines),
        "kind": node.kind.value,
        "x": node.x,
        "y": node.y,
        "shape": "box",
        "physics": False,
        "widthConstraint": {"minimum": node.width - 10},
        "heightConstraint": {"minimum": node.height - 10},
        "color": {"background": tone if role else "#ffffff", "border": tone},
        "font": {
            "size": ROLE_FONT if role else SKILL_FONT,
            "color": "#ffffff" if role else "#1b2430",
        },
    }


def _pyvis_edge(edge: ViewEdge) -> dict[str, Any]:
    return {
        "id": edge.id,
        "from": edge.source,
        "to": edge.target,
        "kind": edge.kind.value,
        "statement": edge.statement,
        "dashes": _DASHES[edge.kind],
        "arrows": "to",
    }


def _page_data(view: View, network: Network) -> dict[str, Any]:
    """Return what the page's scripts need besides the tables, in the tables' order.

    What is drawn, and where, is the pyvis network's; the view adds what pyvis has no words for:
    lanes, columns and routed lines. Both are packed, since a page has hundreds of each.
    """
    place = {node["id"]: index for index, node in enumerate(network.nodes)}
    evidence = _evidence(view)
    return {
        "version": view.version,
        "name": view.name,
        "width": view.width,
        "height": view.height,
        "columns": [[c.label, c.rank, c.left, c.width] for c in view.columns],
        "axes": [view.axes.lane, view.axes.column, view.axes.group],
        "evidence": _evidence(view),
        "words": {"ar": ARABIC | (PLANNING_ARABIC if view.planning else {})},
        "title": view.title,
        "subtitle": view.subtitle,
        "lanes": [[lane.label, lane.top, lane.height, lane.tone] for lane in view.lanes],
        "groups": [[group.label, group.tone] for group in view.groups],
        "fonts": {"role": ROLE_FONT, "skill": SKILL_FONT},
        "options": network.options,
        "nodes": [
            [
                drawn["kind"],
                node.lane,
                node.column,
                node.group,
                *(drawn["x"], drawn["y"], node.width, node.height),
                int(node.lit),
                node.badge,
                *_breaks(node),
            ]
            for drawn, node in zip(network.nodes, view.nodes, strict=True)
        ],
        "edges": [
            [
                place[drawn["from"]],
                place[drawn["to"]],
                int(edge.lit),
                evidence.index(edge.evidence),
                int(edge.doubtful),
                *_turns(edge),
            ]
            for drawn, edge in zip(network.edges, view.edges, strict=True)
        ],
    }


def _breaks(node: ViewNode) -> tuple[int | str, ...]:
    """Return the lengths of a label's lines, or the lines where they are not just its parts."""
    if " ".join(node.lines) == node.label:
        return tuple(len(line.encode("utf-16-le")) // 2 for line in node.lines)
    return node.lines


def _turns(edge: ViewEdge) -> list[float]:
    """Return a line's start and then, in turn, how far it runs across and down.

    Lines are upright or level, so that each point shares a coordinate with the one before it.
    """
    (x, y), *rest = edge.points
    turns = [x, y]
    for to_x, to_y in rest:
        if (to_x, to_y) == (x, y):
            continue
        level = to_y == y
        if level != (len(turns) % 2 == 0):
            turns.append(x if len(turns) % 2 == 0 else y)
        turns.append(to_x if level else to_y)
        x, y = to_x, to_y
    return turns


def _evidence(view: View) -> list[str]:
    return sorted({edge.evidence for edge in view.edges})


def _filters(view: View) -> list[dict[str, Any]]:
    """Return the legend: per filter its name, its heading, and value, label, mark of each entry.

    A filter that would have one entry has nothing to choose between and is left out, but for the
    relations, which explain the lines.
    """
    kinds = dict.fromkeys(edge.kind.value for edge in view.edges)
    groups = enumerate(view.groups)
    columns = enumerate(view.columns)
    filters: list[dict[str, Any]] = [
        {
            "name": "kind",
            "heading": "Relation",
            "entries": [(k, k, f"line {k.replace(' ', '-')}") for k in kinds],
        },
        {
            "name": "group",
            "heading": view.axes.group,
            "entries": [(str(at), g.label, f"tone-{g.tone}") for at, g in groups if g.label],
        },
        {
            "name": "column",
            "heading": view.axes.column,
            "entries": [(str(at), c.label, "") for at, c in columns if c.label],
        },
        {
            "name": "evidence",
            "heading": "Evidence",
            "entries": [(e, e or "not stated", "") for e in _evidence(view)],
        },
        {
            "name": "certainty",
            "heading": "Certainty",
            "entries": [
                (value, value, "")
                for value, doubtful in (("doubtful", True), ("no doubt stated", False))
                if any(edge.doubtful is doubtful for edge in view.edges)
            ],
        },
    ]
    return [f for f in filters if len(f["entries"]) > 1 or (f["entries"] and f["name"] == "kind")]


def _tables(view: View) -> list[dict[str, Any]]:
    """Return the tables of nodes: their kind, caption, columns and rows."""
    tables = []
    for kind, caption in ((NodeKind.ROLE, "Roles"), (NodeKind.SKILL, "Skills")):
        nodes = [node for node in view.nodes if node.kind is kind]
        terms = list(dict.fromkeys(fact.term for node in nodes for fact in node.facts if fact.text))
        rows = [
            (node, [{fact.term: fact.text for fact in node.facts}.get(t, "") for t in terms])
            for node in nodes
        ]
        tables.append({"kind": kind.value, "caption": caption, "terms": terms, "rows": rows})
    return tables
