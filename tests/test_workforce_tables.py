"""Tables of people: what is read from a file is what was written into it, or is said to be bad."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careergraph.errors import AmbiguousNameError, PeopleError, RequestError, UnknownNameError
from careergraph.name_index import NameIndex, words
from careergraph.network import CareerNetwork, Skill
from careergraph.routes import Constraints
from careergraph.workforce import BadRow, People, Person, refuse_bad
from careergraph.workforce.rows import Row, read_rows
from networks import career_network

ROLES = ("X1", "X2", "X3", "Y1", "Y2")
SKILLS = ("a", "b", "c", "d", "e")


@pytest.fixture(scope="module")
def network() -> CareerNetwork:
    return career_network({"X": ["a", "b", "c"], "Y": ["d", "e"]}, dict.fromkeys("abcde", 10))


def write_csv(path: Path, rows: Sequence[dict[str, Any]], delimiter: str = ",") -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(rows[0])
        writer.writerows([joined(cell) for cell in row.values()] for row in rows)


def joined(cell: Any) -> Any:
    return "; ".join(cell) if isinstance(cell, list) else cell


def write_json_lines(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def write_parquet(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(list(rows)), path)


WRITERS: dict[str, Callable[[Path, Sequence[dict[str, Any]]], None]] = {
    "people.csv": write_csv,
    "semicolons.csv": lambda path, rows: write_csv(path, rows, ";"),
    "people.tsv": lambda path, rows: write_csv(path, rows, "\t"),
    "people.jsonl": write_json_lines,
    "people.parquet": write_parquet,
}

names = st.text(st.characters(exclude_categories=("C",)), min_size=1).map(str.strip).filter(bool)
hours = st.none() | st.floats(min_value=0, max_value=1e6, allow_nan=False)


@st.composite
def people(draw: st.DrawFn) -> dict[str, Any]:
    roles = draw(st.permutations(ROLES))
    return {
        "person": draw(names),
        "role": draw(st.just("") | st.just(roles[0])),
        "skills": draw(st.lists(st.sampled_from(SKILLS), unique=True)),
        "target": roles[1 : draw(st.integers(2, 3))],
        "avoid": roles[4 : draw(st.integers(4, 5))],
        "via": roles[3 : draw(st.integers(3, 4))],
        "max_moves": draw(st.none() | st.integers(3, 9)),
        "max_effort_per_move": draw(hours),
        "via_in_order": draw(st.booleans()),
        "no_step_back": draw(st.booleans()),
        "deadline": draw(hours),
        "detour_budget": draw(hours),
        "hours_per_week": draw(st.none() | st.floats(0.5, 168)),
    }


def expected(row: dict[str, Any]) -> Person:
    return Person(
        name=row["person"],
        source=row["role"] or None,
        targets=tuple(row["target"]),
        skills=tuple(sorted(row["skills"])),
        constraints=Constraints(
            avoid=tuple(row["avoid"]),
            via=tuple(row["via"]),
            max_moves=row["max_moves"],
            max_effort_per_move=row["max_effort_per_move"],
            via_in_order=row["via_in_order"],
            no_step_back=row["no_step_back"],
            deadline=row["deadline"],
            detour_budget=row["detour_budget"],
        ),
        hours_per_week=row["hours_per_week"],
    )


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=25)
@given(rows=st.lists(people(), min_size=1, max_size=5, unique_by=lambda row: row["person"]))
def test_people_come_back_from_a_file(
    name: str, rows: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    network = career_network({"X": ["a", "b", "c"], "Y": ["d", "e"]}, dict.fromkeys("abcde", 10))
    path = tmp_path_factory.mktemp("people") / name
    WRITERS[name](path, rows)
    table = People(network, path)
    checked = table.check()
    refuse_bad(table, checked)
    assert checked.people == len(rows)
    assert list(table.read(checked.repeated)) == [expected(row) for row in rows]


@settings(max_examples=50)
@given(data=st.binary(max_size=200), name=st.sampled_from([*WRITERS, "people.ndjson"]))
def test_no_file_makes_another_error(
    data: bytes, name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    network = career_network({"X": ["a"]}, {"a": 1})
    path = tmp_path_factory.mktemp("any") / name
    path.write_bytes(data)
    table = People(network, path)
    with suppress(PeopleError):
        refuse_bad(table, table.check())


BAD = {
    "person": [("", "There is none, and each row needs one.")],
    "role": [("X9", "There is no role 'X9'."), ("X1; X2", "There is no role")],
    "target": [("", "There is none"), ("X1; nobody", "There is no role 'nobody'.")],
    "avoid": [("nowhere", "There is no role 'nowhere'.")],
    "max_moves": [
        ("0", "'0' is not a whole number from 1."),
        ("1.5", "'1.5' is not a whole number from 1."),
    ],
    "max_effort_per_move": [
        ("nan", "'nan' is not a number from 0."),
        ("-1", "'-1' is not a number from 0."),
        ("inf", "'inf' is not a number from 0."),
        ("many", "'many' is not a number from 0."),
    ],
}


@pytest.mark.parametrize(
    ("column", "cell", "fault"),
    [(column, cell, fault) for column, cells in BAD.items() for cell, fault in cells],
)
def test_a_bad_cell_is_named(
    column: str, cell: str, fault: str, network: CareerNetwork, tmp_path: Path
) -> None:
    good = {"person": "Ada", "role": "X1", "target": "X2", column: ""}
    rows = [{**good, "person": "Bob", "target": "X2"}, {**good, column: cell}]
    path = tmp_path / "people.csv"
    write_csv(path, rows)
    table = People(network, path)
    with pytest.raises(PeopleError) as caught:
        refuse_bad(table, table.check())
    assert "people.csv: 1 row cannot be planned" in str(caught.value)
    assert f"line 3, column {column}: {fault}" in str(caught.value)


@pytest.mark.parametrize("value", [math.nan, -1.0, math.inf, True, "x", [1]])
def test_numbers_of_json_and_parquet_are_held_to_the_same(
    value: Any, network: CareerNetwork
) -> None:
    [bad] = People(
        network, [{"person": "Ada", "role": "X1", "target": "X2", "hours_per_week": value}]
    ).read()
    assert bad == BadRow("row 1", "hours_per_week", f"{value!r} is not a number from 0.")


def test_contradictions_are_bad_rows(network: CareerNetwork) -> None:
    base = {"person": "Ada", "role": "X1", "target": "X3"}
    rows = [
        {**base, "avoid": "X3"},
        {**base, "via": "X2", "avoid": "X2"},
        {**base, "hours_per_week": 200},
        {**base, "hours_per_week": 0},
    ]
    faults = [row.fault for row in People(network, list(rows)).read() if isinstance(row, BadRow)]
    assert len(faults) == 4
    assert faults[0].startswith("X3 is to be avoided, but is also")
    assert faults[1].startswith("X2 is to be avoided, but is also")
    assert faults[2].startswith("200 is not a number of hours in a week")
    assert faults[3].startswith("0 is not a number of hours in a week")


def test_who_comes_twice_is_bad_the_second_time(network: CareerNetwork, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    write_csv(path, [{"person": name, "role": "X1", "target": "X2"} for name in "abacab"])
    table = People(network, path)
    checked = table.check()
    rows = list(table.read(checked.repeated))
    assert [row.name if isinstance(row, Person) else str(row) for row in rows] == [
        "a",
        "b",
        "line 4, column person: 'a' stands on line 2 already. Keep one of the two.",
        "c",
        "line 6, column person: 'a' stands on line 2 already. Keep one of the two.",
        "line 7, column person: 'b' stands on line 3 already. Keep one of the two.",
    ]
    with pytest.raises(PeopleError, match=r"3 rows cannot be planned[\s\S]*line 4, column person"):
        refuse_bad(table, checked)


def test_unknown_skills_are_kept_and_reported(network: CareerNetwork) -> None:
    [person] = People(
        network, [{"person": 7, "role": "", "skills": "skill b; juggling", "target": "X2"}]
    ).read()
    assert isinstance(person, Person)
    assert (person.name, person.source) == ("7", None)
    assert (person.skills, person.unknown_skills) == (("b",), ("juggling",))


def test_each_text_is_looked_up_once(
    network: CareerNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[str] = []
    find = NameIndex.find

    def noted(self: NameIndex, text: str, **options: Any) -> str:
        looked_up.append(text)
        return find(self, text, **options)

    monkeypatch.setattr(NameIndex, "find", noted)
    rows = [{"person": i, "role": "x 1", "skills": "skill a;?", "target": "y2"} for i in range(99)]
    table = People(network, list(rows))
    checked = table.check()
    assert len(list(table.read(checked.repeated))) == 99
    assert sorted(looked_up) == ["?", "skill a", "x 1", "y2"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "people.csv is empty"),
        ("person,target\n", "there is no person"),
        ("person,targett\na,X2\n", "no column 'target', only person, targett"),
        ("person,target,person\na,X2,b\n", "line 1: there are two columns 'person'"),
        ("person,target,targets\na,X2,X3\n", "there are two columns for target"),
        ('person,target\na,"X2\n', "people.csv, line 2"),
        ("person,target\na,X2,more\n", "line 2: There are 3 cells under 2 columns"),
    ],
)
def test_a_table_that_is_none_says_why(
    text: str, said: str, network: CareerNetwork, tmp_path: Path
) -> None:
    path = tmp_path / "people.csv"
    path.write_text(text, encoding="utf-8")
    table = People(network, path)
    with pytest.raises(PeopleError) as caught:
        refuse_bad(table, table.check())
    assert said in str(caught.value)


def test_lines_are_counted_through_cells_with_line_breaks(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text('person,target\n"a\nb",X2\n\nc,X3\n', encoding="utf-8")
    assert list(read_rows(path)) == [
        Row("line 2", {"person": "a\nb", "target": "X2"}),
        Row("line 5", {"person": "c", "target": "X3"}),
    ]


def test_what_is_not_utf8_is_found_to_the_line(network: CareerNetwork, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(b"person,target\n" + b"a,X2\n" * 9999 + "b\xe9,X2\n".encode("latin-1"))
    with pytest.raises(PeopleError, match=r"people\.csv, line 10001: this is not UTF-8"):
        People(network, path).check()


def test_json_lines_that_are_none_are_bad_rows(tmp_path: Path) -> None:
    path = tmp_path / "people.jsonl"
    path.write_text('{"person": 1}\n[1]\n{oops\n', encoding="utf-8")
    rows = list(read_rows(path))
    assert rows[0] == Row("line 1", {"person": 1})
    assert rows[1].fault == "This is no JSON object. Write one object on each line"
    assert rows[2].fault.startswith("This is not JSON")


def test_other_files_are_refused(network: CareerNetwork, tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"people\.xlsx: a table of people is a file"):
        People(network, tmp_path / "people.xlsx").check()
    with pytest.raises(PeopleError, match=r"none\.csv: cannot be read"):
        People(network, tmp_path / "none.csv").check()


letters = st.text("ab1 -", max_size=6)


@given(st.lists(letters.filter(words), min_size=1, max_size=6), letters)
def test_an_index_finds_what_a_look_at_every_name_finds(labels: list[str], text: str) -> None:
    things = {f"urn:{i}": Skill(f"urn:{i}", label) for i, label in enumerate(labels)}
    index = NameIndex("skill", things, {iri: {thing.label} for iri, thing in things.items()})
    wanted = words(text)
    exact = [iri for iri, thing in things.items() if words(thing.label) == wanted]
    begun = [iri for iri, thing in things.items() if wanted and begins(wanted, words(thing.label))]
    found = exact or begun
    if len(found) == 1:
        assert index.find(text) == found[0]
        return
    with pytest.raises(AmbiguousNameError if found else UnknownNameError) as caught:
        index.find(text)
    if found:
        assert caught.value.suggestions == tuple(things[iri].label for iri in found)


def begins(wanted: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether words begin words of a name, in order, numbers in full; by recursion."""
    if not wanted or not name:
        return not wanted
    first = name[0] == wanted[0] if wanted[0].isdigit() else name[0].startswith(wanted[0])
    return (first and begins(wanted[1:], name[1:])) or begins(wanted, name[1:])
