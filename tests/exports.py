"""Texts that exports must survive, in networks and by hypothesis."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from careergraph.export import Content, export
from careergraph.network import CareerNetwork
from networks import career_network

HOSTILE = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "'=1",
    "a|b",
    "two\nlines",
    'say "hi", "bye"',
    "</script><script>alert(1)</script>",
    "C:\\n & <b>",
    "数据 😀",
    "cr\r\nlf",
)


texts = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(codec="utf-8"), min_size=1))


def hostile(label: str) -> CareerNetwork:
    """Return a network with a label, as it is, on a path, a level and a skill."""
    network = career_network(
        {"p": [["s"], ["t", "u"]]}, {"s": 1, "t": 2, "u": 3}, {("s", "t"): 0.5}
    )
    return replace(
        network,
        title=label,
        paths={"p": replace(network.paths["p"], label=label)},
        levels={**network.levels, "1": replace(network.levels["1"], label=label)},
        skills={**network.skills, "u": replace(network.skills["u"], label=label, effort=None)},
    )


def made_of(network: CareerNetwork, format_name: str) -> str | bytes:
    return export(Content(network, list), format_name)
