"""What a named query is: a question, what it takes and what it returns."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from html import escape
from pathlib import Path

NAMED_KINDS = ("role", "skill", "path", "level")
"""The types whose values are the names of things in the graph."""
SCALARS = (*NAMED_KINDS, "iri", "integer", "decimal", "string", "boolean", "date", "language")
LIST_OF = "list of "
TYPES = (*SCALARS, *(LIST_OF + kind for kind in SCALARS))
CHARTS = ("bar", "histogram")
BETWEEN_VALUES = "|"
"""What stands between the values of a list in text; names of roles hold commas."""


@dataclass(frozen=True)
class Parameter:
    """A value that a named query takes; `default` is None where it must be given.

    Examples
    --------
    >>> Parameter("paths", "list of path", None, "ml engineer | data scientist", "").examples
    ('ml engineer', 'data scientist')
    """

    name: str
    type: str
    default: str | None
    example: str
    description: str

    @property
    def is_list(self) -> bool:
        """Whether it takes several values."""
        return self.type.startswith(LIST_OF)

    @property
    def scalar(self) -> str:
        """The type of its value, or of each of its values."""
        return self.type.removeprefix(LIST_OF)

    @property
    def examples(self) -> tuple[str, ...]:
        """The example, one text per value."""
        return self.split(self.example)

    def split(self, text: str) -> tuple[str, ...]:
        """Return the values that a text stands for: those between ``|`` for a list."""
        if not self.is_list:
            return (text,)
        return tuple(value.strip() for value in text.split(BETWEEN_VALUES) if value.strip())


@dataclass(frozen=True)
class NamedQuery:
    """A query with a name, the question it answers, and what it takes and returns.

    Attributes
    ----------
    name : str
        The name of its file, without the suffix.
    summary : str
        The question that it answers.
    description : str
    parameters : tuple of Parameter
    tags : tuple of str
    columns : tuple of str
        Names of the columns that it answers with; empty where the file does not say.
    text : str
        The whole file, its header included.
    path : Path
    severity : str
        How bad a row of a check is; empty for other queries.
    chart : str
        How its answer is best drawn: ``bar``, ``histogram`` or empty.
    limit : int, optional
        The most rows that are asked for unless somebody says otherwise.
    """

    name: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    tags: tuple[str, ...]
    columns: tuple[str, ...]
    text: str
    path: Path
    severity: str = ""
    chart: str = ""
    limit: int | None = None

    @property
    def body(self) -> str:
        """The query without its header.

        >>> from careergraph.queries import named_query
        >>> named_query("find").body.splitlines()[0]
        'SELECT ?node ?label ?kind ?found_in ?words'
        """
        lines = (line for line in self.text.splitlines() if not line.startswith("#+"))
        return "\n".join(lines).strip()

    def __repr__(self) -> str:
        takes = ", ".join(parameter.name for parameter in self.parameters) or "nothing"
        return f"<NamedQuery {self.name}: {self.summary} Takes {takes}>"

    def _repr_html_(self) -> str:
        rows = "".join(_html_row(parameter) for parameter in self.parameters)
        head = "<tr><th>parameter</th><th>type</th><th>default</th><th>meaning</th></tr>"
        table = f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>" if rows else ""
        columns = f"<p>Columns: {escape(', '.join(self.columns))}</p>" if self.columns else ""
        return (
            f"<p><b>{escape(self.name)}</b>: {escape(self.summary)}</p>"
            f"<p>{escape(self.description)}</p>{table}{columns}<pre>{escape(self.body)}</pre>"
        )


def _html_row(parameter: Parameter) -> str:
    default = "required" if parameter.default is None else parameter.default
    cells = (parameter.name, parameter.type, default, parameter.description)
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"


def example_command(query: NamedQuery) -> str:
    """Return a command line that asks a query, with the example of each parameter.

    >>> from careergraph.queries import named_query
    >>> example_command(named_query("find"))
    'careergraph query find -p text=ethic'
    """
    given = [
        f" -p {parameter.name}={shlex.quote(value)}"
        for parameter in query.parameters
        if parameter.default is None
        for value in parameter.examples
    ]
    return f"careergraph query {query.name}{''.join(given)}"
