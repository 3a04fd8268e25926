"""Alignments: candidates by hand-made taxonomies, their review, and the mappings of it."""

import csv
import io
import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pyoxigraph
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import careergraph
from careergraph import embedding
from careergraph.alignment import Kind, align, candidates, methods, read_graph, read_taxonomy
from careergraph.alignment.concepts import Concept, Scheme, Vocabulary
from careergraph.alignment.wording import Weighing, expansions, grams, spelt_out, stem, words
from careergraph.cli import main
from careergraph.errors import RequestError, ReviewError
from careergraph.store import open_store

DATA = Path(__file__).parent / "data"
SKILL = "http://data.europa.eu/esco/skill/sample-"
OCCUPATION = "http://data.europa.eu/esco/occupation/sample-"
MATRIX = """Career path,Level 1,Level 2
Head Chef,Cutting ingredients,Team leadership
Quantum Physicist,Entanglement,Decoherence
"""
NONE = "https://w3id.org/sssom/NoTermFound"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("alignment")
    run("import", "esco", str(DATA / "esco"), "-o", str(made / "esco"), "--release", "1.1.1")
    (made / "kitchen.csv").write_text(MATRIX)
    run("import", "matrix", str(made / "kitchen.csv"), "-o", str(made / "kitchen.ttl"))
    return made


@pytest.fixture(scope="module")
def kitchen(folder):
    return careergraph.load(folder / "kitchen.ttl")


@pytest.fixture(scope="module")
def found(folder, kitchen):
    return {one.concept.label: one for one in kitchen.align(folder / "esco").findings}


