"""A call at the desk from its ring to the next one: by six keys beside typing, by touch; what is typed outlives its window, its
session and a crash; without the stream, the map or anything outside the house the desk goes on. Each test ends the calls it made."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import Error, expect

from dothi.kernel import clock
from dothi.kernel.testing.browser import another_page
from dothi.kernel.testing.cast import PASSWORD
from dothi.kernel.testing.system import START_S

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ENGINES = ("114-VT-01", "114-VT-02", "114-VT-03")
Tell = Callable[..., str]
Desk = Callable[..., Any]
COMPOSING = "for (const more of [{isComposing: true}, {keyCode: 229}]) for (const code of ['F2', 'KeyT', 'KeyN', 'Enter']) \
document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {code, ctrlKey: code === 'Enter', bubbles: true, ...more}))"


@pytest.fixture(scope="module")
def key(city: str, committed_db: str) -> str:
    """Of the exchange that rings this desk."""
    environment = {
        **os.environ,
        "DOTHI_DATABASE_URL": committed_db,
        "DJANGO_SETTINGS_MODULE": "dothi.config.settings",
    }
    script = str(Path(__file__).with_name("desk_city.py"))
    made = subprocess.run(
        [sys.executable, script], env=environment, check=True, timeout=START_S, stdout=subprocess.PIPE
    )
    return made.stdout.decode().split()[-1]


@pytest.fixture
def tell(city: str, key: str, browser: Any, signed_in: dict[str, Any]) -> Iterator[Tell]:
    """The exchange: tells of an event of a call, and returns the call's code. At the end of a test its calls are over, its units home."""
    rang: dict[str, str] = {}

    def told(kind: str, call_id: str, number: str = "0901234456") -> str:
        event = {
            "event_id": str(uuid4()), "call_id": call_id, "kind": kind, "at": clock.iso(clock.now()),
            "number_dialled": "114", "caller_number": number,
        }  # fmt: skip
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        asked = urllib.request.Request(f"{city}/api/v1/telephony/events", json.dumps(event).encode(), headers)
        with urllib.request.urlopen(asked, timeout=60) as answer:
            rang[call_id] = str(json.load(answer)["call"])
        return rang[call_id]

    yield told
    context = browser.new_context(storage_state=signed_in)
    for call_id, call in list(rang.items()):
        told("ended", call_id)
        _finish(context, city, call)
    context.close()


