"""Build a whole taxonomy's graph, as an Oxigraph directory or an RDF file, or nothing at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from careergraph import _resources
from careergraph.errors import InvalidGraphError, OutputError
from careergraph.moves import MoveRule, derive
from careergraph.readers.ntriples import Triples, iri, literal
from careergraph.store import SUFFIXES, is_directory_store
from careergraph.vocabulary import PREFIXES, RDF_TYPE, SKOS_DEFINITION, SKOS_PREF_LABEL, Term

if TYPE_CHECKING:
    import pyoxigraph

Summary = TypeVar("Summary")

STEPS = {"Reading": 25, "Loading": 50, "Deriving moves": 15, "Checking": 10}
"""What building consists of, with a rough share of the time in percent for the progress bar.

The shares differ by release and machine; the estimate of what is left corrects itself at each step.
"""

ESSENTIAL = """
?a cg:requires ?b
MINUS { ?need cg:requiringRole ?a ; cg:requiredSkill ?b ; cg:importance cg:optional }
"""
"""Roles with their essential skills; a requirement that has no statement of its own is one."""


def _silent(step: str) -> None:
    """Report nothing."""


def build(
    write: Callable[[Triples], Summary],
    output: Path,
    rule: MoveRule | None,
    *,
    force: bool = False,
    report: Callable[[str], None] = _silent,
) -> Summary:
    """Build a graph from what a reader writes, and return what the reader found.

    Parameters
    ----------
    write : callable
        A reader: writes the graph as N-Triples.
    output : Path
        A file with an RDF suffix, else a directory that Oxigraph keeps.
    rule : MoveRule or None
        How moves are derived; None derives none.
    force : bool
        Whether what exists may be replaced: a file, or a directory that Oxigraph keeps.
    report : callable
        Is told each of `STEPS` when it begins.

    Raises
    ------
    OutputError
        The output exists already, is something else, or cannot be written.
    InvalidGraphError
        What the reader wrote breaks a check of career graphs.
    """
    target = output.resolve()
    as_file = target.suffix.lower() in SUFFIXES
    _refuse_to_replace(output, target, as_file, force)
    try:
        with _beside(target) as part:
            summary = _fill(part, write, rule, as_file, report)
            made = _written(part, target.suffix.lower()) if as_file else part / "store"
            _take_place(made, target)
    except OSError as error:
        raise OutputError(
            f"{output} cannot be written ({error.strerror}). Choose another folder."
        ) from error
    return summary


def write_graph(graph: Iterable[pyoxigraph.Triple], output: Path, *, force: bool = False) -> None:
    """Write triples as `build` does: checked, whole or not at all.

    Raises
    ------
    OutputError, InvalidGraphError
        As `build`.
    """

    def write(triples: Triples) -> None:
        for triple in graph:
            triples.add(str(triple.subject), str(triple.predicate), str(triple.object))

    build(write, output, None, force=force)


def _refuse_to_replace(output: Path, target: Path, as_file: bool, force: bool) -> None:
    if not target.exists():
        return
    if as_file != target.is_file() or not (as_file or is_directory_store(target)):
        kind = "a regular file" if as_file else "a directory that Oxigraph keeps"
        raise OutputError(f"{output} exists and is not {kind}. Name another one.")
    if not force:
        raise OutputError(f"{output} exists already. Name another one, or replace it with --force.")


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    part = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent))
    try:
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _fill(
    part: Path,
    write: Callable[[Triples], Summary],
    rule: MoveRule | None,
    as_file: bool,
    report: Callable[[str], None],
) -> Summary:
    """Load what a reader writes into a store in a folder, with its moves, and check it."""
    import pyoxigraph

    from careergraph.validation import run_checks

    plain, moves = part / "plain.nt", part / "moves.nt"
    report("Reading")
    with plain.open("w", encoding="utf-8") as file:
        summary = write(Triples(file))
    report("Loading")
    store = pyoxigraph.Store() if as_file else pyoxigraph.Store(part / "store")
    try:
        store.bulk_load(path=plain, format=pyoxigraph.RdfFormat.N_TRIPLES)
        report("Deriving moves")
        with moves.open("w", encoding="utf-8") as file:
            if rule is not None:
                _write_moves(store, rule, Triples(file))
        store.bulk_load(path=moves, format=pyoxigraph.RdfFormat.N_TRIPLES)
        store.bulk_load(path=_resources.TERMS_FILE, format=pyoxigraph.RdfFormat.TURTLE)
        report("Checking")
        if violations := run_checks(store):
            raise InvalidGraphError(violations[0].explain(len(violations) - 1))
        store.flush()
    finally:
        del store  # closes it: an open store would go on writing into the folder
    return summary


def _write_moves(store: pyoxigraph.Store, rule: MoveRule, triples: Triples) -> None:
    required: dict[str, list[str]] = {}
    for role, skill in _pairs(store, ESSENTIAL):
        required.setdefault(role, []).append(skill)
    ranks = {role: int(rank) for role, rank in _pairs(store, "?a cg:atLevel/cg:rank ?b")}
    codes = dict(_pairs(store, "?a cg:onPath/skos:notation ?b"))
    ((assumptions, _),) = _pairs(store, "?a a cg:Assumptions ; a ?b")
    node = iri(f"{assumptions}/moves")
    triples.add(iri(assumptions), iri(Term.moveRule), node)
    triples.add(node, iri(RDF_TYPE), iri(Term.MoveRule))
    triples.add(node, iri(SKOS_PREF_LABEL), literal(f"{rule.nearest} nearest", language="en"))
    triples.add(node, iri(SKOS_DEFINITION), literal(str(rule), language="en"))
    triples.add(node, iri(Term.nearest), literal(str(rule.nearest), datatype="integer"))
    for source, target in derive(required, rule, ranks, codes):
        triples.add(f"<{source}>", f"<{Term.movesTo}>", f"<{target}>")


def _pairs(store: pyoxigraph.Store, pattern: str) -> list[tuple[str, str]]:
    from careergraph.answers import plain
    from careergraph.queries import run

    rows = run(store, f"SELECT ?a ?b WHERE {{ {pattern} }}").rows
    return [(plain(a), plain(b)) for a, b in rows if a is not None and b is not None]


def _written(part: Path, suffix: str) -> Path:
    """Return the triples that a folder holds as one file in the format of a suffix."""
    import pyoxigraph

    made = part / f"graph{suffix}"
    plain = [part / "plain.nt", part / "moves.nt"]
    with made.open("wb") as out:
        if suffix == ".nt":
            for path in plain:
                with path.open("rb") as file:
                    shutil.copyfileobj(file, out)
        else:
            triples = (q.triple for path in plain for q in pyoxigraph.parse(path=path))
            pyoxigraph.serialize(
                triples, out, getattr(pyoxigraph.RdfFormat, SUFFIXES[suffix]), prefixes=PREFIXES
            )
    return made


def _take_place(made: Path, target: Path) -> None:
    """Give what was made the name of the target; what stood there goes only then."""
    old = made.parent / "old"
    if target.is_dir():
        os.replace(target, old)
    try:
        os.replace(made, target)
    except OSError:
        if old.exists():
            os.replace(old, target)
        raise
