"""Measure the layout of the views, beside straight lines between the same boxes; see README.md."""

from __future__ import annotations

import argparse
import sys

import careergraph
from careergraph.names import find
from careergraph.views.matrix import matrix
from careergraph.views.model import View
from careergraph.views.quality import Quality, measure, straight
from careergraph.views.route import route

LEAST_LABEL = 11
"""Pixels of the smallest label at 1440x900."""


def rows(found: Quality, naive: Quality) -> list[tuple[str, str, str]]:
    """Return the name of each measure, its value, and that of straight lines."""
    kinds = sorted({*found.crossings, *naive.crossings})

    def tracks(quality: Quality) -> str:
        return ", ".join(map(str, quality.tracks.values())) or "-"

    return [
        ("boxes that overlap", f"{len(found.overlaps)}", f"{len(naive.overlaps)}"),
        ("lines through boxes", f"{len(found.through)}", f"{len(naive.through)}"),
        ("lines on top of others", f"{len(found.overlaid)}", f"{len(naive.overlaid)}"),
        ("crossings", f"{found.crossed:,}", f"{naive.crossed:,}"),
        *(
            (
                f"crossings: {' x '.join(pair)}",
                f"{found.crossings.get(pair, 0):,}",
                f"{naive.crossings.get(pair, 0):,}",
            )
            for pair in kinds
        ),
        ("length of all lines", f"{found.length:,.0f}", f"{naive.length:,.0f}"),
        ("length that is drawn", f"{found.ink:,.0f}", f"{naive.ink:,.0f}"),
        ("bends", f"{found.bends:,}", f"{naive.bends:,}"),
        ("tracks in each gutter", tracks(found), tracks(naive)),
        ("smallest label at 1440x900, px", f"{found.label_size:.1f}", f"{naive.label_size:.1f}"),
        ("white space", f"{found.white_space:.0%}", f"{naive.white_space:.0%}"),
    ]


def report(name: str, view: View) -> bool:
    """Print the measures of a view; return whether it meets its goals."""
    found, naive = measure(view), measure(straight(view))
    print(f"\n{name}: {len(view.nodes):,} boxes, {len(view.edges):,} lines")
    print(f"{'measure':42}  {'ours':>16}  {'straight lines':>16}")
    for row in rows(found, naive):
        print(f"{row[0]:42}  {row[1]:>16}  {row[2]:>16}")
    faults = (*found.overlaps, *found.through)
    return not faults and found.label_size >= LEAST_LABEL


def main() -> int:
    """Report on the matrix, and on a route where two roles are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--graph", help="the built-in roadmap without it")
    parser.add_argument("--path", action="append", default=[], help="career path; repeatable")
    parser.add_argument("--route", nargs=2, metavar=("SOURCE", "TARGET"))
    chosen = parser.parse_args()
    graph = careergraph.load(chosen.graph)
    network = graph.careers
    if chosen.path:
        wanted = {find(network, "path", name) for name in chosen.path}
        network = network.part([r.iri for r in network.roles.values() if r.path in wanted])
    met = [report("matrix", matrix(network))]
    if chosen.route:
        met.append(report("route", route(network, graph.route(*chosen.route))))
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
