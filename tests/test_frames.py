"""Answers as pandas, polars and Arrow, and as Parquet and Arrow files."""

from __future__ import annotations

import io
import json
import sys
from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow
import pyarrow.ipc
import pyarrow.parquet
import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from careergraph import columnar
from careergraph.answers import Answer, Stream
from careergraph.columnar import COLUMNAR
from careergraph.errors import RequestError
from careergraph.vocabulary import PREFIXES

XSD = PREFIXES["xsd"]
TIME = "2026-11-23T10:00:00"


def literal(text: str, kind: str = "string") -> pyoxigraph.Literal:
    return pyoxigraph.Literal(text, datatype=pyoxigraph.NamedNode(XSD + kind))


def column(*cells: tuple[str, str] | None) -> Answer:
    return Answer("SELECT", ("x",), tuple((cell and literal(*cell),) for cell in cells))


CASES = {
    "whole": (column(("7", "integer"), ("+12", "int"), None), pyarrow.int64(), [7, 12, None]),
    "long": (
        column(("1", "integer"), ("12345678901234567890", "integer")),
        pyarrow.decimal128(20, 0),
        [Decimal(1), Decimal("12345678901234567890")],
    ),
    "too long": (column(("1" * 39, "integer")), pyarrow.string(), ["1" * 39]),
    "decimal": (
        column(("2.50", "decimal"), ("-.125", "decimal"), ("3", "integer")),
        pyarrow.decimal128(4, 3),
        [Decimal("2.500"), Decimal("-0.125"), Decimal("3.000")],
    ),
    "double": (
        column(("1E3", "double"), ("INF", "float"), ("2", "integer"), ("0.5", "decimal")),
        pyarrow.float64(),
        [1000.0, float("inf"), 2.0, 0.5],
    ),
    "boolean": (column(("true", "boolean"), ("0", "boolean")), pyarrow.bool_(), [True, False]),
    "date": (column(("2026-11-23", "date")), pyarrow.date32(), [date(2026, 11, 23)]),
    "date with a zone": (column(("2026-11-23Z", "date")), pyarrow.string(), ["2026-11-23Z"]),
    "no such date": (column(("2026-02-30", "date")), pyarrow.string(), ["2026-02-30"]),
    "time": (
        column((f"{TIME}Z", "dateTime"), (f"{TIME}.5+02:00", "dateTime")),
        pyarrow.timestamp("us", "UTC"),
        [
            datetime(2026, 11, 23, 10, tzinfo=UTC),
            datetime(2026, 11, 23, 8, 0, 0, 500000, tzinfo=UTC),
        ],
    ),
    "local time": (
        column((TIME, "dateTime")),
        pyarrow.timestamp("us"),
        [datetime(2026, 11, 23, 10)],
    ),
    "times of both sorts": (
        column((TIME, "dateTime"), (f"{TIME}Z", "dateTime")),
        pyarrow.string(),
        [TIME, f"{TIME}Z"],
    ),
    "text": (column(("x",), ("=1+1",)), pyarrow.string(), ["x", "=1+1"]),
    "mixed": (column(("7", "integer"), ("many",)), pyarrow.string(), ["7", "many"]),
    "broken": (column(("many", "integer")), pyarrow.string(), ["many"]),
    "nothing": (column(None), pyarrow.string(), [None]),
    "no rows": (column(), pyarrow.string(), []),
}


@pytest.mark.parametrize("case", CASES)
class TestTypes:
    def test_arrow(self, case: str) -> None:
        answer, kind, values = CASES[case]
        table = answer.to_arrow()
        assert table.schema.field("x").type == kind
        assert table.column("x").to_pylist() == values

    def test_polars_has_the_same(self, case: str) -> None:
        answer, _, values = CASES[case]
        assert answer.to_polars()["x"].to_list() == values

    @pytest.mark.parametrize("name", COLUMNAR)
    def test_files_have_the_same(self, case: str, name: str) -> None:
        answer, kind, values = CASES[case]
        table = read(name, written(name, answer.stream()))
        assert table.schema.field("x").type == kind
        assert table.column("x").to_pylist() == values


def written(name: str, stream: Stream, facts: dict[str, str] | None = None) -> bytes:
    file = io.BytesIO()
    COLUMNAR[name](stream, file, facts or {})
    return file.getvalue()


