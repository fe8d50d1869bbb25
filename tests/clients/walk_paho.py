"""Publishes as a plain paho-mqtt program does: `python walk_paho.py PORT KEY`. Ends when every message is acknowledged."""

from __future__ import annotations

import json
import sys

from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion

PORT, KEY = sys.argv[1:]

client = Client(CallbackAPIVersion.VERSION2, client_id="walk-paho")
client.username_pw_set(*KEY.split(".", 1))
client.connect("127.0.0.1", int(PORT))
client.loop_start()
messages = [
    client.publish(
        "dothi/urn:ngsi-ld:WalkLevel:paho/attrs",
        json.dumps(
            {"level": {"value": value, "unitCode": "CMT", "observedAt": f"2026-11-20T08:0{value}:00Z"}}
        ),
        qos=1,
    )
    for value in range(10)
]
for message in messages:
    message.wait_for_publish(60)
    assert message.is_published()
client.disconnect()
client.loop_stop()
print("done")
