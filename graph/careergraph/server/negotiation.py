"""Which of the media types on offer a client wants, by its Accept header (RFC 9110, 12.5.1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache


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
