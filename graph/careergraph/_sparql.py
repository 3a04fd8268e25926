"""SPARQL text as tokens: what can be said about a query before and after an engine refuses it.

Parameters are bound, network access is refused and unknown terms are noticed on tokens, never
on the raw text, so that a word inside a string, an IRI or a comment is only ever that.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from careergraph.errors import QueryError
from careergraph.vocabulary import PREFIXES, TERMS, Term

_NAME = r"\w\u00B7\u0300-\u036F\u203F\u2040"
_ESCAPE = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_LOCAL = rf"[{_NAME}:]|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?#@%]"
_KINDS = {
    "space": r"\s+",
    "comment": r"#[^\n\r]*",
    "iri": rf'<(?:[^\x00-\x20<>"{{}}|^`\\]|{_ESCAPE})*>',
    "string": r'"""(?:"{0,2}(?:[^"\\]|\\.))*"""' + r"|'''(?:'{0,2}(?:[^'\\]|\\.))*'''"
    r'|"(?:[^"\\\n\r]|\\[^\n\r])*"' + r"|'(?:[^'\\\n\r]|\\[^\n\r])*'",
    "blank": rf"_:[\w](?:[{_NAME}.\-]*[{_NAME}\-])?",
    "prefixed": rf"(?:[^\W\d_](?:[{_NAME}.\-]*[{_NAME}\-])?)?:"
    rf"(?:(?:{_LOCAL}|[.\-])*(?:{_LOCAL}|-))?",
    "variable": rf"[?$][{_NAME}]+",
    "language": r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*",
    "number": r"(?:\d*\.\d+|\d+)(?:[eE][+-]?\d+)?",
    "word": r"[A-Za-z_]\w*",
    "operator": r"\^\^|&&|\|\||[<>!]=|[{}()\[\].,;=<>+*/!|^?\-]",
    "bad": r".",
}
_TOKEN = re.compile("|".join(f"(?P<{kind}>{regex})" for kind, regex in _KINDS.items()), re.S)
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
_OTHERS = (
    "PREFIX BASE WHERE FILTER OPTIONAL UNION MINUS GRAPH BIND VALUES EXISTS NOT AS DISTINCT "
    "REDUCED ORDER GROUP BY HAVING LIMIT OFFSET ASC DESC IN UNDEF"
)
KEYWORDS = (*FORMS, *_OTHERS.split(" "))
_FUNCTIONS = (
    "ABS AVG BNODE BOUND CEIL COALESCE CONCAT CONTAINS COUNT DATATYPE DAY ENCODE_FOR_URI EXISTS "
    "FLOOR GROUP_CONCAT HOURS IF IRI ISBLANK ISIRI ISLITERAL ISNUMERIC LANG LANGMATCHES LCASE "
    "MAX MD5 MIN MINUTES MONTH NOW RAND REGEX REPLACE ROUND SAMETERM SAMPLE SECONDS SHA1 SHA256 "
    "SHA384 SHA512 STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLEN STRSTARTS STRUUID SUBSTR "
    "SUM TIMEZONE TZ UCASE URI UUID YEAR"
)
FUNCTIONS = tuple(_FUNCTIONS.split(" "))
PAIRS = {"}": "{", ")": "(", "]": "["}
_MAX_DEPTH = 500
"""Deeper nesting, of which nobody's query has need, can end the process inside the parser."""
_SHOWN = 48
"""How much of a long line to show on each side of a mistake."""


@dataclass(frozen=True)
class Token:
    """A piece of query text with its kind and where it starts."""

    kind: str
    text: str
    start: int


def tokens(text: str) -> list[Token]:
    """Split a query into tokens that together are the text again.

    >>> [t.text for t in tokens("ASK { ?s a cg:Role } # all") if t.kind != "space"]
    ['ASK', '{', '?s', 'a', 'cg:Role', '}', '# all']
    """
    return [Token(str(m.lastgroup), m.group(), m.start()) for m in _TOKEN.finditer(text)]


