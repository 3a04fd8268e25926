"""The tables of an O*NET release, each checked against the others, as plain objects."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator
from typing import NamedTuple, TypeVar

from careergraph.readers.onet_release import Column, Release, fault
from careergraph.readers.preparation import ZONES

T = TypeVar("T")

RATED = ("Skills", "Knowledge")
"""The tables of ratings that become requirements."""

SCALES = {"IM": (1, 5), "LV": (0, 7)}
"""Ends of the two scales, importance and level (O*NET's Scales Reference)."""

FLAGS = {"Y": True, "N": False, "n/a": False, "": False}
CODE = re.compile(r"\d\d-\d{4}\.\d\d", re.ASCII)
ELEMENT = re.compile(r"[1-9](\.[A-Za-z0-9]+)*", re.ASCII)
NUMBER = re.compile(r"\d{1,6}(\.\d{1,10})?", re.ASCII)
WHOLE = re.compile(r"\d{1,9}", re.ASCII)


class Zone(NamedTuple):
    """A Job Zone."""

    number: int
    name: str
    description: str
    svp: str


class Occupation(NamedTuple):
    """An occupation; `zone` is its Job Zone, where O*NET gives it one."""

    code: str
    title: str
    description: str
    zone: int | None


class Element(NamedTuple):
    """Something that a part of O*NET describes, and what it is part of."""

    name: str
    parent: str | None
    description: str = ""


class Measure(NamedTuple):
    """One rating.

    Parameters
    ----------
    value : float
        The rating.
    error, people : float or None, int or None
        Its standard error and how many people rated, where O*NET says so.
    suppressed : bool
        O*NET recommends to suppress it, for low precision.
    irrelevant : bool
        Most raters found the element not relevant for the occupation; said of levels only.
    """

    value: float
    error: float | None
    people: int | None
    suppressed: bool
    irrelevant: bool


class Rating(NamedTuple):
    """What O*NET says of an element for an occupation; the level may be missing."""

    table: str
    occupation: str
    element: str
    importance: Measure
    level: Measure | None


class Technology(NamedTuple):
    """A technology that is used in an occupation, and the commodity that it is one of."""

    occupation: str
    example: str
    commodity: str
    title: str
    hot: bool
    in_demand: bool


def read_zones(release: Release) -> list[Zone]:
    """Return the Job Zones, lowest first."""
    found: dict[int, Zone] = {}
    columns = ("Name", "Experience", "Education", "Job Training", "SVP Range")
    for row, (zone, name, *parts, svp) in release.rows(
        "Job Zone Reference", Column("Job Zone", _zone), *(Column(c, _text) for c in columns)
    ):
        _refuse_second("Job Zone Reference", row, zone, found)
        found[zone] = Zone(zone, name, " ".join(parts), svp)
    return [found[zone] for zone in sorted(found)]


def read_occupations(release: Release, zones: Iterable[Zone]) -> dict[str, Occupation]:
    """Return the occupations by their codes, in the order of the release."""
    found: dict[str, Occupation] = {}
    for row, (code, title, description) in release.rows(
        "Occupation Data",
        Column("O*NET-SOC Code", _matching(CODE, "is no code such as 15-1252.00")),
        Column("Title", _text),
        Column("Description", str.strip),
    ):
        _refuse_second("Occupation Data", row, code, found)
        found[code] = Occupation(code, title, description, None)
    known = {zone.number for zone in zones}
    given: dict[str, int] = {}
    for row, (code, zone) in release.rows("Job Zones", _code(found), Column("Job Zone", _zone)):
        _refuse_second("Job Zones", row, code, given)
        if zone not in known:
            raise fault("Job Zones", row, f"zone {zone} is not in Job Zone Reference.txt")
        given[code] = zone
    return {code: one._replace(zone=given.get(code)) for code, one in found.items()}


def read_elements(release: Release) -> dict[str, Element]:
    """Return the content model; each element is part of the one whose ID is its own, cut short."""
    found: dict[str, Element] = {}
    for row, (element, name, description) in release.rows(
        "Content Model Reference",
        Column("Element ID", _matching(ELEMENT, "is no ID such as 2.A.1.a")),
        Column("Element Name", _text),
        Column("Description", str.strip),
    ):
        _refuse_second("Content Model Reference", row, element, found)
        found[element] = Element(name, element.rpartition(".")[0] or None, description)
    for element, (_, parent, _) in found.items():
        if parent and parent not in found:
            found[element] = found[element]._replace(parent=None)
    return found


def read_ratings(
    release: Release, table: str, occupations: Container[str], elements: Container[str]
) -> Iterator[Rating]:
    """Yield the ratings of a table, in its order.

    Raises
    ------
    TaxonomyError
        A code is unknown, a number is off its scale, a rating is there twice, or a level has no
        importance.
    """
    measures: dict[str, dict[tuple[str, str], Measure]] = {scale: {} for scale in SCALES}
    rows: dict[tuple[str, str], int] = {}
    for row, (code, element, scale, *measure) in release.rows(
        table,
        _code(occupations),
        Column("Element ID", _among(elements, "Content Model Reference")),
        Column("Scale ID", _scale),
        Column("Data Value", _number),
        Column("Standard Error", _unless_absent(_number)),
        Column("N", _unless_absent(_whole)),
        Column("Recommend Suppress", _flag),
        Column("Not Relevant", _flag),
    ):
        key = (code, element)
        if key in measures[scale]:
            raise fault(table, row, f"{code}, {element}, {scale} is there a second time")
        low, high = SCALES[scale]
        if not low <= measure[0] <= high:
            text = f"column 'Data Value': {measure[0]:g} is not from {low} to {high}, as {scale} is"
            raise fault(table, row, text)
        measures[scale][key] = Measure(*measure)
        rows.setdefault(key, row)
    for key in measures["LV"]:
        if key not in measures["IM"]:
            raise fault(
                table, rows[key], f"{', '.join(key)} has a level (LV) but no importance (IM)"
            )
    for (code, element), importance in measures["IM"].items():
        yield Rating(table, code, element, importance, measures["LV"].get((code, element)))


def read_technologies(release: Release, occupations: Container[str]) -> list[Technology]:
    """Return the technologies of all occupations."""
    table = "Technology Skills"
    found: dict[tuple[str, str, str], Technology] = {}
    titles: dict[str, str] = {}
    for row, values in release.rows(
        table,
        _code(occupations),
        Column("Example", _text),
        Column("Commodity Code", _matching(WHOLE, "is no number of a commodity")),
        Column("Commodity Title", _text),
        Column("Hot Technology", _flag),
        Column("In Demand", _flag, optional=True),
    ):
        one = Technology(*values)
        _refuse_second(table, row, one[:3], found)
        if titles.setdefault(one.commodity, one.title) != one.title:
            other = titles[one.commodity]
            raise fault(table, row, f"commodity {one.commodity} is {one.title!r} and {other!r}")
        found[one[:3]] = one
    return list(found.values())


def read_activities(release: Release, elements: Container[str]) -> dict[str, Element]:
    """Return the intermediate and detailed work activities by their IDs, parents first."""
    found: dict[str, Element] = {}
    for table, kind, parent in (
        ("IWA Reference", "IWA", Column("Element ID", _among(elements, "Content Model Reference"))),
        ("DWA Reference", "DWA", Column("IWA ID", _among(found, "IWA Reference"))),
    ):
        identifier = _matching(ELEMENT, f"is no {kind} ID")
        for row, (part_of, activity, title) in release.rows(
            table, parent, Column(f"{kind} ID", identifier), Column(f"{kind} Title", _text)
        ):
            _refuse_second(table, row, activity, found)
            found[activity] = Element(title, part_of)
    return found


def read_occupation_activities(
    release: Release, occupations: Container[str], activities: Container[str]
) -> list[tuple[str, str]]:
    """Return each occupation with each detailed work activity of its tasks, once."""
    activity = Column("DWA ID", _among(activities, "DWA Reference"))
    rows = release.rows("Tasks to DWAs", _code(occupations), activity)
    return list(dict.fromkeys((code, activity) for _, (code, activity) in rows))


def read_titles(release: Release, occupations: dict[str, Occupation]) -> list[tuple[str, str]]:
    """Return each occupation with each of its other titles, short ones too, once."""
    found: dict[tuple[str, str], None] = {}
    for _, (code, *titles) in release.rows(
        "Alternate Titles",
        _code(occupations),
        Column("Alternate Title", _text),
        Column("Short Title", str.strip),
    ):
        own = {occupations[code].title, "", "n/a"}
        found |= {(code, title): None for title in titles if title not in own}
    return list(found)


def _code(occupations: Container[str]) -> Column[str]:
    return Column("O*NET-SOC Code", _among(occupations, "Occupation Data"))


def _among(known: Container[str], table: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in known:
            raise ValueError(f"{text!r} is not in {table}.txt")
        return text

    return read


def _matching(pattern: re.Pattern[str], otherwise: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not pattern.fullmatch(text):
            raise ValueError(f"{text!r} {otherwise}")
        return text

    return read


def _unless_absent(read: Callable[[str], T]) -> Callable[[str], T | None]:
    return lambda text: None if text in {"", "n/a"} else read(text)


def _text(text: str) -> str:
    if not text.strip():
        raise ValueError("it is empty")
    return text.strip()


def _zone(text: str) -> int:
    zone = _whole(text)
    if zone not in ZONES:
        raise ValueError(f"{text!r} is no Job Zone; they are 1 to {max(ZONES)}")
    return zone


def _scale(text: str) -> str:
    if text not in SCALES:
        raise ValueError(f"{text!r} is not one of {', '.join(SCALES)}")
    return text


def _flag(text: str) -> bool:
    if text not in FLAGS:
        raise ValueError(f"{text!r} is not Y, N or n/a")
    return FLAGS[text]


def _number(text: str) -> float:
    return float(_matching(NUMBER, "is not a number")(text))


def _whole(text: str) -> int:
    return int(_matching(WHOLE, "is not a whole number")(text))


def _refuse_second(table: str, row: int, key: object, known: Container[object]) -> None:
    if key in known:
        name = ", ".join(key) if isinstance(key, tuple) else key
        raise fault(table, row, f"{name} is there a second time")
