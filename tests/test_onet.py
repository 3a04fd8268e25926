"""O*NET's release as a career graph: what is kept, what is unknown, and what is refused."""

from __future__ import annotations

import io
import re
import shutil
import time
import zipfile
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careergraph import _resources, validation
from careergraph.effort import Effort
from careergraph.errors import RequestError, TaxonomyError
from careergraph.readers import onet, onet_release, preparation, soc
from careergraph.readers.ntriples import Triples
from careergraph.readers.taxonomy import Summary
from careergraph.vocabulary import PREFIXES, TERMS

SAMPLE = Path(__file__).parent / "data" / "onet" / "db_29_2_text"
PAGE = "https://www.onetonline.org/link/summary/"
ELEMENT = "https://www.onetonline.org/find/descriptor/result/"
BASE = "https://w3id.org/careergraph/onet/"


def read(source: Path = SAMPLE, **options: Any) -> tuple[pyoxigraph.Store, Summary]:
    file = io.StringIO()
    triples = Triples(file)
    summary = onet.write(source, triples, **options)
    store = pyoxigraph.Store()
    store.bulk_load(file.getvalue().encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert len(store) == triples.count, "a triple was written twice"
    return store, summary


@pytest.fixture(scope="module")
def sample() -> tuple[pyoxigraph.Store, Summary]:
    return read()


@pytest.fixture(scope="module")
def graph(sample: tuple[pyoxigraph.Store, Summary]) -> pyoxigraph.Store:
    return sample[0]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path / "db_29_2_text"))


def ask(store: pyoxigraph.Store, where: str) -> set[tuple[str, ...]]:
    """Return the values of the variables, in the order in which they are first named."""
    names = list(dict.fromkeys(re.findall(r"\?(\w+)", where)))
    found = store.query(f"SELECT * WHERE {{ {where} }}", prefixes=PREFIXES)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return {tuple(short(row[name]) for name in names) for row in found}


def short(term: Any) -> str:
    text = str(term.value)
    for start in (PAGE, ELEMENT, BASE, TERMS, PREFIXES["skos"]):
        text = text.removeprefix(start)
    return text


