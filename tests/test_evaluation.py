from __future__ import annotations

import csv
import io
import itertools
import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

import careergraph as cg
from careergraph.cli import main
from careergraph.closeness import MEASURES, profiles
from careergraph.errors import RequestError, TruthTableError, UnknownNameError
from careergraph.evaluation import Pair, Truth, evaluate, read_truth
from careergraph.evaluation.agreement import BASELINE
from careergraph.evaluation.metrics import Ranking, auc, ranks, spearman
from careergraph.evaluation.truth import siblings
from networks import career_network

ROADMAP = Path(__file__).parents[1] / "ontology" / "roadmap.ttl"

judged = st.lists(st.tuples(st.integers(0, 2), st.booleans()), min_size=1, max_size=6).filter(
    lambda items: any(relevant for _, relevant in items)
)
rated = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=8)


def by_hand(order: tuple[tuple[int, bool], ...], at: int) -> tuple[float, float, float]:
    """Return average precision, reciprocal rank and recall of one order without ties."""
    hits = [place for place, (_, relevant) in enumerate(order, 1) if relevant]
    precisions = [found / place for found, place in enumerate(hits, 1)]
    return sum(precisions) / len(hits), 1 / hits[0], sum(p <= at for p in hits) / len(hits)


@given(judged, st.integers(1, 7))
def test_ranking_metrics_are_means_over_all_orders_of_ties(
    items: list[tuple[int, bool]], at: int
) -> None:
    orders = [
        by_hand(order, at)
        for order in itertools.permutations(items)
        if all(a[0] >= b[0] for a, b in itertools.pairwise(order))
    ]
    scores, relevant = (np.array(column) for column in zip(*items, strict=True))
    ranking = Ranking.of(scores.astype(float), relevant.astype(bool))
    found = (ranking.average_precision(), ranking.reciprocal_rank(), ranking.recall(at))
    assert found == pytest.approx(tuple(np.mean(orders, axis=0)))


@given(rated)
def test_spearman_is_scipys(items: list[tuple[int, int]]) -> None:
    x, y = (np.array(column, dtype=float) for column in zip(*items, strict=True))
    assert ranks(x).tolist() == stats.rankdata(x).tolist()
    if len(set(y)) == 1:
        assert spearman(x, y) is None
    elif len(set(x)) == 1:
        assert spearman(x, y) == 0
    else:
        assert spearman(x, y) == pytest.approx(stats.spearmanr(x, y).statistic)


@given(judged)
def test_auc_is_the_share_of_pairs_in_order(items: list[tuple[int, bool]]) -> None:
    scores = np.array([score for score, _ in items], dtype=float)
    good = np.array([relevant for _, relevant in items])
    if good.all():
        assert auc(scores, good) is None
        return
    wins = [(a > b) + (a == b) / 2 for a in scores[good] for b in scores[~good]]
    assert auc(scores, good) == pytest.approx(np.mean(wins))


def network() -> Any:
    """Six unrelated roles; X1 and X2 share most, Y2 has something of both."""
    cells = {"X": ["abc", "abd"], "Y": ["e", "ae"], "Z": ["f", "fg"]}
    return career_network(cells, dict.fromkeys("abcdefg", 1), cumulative=False)


def test_evaluate_on_a_table_worked_by_hand() -> None:
    """From X1 coverage is X2 2/3, Y2 1/2, and nothing for the other three."""
    truth = Truth((Pair("X1", "X2"), Pair("X1", "Z1")))
    found = evaluate(network(), truth, measures=["coverage"], at=[1, 3, 5])
    by_name = {row.measure: row.metrics for row in found.rows}
    got = {name: interval and interval.value for name, interval in by_name["coverage"].items()}
    # Z1 is third, fourth or fifth: its precision is 2/3, 2/4 or 2/5.
    z1 = (2 / 3 + 2 / 4 + 2 / 5) / 3
    assert got == pytest.approx(
        {
            "MAP": (1 + z1) / 2,
            "MRR": 1,
            "recall@1": 1 / 2,
            "recall@3": (1 + 1 / 3) / 2,
            "recall@5": 1,
            "Spearman": None,
            "AUC": None,
        }
    )
    chance = by_name[BASELINE]
    assert chance["recall@1"] is not None
    assert chance["recall@1"].value == pytest.approx(1 / 5)
    assert (found.origins, found.pairs, found.candidates) == (1, 2, 6)
    assert (chance["recall@1"].low, chance["recall@1"].high) == (None, None)


