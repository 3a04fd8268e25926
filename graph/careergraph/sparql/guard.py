"""What a query names outside the graph, and refusing it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, NamedTuple

from careergraph.sparql.ast import Dataset, Iri, Named, Var

if TYPE_CHECKING:
    from careergraph.sparql.query import Query

_HTTP = re.compile(r"https?://([A-Za-z0-9.\-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]+)?(?:[/?#]|\Z)", re.I)


class Outside(NamedTuple):
    """Something outside the graph that a query names.

    Attributes
    ----------
    clause : str
        ``SERVICE``, ``FROM`` or ``FROM NAMED``.
    name : str
        The IRI in full, or a variable with its question mark.
    at : int
        Where the clause begins in the text as read.
    """

    clause: str
    name: str
    at: int


def outside(nodes: Iterable[object]) -> tuple[Outside, ...]:
    """Return what the nodes of a query name outside the graph."""
    found = []
    for node in nodes:
        if isinstance(node, Named) and node.word == "SERVICE":
            found.append(Outside("SERVICE", _named(node.name), node.at))
        elif isinstance(node, Dataset):
            found.append(Outside("FROM NAMED" if node.named else "FROM", node.name.value, node.at))
    return tuple(found)


def _named(name: Var | Iri) -> str:
    return f"?{name.name}" if isinstance(name, Var) else name.value


def refuse_outside(query: Query, hosts: Collection[str] = ()) -> None:
    """Raise unless everything that a query names outside the graph is on a host allowed.

    Parameters
    ----------
    query : Query
        The query.
    hosts : collection of str
        Hosts that the operator allows, such as ``example.org`` or ``localhost:7878``; without a
        port, the scheme's own port is meant.

    Raises
    ------
    QueryError
        A SERVICE or FROM names another host, a file, or a variable; the message says where.
    """
    allowed = {host.lower() for host in hosts}
    for reference in query.outside:
        host = _host(reference.name)
        if host is None or host not in allowed:
            raise query.fault(reference.at, _refusal(reference, allowed))


def _host(name: str) -> str | None:
    match = _HTTP.match(name)
    if match is None:
        return None
    default = ":80" if name.lower().startswith("http:") else ":443"
    port = match[2] or ""
    return (match[1] + ("" if port == default else port)).lower()


def _refusal(reference: Outside, allowed: Collection[str]) -> str:
    reads = f"{reference.clause} reads from elsewhere, and "
    if not allowed:
        return f"{reads}network access is off. Load those data into the graph and leave it out."
    return (
        f"{reads}network access to {reference.name} is off; allowed: {', '.join(sorted(allowed))}."
    )
