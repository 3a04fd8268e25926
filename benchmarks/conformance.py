"""Run W3C SPARQL test suites through careergraph and through pyoxigraph alone.

``python benchmarks/conformance.py MANIFEST...`` takes manifests of SPARQL 1.0, 1.1 or 1.2, follows
what they include, and runs their tests of queries: evaluation, syntax and formats of results. It
names every failure and exits 1 where pyoxigraph alone passes a test that careergraph fails.
"""

from __future__ import annotations

import argparse
import csv
import io
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pyoxigraph
from equality import Row, same_rows, text_value, value

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"

RDF_FORMATS = {
    ".ttl": pyoxigraph.RdfFormat.TURTLE,
    ".rdf": pyoxigraph.RdfFormat.RDF_XML,
    ".nt": pyoxigraph.RdfFormat.N_TRIPLES,
    ".nq": pyoxigraph.RdfFormat.N_QUADS,
    ".trig": pyoxigraph.RdfFormat.TRIG,
}
RESULT_FORMATS = {
    ".srx": pyoxigraph.QueryResultsFormat.XML,
    ".srj": pyoxigraph.QueryResultsFormat.JSON,
    ".tsv": pyoxigraph.QueryResultsFormat.TSV,
}

_ACCEPTED = "accepted, and must not be"

Solutions = tuple[tuple[str, ...], list[Row]]
Found = bool | Solutions | list[Row]
"""What a query finds: yes or no, columns and rows, or triples."""


@dataclass(frozen=True)
class Test:
    """One entry of a manifest; files are paths, named graphs are pairs of a name and a path."""

    name: str
    kind: str
    query: Path
    data: tuple[Path, ...] = ()
    named: tuple[tuple[str, Path], ...] = ()
    result: Path | None = None
    needs: str = ""


class Graph:
    """The triples of one RDF file, asked by subject and predicate."""

    def __init__(self, path: Path) -> None:
        self.store = pyoxigraph.Store()
        _load(self.store, path)

    def all(self, subject: Any, predicate: str) -> list[Any]:
        """Return every object."""
        found = self.store.quads_for_pattern(subject, pyoxigraph.NamedNode(predicate), None)
        return [quad.object for quad in found]

    def one(self, subject: Any, predicate: str) -> Any:
        """Return an object, or None."""
        return next(iter(self.all(subject, predicate)), None)

    def subjects(self, predicate: str, object: Any = None) -> list[Any]:
        """Return every subject."""
        found = self.store.quads_for_pattern(None, pyoxigraph.NamedNode(predicate), object)
        return [quad.subject for quad in found]

    def items(self, head: Any) -> Iterator[Any]:
        """Yield the members of a list."""
        while head is not None and str(head) != f"<{RDF}nil>":
            yield self.one(head, RDF + "first")
            head = self.one(head, RDF + "rest")


def _path(term: object) -> Path:
    assert isinstance(term, pyoxigraph.NamedNode), term
    return Path(unquote(urlsplit(term.value).path))


def _load(store: pyoxigraph.Store, path: Path, graph: pyoxigraph.NamedNode | None = None) -> None:
    format = RDF_FORMATS[path.suffix]
    store.load(path.read_bytes(), format=format, base_iri=path.as_uri(), to_graph=graph)


def tests(manifest: Path) -> Iterator[Test]:
    """Yield the tests of a manifest and of those it includes, where these are there."""
    graph = Graph(manifest.resolve())
    for include in graph.subjects(MF + "include"):
        for listed in graph.items(graph.one(include, MF + "include")):
            if _path(listed).is_file():
                yield from tests(_path(listed))
    for holder in graph.subjects(MF + "entries"):
        for entry in graph.items(graph.one(holder, MF + "entries")):
            yield _test(graph, entry, manifest.resolve())


def _test(graph: Graph, entry: object, manifest: Path) -> Test:
    kinds = [_local(kind) for kind in graph.all(entry, RDF + "type")]
    name = f"{manifest.parent.name}/{_local(entry)}"
    action = graph.one(entry, MF + "action")
    kind = kinds[0] if kinds else "QueryEvaluationTest"
    if "Update" in kind or ("Query" not in kind and "Syntax" not in kind and "Format" not in kind):
        return Test(name, kind, manifest, needs="not a test of queries")
    if isinstance(action, pyoxigraph.NamedNode):
        return Test(name, kind, _path(action))
    result = graph.one(entry, MF + "result")
    query = graph.one(action, QT + "query")
    if query is None or graph.all(action, "http://www.w3.org/ns/sparql#entailmentRegime"):
        return Test(name, kind, manifest, needs="entailment, or no query")
    return Test(
        name,
        kind,
        _path(query),
        tuple(_path(one) for one in graph.all(action, QT + "data")),
        tuple(_named(graph, one) for one in graph.all(action, QT + "graphData")),
        None if result is None else _path(result),
        "remote endpoints" if graph.all(action, QT + "serviceData") else "",
    )


