"""Answers as text in every format."""

from __future__ import annotations

import csv
import io
import json
import re

import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from careergraph.answers import Answer
from careergraph.errors import RequestError
from careergraph.formats import FORMATS, render
from careergraph.queries import run
from careergraph.terminal import display_width, printable, wrap

LABELS = {"https://w3id.org/careergraph/terms#Role": "role"}
ROWS = [n for n in FORMATS if n not in ("turtle", "ntriples", "rdfxml", "jsonld")]
TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def ask(text: str) -> Answer:
    return run(pyoxigraph.Store(), text)


def of_text(*texts: str) -> Answer:
    return Answer("SELECT", ("x",), tuple((pyoxigraph.Literal(text),) for text in texts))


class TestTable:
    def test_a_table(self) -> None:
        answer = ask(
            "SELECT ?node ?n ?word { VALUES (?node ?n ?word) { (cg:Role 5 'a') (UNDEF 12 'bc') } }"
        )
        assert render(answer, "table", LABELS).splitlines() == [
            "node             n  word",
            "--------------  --  ----",
            "role (cg:Role)   5  a",
            "                12  bc",
            "",
            "2 rows",
        ]

    def test_a_label_in_its_own_column_is_not_repeated(self) -> None:
        answer = ask("SELECT (cg:Role AS ?a) ('role' AS ?label) {}")
        assert render(answer, "table", LABELS).splitlines()[2] == "cg:Role  role"

    def test_no_rows(self) -> None:
        assert render(ask("SELECT ?x { ?x a cg:Role }")) == "No rows."

    def test_no_triples(self) -> None:
        assert render(ask("DESCRIBE <http://e/none>"), "table") == "No triples."

    @pytest.mark.parametrize("width", [20, 33, 50, 80])
    def test_it_fits_the_width(self, width: int) -> None:
        answer = ask(
            "SELECT ('many words in a long cell that goes on' AS ?a) (cg:someVeryLongName AS ?b) {}"
        )
        lines = render(answer, "table", {}, width).splitlines()
        assert max(map(display_width, lines)) <= width
        assert "goes" in " ".join(lines)

    def test_words_are_broken_last(self) -> None:
        answer = ask("SELECT ('one two three four' AS ?a) (cg:someVeryLongName AS ?b) {}")
        assert "cg:someVeryLongName" in render(answer, "table", {}, 30)

    def test_wide_letters_stay_aligned(self) -> None:
        answer = ask("SELECT ?a ?b { VALUES (?a ?b) { ('数据' 'x') ('abcd' 'y') } }")
        lines = render(answer).splitlines()
        assert lines[2:4] == ["数据  x", "abcd  y"]

    @given(TEXT)
    def test_nothing_in_the_data_steers_the_terminal(self, text: str) -> None:
        shown = render(of_text(text), "table")
        assert not {char for char in shown if ord(char) < 32 or 0x7F <= ord(char) < 0xA0} - {"\n"}
        assert len(shown.splitlines()) == 5

    @pytest.mark.parametrize("char", ["\x1b", "\x07", "\x9b", "\u202e", "\u2028", "\r"])
    def test_steering_characters_are_spelled_out(self, char: str) -> None:
        assert char not in printable(char)
        assert printable(char).startswith("\\")

    def test_joiners_are_kept(self) -> None:
        assert printable("\u0915\u094d\u200d") == "\u0915\u094d\u200d"

    @given(st.text("ab 数e\u0301-", max_size=60), st.integers(2, 20))
    def test_wrapping_loses_nothing_but_spaces(self, text: str, width: int) -> None:
        lines = wrap(text, width)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert all(display_width(line) <= width for line in lines)


class TestMarkdown:
    def test_pipes_backslashes_and_tags_are_escaped(self) -> None:
        line = render(of_text("a|b\\c<script>\nd"), "markdown").splitlines()[2]
        assert line == "| a\\|b\\\\c&lt;script&gt;\\\\nd |"

    def test_empty(self) -> None:
        assert render(ask("SELECT ?a ?b { ?a ?b 1 }"), "markdown") == "| a | b |\n| --- | --- |"


