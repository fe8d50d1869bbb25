"""A telephone of the demo rings at the desk over the real web-hook, is heard in one window, taken, recorded, played with a purpose and
listed; a critical alarm sounds until somebody takes it. A real browser, a running system, the exchange in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dothi.kernel.engines import children
from dothi.kernel.testing.browser import another_page, chromium
from dothi.kernel.testing.cast import PASSWORD
from dothi.kernel.testing.system import START_S, System, running_system

from .operators import Operator

pytestmark = [pytest.mark.browser, pytest.mark.slow(seconds=60)]
EXCHANGE = "import asyncio, sys; from dothi.demo.desk.callers import listen; asyncio.run(listen(base_url=sys.argv[1], key=sys.argv[2]))"
ALARM = """
import django
django.setup()
from dothi.accounts.models import Agency
from dothi.kernel import clock
from dothi.rules.alarms.raising import raise_alarm
from dothi.rules.loading import load_rules, tables_of
from dothi.rules.models import Rule
from dothi.rules.observations import Subject
from dothi.territory.models import Unit
load_rules("environment", "1", tables_of("environment"), by=None)
rule = Rule.objects.filter(severity="critical").first()
place = Subject(7, "urn:ngsi-ld:AirQualityObserved:a1", Unit.objects.exclude(level=1).first().pk, Agency.objects.first().pk, 107.1, 10.35, [])
fired = {"airQualityIndex": {"value": 401, "unit": "", "origin": "live", "at": clock.iso(clock.now())}}
raise_alarm(rule, place, name="Trạm An Hải", fired=fired, at=clock.now())
"""
SETTLED = "['yes', 'elsewhere'].includes(document.querySelector('[data-siren]').dataset.sounding)"


@pytest.fixture(scope="module")
def system() -> Iterator[System]:
    """With a line of 114, and the demo's exchange that hears only what people dial."""
    with running_system() as running:
        running.wait_ok(START_S)
        key = running.program(str(Path(__file__).with_name("desk_city.py"))).split()[-1]
        base = running.addresses.base_url
        exchange = subprocess.Popen([sys.executable, "-c", EXCHANGE, base, key], env=running.environment)
        try:
            yield running
        finally:
            children.stop([exchange])


@pytest.fixture
def windows(system: System) -> Iterator[Any]:
    """Minh's browser, signed in: each call of it is one more window."""
    with chromium() as browser:
        context = browser.new_context(locale="vi-VN")
        context.set_default_timeout(90_000)
        page = context.new_page()
        page.goto(f"{system.addresses.base_url}/accounts/login/")
        page.fill("input[name=login]", "minh")
        page.fill("input[name=password]", PASSWORD)
        with another_page(page):
            page.locator("form:has(input[name=password]) button").first.click()
        page.close()
        yield context.new_page
        context.close()


def clicked(page: Any) -> None:
    """No browser lets a page sound before."""
    page.locator("main").click(position={"x": 5, "y": 5})


def test_a_dialled_call_is_heard_taken_recorded_played_and_listed(system: System, windows: Any) -> None:
    base = system.addresses.base_url
    desk, phone = windows(), windows()
    desk.goto(f"{base}/desk/")
    desk.locator("call-desk:defined").wait_for()
    clicked(desk)
    phone.goto(f"{base}/demo/exchange/")
    phone.fill("#said", "Khói đen ở tầng ba, 12 đường Thử")
    phone.fill("#speaks", "5")
    with another_page(phone):
        phone.locator("main form .button-primary").first.click()
    desk.locator("[data-ringing]").wait_for()
    desk.locator("[data-rings=yes]").wait_for()  # this window has the lock, so the other one is silent
    clicked(phone)  # it could sound too, and leaves it to the other window
    phone.locator("[data-rings=elsewhere]").wait_for()
    desk.keyboard.press("F2")
    desk.locator("[data-rings=no]").wait_for(state="attached")  # the empty strip has no size
    code = phone.locator("main li a.mono").first.inner_text()
    phone.locator("main li .muted").first.wait_for()  # ended, with a recording
    minh = Operator(base, "minh").sign_in()
    minh.writes(code)
    minh.sends(code, "114-TH-01")
    minh.closes(code)
    phone.goto(f"{base}/calls/{code}/recording/")
    phone.select_option("#purpose", "quality")
    phone.fill("#words", "Kiểm tra chất lượng tiếp nhận")
    with another_page(phone):
        phone.locator("main form .button-primary").first.click()
    played = "async () => { const a = document.querySelector('audio'); await a.play(); return a.duration }"
    assert phone.evaluate(played) == 6
    looks = Operator(base, "kien").sign_in().client.get("/looks/", headers={"Accept": "text/html"}).text
    assert code in looks
    assert "Kiểm tra chất lượng tiếp nhận" in looks


def test_a_critical_alarm_sounds_in_one_window_until_somebody_takes_it(system: System, windows: Any) -> None:
    base = system.addresses.base_url
    first, second = windows(), windows()
    for page in (first, second):
        page.goto(f"{base}/alarms/")
        clicked(page)
    system.program("-c", ALARM)
    sounds = [page.locator("[data-siren]") for page in (first, second)]
    for sign in sounds:
        sign.wait_for()
    for page in (first, second):
        page.wait_for_function(SETTLED)
    assert sorted(one.get_attribute("data-sounding") for one in sounds) == ["elsewhere", "yes"]
    with another_page(first):
        sounds[0].locator("a.button").first.click()  # open it, and take it
    with another_page(first):
        first.keyboard.press("a")
    for page in (first, second):
        page.locator("[data-siren][hidden]").wait_for(state="attached")
