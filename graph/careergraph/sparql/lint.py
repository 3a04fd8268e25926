"""What looks like a mistake in a query that can run.

Each rule is a function that yields where and what; a rule speaks only when it is sure.
"""

from __future__ import annotations

import re
from collections import ChainMap, Counter
from collections.abc import Callable, Container, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from careergraph.sparql.ast import (
    Bind,
    Call,
    Expression,
    Group,
    Iri,
    Literal,
    Path,
    Select,
    Triples,
    Var,
    walk,
)
from careergraph.sparql.components import unconnected
from careergraph.sparql.scope import (
    in_scope,
    is_aggregated,
    walk_expression,
)
from careergraph.sparql.statements import Statement, statements
from careergraph.sparql.terms import quoted
from careergraph.sparql.words import nearest
from careergraph.vocabulary import PREFIXES, RDF_TYPE, TERMS, Term

if TYPE_CHECKING:
    from careergraph.sparql.query import Query

_LABELS = (PREFIXES["skos"] + "prefLabel", PREFIXES["rdfs"] + "label")
_SPECIAL = re.compile(r"[.^$*+?{}\[\]\\|()]")
_SHORTEST_NAME = 4
"""Shorter names are too alike to tell a mistyped one."""
_LONGEST_NAME = 64
"""Nobody types longer ones."""

_MOST_GUESSES = 20
"""Names that nothing binds for which the nearest is looked for: it takes a while each."""

Found = Iterator[tuple[int, str]]


class Remark(NamedTuple):
    """What looks like a mistake, with line and column from one, and what to do."""

    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"Line {self.line}, column {self.column}: {self.message}"


def lint(query: Query) -> tuple[Remark, ...]:
    """Return what looks like a mistake in a query, in the order of the text.

    >>> from careergraph.sparql import parse
    >>> print(*lint(parse("SELECT ?skil { ?skill a cg:Skill }")))
    Line 1, column 8: Nothing binds ?skil; did you mean ?skill?
    """
    found = {finding for rule in _RULES for finding in rule(query.tree)}
    return tuple(Remark(*query.place(at), message) for at, message in sorted(found))


def _unknown_terms(tree: Select) -> Found:
    terms = {str(term) for term in Term}
    for node in walk(tree):
        if isinstance(node, Iri) and node.value.startswith(TERMS):
            name = node.value.removeprefix(TERMS)
            if name and node.value not in terms:
                near = nearest(name, [term.name for term in Term])
                hint = f"; did you mean cg:{near}?" if near else "."
                yield node.at, f"cg:{name} is not a term of the ontology{hint}"


def _never_bound(tree: Select) -> Found:
    guesses = iter(range(_MOST_GUESSES))
    for select in _selects(tree):
        bound = in_scope(select.where)
        if select.values is not None:
            bound.update(dict.fromkeys(v.name for v in select.values.variables))
        keys = [key.variable.name for key in select.group_by if isinstance(key, Bind)]
        bound.update(dict.fromkeys(keys))
        for column in select.columns or ():
            used = [column] if isinstance(column, Var) else []
            if isinstance(column, Bind):
                used = [v for v in walk_expression(column.expression) if isinstance(v, Var)]
            for variable in used:
                if variable.name not in bound and select.where is not None:
                    known = bound if next(guesses, None) is not None else ()
                    yield variable.at, _unbound(variable.name, known)
            if isinstance(column, Bind):
                bound[column.variable.name] = None


def _unbound(name: str, known: Iterable[str]) -> str:
    near = nearest(name, known)
    return f"Nothing binds ?{name}" + (f"; did you mean ?{near}?" if near else " in the pattern.")


def _mistyped(tree: Select) -> Found:
    nodes = [node for node in walk(tree) if isinstance(node, Var)]
    uses = Counter(node.name for node in nodes)
    for triples in (node for node in walk(tree) if isinstance(node, Triples)):
        # A semicolon uses the subject again.
        uses.update({_name(triples.subject): len(triples.properties) - 1})
    chosen = {c.name for s in _selects(tree) for c in s.columns or () if isinstance(c, Var)}
    named = {node.variable.name for node in walk(tree) if isinstance(node, Bind)}
    # Two names that differ by one slip are the same without some one letter.
    meant: dict[str, list[tuple[int, str]]] = {}
    for place, (name, times) in enumerate(uses.items()):
        if times > 1 and len(name) <= _LONGEST_NAME:
            for shorter in _without_a_letter(name):
                meant.setdefault(shorter, []).append((place, name))
    for node in nodes:
        name = node.name
        if uses[name] > 1 or name in chosen or name in named:
            continue
        if not _SHORTEST_NAME <= len(name) <= _LONGEST_NAME:
            continue
        alike = {found for shorter in _without_a_letter(name) for found in meant.get(shorter, ())}
        other = next((one for _, one in sorted(alike) if _one_slip(name, one)), None)
        if other is not None:
            yield node.at, f"?{name} is used only here; did you mean ?{other}?"


def _without_a_letter(name: str) -> set[str]:
    return {name, *(name[:place] + name[place + 1 :] for place in range(len(name)))}


