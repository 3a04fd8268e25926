"""The terms of the ontology as Python names, equal to ``ontology/terms.ttl`` (a test holds it)."""

from __future__ import annotations

from enum import StrEnum

TERMS = "https://w3id.org/careergraph/terms#"
"""Namespace of the terms; their prefix is ``cg``."""

PREFIXES = {
    "cg": TERMS,
    "dcterms": "http://purl.org/dc/terms/",
    "esco": "http://data.europa.eu/esco/model#",
    "level": "https://w3id.org/careergraph/ai-roadmap/level/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "path": "https://w3id.org/careergraph/ai-roadmap/path/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "roadmap": "https://w3id.org/careergraph/ai-roadmap/",
    "role": "https://w3id.org/careergraph/ai-roadmap/role/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skill": "https://w3id.org/careergraph/ai-roadmap/skill/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": "https://w3id.org/sssom/",
    "unit": "http://qudt.org/vocab/unit/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefixes that queries and names may use without declaring them."""


class Term(StrEnum):
    """IRIs of the classes, properties and individuals of the ontology."""

    CareerPath = TERMS + "CareerPath"
    LevelScheme = TERMS + "LevelScheme"
    Level = TERMS + "Level"
    Role = TERMS + "Role"
    Skill = TERMS + "Skill"
    Requirement = TERMS + "Requirement"
    Importance = TERMS + "Importance"
    Progression = TERMS + "Progression"
    Transfer = TERMS + "Transfer"
    TransferStrength = TERMS + "TransferStrength"
    EvidenceKind = TERMS + "EvidenceKind"
    EffortRange = TERMS + "EffortRange"
    Assumptions = TERMS + "Assumptions"
    MoveCost = TERMS + "MoveCost"
    MoveKind = TERMS + "MoveKind"
    LearningCap = TERMS + "LearningCap"
    MoveRule = TERMS + "MoveRule"
    Support = TERMS + "Support"

    onPath = TERMS + "onPath"
    atLevel = TERMS + "atLevel"
    rank = TERMS + "rank"
    position = TERMS + "position"
    requires = TERMS + "requires"
    leadsTo = TERMS + "leadsTo"
    transfersTo = TERMS + "transfersTo"
    edgeSource = TERMS + "edgeSource"
    requirementsUnknown = TERMS + "requirementsUnknown"
    unknownRequirement = TERMS + "unknownRequirement"
    workActivity = TERMS + "workActivity"
    usesTechnology = TERMS + "usesTechnology"
    inDemandTechnology = TERMS + "inDemandTechnology"
    hotTechnology = TERMS + "hotTechnology"
    movesTo = TERMS + "movesTo"
    moveRule = TERMS + "moveRule"
    nearest = TERMS + "nearest"
    requiringRole = TERMS + "requiringRole"
    requiredSkill = TERMS + "requiredSkill"
    importance = TERMS + "importance"
    proficiency = TERMS + "proficiency"
    importanceRating = TERMS + "importanceRating"
    importanceError = TERMS + "importanceError"
    levelRating = TERMS + "levelRating"
    levelError = TERMS + "levelError"
    sampleSize = TERMS + "sampleSize"
    earlierRole = TERMS + "earlierRole"
    laterRole = TERMS + "laterRole"
    heldSkill = TERMS + "heldSkill"
    neededSkill = TERMS + "neededSkill"
    strength = TERMS + "strength"
    learningSaved = TERMS + "learningSaved"
    rationale = TERMS + "rationale"
    evidence = TERMS + "evidence"
    supportedBy = TERMS + "supportedBy"
    method = TERMS + "method"
    score = TERMS + "score"
    sourcePlace = TERMS + "sourcePlace"
    sourceText = TERMS + "sourceText"
    doubt = TERMS + "doubt"
    low = TERMS + "low"
    high = TERMS + "high"
    unit = TERMS + "unit"
    effort = TERMS + "effort"
    effortPerSkill = TERMS + "effortPerSkill"
    cumulativeRequirements = TERMS + "cumulativeRequirements"
    essentialFrom = TERMS + "essentialFrom"
    hoursPerWeek = TERMS + "hoursPerWeek"
    moveCost = TERMS + "moveCost"
    moveKind = TERMS + "moveKind"
    learningCap = TERMS + "learningCap"

    essential = TERMS + "essential"
    optional = TERMS + "optional"
    weak = TERMS + "weak"
    moderate = TERMS + "moderate"
    strong = TERMS + "strong"
    statedInSource = TERMS + "statedInSource"
    editorialJudgement = TERMS + "editorialJudgement"
    derivedFromData = TERMS + "derivedFromData"
    reviewedProposal = TERMS + "reviewedProposal"
    promotion = TERMS + "promotion"
    lateral = TERMS + "lateral"
    stepBack = TERMS + "stepBack"
    hardestCell = TERMS + "hardestCell"


DCTERMS_LICENSE = PREFIXES["dcterms"] + "license"
DCTERMS_RIGHTS = PREFIXES["dcterms"] + "rights"
DCTERMS_SOURCE = PREFIXES["dcterms"] + "source"
DCTERMS_TITLE = PREFIXES["dcterms"] + "title"
ESCO_OPTIONAL_SKILL = PREFIXES["esco"] + "relatedOptionalSkill"
OWL_IMPORTS = PREFIXES["owl"] + "imports"
PROV_ATTRIBUTED_TO = PREFIXES["prov"] + "wasAttributedTo"
PROV_GENERATED_AT = PREFIXES["prov"] + "generatedAtTime"
RDF_TYPE = PREFIXES["rdf"] + "type"
RDFS_LABEL = PREFIXES["rdfs"] + "label"
SKOS_ALT_LABEL = PREFIXES["skos"] + "altLabel"
SKOS_DEFINITION = PREFIXES["skos"] + "definition"
SKOS_IN_SCHEME = PREFIXES["skos"] + "inScheme"
SKOS_NOTE = PREFIXES["skos"] + "note"
SKOS_PREF_LABEL = PREFIXES["skos"] + "prefLabel"
UNIT_HOUR = PREFIXES["unit"] + "HR"
XSD_BOOLEAN = PREFIXES["xsd"] + "boolean"
XSD_DATE = PREFIXES["xsd"] + "date"
XSD_DATE_TIME = PREFIXES["xsd"] + "dateTime"
XSD_DECIMAL = PREFIXES["xsd"] + "decimal"
XSD_STRING = PREFIXES["xsd"] + "string"

_INTEGERS = (
    "integer int long short byte nonNegativeInteger positiveInteger nonPositiveInteger "
    "negativeInteger unsignedInt unsignedLong unsignedShort unsignedByte"
)
XSD_INTEGERS = frozenset(PREFIXES["xsd"] + name for name in _INTEGERS.split(" "))
"""The types of whole numbers."""
XSD_FLOATS = frozenset(PREFIXES["xsd"] + name for name in ("double", "float"))
"""The types of binary fractions."""
XSD_NUMBERS = XSD_INTEGERS | XSD_FLOATS | {XSD_DECIMAL}
"""The types of numbers."""


def compact(iri: str) -> str:
    """Return the CURIE of an IRI by the longest known prefix, or the IRI itself.

    >>> compact("https://w3id.org/careergraph/terms#Skill")
    'cg:Skill'
    """
    known = [(p, ns) for p, ns in PREFIXES.items() if iri.startswith(ns) and iri != ns]
    if not known:
        return iri
    prefix, namespace = max(known, key=lambda entry: len(entry[1]))
    return f"{prefix}:{iri[len(namespace) :]}"


def expand(curie: str) -> str:
    """Return the IRI of a CURIE with a known prefix, or the text unchanged.

    >>> expand("cg:Skill")
    'https://w3id.org/careergraph/terms#Skill'
    """
    prefix, colon, local = curie.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else curie
