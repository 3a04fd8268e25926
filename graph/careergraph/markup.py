"""Rows of terms as an HTML table, every cell escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

from careergraph.terms import is_number, plain
from careergraph.vocabulary import compact

if TYPE_CHECKING:
    from careergraph.terms import Term


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[Term | None]],
    labels: Mapping[str, str] | None = None,
) -> str:
    """Return rows as an HTML table.

    Parameters
    ----------
    columns : sequence of str
        The heads of the columns.
    rows : iterable of sequence
        RDF terms, None where there is none.
    labels : mapping of str to str, optional
        The label of each IRI, which is shown with the short form beside it.

    Examples
    --------
    >>> import pyoxigraph
    >>> table(["n"], [[pyoxigraph.Literal("<b>")]])
    '<table><thead><tr><th>n</th></tr></thead><tbody><tr><td>&lt;b&gt;</td></tr></tbody></table>'
    """
    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    body = "".join(f"<tr>{''.join(_cell(term, labels or {}) for term in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(term: Term | None, labels: Mapping[str, str]) -> str:
    if term is None:
        return "<td></td>"
    language = getattr(term, "language", None)
    attribute = f' lang="{escape(language)}"' if language else ""
    attribute = ' class="number"' if is_number(term) else attribute
    return f"<td{attribute}>{_content(term, labels)}</td>"


def _content(term: Term, labels: Mapping[str, str]) -> str:
    import pyoxigraph

    text = plain(term)
    if not isinstance(term, pyoxigraph.NamedNode):
        return escape(text)
    label, short = labels.get(text), escape(compact(text))
    shown = short if label is None else f"{escape(label)} <small>({short})</small>"
    # Other schemes, such as javascript:, would run in the page.
    linked = text.startswith(("http://", "https://"))
    return f'<a href="{escape(text)}">{shown}</a>' if linked else shown


_STYLE = """
:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem; max-width: 75rem }
table { border-collapse: collapse }
th, td { border-bottom: 1px solid #8886; padding: .25rem .75rem; text-align: left;
  vertical-align: top }
th { position: sticky; top: 0; background: Canvas }
.number { text-align: right; font-variant-numeric: tabular-nums }
svg { max-width: 100%; height: auto }
"""


def page(title: str, body: str) -> str:
    """Return a page that needs nothing else, of a title and what is already HTML."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<main>\n<h1>{escape(title)}</h1>\n{body}\n</main>\n</body>\n</html>"
    )
