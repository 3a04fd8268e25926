"""``%load_ext careergraph``: the magics in a shell of IPython, and what objects look like."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas
import pytest

import careergraph as cg
from careergraph.errors import QueryError, RequestError, UnknownNameError
from careergraph.notebook import Magic

ROLES = "SELECT ?role { ?role a cg:Role } ORDER BY ?role"
HOTEL = str(Path(__file__).parents[1] / "docs" / "examples" / "hotel.ttl")


@pytest.fixture(scope="module")
def shell() -> Iterator[Any]:
    from IPython.testing.globalipapp import start_ipython

    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(
            "VIRTUAL_ENV", raising=False
        )  # of a shell around, which need not be this one's
        running = start_ipython()
    running.run_line_magic("load_ext", "careergraph")
    yield running
    running.run_line_magic("reset", "-f")


@pytest.fixture
def variables() -> dict[str, Any]:
    return {}


@pytest.fixture
def sparql(variables: dict[str, Any]) -> Magic:
    return Magic(variables)


class TestShell:
    def test_a_cell_gives_a_frame_in_a_variable(self, shell: Any) -> None:
        result = shell.run_cell(f"%%sparql --name roles\n{ROLES}")
        assert result.success
        assert list(result.result.columns) == ["role"]
        assert shell.user_ns["roles"] is result.result
        assert len(result.result) == 30

    def test_a_line_asks_by_name(self, shell: Any) -> None:
        frame = shell.run_cell('%sparql role-adds role="ml engineer 3"').result
        expected = cg.load().query("role-adds", role="ml engineer 3").to_pandas()
        pandas.testing.assert_frame_equal(frame, expected)

    def test_an_error_is_its_message_with_a_caret(
        self, shell: Any, capsys: pytest.CaptureFixture[str]
    ) -> None:
        result = shell.run_cell("%%sparql\nSELECT ?x { ?x a }")
        assert isinstance(result.error_in_exec, QueryError)
        shown = capsys.readouterr()
        text = shown.out + shown.err
        assert "QueryError: Line 1, column 18" in text
        assert "^" in text.splitlines()[-1]
        assert "Traceback" not in text
        assert "notebook.py" not in text

    def test_other_errors_of_the_library_keep_their_traceback(
        self, shell: Any, capsys: pytest.CaptureFixture[str]
    ) -> None:
        shell.run_cell("import careergraph\ncareergraph.load().query('SELECT')")
        shown = capsys.readouterr()
        assert "Traceback" in shown.out + shown.err


class TestMagic:
    def test_parameters_of_a_cell(self, sparql: Magic) -> None:
        header = "#+ parameter: level; level; example=1; Which.\n"
        frame = sparql("-p level=5", f"{header}SELECT ?r {{ ?r cg:atLevel $level }} ORDER BY ?r")
        expected = cg.load().query("SELECT ?r { ?r cg:atLevel level:5 } ORDER BY ?r")
        pandas.testing.assert_frame_equal(frame, expected.to_pandas())

    def test_a_graph_by_path_and_by_variable(
        self, sparql: Magic, variables: dict[str, Any]
    ) -> None:
        by_path = sparql(f"--graph {HOTEL}", ROLES)
        variables["hotel"] = cg.load(HOTEL)
        pandas.testing.assert_frame_equal(by_path, sparql("--graph hotel", ROLES))
        assert len(by_path) == 4

    def test_a_file_is_read_once_and_again_when_it_changes(
        self, sparql: Magic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        read: list[object] = []
        load = cg.load
        monkeypatch.setattr(
            "careergraph.notebook.load", lambda *a, **k: (read.append(a), load(*a, **k))[1]
        )
        path = tmp_path / "own.ttl"
        path.write_text(Path(HOTEL).read_text(encoding="utf-8"), encoding="utf-8")
        for _ in range(2):
            assert len(sparql(f"--graph {path}", ROLES)) == 4
        assert len(read) == 1
        import os

        os.utime(path, (1, 1))
        sparql(f"--graph {path}", ROLES)
        assert len(read) == 2

    def test_a_limit_is_said(self, sparql: Magic, capsys: pytest.CaptureFixture[str]) -> None:
        assert len(sparql("--limit 3", ROLES)) == 3
        assert capsys.readouterr().err == "Warning: Cut at the limit of 3 rows.\n"

    def test_warnings_are_printed(self, sparql: Magic, capsys: pytest.CaptureFixture[str]) -> None:
        sparql("", "SELECT ?r { ?r cg:requires skill:model-deploiment }")
        assert "did you mean skill:model-deployment" in capsys.readouterr().err

    def test_yes_and_no_are_python_s(self, sparql: Magic) -> None:
        assert sparql("", "ASK { ?r a cg:Role }") is True
        assert sparql("", "ASK { ?r cg:requires ?r }") is False

    def test_own_folders(self, sparql: Magic, tmp_path: Path) -> None:
        (tmp_path / "mine.rq").write_text(f"#+ summary: Which?\n{ROLES}", encoding="utf-8")
        assert len(sparql(f"mine --queries {tmp_path}")) == 30

    def test_help(self, sparql: Magic, capsys: pytest.CaptureFixture[str]) -> None:
        assert sparql("--help") is None
        assert "--name VAR" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("line", "cell", "error", "message"),
        [
            ("", None, RequestError, "Name a query"),
            ("--nonsense", ROLES, RequestError, "See %sparql --help"),
            ("--limit few", ROLES, RequestError, "invalid int value"),
            ('role-adds role="ml', None, RequestError, "no closing quotation"),
            ("role-adds role", None, RequestError, "key=value"),
            ("role-ads", None, UnknownNameError, "Did you mean role-adds"),
            ("--name 2x", ROLES, RequestError, "cannot be the name of a variable"),
            ("-p a=b", ROLES, RequestError, "declare them"),
        ],
    )
    def test_mistakes(
        self, sparql: Magic, line: str, cell: str | None, error: type[Exception], message: str
    ) -> None:
        with pytest.raises(error, match=message):
            sparql(line, cell)

    def test_without_pandas_the_answer_itself(
        self, sparql: Magic, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
        answer = sparql("", ROLES)
        assert repr(answer) == "<Answer SELECT: 30 rows of role>"


def test_loading_it_imports_nothing_heavy() -> None:
    script = (
        "import sys, careergraph.notebook\n"
        "print(sorted({'IPython', 'pandas', 'pyoxigraph', 'rdflib', 'networkx'} & {*sys.modules}))"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"


class TestShown:
    def test_a_graph_is_a_card(self) -> None:
        shown = cg.load()._repr_html_()
        assert "<b>AI career roadmap</b>" in shown
        assert "6 career paths, 5 levels, 30 roles, 59 skills" in shown
        assert "Jobs and Levels Guide" in shown
        assert '<a href="https://spdx.org/licenses/MIT">' in shown

    def test_markup_in_a_title_is_text(self, tmp_path: Path) -> None:
        text = Path(HOTEL).read_text(encoding="utf-8").replace("Hotel careers", "<script>")
        (tmp_path / "own.ttl").write_text(text, encoding="utf-8")
        shown = cg.load(tmp_path / "own.ttl")._repr_html_()
        assert "&lt;script&gt;" in shown
        assert "<script>" not in shown

    def test_a_named_query_and_the_list_of_them(self) -> None:
        queries = cg.load().queries
        shown = queries["find"]._repr_html_()
        assert "<td>The text to look for.</td>" in shown
        assert "SELECT ?node" in shown
        assert "#+" not in shown
        assert repr(queries["find"]) == (
            "<NamedQuery find: Which roles, skills, paths and levels mention a text? Takes text>"
        )
        assert "<td>find</td><td>Which roles, skills" in queries._repr_html_()
