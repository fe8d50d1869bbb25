"""A crew's phone and the centre as they really run: the desk and a leader see it at once, and a phone without network loses nothing."""

from __future__ import annotations

import io
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import httpx
import psycopg
import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dothi.kernel import clock
from dothi.kernel.testing.browser import chromium
from dothi.kernel.testing.cast import PASSWORD
from dothi.kernel.testing.system import START_S, System, running_system

from .crew_city import TITLE, UNIT, URN
from .operators import Operator

pytestmark = pytest.mark.slow(seconds=120)
PATIENCE_S = 90.0
DEVICE = "a1b2c3d4e5"  # of the phone that is played by a program
PHONE = {"width": 375, "height": 740}
# a machine of tests has no microphone: this one hums
MICROPHONE = """navigator.mediaDevices.getUserMedia = async () => {
  const audio = new AudioContext(), tone = audio.createOscillator(), out = audio.createMediaStreamDestination();
  tone.connect(out);
  tone.start();
  return out.stream;
};"""


@pytest.fixture(scope="module")
def system() -> Iterator[System]:
    with running_system() as found:
        found.wait_ok(START_S)
        filled(found, "city")
        yield found


def filled(system: System, what: str) -> str:
    return system.program(str(Path(__file__).with_name("crew_city.py")), what).split()[-1]


