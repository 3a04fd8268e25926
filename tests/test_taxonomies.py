"""Whole taxonomies on the command line: imported, asked, routed through, exported."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import subprocess
import sys
import zipfile
from html import escape
from pathlib import Path

import openpyxl
import pytest

import careergraph as cg
from careergraph.costs import move_kinds
from careergraph.export import EXPORTS
from careergraph.readers import esco
from careergraph.readers.onet_nodes import RIGHTS
from test_cli import ROOT, careergraph

DATA = ROOT / "tests" / "data"
ESCO = ("import", "esco", str(DATA / "esco"), "--language", "en", "--release", "1.1.1")
ONET = ("import", "onet", str(DATA / "onet" / "db_29_2_text"))
ATTRIBUTIONS = {"esco": esco.RIGHTS, "onet": RIGHTS.format(release="29.2")}


@pytest.fixture(scope="module")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("taxonomies")
    for name, command in {"esco": ESCO, "onet": ONET}.items():
        careergraph(*command, "-o", str(folder / name))
    return {"esco": folder / "esco", "onet": folder / "onet"}


@pytest.fixture(scope="module")
def onet(graphs: dict[str, Path]) -> str:
    return str(graphs["onet"])


def test_onet_is_imported_with_a_summary_and_notes(tmp_path: Path) -> None:
    done = careergraph(
        *ONET, "-o", "onet.nt", "--essential-from", "4.25", "--explain", cwd=tmp_path
    )
    assert "Wrote onet.nt: O*NET 29.2, read as 7 occupations, 6 roles, " in done.stdout
    assert "With ratings but no essential skill, so a role whose" in done.stdout
    assert done.stderr == "", "progress is for terminals"
    assert 'essentialFrom> "4.25"' in (tmp_path / "onet.nt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["--essential-from", "6"], 2, "6 is no threshold on that scale"),
        (["--release", "new"], 11, "'new' is no release of O*NET"),
    ],
)
def test_onet_is_refused_with_nothing_written(
    tmp_path: Path, options: list[str], code: int, message: str
) -> None:
    done = careergraph(*ONET, "-o", "onet", *options, cwd=tmp_path, code=code)
    assert message in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_directory_of_onet_is_queried(onet: str) -> None:
    query = ("query", "role-requirements", "-p", "role=15-1242.00", "--format", "csv")
    shown = careergraph(*query, "--graph", onet).stdout
    assert ",Reading Comprehension,essential,4\n" in shown
    assert ",Data base user interface and query software,optional,\n" in shown


def test_relations_of_esco_are_requirements_to_queries(graphs: dict[str, Path]) -> None:
    query = ("query", "role-requirements", "-p", "role=baker", "--format", "csv")
    rows = careergraph(*query, "--graph", str(graphs["esco"])).stdout.splitlines()[1:]
    found = {tuple(row.split(",")[3:5]) for row in rows}
    assert found == {
        ("bake goods", "essential"),
        ("prepare dough", "essential"),
        ("types of flour", "essential"),
        ("food hygiene", "essential"),
        ("work in shifts", "optional"),
        ("food allergies", "optional"),
    }


def test_a_directory_of_onet_is_routed_through(onet: str) -> None:
    ends = ("nursing assistants", "marketing managers")
    route = json.loads(careergraph("route", *ends, "--format", "json", "--graph", onet).stdout)
    assert route["steps"][-1]["label"] == "Marketing Managers"
    learned = {one["label"] for step in route["steps"] for one in step["skills"]}
    assert learned == {"Computers and Electronics", "Mathematics"}
    shown = careergraph("gap", *ends, "--graph", onet).stdout
    assert re.search(r"^Mathematics +2,000-5,000 h", shown, re.MULTILINE)


def test_a_role_of_unknown_requirements_is_not_reached_for_nothing(onet: str) -> None:
    for command in (("branch", "nursing assistants"), ("place", "--have", "programming")):
        shown = careergraph(*command, "--graph", onet).stdout
        assert "Database Administrators" in shown
        assert "Software Developers" not in shown
    ends = ("database administrators", "software developers")
    done = careergraph("gap", *ends, "--graph", onet, code=8)
    assert "What Software Developers requires is unknown, and unknown is not nothing" in done.stderr
    careergraph("route", *ends, "--graph", onet, code=8)


@pytest.mark.parametrize("nearest", ["0", "20"])
def test_no_move_leads_to_a_role_of_unknown_requirements(tmp_path: Path, nearest: str) -> None:
    careergraph(*ONET, "-o", "onet.nt", "--nearest", nearest, cwd=tmp_path)
    network = cg.load(tmp_path / "onet.nt").careers
    targets = {network.roles[target].label for _, target in move_kinds(network)}
    assert "Database Administrators" in targets
    assert "Software Developers" not in targets


@pytest.mark.parametrize(
    ("name", "skill", "best"),
    [("esco", "clean the kitchen", "kitchen helper"), ("onet", "critical thinking", "Dishwashers")],
)
def test_people_are_placed_by_fit_and_not_between_levels_of_a_group(
    graphs: dict[str, Path], name: str, skill: str, best: str
) -> None:
    command = ("place", "--have", skill, "--graph", str(graphs[name]))
    found = json.loads(careergraph(*command, "--format", "json").stdout)
    assert found["grades"] == []
    assert found["roles"][0]["label"] == best
    text = careergraph(*command).stdout
    assert text.startswith("Roles by fit")
    assert best in text


def test_hours_of_skills_are_replaced_all_at_once(onet: str) -> None:
    gap = ("gap", "nursing assistants", "marketing managers", "--graph", onet)
    shown = careergraph(*gap, "--assume", "skill=30-50").stdout
    assert shown.startswith("From Nursing Assistants to Marketing Managers: 60-100 h of learning")
    done = careergraph(*gap, "--assume", "level-2=30-50", code=2)
    assert "has hours of its own, which go before those of its level" in done.stderr


def texts(made: str | bytes, format_name: str) -> str:
    """Return all that an export says, as one text without line breaks or escapes."""
    if format_name == "csv":
        assert isinstance(made, bytes)
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            return archive.read("about.csv").decode()
    if format_name == "xlsx":
        assert isinstance(made, bytes)
        sheet = openpyxl.load_workbook(io.BytesIO(made))["About"]
        return "\n".join(str(cell.value) for row in sheet for cell in row)
    assert isinstance(made, str)
    return made.replace("\\", "") if format_name == "markdown" else made


@pytest.mark.parametrize("format_name", EXPORTS)
@pytest.mark.parametrize("name", ATTRIBUTIONS)
def test_every_export_carries_the_attribution(
    graphs: dict[str, Path], name: str, format_name: str
) -> None:
    assert ATTRIBUTIONS[name] in texts(cg.load(graphs[name]).export(format_name), format_name)


@pytest.mark.parametrize("name", ATTRIBUTIONS)
@pytest.mark.parametrize("view", ["matrix", "route"])
def test_every_page_carries_the_attribution(graphs: dict[str, Path], name: str, view: str) -> None:
    graph = cg.load(graphs[name])
    ends = {"esco": ("kitchen helper", "cook"), "onet": ("dishwashers", "marketing managers")}
    about = [graph.route(*ends[name])] if view == "route" else []
    page = graph.view(view, *about).html
    summary = page[page.index('<div id="summary"') :]
    assert "<h2>About this graph</h2>" in summary
    assert f"Rights <small>{escape(ATTRIBUTIONS[name])}</small>" in summary
    source = {"esco": "ESCO v1.1.1", "onet": "O*NET 29.2 Database"}[name]
    assert f"Source <small>{source}</small>" in summary
    licence = "Licence <small>https://creativecommons.org/licenses/by/4.0/</small>"
    assert (licence in summary) == (name == "onet")


def test_progress_is_shown_on_a_terminal(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, str(ROOT / "cli.py"), *ONET, "-o", str(tmp_path / "onet.nt")]
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    done = subprocess.run(command, stderr=theirs, stdout=subprocess.PIPE, env=env, check=True)
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert done.stdout.startswith(b"Wrote ")
    steps = ["Loading", "25%", "Deriving moves", "75%", "Checking", "90%", "100%"]
    places = [shown.find(step) for step in steps]
    assert -1 not in places
    assert places == sorted(places)
