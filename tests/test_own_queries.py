"""Named queries of people's own: folders, parameters, saving."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pyoxigraph
import pytest
from click.testing import CliRunner, Result

import careergraph as cg
from careergraph.cli import main
from careergraph.errors import OutputError, QueryError, UnknownNameError
from careergraph.queries import NamedQuery, Queries, bind, named_query, read_text, run, save

LEVEL = """\
#+ summary: Which skills does a level ask for?
#+ tags: level
#+ columns: skill
#+ parameter: level; level; example=5; The level.
SELECT ?skill { ?role cg:atLevel $level ; cg:requires ?skill } ORDER BY ?skill
"""
ROADMAP = "https://w3id.org/careergraph/ai-roadmap/"


def careergraph(*words: str, stdin: str | None = None, **env: str) -> Result:
    return CliRunner().invoke(main, words, input=stdin, env=env)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "asked.rq").write_text(LEVEL, encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def roadmap() -> cg.CareerGraph:
    return cg.load()


class TestFolders:
    def test_a_query_of_ones_own_is_asked_by_name(self, folder: Path) -> None:
        graph = cg.load(queries=[folder])
        expected = graph.query(
            "SELECT ?skill { ?r cg:atLevel level:5 ; cg:requires ?skill } ORDER BY ?skill"
        )
        assert graph.query("asked", level="level 5").rows == expected.rows
        assert len(expected) == 12

    def test_the_command_line_has_them_from_the_option_and_the_environment(
        self, folder: Path
    ) -> None:
        given = careergraph(
            *("query", "asked", "-p", "level=5", "--format", "csv"), "--queries", str(folder)
        )
        set_ = careergraph(
            *("query", "asked", "-p", "level=5", "--format", "csv"),
            CAREERGRAPH_QUERIES=str(folder),
        )
        assert given.exit_code == 0, given.output
        assert given.stdout.splitlines()[0] == "skill"
        assert given.stdout == set_.stdout
        assert "asked" in careergraph("queries", "--queries", str(folder)).stdout
        assert "asked" not in careergraph("queries").stdout

    def test_a_mapping_of_names(self, folder: Path) -> None:
        queries = Queries([folder])
        assert queries["asked"].parameters[0].type == "level"
        assert queries["find"] == named_query("find")
        assert {"asked", "find"} <= set(queries)
        assert "asked" in queries
        assert queries.get("nothing") is None
        with pytest.raises(UnknownNameError, match="Did you mean asked") as caught:
            queries["askd"]
        assert str(caught.value).startswith("There is no query named 'askd'")

    def test_a_query_saved_later_is_found(self, folder: Path) -> None:
        graph = cg.load(queries=folder)
        (folder / "later.rq").write_text("#+ summary: Any?\nASK { ?s ?p ?o }", encoding="utf-8")
        assert graph.query("later").boolean
        (folder / "later.rq").write_text("#+ summary: None?\nASK { }  # it", encoding="utf-8")
        assert graph.queries["later"].summary == "None?"

    def test_no_query_shadows_another(self, folder: Path, tmp_path: Path) -> None:
        other = tmp_path / "other"
        other.mkdir()
        for path in (folder / "find.rq", other / "asked.rq"):
            path.write_text(LEVEL, encoding="utf-8")
        queries = Queries([folder, other])
        assert sorted(map(str, queries.faults)) == sorted(
            [
                f"{folder / 'find.rq'}: its name 'find' is taken by a built-in query. "
                "Rename the file.",
                f"{other / 'asked.rq'}: its name 'asked' is taken by {folder / 'asked.rq'}. "
                "Rename the file.",
            ]
        )
        assert queries.get("role-adds") is not None
        with pytest.raises(QueryError, match="is taken by a built-in query"):
            queries["find"]
        assert careergraph("query", "find", "-p", "text=a", "--queries", str(folder)).exit_code == 6

    @pytest.mark.parametrize(
        ("text", "line", "message"),
        [
            ("#+ summary: ?\nASK {\n ?s ?p }", "Line 3", "The triple is not complete"),
            ("#+ summary: ?\n#+ chart: pie\nASK {}", "line 2", "'pie' is not a chart"),
            ("#+ summary: ?\n#+ limit: few\nASK {}", "line 2", "not a number of rows"),
            ("#+ summary: ?\n#+ columns: a\nSELECT ?b {}", "", "declares the column a and answers"),
            ("#+ summary: ?\n\nASK { ?s ?p $o }", "line 3", "$o is used"),
            (
                "#+ summary: ?\n#+ parameter: n; integer; example=x; N.\nASK { ?s ?p $n }",
                "",
                "must be of type integer",
            ),
            (
                "#+ summary: ?\n#+ parameter: n; list of role; example=x; N.\nASK { ?s ?p $n }",
                "line 3",
                "it stands in VALUES ?x { $n } or in IN ($n)",
            ),
            (
                "#+ summary: ?\n" + 2 * "#+ parameter: n; role; example=x; N.\n" + "ASK {?s ?p $n}",
                "line 3",
                "declared twice",
            ),
            ("#+ summary: ?\nDROP ALL", "Line 2", "would change the graph"),
        ],
    )
    def test_a_broken_file_is_named_and_hides_no_other(
        self, folder: Path, text: str, line: str, message: str
    ) -> None:
        broken = folder / "broken.rq"
        broken.write_text(text, encoding="utf-8")
        listed = careergraph("queries", "--queries", str(folder), "--format", "csv")
        assert listed.exit_code == 0
        assert "asked,Which skills" in listed.stdout
        assert "broken" not in listed.stdout
        for shown in (listed, careergraph("query", "broken", "--queries", str(folder))):
            assert str(broken) in shown.stderr
            assert line in shown.stderr
            assert message in shown.stderr
        with pytest.raises(QueryError):
            cg.load(queries=[folder]).query("broken")

    def test_a_file_that_is_not_text_is_named(self, folder: Path) -> None:
        (folder / "broken.rq").write_bytes(b"#+ summary: \xff")
        (fault,) = Queries([folder]).faults
        assert str(fault) == f"{folder / 'broken.rq'}: not UTF-8 text at byte 12."

    def test_a_folder_must_exist(self, tmp_path: Path) -> None:
        with pytest.raises(QueryError, match="is not a folder of queries"):
            cg.load(queries=[tmp_path / "none"]).queries  # noqa: B018
        assert careergraph("queries", "--queries", str(tmp_path / "none")).exit_code == 6

    def test_the_limit_of_a_file_is_kept_unless_another_is_given(self, folder: Path) -> None:
        text = LEVEL.replace("#+ tags", "#+ limit: 2\n#+ tags")
        (folder / "few.rq").write_text(text, encoding="utf-8")
        answer = cg.load(queries=[folder]).query("few", level=5)
        assert (len(answer), answer.cut) == (2, "the limit of 2 rows")
        assert len(cg.load().query(text, level=5)) == 2


def one(kind: str, place: str = "SELECT ($value AS ?back) {}") -> NamedQuery:
    return read_text(f"#+ parameter: value; {kind}; example=x; What.\n{place}")


def as_is(kind: str, text: str) -> str:
    return text if ":" in text else f"https://example.org/{kind}/{text}"


class TestTypes:
    @pytest.mark.parametrize(
        ("kind", "value", "term"),
        [
            ("integer", 7, "7"),
            ("decimal", 7, "7"),
            ("decimal", 0.1, "0.1"),
            ("decimal", 1e-7, "0.0000001"),
            ("decimal", Decimal("2.50"), "2.5"),
            ("boolean", True, "true"),
            ("date", date(2026, 11, 23), "2026-11-23"),
            ("date", " 2026-11-23 ", "2026-11-23"),
            ("language", "pt-BR", "pt-BR"),
            ("level", 3, "https://example.org/level/3"),
            ("iri", pyoxigraph.NamedNode("urn:a"), "urn:a"),
            ("role", pyoxigraph.NamedNode("urn:a"), "urn:a"),
        ],
    )
    def test_python_values_are_terms(self, kind: str, value: object, term: str) -> None:
        bound = bind(one(kind), {"value": value}, as_is)
        ((found,),) = run(pyoxigraph.Store(), bound).rows
        assert found.value == term

    def test_terms_have_their_datatypes(self) -> None:
        for kind, value in (("date", date(2026, 1, 2)), ("decimal", 1), ("integer", 1)):
            bound = bind(one(kind, "SELECT (DATATYPE($value) AS ?t) {}"), {"value": value}, as_is)
            assert run(pyoxigraph.Store(), bound).values() == [
                (f"http://www.w3.org/2001/XMLSchema#{kind}",)
            ]

    @pytest.mark.parametrize(
        ("kind", "value"),
        [
            ("integer", True),
            ("integer", 1.5),
            ("decimal", float("nan")),
            ("decimal", float("inf")),
            ("decimal", False),
            ("boolean", 1),
            ("date", "2026-02-30"),
            ("date", "20260203"),
            ("date", "2026-W05-1"),
            ("date", datetime(2026, 1, 1)),
            ("language", "en us"),
            ("language", 'en" .'),
            ("language", ""),
            ("string", 5),
            ("level", True),
            ("role", 5),
            ("iri", 5),
        ],
    )
    def test_values_of_another_type_are_refused(self, kind: str, value: object) -> None:
        with pytest.raises(QueryError, match=rf"'value' must be of type {kind}.*for example: x"):
            bind(one(kind), {"value": value}, as_is)

    def test_things_of_the_network_are_their_iris(self, roadmap: cg.CareerGraph) -> None:
        role = next(iter(roadmap.careers.roles.values()))
        by_role = roadmap.query("role-adds", role=role)
        assert by_role.rows == roadmap.query("role-adds", role=role.label).rows
        assert by_role.rows


class TestLists:
    VALUES = one("list of role", "SELECT ?back { VALUES ?back { $value } }")
    IN = one("list of integer", "SELECT ?n { VALUES ?n { 1 2 3 } FILTER (?n IN ($value)) }")

    @pytest.mark.parametrize("value", ["a | b", ["a", "b"], ("a", "b"), "a|b|"])
    def test_values(self, value: object) -> None:
        found = run(pyoxigraph.Store(), bind(self.VALUES, {"value": value}, as_is)).values()
        assert found == [("https://example.org/role/a",), ("https://example.org/role/b",)]

    @pytest.mark.parametrize(("value", "rows"), [([2], [2]), ((3, 1), [1, 3]), ("2|9", [2])])
    def test_in(self, value: object, rows: list[int]) -> None:
        found = run(pyoxigraph.Store(), bind(self.IN, {"value": value}, as_is)).values()
        assert found == [(row,) for row in rows]

    @pytest.mark.parametrize("value", ["", " | ", [], ()])
    def test_an_empty_list_is_refused(self, value: object) -> None:
        with pytest.raises(QueryError, match="needs one value or more"):
            bind(self.VALUES, {"value": value}, as_is)

    def test_one_of_several_that_is_wrong_is_named(self) -> None:
        with pytest.raises(QueryError, match="type integer, and 'two' is not"):
            bind(self.IN, {"value": [1, "two"]}, as_is)

    def test_a_hostile_value_stays_one_term(self) -> None:
        query = one("list of string", "SELECT ?back { VALUES ?back { $value } }")
        texts = ['") } #', "a, b", "} UNION {"]
        found = run(pyoxigraph.Store(), bind(query, {"value": texts}, as_is)).values()
        assert found == [(text,) for text in texts]

    def test_a_parameter_that_is_no_list_takes_one(self) -> None:
        with pytest.raises(QueryError, match="takes one value, and 2 are given"):
            bind(one("string"), {"value": ["a", "b"]}, as_is)

    def test_the_command_line_repeats_the_parameter(self, folder: Path) -> None:
        (folder / "several.rq").write_text(
            "#+ summary: Which roles?\n#+ columns: role\n"
            "#+ parameter: roles; list of role; example=ml engineer 1 | ml engineer 2; Whose.\n"
            "SELECT ?role { VALUES ?role { $roles } }\n",
            encoding="utf-8",
        )
        words = ["query", "several", "--queries", str(folder), "--format", "csv"]
        names = ["Machine Learning Engineer, level 3", "robotics engineer 2"]
        result = careergraph(*words, *(word for name in names for word in ("-p", f"roles={name}")))
        assert result.stdout.split() == [
            "role",
            f"{ROADMAP}role/machine-learning-engineer-3",
            f"{ROADMAP}role/robotics-engineer-2",
        ]
        shown = careergraph("queries", "several", "--queries", str(folder)).stdout
        assert "-p roles='ml engineer 1' -p roles='ml engineer 2'" in shown


class TestTexts:
    def test_a_text_that_declares_parameters_takes_them(self, roadmap: cg.CareerGraph) -> None:
        assert len(roadmap.query(LEVEL, level=5)) == 12
        with pytest.raises(QueryError, match="has no parameter 'role'"):
            roadmap.query(LEVEL, role="x")
        with pytest.raises(QueryError, match="needs the parameter 'level'"):
            roadmap.query(LEVEL)

    def test_without_a_header_a_dollar_marks_a_variable(self, roadmap: cg.CareerGraph) -> None:
        assert len(roadmap.query("SELECT $role { $role a cg:Role } # one")) == 30


class TestSave:
    WORDS = ("queries", "save", "adepts", "--text", "SELECT ?skill { ?r cg:atLevel $level }")
    LEVEL = ("--parameter", "level; level; example=5; The level.")

    def test_what_is_saved_can_be_asked(self, tmp_path: Path) -> None:
        folder = tmp_path / "new"
        saved = careergraph(
            *("queries", "save", "adepts", "--queries", str(folder), "--summary", "Who knows?"),
            *("--text", "SELECT ?skill { ?r cg:atLevel $level ; cg:requires ?skill }"),
            *("--tag", "level", "--tag", "skill", "--chart", "bar", "--limit", "50", *self.LEVEL),
        )
        assert saved.exit_code == 0, saved.output
        assert (folder / "adepts.rq").read_text(encoding="utf-8") == (
            "#+ summary: Who knows?\n#+ tags: level, skill\n#+ columns: skill\n#+ chart: bar\n"
            "#+ limit: 50\n#+ parameter: level; level; example=5; The level.\n"
            "SELECT ?skill { ?r cg:atLevel $level ; cg:requires ?skill }\n"
        )
        assert f"Wrote {folder / 'adepts.rq'}." in saved.stderr
        assert len(cg.load(queries=[folder]).query("adepts", level=5)) == 12

    def test_the_header_of_a_file_is_kept(self, folder: Path, tmp_path: Path) -> None:
        target = tmp_path / "target"
        words = ("queries", "save", "again", "--file", str(folder / "asked.rq"))
        result = careergraph(*words, "--queries", str(target), "--description", "More.")
        assert result.exit_code == 0, result.output
        before, after = Queries([folder])["asked"], Queries([target])["again"]
        assert after.description == "More."
        assert (after.summary, after.parameters, after.tags, after.columns, after.body) == (
            *(before.summary, before.parameters, before.tags, before.columns, before.body),
        )

    def test_the_question_is_asked_for(self, tmp_path: Path) -> None:
        words = (*self.WORDS, *self.LEVEL, "--queries", str(tmp_path))
        result = careergraph(*words, stdin="Which skills?\n")
        assert result.exit_code == 0, result.output
        assert Queries([tmp_path])["adepts"].summary == "Which skills?"

    def test_nothing_is_overwritten_without_force(self, folder: Path) -> None:
        words = ("queries", "save", "asked", "--text", "ASK {}", "--summary", "Any?")
        refused = careergraph(*words, "--queries", str(folder))
        assert refused.exit_code == OutputError.exit_code
        assert "exists already" in refused.stderr
        assert (folder / "asked.rq").read_text(encoding="utf-8") == LEVEL
        assert careergraph(*words, "--queries", str(folder), "--force").exit_code == 0
        assert Queries([folder])["asked"].summary == "Any?"

    @pytest.mark.parametrize(
        ("name", "words", "message"),
        [
            ("Two Words", ["--text", "ASK {}"], "cannot be the name of a query"),
            ("../out", ["--text", "ASK {}"], "cannot be the name of a query"),
            ("find", ["--text", "ASK {}"], "The name 'find' is taken"),
            ("save", ["--text", "ASK {}"], "The name 'save' is taken"),
            ("mine", ["--text", "ASK { ?s ?p }"], "The triple is not complete"),
            ("mine", ["--text", "DROP ALL"], "would change the graph"),
            ("mine", ["--text", "ASK { ?s ?p $o }"], "$o is used, but no"),
            ("mine", ["--text", "ASK {}", "--parameter", "a"], "expected 'name; type; descr"),
            ("mine", ["--text", "ASK {}", "--parameter", "a; role; example=b; x"], "never used"),
            ("mine", [], "exactly one"),
        ],
    )
    def test_what_cannot_run_is_not_saved(
        self, tmp_path: Path, name: str, words: list[str], message: str
    ) -> None:
        result = careergraph(
            *("queries", "save", name, *words, "--summary", "Any?", "--queries", str(tmp_path))
        )
        assert result.exit_code != 0
        assert message in result.stderr
        assert list(tmp_path.iterdir()) == []

    def test_the_folder_must_be_named(self) -> None:
        result = careergraph("queries", "save", "mine", "--text", "ASK {}", "--summary", "Any?")
        assert result.exit_code == 2
        assert "--queries" in result.stderr

    def test_what_is_written_is_read_the_same(self, tmp_path: Path) -> None:
        for query in Queries().values():
            renamed = read_text(query.text, f"own-{query.name}")
            back = Queries([save(tmp_path, renamed).parent])[renamed.name]
            assert back.parameters == query.parameters
            assert back.columns == query.columns
            assert back.body == query.body


class TestExplain:
    def test_parameters_are_shown_with_what_they_stand_for(self) -> None:
        result = careergraph("query", "role-adds", "-p", "role=ml engineer 3", "--explain")
        assert result.exit_code == 0, result.output
        assert (
            "role (role): ml engineer 3 is role:machine-learning-engineer-3 "
            "(Machine Learning Engineer, level 3)" in result.stdout
        )
        assert f"cg:requiringRole <{ROADMAP}role/machine-learning-engineer-3> ;" in result.stdout

    def test_json_has_it_all(self) -> None:
        words = ("query", "find", "-p", "text=ethic", "--explain", "--format", "json")
        data = json.loads(careergraph(*words).stdout)
        assert (data["name"], data["form"]) == ("find", "SELECT")
        assert data["columns"] == list(named_query("find").columns)
        assert data["parameters"][0]["terms"] == ['"ethic"']
        assert data["prefixes"]["skos"] == "http://www.w3.org/2004/02/skos/core#"
        steps = {step["text"]: step["matches"] for step in data["plan"]}
        assert steps["?node skos:prefLabel ?label"] == len(
            cg.load().query("SELECT * { ?node skos:prefLabel ?label }")
        )

    def test_a_product_and_an_endless_path_are_pointed_out(self, roadmap: cg.CareerGraph) -> None:
        found = roadmap.explain(
            "SELECT * { ?role a cg:Role . ?skill a cg:Skill . ?role cg:leadsTo+ ?next }"
        )
        texts = [(step.text, step.matches) for step in found.plan]
        assert texts == [
            ("?role a cg:Role", 30),
            ("?skill a cg:Skill (joined to nothing before it)", 59),
            ("?role cg:leadsTo+ ?next (any number of steps)", None),
        ]

    def test_an_unknown_iri_is_a_warning(self, roadmap: cg.CareerGraph) -> None:
        found = roadmap.explain("ASK { ?r cg:requires skill:model-deploiment }")
        assert found.warnings == (
            "Line 1, column 22: the graph does not have skill:model-deploiment; did you mean "
            "skill:model-deployment (Model deployment)?",
        )

    def test_counting_stops(self, roadmap: cg.CareerGraph, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("careergraph.queries.plan.MOST_COUNTED", 10)
        (step,) = roadmap.explain("SELECT * { ?role a cg:Role }").plan
        assert str(step) == "?role a cg:Role  [more than 10 matches]"

    def test_every_named_query_has_a_plan(self, roadmap: cg.CareerGraph) -> None:
        for query in roadmap.queries.values():
            examples = {p.name: p.examples for p in query.parameters}
            found = roadmap.explain(query.name, **examples)
            assert found.plan, query.name
            assert not [warning for warning in found.warnings if "did you mean" in warning]

    def test_other_formats_are_refused(self) -> None:
        result = careergraph("query", "roles", "--explain", "--format", "csv")
        assert result.exit_code == 2
        assert "--explain prints text, or json" in result.stderr
