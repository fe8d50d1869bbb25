"""Events of ChirpStack v4 in the shapes that its documentation gives them, by HTTP as it sends them."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client

from dothi.accounts import actions as people
from dothi.accounts import keys
from dothi.connectors.chirpstack import events
from dothi.connectors.chirpstack import kind as kind_of_ours
from dothi.connectors.files import mapping as mappings
from dothi.connectors.files.cells import WrongLine
from dothi.connectors.models import Source
from dothi.connectors.sources.kinds import Asked, Sent, get_kind
from dothi.connectors.sources.tests.sources import add
from dothi.connectors.tests.conftest import facts, stored  # noqa: F401 - a fixture
from dothi.kernel import clock

MAPPING = get_kind("chirpstack").mapping_example()
DEVICE = {
    "tenantId": "7a0f3f5e-35b2-4c0a-9a0c-0d2f6f3e2b11",
    "tenantName": "URENCO",
    "applicationId": "b1a1f0a4-4f0e-4f53-9f7e-2f5d0d7c9a10",
    "applicationName": "thung-rac",
    "deviceProfileId": "0c6c8c0f-2f2b-4f0c-8e8b-6f2d7d0e1a20",
    "deviceProfileName": "EM400-MUD",
    "deviceName": "Thùng rác Đường Lê Lợi 12",
    "devEui": "24e124713b493201",
    "deviceClassEnabled": "CLASS_A",
    "tags": {"lon": "107.08", "lat": "10.35"},
}


def event(number: int, **more: Any) -> dict[str, Any]:
    """What every event has, at minute `number`."""
    return {
        "deduplicationId": f"3ac7e3c4-4401-4b8d-9386-{number:012d}",
        "time": f"2026-11-22T02:{number:02d}:15.775023242+00:00",
        "deviceInfo": DEVICE,
        **more,
    }


def up(number: int, filled: float, **more: Any) -> dict[str, Any]:
    heard = [
        {
            "gatewayId": "0016c001f153a14c",
            "uplinkId": 4217106255,
            "rssi": -97,
            "snr": -3.5,
            "crcStatus": "CRC_OK",
        },
        {"gatewayId": "0016c001f153a999", "uplinkId": 4217106256, "rssi": -101, "channel": 2},
    ]
    tx = {"frequency": 923200000, "modulation": {"lora": {"bandwidth": 125000, "spreadingFactor": 10}}}
    told = {
        "devAddr": "00189440",
        "dr": 2,
        "fPort": 85,
        "data": "AWEBA2cKAQ==",
        "rxInfo": heard,
        "txInfo": tx,
    }
    return event(number, **told, object={"fillingLevel": filled}, **more)


OTHERS = {
    "join": event(1, devAddr="00189440"),
    "ack": event(2, queueItemId="1bbcab1d-6ec6-4136-b3f5-d63be1dc08de", acknowledged=True, fCntDown=3),
    "txack": event(3, downlinkId=3461958127, gatewayId="0016c001f153a14c"),
    "location": event(4, location={"latitude": 10.35, "longitude": 107.08, "altitude": 2}),
    "integration": event(5, integrationName="loracloud", eventType="modem_UplinkResponse", object={}),
}


@pytest.fixture
def sent(stored: None) -> Any:  # noqa: F811
    """Sends an event as ChirpStack does: the key in a header, the kind of event in the address."""
    keys.forget()
    row, text = people.issue_key("chirpstack", kind="device", by=None)
    add("chirpstack", mapping=MAPPING, key=row.pk)

    def send(name: str, document: Any) -> Any:
        answer = Client().post(
            f"/api/v1/sources/tram/readings?event={name}",
            json.dumps(document),
            content_type="application/json",
            headers={"Authorization": f"Bearer {text}"},
        )
        return answer.status_code, answer.json()

    return send


def values() -> list[tuple[Any, ...]]:
    return facts(
        "select e.urn, t.short, h.num from entities_history h join entities_entity e on e.id = h.entity_id"
        " join entities_term t on t.id = h.term_id where h.num is not null order by h.observed_at, 2"
    )


def test_an_uplink_is_stored_once_however_often_it_is_delivered(sent: Any) -> None:
    urn = "urn:ngsi-ld:WasteContainer:24e124713b493201"
    status, told = sent("up", up(10, 62, fCnt=7001))
    assert (status, told["stored"], told["changed"] > 0) == (200, 1, True), told
    assert sent("up", up(10, 62, fCnt=7001))[1]["changed"] == 0
    after_restart = up(20, 64)  # the device began to count again: its counter is 0 and therefore left out
    assert sent("up", after_restart)[1]["stored"] == 1
    empty_battery = event(30, margin=-4)
    assert sent("status", empty_battery)[1]["stored"] == 1
    mains = event(31, margin=9, externalPowerSource=True)
    assert sent("status", mains)[1]["empty"] == 1
    assert values() == [(urn, "fillingLevel", 0.62), (urn, "fillingLevel", 0.64), (urn, "batteryLevel", 0)]


def test_what_carries_no_value_is_empty_and_what_warns_is_told(sent: Any) -> None:
    for name, document in OTHERS.items():
        status, told = sent(name, document)
        assert (status, told["empty"], told["refused"]) == (200, 1, 0), (name, told)
    log = event(6, level="ERROR", code="UPLINK_MIC", description="MIC of join-request is invalid")
    del log["deduplicationId"]
    told = sent("log", log)[1]["rejects"]
    assert told[0]["reason"] == "device-log", told
    rejected = Source.objects.get().runs.latest("pk").rejects.get(reason="device-log").detail
    assert rejected.startswith("Thùng rác Đường Lê Lợi 12: ERROR UPLINK_MIC MIC of")
    assert sent("log", log | {"level": "INFO"})[1]["empty"] == 1
    raw = up(40, 1)
    del raw["object"]
    assert sent("up", raw)[1]["rejects"][0]["reason"] == "not-decoded"
    assert sent("up", {"devEUI": "of version 3"})[1]["rejects"][0]["reason"] == "no-event"
    assert values() == []


def test_an_event_that_nobody_named_is_refused(sent: Any) -> None:
    for name in ("", "upp"):
        status, told = sent(name, up(1, 1))
        assert (status, told["code"]) == (400, "source-no-event"), told


def test_columns_of_our_own() -> None:
    text = MAPPING.replace("{deviceInfo.devEui}", "{@device}").replace(
        "[time]", '[location]\nlon_column = "deviceInfo.tags.lon"\nlat_column = "deviceInfo.tags.lat"\n[time]'
    )
    more = "".join(
        f'\n[[attribute]]\ncolumn = "{one}"\nname = "{name}"\nkind = "text"\n'
        for one, name in (
            ("@gateway", "gateway"),
            ("@gateways", "gateways"),
            ("@snr", "snr"),
            ("fCnt", "frames"),
        )
    )
    mapping = mappings.parse(text + more, file="x")
    twice = up(1, 5)
    columns, rows = events.table([("up", twice), ("up", twice)], mapping)
    ((_, cells),) = rows
    row = dict(zip(columns, cells, strict=True))
    assert row["@device"] == "thung-rac-duong-le-loi-12" and row["deviceInfo.tags.lon"] == "107.08"
    assert (row["@gateway"], row["@gateways"], row["@snr"]) == ("0016c001f153a999", 2, 0)
    assert row["fCnt"] == 0


def test_two_devices_of_one_name_do_not_become_one_thing(monkeypatch: pytest.MonkeyPatch) -> None:
    mapping = mappings.parse(MAPPING.replace("{deviceInfo.devEui}", "{@device}"), file="x")
    state: dict[str, Any] = {}

    def sent(name: str, eui: str, number: int, text: mappings.Mapping = mapping) -> list[Any]:
        """One request, with what the one before left behind."""
        document = up(number, 5) | {"deviceInfo": DEVICE | {"deviceName": name, "devEui": eui}}
        asked = Asked(None, text, json.loads(json.dumps(state)))
        piece = kind_of_ours.takes(asked, Sent(json.dumps(document).encode(), {"event": "up"}))
        state.update(piece.state or {})
        ((_, cells),) = piece.rows
        return cells

    assert "thung-rac-12" in sent("Thùng rác 12", "24e1", 1)
    assert "thung-rac-13" in sent("Thùng rác 13", "24e3", 2)
    double = sent("Thung rac 12", "24e2", 3)
    assert isinstance(double, WrongLine) and double.error.reason == "device-double"
    assert double.error.detail == "thung-rac-12: 24e2 ≠ 24e1"
    assert "thung-rac-12" in sent("Thùng rác 12", "24e1", 4)
    assert sent("Thung rac 12", "24e2", 5, mappings.parse(MAPPING, file="x")), "by devEui they are two"
    later = clock.today() + dt.timedelta(days=2)
    monkeypatch.setattr(clock, "today", lambda: later)
    assert "thung-rac-12" in sent("Thùng rác 12", "24e2", 6), (
        "the old one was replaced: it is silent for a day"
    )
    assert isinstance(sent("Thùng rác 12", "24e1", 7), WrongLine)


def test_two_of_one_name_among_messages_that_come_together() -> None:
    mapping = mappings.parse(MAPPING.replace("{deviceInfo.devEui}", "{@device}"), file="x")
    twin = up(2, 7) | {"deviceInfo": DEVICE | {"devEui": "24e2"}}
    _, rows = events.table([("up", up(1, 5)), ("up", twin)], mapping)
    assert [isinstance(cells, WrongLine) for _, cells in rows] == [False, True]
