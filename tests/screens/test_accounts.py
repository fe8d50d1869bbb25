"""What an administrator does in a browser: second factor to its end, a lock and its end, a password handed over, the chart, a key."""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import struct
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dothi.kernel.testing.browser import another_page
from dothi.kernel.testing.cast import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NEW_PASSWORD = "Mưa-rào-2026-tháng-bảy"


def code_of(secret: str) -> str:
    """The six figures that an authenticator app shows now (RFC 6238: SHA-1, 30 s)."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    begin = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[begin : begin + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def new_page(browser: Any) -> Any:
    """A browser of one's own, in Vietnamese."""
    page = browser.new_context(locale="vi-VN").new_page()
    page.set_default_timeout(30_000)
    return page


def sign_in(page: Any, city: str, user: str, password: str = PASSWORD) -> None:
    page.goto(f"{city}/accounts/login/")
    page.fill("input[name=login]", user)
    page.fill("input[name=password]", password)
    with another_page(page):
        page.locator("form:has(input[name=password]) button").first.click()


def press(page: Any, words: str) -> None:
    with another_page(page):
        page.get_by_role("button", name=words).first.click()


@pytest.fixture(scope="module")
def administrator(browser: Any, city: str) -> Iterator[tuple[Any, str, list[str]]]:
    """Quân's page after his first login, which leads through the second factor; its secret and recovery codes."""
    page = new_page(browser)
    sign_in(page, city, "quan")
    assert "/accounts/reauthenticate/" in page.url, (
        "a second factor comes first, and a stolen session sets up none"
    )
    page.fill("input[name=password]", PASSWORD)
    press(page, "Tiếp tục")
    assert page.url.endswith("/accounts/2fa/totp/activate/")
    secret = page.input_value("#totp-secret")
    page.fill("input[name=code]", "000000")
    press(page, "Bật")
    assert page.locator(".errorlist").inner_text().strip()
    assert page.input_value("#totp-secret") == secret, "a slip keeps the secret that the app has read"
    page.fill("input[name=code]", code_of(secret))
    press(page, "Bật")
    codes = page.locator("ul.mono li").all_inner_texts()
    assert len(codes) == 10
    yield page, secret, codes
    page.context.close()


def test_the_second_factor_is_asked_and_a_recovery_code_opens_once(
    browser: Any, city: str, administrator: tuple[Any, str, list[str]]
) -> None:
    _page, secret, codes = administrator
    page = new_page(browser)
    sign_in(page, city, "quan")
    assert "/accounts/2fa/authenticate/" in page.url
    page.goto(f"{city}/people/")
    assert "/accounts/" in page.url, "a password alone opens nothing"
    for attempt, opens in ((codes[0], True), (codes[0], False), (code_of(secret), True)):
        page.context.close()
        page = new_page(browser)  # a late answer would bring back the cookies of before
        sign_in(page, city, "quan")
        page.fill("input[name=code]", attempt)
        press(page, "Tiếp tục")
        assert page.goto(f"{city}/people/").status == 200
        assert page.url.endswith("/people/") is opens, attempt
    page.context.close()


def test_five_wrong_tries_lock_and_an_administrator_ends_it(
    browser: Any, city: str, administrator: tuple[Any, str, list[str]]
) -> None:
    page = new_page(browser)
    for _ in range(5):
        sign_in(page, city, "tuan", "sai-mat-khau")
    assert "khóa" in page.locator("[role=alert]").first.inner_text()
    sign_in(page, city, "tuan")
    assert "/accounts/login/" in page.url, "locked for the right password too"
    steward = administrator[0]
    steward.goto(f"{city}/people/?q=tuan")
    steward.get_by_role("link", name="Trần Anh Tuấn").click()
    press(steward, "Mở khóa")
    sign_in(page, city, "tuan")
    page.wait_for_selector("main")
    assert "/accounts/" not in page.url
    page.context.close()


