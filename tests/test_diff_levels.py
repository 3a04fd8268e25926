"""Levels of two organisations are compared by what they require, both ways."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import careergraph as cg
from careergraph.diff import EQUIVALENT, LevelComparison, compare_levels
from careergraph.diff.level_text import as_markdown, as_text, statement
from careergraph.network import CareerNetwork, Requirement, Skill
from networks import NOWHERE, career_network
from test_cli import careergraph
from test_diff import load

THEIRS = [
    ["Path", "L4", "L5", "L6"],
    ["Backend", "Code review; SQL", "System design; On-call duty", "Coaching; Hiring; Vision"],
    ["Poetry", "Rhyme", "Metre", "Silence"],
]
OURS = [
    ["Job", "II", "III", "IV"],
    ["Server Developer", "Reviewing code; SQL", "On call duty", "Design of systems"],
    ["Manager", "Hiring", "Budget", "Strategy; Politics"],
]


@pytest.fixture
def compared(tmp_path: Path) -> LevelComparison:
    return load(THEIRS, tmp_path, "theirs").compare_levels(load(OURS, tmp_path, "ours"))


def test_is_their_l5_our_iv(compared: LevelComparison) -> None:
    assert [statement(compared, nearest) for nearest in compared.roles] == [
        "Backend, L4 is nearest to Server Developer, II: it covers 100% of it (2 of 2 skills) and "
        "is 100% covered by it (2 of 2).",
        "Backend, L5 is nearest to Server Developer, IV: it covers 100% of it (4 of 4 skills) and "
        "is 100% covered by it (4 of 4).",
        "Backend, L6 is nearest to Server Developer, IV: it covers 100% of it (4 of 4 skills) and "
        "is 57% covered by it (4 of 7).",
        *(
            f"Poetry, {level} has no equivalent: no role of ours requires a skill of it."
            for level in ("L4", "L5", "L6")
        ),
    ]


def test_every_uncertain_match_is_shown(compared: LevelComparison) -> None:
    found = compared.to_dict()["skills"]
    assert (found["same"], found["only_old"], found["only_new"]) == (5, 5, 3)
    assert [(m["old_label"], m["new_label"], m["evidence"]) for m in found["to_check"]] == [
        ("Code review", "Reviewing code", "wording"),
        ("System design", "Design of systems", "wording"),
        ("On-call duty", "On call duty", "label"),
    ]
    for shown in (as_text(compared), as_markdown(compared)):
        assert "5 only in theirs and 3 only in ours" in " ".join(shown.split())
        assert "Reviewing code" in shown


def test_below_the_bound_nothing_is_called_equivalent(tmp_path: Path) -> None:
    theirs, ours = load(THEIRS, tmp_path, "theirs"), load(OURS, tmp_path, "ours")
    found = theirs.compare_levels(ours, roles="backend l6", bound=0.6)
    assert [statement(found, nearest) for nearest in found.roles] == [
        "Backend, L6: no equivalent found. The nearest is Server Developer, IV: Backend, L6 covers "
        "100% of it (4 of 4 skills) and is 57% covered by it (4 of 7)."
    ]
    assert found.to_dict()["roles"][0]["equivalent"] == []
    assert (
        repr(found) == "<LevelComparison: 0 of 1 roles have an equivalent, 5 skills are the same>"
    )


def test_ranks_and_names_of_levels_do_not_count(tmp_path: Path) -> None:
    theirs = load([["", "L1", "L2"], ["A", "x; y", "z"]], tmp_path, "theirs")
    ours = load([["", "L1", "L2", "L3"], ["A", "p", "q; x; y", "z"]], tmp_path, "ours")
    found = theirs.compare_levels(ours)
    assert [nearest.best[0].new.label for nearest in found.roles] == ["A, L2", "A, L3"]


def test_equally_near_roles_are_both_named(tmp_path: Path) -> None:
    theirs = load([["", "L1"], ["A", "x; y"]], tmp_path, "theirs")
    ours = load([["", "L1"], ["B", "x; p"], ["C", "y; q"], ["D", "x; r; s"]], tmp_path, "ours")
    found = theirs.compare_levels(ours)
    assert statement(found, found.roles[0]).endswith("(1 of 2). Equally near: C, L1.")
    near = [one["new_label"] for one in found.to_dict()["roles"][0]["nearest"]]
    assert near == ["B, L1", "C, L1", "D, L1"]


def test_nearest_is_by_the_lesser_coverage(tmp_path: Path) -> None:
    theirs = load([["", "L1"], ["A", "a; b; c; d; e; f"]], tmp_path, "theirs")
    ours = load([["", "L1"], ["B", "a; b; c"], ["C", "a; b; c; d; x; y; z"]], tmp_path, "ours")
    found = theirs.compare_levels(ours)
    assert [(one.new.label, one.shared) for one in found.roles[0].on_paths] == [
        ("C, L1", 4),
        ("B, L1", 3),
    ]
    assert found.roles[0].on_paths[0].fit < found.roles[0].on_paths[1].fit


def test_unknown_stays_unknown() -> None:
    old = career_network({"X": ["ab", "c"], "Y": ["", ""]}, {"a": 1, "b": 2, "c": 4})
    new = replace(old, skills={**old.skills, "c": replace(old.skills["c"], effort=None)})
    found = compare_levels(old, new)
    first, second = found.roles[0].best[0], found.roles[1].best[0]
    assert (first.covers_hours, first.covered_hours) == (1, 1)
    assert (second.covers_hours, second.covered_hours) == (None, 1)
    assert found.roles[2].on_paths == ()
    assert statement(found, found.roles[2]) == (
        "Y1 requires no skill that is stated, so its equivalent is unknown."
    )
    assert "unknown, 100%" in as_text(found)


def test_what_is_cumulative_is_said() -> None:
    old = career_network({"X": ["ab", "c"]}, {"a": 1, "b": 2, "c": 4})
    new = career_network({"X": ["ab", "c"]}, {"a": 1, "b": 2, "c": 4}, cumulative=False)
    found = compare_levels(old, replace(new, title="Other"))
    said = " ".join(as_text(found).split())
    assert "In Test a role also requires what the levels below it require; in Other a role" in said
    assert (found.roles[1].best[0].new.iri, found.roles[1].best[0].shared) == ("X1", 2)


LETTERS = "abcdef"
matrix = st.lists(
    st.lists(st.text(LETTERS, max_size=3), min_size=1, max_size=3), min_size=1, max_size=3
)
lengths = st.lists(st.integers(1, 9), min_size=6, max_size=6)


def made(cells: list[list[str]], length: list[int], prefix: str) -> CareerNetwork:
    """Return a network whose skills have IRIs of their own but labels of the same numbers."""
    network = career_network(
        {
            f"P{number}": ["".join(dict.fromkeys(cell)) for cell in row]
            for number, row in enumerate(cells)
        },
        dict(zip(LETTERS, length, strict=True)),
    )
    needs = [replace(need, skill=prefix + need.skill) for need in network.requirements]
    skills = {
        prefix + iri: Skill(prefix + iri, f"Task {LETTERS.index(iri)}", effort=skill.effort)
        for iri, skill in network.skills.items()
    }
    return replace(network, requirements=tuple(needs), skills=skills)


def climbed(network: CareerNetwork, role: str) -> set[str]:
    """Return the labels of what a role and those below it on its path require."""
    path, rank = network.roles[role].path, network.rank(role)
    return {
        network.skills[need.skill].label
        for need in network.requirements
        if network.roles[need.role].path == path and network.rank(need.role) <= rank
    }


@given(matrix, matrix, lengths, lengths)
def test_coverage_is_what_counting_gives(
    first: list[list[str]], second: list[list[str]], old_hours: list[int], new_hours: list[int]
) -> None:
    old, new = made(first, old_hours, "old-"), made(second, new_hours, "new-")
    found = compare_levels(old, new)
    hours = [
        {f"Task {n}": h for n, h in enumerate(all_hours)} for all_hours in (old_hours, new_hours)
    ]
    for nearest in found.roles:
        held = climbed(old, nearest.role.iri)
        lesser = {
            role: min(len(held & needed) / len(needed), len(held & needed) / len(held))
            for role in new.roles
            if held & (needed := climbed(new, role))
        }
        for one in nearest.on_paths:
            needed = climbed(new, one.new.iri)
            both = held & needed
            assert one.covers == pytest.approx(len(both) / len(needed))
            assert one.covered == pytest.approx(len(both) / len(held))
            for share, whole, known in (
                (one.covered_hours, held, hours[0]),
                (one.covers_hours, needed, hours[1]),
            ):
                assert share == pytest.approx(
                    sum(known[s] for s in both) / sum(known[s] for s in whole)
                )
            on_path = [lesser[r] for r in lesser if new.roles[r].path == one.new.path]
            assert lesser[one.new.iri] == max(on_path)
            assert one.equivalent(EQUIVALENT) == (lesser[one.new.iri] >= EQUIVALENT)
        assert {one.new.path for one in nearest.on_paths} == {new.roles[r].path for r in lesser}
        if lesser:
            assert lesser[nearest.best[0].new.iri] == max(lesser.values())


def test_optional_requirements_are_not_required() -> None:
    old = career_network({"X": ["ab"]}, {"a": 1, "b": 2})
    optional = Requirement("X1-c", "X1", "c", False, None, None, NOWHERE)
    new = replace(
        old,
        requirements=(*old.requirements, optional),
        skills={**old.skills, "c": Skill("c", "Skill c")},
    )
    best = compare_levels(old, new).roles[0].best[0]
    assert (best.covers, best.covered, best.new_skills) == (1, 1, 2)


def test_every_format_says_the_same(tmp_path: Path) -> None:
    theirs = [[cell.replace("Rhyme", "=1+1") for cell in row] for row in THEIRS]
    theirs[2][0] = "=Poetry"
    load(theirs, tmp_path, "theirs")
    load(OURS, tmp_path, "ours")
    arguments = "diff", "theirs.csv", "ours.csv", "--by-level", "--format"
    data = json.loads(careergraph(*arguments, "json", cwd=tmp_path).stdout)
    cells = list(csv.DictReader(io.StringIO(careergraph(*arguments, "csv", cwd=tmp_path).stdout)))
    text = careergraph(*arguments, "text", cwd=tmp_path).stdout
    page = careergraph(*arguments, "markdown", cwd=tmp_path).stdout
    rows = [(one["label"], near) for one in data["roles"] for near in one["nearest"] or [None]]
    assert [row["role_label"].removeprefix("'") for row in cells] == [label for label, _ in rows]
    for row, (_, near) in zip(cells, rows, strict=True):
        assert row["nearest_label"] == (near["new_label"] if near else "")
        assert row["covered"] == (str(near["covered"]) if near else "")
    assert {row["equivalent"] for row in cells} == {"yes", "no"}
    assert cells[-1]["role_label"] == "'=Poetry, L6"
    for shown in (text, page):
        assert "Backend, L5 is nearest to Server Developer, IV" in " ".join(shown.split())
    one = careergraph(*arguments, "json", "--from", "backend l5", cwd=tmp_path).stdout
    assert [role["label"] for role in json.loads(one)["roles"]] == ["Backend, L5"]


def test_shares_are_checked(tmp_path: Path) -> None:
    graph = load(OURS, tmp_path, "ours")
    for wrong in ({"bound": 0.0}, {"similarity": 1.5}):
        with pytest.raises(cg.CareerGraphError, match="above 0 and up to 1"):
            graph.compare_levels(graph, **wrong)
