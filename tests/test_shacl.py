"""Shapes as SPARQL find what pyshacl, the reference, finds."""

from __future__ import annotations

import random
from pathlib import Path

import pyoxigraph
import pyshacl
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.namespace import SH

from careergraph import _resources, _shacl
from careergraph.store import open_store
from careergraph.validation import run_shapes
from careergraph.vocabulary import PREFIXES, Term

CASES = sorted((Path(__file__).parent / "shapes").glob("*.ttl"))
SHAPES = rdflib.Graph().parse(_resources.SHAPES_FILE, format="turtle")
NAMED = pyoxigraph.NamedNode
BLANK = "a blank node, named anew by each parser"


def reference(store: pyoxigraph.Store) -> set[tuple[str, str]]:
    """Focus node and message of all that pyshacl reports."""
    text = pyoxigraph.serialize((quad.triple for quad in store), format=pyoxigraph.RdfFormat.TURTLE)
    data = rdflib.Graph().parse(data=text, format="turtle")
    _, report, _ = pyshacl.validate(data, shacl_graph=SHAPES, inference="none")
    results = {
        (report.value(result, SH.focusNode), str(report.value(result, SH.resultMessage)))
        for result in report.subjects(rdflib.RDF.type, SH.ValidationResult)
    }
    return {
        (BLANK if isinstance(node, rdflib.BNode) else str(node), message)
        for node, message in results
        # In rdflib's SPARQL any literal leads to itself, though no literal is a subject.
        if not (isinstance(node, rdflib.Literal) and message.startswith("Following cg:leadsTo"))
    }


def found(store: pyoxigraph.Store) -> set[tuple[str, str]]:
    return {
        (BLANK if violation.node.startswith("_:") else violation.node, violation.message)
        for violation in run_shapes(store)
    }


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_each_case_gives_what_pyshacl_gives(case: Path) -> None:
    store = open_store(case)
    assert found(store) == reference(store)
    shape, *_ = case.stem.split(".")
    assert (shape in {v.rule for v in run_shapes(store)}) == case.stem.endswith(".bad")


def small_graph() -> pyoxigraph.Store:
    """Everything the good examples say, in one graph that the mutations then break."""
    store = pyoxigraph.Store()
    for case in CASES:
        if case.stem.endswith(".good"):
            store.load(path=case, format=pyoxigraph.RdfFormat.TURTLE)
    store.load(path=_resources.TERMS_FILE, format=pyoxigraph.RdfFormat.TURTLE)
    return store


LITERALS = [
    *(
        pyoxigraph.Literal(text, datatype=NAMED(PREFIXES["xsd"] + kind))
        for kind, texts in {
            "integer": ("0", "1", "-3", "20001"),
            "decimal": ("0.0", "0.5", "1.0", "2.5"),
            "boolean": ("true", "false"),
            "date": ("2026-11-23",),
        }.items()
        for text in texts
    ),
    *(pyoxigraph.Literal(text, language=tag) for text in ("a", " ") for tag in ("en", "de")),
    *map(pyoxigraph.Literal, ("a", "", " ", "2")),
]


def mutate(store: pyoxigraph.Store, seed: int, changes: int) -> None:
    """Take triples away, and put other terms of the graph in their place."""
    choice = random.Random(seed)
    quads = sorted(store, key=str)
    own = [quad for quad in quads if not str(quad.subject).startswith(f"<{PREFIXES['cg']}")]
    nodes = sorted({quad.subject for quad in quads}, key=str)
    predicates = sorted({quad.predicate for quad in own}, key=str)
    for quad in choice.sample(own, changes):
        kind = choice.randrange(4)
        if kind in (0, 1):
            store.remove(quad)
        if kind == 1:
            store.add(pyoxigraph.Quad(choice.choice(nodes), quad.predicate, quad.object))
        if kind == 2:
            other = choice.choice([*nodes, *LITERALS])
            store.add(pyoxigraph.Quad(quad.subject, quad.predicate, other))
        if kind == 3:
            predicate = choice.choice(predicates)
            store.add(pyoxigraph.Quad(quad.subject, predicate, choice.choice(LITERALS)))


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32), changes=st.integers(1, 20))
def test_mutated_graphs_give_what_pyshacl_gives(seed: int, changes: int) -> None:
    store = small_graph()
    mutate(store, seed, changes)
    assert found(store) == reference(store)


def test_a_subclass_counts_as_its_class() -> None:
    store = small_graph()
    own = NAMED("https://example.org/Craft")
    sub_class = NAMED(PREFIXES["rdfs"] + "subClassOf")
    rdf_type = NAMED(PREFIXES["rdf"] + "type")
    store.add(pyoxigraph.Quad(own, sub_class, NAMED(Term.Skill)))
    for quad in list(store.quads_for_pattern(None, rdf_type, NAMED(Term.Skill))):
        store.remove(quad)
        store.add(pyoxigraph.Quad(quad.subject, rdf_type, own))
    before = found(small_graph())
    assert found(store) == reference(store) == before


@pytest.mark.parametrize(
    "body",
    ["sh:property [ sh:path cg:rank ; sh:maxLength 3 ; sh:message 'Too long.' ]", "sh:closed true"],
)
def test_what_is_not_read_of_shacl_is_refused(body: str, tmp_path: Path) -> None:
    file = tmp_path / "shapes.ttl"
    file.write_text(
        f"@prefix sh: <{PREFIXES['sh']}> . @prefix cg: <{PREFIXES['cg']}> .\n"
        f"cg:S a sh:NodeShape ; sh:targetClass cg:Level ; {body} ."
    )
    with pytest.raises(NotImplementedError, match=r"sh:(maxLength|closed) in"):
        _shacl.rules(file)
