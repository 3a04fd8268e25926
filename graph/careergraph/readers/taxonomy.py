"""What the graph of every taxonomy has: header, source, assumptions and levels, in N-Triples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from careergraph.effort import Effort
from careergraph.readers import defaults, preparation
from careergraph.readers.ntriples import Triples, iri, literal
from careergraph.vocabulary import TERMS, expand

DEFAULTS_NOTE = (
    "What names this source is not in the taxonomy: move costs, hours a week, efforts, and that "
    "the requirements of a role are complete in themselves, are assumptions of careergraph. "
    "Replace them with --assume."
)


@dataclass(frozen=True)
class Summary:
    """What was read of a release.

    Parameters
    ----------
    release : str or None
        Its version; None where the files do not say it.
    counts : mapping of str to int
        How much of each kind was read, kept or left out.
    notes : tuple of str
        What was left out and why, by name.
    """

    release: str | None
    counts: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Origin:
    """Where a taxonomy comes from, and on which terms.

    Parameters
    ----------
    title : str
        The graph's title.
    release : str or None
        The version of the taxonomy; None where the files do not say it.
    page : str
        IRI of the taxonomy, which is the source of its statements.
    label : str
        The taxonomy's name with its version.
    rights : str
        The attribution that its licence asks for, modification included.
    licence : str or None
        IRI of the licence, where the terms have one.
    """

    title: str
    release: str | None
    page: str
    label: str
    rights: str
    licence: str | None = None


def name(curie: str) -> str:
    """Return a CURIE of a known prefix as a term.

    >>> name("cg:Skill")
    '<https://w3id.org/careergraph/terms#Skill>'
    """
    return f"<{expand(curie)}>"


def decimal(number: float) -> str:
    """Return a number as a term; at most four decimals.

    >>> decimal(80)
    '"80.0"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    """
    text = f"{number:.4f}".rstrip("0")
    return literal(text + "0" if text.endswith(".") else text, datatype="decimal")


def integer(number: int) -> str:
    """Return a whole number as a term."""
    return literal(str(number), datatype="integer")


TYPE = name("rdf:type")
LABEL = name("skos:prefLabel")
SOURCE = name("dcterms:source")
TRUE = literal("true", datatype="boolean")
FALSE = literal("false", datatype="boolean")


class Frame:
    """Writes the parts that all taxonomies share.

    Parameters
    ----------
    triples : Triples
        Where they are written to.
    base : str
        Namespace of the nodes that the taxonomy does not name itself; ends with a slash.
    origin : Origin
        Where the taxonomy comes from.
    language : str
        Language of what is written here.
    """

    def __init__(self, triples: Triples, base: str, origin: Origin, language: str = "en") -> None:
        self.triples = triples
        self.base = base
        self.origin = origin
        self.language = language
        self.source = iri(origin.page)

    def iri(self, local: str) -> str:
        """Return the term of a node in the taxonomy's namespace."""
        return iri(self.base + local)

    def text(self, text: str) -> str:
        """Return a text in the frame's language as a term."""
        return literal(text, language=self.language)

    def node(self, subject: str, pairs: Iterable[tuple[str, str]]) -> None:
        """Write a node: pairs of a property as a CURIE and a term."""
        for curie, value in pairs:
            self.triples.add(subject, name(curie), value)

    def header(self, languages: Iterable[str], more: Iterable[tuple[str, str]] = ()) -> None:
        """Write the ontology header with its attribution, the source and who assumes the rest.

        `more` is what this taxonomy adds to the header.
        """
        origin = self.origin
        licence = [("dcterms:license", iri(origin.licence))] if origin.licence else []
        version = (
            [
                ("owl:versionInfo", literal(origin.release)),
                ("owl:versionIRI", iri(self.base + origin.release)),
            ]
            if origin.release
            else []
        )
        self.node(
            iri(self.base.rstrip("/")),
            [
                ("rdf:type", name("owl:Ontology")),
                ("owl:imports", iri(TERMS.rstrip("#"))),
                *version,
                ("dcterms:title", self.text(origin.title)),
                ("dcterms:source", self.source),
                ("dcterms:rights", self.text(origin.rights)),
                *licence,
                *(("dcterms:language", literal(language)) for language in languages),
                *more,
            ],
        )
        self.node(
            self.source,
            [
                ("rdf:type", name("prov:Entity")),
                ("skos:prefLabel", self.text(origin.label)),
                *licence,
            ],
        )
        self.node(
            self.iri("defaults"),
            [
                ("rdf:type", name("prov:Agent")),
                ("skos:prefLabel", self.text("Defaults of careergraph")),
                ("skos:note", self.text(DEFAULTS_NOTE)),
            ],
        )

    def assumptions(self, more: Iterable[tuple[str, str]] = ()) -> None:
        """Write the assumptions and the move costs; `more` is what this taxonomy adds."""
        self.node(
            self.iri("assumptions"),
            [
                ("rdf:type", name("cg:Assumptions")),
                ("cg:cumulativeRequirements", FALSE),
                ("cg:hoursPerWeek", decimal(defaults.HOURS_PER_WEEK)),
                ("dcterms:source", self.iri("defaults")),
                *(("cg:moveCost", self.iri(f"move-cost/{kind}")) for kind in defaults.MOVES),
                *more,
            ],
        )
        for kind, (move, effort) in defaults.MOVES.items():
            self.node(
                self.iri(f"move-cost/{kind}"),
                [
                    ("rdf:type", name("cg:MoveCost")),
                    ("cg:moveKind", name(f"cg:{move}")),
                    ("cg:effort", self.iri(f"effort/{kind}")),
                ],
            )
            self.effort(f"effort/{kind}", effort)

    def skill_efforts(self, efforts: Mapping[str, Effort]) -> None:
        """Write the derived effort of each skill, by its term; equal ones share a node."""
        own = name("cg:effort")
        locals_ = {effort: f"effort/{effort.low:g}-{effort.high:g}" for effort in efforts.values()}
        for skill, effort in efforts.items():
            self.triples.add(skill, own, self.iri(locals_[effort]))
        for effort, local in locals_.items():
            self.effort(local, effort, preparation.NOTE)

    def effort(self, local: str, effort: Effort, note: str | None = None) -> None:
        """Write an assumed effort; `note` says how it was derived."""
        self.node(
            self.iri(local),
            [
                ("rdf:type", name("cg:EffortRange")),
                ("cg:low", decimal(effort.low)),
                ("cg:high", decimal(effort.high)),
                ("cg:unit", name("unit:HR")),
                ("dcterms:source", self.iri("defaults")),
                *([("skos:note", self.text(note))] if note else []),
            ],
        )