def test_ratings_decide_what_is_good_and_are_compared() -> None:
    pairs = (Pair("X1", "X2", 5), Pair("X1", "Y2", 3), Pair("X1", "Z1", 1), Pair("Y1", "Y2", 4))
    found = evaluate(network(), Truth(pairs), measures=["coverage"])
    assert found.good_from == 4  # the median is 3.5
    assert (found.origins, found.pairs, found.rated_origins, found.rated_pairs) == (2, 2, 2, 4)
    metrics = found.rows[1].metrics
    assert metrics["Spearman"] is not None
    assert metrics["AUC"] is not None
    scores = [2 / 3, 1 / 2, 0, 1 / 2]
    wanted = stats.spearmanr(scores, [5, 3, 1, 4]).statistic
    assert metrics["Spearman"].value == pytest.approx(wanted)
    assert metrics["AUC"].value == pytest.approx(3.5 / 4)
    given = evaluate(network(), Truth(pairs), measures=["coverage"], good_from=3)
    assert (given.good_from, given.pairs) == (3, 3)
    with pytest.raises(RequestError, match="no column of ratings"):
        evaluate(network(), Truth((Pair("X1", "X2"),)), good_from=3)


@pytest.mark.parametrize(
    ("ratings", "good_from"), [([0, 0, 0, 1], 1), ([0, 1, 1, 1], 1), ([2, 2, 2, 2], 2)]
)
def test_good_is_above_the_median_where_anything_is(ratings: list[int], good_from: int) -> None:
    pairs = tuple(Pair("X1", v, r) for v, r in zip(("X2", "Y1", "Y2", "Z1"), ratings, strict=True))
    found = evaluate(network(), Truth(pairs), measures=["coverage"])
    assert found.good_from == good_from
    if len(set(ratings)) == 1:
        assert (found.rows[1].metrics["AUC"], found.rows[1].metrics["Spearman"]) == (None, None)


def big() -> tuple[Any, Truth]:
    """A network and a rated truth with enough origins for intervals; made with a fixed seed."""
    dice = random.Random(4)
    skills = "abcdefghijklmnop"
    cells = {f"P{i}-": ["".join(dice.sample(skills, 4))] for i in range(30)}
    careers = career_network(cells, dict.fromkeys(skills, 1), cumulative=False)
    pairs = tuple(
        Pair(u, v, float(dice.randint(1, 5)))
        for u in list(careers.roles)[:12]
        for v in dice.sample(sorted(set(careers.roles) - {u}), 4)
    )
    return careers, Truth(pairs)


def test_intervals_are_deterministic_and_those_of_a_plain_bootstrap() -> None:
    careers, truth = big()
    found = evaluate(careers, truth, measures=["coverage"])
    assert evaluate(careers, truth, measures=["coverage"]) == found
    of = profiles(careers)
    rows = MEASURES["coverage"].scores(of, range(len(of.roles)))
    places = {role: place for place, role in enumerate(of.roles)}
    good: dict[str, list[str]] = {}
    for pair in truth.pairs:
        if pair.rating is not None and pair.rating >= (found.good_from or 0):
            good.setdefault(pair.origin, []).append(pair.destination)
    values = []
    for u, targets in good.items():
        others = [v for v in of.roles if v != u]
        scores = np.array([rows[places[u], places[v]] for v in others])
        ranking = Ranking.of(scores, np.array([v in targets for v in others]))
        values.append(ranking.average_precision())
    interval = found.rows[1].metrics["MAP"]
    assert interval is not None
    assert interval.value == pytest.approx(np.mean(values))
    plain = stats.bootstrap(
        (values,), np.mean, method="percentile", n_resamples=5000, rng=np.random.default_rng(0)
    ).confidence_interval
    assert interval.low == pytest.approx(plain.low, abs=0.02)
    assert interval.high == pytest.approx(plain.high, abs=0.02)
    for row in found.rows:
        for metric in row.metrics.values():
            assert metric is not None
            assert metric.low is not None
            assert metric.high is not None
            assert metric.low <= metric.value <= metric.high


@given(st.integers(0, 10_000))
def test_a_measure_is_never_worse_than_its_own_reverse_and_chance(seed: int) -> None:
    """AUC of scores and of their negatives add up to one; that of no order is one half."""
    dice = np.random.default_rng(seed)
    scores, good = dice.integers(0, 4, 12).astype(float), dice.random(12) < 0.5
    assume(good.any() and not good.all())
    forward, backward = auc(scores, good), auc(-scores, good)
    assert forward is not None
    assert backward is not None
    assert forward + backward == pytest.approx(1)
    assert auc(np.zeros(12), good) == 0.5


def test_roles_without_requirements_are_reported_not_ranked() -> None:
    careers = career_network({"X": ["ab"], "Y": ["b"], "Z": [""]}, {"a": 1, "b": 1})
    truth = Truth((Pair("X1", "Y1"), Pair("X1", "Z1"), Pair("Z1", "X1")))
    found = evaluate(careers, truth)
    assert (found.unscored, found.candidates, found.pairs) == (("Z1",), 2, 1)
    assert set(found.unused) == {"rating-correlation", "rating-gap", "requirements-and-ratings"}
    with pytest.raises(TruthTableError, match="what Z1 requires is unknown"):
        evaluate(careers, Truth((Pair("Z1", "X1"),)), measures=["coverage"])


