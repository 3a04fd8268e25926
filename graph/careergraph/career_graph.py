"""The career graph as one Python object: the library's front door."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, overload

from careergraph.errors import InvalidGraphError, RequestError

if TYPE_CHECKING:
    from datetime import date

    import networkx as nx
    import pyoxigraph
    import rdflib

    from careergraph.advice import Gap, Placements
    from careergraph.alignment import Alignment, Vocabulary
    from careergraph.answers import Answer
    from careergraph.diff import Diff, LevelComparison
    from careergraph.evaluation import Agreement
    from careergraph.lint import Findings
    from careergraph.network import CareerNetwork
    from careergraph.proposals import Accepted, Proposals, Reviewed
    from careergraph.routes import Route, Step
    from careergraph.validation import Report
    from careergraph.views.page import Page


def load(path: str | Path | None = None, *, assume: Iterable[str] = ()) -> CareerGraph:
    """Open a career graph, whole or not at all.

    Parameters
    ----------
    path : str or Path, optional
        An RDF file (``.ttl``, ``.nt``, ``.rdf``, ``.owl`` or ``.jsonld``), a levelling matrix
        (such as ``.csv`` or ``.xlsx``), or a directory that `careergraph import` wrote and
        checked; the built-in AI career roadmap without one.
    assume : iterable of str, optional
        Assumptions to replace, ``KEY=VALUE`` each; see `careergraph.costs.override`.

    Raises
    ------
    GraphFileError
        The file cannot be read or is not valid RDF.
    MatrixError
        The file is a matrix that cannot be read without guessing.
    InvalidGraphError
        The graph breaks a check that queries and routes rely on.
    RequestError
        An assumption is unknown or has a wrong value.

    Examples
    --------
    >>> import careergraph as cg
    >>> g = cg.load()
    >>> g
    <CareerGraph 'AI career roadmap': 6 career paths, 30 roles, 59 skills>
    """
    from careergraph.store import open_with_terms

    file = None if path is None else Path(path)
    store, imported = open_with_terms(file)
    graph = CareerGraph(store, assume=assume, imported=imported)
    if file is None or not file.is_dir():  # a directory was checked when it was made, and is large
        _ = graph.careers
    if file is not None and not file.is_dir():
        graph.check()
    return graph


class CareerGraph:
    """A career graph: ask it, route through it, look at it.

    Parameters
    ----------
    store : pyoxigraph.Store
        Its triples, those of the ontology's terms included.
    assume : iterable of str, optional
        Assumptions to replace; see `careergraph.costs.override`.
    imported : collection of pyoxigraph.Triple, optional
        Those of its triples that it imports, and so does not export.
    """

    def __init__(
        self,
        store: pyoxigraph.Store,
        *,
        assume: Iterable[str] = (),
        imported: Collection[pyoxigraph.Triple] = (),
    ) -> None:
        self._store = store
        self._imported = imported
        self._assume = _several(assume)

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

        return override(project(self._store), self._assume)

    @cached_property
    def rdf(self) -> rdflib.Graph:
        """The graph as an rdflib graph over the same store.

        What is added through it can be queried at once; routes and views keep to the graph as it
        was loaded.

        Examples
        --------
        >>> import careergraph as cg
        >>> from rdflib import RDF, URIRef
        >>> role = URIRef("https://w3id.org/careergraph/terms#Role")
        >>> sum(1 for _ in cg.load().rdf.subjects(RDF.type, role))
        30
        """
        from careergraph.store import as_rdflib

        return as_rdflib(self._store)

    def query(self, query: str, /, **parameters: str) -> Answer:
        """Answer a named query, or any SPARQL query.

        Parameters
        ----------
        query : str
            A name that `careergraph queries` lists, or the text of a SPARQL query; the usual
            prefixes need no declaration.
        **parameters : str
            Values of a named query's parameters, as people write them.

        Raises
        ------
        QueryError
            The query or a parameter is wrong; the message names line and column.
        UnknownNameError, AmbiguousNameError
            There is no such query, or a parameter names nothing or several things.

        Examples
        --------
        >>> import careergraph as cg
        >>> cg.load().query("SELECT (COUNT(*) AS ?skills) WHERE { ?s a cg:Skill }").values()
        [(59,)]
        """
        from careergraph import names, queries

        if any(char in query for char in "{}\n "):
            if parameters:
                raise RequestError(
                    "Only named queries take parameters; write the values into the SPARQL text."
                )
            return queries.run(self._store, query)
        named = queries.named_query(query)
        text = queries.bind(named, parameters, lambda kind, t: names.find(self.careers, kind, t))
        return queries.run(self._store, text)

    def labels(self) -> Mapping[str, str]:
        """Return the label of every IRI that has one."""
        from careergraph.projection import labels

        return labels(self._store)

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

    def route(
        self,
        source: str,
        target: str,
        *,
        have: Iterable[str] = (),
        avoid: Iterable[str] = (),
        via: Iterable[str] = (),
        max_moves: int | None = None,
        max_effort_per_move: float | None = None,
        alternatives: int = 0,
        detour: float | None = None,
        hours_per_week: float | None = None,
    ) -> Route:
        """Return the shortest upskilling route between two roles, proven optimal and explained.

        Parameters
        ----------
        source, target : str
            Roles, named as people type them, or by IRI or CURIE.
        have : iterable of str, optional
            Skills held besides those of the source role.
        avoid, via : iterable of str, optional
            Roles that the route must not enter, and that it must enter (in any order).
        max_moves : int, optional
        max_effort_per_move : float, optional
            Most expected hours of learning for any one move.
        alternatives : int, optional
            How many other routes to add, as far as there are any.
        detour : float, optional
            Most expected hours that another route may take more than the best.
        hours_per_week : float, optional
            Hours of learning in a week, instead of what the graph assumes.

        Raises
        ------
        UnknownNameError, AmbiguousNameError
            A role or skill is not found, or the name fits several.
        RequestError, NoRouteError, UnknownEffortError
            See `careergraph.routes.plan`.

        Examples
        --------
        >>> import careergraph as cg
        >>> route = cg.load().route("ml engineer 2", "ml engineer 3")
        >>> [role.label for role in route.roles]
        ['Machine Learning Engineer, level 2', 'Machine Learning Engineer, level 3']
        """
        from careergraph import routes
        from careergraph.costs import override

        per_week = [] if hours_per_week is None else [f"hours-per-week={hours_per_week!r}"]
        constraints = routes.Constraints(
            have=self._skills(have),
            avoid=self._roles(avoid),
            via=self._roles(via),
            max_moves=max_moves,
            max_effort_per_move=max_effort_per_move,
        )
        return routes.plan(
            override(self.careers, per_week),
            self._role(source),
            self._role(target),
            constraints,
            alternatives=alternatives,
            detour=detour,
        )

    def place(self, have: Iterable[str], lack: Iterable[str] = ()) -> Placements:
        """Return where somebody stands who holds some skills; see `careergraph.advice.place`.

        Examples
        --------
        >>> import careergraph as cg
        >>> where = cg.load().place(["Data pre-processing", "Basic model building"])
        >>> where.roles[0].role.label
        'Machine Learning Engineer, level 1'
        """
        from careergraph import advice

        return advice.place(self.careers, self._skills(have), self._skills(lack))

    def advance(self, role: str, have: Iterable[str] = ()) -> tuple[Step, ...]:
        """Return what the next level adds; see `careergraph.advice.advance`.

        Examples
        --------
        >>> import careergraph as cg
        >>> (step,) = cg.load().advance("ml engineer 1")
        >>> [learned.skill.label for learned in step.skills]
        ['Advanced model tuning', 'Feature engineering']
        """
        from careergraph import advice

        return advice.advance(self.careers, self._role(role), self._skills(have))

    def branch(self, role: str, have: Iterable[str] = ()) -> tuple[Gap, ...]:
        """Return the gaps to roles on other career paths; see `careergraph.advice.branch`.

        Examples
        --------
        >>> import careergraph as cg
        >>> len(cg.load().branch("ml engineer 2"))
        25
        """
        from careergraph import advice

        return advice.branch(self.careers, self._role(role), self._skills(have))

    def gap(self, source: str, target: str, have: Iterable[str] = ()) -> Gap:
        """Return what one role lacks for another; see `careergraph.advice.gap`.

        Examples
        --------
        >>> import careergraph as cg
        >>> [s.label for s in cg.load().gap("ml engineer 2", "ml engineer 1").shared]
        ['Basic model building', 'Data pre-processing']
        """
        from careergraph import advice

        ends = self._role(source), self._role(target)
        return advice.gap(self.careers, *ends, self._skills(have))

    def diff(
        self,
        new: CareerGraph,
        *,
        similarity: float | None = None,
        routes: bool = True,
        sources: Iterable[str] = (),
        targets: Iterable[str] = (),
    ) -> Diff:
        """Return what has changed from this graph to a newer version of it.

        Parameters
        ----------
        new : CareerGraph
        similarity : float, optional
            Least similarity of two wordings of a skill in one role, above 0 and up to 1; see
            `careergraph.diff.REWORDED`.
        routes : bool, optional
            Whether to compare the best routes between roles as well.
        sources, targets : iterable of str, optional
            Roles to compare routes from and to; all without them, as far as these are not too
            many (`careergraph.diff.MOST_PAIRS`).

        Raises
        ------
        UnknownNameError, AmbiguousNameError
            A role is in neither version, or the name fits several.
        RequestError
            A role is in one version only, or the similarity is not above 0 and up to 1.

        Examples
        --------
        >>> load().diff(load(assume=["promotion=30"]), routes=False).changes[0].message
        'Assumption: cost of a promotion was 20-60 h, is 30 h'
        """
        from careergraph import diff

        least = _share("similarity", diff.REWORDED if similarity is None else similarity)
        same, changes = diff.find_differences(self.careers, new.careers, least)
        if not routes:
            return diff.Diff(changes)
        networks = self.careers, new.careers
        ends = (
            [diff.find_common_role(*networks, same.roles, text) for text in _several(texts)]
            for texts in (sources, targets)
        )
        return diff.Diff(changes, diff.route_effects(*networks, same.roles, *ends))

    def compare_levels(
        self,
        other: CareerGraph,
        *,
        roles: Iterable[str] = (),
        similarity: float | None = None,
        bound: float | None = None,
    ) -> LevelComparison:
        """Return which roles of another organisation's graph are nearest to those of this one.

        Parameters
        ----------
        other : CareerGraph
        roles : iterable of str, optional
            Roles of this graph; all without it.
        similarity : float, optional
            Least similarity of two wordings of one skill, above 0 and up to 1; see
            `careergraph.diff.ALIKE`.
        bound : float, optional
            Least coverage, both ways, of roles that are called equivalent, from 0 to 1; see
            `careergraph.diff.EQUIVALENT`.

        Raises
        ------
        UnknownNameError, AmbiguousNameError
            A role is not found, or the name fits several.
        RequestError
            The similarity or the bound is no such share.

        Examples
        --------
        >>> found = load().compare_levels(load(), roles=["ml engineer 3"])
        >>> found.roles[0].best[0].new.label
        'Machine Learning Engineer, level 3'
        """
        from careergraph import diff

        return diff.compare_levels(
            self.careers,
            other.careers,
            self._roles(roles),
            similarity=_share("similarity", diff.ALIKE if similarity is None else similarity),
            bound=_share("bound", diff.EQUIVALENT if bound is None else bound),
        )

    def evaluate(
        self,
        truth: str | Path,
        *,
        measures: Iterable[str] = (),
        at: Iterable[int] = (5, 10, 20),
        good_from: float | None = None,
        skills: Iterable[str] = (),
    ) -> Agreement:
        """Return how well measures of closeness agree with a table of answers.

        Parameters
        ----------
        truth : str or Path
            A CSV file; see `careergraph.evaluation.read_truth`.
        measures, at, good_from, skills
            See `careergraph.evaluation.evaluate`; IRIs may be CURIEs.

        Raises
        ------
        TruthTableError, UnknownNameError, RequestError
        """
        from careergraph import evaluation
        from careergraph.vocabulary import expand

        return evaluation.evaluate(
            self.careers,
            evaluation.read_truth(Path(truth), self.careers),
            measures=_several(measures),
            at=tuple(at),
            good_from=good_from,
            skills=tuple(expand(start) for start in _several(skills)),
        )

    def align(
        self, taxonomy: str | Path, *, candidates: int = 3, language: str = "en"
    ) -> Alignment:
        """Return candidates for the skills and career paths of this graph in a taxonomy.

        Parameters
        ----------
        taxonomy : str or Path
            A graph that `careergraph import esco` or `import onet` wrote.
        candidates : int, optional
            How many for each concept; see `careergraph.alignment.align`.
        language : str, optional
            The language of the labels to compare.

        Raises
        ------
        GraphFileError, RequestError
        """
        from careergraph import alignment

        return alignment.align(*self._vocabularies(taxonomy, language), candidates)

    def accept_alignment(
        self,
        review: str | Path,
        taxonomy: str | Path,
        *,
        by: str | None = None,
        on: date | None = None,
        suffix: str = ".ttl",
        language: str = "en",
    ) -> bytes:
        """Return the mappings that a reviewed alignment accepts, as an RDF file.

        Parameters
        ----------
        review : str or Path
            The CSV file that `careergraph align` wrote, with decisions in its column accept.
        taxonomy : str or Path
            What was aligned with.
        by : str, optional
            Who reviewed the rows that do not say it.
        on : date, optional
            When; today without it.
        suffix : str, optional
            Of the file; one of `careergraph.store.SUFFIXES`.
        language : str, optional
            The language of the labels that were compared.

        Raises
        ------
        ReviewError, GraphFileError, RequestError
        """
        from careergraph import alignment

        graph, other = self._vocabularies(taxonomy, language)
        mappings = alignment.read_mappings(Path(review), graph, other, by)
        return alignment.write_mappings(
            mappings, graph.scheme, other.scheme, on or date.today(), suffix
        )

    def _vocabularies(self, taxonomy: str | Path, language: str) -> tuple[Vocabulary, Vocabulary]:
        from careergraph import alignment
        from careergraph.store import open_store

        return (
            alignment.read_graph(self._store, language),
            alignment.read_taxonomy(open_store(Path(taxonomy)), language),
        )

    def propose_transfers(
        self,
        taxonomy: CareerGraph | None = None,
        *,
        methods: Iterable[str] = (),
        held: Iterable[str] = (),
        needed: Iterable[str] = (),
        limit: int | None = None,
        min_score: float = 0.0,
    ) -> Proposals:
        """Return transfers that this graph does not have, proposed with evidence.

        Parameters
        ----------
        taxonomy : CareerGraph, optional
            A graph that this one is aligned with, such as ESCO.
        held, needed : iterable of str, optional
            Skills, or career paths whose skills count, as people name them; all without.
        methods, limit, min_score
            See `careergraph.proposals.propose`.

        Raises
        ------
        UnknownNameError, AmbiguousNameError, RequestError

        Examples
        --------
        >>> found = load().propose_transfers(methods=["wording"], limit=1).proposals[0]
        >>> found.held_label, found.needed_label, found.strength
        ('Model deployment', 'Strategy for ML deployment', 'moderate')
        """
        from careergraph import proposals

        return proposals.propose(
            proposals.Graph(self._store, self.careers),
            None if taxonomy is None else proposals.Graph(taxonomy._store, taxonomy.careers),
            methods=_several(methods),
            held=self._skills_of(held),
            needed=self._skills_of(needed),
            limit=proposals.LIMIT if limit is None else limit,
            min_score=min_score,
        )

    def read_transfers(self, review: str | Path, *, by: str | None = None) -> Reviewed:
        """Return what a review of proposed transfers says; see `careergraph.proposals.read_review`.

        Raises
        ------
        ReviewError
        """
        from careergraph import proposals

        return proposals.read_review(Path(review), self.careers, by)

    def with_transfers(self, accepted: Iterable[Accepted], on: date) -> CareerGraph:
        """Return this graph with transfers that were accepted on a day; this one stays as it is."""
        import pyoxigraph

        from careergraph import proposals

        store = pyoxigraph.Store()
        store.extend(self._store)
        new = proposals.triples(store, tuple(accepted), on)
        store.extend(pyoxigraph.Quad(t.subject, t.predicate, t.object) for t in new)
        return CareerGraph(store, assume=self._assume, imported=self._imported)

    def triples(self) -> set[pyoxigraph.Triple]:
        """Return the graph's own triples, those of the ontology's terms left out."""
        return {quad.triple for quad in self._store}.difference(self._imported)

    def view(self, name: str, route: Route | None = None, *, paths: Iterable[str] = ()) -> Page:
        """Return an interactive page: ``"matrix"``, or ``"route"`` with a route to draw.

        Parameters
        ----------
        name : str
        route : Route, optional
        paths : iterable of str, optional
            Career paths to draw, as people name them; all without it.

        Raises
        ------
        UnknownNameError
            There is no such view, or no such career path.
        RequestError
            A route is missing, or given to a view that draws none; or there are more roles than
            a page can draw.

        Examples
        --------
        >>> import careergraph as cg
        >>> g = cg.load()
        >>> g.view("matrix").network.num_nodes() == len(g.careers.roles) + len(g.careers.skills)
        True
        """
        from careergraph import names
        from careergraph.views.page import make_page

        found = [names.find(self.careers, "path", text) for text in _several(paths)]
        return make_page(name, self.careers, route, found)

    @overload
    def export(self, format: str, path: None = None, *, force: bool = False) -> str | bytes: ...

    @overload
    def export(self, format: str, path: str | Path, *, force: bool = False) -> Path: ...

    def export(
        self, format: str, path: str | Path | None = None, *, force: bool = False
    ) -> str | bytes | Path:
        """Return the graph in another format, or write it to a file and return its path.

        Parameters
        ----------
        format : str
            A name in `careergraph.export.EXPORTS`.
        path : str or Path, optional
            For ``"csv"``, a folder unless it ends in ``.zip``; `force` replaces what exists.

        Raises
        ------
        UnknownNameError, OutputError, RequestError

        Examples
        --------
        >>> print(load().export("markdown").splitlines()[0][:39])
        | Career path | Level 1: Beginner | Lev
        """
        from careergraph import export

        content = export.Content(self.careers, self.triples)
        if path is None:
            return export.export(content, format)
        return export.write(content, format, Path(path), force=force)

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
        codes = _several(select), _several(ignore)
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
        return tuple(self._role(text) for text in _several(texts))

    def _skills(self, texts: Iterable[str]) -> tuple[str, ...]:
        from careergraph.names import find_skill

        return tuple(find_skill(self.careers, text) for text in _several(texts))

    def _skills_of(self, texts: Iterable[str]) -> set[str] | None:
        """Return the skills that texts name, or that the career paths they name require."""
        from careergraph.names import find_skill_or_path

        wanted = [find_skill_or_path(self.careers, text) for text in _several(texts)]
        roles = self.careers.roles
        on_paths = {n.skill for n in self.careers.requirements if roles[n.role].path in wanted}
        return on_paths | (self.careers.skills.keys() & set(wanted)) if wanted else None

    def __repr__(self) -> str:
        network = self.careers
        return (
            f"<CareerGraph {network.title!r}: {len(network.paths)} career paths, "
            f"{len(network.roles)} roles, {len(network.skills)} skills>"
        )


def _several(texts: Iterable[str]) -> tuple[str, ...]:
    """Return texts as a tuple; a single text is one, not its letters."""
    return (texts,) if isinstance(texts, str) else tuple(texts)


def _share(name: str, value: float) -> float:
    """Return a share that is above 0 and up to 1, or raise RequestError."""
    if not 0 < value <= 1:
        raise RequestError(f"The {name} must be above 0 and up to 1, not {value:g}.")
    return value
