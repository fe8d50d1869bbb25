"""The frame, the map and the entity screens in a real browser: both themes and languages, desk and phone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from dothi.kernel.testing.browser import another_page

pytestmark = pytest.mark.browser
LOOKING = (Path(__file__).with_name("looking.js")).read_text(encoding="utf-8")
STATION = "/entities/urn:ngsi-ld:AirQualityObserved:an-hai/"
SHOTS = os.environ.get("DOTHI_SHOTS")  # a folder: keeps what was seen
Open = Callable[..., Any]


@pytest.fixture
def open_page(browser: Any, city: str, signed_in: dict[str, Any]) -> Iterator[Open]:
    """Opens a page as Minh; whatever the console complains about fails the test."""
    contexts = []

    def opened(path: str, *, width: int = 1280, theme: str = "light", language: str = "vi") -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            storage_state=signed_in,
            has_touch=width < 500,
            is_mobile=width < 500,
        )
        contexts.append(context)
        context.add_cookies(
            [
                {"name": "dothi_theme", "value": theme, "url": city},
                {"name": "django_language", "value": language, "url": city},
            ]
        )
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda message: _note(page.complaints, message))
        page.goto(city + path)
        return page

    yield opened
    for context in contexts:
        context.close()


def _note(complaints: list[str], message: Any) -> None:
    """Everything but the software renderer's own remarks."""
    if message.type == "error" and "/map/status.json" not in message.location.get("url", ""):
        complaints.append(message.text)


