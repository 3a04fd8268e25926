"""A SPARQL query that has been read: what it is, what it selects and what engines are sent."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property, lru_cache

from careergraph.answers import GRAPH_FORMS, TRIPLE_COLUMNS
from careergraph.errors import QueryError
from careergraph.sparql.ast import Call, Dataset, Iri, Select, walk
from careergraph.sparql.guard import Outside, outside
from careergraph.sparql.parser import read
from careergraph.sparql.scope import check, selected
from careergraph.sparql.shapes import Blanked, Shape, blanked
from careergraph.sparql.tokens import Source, Token
from careergraph.sparql.writer import write

MAX_LENGTH = 4_000_000
"""Characters of a query: room for fifty thousand rows of VALUES."""
_SHORT = 20_000
"""Characters up to which a query is worth remembering."""


class Query:
    """A query that reads only, in the words of SPARQL 1.1 and 1.2; `parse` makes one.

    Attributes
    ----------
    source : str
        The text as it was written; places in messages are places in it.
    tree : Select
        The query as a tree; see `careergraph.sparql.ast`.
    base : str or None
        The IRI that relative IRIs are relative to, where the query declares one.
    """

    tree: Select

    def __init__(self, source: Source, tree: Select, base: str | None) -> None:
        self.source = source.typed
        self.tree = tree
        self.base = base
        self._source = source

    @property
    def form(self) -> str:
        """``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``."""
        return self.tree.form

    @cached_property
    def text(self) -> str:
        """The canonical text for an engine: all that it means and nothing else.

        >>> parse("ASK{?role skos:note 'a'#every\\n}").text
        'ASK WHERE { ?role <http://www.w3.org/2004/02/skos/core#note> "a" }'
        """
        return write(self.tree, self.base)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns; those of ``SELECT *`` by first appearance.

        >>> parse("SELECT * { ?s ?p ?o }").columns
        ('s', 'p', 'o')
        """
        if self.form in GRAPH_FORMS:
            return TRIPLE_COLUMNS
        return selected(self.tree) if self.form == "SELECT" else ()

    @property
    def limit(self) -> int | None:
        """The number after the outer LIMIT."""
        return self.tree.limit

    @cached_property
    def nodes(self) -> tuple[object, ...]:
        """Every node of the tree, in the order of the text; see `careergraph.sparql.ast.walk`."""
        return tuple(walk(self.tree))

    @cached_property
    def outside(self) -> tuple[Outside, ...]:
        """What the query names outside the graph: SERVICE, FROM and FROM NAMED.

        >>> [found.name for found in parse("ASK { SERVICE <http://e.org/> {} }").outside]
        ['http://e.org/']
        """
        return outside(self.nodes)

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """What looks like a mistake, although the query can run: `careergraph.sparql.lint`."""
        from careergraph.sparql.lint import lint

        return tuple(map(str, lint(self)))

    @cached_property
    def functions(self) -> frozenset[str]:
        """The names of the standard's functions that the query calls, in capitals.

        >>> sorted(parse("SELECT (ucase(str(now())) AS ?x) {}").functions)
        ['NOW', 'STR', 'UCASE']
        """
        calls = (node.name for node in self.nodes if isinstance(node, Call))
        return frozenset(name.upper() for name in calls if isinstance(name, str))

    @property
    def has_shape(self) -> bool:
        """Whether other terms in their places would change nothing else: see `Shape`."""
        return not (self._source.is_split or self.outside)

    def over(self, default: Sequence[str], named: Sequence[str] = ()) -> Query:
        """Return the query asked of the graphs with these IRIs, whatever it says itself.

        This is what ``default-graph-uri`` and ``named-graph-uri`` mean in the SPARQL protocol;
        without either the query stays as it is.

        Raises
        ------
        QueryError
            A name is no absolute IRI.

        Examples
        --------
        >>> parse("ASK {}").over(["http://example.org/g"]).text
        'ASK FROM <http://example.org/g> WHERE { }'
        """
        if not (default or named):
            return self
        for iri in (*default, *named):
            if not _ABSOLUTE_IRI.fullmatch(iri):
                raise QueryError(f"{iri!r} is no IRI of a graph; expected scheme:rest.")
        graphs = [(False, iri) for iri in default] + [(True, iri) for iri in named]
        dataset = tuple(Dataset(kind, Iri(iri, f"<{iri}>", 0), 0) for kind, iri in graphs)
        return Query(self._source, self.tree._replace(dataset=dataset), self.base)

    def with_row_limit(self, rows: int) -> Query:
        """Return the query with at most so many rows.

        Only SELECT has rows; what ASK, CONSTRUCT and DESCRIBE answer would not be the same with
        fewer solutions, so they stay as they are.

        >>> parse("SELECT ?s { ?s a cg:Role } LIMIT 9").with_row_limit(5).limit
        5
        """
        if self.form != "SELECT" or (self.limit is not None and self.limit <= rows):
            return self
        return Query(self._source, self.tree._replace(limit=rows), self.base)

    def fault(self, at: int, message: str) -> QueryError:
        """Return an error at a node's place in the query, with line, column and a caret."""
        return self._source.fault(at, message)

    def place(self, at: int) -> tuple[int, int]:
        """Return line and column of a node's place, both counted from one."""
        at = self._source.place(at)
        line = bisect_right(self._lines, at)
        return line, at - self._lines[line - 1] + 1

    @cached_property
    def _lines(self) -> list[int]:
        """Where the lines of the text begin."""
        return [0, *(newline.end() for newline in re.finditer("\n", self.source))]

    def __repr__(self) -> str:
        return f"<Query {self.form}: {self.text}>"


