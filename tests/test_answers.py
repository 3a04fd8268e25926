"""Answers as Python values, SPARQL JSON, data frames and notebook tables."""

from __future__ import annotations

import json
import sys

import pyoxigraph
import pytest

from careergraph.answers import MAX_HTML_ROWS, Answer, to_python
from careergraph.errors import RequestError
from careergraph.queries import run
from careergraph.vocabulary import PREFIXES


def ask(text: str) -> Answer:
    return run(pyoxigraph.Store(), text)


@pytest.fixture
def mixed() -> Answer:
    return ask(
        "SELECT ?whole ?part ?text ?yes ?node { VALUES (?whole ?part ?text ?yes ?node) "
        '{ (1 2.5 "a"@en true cg:Role) (2 1e3 "b" false UNDEF) } }'
    )


def test_values_follow_their_datatypes(mixed: Answer) -> None:
    role = "https://w3id.org/careergraph/terms#Role"
    assert mixed.values() == [(1, 2.5, "a", True, role), (2, 1000.0, "b", False, None)]
    assert [type(value) for value in mixed.values()[0]] == [int, float, str, bool, str]


@pytest.mark.parametrize("text", ["many", "1_000", "1.5", ""])
def test_a_literal_that_breaks_its_datatype_stays_text(text: str) -> None:
    term = pyoxigraph.Literal(text, datatype=pyoxigraph.NamedNode(PREFIXES["xsd"] + "integer"))
    assert to_python(term) == text


def test_an_answer_is_a_sequence_of_rows(mixed: Answer) -> None:
    assert len(mixed) == 2
    assert [row[0] for row in mixed] == [1, 2]
    assert mixed
    assert not ask("SELECT ?x { ?x a cg:Role }")


def test_ask_is_true_or_false() -> None:
    assert ask("ASK {}")
    assert not ask("ASK { ?s ?p ?o }")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ASK {}", "<Answer ASK: yes>"),
        ("SELECT (1 AS ?n) {}", "<Answer SELECT: 1 row of n>"),
        ("SELECT ?a ?b { ?a ?b 1 }", "<Answer SELECT: 0 rows of a, b>"),
        ("CONSTRUCT {} {}", "<Answer CONSTRUCT: 0 rows of subject, predicate, object>"),
    ],
)
def test_repr(text: str, shown: str) -> None:
    assert repr(ask(text)) == shown


def test_to_dict_is_what_the_engine_writes(mixed: Answer) -> None:
    store = pyoxigraph.Store()
    text = 'SELECT * { VALUES (?a ?b) { ("x"@en 1) (UNDEF <http://e/>) ("plain" true) } }'
    written = store.query(text).serialize(format=pyoxigraph.QueryResultsFormat.JSON)
    expected = json.loads(written or b"")
    assert run(store, text).to_dict() == expected


def test_to_dict_has_blank_nodes_and_quoted_triples() -> None:
    node = pyoxigraph.NamedNode("http://e/a")
    row = (pyoxigraph.BlankNode("b1"), pyoxigraph.Triple(node, node, node))
    answer = Answer("SELECT", ("blank", "triple"), (row,))
    part = {"type": "uri", "value": "http://e/a"}
    assert answer.to_dict()["results"]["bindings"] == [
        {
            "blank": {"type": "bnode", "value": "b1"},
            "triple": {
                "type": "triple",
                "value": {"subject": part, "predicate": part, "object": part},
            },
        }
    ]


def test_triples() -> None:
    answer = ask("CONSTRUCT { cg:a cg:b 'c' } {}")
    assert [str(triple.object) for triple in answer.triples] == ['"c"']
    assert ask("SELECT (1 AS ?n) {}").triples == ()


class TestPandas:
    def test_columns_have_the_types_of_their_values(self, mixed: Answer) -> None:
        frame = mixed.to_pandas()
        kinds = {name: str(kind) for name, kind in frame.dtypes.items()}
        assert kinds["whole"] == "int64"
        assert kinds["part"] == "float64"
        assert kinds["yes"] == "bool"
        assert kinds["text"] == "string"
        assert frame["node"].isna().tolist() == [False, True]

    def test_missing_numbers_leave_the_others_whole(self) -> None:
        frame = ask("SELECT ?n ?b { VALUES (?n ?b) { (1 true) (UNDEF UNDEF) } }").to_pandas()
        assert [str(kind) for kind in frame.dtypes] == ["Int64", "boolean"]
        assert frame["n"].tolist()[0] == 1

    def test_whole_numbers_too_large_for_a_column_stay_exact(self) -> None:
        large = 10**30
        answer = ask("SELECT (1 AS ?n) {}")
        literal = pyoxigraph.Literal(
            str(large), datatype=pyoxigraph.NamedNode(PREFIXES["xsd"] + "integer")
        )
        frame = Answer("SELECT", answer.columns, ((literal,),)).to_pandas()
        assert frame["n"].tolist() == [large]

    def test_an_empty_answer_keeps_its_columns(self) -> None:
        frame = ask("SELECT ?a ?b { ?a ?b 1 }").to_pandas()
        assert list(frame.columns) == ["a", "b"]
        assert len(frame) == 0

    def test_ask(self) -> None:
        assert ask("ASK {}").to_pandas()["boolean"].tolist() == [True]

    def test_without_pandas_the_remedy_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "pandas", None)
        with pytest.raises(RequestError, match="pip install"):
            ask("ASK {}").to_pandas()


class TestHtml:
    def test_nothing_hostile_survives(self) -> None:
        attack = "</td><script>alert(1)</script>"
        shown = ask(f'SELECT ("{attack}" AS ?x) {{}}')._repr_html_()
        assert "<script>" not in shown
        assert "&lt;script&gt;" in shown

    def test_warnings_are_shown(self) -> None:
        assert "did you mean cg:Role?" in ask("ASK { ?s a cg:Roles }")._repr_html_()

    def test_a_long_answer_is_cut_and_says_so(self) -> None:
        row = (pyoxigraph.Literal(1),)
        shown = Answer("SELECT", ("n",), (row,) * (MAX_HTML_ROWS + 5))._repr_html_()
        assert "and 5 more rows" in shown
        assert shown.count("<tr>") == MAX_HTML_ROWS + 1

    def test_ask(self) -> None:
        assert ask("ASK {}")._repr_html_() == "<p>yes</p>"

    def test_a_cut_is_said(self) -> None:
        row = (pyoxigraph.Literal(1),)
        answer = Answer("SELECT", ("n",), (row,), cut="the limit of 1 row")
        assert "The answer is cut: the limit of 1 row." in answer._repr_html_()
        assert repr(answer) == "<Answer SELECT: 1 row of n, cut by the limit of 1 row>"
        assert answer.to_dict()["careergraph"] == {"cut": "the limit of 1 row"}

    def test_labels_stand_before_the_short_form(self) -> None:
        role = "https://w3id.org/careergraph/terms#Role"
        answer = Answer("SELECT", ("c",), ((pyoxigraph.NamedNode(role),),))
        assert f'<a href="{role}">role <small>(cg:Role)</small></a>' in answer.to_html(
            {role: "role"}
        )

    def test_only_links_that_are_safe(self) -> None:
        answer = Answer("SELECT", ("c",), ((pyoxigraph.NamedNode("javascript:alert(1)"),),))
        assert answer.to_html().count("href") == 0

    def test_languages_are_marked(self) -> None:
        word = pyoxigraph.Literal("Wort", language="de")
        assert '<td lang="de">Wort</td>' in Answer("SELECT", ("w",), ((word,),)).to_html()
