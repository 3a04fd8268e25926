"""`careergraph view` and the page object: files are written whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

import careergraph
from careergraph.cli import main
from careergraph.errors import OutputError, RequestError, UnknownNameError
from careergraph.views.model import View
from careergraph.views.page import VIEWS
from careergraph.views.route import route as draw_route


def test_writes_the_matrix(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    result = CliRunner().invoke(main, ["view", "matrix", "-o", str(file)], catch_exceptions=False)
    assert result.exit_code == 0
    assert str(file) in result.output
    assert file.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_default_names_and_options_of_a_route(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("webbrowser.open", opened.append)
    words = ["view", "route", "ml engineer 2", "ai product manager 4", "--max-moves", "4", "--open"]
    result = CliRunner().invoke(main, words, catch_exceptions=False)
    assert result.exit_code == 0
    file = tmp_path / "careergraph-route.html"
    assert opened == [file.as_uri()]
    assert "AI Product Manager, level 4" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (["neighbourhood", "feature engineering", "--depth", "2"], "Feature engineering"),
        (["skill", "feature engineering"], "Feature engineering"),
        (
            ["comparison", "ml engineer 3", "ml engineer 1"],
            "Machine Learning Engineer, level 3 and Machine Learning Engineer, level 1",
        ),
    ],
)
def test_writes_what_surrounds_and_compares(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], title: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["view", *words], catch_exceptions=False)
    assert result.exit_code == 0
    text = (tmp_path / f"careergraph-{words[0]}.html").read_text(encoding="utf-8")
    assert f"<h1>{title}</h1>" in text


def test_keeps_a_file_that_exists(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text("mine", encoding="utf-8")
    page = careergraph.load().view("matrix")
    with pytest.raises(OutputError, match="--force"):
        page.save(file)
    assert file.read_text(encoding="utf-8") == "mine"
    page.save(file, force=True)
    assert file.read_text(encoding="utf-8") == page.html


@pytest.mark.parametrize("command", [[], *([name] for name in VIEWS)])
def test_help_has_an_example(command: list[str]) -> None:
    result = CliRunner().invoke(main, ["view", *command, "--help"])
    assert result.exit_code == 0
    assert "Example:" in result.output


def test_works_in_a_terminal_without_utf8(tmp_path: Path) -> None:
    settings = {
        "LC_ALL": "C",
        "PYTHONIOENCODING": "ascii",
        "PYTHONUTF8": "0",
        "PYTHONPATH": str(Path(careergraph.__file__).parents[1]),
    }
    file = tmp_path / "Łódź.html"
    code = "import sys; from careergraph.cli import main; main(sys.argv[1:])"
    done = subprocess.run(
        [sys.executable, "-c", code, "view", "matrix", "-o", os.fsencode(file)],
        env={**os.environ, **settings},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert file.read_text(encoding="utf-8") == careergraph.load().view("matrix").html


def test_unknown_view_and_missing_route() -> None:
    graph = careergraph.load()
    with pytest.raises(UnknownNameError):
        graph.view("matrx")
    with pytest.raises(RequestError):
        graph.view("route")


def test_route_view_says_what_the_route_says(views: dict[str, View]) -> None:
    graph = careergraph.load()
    found = graph.route("ml engineer 2", "ai product manager 4", have=["Public speaking"])
    other = graph.route("ml engineer 2", "ai product manager 4", avoid=["ai product manager 1"])
    found = replace(found, alternatives=(other,))
    drawn = draw_route(graph.careers, found)
    headings = [section.heading for section in drawn.summary]
    steps = [f"{n}. {step.role.label}" for n, step in enumerate(found.steps, 1)]
    assert headings[1 : 1 + len(steps)] == steps
    assert "Public speaking" in drawn.summary[0].text
    assert str(found.effort) in drawn.summary[0].text
    lit = {edge.statement for edge in drawn.edges if edge.lit and edge.statement}
    used = [s.transfer for step in found.steps for s in step.skills if s.transfer]
    assert len(lit) == len({transfer.iri for transfer in used})
    others = next(s for s in drawn.summary if s.heading == "Other routes")
    assert [item.detail for item in others.items] == [f"{other.effort}, {len(other.steps)} moves"]
