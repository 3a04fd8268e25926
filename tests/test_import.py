"""An imported matrix is a career graph like the built-in one."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

import careergraph as cg
import matrices
from careergraph.cli.import_ import import_
from careergraph.readers import defaults, files, graph, shapes
from careergraph.readers.slugs import slug
from test_cli import careergraph
from test_ontology import LEVELS, MATRIX

ROOT = Path(__file__).parents[1]
HEADINGS = [f"Level {n}: {name}" for n, name in enumerate(LEVELS, 1)]


def turtle(table: list[list[str]], folder: Path, **options: str) -> str:
    path = folder / "ladder.csv"
    path.write_bytes(matrices.as_csv(table))
    return graph.to_turtle(shapes.read_matrix(files.read_tables(str(path))[0]), "Ladder", **options)


def load(text: str, folder: Path) -> cg.CareerGraph:
    path = folder / "ladder.ttl"
    path.write_text(text, encoding="utf-8")
    return cg.load(path)


def test_the_seed_matrix_becomes_a_sound_graph(tmp_path: Path) -> None:
    loaded = load(turtle(matrices.rows(HEADINGS, MATRIX), tmp_path), tmp_path)
    assert loaded.validate().conforms
    careers = loaded.careers
    found = {
        path.label: [
            [
                careers.skills[need.skill].label
                for need in careers.requirements
                if careers.roles[need.role].path == path.iri
                and careers.roles[need.role].level == level.iri
            ]
            for level in careers.levels.values()
        ]
        for path in careers.paths.values()
    }
    assert found == MATRIX
    assert list(found) == list(MATRIX)
    assert [level.label for level in careers.levels.values()] == LEVELS
    need = careers.requirements[0]
    assert need.provenance.source == "ladder.csv"
    assert need.provenance.place == "row 2, column 2 (AI Research Scientist; Level 1: Beginner)"
    assert need.provenance.text == "Basic programming skills"
    route = loaded.route("machine learning engineer 2", "ai product manager 4")
    assert route.to_dict()["steps"]


def test_defaults_are_those_of_the_built_in_roadmap() -> None:
    careers = cg.load().careers
    assert [level.effort for level in careers.levels.values()] == defaults.level_efforts(5)
    assert careers.assumptions.hours_per_week == defaults.HOURS_PER_WEEK
    assert list(careers.assumptions.move_costs.values()) == [e for _, e in defaults.MOVES.values()]
    assert careers.assumptions.cumulative
    assert careers.assumptions.hardest_cell_cap
    assert defaults.level_efforts(12)[-1].high <= 1280
    assert defaults.level_efforts(1) == [defaults.FIRST]


def about(text: str) -> dict[str, set[str]]:
    """Return the statements of a graph by subject."""
    found: dict[str, set[str]] = {}
    for quad in pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE):
        found.setdefault(quad.subject.value, set()).add(f"{quad.predicate} {quad.object}")
    return found


def test_a_changed_cell_changes_its_own_statements_only(tmp_path: Path) -> None:
    table = matrices.rows(HEADINGS, MATRIX)
    before = about(turtle(table, tmp_path))
    table[3][2] = "• Product vision and roadmap planning\n• Storytelling (C++)"
    after = about(turtle(table, tmp_path))
    base = "https://example.org/ladder/"
    role = "ai-product-manager/intermediate"
    gone = "coordination-between-engineering-and-business-teams"
    new = "storytelling-c-plus-plus"
    changed = {node for node in before | after if before.get(node) != after.get(node)}
    assert changed == {
        f"{base}role/{role}",
        f"{base}skill/{gone}",
        f"{base}skill/{new}",
        f"{base}requirement/{role}/{gone}",
        f"{base}requirement/{role}/{new}",
    }


def test_the_same_skill_twice_is_one_skill_with_two_names(tmp_path: Path) -> None:
    text = turtle(
        [["", "L3", "L5"], ["A", "UI/UX design", "C"], ["B", "UI UX Design", ""]],
        tmp_path,
        base="https://my.org/c",
    )
    loaded = load(text, tmp_path)
    assert loaded.validate().conforms
    skill = loaded.careers.skills["https://my.org/c/skill/ui-ux-design"]
    assert (skill.label, skill.alt_labels) == ("UI/UX design", ("UI UX Design",))
    assert len(loaded.careers.roles) == 3
    assert "L5 a cg:Level" not in text
    assert 'skos:altLabel "5"' in text


def test_names_of_any_script_stay_readable(tmp_path: Path) -> None:
    text = turtle([["", "Junior", "Senior"], ["制御 技術者", 'Say "hi"\\', "機械学習"]], tmp_path)
    assert "<https://example.org/ladder/role/制御-技術者/senior>" in text
    loaded = load(text, tmp_path)
    assert loaded.validate().conforms
    assert rdflib.Graph().parse(data=text, format="turtle")
    assert {'Say "hi"\\', "機械学習"} == {s.label for s in loaded.careers.skills.values()}
    assert "no numbers" in str(loaded.careers.progressions[0].provenance.doubt)


def test_long_form_keeps_what_it_states(tmp_path: Path) -> None:
    text = turtle(
        [
            ["Role", "Level", "Skill", "Importance", "Proficiency", "Effort", "Source", "IRI"],
            ["A", "L1", "Go", "optional", "B2", "10-20", "Handbook", "https://x.org/go"],
            ["A", "L2", "SQL", "", "", "", "", ""],
        ],
        tmp_path,
    )
    loaded = load(text, tmp_path)
    assert loaded.validate().conforms
    need = loaded.careers.requirements[0]
    assert (need.essential, need.proficiency) == (False, "B2")
    assert need.provenance.source == "Handbook"
    effort = loaded.careers.skills["https://x.org/go"].effort
    assert effort is not None
    assert (effort.low, effort.high) == (10, 20)


@pytest.mark.parametrize("base", ["no iri", "https://x.org/<a>", "x"])
def test_a_base_is_an_absolute_iri(base: str, tmp_path: Path) -> None:
    with pytest.raises(cg.CareerGraphError, match="absolute IRI"):
        turtle([["", "L1"], ["A", "b"]], tmp_path, base=base)


def test_slugs_depend_on_the_text_alone() -> None:
    assert slug("x" * 200) == slug("X" * 200) != slug("x" * 201)
    assert slug("C") != slug("C++") != slug("C#")
    assert slug("!!") != slug("??") or slug("!!").startswith("x")


def test_from_file_to_route_on_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "ladder.xlsx").write_bytes(matrices.as_xlsx(matrices.rows(HEADINGS, MATRIX)))
    said = careergraph("import", "matrix", "ladder.xlsx", "-o", "ladder.ttl", cwd=tmp_path).stdout
    assert said == "Wrote ladder.ttl: 6 career paths, 5 levels, 30 roles, 59 skills.\n"
    assert "conforms" in careergraph("validate", "ladder.ttl", cwd=tmp_path).stdout
    ends = ("machine learning engineer 2", "ai product manager 4", "--graph", "ladder.ttl")
    route = json.loads(careergraph("route", *ends, "--format", "json", cwd=tmp_path).stdout)
    assert route["steps"]
    for command in (
        ("place", "--have", "control systems", "--graph", "ladder.ttl"),
        ("advance", "robotics 2", "--graph", "ladder.ttl"),
        ("branch", "robotics 2", "--graph", "ladder.ttl"),
        ("query", "career-paths", "--graph", "ladder.ttl"),
        ("view", "matrix", "--graph", "ladder.ttl", "-o", "page.html"),
    ):
        assert careergraph(*command, cwd=tmp_path).stdout
    again = ("import", "matrix", "ladder.xlsx", "-o", "ladder.ttl")
    assert "--force" in careergraph(*again, cwd=tmp_path, code=9).stderr
    said = careergraph(*again, "--force", "--explain", cwd=tmp_path).stdout
    assert "numbers of the headings are the ranks" in said


def test_standard_input_and_output(tmp_path: Path) -> None:
    done = subprocess.run(
        [
            sys.executable,
            str(ROOT / "cli.py"),
            "import",
            "matrix",
            "-",
            "--format",
            "csv",
            "-o",
            "-",
        ],
        input=matrices.as_csv(matrices.rows(HEADINGS, MATRIX)),
        capture_output=True,
        check=True,
    )
    assert len(about(done.stdout.decode())) > 150
    assert done.stderr.decode().startswith("Read 6 career paths")


@pytest.mark.parametrize(
    ("name", "data", "complaint"),
    [
        ("a.csv", b",L1,L2\nA,x,y\nA,x,y\n", "a.csv, row 3, column 1"),
        ("a.dat", b"x", "--format csv"),
        ("a.csv", b"", "empty"),
    ],
)
def test_nothing_is_written_where_something_is_wrong(
    name: str, data: bytes, complaint: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    done = careergraph("import", "matrix", name, "-o", "out.ttl", cwd=tmp_path, code=10)
    assert complaint in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_every_import_has_help_with_an_example() -> None:
    for name in import_.commands:
        assert f"careergraph import {name}" in careergraph("import", name, "--help").stdout


def test_the_tutorial_runs_as_shown(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")
    commands = page.partition("```sh\n")[2].partition("```")[0].strip().splitlines()
    assert len(commands) == 5
    for command in commands:
        arguments = shlex.split(command.replace("docs/", f"{ROOT}/docs/"))
        assert careergraph(*arguments[1:], cwd=tmp_path).stdout
    assert (tmp_path / "hotel.html").exists()


def test_a_matrix_is_read_wherever_a_graph_is(tmp_path: Path) -> None:
    path = tmp_path / "Ladder.csv"
    path.write_bytes(matrices.as_csv(matrices.rows(HEADINGS, MATRIX)))
    read = cg.load(path)
    imported = load(turtle(matrices.rows(HEADINGS, MATRIX), tmp_path), tmp_path).careers
    assert read.careers.requirements[0].provenance.source == "Ladder.csv"
    assert read.careers.skills == imported.skills
    assert read.careers.roles == imported.roles
    ends = "machine learning engineer 1", "machine learning engineer 2"
    assert "Advanced model tuning" in careergraph("gap", *ends, "--graph", str(path)).stdout
    path.write_text("one,two\n", encoding="utf-8")
    refused = careergraph("validate", str(path), code=10)
    assert refused.stdout == ""
    assert "at least two rows" in refused.stderr
