"""Answers as text: tables for people, and the standard formats for programs.

To add a format, write a function and give it a line in `FORMATS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from careergraph import markup
from careergraph.answers import GRAPH_FORMS, Answer
from careergraph.errors import RequestError
from careergraph.terminal import display_width, pad, printable, wrap
from careergraph.terms import is_number, plain
from careergraph.vocabulary import PREFIXES, compact
from careergraph.writers import WRITERS, Writer, refuse_rows

if TYPE_CHECKING:
    from careergraph.terms import Term

Labels = Mapping[str, str]
"""The label of each IRI that has one."""

_GAP = "  "
_NARROWEST = 8
"""A column is not squeezed below this; a terminal narrower than that wraps by itself."""


def render(
    answer: Answer,
    format: str | None = None,
    labels: Labels | None = None,
    width: int | None = None,
) -> str:
    """Return an answer as text.

    Parameters
    ----------
    answer : Answer
        What to write.
    format : str, optional
        One of `FORMATS`; a table without one, or Turtle for CONSTRUCT and DESCRIBE.
    labels : mapping of str to str, optional
        The label of each IRI, which tables show beside its short form.
    width : int, optional
        The width that a table is wrapped to; as wide as it needs without one.

    Raises
    ------
    RequestError
        The answer has no such format.

    Examples
    --------
    >>> print(render(Answer("ASK", boolean=True)))
    yes
    """
    name = format or ("turtle" if answer.form in GRAPH_FORMS else "table")
    if name not in FORMATS:
        raise RequestError(f"There is no format {name!r}; choose one of {', '.join(FORMATS)}.")
    return FORMATS[name](answer, labels, width)


def _table(answer: Answer, labels: Labels | None, width: int | None) -> str:
    if answer.boolean is not None:
        return "yes" if answer.boolean else "no"
    if not answer.rows:
        return "No triples." if answer.form in GRAPH_FORMS else "No rows."
    columns, rows = shown_rows(answer, labels)
    cells = [shown_text(row, labels or {}) for row in rows]
    widths = _column_widths(columns, cells, width)
    right = [_is_number(column) for column in zip(*rows, strict=True)]
    lines = _table_row(columns, widths, right)
    lines.append(_GAP.join("-" * size for size in widths))
    for row in cells:
        lines += _table_row(row, widths, right)
    return "\n".join([*lines, "", _count(answer)])


def _count(answer: Answer) -> str:
    cut = f", cut by {answer.cut}" if answer.cut else ""
    return f"{len(answer)} row{'' if len(answer) == 1 else 's'}{cut}"


def shown_rows(
    answer: Answer, labels: Labels | None
) -> tuple[Sequence[str], Sequence[Sequence[Term | None]]]:
    """Return columns and rows with each IRI replaced by the label that the query gives it.

    A query that selects ``?skill`` and ``?skill_label`` is shown with one column, ``skill``.
    Without labels nothing is replaced.
    """
    if labels is None:
        return answer.columns, answer.rows
    places = {name: place for place, name in enumerate(answer.columns)}
    kept = [n for n in answer.columns if n.removesuffix("_label") not in places.keys() - {n}]
    pairs = [(places.get(f"{name}_label", places[name]), places[name]) for name in kept]
    rows = [
        [row[iri] if row[label] is None else row[label] for label, iri in pairs]
        for row in answer.rows
    ]
    return kept, rows


def shown_text(row: Sequence[Term | None], labels: Labels) -> list[str]:
    """Return the cells of a row; a label that is there in its own column is not repeated."""
    texts = {plain(term) for term in row if term is not None}
    return [printable(_shown(term, labels, texts)) for term in row]


def _shown(term: Term | None, labels: Labels, beside: set[str]) -> str:
    import pyoxigraph

    if term is None:
        return ""
    text = plain(term)
    if not isinstance(term, pyoxigraph.NamedNode):
        return text
    label = labels.get(text)
    return compact(text) if label is None or label in beside else f"{label} ({compact(text)})"


def _column_widths(
    columns: Sequence[str], cells: Sequence[Sequence[str]], width: int | None
) -> list[int]:
    """Return each column's width; the widest give way until the table fits.

    Words are broken only where breaking at spaces does not suffice.
    """
    texts = [
        (name, *column) for name, column in zip(columns, zip(*cells, strict=True), strict=True)
    ]
    widths = [max(map(display_width, column)) for column in texts]
    if width is None:
        return widths
    words = [max(display_width(w) for text in column for w in text.split(" ")) for column in texts]
    space = width - len(_GAP) * (len(widths) - 1)
    for floors in (words, [_NARROWEST] * len(widths)):
        _squeeze(widths, floors, space)
    return widths


def _squeeze(widths: list[int], floors: Sequence[int], space: int) -> None:
    while sum(widths) > space:
        loose = [i for i, floor in enumerate(floors) if widths[i] > floor]
        if not loose:
            return
        widths[max(loose, key=widths.__getitem__)] -= 1


def _table_row(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> list[str]:
    wrapped = [wrap(cell, size) for cell, size in zip(cells, widths, strict=True)]
    height = max(map(len, wrapped))
    lines = []
    for index in range(height):
        parts = [lines_[index] if index < len(lines_) else "" for lines_ in wrapped]
        padded = [pad(*cell) for cell in zip(parts, widths, right, strict=True)]
        lines.append(_GAP.join(padded).rstrip())
    return lines


def _is_number(column: Sequence[Term | None]) -> bool:
    bound = [term for term in column if term is not None]
    return bool(bound) and all(map(is_number, bound))


def _markdown(answer: Answer, labels: Labels | None, *_: object) -> str:
    if answer.boolean is not None:
        return "yes" if answer.boolean else "no"
    columns, rows = shown_rows(answer, labels)
    lines = [columns, ["---"] * len(columns)]
    lines += [[_markdown_cell(cell) for cell in shown_text(row, labels or {})] for row in rows]
    text = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"{text}\n\n{_count(answer)}" if answer.cut else text


def _markdown_cell(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("|", "\\|")
    return escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _html(answer: Answer, labels: Labels | None, *_: object) -> str:
    columns, rows = shown_rows(answer, labels)
    shown = replace(answer, columns=tuple(columns), rows=tuple(map(tuple, rows)))
    return markup.page("Answer", shown.to_html(labels))


def _written(writer: Writer) -> Callable[[Answer, Labels | None, int | None], str]:
    def text(answer: Answer, *_: object) -> str:
        return b"".join(writer(answer.stream())).decode("utf-8").rstrip("\r\n")

    return text


def _turtle(answer: Answer, *_: object) -> str:
    """Return Turtle that declares only the prefixes it uses; a stream cannot know them."""
    import pyoxigraph

    refuse_rows(answer.form, "Turtle")
    text = " ".join(str(part) for row in answer.rows for part in row)
    used = {prefix: iri for prefix, iri in PREFIXES.items() if f"<{iri}" in text}
    written = pyoxigraph.serialize(
        answer.triples, format=pyoxigraph.RdfFormat.TURTLE, prefixes=used
    )
    cut = f"\n# careergraph: cut: {answer.cut}" if answer.cut else ""
    return (written or b"").decode("utf-8").rstrip("\n") + cut


FORMATS: dict[str, Callable[[Answer, Labels | None, int | None], str]] = {
    "table": _table,
    "markdown": _markdown,
    "html": _html,
    **{name: _written(writer) for name, writer in WRITERS.items()},
    "turtle": _turtle,
}
"""The formats of answers as text, by name."""
