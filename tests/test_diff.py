"""A diff says what a person would say of two versions, and no more."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import careergraph as cg
import matrices
from careergraph import diff
from careergraph.diff import Change, ChangeKind, Thing
from careergraph.diff.changes import find_changes
from careergraph.diff.matching import Evidence, match_networks
from careergraph.errors import NoRouteError
from careergraph.network import CareerNetwork, Transfer
from careergraph.routes import plan
from networks import NOWHERE, career_network
from test_cli import careergraph
from test_ontology import LEVELS, MATRIX

HEADINGS = [f"Level {n}: {name}" for n, name in enumerate(LEVELS, 1)]
HOTEL = Path(__file__).parents[1] / "docs" / "examples" / "hotel.ttl"
Edit = Callable[[list[list[str]]], None]


def load(table: list[list[str]], folder: Path, name: str = "ladder") -> cg.CareerGraph:
    path = folder / f"{name}.csv"
    path.write_bytes(matrices.as_csv(table))
    return cg.load(path)


def messages(edit: Edit, folder: Path, renamed_file: bool = False) -> list[str]:
    """Return what a diff says of the seed matrix and an edited copy."""
    table = matrices.rows(HEADINGS, MATRIX)
    old = load(table, folder)
    edit(table)
    new = load(table, folder, "ladder-2" if renamed_file else "ladder")
    return [change.message for change in old.diff(new, routes=False).changes]


def set_cell(row: int, column: int, text: str) -> Edit:
    def edit(table: list[list[str]]) -> None:
        table[row][column] = text

    return edit


def test_equal_graphs_have_no_difference(tmp_path: Path) -> None:
    for path in (None, HOTEL):
        found = cg.load(path).diff(cg.load(path))
        assert found.changes == ()
        assert found.routes is not None
        assert found.routes.changed == ()
        assert found.routes.compared == (870 if path is None else 12)
    assert messages(lambda table: None, tmp_path, renamed_file=True) == []


def test_order_is_no_difference(tmp_path: Path) -> None:
    def reorder(table: list[list[str]]) -> None:
        table[1], table[4] = table[4], table[1]
        table[2][1] = "\n".join(reversed(table[2][1].split("\n")))

    assert messages(reorder, tmp_path) == []


def test_a_changed_cell_is_said_in_words(tmp_path: Path) -> None:
    cell = "• Product vision and roadmap planning\n• Storytelling"
    assert messages(set_cell(3, 2, cell), tmp_path) == [
        "AI Product Manager, Intermediate: 'Coordination between engineering and business teams' "
        "removed (ladder.csv, row 4, column 3)",
        "AI Product Manager, Intermediate: 'Storytelling' added (ladder.csv, row 4, column 3)",
    ]


def test_a_rewording_is_said_with_its_similarity(tmp_path: Path) -> None:
    cell = "• Product vision and roadmap planning\n• Coordinating engineering and business teams"
    (said,) = messages(set_cell(3, 2, cell), tmp_path, renamed_file=True)
    assert said == (
        "AI Product Manager, Intermediate: 'Coordination between engineering and business teams' "
        "reworded to 'Coordinating engineering and business teams' "
        "(similarity 67%; ladder-2.csv, row 4, column 3)"
    )


def test_a_respelling_is_said_as_such(tmp_path: Path) -> None:
    (said,) = messages(set_cell(2, 1, "Data pre processing; Basic model building"), tmp_path)
    assert said == (
        "Machine Learning Engineer, Beginner: 'Data pre-processing' reworded to "
        "'Data pre processing' (the same IRI; ladder.csv, row 3, column 2)"
    )


def test_moves_between_levels_and_paths(tmp_path: Path) -> None:
    def move(table: list[list[str]]) -> None:
        table[2][1], table[2][3] = "Basic model building", table[2][3] + "\n• Data pre-processing"
        table[5][2], table[4][2] = "Big data toolkits", table[4][2] + "\n• ML applications"
        table[5][3] += "\n• Control systems"
        table[4][1] = "Basic robotics and automation"

    assert messages(move, tmp_path) == [
        "Data Scientist (AI Focus), Intermediate: 'Machine learning applications' removed "
        "(ladder.csv, row 6, column 3)",
        "Robotics Engineer, Intermediate: 'ML applications' added (ladder.csv, row 5, column 3)",
        "'Data pre-processing' moved from Machine Learning Engineer, Beginner to Machine Learning "
        "Engineer, Advanced (ladder.csv, row 3, column 2; now ladder.csv, row 3, column 4)",
        "'Control systems' moved from Robotics Engineer, Beginner to Data Scientist (AI Focus), "
        "Advanced (ladder.csv, row 5, column 2; now ladder.csv, row 6, column 4)",
    ]


def test_a_skill_moves_within_its_path_rather_than_across(tmp_path: Path) -> None:
    header = ["", "L1", "L2"]
    old = load([header, ["A", "x", "y"], ["B", "z; Skill", "w"]], tmp_path)
    new = load([header, ["A", "x; Skill", "y"], ["B", "z", "w; Skill"]], tmp_path)
    assert [change.message for change in old.diff(new, routes=False).changes] == [
        "A, L1: 'Skill' added (ladder.csv, row 2, column 2)",
        "'Skill' moved from B, L1 to B, L2 (ladder.csv, row 3, column 2; "
        "now ladder.csv, row 3, column 3)",
    ]


def test_renamed_paths_and_levels_are_known_by_what_they_require(tmp_path: Path) -> None:
    def rename(table: list[list[str]]) -> None:
        table[3][0] = "Owner of AI products"
        table[0][2] = "Level 2: Journeyman"

    assert messages(rename, tmp_path, renamed_file=True) == [
        "Career path 'AI Product Manager' is now 'Owner of AI products' "
        "(100% of the requirements are the same)",
        "Level 'Intermediate' is now 'Journeyman' (100% of the requirements are the same)",
    ]


@pytest.mark.parametrize(
    ("cell", "kinds"),
    [
        ("a; b; d; e; f", [ChangeKind.RENAMED]),
        ("a; b; d; e; f; g", [ChangeKind.REMOVED, ChangeKind.ADDED]),
    ],
)
def test_a_path_is_another_when_most_of_what_it_requires_is(
    cell: str, kinds: list[ChangeKind], tmp_path: Path
) -> None:
    header, other = ["", "L1", "L2"], ["X", "x", "y"]
    old = load([header, ["A", "a; b", "c"], other], tmp_path)
    new = load([header, ["B", cell, "c"], other], tmp_path)
    changes = old.diff(new, routes=False).changes
    assert [change.kind for change in changes if change.thing is Thing.PATH] == kinds


def test_a_path_that_goes_takes_its_roles_along(tmp_path: Path) -> None:
    def drop(table: list[list[str]]) -> None:
        del table[6]
        table.append(["Poet", "Rhyme", "", "", "", ""])

    said = messages(drop, tmp_path)
    assert said[:2] == ["Career path 'Ethical AI Advocate' removed", "Career path 'Poet' added"]
    assert said[2] == (
        "Ethical AI Advocate, Beginner: 'Awareness of ethical AI importance' removed "
        "(ladder.csv, row 7, column 2)"
    )
    assert said[-1] == "Poet, Beginner: 'Rhyme' added (ladder.csv, row 7, column 2)"
    assert len(said) == 2 + 10 + 1


def test_a_role_that_goes_alone_is_said(tmp_path: Path) -> None:
    assert messages(set_cell(1, 5, ""), tmp_path) == [
        "Role 'AI Research Scientist, Leader' removed",
        "AI Research Scientist, Leader: 'Leading AI research departments' removed "
        "(ladder.csv, row 2, column 6)",
        "AI Research Scientist, Leader: 'Defining research agendas' removed "
        "(ladder.csv, row 2, column 6)",
    ]


def test_a_skill_reworded_in_one_role_only(tmp_path: Path) -> None:
    header = ["", "L1", "L2"]
    old = load([header, ["A", "Team planning", "x"], ["B", "Team planning", "y"]], tmp_path)
    new = load([header, ["A", "Planning the teams", "x"], ["B", "Team planning", "y"]], tmp_path)
    (change,) = old.diff(new, routes=False).changes
    assert (change.kind, change.thing) == (ChangeKind.REWORDED, Thing.REQUIREMENT)
    assert change.message == (
        "A, L1: 'Team planning' reworded to 'Planning the teams' "
        "(similarity 100%; ladder.csv, row 2, column 2)"
    )


def test_the_same_role_speaks_for_a_rewording(tmp_path: Path) -> None:
    header, similarity = ["", "L1", "L2"], 2 / 3
    old = load([header, ["A", "Writing new reports; a", "b"]], tmp_path)
    here = load([header, ["A", "Writing old reports; a", "b"]], tmp_path)
    there = load([header, ["A", "a", "Writing old reports; b"]], tmp_path)
    (change,) = old.diff(here, routes=False).changes
    assert change.kind is ChangeKind.REWORDED
    assert change.similarity == pytest.approx(similarity)
    kinds = [change.kind for change in old.diff(there, routes=False).changes]
    assert kinds == [ChangeKind.REMOVED, ChangeKind.ADDED]
    kinds = [change.kind for change in old.diff(there, routes=False, similarity=0.3).changes]
    assert kinds == [ChangeKind.REWORDED, ChangeKind.MOVED]


def test_what_a_requirement_says_of_itself(tmp_path: Path) -> None:
    header = ["Career path", "Level", "Skill", "Importance", "Proficiency", "Effort"]
    old = load(
        [header, ["A", "L1", "Go", "", "B1", "10-20"], ["A", "L2", "x", "", "", ""]], tmp_path
    )
    new = load(
        [header, ["A", "L1", "Go", "optional", "", "10-30"], ["A", "L2", "x", "", "", ""]], tmp_path
    )
    assert [change.message for change in old.diff(new, routes=False).changes] == [
        "Skill 'Go': effort was 10-20 h, is 10-30 h",
        "A, L1: importance of 'Go' was essential, is optional (ladder.csv, row 2, column 3)",
        "A, L1: proficiency of 'Go' was B1, is not stated (ladder.csv, row 2, column 3)",
    ]


def test_assumptions_and_efforts(tmp_path: Path) -> None:
    old = cg.load()
    settings = ["step-back=1-2", "cumulative=no", "hours-per-week=7.5", "level-2=80.5-160"]
    found = old.diff(cg.load(assume=settings), routes=False)
    assert [change.message for change in found.changes] == [
        "Level 'Intermediate': effort for one skill was 80-160 h, is 80.5-160 h",
        "Assumption: requirements add up from level to level was yes, is no",
        "Assumption: hours a week was 10, is 7.5",
        "Assumption: cost of a step back was 40-80 h, is 1-2 h",
    ]


def test_progressions_and_transfers() -> None:
    old = career_network(
        {"X": ["a", "b"], "Y": ["c", "d"]},
        {"a": 1, "b": 2, "c": 3, "d": 4},
        {("a", "c"): 0.5, ("b", "d"): 0.15},
    )
    new = replace(
        old,
        progressions=old.progressions[1:],
        transfers=(
            replace(old.transfers[0], saved=0.151, strength="weak"),
            Transfer("d-a", "d", "a", "weak", 0.15, "Because.", NOWHERE),
        ),
    )
    said = [
        change.message for change in find_changes(old, new, match_networks(old, new, diff.REWORDED))
    ]
    assert said == [
        "X1 no longer leads to X2",
        "'Skill a' shortens learning 'Skill c': was strong, saves 50%, is weak, saves 15.1%",
        "'Skill b' no longer shortens learning 'Skill d' (was strong, saves 15%)",
        "'Skill d' now shortens learning 'Skill a' (weak, saves 15%)",
    ]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (None, "One.", "is now stated"),
        ("One.", None, "is no longer stated"),
        ("One.", "Two.", "is worded otherwise"),
    ],
)
def test_definitions(before: str | None, after: str | None, said: str) -> None:
    network = career_network({"X": ["a"]}, {"a": 1})
    old, new = (
        replace(network, paths={"X": replace(network.paths["X"], definition=text)})
        for text in (before, after)
    )
    (change,) = find_changes(old, new, match_networks(old, new, diff.REWORDED))
    assert change.message == f"Career path 'X': the definition {said}"
    assert (change.old, change.new) == (before, after)


def test_things_known_by_iri_and_other_label() -> None:
    old = career_network({"X": ["a", "b"]}, {"a": 1, "b": 2, "c": 3})
    skills = {
        **old.skills,
        "a": replace(old.skills["a"], label="Quite different", definition="New."),
        "k": replace(old.skills["c"], iri="k", label="Nothing alike", alt_labels=("Skill c",)),
    }
    del skills["c"]
    roles = {**old.roles, "X2": replace(old.roles["X2"], level="1", label="Boss")}
    new = replace(old, skills=skills, roles=roles)
    found = find_changes(old, new, match_networks(old, new, diff.REWORDED))
    assert [change.message for change in found] == [
        "Role 'Boss' moved from X, Level 2 to X, Level 1",
        "X1: 'Skill a' reworded to 'Quite different' (the same IRI)",
        "Skill 'Quite different': the definition is now stated",
        "A skill that no role requires: 'Skill c' reworded to 'Nothing alike' "
        "(the one is another label of the other)",
        "Skill 'Nothing alike': other label was not stated, is Skill c",
    ]
    assert [change.evidence for change in found if change.kind is ChangeKind.REWORDED] == [
        Evidence.IRI,
        Evidence.OTHER_LABEL,
    ]


PATHS = ["Baker", "Poet", "Pilot"]
COLUMNS = ["Junior", "Middle", "Senior"]


@st.composite
def edited_matrices(
    draw: st.DrawFn,
) -> tuple[matrices.Paths, matrices.Paths, set[tuple[str | None, ...]]]:
    """Return a matrix, an edited copy, and the edits as a diff should tell them.

    Skills differ in a number, so that none is taken for another reworded. Each role keeps one.
    """
    sizes = draw(st.lists(st.integers(0, 3), min_size=9, max_size=9))
    numbers = iter(range(100, 1000))
    roles = [(path, place) for path in PATHS for place in range(len(COLUMNS))]
    old: matrices.Paths = {path: [[] for _ in COLUMNS] for path in PATHS}
    for (path, place), size in zip(roles, sizes, strict=True):
        old[path][place] = [f"Task {next(numbers)}" for _ in range(1 + size)]
    new = deepcopy(old)
    edits: set[tuple[str | None, ...]] = set()
    for path, place in roles:
        here = f"{path}, {COLUMNS[place]}"
        for skill in old[path][place][1:]:
            edit = draw(st.sampled_from(["keep", "remove", "move", "reword"]))
            if edit == "keep":
                continue
            new[path][place].remove(skill)
            if edit == "remove":
                edits.add(("removed", "requirement", here, skill, None))
            elif edit == "reword":
                reworded = f"{skill} alone"
                new[path][place].append(reworded)
                edits.add(("reworded", "skill", here, skill, reworded))
            else:
                other, column = draw(st.sampled_from([r for r in roles if r != (path, place)]))
                new[other][column].append(skill)
                there = f"{other}, {COLUMNS[column]}"
                edits.add(("moved", "requirement", skill, here, there))
        if draw(st.booleans()):
            skill = f"Task {next(numbers)}"
            new[path][place].append(skill)
            edits.add(("added", "requirement", here, None, skill))
    return old, new, edits


@settings(max_examples=60)
@given(edited_matrices())
def test_edits_are_recovered(
    edited: tuple[matrices.Paths, matrices.Paths, set[tuple[str | None, ...]]],
) -> None:
    old, new, edits = edited
    with tempfile.TemporaryDirectory() as folder:
        before = load(matrices.rows(COLUMNS, old), Path(folder), "before")
        after = load(matrices.rows(COLUMNS, new), Path(folder), "after")
    changes = before.diff(after, routes=False).changes
    found = [(c.kind.value, c.thing.value, c.subject, c.old, c.new) for c in changes]
    assert Counter(found) == Counter(edits)


SKILLS = ["Plan teams", "Planning of teams", "Team plans", "Budget", "Budgets 2", "Data", "Law"]
cells = st.lists(st.sampled_from(SKILLS), max_size=3, unique=True)


@st.composite
def any_matrix(draw: st.DrawFn) -> list[list[str]]:
    columns = draw(st.lists(st.sampled_from(COLUMNS), min_size=2, max_size=3, unique=True))
    names = draw(st.lists(st.sampled_from(PATHS), min_size=1, max_size=3, unique=True))
    paths = {name: [draw(cells) for _ in columns] for name in names}
    for name in names:
        paths[name][0] = paths[name][0] or ["Law"]
    return matrices.rows(columns, {**paths, "Last": [["Data"]] * len(columns)})


KEPT = {
    ChangeKind.ADDED: ChangeKind.REMOVED,
    ChangeKind.REMOVED: ChangeKind.ADDED,
}


def facts(change: Change, *, backwards: bool = False) -> tuple[object, ...]:
    ends = (change.old, change.new), (change.old_iri, change.new_iri)
    if not backwards:
        return change.kind, change.thing, *ends
    kind = KEPT.get(change.kind, change.kind)
    return kind, change.thing, *(tuple(reversed(end)) for end in ends)


@settings(max_examples=60)
@given(any_matrix(), any_matrix())
def test_backwards_is_the_mirror_image(first: list[list[str]], second: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        one, other = load(first, Path(folder), "one"), load(second, Path(folder), "other")
    there = one.diff(other, routes=False).changes
    back = other.diff(one, routes=False).changes
    assert Counter(map(facts, there)) == Counter(facts(c, backwards=True) for c in back)
    assert one.diff(one, routes=False).changes == ()


def hours(network: CareerNetwork, source: str, target: str) -> float | None:
    try:
        return plan(network, source, target).effort.expected
    except NoRouteError:
        return None


def test_routes_are_those_of_the_planner() -> None:
    before, after = cg.load(HOTEL), cg.load(HOTEL, assume=["level-1=10-20", "lateral=900"])
    found = before.diff(after).routes
    assert found is not None
    expected = {}
    for source, target in permutations(before.careers.roles, 2):
        was, now = hours(before.careers, source, target), hours(after.careers, source, target)
        if was != now:
            expected[source, target] = was, now
    assert {(e.source.iri, e.target.iri): (e.before, e.after) for e in found.changed} == {
        ends: tuple(pytest.approx(h) for h in both) for ends, both in expected.items()
    }
    differences = [abs(e.difference or 0) for e in found.changed]
    assert differences == sorted(differences, reverse=True)
    assert found.compared == 12


def test_routes_that_become_possible_or_impossible_come_first() -> None:
    old = career_network({"X": ["a", "b"], "Y": ["c", "d"]}, dict.fromkeys("abcd", 10))
    new = replace(old, progressions=())
    upward = {(low, high) for low in ("X1", "Y1") for high in ("X2", "Y2")}
    for one, other, verdict in ((old, new, "no longer possible"), (new, old, "now possible")):
        found = diff.route_effects(one, other, match_networks(one, other, diff.REWORDED).roles)
        first, rest = found.changed[:4], found.changed[4:]
        assert {(e.source.iri, e.target.iri) for e in first} == upward
        assert {e.verdict for e in first} == {verdict}
        assert {e.verdict for e in rest} <= {"longer", "shorter"}
        assert {(e.source.iri, e.target.iri): (e.before, e.after) for e in found.changed} == {
            ends: both
            for ends in permutations(old.roles, 2)
            if (both := (hours(one, *ends), hours(other, *ends)))[0] != both[1]
        }


def test_routes_from_and_to_chosen_roles() -> None:
    before, after = cg.load(), cg.load(assume=["promotion=100"])
    found = before.diff(after, sources=["ml engineer 1"], targets="ml engineer 3").routes
    assert found is not None
    (effect,) = found.changed
    assert effect.to_dict() == {
        "source": effect.source.iri,
        "source_label": "Machine Learning Engineer, level 1",
        "target": effect.target.iri,
        "target_label": "Machine Learning Engineer, level 3",
        "before": 728.0,
        "after": 848.0,
        "difference": 120.0,
        "verdict": "longer",
    }
    found = before.diff(after, sources=["ml engineer 1"]).routes
    assert found is not None
    assert found.compared == 29


def test_many_pairs_are_compared_only_when_asked(tmp_path: Path) -> None:
    table = [["", *COLUMNS], *([f"Path {n}", "Oven", "Rota", "Menu"] for n in range(11))]
    old = load(table, tmp_path)
    routes = old.diff(old).routes
    assert routes is not None
    assert routes.reason == (
        "There are 1,056 pairs of roles, and more than 1,000 are compared only where they are "
        "asked for: name roles with --from, --to or both."
    )
    asked = old.diff(old, sources=["path 3 junior"]).routes
    assert asked is not None
    assert (asked.reason, asked.compared) == (None, 32)


def test_unknown_effort_is_said_and_not_zero(tmp_path: Path) -> None:
    text = HOTEL.read_text(encoding="utf-8").replace(" ; cg:effortPerSkill hotel:hours-level-1", "")
    path = tmp_path / "hotel.ttl"
    path.write_text(text, encoding="utf-8")
    known, unknown = cg.load(HOTEL), cg.load(path)
    for old, new, which in ((known, unknown, "new"), (unknown, known, "old")):
        found = old.diff(new)
        assert found.routes is not None
        assert found.routes.changed == ()
        assert str(found.routes.reason).startswith(f"In the {which} version: The effort of 2 ")
    said = careergraph("diff", str(HOTEL), str(path)).stdout
    assert "effort for one skill was 40-80 h, is not stated" in said
    assert "Routes were not compared. In the new version: The effort of 2" in said


def test_roles_to_compare_are_in_both_versions(tmp_path: Path) -> None:
    header = ["", "L1", "L2"]
    old = load([header, ["A", "a", "b"], ["B", "c", "d"]], tmp_path, "old")
    new = load([header, ["A", "a", "b"], ["C", "e", "f"]], tmp_path, "new")
    for name, version in (("b l1", "old"), ("c l1", "new")):
        with pytest.raises(cg.CareerGraphError, match=f"in the {version} version only"):
            old.diff(new, sources=[name])
    with pytest.raises(cg.CareerGraphError, match="no role 'nowhere'"):
        old.diff(new, targets=["nowhere"])
    with pytest.raises(cg.CareerGraphError, match="similarity must be above 0"):
        old.diff(new, similarity=0)


@pytest.fixture
def versions(tmp_path: Path) -> tuple[str, str]:
    table = [["", "L1", "L2"], ["A", "=cmd()", "b"], ["B", "c; \x1b[31mred", "d"]]
    load(table, tmp_path, "old")
    table[1][1], table[2][1] = "@evil", "c"
    load(table, tmp_path, "new")
    return str(tmp_path / "old.csv"), str(tmp_path / "new.csv")


def test_every_format_says_the_same(versions: tuple[str, str]) -> None:
    text = careergraph("diff", *versions).stdout
    data = json.loads(careergraph("diff", *versions, "--format", "json").stdout)
    cells = list(
        csv.DictReader(io.StringIO(careergraph("diff", *versions, "--format", "csv").stdout))
    )
    page = careergraph("diff", *versions, "--format", "markdown").stdout
    found = cg.load(versions[0]).diff(cg.load(versions[1]))
    assert data == json.loads(json.dumps(found.to_dict()))
    assert text.startswith(f"{found.summary}\n")
    assert page.startswith(f"{found.summary}\n")
    assert found.routes is not None
    assert [row["thing"] for row in cells] == [
        *(change.thing for change in found.changes),
        *["route"] * len(found.routes.changed),
    ]
    effect, row = found.routes.changed[0], cells[len(found.changes)]
    assert (row["subject"], row["detail"]) == (effect.source.label, effect.target.label)
    assert [float(row["old"]), float(row["new"])] == [effect.before, effect.after]
    assert not any(value.startswith(tuple("=+-@\t\r")) for row in cells for value in row.values())
    assert any(row["old"] == "'=cmd()" for row in cells)
    assert "\x1b" not in text + page
    assert "'@evil' added (new.csv, row 2, column 2)" in page


def test_exit_codes(versions: tuple[str, str]) -> None:
    assert careergraph("diff", versions[0], versions[0], "--exit-code").stdout.startswith(
        "Nothing has changed.\n\nNone of the 12 routes between roles of both versions takes"
    )
    careergraph("diff", *versions)
    careergraph("diff", *versions, "--exit-code", "--no-routes", code=1)
    careergraph("diff", versions[0], "nowhere.csv", "--exit-code", code=10)


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--by-level", "--to", "a l1"], "Drop --to"),
        (["--bound", "0.4"], "Add --by-level"),
        (["--no-routes", "--from", "a l1"], "Drop the one"),
        (["--similarity", "0"], "similarity"),
    ],
)
def test_contradictions_are_refused(
    versions: tuple[str, str], options: list[str], complaint: str
) -> None:
    assert complaint in careergraph("diff", *versions, *options, code=2).stderr


def test_how_they_show_themselves() -> None:
    graph = cg.load(HOTEL)
    found = graph.diff(cg.load(HOTEL, assume=["lateral=7"]))
    assert repr(found) == "<Diff: 1 change: 1 changed>"
    assert "cost of a lateral move was 30-50 h, is 7 h" in found._repr_html_()
    effect = found.routes.changed[0] if found.routes else None
    assert effect is not None
    assert effect.difference == -33
