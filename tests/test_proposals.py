"""Proposals from end to end: proposed, reviewed in a spreadsheet, imported, and routed with."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

import careergraph as cg
from careergraph.cli import main
from careergraph.errors import AmbiguousNameError, RequestError, ReviewError, UnknownNameError
from careergraph.proposals.calibration import calibrate
from careergraph.proposals.sheet import HEADER

ROOT = Path(__file__).parents[1]
ROADMAP = ROOT / "ontology" / "roadmap.ttl"
TEAM = """Career path,Level 1,Level 2
Analyst,"Data cleaning
Spreadsheet reporting","Statistical analysis
Dashboard design"
Engineer,"Data modelling
Version control","Statistical modelling
Dashboard engineering"
"""


def run(*arguments: object, code: int = 0) -> Result:
    result = CliRunner().invoke(main, [str(one) for one in arguments])
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def team(tmp_path: Path) -> Path:
    (tmp_path / "team.csv").write_text(TEAM, encoding="utf-8")
    run("import", "matrix", tmp_path / "team.csv", "-o", tmp_path / "team.ttl")
    return tmp_path / "team.ttl"


@pytest.fixture
def proposed(team: Path) -> Path:
    path = team.with_name("review.csv")
    run("propose", "transfers", team, "--method", "wording", "-o", path)
    return path


Record = dict[str, str]


def records(path: Path) -> list[Record]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: list[Record], **how: Any) -> Path:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), **how)
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(out.getvalue().encode("utf-8-sig"))
    return path


def of(rows: list[Record], held: str, needed: str) -> Record:
    (found,) = (row for row in rows if (row["held"], row["needed"]) == (held, needed))
    return found


def test_accepted_proposals_change_the_route(team: Path, proposed: Path) -> None:
    rows = records(proposed)
    for row in rows:
        row["accept"] = "no"
    first = of(rows, "Statistical analysis", "Statistical modelling")
    first |= {"accept": "YES", "strength": "Strong", "note": "as Ann does"}
    second = of(rows, "Dashboard design", "Dashboard engineering")
    second |= {"accept": "x", "reviewer": "B. Reviewer", "rationale": "The same tool."}
    del rows[0]["chance"]
    shuffled = [dict(reversed(row.items())) for row in reversed(rows)]
    for row in shuffled:
        row.pop("chance", None)
        row["wording"] = row["wording"].replace(".", ",")
    write(proposed, shuffled, delimiter=";", quoting=csv.QUOTE_ALL)
    new = team.with_name("new.ttl")
    said = run(
        *("import", "transfers", team, proposed, "-o", new),
        *("--by", "A. Reviewer", "--on", "2026-11-23"),
    ).output
    assert f"2 transfers added, {len(rows) - 2} rejected, 0 left open" in said
    run("validate", new)

    before, after = cg.load(team), cg.load(new)
    found = {
        (t.held.rpartition("/")[2], t.needed.rpartition("/")[2]): t for t in after.careers.transfers
    }
    assert set(found) == {
        ("statistical-analysis", "statistical-modelling"),
        ("dashboard-design", "dashboard-engineering"),
    }
    one, other = found.values()
    if one.rationale == "The same tool.":
        one, other = other, one
    assert (one.strength, one.provenance.asserted_by) == ("strong", "A. Reviewer")
    assert one.provenance.evidence == "reviewed proposal"
    assert one.provenance.asserted_at == "2026-11-23T00:00:00Z"
    assert one.rationale == "Both names have 'statistical'."
    assert (other.strength, other.provenance.asserted_by) == (
        second["proposed_strength"],
        "B. Reviewer",
    )
    (support,) = after.query(
        f"SELECT ?method ?score ?note WHERE {{ <{one.iri}> cg:supportedBy ?s ; skos:note ?note . "
        "?s a cg:Support ; cg:method ?method ; cg:score ?score }"
    ).values()
    assert support == ("wording", pytest.approx(float(first["wording"])), "as Ann does")

    ends = "analyst 2", "engineer 2"
    saved = before.route(*ends).effort.expected - after.route(*ends).effort.expected
    # The matrix assumes 80-160 h for a skill of level 2; a strong transfer saves half of the 120.
    share = {"weak": 0.15, "moderate": 0.3, "strong": 0.5}[other.strength]
    assert saved == pytest.approx(120 * 0.5 + 120 * share)
    learnt = [s for step in after.route(*ends).steps for s in step.skills if s.transfer]
    assert {s.skill.label for s in learnt} == {"Statistical modelling", "Dashboard engineering"}


def test_what_is_imported_is_not_proposed_again(team: Path, proposed: Path) -> None:
    rows = [row | {"accept": "yes"} for row in records(proposed)]
    new = team.with_name("new.nt")
    run("import", "transfers", team, write(proposed, rows), "-o", new, "--by", "A")
    again = cg.load(new).propose_transfers(methods=["wording"])
    assert (again.found, again.existing) == (0, len(rows))
    refused = run("import", "transfers", new, proposed, "-o", team.with_name("x.nt"), code=13)
    assert "review.csv, row 2, column" in refused.output
    assert "has this transfer already" in refused.output


def test_the_roadmap_without_transfers_gets_its_curated_ones_back(tmp_path: Path) -> None:
    text = ROADMAP.read_text(encoding="utf-8")
    bare = re.sub(r"\n<transfer/[^>]*> a .*? \.\n(?=\n|$)", "", text, flags=re.DOTALL)
    bare = re.sub(r"\nskill:\S+ cg:transfersTo [^.]* \.\n", "", bare)
    (tmp_path / "bare.ttl").write_text(bare, encoding="utf-8")
    graph = cg.load(tmp_path / "bare.ttl")
    assert not graph.careers.transfers
    curated = {(t.held, t.needed): t.strength for t in cg.load(ROADMAP).careers.transfers}
    run("propose", "transfers", tmp_path / "bare.ttl", "--limit", 5000, "-o", tmp_path / "r.csv")
    rows = records(tmp_path / "r.csv")
    for row in rows:
        pair = row["held_iri"], row["needed_iri"]
        row |= {"accept": "yes" if pair in curated else "", "strength": curated.get(pair, "")}
    write(tmp_path / "r.csv", rows)
    store = tmp_path / "store"
    run("import", "transfers", tmp_path / "bare.ttl", tmp_path / "r.csv", "-o", store, "--by", "A")
    new = cg.load(store)
    found = {(t.held, t.needed): t.strength for t in new.careers.transfers}
    assert found
    assert found.items() <= curated.items()
    assert len(found) == sum(row["accept"] == "yes" for row in rows)
    hours = [one.route("ml engineer 2", "data scientist 4").effort.expected for one in (graph, new)]
    assert hours[1] < hours[0]


def accept(row: Record, **changes: str) -> Record:
    return row | {"accept": "yes"} | changes


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda r: accept(r, held_iri="https://example.org/x"),
            r"row 3, column 15 \(held_iri\): th"
            "e graph has no skill https://example.org/x",
        ),
        (lambda r: accept(r, needed_iri="Sales"), r"column 16 \(needed_iri\): 'Sales' is no IRI"),
        (lambda r: accept(r, needed_iri=r["held_iri"]), "transfers to itself"),
        (lambda r: accept(r, accept="perhaps"), r"\(accept\): 'perhaps' is neither yes nor no"),
        (lambda r: accept(r, strength="huge"), r"\(strength\): 'huge' is not one of weak, moder"),
        (lambda r: accept(r, proposed_strength=""), r"\(strength\): the strength is missing"),
        (lambda r: accept(r, rationale=" "), r"\(rationale\): the rationale is missing"),
        (lambda r: accept(r, wording="1.5"), r"\(wording\): '1.5' is no number from 0 to 1"),
        (lambda r: accept(r, accept="no", strength="huge"), "is not one of weak"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_written(
    team: Path, proposed: Path, change: Callable[[Record], Record], message: str
) -> None:
    rows = records(proposed)
    rows[1] = change(rows[1])
    write(proposed, [accept(rows[0]), *rows[1:]])
    new = team.with_name("new.ttl")
    done = run("import", "transfers", team, proposed, "-o", new, "--by", "A", code=13)
    assert re.search(message, done.output), done.output
    assert "review.csv, row 3" in done.output
    assert not new.exists()


def test_rows_without_a_reviewer_need_one(team: Path, proposed: Path) -> None:
    rows = [accept(row) for row in records(proposed)]
    graph = cg.load(team)
    with pytest.raises(ReviewError, match=r"row 2, column \d+ \(reviewer\): nobody is named"):
        graph.read_transfers(write(proposed, rows))
    assert graph.read_transfers(proposed, by="A").accepted[0].reviewer == "A"
    rows[0]["reviewer"] = "B"
    assert [one.reviewer for one in graph.read_transfers(write(proposed, rows), by="A").accepted][
        :2
    ] == ["B", "A"]


def test_a_pair_that_stands_twice_is_refused(team: Path, proposed: Path) -> None:
    rows = records(proposed)
    with pytest.raises(ReviewError, match=r"row 3.*stands in row 2 already"):
        cg.load(team).read_transfers(write(proposed, [rows[0], rows[0]]))


@pytest.mark.parametrize("column", ["held_iri", "needed_iri", "rationale", "accept"])
def test_a_column_that_is_needed_must_be_there(team: Path, proposed: Path, column: str) -> None:
    rows = [
        {name: cell for name, cell in row.items() if name != column} for row in records(proposed)
    ]
    with pytest.raises(ReviewError, match=f"there is no column '{column}'"):
        cg.load(team).read_transfers(write(proposed, rows))


def test_other_columns_may_be_dropped_and_added(team: Path, proposed: Path) -> None:
    kept = ("needed_iri", "held_iri", "accept", "rationale", "strength")
    rows = [
        {name: row[name] for name in kept} | {"accept": "yes", "strength": "weak", "mine": "?"}
        for row in records(proposed)
    ]
    found = cg.load(team).read_transfers(write(proposed, rows), by="A")
    assert [dict(one.scores) for one in found.accepted] == [{}] * len(rows)
    assert found.notes == ("Columns that are not used: mine.",)


def test_names_that_look_like_formulas_are_defused_and_come_back(
    team: Path, tmp_path: Path
) -> None:
    text = team.read_text(encoding="utf-8")
    graph = tmp_path / "odd.ttl"
    graph.write_text(text.replace('"Statistical', '"=Statistical'), encoding="utf-8")
    path = tmp_path / "odd.csv"
    run("propose", "transfers", graph, "--method", "wording", "-o", path)
    rows = [accept(row) for row in records(path)]
    assert not [cell for row in rows for cell in row.values() if re.match(r"[=+@\t\r-]", cell)]
    assert "'=Statistical analysis" in {row["held"] for row in rows}
    rows[0]["rationale"] = "'=1+1"
    found = cg.load(graph).read_transfers(write(path, rows), by="A")
    assert found.accepted[0].rationale == "=1+1"


def test_two_transfers_whose_skills_end_alike_have_names_of_their_own(team: Path) -> None:
    from careergraph.proposals import Accepted

    graph = cg.load(team)
    one, other, third = list(graph.careers.skills)[:3]
    accepted = [
        Accepted(one, needed, "weak", "Because.", "A. B.", "", {}) for needed in (other, third)
    ]
    clash = [accepted[0], Accepted(one, f"{other}", "weak", "Because.", "a b", "", {})]
    names = {
        str(t.subject)
        for t in graph.with_transfers(clash, date(2026, 1, 2)).triples()
        if t.predicate.value.endswith("#heldSkill")
    }
    assert len(names) == 2
    new = graph.with_transfers(accepted, date(2026, 1, 2))
    assert new.validate().conforms
    assert not graph.careers.transfers
    again = new.with_transfers(
        [Accepted(other, third, "weak", "Because.", "a b", "", {})], date(2026, 1, 3)
    )
    assert {t.provenance.asserted_by for t in again.careers.transfers} == {"A. B."}


def test_proposals_are_ordered_and_filtered(team: Path) -> None:
    graph = cg.load(team)
    every = graph.propose_transfers(methods=["wording"])
    chances = [one.chance or 0 for one in every.proposals]
    assert chances == sorted(chances, reverse=True)
    weight = calibrate(["wording"])
    for one in every.proposals:
        assert one.chance == pytest.approx(
            float(weight.chance(np.array([[one.supports[0].score]]))[0]), abs=1e-3
        )
    two = graph.propose_transfers(methods=["wording"], limit=2)
    assert two.proposals == every.proposals[:2]
    assert two.found == every.found == len(every.proposals)
    some = graph.propose_transfers(methods=["wording"], held=["Analyst"], needed=["engineer"])
    held = {one.held_label for one in some.proposals}
    assert held == {"Data cleaning", "Statistical analysis", "Dashboard design"}
    assert {one.needed_label for one in some.proposals} == {
        *("Data modelling", "Statistical modelling", "Dashboard engineering")
    }
    named = graph.propose_transfers(methods=["wording"], held=["data cleaning"])
    assert {one.held_label for one in named.proposals} == {"Data cleaning"}
    with pytest.raises(AmbiguousNameError, match="path 'Analyst' or the skill 'Statistical anal"):
        graph.propose_transfers(held=["analys"])
    none = graph.propose_transfers(methods=["wording"], min_score=0.99)
    assert none.proposals == ()


def test_requests_that_cannot_be_met_are_refused(team: Path) -> None:
    graph = cg.load(team)
    with pytest.raises(RequestError, match="At least 1 proposal"):
        graph.propose_transfers(limit=0)
    with pytest.raises(RequestError, match="from 0 to 1"):
        graph.propose_transfers(min_score=1.5)
    with pytest.raises(UnknownNameError, match="no skill 'juggling'"):
        graph.propose_transfers(held=["juggling"])


def test_formats(team: Path) -> None:
    arguments = ("propose", "transfers", team, "--method", "wording")
    data = json.loads(run(*arguments, "--format", "json").output)
    first = data["proposals"][0]
    assert first["supports"][0]["method"] == "wording"
    assert first["rationale"].startswith("Both names have")
    assert (data["found"], data["existing"]) == (len(data["proposals"]), 0)
    header, *rows = csv.reader(io.StringIO(run(*arguments, "--format", "csv").output))
    assert tuple(header) == HEADER
    assert [row[0] for row in rows] == [one["held_label"] for one in data["proposals"]]
    assert (
        f"| {first['held_label']} | {first['needed_label']} |"
        in run(*arguments, "--format", "markdown").output
    )
    assert "strengths are proposals, not facts" in " ".join(run(*arguments).output.split())


def test_a_graph_aligned_with_a_taxonomy_is_helped_by_it(tmp_path: Path, team: Path) -> None:
    """The matched skills are related in the taxonomy; this method has no calibration."""
    text = team.read_text(encoding="utf-8")
    base = "https://example.org/team/skill"
    match = "<http://www.w3.org/2004/02/skos/core#closeMatch>"
    taxonomy = tmp_path / "taxonomy.ttl"
    run("import", "matrix", tmp_path / "team.csv", "-o", taxonomy, "--base", "https://tax.org/")
    related = "<http://data.europa.eu/esco/model#relatedEssentialSkill>"
    with taxonomy.open("a", encoding="utf-8") as file:
        file.write(
            "<https://tax.org/skill/data-modelling> "
            f"{related} <https://tax.org/skill/version-control> .\n"
        )
    aligned = tmp_path / "aligned.ttl"
    aligned.write_text(
        text
        + f"<{base}/data-cleaning> {match} <https://tax.org/skill/data-modelling> .\n"
        + f"<{base}/dashboard-design> {match} <https://tax.org/skill/version-control> .\n",
        encoding="utf-8",
    )
    found = cg.load(aligned).propose_transfers(cg.load(taxonomy), methods=["skill-relation"])
    assert [(p.held_label, p.needed_label, p.strength, p.chance) for p in found.proposals] == [
        ("Data cleaning", "Dashboard design", "weak", None),
        ("Dashboard design", "Data cleaning", "weak", None),
    ]
    assert found.uncalibrated == ("skill-relation",)
    assert found.proposals[0].rationale == (
        "The taxonomy has 'Version control' as essential for 'Data modelling'."
    )
    assert cg.load(aligned).propose_transfers(methods=["skill-relation"]).proposals == ()
