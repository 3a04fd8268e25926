"""What lint finds in matrices and graphs, through the library and the command line."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

import careergraph as cg
import matrices
from careergraph.errors import RequestError, UnknownNameError
from careergraph.lint import SEVERITIES, Finding, Findings, lint, rules
from careergraph.lint.pairs import MOST_WORDS, RULES
from careergraph.store import open_store
from careergraph.validation import run_checks
from test_cli import HEAVY, careergraph

ROOT = Path(__file__).parents[1]
CHECKS = Path(__file__).parent / "checks"
LEVELS = ["L1", "L2", "L3"]
SOUND = {
    "Engineering": [["Code review", "SQL basics"], ["SQL advanced"], ["C++", "C#", "Java"]],
    "Audit": [["Internal audit"], ["External audit", "JavaScript"], ["Level 1 audits", "Spanish"]],
}


def lint_matrix(
    paths: matrices.Paths, folder: Path, style: str = "dots", **options: object
) -> list[Finding]:
    path = folder / "ladder.csv"
    path.write_bytes(matrices.as_csv(matrices.rows(LEVELS, paths, style)))
    return list(lint(open_store(path), **options).findings)  # type: ignore[arg-type]


def lint_skills(*labels: str, folder: Path, similarity: float = 0.85) -> list[Finding]:
    nodes = [f':s{i} a cg:Skill ; skos:prefLabel "{label}" .' for i, label in enumerate(labels)]
    return lint_turtle("\n".join(nodes), folder, similarity=similarity, select=list(RULES))


def lint_turtle(turtle: str, folder: Path, **options: object) -> list[Finding]:
    path = folder / "graph.ttl"
    prefixes = (
        "@prefix cg: <https://w3id.org/careergraph/terms#> . @prefix : <https://example.org/> . "
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    )
    path.write_text(prefixes + turtle, encoding="utf-8")
    return list(lint(open_store(path), **options).findings)  # type: ignore[arg-type]


def shown(found: list[Finding]) -> list[tuple[str, str, str]]:
    return [(one.code, one.label, one.place) for one in found]


def test_a_sound_matrix_has_nothing_to_look_at(tmp_path: Path) -> None:
    assert lint_matrix(SOUND, tmp_path) == []


def test_the_roadmap_has_one_doubt() -> None:
    (found,) = cg.load().lint().findings
    assert (found.code, found.severity) == ("doubt", "note")
    assert found.label == "Product vision and roadmap planning"
    assert found.place.endswith("row AI Product Manager, column Level 2: Intermediate")


def test_every_rule_is_found_where_it_is(tmp_path: Path) -> None:
    paths = {
        "Engineering": [
            ["Code review", "SQL", "data cleaning"],
            ["SQL", "Management of stakeholders", "Data Cleaning"],
            ["Delivers all projects of the team on time", *(f"Tool {n}" for n in range(12))],
        ],
        "Product": [["Stakeholder management"], [], ["Strategy", "Owns the whole product range."]],
        "Design": [["Manage colour"], ["Managing colour"], []],
    }
    at = "ladder.csv: row {}, column {}".format
    assert shown(lint_matrix(paths, tmp_path)) == [
        ("empty-cell", "Product", at(3, 1)),
        ("reworded-skill", "Stakeholder management", at(3, 2) + " (Product; L1)"),
        ("skill-at-two-levels", "data cleaning", at(2, 3) + " (Engineering; L2)"),
        ("skill-at-two-levels", "SQL", at(2, 3) + " (Engineering; L2)"),
        ("missing-level", "Design", at(4, 1)),
        ("overfull-cell", "Engineering, L3", at(2, 4) + " (Engineering; L3)"),
        ("sentence-as-skill", "Owns the whole product range.", at(3, 4) + " (Product; L3)"),
        ("similar-skill", "Managing colour", at(4, 3) + " (Design; L2)"),
        ("spelling-variant", "data cleaning", at(2, 3) + " (Engineering; L2)"),
    ]


def test_a_merged_cell_is_found_once(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Path", "L1", "L2"], ["Sales", "• Selling\n• Calling", None], ["HR", "A", "B"]):
        book.active.append(row)
    book.active.merge_cells("B2:C2")
    path = tmp_path / "ladder.xlsx"
    book.save(path)
    found = lint(open_store(path)).findings
    assert [(one.code, one.place) for one in found] == [
        ("merged-cell", "ladder.xlsx: sheet or table Sheet, row 2, column 2 (Sales; L1)"),
        ("skill-at-two-levels", "ladder.xlsx: sheet or table Sheet, row 2, column 3 (Sales; L2)"),
        ("skill-at-two-levels", "ladder.xlsx: sheet or table Sheet, row 2, column 3 (Sales; L2)"),
    ]
    assert "1 rows and 2 columns from row 2, column 2" in found[0].message


def test_a_doubt_of_the_reader_is_a_note(tmp_path: Path) -> None:
    paths = {**SOUND, "Design": [["Figma, CSS, HTML"], ["Sketching"], ["Photography"]]}
    (found,) = lint_matrix(paths, tmp_path, style="lines")
    assert (found.code, found.place) == ("doubt", "ladder.csv: row 4, column 2 (Design; L1)")
    assert "Commas may separate skills here" in found.message


def test_two_levels_are_fine_where_requirements_do_not_add_up(tmp_path: Path) -> None:
    turtle = (CHECKS / "skill-at-two-levels.ttl").read_text(encoding="utf-8")
    path = tmp_path / "graph.ttl"
    path.write_text(turtle + ":a cg:cumulativeRequirements false .", encoding="utf-8")
    assert lint(open_store(path), select=["skill-at-two-levels"]).findings == ()
    path.write_text(turtle + ":a cg:cumulativeRequirements true .", encoding="utf-8")
    found = lint(open_store(path), select=["skill-at-two-levels"]).findings
    assert [(one.node, one.other) for one in found] == [
        (f"https://example.org/{name}-3", f"https://example.org/{name}-1")
        for name in ("sql", "writing")
    ]


@pytest.mark.parametrize("path", sorted(CHECKS.glob("*.ttl")), ids=lambda path: path.stem)
def test_lint_reports_every_check_with_its_severity(path: Path) -> None:
    found = lint(open_store(path), select=[path.stem]).findings
    assert {one.code for one in found} == {path.stem}
    assert {one.severity for one in found} == {rules()[path.stem].severity}


@pytest.mark.parametrize("path", sorted(CHECKS.glob("*.ttl")), ids=lambda path: path.stem)
def test_loading_and_validating_look_for_errors_only(path: Path) -> None:
    found = {violation.rule for violation in run_checks(open_store(path))}
    assert {rules()[code].severity for code in found} <= {"error"}
    assert (path.stem in found) == (rules()[path.stem].severity == "error")


def test_pairs_are_reported_once_by_their_nearest_names(tmp_path: Path) -> None:
    turtle = """
    :a a cg:Skill ; skos:prefLabel "Rostering" ; skos:altLabel "Planning of shifts" .
    :b a cg:Skill ; skos:prefLabel "Shift planning" ; skos:altLabel "Plan shifts" .
    :c a cg:Skill ; skos:prefLabel "Planning the shift", "Plan a shift" ; skos:altLabel "C" .
    :d a cg:Skill ; skos:prefLabel "C++" .
    """
    found = lint_turtle(turtle, tmp_path, select=["reworded-skill"])
    pairs = [(f.other[-1:] if f.other else "", f.node[-1:], f.similarity) for f in found]
    assert pairs == [("a", "b", 1.0), ("a", "c", 1.0), ("b", "c", 1.0)]
    assert "'Shift planning' is worded like 'Planning of shifts', similarity 1.00" in (
        found[0].message
    )


def test_similarity_sets_what_is_reported(tmp_path: Path) -> None:
    labels = "Advanced model tuning", "Advanced model tuning techniques"
    (found,) = lint_skills(*labels, folder=tmp_path)
    assert (found.code, found.severity, found.similarity) == ("similar-skill", "note", 0.8571)
    assert lint_skills(*labels, folder=tmp_path, similarity=0.9) == []
    for wrong in (0, 1.2, float("nan")):
        with pytest.raises(RequestError, match="above 0 and up to 1"):
            lint(open_store(), similarity=wrong)


def test_names_of_a_whole_page_are_not_compared(tmp_path: Path) -> None:
    words = [f"word{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(MOST_WORDS + 1)]
    name, page = " ".join(words[1:]), " ".join(words)
    (found,) = lint_skills(name, " ".join(words[:0:-1]), folder=tmp_path)
    assert found.similarity == 1
    assert lint_skills(page, " ".join(words[::-1]), folder=tmp_path) == []


def test_codes_are_selected_ignored_and_checked(tmp_path: Path) -> None:
    paths = {"Sales": [["SQL"], ["SQL"], []], "HR": [["Law"], ["Pay"], ["Plans"]]}
    both = [found.code for found in lint_matrix(paths, tmp_path)]
    assert both == ["skill-at-two-levels", "missing-level"]
    ignored = lint_matrix(paths, tmp_path, ignore=["missing-level"])
    assert [found.code for found in ignored] == both[:1]
    assert lint_matrix(paths, tmp_path, select=both, ignore=both) == []
    with pytest.raises(UnknownNameError, match="Did you mean missing-level") as caught:
        cg.load().lint(select="mising-level")
    assert caught.value.suggestions[0] == "missing-level"


def test_a_graph_that_loading_refuses_is_linted() -> None:
    said = careergraph("lint", str(CHECKS / "self-transfer.ttl"), code=1).stdout
    assert "error self-transfer: The skill transfers to itself" in said
    assert "error no-role: The graph has no role" in said
    assert re.search(r"\d errors", said.splitlines()[-1])


def test_blank_nodes_have_findings_too(tmp_path: Path) -> None:
    (found,) = lint_turtle("[] cg:doubt 'Who said so?' .", tmp_path, select=["doubt"])
    assert found.node.startswith("_:")
    assert (found.label, found.place) == ("", "")


def test_places_are_in_the_order_of_numbers(tmp_path: Path) -> None:
    paths = {f"Crew {letter}": [["A", "B"], [], ["C"]] for letter in "CADBEFGIHLKJ"}
    found = lint_matrix(paths, tmp_path, select=["empty-cell"])
    assert [one.label for one in found] == list(paths)


@pytest.mark.parametrize(
    ("fail_on", "code"), [("error", 0), ("warning", 0), ("note", 1), (None, 0)]
)
def test_the_exit_code_follows_the_severity(fail_on: str | None, code: int) -> None:
    option = ["--fail-on", fail_on] if fail_on else []
    said = careergraph("lint", *option, code=code).stdout
    assert said.splitlines()[-1] == "1 note."


def test_the_command_speaks_every_format(tmp_path: Path) -> None:
    path = tmp_path / "ladder.csv"
    paths = {"Sales": [["=cmd|x", "=CMD|X"], ["=cmd|x"], ["Selling"]]}
    path.write_bytes(matrices.as_csv(matrices.rows(LEVELS, paths)))
    expected = lint(open_store(path))
    assert {one.code for one in expected.findings} == {"skill-at-two-levels"}
    data = json.loads(careergraph("lint", str(path), "--format", "json", code=1).stdout)
    assert data == expected.to_dict()
    assert data["counts"] == {"error": 0, "warning": 1, "note": 0}
    said = careergraph("lint", str(path), "--format", "csv", code=1).stdout
    (row,) = csv.DictReader(io.StringIO(said))
    assert row["label"] == "'=cmd|x"
    assert row["message"] == expected.findings[0].message.replace("'=", "''=", 1)
    said = careergraph("lint", str(path), "--format", "markdown", code=1).stdout
    assert said.startswith("| severity | code | place | label | message |")
    assert "| =cmd\\|x |" in said
    assert careergraph("lint", str(path), code=1).stdout.splitlines() == [
        str(expected.findings[0]),
        "1 warning.",
    ]


def test_labels_cannot_steer_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    text = (CHECKS / "duplicate-skill.ttl").read_text(encoding="utf-8")
    path.write_text(
        text.replace("rostering", "Rostering\\u001B[31m").replace(
            '"Rostering" .', '"ROSTERING\\u001B[31m" .'
        ),
        encoding="utf-8",
    )
    said = careergraph("lint", str(path), "--select", "duplicate-skill", code=1).stdout
    assert "\x1b" not in said
    assert "Rostering\\x1b[31m" in said


def test_wrong_requests_are_refused_by_the_command() -> None:
    assert "Did you mean doubt?" in careergraph("lint", "--select", "doubts", code=5).stderr
    assert "0" in careergraph("lint", "--similarity", "0", code=2).stderr
    careergraph("lint", "nowhere.csv", code=10)
    careergraph("lint", "nowhere.ttl", code=3)


def test_findings_say_how_many_there_are() -> None:
    warning = Finding("code", "warning", "https://example.org/x", "", "", "Look.")
    found = Findings((warning, warning))
    assert found.summary() == "2 warnings"
    assert str(warning) == "https://example.org/x: warning code: Look."
    assert [found.reaches(severity) for severity in SEVERITIES] == [False, True, True]
    assert Findings(()).summary() == "nothing found"


def test_every_code_is_documented_with_its_severity_and_question() -> None:
    page = (ROOT / "docs" / "lint.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| (\w+) \| (.+) \|$", page, re.MULTILINE)
    assert rows == [(code, rule.severity, rule.summary) for code, rule in rules().items()]


def test_json_keys_are_documented() -> None:
    section = (ROOT / "docs" / "json.md").read_text(encoding="utf-8").partition("## lint")[2]
    section = section.partition("\n## ")[0]
    made = Findings((Finding("code", "note", "node", "", "", "Look."),)).to_dict()
    for key in (*made, *made["findings"][0], *made["counts"]):
        assert f"`{key}`" in section, key


def test_help_of_lint_is_light() -> None:
    code = (
        "import sys; from careergraph.cli import main\n"
        "try: main(['lint', '--help'])\n"
        "except SystemExit: print('MODULES', *sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in done.stdout.partition("MODULES")[2].split()}
    assert "careergraph" in loaded
    assert not loaded & set(HEAVY)
