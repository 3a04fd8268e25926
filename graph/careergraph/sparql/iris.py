"""Relative IRIs made absolute, as RFC 3986, section 5.2, says."""

from __future__ import annotations

import re

_PARTS = re.compile(
    r"(?:([A-Za-z][A-Za-z0-9+.\-]*):)?(?://([^/?#]*))?([^?#]*)(\?[^#]*)?(#.*)?", re.S
)


def resolve(base: str | None, reference: str) -> str | None:
    """Return an IRI in full; None where it is relative and there is no base.

    >>> resolve("http://example.org/a/b?c", "../d#e")
    'http://example.org/d#e'
    """
    scheme, authority, path, query, fragment = _split(reference)
    if scheme is not None:
        return reference
    if base is None:
        return None
    base_scheme, base_authority, base_path, base_query, _ = _split(base)
    if authority is None:
        authority = base_authority
        if not path:
            path, query = base_path or "", query or base_query
        elif not path.startswith("/"):
            path = _without_dots(_merged(base_authority, base_path or "", path))
        else:
            path = _without_dots(path)
    else:
        path = _without_dots(path or "")
    start = f"{base_scheme}:" + (f"//{authority}" if authority is not None else "")
    return f"{start}{path}{query or ''}{fragment or ''}"


def _split(text: str) -> tuple[str | None, ...]:
    match = _PARTS.fullmatch(text)
    return match.groups() if match else (None, None, text, None, None)


def _merged(authority: str | None, base: str, path: str) -> str:
    if authority is not None and not base:
        return f"/{path}"
    return base[: base.rfind("/") + 1] + path


def _without_dots(path: str) -> str:
    kept: list[str] = []
    segments = path.split("/")
    for index, segment in enumerate(segments):
        last = index == len(segments) - 1
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
        if last and segment in (".", ".."):
            kept.append("")
    return "/".join(kept)
