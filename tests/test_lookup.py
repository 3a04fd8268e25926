"""Names looked up by the engine are the names that the network finds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import careergraph as cg
from careergraph import lookup, name_index, names
from careergraph.engines import Engine
from careergraph.errors import AmbiguousNameError, CareerGraphError, UnknownNameError
from careergraph.network import CareerNetwork

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "tests" / "data"
KINDS = tuple(lookup.CLASSES)
ODD = """
@prefix cg: <https://w3id.org/careergraph/terms#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix ex: <https://example.org/> .
ex:level-1 a cg:Level ; skos:prefLabel "Beginner"@en , "Anfänger"@de ; cg:rank 1 .
ex:level-2 a cg:Level ; rdfs:label "Adept" ; skos:altLabel "Pro" ; cg:rank 2 .
ex:baker a cg:CareerPath ; skos:prefLabel "Bäcker"@de , "Baker"@en ; skos:altLabel "Bread maker" .
ex:cook a cg:CareerPath ; skos:prefLabel "Cook" .
ex:baker-1 a cg:Role ; skos:prefLabel "Apprentice baker" ; skos:altLabel "Cook 2" ;
    cg:onPath ex:baker ; cg:atLevel ex:level-1 ; cg:requires ex:a .
ex:baker-2 a cg:Role ; skos:prefLabel "Maître boulanger"@fr ; skos:altLabel "Pâtissier", "m²" ;
    cg:onPath ex:baker ; cg:atLevel ex:level-2 .
ex:cook-1 a cg:Role ; skos:prefLabel "Kitchen-hand" ; skos:altLabel "K 9" ;
    cg:onPath ex:cook ; cg:atLevel ex:level-1 .
ex:cook-2 a cg:Role ; skos:prefLabel "Kitchen hand" ; skos:altLabel "Apprentice Baker", "ﬁne" ;
    cg:onPath ex:cook ; cg:atLevel ex:level-2 .
ex:a a cg:Skill ; skos:prefLabel "straße"@de ; skos:altLabel "Road (paved)" , "R.O.A.D." .
ex:b a cg:Skill ; rdfs:label "C++" ; skos:altLabel "C" .
ex:c a cg:Skill ; skos:prefLabel "C#" .
ex:d a cg:Skill ; skos:prefLabel "数据" , "data \\n entry" .
"""


def graphs(folder: Path) -> dict[str, cg.CareerGraph]:
    from careergraph.cli import main

    (folder / "odd.ttl").write_text(ODD, encoding="utf-8")
    for name, words in {"esco": ["--release", "1.1.1", "--language", "en"], "onet": []}.items():
        source = SAMPLE / ("esco" if name == "esco" else "onet/db_29_2_text")
        words = ["import", name, str(source), "-o", str(folder / name), *words]
        main(words, standalone_mode=False)
    paths = [None, ROOT / "docs" / "examples" / "hotel.ttl", folder / "esco", folder / "onet"]
    found = {str(path): cg.load(path) for path in paths}
    return {**found, "odd": odd(folder)}


def odd(folder: Path) -> cg.CareerGraph:
    from careergraph.engines import InProcess
    from careergraph.store import open_store

    return cg.CareerGraph(InProcess(open_store(folder / "odd.ttl")))


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> dict[str, cg.CareerGraph]:
    return graphs(tmp_path_factory.mktemp("lookup"))


def outcome(find: Callable[[], str]) -> object:
    """Return what is found, or how it is not, whatever the order of what may be meant."""
    try:
        return find()
    except AmbiguousNameError as error:
        return "ambiguous", sorted(error.suggestions)
    except UnknownNameError as error:
        return "unknown", str(error)


def by_engine(engine: Engine, network: CareerNetwork, kind: str, text: str) -> object:
    return outcome(lambda: lookup.find(engine, kind, text, lambda: network))


def all_names(network: CareerNetwork, kind: str) -> set[str]:
    things = {
        "role": network.roles,
        "skill": network.skills,
        "path": network.paths,
        "level": network.levels,
    }
    found = set()
    for thing in things[kind].values():
        found |= {*name_index.own_names(thing), thing.iri, f"<{thing.iri}>", thing.label.upper()}
        found |= {thing.label.replace(" ", "-"), f"  {thing.label}!", thing.label[:-2]}
    for role in list(network.roles.values())[::9] if kind == "role" else ():
        found |= name_index.role_names(role, network.paths[role.path], network.levels[role.level])
    return found | {"", "?", "nothing at all", "data", "C", "k 9", "M2", "strasse", "Fine", "1"}


def test_every_name_means_the_same(known: dict[str, cg.CareerGraph]) -> None:
    compared = 0
    for graph in known.values():
        for kind in KINDS:
            for text in sorted(all_names(graph.careers, kind)):
                expected = outcome(lambda: names.find(graph.careers, kind, text))  # noqa: B023
                found = by_engine(graph._engine, graph.careers, kind, text)
                assert found == expected, (kind, text)
                compared += expected[0] != "unknown" if isinstance(expected, tuple) else True
    assert compared > 1000


@given(kind=st.sampled_from(KINDS), text=st.text(max_size=12))
@settings(max_examples=60, deadline=None)
def test_any_text_means_the_same(known: dict[str, cg.CareerGraph], kind: str, text: str) -> None:
    graph = known["odd"]
    expected = outcome(lambda: names.find(graph.careers, kind, text))
    assert by_engine(graph._engine, graph.careers, kind, text) == expected


def test_full_names_do_not_need_the_network(known: dict[str, cg.CareerGraph]) -> None:
    def refuse() -> CareerNetwork:
        raise AssertionError("the whole network was read")

    esco = next(graph for name, graph in known.items() if name.endswith("esco"))
    for kind, text in (("role", "Head Chef"), ("skill", "food-hygiene"), ("level", "2")):
        assert lookup.find(esco._engine, kind, text, refuse).startswith("http")
    with pytest.raises(AssertionError, match="was read"):
        lookup.find(esco._engine, "role", "hea che", refuse)


def test_a_query_on_a_directory_does_not_read_the_network(
    known: dict[str, cg.CareerGraph], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = next(name for name in known if name.endswith("esco"))
    monkeypatch.setattr("careergraph.projection.project", lambda engine: pytest.fail("it was"))
    graph = cg.load(path)
    assert len(graph.query("role-requirements", role="head chef")) == 6
    with pytest.raises(CareerGraphError, match="needs the parameter"):
        graph.query("role-requirements")
