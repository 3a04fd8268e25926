"""How well `align` finds the curated alignments of the built-in roadmap; see README.md.

``python benchmarks/alignment.py ESCO ONET``: graphs that `careergraph import` wrote of ESCO 1.1.1
and O*NET 29.2. Weights are fitted without the concept that is judged (leave one out).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyoxigraph
from scipy import optimize

from careergraph import tables
from careergraph._resources import alignment_files
from careergraph.alignment import METHODS, Kind, candidates, read_graph, read_taxonomy
from careergraph.alignment.methods import compare
from careergraph.alignment.wording import spell_out
from careergraph.answers import plain
from careergraph.queries import run
from careergraph.store import open_store

PENALTY = 0.1
"""On the squared weights, as 130 examples do not settle four of them."""

MATCHES = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?concept ?candidate {
  ?axiom a owl:Axiom ; owl:annotatedSource ?concept ; owl:annotatedProperty ?relation ;
    owl:annotatedTarget ?candidate
}
"""

NONE = """
PREFIX sssom: <https://w3id.org/sssom/>
SELECT ?concept { ?mapping sssom:object_id sssom:NoTermFound ; sssom:subject_id ?concept }
"""


@dataclass(frozen=True)
class Case:
    """A concept with a curated answer: the place of the right candidate, the last for none.

    `answer` is None where the right candidate is not even among those looked at.
    """

    taxonomy: str
    kind: Kind
    concept: str
    values: np.ndarray
    answer: int | None

    @property
    def none(self) -> bool:
        """Whether the curators found no equivalent."""
        return self.answer == len(self.values)


def curated(name: str) -> dict[str, str | None]:
    """Return the curated candidate of each concept, None for no equivalent."""
    (file,) = (file for file in alignment_files() if file.stem == name)
    store = pyoxigraph.Store()
    store.load(path=file, format=pyoxigraph.RdfFormat.TURTLE)
    found: dict[str, str | None] = {plain(row[0]): None for row in rows(store, NONE)}
    return found | {plain(row[0]): plain(row[1]) for row in rows(store, MATCHES)}


def rows(store: pyoxigraph.Store, query: str) -> Sequence[Sequence[Any]]:
    """Return the rows of a query."""
    return run(store, query).rows


def cases(name: str, path: Path) -> list[Case]:
    """Return the scores of every concept of the roadmap with a curated answer."""
    truth = curated(name)
    graph, taxonomy = read_graph(open_store(), "en"), read_taxonomy(open_store(path), "en")
    start = time.perf_counter()
    scores = compare(spell_out(graph), taxonomy)
    print(f"{name}: compared in {time.perf_counter() - start:.1f} s")
    made = []
    for kind in Kind:
        for concept, found in zip(graph.of(kind), scores[kind], strict=True):
            iris = [taxonomy.of(kind)[place].iri for place in found.places]
            wanted = truth[concept.iri]
            answer = len(iris) if wanted is None else iris.index(wanted) if wanted in iris else None
            made.append(Case(name, kind, concept.iri, found.values, answer))
    return made


def fit(known: Sequence[Case]) -> np.ndarray:
    """Return the weights of the methods and the logit of no equivalent, by likelihood."""

    def loss(parameters: np.ndarray) -> float:
        weights, none = parameters[:-1], parameters[-1]
        chances = (
            candidates.chances(case.values, weights, none)[case.answer]
            for case in known
            if case.answer is not None
        )
        total = sum(-np.log(max(chance, 1e-300)) for chance in chances)
        return float(total + PENALTY * (weights @ weights) / 2)

    start = np.array([*[3.0] * len(METHODS), 6.0])
    bounds = [(0, None)] * len(METHODS) + [(None, None)]
    found: np.ndarray = optimize.minimize(loss, start, method="L-BFGS-B", bounds=bounds).x
    return found


def judged(every: Sequence[Case]) -> list[tuple[Case, np.ndarray]]:
    """Return the chances of each case by weights fitted without its concept."""
    return [
        (case, candidates.chances(case.values, fitted[:-1], fitted[-1]))
        for case in every
        for fitted in [fit([other for other in every if other.concept != case.concept])]
    ]


def rank(case: Case, chances: np.ndarray) -> float:
    """Return the place of the right candidate in the list, counted from 1."""
    if case.answer is None:
        return float("inf")
    return 1 + int((chances[:-1] > chances[case.answer]).sum())


def main() -> None:
    """Print hits and decisions per taxonomy and kind, and the weights fitted to all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("esco", type=Path)
    parser.add_argument("onet", type=Path)
    given = parser.parse_args()
    every = [*cases("esco", given.esco), *cases("onet", given.onet)]
    results = judged(every)
    parts = {**{f"{kind}s": [kind] for kind in Kind}, "all": list(Kind)}
    lines = [
        summary(f"{name}, {part}", name, kinds, results)
        for name in ("esco", "onet")
        for part, kinds in parts.items()
    ]
    header = ("", "with one", "first", "first 3", "first 10", "said", "with none", "said so")
    print(tables.as_markdown(header, lines))
    squared = [(1 - c[case.answer]) ** 2 for case, c in results if case.answer is not None]
    print(f"\nMean squared error of the chance of the right answer: {np.mean(squared):.3f}")
    fitted = fit(every)
    names = [*METHODS, "no equivalent"]
    print("Fitted to all:", dict(zip(names, fitted.round(1).tolist(), strict=True)))


def summary(
    title: str, name: str, kinds: list[Kind], results: Sequence[tuple[Case, np.ndarray]]
) -> tables.Row:
    """Return a row of the table."""
    chosen = [(c, found) for c, found in results if c.taxonomy == name and c.kind in kinds]
    one = [(c, found) for c, found in chosen if not c.none]
    none = [found for c, found in chosen if c.none]
    hits = [sum(rank(c, found) <= most for c, found in one) for most in (1, 3, 10)]
    said = sum(found[-1] < candidates.EVEN for _, found in one)
    return (title, len(one), *hits, said, len(none), sum(f[-1] >= candidates.EVEN for f in none))


if __name__ == "__main__":
    main()
