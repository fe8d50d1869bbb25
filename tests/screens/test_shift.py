"""A shift at two screens: one incident worked by two officers, what was known at a past minute, and words that outlive a session."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dothi.kernel.testing.browser import another_page
from dothi.kernel.testing.cast import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Officer = Callable[..., Any]


@pytest.fixture
def officer(browser: Any, city: str) -> Iterator[Officer]:
    """The page of somebody who signed in by the form, in a browser of their own."""
    contexts = []

    def signed_in(user: str, **looks: Any) -> Any:
        context = browser.new_context(locale="vi-VN", **looks)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.goto(f"{city}/accounts/login/")
        _sign_in(page, user)
        return page

    yield signed_in
    for context in contexts:
        context.close()


def _sign_in(page: Any, user: str) -> None:
    page.fill("input[name=login]", user)
    page.fill("input[name=password]", PASSWORD)
    with another_page(page):
        page.locator("form:has(input[name=password]) button").first.click()


def _open_incident(page: Any, city: str) -> str:
    """By keyboard alone: the list of alarms, its first row, acknowledge, open an incident. Returns its address."""
    page.goto(f"{city}/alarms/")
    page.wait_for_selector("tr[data-href]")
    page.keyboard.press("j")
    with another_page(page):
        page.keyboard.press("Enter")
    if page.locator("[data-key=KeyA]").count():
        with another_page(page):
            page.keyboard.press("a")
    with another_page(page):
        page.keyboard.press("o")
    assert "/incidents/VV-" in page.url
    return str(page.url)


def test_two_officers_at_one_incident_lose_nothing_and_are_told(officer: Officer, city: str) -> None:
    minh, lan = officer("minh"), officer("minh")  # the same rights, two desks
    address = _open_incident(minh, city)
    lan.goto(address)
    for page, text in ((minh, "Đã gọi trạm trưởng."), (lan, "Đã đến hiện trường.")):
        page.fill("#text", text)
        with another_page(page):
            page.locator("form[action$='/note/'] button").click()
    log = lan.locator("ol.log").first.inner_text()
    assert "Đã gọi trạm trưởng." in log and "Đã đến hiện trường." in log
    lan.goto(address)  # both look at the same state; Minh moves it on first
    # the living page would show Lan the new state at once: she sends what she saw before
    lan.evaluate("window.seen = document.querySelector(\"form[action$='/state/']\").cloneNode(true)")
    with another_page(minh):
        minh.keyboard.press("s")
    with another_page(lan):
        # after the call has answered: an answer from a page that is being left may never come
        lan.evaluate("document.body.append(window.seen), void setTimeout(() => window.seen.requestSubmit())")
    told = lan.locator(".notice-error")
    told.wait_for()
    assert len(told.inner_text()) > 20
    assert "Đang xử lý" in lan.locator("dl.facts").first.inner_text(), (
        "the second one sees what the first did"
    )
    _close(minh)
    assert "Đã đóng" in minh.locator("dl.facts").first.inner_text()
    assert "số đo về mức bình thường" in minh.locator("ol.log").first.inner_text()


def _close(page: Any) -> None:
    page.keyboard.press("c")
    page.wait_for_selector("#reason[open]")
    page.locator("#reason button[value=yes]").click()
    assert page.locator("#reason[open]").count() == 1, "no reason, no closing"
    page.fill("#reason textarea", "số đo về mức bình thường")
    with another_page(page):
        page.locator("#reason button[value=yes]").click()


def test_what_was_typed_outlives_a_session_that_ended(officer: Officer, city: str) -> None:
    page = officer("minh")
    page.goto(f"{city}/incidents/open/")
    page.fill("input[name=title]", "Cây đổ chắn đường Ba Cu")
    here = page.url
    page.context.clear_cookies(name="sessionid")
    page.locator("main form button.button-primary").click()
    page.wait_for_selector("input[name=login]")
    _sign_in(page, "minh")
    page.wait_for_selector("input[name=title]")
    assert page.url == here, "back to the page that held the form"
    assert page.input_value("input[name=title]") == "Cây đổ chắn đường Ba Cu"


def test_reading_zoom_and_another_language_break_nothing(officer: Officer, city: str) -> None:
    """200 % of 1280 px is a window of 640: everything must still be there without scrolling sideways."""
    page = officer("minh", viewport={"width": 640, "height": 400}, device_scale_factor=2)
    for path in ("/alarms/", "/incidents/", "/entities/", "/incidents/open/"):
        page.goto(city + path)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": city}])
    page.goto(f"{city}/alarms/")
    assert page.locator("h1").inner_text() == "Alarms"


def test_an_alarm_is_shelved_by_keyboard_and_the_chosen_row_is_kept(officer: Officer, city: str) -> None:
    page = officer("minh")
    page.goto(f"{city}/alarms/")
    page.wait_for_selector("tr[data-href]")
    page.keyboard.press("j")
    chosen = page.locator("tr[aria-selected=true]")
    row = str(chosen.get_attribute("id"))
    with page.expect_response(lambda answer: "/alarms/rows/" in answer.url):
        page.evaluate("document.body.dispatchEvent(new CustomEvent('dothi:alarms'))")
    page.wait_for_function(
        "id => document.getElementById(id)?.getAttribute('aria-selected') === 'true'", arg=row
    )
    composed = "document.dispatchEvent(new KeyboardEvent('keydown', {code: 'KeyS', isComposing: true, bubbles: true}))"
    page.evaluate(composed)
    assert not page.locator("#shelve-alarm").is_visible(), "a letter that is being composed is no command"
    page.keyboard.press("s")
    page.locator("#shelve-alarm").wait_for()
    page.fill("#shelve-reason", "Đang rửa đường")
    with another_page(page):
        page.locator("#shelve-alarm button.button-primary").click()
    page.goto(f"{city}/alarms/set-aside/")
    assert "Đang rửa đường" in page.locator("table").inner_text()
    page.keyboard.press("j")
    with another_page(page):
        page.keyboard.press("b")
    assert "Không có cảnh báo nào đang gác lại" in page.locator("main").inner_text()
