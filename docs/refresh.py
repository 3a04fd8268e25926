"""Bring the generated parts of the documentation up to date: ``python docs/refresh.py``.

Outputs shown in `PAGES` follow a ``$ careergraph ...`` line and are what the command prints; those
of docs/taxonomies.md in a folder with a sample of ESCO, one after the other. docs/command-line.md
is made of ``--help``, the notebooks are run, and the SVG files of docs/images that `DRAWN` names
are drawn. Tests hold all of it.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import tempfile
import zipfile
from importlib import import_module
from pathlib import Path
from typing import Any

from click.testing import CliRunner

import careergraph
from careergraph.cli import COMMANDS, main

ROOT = Path(__file__).parents[1]
NBFORMAT: Any = import_module("nbformat")  # its functions have no types
PAGES = (
    *("README.md", "docs/own-graph.md", "docs/lint.md", "docs/diff.md", "docs/taxonomies.md"),
    *("docs/transfers.md", "docs/routes.md"),
)
TAXONOMIES = "docs/taxonomies.md"
SAMPLE = ROOT / "tests" / "data" / "esco"
DOWNLOAD = "ESCO dataset - v1.1.1 - classification - en - csv.zip"
WIDTH = "96"
SUBCOMMANDS = (
    *("import alignment", "import esco", "import matrix", "import onet", "import transfers"),
    *(
        "propose transfers",
        "queries save",
        "queries show",
        "view matrix",
        "view neighbourhood",
        "view route",
    ),
)
DRAWN = {
    "metro-map": ("metro", False, "light"),
    "metro-route": ("metro", True, "light"),
    "metro-route-dark": ("metro", True, "dark"),
}
"""By file: the picture, whether the route of the README is lit, and the theme."""
ROUTE = ("machine learning engineer 2", "ai product manager 4")
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


def page(name: str) -> str:
    """Return a page with its outputs as they are now."""
    text = (ROOT / name).read_text(encoding="utf-8")
    if name != TAXONOMIES:
        return with_outputs(text)
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        with zipfile.ZipFile(DOWNLOAD, "w") as archive:
            for file in sorted(SAMPLE.glob("*.csv")):
                if not file.stem.endswith("_de"):
                    archive.write(file, file.name)
        return with_outputs(text)


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


def pictures() -> dict[str, str]:
    """Return the pictures that careergraph draws itself, by the name of their file."""
    graph = careergraph.load()
    route = graph.route(*ROUTE)
    return {
        f"{name}.svg": graph.picture(picture, route if lit else None, theme=theme).svg
        for name, (picture, lit, theme) in DRAWN.items()
    }


def run_notebook(path: Path) -> Any:
    """Return a notebook with the outputs that its cells have now, run in its own folder."""
    from nbclient import NotebookClient

    notebook = NBFORMAT.read(path, as_version=4)
    where = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources=where).execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)  # when it ran is no news
    notebook.metadata["language_info"] = {"name": "python"}
    return notebook


def refresh() -> None:
    """Rewrite the generated parts in place."""
    for path in sorted(ROOT.glob("notebooks/*.ipynb")):
        NBFORMAT.write(run_notebook(path), path)
    for name in PAGES:
        (ROOT / name).write_text(page(name), encoding="utf-8")
    (ROOT / "docs" / "command-line.md").write_text(command_line(), encoding="utf-8")
    for file, svg in pictures().items():
        (ROOT / "docs" / "images" / file).write_text(svg, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    refresh()
