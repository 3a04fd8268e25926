"""What a client wants of an answer: which media type, and none that it has (RFC 9110, 12.5, 13)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING

from careergraph.answers import GRAPH_FORMS
from careergraph.server.problems import ProblemError

if TYPE_CHECKING:
    from starlette.requests import Request

    from careergraph.sparql import Query

SOLUTION_TYPES = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/x-ndjson": "ndjson",
}
GRAPH_TYPES = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/rdf+xml": "rdfxml",
    "application/ld+json": "jsonld",
    "text/plain": "ntriples",
}
PAGE_TYPE = "text/html"


@dataclass(frozen=True)
class _Range:
    """A media range such as ``text/*;q=0.5``."""

    type: str
    subtype: str
    quality: float

    def specificity(self, media_type: str) -> int | None:
        """Return how closely the range names a media type: 0 to 2, None where it does not."""
        main, _, sub = media_type.partition("/")
        if self.type == "*":
            return 0
        if self.type != main:
            return None
        return 1 if self.subtype == "*" else 2 if self.subtype == sub else None


def choose(accept: str, offers: Iterable[str]) -> str | None:
    """Return the media type that a client prefers, None where it accepts none of them.

    Parameters
    ----------
    accept : str
        The value of its Accept header; empty accepts everything.
    offers : iterable of str
        Media types, the server's own preference first; it settles ties.

    Examples
    --------
    >>> offers = ("application/sparql-results+json", "text/csv")
    >>> choose("text/csv, */*;q=0.1", offers)
    'text/csv'
    >>> choose("text/html", offers) is None
    True
    """
    return _chosen(accept, tuple(offers))


def offers(query: Query) -> Mapping[str, str]:
    """Return the formats that a query's answer can be sent in, by media type."""
    return GRAPH_TYPES if query.form in GRAPH_FORMS else SOLUTION_TYPES


def wanted_type(request: Request, query: Query) -> str:
    """Return the media type that a client asks for by ``format=`` or by its Accept header.

    Raises
    ------
    ProblemError
        The answer cannot be sent so.
    """
    on_offer = offers(query)
    named = request.query_params.get("format")
    if named is None:
        found = choose(request.headers.get("accept", ""), on_offer)
    else:
        found = next((m for m, format_name in on_offer.items() if format_name == named), None)
    if found is None:
        raise ProblemError(
            HTTPStatus.NOT_ACCEPTABLE,
            f"{query.form} is answered as {', '.join(on_offer)}; ask for one of them.",
        )
    return found


def prefers_page(request: Request) -> bool:
    """Tell whether a browser asks for a page, which then asks the query in its own address."""
    if request.method == "POST" or "format" in request.query_params:
        return False
    on_offer = (*SOLUTION_TYPES, *GRAPH_TYPES, PAGE_TYPE)
    return choose(request.headers.get("accept", ""), on_offer) == PAGE_TYPE


def matches(header: str, etag: str) -> bool:
    """Tell whether an If-None-Match header names the state that a client has already."""
    tags = [tag.strip().removeprefix("W/") for tag in header.split(",")]
    return "*" in tags or etag in tags


@lru_cache(maxsize=256)
def _chosen(accept: str, offers: tuple[str, ...]) -> str | None:
    ranges = _ranges(accept)
    best, found = 0.0, None
    for media_type in offers:
        quality = _quality(media_type, ranges)
        if quality > best:
            best, found = quality, media_type
    return found


def _quality(media_type: str, ranges: list[_Range]) -> float:
    """Return the quality that the most specific range gives a media type."""
    matches = [
        (specificity, one.quality)
        for one in ranges
        if (specificity := one.specificity(media_type)) is not None
    ]
    return max(matches)[1] if matches else 0.0


def _ranges(accept: str) -> list[_Range]:
    if not accept.strip():
        return [_Range("*", "*", 1.0)]
    return [one for part in accept.split(",") if (one := _range(part)) is not None]


def _range(part: str) -> _Range | None:
    """Return a media range; None for what is none, which RFC 9110 lets a server ignore."""
    media_type, *parameters = (item.strip().lower() for item in part.split(";"))
    main, slash, sub = media_type.partition("/")
    if not (main and slash and sub):
        return None
    quality = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                quality = min(max(float(value), 0.0), 1.0)
            except ValueError:
                return None
    return _Range(main, sub, quality)
