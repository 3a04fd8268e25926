"""What scores are worth: the table, the fit and the cross-validation."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import minimize

import careergraph as cg
from careergraph.proposals import Graph, assessment, calibration
from careergraph.proposals.assessment import Share, assess
from careergraph.proposals.background import background
from careergraph.proposals.calibration import FILE, STRENGTHS, calibrate, table
from careergraph.proposals.methods import METHODS

ROOT = Path(__file__).parents[1]
EVERY = ("shared-broader", "co-requirement", "wording", "embedding")


def test_the_table_has_the_curated_transfers_and_what_methods_give_the_roadmap_now() -> None:
    roadmap = cg.load()
    of = background(Graph(roadmap._store, roadmap.careers))
    names = [skill.rpartition("/")[2] for skill in of.skills]
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    curated = {(row["held"], row["needed"]): row["strength"] for row in rows if row["strength"]}
    assert curated == {
        tuple(iri.rpartition("/")[2] for iri in (t.held, t.needed)): t.strength
        for t in roadmap.careers.transfers
    }
    assert {row["held"] for row in rows} == set(names)
    for name in ("wording", "embedding"):  # the others look at ESCO, as the benchmark does
        found = METHODS[name].scores(of)
        now = {(names[i], names[j]): found[i, j] for i, j in zip(*found.nonzero(), strict=True)}
        then = {(row["held"], row["needed"]): float(row[name]) for row in rows if row[name]}
        assert then == pytest.approx(now, abs=1e-4)


def test_pairs_without_any_score_count_as_pairs_too() -> None:
    assert table().scores.shape == (59 * 58, len(METHODS))
    assert table().curated.sum() == 80
    assert np.bincount(np.unique(table().couples, return_counts=True)[1]).tolist() == [0, 0, 1711]


@pytest.mark.parametrize("methods", [EVERY, ("wording",), ("wording", "embedding")])
def test_the_fit_is_the_best_there_is(methods: tuple[str, ...]) -> None:
    """As another optimiser finds it, without derivatives."""
    scores, curated = table().columns(methods), table().curated

    def loss(weights: np.ndarray) -> float:
        log_odds = weights[0] + scores @ np.abs(weights[1:])
        signed = np.where(curated, -log_odds, log_odds)
        return float(np.logaddexp(0, signed).sum() + (weights[1:] ** 2).sum() / 2)

    start = np.array([-3.0, *[1.0] * len(methods)])
    best = minimize(loss, start, method="Nelder-Mead", options={"maxiter": 5000, "xatol": 1e-5}).x
    found = calibrate(methods)
    assert [found.intercept, *found.weights] == pytest.approx(
        [best[0], *np.abs(best[1:])], abs=0.01
    )


def test_chances_add_up_to_what_is_curated_and_rise_with_scores() -> None:
    found = calibrate(EVERY)
    assert found.chance(table().columns(EVERY)).sum() == pytest.approx(80, rel=1e-3)
    base = found.chance(np.zeros((1, 4)))[0]
    alone = dict(zip(EVERY, found.chance(np.eye(4)), strict=True))
    assert alone.pop("co-requirement") == base  # adds nothing to the others: docs/transfers.md
    assert all(chance > base for chance in alone.values())


def test_strengths_are_proposed_as_often_as_they_are_curated() -> None:
    found, data = calibrate(EVERY), table()
    supported = data.curated & (data.columns(EVERY).max(axis=1) > 0)
    proposed = found.steps(found.chance(data.columns(EVERY)[supported])) + 1
    for step in range(1, len(STRENGTHS) + 1):
        assert abs((proposed == step).sum() - (data.strengths[supported] == step).sum()) <= 1


def test_a_method_that_supports_no_pair_of_the_roadmap_is_not_calibrated() -> None:
    assert calibration.calibrated(tuple(METHODS)) == EVERY


def test_cross_validation_is_the_same_every_time_and_differs_by_seed() -> None:
    assert assess(EVERY) == assess(EVERY)
    assert assess(EVERY, seed=1, repeats=1) != assess(EVERY, seed=2, repeats=1)


def test_folds_keep_couples_together_and_deal_out_the_curated() -> None:
    data = table()
    folds = assessment._folds(data, 1)
    for couple in np.unique(data.couples):
        assert len(set(folds[data.couples == couple])) == 1
    couples = [
        len(set(data.couples[(folds == fold) & data.curated])) for fold in range(assessment.FOLDS)
    ]
    assert max(couples) - min(couples) <= 1


def test_shuffled_answers_cannot_be_learnt(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is reported comes from the data: with random strengths nothing is found."""
    data = table()
    order = np.random.default_rng(5).permutation(len(data.strengths))
    shuffled = calibration.Table(data.methods, data.scores, data.strengths[order], data.couples)
    honest = assess(EVERY).average_precision
    monkeypatch.setattr(assessment, "table", lambda: shuffled)
    assert assess(EVERY).average_precision < 0.05 < honest


def test_the_threshold_has_the_best_f1_of_all() -> None:
    random = np.random.default_rng(3)
    for _ in range(30):
        chances = random.integers(0, 6, 20) / 10
        curated, supported = random.random(20) < 0.4, random.random(20) < 0.8

        def f1(least: float, c=chances, y=curated, s=supported) -> float:
            proposed = (c >= least) & s
            return 2 * (proposed & y).sum() / max(proposed.sum() + y.sum(), 1)

        found = assessment._best_threshold(chances, curated, supported)
        assert f1(found) == pytest.approx(max(f1(least) for least in chances[supported]))


def test_a_share_of_nothing_is_unknown() -> None:
    assert Share.of(0, 0) is None
    share = Share.of(0, 10)
    assert share is not None
    assert (share.low, round(share.high, 3)) == (0.0, 0.278)  # Wilson's interval, as tabulated


def test_the_documented_table_is_what_the_benchmark_prints() -> None:
    script = ROOT / "benchmarks" / "transfers.py"
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)
    page = (ROOT / "docs" / "transfers.md").read_text(encoding="utf-8")
    assert done.stdout.strip() in page
