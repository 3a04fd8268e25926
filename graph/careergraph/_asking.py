"""A career graph that can be asked: its store, its network, queries, names and checks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from careergraph.errors import InvalidGraphError, RequestError
from careergraph.names import several

if TYPE_CHECKING:
    import networkx as nx
    import pyoxigraph
    import rdflib

    from careergraph.answers import Answer, Stream
    from careergraph.engines import Engine, Limits
    from careergraph.lint import Findings
    from careergraph.network import CareerNetwork
    from careergraph.queries import NamedQuery, Queries
    from careergraph.queries.explaining import Explanation
    from careergraph.twins import Columns
    from careergraph.validation import Report


class Asking:
    """The part of `careergraph.CareerGraph` that answers questions."""

    def __init__(
        self,
        engine: Engine,
        *,
        assume: Iterable[str] = (),
        imported: Collection[pyoxigraph.Triple] | None = None,
        queries: Iterable[str | Path] = (),
        language: str | None = None,
    ) -> None:
        self._engine = engine
        self._wanted_language = language
        self._imported = imported
        self._assume = several(assume)
        self._query_folders = (queries,) if isinstance(queries, str | Path) else tuple(queries)

    @cached_property
    def careers(self) -> CareerNetwork:
        """The graph's paths, levels, roles, skills and statements as frozen Python objects.

        Raises
        ------
        InvalidGraphError
            A node lacks what they cannot do without.
        RequestError
            An assumption is unknown or has a wrong value, or nothing has a label in the language.
        """
        from careergraph.costs import override
        from careergraph.projection import project

        return override(project(self._engine, self._language or "en"), self._assume)

    @cached_property
    def _language(self) -> str | None:
        """The tag of the language that was asked for, as the graph writes it."""
        from careergraph._language import find_language

        wanted = self._wanted_language
        return None if wanted is None else find_language(self._engine, wanted)

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

    @cached_property
    def queries(self) -> Queries:
        """The named queries that can be asked, by name: the built-in ones and people's own.

        Examples
        --------
        >>> import careergraph as cg
        >>> cg.load().queries["find"].parameters[0].description
        'The text to look for.'
        """
        from careergraph.queries import Queries

        return Queries(self._query_folders)

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

    def query(self, query: str, /, *, limits: Limits | None = None, **parameters: object) -> Answer:
        """Answer a named query, or any SPARQL query.

        Where a graph has labels in several languages, named queries answer in one: English, else
        none, else the first by its tag.

        Parameters
        ----------
        query : str
            A name that `queries` has, or the text of a SPARQL query; the usual prefixes need no
            declaration. A text that begins with ``#+ parameter:`` lines takes parameters too.
        limits : Limits, optional
            How far the query may go; without them as far as it takes, or as many rows as a named
            query says. A limit of time or memory is kept by a worker process, which is started
            for the first such query.
        **parameters : object
            Values of the query's parameters, as people write them or as Python values: an int,
            float, bool or date, a role of the network, a list of them where it takes several.

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
        >>> g = cg.load()
        >>> g.query("SELECT (COUNT(*) AS ?skills) WHERE { ?s a cg:Skill }").values()
        [(59,)]
        >>> g.query("roles-at-level", level=5)
        <Answer SELECT: 6 rows of role, role_label, skills_added, skills_required>
        """
        return self.stream(query, limits=limits, **parameters).answer()

    def stream(
        self, query: str, /, *, limits: Limits | None = None, **parameters: object
    ) -> Stream:
        """Answer as `query` does, but row by row, however many there are.

        Where there are none, the stream's `warnings` say afterwards which IRIs of the query the
        graph does not have.

        Examples
        --------
        >>> import careergraph as cg
        >>> rows = cg.load().stream("SELECT ?skill { ?skill a cg:Skill }")
        >>> sum(1 for _ in rows)
        59
        """
        from careergraph._language import without_languages
        from careergraph.engines import Limits
        from careergraph.queries import explaining_nothing, terms_for
        from careergraph.queries.trial import check_columns, trusted_iris
        from careergraph.sparql import parse, refuse_outside, substitute

        asked = self._asked(query, parameters)
        given = terms_for(asked, parameters, self._find)
        text = substitute(asked.text, given)
        if not _is_text(query):
            if self._in_columns(asked):
                single = {name: term for name, (term,) in given.items()}
                return self._columns.stream(asked, single, limits or Limits(rows=asked.limit))
            text = without_languages(text, self._hidden_languages)
        parsed = parse(text)
        refuse_outside(parsed)
        check_columns(asked, parsed)
        stream = self._engine.stream(parsed, limits or Limits(rows=asked.limit))
        return explaining_nothing(self._engine, parsed, stream, trusted_iris(asked))

    def explain(self, query: str, /, **parameters: object) -> Explanation:
        """Say what `query` would run, without running it.

        Examples
        --------
        >>> import careergraph as cg
        >>> found = cg.load().explain("role-requirements", role="ml engineer 3")
        >>> found.parameters[0].labels
        ('Machine Learning Engineer, level 3',)
        """
        from careergraph.queries.explaining import explain

        return explain(self._engine, self._asked(query, parameters), parameters, self._find)

    def _asked(self, query: str, parameters: Collection[str]) -> NamedQuery:
        """Return the query of a name, or what a text says about itself."""
        from careergraph.queries.header import read_any

        if not _is_text(query):
            return self.queries[query]
        found = read_any(query)
        if parameters and not found.parameters:
            raise RequestError(
                "Only named queries take parameters, and texts that declare them in lines such as "
                "'#+ parameter: role; role; example=...; Whose.'"
            )
        return found

    def _find(self, kind: str, text: str) -> str:
        """Return the IRI that a name stands for, without the network unless it is there."""
        from careergraph import lookup, names

        if "careers" in vars(self):
            return names.find(self.careers, kind, text)
        return lookup.find(self._engine, kind, text, lambda: self.careers)

    @cached_property
    def _hidden_languages(self) -> tuple[str, ...]:
        from careergraph._language import hidden_languages

        return hidden_languages(self._engine, self._language)

    def _in_columns(self, query: NamedQuery) -> bool:
        """Tell whether a query's twin is to answer; not once the graph may have been changed."""
        from careergraph import twins

        changeable = "rdf" in self.__dict__
        return bool(
            twins.twin(query)
            and twins.installed()
            and not changeable
            and not self._hidden_languages
            and self._columns.large
        )

    @cached_property
    def _columns(self) -> Columns:
        from careergraph.twins import Columns

        return Columns(self._engine)

    def labels(self) -> Mapping[str, str]:
        """Return the label of every IRI that has one."""
        from careergraph.projection import labels

        return labels(self._engine)

    def labels_of(self, iris: Iterable[str]) -> Mapping[str, str]:
        """Return the label of each of these IRIs that has one, asking for no others.

        Examples
        --------
        >>> import careergraph as cg
        >>> cg.load().labels_of(["https://w3id.org/careergraph/terms#Role"])
        {'https://w3id.org/careergraph/terms#Role': 'role'}
        """
        from careergraph.labels import labels_of

        return labels_of(self._engine, several(iris))

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

    def _known_skills(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return the skills that texts name; a name that none has stays as it is."""
        from careergraph.errors import AmbiguousNameError, UnknownNameError
        from careergraph.names import find_skill

        def found(text: str) -> str:
            try:
                return find_skill(self.careers, text)
            except AmbiguousNameError:
                raise
            except UnknownNameError:
                return text

        return tuple(map(found, several(texts)))

    def _skills_of(self, texts: Iterable[str]) -> set[str] | None:
        """Return the skills that texts name, or that the career paths they name require."""
        from careergraph.names import find_skill_or_path

        wanted = [find_skill_or_path(self.careers, text) for text in several(texts)]
        roles = self.careers.roles
        on_paths = {n.skill for n in self.careers.requirements if roles[n.role].path in wanted}
        return on_paths | (self.careers.skills.keys() & set(wanted)) if wanted else None


def _is_text(query: str) -> bool:
    """Tell whether somebody gave a query's text, not its name."""
    return not _IN_TEXT.isdisjoint(query)


_IN_TEXT = frozenset("{}\n ")
"""What is in the text of every query and in no name."""
