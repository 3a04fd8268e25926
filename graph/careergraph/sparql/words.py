"""The words of SPARQL, and the known word that is most like a mistyped one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
PATTERNS = (
    *("FILTER", "OPTIONAL", "UNION", "MINUS", "GRAPH", "BIND", "VALUES", "SERVICE", "LATERAL"),
    "SELECT",
)
MODIFIERS = ("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")
AGGREGATES = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")
ANY = (0, 1_000_000)

_ARGUMENTS: dict[tuple[int, int], str] = {
    (0, 0): "NOW RAND STRUUID UUID",
    (0, 1): "BNODE",
    (1, 1): "ABS BOUND CEIL DATATYPE DAY ENCODE_FOR_URI FLOOR HASLANG HASLANGDIR HOURS IRI "
    "ISBLANK ISIRI ISLITERAL ISNUMERIC ISTRIPLE ISURI LANG LANGDIR LCASE MD5 MINUTES MONTH "
    "OBJECT PREDICATE ROUND SECONDS SHA1 SHA256 SHA384 SHA512 STR STRLEN SUBJECT TIMEZONE TZ "
    "UCASE URI YEAR",
    (2, 2): "ADJUST CONTAINS LANGMATCHES SAMETERM STRAFTER STRBEFORE STRDT STRENDS STRLANG "
    "STRSTARTS",
    (2, 3): "REGEX SUBSTR",
    (3, 3): "IF STRLANGDIR TRIPLE",
    (3, 4): "REPLACE",
    ANY: "COALESCE CONCAT",
}
FUNCTIONS = {name: counts for counts, names in _ARGUMENTS.items() for name in names.split(" ")}
"""Fewest and most arguments by function: those of SPARQL 1.1 and 1.2, and ADJUST of SEP 2."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most like this one, whatever its case, if any is like it.

    >>> nearest("SELCT", FORMS)
    'SELECT'
    """
    import difflib

    folded = {candidate.casefold(): candidate for candidate in known}
    found = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else None


def nearest_few(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return up to three known words: first those that begin so, then those most like it.

    >>> nearest_few("str", ["substr", "strlen", "str", "sum"])
    ('str', 'strlen', 'substr')
    """
    import difflib

    folded = {candidate.casefold(): candidate for candidate in known}
    typed = word.casefold()
    begin = sorted((name for name in folded if typed and name.startswith(typed)), key=len)
    close = difflib.get_close_matches(typed, folded, n=3, cutoff=0.6)
    return tuple(folded[name] for name in dict.fromkeys([*begin, *close]))[:3]


def either(words: Sequence[str]) -> str:
    """Join words as a choice.

    >>> either(["ASK", "SELECT"])
    'ASK or SELECT'
    """
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