def _finish(context: Any, city: str, call: str) -> None:
    """Whatever the test left open is closed by the same addresses as the desk's."""
    token = next(one["value"] for one in context.cookies() if one["name"] == "csrftoken")
    headers = {"X-CSRFToken": token, "Referer": city, "Accept": "application/json"}
    steps = [(f"calls/{call}/{step}", {"outcome": "information"}) for step in ("return", "next")]
    steps += [("recall", {"force": engine, "reason": "hết bài thử"}) for engine in ENGINES]
    for step, form in steps:
        answer = context.request.post(f"{city}/desk/{step}/", form=form, headers=headers)
        assert answer.status < 500, answer.text()  # refused: it was not missed, is closed, nobody was sent


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    expect.set_options(timeout=30_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def desk(browser: Any, city: str, signed_in: dict[str, Any]) -> Iterator[Desk]:
    """Minh's desk, its stream live unless `without` (patterns of addresses that never answer); whatever its scripts throw fails the test."""
    contexts = []

    def opened(width: int = 1280, height: int = 800, without: tuple[str, ...] = ()) -> Any:
        phone = width < 500
        context = browser.new_context(
            locale="vi-VN", storage_state=signed_in, viewport={"width": width, "height": height}, has_touch=phone, is_mobile=phone
        )  # fmt: skip
        contexts.append(context)
        for pattern in without:
            context.route(pattern, lambda route: route.abort())
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.thrown, page.asked = [], set()
        page.on("pageerror", lambda error: page.thrown.append(str(error)))
        context.on("request", lambda request: page.asked.add(request.url))
        page.goto(f"{city}/desk/")
        page.locator("call-desk:defined").wait_for()
        if not any("stream" in pattern for pattern in without):
            page.locator("[data-connection=live]").wait_for()
        return page

    yield opened
    for context in contexts:
        thrown = [error for page in context.pages for error in getattr(page, "thrown", [])]
        context.close()
        assert not thrown


def _stage(page: Any, name: str, state: str) -> None:
    expect(page.locator(f"[data-stage={name}]")).to_have_attribute("data-state", state)


def test_six_keys_beside_typing_lead_from_the_ring_to_the_next_call(desk: Desk, tell: Tell) -> None:
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


def test_a_finger_does_what_the_keys_do(desk: Desk, tell: Tell) -> None:
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
    desk: Desk, tell: Tell, city: str
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


def test_f2_never_takes_a_call_that_this_desk_has_finished(desk: Desk, tell: Tell) -> None:
    """Whatever comes late – the stream is down, list and sign answer what they answered before – the next key takes the next call."""
    older = tell("ringing", "late-1", "0901111777")
    newer = tell("ringing", "late-2", "0902222777")
    page = desk(without=("**/stream/**",))
    expect(page.locator("[data-ringing]")).to_contain_text("0901111777")
    expect(page.locator("[data-missing-words]")).to_contain_text("Mất luồng trực tiếp")
    for address in ("**/desk/ringing/", "**/desk/parts/?*"):
        with page.expect_response(address):  # what stood before F2, on a slow machine too
            _answer_as_before(page, address)
            page.evaluate("document.body.dispatchEvent(new CustomEvent('desk:poll'))")
    page.keyboard.press("F2")
    expect(page.locator("call-desk")).to_have_attribute("data-call", older)
    expect(page.locator("[data-ringing]")).to_have_count(0)
    tell("ended", "late-1")
    page.locator(".legs summary").click()
    page.locator("select[name=outcome]").select_option("information")
    page.locator("form:has(select[name=outcome]) button").click()
    expect(page.locator("[data-said]")).to_contain_text(f"Đã ghi kết quả {older}")
    page.evaluate(
        "document.body.dispatchEvent(new CustomEvent('desk:poll'))"
    )  # the sign as it was: of the call that is over
    expect(page.locator("[data-kind=ringing]")).to_have_count(1)
    page.keyboard.press("F2")
    expect(page.locator("call-desk")).to_have_attribute("data-call", newer)


def _answer_as_before(page: Any, address: str) -> None:
    """The first answer, again and again: as of a server or a line that is far behind."""
    first: list[Any] = []

    def answer(route: Any) -> None:
        first[:] = first or [route.fetch()]
        route.fulfill(response=first[0])

    page.route(address, answer)


def test_without_the_stream_every_part_is_asked_for(desk: Desk, tell: Tell) -> None:
    call = tell("ringing", "poll-1", "0901111888")
    page, other = desk(without=("**/stream/**",)), desk()
    page.keyboard.press("F2")
    expect(page.locator("call-desk")).to_have_attribute("data-call", call)
    tell("ringing", "poll-2", "0902222888")
    expect(page.locator("[data-ringing]")).to_contain_text("0902222888")
    expect(page.locator("[data-kind=ringing]")).to_have_count(1)
    other.goto(f"{other.url}?call={call}")
    other.fill("[data-address]", "ba cu")
    other.click("[data-place]")
    _stage(other, "locate", "done")
    page.locator("h1").focus()
    expect(page.locator("[data-part=where]")).to_contain_text("Theo địa chỉ")
    _stage(page, "locate", "done")
    tell("ended", "poll-1")
    expect(page.locator("[data-call-state]")).to_have_attribute("data-call-state", "ended")


@pytest.mark.parametrize(
    ("lost", "said"),
    [
        ("**/*.pmtiles", "Mất bản đồ nền"),
        ("**/{live,desk}-map-*.js", "Mất bản đồ nền"),
        ("**/{ngsi-ld,stream}/**", "Mất luồng trực tiếp"),
    ],
    ids=["ground", "map", "gateway"],
)
def test_without_a_map_the_gateway_and_the_world_outside_a_unit_is_sent(
    desk: Desk, tell: Tell, city: str, lost: str, said: str
) -> None:
    """The gateway shares its process with the pages (decision 0009): what can fail alone are its routes."""
    call = tell("ringing", f"map {lost}", "0905555456")
    page = desk(without=(lost,))
    expect(page.locator("[data-missing-words]")).to_contain_text(said)
    page.keyboard.press("F2")
    expect(page.locator("call-desk")).to_have_attribute("data-call", call)
    page.keyboard.type("ba cu")
    page.keyboard.press("Enter")
    _stage(page, "locate", "done")
    page.keyboard.type("cháy xe tải")
    expect(page.locator("[data-first-kind]")).to_be_visible()
    for step in ("kind", "recommend", "send"):
        _stage(page, step, "now")
        page.keyboard.press("Control+Enter")
        _stage(page, step, "done")
    assert page.locator(".unit-sent").count() > 0
    hosts = {urlsplit(one).netloc for one in page.asked if one.startswith(("http", "ws"))}
    assert hosts == {urlsplit(city).netloc}, "the desk asks somebody outside the house"


def test_words_outlive_a_crash_of_the_page(desk: Desk, tell: Tell, city: str) -> None:
    call = tell("ringing", "crash-1", "0906666456")
    page = desk()
    page.keyboard.press("F2")
    expect(page.locator("call-desk")).to_have_attribute("data-call", call)
    page.route("**/draft/", lambda route: route.abort())
    page.fill("[name=narrative]", "còn hai người trong nhà")
    expect(page.locator("[data-kept]")).to_contain_text("giữ trong máy này")
    with page.expect_event("crash"), contextlib.suppress(Error):
        page.goto("chrome://crash")
    again = page.context.new_page()
    again.goto(f"{city}/desk/?call={call}")
    expect(again.locator("[name=narrative]")).to_have_value("còn hai người trong nhà")
    expect(again.locator("[data-kept]")).to_have_text("Đã lưu")
    again.reload()
    expect(again.locator("[name=narrative]")).to_have_value("còn hai người trong nhà")


def test_words_outlive_a_session_that_ends_while_one_types(desk: Desk, tell: Tell) -> None:
    call = tell("ringing", "session-1", "0907777456")
    page = desk()
    page.keyboard.press("F2")
    expect(page.locator("call-desk")).to_have_attribute("data-call", call)
    page.fill("[name=narrative]", "trước")
    expect(page.locator("[data-kept]")).to_have_text("Đã lưu")
    page.context.clear_cookies(name="sessionid")
    with another_page(page):
        page.fill("[name=narrative]", "trước, và sau khi hết phiên")
    page.fill("input[name=login]", "minh")
    page.fill("input[name=password]", PASSWORD)
    with another_page(page):
        page.locator("form:has(input[name=password]) button").first.click()
    expect(page.locator("call-desk")).to_have_attribute("data-call", call)
    expect(page.locator("[name=narrative]")).to_have_value("trước, và sau khi hết phiên")
    expect(page.locator("[data-kept]")).to_have_text("Đã lưu")


def test_words_outlive_a_token_that_another_sign_in_made_stale(desk: Desk, tell: Tell, city: str) -> None:
    call = tell("ringing", "token-1", "0908888456")
    page = desk()
    page.keyboard.press("F2")
    expect(page.locator("call-desk")).to_have_attribute("data-call", call)
    page.context.add_cookies([{"name": "csrftoken", "value": "k" * 32, "url": city}])
    with another_page(page):  # a fresh token comes with the page
        page.fill("[name=narrative]", "gõ khi mã phiên đã đổi")
    expect(page.locator("[name=narrative]")).to_have_value("gõ khi mã phiên đã đổi")
    expect(page.locator("[data-kept]")).to_have_text("Đã lưu")
