"""How well each measure of closeness finds the roles of the same career path; see README.md.

``python benchmarks/agreement.py GRAPH``: in a taxonomy a career path is the group in which an
occupation is classified (in ESCO its ISCO unit group, in O*NET its SOC minor group).
"""

from __future__ import annotations

import argparse

import careergraph
from careergraph import tables
from careergraph.closeness import MEASURES
from careergraph.evaluation import evaluate
from careergraph.evaluation.truth import siblings
from careergraph.vocabulary import expand


def main() -> None:
    """Print the agreement of each measure as a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("graph", nargs="?", help="career graph; the built-in roadmap without it")
    parser.add_argument("--measure", action="append", choices=list(MEASURES), default=[])
    parser.add_argument(
        "--skills", action="append", default=[], help="beginning of the IRIs of skills that count"
    )
    given = parser.parse_args()
    careers = careergraph.load(given.graph).careers
    found = evaluate(
        careers,
        siblings(careers),
        measures=given.measure,
        skills=[expand(start) for start in given.skills],
    )
    metrics = [name for name, interval in found.rows[0].metrics.items() if interval is not None]
    rows = [
        (
            row.measure,
            *(
                f"{i.value:.3f} ({i.low:.3f}-{i.high:.3f})" if i and i.low is not None else "-"
                for i in map(row.metrics.__getitem__, metrics)
            ),
        )
        for row in found.rows
    ]
    print(tables.as_markdown(("measure", *metrics), rows))
    print(
        f"\n{found.title}: {found.origins:,} origins, {found.pairs:,} pairs, "
        f"{found.candidates:,} candidates; {len(found.unscored):,} roles without a score."
    )


if __name__ == "__main__":
    main()
