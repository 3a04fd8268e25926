"""Read a whole ESCO release: its counts beside those of the files, its time beside a bulk load.

``python benchmarks/esco.py PATH`` takes the downloaded zip or the folder with the zips. What the
graph holds is compared with what the CSV files hold, counted here without the reader. The time
and the memory of reading and loading are compared with pyoxigraph loading the same triples, in
processes of their own, round by round.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from pathlib import Path

CONCEPTS = ("occupations", "skills", "ISCOGroups", "skillGroups")
HIERARCHIES = ("broaderRelationsOccPillar", "broaderRelationsSkillPillar")
GOAL_RATIO, GOAL_BYTES = 1.5, 1_000_000_000


def tables(source: Path, language: str) -> dict[str, list[dict[str, str]]]:
    """Return the rows of the tables in one language, read as plainly as can be."""
    csv.field_size_limit(10_000_000)
    found = {}
    for path in [source] if source.is_file() else sorted(source.glob("*.zip")):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                table, _, suffix = name.removesuffix(".csv").partition("_")
                if suffix in {"", language}:
                    text = archive.read(name).decode("utf-8-sig")
                    found[table] = list(csv.DictReader(io.StringIO(text, newline="")))
    return found


def expected(source: Path, language: str) -> dict[str, int]:
    """Return how much of each kind the files hold, and how much of it points nowhere."""
    rows = tables(source, language)
    iris = {name: {row["conceptUri"] for row in rows[name]} for name in CONCEPTS}
    occupations, skills, isco, groups = iris.values()
    counts = {name: len(known) for name, known in iris.items()}
    related = [
        (r["occupationUri"], r["relationType"], r["skillUri"])
        for r in rows["occupationSkillRelations"]
    ]
    sound = [one for one in related if one[0] in occupations and one[2] in skills]
    counts |= Counter(f"{kind} skills of occupations" for _, kind, _ in sound)
    counts["dangling skills of occupations"] = len(related) - len(sound)
    counts["requires"] = counts["essential skills of occupations"]
    pairs = [
        (r["originalSkillUri"], r["relationType"], r["relatedSkillUri"])
        for r in rows["skillSkillRelations"]
    ]
    between = [p for p in pairs if p[0] in skills and p[2] in skills and p[0] != p[2]]
    counts |= Counter(f"{kind} skills of skills" for _, kind, _ in between)
    counts["odd skills of skills"] = len(pairs) - len(between)
    for name, known in zip(HIERARCHIES, (occupations | isco, skills | groups), strict=True):
        broader = [(r["conceptUri"], r["broaderUri"]) for r in rows[name]]
        counts[name] = sum(a in known and b in known for a, b in broader)
        counts[f"dangling {name}"] = len(broader) - counts[name]
    counts["schemes of concepts"] = sum(
        len(row["inScheme"].replace(",", " ").split()) for name in CONCEPTS for row in rows[name]
    )
    counts["reuse levels"] = sum(bool(row["reuseLevel"]) for row in rows["skills"])
    counts["skill types"] = sum(bool(row["skillType"]) for row in rows["skills"])
    counts["preferred labels"] = sum(len(known) for known in iris.values())
    return counts


QUERIES = {
    "occupations": "?a a esco:Occupation",
    "skills": "?a a esco:Skill",
    "ISCOGroups": "?a skos:inScheme <http://data.europa.eu/esco/concept-scheme/isco>",
    "skillGroups": "?a skos:inScheme <http://data.europa.eu/esco/concept-scheme/skills> . "
    "FILTER NOT EXISTS { ?a a esco:Skill }",
    "essential skills of occupations": "?a a esco:Occupation ; esco:relatedEssentialSkill ?b",
    "optional skills of occupations": "?a a esco:Occupation ; esco:relatedOptionalSkill ?b",
    "requires": "?a cg:requires ?b",
    "essential skills of skills": "?a a esco:Skill ; esco:relatedEssentialSkill ?b",
    "optional skills of skills": "?a a esco:Skill ; esco:relatedOptionalSkill ?b",
    "broaderRelationsOccPillar": "?a skos:inScheme "
    "<http://data.europa.eu/esco/concept-scheme/occupations> ; skos:broader ?b",
    "broaderRelationsSkillPillar": "?a skos:inScheme "
    "<http://data.europa.eu/esco/concept-scheme/skills> ; skos:broader ?b",
    "schemes of concepts": "?a skos:inScheme ?b . FILTER NOT EXISTS { ?a a cg:Level } "
    "FILTER NOT EXISTS { [] esco:skillType|esco:skillReuseLevel ?a }",
    "reuse levels": "?a esco:skillReuseLevel ?b",
    "skill types": "?a esco:skillType ?b",
    "preferred labels": "?a skos:prefLabel ?b ; skos:inScheme ?c . "
    "FILTER NOT EXISTS { ?a a cg:Level } "
    "FILTER NOT EXISTS { [] esco:skillType|esco:skillReuseLevel ?a }",
}
"""What each count is in the graph."""

NOTES = {
    "dangling skills of occupations": "occupationSkillRelations",
    "odd skills of skills": "skillSkillRelations",
    **{f"dangling {name}": name for name in HIERARCHIES},
}
"""What each count of things left out is among the notes: those about a table."""


def compare(source: Path, language: str) -> bool:
    """Print the counts of the files and of the graph side by side; return whether they agree."""
    import pyoxigraph

    from careergraph.readers import esco
    from careergraph.readers.ntriples import Triples
    from careergraph.vocabulary import PREFIXES

    store = pyoxigraph.Store()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "esco.nt"
        with path.open("w", encoding="utf-8") as file:
            summary = esco.write(source, Triples(file), [language])
        store.bulk_load(path=path, format=pyoxigraph.RdfFormat.N_TRIPLES)
    found = {}
    for name, pattern in QUERIES.items():
        what = "?a ?b" if "?b" in pattern else "?a"
        query = f"SELECT (COUNT(*) AS ?n) WHERE {{ SELECT DISTINCT {what} WHERE {{ {pattern} }} }}"
        solutions = store.query(query, prefixes=PREFIXES)
        assert isinstance(solutions, pyoxigraph.QuerySolutions)
        found[name] = int(next(solutions)["n"].value)
    for name, table in NOTES.items():
        found[name] = sum(note.startswith(f"{table}") and "row" in note for note in summary.notes)
    files = expected(source, language)
    print(f"{'':40} {'files':>8} {'graph':>8}")
    for name, count in files.items():
        print(f"{name:40} {count:8,} {found[name]:8,}{'' if found[name] == count else '  DIFFERS'}")
    return files == found


def work(kind: str, source: Path, triples: Path) -> None:
    """Do one side of the comparison, and print its seconds and bytes."""
    import pyoxigraph

    from careergraph.readers import esco
    from careergraph.readers.ntriples import Triples

    start = time.perf_counter()
    if kind == "ours":
        with triples.open("w", encoding="utf-8") as file:
            esco.write(source, Triples(file))
    read = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        store = pyoxigraph.Store(folder)
        store.bulk_load(path=triples, format=pyoxigraph.RdfFormat.N_TRIPLES)
        store.flush()
        end = time.perf_counter()
        del store
    usage = resource.getrusage(resource.RUSAGE_SELF)
    cpu = usage.ru_utime + usage.ru_stime
    figures = {"s": end - start, "read_s": read - start, "cpu_s": cpu}
    print(json.dumps(figures | {"bytes": usage.ru_maxrss * 1024}))


def measure(source: Path, rounds: int) -> dict[str, float]:
    """Return the median ratios of our import to a plain bulk load of the same triples."""
    found: dict[str, list[dict[str, float]]] = {"ours": [], "load": []}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(rounds):
            for kind, figures in found.items():
                command = [sys.executable, __file__, str(source), "--work", kind]
                command += ["--triples", f"{folder}/esco.nt"]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                figures.append(json.loads(done.stdout))
    ratios = [a["s"] / b["s"] for a, b in zip(*found.values(), strict=True)]
    cpu = [a["cpu_s"] / b["cpu_s"] for a, b in zip(*found.values(), strict=True)]
    return {
        "ours_s": statistics.median(one["s"] for one in found["ours"]),
        "read_s": statistics.median(one["read_s"] for one in found["ours"]),
        "reference_s": statistics.median(one["s"] for one in found["load"]),
        "ratio": statistics.median(ratios),
        "ratio_low": min(ratios),
        "ratio_high": max(ratios),
        "cpu_ratio": statistics.median(cpu),
        "bytes": max(one["bytes"] for one in found["ours"]),
        "reference_bytes": max(one["bytes"] for one in found["load"]),
        "rounds": rounds,
    }


def main() -> None:
    """Compare counts, then times; exit 1 where counts differ or a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("--language", default="en")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--work", choices=("ours", "load"), help=argparse.SUPPRESS)
    parser.add_argument("--triples", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.work:
        work(chosen.work, chosen.source, chosen.triples)
        return
    agree = compare(chosen.source, chosen.language)
    row = measure(chosen.source, chosen.rounds)
    print(
        f"\nimport {row['ours_s']:.1f} s (of it reading {row['read_s']:.1f} s), bulk load "
        f"{row['reference_s']:.1f} s, {row['rounds']} rounds\n"
        f"ratio {row['ratio']:.2f} ({row['ratio_low']:.2f}-{row['ratio_high']:.2f}), of processor "
        f"time {row['cpu_ratio']:.2f}; goal {GOAL_RATIO}\n"
        f"memory {row['bytes'] / 1e6:.0f} MB, bulk load {row['reference_bytes'] / 1e6:.0f} MB; "
        f"goal {GOAL_BYTES / 1e6:.0f} MB"
    )
    if not agree or row["ratio"] > GOAL_RATIO or row["bytes"] > GOAL_BYTES:
        sys.exit(1)


if __name__ == "__main__":
    main()