def test_a_temporary_password_is_shown_once_and_changed_first(
    browser: Any, city: str, administrator: tuple[Any, str, list[str]]
) -> None:
    steward = administrator[0]
    steward.goto(f"{city}/people/?q=dung")
    steward.get_by_role("link", name="Mai Tiến Dũng").click()
    steward.get_by_role("button", name="Cấp mật khẩu tạm").first.click()
    steward.fill("#reason textarea", "quên mật khẩu")
    steward.locator("#reason button[value=yes]").click()
    steward.wait_for_selector("[data-secret]")
    temporary = steward.locator("[data-secret]").inner_text()
    page = new_page(browser)
    sign_in(page, city, "dung", temporary)
    assert page.url.endswith("/accounts/password/change/")
    assert page.goto(f"{city}/me/").url.endswith("/accounts/password/change/"), "before anything else"
    for one, other in ((temporary, temporary), (NEW_PASSWORD, NEW_PASSWORD)):
        page.fill("input[name=oldpassword]", temporary)
        page.fill("input[name=password1]", one)
        page.fill("input[name=password2]", other)
        with another_page(page):
            page.locator("form:has(input[name=password1]) button").first.click()
        assert page.goto(f"{city}/me/").url.endswith("/me/") is (one == NEW_PASSWORD)
    page.context.close()
    page = new_page(browser)
    sign_in(page, city, "dung", temporary)
    assert "/accounts/login/" in page.url
    sign_in(page, city, "dung", NEW_PASSWORD)
    assert "/accounts/login/" not in page.url
    page.context.close()


def test_the_chart_is_fetched_changed_checked_and_applied(
    city: str, administrator: tuple[Any, str, list[str]], tmp_path: Path
) -> None:
    page = administrator[0]
    page.goto(f"{city}/people/chart/")
    with page.expect_download() as fetched:
        page.locator("a[href$='/chart/download/']").click()
    book = openpyxl.load_workbook(io.BytesIO(Path(fetched.value.path()).read_bytes()))
    sheet = book.worksheets[0]
    lines = {row[0].value: row for row in sheet.iter_rows(min_row=2)}
    lines["nga"][2].value = "ioc"  # moves
    lines["kien"][8].value = "nghỉ"  # ends
    sheet.append(["moi.1", "Người Mới Một", "ubnd-an-hai", "Cán bộ", "", "", "ward-officer@96001", "", ""])
    sheet.append(["moi.2", "Người Mới Hai", "khong-co", "", "", "", "", "", ""])
    page.set_input_files("input[type=file]", _saved(book, tmp_path / "so-do.xlsx"))
    press(page, "Xem trước thay đổi")
    wrong = page.locator("tr[data-severity=high]")
    assert wrong.count() == 1
    assert wrong.locator("td").first.inner_text() == str(sheet.max_row)
    assert "khong-co" in wrong.inner_text()
    assert page.locator("input[name=apply]").count() == 0, "nothing is applied while a line is wrong"
    sheet.delete_rows(sheet.max_row)
    page.set_input_files("input[type=file]", _saved(book, tmp_path / "so-do.xlsx"))
    press(page, "Xem trước thay đổi")
    plan = page.locator("main").inner_text()
    assert all(name in plan for name in ("Người Mới Một", "Phạm Thúy Nga", "Bùi Trung Kiên"))
    page.fill("#reason", "sắp xếp lại")
    with another_page(page):
        page.locator("form:has(input[name=apply]) button").click()
    assert "moi.1" in page.locator("main").inner_text()
    page.goto(f"{city}/people/?q=moi.1")
    assert page.get_by_role("link", name="Người Mới Một").count() == 1


def test_the_review_is_walked_to_its_end(city: str, administrator: tuple[Any, str, list[str]]) -> None:
    page = administrator[0]
    page.goto(f"{city}/people/review/")
    waiting = page.locator("input[type=radio][value=keep]").count()
    if waiting == 0:
        assert "Không có tài khoản nào đến kỳ" in page.locator("main").inner_text()
        return
    for choice in page.locator("input[type=radio][value=keep]").all():
        choice.check()
    press(page, "Lưu")
    page.goto(f"{city}/people/review/")
    assert page.locator("input[type=radio][value=keep]").count() < waiting


def test_a_key_is_shown_once_and_revoked(city: str, administrator: tuple[Any, str, list[str]]) -> None:
    page = administrator[0]
    page.goto(f"{city}/apikeys/issue/")
    page.fill("input[name=name]", "Trạm thử")
    page.select_option("select[name=kind]", "device")
    press(page, "Cấp khóa")
    whole = page.input_value("#secret")
    assert len(whole.partition(".")[2]) >= 20
    page.goto(f"{city}/apikeys/")
    assert whole not in page.content(), "never shown again"
    row = page.locator("tr", has_text="Trạm thử")
    row.get_by_role("button", name="Thu hồi").click()
    if page.locator("#reason textarea").is_visible():
        page.fill("#reason textarea", "thiết bị mất")
    page.locator("#reason button[value=yes]").click()
    page.locator("tr", has_text="Trạm thử").get_by_role("button", name="Thu hồi").wait_for(state="detached")


def _saved(book: Any, path: Path) -> str:
    book.save(path)
    return str(path)
