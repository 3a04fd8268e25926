"""Any release of O*NET beside an independent reading of its rows."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careergraph.readers import preparation
from onet_releases import (
    ask,
    members,
    pack,
    read,
    stated_efforts,
)

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
