"""What a query file says about itself, in the lines that it begins with.

::

    #+ summary: What does a role require?
    #+ description: One or more sentences; several such lines are joined.
    #+ tags: role, skill
    #+ columns: skill, skill_label
    #+ parameter: role; role; example=ml engineer 3; The role that is asked about.
    #+ parameter: limit; integer; default=10; At most so many rows.
    #+ chart: bar
    #+ limit: 1000

A check, a file in ``queries/checks/``, also has ``#+ severity:``: error, warning or note.

A parameter is its name, its type, ``default=`` (required without one), ``example=`` and a
description. In the query it is written ``$role``; ``?role`` is an ordinary variable. A parameter
of a type such as ``list of role`` stands in ``VALUES ?role { $roles }`` or ``IN ($roles)``; in
its default and example, ``|`` is between the values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from careergraph.errors import QueryError
from careergraph.queries.named import CHARTS, TYPES, NamedQuery, Parameter
from careergraph.sparql import either, nearest
from careergraph.sparql.tokens import Token, code

_LIST_KEYS = ("tags", "columns")
_KEYS = ("summary", "description", "severity", "chart", "limit", *_LIST_KEYS)
_SHORT = 20_000
"""Characters up to which a text is worth remembering."""
_TERMS = ("iri", "prefixed", "string", "number", "variable", "language")


def read_query(path: Path) -> NamedQuery:
    """Read a query file and what it says about itself.

    Raises
    ------
    QueryError
        The file cannot be read, or a header line is wrong; the message names the file and line.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise QueryError(f"{path}: cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise QueryError(f"{path}: not UTF-8 text at byte {error.start}.") from error
    query = read_text(text, path.stem, path)
    if not query.summary:
        raise QueryError(f"{path}, line 1: expected a line '#+ summary: the question?'.")
    return query


def read_text(text: str, name: str = "query", path: Path | None = None) -> NamedQuery:
    """Read the text of a query, with or without a header.

    Parameters
    ----------
    text : str
    name : str
        The name that the query goes by.
    path : Path, optional
        The file that the text is from; errors name it, or else lines alone.

    Raises
    ------
    QueryError
        A header line is wrong, or parameters and header do not agree.

    Examples
    --------
    >>> query = read_text("#+ parameter: n; integer; default=3; How many.\\nSELECT ?s {} LIMIT $n")
    >>> query.parameters[0].type
    'integer'
    """
    query = read_header(text, name, path)
    _check_parameters(query, path)
    return query


def read_header(text: str, name: str = "query", path: Path | None = None) -> NamedQuery:
    """Read the text of a query as `read_text` does, whether parameters are declared or not."""
    header: dict[str, list[str]] = {}
    parameters: dict[str, Parameter] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("#+"):
            _read_line(_place(path, number), line, header, parameters)
    tags, columns = (
        [item.strip() for item in ",".join(header.get(key, [])).split(",")] for key in _LIST_KEYS
    )
    return NamedQuery(
        name=name,
        summary=" ".join(header.get("summary", [])),
        description=" ".join(header.get("description", [])),
        parameters=tuple(parameters.values()),
        tags=tuple(filter(None, tags)),
        columns=tuple(filter(None, columns)),
        text=text,
        path=path or Path(f"{name}.rq"),
        severity=" ".join(header.get("severity", [])),
        chart=header.get("chart", [""])[-1],
        limit=int(header["limit"][-1]) if "limit" in header else None,
    )


def read_any(text: str) -> NamedQuery:
    """Return a text as a query: as `read_text` does where it says what it takes or asks.

    Other comments are only that, and every ``$name`` in a text without a header is a variable.

    >>> read_any("ASK { $s ?p ?o }").parameters
    ()
    >>> read_any("#+ summary: Any?\\nASK {}").summary, read_any("ASK {} #+ summary: no").summary
    ('Any?', '')
    """
    return _remembered(text) if len(text) <= _SHORT else _read_any(text)


def _read_any(text: str) -> NamedQuery:
    lines = text.splitlines()
    if any(line.startswith(("#+ parameter:", "#+ summary:")) for line in lines):
        return read_text(text)
    return NamedQuery("query", "", "", (), (), (), text, Path("query.rq"))


_remembered = lru_cache(maxsize=512)(_read_any)


def write_header(query: NamedQuery) -> str:
    """Return the header lines that say what a query says about itself.

    >>> print(write_header(read_text("#+ tags: a,b\\n#+ summary: Who?\\nASK {}")), end="")
    #+ summary: Who?
    #+ tags: a, b
    """
    said = {
        "summary": query.summary,
        "description": query.description,
        "tags": ", ".join(query.tags),
        "columns": ", ".join(query.columns),
        "severity": query.severity,
        "chart": query.chart,
        "limit": "" if query.limit is None else str(query.limit),
    }
    lines = [f"#+ {key}: {' '.join(text.split())}\n" for key, text in said.items() if text]
    return "".join([*lines, *map(_parameter_line, query.parameters)])


def read_parameter(place: str, value: str) -> Parameter:
    """Read what a header line says about a parameter.

    >>> read_parameter("line 1", "n; integer; default=3; How many.").default
    '3'
    """
    fields = [field.strip() for field in value.split(";")]
    if len(fields) < 3:
        raise QueryError(f"{place}: expected 'name; type; description', not {value!r}.")
    name, kind, *rest = fields
    if not re.fullmatch(r"[a-z][a-z_0-9]*", name):
        raise QueryError(f"{place}: {name!r} cannot be the name of a parameter.")
    if kind not in TYPES:
        near = nearest(kind, TYPES)
        hint = f"did you mean {near!r}?" if near else f"expected {either(TYPES)}."
        raise QueryError(f"{place}: {kind!r} is not a type; {hint}")
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


def _parameter_line(parameter: Parameter) -> str:
    fields = [parameter.name, parameter.type]
    if parameter.default is not None:
        fields.append(f"default={parameter.default}")
    if parameter.example != parameter.default:
        fields.append(f"example={parameter.example}")
    return f"#+ parameter: {'; '.join([*fields, ' '.join(parameter.description.split())])}\n"


def _place(path: Path | None, number: int) -> str:
    return f"Line {number}" if path is None else f"{path}, line {number}"


def _read_line(
    place: str, line: str, header: dict[str, list[str]], parameters: dict[str, Parameter]
) -> None:
    match = re.fullmatch(r"#\+ ([a-z]+): *(.+)", line.rstrip())
    if match is None:
        raise QueryError(f"{place}: expected '#+ key: value', not {line!r}.")
    key, value = match.groups()
    if key == "parameter":
        parameter = read_parameter(place, value)
        if parameter.name in parameters:
            raise QueryError(f"{place}: the parameter {parameter.name!r} is declared twice.")
        parameters[parameter.name] = parameter
        return
    if key not in _KEYS:
        near = nearest(key, ("parameter", *_KEYS))
        hint = f"; did you mean {near}?" if near else "."
        raise QueryError(f"{place}: {key!r} is not a key of a query header{hint}")
    if key == "chart" and value not in CHARTS:
        raise QueryError(f"{place}: {value!r} is not a chart; expected {either(CHARTS)}.")
    if key == "limit" and not re.fullmatch(r"[0-9]{1,12}", value):
        raise QueryError(f"{place}: the limit {value!r} is not a number of rows.")
    header.setdefault(key, []).append(value)


def _check_parameters(query: NamedQuery, path: Path | None) -> None:
    declared = {parameter.name: parameter for parameter in query.parameters}
    found = code(query.text)
    places = _used(found)
    for name in sorted(places.keys() - declared.keys()):
        line = _place(path, _line(query.text, found[places[name][0]]))
        raise QueryError(
            f"{line}: ${name} is used, but no '#+ parameter: {name}' says so. Declare it, such as "
            f"'#+ parameter: {name}; string; example=...; What it is.'"
        )
    for number, line_text in enumerate(query.text.splitlines(), start=1):
        match = re.match(r"#\+ parameter: *([a-z_0-9]+)", line_text)
        if match is not None and match[1] not in places:
            place = _place(path, number)
            raise QueryError(f"{place}: the parameter {match[1]!r} is never used as ${match[1]}.")
    lists = [name for name, parameter in declared.items() if parameter.is_list]
    _check_lists(query, path, found, {name: places[name] for name in lists})


def _used(found: list[Token]) -> dict[str, list[int]]:
    """Return where each ``$name`` stands among the tokens."""
    places: dict[str, list[int]] = {}
    for index, token in enumerate(found):
        if token.kind == "variable" and token.text[0] == "$":
            places.setdefault(token.text[1:], []).append(index)
    return places


def _check_lists(
    query: NamedQuery, path: Path | None, found: list[Token], places: Mapping[str, Iterable[int]]
) -> None:
    for name, indices in places.items():
        for index in indices:
            if not _takes_a_list(found, index):
                raise QueryError(
                    f"{_place(path, _line(query.text, found[index]))}: ${name} is a list, so it "
                    f"stands in VALUES ?x {{ ${name} }} or in IN (${name})."
                )


def _takes_a_list(found: list[Token], index: int) -> bool:
    opening = index - 1
    while opening > 0 and (found[opening].kind in _TERMS or found[opening].text in (",", "^^")):
        opening -= 1
    before = [token.text.upper() for token in found[max(0, opening - 2) : opening + 1]]
    return before[-2:] == ["IN", "("] or (before[:1] == ["VALUES"] and before[-1:] == ["{"])


def _line(text: str, token: Token) -> int:
    return text.count("\n", 0, token.start) + 1
