from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest

import careergraph as cg
from careergraph import _resources
from careergraph.engines import InProcess
from careergraph.errors import CareerGraphError, GraphFileError, InvalidGraphError
from careergraph.projection import labels, project, to_networkx
from careergraph.store import open_store
from careergraph.vocabulary import PREFIXES

ROADMAP = _resources.ROADMAP_FILE.read_text(encoding="utf-8")
BASE = PREFIXES["roadmap"]


def edited(tmp_path: Path, *replacements: tuple[str, str]) -> Path:
    """Write a copy of the roadmap with some texts replaced, each of which must be there."""
    text = ROADMAP
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "graph.ttl"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_roadmap_keeps_the_order_of_its_source() -> None:
    network = project(InProcess(open_store()))
    assert [path.label for path in network.paths.values()] == [
        "AI Research Scientist",
        "Machine Learning Engineer",
        "AI Product Manager",
        "Robotics Engineer",
        "Data Scientist (AI Focus)",
        "Ethical AI Advocate",
    ]
    assert [(lev.rank, lev.label) for lev in network.levels.values()] == [
        (1, "Beginner"),
        (2, "Intermediate"),
        (3, "Advanced"),
        (4, "Expert"),
        (5, "Leader"),
    ]
    own = network.own_skills(f"{BASE}role/machine-learning-engineer-1")
    assert [network.skills[s].label for s in own] == ["Data pre-processing", "Basic model building"]
    (doubtful,) = [r for r in network.requirements if r.provenance.doubt]
    assert doubtful.skill == f"{BASE}skill/product-vision-and-roadmap-planning"
    assert doubtful.role == f"{BASE}role/ai-product-manager-2"


def test_networkx_graph_says_what_the_rdf_says() -> None:
    g = cg.load()
    graph = g.network()
    assert type(graph) is nx.DiGraph
    for relation, term in [
        ("requires", "requires"),
        ("leads to", "leadsTo"),
        ("transfers to", "transfersTo"),
    ]:
        edges = {(u, v) for u, v, r in graph.edges(data="relation") if r == relation}
        rows = g.query(f"SELECT ?a ?b WHERE {{ ?a cg:{term} ?b }}").values()
        assert edges == {(a, b) for a, b in rows}
        assert edges
    node = graph.nodes[f"{BASE}skill/feature-engineering"]
    assert node == {"kind": "skill", "label": "Feature engineering", "effort": 120.0}


def test_labels_cover_terms_and_things() -> None:
    found = labels(InProcess(open_store()))
    assert found[f"{BASE}skill/feature-engineering"] == "Feature engineering"
    assert found["https://w3id.org/careergraph/terms#requires"] == "requires"


