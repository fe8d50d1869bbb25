"""The public pages as an app of a phone, in a real Chromium: it installs, says without network what still works, and sends what waited."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from dothi.kernel.testing.browser import PATIENCE_MS

from .test_report_form import Told, reports, told

__all__ = ["told"]
pytestmark = pytest.mark.browser
READY = "navigator.serviceWorker.ready.then((one) => one.active.state)"


@pytest.fixture
def phone(browser: Any, told: Told) -> Iterator[Any]:
    made = browser.new_context(
        viewport={"width": 375, "height": 812}, locale="vi-VN", has_touch=True, is_mobile=True
    )
    made.set_default_timeout(60_000)
    yield made
    made.close()


@pytest.mark.parametrize(
    "path", ["/phan-anh/moi/", "/phan-anh/", "/quanh-toi/", "/huong-dan/", "/canh-bao/", "/khao-sat/"]
)
def test_chromium_finds_nothing_that_stands_against_installing(phone: Any, city: str, path: str) -> None:
    page = phone.new_page()
    page.goto(city + path)
    tools = phone.new_cdp_session(page)
    read = tools.send("Page.getAppManifest")
    assert read["errors"] == []
    assert read["url"].endswith("/ung-dung.webmanifest")
    assert json.loads(read["data"])["short_name"] == "Phản ánh"
    found = [one["errorId"] for one in tools.send("Page.getInstallabilityErrors")["installabilityErrors"]]
    assert set(found) <= {"in-incognito"}, "a test's browser keeps nothing, so it says that of every site"


def test_the_guide_is_read_without_network_and_what_is_measured_is_never_an_old_figure(
    phone: Any, city: str
) -> None:
    page = phone.new_page()
    for path in ("/huong-dan/", "/quanh-toi/"):
        page.goto(city + path)
        page.wait_for_function(f"{READY}.then((state) => state === 'activated')")
        page.goto(city + path)  # through the worker, which keeps it or not
    phone.set_offline(True)
    page.goto(f"{city}/huong-dan/")
    expect(page.locator("h1")).to_have_text("Hướng dẫn, số điện thoại")
    page.goto(f"{city}/quanh-toi/")
    expect(page.locator("h1")).to_have_text("Không có mạng")
    expect(page.locator("a[href='tel:114']")).to_be_visible()


def test_what_waited_is_sent_by_the_browser_with_no_page_open(
    phone: Any, city: str, told: Told, committed_db: str
) -> None:
    phone.grant_permissions(["background-sync"], origin=city)
    page = phone.new_page()
    tools = phone.new_cdp_session(page)
    known: dict[str, str] = {}
    tools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda said: known.update({one["scopeURL"]: one["registrationId"] for one in said["registrations"]}),
    )
    tools.send("ServiceWorker.enable")
    page.goto(f"{city}/phan-anh/moi/")
    page.evaluate(READY)
    page.reload()
    before = len(reports(committed_db))
    phone.set_offline(True)
    page.goto(f"{city}/phan-anh/moi/")
    page.fill("#place", "Trước số 30 Ba Cu")
    page.fill("#text", "Cây đổ chắn đường, gửi khi có mạng")
    page.select_option("#category", "urban-services.drainage-cover")
    page.click(".send")
    expect(page.locator("[data-waiting='1']")).to_be_visible()
    page.wait_for_function(
        "navigator.serviceWorker.ready.then((one) => one.sync.getTags()).then((tags) => tags.includes('report-send'))"
    )
    page.goto("about:blank")  # no page of ours is open any more
    phone.set_offline(False)
    (number,) = (one for scope, one in known.items() if scope.endswith("/phan-anh/"))
    tools.send(
        "ServiceWorker.dispatchSyncEvent",
        {"origin": city, "registrationId": number, "tag": "report-send", "lastChance": True},
    )
    page.goto(f"{city}/canh-bao/")
    until = time.monotonic() + PATIENCE_MS / 1000
    while (
        len(reports(committed_db)) == before and time.monotonic() < until
    ):  # a busy server writes it a little later
        page.wait_for_timeout(200)
    after = reports(committed_db)
    assert len(after) == before + 1
    assert after[-1][0] == "Cây đổ chắn đường, gửi khi có mạng"


def test_the_menu_of_a_phone_is_one_button_for_fingers_and_keys(phone: Any, city: str) -> None:
    page = phone.new_page()
    page.goto(f"{city}/phan-anh/")
    links = page.locator(".public-more a")
    assert page.locator("body > header").bounding_box()["height"] <= 160
    assert not links.first.is_visible()
    page.locator(".public-more summary").press("Enter")
    assert links.count() == 7
    page.keyboard.press("Tab")
    expect(links.first).to_be_focused()
    with page.expect_navigation():
        page.get_by_role("link", name="Cảnh báo").tap()
    expect(page.locator("h1")).to_have_text("Cảnh báo đang có hiệu lực")