def _local(term: object) -> str:
    return re.split("[#/]", str(term).strip("<>"))[-1]


def _named(graph: Graph, term: object) -> tuple[str, Path]:
    """Return the name and the file of a named graph; SPARQL 1.0 labels a node with the name."""
    inner = graph.one(term, QT + "graph")
    label = graph.one(term, RDFS + "label")
    if isinstance(inner, pyoxigraph.NamedNode):
        name = label.value if isinstance(label, pyoxigraph.Literal) else inner.value
        return name, _path(inner)
    assert isinstance(term, pyoxigraph.NamedNode)
    return term.value, _path(term)


def store_of(test: Test, text: str) -> pyoxigraph.Store:
    """Load what a test says; without data, the files that its query takes FROM."""
    store = pyoxigraph.Store()
    if "Syntax" in test.kind:
        return store
    for path in test.data:
        _load(store, path)
    named = list(test.named)
    if not test.data and not named:
        iris = re.findall(r"\bFROM\s+(?:NAMED\s+)?<([^>]*)>", text, re.IGNORECASE)
        named = [(iri, _path(pyoxigraph.NamedNode(iri))) for iri in map(_against(test), iris)]
    for name, path in named:
        store.add_graph(pyoxigraph.NamedNode(name))
        if path.is_file():
            _load(store, path, pyoxigraph.NamedNode(name))
    return store


def _against(test: Test) -> Callable[[str], str]:
    return lambda iri: urljoin(test.query.as_uri(), iri)


def through_pyoxigraph(store: pyoxigraph.Store, text: str, suffix: str) -> Found | bytes:
    """Answer a query with pyoxigraph alone; as bytes where the test is about CSV or TSV."""
    found = store.query(text)
    if isinstance(found, pyoxigraph.QueryBoolean):
        return bool(found)
    if isinstance(found, pyoxigraph.QueryTriples):
        return list({tuple(map(value, triple)) for triple in found})
    if suffix in (".csv", ".tsv"):
        format = getattr(pyoxigraph.QueryResultsFormat, suffix[1:].upper())
        return found.serialize(format=format) or b""
    names = [variable.value for variable in found.variables]
    return _solutions(names, [tuple(row) for row in found])


def through_careergraph(store: pyoxigraph.Store, text: str, suffix: str) -> Found | bytes:
    """Answer a query as careergraph does: read, ask, write, and read what was written."""
    from careergraph.engines import InProcess
    from careergraph.sparql import parse
    from careergraph.writers import WRITERS

    stream = InProcess(store).stream(parse(text))
    if stream.form in ("CONSTRUCT", "DESCRIBE"):
        written = b"".join(WRITERS["turtle"](stream))
        triples = pyoxigraph.parse(written, format=pyoxigraph.RdfFormat.TURTLE)
        return list({tuple(map(value, quad.triple)) for quad in triples})
    format = {".srx": "xml", ".csv": "csv", ".tsv": "tsv"}.get(suffix, "json")
    written = b"".join(WRITERS[format](stream))
    if suffix in (".csv", ".tsv"):
        return written
    return _read(written, getattr(pyoxigraph.QueryResultsFormat, format.upper()))


SIDES = {"careergraph": through_careergraph, "pyoxigraph": through_pyoxigraph}


def _solutions(names: Sequence[str], rows: Sequence[Sequence[object]]) -> Solutions:
    """Return rows with their columns in the order of the names, as the order means nothing."""
    order = sorted(range(len(names)), key=lambda place: names[place])
    ordered = [tuple(value(row[place]) for place in order) for row in rows]
    return tuple(names[place] for place in order), ordered


def _read(data: bytes, format: pyoxigraph.QueryResultsFormat) -> Found:
    found = pyoxigraph.parse_query_results(data, format=format)
    if isinstance(found, pyoxigraph.QueryBoolean):
        return bool(found)
    return _solutions([v.value for v in found.variables], [tuple(row) for row in found])


