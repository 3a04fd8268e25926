"""A taxonomy is built as a directory or a file, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import careergraph as cg
from careergraph.building import build
from careergraph.errors import GraphFileError, InvalidGraphError, OutputError, TaxonomyError
from careergraph.moves import MoveRule, derive
from careergraph.network import MoveKind
from careergraph.readers.ntriples import Triples
from careergraph.readers.ntriples import literal as text
from careergraph.vocabulary import PREFIXES

REQUIRED = {
    "baker": ["dough", "oven", "hygiene"],
    "cook": ["oven", "hygiene", "sauces"],
    "waiter": ["hygiene", "service"],
    "smith": ["forge"],
    "guard": [],
}
RANKS = {"baker": 2, "cook": 2, "waiter": 1, "smith": 2, "guard": 1}


def term(name: str) -> str:
    prefix, colon, local = name.partition(":")
    return f"<{PREFIXES[prefix]}{local}>" if colon else f"<http://x.org/{name}>"


def trades(required: dict[str, list[str]] = REQUIRED) -> Callable[[Triples], int]:
    """Return a reader of a small taxonomy."""

    def write(triples: Triples) -> int:
        def say(subject: str, predicate: str, object_: str) -> None:
            triples.add(term(subject), term(predicate), object_)

        say("x", "owl:imports", "<https://w3id.org/careergraph/terms>")
        say("x", "dcterms:title", text("Trades"))
        say("x", "cg:edgeSource", term("release"))
        say("release", "skos:prefLabel", text("Release 1"))
        say("assumptions", "rdf:type", term("cg:Assumptions"))
        say("assumptions", "cg:cumulativeRequirements", text("false", datatype="boolean"))
        for kind in ("promotion", "lateral", "stepBack"):
            say("assumptions", "cg:moveCost", term(f"cost-{kind}"))
            say(f"cost-{kind}", "rdf:type", term("cg:MoveCost"))
            say(f"cost-{kind}", "cg:moveKind", term(f"cg:{kind}"))
            say(f"cost-{kind}", "cg:effort", term("effort"))
        say("effort", "rdf:type", term("cg:EffortRange"))
        for end in ("low", "high"):
            say("effort", f"cg:{end}", text("10", datatype="decimal"))
        say("effort", "cg:unit", term("unit:HR"))
        for rank in (1, 2):
            say(f"zone-{rank}", "rdf:type", term("cg:Level"))
            say(f"zone-{rank}", "cg:rank", text(str(rank), datatype="integer"))
            say(f"zone-{rank}", "cg:effortPerSkill", term("effort"))
        say("group", "rdf:type", term("cg:CareerPath"))
        for role, skills in required.items():
            say(role, "rdf:type", term("cg:Role"))
            say(role, "skos:prefLabel", text(role, language="en"))
            say(role, "cg:onPath", term("group"))
            say(role, "cg:atLevel", term(f"zone-{RANKS[role]}"))
            for skill in skills:
                say(skill, "rdf:type", term("cg:Skill"))
                say(role, "cg:requires", term(skill))
        return triples.count

    return write


@pytest.mark.parametrize("name", ["trades", "trades.nt", "trades.ttl", "trades.jsonld"])
def test_what_is_built_can_be_opened_and_routed_through(name: str, tmp_path: Path) -> None:
    assert build(trades(), tmp_path / name, MoveRule(2)) > 50
    assert [entry.name for entry in tmp_path.iterdir()] == [name]
    graph = cg.load(tmp_path / name)
    assert repr(graph) == "<CareerGraph 'Trades': 1 career paths, 5 roles, 6 skills>"
    moves = graph.careers.moves
    assert moves is not None
    assert {(a.rpartition("/")[2], b.rpartition("/")[2]) for a, b in moves} == {
        ("baker", "cook"),
        ("baker", "waiter"),
        ("cook", "baker"),
        ("cook", "waiter"),
        ("waiter", "baker"),
        ("waiter", "cook"),
    }
    route = graph.route("waiter", "cook")
    assert [(step.role.label, step.kind) for step in route.steps] == [("cook", MoveKind.PROMOTION)]
    assert route.effort.expected == 30
    need = graph.careers.requirements[0]
    assert (need.iri, need.provenance.source) == ("", "Release 1")
    with pytest.raises(cg.CareerGraphError, match="no route"):
        graph.route("waiter", "smith")
    rule = graph.query("SELECT ?said WHERE { ?r a cg:MoveRule ; skos:definition ?said }").values()
    assert rule == [(str(MoveRule(2)),)]


def test_a_directory_is_replaced_only_when_asked(tmp_path: Path) -> None:
    build(trades(), tmp_path / "g", None)
    with pytest.raises(OutputError, match="--force"):
        build(trades(), tmp_path / "g", None)
    build(trades({"smith": ["forge"]}), tmp_path / "g", None, force=True)
    assert len(cg.load(tmp_path / "g").careers.roles) == 1
    assert [entry.name for entry in tmp_path.iterdir()] == ["g"]


def test_other_things_are_not_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "letter.txt").write_text("dear", encoding="utf-8")
    (tmp_path / "file").write_text("dear", encoding="utf-8")
    for name in ("mine", "file"):
        with pytest.raises(OutputError, match="is not a directory that Oxigraph keeps"):
            build(trades(), tmp_path / name, None, force=True)
    with pytest.raises(GraphFileError, match="not one that Oxigraph keeps"):
        cg.load(folder)
    with pytest.raises(OutputError, match="cannot be written"):
        build(trades(), tmp_path / "no" / "such", None)
    assert (folder / "letter.txt").read_text(encoding="utf-8") == "dear"


def test_nothing_is_left_of_what_fails(tmp_path: Path) -> None:
    def broken(triples: Triples) -> None:
        trades()(triples)
        raise TaxonomyError("occupations.csv, row 3: torn off")

    def unsound(triples: Triples) -> None:
        trades()(triples)
        triples.add(term("baker"), term("cg:requires"), term("nothing"))

    for reader, error in ((broken, TaxonomyError), (unsound, InvalidGraphError)):
        for name in ("g", "g.ttl"):
            with pytest.raises(error):
                build(reader, tmp_path / name, MoveRule())
    assert not list(tmp_path.iterdir())


def nearest(required: dict[str, list[str]], rule: MoveRule) -> set[tuple[str, str]]:
    """Return the moves by the definition, role by role, in exact numbers."""
    found = set()
    for source, have in required.items():
        ranked = []
        for target, need in required.items():
            shared = len({*have} & {*need})
            rises = rule.max_rise is not None and RANKS[target] - RANKS[source] > rule.max_rise
            apart = rule.same_group is not None and source[0] != target[0]
            if source != target and shared and not rises and not apart:
                nearness = {
                    "fit": Fraction(shared, len({*have} | {*need})),
                    "coverage": Fraction(shared, len({*need})),
                }
                first = nearness.pop(rule.by)
                ranked.append((-first, -next(iter(nearness.values())), target))
        found |= {(source, target) for _, _, target in sorted(ranked)[: rule.nearest]}
    return found


@given(
    st.dictionaries(
        st.sampled_from(sorted(RANKS)), st.lists(st.sampled_from("abcdef")), max_size=5
    ),
    st.builds(
        MoveRule,
        st.integers(1, 4),
        st.sampled_from(["fit", "coverage"]),
        st.none() | st.integers(0, 1),
        st.none() | st.just(1),
    ),
)
def test_moves_are_those_of_the_definition(required: dict[str, list[str]], rule: MoveRule) -> None:
    derived = derive(required, rule, RANKS, {role: role for role in RANKS})
    assert set(derived) == nearest(required, rule)
    assert len(derived) == len(set(derived))
