"""A career graph beside others: versions, organisations, taxonomies, tables of answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Self

from careergraph._asking import Asking
from careergraph.errors import RequestError
from careergraph.names import several

if TYPE_CHECKING:
    from careergraph.alignment import Alignment, Vocabulary
    from careergraph.diff import Diff, LevelComparison
    from careergraph.evaluation import Agreement
    from careergraph.proposals import Accepted, Proposals, Reviewed


class Comparing(Asking):
    """The part of `careergraph.CareerGraph` that compares it with something else."""

    def diff(
        self,
        new: Asking,
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
        >>> import careergraph as cg
        >>> cg.load().diff(cg.load(assume=["promotion=30"]), routes=False).changes[0].message
        'Assumption: cost of a promotion was 20-60 h, is 30 h'
        """
        from careergraph import diff

        least = _share("similarity", diff.REWORDED if similarity is None else similarity)
        same, changes = diff.find_differences(self.careers, new.careers, least)
        if not routes:
            return diff.Diff(changes)
        networks = self.careers, new.careers
        ends = (
            [diff.find_common_role(*networks, same.roles, text) for text in several(texts)]
            for texts in (sources, targets)
        )
        return diff.Diff(changes, diff.route_effects(*networks, same.roles, *ends))

    def compare_levels(
        self,
        other: Asking,
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
        >>> import careergraph as cg
        >>> found = cg.load().compare_levels(cg.load(), roles=["ml engineer 3"])
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
            measures=several(measures),
            at=tuple(at),
            good_from=good_from,
            skills=tuple(expand(start) for start in several(skills)),
        )

    def align(
        self, taxonomy: str | Path, *, candidates: int = 3, language: str = "en"
    ) -> Alignment:
        """Return candidates for the skills and career paths of this graph in a taxonomy.

        Meaning is compared too where the extra ``embedding`` is installed and the language is the
        one that its model knows, English.

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
        from careergraph import alignment, embedding

        known = language == embedding.LANGUAGE and embedding.available()
        model = embedding.load() if known else None
        return alignment.align(*self._vocabularies(taxonomy, language), candidates, model)

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
        from careergraph.engines import triples_of

        return (
            alignment.read_graph(self._store, language),
            alignment.read_taxonomy(triples_of(taxonomy), language),
        )

    def propose_transfers(
        self,
        taxonomy: Asking | None = None,
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
        >>> import careergraph as cg
        >>> found = cg.load().propose_transfers(methods=["wording"], limit=1).proposals[0]
        >>> found.held_label, found.needed_label, found.strength
        ('Model deployment', 'Strategy for ML deployment', 'moderate')
        """
        from careergraph import proposals

        return proposals.propose(
            proposals.Graph(self._store, self.careers),
            None if taxonomy is None else proposals.Graph(taxonomy._store, taxonomy.careers),
            methods=several(methods),
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

    def with_transfers(self, accepted: Iterable[Accepted], on: date) -> Self:
        """Return this graph with transfers that were accepted on a day; this one stays as it is."""
        import pyoxigraph

        from careergraph import proposals
        from careergraph.engines import Local

        store = pyoxigraph.Store()
        store.extend(self._store)
        new = proposals.triples(store, tuple(accepted), on)
        store.extend(pyoxigraph.Quad(t.subject, t.predicate, t.object) for t in new)
        return type(self)(Local(store), assume=self._assume, imported=self._imported)


def _share(name: str, value: float) -> float:
    """Return a share that is above 0 and up to 1, or raise RequestError."""
    if not 0 < value <= 1:
        raise RequestError(f"The {name} must be above 0 and up to 1, not {value:g}.")
    return value
