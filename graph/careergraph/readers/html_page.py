"""A page of HTML as a reader sees it: without what is hidden."""

from __future__ import annotations

import re
from html.parser import HTMLParser

Attributes = dict[str, str | None]

UNSEEN = {"script", "style", "template", "noscript"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
        "track", "wbr"}  # fmt: skip
"""Elements without content, which no tag closes."""

ENDED_BY = {
    "p": {"p", "div", "ul", "ol", "table", "td", "th", "tr"},
    "td": {"td", "th", "tr", "table"},
    "th": {"td", "th", "tr", "table"},
    "tr": {"tr", "table"},
}
"""Elements that may be left open, with the tags that then close them."""

NOT_DISPLAYED = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
HIDDEN_CLASSES = {"sr-only", "visually-hidden", "screen-reader-text", "headerlink",
                  "numberingcolumn"}  # fmt: skip
"""Texts for screen readers, signs of links, and Confluence's numbers of rows."""

SIGNS = {"a", "i", "span", "svg"}
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
DECLARATION = re.compile(r"<[!?][^>]*(?:>|\Z)")
LONELY = re.compile(r"<(?!/?[A-Za-z])")


def whole_tags(text: str) -> str:
    """Return a page without comments, declarations and what is no tag, line by line as it was.

    html.parser looks for the end of each of them to the end of the page, again and again.
    """
    text = DECLARATION.sub(_line_ends, COMMENT.sub(_line_ends, text))
    end = text.rfind(">") + 1
    return LONELY.sub("&lt;", text[:end]) + text[end:].replace("<", "&lt;")


def _line_ends(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


class Page(HTMLParser):
    """Passes on the tags and texts that can be seen, to `start`, `end` and `data`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._hidden: str | None = None
        self._nested = 0

    def start(self, tag: str, attributes: Attributes) -> None:
        """Read a tag that opens."""
        raise NotImplementedError

    def end(self, tag: str) -> None:
        """Read a tag that closes."""
        raise NotImplementedError

    def data(self, data: str) -> None:
        """Read text."""
        raise NotImplementedError

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Pass on a tag unless it is hidden or stands in what is."""
        if self._hidden and tag in ENDED_BY.get(self._hidden, ()):
            self._hidden = None
        if self._hidden:
            self._nested += tag == self._hidden
            return
        attributes = dict(attrs)
        if tag not in VOID and _is_hidden(tag, attributes):
            self._hidden, self._nested = tag, 1
        else:
            self.start(tag, attributes)

    def handle_endtag(self, tag: str) -> None:
        """Pass on a tag, or leave what is hidden."""
        if self._hidden and tag != self._hidden and tag in ENDED_BY.get(self._hidden, ()):
            self._hidden = None
        if self._hidden is None:
            self.end(tag)
        elif tag == self._hidden:
            self._nested -= 1
            if not self._nested:
                self._hidden = None

    def handle_data(self, data: str) -> None:
        """Pass on text that can be seen."""
        if self._hidden is None:
            self.data(data)


def _is_hidden(tag: str, attributes: Attributes) -> bool:
    classes = set((attributes.get("class") or "").casefold().split())
    return (
        tag in UNSEEN
        or "hidden" in attributes
        or bool(NOT_DISPLAYED.search(attributes.get("style") or ""))
        or bool(classes & HIDDEN_CLASSES)
        or (tag in SIGNS and attributes.get("aria-hidden") == "true")
    )
