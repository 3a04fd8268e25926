"""O*NET's release as a career graph: what is kept, and what is unknown."""

from __future__ import annotations

import shutil
from collections import defaultdict
from pathlib import Path

import pyoxigraph
import pytest

from careergraph import _resources, validation
from careergraph.readers import preparation, soc
from careergraph.readers.taxonomy import Summary
from careergraph.vocabulary import PREFIXES, TERMS
from onet_releases import (
    BASE,
    ELEMENT,
    PAGE,
    SAMPLE,
    about,
    ask,
    change,
    read,
    stated_efforts,
)


@pytest.fixture(scope="module")
def sample() -> tuple[pyoxigraph.Store, Summary]:
    return read()


@pytest.fixture(scope="module")
def graph(sample: tuple[pyoxigraph.Store, Summary]) -> pyoxigraph.Store:
    return sample[0]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path / "db_29_2_text"))


# What is kept


def test_an_occupation_is_a_role_at_its_job_zone_in_its_minor_group(
    graph: pyoxigraph.Store,
) -> None:
    assert ask(graph, "?o a cg:Role ; cg:atLevel ?level ; cg:onPath ?path") == {
        ("11-2021.00", "job-zone/5", "soc/11-2000"),
        ("15-1242.00", "job-zone/4", "soc/15-1200"),
        ("15-1252.00", "job-zone/4", "soc/15-1200"),
        ("15-2041.00", "job-zone/5", "soc/15-2000"),
        ("31-1131.00", "job-zone/2", "soc/31-1100"),
        ("35-9021.00", "job-zone/1", "soc/35-9000"),
    }
    assert ask(graph, "?path a cg:CareerPath ; skos:prefLabel ?label") >= {
        ("soc/15-1200", "Computer Occupations"),
        ("soc/15-2000", "Mathematical Science Occupations"),
    }
    assert not ask(graph, "?a cg:leadsTo|cg:movesTo ?b"), "O*NET states no progression"


def test_a_rating_is_a_requirement_with_its_numbers_and_errors(graph: pyoxigraph.Store) -> None:
    assert about(graph, f"{BASE}requirement/11-2021.00/2.A.1.a") == {
        PREFIXES["rdf"] + "type": {"Requirement"},
        "requiringRole": {"11-2021.00"},
        "requiredSkill": {"2.A.1.a"},
        "importance": {"essential"},
        "importanceRating": {"4.12"},
        "importanceError": {"0.125"},
        "levelRating": {"4.62"},
        "levelError": {"0.25"},
        "proficiency": {"4.62"},
        "sampleSize": {"8"},
        "evidence": {"derivedFromData"},
        "sourcePlace": {"Skills.txt: 11-2021.00, 2.A.1.a"},
        PREFIXES["dcterms"] + "source": {"https://www.onetcenter.org/database.html"},
    }


def test_numbers_that_the_release_does_not_give_are_absent(graph: pyoxigraph.Store) -> None:
    expert = about(graph, f"{BASE}requirement/15-1242.00/2.C.3.a")
    assert "importanceError" not in expert
    assert "levelError" not in expert
    assert expert["levelRating"] == {"5.6"}, "flags of n/a do not suppress"
    assert "sampleSize" not in about(graph, f"{BASE}requirement/15-2041.00/2.C.4.a")


def test_a_suppressed_importance_is_unknown_and_no_requirement(graph: pyoxigraph.Store) -> None:
    assert ask(graph, "?o cg:unknownRequirement ?skill") == {("31-1131.00", "2.C.3.a")}
    assert not about(graph, f"{BASE}requirement/31-1131.00/2.C.3.a")
    assert ("2.C.3.a",) not in ask(graph, f"<{PAGE}31-1131.00> cg:requires ?skill")


@pytest.mark.parametrize(
    ("key", "importance"),
    [("15-1242.00/2.B.3.e", "3.25"), ("11-2021.00/2.B.3.e", "1.12")],
    ids=["suppressed", "not relevant"],
)
def test_without_a_level_the_importance_stays(
    graph: pyoxigraph.Store, key: str, importance: str
) -> None:
    requirement = about(graph, f"{BASE}requirement/{key}")
    assert requirement["importanceRating"] == {importance}
    assert not requirement.keys() & {"levelRating", "levelError", "proficiency"}


def test_essential_is_from_the_threshold_which_stands_in_the_graph() -> None:
    essential = "?r cg:requiringRole ?o ; cg:requiredSkill ?s ; cg:importance cg:essential"
    for threshold, at, below in (
        (3.0, ("15-1242.00", "2.A.2.a"), ("15-2041.00", "2.B.3.e")),
        (4.25, ("15-2041.00", "2.A.2.a"), ("11-2021.00", "2.A.1.a")),
    ):
        store, _ = read(essential_from=threshold)
        found = {row[1:] for row in ask(store, essential)}
        assert at in found
        assert below not in found
        ((_, said),) = ask(store, "?a a cg:Assumptions ; cg:essentialFrom ?threshold")
        assert float(said) == threshold