def _one_slip(name: str, other: str) -> bool:
    """Return whether two letters changed places, or one is missing, added or another.

    Names that differ in digits or in a plural s are meant to differ.
    """
    if abs(len(name) - len(other)) > 1 or name.rstrip("s") == other.rstrip("s"):
        return False
    start = 0
    while start < min(len(name), len(other)) and name[start] == other[start]:
        start += 1
    left, right = name[start:], other[start:]
    if len(left) == len(right):
        swapped = left[:2] == right[:2][::-1] and left[2:] == right[2:]
        return swapped or (left[1:] == right[1:] and not (left[:1] + right[:1]).isdigit())
    longer, shorter = max(left, right, key=len), min(left, right, key=len)
    return longer[1:] == shorter and longer[0].isalpha() and bool(shorter)


def _cartesian(tree: Select) -> Found:
    for group, outer in _groups_with_outer(tree):
        for at, names in unconnected(group, outer):
            known = ", ".join(f"?{name}" for name in names)
            yield (
                at,
                f"Nothing connects this with {known}: each row of one is joined with every row "
                "of the other. Share a variable, or compare them in a FILTER.",
            )


def _path_trap(tree: Select) -> Found:
    for group in _groups(tree):
        found = [s for e in group.elements if isinstance(e, Triples) for s in statements(e)]
        kinds: dict[str, dict[str, None]] = {}
        for subject, verb, object_ in found:
            typed = isinstance(verb, Iri) and verb.value == RDF_TYPE
            if typed and isinstance(subject, Var) and isinstance(object_, Iri):
                kinds.setdefault(subject.name, {})[object_.written] = None
        for closure in found:
            open_end = _open_end(closure)
            for kind in kinds.get(open_end or "", ()):
                yield (
                    closure.at,
                    "A path from a fixed start, joined with a type, can take very long: write "
                    f"FILTER EXISTS {{ ?{open_end} a {kind} }} instead of the triple "
                    f"?{open_end} a {kind}.",
                )


def _open_end(statement: Statement) -> str | None:
    verb = statement.verb
    while isinstance(verb, Path) and verb.kind in "(^":
        verb = verb.parts[0]
    if not isinstance(verb, Path) or verb.kind not in "*+":
        return None
    ends = (statement.subject, statement.object)
    for fixed, open_ in (ends, ends[::-1]):
        if isinstance(fixed, Iri) and isinstance(open_, Var):
            return open_.name
    return None


def _label_first(tree: Select) -> Found:
    for select in _selects(tree):
        keys = {key.name: key for key in select.group_by if isinstance(key, Var)}
        if len(keys) < 2 or not is_aggregated(select) or select.where is None:
            continue
        found = [s for e in select.where.elements if isinstance(e, Triples) for s in statements(e)]
        # From a fixed start, the rows are few.
        if any(_is_anchored(statement) for statement in found):
            continue
        for subject, verb, label in found:
            labels = isinstance(verb, Iri) and verb.value in _LABELS
            if labels and {_name(subject), _name(label)} <= keys.keys():
                yield (
                    keys[_name(label)].at,
                    f"The label ?{_name(label)} is looked up for every row and grouped by. Group "
                    f"by ?{_name(subject)} in a sub-select, and take the label outside it, once "
                    "for each group.",
                )


def _is_anchored(statement: Statement) -> bool:
    typed = isinstance(statement.verb, Iri) and statement.verb.value == RDF_TYPE
    return not typed and (isinstance(statement.subject, Iri) or isinstance(statement.object, Iri))


def _name(node: object) -> str:
    return node.name if isinstance(node, Var) else ""


def _plain_regex(tree: Select) -> Found:
    for call in walk(tree):
        if not isinstance(call, Call) or call.name != "REGEX":
            continue
        pattern = call.arguments[1]
        flags = call.arguments[2] if len(call.arguments) > 2 else None
        if not isinstance(pattern, Literal) or (flags is not None and not _is_i(flags)):
            continue
        anchored = pattern.value.startswith("^")
        words = pattern.value.removeprefix("^")
        if not words or _SPECIAL.search(words):
            continue
        function = "STRSTARTS" if anchored else "CONTAINS"
        shown = f"{function}(..., {quoted(words)})"
        if flags is not None:
            shown = f"{function}(LCASE(...), {quoted(words.lower())})"
        yield call.at, f"This REGEX looks for plain words: {shown} is quicker."


def _is_i(flags: Expression) -> bool:
    return isinstance(flags, Literal) and flags.value == "i"


def _selects(tree: Select) -> Iterator[Select]:
    for node in walk(tree):
        if isinstance(node, Select) and node.form in ("SELECT", "DESCRIBE"):
            yield node


def _groups(tree: Select) -> Iterator[Group]:
    for node in walk(tree):
        if isinstance(node, Group):
            yield node


def _groups_with_outer(tree: Select) -> Iterator[tuple[Group, Container[str]]]:
    """Yield each group with the variables that patterns around it bind for it."""
    nothing: ChainMap[str, None] = ChainMap()
    waiting: list[tuple[object, ChainMap[str, None]]] = [(tree, nothing)]
    while waiting:
        node, outer = waiting.pop()
        if isinstance(node, Select):
            outer = nothing
        if isinstance(node, Group):
            yield node, outer
            outer = outer.new_child(in_scope(node))
        if isinstance(node, tuple):
            waiting.extend((part, outer) for part in node if isinstance(part, tuple))


_RULES: tuple[Callable[[Select], Found], ...] = (
    _unknown_terms,
    _never_bound,
    _mistyped,
    _cartesian,
    _path_trap,
    _label_first,
    _plain_regex,
)
