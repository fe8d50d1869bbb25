"""A people door of its own over a committed database: the screens as a browser sees them, with real rows, without the stream."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dothi.kernel.engines.ports import free_port

FLAGS = [
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        pytest.skip("Chromium is missing: apt install chromium")
    return found


@pytest.fixture(scope="module")
def city(committed_db: str) -> Iterator[str]:
    """The address of a server whose database holds the cast, twelve days of two stations and one alarm."""
    port = free_port()
    environment = {
        **os.environ,
        "DOTHI_DATABASE_URL": committed_db,
        "DJANGO_SETTINGS_MODULE": "dothi.config.settings",
    }
    subprocess.run(
        [sys.executable, str(Path(__file__).with_name("city.py"))], env=environment, check=True, timeout=120
    )
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "django",
        "runserver",
        f"127.0.0.1:{port}",
        "--noreload",
        "--skip-checks",
    ]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/accounts/login/")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def _wait(address: str) -> None:
    for _ in range(150):
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise TimeoutError(address)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def signed_in(browser: Any, city: str) -> dict[str, Any]:
    """The session of Minh, duty officer, made by the login form."""
    from dothi.kernel.testing.cast import PASSWORD

    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{city}/accounts/login/")
    page.fill("input[name=login]", "minh")
    page.fill("input[name=password]", PASSWORD)
    page.locator("form:has(input[name=password]) button").first.click()
    page.wait_for_selector("live-map")
    state: dict[str, Any] = context.storage_state()
    context.close()
    return state
