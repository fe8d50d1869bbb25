"""Messages of a real device on a running system: what cannot be stored is told, mended by hand and stored; what an ordinary
PATCH changes stands on open screens without a reload."""

from __future__ import annotations

import json
import subprocess
import threading
import urllib.request
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion

from dothi.accounts.keys import digest
from dothi.kernel.engines import folder
from dothi.kernel.testing.system import System, running_system

pytestmark = [pytest.mark.browser, pytest.mark.slow]
STATION = "urn:ngsi-ld:AirQualityObserved:ba-cu"
TOPIC = f"dothi/{STATION}/attrs"
PASSWORD = "So-lieu-Vung-Tau-2026"
WAIT_MS = 60_000


@pytest.fixture(scope="module")
def system() -> Iterator[System]:
    with running_system() as running:
        with psycopg.connect(running.addresses.database_url) as database:
            for key, kind in (("cam-bien", "device"), ("he-thong", "write")):
                database.execute(
                    """insert into accounts_api_key (id, secret_sha256, kind, name, entity_types, entity_prefixes, origin, created_at)
                       values (%s, %s, %s, %s, '{}', '{}', 'live', now())""",
                    [key, digest("bi-mat"), kind, key],
                )
        words = ("user", "create", "vy", "--name", "Vy Dữ Liệu", "--role", "data-steward", "--password-stdin")
        subprocess.run(
            folder.command(*words),
            input=f"{PASSWORD}\n",
            env=running.environment,
            text=True,
            check=True,
            capture_output=True,
        )
        yield running


@pytest.fixture
def steward(browser: Any, system: System) -> Iterator[Any]:
    """Vy, data steward, at the desk."""
    context = browser.new_context(locale="vi-VN", viewport={"width": 1280, "height": 800})
    context.set_default_timeout(WAIT_MS)
    page = context.new_page()
    page.goto(f"{system.addresses.base_url}/accounts/login/")
    page.fill("[name=login]", "vy")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda address: "/login/" not in address)
    yield page
    context.close()


def publish(system: System, *payloads: str) -> None:
    """As a device does: QoS 1, over when the server has acknowledged."""
    client = Client(CallbackAPIVersion.VERSION2, client_id="ba-cu")
    client.username_pw_set("cam-bien", "bi-mat")
    welcome = threading.Event()
    client.on_connect = lambda *_: welcome.set()
    client.connect("127.0.0.1", system.addresses.mqtt_port)
    client.loop_start()
    assert welcome.wait(60)  # NATS drops what comes in one packet with the login, see streams/README.md
    for payload in payloads:
        client.publish(TOPIC, payload, qos=1).wait_for_publish(60)
    client.disconnect()
    client.loop_stop()


def patch(system: System, attributes: dict[str, Any]) -> None:
    request = urllib.request.Request(
        f"{system.addresses.base_url}/ngsi-ld/v1/entities/{STATION}",
        json.dumps(attributes).encode(),
        {"Authorization": "Bearer he-thong.bi-mat", "Content-Type": "application/json"},
        method="PATCH",
    )
    urllib.request.urlopen(request, timeout=60).close()


def until(page: Any, address: str, holds: str) -> None:
    """Asks for the page again until a sentence of JavaScript holds of it: the writer works beside it."""
    page.goto(address)
    for _ in range(200):
        if page.evaluate(holds):
            return
        page.wait_for_timeout(200)
        page.reload()
    pytest.fail(f"never: {holds}\n{page.locator('main').inner_text()}")


def test_a_wrong_message_is_mended_and_stored_and_a_patch_shows_on_open_screens(
    system: System, steward: Any
) -> None:
    system.wait_ok()
    base, page = system.addresses.base_url, steward
    publish(system, '{"pm25": 12,', '{"pm25": {"type": "Property", "value": 9, "observedAt": "hôm qua"}}')
    messages = f"{base}/connectors/messages/"
    until(page, messages, "document.querySelectorAll('textarea[name=mended]').length === 2")
    letter = page.locator("tr", has=page.locator("textarea[name=mended]", has_text='{"pm25": 12,'))
    assert "JSON" in letter.inner_text(), "the reason is told in words"
    letter.locator("summary", has_text='{"pm25": 12,').click()
    letter.locator("textarea").fill('{"pm25": 12.5}')
    letter.get_by_role("button", name="Gửi lại bản đã sửa").click()
    page.get_by_text("Bản tin đã sửa được đưa lại").wait_for()
    until(page, messages, "document.querySelectorAll('textarea[name=mended]').length === 1")
    until(page, f"{messages}?settled=1", "document.body.innerText.includes('Đã ghi được')")
    with psycopg.connect(system.addresses.database_url) as database:
        kept = database.execute(
            "select payload, mended, mended_by from streams_dead_letter where settled_at is not null"
        ).fetchall()
    assert kept == [(b'{"pm25": 12,', b'{"pm25": 12.5}', "vy")], "what came stays beside what was made of it"

    page.goto(f"{base}/entities/{STATION}/")
    assert "12,5" in page.locator("[data-entity-live]").first.inner_text()
    overview = page.context.new_page()
    overview.goto(f"{base}/")
    overview.locator("[data-tab=things]").click()
    overview.locator("[data-count=things]", has_text="0").wait_for()  # it was not on the map before
    for open_page in (page, overview):
        open_page.evaluate("window.neverReloaded = true")
        open_page.wait_for_selector("[data-connection=live]")
    place = {"type": "GeoProperty", "value": {"type": "Point", "coordinates": [107.0843, 10.3460]}}
    name = {"type": "Property", "value": "Trạm Ba Cu"}
    patch(
        system,
        {"pm25": {"type": "Property", "value": 77.5, "unitCode": "GQ"}, "name": name, "location": place},
    )
    page.locator("[data-entity-live]", has_text="77,5").first.wait_for()
    overview.locator("[data-list=things] li", has_text="Trạm Ba Cu").wait_for()
    assert page.evaluate("window.neverReloaded") and overview.evaluate("window.neverReloaded")
