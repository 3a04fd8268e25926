"""A query as a tree of immutable nodes; `at` is where a node begins in the text as read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Var(NamedTuple):
    """A variable, without its mark."""

    name: str
    at: int


class Iri(NamedTuple):
    """An IRI in full, and as it was written."""

    value: str
    written: str
    at: int


class Literal(NamedTuple):
    """A literal: its characters, and its canonical text."""

    value: str
    text: str
    at: int


class Blank(NamedTuple):
    """A blank node by label; an anonymous one has none."""

    label: str
    at: int


class Triple(NamedTuple):
    """A triple term ``<<( s p o )>>``."""

    subject: Node
    verb: Verb
    object: Node
    at: int


class Reified(NamedTuple):
    """A reified triple ``<< s p o ~ r >>``; `reifier` is None where none is named."""

    subject: Node
    verb: Verb
    object: Node
    reifier: Node | None
    at: int


class Properties(NamedTuple):
    """A blank node with properties, ``[ p o ]``."""

    properties: tuple[Property, ...]
    at: int


class Collection(NamedTuple):
    """A list of nodes, ``( a b )``."""

    members: tuple[Node, ...]
    at: int


class Path(NamedTuple):
    """A property path: one of ``/ | ^ ! * + ?``, or brackets, over its parts."""

    kind: str
    parts: tuple[Verb, ...]
    at: int


class Annotation(NamedTuple):
    """What is said about a triple: a reifier ``~ r``, or properties ``{| p o |}``."""

    reifier: Node | None
    properties: tuple[Property, ...]


class Object(NamedTuple):
    """An object of a triple with its annotations."""

    node: Node
    annotations: tuple[Annotation, ...]


class Property(NamedTuple):
    """A verb with its objects."""

    verb: Verb
    objects: tuple[Object, ...]


Node = Var | Iri | Literal | Blank | Triple | Reified | Properties | Collection
Verb = Var | Iri | Path


class Triples(NamedTuple):
    """A subject with its properties, as far as the next full stop."""

    subject: Node
    properties: tuple[Property, ...]


class Bracketed(NamedTuple):
    """An expression in brackets."""

    inner: Expression
    at: int


class Unary(NamedTuple):
    """One of ``! + -`` before an operand, perhaps several."""

    operators: tuple[str, ...]
    operand: Expression
    at: int


class Operation(NamedTuple):
    """Operands joined by operators of one rank, read from the left."""

    operators: tuple[str, ...]
    operands: tuple[Expression, ...]

    @property
    def at(self) -> int:
        """Where the first operand begins."""
        return self.operands[0].at


class Members(NamedTuple):
    """What stands in brackets after IN."""

    items: tuple[Expression, ...]
    at: int


class Call(NamedTuple):
    """A function, an aggregate or a cast with its arguments; ``COUNT(*)`` has none."""

    name: str | Iri
    arguments: tuple[Expression, ...]
    at: int
    distinct: bool = False
    separator: Literal | None = None
    star: bool = False


class Exists(NamedTuple):
    """EXISTS or NOT EXISTS."""

    negated: bool
    group: Group
    at: int


Expression = Var | Iri | Literal | Triple | Bracketed | Unary | Operation | Members | Call | Exists


class Group(NamedTuple):
    """Patterns in braces."""

    elements: tuple[Element, ...]
    at: int
    end: int


class Optional(NamedTuple):
    """OPTIONAL, MINUS or LATERAL with its group."""

    word: str
    group: Group
    at: int


class Union(NamedTuple):
    """Groups, of which each gives solutions; a group alone is a union of one."""

    groups: tuple[Group, ...]
    at: int


class Named(NamedTuple):
    """GRAPH or SERVICE with its name and group."""

    word: str
    silent: bool
    name: Var | Iri
    group: Group
    at: int


class Filter(NamedTuple):
    """FILTER with its condition."""

    condition: Expression
    at: int


class Bind(NamedTuple):
    """An expression with the variable that it is named by: BIND, or a column or key."""

    expression: Expression
    variable: Var
    at: int


class Values(NamedTuple):
    """VALUES: variables with rows of terms; None is UNDEF."""

    variables: tuple[Var, ...]
    rows: tuple[tuple[Iri | Literal | Triple | None, ...], ...]
    bare: bool
    at: int


class Dataset(NamedTuple):
    """FROM or FROM NAMED with its IRI."""

    named: bool
    name: Iri
    at: int


class Ordering(NamedTuple):
    """A condition of ORDER BY; `direction` is ASC, DESC or empty."""

    direction: str
    expression: Expression


class Select(NamedTuple):
    """A query of any form, or a sub-select.

    `columns` are those of SELECT or the nodes of DESCRIBE, None for a star; `template` is that
    of CONSTRUCT, None where the pattern is one as well.
    """

    form: str
    modifier: str
    columns: tuple[Var | Iri | Bind, ...] | None
    template: tuple[Triples, ...] | None
    dataset: tuple[Dataset, ...]
    where: Group | None
    group_by: tuple[Expression | Bind, ...]
    having: tuple[Expression, ...]
    order_by: tuple[Ordering, ...]
    limit: int | None
    offset: int | None
    values: Values | None
    at: int


Element = Triples | Optional | Union | Named | Filter | Bind | Values | Select


def children(node: object) -> list[object]:
    """Return the nodes directly inside a node, the last first."""
    if not isinstance(node, tuple):
        return []
    return [part for part in reversed(node) if isinstance(part, tuple)]


def walk(node: object) -> Iterator[object]:
    """Yield a node and every node inside it, in the order of the text."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        # What is a tuple and nothing more is a list of nodes.
        if type(found) is not tuple:
            yield found
        waiting.extend(children(found))
