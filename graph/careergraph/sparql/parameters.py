"""Parameters of a query text, written ``$name``, and terms put in for them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from careergraph.sparql.tokens import code, tokens
from careergraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from careergraph.answers import Term


@lru_cache(maxsize=512)
def parameters_used(text: str) -> frozenset[str]:
    """Return the names of the parameters, written ``$name``, in a query text."""
    return frozenset(t.text[1:] for t in code(text) if t.kind == "variable" and t.text[0] == "$")


@lru_cache(maxsize=512)
def counts(text: str) -> frozenset[str]:
    """Return the parameters that stand after LIMIT or OFFSET, which count rows."""
    found = code(text)
    return frozenset(
        after.text[1:]
        for word, after in pairwise(found)
        if word.text.upper() in ("LIMIT", "OFFSET") and after.text[0] == "$"
    )


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
    if not terms:
        return text
    pieces = []
    brackets = [""]
    for token in tokens(text):
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
