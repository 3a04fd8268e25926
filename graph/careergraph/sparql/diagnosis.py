"""Why a query does not parse, in words a person can act on.

The parser says how far its furthest attempt came, which is often past the mistake, and lists
what it tried there. So the common mistakes are looked for first, one function each; the
parser's own place and words are the last resort.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from careergraph.errors import QueryError
from careergraph.sparql.text import (
    FORMS,
    FUNCTIONS,
    KEYWORDS,
    PAIRS,
    Token,
    code,
    either,
    fault,
    nearest,
    query_form,
)

_REPORT = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.S)
_TRIED = re.compile(r'"(?:[^"\\]|\\.)*"|\[.*?\](?=, |$|\s\|)|[^,"\[][^,]*', re.S)
_NAMES = {
    '"?"': "a variable",
    '"$"': "a variable",
    '"<"': "an IRI",
    '":"': "a prefixed name",
    '"\\""': "a string",
    '"\'"': "a string",
    "['0'..='9']": "a number",
    '"{"': "{",
    '"}"': "}",
    '"("': "(",
    '")"': ")",
}
_SAID_PLAINLY = {
    "The SELECT contains a variable that is unbound": (
        "A selected variable is neither grouped nor computed: add it to GROUP BY, or put it "
        "in an aggregate such as COUNT."
    ),
    "Duplicated variable name in SELECT": "Two selected columns have the same name.",
    "IRI parsing failed": "An IRI before this place is not valid; expected <scheme:rest>.",
}
_OPERATORS = ("<", ">", "=", "!=", "<=", ">=", "&&", "||", "+", "/", "!")
_TERMS = ("variable", "iri", "prefixed", "string", "number", "blank")


def diagnose(text: str, report: str) -> QueryError:
    """Return the error for a query that the parser refused with this report.

    Parameters
    ----------
    text : str
        The query.
    report : str
        What the parser said.

    Examples
    --------
    >>> print(diagnose("SELECT ?a { ?a a }", "error at 1:19: expected LATERAL"))
    Line 1, column 18: The triple is not complete: expected an object.
      SELECT ?a { ?a a }
                       ^
    """
    found = code(text)
    for look in _LOOKS:
        error = look(text, found)
        if error is not None:
            return error
    return _as_reported(text, found, report)


def _empty(text: str, found: Sequence[Token]) -> QueryError | None:
    if found:
        return None
    return QueryError(f"The query is empty; expected {either(FORMS)}.")


def _wrong_form(text: str, found: Sequence[Token]) -> QueryError | None:
    form = query_form(found)
    if form is None:
        return fault(text, len(text), f"Expected {either(FORMS)} after the prefixes.")
    if form.text.upper() in FORMS:
        return None
    near = nearest(form.text, FORMS)
    hint = f" Did you mean {near}?" if near else ""
    return fault(text, form.start, f"Expected {either(FORMS)}, not {form.text}.{hint}")


def _not_a_token(text: str, found: Sequence[Token]) -> QueryError | None:
    for token in found:
        if token.kind == "bad" and token.text in "\"'":
            return fault(text, token.start, f"Expected a closing {token.text} for this string.")
        if token.kind == "bad":
            return fault(text, token.start, f"{token.text!r} cannot stand here.")
    return None


def _brackets(text: str, found: Sequence[Token]) -> QueryError | None:
    opened: list[Token] = []
    for token in found:
        if token.kind != "operator":
            continue
        if token.text in PAIRS.values():
            opened.append(token)
        elif token.text in PAIRS:
            if not opened or opened[-1].text != PAIRS[token.text]:
                return fault(text, token.start, _unopened(token, opened))
            opened.pop()
    if opened:
        return fault(text, opened[-1].start, f"This {opened[-1].text} is never closed.")
    return None


def _unopened(token: Token, opened: Sequence[Token]) -> str:
    if not opened:
        return f"This {token.text} closes nothing."
    closing = {left: right for right, left in PAIRS.items()}[opened[-1].text]
    return f"Expected {closing} before this {token.text}."


def _triples(text: str, found: Sequence[Token]) -> QueryError | None:
    """Look at runs of plain terms between separators: three make a triple."""
    run: list[Token] = []
    plain = False
    for index, token in enumerate(found):
        if token.text in ("{", "}", ".", ";") and token.kind == "operator":
            error = _run_fault(text, run, token) if plain else None
            if error is not None:
                return error
            run = []
            # The braces of VALUES hold terms that are no triples.
            plain = token.text in "{." and not _opens_values(found, index)
        elif token.kind in _TERMS or token.text == "a":
            run.append(token)
        else:
            plain = False
    return None


def _opens_values(found: Sequence[Token], index: int) -> bool:
    return index > 1 and any(t.text.upper() == "VALUES" for t in found[index - 2 : index])


def _run_fault(text: str, run: Sequence[Token], end: Token) -> QueryError | None:
    if len(run) > 3:
        return fault(text, run[3].start, "Expected . or ; between two triples.")
    if len(run) == 2:
        return fault(text, end.start, "The triple is not complete: expected an object.")
    if len(run) == 1:
        return fault(text, end.start, "The triple is not complete: expected a predicate.")
    return None


def _selected_comma(text: str, found: Sequence[Token]) -> QueryError | None:
    for before, token in pairwise(found):
        if token.text == "{":
            return None
        if token.text == "," and before.kind == "variable":
            return fault(text, token.start, "Expected a space, not a comma, between columns.")
    return None


def _operand(text: str, found: Sequence[Token]) -> QueryError | None:
    for before, token in pairwise(found):
        if before.text in _OPERATORS and token.text == ")" and before.kind == "operator":
            return fault(text, token.start, f"Expected a value after {before.text}.")
    return None


def _function(text: str, found: Sequence[Token]) -> QueryError | None:
    known = (*FUNCTIONS, *KEYWORDS)
    for token, after in pairwise(found):
        if token.kind == "word" and after.text == "(" and token.text.upper() not in known:
            near = nearest(token.text, known)
            hint = f"; did you mean {near}?" if near else "."
            return fault(text, token.start, f"There is no function {token.text}{hint}")
    return None


def _as_reported(text: str, found: Sequence[Token], report: str) -> QueryError:
    match = _REPORT.match(report)
    if match is None:
        return QueryError(f"The query does not parse: {report}")
    offset = _offset(text, int(match[1]), int(match[2]))
    tried = [item.strip() for item in _TRIED.findall(match[3]) if item.strip()]
    for item in tried:
        if item in _SAID_PLAINLY:
            return fault(text, offset, _SAID_PLAINLY[item])
    words = [item for item in tried if item.isalpha() and item.isupper()]
    names = list(dict.fromkeys(_NAMES[item] for item in tried if item in _NAMES))
    if not names:
        offset = _word_start(found, offset, words)
    token = next((t for t in found if t.start == offset), None)
    return fault(text, offset, _expected(token, names + words))


def _expected(token: Token | None, choices: Sequence[str]) -> str:
    near = nearest(token.text, KEYWORDS) if token is not None and token.kind == "word" else None
    here = f"{token.text} cannot stand here" if token is not None else "The query breaks off here"
    if near is not None and token is not None and near != token.text.upper():
        return f"{here}; did you mean {near}?"
    return f"{here}; expected {either(choices[:8])}." if choices else f"{here}."


def _offset(text: str, line: int, column: int) -> int:
    lines = text.split("\n")
    return sum(len(row) + 1 for row in lines[: line - 1]) + column - 1


def _word_start(found: Sequence[Token], offset: int, words: Sequence[str]) -> int:
    """Return where the parser began to look for a word; it reports the end of that attempt."""
    starts = {token.start for token in found}
    tried = [offset - len(word) for word in words if offset - len(word) in starts]
    return max(tried, default=offset)


_LOOKS: tuple[Callable[[str, Sequence[Token]], QueryError | None], ...] = (
    _empty,
    _wrong_form,
    _not_a_token,
    _selected_comma,
    _brackets,
    _triples,
    _operand,
    _function,
)
