"""What each method finds of the curated transfers of the roadmap; see docs/transfers.md.

``python benchmarks/transfers.py`` prints precision and recall by cross-validation, from the scores
in the package. ``python benchmarks/transfers.py --esco GRAPH`` compares these scores with those
that the methods give now, GRAPH being what `careergraph import esco` made of ESCO v1.1.1, and ends
with 1 where they differ; ``--write`` writes them.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from pathlib import Path

import careergraph
from careergraph import tables
from careergraph.engines import InProcess
from careergraph.proposals.assessment import Share, assess
from careergraph.proposals.background import Graph, background
from careergraph.proposals.calibration import FILE, calibrated, table
from careergraph.proposals.methods import METHODS
from careergraph.store import open_store


def score_table(taxonomy: Path) -> str:
    """Return the scores of all pairs of the roadmap's skills that have any, as CSV."""
    from careergraph.projection import project

    roadmap, esco = (
        Graph(store, project(InProcess(store))) for store in map(open_store, (None, taxonomy))
    )
    curated = {(one.held, one.needed): one.strength for one in roadmap.network.transfers}
    of = background(roadmap, esco)
    scores = [method.scores(of).toarray() for method in METHODS.values()]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("held", "needed", "strength", *METHODS))
    for row, held in enumerate(of.skills):
        for column, needed in enumerate(of.skills):
            found = [f"{score[row, column]:.4f}" if score[row, column] else "" for score in scores]
            strength = curated.get((held, needed), "")
            if strength or any(found):
                ends = (iri.rpartition("/")[2] for iri in (held, needed))
                writer.writerow((*ends, strength, *found))
    return out.getvalue()


def report() -> str:
    """Return the assessment of each method and of all together, as a Markdown table."""
    every = calibrated(tuple(METHODS))
    sets: list[tuple[str, ...]] = [(name,) for name in every]
    sets += [("shared-broader", "co-requirement", "wording"), ("wording", "embedding"), every]
    rows = []
    for methods in sets:
        found = assess(methods)
        rows.append(
            (
                " + ".join(methods) if methods != every else "all four",
                _shown(found.precision),
                _shown(found.recall),
                f"{found.average_precision:.3f}",
                _shown(found.strength),
                f"{found.commonest.value:.2f}" if found.commonest else "-",
            )
        )
    header = ("methods", "precision", "recall", "AP", "strength right", "if always moderate")
    data = table()
    return (
        f"{tables.as_markdown(header, rows)}\n\n{len(data.strengths):,} pairs, "
        f"{data.curated.sum()} of them curated: AP by chance is {data.curated.mean():.3f}."
    )


def _shown(share: Share | None) -> str:
    return "-" if share is None else f"{share.value:.2f} ({share.low:.2f}-{share.high:.2f})"


def main() -> None:
    """Print the assessment, or compare or write the scores it rests on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--esco", type=Path, help="ESCO v1.1.1 as a career graph")
    parser.add_argument("--write", action="store_true", help="write the scores into the package")
    given = parser.parse_args()
    if given.esco is None:
        print(report())
        return
    careergraph.load(given.esco).check()
    now = score_table(given.esco)
    if given.write:
        FILE.write_text(now, encoding="utf-8")
    elif now != FILE.read_text(encoding="utf-8"):
        print(f"The scores differ from those in {FILE.name}; --write renews them.")
        sys.exit(1)


if __name__ == "__main__":
    main()