def rows(system: System, statement: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(system.addresses.database_url, autocommit=True) as connection:
        return connection.execute(statement).fetchall()


class Screen:
    """One open live stream of somebody; what it hears comes with the moment at which it was heard."""

    def __init__(self, person: Operator) -> None:
        self.heard: Queue[tuple[float, str, dict[str, Any]]] = Queue()
        ticket = person.client.get("/me/ticket/").json()["ticket"]
        self.open = threading.Event()
        address = f"{person.base_url}/stream/live?ticket={ticket}"
        threading.Thread(target=self._listen, args=(address,), daemon=True).start()
        assert self.open.wait(PATIENCE_S)

    def _listen(self, address: str) -> None:
        kind = ""
        try:
            with httpx.stream("GET", address, timeout=None) as answer:
                for line in answer.iter_lines():
                    name, _, value = line.partition(": ")
                    kind = value if name == "event" else kind
                    if name == "data":
                        self.open.set()
                        self.heard.put((time.monotonic(), kind, json.loads(value)))
        except httpx.TransportError:
            return  # the system was stopped

    def when(self, kind: str, fits: Callable[[dict[str, Any]], bool]) -> float:
        """The moment at which such a message was heard."""
        end = time.monotonic() + PATIENCE_S
        while True:
            try:
                at, told, payload = self.heard.get(timeout=max(0.1, end - time.monotonic()))
            except Empty:
                pytest.fail(f"no {kind} came")
            if told == kind and fits(payload):
                return at


class Crew:
    """Trần Bình's phone as a program: signs on, tells deeds and places."""

    def __init__(self, base: str) -> None:
        self.base, self.number = base, 0
        self.person = Operator(base, "binh").sign_in()
        self.state = self.person.does("/crew/on/", force=UNIT)

    def looks(self) -> None:
        self.state = self.person.client.get("/crew/state/").json()

    def does(self, what: str, state: str = "") -> None:
        self.number += 1
        now, sent = clock.iso(clock.now()), self.state["assignment"]
        deed = {
            "id": f"01JD{self.number:022}", "seq": self.number, "at": now, "what": what, "state": state,
            "duty": self.state["duty"]["id"], "assignment": sent and sent["id"],
        }  # fmt: skip
        told = {"device": DEVICE, "sent_at": now, "deeds": [deed]}
        headers = {"X-CSRFToken": self.state["csrf"], "Referer": self.base}
        answer = self.person.client.post("/crew/deeds/", json=told, headers=headers)
        assert [one["outcome"] for one in answer.json()["answers"]] == ["done"], answer.text

    def stands(self, lon: float, lat: float) -> int:
        """The status of the answer."""
        self.number += 1
        now = clock.iso(clock.now())
        point = {"number": self.number, "at": now, "lon": lon, "lat": lat, "accuracy_m": 6}
        told = {"device": DEVICE, "sent_at": now, "points": [point]}
        headers = {"Authorization": f"Bearer {self.state['positions']['ticket']}"}
        return httpx.post(f"{self.base}/crew/positions", json=told, headers=headers).status_code


def test_desk_and_leader_see_step_and_place_of_a_crew(
    system: System, capsys: pytest.CaptureFixture[str]
) -> None:
    base, took = system.addresses.base_url, {}
    crew = Crew(base)
    screens = {name: Screen(Operator(base, name).sign_in()) for name in ("minh", "hoa")}
    filled(system, "send")
    crew.looks()
    assert crew.state["assignment"]["title"].startswith(TITLE)

    began = time.monotonic()
    crew.does("step", "en-route")
    for name, screen in screens.items():
        took[f"step, {name}"] = screen.when("event", _is_step("en-route")) - began
    began = time.monotonic()
    assert crew.stands(107.0851, 10.3551) == 200
    for name, screen in screens.items():
        took[f"place, {name}"] = screen.when("entity", _is_place(107.0851)) - began
    with chromium() as browser:
        took["step, on the leader's page"] = _on_the_page(browser, base, crew)

    crew.does("off")
    end = time.monotonic() + PATIENCE_S
    while (status := crew.stands(107.09, 10.36)) != 403:
        assert status == 200
        assert time.monotonic() < end, "who signed off is heard no longer"
        time.sleep(0.2)
    with capsys.disabled():
        print("\nseen after", {name: f"{1000 * seconds:.0f} ms" for name, seconds in took.items()})


def _is_step(state: str) -> Callable[[dict[str, Any]], bool]:
    return lambda one: (one["topic"], one["payload"].get("state")) == ("forces.changed", state)


def _is_place(lon: float) -> Callable[[dict[str, Any]], bool]:
    def is_it(one: dict[str, Any]) -> bool:
        return one["id"] == URN and one["attrs"].get("location", {}).get("value", {})["coordinates"][0] == lon

    return is_it


def _on_the_page(browser: Browser, base: str, crew: Crew) -> float:
    """From the crew's thumb to what a leader reads."""
    page = browser.new_context(locale="vi-VN").new_page()
    sign_in(page, base, "hoa", f"/forces/{UNIT}/")
    expect(page.locator("dl.facts").first).to_contain_text("lên đường")
    expect(page.locator("[data-connection=live]")).to_have_count(1)
    began = time.monotonic()
    crew.does("step", "on-scene")
    expect(page.locator("dl.facts").first).to_contain_text("đến nơi")
    return time.monotonic() - began


def sign_in(page: Page, base: str, who: str, then: str) -> None:
    page.goto(f"{base}/accounts/login/?next={then}")
    page.fill("[name=login]", who)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")


def test_a_phone_without_network_keeps_its_deeds_and_their_order(system: System) -> None:
    base = system.addresses.base_url
    with chromium() as browser:
        phone = browser.new_context(viewport=PHONE, locale="vi-VN")  # type: ignore[arg-type]
        phone.add_init_script(MICROPHONE)
        page = _signed_on(phone, base)
        filled(system, "send")
        page.get_by_role("button", name="Nhận lệnh").click()
        expect(page.get_by_role("button", name="Lên đường")).to_be_visible()
        _sent(page)

        phone.set_offline(True)
        page.get_by_role("button", name="Lên đường").click()
        page.get_by_role("button", name="Đến nơi").click()
        page.get_by_role("button", name="Ghi chú").click()
        page.fill("textarea", "hai người bị thương")
        page.get_by_role("button", name="Gửi").click()
        _waits(page, 3)
        page.set_input_files(
            "input[type=file]", {"name": "x.png", "mimeType": "image/png", "buffer": picture()}
        )
        _waits(page, 4)
        page.get_by_role("button", name="Ghi âm").click()
        page.get_by_role("button", name=re.compile(r"Dừng \([1-9]")).click()
        _waits(page, 5)
        page.reload()
        _waits(page, 5)
        expect(page.locator("[data-state=on-scene]")).to_be_visible()

        phone.set_offline(False)
        _sent(page)
        page.get_by_role("button", name="Xong việc").click()
        expect(page.locator("[data-state=returning]")).to_be_visible()
        _sent(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    _came_once_and_in_order(system)


def _signed_on(phone: BrowserContext, base: str) -> Page:
    page = phone.new_page()
    sign_in(page, base, "binh", "/crew/")
    page.get_by_role("button", name=UNIT).click()
    expect(page.locator("[data-state]")).to_be_visible()
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.reload()  # the first page that the worker brings is the one that it keeps
    expect(page.locator("[data-state]")).to_be_visible()
    return page


def _waits(page: Page, number: int) -> None:
    expect(page.locator("[data-queue]")).to_contain_text(f"{number} việc chờ gửi")


def _sent(page: Page) -> None:
    expect(page.locator("[data-queue]")).to_have_count(0)


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (320, 240), "orange").save(out, "PNG")
    return out.getvalue()


def _came_once_and_in_order(system: System) -> None:
    deeds = f"select state, what, outcome from crews_deed where device <> '{DEVICE}' order by number"
    assert rows(system, deeds) == [
        ("", "acknowledge", "done"), ("en-route", "step", "done"), ("on-scene", "step", "done"), ("", "note", "done"),
        ("", "photo", "done"), ("", "voice", "done"), ("returning", "step", "done"),
    ]  # fmt: skip
    assert rows(
        system,
        "select ended_as, acknowledged_at < en_route_at, en_route_at < on_scene_at, on_scene_at < ended_at"
        " from forces_assignment order by id desc limit 1",
    ) == [("cleared", True, True, True)]
    files = rows(system, "select kind, media_type from crews_attachment order by id")
    assert files == [("photo", "image/jpeg"), ("voice", "audio/webm")]
