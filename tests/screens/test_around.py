"""Public pages of what is around a place, in a real browser: phone and desk, both themes and languages, the largest letters, keyboard, GPS."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dothi.kernel.testing.system import START_S

pytestmark = pytest.mark.browser
LOOKING = Path(__file__).with_name("looking.js").read_text(encoding="utf-8")
SHOTS = os.environ.get("DOTHI_SHOTS")  # a folder: keeps what was seen
PAGES = (
    "/quanh-toi/",
    "/quanh-toi/theo-doi/",
    "/quanh-toi/theo-doi/cua-toi/",
    "/cong-viec/",
    "/huong-dan/",
    "/huong-dan/emergency/",
    "/canh-bao/",
    "/ngoai-mang/",
)
LOOKS = ((375, "light", "vi"), (375, "dark", "en"), (1280, "dark", "vi"), (1280, "light", "en"))


@pytest.fixture(scope="module")
def around(committed_db: str, city: str) -> str:
    environment = {
        **os.environ,
        "DOTHI_DATABASE_URL": committed_db,
        "DJANGO_SETTINGS_MODULE": "dothi.config.settings",
    }
    script = [sys.executable, str(Path(__file__).with_name("around_city.py"))]
    subprocess.run(script, env=environment, check=True, timeout=START_S)
    return city


@pytest.fixture
def opened(browser: Any, around: str) -> Iterator[Any]:
    """Opens a public page; without scripts where the test says so."""
    contexts = []

    def open_(
        path: str,
        *,
        width: int = 375,
        theme: str = "light",
        language: str = "vi",
        text: str = "normal",
        **more: Any,
    ) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, has_touch=width < 500, is_mobile=width < 500, **more
        )
        contexts.append(context)
        chosen = {"dothi_theme": theme, "django_language": language, "dothi_text": text}
        context.add_cookies([{"name": name, "value": value, "url": around} for name, value in chosen.items()])
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on(
            "console",
            lambda message: page.complaints.append(message.text) if message.type == "error" else None,
        )
        page.goto(around + path)
        return page

    yield open_
    for context in contexts:
        context.close()


def keep(page: Any, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/around-{name}.png", full_page=True)


def looked(page: Any) -> None:
    page.fill("#q", "an hai")
    page.click("form#here .button-primary")
    page.wait_for_selector("#h-place")


@pytest.mark.parametrize(("width", "theme", "language"), LOOKS)
def test_public_pages_stand_on_every_screen(opened: Any, width: int, theme: str, language: str) -> None:
    for path in PAGES:
        page = opened(path, width=width, theme=theme, language=language)
        keep(page, f"{path.strip('/').replace('/', '-')}-{width}-{theme}-{language}")
        assert page.evaluate(LOOKING) == [], path
        assert page.complaints == [], path


@pytest.mark.parametrize(("width", "theme", "language"), LOOKS)
def test_what_is_around_me_stands_too(opened: Any, width: int, theme: str, language: str) -> None:
    page = opened("/quanh-toi/", width=width, theme=theme, language=language)
    looked(page)
    keep(page, f"here-{width}-{theme}-{language}")
    assert page.evaluate(LOOKING) == [] and page.complaints == []
    heads = page.locator("main h2").all_inner_texts()
    assert len(heads) == len(set(heads)) == 7, "a heading for each part, for who reads by ear"


@pytest.mark.parametrize("path", PAGES)
def test_letters_twice_as_large_lose_nothing(opened: Any, path: str) -> None:
    """WCAG 1.4.4: no part runs out of the screen of a phone."""
    page = opened(path, text="largest")
    keep(page, f"{path.strip('/').replace('/', '-')}-largest")
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") >= 32
    assert page.evaluate(LOOKING) == []


def test_without_scripts_a_typed_place_does_all_of_it(opened: Any) -> None:
    page = opened("/quanh-toi/", java_script_enabled=False)
    assert not page.locator("#locate").is_visible()
    looked(page)
    text = page.inner_text("main")
    assert (
        "162" in text and "Xấu" in text and "Mô phỏng" in text and "Lũ lên nhanh" in text and "Đã dời" in text
    )
    page.click("text=Theo dõi nơi này")
    assert page.input_value("#q") == "an hai"


def test_the_phone_says_where_it_is_to_a_hundred_metres(opened: Any, around: str) -> None:
    page = opened(
        "/quanh-toi/",
        geolocation={"longitude": 107.0512345, "latitude": 10.3498765},
        permissions=["geolocation"],
    )
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.click("#locate")
    assert "lon=107.051&lat=10.350" in (sent.value.post_data or "")
    page.wait_for_selector("#h-place")
    assert "107.05" not in page.url


def test_a_map_comes_when_it_is_asked_for(opened: Any) -> None:
    asked: list[str] = []
    page = opened("/quanh-toi/", width=1280)
    page.on("request", lambda request: asked.append(request.url))
    assert not page.locator("live-map").count()
    page.click("#map-open")
    page.wait_for_selector("live-map[data-ready]", timeout=60_000)
    keep(page, "map")
    assert any("place-picker" in one for one in asked)
    page.click("#place-map .button-primary")
    page.wait_for_selector("#h-place")
    assert "Phường" in page.inner_text("#h-place")


def test_the_keyboard_goes_past_the_menu_to_the_content(opened: Any) -> None:
    page = opened("/quanh-toi/", width=1280)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "q"


@pytest.mark.parametrize(
    "path",
    [
        "/around/works/",
        "/around/works/?tab=drafts",
        "/around/works/new/",
        "/around/works/file/",
        "/around/guide/",
        "/around/guide/new/",
    ],
)
@pytest.mark.parametrize(("width", "theme"), [(375, "dark"), (1280, "light")])
def test_officers_screens_stand(
    browser: Any, around: str, signed_in: dict[str, Any], path: str, width: int, theme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        storage_state=signed_in,
        has_touch=width < 500,
        is_mobile=width < 500,
    )
    context.add_cookies([{"name": "dothi_theme", "value": theme, "url": around}])
    page = context.new_page()
    page.goto(around + path)
    keep(page, f"{path.strip('/').replace('/', '-').replace('?', '-')}-{width}-{theme}")
    found = page.evaluate(LOOKING)
    context.close()
    assert found == []
