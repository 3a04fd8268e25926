"""A real browser for tests of pages: what a page asks for and complains about is recorded."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
CHROMIUM = next(
    (
        path
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (path := shutil.which(name))
    ),
    None,
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium once for all tests."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine; install it to test the pages")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@dataclass
class Visit:
    """An opened page, with every request it made and everything it complained of."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def note(self, message: ConsoleMessage) -> None:
        """Keep a console message that is a warning or worse."""
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    @property
    def foreign_requests(self) -> list[str]:
        """Requests for anything but the file itself."""
        return [url for url in self.requests if not url.startswith("file://")]


@contextmanager
def visit(
    browser: Browser,
    file: Path,
    *,
    width: int = 1440,
    height: int = 900,
    javascript: bool = True,
    theme: str = "light",
    fragment: str = "",
) -> Iterator[Visit]:
    """Open a file as a person would, from ``file://``."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        java_script_enabled=javascript,
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    seen = Visit(page)
    page.on("request", lambda request: seen.requests.append(request.url))
    page.on("console", seen.note)
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on("dialog", lambda dialog: (seen.complaints.append("dialog"), dialog.dismiss()))
    page.goto(file.as_uri() + fragment)
    if javascript:
        page.wait_for_function("() => window.careergraph !== undefined")
        page.wait_for_timeout(150)
    yield seen
    context.close()