def test_a_role_without_ratings_is_unknown_and_not_empty(graph: pyoxigraph.Store) -> None:
    assert ask(graph, "?o cg:requirementsUnknown true") == {("15-1252.00",)}
    assert ask(graph, f"<{PAGE}15-1252.00> cg:requires ?skill") == {("commodity/43232405",)}


def test_an_occupation_without_job_zone_is_a_concept_reported_by_name(
    sample: tuple[pyoxigraph.Store, Summary],
) -> None:
    graph, summary = sample
    kept = about(graph, PAGE + "15-1299.00")
    assert kept[PREFIXES["rdf"] + "type"] == {"Concept"}
    assert kept["prefLabel"] == {"Computer Occupations, All Other"}
    assert kept["broader"] == {"soc/15-1200"}
    assert kept["workActivity"] == {"activity/4.A.2.a.4.I02.D01"}
    assert kept["usesTechnology"] == {"technology/C%2B%2B"}
    assert not kept.keys() & {"atLevel", "onPath", "requires", "requirementsUnknown"}
    assert summary.notes == (
        "Without Job Zone, so a concept and no role (1): "
        "15-1299.00 Computer Occupations, All Other.",
        "Without ratings, so a role whose requirements are unknown (1): "
        "15-1252.00 Software Developers.",
    )


def test_ratings_without_job_zone_are_left_out_by_name(copy: Path) -> None:
    change(copy, "Job Zones", "35-9021.00\t1\t08/2024\tAnalyst\r\n", "")
    store, summary = read(copy)
    assert not ask(store, f"?r cg:requiringRole <{PAGE}35-9021.00>")
    assert summary.notes[1] == (
        "With ratings that are left out, since it is no role (1): 35-9021.00 Dishwashers."
    )


def test_kinds_of_technology_are_optional_requirements_with_examples(
    graph: pyoxigraph.Store,
) -> None:
    kind = about(graph, f"{BASE}requirement/15-1242.00/43232306")
    assert kind["importance"] == {"optional"}
    assert kind["evidence"] == {"statedInSource"}
    assert ask(graph, f"?t skos:broader <{BASE}commodity/43232306> ; skos:prefLabel ?l") == {
        ("technology/Oracle%20Database", "Oracle Database"),
        ("technology/Structured%20query%20language%20SQL", "Structured query language SQL"),
    }
    assert ask(graph, "?t cg:hotTechnology true") == {
        ("technology/C%2B%2B",),
        ("technology/IBM%20SPSS%20Statistics",),
        ("technology/Oracle%20Database",),
        ("technology/Structured%20query%20language%20SQL",),
    }
    assert ask(graph, "?o cg:inDemandTechnology ?t") == {
        ("15-1242.00", "technology/Oracle%20Database"),
        ("15-1242.00", "technology/Structured%20query%20language%20SQL"),
        ("15-1252.00", "technology/C%2B%2B"),
    }
    assert not ask(graph, "?r cg:importance cg:essential ; cg:evidence cg:statedInSource")


def test_only_rated_elements_and_kinds_of_technology_are_skills(graph: pyoxigraph.Store) -> None:
    assert {skill for (skill,) in ask(graph, "?s a cg:Skill")} == {
        "2.A.1.a",
        "2.A.2.a",
        "2.B.3.e",
        "2.C.3.a",
        "2.C.4.a",
        "commodity/43231513",
        "commodity/43232306",
        "commodity/43232405",
        "commodity/43232605",
    }


def test_hierarchies_of_elements_and_activities(graph: pyoxigraph.Store) -> None:
    chain = "skos:broader ?b . ?b skos:broader ?c . ?c skos:broader ?d"
    assert ask(graph, f"<{ELEMENT}2.B.3.e> {chain}") == {
        ("element/2.B.3", "element/2.B", "element/2")
    }
    assert ask(graph, f"<{BASE}activity/4.A.2.a.4.I02.D01> {chain}") == {
        ("activity/4.A.2.a.4.I02", "element/4.A.2.a.4", "element/4.A.2.a")
    }
    assert ask(graph, "?o cg:workActivity ?a") == {
        ("11-2021.00", "activity/4.A.2.a.4.I01.D01"),
        ("15-1299.00", "activity/4.A.2.a.4.I02.D01"),
        ("15-2041.00", "activity/4.A.2.a.4.I02.D01"),
    }


def test_other_titles_leave_out_the_title_itself(graph: pyoxigraph.Store) -> None:
    assert ask(graph, "?o a cg:Role ; skos:altLabel ?l") == {
        ("11-2021.00", "CMO"),
        ("11-2021.00", "Chief Marketing Officer (CMO)"),
        ("15-1242.00", "DBA"),
        ("15-1242.00", "Database Manager"),
        ("15-2041.00", "Biostatistician"),
    }