def code(text: str) -> list[Token]:
    """Return the tokens that mean something: no space and no comments."""
    return [token for token in tokens(text) if token.kind not in ("space", "comment")]


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most like this one, whatever its case, if any is like it.

    >>> nearest("SELCT", FORMS)
    'SELECT'
    """
    folded = {candidate.casefold(): candidate for candidate in known}
    found = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else None


def fault(text: str, start: int, message: str) -> QueryError:
    """Return an error that shows line, column and the offending line with a caret.

    >>> print(fault("ASK {\\n  ?s ?p }", 13, "Expected an object."))
    Line 2, column 8: Expected an object.
        ?s ?p }
             ^
    """
    before = text[:start]
    line = before.count("\n") + 1
    column = start - (before.rfind("\n") + 1) + 1
    shown = "".join(c if c.isprintable() else " " for c in text.split("\n")[line - 1])
    cut = max(0, column - _SHOWN)
    return QueryError(
        f"Line {line}, column {column}: {message}\n"
        f"  {shown[cut : cut + 2 * _SHOWN].rstrip()}\n  {' ' * (column - 1 - cut)}^"
    )


def check(text: str) -> None:
    """Raise a QueryError where a query would change the graph or reach outside it.

    Escaped code points are read too: some engines put them back before they look for words.
    """
    _check_words(text, code(text))
    unescaped = _CODE_POINT.sub(_character, text)
    if unescaped != text:
        _check_words(unescaped, code(unescaped))


def _character(match: re.Match[str]) -> str:
    point = int(match.group(1) or match.group(2), 16)
    return chr(point) if point <= 0x10FFFF else match.group()


def _check_words(text: str, found: Sequence[Token]) -> None:
    form = query_form(found)
    if form is not None and form.text.upper() in UPDATES:
        raise fault(
            text, form.start, f"{form.text} would change the graph; expected {either(FORMS)}."
        )
    depth = 0
    for token in found:
        depth += (token.text in "{([" and token.kind == "operator") - (token.text in PAIRS)
        if depth > _MAX_DEPTH:
            raise fault(text, token.start, f"More than {_MAX_DEPTH} brackets inside each other.")
        if token.kind == "word" and token.text.upper() in ("SERVICE", "FROM"):
            raise fault(
                text,
                token.start,
                f"{token.text} reads from elsewhere, and network access is off. "
                "Load those data into the graph and leave it out.",
            )


def query_form(found: Sequence[Token]) -> Token | None:
    """Return the word that says what kind of query it is: the first after the prologue."""
    prologue = False
    for token in found:
        if token.kind == "word" and token.text.upper() in ("PREFIX", "BASE"):
            prologue = True
        elif prologue and token.kind in ("prefixed", "iri"):
            continue
        else:
            return token
    return None


def prefixes(found: Sequence[Token]) -> dict[str, str]:
    """Return the known prefixes and those that a query declares, which win.

    >>> prefixes(code("PREFIX cg: <http://example.org/> ASK {}"))["cg"]
    'http://example.org/'
    """
    declared = {
        name.text[:-1]: namespace.text[1:-1]
        for word, name, namespace in zip(found, found[1:], found[2:], strict=False)
        if word.text.upper() == "PREFIX" and name.kind == "prefixed" and namespace.kind == "iri"
    }
    return {**PREFIXES, **declared}


def check_prefixes(text: str) -> None:
    """Raise a QueryError at the first prefix that nothing declares."""
    found = code(text)
    known = prefixes(found)
    for token in found:
        name = token.text.partition(":")[0]
        if token.kind == "prefixed" and name not in known:
            near = nearest(name, known)
            hint = f"did you mean {near}:?" if near else f"declare it: PREFIX {name}: <...>"
            raise fault(text, token.start, f"The prefix {name}: is not known; {hint}")


def unknown_terms(text: str) -> tuple[str, ...]:
    """Return a warning for each name in our namespace that the ontology does not have.

    >>> unknown_terms("ASK { ?role cg:requiers ?skill }")
    ('cg:requiers is not a term of the ontology; did you mean cg:requires?',)
    """
    terms = {str(term) for term in Term}
    missing = [iri for iri in ontology_iris(text) if iri not in terms]
    return tuple(_unknown_term(iri.removeprefix(TERMS)) for iri in dict.fromkeys(missing))


def ontology_iris(text: str) -> list[str]:
    """Return the IRIs in the namespace of our terms that a query names, in order."""
    found = code(text)
    known = prefixes(found)
    iris = [iri for token in found if (iri := _iri(token, known)) is not None]
    return [iri for iri in iris if iri.startswith(TERMS) and iri != TERMS]


def _iri(token: Token, known: Mapping[str, str]) -> str | None:
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, _, local = token.text.partition(":")
    return known[prefix] + local if token.kind == "prefixed" and prefix in known else None


def _unknown_term(name: str) -> str:
    near = nearest(name, [term.name for term in Term])
    hint = f"; did you mean cg:{near}?" if near else "."
    return f"cg:{name} is not a term of the ontology{hint}"


def either(words: Sequence[str]) -> str:
    """Join words as a choice.

    >>> either(["ASK", "SELECT"])
    'ASK or SELECT'
    """
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
