"""Routes and advice over HTTP: the answers of the command line, and a document that is true."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from click.testing import CliRunner
from openapi_spec_validator import validate

from careergraph.cli import main
from services import Server, serving

pytest.importorskip("uvicorn", reason="uvicorn is not installed (the server extra)")

SOURCE, TARGET = "machine learning engineer 2", "ai product manager 4"
CASES: list[tuple[list[str], str, list[tuple[str, str]]]] = [
    (["route", SOURCE, TARGET], "route", [("source", SOURCE), ("target", TARGET)]),
    (
        [
            "route",
            SOURCE,
            TARGET,
            "--have",
            "statistical analysis",
            "--alternatives",
            "2",
            "--max-moves",
            "6",
            "--hours-per-week",
            "7.5",
            "--via",
            "data scientist 3",
        ],
        "route",
        [
            ("source", SOURCE),
            ("target", TARGET),
            ("have", "statistical analysis"),
            ("alternatives", "2"),
            ("max_moves", "6"),
            ("hours_per_week", "7.5"),
            ("via", "data scientist 3"),
        ],
    ),
    (
        [
            "place",
            "--have",
            "feature engineering",
            "--have",
            "basic programming skills",
            "--lack",
            "statistical analysis",
        ],
        "place",
        [
            ("have", "feature engineering"),
            ("have", "basic programming skills"),
            ("lack", "statistical analysis"),
        ],
    ),
    (["advance", "robotics engineer 2"], "advance", [("role", "robotics engineer 2")]),
    (["branch", "data scientist 3"], "branch", [("role", "data scientist 3")]),
    (
        ["branch", "data scientist 3", "--by", "effort"],
        "branch",
        [("role", "data scientist 3"), ("by", "effort")],
    ),
    (["gap", SOURCE, TARGET], "gap", [("source", SOURCE), ("target", TARGET)]),
    (
        [
            *("route", SOURCE, TARGET, "--deadline", "300", "--detour-budget", "2000"),
            *("--via", "data scientist 2", "--via", "ai product manager 3", "--via-in-order"),
        ],
        "route",
        [
            ("source", SOURCE),
            ("target", TARGET),
            ("deadline", "300"),
            ("detour_budget", "2000"),
            ("via", "data scientist 2"),
            ("via", "ai product manager 3"),
            ("via_in_order", "true"),
        ],
    ),
    (
        ["route", SOURCE, "ml engineer 4", "--no-step-back"],
        "route",
        [("source", SOURCE), ("target", "ml engineer 4"), ("no_step_back", "true")],
    ),
    (
        ["pareto", SOURCE, TARGET, "--detour", "500"],
        "pareto",
        [("source", SOURCE), ("target", TARGET), ("detour", "500")],
    ),
    (
        ["why-not", SOURCE, TARGET, "--through", "data scientist 3"],
        "why-not",
        [("source", SOURCE), ("target", TARGET), ("through", "data scientist 3")],
    ),
    (
        ["reach", SOURCE, "--within", "500h", "--have", "statistical analysis"],
        "reach",
        [("role", SOURCE), ("hours", "500"), ("have", "statistical analysis")],
    ),
    (
        ["frontier", SOURCE, "--within", "40w"],
        "frontier",
        [("role", SOURCE), ("weeks", "40"), ("skills", "1")],
    ),
]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving("--log-format", "none") as running:
        yield running


@pytest.mark.parametrize(("command", "operation", "given"), CASES)
def test_answers_as_the_command_line(
    server: Server, command: list[str], operation: str, given: list[tuple[str, str]]
) -> None:
    printed = CliRunner().invoke(main, [*command, "--format", "json"])
    assert printed.exit_code == 0, printed.output
    reply = server.get(f"/api/{operation}?{urlencode(given)}")
    assert (reply.status, reply.headers["content-type"]) == (200, "application/json")
    assert json.loads(reply.body) == json.loads(printed.stdout)


def problem(server: Server, path: str, status: int) -> dict[str, Any]:
    reply = server.get(path)
    assert (reply.status, reply.headers["content-type"]) == (status, "application/problem+json")
    found: dict[str, Any] = json.loads(reply.body)
    assert found["status"] == status
    return found


def test_unknown_role_is_404_with_suggestions(server: Server) -> None:
    found = problem(server, f"/api/advance?role={quote('robotics enginer 2')}", 404)
    assert "Robotics Engineer, level 2" in found["suggestions"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("route?source=a", "target is missing"),
        ("place", "have is missing"),
        ("gap?source=a&source=b&target=c", "source is given 2 times"),
        ("advance?rolle=x", "Did you mean role?"),
        ("route?target=b&no_step_back=yes", "no_step_back is true or false, not 'yes'"),
        ("route?source=a&target=b&max_moves=0", "max_moves must be of type integer from 1"),
        ("route?source=a&target=b&max_moves=two", "'two' is not"),
        ("route?source=a&target=b&detour=nan", "detour must be of type number"),
        ("route?source=a&target=b&alternatives=21", "from 0 to 20"),
        ("branch?role=a&by=luck", "by is coverage or effort"),
        ("advance?role=" + "x" * 501, "more than 500 letters"),
        ("advance?role=%ff", "not UTF-8"),
    ],
)
def test_wrong_parameter_is_400_and_says_what_it_takes(
    server: Server, path: str, words: str
) -> None:
    assert words in problem(server, f"/api/{path}", 400)["detail"]


def test_no_route_is_422(server: Server) -> None:
    path = "/api/route?" + urlencode({"source": SOURCE, "target": TARGET, "max_moves": 1})
    assert "move" in problem(server, path, 422)["detail"]


def test_same_state_is_not_sent_again(server: Server) -> None:
    path = "/api/advance?role=" + quote("robotics engineer 2")
    first = server.get(path)
    assert server.get(path, if_none_match=first.headers["etag"]).status == 304


def test_post_is_405(server: Server) -> None:
    reply = server.ask("POST", "/api/route", b"")
    assert reply.status == 405
    assert {one.strip() for one in reply.headers["allow"].split(",")} == {"GET", "HEAD"}


@pytest.fixture(scope="module")
def document(server: Server) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(server.get("/api/openapi.json").body)
    return found


class TestDocument:
    def test_is_openapi(self, document: dict[str, Any]) -> None:
        validate(document)

    def test_describes_every_parameter_that_is_taken(
        self, server: Server, document: dict[str, Any]
    ) -> None:
        for path, item in document["paths"].items():
            if "{" in path:
                continue
            named = [parameter["name"] for parameter in item["get"]["parameters"]]
            given = urlencode(dict.fromkeys(named, "☃"))
            reply = server.get(f"{path}?{given}")
            assert "has no parameter" not in reply.text
            assert reply.status in (200, 400, 404)

    def test_examples_are_answered(self, server: Server, document: dict[str, Any]) -> None:
        for path, item in document["paths"].items():
            examples = {
                parameter["name"]: parameter["example"]
                for parameter in item["get"]["parameters"]
                if "example" in parameter
            }
            if path.startswith("/api/"):
                reply = server.get(f"{path}?{urlencode(examples, doseq=True)}")
                assert reply.status == 200, (path, reply.text)
