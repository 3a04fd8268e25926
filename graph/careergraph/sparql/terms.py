"""IRIs, literals and variables: what the grammar calls terms."""

from __future__ import annotations

import re

from careergraph.sparql.ast import Blank, Iri, Literal, Node, Reified, Triple, Var, Verb
from careergraph.sparql.cursor import Cursor
from careergraph.sparql.iris import resolve
from careergraph.sparql.tokens import Source, Token
from careergraph.sparql.words import nearest
from careergraph.vocabulary import PREFIXES

RDF_TYPE = PREFIXES["rdf"] + "type"
_RDF_NIL = PREFIXES["rdf"] + "nil"
_STRING_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.S)
_ESCAPES = {
    "t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\",
}  # fmt: skip
_LOCAL_ESCAPE = re.compile(r"\\(.)")
_QUOTED = str.maketrans(
    {
        '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f",
    }
)  # fmt: skip
_DIRECTIONS = ("ltr", "rtl")


class Terms(Cursor):
    """Reads terms; the prologue says what prefixes and relative IRIs mean."""

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.prefixes: dict[str, str] = dict(PREFIXES)
        self.base: str | None = None

    def variable(self) -> Var:
        """Read a variable."""
        if self.token.kind != "variable":
            raise self.fail("a variable")
        token = self.advance()
        return Var(token.text[1:], token.start)

    def at_iri(self) -> bool:
        """Return whether an IRI stands here, in full or with a prefix."""
        return self.token.kind in ("prefixed", "iri")

    def iri(self) -> Iri:
        """Read an IRI."""
        if not self.at_iri():
            raise self.fail("an IRI")
        token = self.advance()
        if token.kind == "iri":
            return Iri(self._absolute(token), token.text, token.start)
        prefix, _, local = token.text.partition(":")
        if prefix not in self.prefixes:
            near = nearest(prefix, self.prefixes)
            hint = f"did you mean {near}:?" if near else f"declare it: PREFIX {prefix}: <...>"
            raise self.fault(token.start, f"The prefix {prefix}: is not known; {hint}")
        if "\\" in local:
            local = _LOCAL_ESCAPE.sub(r"\1", local)
        return Iri(self.prefixes[prefix] + local, token.text, token.start)

    def variable_or_iri(self) -> Var | Iri:
        """Read a variable or an IRI."""
        if self.token.kind == "variable":
            return self.variable()
        if not self.at_iri():
            raise self.fail("a variable", "an IRI")
        return self.iri()

    def _absolute(self, token: Token) -> str:
        written = token.text[1:-1]
        value = resolve(self.base, written)
        if value is None:
            raise self.fault(
                token.start,
                f"The IRI {token.text} is relative and there is no BASE; expected <scheme:rest>.",
            )
        return value

    def at_literal(self) -> bool:
        """Return whether a string, a number, true or false stands here."""
        if self.token.kind in ("string", "number"):
            return True
        if self.token.text in ("+", "-") and self.token.kind == "operator":
            after = self.following()
            return after.kind == "number" and after.start == self.token.end
        return self.keyword in ("TRUE", "FALSE")

    def literal(self) -> Literal:
        """Read a literal."""
        token = self.advance()
        if token.kind == "string":
            return self._string_literal(token)
        text = token.text
        if token.kind == "operator":
            text += self.advance().text
        if token.kind == "word":
            text = text.lower()
        return Literal(text, text, token.start)

    def string(self) -> Literal:
        """Read a string without language or datatype."""
        if self.token.kind != "string":
            raise self.fail("a string")
        token = self.advance()
        value = self._characters(token)
        return Literal(value, quoted(value), token.start)

    def _string_literal(self, token: Token) -> Literal:
        value = self._characters(token)
        text = quoted(value)
        if self.token.kind == "language":
            tag = self.advance()
            direction = tag.text.partition("--")[2]
            if "--" in tag.text and direction not in _DIRECTIONS:
                raise self.fault(tag.start, f"Expected --ltr or --rtl, not --{direction}.")
            text += tag.text
        elif self.accept("^^"):
            text += f"^^<{self.iri().value}>"
        return Literal(value, text, token.start)

    def _characters(self, token: Token) -> str:
        inside = unquoted(token.text)
        if "\\" not in inside:
            return inside
        marks = (len(token.text) - len(inside)) // 2

        def character(match: re.Match[str]) -> str:
            if match[3] is None:
                return chr(int(match[1] or match[2], 16))
            if match[3] not in _ESCAPES:
                raise self.fault(
                    token.start + marks + match.start(),
                    rf"\{match[3]} is no escape in a string; a backslash is written \\.",
                )
            return _ESCAPES[match[3]]

        return _STRING_ESCAPE.sub(character, inside)

    def at_term(self) -> bool:
        """Return whether a node stands here that is no list and has no properties."""
        kind = self.token.kind
        if kind in ("variable", "prefixed", "iri", "blank", "string"):
            return True
        if kind == "operator":
            if self.token.text in ("<<", "<<("):
                return True
            if self.token.text in ("(", "["):
                return self.following().text == _CLOSED[self.token.text]
        return self.at_literal()

    def term(self) -> Node:
        """Read a node that is no list and has no properties."""
        token = self.token
        if token.kind == "variable":
            return self.variable()
        if self.at_iri():
            return self.iri()
        if token.kind == "blank":
            return Blank(self.advance().text[2:], token.start)
        if token.kind == "operator" and token.text in ("(", "["):
            self.advance()
            self.advance()
            return Iri(_RDF_NIL, "()", token.start) if token.text == "(" else Blank("", token.start)
        if token.text == "<<(":
            return self.triple_term()
        if token.text == "<<":
            return self._reified()
        return self.literal()

    def triple_term(self) -> Triple:
        """Read a triple term."""
        at = self.open("<<(").start
        subject, verb, object_ = self._three()
        self.close()
        return Triple(subject, verb, object_, at)

    def _reified(self) -> Reified:
        at = self.open("<<").start
        subject, verb, object_ = self._three()
        reifier = None
        if self.accept("~"):
            reifier = self.reifier()
        self.close("~")
        return Reified(subject, verb, object_, reifier, at)

    def reifier(self) -> Node:
        """Read what may stand after ``~``: a name for the triple, or a blank node."""
        if self.token.kind in ("variable", "blank", "prefixed", "iri") or self.is_operator("["):
            return self.term()
        return Blank("", self.token.start)

    def _three(self) -> tuple[Node, Verb, Node]:
        subject = self._part("a subject")
        verb = self.verb()
        return subject, verb, self._part("an object")

    def _part(self, what: str) -> Node:
        if not self.at_term():
            raise self.fail(what)
        return self.term()

    def verb(self) -> Var | Iri:
        """Read a predicate that is no path."""
        if self.token.text == "a" and self.token.kind == "word":
            return Iri(RDF_TYPE, "a", self.advance().start)
        if self.token.kind != "variable" and not self.at_iri():
            raise self.fail("a predicate")
        return self.variable_or_iri()


_CLOSED = {"(": ")", "[": "]"}


def unquoted(text: str) -> str:
    """Return what stands between the marks of a string.

    >>> unquoted("'a'"), unquoted("'''it's'''")
    ('a', "it's")
    """
    marks = 3 if text[:3] in ('"""', "'''") and len(text) >= 6 else 1
    return text[marks:-marks]


def quoted(text: str) -> str:
    r"""Return a string as the canonical text has it.

    >>> print(quoted('say "a\\b"'))
    "say \"a\\b\""
    """
    return f'"{text.translate(_QUOTED)}"'
