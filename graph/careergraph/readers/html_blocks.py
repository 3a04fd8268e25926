"""The headings and list items of an HTML page, outside of its tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from careergraph.readers.html_page import Attributes, Page
from careergraph.readers.outline import MAX_BLOCKS, Block

HEADINGS = {f"h{depth}": depth for depth in range(1, 7)}
LISTS = {"ul", "ol"}
ASIDE = {"nav", "footer", "aside"}
"""Elements that hold lists of links, not of skills."""

BREAKS = {"p", "div", "br", "section", "article"}


@dataclass(slots=True)
class _Text:
    """A heading or an item that is being read, with the characters that only link in the page."""

    block: Block
    parts: list[str] = field(default_factory=list)
    linked: int = 0


def blocks(text: str) -> Iterator[Block]:
    """Yield headings and items; what else stands on the page is left out."""
    parser = _Blocks()
    parser.feed(text)
    parser.close()
    parser.end_text()
    return (block for block in parser.found if block.text)


class _Blocks(Page):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Block] = []
        self._text: _Text | None = None
        self._lists = 0
        self._outside = 0
        self._in_page = False

    def start(self, tag: str, attributes: Attributes) -> None:
        """Read a tag that opens."""
        if tag in ASIDE or tag == "table":
            self.end_text()
            self._outside += 1
        elif self._outside or len(self.found) > MAX_BLOCKS:
            return
        elif tag in HEADINGS:
            self._lists = 0
            self._begin(HEADINGS[tag], is_item=False)
        elif tag in LISTS:
            self.end_text()
            self._lists += 1
        elif tag == "li":
            self._begin(max(1, self._lists), is_item=True)
        elif tag == "a":
            self._in_page = (attributes.get("href") or "").startswith("#")
        elif tag in BREAKS and self._text is not None:
            self._text.parts.append(" ")

    def end(self, tag: str) -> None:
        """Read a tag that closes."""
        if tag in ASIDE or tag == "table":
            self._outside = max(0, self._outside - 1)
        elif self._outside:
            return
        elif tag in HEADINGS or tag == "li":
            self.end_text()
        elif tag in LISTS:
            self.end_text()
            self._lists = max(0, self._lists - 1)
        elif tag == "a":
            self._in_page = False
        elif tag == "p" and self._text is not None and "".join(self._text.parts).strip():
            self.end_text()

    def data(self, data: str) -> None:
        """Read text."""
        if self._text is not None and not self._outside:
            self._text.parts.append(data)
            self._text.linked += len(data.strip()) if self._in_page else 0

    def _begin(self, depth: int, *, is_item: bool) -> None:
        self.end_text()
        self._text = _Text(Block("", self.getpos()[0], depth, is_item))

    def end_text(self) -> None:
        """Keep the heading or item that is open; an item that is but a link in the page is not."""
        reading, self._text = self._text, None
        if reading is None:
            return
        text = "".join(reading.parts)
        if not reading.block.is_item or reading.linked < len(text.strip()) or not text.strip():
            reading.block.text = " ".join(text.split())
            self.found.append(reading.block)
