"""One language for the texts of a graph that has several, so that named queries repeat no row."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from careergraph.answers import plain
from careergraph.errors import RequestError
from careergraph.sparql import parse
from careergraph.sparql.tokens import tokens

if TYPE_CHECKING:
    from careergraph.engines import Engine

TEXTS = ("skos:prefLabel", "skos:altLabel", "skos:definition")
"""What a thing may have once or more in each language."""

_OF_ALL = "SELECT DISTINCT ?language { ?one skos:prefLabel ?l BIND (LANG(?l) AS ?language) }"
_OF_ROLES = _OF_ALL.replace("?one", "?one a cg:Role ;")
_ALONE = """ASK {
  ?thing skos:prefLabel ?label . FILTER (LANG(?label) = $other)
  FILTER NOT EXISTS { ?thing skos:prefLabel ?also . FILTER (LANG(?also) = $shown) }
}"""


def find_language(engine: Engine, wanted: str) -> str:
    """Return the tag of a language in which roles have labels: the wanted one, or a variety of it.

    Raises
    ------
    RequestError
        They have none in it; the message lists those that they have.
    """
    of_roles = sorted(_languages(engine, _OF_ROLES))
    for same in (str.lower, _base):
        for tag in of_roles:
            if tag and same(tag) == same(wanted):
                return tag
    known = ", ".join(filter(None, of_roles)) or "none that is named"
    raise RequestError(
        f"The roles of this graph have no labels in the language {wanted!r}. Theirs: {known}."
    )


def _base(tag: str) -> str:
    return tag.split("-")[0].lower()


def hidden_languages(engine: Engine, language: str | None = None) -> tuple[str, ...]:
    """Return the languages that can be left out, since all that has a label in one has another.

    That other is the given one, else English, else no language, else the first by its tag in which
    roles have labels.
    """
    of_roles = _languages(engine, _OF_ROLES)
    if len(of_roles) < 2:
        return ()
    shown = language or min(of_roles, key=lambda one: (_base(one) != "en", one))
    others = sorted(_languages(engine, _OF_ALL) - {shown})
    return tuple(other for other in others if not _alone(engine, other, shown))


def _languages(engine: Engine, query: str) -> set[str]:
    return {plain(tag) for (tag,) in engine.stream(parse(query)) if tag is not None}


def _alone(engine: Engine, other: str, shown: str) -> bool:
    """Tell whether anything has a label in one language and none in the one that is shown."""
    text = _ALONE.replace("$other", f'"{other}"').replace("$shown", f'"{shown}"')
    return bool(engine.stream(parse(text)).boolean)


def without_languages(text: str, hidden: Collection[str]) -> str:
    """Return a query that leaves out texts in some languages, where it asks for one.

    >>> print(without_languages("SELECT ?l WHERE { ?s skos:prefLabel ?l }", ["de"]))
    SELECT ?l WHERE { ?s skos:prefLabel ?l  FILTER (LANG(?l) NOT IN ("de")) }
    """
    if not hidden:
        return text
    named = ", ".join(f'"{language}"' for language in hidden)
    pieces: list[str] = []
    groups: list[list[str] | None] = []
    before = ""
    for token in tokens(text):
        if token.text == "{":
            groups.append(None if before.upper() == "CONSTRUCT" else [])
        elif token.text == "}" and (found := groups.pop()):
            pieces += [f" FILTER (LANG({one}) NOT IN ({named})) " for one in dict.fromkeys(found)]
        elif token.kind == "variable" and before in TEXTS and groups and groups[-1] is not None:
            groups[-1].append(token.text)
        pieces.append(token.text)
        if token.kind not in ("space", "comment"):
            before = token.text
    return "".join(pieces)
