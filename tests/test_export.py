"""Exports say what the graph says, whatever its labels are, and the same bytes every time."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from rdflib.compare import isomorphic

import careergraph as cg
from careergraph.errors import OutputError, UnknownNameError
from careergraph.export import EXPORTS, Content, export
from careergraph.export.content import xml_text
from careergraph.network import CareerNetwork
from careergraph.projection import to_networkx
from careergraph.store import own_files
from exports import hostile, made_of, texts

ROOT = Path(__file__).parents[1]
HOTEL = ROOT / "docs" / "examples" / "hotel.ttl"
RDF = {"turtle": "turtle", "ntriples": "nt", "jsonld": "json-ld", "rdfxml": "xml"}
OXIGRAPH = {
    "turtle": pyoxigraph.RdfFormat.TURTLE,
    "ntriples": pyoxigraph.RdfFormat.N_TRIPLES,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "rdfxml": pyoxigraph.RdfFormat.RDF_XML,
}
AWKWARD = """
@prefix : <https://example.org/x/> . @prefix s: <https://example.org/x#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix cg: <https://w3id.org/careergraph/terms#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
cg:Skill a <http://www.w3.org/2002/07/owl#Class> .
:p a cg:CareerPath . :l a cg:Level ; cg:rank 1 .
:r a cg:Role ; cg:onPath :p ; cg:atLevel :l ; cg:requires :s , :a .
:n a cg:Requirement ; cg:requiringRole :r ; cg:requiredSkill :s ; cg:importance cg:essential .
:m a cg:Requirement ; cg:requiringRole :r ; cg:requiredSkill :a ; cg:importance cg:optional .
:a a cg:Skill ; skos:prefLabel "plain" ; :knows [ :knows :a ; s:knows ( 1 "x"@de [] ) ] .
:s a cg:Skill ; skos:prefLabel "one"@en , "eins"@de-at , "uno" ;
   :knows :s , "lit" , 7 , 07.50 , true , "2"^^:own , 1.5e3 ; :type <skill:odd> , <urn:x> ;
   :id "i" ; :graph "" ; <urn:p#no%20name> "x" .