def test_wrong_requests_are_refused() -> None:
    truth = Truth((Pair("X1", "X2"),))
    with pytest.raises(UnknownNameError, match="no measure 'distance'"):
        evaluate(network(), truth, measures=["distance"])
    with pytest.raises(RequestError, match="rating-gap could score"):
        evaluate(network(), truth, measures=["coverage", "rating-gap"])
    with pytest.raises(RequestError, match="at least 1 role"):
        evaluate(network(), truth, at=[0])


def test_siblings_are_the_roles_of_the_same_path() -> None:
    pairs = {(pair.origin, pair.destination) for pair in siblings(network()).pairs}
    assert pairs == {(f"{p}{a}", f"{p}{b}") for p in "XYZ" for a, b in ((1, 2), (2, 1))}


# The table of answers


def table(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "truth.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_a_table_as_spreadsheets_write_it(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "To_Occupation;Comment;FROM;Score\r\n"
        'skill X2;"good; near";X1;4.5\r\n\r\nY2;;<Z1>;2\r\n'.replace("skill ", ""),
        "utf-8-sig",
    )
    truth = read_truth(path, network())
    assert truth.pairs == (Pair("X1", "X2", 4.5), Pair("Z1", "Y2", 2))
    assert truth.notes == (
        "Columns are separated by semicolons.",
        "Columns that are not used: 'Comment'.",
    )


def test_roles_are_named_by_label_iri_curie_or_code(tmp_path: Path) -> None:
    careers = cg.load().careers
    role, other, *_ = careers.roles.values()
    names = (
        role.label,
        f"{careers.paths[role.path].label} 1",
        role.iri,
        role.iri.rpartition("/")[2],
    )
    names += (f"role:{role.iri.rpartition('/')[2]}", f" <{role.iri}> ")
    for name in names:
        path = table(tmp_path, f'origin,destination\n"{name}","{other.label}"\n')
        assert read_truth(path, careers).pairs == (Pair(role.iri, other.iri),), name


def test_what_is_not_found_is_listed_with_its_place(tmp_path: Path) -> None:
    path = table(tmp_path, "origin,destination\nX1,X2\nX1,Astronaut\nX1,X1\n,Y1\nx1,x2\n")
    truth = read_truth(path, network())
    assert truth.pairs == (Pair("X1", "X2"),)
    assert [(x.row, x.column, x.text, x.reason) for x in truth.left_out] == [
        (3, 2, "Astronaut", "the graph has no role of this name"),
        (4, 2, "X1", "origin and destination are the same role"),
        (5, 1, "", "the graph has no role of this name"),
        (6, 2, "x2", "the pair stands in row 2 already"),
    ]


def test_an_ambiguous_name_is_listed_with_what_it_may_mean(tmp_path: Path) -> None:
    careers = network()
    roles = {
        iri: replace(role, alt_labels=("Xavier",) if iri.startswith("X") else ())
        for iri, role in careers.roles.items()
    }
    path = table(tmp_path, "origin,destination\nY1,X2\nY1,xavier\nY1,\n")
    left_out = read_truth(path, replace(careers, roles=roles)).left_out
    assert [(x.row, x.reason) for x in left_out] == [
        (3, "may mean X1 or X2"),
        (4, "the graph has no role of this name"),
    ]


