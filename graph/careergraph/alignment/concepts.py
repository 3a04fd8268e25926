"""What is aligned: the concepts of a graph with all their wording, and the graph's own header."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from careergraph.errors import RequestError
from careergraph.vocabulary import (
    DCTERMS_TITLE,
    ESCO_OPTIONAL_SKILL,
    OWL_IMPORTS,
    PREFIXES,
    RDF_TYPE,
    SKOS_ALT_LABEL,
    SKOS_DEFINITION,
    SKOS_PREF_LABEL,
    TERMS,
    Term,
)

if TYPE_CHECKING:
    import pyoxigraph

DESCRIPTIONS = (SKOS_DEFINITION, PREFIXES["dcterms"] + "description")
OWL_VERSION = PREFIXES["owl"] + "versionInfo"
DCTERMS_RIGHTS = PREFIXES["dcterms"] + "rights"


class Kind(StrEnum):
    """What a concept is; only concepts that correspond are compared.

    A career path is compared with occupations, which are roles in the graph of a taxonomy.
    """

    PATH = "career path"
    SKILL = "skill"


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept: its IRI, what it is called, and what is said of it; all texts in one language."""

    iri: str
    label: str
    other_labels: tuple[str, ...] = ()
    description: str = ""

    @property
    def labels(self) -> tuple[str, ...]:
        """All that the concept is called, the preferred label first."""
        return (self.label, *self.other_labels)


@dataclass(frozen=True, slots=True)
class Scheme:
    """Where concepts come from: the graph's own IRI, title, version and rights.

    `language` is that of the labels that were read.
    """

    iri: str
    title: str
    version: str
    rights: str
    language: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The concepts of one side of an alignment.

    Parameters
    ----------
    scheme : Scheme
    skills : tuple of Concept
    groups : tuple of Concept
        What requires skills: the career paths of a graph, or the occupations of a taxonomy.
    required : mapping
        The IRIs of the skills that each group requires, optional ones too.
    """

    scheme: Scheme
    skills: tuple[Concept, ...]
    groups: tuple[Concept, ...]
    required: Mapping[str, frozenset[str]]

    def of(self, kind: Kind) -> tuple[Concept, ...]:
        """Return the concepts that a kind is aligned from or to."""
        return self.skills if kind is Kind.SKILL else self.groups


def read_graph(store: pyoxigraph.Store, language: str) -> Vocabulary:
    """Return the skills and career paths of a graph that is to be aligned.

    Raises
    ------
    RequestError
        It has no skills with labels in the language.
    """
    reader = _Reader(store, language)
    path_of = dict(reader.pairs(Term.onPath))
    required = defaultdict(set)
    for role, skill in reader.requirements():
        if role in path_of:
            required[path_of[role]].add(skill)
    return reader.vocabulary(Term.CareerPath, required)


def read_taxonomy(store: pyoxigraph.Store, language: str) -> Vocabulary:
    """Return the skills and occupations of a taxonomy that was imported.

    Raises
    ------
    RequestError
        It has no skills with labels in the language.
    """
    reader = _Reader(store, language)
    required = defaultdict(set)
    for role, skill in reader.requirements():
        required[role].add(skill)
    return reader.vocabulary(Term.Role, required)


class _Reader:
    """Reads a store by patterns; literals in the language, or without one."""

    def __init__(self, store: pyoxigraph.Store, language: str) -> None:
        self._store = store
        self._language = language

    def pairs(self, predicate: str) -> Iterator[tuple[str, str]]:
        import pyoxigraph

        wanted = pyoxigraph.NamedNode(predicate)
        for quad in self._store.quads_for_pattern(None, wanted, None):
            if isinstance(quad.subject, pyoxigraph.NamedNode) and not isinstance(
                quad.object, pyoxigraph.Triple
            ):
                yield quad.subject.value, quad.object.value

    def requirements(self) -> Iterator[tuple[str, str]]:
        yield from self.pairs(Term.requires)
        yield from self.pairs(ESCO_OPTIONAL_SKILL)

    def vocabulary(self, groups: str, required: Mapping[str, Iterable[str]]) -> Vocabulary:
        preferred = self._texts(SKOS_PREF_LABEL)
        others = self._texts(SKOS_ALT_LABEL)
        described = [self._texts(predicate) for predicate in DESCRIPTIONS]

        def concepts(kind: str) -> tuple[Concept, ...]:
            return tuple(
                Concept(
                    iri,
                    preferred[iri][0],
                    tuple(others.get(iri, ())),
                    " ".join(text for texts in described for text in texts.get(iri, ())),
                )
                for iri in sorted(iri for iri, found in self.pairs(RDF_TYPE) if found == kind)
                if iri in preferred
            )

        skills = concepts(Term.Skill)
        if not skills:
            raise RequestError(
                f"The graph has no skills with labels in {self._language!r}. Name the language of "
                "its labels with --language, and see that both graphs have it."
            )
        return Vocabulary(
            self._scheme([skill.iri for skill in skills]),
            skills,
            concepts(groups),
            {group: frozenset(needed) for group, needed in required.items()},
        )

    def _texts(self, predicate: str) -> dict[str, list[str]]:
        import pyoxigraph

        found = defaultdict(list)
        for quad in self._store.quads_for_pattern(None, pyoxigraph.NamedNode(predicate), None):
            text = quad.object
            if isinstance(text, pyoxigraph.Literal) and isinstance(
                quad.subject, pyoxigraph.NamedNode
            ):
                spoken = (text.language or self._language).partition("-")[0]
                if spoken == self._language:
                    found[quad.subject.value].append(text.value)
        return {iri: sorted(texts) for iri, texts in found.items()}

    def _scheme(self, skills: Iterable[str]) -> Scheme:
        """Return the graph's own header: of those that import the terms, where the skills are."""
        own = [iri for iri, found in self.pairs(OWL_IMPORTS) if found == TERMS.rstrip("#")]
        if not own:
            raise RequestError(
                "The graph has no header: an owl:Ontology that imports the terms, with a title and "
                "a version. Import it again, or see docs/own-graph.md."
            )
        iri = max(sorted(own), key=lambda one: sum(skill.startswith(one) for skill in skills))
        said = {
            predicate: next((text for one, text in self.pairs(predicate) if one == iri), "")
            for predicate in (DCTERMS_TITLE, OWL_VERSION, DCTERMS_RIGHTS)
        }
        title, version, rights = said.values()
        return Scheme(iri, title or iri, version, rights, self._language)
