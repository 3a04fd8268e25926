"""RDF terms as text and as Python values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from careergraph.vocabulary import XSD_BOOLEAN, XSD_DECIMAL, XSD_FLOATS, XSD_INTEGERS

if TYPE_CHECKING:
    import pyoxigraph

    Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple

Value = str | int | float | bool | None
"""What a term becomes in Python."""

_PYTHON: dict[str, Callable[[str], Value]] = {
    **dict.fromkeys(XSD_INTEGERS, int),
    **dict.fromkeys((XSD_DECIMAL, *XSD_FLOATS), float),
    XSD_BOOLEAN: lambda text: text in ("true", "1"),
}


def to_python(term: Term | None) -> Value:
    """Return an RDF term as a Python value; a literal that breaks its datatype stays text.

    >>> import pyoxigraph
    >>> to_python(pyoxigraph.Literal(2.5))
    2.5
    >>> to_python(None) is None
    True
    """
    if term is None:
        return None
    datatype = getattr(term, "datatype", None)
    if datatype is None:
        return plain(term)
    text = plain(term)
    # Python reads 1_000 as a number, and XML Schema does not.
    convert = str if "_" in text else _PYTHON.get(datatype.value, str)
    try:
        return convert(text)
    except ValueError:
        return text


def plain(term: Term) -> str:
    """Return the text of a term: an IRI, the words of a literal, or a blank node's label.

    >>> import pyoxigraph
    >>> plain(pyoxigraph.NamedNode("http://example.org/a"))
    'http://example.org/a'
    """
    import pyoxigraph

    if isinstance(term, pyoxigraph.NamedNode | pyoxigraph.Literal):
        return term.value
    return f"<<( {term} )>>" if isinstance(term, pyoxigraph.Triple) else str(term)


def is_number(term: Term | None) -> bool:
    """Tell whether a term is a literal of a numeric type that is written as one.

    >>> import pyoxigraph
    >>> is_number(pyoxigraph.Literal(5)), is_number(pyoxigraph.Literal("5"))
    (True, False)
    """
    return type(to_python(term)) in (int, float)


def in_language(terms: Iterable[Term], wanted: str = "en") -> str | None:
    """Return the text in a language, else in another variety of it.

    Without either it is the English text, else the one without language, else the first by
    language.

    >>> import pyoxigraph
    >>> names = [pyoxigraph.Literal("Koch", language="de"), pyoxigraph.Literal("cook")]
    >>> in_language(names), in_language(names, "de-AT")
    ('cook', 'Koch')
    """
    texts = sorted((_language_order(term, wanted.lower()), plain(term)) for term in terms)
    return texts[0][1] if texts else None


def _language_order(term: Term, wanted: str) -> tuple[int, str]:
    language = (getattr(term, "language", None) or "").lower()
    if language == wanted:
        return (0, language)
    if language.split("-")[0] == wanted.split("-")[0]:
        return (1, language)
    return (3 if not language else 2 if language.split("-")[0] == "en" else 4, language)