def test_quotation_marks_are_text(graph: pyoxigraph.Store) -> None:
    assert about(graph, PAGE + "31-1131.00")["definition"] == {'Help patients with "daily" tasks.'}


def test_a_skill_takes_the_mean_of_its_shares_in_the_zones_of_its_occupations(
    graph: pyoxigraph.Store,
) -> None:
    essential = "?r cg:requiringRole ?o ; cg:requiredSkill ?s ; cg:importance cg:essential"
    required: dict[str, set[str]] = defaultdict(set)
    for _, occupation, skill in ask(graph, essential):
        required[occupation].add(skill)
    assert required["35-9021.00"] == {"2.A.2.a"}
    zones = dict(ask(graph, "?o a cg:Role ; cg:atLevel/cg:rank ?z"))
    efforts = stated_efforts(graph)
    assert efforts == preparation.skill_efforts(
        (int(zones[occupation]), skills) for occupation, skills in required.items()
    )
    assert not ask(graph, "?l cg:effortPerSkill ?e")
    ranks = ask(graph, "?l a cg:Level ; cg:rank ?rank")
    assert ranks == {(f"job-zone/{zone}", str(zone)) for zone in range(1, 6)}


def test_a_role_with_nothing_essential_is_unknown_and_not_free_to_reach() -> None:
    store, summary = read(essential_from=4.25)
    unknown = ask(store, "?o cg:requirementsUnknown true")
    essential = "?r cg:requiringRole ?o ; cg:importance cg:essential"
    roles = ask(store, "?o a cg:Role")
    assert unknown == roles - {(code,) for _, code in ask(store, essential)}
    assert ("35-9021.00",) in unknown
    assert summary.notes[-1].startswith(
        "With ratings but no essential skill, so a role whose requirements are unknown ("
    )
    assert "35-9021.00 Dishwashers" in summary.notes[-1]
    assert summary.counts["roles with unknown requirements"] == len(unknown)


def test_the_attribution_names_the_release_and_the_modification(graph: pyoxigraph.Store) -> None:
    header = about(graph, BASE.rstrip("/"))
    assert header[PREFIXES["owl"] + "versionInfo"] == {"29.2"}
    assert header[PREFIXES["dcterms"] + "license"] == {
        "https://creativecommons.org/licenses/by/4.0/"
    }
    (rights,) = header[PREFIXES["dcterms"] + "rights"]
    for words in ("O*NET 29.2 Database", "USDOL/ETA", "CC BY 4.0", "has modified", "endorsed"):
        assert words in rights


def test_occupations_and_elements_are_named_as_in_the_alignments() -> None:
    alignments = pyoxigraph.Store()
    alignments.load(path=str(next(p for p in _resources.alignment_files() if "onet" in p.name)))
    targets = ask(alignments, "?s skos:closeMatch|skos:broadMatch ?target")
    store, _ = read()
    named = {node for (node,) in ask(store, "?n a cg:Role")}
    named |= {node for (node,) in ask(store, "?n a cg:Skill")}
    assert {"11-2021.00", "2.C.4.a"} <= named & {target for _, target in targets}


def test_the_graph_breaks_no_check(graph: pyoxigraph.Store) -> None:
    store = pyoxigraph.Store()
    store.extend(graph)
    store.load(path=str(_resources.TERMS_FILE))
    assert not [str(fault) for fault in validation.run_checks(store)]


def test_every_term_is_declared(graph: pyoxigraph.Store) -> None:
    terms = pyoxigraph.Store()
    terms.load(path=str(_resources.TERMS_FILE))
    used = {quad.predicate.value for quad in graph} | {
        quad.object.value for quad in graph if isinstance(quad.object, pyoxigraph.NamedNode)
    }
    declared = {quad.subject.value for quad in terms if hasattr(quad.subject, "value")}
    assert {iri for iri in used if iri.startswith(TERMS)} <= declared


def test_counts_of_the_summary(sample: tuple[pyoxigraph.Store, Summary]) -> None:
    assert sample[1].release == "29.2"
    assert dict(sample[1].counts) == {
        "occupations": 7,
        "roles": 6,
        "roles with unknown requirements": 1,
        "ratings": 50,
        "suppressed ratings": 4,
        "levels rated not relevant": 4,
        "skills": 5,
        "elements": 19,
        "kinds of technology": 4,
        "technologies": 5,
        "work activities": 4,
        "occupation activities": 3,
        "other titles": 5,
        "essential requirements": 15,
        "optional requirements": 9,
        "unknown requirements": 1,
        "requirements without level": 5,
        "technology requirements": 5,
    }


def test_minor_groups_are_those_that_the_classification_has() -> None:
    assert all(soc.minor_group(f"{group}.00") == group for group in soc.TITLES)
    assert soc.minor_group("15-1132.00") == "15-1100", "the classification of 2010"
    assert soc.minor_group("31-1014.00") == "31-1000"
    assert soc.title("31-1000") == "SOC minor group 31-1000"
