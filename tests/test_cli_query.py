"""``careergraph query`` and ``careergraph queries`` as people type them."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from careergraph.cli import main
from careergraph.formats import FORMATS
from careergraph.queries import example_command, named_queries

ROLES = "SELECT ?role { ?role a cg:Role } ORDER BY ?role"


def careergraph(*words: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, words, input=stdin)


GRAPHS = {"turtle", "ntriples", "rdfxml", "jsonld"}
"""The formats that only triples can be written in."""


@pytest.mark.parametrize("query", named_queries().values(), ids=list(named_queries()))
def test_every_example_works_as_shown(query: object) -> None:
    _, *words = shlex.split(example_command(query))  # type: ignore[arg-type]
    result = careergraph(*words, "--format", "csv")
    assert result.exit_code == 0, result.output
    name = words[1]
    expected = Path(__file__).parent / "queries" / f"{name}.csv"
    printed = result.stdout.replace("\r\n", "\n")
    assert printed.splitlines() == expected.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", sorted(set(FORMATS) - GRAPHS))
def test_every_format_of_rows(name: str) -> None:
    result = careergraph("query", "effort-per-level", "--format", name)
    assert result.exit_code == 0
    assert "Intermediate" in result.stdout


@pytest.mark.parametrize("name", [*sorted(GRAPHS), "table", "csv", "markdown"])
def test_every_format_of_triples(name: str) -> None:
    result = careergraph(
        "query", "skill-neighbourhood", "-p", "skill=model deployment", "--format", name
    )
    assert result.exit_code == 0
    assert "model-deployment" in result.stdout


def test_json_is_the_standard_structure() -> None:
    data = json.loads(careergraph("query", "--text", ROLES, "--format", "json").stdout)
    assert data["head"] == {"vars": ["role"]}
    assert len(data["results"]["bindings"]) == 30


def test_a_query_comes_from_a_file_standard_input_or_the_command_line(tmp_path: Path) -> None:
    file = tmp_path / "roles.rq"
    file.write_text(ROLES, encoding="utf-8")
    results = [
        careergraph("query", "--file", str(file)),
        careergraph("query", "-", stdin=ROLES),
        careergraph("query", "--text", ROLES),
        careergraph("query", ROLES),
    ]
    assert [result.exit_code for result in results] == [0, 0, 0, 0]
    assert len({result.stdout for result in results}) == 1
    assert "30 rows" in results[0].stdout


def test_another_graph(tmp_path: Path) -> None:
    graph = tmp_path / "own.nt"
    graph.write_text("", encoding="utf-8")
    result = careergraph("query", "--text", ROLES, "--graph", str(graph))
    assert "No rows." in result.stdout or result.exit_code != 0


def test_warnings_go_to_standard_error() -> None:
    result = careergraph("query", "--text", "SELECT ?r { ?r a cg:Rol }", "--format", "csv")
    assert "did you mean cg:Role?" in result.stderr
    assert "Rol" not in result.stdout


class TestNoTriples:
    TEXT = "CONSTRUCT WHERE { ?skill cg:requires ?skill }"

    @pytest.mark.parametrize("words", [(), ("--format", "turtle"), ("--format", "ntriples")])
    def test_a_graph_stays_empty_and_a_warning_says_so(self, words: tuple[str, ...]) -> None:
        result = careergraph("query", "--text", self.TEXT, *words)
        assert (result.exit_code, result.stdout) == (0, "")
        assert result.stderr == "Warning: No triples.\n"

    def test_a_table_says_so_itself(self) -> None:
        result = careergraph("query", "--text", self.TEXT, "--format", "table")
        assert (result.stdout, result.stderr) == ("No triples.\n", "")


class TestMistakes:
    @pytest.mark.parametrize(
        ("words", "code", "message"),
        [
            (["nothing-like-it"], 5, "no query named"),
            (["role-requirments"], 5, "Did you mean role-requirements"),
            (["role-requirements"], 6, "needs the parameter 'role' (of type role)"),
            (["role-requirements", "-p", "rol=x"], 6, "Did you mean 'role'"),
            (["role-requirements", "-p", "role"], 6, "key=value"),
            (["find", "-p", "text=a", "-p", "text=b"], 6, "takes one value, and 2 are given"),
            (["role-requirements", "-p", "role=astronaut 9"], 5, "astronaut 9"),
            (["hub-skills", "-p", "limit=many"], 6, "must be of type integer"),
            (["--text", "SELECT ?x { ?x a }"], 6, "Line 1, column 18"),
            (["--text", "DROP ALL"], 6, "would change the graph"),
            (["--file", "/nowhere.rq"], 6, "cannot be read"),
            (["hub-skills", "-p", "limit=-1"], 6, "'limit' must not be negative"),
            (["--text", ""], 6, "The query is empty"),
            (["--text", "SELECT"], 6, "Line 1"),
            (["-"], 6, "The query is empty"),
            (["--file", ""], 2, "--file needs the name of a file"),
            (["--file", "."], 6, "Is a directory"),
            ([], 2, "exactly one"),
            (["find", "--text", "ASK {}"], 2, "exactly one"),
            (
                [
                    "can-be-promoted-to",
                    "-p",
                    "source=data scientist 1",
                    "-p",
                    "target=data scientist 2",
                    "--format",
                    "turtle",
                ],
                2,
                "choose table",
            ),
        ],
    )
    def test_message_and_exit_code(self, words: list[str], code: int, message: str) -> None:
        result = careergraph("query", *words)
        assert (result.exit_code, message in result.stderr) == (code, True), result.output
        assert result.stdout == ""

    def test_a_file_that_is_not_text(self, tmp_path: Path) -> None:
        file = tmp_path / "query.rq"
        file.write_bytes(b"ASK { } # \xff")
        result = careergraph("query", "--file", str(file))
        assert result.exit_code == 6
        assert "not UTF-8" in result.stderr

    def test_standard_input_that_is_not_text(self) -> None:
        result = CliRunner().invoke(main, ["query", "-"], input=b"ASK { } # \xff")
        assert result.exit_code == 6
        assert "not UTF-8" in result.stderr


class TestQueries:
    def test_all_are_listed_with_their_questions(self) -> None:
        shown = careergraph("queries").stdout
        for query in named_queries().values():
            assert query.name in shown
            assert query.summary in shown

    def test_the_list_has_formats(self) -> None:
        lines = careergraph("queries", "--format", "csv").stdout.splitlines()
        assert lines[0] == "name,question"

    def test_one_is_shown_whole(self) -> None:
        shown = careergraph("queries", "hub-skills").stdout
        assert "Which skills are hubs" in shown
        assert "(integer, default '15')" in shown
        assert "careergraph query hub-skills" in shown
        assert "LIMIT $limit" in shown

    def test_an_unknown_name(self) -> None:
        assert careergraph("queries", "hub-skil").exit_code == 5


@pytest.mark.parametrize("command", ["query", "queries"])
def test_help_has_an_example(command: str) -> None:
    assert "Example:" in careergraph(command, "--help").stdout


ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?c ?f ?i ?l"


def test_a_query_is_stopped_at_the_time_that_is_given() -> None:
    result = careergraph("query", "--text", ENDLESS, "--timeout", "0.5")
    assert result.exit_code == 14
    assert "limit of 0.5 seconds" in result.stderr
    assert result.stdout == ""


def test_a_query_is_stopped_at_the_memory_that_is_given() -> None:
    result = careergraph("query", "--text", ENDLESS, "--max-memory", "64")
    assert result.exit_code == 14
    assert "limit of 64 MiB of memory" in result.stderr


def test_a_cut_answer_says_so() -> None:
    result = careergraph("query", "--text", ROLES, "--max-rows", "3", "--format", "csv")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 4
    assert "The answer is cut by the limit of 3 rows" in result.stderr
    whole = careergraph("query", "--text", ROLES, "--max-rows", "30", "--format", "csv")
    assert whole.stderr == ""


def test_without_limits_the_answer_is_the_same() -> None:
    none = ("--timeout", "0", "--max-rows", "0", "--max-memory", "0")
    results = [careergraph("query", "--text", ROLES, *words) for words in ((), none)]
    assert results[0].stdout == results[1].stdout
    assert [result.exit_code for result in results] == [0, 0]


@pytest.mark.parametrize("option", ["--timeout", "--max-rows", "--max-memory"])
def test_a_limit_is_not_negative(option: str) -> None:
    assert careergraph("query", "--text", ROLES, option, "-1").exit_code == 2
