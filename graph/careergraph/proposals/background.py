"""What the methods look at: the skills of a graph, and what a taxonomy knows of them.

A skill stands for a concept when it is that concept, or when it is matched with it by
skos:exactMatch, closeMatch, broadMatch or narrowMatch. So an ESCO graph stands for itself, and a
graph aligned with ESCO for the ESCO skills that it is matched with.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from careergraph.closeness import OPTIONAL_WEIGHT
from careergraph.network import CareerNetwork
from careergraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyoxigraph

MATCHES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch")
"""The SKOS mappings by which a skill stands for a concept of another scheme."""

RELATIONS = {"relatedEssentialSkill": 1.0, "relatedOptionalSkill": OPTIONAL_WEIGHT}
"""ESCO's relations between skills, with what each counts; the weight is that of closeness."""


@dataclass(frozen=True, slots=True)
class Graph:
    """A career graph: its triples, and the network that was read from them."""

    store: pyoxigraph.Store
    network: CareerNetwork


@dataclass(frozen=True, eq=False)
class Background:
    """What is known of the skills of a graph, as matrices over the concepts they stand for.

    Parameters
    ----------
    skills : tuple of str
        The skills of the graph, by IRI.
    concepts : tuple of str
        The concepts that at least one of the skills stands for, by IRI.
    labels : mapping of str to str
        Labels of skills, concepts and groups.
    stands_for : scipy.sparse.csr_array
        Skills by concepts.
    groups : tuple of str
        Concepts, and what is broader than them, by IRI.
    within : scipy.sparse.csr_array
        Concepts by groups, 1 where a concept is the group or is narrower than it.
    group_sizes : numpy.ndarray
        How many skills of all graphs are a group or narrower than it.
    classified : int
        How many skills of all graphs have something broader.
    related : scipy.sparse.csr_array
        Concepts by concepts, `RELATIONS` where the first has the second as a related skill.
    relation_weights : numpy.ndarray
        What all relations of each concept count, those with concepts outside as well.
    required : scipy.sparse.csr_array
        Roles by concepts, 1 where a role requires one, essential or optional, itself.
    """

    skills: tuple[str, ...]
    concepts: tuple[str, ...]
    labels: Mapping[str, str]
    stands_for: Any
    groups: tuple[str, ...]
    within: Any
    group_sizes: npt.NDArray[np.float64]
    classified: int
    related: Any
    relation_weights: npt.NDArray[np.float64]
    required: Any

    def concepts_of(self, skill: int) -> list[int]:
        """Return the places of the concepts that the skill at a place stands for."""
        start, end = self.stands_for.indptr[skill : skill + 2]
        return [int(place) for place in self.stands_for.indices[start:end]]

    def groups_of(self, concept: int) -> set[int]:
        """Return the places of the groups that the concept at a place belongs to."""
        start, end = self.within.indptr[concept : concept + 2]
        return {int(place) for place in self.within.indices[start:end]}

    def roles_of(self, concept: int) -> set[int]:
        """Return the places of the roles that require the concept at a place."""
        start, end = self._required_by.indptr[concept : concept + 2]
        return {int(place) for place in self._required_by.indices[start:end]}

    @cached_property
    def _required_by(self) -> Any:
        return self.required.tocsc()

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The labels of the skills."""
        return tuple(self.labels[skill] for skill in self.skills)


def background(graph: Graph, taxonomy: Graph | None = None) -> Background:
    """Return what is known of the skills of a graph, from itself and from a taxonomy."""
    import numpy as np

    graphs = [graph, taxonomy] if taxonomy else [graph]
    skills = tuple(graph.network.skills)
    everywhere = {skill for one in graphs for skill in one.network.skills}
    matched = _matched(graph, everywhere)
    concepts = tuple(dict.fromkeys([*skills, *(c for s in skills for c in matched.get(s, ()))]))
    places = {concept: place for place, concept in enumerate(concepts)}
    above = _closure(everywhere, [p for one in graphs for p in _pairs(one.store, "skos:broader")])
    groups = tuple(sorted({group for concept in concepts for group in above[concept]}))
    group_places = {group: place for place, group in enumerate(groups)}
    sizes = np.zeros(len(groups))
    for narrower in above.values():
        for group in narrower & group_places.keys():
            sizes[group_places[group]] += 1
    related, weights = _related(graphs, places)
    return Background(
        skills=skills,
        concepts=concepts,
        labels=_labels(graphs, groups),
        stands_for=_flags(
            ((row, places[c]) for row, s in enumerate(skills) for c in (s, *matched.get(s, ()))),
            (len(skills), len(concepts)),
        ),
        groups=groups,
        within=_flags(
            ((row, group_places[group]) for row, c in enumerate(concepts) for group in above[c]),
            (len(concepts), len(groups)),
        ),
        group_sizes=sizes,
        classified=sum(len(found) > 1 for found in above.values()),
        related=related,
        relation_weights=weights,
        required=_required(graphs, places),
    )


def _pairs(store: pyoxigraph.Store, curie: str) -> Iterator[tuple[str, str]]:
    from pyoxigraph import NamedNode

    prefix, _, local = curie.partition(":")
    for quad in store.quads_for_pattern(None, NamedNode(PREFIXES[prefix] + local), None):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            yield quad.subject.value, quad.object.value


def _matched(graph: Graph, known: set[str]) -> dict[str, list[str]]:
    """Return the known concepts that each skill of the graph is matched with, in order."""
    matched: dict[str, set[str]] = defaultdict(set)
    for match in MATCHES:
        for skill, concept in _pairs(graph.store, f"skos:{match}"):
            if skill in graph.network.skills and concept in known and concept != skill:
                matched[skill].add(concept)
    return {skill: sorted(found) for skill, found in matched.items()}


def _closure(nodes: Iterable[str], pairs: Sequence[tuple[str, str]]) -> dict[str, set[str]]:
    """Return each node with itself and all that is broader; a circle ends where it began."""
    broader: dict[str, list[str]] = defaultdict(list)
    for narrow, broad in pairs:
        broader[narrow].append(broad)
    found = {}
    for node in nodes:
        seen, todo = {node}, [node]
        while todo:
            above = [one for one in broader.get(todo.pop(), ()) if one not in seen]
            seen.update(above)
            todo += above
        found[node] = seen
    return found


def _related(
    graphs: Sequence[Graph], places: Mapping[str, int]
) -> tuple[Any, npt.NDArray[np.float64]]:
    import numpy as np

    weight: dict[tuple[str, str], float] = {}
    for graph in graphs:
        skills = graph.network.skills
        for name, counts in RELATIONS.items():
            for pair in _pairs(graph.store, f"esco:{name}"):
                if pair[0] in skills and pair[1] in skills:  # roles have these relations too
                    weight[pair] = max(counts, weight.get(pair, 0))
    totals = np.zeros(len(places))
    cells = {}
    for (first, second), counts in weight.items():
        if first in places:
            totals[places[first]] += counts
            if second in places:
                cells[places[first], places[second]] = counts
    return _matrix(cells, (len(places), len(places))), totals


def _required(graphs: Sequence[Graph], places: Mapping[str, int]) -> Any:
    """Return the requirements of the roles that require anything, without those of others."""
    rows: dict[str, int] = {}
    cells = set()
    for graph in graphs:
        for need in graph.network.requirements:
            row = rows.setdefault(need.role, len(rows))
            if need.skill in places:
                cells.add((row, places[need.skill]))
    return _flags(cells, (len(rows), len(places)))


def _labels(graphs: Sequence[Graph], groups: Iterable[str]) -> dict[str, str]:
    named = {iri: s.label for graph in reversed(graphs) for iri, s in graph.network.skills.items()}
    for group in groups:
        if group not in named:
            named[group] = next(filter(None, (_label(one.store, group) for one in graphs)), group)
    return named


def _label(store: pyoxigraph.Store, iri: str) -> str | None:
    """Return the preferred label of a concept: the English one, else the first by language."""
    from pyoxigraph import Literal, NamedNode

    label = NamedNode(PREFIXES["skos"] + "prefLabel")
    found = [q.object for q in store.quads_for_pattern(NamedNode(iri), label, None)]
    texts = [(o.language or "", o.value) for o in found if isinstance(o, Literal)]
    return min(texts, key=lambda one: (not one[0].startswith("en"), *one))[1] if texts else None


def _flags(cells: Iterable[tuple[int, int]], shape: tuple[int, int]) -> Any:
    return _matrix(dict.fromkeys(cells, 1.0), shape)


def _matrix(cells: Mapping[tuple[int, int], float], shape: tuple[int, int]) -> Any:
    from scipy.sparse import csr_array

    rows, columns = zip(*cells, strict=True) if cells else ((), ())
    return csr_array((list(cells.values()), (rows, columns)), shape=shape)