def test_an_onet_code_may_leave_out_its_last_part(tmp_path: Path) -> None:
    careers = network()
    codes = ("15-1252.00", "15-1252.01", "11-1011.00")
    roles = {
        f"https://example.org/{code}": replace(role, iri=f"https://example.org/{code}")
        for code, role in zip(codes, careers.roles.values(), strict=False)
    }
    path = table(tmp_path, "origin,destination\n15-1252,11-1011.00\n15-1252.01,11-1011\n")
    (first, second) = read_truth(path, replace(careers, roles=roles)).pairs
    assert [pair.origin[-10:] for pair in (first, second)] == ["15-1252.00", "15-1252.01"]
    assert {pair.destination[-10:] for pair in (first, second)} == {"11-1011.00"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "truth.csv is empty"),
        ("\n \n", "truth.csv is empty"),
        ("origin,goal\nX1,X2\n", "row 1, column 1: no column is called destination; there are"),
        ("from,to,source\nX1,X2,X1\n", "row 1, column 3: the header 'source' means origin, as"),
        ("origin,destination\nX1\n", "row 2, column 1: the row has 1 cells, the header 2"),
        ("origin,destination,rating\nX1,X2,high\n", "row 2, column 3: the rating 'high' is no"),
        ("origin,destination,rating\nX1,X2,\n", "row 2, column 3: the rating '' is no number"),
        ("origin,destination,rating\nX1,X2,nan\n", "row 2, column 3: the rating 'nan' is no"),
        (
            "origin,destination,rating\nX1,X2,1\nX1,X2,2\n",
            "row 3, column 2: this pair has the rating 1 in row 2 and 2 here",
        ),
        ("origin,destination\n", "no row names two roles of this graph"),
        ("origin,destination\nA,B\n", r"two roles of this graph \(row 2: the graph has no role"),
        ('origin,destination\n"X1,X2\n', "Close the quotation mark"),
    ],
)
def test_a_table_that_cannot_be_used_says_where_and_what_to_do(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(TruthTableError, match=said):
        read_truth(table(tmp_path, text), network())


def test_a_file_that_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(TruthTableError, match=r"none\.csv: cannot be read"):
        read_truth(tmp_path / "none.csv", network())
    binary = tmp_path / "truth.csv"
    binary.write_bytes(b"PK\x03\x04\0\0")
    with pytest.raises(TruthTableError, match="not a text file"):
        read_truth(binary, network())
    binary.write_bytes(b"origin,destination\n" + b"x" * 20_000_000)
    with pytest.raises(TruthTableError, match="larger than 20 MB"):
        read_truth(binary, network())


# The command line

TRUTH = """origin,destination,rating
data scientist 2,data scientist 3,5
data scientist 2,robotics engineer 2,1
ml engineer 2,ml engineer 3,5
ml engineer 2,astronaut,5
"""


def run(tmp_path: Path, *arguments: str, text: str = TRUTH) -> Result:
    return CliRunner().invoke(
        main, ["evaluate", str(ROADMAP), str(table(tmp_path, text)), *arguments]
    )


def test_all_formats_tell_the_same(tmp_path: Path) -> None:
    options = ("--measure", "coverage", "--at", "3,10")
    data = json.loads(run(tmp_path, *options, "--format", "json").stdout)
    value = {row["measure"]: row["metrics"] for row in data["rows"]}["coverage"]["MAP"]["value"]
    told = run(tmp_path, *options, "--format", "csv")
    records = list(csv.DictReader(io.StringIO(told.stdout)))
    assert {r["metric"] for r in records} == set(data["rows"][0]["metrics"])
    (record,) = (r for r in records if (r["measure"], r["metric"]) == ("coverage", "MAP"))
    assert float(record["value"]) == pytest.approx(value, abs=1e-6)
    assert (record["origins"], record["pairs"]) == ("2", "2")
    (rating,) = (r for r in records if (r["measure"], r["metric"]) == ("coverage", "AUC"))
    assert (rating["origins"], rating["pairs"]) == ("2", "3")
    text, markdown = (run(tmp_path, *options, "--format", f).stdout for f in ("text", "markdown"))
    assert f"coverage      {value:.3f}" in text
    assert f"| coverage | {value:.3f} |" in markdown
    for said in (text, markdown, told.stderr):
        assert "row 5, column 2, 'astronaut': the graph has no role of this name" in said
        assert "30 roles are ranked for each of 2 origins with 2 good destinations" in said
        assert "Good is a rating from 5" in said
    assert data["left_out"] == [
        {
            "row": 5,
            "column": 2,
            "text": "astronaut",
            "reason": "the graph has no role of this name",
        }
    ]
    assert (data["resamples"], data["confidence"], data["good_from"]) == (1000, 0.95, 5)


def test_measures_without_data_are_named(tmp_path: Path) -> None:
    said = run(tmp_path).stdout
    assert "Not offered, as the graph lacks the data: rating-correlation, rating-gap" in said
    assert "rarity-cosine" in said


@pytest.mark.parametrize(
    ("arguments", "text", "code", "said"),
    [
        (("--measure", "distance"), TRUTH, 5, "There is no measure 'distance'"),
        (("--at", "5,x"), TRUTH, 2, "no list of whole numbers"),
        (("--at", "0"), TRUTH, 2, "no list of whole numbers"),
        (("--measure", "rating-gap"), TRUTH, 2, "states nothing that rating-gap could score"),
        (("--skills", "http://nowhere/"), TRUTH, 2, "starts with http://nowhere/"),
        ((), "origin,destination\nA,B\n", 12, "no row names two roles"),
    ],
)
def test_wrong_requests_end_with_a_message(
    tmp_path: Path, arguments: tuple[str, ...], text: str, code: int, said: str
) -> None:
    result = run(tmp_path, *arguments, text=text)
    assert result.exit_code == code
    assert said in result.stderr


def test_skills_may_be_given_as_curies(tmp_path: Path) -> None:
    graph = cg.load(ROADMAP)
    path = table(tmp_path, TRUTH)
    restricted = graph.evaluate(path, measures="coverage", skills="skill:d")
    assert restricted.candidates < graph.evaluate(path, measures="coverage").candidates
