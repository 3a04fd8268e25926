"""ESCO releases are read as published, or refused with the place and the remedy."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import NamedNode

import careergraph as cg
import esco_releases as releases
from careergraph.building import build
from careergraph.cli import main
from careergraph.errors import TaxonomyError
from careergraph.moves import MoveRule
from careergraph.readers import esco
from careergraph.readers.ntriples import Triples
from careergraph.vocabulary import PREFIXES
from esco_releases import DATA, about, node, written

STATUS = NamedNode("http://purl.org/iso25964/skos-thes#status")


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
