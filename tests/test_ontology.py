"""What the shipped ontology files say, and that they are well made."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, PROV
from rdflib.term import Node

ROOT = Path(__file__).parents[1]
ONTOLOGY = ROOT / "ontology"
ALIGNMENTS = ONTOLOGY / "alignments"
CG = Namespace("https://w3id.org/careergraph/terms#")
ROADMAP = Namespace("https://w3id.org/careergraph/ai-roadmap/")
SSSOM = Namespace("https://w3id.org/sssom/")
VANN = Namespace("http://purl.org/vocab/vann/")
FILES = sorted(ONTOLOGY.rglob("*.ttl"))

# The source document, cell by cell.
MATRIX: dict[str, list[list[str]]] = {
    "AI Research Scientist": [
        ["Basic programming skills", "Understanding of AI principles"],
        ["Proficiency in machine learning libraries", "Implementation of standard algorithms"],
        ["Novel algorithm development", "Publish research papers"],
        ["Pioneering new AI techniques", "Cross-disciplinary research"],
        ["Leading AI research departments", "Defining research agendas"],
    ],
    "Machine Learning Engineer": [
        ["Data pre-processing", "Basic model building"],
        ["Advanced model tuning", "Feature engineering"],
        ["Deep learning implementations", "Model deployment"],
        ["Architecture of ML systems", "Optimization for scale"],
        ["Strategy for ML deployment", "Innovation in ML application"],
    ],
    "AI Product Manager": [
        ["Understanding of AI capabilities"],
        [
            "Product vision and roadmap planning",
            "Coordination between engineering and business teams",
        ],
        ["Go-to-market strategy for AI products", "User experience design"],
        ["Leadership in product direction", "Market analysis"],
        ["Executive-level strategy for product lines", "Company-wide AI vision"],
    ],
    "Robotics Engineer": [
        ["Basic robotics and automation", "Control systems"],
        ["Integration of sensors and actuators", "Robotic software platforms"],
        ["Design of intelligent robotic systems", "Machine perception"],
        ["Advanced kinematics and AI-driven control", "Human-robot interaction"],
        ["Robotics lab direction", "Industry-specific robotics solutions"],
    ],
    "Data Scientist (AI Focus)": [
        ["Statistical analysis", "Data visualization"],
        ["Machine learning applications", "Big data toolkits"],
        ["Deep learning for data insights", "Advanced predictive models"],
        ["AI-driven data strategy", "Complex data pipeline engineering"],
        ["Leadership in data-centric AI projects", "Vision for data-driven culture"],
    ],
    "Ethical AI Advocate": [
        ["Awareness of ethical AI importance", "Basic AI ethics guidelines"],
        ["Development of ethical AI frameworks", "AI policy advocacy"],
        ["Implementation of ethical AI practices", "Education and training"],
        ["Creation of industry standards for AI ethics", "Public speaking"],
        ["Global leadership on AI ethics", "Policy influence at scale"],
    ],
}
LEVELS = ["Beginner", "Intermediate", "Advanced", "Expert", "Leader"]


@pytest.fixture(scope="module")
def terms() -> Graph:
    return Graph().parse(ONTOLOGY / "terms.ttl")


@pytest.fixture(scope="module")
def roadmap() -> Graph:
    return Graph().parse(ONTOLOGY / "roadmap.ttl")


def of_type(graph: Graph, kind: URIRef) -> set[Node]:
    return set(graph.subjects(RDF.type, kind))


def label(graph: Graph, node: Node | None) -> str:
    return str(graph.value(node, SKOS.prefLabel, any=False))


def path_of(graph: Graph, skill: Node) -> Node | None:
    role = graph.value(None, CG.requires, skill, any=False)
    return graph.value(role, CG.onPath, any=False)


# The roadmap against its source


def test_counts(roadmap: Graph) -> None:
    expected = {
        "CareerPath": 6,
        "Level": 5,
        "Role": 30,
        "Skill": 59,
        "Requirement": 59,
        "Progression": 24,
    }
    assert {name: len(of_type(roadmap, CG[name])) for name in expected} == expected
    assert 60 <= len(of_type(roadmap, CG.Transfer)) <= 80


def test_the_matrix_is_the_source(roadmap: Graph) -> None:
    found: dict[str, list[list[str]]] = {}
    for path in sorted(
        of_type(roadmap, CG.CareerPath), key=lambda node: int(roadmap.value(node, CG.position))
    ):
        cells: list[list[str]] = [[] for _ in LEVELS]
        for role in roadmap.subjects(CG.onPath, path):
            rank = int(roadmap.value(roadmap.value(role, CG.atLevel), CG.rank))
            requirements = sorted(
                roadmap.subjects(CG.requiringRole, role),
                key=lambda node: int(roadmap.value(node, CG.position)),
            )
            cells[rank - 1] = [
                label(roadmap, roadmap.value(node, CG.requiredSkill)) for node in requirements
            ]
            assert [str(roadmap.value(node, CG.sourceText)) for node in requirements] == cells[
                rank - 1
            ]
        found[label(roadmap, path)] = cells
    assert found == MATRIX
    assert list(found) == list(MATRIX)


def test_levels(roadmap: Graph) -> None:
    ranked = sorted(
        (int(roadmap.value(node, CG.rank)), label(roadmap, node))
        for node in of_type(roadmap, CG.Level)
    )
    assert ranked == list(enumerate(LEVELS, start=1))
    assert set(roadmap.objects(None, SKOS.inScheme)) == {ROADMAP.levels}


@pytest.mark.parametrize(
    ("kind", "start", "end", "shortcut"),
    [
        ("Requirement", "requiringRole", "requiredSkill", "requires"),
        ("Progression", "earlierRole", "laterRole", "leadsTo"),
        ("Transfer", "heldSkill", "neededSkill", "transfersTo"),
    ],
)
def test_nodes_and_shortcuts_say_the_same(
    roadmap: Graph, kind: str, start: str, end: str, shortcut: str
) -> None:
    pairs = [
        (roadmap.value(node, CG[start]), roadmap.value(node, CG[end]))
        for node in of_type(roadmap, CG[kind])
    ]
    assert len(pairs) == len(set(pairs))
    assert set(pairs) == set(roadmap.subject_objects(CG[shortcut]))


def test_progressions_climb_one_level_of_one_path(roadmap: Graph) -> None:
    for earlier, later in roadmap.subject_objects(CG.leadsTo):
        assert roadmap.value(earlier, CG.onPath) == roadmap.value(later, CG.onPath)
        low, high = (
            int(roadmap.value(roadmap.value(role, CG.atLevel), CG.rank))
            for role in (earlier, later)
        )
        assert high == low + 1


def test_what_is_read_from_the_source_says_so(roadmap: Graph) -> None:
    for node in of_type(roadmap, CG.Requirement) | of_type(roadmap, CG.Progression):
        assert set(roadmap.objects(node, DCTERMS.source)) == {ROADMAP.source}
        assert set(roadmap.objects(node, CG.evidence)) == {CG.statedInSource}
        assert roadmap.value(node, CG.sourcePlace)


def test_doubt_is_recorded_where_the_source_is_unclear(roadmap: Graph) -> None:
    (doubted,) = set(roadmap.subjects(CG.doubt, None))
    assert (
        label(roadmap, roadmap.value(doubted, CG.requiredSkill))
        == "Product vision and roadmap planning"
    )
    assert label(roadmap, roadmap.value(doubted, CG.requiringRole)) == "AI Product Manager, level 2"


def test_definitions_are_written(roadmap: Graph) -> None:
    for node in of_type(roadmap, CG.Skill) | of_type(roadmap, CG.CareerPath):
        (definition,) = roadmap.objects(node, SKOS.definition)
        assert 40 < len(definition) < 250, definition
        assert definition.endswith("."), definition
        assert isinstance(definition, Literal)
        assert definition.language == "en"
    definitions = [str(text) for text in roadmap.objects(None, SKOS.definition)]
    assert len(definitions) == len(set(definitions)) == 65


def test_no_two_skills_share_a_name(roadmap: Graph) -> None:
    names = Counter(
        str(name).casefold()
        for skill in of_type(roadmap, CG.Skill)
        for prop in (SKOS.prefLabel, SKOS.altLabel)
        for name in roadmap.objects(skill, prop)
    )
    assert [name for name, count in names.items() if count > 1] == []


# Transfers


def test_transfers_are_reasoned_and_editorial(roadmap: Graph) -> None:
    for node in of_type(roadmap, CG.Transfer):
        rationale = str(roadmap.value(node, CG.rationale, any=False))
        assert len(rationale) > 40
        assert rationale.endswith(".")
        assert set(roadmap.objects(node, CG.evidence)) == {CG.editorialJudgement}
        assert set(roadmap.objects(node, PROV.wasAttributedTo)) == {ROADMAP.editors}
        assert roadmap.value(node, PROV.generatedAtTime)
        held, needed = (
            str(roadmap.value(node, prop)).rsplit("/", 1)[1]
            for prop in (CG.heldSkill, CG.neededSkill)
        )
        assert node == ROADMAP[f"transfer/{held}/{needed}"]
        assert held != needed
    rationales = [str(text) for text in roadmap.objects(None, CG.rationale)]
    assert len(rationales) == len(set(rationales))


def test_transfers_join_all_the_paths(roadmap: Graph) -> None:
    crossing = [
        (path_of(roadmap, held), path_of(roadmap, needed))
        for held, needed in roadmap.subject_objects(CG.transfersTo)
        if path_of(roadmap, held) != path_of(roadmap, needed)
    ]
    paths = of_type(roadmap, CG.CareerPath)
    assert len(crossing) >= 45
    assert {held for held, _ in crossing} == paths == {needed for _, needed in crossing}


def test_strong_transfers_are_rare(roadmap: Graph) -> None:
    strengths = Counter(roadmap.objects(None, CG.strength))
    assert set(strengths) == {CG.weak, CG.moderate, CG.strong}
    assert strengths[CG.strong] <= len(of_type(roadmap, CG.Transfer)) / 5 < strengths[CG.weak]


def test_strengths_rise(terms: Graph) -> None:
    weak, moderate, strong = (
        float(terms.value(step, CG.learningSaved, any=False))
        for step in (CG.weak, CG.moderate, CG.strong)
    )
    assert 0 < weak < moderate < strong < 1


# Alignments


@pytest.mark.parametrize(
    ("name", "version", "acknowledgement", "target"),
    [
        (
            "esco",
            "1.1.1",
            "This service uses the ESCO classification of the European Commission.",
            r"http://data\.europa\.eu/esco/(occupation|skill)"
            r"/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        ),
        (
            "onet",
            "29.2",
            "CC BY 4.0",
            r"https://www\.onetonline\.org/"
            r"(link/summary/\d\d-\d{4}\.\d\d|find/descriptor/result/2\.[A-C]\.\d(\.[a-z])?)"
            r"|https://w3id\.org/careergraph/onet/commodity/\d{8}",
        ),
    ],
)
def test_alignments(
    roadmap: Graph, name: str, version: str, acknowledgement: str, target: str
) -> None:
    graph = Graph().parse(ALIGNMENTS / f"{name}.ttl")
    header = graph.value(None, RDF.type, OWL.Ontology)
    assert str(graph.value(header, SSSOM.object_source_version)) == version
    assert acknowledgement in str(graph.value(header, DCTERMS.rights))

    matches = {
        (subject, prop, obj)
        for prop in (SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch)
        for subject, obj in graph.subject_objects(prop)
    }
    assert not set(graph.subject_objects(SKOS.exactMatch))
    assert not set(graph.subject_objects(OWL.sameAs))
    axioms = of_type(graph, OWL.Axiom)
    parts = (OWL.annotatedSource, OWL.annotatedProperty, OWL.annotatedTarget)
    assert {tuple(graph.value(axiom, part) for part in parts) for axiom in axioms} == matches
    assert len(axioms) == len(matches)
    for _, _, obj in matches:
        assert re.fullmatch(target, str(obj)), obj
        assert label(graph, obj)

    missing = of_type(graph, SSSOM.Mapping)
    for node in missing:
        assert graph.value(node, SSSOM.object_id) == SSSOM.NoTermFound
    for node in axioms | missing:
        assert 0 < float(graph.value(node, SSSOM.confidence, any=False)) <= 1
        assert graph.value(node, SSSOM.mapping_justification, any=False)

    matched = {subject for subject, _, _ in matches}
    unmatched = {graph.value(node, SSSOM.subject_id) for node in missing}
    assert not matched & unmatched
    assert matched | unmatched == of_type(roadmap, CG.Skill) | of_type(roadmap, CG.CareerPath)
    assert ROADMAP["path/ethical-ai-advocate"] in unmatched


# Each file


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_two_parsers_read_the_same_graph(file: Path) -> None:
    other = Graph()
    for quad in pyoxigraph.parse(file.read_bytes(), format=pyoxigraph.RdfFormat.TURTLE):
        other.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
    assert isomorphic(Graph().parse(file), other)


def to_rdflib(term: object) -> URIRef | BNode | Literal:
    if isinstance(term, pyoxigraph.NamedNode):
        return URIRef(term.value)
    if isinstance(term, pyoxigraph.BlankNode):
        return BNode(term.value)
    assert isinstance(term, pyoxigraph.Literal)
    if term.language:
        return Literal(term.value, lang=term.language)
    datatype = URIRef(term.datatype.value)
    return Literal(term.value, datatype=None if datatype == XSD.string else datatype)


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_header(file: Path) -> None:
    graph = Graph().parse(file)
    (ontology,) = graph.subjects(RDF.type, OWL.Ontology)
    version = str(graph.value(ontology, OWL.versionInfo, any=False))
    assert graph.value(ontology, OWL.versionIRI, any=False) == URIRef(f"{ontology}/{version}")
    for prop in (DCTERMS.title, DCTERMS.description, DCTERMS.creator):
        assert isinstance(graph.value(ontology, prop, any=False), Literal)
    assert graph.value(ontology, DCTERMS.license, any=False) == URIRef(
        "https://spdx.org/licenses/MIT"
    )
    for prop in (DCTERMS.created, DCTERMS.modified):
        moment = graph.value(ontology, prop, any=False)
        assert isinstance(moment, Literal)
        assert moment.datatype == XSD.dateTime
        assert not moment.ill_typed
    assert str(graph.value(ontology, VANN.preferredNamespacePrefix, any=False)).isalpha()
    assert str(graph.value(ontology, VANN.preferredNamespaceUri, any=False))[-1] in "#/"
    assert any("registered" in text for text in graph.objects(ontology, RDFS.comment))


def test_the_files_have_one_version() -> None:
    versions = {
        str(version)
        for file in FILES
        for version in Graph().parse(file).objects(None, OWL.versionInfo)
    }
    assert len(versions) == 1


def test_each_term_has_a_label_and_a_definition(terms: Graph) -> None:
    own = {node for node in terms.subjects() if str(node).startswith(str(CG))}
    assert len(own) > 50
    for node in own:
        assert len(list(terms.objects(node, RDFS.label))) == 1, node
        assert len(list(terms.objects(node, SKOS.definition))) == 1, node


def test_the_roadmap_uses_only_terms_that_exist(terms: Graph, roadmap: Graph) -> None:
    used = {node for triple in roadmap for node in triple if str(node).startswith(str(CG))}
    assert used <= set(terms.subjects())


# OWL 2 DL. The shapes are left out: they are SHACL, and a list of shapes is not OWL.

KINDS = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
BUILT_IN_ANNOTATIONS = {
    RDFS.label,
    RDFS.comment,
    RDFS.seeAlso,
    RDFS.isDefinedBy,
    OWL.versionInfo,
    OWL.deprecated,
    OWL.priorVersion,
}
SYNTAX = {
    RDF.type,
    RDF.first,
    RDF.rest,
    RDFS.subClassOf,
    RDFS.subPropertyOf,
    RDFS.domain,
    RDFS.range,
    OWL.imports,
    OWL.versionIRI,
    OWL.equivalentClass,
    OWL.oneOf,
    OWL.annotatedSource,
    OWL.annotatedProperty,
    OWL.annotatedTarget,
}
DATATYPES = {
    XSD.string,
    XSD.boolean,
    XSD.decimal,
    XSD.integer,
    XSD.nonNegativeInteger,
    XSD.positiveInteger,
    XSD.double,
    XSD.float,
    XSD.dateTime,
    XSD.dateTimeStamp,
    XSD.anyURI,
    XSD.language,
    RDF.langString,
}


def owl_problems(graph: Graph) -> list[str]:
    """What keeps a graph from being OWL 2 DL, as far as the features used here go."""
    found: list[str] = []
    kind_of = {prop: kind for kind in KINDS for prop in graph.subjects(RDF.type, kind)}
    classes = of_type(graph, OWL.Class)
    individuals = of_type(graph, OWL.NamedIndividual)
    found += [
        f"more than one kind of property: {node}"
        for node in kind_of
        if sum((node, RDF.type, kind) in graph for kind in KINDS) > 1
    ]
    properties = set(kind_of)
    found += [
        f"one name for two things: {node}"
        for node in (properties & classes) | (properties & individuals) | (classes & individuals)
    ]
    for subject, prop, obj in graph:
        if isinstance(obj, Literal):
            datatype = obj.datatype or (RDF.langString if obj.language else XSD.string)
            if datatype not in DATATYPES or obj.ill_typed:
                found.append(f"literal outside the datatype map: {subject} {prop} {obj!r}")
        if prop in SYNTAX or prop in BUILT_IN_ANNOTATIONS:
            continue
        kind = kind_of.get(prop)
        if kind is None:
            found.append(f"undeclared property: {prop}")
        elif kind == OWL.ObjectProperty and (
            isinstance(obj, Literal) or {subject, obj} & (classes | properties)
        ):
            found.append(f"object property not between individuals: {subject} {prop} {obj}")
        elif kind == OWL.DatatypeProperty and (
            not isinstance(obj, Literal) or subject in classes | properties
        ):
            found.append(
                f"data property not from an individual to a literal: {subject} {prop} {obj}"
            )
        if kind in (OWL.ObjectProperty, OWL.DatatypeProperty) and subject not in individuals:
            found.append(f"undeclared individual: {subject}")
    for kind in graph.objects(None, RDF.type):
        if not str(kind).startswith((str(OWL), str(RDF), str(RDFS))) and kind not in classes:
            found.append(f"undeclared class: {kind}")
    for prop in (RDFS.subClassOf, RDFS.domain, RDFS.range, OWL.equivalentClass):
        for subject, obj in graph.subject_objects(prop):
            if obj not in classes and not (prop == RDFS.range and obj in DATATYPES):
                found.append(f"not a class: {subject} {prop} {obj}")
    for lower, upper in graph.subject_objects(RDFS.subPropertyOf):
        if kind_of.get(lower) is None or kind_of.get(lower) != kind_of.get(upper):
            found.append(f"subproperty of another kind: {lower} {upper}")
    for axiom in graph.subjects(RDF.type, OWL.Axiom):
        parts = [
            graph.value(axiom, part)
            for part in (OWL.annotatedSource, OWL.annotatedProperty, OWL.annotatedTarget)
        ]
        if not isinstance(axiom, BNode) or None in parts or tuple(parts) not in graph:
            found.append(f"annotation of an axiom that is not there: {parts}")
    return sorted(set(found))


def with_imports(file: Path) -> Graph:
    files = {URIRef("https://w3id.org/careergraph/terms"): ONTOLOGY / "terms.ttl"}
    files[URIRef("https://w3id.org/careergraph/ai-roadmap")] = ONTOLOGY / "roadmap.ttl"
    graph = Graph().parse(file)
    loaded: set[Node] = set()
    while missing := set(graph.objects(None, OWL.imports)) - loaded:
        for name in missing:
            graph.parse(files[URIRef(name)])
            loaded.add(name)
    return graph


@pytest.mark.parametrize(
    "file", [file for file in FILES if file.name != "shapes.ttl"], ids=lambda path: path.stem
)
def test_owl_2_dl(file: Path) -> None:
    assert owl_problems(with_imports(file)) == []


def test_all_files_together_are_owl_2_dl() -> None:
    graph = Graph()
    for file in FILES:
        if file.name != "shapes.ttl":
            graph.parse(file)
    assert owl_problems(graph) == []


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        ("ex:a ex:unknown ex:b .", "undeclared property"),
        (
            "ex:a a owl:NamedIndividual ; cg:requires 'a skill' .",
            "object property not between individuals",
        ),
        (
            "ex:a a owl:NamedIndividual ; cg:requires cg:Skill .",
            "object property not between individuals",
        ),
        ("ex:a a owl:NamedIndividual ; cg:rank ex:b .", "data property not from an individual"),
        ("ex:a cg:rank 1 .", "undeclared individual"),
        ("ex:a a owl:NamedIndividual , ex:Thing .", "undeclared class"),
        ("cg:Skill a owl:NamedIndividual .", "one name for two things"),
        ("cg:requires a owl:AnnotationProperty .", "more than one kind of property"),
        ("ex:a rdfs:comment '2026-11-23'^^xsd:date .", "literal outside the datatype map"),
        ("ex:a rdfs:comment 'never'^^xsd:dateTime .", "literal outside the datatype map"),
        ("cg:requires rdfs:subPropertyOf cg:rank .", "subproperty of another kind"),
        ("cg:Skill rdfs:subClassOf ex:Thing .", "not a class"),
        ("[] a owl:Axiom ; owl:annotatedSource ex:a .", "annotation of an axiom"),
    ],
)
def test_the_check_finds_faults(fault: str, problem: str) -> None:
    prefixes = {"cg": CG, "ex": "https://example.org/", "owl": OWL, "rdfs": RDFS, "xsd": XSD}
    graph = Graph().parse(ONTOLOGY / "terms.ttl")
    graph.parse(
        data="".join(f"@prefix {k}: <{v}> .\n" for k, v in prefixes.items()) + fault,
        format="turtle",
    )
    assert any(text.startswith(problem) for text in owl_problems(graph)), owl_problems(graph)
