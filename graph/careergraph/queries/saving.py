"""Keep a query as a file that others can ask by name."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from careergraph._resources import QUERIES
from careergraph.errors import OutputError, QueryError
from careergraph.output import write_text
from careergraph.queries.header import read_text, write_header
from careergraph.queries.named import NamedQuery
from careergraph.queries.trial import check_runs, with_examples

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
RESERVED = ("save", "show")
"""Names that `careergraph queries` gives another meaning."""


def save(folder: Path, query: NamedQuery, *, force: bool = False) -> Path:
    """Write a query into a folder of named queries, once it is known to run.

    Parameters
    ----------
    folder : Path
        Made where it does not exist.
    query : NamedQuery
        Its header is written from its fields; the columns are those it answers with.
    force : bool
        Replace a file that exists.

    Returns
    -------
    Path
        The file: ``<name>.rq`` in the folder.

    Raises
    ------
    QueryError
        The name or the query is wrong, or it says no question.
    OutputError
        The file exists, or cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from careergraph.queries.header import read_text
    >>> query = read_text("#+ summary: Which roles?\\nSELECT ?role { ?role a cg:Role }", "mine")
    >>> print(save(Path(tempfile.mkdtemp()), query).read_text(), end="")
    #+ summary: Which roles?
    #+ columns: role
    SELECT ?role { ?role a cg:Role }
    """
    _check_name(query)
    written = _as_written(query, folder / f"{query.name}.rq")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder} cannot be made ({error.strerror}).") from error
    write_text(written.path, written.text, force=force)
    return written.path


def _check_name(query: NamedQuery) -> None:
    if not _NAME.fullmatch(query.name):
        raise QueryError(
            f"{query.name!r} cannot be the name of a query: use small letters, digits and hyphens, "
            "such as my-roles."
        )
    if query.name in RESERVED or (QUERIES / f"{query.name}.rq").exists():
        raise QueryError(f"The name {query.name!r} is taken. Choose another.")
    if not query.summary.strip():
        raise QueryError("A query is kept with the question that it answers. Say it.")


def _as_written(query: NamedQuery, path: Path) -> NamedQuery:
    parsed = with_examples(query)
    selected = parsed.columns if parsed.form == "SELECT" else ()
    whole = replace(query, columns=query.columns or selected)
    written = read_text(f"{write_header(whole)}{whole.body}\n", query.name, path)
    check_runs(written)
    return written
