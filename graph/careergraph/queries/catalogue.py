"""The named queries that there are: those that careergraph ships with, and people's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from html import escape
from pathlib import Path

from careergraph._resources import QUERIES
from careergraph.errors import CareerGraphError, QueryError, UnknownNameError
from careergraph.queries.header import read_query
from careergraph.queries.named import NamedQuery
from careergraph.queries.trial import check_runs
from careergraph.sparql import either, nearest_few


class _NoQueryError(UnknownNameError, KeyError):
    """No query has this name: also what a mapping raises, so that ``get`` works."""

    __str__ = CareerGraphError.__str__


class Queries(Mapping[str, NamedQuery]):
    """The named queries by name: the built-in ones, and those in folders of people's own.

    A name belongs to one query: a file that takes another's is refused, whatever folder it is in.
    Files are read when they are asked for, so one that is saved later is found.

    Parameters
    ----------
    folders : iterable of str or Path
        Folders of query files, besides the built-in one.

    Raises
    ------
    QueryError
        There is no such folder.

    Examples
    --------
    >>> queries = Queries()
    >>> queries["find"].summary
    'Which roles, skills, paths and levels mention a text?'
    >>> queries.get("nothing of the kind") is None
    True
    """

    def __init__(self, folders: Iterable[str | Path] = ()) -> None:
        self.folders = tuple(dict.fromkeys(Path(folder) for folder in folders))
        for folder in self.folders:
            if not folder.is_dir():
                raise QueryError(f"{folder} is not a folder of queries. Name a folder that exists.")

    def __getitem__(self, name: str) -> NamedQuery:
        """Return the query of a name.

        Raises
        ------
        UnknownNameError
            There is none; the message suggests up to three.
        QueryError
            Its file is wrong, or there are two of that name.
        """
        files = self._files()
        if name not in files:
            near = nearest_few(name, files)
            hint = f" Did you mean {either(near)}?" if near else ""
            raise _NoQueryError(
                f"There is no query named {name!r}.{hint} `careergraph queries` lists them all.",
                near,
            )
        first, *others = files[name]
        if others:
            raise _taken(others[0], first)
        return _read(first)

    def __contains__(self, name: object) -> bool:
        return name in self._files()

    def __iter__(self) -> Iterator[str]:
        return iter(self._sound()[0])

    def __len__(self) -> int:
        return len(self._sound()[0])

    @property
    def faults(self) -> tuple[QueryError, ...]:
        """What is wrong with the files that are left out, each with its file and line."""
        return self._sound()[1]

    def _files(self) -> dict[str, list[Path]]:
        """Return the files of each name, the built-in one first."""
        files: dict[str, list[Path]] = {}
        for folder in (QUERIES, *self.folders):
            for path in sorted(folder.glob("*.rq")):
                files.setdefault(path.stem, []).append(path)
        return dict(sorted(files.items()))

    def _sound(self) -> tuple[list[str], tuple[QueryError, ...]]:
        names, faults = [], []
        for name, (first, *others) in self._files().items():
            faults += [_taken(other, first) for other in others]
            try:
                _read(first)
            except QueryError as error:
                faults.append(error)
            else:
                names.append(name)
        return names, tuple(faults)

    def __repr__(self) -> str:
        return f"<Queries: {', '.join(self)}>"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{escape(name)}</td><td>{escape(query.summary)}</td></tr>"
            for name, query in self.items()
        )
        head = "<tr><th>name</th><th>question</th></tr>"
        return f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"


def named_queries(folder: Path = QUERIES) -> dict[str, NamedQuery]:
    """Return the named queries of one folder by name, in name order.

    >>> "role-requirements" in named_queries()
    True
    """
    return {path.stem: read_query(path) for path in sorted(folder.glob("*.rq"))}


def named_query(name: str) -> NamedQuery:
    """Return the built-in query of this name, as `Queries` does.

    >>> named_query("role-requirements").parameters[0].type
    'role'
    """
    return Queries()[name]


def _taken(path: Path, first: Path) -> QueryError:
    whose = "a built-in query" if first.parent == QUERIES else str(first)
    return QueryError(f"{path}: its name {path.stem!r} is taken by {whose}. Rename the file.")


def _read(path: Path) -> NamedQuery:
    changed = path.stat()
    return _read_version(path, changed.st_mtime_ns, changed.st_size)


@lru_cache(maxsize=1024)
def _read_version(path: Path, *_: int) -> NamedQuery:
    query = read_query(path)
    if path.parent != QUERIES:  # tests hold the built-in ones
        check_runs(query)
    return query
