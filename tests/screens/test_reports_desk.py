"""The officers' screens of reports in a browser: rows ticked by keys and kept while the list renews itself, one key for a suggestion,
and the inspector's page for a thumb at 375 px."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from dothi.kernel.testing.browser import another_page
from dothi.kernel.testing.cast import PASSWORD
from dothi.kernel.testing.system import START_S

pytestmark = [pytest.mark.browser, pytest.mark.slow(seconds=60)]
PICTURES = os.environ.get("DOTHI_TEST_PICTURES", "")  # a folder: what the screens look like is put there


@pytest.fixture(scope="module")
def codes(city: str, committed_db: str) -> tuple[str, str]:
    """Of a report whose words speak for another category, and of the one that the inspector has."""
    environment = {
        **os.environ,
        "DOTHI_DATABASE_URL": committed_db,
        "DJANGO_SETTINGS_MODULE": "dothi.config.settings",
    }
    script = [sys.executable, str(Path(__file__).with_name("reports_city.py"))]
    made = subprocess.run(script, env=environment, check=True, timeout=START_S, stdout=subprocess.PIPE)
    wrong, waste = made.stdout.decode().split()
    return wrong, waste


@pytest.fixture(scope="module")
def inspector(browser: Any, city: str, codes: tuple[str, str]) -> dict[str, Any]:
    context = browser.new_context(locale="vi-VN")
    page = context.new_page()
    page.goto(f"{city}/accounts/login/")
    page.fill("input[name=login]", "nga")
    page.fill("input[name=password]", PASSWORD)
    with another_page(page):
        page.locator("form:has(input[name=password]) button").first.click()
    state: dict[str, Any] = context.storage_state()
    context.close()
    return state


@pytest.fixture
def desk(browser: Any, city: str, signed_in: dict[str, Any], codes: tuple[str, str]) -> Iterator[Any]:
    context = browser.new_context(
        locale="vi-VN", storage_state=signed_in, viewport={"width": 1280, "height": 900}
    )
    yield context.new_page()
    context.close()


def shoot(page: Any, name: str) -> None:
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


def test_words_come_back_into_the_form_they_were_typed_into(
    desk: Any, city: str, codes: tuple[str, str]
) -> None:
    """Forms of one address: a note for colleagues is no text for the public."""
    desk.goto(f"{city}/reports/{codes[0]}/")
    forms = {
        step: desk.locator(f"form:has(input[name=step][value={step}]) textarea")
        for step in ("note", "release")
    }
    public = forms["release"].input_value()
    forms["note"].press_sequentially("chỉ nội bộ")
    desk.reload()
    expect(forms["note"]).to_have_value("chỉ nội bộ")
    expect(forms["release"]).to_have_value(public)
    forms["note"].fill("")


def test_rows_are_ticked_by_keys_and_stay_ticked_while_the_list_renews_itself(desk: Any, city: str) -> None:
    desk.goto(f"{city}/reports/?tab=open")
    boxes = desk.locator('input[name="report"]')
    expect(boxes).to_have_count(5)
    desk.locator("h1").click()
    for key in ("j", "x", "j", "x"):
        desk.keyboard.press(key)
    expect(desk.locator("[data-ticked]")).to_have_text("2")
    chosen = desk.locator('input[name="report"]:checked').evaluate_all("all => all.map(one => one.value)")
    with desk.expect_response("**/reports/rows/**"):
        desk.evaluate("document.body.dispatchEvent(new CustomEvent('dothi:reports'))")
    expect(desk.locator('input[name="report"]:checked')).to_have_count(2)
    assert (
        desk.locator('input[name="report"]:checked').evaluate_all("all => all.map(one => one.value)")
        == chosen
    )
    shoot(desk, "inbox-1280")
    desk.emulate_media(color_scheme="dark")
    shoot(desk, "inbox-1280-dark")


def test_one_key_takes_the_suggested_category(desk: Any, city: str, codes: tuple[str, str]) -> None:
    desk.goto(f"{city}/reports/{codes[0]}/")
    expect(desk.locator("#suggested q").first).to_be_visible()
    shoot(desk, "report-1280")
    with another_page(desk):
        desk.keyboard.press("y")
    expect(desk.locator("h1")).to_contain_text("Rác")
    expect(desk.locator("#suggested")).to_have_count(0)


def test_the_inspector_s_page_is_for_a_thumb(browser: Any, city: str, inspector: dict[str, Any], codes: tuple[str, str]) -> None:  # fmt: skip
    context = browser.new_context(
        locale="vi-VN", storage_state=inspector, viewport={"width": 375, "height": 812}, has_touch=True
    )
    page = context.new_page()
    page.goto(f"{city}/reports/field/")
    shoot(page, "field-375")
    page.goto(f"{city}/reports/{codes[1]}/field/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    for button in page.locator(".field-button").all():
        box = button.bounding_box()
        assert box is not None and box["height"] >= 56 and box["width"] >= 280
    with another_page(page):
        page.locator("button", has_text="Tôi đã đến nơi").tap()
    expect(page.locator(".notice", has_text="Đã đến nơi")).to_be_visible()
    assert page.locator("#answer-photos").get_attribute("capture") == "environment"
    shoot(page, "field-one-375")
    page.emulate_media(color_scheme="dark")
    shoot(page, "field-one-375-dark")
    context.close()


def test_the_desk_hears_while_a_caller_is_typed_what_is_open_and_what_it_may_be(desk: Any, city: str) -> None:
    desk.goto(f"{city}/reports/new/")
    desk.fill("#text", "rac chat dong boc mui hoi")
    desk.fill("#place", "14 tran phu")
    expect(desk.locator("#phone-help q").first).to_be_visible()
    expect(desk.locator("#phone-help a.mono, #phone-help a .mono").first).to_be_visible()
    shoot(desk, "phone-help-1280")


@pytest.mark.skipif(not PICTURES, reason="only for looking at")
def test_what_the_screens_look_like(browser: Any, city: str, signed_in: dict[str, Any], codes: tuple[str, str]) -> None:  # fmt: skip
    addresses = {"inbox": "/reports/?tab=open", "report": f"/reports/{codes[0]}/", "rules": "/reports/rules/", "phone": "/reports/new/", "calendar": "/calendar/?year=2027", "templates": "/reports/templates/"}  # fmt: skip
    for width in (375, 1280):
        for scheme in ("light", "dark"):
            context = browser.new_context(locale="vi-VN", storage_state=signed_in, viewport={"width": width, "height": 900}, color_scheme=scheme)  # fmt: skip
            page = context.new_page()
            for name, address in addresses.items():
                page.goto(f"{city}{address}")
                page.wait_for_timeout(700)
                shoot(page, f"{name}-{width}-{scheme}")
            context.close()
