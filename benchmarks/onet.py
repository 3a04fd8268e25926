"""Import a release of O*NET, hold its counts to the files themselves, and time it; see README.md.

The counts are taken here in another way, from the bytes of the files, and asked of the loaded graph
in SPARQL. The time is that of reading and bulk-loading, beside bulk-loading the same triples alone.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RATED = ("Skills", "Knowledge")

QUERIES = {
    "occupations": "?x skos:inScheme <https://w3id.org/careergraph/onet/occupations>",
    "roles": "?x a cg:Role",
    "roles with unknown requirements": "?x cg:requirementsUnknown true",
    "skills and knowledge": "?x a cg:Skill . FILTER EXISTS { ?r cg:requiredSkill ?x ; "
    "cg:evidence cg:derivedFromData }",
    "requirements from ratings": "?x cg:requiringRole ?r ; cg:evidence cg:derivedFromData",
    "essential requirements": "?x cg:importance cg:essential",
    "unknown requirements": "?r cg:unknownRequirement ?x",
    "levels": "?x cg:levelRating ?value",
    "sum of importance": "",
    "technology requirements": "?x cg:evidence cg:statedInSource",
    "technologies of occupations": "?r cg:usesTechnology ?x",
    "technologies in demand": "?r cg:inDemandTechnology ?x",
    "hot technologies": "?x cg:hotTechnology true",
    "work activities of occupations": "?r cg:workActivity ?x",
}
"""What is counted in the graph, one row each."""


def counted_in_files(folder: Path) -> dict[str, float]:
    """Return the counts of the files, read without careergraph."""

    def rows(table: str) -> list[dict[str, str]]:
        lines = (folder / f"{table}.txt").read_bytes().decode("utf-8").split("\r\n")
        heading = lines[0].split("\t")
        return [dict(zip(heading, line.split("\t"), strict=True)) for line in lines[1:] if line]

    def code(row: dict[str, str]) -> str:
        return row["O*NET-SOC Code"]

    roles = {code(row) for row in rows("Job Zones")}
    ratings = [row for table in RATED for row in rows(table) if code(row) in roles]
    importance = [row for row in ratings if row["Scale ID"] == "IM"]
    kept = [row for row in importance if row["Recommend Suppress"] != "Y"]
    keys = {(code(row), row["Element ID"]) for row in kept}
    technologies = rows("Technology Skills")
    return {
        "occupations": len(rows("Occupation Data")),
        "roles": len(roles),
        "roles with unknown requirements": len(
            roles - {code(row) for row in kept if float(row["Data Value"]) >= 3}
        ),
        "skills and knowledge": len({row["Element ID"] for row in kept}),
        "requirements from ratings": len(kept),
        "essential requirements": sum(float(row["Data Value"]) >= 3 for row in kept),
        "unknown requirements": len(importance) - len(kept),
        "levels": sum(
            row["Recommend Suppress"] != "Y" and row["Not Relevant"] != "Y"
            for row in ratings
            if row["Scale ID"] == "LV" and (code(row), row["Element ID"]) in keys
        ),
        "sum of importance": round(sum(float(row["Data Value"]) for row in kept), 2),
        "technology requirements": len(
            {(code(row), row["Commodity Code"]) for row in technologies if code(row) in roles}
        ),
        "technologies of occupations": len({(code(row), row["Example"]) for row in technologies}),
        "technologies in demand": len(
            {(code(row), row["Example"]) for row in technologies if row["In Demand"] == "Y"}
        ),
        "hot technologies": len(
            {row["Example"] for row in technologies if row["Hot Technology"] == "Y"}
        ),
        "work activities of occupations": len(
            {(code(row), row["DWA ID"]) for row in rows("Tasks to DWAs")}
        ),
    }


def counted_in_graph(file: Path) -> dict[str, float]:
    """Return the same counts, asked of the loaded graph."""
    import pyoxigraph

    from careergraph.vocabulary import PREFIXES

    store = pyoxigraph.Store()
    store.bulk_load(path=str(file), format=pyoxigraph.RdfFormat.N_TRIPLES)
    found: dict[str, float] = {}
    for what, where in QUERIES.items():
        query = f"SELECT (COUNT(*) AS ?n) WHERE {{ SELECT DISTINCT * WHERE {{ {where} }} }}"
        if what == "sum of importance":
            query = "SELECT (SUM(?value) AS ?n) WHERE { ?x cg:importanceRating ?value }"
        solutions = store.query(query, prefixes=PREFIXES)
        assert isinstance(solutions, pyoxigraph.QuerySolutions)
        found[what] = round(float(next(solutions)["n"].value), 2)
    return found


def write(source: Path, file: Path) -> None:
    """Write the graph of a release as N-Triples."""
    from careergraph.readers import onet
    from careergraph.readers.ntriples import Triples

    with file.open("w", encoding="utf-8") as out:
        onet.write(source, Triples(out))


def bulk_load(file: Path) -> None:
    """Load the triples into an Oxigraph directory that is thrown away."""
    import pyoxigraph

    with tempfile.TemporaryDirectory() as folder:
        store = pyoxigraph.Store(folder)
        store.bulk_load(path=str(file), format=pyoxigraph.RdfFormat.N_TRIPLES)


def import_(source: Path, file: Path) -> None:
    """Write the graph of a release and bulk-load it."""
    write(source, file)
    bulk_load(file)


def measured(step: str, source: Path, file: Path) -> tuple[float, float]:
    """Return the seconds and the most megabytes of a step, in a process of its own."""
    command = [sys.executable, __file__, str(source), "--step", step, "--file", str(file)]
    start = time.perf_counter()
    found = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return time.perf_counter() - start, float(found.stdout)


def main() -> None:
    """Compare, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("release", type=Path, help="the folder of O*NET's text files")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="print the figures for a program")
    parser.add_argument("--step", choices=("import", "bulk-load"), help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        if given.step == "import":
            import_(given.release, given.file)
        else:
            bulk_load(given.file)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "onet.nt"
        write(given.release, file)
        files, graph = counted_in_files(given.release), counted_in_graph(file)
        rounds = [
            {step: measured(step, given.release, file) for step in ("import", "bulk-load")}
            for _ in range(given.rounds)
        ]
    ratios = [one["import"][0] / one["bulk-load"][0] for one in rounds]
    figures = {
        "python": platform.python_version(),
        "counts": {what: {"files": files[what], "graph": graph[what]} for what in QUERIES},
        "seconds": {step: [round(one[step][0], 2) for one in rounds] for step in rounds[0]},
        "megabytes": {step: round(max(one[step][1] for one in rounds)) for step in rounds[0]},
        "ratio": round(statistics.median(ratios), 2),
    }
    if given.json:
        print(json.dumps(figures, indent=2))
    else:
        for what in QUERIES:
            print(f"{what}: {files[what]:,.10g} in the files, {graph[what]:,.10g} in the graph")
        print(f"seconds {figures['seconds']}, megabytes {figures['megabytes']}")
        print(f"ratio {figures['ratio']} (goal: at most 1.5)")
    if files != graph:
        sys.exit("The graph does not say what the files say.")


if __name__ == "__main__":
    main()
