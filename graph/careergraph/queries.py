"""Ask a career graph in SPARQL: named queries with typed parameters, and any query text.

A named query is a file ``queries/<name>.rq`` that begins with what it says about itself::

    #+ summary: What does a role require?
    #+ description: One or more sentences; several such lines are joined.
    #+ tags: role, skill
    #+ columns: skill, skill_label
    #+ parameter: role; role; example=ml engineer 3; The role that is asked about.
    #+ parameter: limit; integer; default=10; At most so many rows.

A check, a file in ``queries/checks/``, also has ``#+ severity:``: error, warning or note.

A parameter is its name, its type, ``default=`` (required without one), ``example=`` and a
description. In the query it is written ``$role``; ``?role`` is an ordinary variable.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from careergraph._resources import QUERIES
from careergraph.engines import NO_LIMITS, Engine, InProcess, Limits
from careergraph.errors import QueryError, UnknownNameError
from careergraph.sparql import (
    counts,
    either,
    nearest,
    nearest_few,
    parameters_used,
    parse,
    refuse_outside,
    substitute,
)
from careergraph.vocabulary import PREFIXES, expand

if TYPE_CHECKING:
    import pyoxigraph

    from careergraph.answers import Answer, Stream, Term

Resolve = Callable[[str, str], str]
"""Turns a kind (role, skill, path or level) and what a person typed into an IRI."""

NAMED_KINDS = ("role", "skill", "path", "level")
TYPES = (*NAMED_KINDS, "iri", "integer", "decimal", "string", "boolean")
_LIST_KEYS = ("tags", "columns")
_KEYS = ("summary", "description", "severity", *_LIST_KEYS)
_BOOLEANS = {"true": True, "yes": True, "false": False, "no": False}


@dataclass(frozen=True)
class Parameter:
    """A value that a named query takes; `default` is None where it must be given."""

    name: str
    type: str
    default: str | None
    example: str
    description: str


@dataclass(frozen=True)
class NamedQuery:
    """A query with a name, the question it answers, and what it takes and returns.

    `severity` says how bad a row of a check is; it is empty for other queries.
    """

    name: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    tags: tuple[str, ...]
    columns: tuple[str, ...]
    text: str
    path: Path
    severity: str


def named_queries(folder: Path = QUERIES) -> dict[str, NamedQuery]:
    """Return the named queries of a folder by name, in name order.

    >>> "role-requirements" in named_queries()
    True
    """
    return {path.stem: read_query(path) for path in sorted(folder.glob("*.rq"))}


def named_query(name: str, folder: Path = QUERIES) -> NamedQuery:
    """Return the query of this name.

    Raises
    ------
    UnknownNameError
        There is none; the message suggests up to three.

    Examples
    --------
    >>> named_query("role-requirements").parameters[0].type
    'role'
    """
    names = [path.stem for path in sorted(folder.glob("*.rq"))]
    if name in names:
        return read_query(folder / f"{name}.rq")
    near = nearest_few(name, names)
    hint = f" Did you mean {either(near)}?" if near else ""
    raise UnknownNameError(
        f"There is no query named {name!r}.{hint} `careergraph queries` lists them all.", near
    )


def read_query(path: Path) -> NamedQuery:
    """Read a query file and what it says about itself.

    Raises
    ------
    QueryError
        A header line is wrong; the message names the file and line.
    """
    text = path.read_text(encoding="utf-8")
    header: dict[str, list[str]] = {}
    parameters: list[Parameter] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("#+"):
            _read_header_line(f"{path}, line {number}", line, header, parameters)
    if not header.get("summary"):
        raise QueryError(f"{path}, line 1: expected a line '#+ summary: the question?'.")
    tags, columns = (
        [item.strip() for item in ",".join(header.get(key, [])).split(",")] for key in _LIST_KEYS
    )
    query = NamedQuery(
        name=path.stem,
        summary=" ".join(header["summary"]),
        description=" ".join(header.get("description", [])),
        parameters=tuple(parameters),
        tags=tuple(filter(None, tags)),
        columns=tuple(filter(None, columns)),
        text=text,
        path=path,
        severity=" ".join(header.get("severity", [])),
    )
    _checkparameters_used(query)
    return query


def example_command(query: NamedQuery) -> str:
    """Return a command line that asks a query, with the example of each parameter.

    >>> example_command(named_query("find"))
    'careergraph query find -p text=ethic'
    """
    given = [
        f" -p {parameter.name}={shlex.quote(parameter.example)}"
        for parameter in query.parameters
        if parameter.default is None
    ]
    return f"careergraph query {query.name}{''.join(given)}"


def _read_header_line(
    place: str, line: str, header: dict[str, list[str]], parameters: list[Parameter]
) -> None:
    match = re.fullmatch(r"#\+ ([a-z]+): *(.+)", line.rstrip())
    if match is None:
        raise QueryError(f"{place}: expected '#+ key: value', not {line!r}.")
    key, value = match.groups()
    if key == "parameter":
        parameters.append(_parameter(place, value))
    elif key in _KEYS:
        header.setdefault(key, []).append(value)
    else:
        near = nearest(key, ("parameter", *_KEYS))
        hint = f"; did you mean {near}?" if near else "."
        raise QueryError(f"{place}: {key!r} is not a key of a query header{hint}")


def _parameter(place: str, value: str) -> Parameter:
    fields = [field.strip() for field in value.split(";")]
    if len(fields) < 3:
        raise QueryError(f"{place}: expected 'name; type; description', not {value!r}.")
    name, kind, *rest = fields
    if not re.fullmatch(r"[a-z][a-z_0-9]*", name):
        raise QueryError(f"{place}: {name!r} cannot be the name of a parameter.")
    if kind not in TYPES:
        raise QueryError(f"{place}: {kind!r} is not a type; expected {either(TYPES)}.")
    default, example, words = None, None, []
    for field in rest:
        if field.startswith("default="):
            default = field.removeprefix("default=")
        elif field.startswith("example="):
            example = field.removeprefix("example=")
        else:
            words.append(field)
    example = example if example is not None else default
    if example is None:
        raise QueryError(f"{place}: the parameter {name!r} needs a default= or an example=.")
    return Parameter(name, kind, default, example, "; ".join(words))


def _checkparameters_used(query: NamedQuery) -> None:
    declared = {parameter.name for parameter in query.parameters}
    used = parameters_used(query.text)
    for name in sorted(used - declared):
        raise QueryError(f"{query.path}: ${name} is used, but no '#+ parameter: {name}' says so.")
    for name in sorted(declared - used):
        raise QueryError(f"{query.path}: the parameter {name!r} is never used as ${name}.")


def bind(query: NamedQuery, values: Mapping[str, str], resolve: Resolve) -> str:
    """Return the text of a query with its parameters put in as RDF terms.

    Parameters
    ----------
    query : NamedQuery
        The query.
    values : mapping of str to str
        What a person typed, by parameter name.
    resolve : callable
        Turns a kind and a typed name into the IRI of a role, skill, path or level.

    Raises
    ------
    QueryError
        A parameter is unknown, missing, or not of its type.

    Examples
    --------
    >>> query = named_query("find")
    >>> "CONTAINS" in bind(query, {"text": 'a"b'}, lambda kind, text: text)
    True
    """
    return substitute(query.text, arguments(query, values, resolve))


def arguments(query: NamedQuery, values: Mapping[str, str], resolve: Resolve) -> dict[str, Term]:
    """Return the RDF term of each parameter of a query; see `bind`."""
    _check_given(query, values)
    terms: dict[str, Term] = {}
    counting = counts(query.text)
    for parameter in query.parameters:
        text = values.get(parameter.name, parameter.default)
        if text is None:
            raise QueryError(
                f"The query {query.name!r} needs the parameter {parameter.name!r} "
                f"(of type {parameter.type}); for example: {parameter.name}={parameter.example}."
            )
        term = terms[parameter.name] = _term(parameter, text, resolve)
        if parameter.name in counting and str(term).startswith('"-'):
            raise QueryError(
                f"The parameter {parameter.name!r} must not be negative, and {text!r} is; "
                f"for example: {parameter.example}."
            )
    return terms


def _check_given(query: NamedQuery, values: Mapping[str, str]) -> None:
    known = [parameter.name for parameter in query.parameters]
    for name in values:
        if name not in known:
            near = nearest(name, known)
            takes = f"It takes {either(known)}." if known else "It takes none."
            hint = f"Did you mean {near!r}?" if near else takes
            raise QueryError(f"The query {query.name!r} has no parameter {name!r}. {hint}")


def _term(parameter: Parameter, text: str, resolve: Resolve) -> Term:
    import pyoxigraph

    try:
        if parameter.type in NAMED_KINDS:
            return pyoxigraph.NamedNode(resolve(parameter.type, text))
        if parameter.type == "iri":
            return pyoxigraph.NamedNode(expand(text.removeprefix("<").removesuffix(">")))
        if parameter.type == "integer":
            return pyoxigraph.Literal(str(int(text)), datatype=_xsd("integer"))
        if parameter.type == "decimal":
            return pyoxigraph.Literal(_decimal(text), datatype=_xsd("decimal"))
        if parameter.type == "boolean":
            return pyoxigraph.Literal(_BOOLEANS[text.strip().lower()])
        return pyoxigraph.Literal(text)
    except (ValueError, KeyError) as error:
        raise QueryError(
            f"The parameter {parameter.name!r} must be of type {parameter.type}, and "
            f"{text!r} is not; for example: {parameter.example}."
        ) from error


def _xsd(name: str) -> pyoxigraph.NamedNode:
    import pyoxigraph

    return pyoxigraph.NamedNode(PREFIXES["xsd"] + name)


def _decimal(text: str) -> str:
    if not re.fullmatch(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)", text.strip()):
        raise ValueError(text)
    return text.strip()


def ask(
    engine: Engine,
    text: str,
    *,
    parameters: Mapping[str, Term] | None = None,
    limits: Limits = NO_LIMITS,
    hosts: Collection[str] = (),
) -> Stream:
    """Ask an engine a SPARQL query; known prefixes need no declaration.

    Parameters
    ----------
    engine : Engine
        What answers.
    text : str
        A SELECT, ASK, CONSTRUCT or DESCRIBE query.
    parameters : mapping of str to RDF term, optional
        Terms to put in for ``$name`` in the text.
    limits : Limits, optional
        How far the query may go.
    hosts : collection of str, optional
        Hosts that SERVICE and FROM may name; see `careergraph.sparql.refuse_outside`.

    Returns
    -------
    Stream
        The rows as they are found; ``.answer()`` collects them.

    Raises
    ------
    QueryError
        The query does not parse, would change the graph, or reaches outside it.
    LimitError
        The query reached its limit of time or memory.
    """
    if parameters:
        for name in sorted(parameters.keys() - parameters_used(text)):
            raise QueryError(f"A value for {name!r} is given, but the query has no ${name}.")
        text = substitute(text, parameters)
    query = parse(text)
    refuse_outside(query, hosts)
    return engine.stream(query, limits)


def run(
    store: pyoxigraph.Store, text: str, *, parameters: Mapping[str, Term] | None = None
) -> Answer:
    """Answer a SPARQL query from a store in this process, as `ask` does.

    Examples
    --------
    >>> import pyoxigraph
    >>> bool(run(pyoxigraph.Store(), "ASK { ?role a cg:Role }"))
    False
    """
    return ask(InProcess(store), text, parameters=parameters).answer()
