"""Time the pages beside stock pyvis on the same graph, in the same run, in a real browser.

``python benchmarks/pages.py [--nodes 90 500 2000] [--rounds 3]``. Stock pyvis is what
its usual five lines give: nodes and edges added, physics on, written with its resources in the
page. Measured is the processor time of the browser's processes, idle time not counted, until
the first usable picture (ours: the page says it is ready; stock: the layout has come to rest), and
for each step of dragging the picture. A step costs the browser something whatever is drawn: the
events, a new frame on the screen, this program's own question when it is there. So a page that
draws a single line is dragged in the same round, and the last ratio compares what each picture
costs beyond it. Linux only, for it reads ``/proc``.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import careergraph
from careergraph.views.page import Page

PATIENCE = 60.0
"""Seconds after which stock pyvis is taken never to finish."""

DRAGS = 60
SIZE: Any = {"width": 1440, "height": 900}
HOOK = """(() => {
  const hook = () => {
    if (!window.network || !network.once) return setTimeout(hook, 5);
    network.once("stabilizationIterationsDone", () => (window.usable = true));
  };
  hook();
})()"""
"""Notes when stock pyvis first shows its picture: it hides it until the layout is computed."""

FRAME = ("frame: ours", "stock", "ratio")
BEYOND = ("a single line", "beyond it: ours", "stock", "ratio")
LINE = """<!DOCTYPE html><title>A line</title><style>body { margin: 0 }</style>
<canvas width="1440" height="900"></canvas>
<script>
  const canvas = document.querySelector("canvas");
  const pen = canvas.getContext("2d");
  canvas.addEventListener("pointermove", ({ clientX, clientY }) => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.beginPath();
    pen.moveTo(0, 0);
    pen.lineTo(clientX, clientY);
    pen.stroke();
  });