def test_rdf_is_a_view_of_the_store_not_a_copy() -> None:
    from rdflib import RDF, Literal, URIRef

    g = cg.load()
    role = URIRef("https://example.org/role")
    g.rdf.add((role, RDF.type, URIRef(PREFIXES["cg"] + "Role")))
    g.rdf.add((role, URIRef(PREFIXES["skos"] + "prefLabel"), Literal("New")))
    assert g.query("SELECT (COUNT(*) AS ?n) WHERE { ?r a cg:Role }").values() == [(31,)]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("    cg:atLevel level:3 ;\n", "", "has no cg:atLevel"),
        ("    cg:atLevel level:3 ;\n", "    cg:atLevel level:33 ;\n", "does not describe"),
        ("    cg:rank 3 ;\n", "    cg:rank 0 ;\n", "whole number from 1"),
        ("    cg:rank 3 ;\n", "    cg:rank 3, 4 ;\n", "2 values of cg:rank"),
        ("    cg:low 160.0 ;\n", "    cg:low -160.0 ;\n", "from -160 to 320 hours"),
        ("    cg:high 320.0 ;\n", "    cg:high 32.0 ;\n", "low <= high"),
        ("    cg:high 320.0 ;\n", "    cg:high 3200000.0 ;\n", "20,000"),
        ("    cg:high 320.0 ;\n", '    cg:high "many" ;\n', "not a number"),
        ("cg:unit unit:HR", "cg:unit unit:DAY", "in hours"),
        ("a cg:Role ,", "a", "no role"),
        (
            "cg:heldSkill skill:data-pre-processing ;",
            "cg:heldSkill skill:nothing ;",
            "does not describe",
        ),
        (
            "<assumptions> a cg:Assumptions ,",
            "<more> a cg:Assumptions .\n<assumptions> a cg:Assumptions ,",
            "Keep one",
        ),
    ],
)
def test_what_cannot_be_projected_is_refused_with_its_place(
    tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    with pytest.raises(InvalidGraphError, match=complaint):
        cg.load(edited(tmp_path, (old, new)))


def test_a_circle_of_leads_to_is_refused(tmp_path: Path) -> None:
    circle = (
        "<progression/circle> a cg:Progression ;\n"
        "  cg:earlierRole role:robotics-engineer-2 ; cg:laterRole role:robotics-engineer-1 .\n"
    )
    path = edited(tmp_path, ("# Levels\n", circle + "# Levels\n"))
    with pytest.raises(InvalidGraphError, match=r"circle: role:robotics.*Remove one"):
        cg.load(path)


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        (
            "broken.ttl",
            b"@prefix a: <http://x/> .\na:b a:c ;\n",
            r"broken\.ttl, line 2, column 9: not valid RDF: ; is not",
        ),
        ("latin.ttl", '<http://a> <http://b> "é" .'.encode("latin-1"), "line 1, column"),
        ("graph.xyz", b"", "suffix"),
        ("empty.ttl", b"", "no role"),
        ("roles.rdf", b"<rdf:RDF", "not valid RDF"),
    ],
)
def test_unreadable_files_are_refused_with_their_place(
    tmp_path: Path, name: str, content: bytes, complaint: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CareerGraphError, match=complaint):
        cg.load(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(GraphFileError, match=r"nowhere\.ttl: cannot be read"):
        cg.load(tmp_path / "nowhere.ttl")


def test_a_copy_of_the_roadmap_gives_the_same_network(tmp_path: Path) -> None:
    assert cg.load(edited(tmp_path)).careers == cg.load().careers


def test_every_format_that_can_be_read_gives_the_same_network(tmp_path: Path) -> None:
    import rdflib

    graph = rdflib.Graph().parse(_resources.ROADMAP_FILE)
    for suffix, name in [(".nt", "nt"), (".rdf", "xml"), (".jsonld", "json-ld")]:
        path = tmp_path / f"graph{suffix}"
        graph.serialize(path, format=name, encoding="utf-8")
        assert cg.load(path).careers == cg.load().careers


def test_absent_assumptions_are_unknown_not_zero(tmp_path: Path) -> None:
    path = edited(tmp_path, ("<assumptions> a cg:Assumptions ,", "<assumptions> a"))
    assumptions = project(InProcess(open_store(path))).assumptions
    assert (assumptions.move_costs, assumptions.hours_per_week) == ({}, None)


def test_networkx_effort_is_none_where_unknown(tmp_path: Path) -> None:
    network = project(
        InProcess(open_store(edited(tmp_path, ("    cg:effortPerSkill <effort/level-5> ;\n", ""))))
    )
    graph = to_networkx(network)
    assert graph.nodes[f"{BASE}skill/robotics-lab-direction"]["effort"] is None


@pytest.mark.parametrize(("written", "meant"), [('"1"^^xsd:boolean', True), ("false", False)])
def test_every_form_of_a_boolean_is_read(tmp_path: Path, written: str, meant: bool) -> None:
    path = edited(
        tmp_path, ("cg:cumulativeRequirements true", f"cg:cumulativeRequirements {written}")
    )
    assert cg.load(path).careers.assumptions.cumulative is meant


def test_what_is_no_boolean_is_refused(tmp_path: Path) -> None:
    path = edited(
        tmp_path, ("cg:cumulativeRequirements true", 'cg:cumulativeRequirements "perhaps"')
    )
    with pytest.raises(InvalidGraphError, match="true or false"):
        cg.load(path)


def test_one_text_is_one_name_not_its_letters() -> None:
    g = cg.load(assume="lateral=0")
    route = g.route("ml engineer 1", "robotics 1", have="control systems")
    assert route.steps[0].move_effort.expected == 0
    assert [s.skill.label for s in route.steps[0].skills] == ["Basic robotics and automation"]


def test_ratings_of_requirements_are_read_and_absent_is_none(tmp_path: Path) -> None:
    plain = project(InProcess(open_store())).requirements
    assert {(need.importance_rating, need.level_rating) for need in plain} == {(None, None)}
    iri = plain[0].iri
    path = edited(tmp_path)
    said = f"<{iri}> cg:importanceRating 4.12 ; cg:levelRating 3.5 .\n"
    path.write_text(path.read_text(encoding="utf-8") + said, encoding="utf-8")
    first, second, *_ = project(InProcess(open_store(path))).requirements
    assert (first.importance_rating, first.level_rating) == (4.12, 3.5)
    assert (second.importance_rating, second.level_rating) == (None, None)
    wrong = said.replace("4.12", '"high"')
    path.write_text(ROADMAP + wrong, encoding="utf-8")
    with pytest.raises(InvalidGraphError, match="'high', which is not a number"):
        project(InProcess(open_store(path)))
