"""A workforce planned through the command line: equal to `plan`, and nothing lost on the way."""

from __future__ import annotations

import csv
import doctest
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

import careergraph as cg
from careergraph.costs import override
from careergraph.errors import NoRouteError, OutputError, WorkerError
from careergraph.network import CareerNetwork
from careergraph.routes import plan
from careergraph.workforce import (
    Case,
    Chunk,
    Outcome,
    People,
    Person,
    Planned,
    Planner,
    in_process,
    plan_all,
    plan_chunk,
    processes,
    reading,
)
from careergraph.workforce.partial import Partial
from careergraph.workforce.tables import COLUMNS, FORMATS

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def roadmap() -> CareerNetwork:
    return cg.load().careers


def everybody(network: CareerNetwork, count: int, seed: int = 1) -> list[dict[str, Any]]:
    """People drawn at random: with skills, constraints and a second target here and there."""
    draw = random.Random(seed)
    roles = [role.label for role in network.roles.values()]
    skills = [skill.label for skill in network.skills.values()]
    rows = []
    for number in range(count):
        source, target, other, via = draw.sample(roles, 4)
        moves = draw.choice([None, None, 2, 4])
        rows.append(
            {
                "person": f"p{number}",
                "role": "" if number % 10 == 3 else source,
                "skills": draw.sample(skills, 3) if number % 3 == 0 else [],
                "target": [target, other] if draw.random() < 0.3 else [target],
                "via": [via] if number % 10 == 7 else [],
                "max_moves": 4 if number % 10 == 7 else moves,
                "max_effort_per_move": draw.choice([None, None, 900.5]),
                "no_step_back": number % 10 == 5,
                "deadline": 60 if number % 10 == 6 else None,
                "detour_budget": 90 if number % 10 == 9 else None,
                "hours_per_week": draw.choice([None, 4]),
            }
        )
    return rows


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def command(*arguments: object) -> list[str]:
    return [sys.executable, str(ROOT / "cli.py"), "plan", *map(str, arguments)]


