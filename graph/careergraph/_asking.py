"""A career graph that can be asked: its store, its network, queries, names and checks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Self

from careergraph.errors import InvalidGraphError, RequestError

if TYPE_CHECKING:
    import networkx as nx
    import pyoxigraph
    import rdflib

    from careergraph.answers import Answer, Stream
    from careergraph.engines import Engine, Limits
    from careergraph.lint import Findings
    from careergraph.network import CareerNetwork
    from careergraph.validation import Report


class Asking:
    """The part of `careergraph.CareerGraph` that answers questions."""

    def __init__(
        self,
        engine: Engine,
        *,
        assume: Iterable[str] = (),
        imported: Collection[pyoxigraph.Triple] | None = None,
    ) -> None:
        self._engine = engine
        self._imported = imported
        self._assume = several(assume)

    @cached_property
    def careers(self) -> CareerNetwork:
        """The graph's paths, levels, roles, skills and statements as frozen Python objects.

        Raises
        ------
        InvalidGraphError
            A node lacks what they cannot do without.
        RequestError
            An assumption is unknown or has a wrong value.
        """
        from careergraph.costs import override
        from careergraph.projection import project

        return override(project(self._engine), self._assume)

    @cached_property
    def rdf(self) -> rdflib.Graph:
        """The graph as an rdflib graph over the same store.

        What is added through it can be queried at once, with limits too; routes and views keep to
        the graph as it was loaded.

        Examples
        --------
        >>> import careergraph as cg
        >>> from rdflib import RDF, URIRef
        >>> role = URIRef("https://w3id.org/careergraph/terms#Role")
        >>> sum(1 for _ in cg.load().rdf.subjects(RDF.type, role))
        30
        """
        from careergraph.engines import Local
        from careergraph.store import as_rdflib

        if isinstance(self._engine, Local):
            self._engine.watch()
        return as_rdflib(self._store)

    @property
    def _store(self) -> pyoxigraph.Store:
        return self._engine.store

    def close(self) -> None:
        """End the worker processes that queries with limits have started.

        They end with the graph and with Python too, so this is needed only to be sooner. A graph
        is also a context manager that closes itself:

        >>> import careergraph as cg
        >>> from careergraph.engines import Limits
        >>> with cg.load() as g:
        ...     bool(g.query("ASK { ?role a cg:Role }", limits=Limits(seconds=10)))
        True
        """
        self._engine.close()

    def prepare(self) -> None:
        """Start now, without waiting, what the first query with limits would start."""
        from careergraph.engines import Local

        if isinstance(self._engine, Local):
            self._engine.prepare()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def query(self, query: str, /, *, limits: Limits | None = None, **parameters: str) -> Answer:
        """Answer a named query, or any SPARQL query.

        Where a graph has labels in several languages, named queries answer in one: English, else
        none, else the first by its tag.

        Parameters
        ----------
        query : str
            A name that `careergraph queries` lists, or the text of a SPARQL query; the usual
            prefixes need no declaration.
        limits : Limits, optional
            How far the query may go; as far as it takes without them. A limit of time or memory
            is kept by a worker process, which is started for the first such query.
        **parameters : str
            Values of a named query's parameters, as people write them.

        Raises
        ------
        QueryError
            The query or a parameter is wrong; the message names line and column.
        UnknownNameError, AmbiguousNameError
            There is no such query, or a parameter names nothing or several things.
        LimitError
            The query reached its limit of time or memory.

        Examples
        --------
        >>> import careergraph as cg
        >>> cg.load().query("SELECT (COUNT(*) AS ?skills) WHERE { ?s a cg:Skill }").values()
        [(59,)]
        """
        return self.stream(query, limits=limits, **parameters).answer()

    def stream(self, query: str, /, *, limits: Limits | None = None, **parameters: str) -> Stream:
        """Answer as `query` does, but row by row, however many there are.

        Examples
        --------
        >>> import careergraph as cg
        >>> rows = cg.load().stream("SELECT ?skill { ?skill a cg:Skill }")
        >>> sum(1 for _ in rows)
        59
        """
        from careergraph import queries
        from careergraph.engines import NO_LIMITS

        if any(char in query for char in "{}\n "):
            if parameters:
                raise RequestError(
                    "Only named queries take parameters; write the values into the SPARQL text."
                )
            text = query
        else:
            from careergraph import names
            from careergraph._language import without_languages

            named = queries.named_query(query)
            bound = queries.bind(
                named, parameters, lambda kind, t: names.find(self.careers, kind, t)
            )
            text = without_languages(bound, self._hidden_languages)
        return queries.ask(self._engine, text, limits=limits or NO_LIMITS)

    @cached_property
    def _hidden_languages(self) -> tuple[str, ...]:
        from careergraph._language import hidden_languages

        return hidden_languages(self._engine)

    def labels(self) -> Mapping[str, str]:
        """Return the label of every IRI that has one."""
        from careergraph.projection import labels

        return labels(self._engine)

    def network(self) -> nx.DiGraph:
        """Return roles, skills and their relations as a plain ``networkx.DiGraph``.

        See `careergraph.projection.to_networkx` for its attributes.

        Examples
        --------
        >>> import careergraph as cg
        >>> G = cg.load().network()
        >>> sum(1 for _, kind in G.nodes(data="kind") if kind == "skill")
        59
        """
        from careergraph.projection import to_networkx

        return to_networkx(self.careers)

    def triples(self) -> set[pyoxigraph.Triple]:
        """Return the graph's own triples, those of the ontology's terms left out."""
        from careergraph.store import terms

        imported = terms() if self._imported is None else self._imported
        return {quad.triple for quad in self._store}.difference(imported)

    def validate(self) -> Report:
        """Check the graph against the shapes and checks of a career graph.

        Examples
        --------
        >>> import careergraph as cg
        >>> cg.load().validate().conforms
        True
        """
        from careergraph.validation import validate

        return validate(self._store)

    def lint(
        self,
        *,
        similarity: float | None = None,
        select: Iterable[str] = (),
        ignore: Iterable[str] = (),
    ) -> Findings:
        """Look for what is likely wrong, or worth a look; see `careergraph.lint.lint`.

        Examples
        --------
        >>> import careergraph as cg
        >>> cg.load().lint()
        <Findings: 1 note>
        """
        from careergraph.lint import SIMILARITY, lint

        threshold = SIMILARITY if similarity is None else similarity
        codes = several(select), several(ignore)
        return lint(self._store, similarity=threshold, select=codes[0], ignore=codes[1])

    def check(self) -> None:
        """Raise InvalidGraphError unless the graph passes the checks; quicker than `validate`."""
        from careergraph.validation import run_checks

        violations = run_checks(self._store)
        if violations:
            raise InvalidGraphError(violations[0].explain(len(violations) - 1))

    def _role(self, text: str) -> str:
        from careergraph.names import find_role

        return find_role(self.careers, text)

    def _roles(self, texts: Iterable[str]) -> tuple[str, ...]:
        return tuple(self._role(text) for text in several(texts))

    def _skills(self, texts: Iterable[str]) -> tuple[str, ...]:
        from careergraph.names import find_skill

        return tuple(find_skill(self.careers, text) for text in several(texts))

    def _skills_of(self, texts: Iterable[str]) -> set[str] | None:
        """Return the skills that texts name, or that the career paths they name require."""
        from careergraph.names import find_skill_or_path

        wanted = [find_skill_or_path(self.careers, text) for text in several(texts)]
        roles = self.careers.roles
        on_paths = {n.skill for n in self.careers.requirements if roles[n.role].path in wanted}
        return on_paths | (self.careers.skills.keys() & set(wanted)) if wanted else None


def several(texts: Iterable[str]) -> tuple[str, ...]:
    """Return texts as a tuple; a single text is one, not its letters."""
    return (texts,) if isinstance(texts, str) else tuple(texts)
