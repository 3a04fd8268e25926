"""SHACL shapes as SPARQL queries, for graphs too large to visit node by node in Python.

Of SHACL (W3C Recommendation, 20 July 2017) this reads what ``ontology/shapes.ttl`` is written in
and refuses the rest. A condition on one value becomes an expression that is true or false, never an
error; one on all values of a node becomes a pattern that matches where it is breached.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, count
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from careergraph.vocabulary import PREFIXES, RDF_TYPE

if TYPE_CHECKING:
    import pyoxigraph

Node: TypeAlias = Any
"""A term of pyoxigraph: an IRI, a blank node or a literal."""

SH = PREFIXES["sh"]
RDF = PREFIXES["rdf"]
XSD = PREFIXES["xsd"]

SUB_CLASS = PREFIXES["rdfs"] + "subClassOf"

WITHOUT_CAST = {XSD + "string", RDF + "langString"}
"""Datatypes of which every literal is well formed."""

TARGETS = {
    "targetClass": "?this <{type}> ?class . ?class <{sub}>* {node}",
    "targetSubjectsOf": "?this {node} ?object",
    "targetObjectsOf": "?subject {node} ?this",
}
"""Patterns of the nodes that a shape is about."""

PATHS = {
    "inversePath": "^{}",
    "zeroOrOnePath": "{}?",
    "zeroOrMorePath": "{}*",
    "oneOrMorePath": "{}+",
}

COMPARISONS = {
    "minInclusive": ">=",
    "minExclusive": ">",
    "maxInclusive": "<=",
    "maxExclusive": "<",
}

NO_CONDITION = {"path", "message", "property", "sparql", "qualifiedValueShape", *TARGETS}
"""Properties that are read elsewhere than as a condition on value nodes."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A query whose every solution breaches a shape: ``?this`` does, as the message says."""

    shape: str
    message: str
    query: str

    def say(self, values: Mapping[str, str]) -> str:
        """Return the message with the values of a solution in place of their variables.

        >>> Rule("LevelShape", "{?value} has the same rank.", "").say({"value": "ex:level-2"})
        'ex:level-2 has the same rank.'
        """
        return re.sub(r"\{[?$](\w+)\}", lambda found: values[found[1]], self.message)


def rules(file: Path) -> tuple[Rule, ...]:
    """Return the named shapes of a Turtle file as rules, one for each message.

    Raises
    ------
    NotImplementedError
        A shape uses a part of SHACL that is not read here.

    Examples
    --------
    >>> from careergraph._resources import SHAPES_FILE
    >>> sorted({rule.shape for rule in rules(SHAPES_FILE)})[:2]
    ['AssumptionsShape', 'CareerPathShape']
    """
    return tuple(_Shapes(file).rules())


