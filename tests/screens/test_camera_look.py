"""A look at a camera in a browser: purpose, picture, live view, and its end – by leaving the page, and by a browser that falls silent.
A case and an alarm show pictures of the cameras beside them, once asked for."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import expect

from dothi.cameras.simulated.reels import reel
from dothi.cameras.tests.served import answering
from dothi.cameras.tests.views import WIDE, film, street
from dothi.kernel.engines import children, folder
from dothi.kernel.testing.browser import another_page
from dothi.kernel.testing.nats import Server
from dothi.kernel.testing.system import START_S

pytestmark = [pytest.mark.browser, pytest.mark.slow(seconds=90)]
WHY = "khói trên nóc chợ, 114 báo"
PICTURE = "section img.camera-picture"
THREE = re.compile(r"^([3-9]|\d\d+)$")


@pytest.fixture(scope="module")
def beside(city: str, committed_db: str, nats_server: Server) -> Iterator[tuple[str, str]]:
    """Code of a case and id of an alarm with two cameras that play, and the process that looks at them."""
    environment = {
        **os.environ,
        "DOTHI_DATABASE_URL": committed_db,
        "DOTHI_NATS_URL": nats_server.url,
        "DJANGO_SETTINGS_MODULE": "dothi.config.settings",
        "DOTHI_EGRESS_ALLOW": "127.0.0.1",
    }
    with answering({"gate": reel(film(street()))}) as port:
        script = [
            sys.executable,
            str(Path(__file__).with_name("camera_city.py")),
            f"rtsp://127.0.0.1:{port}/gate",
        ]
        made = subprocess.run(script, env=environment, check=True, timeout=START_S, stdout=subprocess.PIPE)
        looking = subprocess.Popen([*folder.command("worker"), "--only", "cameras"], env=environment)
        try:
            code, alarm = made.stdout.decode().split()
            yield code, alarm
        finally:
            children.stop([looking])


@pytest.fixture
def page(browser: Any, city: str, signed_in: dict[str, Any], beside: tuple[str, str]) -> Iterator[Any]:
    context = browser.new_context(storage_state=signed_in, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


def open_looks(database: str) -> list[tuple[str, str]]:
    """Of what, for what purpose."""
    with psycopg.connect(database) as connection:
        return connection.execute(
            "select subject, purpose from accounts_look l where kind = 'camera' and until > now()"
            " and not exists (select from accounts_look_end where look_id = l.id) order by 1"
        ).fetchall()


def over(database: str, page: Any) -> None:
    """Waits until no look is open: its end is written by a request that no page waits for."""
    for _ in range(600):
        if not open_looks(database):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"still open: {open_looks(database)}")


def seen(page: Any, number: int) -> None:
    """So many pictures stand in the page, drawn."""
    pictures = page.locator(PICTURE)
    expect(pictures).to_have_count(number)
    for one in range(number):
        expect(pictures.nth(one)).to_have_js_property("naturalWidth", WIDE)


def begin(page: Any, city: str) -> None:
    page.goto(f"{city}/cameras/cho-1/")
    page.check("input[name=purpose][value=verify]")
    page.fill("#words", WHY)
    with another_page(page):
        page.locator("form:has(#words) button").click()
    seen(page, 1)


def test_a_look_gives_a_picture_then_a_live_view_and_leaving_the_page_ends_it(
    page: Any, city: str, committed_db: str
) -> None:
    begin(page, city)
    with another_page(page):
        page.locator("a[href$='live=yes']").first.click()
    expect(page.locator("camera-view")).to_have_attribute("data-pictures", THREE)
    assert open_looks(committed_db) == [("cho-1", "verify")]  # from picture to live view is no leaving
    page.goto(f"{city}/alarms/")
    over(committed_db, page)
    page.goto(f"{city}/cameras/cho-1/")
    expect(page.locator("#words")).to_be_visible()  # asked again


def test_a_browser_that_falls_silent_looks_no_more(page: Any, city: str, committed_db: str) -> None:
    begin(page, city)
    page.context.route("**/end/", lambda route: route.abort())  # what it would say in leaving is lost
    with another_page(page):
        page.locator("a[href$='live=yes']").first.click()
    page.wait_for_selector("camera-view[data-pictures]")
    page.goto("about:blank")
    over(committed_db, page)


@pytest.mark.parametrize(("place", "purpose"), [(0, "incident"), (1, "verify")], ids=["case", "alarm"])
def test_a_case_and_an_alarm_show_pictures_once_asked_and_leaving_ends_the_looks(
    page: Any, city: str, committed_db: str, beside: tuple[str, str], place: int, purpose: str
) -> None:
    over(committed_db, page)
    page.goto(f"{city}/{('incidents', 'alarms')[place]}/{beside[place]}/")
    panel = page.locator("section:has(#cameras-of)")
    expect(panel).to_contain_text("Cổng chợ An Hải 1")
    assert panel.locator("img").count() == 0
    assert open_looks(committed_db) == []
    with another_page(page):
        panel.locator("button").click()
    seen(page, 2)
    assert open_looks(committed_db) == [("cho-1", purpose), ("cho-2", purpose)]
    page.goto(f"{city}/cameras/")
    over(committed_db, page)
