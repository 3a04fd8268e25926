"""Queries that differ in their IRIs and strings alone, of which one is read and the others filled.

Programs ask the same question about one thing after the other. Such queries have the same tokens
between their terms, and a term that stands for a node means nothing but itself. So one of them is
read, checked and written, and the others are its text with their own terms in the places of its.

A term stays where the grammar looks into it: in the prologue, as a function or a datatype. Queries
with escapes, with tokens that are read in two, or that name anything outside the graph are always
read.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from careergraph.sparql.iris import resolve
from careergraph.sparql.terms import quoted, unquoted
from careergraph.sparql.tokens import tokens
from careergraph.sparql.writer import written

if TYPE_CHECKING:
    from careergraph.sparql.query import Query
    from careergraph.sparql.tokens import Token

_BLANK = {"iri": "<>", "string": '""'}
"""What stands for a term that was taken out: no token that stays is written so."""

Blanked = tuple[str, ...]


def blanked(text: str) -> tuple[Blanked, list[Token]] | None:
    """Return the tokens of a query without its IRIs and strings, and these; None with escapes.

    >>> tokens, terms = blanked("ASK{<a:b> a 'c'}")
    >>> "".join(tokens), [term.text for term in terms]
    ('ASK{<> a ""}', ['<a:b>', "'c'"])
    """
    if "\\" in text:
        return None
    kept, terms = [], []
    for token in tokens(text):
        blank = _BLANK.get(token[0])
        if blank is not None:
            terms.append(token)
        kept.append(blank or token[1])
    return tuple(kept), terms


class _Hole(NamedTuple):
    """A term that another may take the place of.

    Attributes
    ----------
    term : int
        Which of the terms.
    piece : int
        Which piece of the canonical text begins with it.
    after : str
        What follows it in this piece: language or datatype.
    """

    term: int
    piece: int
    after: str


class Shape:
    """What queries have in common that differ in their terms alone.

    Parameters
    ----------
    query : Query
        One of them.
    terms : sequence of Token
        Its IRIs and strings.
    """

    def __init__(self, query: Query, terms: Sequence[Token]) -> None:
        self.query = query
        self._terms = terms
        self._limited: dict[int, Shape] = {}

    def with_row_limit(self, rows: int) -> Shape:
        """Return the shape of the same queries with at most so many rows."""
        if rows not in self._limited:
            self._limited = {rows: Shape(self.query.with_row_limit(rows), self._terms)}
        return self._limited[rows]

    def admits(self, terms: Sequence[Token]) -> bool:
        """Tell whether a query with these terms means the same of them."""
        return all(terms[i].text == text for i, text in self._fixed) and all(
            terms[hole.term].kind == "string" or resolve(None, terms[hole.term].text[1:-1])
            for hole in self._holes
        )

    def fill(self, terms: Sequence[Token]) -> str:
        """Return the canonical text of the query with these terms, which the shape admits."""
        pieces = self._written[0].copy()
        for term, piece, after in self._holes:
            pieces[piece] = _canonical(terms[term]) + after
        return " ".join(pieces)

    @cached_property
    def _written(self) -> tuple[list[str], dict[int, int]]:
        return written(self.query.tree, self.query.base)

    @cached_property
    def _holes(self) -> tuple[_Hole, ...]:
        pieces, places = self._written
        found = []
        for i, term in enumerate(self._terms):
            place, text = places.get(term.start), _canonical(term)
            if place is not None and pieces[place].startswith(text):
                found.append(_Hole(i, place, pieces[place].removeprefix(text)))
        return tuple(found)

    @cached_property
    def _fixed(self) -> tuple[tuple[int, str], ...]:
        holes = {hole.term for hole in self._holes}
        return tuple((i, term.text) for i, term in enumerate(self._terms) if i not in holes)


def _canonical(term: Token) -> str:
    """Return an absolute IRI or a string without escapes as the canonical text has it."""
    return term.text if term.kind == "iri" else quoted(unquoted(term.text))
