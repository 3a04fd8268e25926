"""The labels of the IRIs in an answer, asked for in batches; never those of the whole graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from careergraph.answers import Answer, Stream
from careergraph.queries import ask
from careergraph.terms import plain
from careergraph.vocabulary import RDFS_LABEL, SKOS_PREF_LABEL

if TYPE_CHECKING:
    from careergraph.engines import Engine
    from careergraph.terms import Term

    Row = tuple[Term | None, ...]

Naming = Callable[[Iterable[str]], Mapping[str, str]]
"""Gives the labels of IRIs, as `labels_of` does of one engine."""

BATCH = 500
"""IRIs in one question: some 30 kB of text, which endpoints still take."""

_ROWS = 1000
"""Rows whose labels are asked for together."""

SUFFIX = "_label"
"""What the column with the labels of another is called, after the name of that one."""


def labels_of(engine: Engine, iris: Iterable[str]) -> dict[str, str]:
    """Return the label of each IRI that has one.

    A preferred label (``skos:prefLabel``) comes before another (``rdfs:label``); of several the
    English one is taken, else the one without a language, else the first by language.

    Parameters
    ----------
    engine : Engine
        What is asked.
    iris : iterable of str
        Those to name; what is no absolute IRI has no label.
    """
    wanted = [iri for iri in dict.fromkeys(iris) if _is_iri(iri)]
    found: dict[str, str] = {}
    for predicate in (SKOS_PREF_LABEL, RDFS_LABEL):
        rest = iter([iri for iri in wanted if iri not in found])
        while batch := list(islice(rest, BATCH)):
            found.update(_asked(engine, predicate, batch))
    return found


def _is_iri(text: str) -> bool:
    """Tell whether a text can stand between ``<`` and ``>``, and nothing else can be read in it."""
    import pyoxigraph

    try:
        pyoxigraph.NamedNode(text)
    except ValueError:
        return False
    return True


def _asked(engine: Engine, predicate: str, iris: Sequence[str]) -> dict[str, str]:
    values = " ".join(f"<{iri}>" for iri in iris)
    text = f"SELECT ?iri ?label {{ VALUES ?iri {{ {values} }} ?iri <{predicate}> ?label }}"
    best: dict[str, tuple[tuple[int, str], str]] = {}
    for iri, label in ask(engine, text):
        if iri is not None and label is not None:
            named, rank = plain(iri), (_order(label), plain(label))
            best[named] = min(rank, best.get(named, rank))
    return {iri: label for iri, (_, label) in best.items()}


def _order(label: Term) -> tuple[int, str]:
    language = getattr(label, "language", None)
    if language is None:
        return (1, "")
    return (0 if language.split("-")[0] == "en" else 2, language)


def answer_labels(naming: Naming, answer: Answer) -> Mapping[str, str]:
    """Return the labels of the IRIs in an answer.

    Those of a column whose labels stand in a column beside it are not asked for.
    """
    places = [i for i, name in enumerate(answer.columns) if name + SUFFIX not in answer.columns]
    return naming(_iris(answer.rows, places))


def with_labels(naming: Naming, stream: Stream) -> Stream:
    """Return an answer with a column ``<name>_label`` after each column that has IRIs.

    Which do is seen from the first thousand rows. What has no label is left empty.
    """
    rows = iter(stream)
    first = list(islice(rows, _ROWS))
    places = [
        i
        for i, name in enumerate(stream.columns)
        if name + SUFFIX not in stream.columns and any(_iris(first, [i]))
    ]

    def labelled() -> Iterator[Row]:
        batch = first
        while batch:
            labels = naming(_iris(batch, places))
            for row in batch:
                yield tuple(_beside(row, places, labels))
            batch = list(islice(rows, _ROWS))
        made.cut = stream.cut

    columns = tuple(
        name
        for i, column in enumerate(stream.columns)
        for name in ((column, column + SUFFIX) if i in places else (column,))
    )
    made = Stream(stream.form, columns, labelled(), stream.warnings, boolean=stream.boolean)
    return made


def _iris(rows: Iterable[Row], places: Sequence[int]) -> Iterator[str]:
    import pyoxigraph

    for row in rows:
        for place in places:
            term = row[place]
            if isinstance(term, pyoxigraph.NamedNode):
                yield term.value


def _beside(row: Row, places: Sequence[int], labels: Mapping[str, str]) -> Iterator[Term | None]:
    import pyoxigraph

    for place, term in enumerate(row):
        yield term
        if place in places:
            named = isinstance(term, pyoxigraph.NamedNode)
            label = labels.get(plain(term)) if named and term is not None else None
            yield None if label is None else pyoxigraph.Literal(label)
