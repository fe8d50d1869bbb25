"""A server of its own over a committed database: the screens as a browser sees them, with real rows and the live stream."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest

from dothi.kernel.engines import children, folder
from dothi.kernel.engines.ports import free_port
from dothi.kernel.testing import database
from dothi.kernel.testing.browser import chromium
from dothi.kernel.testing.nats import Server
from dothi.kernel.testing.system import START_S


@pytest.fixture(scope="session")
def filled() -> Iterator[str]:
    """The name of a database with the cast, twelve days of two stations and one alarm, made once by this process."""
    url = os.environ["DOTHI_DATABASE_URL"]
    name = database.clone(url)
    subprocess.run(
        [sys.executable, str(Path(__file__).with_name("city.py"))],
        env=_environment(database.url_of(url, name)),
        check=True,
        timeout=START_S,
    )
    yield name
    database.drop(url, name)


@pytest.fixture(scope="module")
def committed_db(filled: str) -> Iterator[str]:
    """The URL of this module's own copy of it."""
    url = os.environ["DOTHI_DATABASE_URL"]
    name = database.clone(url, filled)
    yield database.url_of(url, name)
    database.drop(url, name)


def _environment(database_url: str) -> dict[str, str]:
    return {
        **os.environ,
        "DOTHI_DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "dothi.config.settings",
        "DOTHI_DEMO": "no",  # as in a city: administrators need a second factor
    }


@pytest.fixture(scope="module")
def city(committed_db: str, nats_server: Server) -> Iterator[str]:
    """The address of the product's own server over that database, with its stream."""
    port = free_port()
    environment = _environment(committed_db) | {"DOTHI_NATS_URL": nats_server.url, "DOTHI_PORT": str(port)}
    with tempfile.TemporaryFile() as said:
        server = subprocess.Popen(folder.command("serve"), env=environment, stdout=said, stderr=said)
        try:
            _wait(f"http://127.0.0.1:{port}/accounts/login/", server, said)
            yield f"http://127.0.0.1:{port}"
        finally:
            children.stop([server])


def _wait(address: str, server: subprocess.Popen[bytes], said: IO[bytes], timeout_s: float = START_S) -> None:
    """Returns when the page is served: its first time costs seconds, many of them on a busy machine."""
    until = time.monotonic() + timeout_s
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=timeout_s).close()
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    said.seek(0)
    raise TimeoutError(f"{address}: {said.read().decode(errors='replace')[-2000:]}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as running:
        yield running


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
