"""Works through ngsildclient as it comes: `python walk_ngsildclient.py PORT KEY RECEIVER`. Run in an environment of its own."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from ngsildclient import Client, Entity, SubscriptionBuilder
from ngsildclient.api.temporal import TemporalQuery
from requests import PreparedRequest
from requests.auth import AuthBase

PORT, KEY, RECEIVER = sys.argv[1:]
TYPE, URN = "WalkAirQuality", "urn:ngsi-ld:WalkAirQuality:a"
EIGHT, NINE = (datetime(2026, 11, 20, hour, tzinfo=UTC) for hour in (8, 9))


class Bearer(AuthBase):
    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        request.headers["Authorization"] = f"Bearer {KEY}"
        return request


client = Client("127.0.0.1", int(PORT), custom_auth=Bearer())

station = Entity(TYPE, "a")
station.prop("pm25", 12.5, unitcode="GQ", observedat=EIGHT)
station.tprop("dateObserved", EIGHT)
station.gprop("location", (10.34, 107.08))
station.rel("refPointOfInterest", "PointOfInterest:p")
assert client.create(station)
told = client.get(URN).to_dict()
assert told["pm25"] == {
    "type": "Property",
    "value": 12.5,
    "unitCode": "GQ",
    "observedAt": "2026-11-20T08:00:00Z",
}
assert told["location"]["value"] == {"type": "Point", "coordinates": [107.08, 10.34]}
assert told["refPointOfInterest"]["object"] == "urn:ngsi-ld:PointOfInterest:p"
assert told["dateObserved"]["value"] == {"@type": "DateTime", "@value": "2026-11-20T08:00:00Z"}

subscription = client.subscriptions.create(
    SubscriptionBuilder(RECEIVER).description("walk").select_type(TYPE).watch(["pm25"]).build()
)
assert client.subscriptions.exists(subscription)
assert [one["id"] for one in client.subscriptions.list("walk")] == [subscription]

station.prop("pm25", 15, unitcode="GQ", observedat=NINE)
assert client.update(station)
assert client.upsert(station)
assert client.get(station)["pm25"]["value"] == 15

others = [Entity(TYPE, f"b{i}").prop("pm25", i) for i in range(5)]
for operation in (client.create, client.upsert, client.update):
    assert operation(*others).ok
assert client.upsert(*others, update=True).ok
assert sorted(one.id for one in client.query(type=TYPE, q="pm25>3")) == [URN, "urn:ngsi-ld:WalkAirQuality:b4"]
assert client.count(type=TYPE) == 6
assert TYPE in client.types.list()
assert len(client.alt.query({"type": "Query", "entities": [{"type": TYPE}]})) == 6

history = client.temporal.get(URN, verbose=True)
assert {15} <= {one["value"] for one in history["pm25"]}
since = TemporalQuery().after(datetime(2026, 11, 20, 8, 30, tzinfo=UTC))
assert client.temporal.query(type=TYPE, attrs=["pm25"], tq=since)[0]["pm25"]["values"][-1] == [
    15,
    "2026-11-20T09:00:00Z",
]
assert client.temporal.aggregate(type=TYPE, attrs=["pm25"], tq=since).result[0]["pm25"]["avg"][0][0] == 15

client.subscriptions.delete("walk")
assert not client.subscriptions.exists(subscription)
assert client.delete(*others).ok
assert client.delete(station)
assert not client.exists(station)
client.close()
print("done")
