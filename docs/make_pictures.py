"""Take the pictures of the documentation: ``python docs/make_pictures.py``.

Needs the ``test`` extra and Chromium. The pages are those that `careergraph view` writes.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import careergraph

IMAGES = Path(__file__).parent / "images"
SIZE = (1440, 900)


def main() -> int:
    """Write ``images/matrix.png`` and ``images/route.png``."""
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
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
