"""Rows of terms as data frames, their columns typed by what is in them.

A type is decided by all values of a column, never by the first few: what is whole so far may end
in words. So columns are held as text, and are converted once everything has been seen.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from careergraph.errors import RequestError
from careergraph.terms import Value, plain, to_python
from careergraph.vocabulary import (
    XSD_BOOLEAN,
    XSD_DATE,
    XSD_DATE_TIME,
    XSD_DECIMAL,
    XSD_FLOATS,
    XSD_INTEGERS,
)

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

    from careergraph.terms import Term

    Rows = Sequence[tuple[Term | None, ...]]

MOST_DIGITS = 38
"""As many as a 128-bit decimal has; longer numbers stay text, so that no digit is lost."""

_WHOLE = re.compile(r"[+-]?([0-9]+)")
_DECIMAL = re.compile(r"[+-]?([0-9]*)(?:\.([0-9]*))?(?<=[0-9.])(?<![+-]\.)")
_FLOAT = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?"
)


class Kind(Enum):
    """What a value is to a data frame."""

    WHOLE = auto()
    DECIMAL = auto()
    FLOAT = auto()
    BOOLEAN = auto()
    DATE = auto()
    LOCAL_TIME = auto()
    TIME = auto()
    TEXT = auto()


_EXACT = {Kind.WHOLE, Kind.DECIMAL}
_TIMES = {Kind.DATE, Kind.LOCAL_TIME, Kind.TIME}


class Column:
    """What has been seen of one column.

    Attributes
    ----------
    languages : set of str
        The languages of its texts.
    datatypes : set of str
        The types of its literals.
    """

    def __init__(self) -> None:
        self.languages: set[str] = set()
        self.datatypes: set[str] = set()
        self._kinds: set[Kind] = set()
        self._before = self._after = 0
        self._long = False

    def take(self, term: Term | None) -> str | None:
        """Take note of a value and return it as text."""
        if term is None:
            return None
        text = plain(term)
        datatype = getattr(term, "datatype", None)
        if datatype is None:
            self._kinds.add(Kind.TEXT)
            return text
        language = getattr(term, "language", None)
        if language is not None:
            self.languages.add(language)
        self.datatypes.add(datatype.value)
        self._kinds.add(self._kind_of(datatype.value, text))
        return text

    def _kind_of(self, datatype: str, text: str) -> Kind:
        if datatype in XSD_INTEGERS and (match := _WHOLE.fullmatch(text)):
            self._count(len(match[1].lstrip("0")), 0)
            self._long = self._long or (len(match[1]) > 18 and not -(2**63) <= int(text) < 2**63)
            return Kind.WHOLE
        if datatype == XSD_DECIMAL and (match := _DECIMAL.fullmatch(text)):
            self._count(len(match[1].lstrip("0")), len(match[2] or ""))
            return Kind.DECIMAL
        if datatype in XSD_FLOATS and _FLOAT.fullmatch(text):
            return Kind.FLOAT
        if datatype == XSD_BOOLEAN and text in ("true", "false", "1", "0"):
            return Kind.BOOLEAN
        if datatype == XSD_DATE and _DATE.fullmatch(text) and _instant(text):
            return Kind.DATE
        if datatype == XSD_DATE_TIME and (match := _TIME.fullmatch(text)) and _instant(text):
            return Kind.TIME if match[1] else Kind.LOCAL_TIME
        return Kind.TEXT

    def _count(self, before: int, after: int) -> None:
        self._before = max(self._before, before)
        self._after = max(self._after, after)

    @property
    def kind(self) -> Kind:
        """What the column is: numbers of several types are the widest of them."""
        kinds = self._kinds
        if len(kinds) == 1 and kinds != {Kind.WHOLE}:
            kind = next(iter(kinds))
        elif kinds and kinds <= {*_EXACT, Kind.FLOAT}:
            kind = Kind.WHOLE if kinds == {Kind.WHOLE} and not self._long else Kind.DECIMAL
            kind = Kind.FLOAT if Kind.FLOAT in kinds else kind
        else:
            return Kind.TEXT
        fits = self._before + self._after <= MOST_DIGITS
        return Kind.TEXT if kind is Kind.DECIMAL and not fits else kind

    def field(self, name: str) -> pyarrow.Field:
        """Return the Arrow field of the column; its metadata has languages and datatypes."""
        import pyarrow

        said = {"languages": self.languages, "datatypes": self.datatypes}
        metadata = {
            f"careergraph.{key}": json.dumps(sorted(values))
            for key, values in said.items()
            if values
        }
        return pyarrow.field(name, self._arrow_type(), metadata=metadata or None)

    def _arrow_type(self) -> Any:
        import pyarrow

        types = {
            Kind.WHOLE: pyarrow.int64(),
            Kind.FLOAT: pyarrow.float64(),
            Kind.BOOLEAN: pyarrow.bool_(),
            Kind.DATE: pyarrow.date32(),
            Kind.LOCAL_TIME: pyarrow.timestamp("us"),
            Kind.TIME: pyarrow.timestamp("us", "UTC"),
            Kind.TEXT: pyarrow.string(),
        }
        if self.kind is Kind.DECIMAL:
            return pyarrow.decimal128(max(self._before + self._after, 1), self._after)
        return types[self.kind]


def _instant(text: str) -> datetime | None:
    """Return a date or time in UTC without its zone; None where the calendar has no such one."""
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found
    except (ValueError, OverflowError):
        return None


def converted(texts: Any, field: pyarrow.Field) -> Any:
    """Return an Arrow array of strings as the type of a field."""
    import pyarrow
    import pyarrow.compute

    if pyarrow.types.is_integer(field.type):
        texts = pyarrow.compute.utf8_ltrim(texts, "+")
    return texts.cast(field.type)


def to_arrow(names: Sequence[str], rows: Rows) -> pyarrow.Table:
    """Return rows as an Arrow table; see `careergraph.answers.Answer.to_arrow`."""
    pyarrow = _needed("pyarrow", "Arrow tables", "careergraph[parquet]")
    columns = [Column() for _ in names]
    texts = [[column.take(row[i]) for row in rows] for i, column in enumerate(columns)]
    schema = pyarrow.schema([c.field(name) for c, name in zip(columns, names, strict=True)])
    arrays = [
        converted(pyarrow.array(column, pyarrow.string()), field)
        for column, field in zip(texts, schema, strict=True)
    ]
    return pyarrow.Table.from_arrays(arrays, schema=schema)


def to_polars(names: Sequence[str], rows: Rows) -> polars.DataFrame:
    """Return rows as a polars frame; see `careergraph.answers.Answer.to_polars`."""
    module = _needed("polars", "Polars frames", "careergraph[polars]")
    frame: polars.DataFrame = module.from_arrow(to_arrow(names, rows))
    return frame


def to_pandas(names: Sequence[str], rows: Rows) -> pandas.DataFrame:
    """Return rows as a pandas frame; see `careergraph.answers.Answer.to_pandas`."""
    module = _needed("pandas", "Data frames", "pandas")
    cells: Iterable[Sequence[Term | None]] = list(zip(*rows, strict=True)) or [()] * len(names)
    frame: pandas.DataFrame = module.DataFrame(
        {name: _series(column) for name, column in zip(names, cells, strict=True)}
    )
    return frame


def _series(terms: Sequence[Term | None]) -> pandas.Series:
    import pandas

    seen = Column()
    texts = [seen.take(term) for term in terms]
    if seen.kind in _TIMES:
        series = pandas.Series([text and _instant(text) for text in texts], dtype="datetime64[us]")
        return series.dt.tz_localize("UTC") if seen.kind is Kind.TIME else series
    values = [to_python(term) for term in terms]
    return pandas.Series(values, dtype=_dtype(values))


def _dtype(column: Sequence[Value]) -> str:
    """Return the pandas type for a column; those with a capital allow missing values."""
    kinds = {type(value) for value in column if value is not None}
    missing = None in column
    if not kinds:
        return "object"
    if kinds == {bool}:
        return "boolean" if missing else "bool"
    if kinds == {int}:
        whole = (value for value in column if isinstance(value, int))
        fits = all(-(2**63) <= value < 2**63 for value in whole)
        return ("Int64" if missing else "int64") if fits else "object"
    if kinds <= {int, float}:
        return "float64"
    return "string" if kinds == {str} else "object"


def _needed(name: str, what: str, install: str) -> Any:
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError as error:
        raise RequestError(
            f"{what} need {name}, which is not installed. Install it with: pip install '{install}'"
        ) from error
