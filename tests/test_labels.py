"""Labels of just the IRIs in an answer."""

from __future__ import annotations

import pyoxigraph
import pytest

import careergraph
from careergraph.answers import Stream
from careergraph.engines import InProcess
from careergraph.labels import BATCH, answer_labels, labels_of, with_labels
from careergraph.queries import ask, run

TTL = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX e: <http://e/>
e:english skos:prefLabel "Deutsch"@de, "none", "British"@en-GB .
e:none skos:prefLabel "Deutsch"@de, "none" .
e:first skos:prefLabel "français"@fr, "Deutsch"@de .
e:rdfs rdfs:label "by rdfs" .
e:both rdfs:label "by rdfs"@en ; skos:prefLabel "bevorzugt"@de .
e:two skos:prefLabel "b"@en, "a"@en .
e:unnamed e:p 1 .
"""


@pytest.fixture
def engine() -> InProcess:
    store = pyoxigraph.Store()
    store.load(TTL, format=pyoxigraph.RdfFormat.TURTLE)
    return InProcess(store)


def test_the_best_label_is_taken(engine: InProcess) -> None:
    names = ("english", "none", "first", "rdfs", "both", "two", "unnamed", "absent")
    assert labels_of(engine, [f"http://e/{name}" for name in names]) == {
        "http://e/english": "British",
        "http://e/none": "none",
        "http://e/first": "Deutsch",
        "http://e/rdfs": "by rdfs",
        "http://e/both": "bevorzugt",
        "http://e/two": "a",
    }


def test_it_agrees_with_the_labels_of_the_whole_graph() -> None:
    graph = careergraph.load()
    everything = graph.labels()
    assert graph.labels_of(everything) == everything
    assert graph.labels_of("http://e/none") == {}


def test_many_are_asked_for_in_batches() -> None:
    store = pyoxigraph.Store()
    label = pyoxigraph.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    iris = [f"http://e/{n}" for n in range(2 * BATCH + 1)]
    store.extend(
        pyoxigraph.Quad(pyoxigraph.NamedNode(iri), label, pyoxigraph.Literal(iri[9:]))
        for iri in iris
    )
    asked: list[str] = []

    class Counting(InProcess):
        def stream(self, query, limits=careergraph.engines.NO_LIMITS) -> Stream:  # type: ignore[no-untyped-def]
            asked.append(query.source)
            return super().stream(query, limits)

    assert labels_of(Counting(store), iris) == {iri: iri[9:] for iri in iris}
    assert len(asked) == 6


def test_labels_that_stand_in_a_column_are_not_asked_for() -> None:
    asked: list[str] = []

    def naming(iris: object) -> dict[str, str]:
        asked.extend(iris)  # type: ignore[call-overload]
        return {}

    text = "SELECT ?a ?a_label ?b { VALUES (?a ?a_label ?b) { (cg:Role 'role' cg:Skill) } }"
    answer_labels(naming, run(pyoxigraph.Store(), text))
    assert asked == ["https://w3id.org/careergraph/terms#Skill"]


class TestColumns:
    def test_each_column_of_iris_gets_one(self, engine: InProcess) -> None:
        text = (
            "SELECT ?a ?n ?b { VALUES (?a ?n ?b) "
            "{ (<http://e/two> 1 UNDEF) (<http://e/absent> 2 <http://e/rdfs>) ('x' 3 UNDEF) } }"
        )
        found = with_labels(lambda iris: labels_of(engine, iris), ask(engine, text)).answer()
        assert found.columns == ("a", "a_label", "n", "b", "b_label")
        assert found.values() == [
            ("http://e/two", "a", 1, None, None),
            ("http://e/absent", None, 2, "http://e/rdfs", "by rdfs"),
            ("x", None, 3, None, None),
        ]

    def test_many_rows_and_a_cut(self) -> None:
        node = pyoxigraph.NamedNode("http://e/a")
        stream = Stream("SELECT", ("x",), [(node,)] * 3000, ("odd",), 2500)
        found = with_labels(lambda iris: dict.fromkeys(iris, "label"), stream).answer()
        assert found.values() == [("http://e/a", "label")] * 2500
        assert found.cut == "the limit of 2,500 rows"
        assert found.warnings == ("odd",)

    def test_yes_stays_yes(self) -> None:
        found = with_labels(lambda _: {}, Stream("ASK", boolean=True)).answer()
        assert found.boolean is True


@pytest.mark.parametrize(
    "text",
    ["http://e/> } { ?iri ?p ?label } #", "http://e/\\u003E", "no iri", "", "_:b", "http://e/\0"],
)
def test_what_is_no_iri_has_no_label_and_reads_nothing(engine: InProcess, text: str) -> None:
    assert labels_of(engine, [text, "http://e/two"]) == {"http://e/two": "a"}
