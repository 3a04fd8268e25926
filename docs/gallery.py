"""Photograph every view for a look by eye: ``python docs/gallery.py out/gallery --graph GRAPH``.

Each view of each graph is taken light, dark and on a phone, and `index.html` shows them side by
side. Without ``--graph`` it is the built-in roadmap. Needs the ``test`` extra and Chromium.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

import careergraph
from careergraph.career_graph import CareerGraph
from careergraph.errors import CareerGraphError
from careergraph.network import CareerNetwork

TAKES = {
    "light": (1440, 900, "light"),
    "dark": (1440, 900, "dark"),
    "phone": (390, 844, "light"),
}
"""Width, height and theme of each picture."""

MOST_ROLES = 60
"""Roles of the career paths that stand for a large graph."""


def main() -> int:
    """Write the pictures and the page that shows them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--graph", action="append", help="A file or folder. Repeatable.")
    options = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("gallery: no Chromium on this machine; install it.", file=sys.stderr)
        return 1
    options.folder.mkdir(parents=True, exist_ok=True)
    taken: list[tuple[str, list[Path]]] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for graph in options.graph or [None]:
            name = "roadmap" if graph is None else Path(graph).stem
            for view, html in pages(careergraph.load(graph)):
                print(f"{name}: {view}", flush=True)
                taken.append((f"{name}-{view}", _take(browser, f"{name}-{view}", html, options)))
        browser.close()
    (options.folder / "index.html").write_text(_index(taken), encoding="utf-8")
    return 0


def pages(graph: CareerGraph) -> Iterator[tuple[str, str]]:
    """Yield the name and the page of each view, of roles and skills in the middle of a graph."""
    network = graph.careers
    some = _some_paths(network) if len(network.roles) > MOST_ROLES else []
    part = [role for role in network.roles.values() if not some or role.path in some]
    source, target = part[len(part) // 3].iri, part[2 * len(part) // 3].iri
    skill = network.own_skills(source)[0]
    about: dict[str, tuple[tuple[object, ...], dict[str, object]]] = {
        "matrix": ((), {"paths": some}),
        "heatmap": ((), {"paths": some}),
        "neighbourhood": ((source,), {}),
        "skill": ((skill,), {}),
        "comparison": ((source, target), {}),
        "person": ((source,), {}),
        "changes": ((careergraph.load(),), {}),
        "explorer": ((), {}),
    }
    for name, (given, options) in about.items():
        try:
            drawn = graph.view(name, *given, **options)
        except CareerGraphError as error:
            print(f"no {name}: {error}", file=sys.stderr)
        else:
            yield name, drawn.html
    try:
        route = graph.route(source, target, time_limit=20)
    except CareerGraphError as error:
        print(f"no route: {error}", file=sys.stderr)
    else:
        yield "route", graph.view("route", route).html


def _some_paths(network: CareerNetwork) -> list[str]:
    """Return the first career paths that have some roles, as many as fit."""
    paths: list[str] = []
    roles = 0
    for path in network.paths:
        own = sum(role.path == path for role in network.roles.values())
        if own and roles + own <= MOST_ROLES:
            paths.append(path)
            roles += own
    return paths


def _take(browser: Browser, name: str, html: str, options: argparse.Namespace) -> list[Path]:
    pictures = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_text(html, encoding="utf-8")
        for take, (width, height, theme) in TAKES.items():
            tab = browser.new_page(viewport={"width": width, "height": height})
            tab.goto(f"{file.as_uri()}#theme={theme}")
            tab.wait_for_function("() => window.careergraph !== undefined")
            tab.wait_for_timeout(400)
            pictures.append(options.folder / f"{name}-{take}.png")
            tab.screenshot(path=pictures[-1])
            tab.close()
    return pictures


def _index(taken: list[tuple[str, list[Path]]]) -> str:
    rows = "\n".join(
        f"<h2>{escape(name)}</h2>\n<p>"
        + " ".join(f'<img src="{escape(one.name)}" height="420" alt="">' for one in pictures)
        + "</p>"
        for name, pictures in taken
    )
    return f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>Views</title>\n{rows}\n'


if __name__ == "__main__":
    sys.exit(main())
