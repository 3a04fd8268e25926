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
_LONG = r'"""(?:"{0,2}(?:[^"\\]|\\.))*"""' + r"|'''(?:'{0,2}(?:[^'\\]|\\.))*'''"
_SHORT = r'"(?:[^"\\\n\r]|\\[^\n\r])*"' + r"|'(?:[^'\\\n\r]|\\[^\n\r])*'"
_KINDS = {
    "space": r"\s+",
    "comment": r"#[^\n\r]*",
    "iri": rf'<(?:[^\x00-\x20<>"{{}}|^`\\]|{_ESCAPE})*>',
    "string": rf"{_LONG}|{_SHORT}",
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

# What the parser may read as a name, a string or an IRI; rather too much than too little.
_LETTERS = r"A-Za-z0-9_\x80-\U0010FFFF"
_SKIP = r"(?:\s|#[^\n\r]*(?:[\n\r]|\Z))*"
_PREFIX = rf"(?:(?![0-9_])[{_LETTERS}][{_LETTERS}.\-]*)?:"
_OUTSIDE = re.compile(
    rf"SERVICE{_SKIP}(?:SILENT{_SKIP})?(?:[<?$]|{_PREFIX})"
    rf"|FROM{_SKIP}(?:NAMED{_SKIP})?(?:<|{_PREFIX})",
    re.I,
)
_IN_VARIABLE = re.compile(rf"[?$][{_LETTERS}]*\Z")
_IN_PREFIXED = re.compile(r":(?:[A-Za-z0-9_][A-Za-z0-9_\-]*)?\Z")
_NAMESPACE = re.compile(rf":{_SKIP}<([^>]*)>")
_EMPTY_PREFIX = re.compile(rf"PREFIX{_SKIP}:", re.I)
_LONGEST_NAME = 256
"""A longer name that has such a word in it is refused, which keeps the search quick."""
_LONG_STRING = re.compile(_LONG, re.S)
_SHORT_STRING = re.compile(_SHORT)
_ODD_ESCAPE = re.compile(r"""\\[^tbnrf"'\\]""")
_ANY_IRI = re.compile(r'<[^\x00-\x20<>"{}|^`]*>')
_LINE_END = re.compile(r"[\n\r]|\Z")
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


def nearest_few(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return up to three known words: first those that begin so, then those most like it.

    >>> nearest_few("str", ["substr", "strlen", "str", "sum"])
    ('str', 'strlen', 'substr')
    """
    folded = {candidate.casefold(): candidate for candidate in known}
    typed = word.casefold()
    begin = sorted((name for name in folded if typed and name.startswith(typed)), key=len)
    close = difflib.get_close_matches(typed, folded, n=3, cutoff=0.6)
    return tuple(folded[name] for name in dict.fromkeys([*begin, *close]))[:3]


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
    for unescaped in dict.fromkeys((text, _CODE_POINT.sub(_character, text))):
        _check_form(unescaped)
        # Where neither can be, there is no need to look closely.
        if _OUTSIDE.search(unescaped) or sum(map(unescaped.count, "{([")) > _MAX_DEPTH:
            depths = _depths(unescaped)
            _check_depth(unescaped, depths)
            _check_outside(unescaped, depths)


def _character(match: re.Match[str]) -> str:
    point = int(match.group(1) or match.group(2), 16)
    return chr(point) if point <= 0x10FFFF else match.group()


def _check_form(text: str) -> None:
    form = query_form(code(text))
    if form is not None and form.text.upper() in UPDATES:
        raise fault(
            text, form.start, f"{form.text} would change the graph; expected {either(FORMS)}."
        )


def _check_depth(text: str, depths: Sequence[int | None]) -> None:
    for place, depth in enumerate(depths):
        if depth is not None and depth > _MAX_DEPTH:
            raise fault(text, place - 1, f"More than {_MAX_DEPTH} brackets inside each other.")


def _check_outside(text: str, depths: Sequence[int | None]) -> None:
    """Refuse SERVICE and FROM wherever some reading of the text has them before a target.

    The parser needs no space around words and tries ``<`` as an operator as well as an IRI, so
    tokens are no evidence: ``SERVICESILENT<...>`` and ``trueSERVICE ex:`` are both read.
    """
    # Where such a namespace and a local name make no IRI, the parser ends the name at the colon.
    names_hold = all(namespace[-1:] in ("/", "#") for namespace in _NAMESPACE.findall(text))
    start = 0
    while match := _OUTSIDE.search(text, start):
        start = match.start() + 1
        before = text[max(0, match.start() - _LONGEST_NAME) : match.start()]
        named = _IN_VARIABLE.search(before) or (names_hold and _IN_PREFIXED.search(before))
        # The prefix service: is only a prefix while nothing declares the empty one.
        if match.group().upper() in ("SERVICE:", "FROM:") and not _EMPTY_PREFIX.search(text):
            continue
        if depths[match.start()] is not None and not named:
            raise fault(text, match.start(), _outside_message(text, match.start()))


def _outside_message(text: str, start: int) -> str:
    word = next(word for word in ("SERVICE", "FROM") if text[start:].upper().startswith(word))
    before, after = (re.search(r"[\w:]*$", text[:start]), re.match(r"[\w:]+", text[start:]))
    taken = f"{before.group() if before else ''}{after.group() if after else ''}"
    said = taken if taken.upper() == word else f"{taken} can be read as {word}, which"
    return (
        f"{said} reads from elsewhere, and network access is off. "
        "Load those data into the graph and leave it out."
    )


def _depths(text: str) -> list[int | None]:
    """Return how many brackets are open at each place; None in strings, IRIs and comments.

    Each ``<`` opens an IRI in one reading and is an operator in another, whatever the others are.
    Of all readings that have code at a place, the one with the most brackets counts.
    """
    depths: list[int | None] = [0, *[None] * (len(text) + 1)]
    for place, char in enumerate(text):
        depth = depths[place]
        # No query has two slashes outside IRIs: the reading with an operator before them ends.
        if depth is None or text.startswith("//", place):
            continue
        depth += (char in PAIRS.values()) - (char in PAIRS)
        for end in _ends(text, place, char):
            other = depths[end]
            depths[end] = depth if other is None else max(depth, other)
    return depths


def _ends(text: str, place: int, char: str) -> tuple[int, ...]:
    """Return where what stands here in code can end."""
    found: list[re.Match[str] | None] = []
    if char == "#":
        return (_line_end(text, place),)
    if char in "\"'":
        found = [_LONG_STRING.match(text, place)]
        # An escape that is none ends the attempt at a long string, and a short one is tried.
        if found[0] is None or _ODD_ESCAPE.search(found[0].group()):
            found.append(_SHORT_STRING.match(text, place))
        return tuple(match.end() for match in found if match) or (place + 1,)
    if char == "<":
        found = [_ANY_IRI.match(text, place)]
    ends = (match.end() for match in found if match)
    return (place + 1, place + 2, *ends) if char == "\\" else (place + 1, *ends)


def _line_end(text: str, place: int) -> int:
    match = _LINE_END.search(text, place)
    return match.start() if match else len(text)


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


def by_appearance(columns: Sequence[str], text: str) -> tuple[str, ...]:
    """Return the columns of ``SELECT *`` by first appearance; the engine sorts them by name.

    >>> by_appearance(["o", "p", "s"], "SELECT * { ?s ?p ?o }")
    ('s', 'p', 'o')
    """
    found = code(text)
    form = query_form(found)
    after = [token.text.upper() for token in found if form is not None and token.start > form.start]
    if next((word for word in after if word not in ("DISTINCT", "REDUCED")), "") != "*":
        return tuple(columns)
    named = [token.text[1:] for token in found if token.kind == "variable"]
    return tuple(sorted(columns, key=[*named, *columns].index))


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
