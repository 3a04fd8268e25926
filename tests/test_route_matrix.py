"""Routes between every one of some roles and every one of others."""

from __future__ import annotations

import csv
import io
import json

import pytest
from click.testing import CliRunner

import careergraph as cg
from careergraph.cli import main
from careergraph.errors import NoRouteError, RequestError

SOURCES = ("data scientist 2", "ml engineer 2", "ethical ai advocate 1")
TARGETS = ("ml engineer 3", "ai product manager 2", "ml engineer 2")


@pytest.fixture(scope="module")
def roadmap() -> cg.CareerGraph:
    return cg.load()


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("demands", [{}, {"max_moves": 1}, {"avoid": ["data scientist 1"]}])
def test_each_cell_is_the_route_between_two(
    roadmap: cg.CareerGraph, workers: int, demands: dict[str, object]
) -> None:
    found = list(roadmap.route_matrix(SOURCES, TARGETS, workers=workers, **demands))  # type: ignore[arg-type]
    assert len(found) == len(SOURCES) * len(TARGETS)
    for row, (source, target) in zip(
        found, ((one, other) for one in SOURCES for other in TARGETS), strict=True
    ):
        if row.source == row.target:
            assert row.outcome.status == "there already"
            continue
        try:
            route = roadmap.route(source, target, **demands)  # type: ignore[arg-type]
        except NoRouteError:
            assert row.outcome.status == "no route"
            assert row.outcome.reason
            continue
        assert row.outcome.status == route.status == "optimal"
        assert row.outcome.expected_hours == pytest.approx(route.effort.expected)
        assert row.outcome.roles == tuple(role.iri for role in route.roles[1:])


def test_without_names_it_is_all_roles(roadmap: cg.CareerGraph) -> None:
    rows = list(roadmap.route_matrix(["robotics engineer 1"], max_moves=1))
    assert [row.target for row in rows] == list(roadmap.careers.roles)


def test_nonsense_is_refused_before_anything_is_planned(roadmap: cg.CareerGraph) -> None:
    with pytest.raises(RequestError, match="named twice"):
        roadmap.route_matrix(SOURCES, ["ml engineer 3", "Machine Learning Engineer, level 3"])
    with pytest.raises(RequestError, match="avoid"):
        roadmap.route_matrix(SOURCES, TARGETS, avoid=["ml engineer 3"])


def test_the_command(roadmap: cg.CareerGraph) -> None:
    words = ["route-matrix", "--max-moves", "1"]
    words += [word for role in SOURCES for word in ("--from", role)]
    words += [word for role in TARGETS for word in ("--to", role)]
    text = _run(*words)
    [line] = [line for line in text.splitlines() if line.startswith("Machine Learning Engineer, l")]
    assert line.split()[-4:] == ["520", "no", "route", "0"]
    rows = list(csv.DictReader(io.StringIO(_run(*words, "--format", "csv"))))
    data = json.loads(_run(*words, "--format", "json"))
    found = list(roadmap.route_matrix(SOURCES, TARGETS, max_moves=1))
    assert [row["status"] for row in rows] == [row.outcome.status for row in found]
    assert [row["expected_hours"] for row in data] == [row.outcome.expected_hours for row in found]
    assert [row["reason"] for row in data] == [row.outcome.reason or None for row in found]


def _run(*words: str) -> str:
    done = CliRunner().invoke(main, [*words, "--workers", "1"])
    assert done.exit_code == 0, done.output
    return done.output