def _result_graph(path: Path) -> Found:
    """Read an expected answer written as RDF: a result set, or the triples themselves."""
    graph = Graph(path)
    sets = graph.subjects(RDF + "type", pyoxigraph.NamedNode(RS + "ResultSet"))
    if not sets:
        quads = graph.store.quads_for_pattern(None, None, None)
        return [tuple(map(value, quad.triple)) for quad in quads]
    boolean = graph.one(sets[0], RS + "boolean")
    if isinstance(boolean, pyoxigraph.Literal):
        return boolean.value == "true"
    names = [one.value for one in graph.all(sets[0], RS + "resultVariable")]
    rows = []
    for solution in graph.all(sets[0], RS + "solution"):
        bound = {
            graph.one(one, RS + "variable").value: graph.one(one, RS + "value")
            for one in graph.all(solution, RS + "binding")
        }
        rows.append([bound.get(name) for name in names])
    return _solutions(names, rows)


def _csv_rows(data: bytes) -> Solutions:
    """Return what a CSV file holds; which column comes first is not for a ``SELECT *`` to say."""
    names, *rows = csv.reader(io.StringIO(data.decode()))
    order = sorted(range(len(names)), key=lambda place: names[place])
    ordered = [tuple(text_value(row[place]) for place in order) for row in rows]
    return tuple(names[place] for place in order), ordered


def _agrees(found: Found | bytes, result: Path) -> bool:
    if result.suffix == ".csv":
        assert isinstance(found, bytes)
        mine, theirs = _csv_rows(found), _csv_rows(result.read_bytes())
        return mine[0] == theirs[0] and same_rows(mine[1], theirs[1])
    if result.suffix in RESULT_FORMATS:
        format = RESULT_FORMATS[result.suffix]
        expected = _read(result.read_bytes(), format)
        if isinstance(found, bytes):
            found = _read(found, format)
    else:
        expected = _result_graph(result)
    if isinstance(found, tuple) and isinstance(expected, tuple):
        # An answer without rows may have been written down without its columns.
        same = found[0] == expected[0] or not found[1]
        return same and same_rows(found[1], expected[1])
    if isinstance(found, list) and isinstance(expected, list):
        return same_rows(found, expected)
    return found == expected


def outcome(test: Test, side: str) -> str:
    """Run a test; return what is wrong, or nothing where it passes."""
    from careergraph.errors import QueryError

    text = f"BASE <{test.query.as_uri()}>\n" + test.query.read_text(encoding="utf-8")
    suffix = test.result.suffix if test.result else ""
    try:
        found = SIDES[side](store_of(test, text), text, suffix)
    except Exception as error:  # noqa: BLE001 - whatever happens is the outcome of the test
        # What is read and then cannot be answered is not refused for its syntax.
        unanswerable = isinstance(error.__cause__ or error, RuntimeError)
        if "Syntax" in test.kind and unanswerable:
            return _ACCEPTED if "Negative" in test.kind else ""
        if "Negative" in test.kind and isinstance(error, SyntaxError | QueryError):
            return ""
        return " ".join(f"{type(error).__name__}: {error}".split())
    if "Syntax" in test.kind:
        return _ACCEPTED if "Negative" in test.kind else ""
    if test.result is None or _agrees(found, test.result):
        return ""
    return "another answer than the expected one"


def main() -> None:
    """Run the tests; exit 1 where careergraph fails what pyoxigraph passes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("manifests", nargs="+", type=Path, metavar="MANIFEST")
    chosen = parser.parse_args()
    found = list(dict.fromkeys(test for path in chosen.manifests for test in tests(path)))
    run = [test for test in found if not test.needs]
    wrong = {side: {t.name: why for t in run if (why := outcome(t, side))} for side in SIDES}
    for needs, count in Counter(test.needs for test in found if test.needs).items():
        print(f"left out, {needs}: {count}")
    for side, failures in wrong.items():
        print(f"\n{side} passes {len(run) - len(failures)} of {len(run)}; it fails:")
        for name, why in failures.items():
            print(f"  {name}: {why}")
    lost = sorted(wrong["careergraph"].keys() - wrong["pyoxigraph"].keys())
    print(f"\npyoxigraph passes and careergraph fails: {', '.join(lost) or 'none'}")
    if lost:
        sys.exit(1)


if __name__ == "__main__":
    main()