class TestStandardFormats:
    @given(st.lists(TEXT.filter(lambda text: "\r" not in text and "\0" not in text)))
    def test_csv_comes_back(self, texts: list[str]) -> None:
        written = render(of_text(*texts), "csv")
        rows = list(csv.reader(io.StringIO(written, newline="")))
        assert rows[0] == ["x"]
        assert [row[0] if row else "" for row in rows[1:]] == texts

    def test_tsv_holds_terms(self) -> None:
        answer = ask("SELECT * { VALUES (?a ?b) { ('tab\\tline\\n'@en cg:Role) (5 UNDEF) } }")
        assert render(answer, "tsv").splitlines() == [
            "?a\t?b",
            '"tab\\tline\\n"@en\t<https://w3id.org/careergraph/terms#Role>',
            '"5"^^<http://www.w3.org/2001/XMLSchema#integer>\t',
        ]

    @pytest.mark.parametrize(("text", "form"), [("ASK {}", True), ("ASK { ?s ?p ?o }", False)])
    def test_ask(self, text: str, form: bool) -> None:
        answer = ask(text)
        word = "true" if form else "false"
        assert render(answer, "csv") == render(answer, "tsv") == word
        assert json.loads(render(answer, "json")) == {"head": {}, "boolean": form}
        assert render(answer) == render(answer, "markdown") == ("yes" if form else "no")

    def test_rdflib_reads_the_json(self) -> None:
        answer = ask("SELECT * { VALUES (?a ?b) { ('x'@en 1) (cg:Role UNDEF) } }")
        read = rdflib.query.Result.parse(io.BytesIO(render(answer, "json").encode()), format="json")
        assert len(read) == 2


class TestGraphs:
    TEXT = "CONSTRUCT { cg:a skos:prefLabel 'x'@en . cg:a cg:requires cg:b } {}"

    def test_turtle_declares_what_it_uses(self) -> None:
        shown = render(ask(self.TEXT))
        assert "@prefix cg:" in shown
        assert "@prefix owl:" not in shown
        assert len(rdflib.Graph().parse(data=shown, format="turtle")) == 2

    def test_ntriples(self) -> None:
        shown = render(ask(self.TEXT), "ntriples")
        assert len(rdflib.Graph().parse(data=shown, format="nt")) == 2

    def test_a_table_of_triples(self) -> None:
        assert render(ask(self.TEXT), "csv").splitlines()[0] == "subject,predicate,object"

    def test_json_has_no_triples(self) -> None:
        with pytest.raises(RequestError, match="choose turtle") as caught:
            render(ask(self.TEXT), "json")
        others = set(FORMATS) - {"json", "xml"}
        assert {
            name for name in FORMATS if re.search(rf"\b{name}\b", caught.value.args[0])
        } == others
        assert all(render(ask(self.TEXT), name) for name in others)

    @pytest.mark.parametrize("name", ["turtle", "ntriples"])
    def test_rows_are_no_turtle(self, name: str) -> None:
        with pytest.raises(RequestError, match="choose table"):
            render(ask("ASK {}"), name)


def test_an_unknown_format_lists_the_known() -> None:
    with pytest.raises(RequestError, match="table, markdown"):
        render(ask("ASK {}"), "yaml")


@pytest.mark.parametrize("name", ROWS)
def test_every_format_of_rows_writes_rows(name: str) -> None:
    assert "5" in render(ask("SELECT (5 AS ?n) {}"), name)


def test_a_table_shows_the_label_that_a_query_gives_in_place_of_the_iri() -> None:
    text = "SELECT ?s ?s_label ?n WHERE { VALUES (?s ?s_label ?n) { %s } }"
    rows = '(cg:Skill "skill" 1) (cg:Role UNDEF 2)'
    answer = ask(text % rows)
    lines = [line.split() for line in render(answer, labels={}).splitlines()]
    assert lines[0] == ["s", "n"]
    assert lines[2:4] == [["skill", "1"], ["cg:Role", "2"]]
    assert render(answer, "csv").splitlines()[0] == "s,s_label,n"


@pytest.mark.parametrize("name", ["table", "markdown", "html", "json", "xml", "ndjson"])
def test_a_cut_is_said(name: str) -> None:
    row = (pyoxigraph.Literal(1),)
    answer = Answer("SELECT", ("n",), (row,), cut="the limit of 1 row")
    assert "the limit of 1 row" in render(answer, name)


@pytest.mark.parametrize("name", ["turtle", "ntriples"])
def test_a_cut_graph_says_so(name: str) -> None:
    node = pyoxigraph.NamedNode("http://e/a")
    answer = Answer("CONSTRUCT", ("s", "p", "o"), ((node,) * 3,), cut="the limit of 1 row")
    text = render(answer, name)
    assert text.endswith("# careergraph: cut: the limit of 1 row")
    assert len(rdflib.Graph().parse(data=text, format="turtle")) == 1
