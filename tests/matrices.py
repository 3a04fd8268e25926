"""Matrices as texts, and writers of them in every format that the reader reads."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Callable

import openpyxl
import yaml
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

Paths = dict[str, list[list[str]]]

BULLETS: dict[str, Callable[[list[str]], str]] = {
    "dots": lambda items: "\n".join(f"• {item}" for item in items),
    "dashes": lambda items: "\n".join(f"- {item}" for item in items),
    "stars": lambda items: "\n".join(f"* {item}" for item in items),
    "en dashes": lambda items: "\n".join(f"– {item}" for item in items),
    "middle dots": lambda items: "\n".join(f"· {item}" for item in items),
    "numbers": lambda items: "\n".join(f"{n}. {item}" for n, item in enumerate(items, 1)),
    "letters": lambda items: "\n".join(f"{chr(96 + n)}) {item}" for n, item in enumerate(items, 1)),
    "lines": "\n".join,
    "semicolons": "; ".join,
    "one line of dots": lambda items: " ".join(f"• {item}" for item in items),
    "glued dots": lambda items: "".join(f"• {item}" for item in items),
    "breaks": "<br>".join,
    "list": lambda items: f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>",
    "bold": lambda items: "\n".join(f"- **{item}**" for item in items),
}


def rows(levels: list[str], paths: Paths, style: str = "dots") -> list[list[str]]:
    """Return the matrix as rows of texts."""
    cell = BULLETS[style]
    return [
        ["Career path", *levels],
        *(
            [name, *(cell(items) if items else "" for items in cells)]
            for name, cells in paths.items()
        ),
    ]


def transposed(table: list[list[str]]) -> list[list[str]]:
    return [list(column) for column in zip(*table, strict=True)]


def as_csv(table: list[list[str]], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(table)
    return out.getvalue().encode()


def as_tsv(table: list[list[str]]) -> bytes:
    return as_csv(table, "\t")


def as_xlsx(table: list[list[str]], title: str = "Matrix") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in table:
        book.active.append([text or None for text in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_ods(table: list[list[str]], title: str = "Matrix") -> bytes:
    document = OpenDocumentSpreadsheet()
    sheet = Table(name=title)
    for texts in table:
        row = TableRow()
        for text in texts:
            row.addElement(ods_cell(*text.split("\n")))
        sheet.addElement(row)
    document.spreadsheet.addElement(sheet)
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()


def ods_cell(*paragraphs: str, **attributes: object) -> TableCell:
    cell = TableCell(valuetype="string", **attributes)
    for paragraph in paragraphs:
        cell.addElement(P(text=paragraph))
    return cell


def as_markdown(table: list[list[str]]) -> bytes:
    def cell(text: str) -> str:
        return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "<br>")

    lines = ["| " + " | ".join(cell(text) for text in row) + " |" for row in table]
    lines.insert(1, "|" + "---|" * len(table[0]))
    return "\n".join(["# A page", "", "Some text.", "", *lines, "", "More."]).encode()


def as_html(table: list[list[str]]) -> bytes:
    def cell(text: str) -> str:
        if text.startswith("<ul>") or "<br>" in text:
            return text
        return html.escape(text).replace("\n", "<br/>")

    body = "".join(f"<tr>{''.join(f'<td>{cell(t)}</td>' for t in row)}</tr>" for row in table)
    page = f"<!doctype html><title>x</title><p>Before.<table>{body}</table><p>After."
    return page.encode()


def as_json(table: list[list[str]]) -> bytes:
    return json.dumps(table, ensure_ascii=False).encode()


def as_yaml(table: list[list[str]]) -> bytes:
    return yaml.safe_dump(table, allow_unicode=True).encode()


WRITERS: dict[str, Callable[[list[list[str]]], bytes]] = {
    "csv": as_csv,
    "tsv": as_tsv,
    "xlsx": as_xlsx,
    "ods": as_ods,
    "md": as_markdown,
    "html": as_html,
    "json": as_json,
    "yaml": as_yaml,
}


def nested(levels: list[str], paths: Paths) -> dict[str, dict[str, list[str]]]:
    return {name: dict(zip(levels, cells, strict=True)) for name, cells in paths.items()}


def long_rows(levels: list[str], paths: Paths) -> list[list[str]]:
    return [
        ["Career path", "Level", "Skill"],
        *(
            [name, level, skill]
            for name, cells in paths.items()
            for level, skills in zip(levels, cells, strict=True)
            for skill in skills
        ),
    ]


def as_headings(levels: list[str], paths: Paths) -> bytes:
    """Write a Markdown document with a heading for each path and level over a list of skills."""
    lines = ["# A page", "", "Some text.", "", "- A point", ""]
    for name, cells in paths.items():
        lines += [f"## {name}", "", "Of this path.", ""]
        for level, skills in zip(levels, cells, strict=True):
            lines += [f"### {level}", "", "Of this level.", "", *(f"- {s}" for s in skills), ""]
    return "\n".join(lines).encode()


def as_headings_html(levels: list[str], paths: Paths) -> bytes:
    parts = ["<!doctype html><title>x</title><h1>A page</h1><p>Some text.<ul><li>A point</ul>"]
    for name, cells in paths.items():
        parts.append(f"<h2>{html.escape(name)}</h2>\n<p>Of this path.")
        for level, skills in zip(levels, cells, strict=True):
            items = "".join(f"<li>{html.escape(skill)}</li>\n" for skill in skills)
            parts.append(f"<h3>{html.escape(level)}</h3><ul>{items}</ul>")
    return "\n".join(parts).encode()


def families(levels: list[str], paths: Paths) -> list[object]:
    """Return the same job family in the nested forms that people write."""

    def each(cells: list[list[str]]) -> list[tuple[str, list[str]]]:
        return list(zip(levels, cells, strict=True))

    lists = [
        {"title": name, "levels": [{"level": q, "skills": skills} for q, skills in each(cells)]}
        for name, cells in paths.items()
    ]
    keyed = {
        name: {"levels": {q: {"skills": {"core": skills}} for q, skills in each(cells)}}
        for name, cells in paths.items()
    }
    flat = [
        {"role": name, "grade": q, "competencies": [{"name": s} for s in skills]}
        for name, cells in paths.items()
        for q, skills in each(cells)
    ]
    by_level = [
        {
            "name": q,
            "summary": "A text.",
            "roles": [{"name": name, "skills": cells[at]} for name, cells in paths.items()],
        }
        for at, q in enumerate(levels)
    ]
    return [
        {"family": "All", "roles": lists},
        {"families": [{"name": "All", "disciplines": keyed}]},
        {"jobs": flat},
        {"levels": by_level},
    ]