def about(store: pyoxigraph.Store, node: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for quad in store.quads_for_pattern(pyoxigraph.NamedNode(node), None, None, None):
        found[short(quad.predicate)].add(short(quad.object))
    return dict(found)


def change(folder: Path, table: str, old: str, new: str) -> None:
    file = folder / f"{table}.txt"
    text = file.read_bytes().decode()
    assert old in text
    file.write_bytes(text.replace(old, new, 1).encode())


def pack(archive: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return archive


def members(inside: str = "db_29_2_text/") -> dict[str, bytes]:
    return {f"{inside}{file.name}": file.read_bytes() for file in sorted(SAMPLE.glob("*.txt"))}


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


def stated_efforts(store: pyoxigraph.Store) -> dict[str, Effort]:
    found = ask(
        store,
        "?s a cg:Skill ; cg:effort ?e . ?e cg:low ?low ; cg:high ?high ; skos:note "
        f'"{preparation.NOTE}"@en ; dcterms:source <{BASE}defaults>',
    )
    assert {node for _, node, _, _ in found} == {
        f"effort/{float(low):g}-{float(high):g}" for _, _, low, high in found
    }, "equal efforts share a node"
    return {skill: Effort(float(low), float(high)) for skill, _, low, high in found}


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


# Ways a release may come


@pytest.mark.parametrize("inside", ["db_29_2_text/", ""], ids=["in a folder", "at the top"])
def test_an_archive_is_read_as_the_folder_is(tmp_path: Path, inside: str) -> None:
    archive = pack(tmp_path / "db_29_2_text.zip", {**members(inside), "Read Me.txt": b"\xff"})
    assert set(read(archive)[0]) == set(read()[0])


def test_columns_may_stand_in_any_order_and_more_may_come(copy: Path) -> None:
    for file in copy.glob("*.txt"):
        rows = [line.split("\t") for line in file.read_bytes().decode().splitlines()]
        text = "\r\n".join("\t".join([*reversed(row), "more"]) for row in rows)
        file.write_text("\ufeff" + text, encoding="utf-8", newline="")
    assert set(read(copy)[0]) == set(read()[0])


def test_rows_may_stand_in_any_order(copy: Path) -> None:
    for table in ("Skills", "Knowledge"):
        heading, *rows = (copy / f"{table}.txt").read_bytes().splitlines(keepends=True)
        (copy / f"{table}.txt").write_bytes(b"".join([heading, *reversed(rows)]))
    assert set(read(copy)[0]) == set(read()[0])


def test_older_releases_have_no_in_demand(copy: Path) -> None:
    file = copy / "Technology Skills.txt"
    lines = file.read_bytes().decode().splitlines()
    file.write_text("\n".join(line.rpartition("\t")[0] for line in lines), encoding="utf-8")
    store, _ = read(copy)
    assert not ask(store, "?o cg:inDemandTechnology ?t")
    assert ask(store, "?t cg:hotTechnology true")


@pytest.mark.parametrize("name", ["onet-30.0", "db_30_0_text", "O*NET 30.0 Database"])
def test_the_release_is_read_from_the_name_or_given(tmp_path: Path, name: str) -> None:
    folder = Path(shutil.copytree(SAMPLE, tmp_path / name))
    assert read(folder)[1].release == "30.0"
    assert read(folder, release="29.1")[1].release == "29.1"


# What is refused

BAD = {
    "column renamed": (
        ("Skills", "Scale ID", "Scale"),
        "Skills.txt, row 1: there is no column 'Scale ID'; the columns are 'O*NET-SOC Code', "
        "'Element ID', 'Element Name', 'Scale', 'Data Value'",
    ),
    "column twice": (
        ("Skills", "Element Name", "Element ID"),
        "Skills.txt, row 1: the column 'Element ID' is there twice. Keep one.",
    ),
    "off the scale": (
        ("Skills", "IM\t4.12", "IM\t5.12"),
        "Skills.txt, row 2, column 'Data Value': 5.12 is not from 1 to 5, as IM is. Restore",
    ),
    "below the scale": (
        ("Knowledge", "IM\t3.4", "IM\t0.4"),
        "Knowledge.txt, row 2, column 'Data Value': 0.4 is not from 1 to 5, as IM is",
    ),
    "no number": (
        ("Knowledge", "LV\t3.9", "LV\t3,9"),
        "Knowledge.txt, row 3, column 'Data Value': '3,9' is not a number",
    ),
    "not a finite number": (
        ("Knowledge", "LV\t3.9", "LV\tnan"),
        "Knowledge.txt, row 3, column 'Data Value': 'nan' is not a number",
    ),
    "unknown scale": (
        ("Skills", "LV\t4.62", "LX\t4.62"),
        "Skills.txt, row 3, column 'Scale ID': 'LX' is not one of IM, LV",
    ),
    "unknown flag": (
        ("Skills", "\tN\tn/a\t", "\tmaybe\tn/a\t"),
        "Skills.txt, row 2, column 'Recommend Suppress': 'maybe' is not Y, N or n/a",
    ),
    "level without importance": (
        ("Skills", "IM\t4.12", "LV\t4.12"),
        "Skills.txt, row 3, 11-2021.00, 2.A.1.a, LV is there a second time",
    ),
    "unknown occupation": (
        ("Knowledge", "15-2041.00", "15-9999.00"),
        "Knowledge.txt, row 10, column 'O*NET-SOC Code': '15-9999.00' is not in "
        "Occupation Data.txt",
    ),
    "unknown element": (
        ("Skills", "2.A.1.a", "2.A.1.z"),
        "Skills.txt, row 2, column 'Element ID': '2.A.1.z' is not in Content Model Reference.txt",
    ),
    "occupation twice": (
        ("Occupation Data", "15-1252.00\tSoftware", "15-1242.00\tSoftware"),
        "Occupation Data.txt, row 4, 15-1242.00 is there a second time. Restore",
    ),
    "no code": (
        ("Occupation Data", "15-1252.00", "15-1252"),
        "Occupation Data.txt, row 4, column 'O*NET-SOC Code': '15-1252' is no code such as "
        "15-1252.00",
    ),
    "no title": (
        ("Occupation Data", "Software Developers", " "),
        "Occupation Data.txt, row 4, column 'Title': it is empty",
    ),
    "zone twice": (
        ("Job Zones", "15-1252.00", "15-1242.00"),
        "Job Zones.txt, row 4, 15-1242.00 is there a second time",
    ),
    "no such zone": (
        ("Job Zones", "15-1252.00\t4", "15-1252.00\t6"),
        "Job Zones.txt, row 4, column 'Job Zone': '6' is no Job Zone; they are 1 to 5",
    ),
    "zone not described": (
        ("Job Zone Reference", "1\tJob Zone One", "3\tJob Zone One"),
        "Job Zone Reference.txt, row 4, 3 is there a second time",
    ),
    "element twice": (
        ("Content Model Reference", "2.A.2.a", "2.A.1.a"),
        "Content Model Reference.txt, row 7, 2.A.1.a is there a second time",
    ),
    "element without ID": (
        ("Content Model Reference", "2.A.2.a", "2.A.2.<a>"),
        "Content Model Reference.txt, row 7, column 'Element ID': '2.A.2.<a>' is no ID such as "
        "2.A.1.a",
    ),
    "activity of no element": (
        ("IWA Reference", "4.A.2.a.4\t", "4.A.9\t"),
        "IWA Reference.txt, row 2, column 'Element ID': '4.A.9' is not in",
    ),
    "activity of no other": (
        ("DWA Reference", "\t4.A.2.a.4.I02\t", "\t4.A.2.a.4.I09\t"),
        "DWA Reference.txt, row 3, column 'IWA ID': '4.A.2.a.4.I09' is not in IWA Reference.txt",
    ),
    "activity twice": (
        ("DWA Reference", "4.A.2.a.4.I02.D01", "4.A.2.a.4.I01.D01"),
        "DWA Reference.txt, row 3, 4.A.2.a.4.I01.D01 is there a second time",
    ),
    "unknown activity": (
        ("Tasks to DWAs", "4.A.2.a.4.I01.D01", "4.A.2.a.4.I01.D99"),
        "Tasks to DWAs.txt, row 2, column 'DWA ID': '4.A.2.a.4.I01.D99' is not in "
        "DWA Reference.txt",
    ),
    "technology twice": (
        ("Technology Skills", "Oracle Database", "Structured query language SQL"),
        "Technology Skills.txt, row 4, 15-1242.00, Structured query language SQL, 43232306 is "
        "there a second time",
    ),
    "commodity of two names": (
        ("Technology Skills", "SQL\t43232306\tData base", "SQL\t43232306\tDatabase"),
        "Technology Skills.txt, row 4, commodity 43232306 is 'Database user interface and query "
        "software' and 'Data base user interface and query software'",
    ),
    "row too long": (
        ("Alternate Titles", "CMO\t02", "CMO\t02\tmore"),
        "Alternate Titles.txt, row 2, has 5 columns and not 4",
    ),
    "row too short": (
        ("Job Zones", "15-1242.00\t4\t08/2024\tAnalyst", "15-1242.00\t4"),
        "Job Zones.txt, row 3, has 2 columns and not 4",
    ),
}


@pytest.mark.parametrize(("edit", "message"), BAD.values(), ids=BAD)
def test_a_damaged_table_is_refused_at_its_place(
    copy: Path, edit: tuple[str, str, str], message: str
) -> None:
    change(copy, *edit)
    file = io.StringIO()
    with pytest.raises(TaxonomyError) as caught:
        onet.write(copy, Triples(file))
    assert message in str(caught.value)
    assert file.getvalue() == "", "something was written before all was checked"


def test_a_level_alone_is_refused(copy: Path) -> None:
    lines = (copy / "Skills.txt").read_bytes().splitlines(keepends=True)
    (copy / "Skills.txt").write_bytes(b"".join([lines[0], *lines[2:]]))
    with pytest.raises(TaxonomyError, match=r"Skills.txt, row 2, 11-2021.00, 2.A.1.a has a level"):
        read(copy)


def test_a_zone_that_is_not_described_is_refused(copy: Path) -> None:
    file = copy / "Job Zone Reference.txt"
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:-1]))
    with pytest.raises(TaxonomyError, match=r"Job Zones.txt, row 2, zone 5 is not in Job Zone Ref"):
        read(copy)