class _Alike(Query):
    """A query of the shape of one that has been read; its own tree is read when it is needed."""

    def __init__(self, text: str, shape: Shape, terms: Sequence[Token]) -> None:
        self.source = text
        self.base = shape.query.base
        self._shape = shape
        self._terms = terms

    @property
    def form(self) -> str:
        return self._shape.query.form

    @cached_property
    def text(self) -> str:
        return self._shape.fill(self._terms)

    @property
    def columns(self) -> tuple[str, ...]:
        return self._shape.query.columns

    @property
    def limit(self) -> int | None:
        return self._shape.query.limit

    @property
    def functions(self) -> frozenset[str]:
        return self._shape.query.functions

    @property
    def outside(self) -> tuple[Outside, ...]:
        return self._shape.query.outside

    @cached_property
    def tree(self) -> Select:  # type: ignore[override]
        return read(self._source)[0]._replace(limit=self.limit)

    @cached_property
    def _source(self) -> Source:  # type: ignore[override]
        return Source(self.source)

    def with_row_limit(self, rows: int) -> Query:
        shape = self._shape.with_row_limit(rows)
        return self if shape.query.limit == self.limit else _Alike(self.source, shape, self._terms)


_ABSOLUTE_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|^`\\]*")


def parse(text: str) -> Query:
    """Read a SPARQL query; known prefixes need no declaration.

    Raises
    ------
    QueryError
        It is no query, it would change the graph, or a prefix is not known; the message names
        line and column and says what was expected.

    Examples
    --------
    >>> parse("SELECT ?role { ?role a cg:Role }").form
    'SELECT'
    """
    if len(text) > MAX_LENGTH:
        raise QueryError(
            f"The query has {len(text):,} characters, and at most {MAX_LENGTH:,} are read. "
            "Load long lists of values into a graph."
        )
    return _remembered(text) if len(text) <= _SHORT else _read(text)


@lru_cache(maxsize=512)
def _remembered(text: str) -> Query:
    taken_out = blanked(text)
    if taken_out is None:
        return _read(text)
    key, terms = taken_out
    shape = _shapes.get(key)
    if shape is not None and shape.admits(terms):
        return _Alike(text, shape, terms)
    query = _read(text)
    if query.has_shape:
        if len(_shapes) >= _MOST_SHAPES:
            _shapes.clear()
        _shapes[key] = Shape(query, terms)
    return query


def _read(text: str) -> Query:
    source = Source(text)
    tree, base = read(source)
    check(source, tree)
    return Query(source, tree, base)


_shapes: dict[Blanked, Shape] = {}
_MOST_SHAPES = 256
