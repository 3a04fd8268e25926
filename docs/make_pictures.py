"""Take the pictures of the documentation: ``python docs/make_pictures.py``.

Needs the ``test`` extra and Chromium. The pages are those that `careergraph view` writes.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

import careergraph

IMAGES = Path(__file__).parent / "images"
SIZE = (1440, 900)
QUERY = """\
# Which skills shorten the learning of most others?
SELECT ?skill (COUNT(?other) AS ?shortened) {
  ?skill cg:transfersTo ?other
}
GROUP BY ?skill
ORDER BY DESC(?shortened) ?skill
LIMIT 12
"""


def main() -> int:
    """Write ``images/matrix.png``, ``images/route.png`` and ``images/sparql-page.png``."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("make_pictures: no Chromium on this machine; install it.", file=sys.stderr)
        return 1
    graph = careergraph.load()
    route = graph.route("machine learning engineer 2", "ai product manager 4")
    pages = {"matrix": graph.view("matrix"), "route": graph.view("route", route)}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, page in pages.items():
            file = page.save(Path(folder) / f"{name}.html")
            tab = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
            theme = "dark" if name == "route" else "light"
            tab.goto(f"{file.as_uri()}#theme={theme}")
            tab.wait_for_function("() => window.careergraph !== undefined")
            tab.wait_for_timeout(300)
            tab.screenshot(path=IMAGES / f"{name}.png")
        _sparql_page(browser)
        browser.close()
    return 0


def _sparql_page(browser: Browser) -> None:
    with _serving() as address:
        tab = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
        tab.goto(f"{address}?{urlencode({'query': QUERY, 'view': 'chart'})}")
        tab.wait_for_selector("svg.chart rect")
        tab.wait_for_timeout(300)
        tab.screenshot(path=IMAGES / "sparql-page.png")


@contextmanager
def _serving() -> Iterator[str]:
    """Run ``careergraph serve`` and yield the address of its SPARQL page."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    code = "from careergraph.cli import main; main()"
    command = [sys.executable, "-c", code, "serve", "--port", port]
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen([*command, "--log-format", "none"]) as process:
        try:
            for _ in range(100):
                with suppress(OSError), urlopen(f"{address}/health/ready"):
                    break
                time.sleep(0.1)
            yield f"{address}/sparql"
        finally:
            process.terminate()


if __name__ == "__main__":
    sys.exit(main())