def _keep(page: Any, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png")


@pytest.mark.parametrize(("width", "theme", "language"), [(1280, "light", "vi"), (375, "dark", "en")])
@pytest.mark.parametrize("path", ["/", "/entities/", STATION, "/alarms/"])
def test_a_page_stands_on_every_screen(
    open_page: Open, path: str, theme: str, language: str, width: int
) -> None:
    page = open_page(path, width=width, theme=theme, language=language)
    if path == "/":
        page.wait_for_selector("live-map[data-ready]", timeout=30_000)
    if path == STATION:
        page.wait_for_selector("time-chart[aria-busy=false]", timeout=30_000)
    page.wait_for_timeout(600)
    _keep(
        page,
        f"{path.strip('/').split('/')[0] or 'map'}-{'one-' if path == STATION else ''}{width}-{theme}-{language}",
    )
    assert page.evaluate(LOOKING) == []
    assert page.complaints == []
    assert page.locator("html").get_attribute("lang") == language


def test_the_map_and_its_twin_say_the_same(open_page: Open) -> None:
    page = open_page("/")
    page.wait_for_selector("live-map[data-ready]", timeout=30_000)
    page.wait_for_selector("[data-list=alarms] .map-row[data-severity=critical]")
    expect(page.locator("[data-count=alarms]")).to_have_text("1")
    expect(page.locator("[data-count=things]")).to_have_text("2")  # they come by another question
    page.locator("[data-list=alarms] .map-row").click()
    page.wait_for_selector("[data-map-panel] .card")
    card = page.locator("[data-map-panel]").inner_text()
    assert "Trạm An Hải" in card
    assert "Mô phỏng" in card
    assert "Đang diễn ra, chưa tiếp nhận" in card  # one that has ended would say so
    assert "entity=urn:ngsi-ld:AirQualityObserved:an-hai" in page.evaluate("location.hash")
    page.locator("[data-tab=things]").click()
    page.fill(".map-list input[type=search]", "tram binh")
    expect(page.locator("[data-list=things] .map-row")).to_have_count(1, timeout=30_000)
    assert page.locator("[data-list=things] .severity-nodata").count() == 1, (
        "a station silent for six hours has no data"
    )


def test_a_broken_stream_is_told(open_page: Open) -> None:
    page = open_page("/entities/")
    page.wait_for_selector("[data-connection=live]", timeout=30_000)
    page.context.route("**/stream/**", lambda route: route.abort())
    page.reload()
    page.wait_for_selector("[data-connection=lost]", timeout=30_000)
    assert "Mất kết nối" in page.locator("[data-connection]").inner_text()
    expect(page.locator("[data-offline]")).to_be_visible()


def test_the_chart_names_missing_hours_and_has_a_table(open_page: Open) -> None:
    page = open_page(STATION)
    page.wait_for_selector("time-chart[aria-busy=false]", timeout=30_000)
    caption = page.locator(".chart-caption").inner_text()
    assert "thiếu" in caption
    assert "mô phỏng" in caption
    page.locator("time-chart summary").click()
    page.wait_for_selector(".chart-rows tbody tr")
    rows = page.locator(".chart-rows tbody tr")
    assert 17 <= rows.count() <= 20, "19 of 24 hours are there"


def test_keys_go_places_but_not_while_typing(open_page: Open) -> None:
    page = open_page("/entities/")
    expect(page.locator("time[data-ago]").first).to_contain_text("trước", timeout=30_000)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("ga")
    page.wait_for_timeout(200)
    assert page.url.endswith("/entities/"), "letters in a field are letters"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Shift+Slash")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    with another_page(page):  # both at once: the second counts for a second and a half
        page.keyboard.press("g")
        page.keyboard.press("a")
    assert page.url.endswith("/alarms/")


def test_a_choice_of_language_and_theme_is_kept(open_page: Open) -> None:
    page = open_page("/entities/")
    page.locator(".who-button").click()
    with another_page(page):
        page.locator(".who-sheet button[value=en]").click()
    assert page.locator("html").get_attribute("lang") == "en"
    page.locator(".who-button").click()
    with another_page(page):
        page.locator(".who-sheet button[value=dark]").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.locator("html").get_attribute("lang") == "en"


def test_the_list_does_not_wait_for_the_ground(open_page: Open, city: str) -> None:
    """Alarms and entities stand beside a map whose ground never comes, and it says what it is at."""
    page = open_page("/entities/")
    page.route("**/base-*.pmtiles", lambda route: None)  # neither answered nor refused
    page.goto(city + "/")
    page.wait_for_selector("[data-list=alarms] [data-entity]", timeout=20_000)
    expect(page.locator("[data-count=things]")).to_have_text("2")
    assert page.inner_text("[data-waiting]") == "Đang vẽ bản đồ…"


def test_what_does_not_come_is_told_and_asked_for_again(open_page: Open, city: str) -> None:
    """No ground and no alarms: both in words, and never "no alarms". When they come, many alarms are a list with a way to all."""
    page = open_page("/entities/")
    page.route("**/base-*.pmtiles", lambda route: route.abort())
    page.route("**/alarms/active.json", lambda route: route.abort())
    page.goto(city + "/")
    page.get_by_text("Không tải được nền bản đồ").wait_for(timeout=30_000)
    expect(page.locator("[data-failed=alarms]")).to_contain_text("Không tải được cảnh báo")
    assert "Không có cảnh báo" not in page.inner_text("[data-list=alarms]")
    assert page.inner_text("[data-count=alarms]") == "…"
    page.unroute("**/alarms/active.json")
    page.route("**/alarms/active.json", _a_thousand_times)
    page.unroute("**/base-*.pmtiles")
    page.evaluate("document.body.dispatchEvent(new CustomEvent('dothi:connection', { detail: 'live' }))")
    page.wait_for_selector("[data-waiting]", state="detached", timeout=30_000)
    page.wait_for_selector("[data-list=alarms] .map-none a[href='/alarms/']", timeout=30_000)
    assert page.inner_text("[data-list=alarms] .map-none") == "Còn 700 dòng nữa: mở danh sách đầy đủ"
    expect(page.locator("[data-count=alarms]")).to_have_text("1.000")
    expect(page.locator("[data-failed=alarms]")).to_have_count(0)


def _a_thousand_times(route: Any) -> None:
    answer = route.fetch()
    route.fulfill(json={"alarms": answer.json()["alarms"] * 1000})


def test_a_wall_is_read_from_across_the_room(open_page: Open) -> None:
    page = open_page("/entities/", width=3840)
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") > 30
    assert page.evaluate(LOOKING) == []


def test_a_chart_without_figures_says_so(open_page: Open, city: str) -> None:
    page = open_page("/entities/")
    page.route("**/series.json*", lambda route: route.abort())
    page.goto(city + STATION)
    page.wait_for_selector("time-chart[aria-busy=false]", timeout=30_000)
    assert "Không tải được biểu đồ" in page.inner_text(".chart-caption")
    assert page.get_attribute(".chart-canvas", "aria-label")


def test_a_phone_finds_names_and_room_for_a_finger(open_page: Open, city: str) -> None:
    page = open_page(STATION, width=375)
    assert page.get_attribute(".who-button", "aria-label")
    assert page.get_attribute(".brand", "aria-label") == "dothi"
    for link in page.query_selector_all(".crumbs a, .table tbody th > a"):
        assert link.bounding_box()["height"] >= 44, link.inner_text()
    page.goto(city + "/rules/pm25-day-limit/")  # its source has a long mark
    assert page.evaluate(LOOKING) == []
