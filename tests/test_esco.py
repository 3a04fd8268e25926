"""An ESCO release as a career graph: what is kept, derived and noted."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Literal, NamedNode

import esco_releases as releases
from careergraph.readers import esco, preparation
from careergraph.vocabulary import PREFIXES
from esco_releases import DATA, about, node, written

STATUS = NamedNode("http://purl.org/iso25964/skos-thes#status")


def test_an_occupation_is_a_role_with_all_that_the_files_say() -> None:
    triples, _ = written(releases.SAMPLE)
    scheme = "concept-scheme/"
    relations = {
        (node("esco:relatedEssentialSkill"), node(f"skill:{name}"))
        for name in ("bake-goods", "prepare-dough", "decorate-cakes", "food-hygiene")
    }
    assert about(triples, node("occupation:pastry-maker")) == {
        *((node("rdf:type"), node(kind)) for kind in ("skos:Concept", "esco:MemberConcept")),
        *((node("rdf:type"), node(kind)) for kind in ("esco:Occupation", "cg:Role")),
        (node("skos:inScheme"), node(scheme + "occupations")),
        (node("skos:inScheme"), node(scheme + "member-occupations")),
        (node("skos:notation"), Literal("7512.1.1")),
        (STATUS, Literal("released")),
        (
            node("dcterms:modified"),
            Literal("2020-07-05T13:58:41Z", datatype=NamedNode(PREFIXES["xsd"] + "dateTime")),
        ),
        (node("esco:regulatedProfessionNote"), node("regulated-professions/unregulated")),
        (node("skos:prefLabel"), Literal("pastry maker", language="en")),
        (node("skos:prefLabel"), Literal("Konditor/Konditorin", language="de")),
        (node("skos:altLabel"), Literal("confectioner", language="en")),
        (node("skos:hiddenLabel"), Literal("patissier", language="en")),
        (
            node("dcterms:description"),
            Literal("Pastry makers make cakes and sweet pastry.", language="en"),
        ),
        *relations,
        *((node("cg:requires"), skill) for _, skill in relations),
        (node("esco:relatedOptionalSkill"), node("skill:food-allergies")),
        (node("esco:relatedOptionalSkill"), node("skill:plan-menus")),
        (node("skos:broader"), node("occupation:baker")),
        (node("cg:onPath"), node("isco/C7512")),
        (node("cg:atLevel"), NamedNode(esco.BASE + "level/2")),
    }


def test_a_skill_keeps_its_type_reuse_level_and_relations() -> None:
    triples, _ = written(releases.SAMPLE, ["en"])
    said = about(triples, node("skill:bake-goods"))
    assert said >= {
        (node("rdf:type"), node("cg:Skill")),
        (node("rdf:type"), node("esco:Skill")),
        (node("esco:skillType"), node("skill-type/skill")),
        (node("esco:skillReuseLevel"), node("skill-reuse-level/sector-specific")),
        (node("skos:altLabel"), Literal("bake bread", language="en")),
        (node("skos:altLabel"), Literal("baking", language="en")),
        (node("esco:relatedOptionalSkill"), node("skill:flour-types")),
        (node("skos:broader"), node("skill:make-food")),
    }
    assert not {text for _, text in said if getattr(text, "language", "en") == "de"}
    assert (node("esco:skillType"), node("skill-type/knowledge")) in about(
        triples, node("skill:flour-types")
    )


def test_groups_keep_codes_and_hierarchies_and_only_those_with_occupations_are_paths() -> None:
    triples, _ = written(releases.SAMPLE, ["en"])
    assert about(triples, node("isco/C7512")) == {
        (node("rdf:type"), node("skos:Concept")),
        (node("rdf:type"), node("cg:CareerPath")),
        (node("skos:inScheme"), node("concept-scheme/occupations")),
        (node("skos:inScheme"), node("concept-scheme/isco")),
        (node("skos:notation"), Literal("7512")),
        (STATUS, Literal("released")),
        (node("skos:prefLabel"), Literal("Bakers and confectioners", language="en")),
        (node("skos:broader"), node("isco/C751")),
    }
    paths = {t.subject for t in triples if t.object == node("cg:CareerPath")}
    assert paths == {node(f"isco/C{code}") for code in ("1412", "3434", "5120", "7512", "9412")}
    assert (node("skos:broader"), node("skill:knowledge")) in about(triples, node("isced-f/0721"))


def test_collections_are_schemes_whether_the_concept_or_the_collection_says_so() -> None:
    triples, _ = written(releases.SAMPLE, ["en"])
    digital = node("concept-scheme/6c930acd-c104-4ece-acf7-f44fd7333036")
    assert (node("skos:inScheme"), digital) in about(triples, node("skill:plan-shifts"))
    assert (node("skos:inScheme"), node("concept-scheme/green")) in about(
        triples, node("skill:reduce-food-waste")
    )
    assert (node("skos:prefLabel"), Literal("Green", language="en")) in about(
        triples, node("concept-scheme/green")
    )


def test_levels_are_those_of_isco() -> None:
    triples, _ = written(releases.SAMPLE, ["en"])
    levels = {
        t.subject.value.rpartition("-")[2]: t.object.value[-1]
        for t in triples
        if t.predicate == node("cg:atLevel")
    }
    assert levels == {
        "baker": "2",
        "maker": "2",
        "cook": "2",
        "chef": "3",
        "helper": "1",
        "manager": "3",
    }
    assert node("cg:effortPerSkill") not in {t.predicate for t in triples}


def test_a_skill_takes_the_mean_of_its_shares_of_preparation() -> None:
    triples, _ = written(releases.SAMPLE, ["en"])
    efforts = {t.subject: t.object for t in triples if t.predicate == node("cg:effort")}
    # Skill level 2 takes 500 to 2,000 hours and level 3 2,000 to 4,000, in four skills each;
    # level 1 takes up to 500 hours in two.
    expected = {
        "decorate-cakes": (125, 500),
        "plan-menus": (500, 1_000),
        "food-hygiene": ((3 * 125 + 500) / 4, (3 * 500 + 1_000) / 4),
        "clean-kitchen": (125 / 2, (500 + 250) / 2),
    }
    decimal = NamedNode(PREFIXES["xsd"] + "decimal")
    for skill, exact in expected.items():
        low, high = (round(hours / 5) * 5 for hours in exact)
        effort = NamedNode(f"{esco.BASE}effort/{low}-{high}")
        assert efforts[node(f"skill:{skill}")] == effort
        assert about(triples, effort) == {
            (node("rdf:type"), node("cg:EffortRange")),
            (node("cg:low"), Literal(f"{low}.0", datatype=decimal)),
            (node("cg:high"), Literal(f"{high}.0", datatype=decimal)),
            (node("cg:unit"), node("unit:HR")),
            (node("dcterms:source"), NamedNode(esco.BASE + "defaults")),
            (node("skos:note"), Literal(preparation.NOTE, language="en")),
        }
    assert node("skill:work-in-shifts") not in efforts, "essential for nobody, so unknown"


def test_the_header_names_release_source_and_rights() -> None:
    triples, _ = written(releases.SAMPLE, ["de"], "v1.1.1")
    source = NamedNode(esco.PAGE)
    assert about(triples, NamedNode(esco.BASE.rstrip("/"))) == {
        (node("rdf:type"), node("owl:Ontology")),
        (node("owl:imports"), NamedNode("https://w3id.org/careergraph/terms")),
        (node("owl:versionInfo"), Literal("1.1.1")),
        (node("owl:versionIRI"), NamedNode(esco.BASE + "1.1.1")),
        (node("dcterms:title"), Literal("ESCO v1.1.1", language="en")),
        (node("dcterms:source"), source),
        (node("dcterms:rights"), Literal(esco.RIGHTS, language="en")),
        (node("dcterms:language"), Literal("de")),
        (node("cg:edgeSource"), source),
    }


def test_the_summary_counts_rows_and_names_what_was_left_out() -> None:
    _, summary = written(releases.SAMPLE)
    assert summary.counts == {
        "occupations": 6,
        "skills": 15,
        "ISCOGroups": 20,
        "skillGroups": 5,
        "occupationSkillRelations": 28,
        "skillSkillRelations": 2,
        "broaderRelationsOccPillar": 21,
        "broaderRelationsSkillPillar": 17,
        "conceptSchemes": 3,
        "digitalSkillsCollection": 1,
        "greenSkillsCollection": 1,
    }
    gone, unknown = summary.notes
    assert gone.startswith("occupationSkillRelations.csv, row 11: 'cook' (")
    assert f"{DATA}skill/sample-gone is not there" in gone
    assert unknown.startswith("'restaurant manager' (")
    assert "unknown" in unknown


def test_an_occupation_without_essential_skills_is_unknown(tmp_path: Path) -> None:
    def unknown(source: Path) -> set[object]:
        triples, _ = written(source)
        return {t.subject for t in triples if t.predicate == node("cg:requirementsUnknown")}

    manager, helper = node("occupation:restaurant-manager"), node("occupation:kitchen-helper")
    assert unknown(releases.SAMPLE) == {manager}
    copy = releases.copy(tmp_path / "esco")
    file = copy / "occupationSkillRelations.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("helper,essential", "helper,optional"), encoding="utf-8")
    assert unknown(copy) == {manager, helper}
