"""The answer as a table: one row per person and target, as CSV, JSON Lines or Parquet.

Rows are put by as lines while a run goes on, and made into the file at its end, so that a run that
was interrupted can go on. For CSV and JSON Lines these lines are the file.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import IO, Any, NamedTuple

from careergraph.errors import RequestError
from careergraph.tables import defused
from careergraph.workforce.planned import Planned

TEXT, HOURS, COUNT, LIST = "text", "hours", "count", "list"

COLUMNS: dict[str, tuple[str, str]] = {
    "person": (TEXT, "as in the table of people"),
    "source": (TEXT, "the role the person is in"),
    "target": (TEXT, "the role planned for"),
    "status": (TEXT, "how sure the answer is, or that there is no route"),
    "expected_hours": (HOURS, "what the route takes, learning and moving"),
    "low_hours": (HOURS, "the low end of that range"),
    "high_hours": (HOURS, "the high end"),
    "lower_bound": (HOURS, "expected hours that no route goes below"),
    "weeks": (HOURS, "the expected hours at the person's hours per week"),
    "moves": (COUNT, "how many moves the route has"),
    "roles": (LIST, "the roles it enters, in order; the last is the target"),
    "skills_learnt": (COUNT, "how many skills it teaches"),
    "skills": (LIST, "these skills, in learning order"),
    "stepping_stones": (LIST, "which of them the target does not require"),
    "unknown_skills": (LIST, "skills the person is said to hold and the graph does not have"),
    "reason": (TEXT, "why there is no route; empty where there is one"),
}
"""The columns of the answer: what kind each is, and what it says."""

BATCH = 1 << 16
"""Rows in a row group of a Parquet file."""


class Format(NamedTuple):
    """How an answer is written.

    Attributes
    ----------
    head : str
        What stands before all rows.
    lines : callable
        Rows as lines.
    finish : callable or None
        Makes the file of all lines; None where they are the file.
    """

    head: str
    lines: Callable[[Iterable[Mapping[str, Any]]], str]
    finish: Callable[[Path, IO[bytes]], None] | None = None


class Naming:
    """Turns planned routes into rows of plain values, with labels or IRIs for roles and skills.

    Parameters
    ----------
    labels : mapping of str to str
        What to call each role and skill, by IRI; an IRI that is not in it stands for itself.
    """

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._labels = labels

    def row(self, planned: Planned) -> dict[str, Any]:
        """Return the row: a value for each of `COLUMNS`."""
        outcome = planned.outcome
        there_is_one = outcome.expected_hours is not None
        return {
            "person": planned.person,
            "source": None if planned.source is None else self._name(planned.source),
            "target": self._name(planned.target),
            "status": outcome.status,
            "expected_hours": outcome.expected_hours,
            "low_hours": outcome.low_hours,
            "high_hours": outcome.high_hours,
            "lower_bound": outcome.lower_bound,
            "weeks": outcome.weeks,
            "moves": outcome.moves,
            "roles": self._names(outcome.roles),
            "skills_learnt": len(outcome.skills) if there_is_one else None,
            "skills": self._names(outcome.skills),
            "stepping_stones": self._names(outcome.stepping_stones),
            "unknown_skills": list(planned.unknown_skills),
            "reason": outcome.reason,
        }

    def _names(self, iris: Iterable[str]) -> list[str]:
        return [self._name(iri) for iri in iris]

    def _name(self, iri: str) -> str:
        return self._labels.get(iri, iri)


def json_lines(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return rows as JSON, one object on each line."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def csv_lines(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return rows as CSV; lists have a semicolon between their items."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> str | float | None:
    if isinstance(value, list):
        value = "; ".join(value)
    return defused(value) if isinstance(value, str) else value


def write_parquet(lines: Path, file: IO[bytes]) -> None:
    """Write a Parquet file of JSON lines, a row group at a time."""
    import pyarrow
    import pyarrow.parquet

    types = {
        TEXT: pyarrow.string(),
        HOURS: pyarrow.float64(),
        COUNT: pyarrow.int32(),
        LIST: pyarrow.list_(pyarrow.string()),
    }
    schema = pyarrow.schema([(name, types[kind]) for name, (kind, _) in COLUMNS.items()])
    with lines.open(encoding="utf-8") as rows, pyarrow.parquet.ParquetWriter(file, schema) as out:
        while batch := list(_parsed(islice(rows, BATCH))):
            out.write_table(pyarrow.Table.from_pylist(batch, schema))


def _parsed(lines: Iterable[str]) -> Iterator[Any]:
    return map(json.loads, lines)


FORMATS = {
    ".csv": Format(",".join(COLUMNS) + "\n", csv_lines),
    ".jsonl": Format("", json_lines),
    ".ndjson": Format("", json_lines),
    ".parquet": Format("", json_lines, write_parquet),
}
"""The formats by the end of a file's name."""


def format_of(path: Path) -> Format:
    """Return the format of a file.

    Raises
    ------
    RequestError
        Its name says none, or what writes it is not installed.
    """
    found = FORMATS.get(path.suffix.lower())
    if found is None:
        raise RequestError(
            f"{path.name}: routes are written to a file that ends in {', '.join(FORMATS)}. "
            "Rename it."
        )
    if found.finish is not None:
        from importlib.util import find_spec

        if find_spec("pyarrow") is None:
            raise RequestError(
                "Parquet files need pyarrow, which is not installed. Install it with: "
                "pip install 'careergraph[parquet]'"
            )
    return found
