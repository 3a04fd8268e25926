"""Whole queries: prologue, form, dataset, pattern and what comes after it."""

from __future__ import annotations

from careergraph.errors import QueryError
from careergraph.sparql.ast import (
    Bind,
    Dataset,
    Expression,
    Group,
    Iri,
    Ordering,
    Select,
    Triples,
    Var,
)
from careergraph.sparql.iris import resolve
from careergraph.sparql.patterns import Patterns
from careergraph.sparql.tokens import Source
from careergraph.sparql.words import FORMS, MODIFIERS, UPDATES, either, nearest


class Parser(Patterns):
    """Reads one query."""

    def query(self) -> Select:
        """Read the query, to the end of the text.

        Raises
        ------
        QueryError
            It is none; the message names line and column and says what was expected.
        """
        if self.token.kind == "end":
            raise QueryError(f"The query is empty; expected {either(FORMS)}.")
        self._prologue()
        form = self.keyword
        if form not in FORMS:
            raise self._wrong_form()
        read = {
            "SELECT": self._select,
            "ASK": self._ask,
            "CONSTRUCT": self._construct,
            "DESCRIBE": self._describe,
        }[form]
        found = read()
        if self.token.kind != "end":
            raise self.fail(*MODIFIERS, "the end", known=MODIFIERS)
        return found

    def _prologue(self) -> None:
        while self.keyword in ("PREFIX", "BASE", "VERSION"):
            word = self.advance().text.upper()
            if word == "PREFIX":
                self._prefix()
            elif word == "BASE":
                self.base = self._declared()
            else:
                self.string()

    def _prefix(self) -> None:
        token = self.token
        if token.kind != "prefixed" or not token.text.endswith(":") or token.text.count(":") > 1:
            raise self.fail("a prefix with its colon")
        self.advance()
        self.prefixes[token.text[:-1]] = self._declared()

    def _declared(self) -> str:
        token = self.token
        if token.kind != "iri":
            raise self.fail("<scheme:rest>")
        self.advance()
        value = resolve(self.base, token.text[1:-1])
        if value is None:
            raise self.fault(
                token.start, f"The IRI {token.text} is relative; expected <scheme:rest>."
            )
        return value

    def _wrong_form(self) -> QueryError:
        token, word = self.token, self.keyword
        if token.kind == "end":
            return self.fault(token.start, f"Expected {either(FORMS)} after the prefixes.")
        if word in UPDATES:
            return self.fault(
                token.start, f"{token.text} would change the graph; expected {either(FORMS)}."
            )
        if token.kind != "word":
            return self.fail(either(FORMS))
        near = nearest(word, (*FORMS, "PREFIX", "BASE"))
        hint = f" Did you mean {near}?" if near else ""
        return self.fault(token.start, f"Expected {either(FORMS)}, not {token.text}.{hint}")

    def _select(self) -> Select:
        return self._solutions("SELECT", sub=False)

    def sub_select(self) -> Select:
        """Read a SELECT inside braces."""
        return self._solutions("SELECT", sub=True)

    def _solutions(self, form: str, *, sub: bool) -> Select:
        at = self.advance().start
        modifier = self.advance().text.upper() if self.keyword in ("DISTINCT", "REDUCED") else ""
        columns = None if self.accept("*") else self._columns()
        dataset = () if sub else self._dataset()
        return self._rest(Select(form, modifier, columns, None, dataset, *_NOTHING, at))

    def _columns(self) -> tuple[Var | Bind, ...]:
        found: list[Var | Bind] = []
        while True:
            if self.token.kind == "variable":
                found.append(self.variable())
            elif self.is_operator("("):
                self.link(self.token.start)
                found.append(self.named_expression(self.token.start))
            elif self.is_operator(",") and found:
                raise self.fault(
                    self.token.start, "Expected a space, not a comma, between columns."
                )
            else:
                break
        if not found:
            near = ("DISTINCT", "REDUCED")
            raise self.fail("a variable", "(", "*", known=near)
        return tuple(found)

    def _ask(self) -> Select:
        at = self.advance().start
        return self._rest(Select("ASK", "", (), None, self._dataset(), *_NOTHING, at))

    def _describe(self) -> Select:
        at = self.advance().start
        columns: list[Var | Iri] | None = None
        if not self.accept("*"):
            columns = [self.variable_or_iri()]
            while self.token.kind == "variable" or self.at_iri():
                columns.append(self.variable_or_iri())
        nodes = tuple(columns) if columns is not None else None
        dataset = self._dataset()
        found = Select("DESCRIBE", "", nodes, None, dataset, *_NOTHING, at)
        has_where = self.is_operator("{") or self.keyword == "WHERE"
        return self._rest(found) if has_where else self._modified(found)

    def _construct(self) -> Select:
        at = self.advance().start
        template = None
        if self.is_operator("{"):
            template = self._template()[1]
        dataset = self._dataset()
        found = Select("CONSTRUCT", "", (), template, dataset, *_NOTHING, at)
        if template is not None:
            return self._rest(found)
        self.expect_word("WHERE")
        group, _ = self._template()
        return self._modified(found._replace(where=group))

    def _template(self) -> tuple[Group, tuple[Triples, ...]]:
        at = self.open("{").start
        self.paths = False
        triples = self.triples()
        self.paths = True
        end = self.close("a triple").start
        return Group(triples, at, end), triples

    def _dataset(self) -> tuple[Dataset, ...]:
        found = []
        while self.keyword == "FROM":
            at = self.advance().start
            named = self.accept_word("NAMED")
            found.append(Dataset(named, self.iri(), at))
        return tuple(found)

    def _rest(self, found: Select) -> Select:
        worded = self.accept_word("WHERE")
        if not self.is_operator("{"):
            raise self.fail("{", known=() if worded else ("WHERE", "FROM"))
        return self._modified(found._replace(where=self.group()))

    def _modified(self, found: Select) -> Select:
        group_by = self._group_by() if self._clause("GROUP") else ()
        having = self._having() if self.accept_word("HAVING") else ()
        order_by = self._order_by() if self._clause("ORDER") else ()
        limit = offset = None
        if self.accept_word("LIMIT"):
            limit = self._count()
            offset = self._count() if self.accept_word("OFFSET") else None
        elif self.accept_word("OFFSET"):
            offset = self._count()
            limit = self._count() if self.accept_word("LIMIT") else None
        values = self.values() if self.keyword == "VALUES" else None
        return found._replace(
            group_by=group_by,
            having=having,
            order_by=order_by,
            limit=limit,
            offset=offset,
            values=values,
        )

    def _clause(self, word: str) -> bool:
        if not self.accept_word(word):
            return False
        self.expect_word("BY")
        return True

    def _group_by(self) -> tuple[Expression | Bind, ...]:
        found: list[Expression | Bind] = []
        while True:
            if self.token.kind == "variable":
                found.append(self.variable())
            elif self.is_operator("("):
                self.link(self.token.start)
                found.append(self._key())
            elif self._at_call():
                self.link(self.token.start)
                found.append(self.constraint())
            else:
                break
        if not found:
            raise self.fail("a variable", "(", "a function")
        return tuple(found)

    def _key(self) -> Expression | Bind:
        at = self.open("(").start
        expression = self.expression()
        variable = self.variable() if self.accept_word("AS") else None
        self.close("an operator", "AS")
        return Bind(expression, variable, at) if variable is not None else expression

    def _at_call(self) -> bool:
        token = self.token
        if token.kind == "word":
            called = self.following().text == "(" or self.keyword in ("EXISTS", "NOT")
            return called and self.keyword not in MODIFIERS
        return self.at_iri()

    def _having(self) -> tuple[Expression, ...]:
        found = [self.constraint()]
        while self.is_operator("(") or self._at_call():
            self.link(self.token.start)
            found.append(self.constraint())
        return tuple(found)

    def _order_by(self) -> tuple[Ordering, ...]:
        found: list[Ordering] = []
        while True:
            word = self.keyword
            if word in ("ASC", "DESC"):
                self.advance()
                if not self.is_operator("("):
                    raise self.fail("(")
                found.append(Ordering(word, self.bracketed()))
            elif self.token.kind == "variable":
                found.append(Ordering("", self.variable()))
            elif self.is_operator("(") or self._at_call():
                found.append(Ordering("", self.constraint()))
            else:
                break
        if not found:
            raise self.fail("a variable", "ASC", "DESC", "(", known=("ASC", "DESC"))
        return tuple(found)

    def _count(self) -> int:
        token = self.token
        if token.kind != "number" or not token.text.isdigit():
            raise self.fail("a number")
        self.advance()
        if len(token.text) > 18:
            raise self.fault(token.start, "Expected a number of at most 18 digits.")
        return int(token.text)


_NOTHING: tuple[None, tuple[()], tuple[()], tuple[()], None, None, None] = (
    None, (), (), (), None, None, None,
)  # fmt: skip


def read(source: Source) -> tuple[Select, str | None]:
    """Return a query as a tree, and its base IRI."""
    parser = Parser(source)
    return parser.query(), parser.base
