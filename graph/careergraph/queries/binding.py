"""Parameters of named queries: what people type, as RDF terms put into the query."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from careergraph.errors import QueryError
from careergraph.queries.named import NAMED_KINDS, NamedQuery, Parameter
from careergraph.sparql import counts, either, nearest, substitute
from careergraph.vocabulary import PREFIXES, expand

if TYPE_CHECKING:
    from typing import TypeGuard

    import pyoxigraph

    from careergraph.answers import Term
    from careergraph.network import Labelled

Resolve = Callable[[str, str], str]
"""Turns a kind (role, skill, path or level) and what a person typed into an IRI."""

_BOOLEANS = {"true": True, "yes": True, "false": False, "no": False}
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_WRITTEN = {
    "boolean": " (yes or no)",
    "date": " (such as 2026-11-23)",
    "language": " (such as en or pt-BR)",
    "level": " (its name or number)",
}


def bind(query: NamedQuery, values: Mapping[str, object], resolve: Resolve) -> str:
    """Return the text of a query with its parameters put in as RDF terms.

    Parameters
    ----------
    query : NamedQuery
        The query.
    values : mapping of str to object
        By parameter name what a person typed, or a Python value of the parameter's type: an
        int, float, Decimal, bool, date or text; what the network has with an IRI, such as a
        role; for a list, several of them.
    resolve : callable
        Turns a kind and a typed name into the IRI of a role, skill, path or level.

    Raises
    ------
    QueryError
        A parameter is unknown, missing, or not of its type.

    Examples
    --------
    >>> from careergraph.queries import named_query
    >>> query = named_query("find")
    >>> "CONTAINS" in bind(query, {"text": 'a"b'}, lambda kind, text: text)
    True
    """
    return substitute(query.text, terms_for(query, values, resolve))


def terms_for(
    query: NamedQuery, values: Mapping[str, object], resolve: Resolve
) -> dict[str, tuple[Term, ...]]:
    """Return the RDF terms that a query's parameters stand for, several for a list.

    Raises
    ------
    QueryError
        As `bind`.
    """
    _check_given(query, values)
    terms: dict[str, tuple[Term, ...]] = {}
    counting = counts(query.text) if query.parameters else ()
    for parameter in query.parameters:
        value = values.get(parameter.name, parameter.default)
        if value is None:
            raise QueryError(
                f"The query {query.name!r} needs the parameter {parameter.name!r} "
                f"(of type {parameter.type}); for example: {parameter.name}={parameter.example}."
            )
        given = _several(parameter, value)
        terms[parameter.name] = tuple(_term(parameter, one, resolve) for one in given)
        if parameter.name in counting and str(terms[parameter.name][0]).startswith('"-'):
            raise QueryError(
                f"The parameter {parameter.name!r} must not be negative, and {value!r} is; "
                f"for example: {parameter.example}."
            )
    return terms


def _several(parameter: Parameter, value: object) -> tuple[object, ...]:
    if isinstance(value, str):
        found: tuple[object, ...] = parameter.split(value)
    elif isinstance(value, Iterable):
        found = tuple(value)
        if not parameter.is_list:
            if len(found) != 1:
                raise QueryError(
                    f"The parameter {parameter.name!r} takes one value, and {len(found)} are given."
                )
            return found
    else:
        found = (value,)
    if not found:
        raise QueryError(
            f"The parameter {parameter.name!r} needs one value or more; "
            f"for example: {parameter.example}."
        )
    return found


def _check_given(query: NamedQuery, values: Mapping[str, object]) -> None:
    known = [parameter.name for parameter in query.parameters]
    for name in values:
        if name not in known:
            near = nearest(name, known)
            takes = f"It takes {either(known)}." if known else "It takes none."
            hint = f"Did you mean {near!r}?" if near else takes
            raise QueryError(f"The query {query.name!r} has no parameter {name!r}. {hint}")


def _term(parameter: Parameter, value: object, resolve: Resolve) -> Term:
    kind = parameter.scalar
    try:
        if kind in NAMED_KINDS:
            return _node(resolve(kind, _name(kind, value)))
        return _TERMS[kind](value)
    except (ValueError, KeyError, TypeError) as error:
        raise QueryError(
            f"The parameter {parameter.name!r} must be of type {kind}{_WRITTEN.get(kind, '')}, and "
            f"{value!r} is not; for example: {parameter.examples[0]}."
        ) from error


def _name(kind: str, value: object) -> str:
    if _is_labelled(value):
        return str(value.iri)
    if kind == "level" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _iri_or_text(value)


def _is_labelled(value: object) -> TypeGuard[Labelled]:
    """Tell whether a value is something that the network has."""
    if isinstance(value, str):
        return False
    from careergraph.network import Labelled

    return isinstance(value, Labelled)


def _iri_or_text(value: object) -> str:
    """Return a text, or the IRI of a node of pyoxigraph."""
    text = getattr(value, "value", None) if type(value).__name__ == "NamedNode" else value
    if not isinstance(text, str):
        raise TypeError(value)
    return text


def _node(iri: str) -> pyoxigraph.NamedNode:
    import pyoxigraph

    return pyoxigraph.NamedNode(iri)


def _iri(value: object) -> Term:
    if _is_labelled(value):
        return _node(value.iri)
    return _node(expand(_iri_or_text(value).strip().removeprefix("<").removesuffix(">")))


def _integer(value: object) -> Term:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise TypeError(value)
    return _typed(str(int(value)), "integer")


def _decimal(value: object) -> Term:
    from decimal import Decimal

    if isinstance(value, bool):
        raise TypeError(value)
    if isinstance(value, int | float | Decimal):
        if not math.isfinite(value):
            raise ValueError(value)
        return _typed(format(Decimal(str(value)), "f"), "decimal")
    return _matching(_DECIMAL, value, "decimal")


def _boolean(value: object) -> Term:
    import pyoxigraph

    if isinstance(value, bool):
        return pyoxigraph.Literal(value)
    return pyoxigraph.Literal(_BOOLEANS[_text(value).strip().lower()])


def _date(value: object) -> Term:
    if isinstance(value, date) and not isinstance(value, datetime):
        return _typed(value.isoformat(), "date")
    date.fromisoformat(_text(value).strip())
    return _matching(_DATE, value, "date")


def _language(value: object) -> Term:
    return _matching(_LANGUAGE, value, "string")


def _string(value: object) -> Term:
    import pyoxigraph

    return pyoxigraph.Literal(_text(value))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _matching(pattern: re.Pattern[str], value: object, datatype: str) -> Term:
    text = _text(value).strip()
    if not pattern.fullmatch(text):
        raise ValueError(value)
    return _typed(text, datatype)


def _typed(text: str, datatype: str) -> Term:
    import pyoxigraph

    return pyoxigraph.Literal(text, datatype=pyoxigraph.NamedNode(PREFIXES["xsd"] + datatype))


_TERMS: dict[str, Callable[[object], Term]] = {
    "iri": _iri,
    "integer": _integer,
    "decimal": _decimal,
    "boolean": _boolean,
    "date": _date,
    "language": _language,
    "string": _string,
}