def test_missing_files_are_named(copy: Path) -> None:
    (copy / "Skills.txt").unlink()
    (copy / "Job Zones.txt").unlink()
    with pytest.raises(
        TaxonomyError, match=r"Job Zones.txt, Skills.txt are missing. Name the fold"
    ):
        read(copy)


def test_another_encoding_is_refused_at_its_row(copy: Path) -> None:
    change(copy, "Alternate Titles", "Database Manager", "Datenbankverwalterin für Ärzte")
    file = copy / "Alternate Titles.txt"
    file.write_bytes(file.read_bytes().decode().encode("latin-1"))
    with pytest.raises(TaxonomyError, match=r"Alternate Titles.txt, row 4: byte 0xfc is not UTF-8"):
        read(copy)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "row 1: there is no column"),
        (b"lorem ipsum\n" * 4_000_000, "row 1: there is no column"),
        (b"\0" * 50_000_000, "row 1, is not readable (field larger than"),
    ],
    ids=["nothing", "words", "zeros"],
)
def test_nonsense_is_refused_at_once(copy: Path, content: bytes, message: str) -> None:
    (copy / "Job Zone Reference.txt").write_bytes(content)
    start = time.process_time()
    with pytest.raises(TaxonomyError) as caught:
        read(copy)
    assert time.process_time() - start < 2
    assert f"Job Zone Reference.txt, {message}" in str(caught.value)


