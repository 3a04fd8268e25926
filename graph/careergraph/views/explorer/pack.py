"""An atlas as bytes: texts as JSON, then numbers, seven bits of each in a byte.

Relations are rows of ascending numbers: how many, the first, then how far each is from the last.
Their origins are runs: how many relations have the same one, and its place.
`explorer_atlas.js` reads the same form.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain, groupby

from careergraph.views.explorer.atlas import Atlas, Rows

VERSION = 2
"""Of this form."""


def pack(atlas: Atlas) -> bytes:
    """Return an atlas as bytes; the same atlas gives the same."""
    efforts = _distinct(atlas.efforts)
    strengths = _distinct(atlas.strengths)
    texts = {
        "version": VERSION,
        "title": atlas.title,
        "about": atlas.about,
        "cumulative": atlas.cumulative,
        "roles": atlas.roles,
        "skills": atlas.skills,
        "labels": atlas.labels,
        "codes": atlas.codes,
        "levels": atlas.levels,
        "efforts": list(efforts),
        "strengths": list(strengths),
        "origins": atlas.origins,
    }
    written = json.dumps(texts, ensure_ascii=False, separators=(",", ":")).encode()
    numbers = chain(
        [len(written)],
        *(atlas.level, atlas.path, atlas.known),
        _written(atlas.essential, atlas.roles),
        _written(atlas.optional, atlas.roles),
        (efforts[effort] for effort in atlas.efforts),
        _written(atlas.broader),
        *map(_written, (atlas.related_essential, atlas.related_optional)),
        *map(_written, (atlas.later, atlas.transfers)),
        (strengths[strength] for strength in atlas.strengths),
        _runs(atlas.stated),
    )
    head, *rest = map(_seven_bits, numbers)
    return head + written + b"".join(rest)


def unpack(content: bytes) -> Atlas:
    """Return the atlas that bytes stand for.

    Examples
    --------
    >>> import careergraph as cg
    >>> from careergraph.views.explorer.atlas import make_atlas
    >>> from careergraph.views.explorer.hierarchy import Hierarchy
    >>> atlas = make_atlas(cg.load().careers, Hierarchy())
    >>> unpack(pack(atlas)) == atlas
    True
    """
    size, start = _first(content)
    texts = json.loads(content[start : start + size])
    numbers = _numbers(content[start + size :])
    roles, skills, labels = texts["roles"], texts["skills"], texts["labels"]

    def column(count: int) -> tuple[int, ...]:
        return tuple(next(numbers) for _ in range(count))

    def rows(count: int, base: int = 0) -> Rows:
        return tuple(tuple(_read_row(numbers, base)) for _ in range(count))

    level, path, known = column(roles), column(roles), column(roles)
    essential, optional = rows(roles, roles), rows(roles, roles)
    efforts = tuple(texts["efforts"][place] for place in column(skills))
    broader, related, beside = rows(len(labels)), rows(skills), rows(skills)
    later, transfers = rows(roles), rows(skills)
    strengths = tuple(texts["strengths"][place] for place in column(sum(map(len, transfers))))
    stated = tuple(_read_runs(numbers, _size(essential, optional, later, transfers)))
    return Atlas(
        title=texts["title"],
        about=tuple((name, text) for name, text in texts["about"]),
        cumulative=texts["cumulative"],
        roles=roles,
        skills=skills,
        labels=tuple(labels),
        codes=tuple(texts["codes"]),
        levels=tuple(texts["levels"]),
        level=level,
        path=path,
        known=known,
        essential=essential,
        optional=optional,
        efforts=efforts,
        broader=broader,
        related_essential=related,
        related_optional=beside,
        later=later,
        transfers=transfers,
        strengths=strengths,
        origins=tuple(
            (evidence, source, by, doubt) for evidence, source, by, doubt in texts["origins"]
        ),
        stated=stated,
    )


def _distinct(texts: Iterable[str]) -> dict[str, int]:
    return {text: place for place, text in enumerate(dict.fromkeys(texts))}


def _written(rows: Rows, base: int = 0) -> Iterator[int]:
    for row in rows:
        yield len(row)
        last = base - 1
        for number in row:
            yield number - last - 1
            last = number


def _read_row(numbers: Iterator[int], base: int) -> Iterator[int]:
    last = base - 1
    for _ in range(next(numbers)):
        last += next(numbers) + 1
        yield last


def _runs(values: Iterable[int]) -> Iterator[int]:
    for value, run in groupby(values):
        yield sum(1 for _ in run)
        yield value


def _read_runs(numbers: Iterator[int], size: int) -> Iterator[int]:
    while size:
        run, value = next(numbers), next(numbers)
        yield from (value for _ in range(run))
        size -= run


def _size(*kinds: Rows) -> int:
    return sum(len(row) for rows in kinds for row in rows)


def _seven_bits(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def _first(content: bytes) -> tuple[int, int]:
    end = next(place for place, byte in enumerate(content) if byte < 128) + 1
    return next(_numbers(content[:end])), end


def _numbers(content: bytes) -> Iterator[int]:
    number, shift = 0, 0
    for byte in content:
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            yield number
            number, shift = 0, 0
