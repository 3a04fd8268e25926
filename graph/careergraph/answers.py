"""The answer to a query: its rows as RDF terms, as Python values and as a data frame."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from careergraph.errors import RequestError
from careergraph.vocabulary import (
    XSD_BOOLEAN,
    XSD_DECIMAL,
    XSD_FLOATS,
    XSD_INTEGERS,
    XSD_STRING,
    compact,
)

if TYPE_CHECKING:
    import pandas
    import pyoxigraph

    Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple

Value = str | int | float | bool | None
"""What a term becomes in Python."""

TRIPLE_COLUMNS = ("subject", "predicate", "object")
GRAPH_FORMS = ("CONSTRUCT", "DESCRIBE")
"""The forms of query that answer with triples."""

MAX_HTML_ROWS = 100

_PYTHON: dict[str, Callable[[str], Value]] = {
    **dict.fromkeys(XSD_INTEGERS, int),
    **dict.fromkeys((XSD_DECIMAL, *XSD_FLOATS), float),
    XSD_BOOLEAN: lambda text: text in ("true", "1"),
}


@dataclass(frozen=True, repr=False)
class Answer:
    """What a query found.

    Attributes
    ----------
    form : str
        ``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``.
    columns : tuple of str
        Names of the columns, without question marks; empty for ASK.
    rows : tuple of tuple
        RDF terms (of pyoxigraph), None where a variable is unbound; for CONSTRUCT and
        DESCRIBE one row of subject, predicate and object per triple.
    boolean : bool or None
        The answer to ASK.
    warnings : tuple of str
        What looks like a mistake in the query, although it ran.
    cut : str or None
        Why rows are missing, such as ``"the limit of 100 rows"``; None where all are there.

    Examples
    --------
    >>> import pyoxigraph
    >>> from careergraph.queries import run
    >>> answer = run(pyoxigraph.Store(), "SELECT (7 AS ?n) (cg:Role AS ?of) {}")
    >>> answer
    <Answer SELECT: 1 row of n, of>
    >>> answer.values()
    [(7, 'https://w3id.org/careergraph/terms#Role')]
    """

    form: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    boolean: bool | None = None
    warnings: tuple[str, ...] = ()
    cut: str | None = None

    @property
    def triples(self) -> tuple[pyoxigraph.Triple, ...]:
        """The triples of a CONSTRUCT or DESCRIBE; empty for the other forms."""
        import pyoxigraph

        if self.form not in GRAPH_FORMS:
            return ()
        parts: list[Any] = list(self.rows)
        return tuple(pyoxigraph.Triple(*row) for row in parts)

    def values(self) -> list[tuple[Value, ...]]:
        """Return the rows as Python values: IRIs as text, literals by their datatype."""
        return [tuple(to_python(term) for term in row) for row in self.rows]

    def to_dict(self) -> dict[str, Any]:
        """Return the structure of the SPARQL 1.1 results JSON format.

        A cut answer has a member ``careergraph`` beside its results, which says why.

        >>> Answer("ASK", boolean=True).to_dict()
        {'head': {}, 'boolean': True}
        """
        if self.boolean is not None:
            return {"head": {}, "boolean": self.boolean}
        bindings = [
            {name: _json(term) for name, term in zip(self.columns, row, strict=True) if term}
            for row in self.rows
        ]
        cut = {"careergraph": {"cut": self.cut}} if self.cut else {}
        return {"head": {"vars": list(self.columns)}, "results": {"bindings": bindings}, **cut}

    def stream(self) -> Stream:
        """Return the answer as a stream, as if it were found again."""
        stream = Stream(self.form, self.columns, self.rows, self.warnings, boolean=self.boolean)
        stream.cut = self.cut
        return stream

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a data frame whose columns have the types of their values.

        Raises
        ------
        RequestError
            pandas is not installed.
        """
        try:
            import pandas
        except ImportError as error:
            raise RequestError(
                "Data frames need pandas, which is not installed. Install it with: "
                "pip install pandas"
            ) from error
        rows = [(self.boolean,)] if self.boolean is not None else self.values()
        columns = self.columns or ("boolean",)
        cells = list(zip(*rows, strict=True)) or [()] * len(columns)
        return pandas.DataFrame(
            {
                name: pandas.Series(list(column), dtype=_dtype(column))
                for name, column in zip(columns, cells, strict=True)
            }
        )

    def __bool__(self) -> bool:
        return self.boolean if self.boolean is not None else bool(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        return iter(self.values())

    def __repr__(self) -> str:
        if self.boolean is not None:
            return f"<Answer ASK: {'yes' if self.boolean else 'no'}>"
        count = f"{len(self)} row{'' if len(self) == 1 else 's'}"
        return f"<Answer {self.form}: {count} of {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        notes = "".join(f"<p>{html.escape(warning)}</p>" for warning in self.warnings)
        if self.boolean is not None:
            return f"{notes}<p>{'yes' if self.boolean else 'no'}</p>"
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self.columns)
        body = "".join(_html_row(row) for row in self.rows[:MAX_HTML_ROWS])
        hidden = len(self) - MAX_HTML_ROWS
        more = f"<p>and {hidden} more rows</p>" if hidden > 0 else ""
        return f"{notes}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


