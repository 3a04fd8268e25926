"""The arrays read from a store are those of the network that is read from it."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

import esco_releases
import onet_releases
from careergraph.arrays import from_network, read
from careergraph.costs import override
from careergraph.engines import InProcess
from careergraph.errors import CareerGraphError
from careergraph.projection import project
from careergraph.store import open_store
from careergraph.vocabulary import ESCO_OPTIONAL_SKILL, PREFIXES

HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items()) + (
    "@prefix : <https://example.org/> .\n"
)


def outcome(make):
    """Return arrays as plain values, or the error."""
    try:
        return plain(asdict(make()))
    except CareerGraphError as error:
        return type(error), str(error)


def plain(found):
    if isinstance(found, dict):
        return {name: plain(value) for name, value in found.items()}
    return (found.dtype.str, found.tolist()) if isinstance(found, np.ndarray) else found


def agree(store, assume=()):
    engine = InProcess(store)
    expected = outcome(lambda: from_network(override(project(engine), assume)))
    assert outcome(lambda: read(engine, assume)) == expected
    return expected


def of_turtle(text):
    store = pyoxigraph.Store()
    store.load((HEAD + text).encode(), format=pyoxigraph.RdfFormat.TURTLE)
    return store


ASSUMED = [
    (),
    ("cumulative=no",),
    ("hardest-cell-cap=no", "lateral=7"),
    ("skill=3-5", "promotion=1"),
    ("level-2=10-20",),
    ("level-9=10-20",),
    ("lateral=often",),
    ("depth=3",),
]


@pytest.mark.parametrize("assume", ASSUMED)
def test_the_roadmap_and_its_assumptions(assume):
    found = agree(open_store(), assume)
    refused = any(setting in {"level-9=10-20", "lateral=often", "depth=3"} for setting in assume)
    assert isinstance(found, tuple) is refused


@pytest.mark.parametrize("assume", [(), ("skill=40-80",), ("skill=40-80", "lateral=1")])
def test_an_imported_taxonomy(assume):
    for store in (onet_releases.read()[0], esco_store()):
        agree(store, assume)


def esco_store():
    store = pyoxigraph.Store()
    triples, _ = esco_releases.written(esco_releases.SAMPLE)
    store.extend(pyoxigraph.Quad(*triple) for triple in triples)
    return store


ROLES = ("X1", "X2", "Y1", "Y2")
SKILLS = "abcde"


def pairs(of, others):
    return st.lists(
        st.tuples(st.sampled_from(of), st.sampled_from(others)), max_size=6, unique=True
    )


def effort(node, hours):
    return f"{node} cg:low {hours} ; cg:high {hours + 10} ; cg:unit unit:HR .\n"


@st.composite
def graphs(draw):
    flag = st.booleans()
    text = ":one a skos:ConceptScheme .\n"
    for rank in (1, 2):
        text += f":L{rank} a cg:Level ; cg:rank {rank} ; skos:inScheme :one .\n"
        if draw(st.integers(0, 3)):
            text += f":L{rank} cg:effortPerSkill :e{rank} .\n" + effort(f":e{rank}", 20 * rank)
    for path in "XY":
        text += f":{path} a cg:CareerPath .\n"
    for role in ROLES:
        text += f":{role} a cg:Role ; cg:onPath :{role[0]} ; cg:atLevel :L{role[1]} .\n"
        if draw(st.integers(0, 5)) == 0:
            text += f":{role} cg:requirementsUnknown true .\n"
    for skill in SKILLS:
        text += f':{skill} a cg:Skill ; skos:prefLabel "Skill {skill}"@en .\n'
        if draw(flag):
            hours = draw(st.integers(0, 9))
            text += f":{skill} cg:effort :own{skill} .\n" + effort(f":own{skill}", hours)
    for number, (role, skill) in enumerate(draw(pairs(ROLES, SKILLS))):
        essential = "essential" if draw(flag) else "optional"
        text += f":n{number} a cg:Requirement ; cg:requiringRole :{role} ; "
        text += f"cg:requiredSkill :{skill} ; cg:importance cg:{essential} .\n"
        if draw(flag):
            text += f":n{number} cg:position {draw(st.integers(1, 3))} .\n"
    if draw(flag):
        text += ":edges cg:edgeSource :source .\n"
        text += "".join(f":{r} cg:requires :{s} .\n" for r, s in draw(pairs(ROLES, SKILLS)))
        for role, skill in draw(pairs(ROLES, SKILLS)):
            text += f":{role} <{ESCO_OPTIONAL_SKILL}> :{skill} .\n"
    for path in draw(st.sampled_from(["", "X", "XY"])):
        text += f":p{path} a cg:Progression ; cg:earlierRole :{path}1 ; cg:laterRole :{path}2 .\n"
    for number, (held, needed) in enumerate(draw(pairs(SKILLS, SKILLS))):
        if held < needed or draw(st.integers(0, 9)) == 0:
            text += f":t{number} a cg:Transfer ; cg:heldSkill :{held} ; cg:neededSkill :{needed} ; "
            text += 'cg:strength :strong ; cg:rationale "Because." .\n'
    text += ":strong cg:learningSaved 0.5 .\n"
    yes = {True: "true", False: "false"}
    text += f":assumed a cg:Assumptions ; cg:cumulativeRequirements {yes[draw(flag)]} .\n"
    if draw(flag):
        text += ":assumed cg:learningCap cg:hardestCell .\n"
    for kind in ("promotion", "lateral", "stepBack"):
        if draw(st.integers(0, 15)):
            text += f":assumed cg:moveCost :c{kind} . :c{kind} cg:moveKind cg:{kind} ; "
            text += f"cg:effort :ec{kind} .\n" + effort(f":ec{kind}", 30)
    if draw(flag):
        text += ':edges cg:moveRule "Near." .\n'
        text += "".join(f":{a} cg:movesTo :{b} .\n" for a, b in draw(pairs(ROLES, ROLES)) if a != b)
    if draw(st.integers(0, 9)) == 0:
        text = text.replace(":a a cg:Skill", ":a a skos:Concept")
    return text


@given(graphs(), st.sampled_from(ASSUMED))
def test_any_graph(text, assume):
    agree(of_turtle(text), assume)


def test_a_message_names_what_the_network_names():
    found = agree(of_turtle(of_unknown_effort()))
    assert "'Skill of a role'" in found[1]


def of_unknown_effort():
    return (
        ":L1 a cg:Level ; cg:rank 1 . :X a cg:CareerPath .\n"
        ":X1 a cg:Role ; cg:onPath :X ; cg:atLevel :L1 ; cg:requires :a .\n"
        ':a a cg:Skill ; skos:prefLabel "Skill of a role"@en . :edges cg:edgeSource :source .\n'
    )


def test_names_are_not_read(monkeypatch):
    store = open_store()
    asked = []
    pairs_of = InProcess.pairs
    monkeypatch.setattr(
        InProcess, "pairs", lambda self, name: asked.append(name) or pairs_of(self, name)
    )
    read(InProcess(store))
    assert asked
    assert not [name for name in asked if name.endswith(("Label", "definition", "sourceText"))]
    assert len(asked) == len(set(asked))
