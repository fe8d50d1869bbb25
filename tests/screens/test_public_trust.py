"""What everybody sees of a report, in a real Chromium: the public map, and a picture in which an officer hid a face before it was released."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from dothi.kernel.testing.browser import another_page

from .report_city import LAT, LON
from .test_report_form import Told, seen, told

__all__ = ["told"]
pytestmark = pytest.mark.browser
# where on the canvas the first report stands; null while none is drawn
POINT = """() => {
  const [one] = window.madeMap?.getLayer('report-points') ? window.madeMap.queryRenderedFeatures({ layers: ['report-points'] }) : [];
  if (!one) return null;
  const { x, y } = window.madeMap.project(one.geometry.coordinates);
  return [x, y];
}"""
FACE = (0.35, 0.2, 0.65, 0.6)  # of the picture: left, top, right, bottom


@pytest.fixture
def anybody(browser: Any, told: Told) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 375, "height": 812}, locale="vi-VN", has_touch=True)
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def officer(browser: Any, signed_in: dict[str, Any], told: Told) -> Iterator[Any]:
    context = browser.new_context(
        storage_state=signed_in, locale="vi-VN", viewport={"width": 1280, "height": 900}
    )
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


def portrait() -> bytes:
    """A wall of stripes with a face before it: two dark eyes on a light round."""
    picture = Image.new("RGB", (800, 600), "white")
    draw = ImageDraw.Draw(picture)
    for x in range(0, 800, 16):
        draw.rectangle((x, 0, x + 7, 599), fill="black")
    draw.ellipse((290, 130, 510, 350), fill="#d9a066")
    for x in (350, 440):
        draw.ellipse((x, 210, x + 20, 230), fill="black")
    body = io.BytesIO()
    picture.save(body, "JPEG", quality=92)
    return body.getvalue()


def contrast(body: bytes, left: float, top: float, right: float, bottom: float) -> int:
    """How far light and dark lie apart in this part of a picture."""
    grey = Image.open(io.BytesIO(body)).convert("L")
    low, high = grey.crop(
        (int(grey.width * left), int(grey.height * top), int(grey.width * right), int(grey.height * bottom))
    ).getextrema()
    return int(high) - int(low)


def test_the_public_map_comes_when_asked_for_and_draws_what_was_released(
    anybody: Any, city: str, told: Told
) -> None:
    asked: list[str] = []
    anybody.on("request", lambda request: asked.append(request.url))
    anybody.add_init_script("addEventListener('map-made', (event) => (window.madeMap = event.detail), true)")
    anybody.goto(f"{city}/phan-anh/")
    assert not any("geojson" in one or "live-map" in one for one in asked), (
        "nothing of a map before it is asked for"
    )
    anybody.locator("[data-open-map]").press("Enter")
    expect(anybody.locator(".public-map live-map[data-ready]")).to_be_visible()
    anybody.evaluate("at => window.madeMap.jumpTo({ center: at, zoom: 16 })", [LON, LAT])
    anybody.wait_for_function(f"() => ({POINT})()")
    assert any("ban-do.geojson" in one and "bbox=" in one for one in asked)

    canvas = anybody.locator(".public-map canvas").first
    canvas.scroll_into_view_if_needed()
    x, y = anybody.evaluate(POINT)
    canvas.click(position={"x": x, "y": y})
    links = anybody.locator(".public-map-said a")
    expect(links.first).to_be_visible()
    seen(anybody, "public-map-375")
    address = links.first.get_attribute("href")
    assert re.fullmatch(r"/phan-anh/PA-\d{4}-\d{6}/", address)
    with another_page(anybody):
        links.first.click()
    expect(anybody.locator(".code").first).to_have_text(address.split("/")[2])


def test_the_forms_of_a_reporter_s_link_arrive(anybody: Any, city: str, told: Told) -> None:
    """A page that tells nobody where it comes from sends its forms from nowhere, and they are refused."""
    anybody.goto(f"{city}/phan-anh/cua-toi/{told.token}/")
    anybody.locator("#erase summary").click()
    seen(anybody, "public-erase-375")
    with another_page(anybody):
        anybody.locator("#erase form button").click()
    expect(anybody.locator("#erase .word")).to_have_text("Chờ trả lời")
    seen(anybody, "public-erase-asked-375")


def test_a_face_hidden_by_the_officer_s_rectangle_never_reaches_the_public(
    anybody: Any, officer: Any, city: str, told: Told
) -> None:
    page = anybody
    page.goto(f"{city}/phan-anh/moi/")
    page.set_input_files("#photos", [{"name": "IMG.jpg", "mimeType": "image/jpeg", "buffer": portrait()}])
    expect(page.locator("#shown-photos img")).to_have_count(1)
    page.fill("#place", "Trước số 44 Ba Cu")
    page.fill("#text", "Xe rác để trước cửa nhà")
    page.select_option("#category", "urban-services.waste-left")
    with page.expect_navigation(url="**/cua-toi/**"):
        page.click(".send")
    code = page.locator(".code").first.inner_text().strip()

    officer.goto(f"{city}/reports/{code}/photos/1/hide/")
    picture = officer.locator("photo-hide img")
    expect(picture).to_be_visible()
    officer.locator("summary:has(+ * #boxes)").click()  # folded: numbers are for whoever has no script
    officer.fill("#boxes", "")  # a proposal is help, no promise: here the officer alone decides
    box = picture.bounding_box()
    corner = lambda x, y: (box["x"] + box["width"] * x, box["y"] + box["height"] * y)  # noqa: E731
    officer.mouse.move(*corner(FACE[0], FACE[1]))
    officer.mouse.down()
    officer.mouse.move(*corner(0.5, 0.4))
    officer.mouse.move(*corner(FACE[2], FACE[3]))
    officer.mouse.up()
    expect(officer.locator(".hide-box")).to_have_count(1)
    drawn = [int(one) for one in officer.input_value("#boxes").split()]
    assert drawn == pytest.approx([350, 200, 300, 400], abs=8)
    officer.locator(".hide-box").focus()
    officer.keyboard.press("ArrowLeft")  # by keys too
    assert int(officer.input_value("#boxes").split()[0]) == pytest.approx(drawn[0] - 10, abs=1)
    seen(officer, "hide-drawn-1280")
    with another_page(officer):
        officer.locator(".photo-hide-form .button-primary").click()

    assert page.request.get(f"{city}/phan-anh/{code}/anh/1/").status == 404, "hidden is not released"
    officer.goto(f"{city}/reports/{code}/")
    release = officer.locator("form:has(input[name=step][value=release])")
    release.locator("input[name=photo]").check()
    with another_page(officer):
        release.locator("button").last.click()

    page.goto(f"{city}/phan-anh/{code}/")
    shown = page.locator(f"img[src*='/phan-anh/{code}/anh/1/']")
    expect(shown).to_be_visible()
    seen(page, "public-hidden-375")
    public = page.request.get(f"{city}/phan-anh/{code}/anh/1/").body()
    assert contrast(public, 0.42, 0.33, 0.58, 0.42) < 40, "no eyes"
    assert contrast(public, 0.02, 0.1, 0.2, 0.9) > 180, "and the rest is as it was sent"
    own = officer.request.get(f"{city}/reports/{code}/photos/1/").body()
    assert contrast(own, 0.42, 0.33, 0.58, 0.42) > 80, "the original stays with the officers"
