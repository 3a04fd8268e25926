"""The command line as a user has it: a process of its own."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from careergraph.cli import COMMANDS, main

ROOT = Path(__file__).parents[1]
HEAVY = (
    *("rdflib", "networkx", "pyvis", "pandas", "IPython", "pyoxigraph", "pyshacl", "jinja2"),
    *("numpy", "scipy"),
)


def careergraph(
    *arguments: str, cwd: Path | None = None, env: dict[str, str] | None = None, code: int = 0
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, **(env or {})},
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


def test_importing_the_command_line_is_light() -> None:
    code = "import sys, careergraph.cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {module.split(".")[0] for module in done.stdout.split()}
    assert "click" in loaded
    assert not loaded & set(HEAVY)


def test_help_is_light_too() -> None:
    code = (
        "import sys; from careergraph.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: print('MODULES', *sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {m.split(".")[0] for m in done.stdout.partition("MODULES")[2].split()}
    assert not loaded & set(HEAVY)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_has_help_with_an_example(command: str) -> None:
    said = careergraph(command, "--help").stdout
    assert "Example:" in said
    assert f"careergraph {command}" in said


def test_the_group_lists_every_command() -> None:
    said = careergraph("--help").stdout
    assert all(f"  {command} " in said for command in COMMANDS)
    assert main.list_commands(click.Context(main)) == sorted(COMMANDS)


def test_route_text_and_json_agree() -> None:
    ends = ("machine learning engineer 2", "ai product manager 4")
    said = careergraph("route", *ends).stdout
    data = json.loads(careergraph("route", *ends, "--format", "json").stdout)
    for step in data["steps"]:
        assert step["label"] in said
    assert f"{data['lower_bound']:,.0f} h expected" in " ".join(said.split())


def test_route_takes_constraints_and_assumptions() -> None:
    arguments = ("route", "ml engineer 2", "ml engineer 4", "--format", "json")
    plain = json.loads(careergraph(*arguments).stdout)
    data = json.loads(
        careergraph(
            *arguments,
            *("--have", "model deployment", "--via", "robotics 1", "--alternatives", "1"),
            *("--hours-per-week", "20", "--assume", "promotion=0"),
        ).stdout
    )
    roles = [step["label"] for step in data["steps"]]
    assert "Robotics Engineer, level 1" in roles
    assert data["hours_per_week"] == 20
    promotions = [step for step in data["steps"] if step["move"] == "promotion"]
    assert all(step["move_effort"]["expected"] == 0 for step in promotions)
    learnt = {skill["label"] for step in data["steps"] for skill in step["skills"]}
    assert "Model deployment" in {s["label"] for t in plain["steps"] for s in t["skills"]}
    assert "Model deployment" not in learnt


@pytest.mark.parametrize("format_name", ["csv", "markdown"])
def test_route_formats(format_name: str) -> None:
    said = careergraph("route", "ml engineer 2", "ml engineer 3", "--format", format_name).stdout
    if format_name == "csv":
        rows = list(csv.DictReader(io.StringIO(said)))
        assert {row["skill_label"] for row in rows} == {
            "",
            "Deep learning implementations",
            "Model deployment",
        }
    else:
        assert "| 1 | Promotion to Machine Learning Engineer, level 3 |" in said


def test_place_advance_branch_gap() -> None:
    have = ("--have", "data pre-processing", "--have", "basic model building")
    placed = json.loads(careergraph("place", *have, "--format", "json").stdout)
    assert placed["roles"][0]["label"] == "Machine Learning Engineer, level 1"
    assert "Machine Learning Engineer  1.0-5.0" in careergraph("place", *have).stdout
    said = careergraph("advance", "robotics engineer 2").stdout
    assert "Design of intelligent robotic systems" in said
    rows = list(
        csv.DictReader(
            io.StringIO(careergraph("branch", "ml engineer 3", "--format", "csv").stdout)
        )
    )
    assert len(rows) == 25
    shares = [float(row["coverage"]) for row in rows]
    assert shares == sorted(shares, reverse=True)
    by_effort = json.loads(
        careergraph("branch", "ml engineer 3", "--by", "effort", "--format", "json").stdout
    )
    efforts = [gap["effort"]["expected"] for gap in by_effort]
    assert efforts == sorted(efforts)
    gap = careergraph("gap", "ml engineer 3", "data scientist 3", "--format", "markdown").stdout
    assert "| Machine learning applications | 40 | 80 | 80 | 160 | Basic model building |" in gap


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        (("route", "ml engineer 2", "ml engineer 9"), 5, "Did you mean"),
        (("route", "ml engineer", "robotics 2"), 5, "Say which"),
        (("route", "ml engineer 2", "ml engineer 2"), 2, "same role"),
        (("route", "ml engineer 2", "robotics 3", "--have", "nonsense"), 5, "no skill"),
        (("route", "ml engineer 2", "robotics 3", "--max-moves", "1"), 7, "3 instead of 1"),
        (("route", "ml engineer 2", "robotics 3", "--assume", "x=1"), 2, "no assumption"),
        (("route", "ml engineer 2"), 2, "Only one role is named"),
        (("advance", "ml engineer 5"), 2, "last of its career path"),
        (("place",), 2, "held or lacking"),
        (("validate", "nowhere.ttl"), 3, "nowhere.ttl"),
        (("route", "a", "b", "--graph", "nowhere.ttl"), 3, "nowhere.ttl"),
        (("query", "role-requirement"), 5, "role-requirements"),
        (("query", "--text", "SELECT * WHERE { ?s ?p }"), 6, "Line 1, column 24"),
        (("nonsense",), 2, "No such command"),
    ],
)
def test_errors_are_said_plainly_with_their_code(
    arguments: tuple[str, ...], code: int, complaint: str, tmp_path: Path
) -> None:
    done = careergraph(*arguments, code=code, cwd=tmp_path)
    assert complaint in done.stderr
    assert done.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_broken_and_unsound_graphs_have_their_codes(tmp_path: Path) -> None:
    roadmap = (ROOT / "ontology" / "roadmap.ttl").read_text(encoding="utf-8")
    (tmp_path / "broken.ttl").write_text(roadmap.replace(" .\n", " ;\n", 60))
    (tmp_path / "unsound.ttl").write_text(roadmap.replace("    cg:atLevel level:2 ;\n", ""))
    (tmp_path / "empty.ttl").write_text("")
    ends = ("ml engineer 2", "robotics 3", "--graph")
    assert "line" in careergraph("route", *ends, "broken.ttl", code=3, cwd=tmp_path).stderr
    unsound = careergraph("route", *ends, "unsound.ttl", code=4, cwd=tmp_path).stderr
    assert "role:ai-product-manager-2" in unsound
    assert "cg:atLevel" in unsound
    assert "no role" in careergraph("route", *ends, "empty.ttl", code=4, cwd=tmp_path).stderr


def test_a_graph_can_pass_the_checks_and_fail_its_shapes(tmp_path: Path) -> None:
    roadmap = (ROOT / "ontology" / "roadmap.ttl").read_text(encoding="utf-8")
    start = roadmap.index("<requirement/robotics-engineer-1/control-systems>")
    end = roadmap.index(" .\n", start)
    node = roadmap[start:end].replace("dcterms:source <source>", 'cg:doubt "None."')
    (tmp_path / "graph.ttl").write_text(roadmap[:start] + node + roadmap[end:])
    done = careergraph("validate", "graph.ttl", code=1, cwd=tmp_path)
    assert "RequirementShape" in done.stdout
    assert "requirement/robotics-engineer-1/control-systems" in done.stdout
    data = json.loads(
        careergraph("validate", "graph.ttl", "--format", "json", code=1, cwd=tmp_path).stdout
    )
    assert not data["conforms"]
    assert [v["rule"] for v in data["violations"]] == ["RequirementShape"]


def test_output_survives_a_terminal_that_is_not_utf8(tmp_path: Path) -> None:
    roadmap = (ROOT / "ontology" / "roadmap.ttl").read_text(encoding="utf-8")
    (tmp_path / "graph.ttl").write_text(
        roadmap.replace('"Control systems"@en', '"Contrôle 制御"@en'), encoding="utf-8"
    )
    ascii_only = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"}
    arguments = ("advance", "robotics 1", "--graph", "graph.ttl")
    held = ("gap", "ai research scientist 1", "robotics 1", "--graph", "graph.ttl")
    careergraph(*arguments, cwd=tmp_path, env=ascii_only)
    assert "Contr\\xf4le" in careergraph(*held, cwd=tmp_path, env=ascii_only).stdout
    data = json.loads(careergraph(*held, "--format", "json", cwd=tmp_path, env=ascii_only).stdout)
    assert "Contrôle 制御" in {skill["label"] for skill in data["skills"]}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("arguments", [("route", "ml engineer 2", "ml engineer 3"), ("--help",)])
def test_a_full_disk_behind_standard_output_is_said(arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-u", str(ROOT / "cli.py"), *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 9
    assert "standard output cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_labels_cannot_steer_the_terminal(tmp_path: Path) -> None:
    roadmap = (ROOT / "ontology" / "roadmap.ttl").read_text(encoding="utf-8")
    hostile = roadmap.replace('"Control systems"@en', '"Red \\u001b[31m \\u202e"@en')
    (tmp_path / "graph.ttl").write_text(hostile, encoding="utf-8")
    ends = ("ai research scientist 1", "robotics 1", "--graph", "graph.ttl")
    for command in ("route", "gap"):
        said = careergraph(command, *ends, cwd=tmp_path).stdout
        assert "Red \\x1b[31m \\u202e" in said
    missing = ("route", "x\x1b[31m", "robotics 1")
    assert "\x1b" not in careergraph(*missing, code=5, cwd=tmp_path).stderr


def test_fewer_alternatives_than_asked_for_is_said() -> None:
    done = careergraph("route", "ml engineer 2", "ml engineer 3", "--alternatives", "2")
    assert "No other route differs in substance." in done.stderr
    near = ("route", "ml engineer 3", "data scientist 5", "--alternatives", "1", "--detour", "200")
    assert "No other route within that detour differs" in careergraph(*near).stderr


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_line_of_a_command_is_that_of_its_help(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert COMMANDS[name].summary == command.get_short_help_str(100)


def test_the_list_of_commands_imports_none_of_them() -> None:
    code = (
        "import sys; from careergraph.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: print('MODULES', *sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.partition("MODULES")[2].split())
    assert not {f"careergraph.cli.{entry.module}" for entry in COMMANDS.values()} & loaded
