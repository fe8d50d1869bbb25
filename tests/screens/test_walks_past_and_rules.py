"""The past on screen and a rule changed by clicks: what was known then, what two writers of one rule are told."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from dothi.kernel.testing.browser import another_page
from dothi.kernel.testing.cast import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SHOTS = os.environ.get("DOTHI_SHOTS")
RULE = "aqi-hour-very-unhealthy"
Officer = Callable[[str], Any]


@pytest.fixture
def officer(browser: Any, city: str) -> Iterator[Officer]:
    """The page of somebody who signed in by the form, in a browser of their own."""
    contexts = []

    def signed_in(user: str) -> Any:
        context = browser.new_context(locale="vi-VN", viewport={"width": 1280, "height": 800})
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{city}/accounts/login/")
        page.fill("input[name=login]", user)
        page.fill("input[name=password]", PASSWORD)
        page.locator("form:has(input[name=password]) button").first.click()
        page.wait_for_url(lambda address: "/login/" not in address)
        return page

    yield signed_in
    for context in contexts:
        context.close()


def look(page: Any, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def step(page: Any, button: str, reason: str = "") -> None:
    with another_page(page):
        page.locator(".work-head").get_by_role("button", name=button).click()
        if reason:
            dialog = page.locator("#reason[open]")
            dialog.get_by_role("button", name="Xác nhận").click()
            assert dialog.count(), "no reason, no step"
            dialog.locator("textarea").fill(reason)
            dialog.get_by_role("button", name="Xác nhận").click()


def forms(page: Any) -> list[str]:
    """What can be done on the page, but for choosing a minute, language and leaving."""
    posts = page.locator("main form[method=post]").all()
    return [str(form.get_attribute("action")) for form in posts]


def test_closed_reopened_and_seen_as_it_was_known(officer: Officer, city: str, committed_db: str) -> None:
    page = officer("minh")
    page.goto(f"{city}/alarms/")
    with another_page(page):
        page.locator("tr[data-href] a").first.click()
    alarm = page.url
    with another_page(page):
        page.get_by_role("button", name="Mở vụ việc").click()
    incident = page.url
    step(page, "Đóng", "Số đo đã trở lại bình thường.")
    assert "Đã đóng" in page.locator("dl.facts").first.inner_text()
    step(page, "Mở lại", "Trạm lại vượt ngưỡng.")
    log = page.locator("ol.log").first.inner_text()
    assert "Số đo đã trở lại bình thường." in log and "Trạm lại vượt ngưỡng." in log, "nothing is taken away"
    assert "Chỉ ghi thêm" in page.locator("section:has(ol.log)").first.inner_text()
    with psycopg.connect(committed_db) as database:
        (closed,) = database.execute(
            "select pgh_created_at from incidents_incidentevent where status = 'closed'"
        ).fetchone() or (None,)

    page.goto(f"{incident}?at={closed.isoformat().replace('+', '%2B')}")
    look(page, "incident-then")
    assert "Đang xem quá khứ" in page.locator(".past").inner_text()
    assert "Đã đóng" in page.locator("dl.facts").first.inner_text()
    assert "Trạm lại vượt ngưỡng." not in page.locator("main").inner_text(), "not known yet"
    assert forms(page) == []
    with another_page(page):
        page.locator(".past a").click()
    assert page.url == incident and "Đang xử lý" in page.locator("dl.facts").first.inner_text()
    for address, none in ((incident, "chưa được mở"), (alarm, "chưa được ghi nhận")):
        page.goto(address)
        page.fill("#at", "2026-01-01T08:00")
        with another_page(page):
            page.get_by_role("button", name="Xem lại").click()
        assert none in page.locator("main").inner_text()
        assert forms(page) == []
    look(page, "alarm-then")


def test_two_tabs_change_one_rule_and_the_second_is_told(officer: Officer, city: str) -> None:
    first, second = officer("vy"), officer("vy")
    for page in (first, second):
        page.goto(f"{city}/rules/{RULE}/")
        with another_page(page):
            page.get_by_role("link", name="Sửa").click()
    first.locator("#sentence-condition summary").click()
    first.fill("#id_condition", "airQualityIndex.value > 195")
    first.locator("#id_condition").blur()
    first.wait_for_selector("#condition-0-value[value='195']")  # the sentence follows the text
    first.fill("#condition-0-value", "190")
    first.locator("#condition-0-value").press("Tab")
    first.wait_for_selector(
        "[name='condition-was'][value*='190']", state="attached"
    )  # and the text the sentence
    look(first, "rule-sentence")
    with another_page(first):
        first.locator("main .button-primary[value='try']").click()
    first.wait_for_selector("#figure")
    look(first, "rule-tried")
    first.fill("#id_reason", "Theo kết luận giao ban ngày 20/11")
    with another_page(first):
        first.locator("#arm .button-primary").click()
    assert "airQualityIndex.value > 190" in first.locator("main").inner_text()
    assert "còn nêu 200" in first.locator("main").inner_text(), "the sentence of the rule must be mended too"
    second.locator("#sentence-condition summary").click()
    second.fill("#id_condition", "airQualityIndex.value > 210")
    second.fill("#id_reason", "Nới ngưỡng")
    second.locator("main .button[value='save']").click()
    told = second.locator(".notice-error")
    told.wait_for()
    look(second, "rule-conflict")
    assert len(told.inner_text()) > 20
    assert second.input_value("#id_condition") == "airQualityIndex.value > 210", "what was typed is not lost"
    assert second.input_value("#id_reason") == "Nới ngưỡng"

    arming = first.locator("form[action$='/arm/'] button")
    word = arming.inner_text()
    arming.click()
    dialog = first.locator("#reason[open]")
    dialog.locator("textarea").fill("Trạm đang hiệu chuẩn")
    with another_page(first):
        dialog.get_by_role("button", name="Xác nhận").click()
    assert first.locator("form[action$='/arm/'] button").inner_text() != word
    first.fill("#at", "2026-01-01T08:00")
    with another_page(first):
        first.get_by_role("button", name="Xem lại").click()
    assert "chưa được ghi nhận" in first.locator("main").inner_text()
    look(first, "rule-then")
