"""From SVG to PNG without a browser, by resvg."""

from __future__ import annotations

import re
from functools import cache

from careergraph.errors import RequestError

MOST_PIXELS = 100_000_000
"""Of one PNG: it is held in memory with four bytes a pixel."""
_SIZE = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')
_PROBE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">{}</svg>',
    '<text x="2" y="18" font-size="18" font-family="Arial, sans-serif">M</text>',
)


def to_png(svg: str, scale: float) -> bytes:
    """Return a picture of `careergraph.pictures.svg.document` as a PNG file.

    Raises
    ------
    RequestError
        The extra ``png`` is not installed, the machine has no font, the scale is not above zero,
        or the picture becomes too large.
    """
    try:
        import resvg_py
    except ImportError:
        raise RequestError(
            "PNG needs resvg, which is not installed. Install careergraph[png], or save as .svg."
        ) from None
    found = _SIZE.search(svg)
    assert found is not None
    pixels = float(found[1]) * float(found[2]) * scale * scale
    if not 0 < pixels <= MOST_PIXELS or scale <= 0:
        raise RequestError(
            f"At a scale of {scale:g} the picture has {max(pixels, 0):,.0f} pixels; there can be "
            f"1 to {MOST_PIXELS:,}. Choose another scale, or save as .svg."
        )
    if not _has_fonts():
        raise RequestError(
            "There is no font on this machine, so that a PNG would have no text. Install one, "
            "such as Liberation Sans or DejaVu Sans, or save as .svg."
        )
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=scale))


@cache
def _has_fonts() -> bool:
    """Tell whether a letter is drawn at all: resvg leaves text out where it has no font."""
    import resvg_py

    empty, letter = (_PROBE[0].format(text) for text in ("", _PROBE[1]))
    return bytes(resvg_py.svg_to_bytes(svg_string=empty)) != bytes(
        resvg_py.svg_to_bytes(svg_string=letter)
    )