def test_a_field_without_end_is_refused(copy: Path) -> None:
    change(copy, "Occupation Data", "Write software.", "x" * 200_000)
    with pytest.raises(TaxonomyError, match=r"Occupation Data.txt, row 4, is not readable \(field"):
        read(copy)


@pytest.mark.parametrize("name", ["nowhere", "Skills.txt"])
def test_what_is_no_release_is_refused(copy: Path, name: str) -> None:
    with pytest.raises(
        TaxonomyError, match=r"no such folder or archive|is not a sound ZIP archive"
    ):
        read(copy / name)


def test_a_name_without_release_is_refused(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SAMPLE, tmp_path / "onet"))
    with pytest.raises(TaxonomyError, match=r"its name does not tell the release"):
        read(folder)
    with pytest.raises(TaxonomyError, match=r"'latest' is no release of O\*NET"):
        read(folder, release="latest")


def test_an_archive_of_another_release_is_refused(tmp_path: Path) -> None:
    archive = pack(tmp_path / "db_30_0_text.zip", members())
    with pytest.raises(TaxonomyError, match=r"tell different releases, 29.2 and 30.0"):
        read(archive)


@pytest.mark.parametrize("path", ["../Skills.txt", "/etc/Skills.txt", "db/../../x", "C:\\x.txt"])
def test_paths_that_lead_out_of_the_archive_are_refused(tmp_path: Path, path: str) -> None:
    archive = pack(tmp_path / "db_29_2_text.zip", {**members(), path: b"x"})
    with pytest.raises(TaxonomyError, match=r"leads out of the archive. Do not unpack it"):
        read(archive)


