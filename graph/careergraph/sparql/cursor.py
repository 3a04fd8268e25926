"""Reading tokens one after the other, and saying what is wrong where they do not go on."""

from __future__ import annotations

from collections.abc import Iterable

from careergraph.errors import QueryError
from careergraph.sparql.tokens import Source, Token, code, tokens
from careergraph.sparql.words import either, nearest

MAX_DEPTH = 64
"""Brackets inside each other; Oxigraph ends the process at about 830 on a stack of 8 MB."""
MAX_LINKS = 500
"""Patterns and operators of a query; Oxigraph ends the process at about 2,500 in a row."""
MAX_TRIPLES = 2_000
"""Triples that a query matches; with 20,000 Oxigraph ends the process, with 300 it takes long."""
_CLOSING = {
    "{": "}", "(": ")", "[": "]", "<<": ">>", "<<(": ")>>", "{|": "|}",
}  # fmt: skip
_OPENING = {right: left for left, right in _CLOSING.items()}


class Cursor:
    """Where the reading of a query stands.

    Parameters
    ----------
    source : Source
        The query.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self._tokens = code(source.text)
        self._index = 0
        self._open: list[Token] = []
        self._links = 0
        self._triples = 0
        self._end = Token("end", "", len(source.text), len(source.text))
        self.token = self._tokens[0] if self._tokens else self._end

    def advance(self) -> Token:
        """Go to the next token and return the one left behind."""
        token = self.token
        self._index += 1
        self.token = self._tokens[self._index] if self._index < len(self._tokens) else self._end
        return token

    def following(self) -> Token:
        """Return the token after the present one."""
        after = self._index + 1
        return self._tokens[after] if after < len(self._tokens) else self._end

    @property
    def keyword(self) -> str:
        """The present token in capitals where it is a word, else nothing."""
        token = self.token
        return token.text.upper() if token.kind == "word" else ""

    def is_operator(self, text: str) -> bool:
        """Return whether the present token is this operator."""
        return self.token.text == text and self.token.kind == "operator"

    def accept(self, text: str) -> bool:
        """Go past this operator where it is the present token."""
        found = self.token.text == text and self.token.kind == "operator"
        if found:
            self.advance()
        return found

    def expect(self, text: str) -> Token:
        """Go past this operator, which must be the present token."""
        if not self.is_operator(text):
            raise self.fail(text)
        return self.advance()

    def accept_word(self, word: str) -> bool:
        """Go past this word where it is the present token."""
        found = self.keyword == word
        if found:
            self.advance()
        return found

    def expect_word(self, word: str) -> Token:
        """Go past this word, which must be the present token."""
        if self.keyword != word:
            raise self.fail(word, known=(word,))
        return self.advance()

    def open(self, bracket: str) -> Token:
        """Go past an opening bracket."""
        token = self.expect(bracket)
        self._open.append(token)
        if len(self._open) > MAX_DEPTH:
            raise self.fault(token.start, f"More than {MAX_DEPTH} brackets inside each other.")
        return token

    def close(self, *expected: str) -> Token:
        """Go past the bracket that closes the last one opened."""
        closing = _CLOSING[self._open[-1].text]
        if not self.is_operator(closing):
            raise self.fail(*expected, closing)
        self._open.pop()
        return self.advance()

    def closes(self) -> bool:
        """Return whether the present token closes the last bracket opened."""
        return self.is_operator(_CLOSING[self._open[-1].text])

    def link(self, at: int, remedy: str = "") -> None:
        """Count one more piece of a chain that engines read as if each were inside the last."""
        self._links += 1
        if self._links > MAX_LINKS:
            raise self.fault(
                at, f"The query has more than {MAX_LINKS:,} patterns and operators.{remedy}"
            )

    def count_triple(self, at: int) -> None:
        """Count one more triple of the patterns."""
        self._triples += 1
        if self._triples > MAX_TRIPLES:
            raise self.fault(
                at,
                f"The query has more than {MAX_TRIPLES:,} triples to match. Put what differs "
                "between them into VALUES.",
            )

    def split(self) -> None:
        """Read the present token again, with its first character an operator of its own.

        After an operand, ``<`` compares, even where the text could go on as an IRI.
        """
        self.source.is_split = True
        text, at = self.source.text, self.token.start
        width = 2 if text.startswith("<=", at) else 1
        less = Token("operator", text[at : at + width], at, at + width)
        found, after = [less], self._index + 1
        for token in tokens(text, at + width):
            while after < len(self._tokens) and self._tokens[after].start < token.start:
                after += 1
            # From a place where a token began before, everything is as it was.
            if after < len(self._tokens) and self._tokens[after].start == token.start:
                break
            if token.kind not in ("space", "comment"):
                found.append(token)
            if token.kind == "bad":
                after = len(self._tokens)
                break
        self._tokens[self._index : after] = found
        self.token = less

    def fault(self, start: int, message: str) -> QueryError:
        """Return an error at a place of the text."""
        return self.source.fault(start, message)

    def fail(self, *expected: str, known: Iterable[str] = ()) -> QueryError:
        """Return the error for a token that cannot stand where it does.

        Parameters
        ----------
        *expected : str
            What can, in words.
        known : iterable of str
            Words that can, one of which may be meant.
        """
        token = self.token
        error = self._unreadable(token) or self._unbalanced(token)
        if error is not None:
            return error
        here = f"{token.text} cannot stand here" if token.text else "The query breaks off here"
        near = nearest(token.text, known) if token.kind == "word" else None
        if near is not None and near != token.text.upper():
            return self.fault(token.start, f"{here}; did you mean {near}?")
        said = f"; expected {either(tuple(dict.fromkeys(expected)))}." if expected else "."
        return self.fault(token.start, here + said)

    def _unreadable(self, token: Token) -> QueryError | None:
        if token.kind != "bad":
            return None
        if token.text in "\"'":
            long = 3 * token.text
            mark = long if self.source.text.startswith(long, token.start) else token.text
            return self.fault(token.start, f"Expected a closing {mark} for this string.")
        return self.fault(token.start, f"{token.text!r} cannot stand here.")

    def _unbalanced(self, token: Token) -> QueryError | None:
        innermost = self._open[-1] if self._open else None
        if token.kind == "end" and innermost is not None:
            return self.fault(innermost.start, f"This {innermost.text} is never closed.")
        if token.kind != "operator" or token.text not in _OPENING:
            return None
        if innermost is None:
            return self.fault(token.start, f"This {token.text} closes nothing.")
        closing = _CLOSING[innermost.text]
        if closing != token.text:
            return self.fault(token.start, f"Expected {closing} before this {token.text}.")
        return None
