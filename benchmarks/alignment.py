"""How well `align` finds the curated alignments of the built-in roadmap; see README.md.

``python benchmarks/alignment.py ESCO ONET``: graphs that `careergraph import` wrote of ESCO 1.1.1
and O*NET 29.2. Weights are fitted without the concept that is judged (leave one out).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyoxigraph
from scipy import optimize

from careergraph import embedding, tables
from careergraph._resources import alignment_files
from careergraph.alignment import Kind, candidates, read_graph, read_taxonomy
from careergraph.alignment.methods import compare, used
from careergraph.alignment.wording import spell_out
from careergraph.answers import plain
from careergraph.embedding import Model
from careergraph.queries import run
from careergraph.store import open_store

PENALTY = 0.1
"""On the squared weights, as 130 examples do not settle four of them."""

FIRST = "ManualMappingCuration"
"""Justification of the matches of the first list, which had one answer for each concept."""

MATCHES = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX sssom: <https://w3id.org/sssom/>
SELECT ?concept ?candidate ?justification {
  ?axiom a owl:Axiom ; owl:annotatedSource ?concept ; owl:annotatedTarget ?candidate ;
    sssom:mapping_justification ?justification
}
"""


@dataclass(frozen=True)
class Case:
    """A concept and its curated answers: the places of the right candidates.

    `one` says whether there is an answer, and `answers` which of the candidates looked at are
    right; `first` and `had_one` the same of the first list.
    """

    taxonomy: str
    kind: Kind
    concept: str
    values: np.ndarray
    answers: list[int]
    one: bool
    first: list[int]
    had_one: bool


def curated(name: str, only: str = "") -> dict[str, set[str]]:
    """Return the curated candidates of each concept that has any."""
    (file,) = (file for file in alignment_files() if file.stem == name)
    store = pyoxigraph.Store()
    store.load(path=file, format=pyoxigraph.RdfFormat.TURTLE)
    found: dict[str, set[str]] = {}
    for row in run(store, MATCHES).rows:
        concept, candidate, justification = (plain(term) for term in row if term is not None)
        if justification.endswith(only):
            found.setdefault(concept, set()).add(candidate)
    return found


def cases(name: str, path: Path, model: Model | None) -> list[Case]:
    """Return the scores of every concept of the roadmap."""
    truth, first = curated(name), curated(name, FIRST)
    graph, taxonomy = read_graph(open_store(), "en"), read_taxonomy(open_store(path), "en")
    start = time.perf_counter()
    scores = compare(spell_out(graph), taxonomy, model)
    print(f"{name}: compared in {time.perf_counter() - start:.1f} s")
    made = []
    for kind in Kind:
        for concept, found in zip(graph.of(kind), scores[kind], strict=True):
            iris = [taxonomy.of(kind)[place].iri for place in found.places]
            right, once = truth.get(concept.iri, set()), first.get(concept.iri, set())
            places, before = ([iris.index(i) for i in s if i in iris] for s in (right, once))
            made.append(
                Case(
                    *(name, kind, concept.iri, found.values),
                    *(places, bool(right), before, bool(once)),
                )
            )
    return made


def as_first(case: Case) -> Case:
    """Return a case with the answers of the first list."""
    return replace(case, answers=case.first, one=case.had_one)


def fit(known: Sequence[Case]) -> np.ndarray:
    """Return the weights of the methods and the logit of no equivalent, by likelihood.

    What is likely is that any of the right candidates is taken.
    """
    usable = [case for case in known if case.answers or not case.one]
    methods = known[0].values.shape[1]

    def loss(parameters: np.ndarray) -> tuple[float, np.ndarray]:
        weights, none = parameters[:-1], parameters[-1]
        value = PENALTY * float(weights @ weights) / 2
        slope = np.append(PENALTY * weights, 0.0)
        for case in usable:
            found = candidates.chances(case.values, weights, none)
            right = np.zeros(len(found))
            places = case.answers or [-1]
            right[places] = found[places]
            total = max(float(right.sum()), 1e-300)
            value -= np.log(total)
            excess = found - right / total
            slope += np.append(excess[:-1] @ case.values, excess[-1])
        return value, slope

    start = np.array([*[3.0] * methods, 6.0])
    bounds = [(0, None)] * methods + [(None, None)]
    found: np.ndarray = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return found


def judged(every: Sequence[Case]) -> list[tuple[Case, np.ndarray]]:
    """Return the chances of each case by weights fitted without its concept."""
    return [
        (case, candidates.chances(case.values, fitted[:-1], fitted[-1]))
        for case in every
        for fitted in [fit([other for other in every if other.concept != case.concept])]
    ]


def rank(case: Case, chances: np.ndarray) -> float:
    """Return the place of the best of the right candidates in the list, counted from 1."""
    places = [1 + int((chances[:-1] > chances[answer]).sum()) for answer in case.answers]
    return min(places, default=float("inf"))


def main() -> None:
    """Print hits and decisions per taxonomy and kind, and the weights fitted to all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("esco", type=Path)
    parser.add_argument("onet", type=Path)
    parser.add_argument("--misses", action="store_true", help="name the concepts not found")
    given = parser.parse_args()
    for model in (None, embedding.load()):
        every = [*cases("esco", given.esco, model), *cases("onet", given.onet, model)]
        names = used(model)
        for title, known in (("the first list", list(map(as_first, every))), ("all", every)):
            print(f"\n{', '.join(names)}; judged by {title}\n")
            report(names, known, given.misses)


def report(names: Sequence[str], every: Sequence[Case], misses: bool) -> None:
    """Print hits and decisions by cross-validation, and the weights fitted to all."""
    results = judged(every)
    parts = {**{f"{kind}s": [kind] for kind in Kind}, "all": list(Kind)}
    lines = [
        summary(f"{name}, {part}", name, kinds, results)
        for name in ("esco", "onet")
        for part, kinds in parts.items()
    ]
    header = ("", "with one", "first", "first 3", "first 10", "said", "with none", "said so")
    print(tables.as_markdown(header, lines))
    squared = [(1 - c[case.answers or [-1]].sum()) ** 2 for case, c in results]
    print(f"\nMean squared error of the chance of a right answer: {np.mean(squared):.3f}")
    fitted = fit(every).round(1).tolist()
    print("Fitted to all:", dict(zip([*names, "no equivalent"], fitted, strict=True)))
    if misses:
        for case, found in results:
            if case.one and rank(case, found) > 3:
                print("not found:", case.taxonomy, case.concept, rank(case, found))


def summary(
    title: str, name: str, kinds: list[Kind], results: Sequence[tuple[Case, np.ndarray]]
) -> tables.Row:
    """Return a row of the table."""
    chosen = [(c, found) for c, found in results if c.taxonomy == name and c.kind in kinds]
    one = [(c, found) for c, found in chosen if c.one]
    none = [found for c, found in chosen if not c.one]
    hits = [sum(rank(c, found) <= most for c, found in one) for most in (1, 3, 10)]
    said = sum(found[-1] <= found[:-1].max() for _, found in one)
    none_said = sum(found[-1] > found[:-1].max() for found in none)
    return (title, len(one), *hits, said, len(none), none_said)


if __name__ == "__main__":
    main()