def test_tables_in_two_folders_are_refused(tmp_path: Path) -> None:
    both = {**members("db_29_2_text/"), **members("old/")}
    with pytest.raises(TaxonomyError, match=r"Alternate Titles.txt is in it twice"):
        read(pack(tmp_path / "29.2 both.zip", both))
    spread = members("a/")
    spread["b/Skills.txt"] = spread.pop("a/Skills.txt")
    with pytest.raises(TaxonomyError, match=r"its tables lie in a, b. Put them in one folder"):
        read(pack(tmp_path / "29.2 spread.zip", spread))
    with pytest.raises(TaxonomyError, match=r"its tables lie in a/b. Put them in one folder"):
        read(pack(tmp_path / "29.2 deep.zip", members("a/b/")))


def test_a_zip_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onet_release, "MAX_BYTES", 1_000_000)
    bomb = {**members(), "db_29_2_text/Skills.txt": b"\0" * 1_000_001}
    archive = pack(tmp_path / "db_29_2_text.zip", bomb)
    assert archive.stat().st_size < 20_000
    with pytest.raises(TaxonomyError, match=r"Skills.txt is larger than 1 MB unpacked"):
        read(archive)
    monkeypatch.setattr(onet_release, "MAX_MEMBERS", 10)
    with pytest.raises(TaxonomyError, match=r"holds 11 files, far more than a release"):
        read(archive)


def test_a_zip_bomb_that_understates_its_size_is_refused(tmp_path: Path) -> None:
    bomb = {**members(), "db_29_2_text/Skills.txt": b"\0" * 1_000_001}
    archive = pack(tmp_path / "db_29_2_text.zip", bomb)
    data = archive.read_bytes()
    real, said = (1_000_001).to_bytes(4, "little"), (1_000).to_bytes(4, "little")
    assert data.count(real) == 2, "once before the data and once in the directory"
    archive.write_bytes(data.replace(real, said))
    with pytest.raises(TaxonomyError, match=r"Skills.txt cannot be read|Skills.txt, row 1"):
        read(archive)


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    archive = pack(tmp_path / "db_29_2_text.zip", members())
    data = bytearray(archive.read_bytes())
    data[60:120] = bytes(60)
    archive.write_bytes(bytes(data))
    with pytest.raises(TaxonomyError, match=r"cannot be read \(.*\). Download it again"):
        read(archive)


