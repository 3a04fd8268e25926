"""Queries read by our parser: the same meaning for the engine, within limits, said plainly."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import cycle

import pyoxigraph
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from careergraph.errors import QueryError
from careergraph.sparql import Query, constants, parse, refuse_outside
from careergraph.sparql import query as query_module
from careergraph.sparql.ast import Select
from careergraph.sparql.cursor import MAX_DEPTH, MAX_LINKS, MAX_TRIPLES
from careergraph.sparql.iris import resolve
from careergraph.sparql.shapes import blanked

PROLOGUE = "PREFIX : <http://e/> PREFIX a.b: <http://e/x#>\n"
VARIABLES = st.sampled_from(["?a", "$b", "?c", "?été", "?d_1"])
IRIS = st.sampled_from([":a", ":b", ":c", "<http://e/d>", "a.b:k.l", ":m%41", ":n\\,o", ":"])
LITERALS = st.sampled_from(
    [
        *("1", "-2", "+3.5", ".5", "1e3", "true", "false", "'x'", "''", "'\\u0041'"),
        *('"y\\n"@en', "'''q'\n\"'''", '"""a\\\\"""'),
        '"2"^^<http://www.w3.org/2001/XMLSchema#integer>',
    ]
)
SPACES = st.sampled_from([" ", "\n", "\t", " # { ' \" <\n", ""])


def joined(*parts: st.SearchStrategy[str] | str) -> st.SearchStrategy[str]:
    """Return the parts one after the other, each with some space."""
    drawn = [st.just(part) if isinstance(part, str) else part for part in parts]
    return st.tuples(*drawn).map(" ".join)


def chain(part: st.SearchStrategy[str], between: str, most: int = 3) -> st.SearchStrategy[str]:
    return st.lists(part, min_size=1, max_size=most).map(f" {between} ".join)


def paths() -> st.SearchStrategy[str]:
    simple = st.one_of(IRIS, st.just("a"), IRIS.map("^{}".format), IRIS.map("!(^a|{})".format))
    return st.recursive(
        simple,
        lambda inner: st.one_of(
            chain(inner, "/"),
            chain(inner, "|"),
            inner.map("({})".format),
            st.tuples(inner, st.sampled_from("?*+")).map(lambda p: f"({p[0]}){p[1]} "),
        ),
        max_leaves=4,
    )


def expressions() -> st.SearchStrategy[str]:
    return st.recursive(
        st.one_of(VARIABLES, LITERALS, IRIS),
        lambda inner: st.one_of(
            st.lists(inner, min_size=2, max_size=3)
            .flatmap(
                lambda parts: st.sampled_from(["+", "*", "-", "/", "||", "&&"]).map(
                    lambda mark: f" {mark} ".join(parts)
                )
            )
            .map("({})".format),
            st.tuples(inner, st.sampled_from(["=", "<", ">=", "!="]), inner).map(
                lambda p: f"({p[0]} {p[1]} {p[2]})"
            ),
            st.tuples(inner, inner).map(lambda p: f"(1+2*{p[0]} - 3 < {p[1]} /4 && !true)"),
            inner.map("STR({})".format),
            inner.map("(!{})".format),
            st.tuples(inner, inner).map(lambda p: f"({p[0]} NOT IN ({p[1]}, 1, :a))"),
            st.tuples(inner, inner).map(lambda p: f"coalesce({p[0]}, {p[1]})"),
            st.tuples(inner, inner, inner).map(lambda p: "IF({}, {}, {})".format(*p)),
            joined("CONCAT(STR(", inner, "),'-')"),
            VARIABLES.map("BOUND({})".format),
            VARIABLES.map("(EXISTS {{ {} :p ?x }})".format),
        ),
        max_leaves=5,
    )


def nodes() -> st.SearchStrategy[str]:
    plain = st.one_of(VARIABLES, IRIS, LITERALS)
    return st.one_of(
        plain,
        st.just("[]"),
        st.just("()"),
        joined("[", paths(), plain, "]"),
        joined("(", plain, plain, ")"),
    )


def triples() -> st.SearchStrategy[str]:
    verb = st.one_of(paths(), VARIABLES)
    said = joined(verb, chain(nodes(), ",", 2))
    return joined(st.one_of(VARIABLES, IRIS), chain(said, ";", 2), st.just("."))


def groups() -> st.SearchStrategy[str]:
    return st.recursive(
        st.lists(triples(), max_size=2).map("\n".join),
        lambda inner: st.one_of(
            joined(inner, "OPTIONAL {", inner, "}"),
            joined("{", inner, "} UNION {", inner, "}"),
            joined(inner, "MINUS {", inner, "}"),
            joined(inner, "FILTER(", expressions(), ")"),
            joined(inner, "BIND(", expressions(), "AS ?new", ")"),
            joined("{ SELECT DISTINCT * {", inner, "} LIMIT 3 }"),
            joined("{ SELECT ?a (COUNT(*) AS ?n) {", inner, "} GROUP BY ?a }"),
            joined("VALUES (?a ?c) { (UNDEF 1) (:a ", LITERALS, ") }", inner),
            joined("GRAPH ?g {", inner, "}"),
        ),
        max_leaves=3,
    )


def queries() -> st.SearchStrategy[str]:
    tail = st.sampled_from(["", " ORDER BY ?a DESC(?c)", " LIMIT 5 OFFSET 0", " VALUES ?a { :a }"])
    return st.one_of(
        joined("SELECT * {", groups(), "}", tail),
        joined("ASK {", groups(), "}"),
        joined("select Distinct ?a (", expressions(), "AS ?z) WHERE {", groups(), "}"),
        joined("CONSTRUCT { ?a :p ?c . [] :q ?a } WHERE {", groups(), "}"),
        joined("DESCRIBE ?a :b {", groups(), "}"),
    )


TERMS = st.sampled_from(
    [
        *("<http://e/other>", "<urn:x>", "<>", "<b>", "<?b&&?c>", "<http://e/#c>"),
        *("''", '"it\'s"', "'<http://e/d>'", "'\\u0041'", "'\\'", "'''a\n} #'''", "'\"'"),
    ]
)


def filled(text: str, terms: list[str]) -> str:
    """Return a query with others in place of its IRIs and strings."""
    taken_out = blanked(text)
    if taken_out is None:
        return text
    rest = cycle(terms)
    return "".join(next(rest) if kept in ("<>", '""') else kept for kept in taken_out[0])


def read_as(how: Callable[[str], Query], text: str) -> object:
    """Return what is read in a query, or what is wrong with it."""
    try:
        query = how(text)
    except QueryError as error:
        return str(error)
    facts = query.form, query.columns, query.limit, query.functions, query.outside, query.base
    limited = query.with_row_limit(2)
    return facts, query.text, limited.text, limited.limit, query.tree, limited.tree, query.warnings


@pytest.fixture(scope="module")
def store() -> pyoxigraph.Store:
    found = pyoxigraph.Store()
    names = [pyoxigraph.NamedNode(f"http://e/{name}") for name in "abc"]
    for one in names:
        for other in [*names, pyoxigraph.Literal(1), pyoxigraph.Literal("x")]:
            found.add(pyoxigraph.Quad(one, names[1], other))
    return found


def found_by(store: pyoxigraph.Store, text: str) -> object:
    """Return what a query finds, blank nodes made alike; None where it does not parse."""
    try:
        result = store.query(text)
        if isinstance(result, pyoxigraph.QueryBoolean):
            return bool(result)
        rows = [tuple(map(str, row)) for row in result]
    except SyntaxError:
        return None
    except (RuntimeError, ValueError) as error:
        return str(error)
    names = getattr(result, "variables", ())
    if "LIMIT" in text or "OFFSET" in text:  # which rows are kept without an order, nothing says
        return [name.value for name in names], len(rows)
    plain = [tuple("_" if text.startswith("_:") else text for text in row) for row in rows]
    return [name.value for name in names], sorted(plain)


class TestMeaning:
    @given(query=queries(), space=SPACES)
    @settings(max_examples=400, deadline=None)
    def test_the_engine_finds_the_same_by_our_text(
        self, store: pyoxigraph.Store, query: str, space: str
    ) -> None:
        text = PROLOGUE + query.replace(" } ", f" {space}}} ")
        expected = found_by(store, text)
        try:
            parsed = parse(text)
        except QueryError:
            # What we refuse, the engine does too: there is no valid query lost.
            assert expected is None, text
            return
        assert found_by(store, parsed.text) == expected
        assert parse(parsed.text).text == parsed.text
        if parsed.form == "SELECT" and isinstance(expected, tuple):
            assert sorted(parsed.columns) == sorted(expected[0])
        assert isinstance(parsed.warnings, tuple)

    @given(query=queries(), terms=st.lists(TERMS, min_size=1, max_size=9))
    @settings(max_examples=400, deadline=None)
    @example("SELECT * { ?a :p 'x' FILTER(?a<?b&&?b>?c) FILTER(?a<b#c>?d 'x'\n) }", ["'\n'"])
    @example("ASK { ?s ?p 1 FILTER(<http://e/f>(?s) < 'b') }", ["<http://e/g>", "<b>"])
    def test_a_query_with_other_terms_is_read_as_if_it_were_the_first(
        self, query: str, terms: list[str]
    ) -> None:
        with_others = filled(PROLOGUE + query, terms)
        for text in (PROLOGUE + query, with_others):
            query_module._remembered.cache_clear()
            assert read_as(parse, text) == read_as(query_module._read, text)

    def test_a_query_with_other_terms_is_recognised(self) -> None:
        text = "SELECT ?o { <http://e/%d> :p ?o, 'x%d'@en, 'n'^^<http://e/type> } LIMIT 7"
        parse(PROLOGUE + text % (1, 1))
        query = parse(PROLOGUE + text % (2, 2))
        assert isinstance(query, query_module._Alike)
        assert query.text == query_module._read(PROLOGUE + text % (2, 2)).text
        assert query.with_row_limit(3).tree.limit == 3
        assert constants(query) == constants(query_module._read(query.source))

    @pytest.mark.parametrize(
        "text",
        [
            "ASK { SERVICE <%s> {} }",
            "ASK FROM <%s> {}",
            "SELECT * { GRAPH <http://e/a> { SERVICE SILENT <%s> {} } }",
            "PREFIX h: <%s> ASK { SERVICE h: {} }",
            "BASE <%s> ASK { SERVICE <b> {} }",
        ],
    )
    def test_what_is_outside_is_read_each_time(self, text: str) -> None:
        for host in ("http://one.example/", "http://two.example/"):
            found = parse(text % host)
            assert not isinstance(found, query_module._Alike)
            assert host in found.outside[0].name
            with pytest.raises(QueryError, match="network access is off"):
                refuse_outside(found)

    @pytest.mark.parametrize(
        "text",
        [
            "SELECT * { << ?s ?p ?o ~ ?r >> ?x ?y . ?s ?p ?o ~ ?q {| :b ?z |} ~ }",
            "SELECT (<<( :a :b 1 )>> AS ?t) (isTRIPLE(?t) AS ?u) (OBJECT(?t) AS ?v) {}",
            "SELECT ('a'@en--ltr AS ?l) (LANGDIR(?l) AS ?d) (STRLANGDIR('a','ar','rtl') AS ?e) {}",
            "VERSION '1.2' SELECT * { ?s :b ?o LATERAL { ?o :b ?x } }",
            "SELECT * { VALUES ?x { <<( :a :b 1 )>> } }",
            "SELECT (ADJUST('2024-01-01T00:00:00Z'^^xsd:dateTime, ?z) AS ?x) {}",
            "BASE <http://e/x/> SELECT * { <../a> <../b> ?o BIND(IRI('y') AS ?i) }",
            "CONSTRUCT WHERE { ?s :b ?o }",
            "SELECT (GROUP_CONCAT(DISTINCT ?o ; SEPARATOR = '\"') AS ?all) { ?s :b ?o }",
            "SELECT ?k { ?s :b ?o } GROUP BY (STR(?o) AS ?k) HAVING (COUNT(*) > 1) (MAX(?o) = 1)",
        ],
    )
    def test_what_is_newer_or_rare(self, store: pyoxigraph.Store, text: str) -> None:
        whole = "PREFIX : <http://e/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
        text = text.replace("SELECT", f"{whole}SELECT", 1).replace(
            "CONSTRUCT", f"{whole}CONSTRUCT", 1
        )
        expected = found_by(store, text)
        assert expected is not None
        assert found_by(store, parse(text).text) == expected

    def test_code_points_are_read_first(self) -> None:
        assert parse("\\u0041SK { ?\\U00000073 a ?b }").text == parse("ASK { ?s a ?b }").text
        assert parse("ASK { ?s ?p 'a\\u0022b\\\\u0041' }").text.endswith('"a\\"b\\\\u0041" }')

    @pytest.mark.parametrize("text", ["ASK { ?s ?p \\u0022a' }", "ASK { ?s ?p \\u005cu0031 }"])
    def test_no_quote_is_written_as_a_code_point(self, text: str) -> None:
        with pytest.raises(QueryError, match="column 13"):
            parse(text)

    def test_a_place_after_a_code_point_is_the_one_typed(self) -> None:
        with pytest.raises(QueryError, match="column 31: There is no function FOO"):
            parse("ASK { ?\\u0073 ?p ?o . FILTER( FOO(1)) }")

    def test_a_sign_of_comparison_needs_no_space(self) -> None:
        text = "ASK { FILTER(?a<?b&&?c>?d || ?a<=?b) }"
        assert "?a < ?b && ?c > ?d || ?a <= ?b" in parse(text).text

    @pytest.mark.parametrize(
        ("reference", "absolute"),
        [
            ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"), ("//g", "http://g"), ("?y", "http://a/b/c/d;p?y"),
            ("#s", "http://a/b/c/d;p?q#s"), ("", "http://a/b/c/d;p?q"), (".", "http://a/b/c/"),
            ("../g", "http://a/b/g"), ("../../../g", "http://a/g"), ("g;x=1/../y", "http://a/b/c/y"),
            ("urn:x", "urn:x"), ("/./g", "http://a/g"), ("g?y/../x", "http://a/b/c/g?y/../x"),
        ],
    )  # fmt: skip
    def test_relative_iris_as_in_rfc_3986(self, reference: str, absolute: str) -> None:
        assert resolve("http://a/b/c/d;p?q", reference) == absolute


class TestLimits:
    @pytest.mark.parametrize(
        ("before", "middle", "after"),
        [
            ("ASK ", "{", "}"),
            ("ASK { FILTER(", "(", ")"),
            ("ASK { FILTER(", "STR(", ")"),
            ("ASK { FILTER(", "!", ""),
            ("ASK { ?s ?p ", "[ a ", "]"),
            ("ASK { ?s ?p ", "(", ")"),
            ("ASK { ?s ", "(", ")"),
            ("ASK ", "{ SELECT * ", "}"),
            ("ASK { ", "FILTER NOT EXISTS { ", "}"),
            ("ASK { ?s ?p ", "<<( ?a ?b ", ")>>"),
        ],
    )
    def test_deep_nesting_is_refused_in_time(self, before: str, middle: str, after: str) -> None:
        for times in (MAX_DEPTH + 1, 20_000):
            with pytest.raises(QueryError, match=f"More than {MAX_DEPTH} "):
                parse(before + middle * times + "1" + after * times)

    @pytest.mark.parametrize(
        "text",
        [
            "ASK { {} " + "UNION {} " * 20_000 + "}",
            "ASK { ?s a" + "/a" * 20_000 + " ?o }",
            "ASK { ?s a" + "|a" * 20_000 + " ?o }",
            "ASK { FILTER(1" + "+1" * 20_000 + ") }",
            "ASK { FILTER(1" + "||1" * 20_000 + ") }",
            "ASK { " + "OPTIONAL {} " * 20_000 + "}",
            "ASK { " + "FILTER(1) " * 20_000 + "}",
            "SELECT " + "".join(f"(1 AS ?v{n})" for n in range(20_000)) + "{}",
        ],
    )
    def test_long_chains_are_refused_in_time(self, text: str) -> None:
        started = time.perf_counter()
        with pytest.raises(QueryError, match=f"more than {MAX_LINKS} patterns and operators"):
            parse(text)
        assert time.perf_counter() - started < 10

    @pytest.mark.parametrize(
        "text",
        ["ASK { " + "?s ?p ?o . " * 20_000 + "}", "ASK { ?s ?p (" + "1 " * 20_000 + ") }"],
        ids=["triples", "list"],
    )
    def test_triples_without_number_are_refused(self, text: str) -> None:
        with pytest.raises(QueryError, match=f"more than {MAX_TRIPLES:,} triples to match"):
            parse(text)

    @pytest.mark.parametrize(
        "text",
        [
            "ASK { " + "a." * 200_000,
            "ASK { ?s ?p '" + "\\'" * 200_000,
            "ASK { FILTER(" + "1<?b && ?c>1 && " * 100_000,
            "ASK { FILTER(" + "1<?b&&?c>1&&" * 100_000,
            "ASK { ?s ?p :a" + "." * 400_000,
            "<" * 400_000,
            '"' * 400_001,
            "ASK { " + "_:" * 200_000,
            "\\u0041" * 100_000,
            "ASK {}" + " " * 4_000_000,
        ],
        ids=range(10),
    )
    def test_no_text_takes_long_to_refuse(self, text: str) -> None:
        started = time.perf_counter()
        with pytest.raises(QueryError):
            parse(text)
        assert time.perf_counter() - started < 10

    @pytest.mark.parametrize(
        "text",
        [
            "SELECT * { VALUES ?x { " + "'a' " * 40_000 + "} }",
            "SELECT * { VALUES (?x ?y) { " + "(1 UNDEF) " * 20_000 + "} }",
            "ASK { FILTER(1 IN (" + ",".join(["1"] * 20_000) + ")) }",
            "CONSTRUCT { " + "?s ?p ?o . " * 10_000 + "} {}",
        ],
    )
    def test_long_lists_are_answered(self, store: pyoxigraph.Store, text: str) -> None:
        assert found_by(store, parse(text).text) == found_by(store, text) is not None

    def test_the_engine_survives_the_deepest_and_longest_together(
        self, store: pyoxigraph.Store
    ) -> None:
        inner = "FILTER EXISTS { " * (MAX_DEPTH - 12)
        binds = "".join(f"BIND({n} AS ?v{n}) " for n in range(MAX_LINKS - MAX_DEPTH))
        strings = "STR(" * 9 + "1" + ")" * 9
        text = f"ASK {{ {inner} {binds} FILTER({strings} = '1') {'}' * (MAX_DEPTH - 12)} }}"
        assert found_by(store, parse(text).text) is True


class TestQuery:
    def test_columns_limit_and_form(self) -> None:
        query = parse("SELECT ?b (1 AS ?c) { ?a ?b 2 } OFFSET 3 LIMIT 7")
        assert (query.form, query.columns, query.limit) == ("SELECT", ("b", "c"), 7)
        assert parse("ASK {}").columns == ()
        assert parse("DESCRIBE <http://e/>").columns == ("subject", "predicate", "object")
        assert isinstance(query.tree, Select)

    def test_a_star_has_what_can_be_bound(self) -> None:
        text = "SELECT * { ?s a ?t MINUS { ?x a ?y } FILTER(?z) { SELECT ?k { ?k ?h 1 } } }"
        assert parse(f"{text} VALUES ?v {{ 1 }}").columns == ("s", "t", "k", "v")

    @pytest.mark.parametrize(
        ("text", "limit"),
        [
            ("SELECT * { ?s ?p ?o }", 10),
            ("SELECT * { ?s ?p ?o } LIMIT 20", 10),
            ("SELECT * { ?s ?p ?o } LIMIT 5", 5),
            ("SELECT * { { SELECT * { ?s ?p ?o } LIMIT 5 } }", 10),
            ("CONSTRUCT WHERE { ?s ?p ?o }", None),
        ],
    )
    def test_at_most_so_many_rows(
        self, store: pyoxigraph.Store, text: str, limit: int | None
    ) -> None:
        limited = parse(text).with_row_limit(10)
        assert limited.limit == limit
        assert limited.source == text
        assert len(list(store.query(limited.text))) == min(
            limit or 15, 15, 5 if "5" in text else 15
        )

    def test_the_constants_of_patterns(self) -> None:
        text = (
            "CONSTRUCT { ?s cg:atLevel ?o } WHERE { role:a !cg:requires|^a ?s . "
            "OPTIONAL { ?s ?p [ skos:broader role:b ] } FILTER EXISTS { role:a a ?s } }"
        )
        found = constants(parse(text))
        assert [(constant.written, constant.position) for constant in found] == [
            ("role:a", "subject"),
            ("cg:requires", "predicate"),
            ("a", "predicate"),
            ("skos:broader", "predicate"),
            ("role:b", "object"),
        ]
        assert found[0].iri == "https://w3id.org/careergraph/ai-roadmap/role/a"


MESSAGES = [
    ("SELECT * { ?s ?p ?o } GROUP BY ?s", "column 1: SELECT \\* cannot stand with GROUP BY"),
    ("SELECT (?a + COUNT(?b) AS ?n) { ?a ?p ?b }", "column 9: \\?a is neither grouped"),
    ("SELECT ?a { { SELECT ?b (MAX(?c) AS ?m) { ?b a ?c } } }", "column 22: \\?b is neither"),
    ("SELECT (1 AS ?s) { ?s ?p ?o }", "column 14: The pattern binds \\?s already"),
    ("ASK { ?s ?p ?o BIND(1 AS ?o) }", "column 26: The patterns before bind \\?o already"),
    ("ASK { FILTER(COUNT(?x) > 1) }", "column 14: COUNT cannot stand in a pattern"),
    ("SELECT (MAX(MIN(?x)) AS ?y) {}", "column 13: MIN cannot stand inside another aggregate"),
    ("ASK { VALUES (?a ?b) { (1 2) (3) } }", "column 30: This row of VALUES has 1 values for 2"),
    ("ASK { VALUES ?a { ?b } }", "column 19: VALUES holds no variables"),
    ("ASK { _:a ?p 1 OPTIONAL { _:a ?p 2 } }", "column 27: _:a stands in another group"),
    ("ASK { FILTER(?a = ?b = ?c) }", "column 22: Expected && or \\|\\| between"),
    ("ASK { FILTER(STRLEN(?a, 1)) }", "column 14: STRLEN takes 1 argument, not 2"),
    ("ASK { FILTER(IF(1, 2)) }", "column 14: IF takes 3 arguments, not 2"),
    ("ASK { ?s ?p 'a\\q' }", "column 15: \\\\q is no escape"),
    ("ASK { ?s ?p <b> }", "column 13: The IRI <b> is relative and there is no BASE"),
    ("ASK { ?s ?p 'a'@en--up }", "column 16: Expected --ltr or --rtl, not --up"),
    ("ASK { SELECT * {} ?s a ?o }", "column 19: \\?s cannot stand here"),
    ("ASK { ?s a ?o . SELECT * {} }", "column 17: A SELECT inside another stands in braces"),
    ("ASK { ?s a ?o UNION { } }", "column 15: Expected braces around what stands before UNION"),
    ('ASK { ?s ?p """a" }', 'column 13: Expected a closing """'),
    ("SELECT ?x WEHRE { }", "column 11: WEHRE cannot stand here; did you mean WHERE"),
    ("SELECT (?x ?y) { }", "column 12: \\?y cannot stand here; expected an operator or AS"),
    ("ASK { ?s a }; DROP ALL", "column 12: The triple is not complete: expected an object"),
    ("ASK {} ; DROP ALL", "column 8: ; cannot stand here"),
    ("ASK {} LIMIT -1", "column 14: - cannot stand here; expected a number"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), MESSAGES)
def test_what_is_wrong_is_said_where_it_is(text: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        parse(text)
