"""Time the explorer page beside stock pyvis in one browser, run after run.

``python benchmarks/explorer.py --graph GRAPH`` opens the page of a graph: when it is ready, how
long the next neighbourhood takes, and a search per key. Stock pyvis draws a part of the same
requirements (`--edges` of them), since it never finishes with a whole taxonomy; it is stopped after
`--limit` seconds, and then the ratio is a bound. CPU time is that of the page's main thread.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import careergraph

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from careergraph.network import CareerNetwork

GOALS = {"ready": 1.5, "next": 0.150, "search": 0.015}
NEXT = """concepts => concepts.map(one => {
  const start = performance.now();
  careergraph.choose(one);
  return performance.now() - start;
})"""
KEYS = """phrases => {
  careergraph.search("a");
  return phrases.flatMap(phrase => [...phrase].map((_, place) => {
    const start = performance.now();
    careergraph.search(phrase.slice(0, place + 1));
    return performance.now() - start;
  }));
}"""
DRAWN = """() => new Promise(done => {
  network.once("stabilizationIterationsDone", () => requestAnimationFrame(() => done(true)));
})"""


def stock(network: CareerNetwork, edges: int, file: Path) -> int:
    """Write the usual five lines of pyvis for some requirements; return how many nodes it has."""
    from pyvis.network import Network

    made = Network(directed=True, cdn_resources="in_line")
    for need in network.requirements[:edges]:
        made.add_node(need.role, label=network.roles[need.role].label)
        made.add_node(need.skill, label=network.skills[need.skill].label)
        made.add_edge(need.role, need.skill)
    file.write_text(made.generate_html(), encoding="utf-8")
    return int(made.num_nodes())


def time_stock(browser: Browser, file: Path, limit: float) -> float | None:
    """Return the seconds until stock pyvis has a picture, or None where it has none in time."""
    from playwright.sync_api import TimeoutError as Late

    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.route("http*://**", lambda route: route.abort())
    start = time.perf_counter()
    try:
        page.goto(file.as_uri(), timeout=limit * 1000, wait_until="commit")
        page.wait_for_function("() => typeof network === 'object'", timeout=limit * 1000)
        page.set_default_timeout(limit * 1000)
        page.wait_for_function(f"() => ({DRAWN})()", timeout=limit * 1000)
    except Late:
        return None
    finally:
        taken = time.perf_counter() - start
        page.close()
    return taken


def time_ours(browser: Browser, file: Path, concepts: list[int], phrases: list[str]) -> list[float]:
    """Return the seconds until the page is ready, to the next neighbourhood, and for a key."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    start = time.perf_counter()
    page.goto(file.as_uri())
    page.wait_for_function("() => window.careergraph !== undefined")
    ready = time.perf_counter() - start
    steps = statistics.median(page.evaluate(NEXT, concepts)) / 1000
    # The slowest of twenty keys: most find their word among those of the key before.
    keys = statistics.quantiles(page.evaluate(KEYS, phrases), n=20)[-1] / 1000
    page.close()
    return [ready, steps, keys]


def main() -> None:
    """Measure and print."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--graph", help="a graph of `careergraph import`; the roadmap without it")
    parser.add_argument(
        "--edges", type=int, default=500, help="requirements that stock pyvis draws"
    )
    parser.add_argument("--limit", type=float, default=60, help="seconds that stock pyvis may take")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--chromium", help="the browser; Playwright's own without it")
    chosen = parser.parse_args()
    careers = careergraph.load(chosen.graph)
    explorer = careers.view("explorer")
    folder = Path(tempfile.mkdtemp())
    ours, theirs = explorer.save(folder / "ours.html"), folder / "stock.html"
    nodes = stock(careers.careers, chosen.edges, theirs)
    random = Random(1)
    concepts = random.sample(range(len(explorer.atlas.labels)), min(60, len(explorer.atlas.labels)))
    phrases = [explorer.atlas.labels[one].replace("e", "a", 1) for one in concepts[:10]]
    rows, stocks = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chosen.chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        for _ in range(chosen.rounds):
            rows.append(time_ours(browser, ours, concepts, phrases))
            stocks.append(time_stock(browser, theirs, chosen.limit))
        browser.close()
    print(f"{explorer!r}, {ours.stat().st_size:,} bytes, {chosen.rounds} rounds")
    for (name, goal), taken in zip(GOALS.items(), zip(*rows, strict=True), strict=True):
        middle = statistics.median(taken)
        print(f"{name:7} {middle * 1e3:8.1f} ms  (goal {goal * 1e3:.0f} ms)")
    bound = [chosen.limit if one is None else one for one in stocks]
    said = "at least " if None in stocks else ""
    ratio = statistics.median(r[0] / s for r, s in zip(rows, bound, strict=True))
    print(f"stock pyvis, {nodes} nodes: {said}{statistics.median(bound):.1f} s; ratio {ratio:.3f}")


if __name__ == "__main__":
    main()