def test_a_file_that_grows_too_large_is_refused(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(onet_release, "MAX_BYTES", 2_000)
    with pytest.raises(TaxonomyError, match=r"Skills.txt is larger than 0 MB unpacked"):
        read(copy)


@pytest.mark.parametrize("threshold", [0.9, 5.1, float("nan")])
def test_a_threshold_off_the_scale_is_refused(threshold: float) -> None:
    with pytest.raises(RequestError, match="is no threshold on that scale"):
        read(essential_from=threshold)


def test_minor_groups_are_those_that_the_classification_has() -> None:
    assert all(soc.minor_group(f"{group}.00") == group for group in soc.TITLES)
    assert soc.minor_group("15-1132.00") == "15-1100", "the classification of 2010"
    assert soc.minor_group("31-1014.00") == "31-1000"
    assert soc.title("31-1000") == "SOC minor group 31-1000"


# Any release beside an independent reading of its rows

CODES = ["11-2021.00", "15-1242.00", "15-1252.00", "15-2041.00", "31-1131.00", "35-9021.00"]
RATED = {
    "Skills": ["2.A.1.a", "2.A.2.a", "2.B.3.e"],
    "Knowledge": ["2.C.3.a", "2.C.4.a"],
}
hundredths = st.integers(0, 700).map(lambda number: f"{Decimal(number) / 100}")
measures = st.fixed_dictionaries(
    {
        "IM": st.integers(100, 500).map(lambda number: f"{Decimal(number) / 100}"),
        "LV": hundredths,
        "hidden": st.sampled_from(["Y", "N", "n/a"]),
        "level hidden": st.sampled_from(["Y", "N", "n/a"]),
        "irrelevant": st.sampled_from(["Y", "N"]),
        "N": st.sampled_from(["", "8", "31"]),
        "error": st.sampled_from(["n/a", "0.0", "0.2895"]),
        "with level": st.booleans(),
    }
)
keys = st.sampled_from([(t, c, e) for t, all_ in RATED.items() for c in CODES for e in all_])
releases = st.tuples(
    st.dictionaries(keys, measures, max_size=12),
    st.dictionaries(st.sampled_from(CODES), st.sampled_from("12345"), min_size=1),
    st.integers(10, 50).map(lambda tenths: tenths / 10),
)


def rating_rows(key: tuple[str, str, str], one: dict[str, Any]) -> list[list[str]]:
    _, code, element = key
    start, end = [code, element, "name"], ["n/a", "n/a"]
    importance = [*start, "IM", one["IM"], one["N"], one["error"], *end, one["hidden"], "n/a"]
    level = [*start, "LV", one["LV"], one["N"], one["error"], *end, one["level hidden"]]
    rows = [[*importance, "08/2024", "Analyst"]]
    return [*rows, [*level, one["irrelevant"], "08/2024", "x"]] if one["with level"] else rows


@settings(max_examples=60, deadline=None)
@given(releases)
def test_any_release_becomes_what_its_rows_say(
    tmp_path_factory: pytest.TempPathFactory,
    release: tuple[dict[tuple[str, str, str], dict[str, Any]], dict[str, str], float],
) -> None:
    ratings, zones, threshold = release
    content = members("")
    for table in RATED:
        heading = content[f"{table}.txt"].splitlines()[0].decode()
        rows = [
            row for key, one in ratings.items() if key[0] == table for row in rating_rows(key, one)
        ]
        content[f"{table}.txt"] = "\n".join([heading, *("\t".join(row) for row in rows)]).encode()
    lines = [f"{code}\t{zone}\t08/2024\tAnalyst" for code, zone in zones.items()]
    heading = content["Job Zones.txt"].splitlines()[0].decode()
    content["Job Zones.txt"] = "\n".join([heading, *lines]).encode()
    archive = tmp_path_factory.getbasetemp() / "any 29.2.zip"
    store, summary = read(pack(archive, content), essential_from=threshold)

    known = {k[1:]: one for k, one in ratings.items() if k[1] in zones}
    kept = {key: one for key, one in known.items() if one["hidden"] != "Y"}
    essential = {key for key, one in kept.items() if Decimal(one["IM"]) >= Decimal(str(threshold))}
    levels = {
        (*key, float(one["LV"]))
        for key, one in kept.items()
        if one["with level"] and one["level hidden"] != "Y" and one["irrelevant"] == "N"
    }
    ask_for = "?r cg:requiringRole ?o ; cg:requiredSkill ?s ; cg:evidence cg:derivedFromData ;"

    def found(more: str) -> set[tuple[str, ...]]:
        return {row[1:] for row in ask(store, f"{ask_for} {more}")}

    assert found("cg:importance cg:essential") == essential
    assert found("cg:importance cg:optional") == kept.keys() - essential
    assert {(o, s, float(v)) for o, s, v in found("cg:importanceRating ?v")} == {
        (*key, float(one["IM"])) for key, one in kept.items()
    }
    assert {(o, s, float(v)) for o, s, v in found("cg:levelRating ?v")} == levels
    assert found("cg:sampleSize ?n") == {(*k, one["N"]) for k, one in kept.items() if one["N"]}
    assert ask(store, "?o cg:unknownRequirement ?s") == known.keys() - kept.keys()
    assert ask(store, "?o cg:requirementsUnknown true") == {
        (code,) for code in zones.keys() - {code for code, _ in essential}
    }
    assert ask(store, "?o a cg:Role") == {(code,) for code in zones}
    assert summary.counts["essential requirements"] == len(essential)
    assert summary.counts["requirements without level"] == len(kept) - len(levels)

    required = {code: {e for c, e in essential if c == code} for code in zones}
    assert stated_efforts(store) == preparation.skill_efforts(
        (int(zones[code]), skills) for code, skills in required.items()
    )
