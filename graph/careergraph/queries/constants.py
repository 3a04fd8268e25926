"""The IRIs that a query names in its patterns."""

from __future__ import annotations

from collections.abc import Mapping

from careergraph.sparql.text import Token, code, prefixes


def constants(text: str) -> tuple[str, ...]:
    """Return the IRIs that stand for nodes and predicates, in order, each once.

    Prefix declarations, datatypes and functions are left out: a graph need not have them.

    >>> constants("PREFIX ex: <http://e/> ASK { ?s ex:p <http://e/o> FILTER (xsd:date(?s) = 1) }")
    ('http://e/p', 'http://e/o')
    """
    end = Token("word", "", 0)
    found = code(text)
    known = prefixes(found)
    near = zip([end, *found], found, [*found[1:], end], strict=False)
    iris = [_iri(here, known) for before, here, after in near if _is_node(before, here, after)]
    return tuple(dict.fromkeys(filter(None, iris)))


def _is_node(before: Token, here: Token, after: Token) -> bool:
    if here.kind not in ("prefixed", "iri") or before.text == "^^" or after.text == "(":
        return False
    declares = here.kind == "iri" and before.kind == "prefixed" and before.text.endswith(":")
    return not declares and before.text.upper() not in ("PREFIX", "BASE")


def _iri(token: Token, known: Mapping[str, str]) -> str:
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, _, local = token.text.partition(":")
    return known[prefix] + local if prefix in known else ""
