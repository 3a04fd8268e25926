"""Named queries, their parameters, and what is said about a query that is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from careergraph import queries
from careergraph.errors import QueryError, UnknownNameError
from careergraph.queries import NamedQuery, Parameter, bind, named_queries, named_query, run
from careergraph.sparql import parse, substitute
from careergraph.sparql.tokens import code, tokens

HOSTILE = [
    '" } SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } #',
    '\\" . ?s ?p ?o',
    "\\u0022",
    "'''\"\"\"",
    "$text ?t",
    "line\nbreak\rand\ttab",
    "\x00\x1b[31m",
    "ends with \\",
    "<http://example.org/> @en ^^xsd:integer",
]


@pytest.fixture(scope="module")
def store() -> pyoxigraph.Store:
    return pyoxigraph.Store()


def write(folder: Path, header: str, body: str = "ASK {}") -> Path:
    path = folder / "sample.rq"
    path.write_text(f"{header}\n{body}\n", encoding="utf-8")
    return path


def sample(body: str, kind: str = "string", default: str | None = None) -> NamedQuery:
    parameter = Parameter("value", kind, default, "an example", "a value")
    return NamedQuery("sample", "?", "", (parameter,), (), (), body, Path("sample.rq"), "")


def as_is(kind: str, text: str) -> str:
    return f"https://example.org/{kind}/{text}"


class TestHeader:
    def test_everything_in_a_header_is_read(self, tmp_path: Path) -> None:
        header = (
            "#+ summary: What is it?\n#+ description: One.\n#+ description: Two.\n"
            "#+ tags: a, b\n#+ columns: x\n"
            "#+ parameter: n; integer; default=3; example=7; How many; at most."
        )
        query = queries.read_query(write(tmp_path, header, "SELECT ?x {} LIMIT $n"))
        assert query.summary == "What is it?"
        assert query.description == "One. Two."
        assert (query.tags, query.columns) == (("a", "b"), ("x",))
        assert query.parameters == (Parameter("n", "integer", "3", "7", "How many; at most."),)

    @pytest.mark.parametrize(
        ("header", "message"),
        [
            ("#+ summary:", "line 1: expected '#\\+ key: value'"),
            ("#+ summary: ?\n#+ sumary: ?", "line 2: 'sumary' is not a key.*did you mean summary"),
            ("#+ tags: a", "line 1: expected a line '#\\+ summary"),
            ("#+ summary: ?\n#+ parameter: a", "line 2: expected 'name; type; description'"),
            ("#+ summary: ?\n#+ parameter: A b; string; x", "line 2: 'A b' cannot be the name"),
            ("#+ summary: ?\n#+ parameter: a; text; x", "line 2: 'text' is not a type"),
            ("#+ summary: ?\n#+ parameter: a; string; x", "line 2: .* needs a default= or an"),
            ("#+ summary: ?\n#+ parameter: a; string; example=b; x", "never used as \\$a"),
        ],
    )
    def test_a_wrong_header_says_where(self, tmp_path: Path, header: str, message: str) -> None:
        path = write(tmp_path, header)
        with pytest.raises(QueryError, match=message) as caught:
            queries.read_query(path)
        assert str(path) in str(caught.value)

    def test_a_parameter_must_be_declared(self, tmp_path: Path) -> None:
        path = write(tmp_path, "#+ summary: ?", "ASK { ?s ?p $thing } # $other")
        with pytest.raises(QueryError, match=r"\$thing is used, but no"):
            queries.read_query(path)


class TestNames:
    def test_the_nearest_name_is_suggested(self) -> None:
        with pytest.raises(UnknownNameError, match="Did you mean role-requirements") as caught:
            named_query("role-requirments")
        assert caught.value.suggestions[0] == "role-requirements"

    def test_three_are_suggested_and_those_that_begin_so_come_first(self) -> None:
        with pytest.raises(UnknownNameError, match="roles, role-adds or role-effort") as caught:
            named_query("role")
        assert caught.value.suggestions == ("roles", "role-adds", "role-effort")

    def test_nothing_is_suggested_for_an_empty_name(self) -> None:
        with pytest.raises(UnknownNameError) as caught:
            named_query("")
        assert caught.value.suggestions == ()

    def test_nothing_is_suggested_for_a_name_like_none(self) -> None:
        with pytest.raises(UnknownNameError) as caught:
            named_query("xyzzy!")
        assert caught.value.suggestions == ()

    def test_a_name_is_no_way_out_of_the_folder(self) -> None:
        with pytest.raises(UnknownNameError):
            named_query("checks/self-transfer")


class TestBind:
    @given(text=st.text(st.characters(exclude_categories=["Cs"])))
    @example(text="\\u0022")
    @settings(max_examples=300)
    def test_any_string_comes_back_as_it_was(self, text: str) -> None:
        query = sample("SELECT ($value AS ?back) {}")
        answer = run(pyoxigraph.Store(), bind(query, {"value": text}, as_is))
        assert answer.values() == [(text,)]

    @pytest.mark.parametrize("text", HOSTILE)
    def test_a_hostile_string_stays_one_term(self, store: pyoxigraph.Store, text: str) -> None:
        query = sample("SELECT ($value AS ?back) { } # $value")
        bound = bind(query, {"value": text}, as_is)
        assert run(store, bound).values() == [(text,)]
        strings = [token for token in code(bound) if token.kind == "string"]
        assert len(strings) == 1

    @pytest.mark.parametrize("kind", ["iri", "role", "skill", "path", "level"])
    @pytest.mark.parametrize("text", ["a> ?p ?o . <b", 'a" b', "{", "a\\u003e"])
    def test_a_hostile_iri_is_refused(self, kind: str, text: str) -> None:
        with pytest.raises(QueryError, match="'value'"):
            bind(sample("ASK { $value ?p ?o }", kind), {"value": text}, as_is)

    @pytest.mark.parametrize(
        ("kind", "text", "back"),
        [
            ("integer", "-7", -7),
            ("integer", " 12 ", 12),
            ("decimal", "2.50", 2.5),
            ("boolean", "Yes", True),
            ("boolean", "false", False),
            ("iri", "cg:Role", "https://w3id.org/careergraph/terms#Role"),
            ("iri", "<http://example.org/a>", "http://example.org/a"),
            ("role", "x", "https://example.org/role/x"),
        ],
    )
    def test_each_type(self, store: pyoxigraph.Store, kind: str, text: str, back: object) -> None:
        bound = bind(sample("SELECT ($value AS ?back) {}", kind), {"value": text}, as_is)
        assert run(store, bound).values() == [(back,)]

    @pytest.mark.parametrize(
        ("kind", "text"),
        [
            ("integer", "3.5"),
            ("integer", "1 UNION"),
            ("decimal", "1e5"),
            ("decimal", "nan"),
            ("boolean", "maybe"),
            ("iri", "no-scheme"),
            ("string", "\ud800"),
        ],
    )
    def test_a_value_of_another_type_is_refused(self, kind: str, text: str) -> None:
        with pytest.raises(QueryError, match=f"must be of type {kind}"):
            bind(sample("ASK { ?s ?p $value }", kind), {"value": text}, as_is)

    def test_a_whole_number_does_not_join_its_neighbour(self, store: pyoxigraph.Store) -> None:
        bound = bind(
            sample("SELECT (1-$value AS ?x) {} LIMIT$value", "integer"), {"value": "5"}, as_is
        )
        assert run(store, bound).values() == [(-4,)]

    @pytest.mark.parametrize("word", ["LIMIT", "offset"])
    def test_a_negative_count_is_refused_by_the_name_of_its_parameter(self, word: str) -> None:
        query = sample(f"SELECT (1 AS ?x) {{}} {word} $value", "integer")
        with pytest.raises(QueryError, match="'value' must not be negative, and '-1' is"):
            bind(query, {"value": "-1"}, as_is)
        assert bind(query, {"value": "0"}, as_is)

    def test_only_whole_parameters_are_replaced(self) -> None:
        terms = {"a": pyoxigraph.Literal("x")}
        text = "SELECT $ab ?a '$a' \"$a\" <http://e/$a> ex:\\$a { } #$a\n"
        assert substitute(text, terms) == text

    def test_an_unknown_parameter_is_named_with_the_nearest(self) -> None:
        with pytest.raises(QueryError, match=r"no parameter 'vlaue'\. Did you mean 'value'"):
            bind(sample("ASK { ?s ?p $value }"), {"vlaue": "1"}, as_is)

    def test_a_missing_parameter_is_named_with_type_and_example(self) -> None:
        with pytest.raises(QueryError, match=r"'value' \(of type string\).*an example"):
            bind(sample("ASK { ?s ?p $value }"), {}, as_is)

    def test_a_default_is_resolved_like_a_typed_value(self) -> None:
        bound = bind(sample("DESCRIBE $value", "level", "1"), {}, as_is)
        assert bound == "DESCRIBE <https://example.org/level/1>"


class TestRun:
    def test_a_declared_prefix_wins_over_a_known_one(self, store: pyoxigraph.Store) -> None:
        text = "PREFIX cg: <http://example.org/> SELECT (cg:x AS ?x) {}"
        assert run(store, text).values() == [("http://example.org/x",)]
        assert run(store, text).warnings == ()

    @pytest.mark.parametrize("words", ["SELECT *", "select distinct*", "PREFIX e: <e:> SELECT*"])
    def test_the_columns_of_a_star_stand_as_in_the_text(
        self, store: pyoxigraph.Store, words: str
    ) -> None:
        answer = run(
            store, f"{words} {{ VALUES (?z $y) {{ (1 2) }} ?x ?z ?b OPTIONAL {{ ?a ?b 1 }} }}"
        )
        assert answer.columns == ("z", "y", "x", "b", "a")

    def test_named_columns_stand_as_selected(self, store: pyoxigraph.Store) -> None:
        answer = run(store, "SELECT ?y ?x { { SELECT * { VALUES (?x ?y) { (1 2) } } } }")
        assert (answer.columns, answer.values()) == (("y", "x"), [(2, 1)])

    def test_given_terms_are_put_in(self, store: pyoxigraph.Store) -> None:
        term = pyoxigraph.Literal("a")
        assert run(store, "SELECT ($x AS ?y) {}", parameters={"x": term}).values() == [("a",)]

    def test_a_term_for_nothing_is_refused(self, store: pyoxigraph.Store) -> None:
        with pytest.raises(QueryError, match=r"has no \$x"):
            run(store, "ASK {} # $x", parameters={"x": pyoxigraph.Literal("a")})

    def test_an_unknown_term_is_warned_about(self, store: pyoxigraph.Store) -> None:
        answer = run(store, "ASK { ?r cg:requiers ?s, <https://w3id.org/careergraph/terms#Zzz> }")
        assert answer.warnings == (
            "Line 1, column 10: cg:requiers is not a term of the ontology; "
            "did you mean cg:requires?",
            "Line 1, column 26: cg:Zzz is not a term of the ontology.",
        )

    def test_unknown_terms_in_strings_and_comments_are_left_alone(self) -> None:
        assert parse("ASK { ?s ?p 'cg:Nope' } # cg:Nope").warnings == ()

    def test_the_triples_of_a_construct_are_sorted_and_distinct(self) -> None:
        store = pyoxigraph.Store()
        node = pyoxigraph.NamedNode
        for name in "cab":
            store.add(
                pyoxigraph.Quad(node(f"http://e/{name}"), node("http://e/p"), node("http://e/o"))
            )
        answer = run(store, "CONSTRUCT { ?s a cg:Role . ?s a cg:Role } { ?s ?p ?o }")
        assert [row[0] for row in answer.values()] == ["http://e/a", "http://e/b", "http://e/c"]

    def test_a_fault_during_evaluation_is_reported(self, store: pyoxigraph.Store) -> None:
        with pytest.raises(QueryError, match="cannot be answered"):
            run(store, "SELECT ?a { FILTER(<http://example.org/f>(1)) }")


class TestRefusals:
    @pytest.mark.parametrize(
        "text",
        [
            "ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
            "ASK { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }",
            "ASK { SERVICE#x\n<http://127.0.0.1:9/> { ?s ?p ?o } }",
            "ASK { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
            "ASK { FILTER EXISTS { SERVICE ?s { ?s ?p ?o } } }",
            "ASK { FILTER(1<2#>\n) SERVICE <http://127.0.0.1:9/> { } }",
            "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
            "SELECT * FROM NAMED <http://127.0.0.1:9/> { ?s ?p ?o }",
        ],
    )
    def test_network_access_is_off(self, store: pyoxigraph.Store, text: str) -> None:
        with pytest.raises(QueryError, match="network access is off"):
            run(store, text)

    @pytest.mark.parametrize(
        "text",
        [
            "INSERT DATA { <http://e/a> <http://e/b> 1 }",
            "PREFIX a: <http://e/> DELETE WHERE { ?s ?p ?o }",
            "LOAD <http://127.0.0.1:9/>",
            "drop all",
        ],
    )
    def test_updates_are_refused(self, store: pyoxigraph.Store, text: str) -> None:
        with pytest.raises(QueryError, match="would change the graph"):
            run(store, text)
        assert len(store) == 0

    def test_the_words_are_harmless_elsewhere(self, store: pyoxigraph.Store) -> None:
        text = "ASK { ?SERVICE skos:note 'SERVICE FROM' . ?s <http://e/FROM> 1 } # SERVICE"
        assert not run(store, text)

    def test_nesting_that_would_end_the_process_is_refused(self, store: pyoxigraph.Store) -> None:
        with pytest.raises(QueryError, match="brackets inside each other"):
            run(store, "ASK " + "{" * 20_000 + "}" * 20_000)


WRONG = [
    ("", "query is empty"),
    ("# only a comment", "query is empty"),
    ("PREFIX x: <http://e/>", "Line 1, column 22: Expected SELECT, ASK"),
    ("SELCT ?x { ?x a cg:Role }", "Line 1, column 1: .* Did you mean SELECT"),
    ("SELECT ?x {\n  ?x a rol:x }", "Line 2, column 8: The prefix rol: .* did you mean role:"),
    ("SELECT ?x { ?x a qqqq:x }", "column 18: The prefix qqqq: .* declare it"),
    ("SELECT ?x { ?x a cg:Role", "column 11: This { is never closed"),
    ("SELECT ?x { ?x a cg:Role } }", "column 28: This } closes nothing"),
    ("SELECT ?x { FILTER(?x }", r"column 23: Expected \) before this }"),
    ("SELECT ?x { ?x a }", "column 18: The triple is not complete: expected an object"),
    ("SELECT ?x { ?x }", "column 16: .* expected a predicate"),
    ("SELECT ?x {\n ?x a cg:Role\n ?y a cg:Skill\n}", r"Line 3, column 2: Expected \. or ;"),
    ("SELECT ?x, ?y { ?x ?p ?y }", "column 10: Expected a space, not a comma"),
    ("SELECT ?x { ?x a 'abc }", "column 18: Expected a closing '"),
    ("SELECT ?x { ?x a cg:Role FILTR(?x) }", "column 26: .*; did you mean FILTER"),
    ("SELECT ?x { ?x a cg:Role } ODER BY ?x", "column 28: .*did you mean ORDER"),
    ("SELECT ?x { ?x a cg:Role } LIMIT x", "column 34: x cannot stand here; expected a number"),
    ("SELECT ?x { FILTER(?x > ) }", "column 25: Expected a value after >"),
    ("SELECT ?x { FILTER(CONTAIN(?x, 'a')) }", "column 20: .*; did you mean CONTAINS"),
    ("SELECT ?x (COUNT(?y) AS ?n) { ?x a ?y }", "neither grouped nor computed"),
    ("SELECT (1 AS ?x) (2 AS ?x) {}", "same name"),
    ("SELECT ?x { ?x cg:requires+ }", "column 29: The triple is not complete: expected an object"),
    ("SELECT ?x WHERE ?x a cg:Role", "column 17: .* expected {"),
]


class TestDiagnosis:
    @pytest.mark.parametrize(("text", "message"), WRONG)
    def test_a_wrong_query(self, store: pyoxigraph.Store, text: str, message: str) -> None:
        with pytest.raises(QueryError, match=re.compile(message, re.S)):
            run(store, text)

    def test_the_line_is_shown_with_a_caret(self, store: pyoxigraph.Store) -> None:
        with pytest.raises(QueryError) as caught:
            run(store, "SELECT ?x {\n\t?x a }")
        *_, line, caret = str(caught.value).splitlines()
        assert line[caret.index("^")] == "}"

    def test_a_long_line_is_cut_around_the_caret(self, store: pyoxigraph.Store) -> None:
        with pytest.raises(QueryError) as caught:
            run(store, "ASK { " + "?s ?p ?o . " * 200 + "?s ?p }" + " " * 300)
        *_, line, caret = str(caught.value).splitlines()
        assert line[caret.index("^")] == "}"
        assert len(line) < 120

    def test_nothing_in_the_line_steers_the_terminal(self, store: pyoxigraph.Store) -> None:
        with pytest.raises(QueryError) as caught:
            run(store, "ASK { ?s ?p '\x1b[31m' FOO }")
        assert "\x1b" not in str(caught.value)


class TestTokens:
    @given(st.text())
    def test_tokens_are_the_text_again(self, text: str) -> None:
        assert "".join(token.text for token in tokens(text)) == text

    @given(st.text("?$ab<>{}\"'#\\\n :.@^-1\u0301"))
    def test_awkward_text_too(self, text: str) -> None:
        assert "".join(token.text for token in tokens(text)) == text

    @given(st.text("SELECT*ASK{}?x a<>\"'.;,()#\n$", max_size=40))
    @settings(max_examples=300)
    def test_any_text_is_answered_or_refused_politely(self, text: str) -> None:
        try:
            run(pyoxigraph.Store(), text)
        except QueryError as error:
            assert str(error)  # noqa: PT017

    def test_kinds(self) -> None:
        text = "?a $b cg:c :d _:e <f> \"g\" '''h\n''' 1.5e3 @en a.b != # i"
        assert [token.kind for token in code(text)] == [
            *("variable", "variable", "prefixed", "prefixed", "blank", "iri", "string"),
            *("string", "number", "language", "word", "operator", "word", "operator"),
        ]


def test_every_named_query_says_what_it_is() -> None:
    for query in named_queries().values():
        assert query.summary.endswith("?"), query.name
        assert query.tags, query.name
        assert all(parameter.description for parameter in query.parameters), query.name
