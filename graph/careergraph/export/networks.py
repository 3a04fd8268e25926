"""The career network for graph tools: GraphML, GEXF and Cytoscape JSON."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from careergraph.export.about import by_statement, sentences
from careergraph.export.content import Content, xml_text
from careergraph.projection import to_networkx

if TYPE_CHECKING:
    import networkx as nx


def graphml(content: Content) -> str:
    """Return the network as GraphML."""
    import networkx as nx

    out = io.BytesIO()
    nx.write_graphml_xml(_plain(content, xml=True), out, encoding="utf-8")
    return _with_returns(out.getvalue().decode())


def gexf(content: Content) -> str:
    """Return the network as GEXF 1.2."""
    import networkx as nx

    out = io.BytesIO()
    nx.write_gexf(_plain(content, xml=True), out, encoding="utf-8")
    # The day of writing would make every day's file another one.
    text = re.sub(r' lastmodifieddate="[^"]*"', "", out.getvalue().decode(), count=1)
    if said := sentences(content):
        description = escape(xml_text("\n".join(said)))
        text = text.replace("</creator>", f"</creator><description>{description}</description>", 1)
    return _with_returns(text)


def cytoscape(content: Content) -> str:
    """Return the network as Cytoscape JSON, safe inside a script element."""
    import networkx as nx

    data = nx.cytoscape_data(_plain(content, xml=False), name="label")
    return json.dumps(data, indent=2, ensure_ascii=False).replace("</", "<\\/") + "\n"


def _plain(content: Content, *, xml: bool) -> nx.DiGraph:
    """Return the network without unknown values, every effort a float, for XML its text safe."""
    import networkx as nx

    def safe(data: dict[str, object]) -> dict[str, object]:
        kept = {key: value for key, value in data.items() if value is not None}
        if "effort" in kept:
            kept["effort"] = float(str(kept["effort"]))
        if xml:
            kept = {k: xml_text(t) if isinstance(t, str) else t for k, t in kept.items()}
        return kept

    network = to_networkx(content.network)
    plain = nx.DiGraph(**safe({**network.graph, **by_statement(content)}))
    plain.add_nodes_from((node, safe(data)) for node, data in network.nodes(data=True))
    plain.add_edges_from((tail, head, safe(data)) for tail, head, data in network.edges(data=True))
    return plain


def _with_returns(text: str) -> str:
    # A reader of XML takes a bare carriage return for a line feed.
    return text.replace("\r", "&#13;").rstrip("\n") + "\n"
