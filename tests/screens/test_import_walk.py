"""A file's whole way in a browser: of measurements hand in → test → dry run → question → import by the job process → rejects →
again without change; of a shared code list make → draft → bad lines → dry run → take in → publish → what differs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from dothi.connectors.tests import own
from dothi.kernel.testing.browser import another_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SHOTS = os.environ.get("DOTHI_SHOTS")
WAIT_MS = 90_000
LONG = "tram_quan_trac_khong_khi_so_lieu_tung_phut_thang_01_2026.csv"  # as people name files
MAPPING = own.MAPPING.replace("own-", "walk-")


def table(rows: int) -> str:
    """A row for each minute; of the first hundred rows five are rubbish."""
    lines = [
        f"A;2026-01-{1 + n // 1440:02d} {n // 60 % 24:02d}:{n % 60:02d};{5 + n % 7}" for n in range(rows)
    ]
    lines[10:60:10] = [
        "A;rubbish",
        "A;2026-13-01 00:00;5",
        "A;2026-01-01 00:30;-4",
        ";;",
        "A;2026-01-01 00:50;=1+1",
    ]
    return "\n".join(["s;t;PM2.5", *lines]) + "\n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "walk.toml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / LONG).write_text(table(4000), encoding="utf-8")
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    (tmp_path / "empty.csv").write_bytes(b"\n\n")  # one without any byte is refused by the form itself
    (tmp_path / "<b>x<b>.csv").write_text("s;t;PM2.5\nA;2026-02-01 00:00;5\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def jobs(city: str, committed_db: str) -> Iterator[None]:
    """The real job process beside the screens."""
    environment = {**os.environ, "DOTHI_DATABASE_URL": committed_db}
    command = [sys.executable, "-W", "ignore", "-m", "dothi", "worker", "--jobs"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        yield
        process.kill()


@pytest.fixture
def steward(browser: Any, city: str) -> Iterator[Any]:
    """Vy, data steward, at the desk; whatever the console complains about fails the test."""
    from dothi.kernel.testing.cast import PASSWORD

    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, locale="vi-VN", accept_downloads=True
    )
    page = context.new_page()
    page.goto(f"{city}/accounts/login/")
    page.fill("input[name=login]", "vy")
    page.fill("input[name=password]", PASSWORD)
    with another_page(page):
        page.locator("form:has(input[name=password]) button").first.click()
    yield page
    context.close()


def hand_in(page: Any, city: str, path: Path, mapping: Path) -> None:
    page.goto(f"{city}/connectors/new/")
    page.set_input_files("input[name=table]", str(path))
    page.set_input_files("input[name=mapping]", str(mapping))
    page.locator("main form.form .button-primary").click()
    page.wait_for_url("**/connectors/*/", timeout=WAIT_MS)
    page.wait_for_selector("#progress")


def look(page: Any, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/import-{name}.png", full_page=True)


def ended(page: Any, *words: str) -> str:
    """Waits until the progress says one of the words."""
    says = "words => words.some(word => document.querySelector('#progress')?.innerText.includes(word))"
    page.wait_for_function(says, arg=list(words), timeout=WAIT_MS)
    page.wait_for_selector("header form[data-confirm]")  # the page around it was told anew
    return str(page.locator("#progress").inner_text())


def import_it(page: Any) -> None:
    """The import asks before it writes."""
    page.locator("header form[data-confirm] button").click()
    page.locator("dialog[open] .button-primary, dialog[open] [type=submit]").first.click()


def fits_a_phone(page: Any, *addresses: str) -> None:
    """No page is wider than a phone, however long the name of the file."""
    desk = page.viewport_size
    page.set_viewport_size({"width": 375, "height": 812})
    for address in addresses:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 375, address
        assert page.evaluate(
            "[...document.querySelectorAll('main td.long a')].every(a => a.getBoundingClientRect().right <= 375)"
        )
    page.set_viewport_size(desk)


_UNDER_A_BAR = """() => {
    const focused = document.activeElement, box = focused.getBoundingClientRect();
    const bars = [...document.querySelectorAll('.topbar, .nav')].filter(bar => !bar.contains(focused));
    return bars.some(bar => { const b = bar.getBoundingClientRect(); return box.top < b.bottom - 1 && box.bottom > b.top + 1; });
}"""


def the_keyboard_sees_where_it_is(page: Any, steps: int) -> None:
    """On a phone two bars stay while the page scrolls: nothing that Tab comes to lies under one of them (WCAG 2.4.11)."""
    page.locator("main a, main button").first.focus()
    for _ in range(steps):
        page.keyboard.press("Tab")
        assert not page.evaluate(_UNDER_A_BAR), page.evaluate("document.activeElement.outerHTML")


def test_a_file_goes_the_whole_way(
    steward: Any, city: str, jobs: None, files: Path, committed_db: str
) -> None:
    page = steward
    hand_in(page, city, files / LONG, files / "walk.toml")
    first = page.locator("main table tbody tr").first.inner_text()
    assert "00:00 01/01/2026" in first
    assert "µg/m³" in page.locator("main table thead").first.inner_text()
    look(page, "test")
    page.locator("form:has(input[name=dry_run]) button").click()
    ended(page, "chưa ghi gì")
    look(page, "dry-run")
    with psycopg.connect(committed_db) as database:
        count = "select count(*) from entities_history h join entities_entity e on e.id = h.entity_id where e.urn like '%:walk-A'"
        assert database.execute(count).fetchone() == (0,)
        import_it(page)
        assert "giá trị mới đã được ghi" in ended(page, "giá trị mới đã được ghi", "Không thành công")
        stored = database.execute(count).fetchone()
        assert stored == (3995,)
        look(page, "done")
        rows = page.locator("main table tbody tr").all_inner_texts()
        assert [row.split()[0] for row in rows] == ["12", "22", "32", "42", "52"]
        with page.expect_download() as download:
            page.locator("a[href$='rejects.csv']").click()
        assert len(Path(download.value.path()).read_text("utf-8-sig").splitlines()) == 6
        import_it(page)
        page.wait_for_function(
            "() => document.body.innerText.includes('Không có gì thay đổi')", timeout=WAIT_MS
        )
        assert database.execute(count).fetchone() == stored
    fits_a_phone(page, page.url, f"{page.url}rejects/", f"{city}/connectors/")
    page.goto(f"{city}/entities/urn:ngsi-ld:AirQualityObserved:walk-A/")
    page.wait_for_function(  # a measurement of long ago says its day
        "() => /^\\d\\d\\/01\\/2026$/.test(document.querySelector('main time[data-ago]')?.textContent)",
        timeout=WAIT_MS,
    )
    hand_in(page, city, files / LONG, files / "walk.toml")
    assert "Tệp này đã được tải lên trước đó" in page.locator("main").inner_text()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("picture.csv", "không đọc được thành chữ"),
        ("empty.csv", "không có dòng tiêu đề"),
        ("<b>x<b>.csv", "Chờ người dùng quyết định"),
    ],
)
def test_what_is_no_table_is_told_in_words(
    steward: Any, city: str, files: Path, name: str, said: str
) -> None:
    hand_in(steward, city, files / name, files / "walk.toml")
    look(steward, name.strip("<>").split(".")[0].replace("<", ""))
    assert said in steward.locator("main").inner_text()
    assert steward.locator("main b").count() == 0
    if name != "<b>x<b>.csv":
        assert steward.locator("header form[data-confirm] button").is_disabled()


BAD_LIST = "code,name_vi,parent\nA,Một,\nA,Hai,\nB,,X\n"
GOOD_LIST = "code,name_vi,parent\nA,Hộ tịch,\nA.1,Khai sinh,A\n"


def press(page: Any, name: str) -> None:
    with another_page(page):
        page.get_by_role("button", name=name, exact=True).click()


def take_in(page: Any, table: str, button: str) -> str:
    """Hands the table to the draft; what the page says then."""
    file = {"name": "thu-tuc.csv", "mimeType": "text/csv", "buffer": table.encode()}
    page.set_input_files("input[name=file]", file)
    press(page, button)
    return str(page.locator("main").inner_text())


def test_a_code_list_goes_the_whole_way(steward: Any, city: str) -> None:
    page = steward
    page.goto(f"{city}/code-lists/administrative-procedures/")
    press(page, "Soạn phiên bản mới")
    draft = page.url
    assert "3 dòng sai" in take_in(page, BAD_LIST, "Đưa vào bản nháp")
    assert "không có dòng sai" in take_in(page, GOOD_LIST, "Chỉ kiểm tra")
    take_in(page, GOOD_LIST, "Đưa vào bản nháp")
    with page.expect_download() as download:
        page.locator("a[href$='draft/entries.xlsx']").click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK")
    fits_a_phone(page, draft)
    page.set_viewport_size({"width": 375, "height": 500})
    the_keyboard_sees_where_it_is(page, 16)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.locator("a[href$='/publish/']").click()
    page.fill("input[name=source]", "Quyết định 1/QĐ-UBND")
    press(page, "Công bố")
    facts = page.locator("dl.facts").inner_text()
    assert "Phiên bản 1" in facts and "Quyết định 1/QĐ-UBND" in facts
    with another_page(page):
        page.locator("main tbody a").first.click()  # a tree: what stands below opens
    assert "Khai sinh" in page.locator("main tbody").inner_text()
    fits_a_phone(page, page.url, f"{city}/code-lists/")
    look(page, "code-list")
