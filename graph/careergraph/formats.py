"""Answers as text: tables for people, and the standard formats for programs.

To add a format, write a function and give it a line in `FORMATS`.
"""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from careergraph.answers import GRAPH_FORMS, Answer, plain, to_python
from careergraph.errors import RequestError
from careergraph.vocabulary import PREFIXES, compact

if TYPE_CHECKING:
    import pyoxigraph

    from careergraph.answers import Term

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
    return FORMATS[name](answer, labels or {}, width)


def _table(answer: Answer, labels: Labels, width: int | None) -> str:
    if answer.boolean is not None:
        return "yes" if answer.boolean else "no"
    if not answer.rows:
        return "No triples." if answer.form in GRAPH_FORMS else "No rows."
    columns, rows = _labelled(answer)
    cells = [_shown_row(row, labels) for row in rows]
    widths = _column_widths(columns, cells, width)
    right = [_is_number(column) for column in zip(*rows, strict=True)]
    lines = _table_row(columns, widths, right)
    lines.append(_GAP.join("-" * size for size in widths))
    for row in cells:
        lines += _table_row(row, widths, right)
    count = len(answer)
    return "\n".join([*lines, "", f"{count} row{'' if count == 1 else 's'}"])


def _labelled(answer: Answer) -> tuple[list[str], list[list[Term | None]]]:
    """Return columns and rows with each IRI replaced by the label that the query gives it.

    A query that selects ``?skill`` and ``?skill_label`` is shown with one column, ``skill``.
    """
    places = {name: place for place, name in enumerate(answer.columns)}
    kept = [n for n in answer.columns if n.removesuffix("_label") not in places.keys() - {n}]
    rows = []
    for row in answer.rows:
        labels = [row[places.get(f"{name}_label", places[name])] for name in kept]
        iris = [row[places[name]] for name in kept]
        rows.append(
            [iri if label is None else label for label, iri in zip(labels, iris, strict=True)]
        )
    return kept, rows


def _shown_row(row: Sequence[Term | None], labels: Labels) -> list[str]:
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


def printable(text: str) -> str:
    r"""Return text with every character that would steer a terminal spelled out.

    >>> printable("a\x1b[31m")
    'a\\x1b[31m'
    """
    return "".join(_spelled(char) if _steers(char) else char for char in text)


def _steers(char: str) -> bool:
    # Joiners are format characters too, and words of some languages need them.
    joiner = char in "\u200c\u200d"
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") and not joiner


def _spelled(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def display_width(text: str) -> int:
    """Return how many terminal columns text takes: wide letters two, combining marks none.

    >>> display_width("数据"), display_width("e\u0301")
    (4, 1)
    """
    return sum(map(_char_width, text))


def _char_width(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


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
        padded = [_pad(*cell) for cell in zip(parts, widths, right, strict=True)]
        lines.append(_GAP.join(padded).rstrip())
    return lines


def _pad(text: str, width: int, right: bool) -> str:
    space = " " * (width - display_width(text))
    return space + text if right else text + space


def _is_number(column: Sequence[Term | None]) -> bool:
    values = [to_python(term) for term in column if term is not None]
    return bool(values) and all(type(value) in (int, float) for value in values)


def wrap(text: str, width: int) -> list[str]:
    """Return text in lines of at most this width, broken at spaces where there are any.

    >>> wrap("deep learning", 8)
    ['deep', 'learning']
    """
    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if display_width(joined) <= width:
            lines[-1] = joined
        else:
            lines += _pieces(word, width)
    return [line for line in lines if line] or [""]


def _pieces(word: str, width: int) -> list[str]:
    pieces = [""]
    for char in word:
        if display_width(pieces[-1] + char) > width:
            pieces.append("")
        pieces[-1] += char
    return pieces


def _markdown(answer: Answer, labels: Labels, *_: object) -> str:
    if answer.boolean is not None:
        return "yes" if answer.boolean else "no"
    rows = [answer.columns, ["---"] * len(answer.columns)]
    rows += [[_markdown_cell(cell) for cell in _shown_row(row, labels)] for row in answer.rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _markdown_cell(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("|", "\\|")
    return escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _csv(answer: Answer, *_: object) -> str:
    if answer.boolean is not None:
        return f"{answer.boolean}".lower()
    file = io.StringIO()
    # The line end that the standard asks for.
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(answer.columns)
    writer.writerows(["" if t is None else plain(t) for t in row] for row in answer.rows)
    return file.getvalue().removesuffix("\r\n")


def _tsv(answer: Answer, *_: object) -> str:
    if answer.boolean is not None:
        return f"{answer.boolean}".lower()
    rows = ["\t".join(f"?{name}" for name in answer.columns)]
    rows += ["\t".join(_turtle_term(term) for term in row) for row in answer.rows]
    return "\n".join(rows)


def _turtle_term(term: Term | None) -> str:
    return "" if term is None else str(term).replace("\t", "\\t")


def _json(answer: Answer, *_: object) -> str:
    if answer.form in GRAPH_FORMS:
        raise RequestError(
            f"JSON has rows or yes and no, and a {answer.form} answers with triples; "
            "choose turtle, ntriples, table, csv, tsv or markdown."
        )
    return json.dumps(answer.to_dict(), ensure_ascii=False, indent=2)


def _turtle(answer: Answer, *_: object) -> str:
    import pyoxigraph

    triples = _triples(answer)
    text = " ".join(str(part) for row in answer.rows for part in row)
    used = {prefix: iri for prefix, iri in PREFIXES.items() if f"<{iri}" in text}
    written = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.TURTLE, prefixes=used)
    return (written or b"").decode("utf-8").rstrip("\n")


def _ntriples(answer: Answer, *_: object) -> str:
    return "\n".join(f"{triple} ." for triple in _triples(answer))


def _triples(answer: Answer) -> Sequence[pyoxigraph.Triple]:
    if answer.form not in GRAPH_FORMS:
        raise RequestError(
            f"Turtle and N-Triples have triples, and {answer.form} answers with "
            "something else; choose table, csv, tsv, json or markdown."
        )
    return answer.triples


FORMATS: dict[str, Callable[[Answer, Labels, int | None], str]] = {
    "table": _table,
    "csv": _csv,
    "tsv": _tsv,
    "json": _json,
    "markdown": _markdown,
    "turtle": _turtle,
    "ntriples": _ntriples,
}
"""The formats of answers by name."""
