"""A call at the desk from its ring to the next one: by six keys beside typing, by touch, and what is typed outlives its window."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from dothi.kernel import clock

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Tell = Callable[..., str]
COMPOSING = "for (const more of [{isComposing: true}, {keyCode: 229}]) for (const code of ['F2', 'KeyT', 'KeyN', 'Enter']) \
document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {code, ctrlKey: code === 'Enter', bubbles: true, ...more}))"


@pytest.fixture(scope="module")
def tell(city: str, committed_db: str) -> Tell:
    """The exchange: tells of an event of a call, and returns the call's code."""
    environment = {
        **os.environ,
        "DOTHI_DATABASE_URL": committed_db,
        "DJANGO_SETTINGS_MODULE": "dothi.config.settings",
    }
    script = str(Path(__file__).with_name("desk_city.py"))
    made = subprocess.run(
        [sys.executable, script], env=environment, check=True, timeout=120, stdout=subprocess.PIPE
    )
    key = made.stdout.decode().split()[-1]

    def told(kind: str, call_id: str, number: str = "0901234456") -> str:
        event = {
            "event_id": str(uuid4()), "call_id": call_id, "kind": kind, "at": clock.iso(clock.now()),
            "number_dialled": "114", "caller_number": number,
        }  # fmt: skip
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        asked = urllib.request.Request(f"{city}/api/v1/telephony/events", json.dumps(event).encode(), headers)
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return str(json.load(answer)["call"])

    return told


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    expect.set_options(timeout=30_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def desk(browser: Any, city: str, signed_in: dict[str, Any]) -> Iterator[Callable[..., Any]]:
    """Minh's desk; whatever its scripts throw fails the test."""
    contexts = []

    def opened(width: int = 1280, height: int = 800) -> Any:
        phone = width < 500
        context = browser.new_context(
            locale="vi-VN", storage_state=signed_in, viewport={"width": width, "height": height}, has_touch=phone, is_mobile=phone
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.thrown = []
        page.on("pageerror", lambda error: page.thrown.append(str(error)))
        page.goto(f"{city}/desk/")
        return page

    yield opened
    for context in contexts:
        thrown = [error for page in context.pages for error in page.thrown]
        context.close()
        assert not thrown


def _stage(page: Any, name: str, state: str) -> None:
    expect(page.locator(f"[data-stage={name}]")).to_have_attribute("data-state", state)


def test_six_keys_beside_typing_lead_from_the_ring_to_the_next_call(
    desk: Callable[..., Any], tell: Tell
) -> None:
    older = tell("ringing", "keys-1", "0901111456")
    newer = tell("ringing", "keys-2", "0902222456")
    page = desk()
    expect(page.locator("[data-ringing]")).to_contain_text(
        "0901111456"
    )  # the sign names the call that F2 takes
    page.keyboard.press("F2")
    expect(page.locator("call-desk")).to_have_attribute("data-call", older)
    expect(page.locator("[data-address]")).to_be_focused()
    page.evaluate(COMPOSING)
    _stage(page, "locate", "now")
    page.keyboard.type("hẻm không tên")
    page.keyboard.press("Enter")  # no proposal: on to the words, and the address stays
    expect(page.locator("[name=narrative]")).to_be_focused()
    assert page.input_value("[data-address]") == "hẻm không tên"
    page.keyboard.press("F8")
    page.fill("[data-address]", "")
    page.keyboard.type("ba cu")
    page.keyboard.press("Enter")
    _stage(page, "locate", "done")
    expect(page.locator("[name=narrative]")).to_be_focused()
    page.keyboard.type("cháy nhà tầng ba, còn người bên trong")
    expect(page.locator("[data-first-kind]")).to_be_visible()
    page.evaluate(COMPOSING)
    _stage(page, "kind", "now")
    for step, after in (("kind", "recommend"), ("recommend", "send"), ("send", "next")):
        page.keyboard.press("Control+Enter")
        _stage(page, step, "done")
        _stage(page, after, "now")
    expect(page.locator(".unit-sent .call-sign").first).to_have_text("114-VT-01")
    expect(page.locator(".desk-pin")).to_have_count(1)
    tell("ended", "keys-1")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-said]")).to_contain_text(older)
    expect(page.locator("call-desk")).to_have_attribute("data-call", "")
    expect(page.locator(".desk-pin")).to_have_count(0)  # nothing of the call before stands on the map
    expect(page.locator("[data-kept]")).to_have_text("Đã lưu")
    page.keyboard.press("F2")
    expect(page.locator("call-desk")).to_have_attribute("data-call", newer)
    tell("ended", "keys-2")


def test_a_finger_does_what_the_keys_do(desk: Callable[..., Any], tell: Tell) -> None:
    call = tell("ringing", "touch-1", "0903333456")
    page = desk(375, 812)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.tap("[data-claim]")
    expect(page.locator("call-desk")).to_have_attribute("data-call", call)
    page.fill("[data-address]", "ba cu")
    page.tap("[data-place]")
    _stage(page, "locate", "done")
    page.fill("[name=narrative]", "cháy xe máy trong hẻm")
    page.tap("[data-first-kind]")
    _stage(page, "kind", "done")
    page.tap("[data-press=recommend]")
    page.tap("[data-send-now]")
    expect(page.locator(".unit-sent .call-sign").first).to_be_visible()
    tell("ended", "touch-1")
    page.tap("[data-view-of=call]")
    page.tap("[data-press=next]")
    expect(page.locator("[data-said]")).to_contain_text(call)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_unsent_words_stay_whoever_opens_the_desk_and_join_what_another_window_wrote(
    desk: Callable[..., Any], tell: Tell, city: str
) -> None:
    call = tell("ringing", "words-1", "0904444456")
    page = desk()
    page.click("[data-claim]")
    expect(page.locator("call-desk")).to_have_attribute("data-call", call)
    page.fill("[name=narrative]", "chữ của cửa sổ kia")
    expect(page.locator("[data-kept]")).to_have_text("Đã lưu")
    who = page.get_attribute("body", "data-user")
    stale = {"call": call, "key": "", "rev": 1, "sent": 0, "fields": {"narrative": "chữ gõ trước"}, "at": 1}
    for owner in (who, "somebody-else"):
        page.evaluate(
            "([name, paper]) => localStorage.setItem(name, paper)",
            [f"desk:{owner}:{call}", json.dumps({**stale, "who": owner})],
        )
    page.goto(f"{city}/desk/?call={call}")
    expect(page.locator("[name=narrative]")).to_have_value("chữ của cửa sổ kia\nchữ gõ trước")
    expect(page.locator("[data-kept]")).to_contain_text("1 bản ghi chưa gửi của người khác")
    assert page.evaluate("name => localStorage.getItem(name)", f"desk:somebody-else:{call}")
    page.wait_for_function("name => !localStorage.getItem(name)", arg=f"desk:{who}:{call}")
    page.reload()
    expect(page.locator("[name=narrative]")).to_have_value("chữ của cửa sổ kia\nchữ gõ trước")
    tell("ended", "words-1")
