"""Any ESCO release is read back as its rows say."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple

import esco_releases as releases
from careergraph.readers import esco, preparation
from careergraph.vocabulary import PREFIXES
from esco_releases import DATA, node, written

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