class Stream:
    """The answer to a query while it is found: its rows, one at a time, once.

    Parameters
    ----------
    form, columns, boolean, warnings
        As in `Answer`.
    rows : iterator of tuple
        The rows as they are found.
    most : int, optional
        How many rows to give; where there are more, `cut` says so after the last.
    """

    def __init__(
        self,
        form: str,
        columns: tuple[str, ...] = (),
        rows: Iterable[tuple[Term | None, ...]] = (),
        warnings: tuple[str, ...] = (),
        most: int | None = None,
        *,
        boolean: bool | None = None,
    ) -> None:
        self.form = form
        self.columns = columns
        self.boolean = boolean
        self.warnings = warnings
        self.cut: str | None = None
        self._rows = iter(rows)
        self._most = most

    def __iter__(self) -> Iterator[tuple[Term | None, ...]]:
        if self._most is None:
            yield from self._rows
            return
        yield from islice(self._rows, self._most)
        if next(self._rows, None) is not None:
            self.cut = f"the limit of {self._most:,} row{'' if self._most == 1 else 's'}"
            self.close()

    def close(self) -> None:
        """Stop the query; what was not asked for yet is not found any more."""
        close = getattr(self._rows, "close", None)
        if close is not None:
            close()

    def answer(self) -> Answer:
        """Collect what is left; triples are sorted, and each is there once."""
        rows = tuple(self)
        if self.form in GRAPH_FORMS:
            rows = tuple(sorted(set(rows), key=_sort_key))
        return Answer(self.form, self.columns, rows, self.boolean, self.warnings, self.cut)


def _sort_key(row: tuple[Term | None, ...]) -> list[str]:
    return [str(term) for term in row]


def to_python(term: Term | None) -> Value:
    """Return an RDF term as a Python value; a literal that breaks its datatype stays text.

    >>> import pyoxigraph
    >>> to_python(pyoxigraph.Literal(2.5))
    2.5
    >>> to_python(None) is None
    True
    """
    if term is None:
        return None
    datatype = getattr(term, "datatype", None)
    if datatype is None:
        return plain(term)
    convert = _PYTHON.get(datatype.value, str)
    try:
        return convert(plain(term))
    except ValueError:
        return plain(term)


def plain(term: Term) -> str:
    """Return the text of a term: an IRI, the words of a literal, or a blank node's label.

    >>> import pyoxigraph
    >>> plain(pyoxigraph.NamedNode("http://example.org/a"))
    'http://example.org/a'
    """
    import pyoxigraph

    if isinstance(term, pyoxigraph.NamedNode | pyoxigraph.Literal):
        return term.value
    return f"<<( {term} )>>" if isinstance(term, pyoxigraph.Triple) else str(term)


def _json(term: Term) -> dict[str, Any]:
    import pyoxigraph

    if isinstance(term, pyoxigraph.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, pyoxigraph.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, pyoxigraph.Literal):
        return {"type": "literal", "value": term.value, **_json_kind(term)}
    parts = zip(TRIPLE_COLUMNS, (term.subject, term.predicate, term.object), strict=True)
    return {"type": "triple", "value": {name: _json(part) for name, part in parts}}


def _json_kind(literal: pyoxigraph.Literal) -> Mapping[str, str]:
    if literal.language and literal.direction:
        return {"xml:lang": literal.language, "its:dir": literal.direction.value}
    if literal.language:
        return {"xml:lang": literal.language}
    datatype = literal.datatype.value
    return {} if datatype == XSD_STRING else {"datatype": datatype}


def _dtype(column: tuple[Value, ...]) -> str:
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


def _html_row(row: tuple[Term | None, ...]) -> str:
    cells = ("" if term is None else compact(plain(term)) for term in row)
    return "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>"
