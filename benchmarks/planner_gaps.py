"""Skill gaps of many at once, beside Python sets and DuckDB."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from planner_memory import peak
from planner_rows import Row, race
from scipy.sparse import csr_array
from synthetic import synthetic_arrays

import careergraph
from careergraph.arrays import CareerArrays, from_network
from careergraph.gaps import Gaps

PEOPLE = 1_000_000
SKILLS_HELD = 15
SAMPLED = 60
"""Roles whose row of gaps Python's sets measure in a round; the time is scaled to all."""

SIZES = (10_000, 20_000)

MISSING = """
    WITH total AS (
        SELECT role, count(*) AS missing, sum(hours) AS hours FROM requires GROUP BY role
    ), shared AS (
        SELECT person, count(*) AS missing, sum(hours) AS hours
        FROM holds JOIN people USING (person)
        JOIN requires ON requires.role = people.target AND requires.skill = holds.skill
        GROUP BY person
    )
    SELECT person, total.hours - coalesce(shared.hours, 0) AS hours,
           total.missing - coalesce(shared.missing, 0) AS missing
    FROM people JOIN total ON total.role = people.target LEFT JOIN shared USING (person)
    ORDER BY person
"""
"""The quickest of the ways tried to ask it; an anti-join takes some six times as long."""


def rows(store: Path, rounds: int) -> Iterator[Row]:
    """Yield gaps between all roles, of one against all, and of a million people."""
    arrays = from_network(careergraph.load(store).careers)
    yield _pairwise("all pairwise gaps", arrays, 1 / 1_000, rounds)
    yield _one("one person against all roles", arrays, rounds)
    yield _people(arrays, rounds)
    for size in SIZES:
        name = f"all pairwise gaps, {size:,} roles made up"
        yield _pairwise(name, synthetic_arrays(size), None, min(rounds, 2))


def _sets(arrays: CareerArrays) -> tuple[list[set[int]], list[float]]:
    roles = range(len(arrays.roles))
    return [set(arrays.requirements_of(role).tolist()) for role in roles], arrays.hours.tolist()


def _pairwise(work: str, arrays: CareerArrays, goal: float | None, rounds: int) -> Row:
    gaps = Gaps(arrays, transfers=False)
    needs, hours = _sets(arrays)
    step = max(1, len(needs) // SAMPLED)
    held = needs[::step]

    def theirs() -> list[list[float]]:
        return [[sum(hours[s] for s in needed - one) for needed in needs] for one in held]

    found = gaps.hours()
    assert np.allclose(found[::step][:, arrays.known], np.array(theirs())[:, arrays.known])
    row = race(work, "Python sets", gaps.hours, theirs, goal=goal, rounds=rounds)
    scale = len(needs) / len(held)
    return replace(
        row,
        theirs=tuple(seconds * scale for seconds in row.theirs),
        our_peak=peak(gaps.hours),
        note=f"sets measured on {len(held)} roles and scaled; scipy alone, no transfers, no numba",
    )


def _one(work: str, arrays: CareerArrays, rounds: int) -> Row:
    gaps = Gaps(arrays, transfers=False)
    needs, hours = _sets(arrays)
    person = gaps.roles[[0]]

    def theirs() -> list[float]:
        return [sum(hours[s] for s in needed - needs[0]) for needed in needs]

    return race(work, "Python sets", lambda: gaps.hours(person), theirs, goal=None, rounds=rounds)


def _people(arrays: CareerArrays, rounds: int) -> Row:
    random = np.random.default_rng(0)
    roles, skills = len(arrays.roles), len(arrays.skills)
    known = arrays.known.nonzero()[0]
    targets = random.choice(known, PEOPLE).astype(np.int32)
    drawn = random.integers(0, skills, (PEOPLE, SKILLS_HELD), dtype=np.int32)
    drawn.sort(axis=1)
    once = np.ones(drawn.shape, dtype=np.bool_)
    once[:, 1:] = drawn[:, 1:] != drawn[:, :-1]
    held = drawn[once]
    starts = np.concatenate(([0], np.cumsum(once.sum(axis=1)))).astype(np.int32)
    required = arrays.required
    tables: dict[str, Any] = {
        "holds": {"person": np.repeat(np.arange(PEOPLE), np.diff(starts)), "skill": held},
        "people": {"person": np.arange(PEOPLE), "target": targets},
        "requires": {
            "role": np.repeat(np.arange(roles), np.diff(required.indptr)),
            "skill": required.skill,
            "hours": arrays.hours[required.skill],
        },
    }
    database = duckdb.connect()
    for name, columns in tables.items():
        database.register("columns", pa.table(columns))
        database.execute(f"CREATE TABLE {name} AS SELECT * FROM columns")
    gaps = Gaps(arrays, transfers=False)

    def ours() -> tuple[Any, Any]:
        ones = np.ones(len(held), dtype=np.float32)
        return gaps.to_targets(csr_array((ones, held, starts), shape=(PEOPLE, skills)), targets)

    def theirs() -> Any:
        return database.execute(MISSING).fetchnumpy()

    (hours, missing), answer = ours(), theirs()
    assert np.allclose(hours, answer["hours"])
    assert np.array_equal(missing, answer["missing"])
    row = race(
        f"skill gaps of {PEOPLE:,} people to their targets",
        "DuckDB alone",
        ours,
        theirs,
        goal=1.5,
        rounds=rounds,
        note=f"{SKILLS_HELD} skills each, drawn at random; hours and number; DuckDB on all cores, "
        "ours on one; scipy alone, no numba",
    )
    return replace(row, our_peak=peak(ours))
