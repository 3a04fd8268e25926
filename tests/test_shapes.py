"""The shapes catch what they are for, and pass what is right."""

from __future__ import annotations

import re
from pathlib import Path

import pyshacl
import pytest
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.term import Node

ROOT = Path(__file__).parents[1]
ONTOLOGY = ROOT / "ontology"
CASES = ROOT / "tests" / "shapes"
SH = Namespace("http://www.w3.org/ns/shacl#")
SHAPES = Namespace("https://w3id.org/careergraph/shapes#")
GOOD = sorted(CASES.glob("*.good.ttl"))
BAD = sorted(CASES.glob("*.bad.ttl"))


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(ONTOLOGY / "shapes.ttl")


def results(data: Path, shapes: Graph) -> list[tuple[str, URIRef, str]]:
    """(shape, focus node, message) of all that is reported on a file together with the terms."""
    graph = Graph().parse(ONTOLOGY / "terms.ttl").parse(data)
    conforms, report, _ = pyshacl.validate(
        graph, shacl_graph=shapes, inference="none", advanced=False
    )
    found = [
        (
            owner(report.value(result, SH.sourceShape), shapes),
            focus,
            str(report.value(result, SH.resultMessage)),
        )
        for result in report.subjects(RDF.type, SH.ValidationResult)
        for focus in report.objects(result, SH.focusNode)
    ]
    assert conforms == (not found)
    return found


def owner(shape: Node | None, shapes: Graph) -> str:
    """The name of the shape that a reported shape is or belongs to."""
    while shape is not None and not isinstance(shape, URIRef):
        shape = shapes.value(None, SH.property, shape)
    assert shape is not None
    return str(shape).removeprefix(str(SHAPES))


def shape_of(case: Path) -> str:
    return case.name.split(".")[0]


@pytest.mark.parametrize("case", GOOD, ids=lambda path: path.stem)
def test_good_example_conforms(case: Path, shapes: Graph) -> None:
    assert results(case, shapes) == []


@pytest.mark.parametrize("case", BAD, ids=lambda path: path.stem)
def test_bad_example_is_reported_at_its_node(case: Path, shapes: Graph) -> None:
    first = case.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("#+ focus: ")
    focus = URIRef(first.removeprefix("#+ focus: ").strip())
    found = results(case, shapes)
    assert (shape_of(case), focus) in {(shape, node) for shape, node, _ in found}, found
    for _, _, message in found:
        assert len(message) > 20, message
        assert not re.search(r"\{[?$]", message), message


def test_each_shape_has_a_good_and_a_bad_example(shapes: Graph) -> None:
    named = {owner(shape, shapes) for shape in shapes.subjects(RDF.type, SH.NodeShape)}
    assert named == {shape_of(case) for case in GOOD} == {shape_of(case) for case in BAD}
    assert len(named) >= 15


def test_each_message_is_triggered_by_a_bad_example(shapes: Graph) -> None:
    """A constraint that no example breaks could be misspelt and never fire."""
    triggered = {message for case in BAD for _, _, message in results(case, shapes)}
    written = {str(message) for message in shapes.objects(None, SH.message)}
    silent = {text for text in written if not any(matches(text, message) for message in triggered)}
    assert silent == set()


def matches(text: str, message: str) -> bool:
    before, _, rest = text.partition("{?value}")
    return message.startswith(before) and message.endswith(rest)


def test_each_constraint_has_a_message(shapes: Graph) -> None:
    for prop in shapes.objects(None, SH.property):
        assert shapes.value(prop, SH.message), shapes.value(prop, SH.path)
    for query in shapes.objects(None, SH.sparql):
        assert shapes.value(query, SH.message)


def test_the_roadmap_conforms(shapes: Graph) -> None:
    assert results(ONTOLOGY / "roadmap.ttl", shapes) == []


def test_the_shapes_are_valid_shapes(shapes: Graph) -> None:
    conforms, _, text = pyshacl.validate(
        shapes, shacl_graph=shapes, meta_shacl=True, inference="none"
    )
    assert conforms, text
