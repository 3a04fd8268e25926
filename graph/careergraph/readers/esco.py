"""ESCO as a career graph: its own IRIs and properties kept, our terms added.

An occupation is a role of this graph, on the path of its ISCO unit group, at the skill level that
ISCO-08 gives the group. Relations of skills have no more to them than their kind, so none gets a
statement of its own: the header names the source of all of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from careergraph.readers import isco, preparation
from careergraph.readers.esco_release import HIERARCHIES, Release, read_release
from careergraph.readers.esco_tables import SCHEME, Concept, iris
from careergraph.readers.ntriples import IRI, Triples, iri, literal
from careergraph.readers.taxonomy import LABEL, TRUE, TYPE, Frame, Origin, Summary, name

BASE = "https://w3id.org/careergraph/esco/"
"""Namespace of what careergraph adds: the header, levels and assumptions."""

PAGE = "https://esco.ec.europa.eu/"
RIGHTS = "This service uses the ESCO classification of the European Commission."
"""The acknowledgement that the European Commission asks of those who reuse ESCO."""

DATA = "http://data.europa.eu/esco/"
STATUS = iri("http://purl.org/iso25964/skos-thes#status")

TYPES = {
    "occupations": (name("skos:Concept"), name("esco:MemberConcept"), name("esco:Occupation")),
    "skills": (
        name("skos:Concept"),
        name("esco:MemberConcept"),
        name("esco:Skill"),
        name("cg:Skill"),
    ),
    "ISCOGroups": (name("skos:Concept"),),
    "skillGroups": (name("skos:Concept"),),
}
"""The classes of a concept by its table: ESCO's own, as in its RDF, and ours."""

TAGS = {
    "skillType": (
        name("esco:skillType"),
        {"knowledge": "skill-type/knowledge", "skill/competence": "skill-type/skill"},
        SCHEME + "skill-competence-type",
    ),
    "reuseLevel": (
        name("esco:skillReuseLevel"),
        {
            level: f"skill-reuse-level/{level}"
            for level in ("transversal", "cross-sector", "sector-specific", "occupation-specific")
        },
        SCHEME + "skill-reuse-level",
    ),
}
"""A column of skills with a closed list of values: its property, their IRIs, their scheme."""

TEXTS = {
    "definition": name("skos:definition"),
    "scopeNote": name("skos:scopeNote"),
    "description": name("dcterms:description"),
}
RELATED = {
    "essential": name("esco:relatedEssentialSkill"),
    "optional": name("esco:relatedOptionalSkill"),
}
ALT_LABEL = name("skos:altLabel")
AT_LEVEL = name("cg:atLevel")
HIDDEN_LABEL = name("skos:hiddenLabel")
BROADER = name("skos:broader")
IN_SCHEME = name("skos:inScheme")
MODIFIED = name("dcterms:modified")
NACE = name("esco:hasNACECode")
NOTATION = name("skos:notation")
ON_PATH = name("cg:onPath")
REGULATED = name("esco:regulatedProfessionNote")
REQUIRES = name("cg:requires")

DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?")


def write(
    source: Path,
    triples: Triples,
    languages: Sequence[str] = (),
    version: str | None = None,
) -> Summary:
    """Write an ESCO release as a career graph.

    Parameters
    ----------
    source : Path
        The downloaded zip, or a folder with zips or with unpacked CSV files.
    triples : Triples
        Where to; nothing is written before the whole release is checked.
    languages : sequence of str, optional
        Those whose labels and texts to read, such as ``en``; all that are there without it.
    version : str, optional
        The release, such as ``1.1.1``, where neither folder nor zips are named for it.

    Raises
    ------
    TaxonomyError
        The release is incomplete, mixed or damaged, or contradicts itself.
    """
    release = read_release(source, languages, version)
    return _Writer(release, triples).write()


