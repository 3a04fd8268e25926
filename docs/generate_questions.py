"""Write docs/questions.md from the named queries: ``python docs/generate_questions.py``."""

from __future__ import annotations

from pathlib import Path

from careergraph.queries import NamedQuery, example_command, named_queries

PAGE = Path(__file__).with_name("questions.md")
HEAD = """\
# Questions the graph answers

Each is a file in `queries/` and a name for `careergraph query`. Written by
`docs/generate_questions.py`; change the query files, not this page.
"""


def page() -> str:
    """Return the whole page."""
    return "\n".join([HEAD, *(section(query) for query in named_queries().values())])


def section(query: NamedQuery) -> str:
    """Return what the page says about one query."""
    lines = [f"## {query.name}", "", f"**{query.summary}**", ""]
    if query.description:
        lines += [query.description, ""]
    lines += ["```console", f"$ {example_command(query)}", "```", ""]
    if query.parameters:
        lines += ["| parameter | type | default | meaning |", "|---|---|---|---|"]
        lines += [
            f"| `{parameter.name}` | {parameter.type} "
            f"| {'required' if parameter.default is None else parameter.default} "
            f"| {parameter.description} |"
            for parameter in query.parameters
        ]
        lines.append("")
    if query.columns:
        lines += ["Columns: " + ", ".join(f"`{name}`" for name in query.columns) + ".", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
