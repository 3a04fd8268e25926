"""The headings and list items of a Markdown page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from careergraph.readers.outline import MAX_BLOCKS, Block

FENCE = re.compile(r"\s*(```|~~~)")
HEADING = re.compile(r" {0,3}(#{1,6})\s+(\S.*)")
UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})\s*")
BOLD_LINE = re.compile(r"\s{0,3}(\*\*|__)(?=\S)[^*_]+\1:?\s*")
BOLD_DEPTH = 7
"""A line all in bold stands for a heading below every other."""

ITEM = re.compile(r"(\s*)(?:[-*+•‣◦▪–]|\d{1,3}[.)])\s+(\S.*)")
RULE = re.compile(r"\s*(?:[-*_]\s*){3,}")
BOX = re.compile(r"\[[ xX]\]\s+")
ANCHOR = re.compile(r"\{[#.][^{}]*\}$")
IN_PAGE = re.compile(r"\[[^\]\[]*\]\(#[^()]*\)\s*")
TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
LINK = re.compile(r"!?\[([^\]\[]*)\]\([^()]*\)")
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
NESTED = 2
"""Spaces by which an item stands further in than the one that it belongs to."""

TAB = 4


def page(text: str) -> list[str]:
    """Return the lines of a page; those of front matter, comments and code are blank."""
    commented, end, rest = text.rpartition("-->")
    commented = COMMENT.sub(lambda found: "\n" * found[0].count("\n"), commented + end)
    lines = (commented + rest).splitlines()
    if lines and lines[0].rstrip() == "---":
        last = next((n for n, line in enumerate(lines) if n and line.rstrip() == "---"), 0)
        lines[: last + 1] = [""] * (last + 1)
    fence: str | None = None
    for number, line in enumerate(lines):
        mark = FENCE.match(line)
        if mark and fence in {None, mark[1]}:
            fence = mark[1] if fence is None else None
            lines[number] = ""
        elif fence is not None:
            lines[number] = ""
    return lines


def title(line: str) -> tuple[int, str] | None:
    """Return the depth and the text of a heading that starts with number signs."""
    found = HEADING.fullmatch(line)
    if found is None:
        return None
    return len(found[1]), inline(ANCHOR.sub("", found[2].rstrip().rstrip("#").rstrip()))


def inline(text: str) -> str:
    """Return a text with its links, escapes and entities read."""
    return unescape(ESCAPE.sub(lambda found: found[1], LINK.sub(r"\1", text))).strip()


def blocks(lines: list[str]) -> Iterator[Block]:
    """Yield headings and items; what else stands on the page is left out."""
    reading = _Reading()
    for number, line in enumerate(lines):
        if len(reading.found) > MAX_BLOCKS:
            break
        reading.line(line.expandtabs(TAB), number + 1, lines[number + 1 : number + 2])
    return iter(reading.found)


@dataclass(slots=True)
class _Reading:
    found: list[Block] = field(default_factory=list)
    indents: list[int] = field(default_factory=list)
    item: Block | None = None
    after_blank: bool = True

    def line(self, line: str, number: int, following: list[str]) -> None:
        """Read one line, with the one that follows."""
        if not line.strip():
            self.item, self.after_blank = None, True
            return
        after_blank, self.after_blank = self.after_blank, False
        heading = title(line)
        if heading is None and after_blank and following and UNDERLINE.fullmatch(following[0]):
            heading = _underlined(line, following[0])
        if heading is None and self.item is None and BOLD_LINE.fullmatch(line):
            heading = (BOLD_DEPTH, line.strip().rstrip(":"))
        item = ITEM.fullmatch(line)
        if heading is not None:
            self._end_list()
            self.found.append(Block(_untagged(heading[1]), number, heading[0]))
        elif RULE.fullmatch(line) or UNDERLINE.fullmatch(line):
            self._end_list()
        elif item is not None:
            self._item(len(item[1]), item[2], number)
        elif self.item is not None:
            self.item.text += " " + _untagged(inline(line))
        elif not line.startswith(" " * NESTED):
            self._end_list()

    def _item(self, indent: int, text: str, number: int) -> None:
        if not self.indents and indent >= TAB:
            return
        while self.indents and indent < self.indents[-1] + NESTED:
            self.indents.pop()
        self.indents.append(indent)
        self.item = Block(_untagged(inline(BOX.sub("", text, count=1))), number, len(self.indents))
        self.item.is_item = True
        if not IN_PAGE.fullmatch(text):
            self.found.append(self.item)

    def _end_list(self) -> None:
        self.item = None
        self.indents.clear()


def _underlined(line: str, rule: str) -> tuple[int, str] | None:
    if ITEM.fullmatch(line) or line.lstrip().startswith((">", "|", "<")) or line.startswith("    "):
        return None
    return (1 if "=" in rule else 2, inline(line))


def _untagged(text: str) -> str:
    return " ".join(TAG.sub(" ", text).split())
