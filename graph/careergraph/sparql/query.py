"""A SPARQL query that has been read: what it is, what it selects and what an engine is to run."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from careergraph.sparql import text as _text
from careergraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from careergraph.answers import Term


@dataclass(frozen=True)
class Query:
    """A query that reads only, in the words of SPARQL 1.1.

    Attributes
    ----------
    source : str
        The text as it was written; places in error messages are places in it.
    form : str
        ``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``.
    warnings : tuple of str
        What looks like a mistake, although the query can run.
    """

    source: str
    form: str
    warnings: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text for an engine: every prefix that the query uses is declared in it."""
        found = _text.code(self.source)
        used = {token.text.partition(":")[0] for token in found if token.kind == "prefixed"}
        known = _text.prefixes(found)
        undeclared = [p for p in sorted(used) if known.get(p) == PREFIXES.get(p) is not None]
        return "".join(f"PREFIX {p}: <{PREFIXES[p]}> " for p in undeclared) + self.source


@lru_cache(maxsize=512)
def parse(text: str) -> Query:
    """Read a SPARQL query; known prefixes need no declaration.

    Raises
    ------
    QueryError
        It would change the graph or reach outside it, or a prefix is not known; the message
        names line and column.

    Examples
    --------
    >>> parse("SELECT ?role { ?role a cg:Role }").form
    'SELECT'
    """
    _text.check(text)
    _text.check_prefixes(text)
    form = _text.query_form(_text.code(text))
    name = form.text.upper() if form is not None else ""
    return Query(text, name, _text.unknown_terms(text))


def parameters_used(text: str) -> set[str]:
    """Return the names of the parameters, written ``$name``, in a query text."""
    found = _text.code(text)
    return {t.text[1:] for t in found if t.kind == "variable" and t.text[0] == "$"}


def substitute(text: str, terms: Mapping[str, Term | Sequence[Term]]) -> str:
    """Return query text with each ``$name`` among `terms` replaced by that term.

    Only whole parameters are replaced, and by complete RDF terms, so that no value can become
    anything else than terms of the query. Several terms are written as the data of VALUES, or
    as IN takes them.

    >>> import pyoxigraph
    >>> substitute("ASK { ?s ?p $o } # $o", {"o": pyoxigraph.Literal('"} #')})
    'ASK { ?s ?p "\\\\"} #" } # $o'
    >>> both = (pyoxigraph.Literal("a"), pyoxigraph.Literal("b"))
    >>> substitute("ASK { VALUES ?s { $s } FILTER (?s IN ($s)) }", {"s": both})
    'ASK { VALUES ?s { "a" "b" } FILTER (?s IN ("a", "b")) }'
    """
    pieces = []
    brackets = [""]
    for token in _text.tokens(text):
        if token.kind == "operator" and token.text in "({[":
            brackets.append(token.text)
        elif token.kind == "operator" and token.text in ")}]" and len(brackets) > 1:
            brackets.pop()
        named = token.kind == "variable" and token.text[0] == "$" and token.text[1:] in terms
        separator = ", " if brackets[-1] == "(" else " "
        pieces.append(_all_written(terms[token.text[1:]], separator) if named else token.text)
    return "".join(pieces)


def _all_written(terms: Term | Sequence[Term], separator: str) -> str:
    if isinstance(terms, Sequence):
        return separator.join(map(_written, terms))
    return _written(terms)


def _written(term: Term) -> str:
    """Return a term as query text; whole numbers bare, as LIMIT takes no other form."""
    text = str(term)
    number = re.fullmatch(r'"([+-]?[0-9]+)"\^\^<(.+)>', text)
    if number is None or number[2] != PREFIXES["xsd"] + "integer":
        return text
    # The spaces keep the digits from joining what stands beside them.
    return f" {number[1]} "
