"""A real browser for tests: Debian's Chromium, headless, without any connection of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dothi.kernel.testing.absent import missing

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-angle=swiftshader",  # the map draws with WebGL; there is no graphics card in a test run
    "--enable-unsafe-swiftshader",
)

PATIENCE_MS = 30_000  # of `expect`, as of all other waiting: its own five seconds pass on a busy machine


def executable() -> str:
    """Where Chromium is; the test is skipped with the remedy where it is not installed."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    return found or missing("Chromium is not installed (apt install chromium)")


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running browser."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(_QUIET))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def another_page(page: Page) -> Iterator[None]:
    """What is done inside leads to a new document, and ends when that one has loaded.

    Not `expect_navigation`: htmx rewrites the address of the page it stands on (history.replaceState), which would pass for
    the arrival, and the next step would be made on the page that is being left.
    """
    with page.expect_event("load"):
        yield
