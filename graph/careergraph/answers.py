"""The answer to a query: its rows as RDF terms, as Python values and as a data frame."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from careergraph import frames, markup
from careergraph.terms import Value, plain, to_python
from careergraph.vocabulary import XSD_STRING

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow
    import pyoxigraph

    from careergraph.terms import Term

__all__ = [
    "GRAPH_FORMS",
    "MAX_HTML_ROWS",
    "TRIPLE_COLUMNS",
    "Answer",
    "Stream",
    "Term",
    "Value",
    "plain",
    "to_python",
]

TRIPLE_COLUMNS = ("subject", "predicate", "object")
GRAPH_FORMS = ("CONSTRUCT", "DESCRIBE")
"""The forms of query that answer with triples."""

MAX_HTML_ROWS = 100


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
        """Return the rows as a pandas frame whose columns have the types of their values.

        Whole numbers are int64 (Int64 where some are missing), decimals and doubles float64,
        dates and times datetime64 (in UTC where all state a time zone), truth values bool, and
        text, IRIs among it, string. A column of several kinds has Python objects.

        Raises
        ------
        RequestError
            pandas is not installed.
        """
        return frames.to_pandas(*self._cells())

    def to_polars(self) -> polars.DataFrame:
        """Return the rows as a polars frame, with the types of `to_arrow`.

        Raises
        ------
        RequestError
            polars or pyarrow is not installed.
        """
        return frames.to_polars(*self._cells())

    def to_arrow(self) -> pyarrow.Table:
        """Return the rows as an Arrow table whose columns have the types of their values.

        Whole numbers are int64, decimals exact decimals, doubles float64, dates date32, times
        timestamps in microseconds (in UTC where all state a time zone), truth values bool, and
        all else, IRIs and columns of several kinds among it, strings. The metadata of a column
        names the languages of its texts.

        Raises
        ------
        RequestError
            pyarrow is not installed.
        """
        return frames.to_arrow(*self._cells())

    def _cells(self) -> tuple[tuple[str, ...], tuple[tuple[Term | None, ...], ...]]:
        """Return columns and rows; ASK has one of each."""
        if self.boolean is None:
            return self.columns, self.rows
        import pyoxigraph

        return ("boolean",), ((pyoxigraph.Literal(self.boolean),),)

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
        cut = f", cut by {self.cut}" if self.cut else ""
        return f"<Answer {self.form}: {count} of {', '.join(self.columns)}{cut}>"

    def to_html(self, labels: Mapping[str, str] | None = None, most: int | None = None) -> str:
        """Return the answer as a fragment of HTML, which says what it leaves out.

        Parameters
        ----------
        labels : mapping of str to str, optional
            The label of each IRI, as `CareerGraph.labels_of` gives them.
        most : int, optional
            How many rows to show.
        """
        if self.boolean is not None:
            shown = f"<p>{'yes' if self.boolean else 'no'}</p>"
        else:
            shown = markup.table(self.columns, self.rows[:most], labels)
        hidden = 0 if most is None else len(self) - most
        after = [f"and {hidden:,} more rows"] if hidden > 0 else []
        after += [f"The answer is cut: {self.cut}."] if self.cut else []
        before, below = (
            "".join(f"<p>{html.escape(note)}</p>" for note in notes)
            for notes in (self.warnings, after)
        )
        return f"{before}{shown}{below}"

    def _repr_html_(self) -> str:
        return self.to_html(most=MAX_HTML_ROWS)


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

    def when_empty(self, explain: Callable[[], tuple[str, ...]]) -> None:
        """Add what `explain` returns to the warnings, if it turns out that there is no row."""
        self._rows = self._explained(self._rows, explain)

    def _explained(
        self,
        rows: Iterator[tuple[Term | None, ...]],
        explain: Callable[[], tuple[str, ...]],
    ) -> Iterator[tuple[Term | None, ...]]:
        empty = True
        for row in rows:
            empty = False
            yield row
        if empty:
            self.warnings += explain()

    def __iter__(self) -> Iterator[tuple[Term | None, ...]]:
        return self._rows if self._most is None else self._first(self._most)

    def _first(self, most: int) -> Iterator[tuple[Term | None, ...]]:
        yield from islice(self._rows, most)
        if next(self._rows, None) is not None:
            self.cut = f"the limit of {most:,} row{'' if most == 1 else 's'}"
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