class _Shapes:
    """The shapes of one file; fresh variables are numbered over all of them."""

    def __init__(self, file: Path) -> None:
        import pyoxigraph

        self._store = pyoxigraph.Store()
        self._store.load(path=file, format=pyoxigraph.RdfFormat.TURTLE)
        self._numbers = count(1)

    def rules(self) -> Iterator[Rule]:
        """Yield a rule for each message of each named shape."""
        import pyoxigraph

        kind = pyoxigraph.NamedNode(RDF_TYPE), pyoxigraph.NamedNode(SH + "NodeShape")
        for quad in self._store.quads_for_pattern(None, *kind):
            shape = quad.subject
            if isinstance(shape, pyoxigraph.NamedNode):
                yield from self._rules_of(shape)

    def _rules_of(self, shape: pyoxigraph.NamedNode) -> Iterator[Rule]:
        name = shape.value.rpartition("#")[2]
        targets = f"{{ SELECT DISTINCT ?this WHERE {{ {self._targets(shape)} }} }}"
        for part in (shape, *self._objects(shape, "property")):
            for breach in self._breaches(part, "?this"):
                query = f"SELECT DISTINCT ?this WHERE {{ {targets} {breach} }}"
                yield Rule(name, self._text(part, "message"), query)
        for part in self._objects(shape, "sparql"):
            select = f"{{ {self._text(part, 'select')} }}"
            query = f"{self._prefixes(part)} SELECT DISTINCT * WHERE {{ {select} {targets} }}"
            yield Rule(name, self._text(part, "message"), query)

    def _targets(self, shape: Node) -> str:
        patterns = [
            pattern.format(node=node, type=RDF_TYPE, sub=SUB_CLASS)
            for name, pattern in TARGETS.items()
            for node in self._objects(shape, name)
        ]
        return " UNION ".join(f"{{ {pattern} }}" for pattern in patterns)

    def _prefixes(self, part: Node) -> str:
        return " ".join(
            f"PREFIX {self._text(declared, 'prefix')}: <{self._text(declared, 'namespace')}>"
            for ontology in self._objects(part, "prefixes")
            for declared in self._objects(ontology, "declare")
        )

    def _breaches(self, shape: Node, focus: str) -> Iterator[str]:
        """Yield patterns; a node breaches the shape where one of them has a solution."""
        path = self._objects(shape, "path")
        if not path:
            for condition in self._on_value(shape, focus):
                yield f"FILTER (!({condition}))"
            return
        values = f"{focus} {self._path(path[0])}"
        for condition in self._on_value(shape, value := self._variable()):
            yield f"{values} {value} FILTER (!({condition}))"
        for name, parameter in self._statements(shape):
            if name in _ON_VALUES:
                yield _ON_VALUES[name](self, shape, values, parameter)

    def _on_value(self, shape: Node, value: str) -> Iterator[str]:
        """Yield the conditions that each value node meets on its own."""
        for name, parameter in self._statements(shape):
            if name in COMPARISONS:
                yield f"COALESCE({value} {COMPARISONS[name]} {parameter}, false)"
            elif name in _ON_VALUE:
                yield _ON_VALUE[name](self, value, parameter)
            elif name not in _ON_VALUES and name not in NO_CONDITION:
                raise NotImplementedError(f"sh:{name} in {shape}")

    def _conforms(self, shape: Node, focus: str) -> str:
        """Return an expression that is true where a node conforms to a shape within a shape."""
        if not self._objects(shape, "path"):
            return _all(self._on_value(shape, focus))
        return _all(f"NOT EXISTS {{ {breach} }}" for breach in self._breaches(shape, focus))

    def class_(self, value: str, parameter: Node) -> str:
        """Return that a node is an instance of a class or of a class below it."""
        kind = self._variable()
        return f"EXISTS {{ {value} <{RDF_TYPE}> {kind} . {kind} <{SUB_CLASS}>* {parameter} }}"

    def datatype(self, value: str, parameter: Node) -> str:
        """Return that a literal has a datatype and is well formed."""
        is_of_it = f"DATATYPE({value}) = {parameter}"
        if parameter.value not in WITHOUT_CAST:
            is_of_it += f" && {parameter}(STR({value})) = {value}"
        return f"COALESCE({is_of_it}, false)"

    def pattern(self, value: str, parameter: Node) -> str:
        """Return that the text of a literal or an IRI matches."""
        return f"COALESCE(REGEX(STR({value}), {parameter}), false)"

    def in_(self, value: str, parameter: Node) -> str:
        """Return that a node is a member of a list."""
        return _any(f"SAMETERM({value}, {member})" for member in self._members(parameter))

    def or_(self, value: str, parameter: Node) -> str:
        """Return that a node conforms to one shape of a list at least."""
        return _any(self._conforms(member, value) for member in self._members(parameter))

    def has_value(self, shape: Node, values: str, parameter: Node) -> str:
        """Match nodes that lack a value."""
        return f"FILTER NOT EXISTS {{ {values} {parameter} }}"

    def min_count(self, shape: Node, values: str, parameter: Node) -> str:
        """Match nodes with fewer values."""
        return f"FILTER NOT EXISTS {{ {self._several(values, int(parameter.value))} }}"

    def max_count(self, shape: Node, values: str, parameter: Node) -> str:
        """Match nodes with more values."""
        return self._several(values, int(parameter.value) + 1)

    def qualified_max_count(self, shape: Node, values: str, parameter: Node) -> str:
        """Match nodes of which more values conform to the qualifying shape."""
        (qualifying,) = self._objects(shape, "qualifiedValueShape")
        return self._several(values, int(parameter.value) + 1, qualifying)

    def unique_lang(self, shape: Node, values: str, parameter: Node) -> str:
        """Match nodes with two values in one language."""
        one, other = self._variable(), self._variable()
        return (
            f"{values} {one} , {other} FILTER (!SAMETERM({one}, {other}) && {parameter} && "
            f'LANG({one}) != "" && LCASE(LANG({one})) = LCASE(LANG({other})))'
        )

    def equals(self, shape: Node, values: str, parameter: Node) -> str:
        """Match nodes with a value that another property lacks, or the reverse.

        MINUS joins the two once; FILTER NOT EXISTS would look for each value anew, which takes
        minutes on 60,000 requirements.
        """
        value = self._variable()
        here, there = f"{values} {value}", f"{_focus(values)} {parameter} {value}"
        return f"{{ {here} MINUS {{ {there} }} }} UNION {{ {there} MINUS {{ {here} }} }}"

    def disjoint(self, shape: Node, values: str, parameter: Node) -> str:
        """Match nodes with a value that another property has too."""
        value = self._variable()
        return f"{values} {value} . {_focus(values)} {parameter} {value}"

    def less_than_or_equals(self, shape: Node, values: str, parameter: Node) -> str:
        """Match nodes with a value that is not at most each of another property."""
        low, high = self._variable(), self._variable()
        return (
            f"{values} {low} . {_focus(values)} {parameter} {high} "
            f"FILTER (!COALESCE({low} <= {high}, false))"
        )

    def _several(self, values: str, number: int, qualifying: Node | None = None) -> str:
        """Match so many different values, conforming where a shape is given."""
        names = [self._variable() for _ in range(number)]
        conditions = [f"!SAMETERM({one}, {other})" for one, other in combinations(names, 2)]
        if qualifying is not None:
            conditions += [self._conforms(qualifying, name) for name in names]
        condition = f" FILTER ({_all(conditions)})" if conditions else ""
        return f"{values} {' , '.join(names)}{condition}"

    def _path(self, node: Node) -> str:
        """Return a SHACL path as a SPARQL path."""
        import pyoxigraph

        if isinstance(node, pyoxigraph.NamedNode):
            return str(node)
        for name, form in PATHS.items():
            for inner in self._objects(node, name):
                return f"({form.format(self._path(inner))})"
        for inner in self._objects(node, "alternativePath"):
            return f"({'|'.join(map(self._path, self._members(inner)))})"
        return f"({'/'.join(map(self._path, self._members(node)))})"

    def _members(self, node: Node) -> list[Node]:
        found = []
        while getattr(node, "value", None) != RDF + "nil":
            (first,), (node,) = (self._read(node, RDF + end) for end in ("first", "rest"))
            found.append(first)
        return found

    def _text(self, node: Node, name: str) -> str:
        (text,) = self._objects(node, name)
        return str(text.value)

    def _objects(self, node: Node, name: str) -> list[Node]:
        return self._read(node, SH + name)

    def _read(self, node: Node, predicate: str) -> list[Node]:
        import pyoxigraph

        found = self._store.quads_for_pattern(node, pyoxigraph.NamedNode(predicate), None)
        return [quad.object for quad in found]

    def _statements(self, shape: Node) -> list[tuple[str, Node]]:
        """Return what the SHACL properties of a shape say, in a steady order."""
        found = [
            (quad.predicate.value.removeprefix(SH), quad.object)
            for quad in self._store.quads_for_pattern(shape, None, None)
            if quad.predicate.value.startswith(SH)
        ]
        return sorted(found, key=lambda statement: statement[0])

    def _variable(self) -> str:
        return f"?v{next(self._numbers)}"


_ON_VALUE: dict[str, Callable[[_Shapes, str, Node], str]] = {
    "class": _Shapes.class_,
    "datatype": _Shapes.datatype,
    "in": _Shapes.in_,
    "or": _Shapes.or_,
    "pattern": _Shapes.pattern,
}

_ON_VALUES: dict[str, Callable[[_Shapes, Node, str, Node], str]] = {
    "disjoint": _Shapes.disjoint,
    "equals": _Shapes.equals,
    "hasValue": _Shapes.has_value,
    "lessThanOrEquals": _Shapes.less_than_or_equals,
    "maxCount": _Shapes.max_count,
    "minCount": _Shapes.min_count,
    "qualifiedMaxCount": _Shapes.qualified_max_count,
    "uniqueLang": _Shapes.unique_lang,
}


def _focus(values: str) -> str:
    """Return the variable that the path to the values starts from."""
    return values.partition(" ")[0]


def _all(conditions: Iterable[str]) -> str:
    return " && ".join(f"({condition})" for condition in conditions)


def _any(conditions: Iterable[str]) -> str:
    return " || ".join(f"({condition})" for condition in conditions)
