"""Each method against what its definition says, pair by pair, in plain Python."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from careergraph import embedding
from careergraph.career_graph import CareerGraph, load
from careergraph.engines import InProcess
from careergraph.errors import RequestError, UnknownNameError
from careergraph.proposals import Graph, methods
from careergraph.proposals.background import Background, background
from careergraph.proposals.pairs import highest, lifted
from careergraph.vocabulary import PREFIXES
from careergraph.wording import words

HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
BASE = """
@prefix : <https://example.org/> .
:l a cg:Level ; skos:prefLabel "Level 1"@en ; cg:rank 1 .
:p a cg:CareerPath ; skos:prefLabel "Path"@en .
: a owl:Ontology ; owl:imports <https://w3id.org/careergraph/terms> ; cg:edgeSource :s .
"""


def graph(text: str) -> Graph:
    store = ox.Store()
    store.load((HEAD + BASE + text).encode(), format=ox.RdfFormat.TURTLE)
    return Graph(store, CareerGraph(InProcess(store)).careers)


def made_up(seed: int) -> tuple[Graph, Graph]:
    """Return a graph of a few skills aligned with a random taxonomy, and the taxonomy."""
    chance = random.Random(seed)
    concepts = [f"c{n}" for n in range(14)]
    groups = [f"g{n}" for n in range(5)]
    lines = []
    for concept in concepts:
        label = " ".join(chance.sample(["sell", "basic", "data", "tea", "plan", "of"], 2))
        lines.append(f':{concept} a cg:Skill ; skos:prefLabel "{label} {concept}"@en .')
        above = chance.sample(groups, chance.randint(0, 2))
        lines += [f":{concept} skos:broader :{group} ." for group in above]
    lines += [f":{a} skos:broader :{b} ." for a, b in zip(groups[1:], groups, strict=False)]
    lines.append(":c1 skos:broader :c0 .")
    for _ in range(12):
        first, second = chance.sample(concepts, 2)
        kind = chance.choice(["Essential", "Optional"])
        lines.append(f":{first} esco:related{kind}Skill :{second} .")
    for n in range(6):
        lines.append(f':r{n} a cg:Role ; skos:prefLabel "R{n}"@en ; cg:onPath :p ; cg:atLevel :l .')
        for concept in chance.sample(concepts, chance.randint(2, 7)):
            kind = chance.choice(["cg:requires", "esco:relatedOptionalSkill"])
            lines.append(f":r{n} {kind} :{concept} .")
    own = [':own a cg:Role ; skos:prefLabel "Own"@en ; cg:onPath :p ; cg:atLevel :l .']
    for n in range(6):
        own.append(f':s{n} a cg:Skill ; skos:prefLabel "sell {n}"@en . :own cg:requires :s{n} .')
        matched = chance.sample(concepts, chance.randint(0, 2))
        match = chance.choice(["closeMatch", "broadMatch"])
        own += [f":s{n} skos:{match} :{concept} ." for concept in matched]
    return graph("\n".join(own)), graph("\n".join(lines))


def stated(one: Graph, curie: str) -> set[tuple[str, str]]:
    prefix, _, name = curie.partition(":")
    quads = one.store.quads_for_pattern(None, ox.NamedNode(PREFIXES[prefix] + name), None)
    return {(q.subject.value, q.object.value) for q in quads}


class Reference:
    """The same by definition, from the triples."""

    def __init__(self, graphs: list[Graph]) -> None:
        self.skills = list(graphs[0].network.skills)
        every = {skill for one in graphs for skill in one.network.skills}
        self.broader = set().union(*(stated(one, "skos:broader") for one in graphs))
        self.above = {skill: self.ancestors(skill) for skill in every}
        self.classified = sum(len(found) > 1 for found in self.above.values())
        matches = set().union(*(stated(graphs[0], f"skos:{m}Match") for m in ("close", "broad")))
        self.concepts = {
            s: {s} | {c for a, c in matches if a == s and c in every} for s in self.skills
        }
        self.weights: dict[tuple[str, str], float] = {}
        self.roles: dict[str, set[str]] = {skill: set() for skill in every}
        required: set[tuple[str, str]] = set()
        for one in graphs:
            for kind, weight in (("Optional", 0.5), ("Essential", 1.0)):
                for a, b in stated(one, f"esco:related{kind}Skill"):
                    if a in every:
                        self.weights[a, b] = weight
                    else:
                        required.add((a, b))
            required |= stated(one, "cg:requires")
        self.count = len({role for role, _ in required})
        for role, skill in required:
            self.roles[skill].add(role)

    def ancestors(self, node: str) -> set[str]:
        return {node}.union(*(self.ancestors(b) for a, b in self.broader if a == node))

    def shared_broader(self, a: str, b: str) -> float:
        sizes = [
            sum(group in found for found in self.above.values())
            for group in self.above[a] & self.above[b]
        ]
        if not sizes:
            return 0
        return max(0, 1 - math.log(min(sizes)) / math.log(max(self.classified, 2)))

    def skill_relation(self, a: str, b: str) -> float:
        whole = sum(weight for (first, _), weight in self.weights.items() if first == b)
        share = self.weights[b, a] / whole if (b, a) in self.weights else 0
        return max(self.weights.get((a, b), 0), share)

    def co_requirement(self, a: str, b: str) -> float:
        both = len(self.roles[a] & self.roles[b])
        usual = len(self.roles[b]) / self.count
        if a == b or both < 2 or usual == 1:
            return 0
        likely = (both + 5 * usual) / (len(self.roles[a]) + 5)
        return max(0, (likely - usual) / (1 - usual))

    def scores(self, score: Callable[[str, str], float]) -> list[list[float]]:
        return [
            [
                0
                if s == t
                else max(score(a, b) for a in self.concepts[s] for b in self.concepts[t])
                for t in self.skills
            ]
            for s in self.skills
        ]


@pytest.mark.parametrize("name", ["shared_broader", "skill_relation", "co_requirement"])
@pytest.mark.parametrize("seed", range(12))
def test_taxonomy_methods_are_their_definitions(name: str, seed: int) -> None:
    own, taxonomy = made_up(seed)
    for graphs in ([own, taxonomy], [taxonomy]):
        reference = Reference(graphs)
        found = getattr(methods, name)(background(*graphs)).toarray()
        np.testing.assert_allclose(
            found, reference.scores(getattr(reference, name)), atol=1e-12, err_msg=str(graphs)
        )


def test_some_of_these_graphs_have_every_kind_of_support() -> None:
    made = [background(*made_up(seed)) for seed in range(12)]
    for score in (methods.shared_broader, methods.skill_relation, methods.co_requirement):
        assert sum(score(of).nnz for of in made) > 20


def test_groups_too_large_to_tell_anything_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n".join(
        f':s{n} a cg:Skill ; skos:prefLabel "S{n}"@en ; skos:broader :{group} .'
        f":r cg:requires :s{n} ."
        for n, group in enumerate("aaabb")
    )
    of = background(
        graph(text + ':r a cg:Role ; skos:prefLabel "R"@en ; cg:onPath :p ; cg:atLevel :l .')
    )
    pairs = {(i, j) for i in range(3) for j in range(3) if i != j}
    small = {(3, 4), (4, 3)}
    assert set(zip(*methods.shared_broader(of).nonzero(), strict=True)) == pairs | small
    monkeypatch.setattr(methods, "LARGEST_GROUP", 2)
    assert set(zip(*methods.shared_broader(of).nonzero(), strict=True)) == small


def roadmap() -> Background:
    one = load()
    return background(Graph(one._store, one.careers))


def test_wording_is_the_cosine_of_rare_words() -> None:
    of = roadmap()
    texts = [words(text) for text in of.texts]
    rarity = {
        word: math.log(1 + len(texts) / sum(word in text for text in texts))
        for text in texts
        for word in text
    }

    def length(text: frozenset[str]) -> float:
        return math.sqrt(sum(rarity[word] ** 2 for word in text))

    found = methods.wording(of).toarray()
    for i, a in enumerate(texts):
        for j, b in enumerate(texts):
            cosine = sum(rarity[w] ** 2 for w in a & b) / (length(a) * length(b))
            expected = cosine if i != j and cosine >= methods.LEAST_WORDING else 0
            assert found[i, j] == pytest.approx(expected), (of.texts[i], of.texts[j])


def by_initial(texts: Any) -> Any:
    """A model in which texts are near when their first letters are."""
    angles = np.array([ord(text[0].casefold()) - ord("a") for text in texts]) / 26 * np.pi
    return np.column_stack([np.cos(angles), np.sin(angles)])


@pytest.fixture
def fake_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "load", lambda: by_initial)


@pytest.mark.parametrize("block", [7, 1024])
@pytest.mark.usefixtures("fake_model")
def test_embedding_keeps_the_nearest_of_each_skill(
    monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    monkeypatch.setattr(methods, "NEAREST", 5)
    monkeypatch.setattr(methods, "BLOCK", block)
    of = roadmap()
    vectors = by_initial(of.texts)
    found = methods.nearness(of).toarray()
    for i, one in enumerate(vectors):
        cosines = [float(one @ other) if i != j else -1 for j, other in enumerate(vectors)]
        kept = np.flatnonzero(found[i])
        assert len(kept) == 5
        assert found[i, kept] == pytest.approx([min(cosines[j], 1) for j in kept])
        assert min(cosines[j] for j in kept) == pytest.approx(sorted(cosines)[-5])


def test_without_the_model_the_method_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    embedding.load.cache_clear()
    monkeypatch.setattr(embedding, "available", lambda: False)
    with pytest.raises(RequestError, match=r"Install careergraph\[embedding\]"):
        load().propose_transfers(methods=["embedding"])
    found = load().propose_transfers()
    assert "embedding" in found.unused
    assert found.methods == ("wording",)


def test_an_unknown_method_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownNameError, match=r"no method 'magic'\. There are shared-broader"):
        methods.method("magic")


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.floats(0, 1))),
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3))),
)
def test_lifted_is_the_highest_over_the_concepts_that_skills_stand_for(
    scored: list[tuple[int, int, float]], standing: list[tuple[int, int]]
) -> None:
    from scipy.sparse import csr_array

    stands = np.zeros((5, 4))
    for skill, concept in standing:
        stands[skill, concept] = 1
    held, needed, scores = (
        (np.array(side) for side in zip(*scored, strict=True))
        if scored
        else (np.zeros(0, int), np.zeros(0, int), np.zeros(0))
    )
    of_concepts = highest(held.astype(int), needed.astype(int), scores.astype(float), 4)
    expected = np.zeros((5, 5))
    for c, d, score in scored:
        for s, t in pairs_of(stands, c, d):
            expected[s, t] = max(expected[s, t], score)
    np.testing.assert_array_equal(lifted(of_concepts, csr_array(stands)).toarray(), expected)


def pairs_of(stands: Any, c: int, d: int) -> Iterator[tuple[int, int]]:
    for s in np.flatnonzero(stands[:, c]):
        yield from ((s, t) for t in np.flatnonzero(stands[:, d]) if s != t)


@pytest.mark.parametrize("seed", range(4))
def test_every_support_can_be_explained(seed: int) -> None:
    of = background(*made_up(seed))
    for name in ("shared-broader", "skill-relation", "co-requirement", "wording"):
        found = methods.METHODS[name]
        for held, needed in zip(*found.scores(of).nonzero(), strict=True):
            assert len(found.explain(of, held, needed)) > 10