def run(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == code, result.output
    return result.output


# Wording


def test_forms_of_a_word_have_one_stem():
    assert {stem(word) for word in ("plan", "plans")} == {"plan"}
    assert {stem(word) for word in ("deploy", "deploying", "deployment", "deployed")} == {"deploy"}
    assert stem("test") != stem("text")


def test_abbreviations_are_spelt_out_as_the_graph_itself_does():
    concepts = [
        Concept("a:1", "AI PM", ("Product manager for artificial intelligence",)),
        Concept("a:2", "UX design"),
        Concept("a:3", "AI tools", (), "Tools of artificial intelligence and its methods."),
    ]
    known = expansions(concepts)
    assert known == {"AI": "artificial intelligence", "PM": "product manager"}
    assert (
        spelt_out("UX for the AI PM", known) == "UX for the artificial intelligence product manager"
    )


TEXT = st.text("ab c", max_size=12)


@given(
    st.lists(TEXT, min_size=1, max_size=5), st.lists(TEXT, min_size=1, max_size=3), st.booleans()
)
def test_cosines_are_those_of_vectors_written_out(others, texts, both):
    common = texts if both else None

    def vector(text: str) -> dict[str, float]:
        weights = {}
        for token, count in Counter(text.split()).items():
            rarity = math.log((1 + len(others)) / (1 + sum(token in o.split() for o in others))) + 1
            if common is not None and (held := sum(token in one.split() for one in common)):
                rarity *= 1 - math.log(1 + held) / math.log(1 + len(common))
            weights[token] = (1 + math.log(count)) * rarity
        return weights

    def cosine(a: dict[str, float], b: dict[str, float]) -> float:
        size = math.hypot(*a.values()) * math.hypot(*b.values())
        return sum(a[token] * b.get(token, 0.0) for token in a) / size if size else 0.0

    expected = [[cosine(vector(text), vector(other)) for other in others] for text in texts]
    assert np.allclose(Weighing(others, str.split, common).cosines(texts), expected)


# Methods and ranking


def vocabulary(labels: list[list[str]], groups: list[str], required: dict[str, set[str]]):
    def concepts(kind: str, names: list[list[str]]) -> tuple[Concept, ...]:
        return tuple(
            Concept(f"{kind}:{n}", name[0], tuple(name[1:])) for n, name in enumerate(names)
        )

    needed = {group: frozenset(skills) for group, skills in required.items()}
    scheme = Scheme("https://example.org/g", "G", "1", "", "en")
    groups_made = concepts("group", [[group] for group in groups])
    return Vocabulary(scheme, concepts("skill", labels), groups_made, needed)


LABEL = st.lists(st.sampled_from(["bake", "bread", "cake", "team", "lead"]), min_size=1, max_size=3)
LABELS = st.lists(st.lists(LABEL.map(" ".join), min_size=1, max_size=3), min_size=1, max_size=6)


@given(LABELS, LABELS)
def test_methods_give_what_comparing_each_with_each_gives(ours, theirs):
    graph, taxonomy = vocabulary(ours, [], {}), vocabulary(theirs, [], {})
    by_label = Weighing([names[0] for names in theirs], grams)
    by_names = Weighing([name for names in theirs for name in names], words)
    every = [name for names in theirs for name in names]
    for names, scores in zip(ours, methods.compare(graph, taxonomy)[Kind.SKILL], strict=True):
        assert sorted(scores.places) == list(range(len(theirs)))
        for place, values in zip(scores.places, scores.values, strict=True):
            cosines = by_names.cosines(names)
            best = max(
                cosines[row][column]
                for row in range(len(names))
                for column, name in enumerate(every)
                if name in theirs[place]
            )
            assert math.isclose(values[1], best, abs_tol=1e-9)
            assert math.isclose(values[0], by_label.cosines(names)[:, place].max(), abs_tol=1e-9)


def by_letters(texts: Sequence[str]) -> np.ndarray:
    """A model in which texts are near that have the same letters as often."""
    counts = np.array([[text.count(letter) for letter in "abcdeklmnrt"] for text in texts])
    length = np.linalg.norm(counts, axis=1, keepdims=True)
    return np.divide(counts, length, out=np.zeros(counts.shape), where=length > 0)


@given(LABELS, LABELS, st.integers(1, 3))
def test_meaning_gives_what_comparing_each_with_each_gives(ours, theirs, pool):
    graph, taxonomy = vocabulary(ours, [], {}), vocabulary(theirs, [], {})
    described = [
        replace(one, description=f"Bake {n} eel." if n % 2 else "")
        for n, one in enumerate(taxonomy.skills)
    ]
    taxonomy = replace(taxonomy, skills=tuple(described))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(methods, "POOL", pool)
        found = methods.compare(graph, taxonomy, by_letters)[Kind.SKILL]
    labels = by_letters([one.label for one in described])
    texts = by_letters([f"{one.label}. {one.description}".strip(". ") for one in described])
    descriptions = by_letters([one.description for one in described])
    columns = [list(methods.used(by_letters)).index(name) for name in methods.MEANING]
    for concept, scores in zip(graph.skills, found, strict=True):
        (mine,) = by_letters([concept.label])
        best = sorted(range(len(described)), key=lambda place: -float(labels[place] @ mine))
        least = float(labels[best[:pool][-1]] @ mine)
        above = {n for n in best if float(labels[n] @ mine) > least + 1e-9}
        assert above <= set(scores.places.tolist())
        assert len(scores.places) <= 2 * pool
        for place, values in zip(scores.places, scores.values, strict=True):
            nearest = (by_letters(described[place].labels) @ mine).max()
            expected = [nearest, texts[place] @ mine, descriptions[place] @ mine]
            assert np.allclose(values[columns], np.clip(expected, 0, 1))


def test_context_is_what_occupations_and_paths_share():
    graph = vocabulary([["bake bread"], ["sing"]], ["baker"], {"group:0": {"skill:0", "skill:1"}})
    taxonomy = vocabulary(
        [["bake bread"], ["bake cakes"], ["song"]],
        ["baker", "singer"],
        {"group:0": {"skill:0"}, "group:1": {"skill:2"}},
    )
    found = methods.compare(graph, taxonomy)
    (path,) = found[Kind.PATH]
    of_occupation = dict(zip(path.places.tolist(), path.values[:, -1].tolist(), strict=True))
    assert of_occupation[0] > of_occupation[1]
    sing = found[Kind.SKILL][1]
    of_skill = dict(zip(sing.places.tolist(), sing.values[:, -1].tolist(), strict=True))
    assert of_skill[0] > of_skill[2] >= of_skill[1] == 0  # bakers of the taxonomy bake bread


def test_chances_add_up_and_need_no_candidate():
    assert candidates.chances(np.zeros((0, 4)), [1, 1, 1, 1], 3.0).tolist() == [1.0]
    found = candidates.chances(np.full((3, 4), 500.0), [9, 9, 9, 9], 3.0)
    assert math.isclose(found.sum(), 1.0)


@pytest.mark.parametrize("name", ["sample", "roadmap"])
def test_a_graph_aligned_with_itself_finds_itself_first(folder, name):
    store = open_store(folder / "esco" if name == "sample" else None)
    both = read_graph(store, "en"), read_taxonomy(store, "en")
    found = [one for one in align(*both).findings if one.kind is Kind.SKILL]
    assert [one.candidates[0].concept.iri for one in found] == [one.concept.iri for one in found]
    assert {one.candidates[0].relation for one in found} == {"closeMatch"}


def test_candidates_are_found_by_other_labels_and_other_forms(found):
    assert found["Team leadership"].candidates[0].concept.iri == SKILL + "lead-a-team"
    cutting = found["Cutting ingredients"].candidates[0]
    assert cutting.concept.iri == SKILL + "cut-ingredients"
    assert found["Head Chef"].candidates[0].concept.iri == OCCUPATION + "head-chef"
    assert found["Head Chef"].equivalent
    assert set(found["Head Chef"].candidates[0].scores) == set(methods.METHODS)


def test_meaning_finds_what_no_word_says(folder, kitchen, monkeypatch):
    """With the language model, and as before without it or in a language it does not know."""
    graph = vocabulary([["Public speaking"]], [], {})
    taxonomy = vocabulary([["conduct presentations"], ["public transport"]], [], {})
    with_model = align(graph, taxonomy, model=embedding.load()).findings[0].candidates
    without = align(graph, taxonomy).findings[0].candidates
    assert without[0].concept.label == "public transport"
    assert with_model[0].concept.label == "conduct presentations"
    assert set(methods.MEANING) < set(kitchen.align(folder / "esco").methods)
    monkeypatch.setattr(embedding, "available", lambda: False)
    plain = kitchen.align(folder / "esco")
    assert not set(methods.MEANING) & set(plain.methods)
    assert all(set(c.scores) == set(plain.methods) for f in plain.findings for c in f.candidates)
    ends = str(folder / "kitchen.ttl"), "--to", str(folder / "esco")
    assert "not their meaning: that needs English labels and careergraph[embedding]" in run(
        "align", *ends
    )
    rows = list(csv.DictReader(io.StringIO(run("align", *ends, "--format", "csv"))))
    assert {row[name] for row in rows for name in methods.MEANING} == {""}
    assert {bool(row["text"]) for row in rows if row["rank"]} == {True}


def test_no_equivalent_is_a_result_with_what_was_rejected(found):
    for label in ("Quantum Physicist", "Entanglement", "Decoherence"):
        assert not found[label].equivalent
        assert len(found[label].candidates) == 3
        rejected = found[label].candidates
        assert max(one.confidence for one in rejected) < found[label].no_equivalent


@given(st.lists(st.floats(0, 1), max_size=3), st.floats(0, 1))
def test_no_equivalent_is_said_where_it_is_likelier_than_any_candidate(chances, none):
    concept = Concept("a:1", "One")
    made = [
        candidates.Candidate(concept, candidates.Relation.RELATED, chance, {}, "")
        for chance in chances
    ]
    finding = candidates.Finding(Kind.SKILL, concept, tuple(made), none)
    assert finding.equivalent == (max(chances, default=-1.0) >= none)


@pytest.mark.parametrize(
    ("ours", "theirs", "relation"),
    [
        ("Team leadership", "leadership of teams", "closeMatch"),
        ("Basic robotics", "robotics", "broadMatch"),
        ("Robotics", "assemble robotics", "narrowMatch"),
        ("Robotics lab", "robotics tools", "relatedMatch"),
        ("Robotics", "cooking", "relatedMatch"),
    ],
)
def test_relations_follow_from_the_words(ours, theirs, relation):
    graph, taxonomy = vocabulary([[ours]], [], {}), vocabulary([[theirs]], [], {})
    (finding,) = align(graph, taxonomy).findings
    assert finding.candidates[0].relation == relation


def test_requests_that_cannot_be_met_are_refused(folder, kitchen):
    with pytest.raises(RequestError, match="at least 1 candidate"):
        kitchen.align(folder / "esco", candidates=0)
    with pytest.raises(RequestError, match="no skills with labels in 'fi'"):
        kitchen.align(folder / "esco", language="fi")


# The command line and the round trip


def test_formats_agree(folder):
    ends = str(folder / "kitchen.ttl"), "--to", str(folder / "esco")
    told = json.loads(run("align", *ends, "--format", "json"))
    rows = list(csv.DictReader(io.StringIO(run("align", *ends, "--format", "csv"))))
    first = {one["label"]: one["candidates"][0]["iri"] for one in told["concepts"]}
    assert first == {row["concept"]: row["candidate_iri"] for row in rows if row["rank"] == "1"}
    said = {one["label"] for one in told["concepts"] if not one["equivalent"]}
    assert said == {r["concept"] for r in rows if r["finding"] == "no equivalent found"}
    text = run("align", *ends)
    assert "no equivalent found" in text
    assert "This service uses the ESCO classification" in text
    assert run("align", *ends, "--format", "markdown").startswith("| concept | rank |")


def reviewed(folder: Path, decide) -> Path:
    """Write a review in which a function changes the rows, as a spreadsheet writes it."""
    path = folder / "review.csv"
    run(
        "align",
        str(folder / "kitchen.ttl"),
        "--to",
        str(folder / "esco"),
        "-o",
        str(path),
        "--force",
    )
    rows = list(csv.DictReader(io.StringIO(path.read_text())))
    assert not any(row[name] for row in rows for name in ("accept", "relation", "reviewer", "note"))
    for row in rows:
        decide(row)
    out = io.StringIO()
    names = [name for name in reversed(rows[0]) if name != "note"]
    writer = csv.DictWriter(out, names, delimiter=";", quoting=csv.QUOTE_ALL, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(reversed(rows))
    path.write_text(out.getvalue(), encoding="utf-8-sig")
    return path


def pick(wanted: dict[str, str], **changes: str):
    """Return a function that accepts the candidates wanted, by concept."""

    def decide(row: dict[str, str]) -> None:
        if wanted.get(row["concept"]) == row["candidate_iri"]:
            row.update({"accept": "yes", **changes})

    return decide


def imported(folder: Path, review: Path, *options: str, code: int = 0) -> str:
    return run(
        *("import", "alignment", str(folder / "kitchen.ttl"), str(review)),
        *("--to", str(folder / "esco"), "-o", str(folder / "m.ttl"), "--force", *options),
        code=code,
    )


QUERY = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX sssom: <https://w3id.org/sssom/>
SELECT ?s ?p ?o ?confidence ?justification ?date ?reviewer ?version {
  { ?x a owl:Axiom ; owl:annotatedSource ?s ; owl:annotatedProperty ?p ; owl:annotatedTarget ?o .
    ?s ?p ?o }
  UNION
  { ?x a sssom:Mapping ; sssom:subject_id ?s ; sssom:predicate_id ?p ; sssom:object_id ?o }
  ?x sssom:confidence ?confidence ; sssom:mapping_justification ?justification ;
    sssom:mapping_date ?date ; sssom:reviewer_label ?reviewer ; sssom:object_source_version ?version
}
"""


def test_what_a_person_accepts_becomes_mappings(folder):
    wanted = {
        "Head Chef": OCCUPATION + "head-chef",
        "Team leadership": SKILL + "lead-a-team",
        "Entanglement": NONE,
    }
    review = reviewed(folder, pick(wanted))
    assert "Wrote" in imported(folder, review, "--by", "Ada L.", "--on", "2026-11-23")
    store = pyoxigraph.Store()
    store.load(path=folder / "m.ttl", format=pyoxigraph.RdfFormat.TURTLE)
    rows = {tuple(term.value.rpartition("/")[2] for term in row) for row in store.query(QUERY)}
    about = "MappingReview", "2026-11-23", "Ada L.", "1.1.1"
    assert {(row[0], row[1], row[2], *row[4:]) for row in rows} == {
        ("head-chef", "core#closeMatch", "sample-head-chef", *about),
        ("team-leadership", "core#closeMatch", "sample-lead-a-team", *about),
        ("entanglement", "core#mappingRelation", "NoTermFound", *about),
    }
    assert all(0 < float(row[3]) <= 1 for row in rows)
    assert "This service uses the ESCO classification" in (folder / "m.ttl").read_text()
    labels = {q.object.value for q in store if q.predicate.value.endswith("prefLabel")}
    assert labels == {"head chef", "lead a team"}


def test_the_reviewer_has_the_last_word_on_relation_confidence_and_name(folder):
    changes = {"relation": "BroadMatch", "confidence": "0,4", "reviewer": "Grace H."}
    review = reviewed(folder, pick({"Team leadership": SKILL + "lead-a-team"}, **changes))
    graph, taxonomy = (
        read_graph(open_store(folder / "kitchen.ttl"), "en"),
        read_taxonomy(open_store(folder / "esco"), "en"),
    )
    (mapping,) = careergraph.alignment.read_mappings(review, graph, taxonomy, by="Ada L.")
    assert mapping.relation == "broadMatch"
    assert mapping.confidence == 0.4
    assert mapping.reviewer == "Grace H."


def test_the_same_review_gives_the_same_bytes(folder, kitchen):
    review = reviewed(folder, pick({"Team leadership": SKILL + "lead-a-team"}, reviewer="A"))
    made = [
        kitchen.accept_alignment(review, folder / "esco", on=date(2026, 11, 23), suffix=".nt")
        for _ in range(2)
    ]
    assert made[0] == made[1]


TEAM = {"Team leadership": SKILL + "lead-a-team"}


def both(row: dict[str, str]) -> None:
    if row["concept"] == "Entanglement" and row["rank"] in {"1", ""}:
        row["accept"] = "yes"


@pytest.mark.parametrize(
    ("decide", "message"),
    [
        (pick({}), "no row is accepted"),
        (pick(TEAM, candidate_iri=SKILL + "fly"), r"\(candidate_iri\): ESCO v1.1.1 has no skill <"),
        (pick(TEAM, concept_iri="https://example.org/x"), r"\(concept_iri\): The graph has no"),
        (pick(TEAM, candidate_iri="lead a team"), "is no IRI"),
        (pick(TEAM, version="1.2.0"), r"\(version\): the review is of version 1.2.0, but ESCO"),
        (pick(TEAM, relation="sameAs"), r"\(relation\): 'sameAs' is not one of exactMatch, "),
        (pick(TEAM, confidence="sure"), r"\(confidence\): 'sure' is no number from 0 to 1"),
        (pick(TEAM, accept="maybe"), r"\(accept\): 'maybe' is neither yes nor no"),
        (pick(TEAM, reviewer=""), r"\(reviewer\): nobody is named"),
        (pick({"Entanglement": NONE}, relation="closeMatch", reviewer="A"), "not one of no equiv"),
        (pick({"Head Chef": OCCUPATION + "head-chef"}, relation="exactMatch"), "never the same as"),
        (both, "contradicts this: 'Entanglement' cannot have an equivalent and none"),
    ],
)
def test_bad_reviews_are_refused_with_the_place(folder, kitchen, decide, message):
    review = reviewed(folder, decide)
    by = None if "nobody" in message else "Ada L."
    with pytest.raises(ReviewError, match=message) as raised:
        kitchen.accept_alignment(review, folder / "esco", by=by)
    assert str(raised.value).startswith("review.csv")


def test_accepting_a_pair_twice_is_refused(folder, kitchen):
    review = reviewed(folder, pick(TEAM, reviewer="A"))
    lines = review.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    review.write_text("".join([*lines, *(one for one in lines if '"yes"' in one)]))
    with pytest.raises(ReviewError, match=r"row \d+ accepts this too"):
        kitchen.accept_alignment(review, folder / "esco")


def test_nothing_is_written_where_the_review_is_bad(folder):
    (folder / "m.ttl").unlink(missing_ok=True)
    review = reviewed(folder, pick(TEAM, confidence="sure"))
    assert "review.csv, row " in imported(folder, review, "--by", "A", code=13)
    assert not (folder / "m.ttl").exists()
    assert "has no RDF suffix" in run(
        *("import", "alignment", str(folder / "kitchen.ttl"), str(review)),
        *("--to", str(folder / "esco"), "-o", str(folder / "m.txt")),
        code=2,
    )
