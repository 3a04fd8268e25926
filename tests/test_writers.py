"""Answers as bytes in the standard formats, read back by others."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from careergraph.answers import TRIPLE_COLUMNS, Answer, Stream
from careergraph.engines import InProcess, Limits
from careergraph.errors import RequestError
from careergraph.queries import ask
from careergraph.vocabulary import PREFIXES
from careergraph.writers import CHUNK, WRITERS

if TYPE_CHECKING:
    from careergraph.answers import Term

XSD = PREFIXES["xsd"]
ROW_FORMATS = ["csv", "tsv", "json", "xml", "ndjson"]
HOSTILE = (
    "=1+1\", 'x'\r\n\t</literal><script>alert(1)</script> -->]]> \\ | "
    "\u202e 数据 \U0001f600 a\u0301"
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
XML_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\n\r&<>\"']")
)
IRIS = st.sampled_from(["a", "b?x=1&y='2'", "数据#f", "%20"]).map(
    lambda end: pyoxigraph.NamedNode(f"http://example.org/{end}")
)
BLANKS = st.sampled_from(["b1", "x-y"]).map(pyoxigraph.BlankNode)
TAGS = st.sampled_from(["en", "de-ch", "zh-hans"])
WAYS = st.sampled_from([None, pyoxigraph.BaseDirection.LTR, pyoxigraph.BaseDirection.RTL])
DATATYPES = st.sampled_from(["string", "integer", "decimal", "dateTime", "anyURI"]).map(
    lambda name: pyoxigraph.NamedNode(XSD + name)
)


def literals(text: st.SearchStrategy[str]) -> st.SearchStrategy[pyoxigraph.Literal]:
    return (
        st.builds(pyoxigraph.Literal, text)
        | st.builds(lambda t, kind: pyoxigraph.Literal(t, datatype=kind), text, DATATYPES)
        | st.builds(
            lambda t, tag, way: pyoxigraph.Literal(t, language=tag, direction=way),
            text,
            TAGS,
            WAYS,
        )
    )


def terms(text: st.SearchStrategy[str]) -> st.SearchStrategy[Term]:
    objects = IRIS | BLANKS | literals(text)
    triples = st.builds(pyoxigraph.Triple, IRIS | BLANKS, IRIS, objects)
    return objects | triples | st.builds(pyoxigraph.Triple, IRIS, IRIS, triples)


def answers(term: st.SearchStrategy[Term]) -> st.SearchStrategy[Answer]:
    def rows(width: int) -> st.SearchStrategy[Answer]:
        columns = tuple("abc"[:width])
        row = st.tuples(*[term | st.none()] * width)
        return st.lists(row, max_size=5).map(lambda r: Answer("SELECT", columns, tuple(r)))

    return st.integers(1, 3).flatmap(rows)


def written(answer: Answer | Stream, name: str) -> str:
    stream = answer.stream() if isinstance(answer, Answer) else answer
    return b"".join(WRITERS[name](stream)).decode("utf-8")


def read_back(answer: Answer, name: str) -> Answer:
    """Return what Oxigraph reads of what we wrote."""
    found = pyoxigraph.parse_query_results(
        written(answer, name), format=getattr(pyoxigraph.QueryResultsFormat, name.upper())
    )
    assert isinstance(found, pyoxigraph.QuerySolutions)
    columns = tuple(variable.value for variable in found.variables)
    return Answer("SELECT", columns, tuple(tuple(row) for row in found))


def of(*terms_: Term | None) -> Answer:
    columns = tuple(f"c{place}" for place in range(len(terms_)))
    return Answer("SELECT", columns, (terms_,))


def number(text: str, kind: str = "decimal") -> pyoxigraph.Literal:
    return pyoxigraph.Literal(text, datatype=pyoxigraph.NamedNode(XSD + kind))


class TestReadBack:
    @given(answers(terms(TEXT)))
    def test_json_by_oxigraph(self, answer: Answer) -> None:
        assert read_back(answer, "json") == answer
        assert json.loads(written(answer, "json")) == answer.to_dict()

    @given(answers(terms(XML_TEXT)))
    def test_xml_by_oxigraph(self, answer: Answer) -> None:
        assert read_back(answer, "xml") == answer

    @given(answers(terms(TEXT)))
    def test_tsv_by_oxigraph(self, answer: Answer) -> None:
        assert read_back(answer, "tsv") == answer

    @pytest.mark.parametrize("name", ["json", "xml", "tsv"])
    @given(answer=answers(IRIS | literals(XML_TEXT.filter(lambda t: not set(t) & set("\r\t\n")))))
    def test_rdflib(self, name: str, answer: Answer) -> None:
        plain = [
            tuple(
                None if term is None or getattr(term, "direction", None) else term for term in row
            )
            for row in answer.rows
        ]
        # rdflib takes a row of one unbound column in TSV for the end of the file.
        rows = [row for row in plain if any(row)] if name == "tsv" else plain
        data = written(Answer("SELECT", answer.columns, tuple(rows)), name).encode()
        read = rdflib.query.Result.parse(io.BytesIO(data), format=name)
        found = [
            tuple(binding.get(rdflib.Variable(column)) for column in answer.columns)
            for binding in read.bindings
        ]
        assert found == [tuple(map(as_rdflib, row)) for row in rows]

    @given(answers(terms(TEXT)))
    def test_csv_by_the_csv_module(self, answer: Answer) -> None:
        text = written(answer, "csv")
        assert text.endswith("\r\n")
        rows = list(csv.reader(io.StringIO(text, newline="")))
        assert rows == [list(answer.columns), *([bare(t) for t in row] for row in answer.rows)]

    @given(answers(terms(TEXT)))
    def test_ndjson_by_the_json_module(self, answer: Answer) -> None:
        lines = written(answer, "ndjson").split("\n")[:-1]
        assert [list(json.loads(line)) for line in lines] == [list(answer.columns)] * len(answer)
        for line, row in zip(lines, answer.rows, strict=True):
            for value, term in zip(json.loads(line).values(), row, strict=True):
                if isinstance(value, str):
                    assert value == bare(term)
                else:
                    assert (value is None) == (term is None)


def bare(term: Term | None) -> str:
    if isinstance(term, pyoxigraph.NamedNode | pyoxigraph.Literal):
        return term.value
    if isinstance(term, pyoxigraph.Triple):
        return f"<<( {term} )>>"
    return "" if term is None else str(term)


def as_rdflib(term: Term | None) -> rdflib.term.Identifier | None:
    if isinstance(term, pyoxigraph.NamedNode):
        return rdflib.URIRef(term.value)
    if not isinstance(term, pyoxigraph.Literal):
        return None
    kind = None if term.datatype.value in (XSD + "string", RDF_LANG) else term.datatype.value
    return rdflib.Literal(
        term.value,
        lang=term.language,
        datatype=rdflib.URIRef(kind) if kind else None,
        normalize=False,
    )


RDF_LANG = PREFIXES["rdf"] + "langString"


class TestAsTheStandardsSay:
    def test_json_of_every_kind_of_term(self) -> None:
        node = pyoxigraph.NamedNode("http://e/a")
        way = pyoxigraph.BaseDirection.RTL
        answer = of(
            node,
            pyoxigraph.BlankNode("b"),
            None,
            pyoxigraph.Literal("x"),
            pyoxigraph.Literal("x", language="en"),
            number("1.50"),
            pyoxigraph.Literal("x", language="ar", direction=way),
            pyoxigraph.Triple(node, node, number("1")),
        )
        assert written(answer, "json").splitlines() == [
            '{"head":{"vars":["c0","c1","c2","c3","c4","c5","c6","c7"]},"results":{"bindings":[',
            '{"c0":{"type":"uri","value":"http://e/a"},"c1":{"type":"bnode","value":"b"},'
            '"c3":{"type":"literal","value":"x"},'
            '"c4":{"type":"literal","value":"x","xml:lang":"en"},'
            f'"c5":{{"type":"literal","value":"1.50","datatype":"{XSD}decimal"}},'
            '"c6":{"type":"literal","value":"x","xml:lang":"ar","its:dir":"rtl"},'
            '"c7":{"type":"triple","value":{"subject":{"type":"uri","value":"http://e/a"},'
            '"predicate":{"type":"uri","value":"http://e/a"},'
            f'"object":{{"type":"literal","value":"1","datatype":"{XSD}decimal"}}}}}}}}',
            "]}}",
        ]

    def test_xml_of_every_kind_of_term(self) -> None:
        node = pyoxigraph.NamedNode("http://e/a?b&c")
        way = pyoxigraph.BaseDirection.LTR
        answer = of(
            node,
            pyoxigraph.BlankNode("b"),
            None,
            pyoxigraph.Literal("<x>"),
            pyoxigraph.Literal("x", language="en"),
            number("1"),
            pyoxigraph.Literal("x", language="ar", direction=way),
            pyoxigraph.Triple(node, node, pyoxigraph.Literal("")),
        )
        assert written(answer, "xml").splitlines() == [
            '<?xml version="1.0"?>',
            '<sparql xmlns="http://www.w3.org/2005/sparql-results#">',
            "<head>" + "".join(f'<variable name="c{n}"/>' for n in range(8)) + "</head>",
            "<results>",
            '<result><binding name="c0"><uri>http://e/a?b&amp;c</uri></binding>'
            '<binding name="c1"><bnode>b</bnode></binding>'
            '<binding name="c3"><literal>&lt;x&gt;</literal></binding>'
            '<binding name="c4"><literal xml:lang="en">x</literal></binding>'
            f'<binding name="c5"><literal datatype="{XSD}decimal">1</literal></binding>'
            '<binding name="c6"><literal xml:lang="ar" xmlns:its="http://www.w3.org/2005/11/its"'
            ' its:version="2.0" its:dir="ltr">x</literal></binding>'
            '<binding name="c7"><triple><subject><uri>http://e/a?b&amp;c</uri></subject>'
            "<predicate><uri>http://e/a?b&amp;c</uri></predicate>"
            "<object><literal></literal></object></triple></binding></result>",
            "</results>",
            "</sparql>",
        ]

    def test_tsv_keeps_the_digits(self) -> None:
        assert written(of(number("007", "integer"), None), "tsv") == (
            f'?c0\t?c1\n"007"^^<{XSD}integer>\t\n'
        )

    @pytest.mark.parametrize("boolean", [True, False])
    def test_ask(self, boolean: bool) -> None:
        word = "true" if boolean else "false"
        answer = Answer("ASK", boolean=boolean)
        assert written(answer, "csv").strip() == written(answer, "tsv").strip() == word
        assert json.loads(written(answer, "json")) == {"head": {}, "boolean": boolean}
        assert json.loads(written(answer, "ndjson")) == {"boolean": boolean}
        for name in ("json", "xml", "tsv"):
            format_ = getattr(pyoxigraph.QueryResultsFormat, name.upper())
            found = pyoxigraph.parse_query_results(written(answer, name), format=format_)
            assert isinstance(found, pyoxigraph.QueryBoolean)
            assert bool(found) is boolean

    @pytest.mark.parametrize("name", ["json", "xml", "tsv"])
    def test_no_rows_and_no_columns(self, name: str) -> None:
        none = Answer("SELECT", ("a", "b"))
        assert read_back(none, name) == none
        assert written(Answer("SELECT", (), ((), ())), name)

    def test_json_of_rows_without_columns(self) -> None:
        answer = Answer("SELECT", (), ((), ()))
        assert json.loads(written(answer, "json"))["results"]["bindings"] == [{}, {}]


class TestHostileText:
    @pytest.mark.parametrize("name", ["json", "xml", "tsv"])
    def test_it_comes_back(self, name: str) -> None:
        answer = of(pyoxigraph.Literal(HOSTILE), pyoxigraph.Literal(HOSTILE, language="en"))
        assert read_back(answer, name) == answer

    def test_csv_holds_the_data_and_nothing_else(self) -> None:
        rows = list(csv.reader(io.StringIO(written(of(pyoxigraph.Literal(HOSTILE)), "csv"), "")))
        assert rows[1] == [HOSTILE]

    @given(TEXT)
    def test_xml_is_well_formed_whatever_the_text(self, text: str) -> None:
        data = written(of(pyoxigraph.Literal(text)), "xml")
        literal = ElementTree.fromstring(data).find(".//{*}literal")
        assert literal is not None
        shown = literal.text or ""
        assert len(shown) == len(text)
        assert all(a == b or a == "\ufffd" for a, b in zip(shown, text, strict=True))

    @pytest.mark.parametrize("text", [" ", "\t\n", " a ", "\r a b \r\n", "\u2003", ""])
    def test_space_at_the_ends_survives_readers_that_trim(self, text: str) -> None:
        answer = of(pyoxigraph.Literal(text))
        assert read_back(answer, "xml") == answer

    def test_xml_says_what_it_cannot_hold(self) -> None:
        data = written(of(pyoxigraph.Literal("a\0b\x1b")), "xml")
        assert "U+FFFD stands for 2 characters" in data

    def test_xml_comments_end_where_they_should(self) -> None:
        stream = of(pyoxigraph.Literal("x")).stream()
        stream.cut = "--> & --- <x>"
        assert ElementTree.fromstring(written(stream, "xml")) is not None


class TestNdjson:
    @pytest.mark.parametrize(
        ("text", "kind", "shown"),
        [
            ("007", "integer", "7"),
            ("-0012", "int", "-12"),
            ("+1.50", "decimal", "1.50"),
            (".5", "decimal", "0.5"),
            ("5.", "decimal", "5"),
            ("1E3", "double", "1E3"),
            ("12345678901234567890123", "integer", "12345678901234567890123"),
            ("NaN", "double", '"NaN"'),
            ("INF", "double", '"INF"'),
            ("many", "integer", '"many"'),
            ("٣", "integer", '"٣"'),
            ("1_000", "integer", '"1_000"'),
            ("true", "boolean", "true"),
            ("0", "boolean", "false"),
            ("yes", "boolean", '"yes"'),
            ("5", "string", '"5"'),
        ],
    )
    def test_values(self, text: str, kind: str, shown: str) -> None:
        line = written(of(number(text, kind)), "ndjson")
        assert line == f'{{"c0":{shown}}}\n'
        json.loads(line)

    def test_terms_are_text(self) -> None:
        node = pyoxigraph.NamedNode("http://e/a")
        line = written(of(node, pyoxigraph.Literal("x", language="en"), None), "ndjson")
        assert line == '{"c0":"http://e/a","c1":"x","c2":null}\n'


class TestGraphs:
    @given(
        st.lists(
            st.tuples(IRIS | BLANKS, IRIS, IRIS | BLANKS | literals(TEXT)), max_size=5, unique=True
        )
    )
    def test_what_is_written_is_the_graph(self, rows: list[tuple[Term, ...]]) -> None:
        answer = Answer("CONSTRUCT", TRIPLE_COLUMNS, tuple(rows))
        for name, format_ in (
            ("turtle", pyoxigraph.RdfFormat.TURTLE),
            ("ntriples", pyoxigraph.RdfFormat.N_TRIPLES),
        ):
            read = pyoxigraph.parse(written(answer, name), format=format_)
            assert {quad.triple for quad in read} == set(answer.triples)

    def test_turtle_in_several_batches_has_one_header(self) -> None:
        node = pyoxigraph.NamedNode(PREFIXES["cg"] + "a")
        rows = tuple((node, node, number(str(n), "integer")) for n in range(2500))
        text = written(Answer("CONSTRUCT", TRIPLE_COLUMNS, rows), "turtle")
        assert text.count("@prefix cg:") == 1
        graph = rdflib.Graph().parse(data=text, format="turtle")
        assert {int(str(value)) for value in graph.objects()} == set(range(2500))

    @pytest.mark.parametrize("name", ["turtle", "ntriples"])
    def test_rows_are_no_graph(self, name: str) -> None:
        with pytest.raises(RequestError, match="choose table"):
            WRITERS[name](Answer("SELECT", ("a",)).stream())

    @pytest.mark.parametrize("name", ["json", "xml"])
    def test_a_graph_is_no_rows(self, name: str) -> None:
        with pytest.raises(RequestError, match="choose turtle") as caught:
            WRITERS[name](Answer("CONSTRUCT", TRIPLE_COLUMNS).stream())
        others = set(WRITERS) - {"json", "xml"}
        assert all(other in str(caught.value) for other in others)


class TestCut:
    @staticmethod
    def stream(form: str = "SELECT") -> Stream:
        text = "SELECT ?n { VALUES ?n { 1 2 3 } }"
        if form == "CONSTRUCT":
            text = "CONSTRUCT { cg:a cg:b ?n } { VALUES ?n { 1 2 3 } }"
        return ask(InProcess(pyoxigraph.Store()), text, limits=Limits(rows=2))

    def test_json_says_so(self) -> None:
        data = json.loads(written(self.stream(), "json"))
        assert data["careergraph"] == {"cut": "the limit of 2 rows"}
        assert len(data["results"]["bindings"]) == 2
        assert data == self.stream().answer().to_dict()

    def test_xml_says_so(self) -> None:
        text = written(self.stream(), "xml")
        assert "<!-- careergraph: cut: the limit of 2 rows -->\n</sparql>" in text

    def test_ndjson_says_so(self) -> None:
        lines = written(self.stream(), "ndjson").splitlines()
        assert lines == ['{"n":1}', '{"n":2}', '{"careergraph":{"cut":"the limit of 2 rows"}}']

    @pytest.mark.parametrize("name", ["turtle", "ntriples"])
    def test_graphs_say_so(self, name: str) -> None:
        text = written(self.stream("CONSTRUCT"), name)
        assert text.splitlines()[-1] == "# careergraph: cut: the limit of 2 rows"
        assert len(rdflib.Graph().parse(data=text, format="turtle")) == 2

    @pytest.mark.parametrize("name", ["csv", "tsv"])
    def test_those_that_cannot_leave_it_to_the_stream(self, name: str) -> None:
        stream = self.stream()
        assert len(written(stream, name).splitlines()) == 3
        assert stream.cut == "the limit of 2 rows"


class TestFlatMemory:
    @pytest.mark.parametrize("name", ROW_FORMATS)
    def test_no_more_rows_are_asked_for_than_a_chunk_needs(self, name: str) -> None:
        asked = 0

        def rows() -> Iterator[tuple[Term | None, ...]]:
            nonlocal asked
            while True:
                asked += 1
                yield (pyoxigraph.Literal("x" * 100),)

        chunks = WRITERS[name](Stream("SELECT", ("a",), rows()))
        for number_ in range(1, 4):
            chunk = next(chunks)
            assert CHUNK <= len(chunk) < CHUNK + 1000
            assert asked <= number_ * CHUNK / 100 + number_

    def test_nothing_is_lost_between_chunks(self) -> None:
        row = [(number(str(n), "integer"),) for n in range(50_000)]
        chunks = list(WRITERS["ndjson"](Stream("SELECT", ("n",), row)))
        assert len(chunks) > 5
        values = [json.loads(line)["n"] for line in b"".join(chunks).splitlines()]
        assert values == list(range(50_000))
