"""The form by which citizens report, in a real browser: with a thumb, with keys, without a script, and without network."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest
from PIL import Image
from playwright.sync_api import expect

from dothi.kernel.testing.nats import Server
from dothi.kernel.testing.system import START_S

from .report_city import LAT, LON

pytestmark = pytest.mark.browser
MOST_SCRIPT = 70_000  # bytes on the wire before the map is opened
HERE = {"latitude": LAT + 0.0001, "longitude": LON, "accuracy": 12}


class Told(NamedTuple):
    code: str
    token: str
    plate: str
    lost: str  # token of a report without a position


@pytest.fixture(scope="module")
def told(city: str, committed_db: str, nats_server: Server) -> Told:
    environment = {
        **os.environ,
        "DOTHI_DATABASE_URL": committed_db,
        "DOTHI_NATS_URL": nats_server.url,
        "DJANGO_SETTINGS_MODULE": "dothi.config.settings",
    }
    script = [sys.executable, str(Path(__file__).with_name("report_city.py"))]
    made = subprocess.run(script, env=environment, check=True, timeout=START_S, stdout=subprocess.PIPE)
    return Told(*made.stdout.decode().split())


@pytest.fixture
def context(browser: Any, told: Told) -> Iterator[Any]:
    """A phone that tells where it is."""
    made = browser.new_context(
        viewport={"width": 375, "height": 812}, locale="vi-VN", geolocation=HERE, permissions=["geolocation"], has_touch=True
    )  # fmt: skip
    made.set_default_timeout(60_000)
    yield made
    made.close()


def photo() -> dict[str, Any]:
    body = io.BytesIO()
    Image.effect_noise((1600, 1200), 60).convert("RGB").save(body, "JPEG", quality=95)
    return {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": body.getvalue()}


def seen(page: Any, name: str) -> None:
    """Kept for whoever wants to look: DOTHI_SCREENS names a folder."""
    if folder := os.environ.get("DOTHI_SCREENS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def reports(database: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(database) as connection:
        return connection.execute(
            "select r.text, r.category, r.category_why->>'by', r.door, r.lon, (select count(*) from reports_photo p where p.report_id = r.id)"
            " from reports_report r order by r.id"
        ).fetchall()


def test_photo_place_what_is_near_and_a_proposal_that_one_tap_takes(
    context: Any, city: str, told: Told, committed_db: str
) -> None:
    page = context.new_page()
    page.goto(f"{city}/phan-anh/moi/")
    page.set_input_files("#photos", [photo()])
    expect(page.locator("#shown-photos img")).to_have_count(1)
    page.click("#gps")
    expect(page.locator("#place-said")).to_contain_text("12 m")
    expect(page.locator("#nearby")).to_contain_text("Rác chất đống trước cổng chợ An Hải")
    assert page.input_value("#text") == ""  # before any typing
    page.fill("#text", "den duong khong sang 3 dem nay")
    proposal = page.locator("#kinds [data-category='urban-services.lighting-out']")
    expect(proposal).to_contain_text("gợi ý vì có: den duong khong sang")
    proposal.click()
    expect(page.locator("#category")).to_have_value("urban-services.lighting-out")
    seen(page, "form-filled-375")
    page.click(".send")
    page.wait_for_url(re.compile("cua-toi"))
    expect(page.locator("main")).to_contain_text("Đã nhận phản ánh")
    seen(page, "mine-375")
    text, category, by, door, lon, photos = reports(committed_db)[-1]
    assert (text, category, by, door, photos) == (
        "den duong khong sang 3 dem nay",
        "urban-services.lighting-out",
        "suggested",
        "web",
        1,
    )
    assert lon == pytest.approx(LON)


def test_words_find_a_place_and_what_burns_is_called(context: Any, city: str, told: Told) -> None:
    page = context.new_page()
    page.goto(f"{city}/phan-anh/moi/")
    page.fill("#place", "phuong an hai")
    page.locator("#places .choice").first.click()
    expect(page.locator("#place-said")).to_contain_text("An Hải")
    page.fill("#text", "chay nha o duong tran phu co nguoi mac ket")
    expect(page.locator("#kinds .call")).to_have_attribute("href", "tel:114")
    seen(page, "form-stop-375")


def test_the_map_comes_on_demand_and_is_moved_by_keys(context: Any, city: str, told: Told) -> None:
    page = context.new_page()
    page.goto(f"{city}/phan-anh/moi/")
    page.locator("#map-open").press("Enter")
    page.wait_for_selector("#report-map live-map canvas")
    expect(page.locator("#report-map live-map")).to_have_attribute("data-ready", "")
    seen(page, "form-map-375")
    page.locator("#report-map canvas").focus()
    page.keyboard.press("ArrowRight")
    page.locator("#report-map .button-primary").press("Enter")
    expect(page.locator("#place-said")).to_contain_text("Đã chọn trên bản đồ")
    assert 107.0 < float(page.input_value("[name=lon]")) < 107.2
    expect(page.locator("#map-open")).to_be_focused()


def test_before_the_map_little_script_is_loaded(context: Any, city: str, told: Told) -> None:
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    scripts: dict[str, str] = {}
    sizes: list[float] = []
    wire.on("Network.responseReceived", lambda e: scripts.update({e["requestId"]: e["type"]}))
    wire.on(
        "Network.loadingFinished",
        lambda e: sizes.append(e["encodedDataLength"]) if scripts.get(e["requestId"]) == "Script" else None,
    )
    page.goto(f"{city}/phan-anh/moi/", wait_until="networkidle")
    assert sizes
    assert sum(sizes) <= MOST_SCRIPT, sizes


def test_without_network_it_waits_on_the_phone_and_goes_once(
    context: Any, city: str, told: Told, committed_db: str
) -> None:
    page = context.new_page()
    page.goto(f"{city}/phan-anh/moi/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()  # its page is kept now
    before = len(reports(committed_db))
    context.set_offline(True)
    page.goto(f"{city}/phan-anh/moi/")
    page.set_input_files("#photos", [photo()])
    page.fill("#place", "Trước số 12 Trần Phú")
    page.fill("#text", "Nắp cống bị mất")
    page.select_option("#category", "urban-services.drainage-cover")
    page.wait_for_timeout(800)  # the draft is written half a second after the last key
    page.goto(f"{city}/phan-anh/moi/")  # closed and opened again
    expect(page.locator("#text")).to_have_value("Nắp cống bị mất")
    expect(page.locator("#shown-photos img")).to_have_count(1)
    page.click(".send")
    expect(page.locator("[data-waiting]")).to_contain_text("chờ gửi")
    expect(page.locator("#text")).to_have_value("")
    seen(page, "form-waiting-375")
    page.goto(f"{city}/phan-anh/moi/")
    expect(page.locator("[data-waiting='1']")).to_be_visible()
    assert len(reports(committed_db)) == before
    context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    link = page.locator("#report-state a[href*='cua-toi']")
    expect(link).to_be_visible()
    after = reports(committed_db)
    assert len(after) == before + 1
    assert after[-1][0] == "Nắp cống bị mất"
    assert after[-1][5] == 1
    page.goto(f"{city}/phan-anh/moi/")
    expect(page.locator("#report")).to_be_visible()
    expect(page.locator("[data-waiting]")).to_have_count(0)
    assert len(reports(committed_db)) == before + 1


def test_a_plate_and_no_script_are_enough(browser: Any, city: str, told: Told, committed_db: str) -> None:
    context = browser.new_context(
        java_script_enabled=False, locale="en-GB", viewport={"width": 375, "height": 812}
    )
    page = context.new_page()
    page.goto(f"{city}/phan-anh/tai/{told.plate}/")
    expect(page.locator("#place")).to_have_value("Trụ đèn 14, đường Ba Cu")
    seen(page, "plate-en-noscript-375")
    page.fill("#text", "The lamp is broken")
    page.select_option("#category", "urban-services.lighting-out")
    page.set_input_files("#photos", [photo()])
    page.click(".send")
    page.wait_for_url(re.compile("cua-toi"))
    assert reports(committed_db)[-1][3] == "plate"
    context.close()


@pytest.mark.parametrize("language", ["vi-VN", "en-GB"])
@pytest.mark.parametrize("width", [375, 1280])
def test_nothing_runs_out_of_the_page(browser: Any, city: str, told: Told, language: str, width: int) -> None:
    context = browser.new_context(locale=language, viewport={"width": width, "height": 900})
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    for name, path in (("form", "moi/"), ("one", f"{told.code}/"), ("own", f"cua-toi/{told.token}/")):
        page.goto(f"{city}/phan-anh/{path}", wait_until="networkidle")
        seen(page, f"{name}-{language[:2]}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        small = page.evaluate(
            "[...document.querySelectorAll('main button, main .button, main input:not([type=hidden]):not(.file), main select')]"
            ".filter(e => e.offsetParent && e.getBoundingClientRect().height < 44).map(e => e.outerHTML.slice(0, 90))"
        )
        assert small == [], small
    assert problems == []
    context.close()


def test_what_a_reporter_sends_by_their_own_link_arrives(context: Any, city: str, told: Told) -> None:
    """A browser tells where a form came from, unless its page forbids it: then the form is refused."""
    page = context.new_page()
    page.goto(f"{city}/phan-anh/cua-toi/{told.lost}/noi/?q={LAT}, {LON}")
    page.locator("main li button").first.click()
    page.wait_for_url(f"{city}/phan-anh/cua-toi/{told.lost}/")
    expect(page.locator("main")).not_to_contain_text("chưa biết việc bạn phản ánh ở đâu")