"""


def exported(graph: cg.CareerGraph, format_name: str) -> str:
    made = graph.export(format_name)
    assert isinstance(made, str)
    return made


@pytest.fixture(scope="module")
def awkward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("graph") / "awkward.ttl"
    file.write_text(AWKWARD, encoding="utf-8")
    return file


@pytest.fixture(scope="module", params=["roadmap", "hotel", "awkward"])
def file(request: pytest.FixtureRequest, awkward: Path) -> Path | None:
    return {"roadmap": None, "hotel": HOTEL, "awkward": awkward}[request.param]


rdflib_reads_jsonld = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")


@rdflib_reads_jsonld
@pytest.mark.parametrize("format_name", RDF)
def test_rdf_reads_back_as_the_files_own_triples(file: Path | None, format_name: str) -> None:
    own = rdflib.Graph()
    store = pyoxigraph.Store()
    default = pyoxigraph.DefaultGraph()
    for part in own_files(file):
        store.load(path=part, format=pyoxigraph.RdfFormat.TURTLE)
    # By way of a store, which writes numbers in one way.
    own.parse(data=store.dump(format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=default))
    text = exported(cg.load(file), format_name)
    assert isomorphic(rdflib.Graph().parse(data=text, format=RDF[format_name]), own)
    again = pyoxigraph.Dataset(pyoxigraph.parse(text, format=OXIGRAPH[format_name]))
    meant = pyoxigraph.Dataset(store)
    for dataset in (again, meant):
        dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    assert again == meant


@pytest.mark.parametrize("format_name", RDF)
def test_rdf_keeps_licence_and_attribution(format_name: str) -> None:
    text = exported(cg.load(), format_name)
    assert "spdx.org/licenses/MIT" in text
    assert "This service uses the ESCO classification of the European Commission." in text
    assert "O*NET 29.2 Database by the U.S. Department of Labor" in text


@pytest.mark.parametrize("format_name", sorted(RDF))
def test_an_exported_graph_can_be_used(tmp_path: Path, format_name: str) -> None:
    suffix = {"turtle": "ttl", "ntriples": "nt", "rdfxml": "rdf"}.get(format_name, format_name)
    again = cg.load(cg.load(HOTEL).export(format_name, tmp_path / f"hotel.{suffix}"))
    assert again.careers == cg.load(HOTEL).careers
    assert again.validate().conforms


def test_what_was_added_is_exported() -> None:
    graph = cg.load(HOTEL)
    graph.rdf.add((rdflib.URIRef("urn:a"), rdflib.URIRef("urn:b"), rdflib.Literal("new")))
    assert '<urn:a> <urn:b> "new" .' in exported(graph, "ntriples")


def test_jsonld_is_framed() -> None:
    data = json.loads(exported(cg.load(HOTEL), "jsonld"))
    nodes = {node["id"]: node for node in data["@graph"]}
    assert [level["rank"] for level in nodes["hotel:levels"]["levels"]] == [1, 2]
    roles = nodes["hotel:reception"]["roles"]
    assert [role["prefLabel"] for role in roles] == ["Receptionist", "Head receptionist"]
    assert roles[0]["requirements"][1]["proficiency"] == "B2"
    assert nodes["hotel:english"]["effort"]["low"] == 120
    assert nodes["hotel:banquets"]["transfers"][0]["strength"] == "cg:moderate"


def test_deeply_chained_nodes_are_no_trouble() -> None:
    iri = "https://example.org/e{}".format
    effort = pyoxigraph.NamedNode("https://w3id.org/careergraph/terms#effort")
    kind = pyoxigraph.NamedNode("https://w3id.org/careergraph/terms#EffortRange")
    triples = []
    for number in range(2000):
        node = pyoxigraph.NamedNode(iri(number))
        triples += [
            pyoxigraph.Triple(node, effort, pyoxigraph.NamedNode(iri((number + 1) % 2000))),
            pyoxigraph.Triple(node, pyoxigraph.NamedNode(str(rdflib.RDF.type)), kind),
        ]
    text = export(Content(hostile("x"), lambda: triples), "jsonld")
    back = pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.JSON_LD)
    assert {quad.triple for quad in back} == set(triples)


def test_xml_says_what_it_cannot_hold() -> None:
    triple = pyoxigraph.Triple(
        pyoxigraph.NamedNode("urn:s"), pyoxigraph.NamedNode("urn:p"), pyoxigraph.Literal("\x0b")
    )
    content = Content(hostile("x"), lambda: [triple])
    with pytest.raises(OutputError, match=r"urn:p of urn:s .*'\\x0b'.* turtle"):
        export(content, "rdfxml")
    assert "\\u000B" in str(export(content, "turtle"))
    odd = pyoxigraph.Triple(
        pyoxigraph.NamedNode("urn:s"), pyoxigraph.NamedNode("urn:p/1-2"), pyoxigraph.Literal("x")
    )
    with pytest.raises(OutputError, match="The property urn:p/1-2 ends in nothing"):
        export(Content(hostile("x"), lambda: [odd]), "rdfxml")


@rdflib_reads_jsonld
@given(texts)
def test_rdf_keeps_every_text(text: str) -> None:
    triple = pyoxigraph.Triple(
        pyoxigraph.NamedNode("urn:s"), pyoxigraph.NamedNode("urn:p/q"), pyoxigraph.Literal(text)
    )
    for format_name in RDF:
        if format_name == "rdfxml" and xml_text(text) != text:
            continue
        made = export(Content(hostile("x"), lambda: [triple]), format_name)
        back = pyoxigraph.parse(made, format=OXIGRAPH[format_name])
        assert [quad.triple for quad in back] == [triple], format_name
        graph = rdflib.Graph().parse(data=made, format=RDF[format_name])
        assert [str(o) for o in graph.objects()] == [text], format_name


def networks_of(network: CareerNetwork) -> dict[str, nx.DiGraph]:
    data = json.loads(made_of(network, "cytoscape"))
    return {
        "graphml": nx.parse_graphml(str(made_of(network, "graphml"))),
        "gexf": nx.read_gexf(io.BytesIO(str(made_of(network, "gexf")).encode())),
        "cytoscape": nx.cytoscape_graph(data, name="label"),
    }


def assert_same_network(network: CareerNetwork) -> None:
    meant = to_networkx(network)
    for name, graph in networks_of(network).items():
        safe = str if name == "cytoscape" else xml_text
        assert set(graph.nodes) == set(meant.nodes)
        assert set(graph.edges) == set(meant.edges)
        pairs = [(meant.nodes[n], graph.nodes[n]) for n in meant]
        pairs += [(meant.edges[e], graph.edges[e]) for e in meant.edges]
        for before, after in pairs:
            known = {k: x for k, x in before.items() if x is not None}
            found = {k: after.get(k) for k in known}
            assert found == {k: safe(x) if isinstance(x, str) else x for k, x in known.items()}
            assert "effort" in known or "effort" not in after


def test_networks_read_back_the_same() -> None:
    assert_same_network(cg.load().careers)


@given(texts)
def test_networks_keep_every_label(label: str) -> None:
    assert_same_network(hostile(label))


def test_json_cannot_leave_a_script() -> None:
    assert "</script" not in str(made_of(hostile("</script>"), "cytoscape"))


@pytest.mark.parametrize("format_name", EXPORTS)
def test_bytes_are_the_same_every_time(format_name: str, awkward: Path) -> None:
    code = (
        "import careergraph as cg, hashlib, sys\n"
        "made = cg.load(sys.argv[1]).export(sys.argv[2])\n"
        "print(hashlib.sha256(made if isinstance(made, bytes) else made.encode()).hexdigest())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code, str(awkward), format_name],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Pacific/Kiritimati"))
    }
    assert len(seen) == 1


def test_an_unknown_format_suggests() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'turtle'") as error:
        cg.load(HOTEL).export("turtel")
    assert error.value.suggestions[0] == "turtle"


def careergraph(*arguments: str, cwd: Path, code: int = 0) -> subprocess.CompletedProcess[bytes]:
    done = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), "export", *arguments],
        capture_output=True,
        cwd=cwd,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        check=False,
    )
    assert done.returncode == code, done.stderr.decode()
    assert b"Traceback" not in done.stderr
    return done


def test_the_command_writes(tmp_path: Path) -> None:
    for name, suffix in (("xlsx", "xlsx"), ("csv", "zip"), ("gexf", "gexf")):
        target = tmp_path / f"hotel.{suffix}"
        careergraph(str(HOTEL), "--to", name, "-o", str(target), cwd=tmp_path)
        made = cg.load(HOTEL).export(name)
        assert target.read_bytes() == (made if isinstance(made, bytes) else made.encode())
    said = careergraph("--to", "csv", "-o", "tables", cwd=tmp_path).stdout
    assert said == b"Wrote tables.\n"
    assert len(list((tmp_path / "tables").iterdir())) == 9
    said = careergraph("--graph", str(HOTEL), "--to", "markdown", cwd=tmp_path).stdout
    assert said.decode("utf-8") == exported(cg.load(HOTEL), "markdown")


def test_the_command_refuses(tmp_path: Path) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text("mine")
    said = careergraph("--to", "turtle", "-o", str(mine), cwd=tmp_path, code=9).stderr
    assert b"--force" in said
    assert mine.read_text() == "mine"
    careergraph("--to", "turtle", "-o", str(mine), "--force", cwd=tmp_path)
    assert mine.read_bytes().startswith(b"@prefix")
    said = careergraph("--to", "grafml", cwd=tmp_path, code=5).stderr
    assert b"Did you mean 'graphml'" in said
    assert b"-o" in careergraph("--to", "xlsx", cwd=tmp_path, code=2).stderr
    said = careergraph(str(HOTEL), "--graph", str(HOTEL), "--to", "csv", cwd=tmp_path, code=2)
    assert b"twice" in said.stderr


def test_every_format_is_documented() -> None:
    page = (ROOT / "docs" / "export.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in page for name in EXPORTS)
