"""Ask an engine a query, with its parameters put in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from careergraph.engines import NO_LIMITS, Engine, InProcess, Limits
from careergraph.errors import QueryError
from careergraph.sparql import parameters_used, parse, refuse_outside, substitute

if TYPE_CHECKING:
    import pyoxigraph

    from careergraph.answers import Answer, Stream, Term


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
    given = parameters or {}
    for name in sorted(set(given) - parameters_used(text)):
        raise QueryError(f"A value for {name!r} is given, but the query has no ${name}.")
    query = parse(substitute(text, given))
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
