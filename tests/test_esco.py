"""ESCO releases are read as published, or refused with the place and the remedy."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

import careergraph as cg
import esco_releases as releases
from careergraph.building import build
from careergraph.cli import main
from careergraph.errors import TaxonomyError
from careergraph.moves import MoveRule
from careergraph.readers import esco, preparation
from careergraph.readers.ntriples import Triples
from careergraph.readers.taxonomy import Summary
from careergraph.vocabulary import PREFIXES

DATA = "http://data.europa.eu/esco/"
STATUS = NamedNode("http://purl.org/iso25964/skos-thes#status")


def written(
    source: Path, languages: Iterable[str] = (), version: str | None = None
) -> tuple[set[Triple], Summary]:
    out = io.StringIO()
    triples = Triples(out)
    summary = esco.write(source, triples, list(languages), version)
    parsed = [quad.triple for quad in pyoxigraph.parse(out.getvalue(), RdfFormat.N_TRIPLES)]
    assert len(parsed) == triples.count
    assert len(set(parsed)) == len(parsed), "a triple is written twice"
    return set(parsed), summary


def node(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    if prefix in {"occupation", "skill"}:
        return NamedNode(f"{DATA}{prefix}/sample-{local}")
    return NamedNode(PREFIXES[prefix] + local if prefix in PREFIXES else DATA + name)


def about(triples: set[Triple], subject: NamedNode) -> set[tuple[NamedNode, object]]:
    return {(t.predicate, t.object) for t in triples if t.subject == subject}


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


def test_published_zips_and_unpacked_files_say_the_same(tmp_path: Path) -> None:
    releases.as_published(tmp_path)
    packed, summary = written(tmp_path)
    assert summary.release == "1.1.1"
    assert packed == written(releases.SAMPLE, ["en"], "1.1.1")[0]


def test_one_zip_may_hold_everything(tmp_path: Path) -> None:
    path = releases.pack(releases.SAMPLE.glob("*.csv"), tmp_path / "esco-v1.1.1.zip")
    assert written(path)[0] == written(releases.SAMPLE, version="1.1.1")[0]


def test_the_layout_of_v1_2_says_the_same(tmp_path: Path) -> None:
    folder = releases.copy(tmp_path)
    for name in releases.RELATIONS:
        rows = releases.read(folder / f"{name}.csv")
        (folder / f"{name}.csv").unlink()
        for language in ("en", "de"):
            labelled = [{"conceptLabel": "baker", **row, "skillLabel": "dough"} for row in rows]
            releases.write(folder / f"{name}_{language}.csv", labelled)
    for language in ("en", "de"):
        releases.change(
            folder / f"occupations_{language}.csv",
            lambda rows: [
                {
                    "naceCode": "http://data.europa.eu/ux2/nace2.1/107",
                    **row,
                    "altLabels": row["altLabels"].replace("\n", " | "),
                }
                for row in rows
            ],
        )
    releases.write(folder / "dictionary_en.csv", [{"filename": "skills"}])
    releases.write(folder / "greenShareOcc_en.csv", [{"greenShare": "0.1"}])
    triples, summary = written(folder)
    nace = {t for t in triples if t.predicate == node("esco:hasNACECode")}
    assert {t.object.value for t in nace} == {"http://data.europa.eu/ux2/nace2.1/107"}
    assert triples - nace == written(releases.SAMPLE)[0]
    assert len(nace) == 6
    assert summary.notes[1].endswith("known: greenShareOcc_en.csv")


def test_the_columns_of_v1_0_are_enough(tmp_path: Path) -> None:
    folder = releases.copy(tmp_path)
    later = {"status", "modifiedDate", "inScheme", "hiddenLabels", "scopeNote", "definition"}
    for name in ("occupations", "skills", "ISCOGroups", "skillGroups"):
        for language in ("en", "de"):
            file = folder / f"{name}_{language}.csv"
            rows = releases.read(file)
            releases.write(file, rows, [c for c in reversed(rows[0]) if c not in later])
    triples, _ = written(folder)
    relations = {
        node(name)
        for name in ("cg:requires", "skos:broader", "cg:atLevel", "esco:relatedOptionalSkill")
    }
    assert {t for t in triples if t.predicate in relations} == {
        t for t in written(releases.SAMPLE)[0] if t.predicate in relations
    }


def edited(name: str, column: str, row: int, value: str) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        rows = releases.read(folder / name)
        rows[row - 2][column] = value
        releases.write(folder / name, rows)

    return edit


def repeated(name: str, row: int, **changed: str) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        releases.change(folder / name, lambda rows: [*rows, {**rows[row - 2], **changed}])

    return edit


def removed(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def without(name: str, column: str) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        rows = releases.read(folder / name)
        releases.write(folder / name, rows, [one for one in rows[0] if one != column])

    return edit


def holding(name: str, content: bytes) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        (folder / name).write_bytes(content)

    return edit


def recoded(name: str, encoding: str) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_bytes(text.encode(encoding))

    return edit


def scattered(folder: Path) -> None:
    rows = releases.read(folder / "occupationSkillRelations.csv")
    for row in rows[:3]:
        row["skillUri"] += "-of-another-release"
    releases.write(folder / "occupationSkillRelations.csv", rows)


def differing(folder: Path) -> None:
    rows = releases.read(folder / "skillSkillRelations.csv")
    releases.write(folder / "skillSkillRelations_de.csv", rows[1:])


def of_two_releases(folder: Path) -> None:
    for version in ("1.1.1", "1.2.0"):
        releases.pack([], folder / f"ESCO dataset - v{version} - classification - en - csv.zip")


def packed_as_well(folder: Path) -> None:
    releases.pack([folder / "skills_en.csv"], folder / "esco.zip")


BAKER = f"{DATA}occupation/sample-baker"
MAKE_FOOD = f"{DATA}skill/sample-make-food"
FAULTS = {
    "a table is missing": (removed("skillGroups_en.csv"), r"skillGroups_en\.csv is missing.*again"),
    "languages are mixed": (removed("skills_de.csv"), r"skills_de\.csv is missing.*choose"),
    "relations are missing": (
        removed("skillSkillRelations.csv"),
        r"skillSkillRelations\.csv is missing.*both zips",
    ),
    "releases are mixed": (of_two_releases, r"more than one release: v1\.1\.1 and v1\.2\.0"),
    "relations are of another release": (
        scattered,
        r"occupationSkillRelations\.csv: 4 of 28 relations point to concepts that are not there",
    ),
    "a file is there twice": (packed_as_well, r"skills_en\.csv is there twice: esco\.zip: .* and"),
    "a column is missing": (
        without("skills_en.csv", "reuseLevel"),
        r"skills_en\.csv, row 1: there is no column 'reuseLevel'",
    ),
    "columns are separated otherwise": (
        holding("skills_en.csv", b"conceptUri;skillType\r\nx;y\r\n"),
        r"skills_en\.csv, row 1: .*only conceptUri;skillType.*commas",
    ),
    "a column is there twice": (
        holding("broaderRelationsOccPillar.csv", b"conceptUri,broaderUri,conceptUri\na,b,c\n"),
        r"row 1: the column 'conceptUri' is there twice",
    ),
    "an IRI is there twice": (
        repeated("skills_en.csv", 3),
        r"skills_en\.csv, rows 3 and 17, column 'conceptUri': both are http\S+prepare-dough",
    ),
    "an IRI is in two tables": (
        repeated("skillGroups_de.csv", 2, conceptUri=BAKER),
        r"skillGroups_de\.csv: \S+sample-baker is only in it, unlike in the other language",
    ),
    "an IRI is none": (
        edited("skills_en.csv", "conceptUri", 4, "decorate cakes"),
        r"skills_en\.csv, row 4, column 'conceptUri': 'decorate cakes' is no IRI",
    ),
    "an IRI is empty": (
        edited("skills_en.csv", "conceptUri", 4, ""),
        r"skills_en\.csv, row 4, column 'conceptUri': '' is no IRI",
    ),
    "a scheme is none": (
        edited("occupations_en.csv", "inScheme", 2, "http://a.example/1, <b>"),
        r"occupations_en\.csv, row 2, column 'inScheme': '<b>' is no IRI",
    ),
    "a language says otherwise": (
        edited("skills_de.csv", "reuseLevel", 6, "transversal"),
        r"skills_de\.csv, row 6, column 'reuseLevel': 'transversal', and 'cross-sector' in",
    ),
    "a language has other relations": (
        differing,
        r"skillSkillRelations_de\.csv and skillSkillRelations\.csv differ: .* in one only",
    ),
    "a kind of relation is unknown": (
        edited("occupationSkillRelations.csv", "relationType", 3, "vital"),
        r"row 3, column 'relationType': 'vital' is neither essential nor optional",
    ),
    "occupations run in a circle": (
        repeated(
            "broaderRelationsOccPillar.csv",
            2,
            conceptUri=BAKER,
            broaderUri=f"{DATA}occupation/sample-pastry-maker",
        ),
        r"broaderRelationsOccPillar: .* circle: '(baker|pastry maker)' .*broader than '",
    ),
    "skills run in a circle": (
        repeated("broaderRelationsSkillPillar.csv", 2, conceptUri=MAKE_FOOD, broaderUri=MAKE_FOOD),
        r"broaderRelationsSkillPillar: .* circle: 'making food' .*broader than 'making food'",
    ),
    "text is not UTF-8": (
        recoded("occupations_de.csv", "latin-1"),
        r"occupations_de\.csv, after row \d+: not UTF-8 text.*save it as UTF-8",
    ),
    "text is UTF-16": (
        recoded("skills_en.csv", "utf-16"),
        r"skills_en\.csv, after row 1: not UTF-8 text",
    ),
    "a row is too short": (
        holding("skillSkillRelations.csv", b"originalSkillUri,relatedSkillUri,relationType\na,b\n"),
        r"skillSkillRelations\.csv, row 2: it has 2 cells, and the header has 3",
    ),
    "quotes do not match": (
        holding("broaderRelationsOccPillar.csv", b'conceptUri,broaderUri\n"a"b,c\n'),
        r"broaderRelationsOccPillar\.csv, after row 1: not comma-separated values",
    ),
    "a table is empty": (
        holding("skillGroups_en.csv", b"conceptUri,preferredLabel\r\n"),
        r"skillGroups_en\.csv: it has no rows",
    ),
    "a file has no content": (
        holding("skillGroups_en.csv", b""),
        r"skillGroups_en\.csv: its first line is no header",
    ),
    "a file is nonsense": (
        holding("skills_en.csv", bytes(range(11, 256)) * 40_000),
        r"skills_en\.csv: its first line is no header",
    ),
}


@pytest.mark.parametrize(("fault", "message"), FAULTS.values(), ids=FAULTS)
def test_what_is_wrong_is_refused_before_anything_is_written(
    fault: Callable[[Path], None], message: str, tmp_path: Path
) -> None:
    fault(releases.copy(tmp_path))
    out = io.StringIO()
    limit = csv.field_size_limit()
    with pytest.raises(TaxonomyError, match=message):
        esco.write(tmp_path, Triples(out))
    assert out.getvalue() == ""
    assert csv.field_size_limit() == limit


def test_an_iri_in_two_tables_is_refused(tmp_path: Path) -> None:
    folder = releases.copy(tmp_path)
    for language in ("en", "de"):
        repeated(f"skillGroups_{language}.csv", 2, conceptUri=BAKER)(folder)
    with pytest.raises(TaxonomyError, match=r"sample-baker is in occupations and in skillGroups"):
        written(folder)


def test_other_files_languages_and_releases_are_told_from_esco(tmp_path: Path) -> None:
    with pytest.raises(TaxonomyError, match=r"no language 'fr', only de, en"):
        written(releases.SAMPLE, ["fr"])
    folder = tmp_path / "esco-v1.2.0"
    releases.copy(folder)
    assert written(folder)[1].release == "1.2.0"
    with pytest.raises(TaxonomyError, match=r"more than one release: v1\.1\.1 and v1\.2\.0"):
        written(folder, version="1.1.1")
    (tmp_path / "Skills.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(TaxonomyError, match=r"no table of ESCO .* only Skills\.csv"):
        written(tmp_path)


LEFT_OUT = {
    "no ISCO group": (
        [edited(f"occupations_{language}.csv", "iscoGroup", 2, "") for language in ("en", "de")],
        r"'baker' \(\S+\) is no role, since it has no ISCO group",
    ),
    "a group that is not there": (
        [
            edited(f"occupations_{language}.csv", "iscoGroup", 2, "7513")
            for language in ("en", "de")
        ],
        r"'baker' \(\S+\) is no role, since '7513' is no unit group",
    ),
    "a group that is too large": (
        [edited(f"occupations_{language}.csv", "iscoGroup", 2, "751") for language in ("en", "de")],
        r"'baker' \(\S+\) is no role, since '751' is no unit group",
    ),
}


@pytest.mark.parametrize(("edits", "note"), LEFT_OUT.values(), ids=LEFT_OUT)
def test_an_occupation_without_unit_group_keeps_its_data_and_is_no_role(
    edits: list[Callable[[Path], None]], note: str, tmp_path: Path
) -> None:
    folder = releases.copy(tmp_path)
    for edit in edits:
        edit(folder)
    triples, summary = written(folder)
    ours = {t for t in written(releases.SAMPLE)[0] if t.subject == node("occupation:baker")}
    ours = {t for t in ours if PREFIXES["cg"] in str(t.predicate) or t.object == node("cg:Role")}
    kept = {t for t in triples if t.subject == node("occupation:baker")}
    assert ours
    assert not ours & kept
    assert (node("esco:relatedEssentialSkill"), node("skill:bake-goods")) in about(
        triples, node("occupation:baker")
    )
    assert re.match(note, summary.notes[1])


def test_odd_values_and_repeated_relations_are_noted(tmp_path: Path) -> None:
    folder = releases.copy(tmp_path)
    for language in ("en", "de"):
        edited(f"skills_{language}.csv", "reuseLevel", 2, "everywhere")(folder)
        edited(f"skills_{language}.csv", "skillType", 3, "")(folder)
        edited(f"skills_{language}.csv", "modifiedDate", 4, "3 May")(folder)
    edited("skills_de.csv", "preferredLabel", 5, "")(folder)
    repeated("occupationSkillRelations.csv", 6, relationType="essential")(folder)
    repeated("occupationSkillRelations.csv", 2)(folder)
    repeated("skillSkillRelations.csv", 2, relatedSkillUri=f"{DATA}skill/sample-bake-goods")(folder)
    repeated("greenSkillsCollection_en.csv", 2, conceptUri=f"{DATA}skill/gone")(folder)
    triples, summary = written(folder)
    assert [note.replace(DATA, "") for note in summary.notes] == [
        "skills_de.csv: 1 concepts have no label",
        "occupationSkillRelations.csv, row 11: 'cook' (occupation/sample-cook), optional "
        "skill/sample-gone left out, since skill/sample-gone is not there as what it should be",
        "occupationSkillRelations.csv, row 30: 'baker' (occupation/sample-baker), essential "
        "'work in shifts' (skill/sample-work-in-shifts) left out, since the two are related twice, "
        "and essential counts for more than optional",
        "occupationSkillRelations.csv, row 31: 'baker' (occupation/sample-baker), essential "
        "'bake goods' (skill/sample-bake-goods) left out, since the two are related twice, "
        "and essential counts for more than optional",
        "skillSkillRelations.csv, row 4: 'bake goods' (skill/sample-bake-goods), optional "
        "'bake goods' (skill/sample-bake-goods) left out, since it relates to itself",
        "greenSkillsCollection_en.csv, row 3: skill/gone left out, since it is not there",
        "'bake goods' (skill/sample-bake-goods): reuseLevel 'everywhere' is not known",
        "'prepare dough' (skill/sample-prepare-dough): it has no skillType",
        "'decorate cakes' (skill/sample-decorate-cakes): modifiedDate '3 May' left out, since it "
        "is no time of ISO 8601",
        "'restaurant manager' (occupation/sample-restaurant-manager): what it requires is "
        "unknown, since the release relates it to no essential skill",
    ]
    assert (node("cg:requires"), node("skill:work-in-shifts")) in about(
        triples, node("occupation:baker")
    )


def test_the_graph_is_sound_and_answers(tmp_path: Path) -> None:
    build(lambda triples: esco.write(releases.SAMPLE, triples), tmp_path / "esco", MoveRule(2))
    gap = cg.load(tmp_path / "esco").gap("cook", "head chef")
    assert {learned.skill.label for learned in gap.learned} == {"plan menus", "lead a team"}
    assert {skill.label for skill in gap.shared} == {"cook dishes", "food hygiene"}


def test_the_command_line_imports_and_says_what_was_left_out(tmp_path: Path) -> None:
    arguments = ["import", "esco", str(releases.SAMPLE), "-o", str(tmp_path / "esco.nt")]
    options = ["--language", "de", "--release", "1.1.1", "--nearest", "2", "--explain"]
    done = CliRunner().invoke(main, [*arguments, *options])
    assert done.exit_code == 0, done.output
    assert "'Koch/Köchin'" in done.output
    assert "ESCO 1.1.1, read as 6 occupations, 15 skills, " in done.output
    assert cg.load(tmp_path / "esco.nt").gap("Koch/Köchin", "Küchenhilfe").learned == ()


def test_the_command_line_refuses_with_the_exit_code_of_taxonomies(tmp_path: Path) -> None:
    releases.copy(tmp_path / "esco")
    (tmp_path / "esco" / "skills_en.csv").unlink()
    arguments = ["import", "esco", str(tmp_path / "esco"), "-o", str(tmp_path / "graph")]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == TaxonomyError.exit_code
    assert "skills_en.csv is missing" in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["esco"]


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
LABEL = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), max_size=12).map(
    lambda text: " ".join(text.replace("|", "").split())
)
LANGUAGES = st.lists(st.sampled_from(["en", "de", "nl", "en-us"]), min_size=1, unique=True)
GROUPS = ("1412", "2512", "5120", "9412")
SKILL_TYPES = {"knowledge": "skill-type/knowledge", "skill/competence": "skill-type/skill"}
REUSE = ("transversal", "cross-sector", "sector-specific", "occupation-specific")
CONCEPT_COLUMNS = [
    *("conceptUri", "preferredLabel", "altLabels", "hiddenLabels", "description"),
    *("iscoGroup", "code", "skillType", "reuseLevel"),
]


@st.composite
def random_releases(draw: st.DrawFn) -> tuple[dict[str, list[releases.Row]], set[Triple]]:
    """Return the files of a release and what they say of its concepts."""
    files: dict[str, list[releases.Row]] = {}
    said: set[Triple] = set()

    def say(subject: str, predicate: str, object_: object) -> None:
        said.add(Triple(NamedNode(DATA + subject), node(predicate), object_))

    languages = draw(LANGUAGES)
    kinds = {
        "occupations": [f"occupation/{n}" for n in range(draw(st.integers(1, 4)))],
        "skills": [f"skill/{n}" for n in range(draw(st.integers(1, 6)))],
        "ISCOGroups": [f"isco/C{code}" for code in GROUPS],
        "skillGroups": ["skill/group"],
    }
    types = {
        "occupations": ["esco:MemberConcept", "esco:Occupation", "cg:Role"],
        "skills": ["esco:MemberConcept", "esco:Skill", "cg:Skill"],
    }
    levels = {"1412": 3, "2512": 4, "5120": 2, "9412": 1}
    for table, names in kinds.items():
        for name in names:
            same = {"conceptUri": DATA + name}
            for kind in ("skos:Concept", *types.get(table, ())):
                say(name, "rdf:type", node(kind))
            if table == "occupations":
                same["iscoGroup"] = code = draw(st.sampled_from(GROUPS))
                say(name, "cg:onPath", node(f"isco/C{code}"))
                say(name, "cg:atLevel", NamedNode(f"{esco.BASE}level/{levels[code]}"))
                say(f"isco/C{code}", "rdf:type", node("cg:CareerPath"))
            if table == "ISCOGroups":
                same["code"] = name[-4:]
                say(name, "skos:notation", Literal(name[-4:]))
            if table == "skills":
                same["skillType"] = draw(st.sampled_from([*SKILL_TYPES]))
                same["reuseLevel"] = draw(st.sampled_from(REUSE))
                say(name, "esco:skillType", node(SKILL_TYPES[same["skillType"]]))
                say(name, "esco:skillReuseLevel", node(f"skill-reuse-level/{same['reuseLevel']}"))
            for language in languages:
                label, about, others = draw(LABEL), draw(TEXT), draw(st.lists(LABEL, max_size=3))
                row = {**same, "preferredLabel": label, "description": about}
                row["altLabels"] = draw(st.sampled_from(["\n", " | "])).join(others)
                files.setdefault(f"{table}_{language}.csv", []).append(row)
                if label:
                    say(name, "skos:prefLabel", Literal(label, language=language))
                for other in {*others} - {"", label}:
                    say(name, "skos:altLabel", Literal(other, language=language))
                if about.strip():
                    say(name, "dcterms:description", Literal(about.strip(), language=language))
    pairs = [(a, b) for a in kinds["occupations"] for b in kinds["skills"]]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True))
    rows = files["occupationSkillRelations.csv"] = []
    occupations = files[f"occupations_{languages[0]}.csv"]
    required: dict[str, list[str]] = {occupation: [] for occupation in kinds["occupations"]}
    for occupation, skill in chosen:
        kind = draw(st.sampled_from(["essential", "optional"]))
        ends = {"occupationUri": DATA + occupation, "skillUri": DATA + skill}
        rows.append({**ends, "relationType": kind})
        say(occupation, f"esco:related{kind.capitalize()}Skill", node(skill))
        if kind == "essential":
            say(occupation, "cg:requires", node(skill))
            required[occupation].append(skill)
    for occupation in kinds["occupations"]:
        if required[occupation]:
            continue
        true = Literal("true", datatype=NamedNode(PREFIXES["xsd"] + "boolean"))
        say(occupation, "cg:requirementsUnknown", true)
    groups = {row["conceptUri"][len(DATA) :]: row["iscoGroup"] for row in occupations}
    efforts = preparation.skill_efforts((levels[groups[o]], required[o]) for o in required)
    for skill, effort in efforts.items():
        say(skill, "cg:effort", NamedNode(f"{esco.BASE}effort/{effort.low}-{effort.high}"))
    broader = files["broaderRelationsSkillPillar.csv"] = []
    for place, skill in enumerate(kinds["skills"]):
        above = draw(st.sampled_from([*kinds["skills"][:place], "skill/group"]))
        broader.append({"conceptUri": DATA + skill, "broaderUri": DATA + above})
        say(skill, "skos:broader", node(above))
    return files, said


@given(random_releases())
def test_random_releases_are_read_back(
    release: tuple[dict[str, list[releases.Row]], set[Triple]],
) -> None:
    files, said = release
    columns = {
        "occupationSkillRelations.csv": ["occupationUri", "relationType", "skillUri"],
        "skillSkillRelations.csv": ["originalSkillUri", "relationType", "relatedSkillUri"],
        "broaderRelationsOccPillar.csv": ["conceptUri", "broaderUri"],
        "broaderRelationsSkillPillar.csv": ["conceptUri", "broaderUri"],
    }
    with tempfile.TemporaryDirectory() as folder:
        for name in {**columns, **files}:
            rows = files.get(name, [])
            releases.write(Path(folder) / name, rows, columns.get(name, CONCEPT_COLUMNS))
        triples, summary = written(Path(folder))
    concepts = {t.subject for t in said}
    assert {t for t in triples if t.subject in concepts} == said
    ours = (esco.BASE[:-1], esco.PAGE, f"{DATA}skill-", f"{DATA}concept-scheme/skill-")
    assert all(t.subject.value.startswith(ours) for t in triples if t.subject not in concepts)
    kinds = Counter(row["relationType"] for row in files["occupationSkillRelations.csv"])
    assert summary.counts["occupationSkillRelations"] == kinds.total()