def read(name: str, data: bytes) -> pyarrow.Table:
    if name == "parquet":
        return pyarrow.parquet.read_table(pyarrow.BufferReader(data))
    return pyarrow.ipc.open_file(data).read_all()


class TestPandas:
    @pytest.mark.parametrize(
        ("case", "kind"),
        [
            ("date", "datetime64[us]"),
            ("time", "datetime64[us, UTC]"),
            ("local time", "datetime64[us]"),
            ("decimal", "float64"),
            ("whole", "Int64"),
            ("text", "string"),
        ],
    )
    def test_types(self, case: str, kind: str) -> None:
        assert str(CASES[case][0].to_pandas()["x"].dtype) == kind

    def test_times_are_in_utc_and_may_be_missing(self) -> None:
        series = column((f"{TIME}+02:00", "dateTime"), None).to_pandas()["x"]
        assert series[0].isoformat() == "2026-11-23T08:00:00+00:00"
        assert series.isna().tolist() == [False, True]

    def test_dates_compare(self) -> None:
        series = column(("2026-11-23", "date"), ("0001-01-01", "date")).to_pandas()["x"]
        assert series.min().year == 1


class TestFiles:
    @pytest.mark.parametrize("name", COLUMNAR)
    def test_a_column_is_typed_by_all_its_batches(
        self, name: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(columnar, "BATCH", 2)
        whole = [(literal(str(n), "integer"), literal(str(n), "integer")) for n in range(5)]
        rows = [*whole, (literal("2.5", "decimal"), literal("many"))]
        table = read(name, written(name, Stream("SELECT", ("a", "b"), rows)))
        assert table.column("a").to_pylist() == [*map(Decimal, range(5)), Decimal("2.5")]
        assert table.column("b").to_pylist() == ["0", "1", "2", "3", "4", "many"]

    @pytest.mark.parametrize("name", COLUMNAR)
    def test_where_it_is_from_and_why_it_is_cut(self, name: str) -> None:
        stream = Stream("SELECT", ("n",), [(literal("1", "integer"),)] * 3, (), 2)
        schema = read(name, written(name, stream, {"query": "SELECT ?n {}"})).schema
        assert schema.metadata[b"careergraph.query"] == b"SELECT ?n {}"
        assert schema.metadata[b"careergraph.cut"] == b"the limit of 2 rows"

    @pytest.mark.parametrize("name", COLUMNAR)
    def test_languages_are_in_the_metadata(self, name: str) -> None:
        rows = tuple((pyoxigraph.Literal("x", language=tag),) for tag in ("en", "de", "en"))
        table = read(name, written(name, Answer("SELECT", ("x",), rows).stream()))
        metadata = table.schema.field("x").metadata
        assert json.loads(metadata[b"careergraph.languages"]) == ["de", "en"]

    @pytest.mark.parametrize("name", COLUMNAR)
    def test_ask_is_a_column(self, name: str) -> None:
        table = read(name, written(name, Answer("ASK", boolean=True).stream()))
        assert table.to_pydict() == {"boolean": [True]}

    def test_terms_are_text(self) -> None:
        node = pyoxigraph.NamedNode("http://e/a")
        row = (node, pyoxigraph.BlankNode("b"), pyoxigraph.Triple(node, node, node))
        table = Answer("SELECT", ("iri", "blank", "triple"), (row,)).to_arrow()
        triple = "<<( <http://e/a> <http://e/a> <http://e/a> )>>"
        assert table.to_pylist() == [{"iri": "http://e/a", "blank": "_:b", "triple": triple}]

    @given(st.lists(st.decimals(allow_nan=False, allow_infinity=False, places=4)))
    def test_decimals_stay_exact(self, numbers: list[Decimal]) -> None:
        texts = [f"{number:f}" for number in numbers]
        values = column(*((text, "decimal") for text in texts)).to_arrow().column("x").to_pylist()
        assert [Decimal(value) for value in values] == numbers


@pytest.mark.parametrize(
    ("missing", "call"),
    [
        ("pyarrow", Answer.to_arrow),
        ("polars", Answer.to_polars),
        ("pyarrow", lambda answer: written("parquet", answer.stream())),
    ],
)
def test_what_is_missing_is_named(
    missing: str, call: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(RequestError, match=f"{missing}, which is not installed.*pip install"):
        call(Answer("ASK", boolean=True))  # type: ignore[operator]