class _Writer:
    def __init__(self, release: Release, triples: Triples) -> None:
        self.release = release
        self.add = triples.add
        self.relate = triples.relate
        self.notes = list(release.notes)
        title = f"ESCO v{release.version}" if release.version else "ESCO"
        origin = Origin(title, release.version, PAGE, title, RIGHTS)
        self.frame = Frame(triples, BASE, origin)
        self.schemes: set[str] = set()
        self.levels = self._levels()
        self.required = self._required()

    def write(self) -> Summary:
        """Write everything."""
        self.frame.header(self.release.languages, [("cg:edgeSource", self.frame.source)])
        self.frame.assumptions()
        isco.write_levels(self.frame)
        for table in TYPES:
            for concept in self.release.table(table).values():
                self._concept(table, concept)
            for language in self.release.languages:
                for concept in self.release.concepts[table][language].values():
                    self._texts(concept, language)
        self._roles()
        self._relations()
        self._efforts()
        self._schemes_and_tags()
        return Summary(self.release.version, self.release.counts, tuple(self.notes))

    def _levels(self) -> dict[str, int]:
        """Return the skill level of each occupation that is a role; note why others are none."""
        codes = {group.code for group in self.release.table("ISCOGroups").values()}
        found = {}
        for occupation in self.release.table("occupations").values():
            code = occupation.iscoGroup
            level = isco.skill_level(code)
            if code not in codes or len(code) != isco.UNIT_GROUP or level is None:
                why = f"{code!r} is no unit group of ISCO-08" if code else "it has no ISCO group"
                self.notes.append(
                    f"{self.release.name(occupation.conceptUri)} is no role, since {why}"
                )
            else:
                found[occupation.conceptUri] = level
        return found

    def _required(self) -> dict[str, list[str]]:
        """Return the essential skills of each role."""
        required: dict[str, list[str]] = {role: [] for role in self.levels}
        for (first, skill), kind in self.release.relations["occupationSkillRelations"].items():
            if kind == "essential" and first in required:
                required[first].append(skill)
        return required

    def _efforts(self) -> None:
        efforts = preparation.skill_efforts(
            (self.levels[role], skills) for role, skills in self.required.items()
        )
        self.frame.skill_efforts({f"<{skill}>": effort for skill, effort in efforts.items()})

    def _concept(self, table: str, concept: Concept) -> None:
        """Write what a concept is in all languages."""
        subject = f"<{concept.conceptUri}>"
        for kind in TYPES[table]:
            self.add(subject, TYPE, kind)
        schemes = {*iris(concept.inScheme), *self.release.members.get(concept.conceptUri, ())}
        self.schemes |= schemes
        for scheme in sorted(schemes):
            self.add(subject, IN_SCHEME, f"<{scheme}>")
        if concept.code:
            self.add(subject, NOTATION, literal(concept.code))
        if concept.status:
            self.add(subject, STATUS, literal(concept.status))
        if concept.modifiedDate:
            self._modified(subject, concept)
        for code in iris(concept.naceCode):
            self.add(subject, NACE, f"<{code}>")
        if concept.regulatedProfessionNote:
            self.add(subject, REGULATED, _note(concept.regulatedProfessionNote))
        if table == "skills":
            self._tags(subject, concept)

    def _modified(self, subject: str, concept: Concept) -> None:
        if DATE_TIME.fullmatch(concept.modifiedDate):
            self.add(subject, MODIFIED, literal(concept.modifiedDate, datatype="dateTime"))
        else:
            self.notes.append(
                f"{self.release.name(concept.conceptUri)}: modifiedDate "
                f"{concept.modifiedDate!r} left out, since it is no time of ISO 8601"
            )

    def _tags(self, subject: str, concept: Concept) -> None:
        for column, (predicate, values, _) in TAGS.items():
            value = getattr(concept, column)
            if value in values:
                self.add(subject, predicate, f"<{DATA}{values[value]}>")
            else:
                why = f"{column} {value!r} is not known" if value else f"it has no {column}"
                self.notes.append(f"{self.release.name(concept.conceptUri)}: {why}")

    def _texts(self, concept: Concept, language: str) -> None:
        """Write labels and texts; no text is both a preferred and another label, as SKOS asks."""
        subject = f"<{concept.conceptUri}>"
        label = concept.preferredLabel.strip()
        if label:
            self.add(subject, LABEL, literal(label, language=language))
        others = _labels(concept.altLabels) - {label}
        for text in sorted(others):
            self.add(subject, ALT_LABEL, literal(text, language=language))
        for text in sorted(_labels(concept.hiddenLabels) - others - {label}):
            self.add(subject, HIDDEN_LABEL, literal(text, language=language))
        for column, predicate in TEXTS.items():
            text = getattr(concept, column).strip()
            if text:
                self.add(subject, predicate, literal(text, language=language))

    def _roles(self) -> None:
        groups = {group.code: iri for iri, group in self.release.table("ISCOGroups").items()}
        occupations = self.release.table("occupations")
        for code in sorted({occupations[occupation].iscoGroup for occupation in self.levels}):
            self.add(f"<{groups[code]}>", TYPE, name("cg:CareerPath"))
        for occupation, level in self.levels.items():
            subject = f"<{occupation}>"
            self.add(subject, TYPE, name("cg:Role"))
            self.add(subject, ON_PATH, f"<{groups[occupations[occupation].iscoGroup]}>")
            self.add(subject, AT_LEVEL, self.frame.iri(f"level/{level}"))
            if not self.required[occupation]:
                self.add(subject, name("cg:requirementsUnknown"), TRUE)
                self.notes.append(
                    f"{self.release.name(occupation)}: what it requires is unknown, since the "
                    "release relates it to no essential skill"
                )

    def _relations(self) -> None:
        relations = self.release.relations
        for table in ("occupationSkillRelations", "skillSkillRelations"):
            for kind, predicate in RELATED.items():
                self.relate(
                    predicate, (ends for ends, one in relations[table].items() if one == kind)
                )
        self.relate(
            REQUIRES,
            ((role, skill) for role, skills in self.required.items() for skill in skills),
        )
        for table in HIERARCHIES:
            self.relate(BROADER, relations[table])

    def _schemes_and_tags(self) -> None:
        frame = self.frame
        for _, values, scheme in TAGS.values():
            self.schemes.add(scheme)
            for value, local in values.items():
                frame.node(
                    f"<{DATA}{local}>",
                    [
                        ("rdf:type", name("skos:Concept")),
                        ("skos:prefLabel", frame.text(value)),
                        ("skos:inScheme", f"<{scheme}>"),
                    ],
                )
        for labels in self.release.schemes.values():
            self.schemes.update(labels)
        for scheme in sorted(self.schemes):
            self.add(f"<{scheme}>", TYPE, name("skos:ConceptScheme"))
        for language, labels in self.release.schemes.items():
            for scheme, label in labels.items():
                if label:
                    self.add(f"<{scheme}>", LABEL, literal(label, language=language))


def _labels(cell: str) -> set[str]:
    """Return the texts of a cell, which a line break or a bar separates."""
    parts = cell.replace(" | ", "\n").split("\n")
    return {text for part in parts if (text := part.strip())}


def _note(text: str) -> str:
    """Return a note that is an IRI as one, and another as a literal."""
    return f"<{text}>" if IRI.fullmatch(text) else literal(text)
