"""The main job, as a person sees it: a recording of real stations is replayed, the index is computed, a rule raises an
alarm, the officer on duty sees it live on the map, acknowledges it, opens an incident, works it and closes it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dothi.kernel.engines import folder
from dothi.kernel.testing.browser import chromium
from dothi.kernel.testing.system import System

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.shared]
MAPPINGS = Path(__file__).resolve().parents[2] / "src" / "dothi" / "connectors" / "tests" / "mappings"
PASSWORD = "Truc-ban-IOC-2026"
# Station 6 measured more than 80 µg/m³ of PM2.5 from the evening of 7 October 2021 on.
FROM, TO = "2021-10-07T00:00:00+07:00", "2021-10-08T12:00:00+07:00"


def _prepare(system: System) -> None:
    system.command("territory", "derive", "--province", "79")
    system.command("pack", "load", "environment", "--yes")
    subprocess.run(
        folder.command(
            "user", "create", "lan", "--name", "Lan Trực ban", "--role", "duty-officer", "--password-stdin"
        ),
        input=f"{PASSWORD}\n",
        env=system.environment,
        text=True,
        check=True,
        capture_output=True,
    )


def _replay(system: System, data: Path) -> subprocess.Popen[bytes]:
    recording = str(data / "air" / "hcmc_healthyair_hourly_2021_2022.csv.gz")
    mapping = str(MAPPINGS / "hcmc_healthyair.toml")
    words = ("replay", recording, "--mapping", mapping, "--speed", "20000", "--from", FROM, "--to", TO)
    return subprocess.Popen(
        folder.command(*words), env=system.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


def _sign_in(page: Page, system: System) -> None:
    page.goto(f"{system.addresses.base_url}/accounts/login/")
    page.fill("[name=login]", "lan")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{system.addresses.base_url}/")


def _see_it_arrive(page: Page) -> None:
    """The alarm comes to the open map by itself: nothing is reloaded."""
    page.evaluate("window.neverReloaded = true")
    row = page.locator("[data-list=alarms] li", has_text="Chất lượng không khí giờ ở mức Xấu")
    row.first.wait_for(timeout=60_000)
    assert page.evaluate("window.neverReloaded")
    row.first.click()
    panel = page.locator("[data-map-panel]")
    panel.get_by_text("Phát lại").first.wait_for()
    panel.get_by_role("link", name="Chất lượng không khí giờ ở mức Xấu").first.click()


def _acknowledge_and_open(page: Page) -> None:
    page.wait_for_url(re.compile(r"/alarms/\d+/"))
    page.get_by_role("button", name="Tiếp nhận").first.click()
    page.get_by_text("đã tiếp nhận").first.wait_for()
    page.get_by_role("button", name="Mở vụ việc").first.click()
    page.wait_for_url(re.compile(r"/incidents/VV-\d{4}-\d{6}/"))


def _work_and_close(page: Page) -> None:
    page.fill("textarea[name=text]", "Đã gọi Sở Nông nghiệp và Môi trường xác nhận số liệu.")
    page.get_by_role("button", name="Ghi").first.click()
    page.locator(".log", has_text="xác nhận số liệu").wait_for()
    _step(page, "Xử lý", "đang xử lý")
    _step(page, "Đã xử lý xong", "đã xử lý", reason="Chỉ số đã về mức Trung bình.")
    _step(page, "Đóng", "đã đóng", reason="Số liệu đã trở lại bình thường, phường đã thông báo cho dân.")
    assert page.get_by_text("phường đã thông báo cho dân").count()


def _step(page: Page, button: str, state: str, reason: str = "") -> None:
    page.locator(".page-head").get_by_role("button", name=re.compile(rf"^{button}( |$)")).click()
    dialog = page.locator("dialog[open]")
    if reason and dialog.count():
        dialog.get_by_role("button", name="Xác nhận").click()
        assert dialog.count(), "it closed without a reason"
        dialog.locator("textarea").fill(reason)
        dialog.get_by_role("button", name="Xác nhận").click()
    page.locator("dl.facts dd strong", has_text=re.compile(state, re.IGNORECASE)).first.wait_for()


def test_from_a_measurement_to_a_closed_incident(running_system: System, shared_data: Path) -> None:
    _prepare(running_system)
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="vi-VN")
        page.set_default_timeout(20_000)
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        _sign_in(page, running_system)
        playing = _replay(running_system, shared_data)
        _see_it_arrive(page)
        _acknowledge_and_open(page)
        _work_and_close(page)
        assert playing.wait(60) == 0, playing.stderr.read().decode() if playing.stderr else ""
        assert faults == []