</script>"""
"""The least that can be dragged: a canvas of the same size, with one line that follows."""

AT_ONCE = "() => true"
OURS = "() => window.careergraph !== undefined"
STOCK = "() => window.usable === true"

LEVELS, SKILLS = 5, 3
"""Of the matrices made here: levels of each career path, and skills in each cell."""


@dataclass(frozen=True)
class Cost:
    """Processor seconds to the first usable picture, and for one step of dragging it."""

    first: float | None
    frame: float | None


def main() -> int:
    """Print a row per graph."""
    options = _options()
    if shutil.which("chromium") is None:
        print("pages: no Chromium on this machine; install it.", file=sys.stderr)
        return 1
    head = ["graph", "nodes", "edges", "bytes", *("first: ours", "stock", "ratio"), *FRAME, *BEYOND]
    print("| " + " | ".join(head) + " |")
    print("|---" * len(head) + "|")
    with tempfile.TemporaryDirectory() as folder:
        for name, page in _pages(options, Path(folder)):
            _report(name, page, Path(folder), options.rounds)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nodes", type=int, nargs="*", default=[500, 2000])
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


def _pages(options: argparse.Namespace, folder: Path) -> Iterator[tuple[str, Page]]:
    yield "the roadmap", careergraph.load().view("matrix")
    for nodes in options.nodes:
        file = folder / f"matrix-{nodes}.csv"
        file.write_text(_matrix(nodes), encoding="utf-8")
        yield f"a matrix of {nodes:,} nodes", careergraph.load(file).view("matrix")


def _matrix(nodes: int) -> str:
    """Return a matrix of about so many roles and skills, in CSV."""
    head = ["Career path", *(f"Level {level}" for level in range(1, LEVELS + 1))]
    rows = [
        [
            f"Career path {path}",
            *(
                "; ".join(f"Skill {path}.{level}.{number}" for number in range(SKILLS))
                for level in range(LEVELS)
            ),
        ]
        for path in range(nodes // (LEVELS * (SKILLS + 1)))
    ]
    return "\n".join(",".join(row) for row in [head, *rows])


def _report(name: str, page: Page, folder: Path, rounds: int) -> None:
    ours = page.save(folder / "ours.html", force=True)
    stock = _stock(page, folder / "stock.html")
    line = folder / "line.html"
    line.write_text(LINE, encoding="utf-8")
    costs = [(_cost(ours, OURS), _cost(stock, STOCK), _cost(line, AT_ONCE)) for _ in range(rounds)]
    edges = len(page.view.edges)
    cells = [name, f"{len(page.view.nodes):,}", f"{edges:,}", f"{ours.stat().st_size:,}"]
    cells += _cells([one.first for one, _, _ in costs], [other.first for _, other, _ in costs])
    cells += _cells([one.frame for one, _, _ in costs], [other.frame for _, other, _ in costs])
    browser = [bare.frame for _, _, bare in costs]
    cells.append(f"{statistics.median(_known(browser)):.3f} s")
    cells += _cells(
        [_beyond(one.frame, bare) for (one, _, _), bare in zip(costs, browser, strict=True)],
        [_beyond(other.frame, bare) for (_, other, _), bare in zip(costs, browser, strict=True)],
    )
    print("| " + " | ".join(cells) + " |", flush=True)


def _beyond(cost: float | None, browser: float | None) -> float | None:
    return None if cost is None or browser is None else cost - browser


def _known(costs: list[float | None]) -> list[float]:
    return [cost for cost in costs if cost is not None]


def _cells(ours: list[float | None], theirs: list[float | None]) -> list[str]:
    mine, known = _known(ours), _known(theirs)
    said = f"{statistics.median(mine):.3f} s" if mine else "never"
    if len(known) < len(theirs) or not mine:
        return [said, f"never in {PATIENCE:g} s", "-"]
    ratios = [one / other for one, other in zip(mine, known, strict=True)]
    spread = f"{statistics.median(ratios):.3f} ({min(ratios):.3f}-{max(ratios):.3f})"
    return [said, f"{statistics.median(known):.3f} s", spread]


def _stock(page: Page, file: Path) -> Path:
    """Write the same graph as pyvis alone writes it."""
    from pyvis.network import Network

    network = Network(directed=True, height="900px", cdn_resources="in_line")
    for node in page.view.nodes:
        network.add_node(node.id, label=node.label, group=node.group)
    for edge in page.view.edges:
        network.add_edge(edge.source, edge.target)
    file.write_text(network.generate_html(), encoding="utf-8")
    return file


def _cost(file: Path, ready: str) -> Cost:
    """Open a file in a new browser and drag its picture."""
    from playwright.sync_api import TimeoutError

    with _tab() as (tab, spent):
        before = spent()
        tab.goto(file.as_uri(), wait_until="commit")
        try:
            tab.wait_for_function(ready, timeout=PATIENCE * 1e3)
        except TimeoutError:
            return Cost(None, None)
        first = spent() - before
        before = spent()
        _drag(tab)
        return Cost(first, (spent() - before) / DRAGS)


def _drag(tab: Any) -> None:
    mouse = tab.mouse
    mouse.move(700, 500)
    mouse.down()
    for step in range(DRAGS):
        mouse.move(700 - 4 * (step % 30), 500 - 3 * (step % 30))
        tab.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => drawn()))")
    mouse.up()


@contextmanager
def _tab() -> Iterator[tuple[Any, Any]]:
    """Give a tab of a new browser that asks nobody for anything, and its processes' time."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(viewport=SIZE)
        context.route("**/*", _only_files)
        context.add_init_script(HOOK)
        tab = context.new_page()
        tab.goto("about:blank")
        time.sleep(0.5)
        yield tab, _processor_seconds
        browser.close()


def _only_files(route: Any) -> None:
    if route.request.url.startswith("file://"):
        route.continue_()
    else:
        route.abort()


def _processor_seconds() -> float:
    """Return the processor time of the browser: the processes of its name that this one began."""
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            command, _, rest = (folder / "stat").read_text().rpartition(") ")
        except OSError:
            continue
        fields = rest.split()
        parents[int(folder.name)] = int(fields[1])
        if "chrom" in command:
            ticks[int(folder.name)] = int(fields[11]) + int(fields[12])
    own = [pid for pid in ticks if _descends(pid, parents)]
    return sum(ticks[pid] for pid in own) / os.sysconf("SC_CLK_TCK")


def _descends(pid: int, parents: dict[int, int]) -> bool:
    while pid in parents:
        if pid == os.getpid():
            return True
        pid = parents[pid]
    return False


if __name__ == "__main__":
    sys.exit(main())