def careergraph(*arguments: object, code: int = 0) -> str:
    done = subprocess.run(command(*arguments), capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert not done.stdout
    return done.stderr


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_each_answer_is_that_of_plan(roadmap: CareerNetwork) -> None:
    people = People(roadmap, everybody(roadmap, 40))
    persons = {one.name: one for one in people.read() if isinstance(one, Person)}
    seen = set()
    for planned in plan_all(roadmap, people):
        person, outcome = persons[planned.person], planned.outcome
        constraints = replace(person.constraints, have=person.skills)
        hours = "hours-per-week=" + str(person.hours_per_week or 10)
        try:
            route = plan(override(roadmap, [hours]), person.source, planned.target, constraints)
        except NoRouteError:
            seen.add(outcome.status)
            assert outcome.status.startswith("no route")
            assert outcome.reason
            assert outcome.moves is outcome.expected_hours is outcome.lower_bound is None
            continue
        seen.add(outcome.status)
        learnt = [learned for step in route.steps for learned in step.skills]
        per_week = person.hours_per_week or 10
        assert outcome == Outcome(
            status=route.status,
            expected_hours=round(route.effort.expected, 2),
            low_hours=round(route.effort.low, 2),
            high_hours=round(route.effort.high, 2),
            lower_bound=round(route.lower_bound, 2),
            weeks=round(route.effort.expected / per_week, 1),
            roles=tuple(step.role.iri for step in route.steps),
            skills=tuple(one.skill.iri for one in learnt),
            stepping_stones=tuple(one.skill.iri for one in learnt if one.stepping_stone),
        )
        assert outcome.moves == len(route.steps)
    assert seen == {"optimal", "no route", "no route within budget"}


def test_who_is_there_has_nothing_to_do(roadmap: CareerNetwork) -> None:
    row = {"person": "Ada", "role": "ml engineer 2", "target": "ml engineer 2"}
    [planned] = plan_all(roadmap, People(roadmap, [row]))
    assert planned.outcome == Outcome("there already", 0.0, 0.0, 0.0, 0.0, 0.0)
    assert planned.outcome.moves == 0


def test_equal_cases_are_planned_once(
    roadmap: CareerNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked: list[Case] = []
    work_out = Planner._plan

    def noted(self: Planner, case: Case) -> Outcome:
        worked.append(case)
        return work_out(self, case)

    monkeypatch.setattr(Planner, "_plan", noted)
    row = {"role": "ml engineer 2", "target": "ml engineer 3"}
    skills = ["Control systems", "User experience design"]
    rows = [{**row, "person": i, "skills": skills[:: (-1) ** i]} for i in range(10)]
    planned = list(plan_all(roadmap, People(roadmap, rows)))
    assert len(worked) == 1
    assert {one.outcome for one in planned} == {planned[0].outcome}
    assert [one.person for one in planned] == [str(i) for i in range(10)]


def test_every_engine_gives_the_same_rows_in_order(roadmap: CareerNetwork) -> None:
    table = People(roadmap, everybody(roadmap, 90))
    persons = [one for one in table.read() if isinstance(one, Person)]
    planner = Planner(roadmap)
    chunks: list[Chunk] = [persons[i : i + 7] for i in range(0, 90, 7)]
    here = list(in_process(planner, chunks))
    assert [{row.person for row in rows} for rows in here] == [
        {person.name for person in chunk} for chunk in chunks
    ]
    assert list(processes(2)(planner, iter(chunks))) == here


def test_formats_say_the_same(roadmap: CareerNetwork, tmp_path: Path) -> None:
    table = write(tmp_path / "people.jsonl", everybody(roadmap, 60))
    for ending in ("csv", "jsonl", "parquet"):
        careergraph(table, "-o", tmp_path / f"out.{ending}", "--workers", 2)
        careergraph(table, "-o", tmp_path / f"alone.{ending}", "--workers", 1)
        same = (tmp_path / f"alone.{ending}").read_bytes()
        assert (tmp_path / f"out.{ending}").read_bytes() == same
    rows = read(tmp_path / "out.jsonl")
    assert [list(row) for row in rows] == [list(COLUMNS)] * len(rows)
    assert pyarrow.parquet.read_table(tmp_path / "out.parquet").to_pylist() == rows
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        flat = list(csv.DictReader(file))
    assert flat == [{name: plain(value) for name, value in row.items()} for row in rows]
    assert {path.name for path in tmp_path.iterdir()} == {
        "people.jsonl",
        *(
            f"{name}.{ending}"
            for name in ("out", "alone")
            for ending in ("csv", "jsonl", "parquet")
        ),
    }


def plain(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else str(value)


def test_labels_or_iris(roadmap: CareerNetwork, tmp_path: Path) -> None:
    row = {
        "person": "Ada",
        "role": "ml engineer 2",
        "skills": "juggling",
        "target": "ml engineer 3",
    }
    table = write(tmp_path / "people.jsonl", [row])
    careergraph(table, "-o", tmp_path / "labels.jsonl")
    careergraph(table, "-o", tmp_path / "iris.jsonl", "--iris")
    [labels], [iris] = read(tmp_path / "labels.jsonl"), read(tmp_path / "iris.jsonl")
    assert labels["roles"] == ["Machine Learning Engineer, level 3"]
    assert labels["unknown_skills"] == iris["unknown_skills"] == ["juggling"]
    assert [roadmap.roles[iri].label for iri in iris["roles"]] == labels["roles"]
    assert [roadmap.skills[iri].label for iri in iris["skills"]] == labels["skills"]


def test_bad_rows_stop_the_run_or_are_left_out(roadmap: CareerNetwork, tmp_path: Path) -> None:
    good = everybody(roadmap, 3)
    bad = [{**good[0], "person": "x", "role": "nobody"}, {**good[0], "max_moves": 9}]
    table = write(tmp_path / "people.jsonl", [good[0], bad[0], good[1], bad[1], good[2]])
    clean = write(tmp_path / "good.jsonl", good)
    said = careergraph(table, "-o", tmp_path / "out.csv", code=16)
    assert "people.jsonl: 2 rows cannot be planned, so nothing is written" in said
    assert "line 2, column role: There is no role 'nobody'" in said
    assert "line 4, column person: 'p0' stands on line 1 already" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["good.jsonl", "people.jsonl"]
    options = ("--skip-bad", "--bad-rows", tmp_path / "bad.csv")
    said = careergraph(table, "-o", tmp_path / "out.csv", *options)
    assert "Left out: line 2, column role" in said
    assert "3 people, 2 rows left out" in said
    careergraph(clean, "-o", tmp_path / "clean.csv")
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "clean.csv").read_bytes()
    with (tmp_path / "bad.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[:2] for row in rows] == [
        ["place", "column"],
        ["line 2", "role"],
        ["line 4", "person"],
    ]


def test_what_exists_is_not_replaced_unasked(roadmap: CareerNetwork, tmp_path: Path) -> None:
    table = write(tmp_path / "people.jsonl", everybody(roadmap, 2))
    out = tmp_path / "out.csv"
    out.write_text("mine")
    assert "exists already" in careergraph(table, "-o", out, code=9)
    assert out.read_text() == "mine"
    careergraph(table, "-o", out, "--force")
    assert out.read_text().startswith("person,")
    assert "ends in .csv" in careergraph(table, "-o", tmp_path / "out.txt", code=2)


def started(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command(*arguments), stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def until_people(out: Path, people: int, process: subprocess.Popen[str]) -> None:
    """Wait until so many people stand in the journal."""
    journal = out.with_name(f"{out.name}.partial.journal")
    while process.poll() is None:
        if journal.exists():
            notes = journal.read_text().splitlines()
            if notes and notes[-1].endswith("}") and json.loads(notes[-1])["people"] >= people:
                return
        time.sleep(0.01)
    raise AssertionError(process.communicate()[1])


@pytest.fixture(scope="module")
def many(
    roadmap: CareerNetwork, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, bytes]]:
    """People who take some seconds, and what an undisturbed run makes of them, by format."""
    folder = tmp_path_factory.mktemp("many")
    table = write(folder / "people.jsonl", everybody(roadmap, 1500))
    answers = {}
    for ending in ("csv", "parquet"):
        careergraph(table, "-o", folder / f"out.{ending}", "--workers", 1)
        answers[ending] = (folder / f"out.{ending}").read_bytes()
    return table, answers


def test_a_killed_worker_loses_nothing(many: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    table, answers = many
    out = tmp_path / "out.csv"
    process = started(table, "-o", out, "--workers", 2)
    killed = []
    for people in (1, 300, 600):
        until_people(out, people, process)
        killed.append(children(process.pid)[0])
        os.kill(killed[-1], signal.SIGKILL)
    assert process.wait() == 0, process.communicate()[1]
    assert len(set(killed)) == 3
    assert out.read_bytes() == answers["csv"]
    process.communicate()


@pytest.mark.parametrize("ending", ["csv", "parquet"])
@pytest.mark.parametrize("workers", [1, 2])
def test_an_interrupted_run_is_continued(
    ending: str, workers: int, many: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    table, answers = many
    out = tmp_path / f"out.{ending}"
    run = (table, "-o", out, "--workers", workers)
    process = started(*run)
    until_people(out, 200, process)
    mine = children(process.pid)
    os.killpg(process.pid, signal.SIGINT)
    said = process.communicate()[1]
    assert process.returncode == 130
    assert "of 1,500 people" in said
    assert "continue with --resume" in said
    assert not any(Path(f"/proc/{child}").exists() for child in mine)
    assert not out.exists()
    partial = out.with_name(f"{out.name}.partial")
    whole = partial.read_bytes()
    if ending == "csv":
        assert answers["csv"].startswith(whole)
    assert "Continue it with --resume" in careergraph(*run, code=9)
    partial.write_bytes(whole + b"half a li")  # as a run that was killed while it wrote
    assert "1,500 people" in careergraph(*run, "--resume")
    assert out.read_bytes() == answers[ending]
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_a_killed_run_is_continued(many: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    table, answers = many
    out = tmp_path / "out.csv"
    process = started(table, "-o", out, "--workers", 2)
    until_people(out, 300, process)
    mine = children(process.pid)
    process.kill()
    process.communicate()
    for _ in range(500):
        if not any(Path(f"/proc/{child}/exe").exists() for child in mine):
            break
        time.sleep(0.02)
    else:
        pytest.fail("a worker outlives the run")
    assert "1,500 people" in careergraph(table, "-o", out, "--resume")
    assert out.read_bytes() == answers["csv"]


def test_only_the_same_job_is_continued(
    many: tuple[Path, dict[str, bytes]], roadmap: CareerNetwork, tmp_path: Path
) -> None:
    table, answers = many
    out = tmp_path / "out.csv"
    process = started(table, "-o", out, "--workers", 1)
    until_people(out, 100, process)
    said = careergraph(table, "-o", out, "--resume", code=9)
    assert "is being written by another run" in said
    process.kill()
    process.communicate()
    fewer = write(tmp_path / "fewer.jsonl", everybody(roadmap, 1400))
    assert "is of another run" in careergraph(fewer, "-o", out, "--resume", code=9)
    changed = ("--assume", "lateral=10")
    assert "is of another run" in careergraph(table, "-o", out, "--resume", *changed, code=9)
    assert "is of another run" in careergraph(table, "-o", out, "--resume", "--iris", code=9)
    careergraph(table, "-o", out, "--force")
    assert out.read_bytes() == answers["csv"]


def test_a_journal_that_is_ahead_of_the_rows_is_not_believed(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    with Partial(out, FORMATS[".csv"], "job") as partial:
        partial.add(2, "a\nb\n")
        partial.add(1, "c\n")
    rows = partial.path.read_bytes()
    partial.path.write_bytes(rows[:-1])
    with Partial(out, FORMATS[".csv"], "job", resume=True) as partial:
        assert partial.people == 2
        partial.add(1, "c\n")
        partial.finish()
    assert out.read_bytes() == rows


def test_a_full_disk_is_said_and_what_was_there_stays(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    with Partial(out, FORMATS[".csv"], "job") as partial:
        partial.add(2, "a\nb\n")
        with Path("/dev/full").open("wb") as full:
            partial._lines, lines = full, partial._lines
            with pytest.raises(OutputError, match=r"out\.csv cannot be written \(No space left"):
                partial.add(1, "c\n" * 9999)
            partial._lines = lines
    with Partial(out, FORMATS[".csv"], "job", resume=True) as partial:
        assert partial.people == 2


class Deadly(Planner):
    """Plans, but ends its process over one person."""

    def outcome(self, case: Case) -> Outcome:
        if case.hours_per_week == 13:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().outcome(case)


def test_who_ends_process_after_process_is_named(
    roadmap: CareerNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "tests"))
    roles = list(roadmap.roles)
    people = [
        Person(f"p{i}", roles[0], (roles[1],), hours_per_week=13 if i == 5 else None)
        for i in range(8)
    ]
    chunks: list[Chunk] = [people[:2], people[2:4], people[4:6], people[6:]]
    rows: list[Planned] = []
    said = r"SIGKILL\) while they planned for these people: 'p4', 'p5'\."
    with pytest.raises(WorkerError, match=said):
        rows.extend(chain.from_iterable(processes(2)(Deadly(roadmap), chunks)))
    assert [row.person for row in rows] == ["p0", "p1", "p2", "p3"]


def test_an_error_while_planning_is_raised_as_it_is(roadmap: CareerNetwork) -> None:
    people = [Person("Ada", "urn:none", (next(iter(roadmap.roles)),))]
    with pytest.raises(KeyError, match="urn:none"):
        list(processes(1)(Planner(roadmap), [people]))


def test_chunks_are_taken_as_they_are_needed(roadmap: CareerNetwork) -> None:
    taken = []

    def chunks() -> Iterator[Chunk]:
        roles = list(roadmap.roles)
        for i in range(1000):
            taken.append(i)
            yield [Person(f"p{i}", roles[0], (roles[1],))]

    rows = processes(2)(Planner(roadmap), chunks())
    assert [row.person for row in next(rows)] == ["p0"]
    assert len(taken) < 20
    rows.close()  # type: ignore[attr-defined]


def test_a_long_table_takes_no_more_memory_than_a_short_one(
    roadmap: CareerNetwork, tmp_path: Path
) -> None:
    peaks = []
    for count in (2_000, 60_000):
        table = tmp_path / f"{count}.csv"
        with table.open("w") as file:
            file.write("person,role,target\n")
            file.writelines(f"person {i},ml engineer 2,ml engineer 3\n" for i in range(count))
        peaks.append(peak_of(command(table, "-o", tmp_path / f"out{count}.csv", "--workers", 1)))
        with (tmp_path / f"out{count}.csv").open() as file:
            assert sum(1 for _ in file) == count + 1
    assert peaks[1] - peaks[0] < 8 << 10  # KiB: 60,000 people in memory take 40 MiB


def peak_of(arguments: list[str]) -> int:
    """Return the most memory that a command has at once, in KiB."""
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    return int(done.stdout)


def test_a_chunk_is_its_people_target_by_target(roadmap: CareerNetwork) -> None:
    one, two, three = list(roadmap.roles)[:3]
    rows = plan_chunk(Planner(roadmap), [Person("a", one, (two, three)), Person("b", two, (one,))])
    assert [(row.person, row.source, row.target) for row in rows] == [
        ("a", one, two),
        ("a", one, three),
        ("b", two, one),
    ]


def test_the_page_says_what_there_is(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "workforce.md").read_text(encoding="utf-8")
    tables = [f"| `{name}` | {says} |" for name, says in reading.COLUMNS.items()]
    tables += [f"| `{name}` | {says} |" for name, (_, says) in COLUMNS.items()]
    assert [line for line in page.splitlines() if line.startswith("| `")] == tables
    sample = ROOT / "docs" / "examples" / "people.csv"
    shown, answer = re.findall(r"```csv\n(.*?)```", page, re.DOTALL)
    assert sample.read_text(encoding="utf-8") == shown
    said = careergraph(sample, "-o", tmp_path / "plans.csv")
    assert said.replace(str(tmp_path) + "/", "") == "plans.csv: 3 people.\n"
    assert f"-o plans.csv\n{said.rpartition('/')[2]}```" in page
    assert (tmp_path / "plans.csv").read_text(encoding="utf-8").startswith(answer)
    result = doctest.testfile(str(ROOT / "docs" / "workforce.md"), module_relative=False)
    assert (result.attempted, result.failed) == (3, 0)
