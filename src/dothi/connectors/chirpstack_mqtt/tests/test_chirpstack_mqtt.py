"""The same events by MQTT, from a real broker: the topic says which, the session keeps what comes while we are away."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dothi.connectors.chirpstack.tests.test_chirpstack import OTHERS, event, up, values
from dothi.connectors.mqtt_topic.tests.test_listening import run_until
from dothi.connectors.sources.kinds import get_kind
from dothi.connectors.sources.tests.brokers import broker, publish, subscribed
from dothi.connectors.sources.tests.sources import add
from dothi.connectors.tests.conftest import stored  # noqa: F401 - a fixture


def test_events_of_an_application_are_stored_by_their_topic(
    stored: None,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")
    with broker(tmp_path) as port:
        mapping = get_kind("chirpstack_mqtt").mapping_example()
        source = add("chirpstack_mqtt", mapping=mapping, host="127.0.0.1", port=port, tls="off")
        subscribed(source)
        device = "application/b1a1f0a4/device/24e124713b493201/event"
        for name, document in OTHERS.items():
            publish(port, f"{device}/{name}", json.dumps(document))
        publish(port, f"{device}/up", json.dumps(up(10, 62)), json.dumps(up(10, 62)), "not JSON")
        publish(port, f"{device}/status", json.dumps(event(11, margin=4, batteryLevel=88.3)))
        run = run_until(source, 2, of="fillingLevel batteryLevel")
    assert (run.stored, run.empty, run.refused) == (2, len(OTHERS), 1)
    assert [(short, value) for _, short, value in values()] == [
        ("fillingLevel", 0.62),
        ("batteryLevel", 88.3),
    ]
