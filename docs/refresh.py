"""Bring the generated parts of the documentation up to date: ``python docs/refresh.py``.

Outputs shown in `PAGES` follow a ``$ careergraph ...`` line and are what the command prints;
docs/command-line.md is made of ``--help``. A test holds both.
"""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

from click.testing import CliRunner

from careergraph.cli import COMMANDS, main

ROOT = Path(__file__).parents[1]
PAGES = ("README.md", "docs/own-graph.md", "docs/lint.md", "docs/diff.md", "docs/transfers.md")
WIDTH = "96"
SUBCOMMANDS = (
    *("import esco", "import matrix", "import transfers"),
    *("propose transfers", "view matrix", "view route"),
)
BLOCK = re.compile(r"```console\n\$ (careergraph [^\n]*)\n.*?```", re.DOTALL)


def output(command: str) -> str:
    """Return what a command prints on a terminal of the documented width."""
    os.environ["COLUMNS"] = WIDTH
    result = CliRunner().invoke(
        main, shlex.split(command)[1:], prog_name="careergraph", catch_exceptions=False
    )
    return result.output.rstrip("\n") + "\n"


def with_outputs(text: str) -> str:
    """Return a Markdown text with the output of every shown command as it is now."""
    return BLOCK.sub(lambda m: f"```console\n$ {m[1]}\n{output(m[1])}```", text)


def command_line() -> str:
    """Return the reference of all commands, made of their help."""
    parts = [
        "# Commands\n\nMade of `--help` by `docs/refresh.py`.\n",
        f"## careergraph\n\n```\n{output('careergraph --help')}```\n",
    ]
    for name in [*sorted(COMMANDS), *SUBCOMMANDS]:
        shown = output(f"careergraph {name} --help")
        parts += [f"## careergraph {name}\n\n```\n{shown}```\n"]
    return "\n".join(parts)


def refresh() -> None:
    """Rewrite the generated parts in place."""
    for page in (ROOT / name for name in PAGES):
        page.write_text(with_outputs(page.read_text(encoding="utf-8")), encoding="utf-8")
    (ROOT / "docs" / "command-line.md").write_text(command_line(), encoding="utf-8")


if __name__ == "__main__":
    refresh()
