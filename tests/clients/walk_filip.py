"""Works through FiLiP as it comes: `python walk_filip.py PORT KEY RECEIVER`. Run in an environment of its own."""

from __future__ import annotations

import sys

from filip.clients.ngsi_ld.cb import ContextBrokerLDClient
from filip.models.base import FiwareLDHeader
from filip.models.ngsi_ld.context import ActionTypeLD, ContextLDEntity, ContextProperty, ContextRelationship
from filip.models.ngsi_ld.subscriptions import SubscriptionLD

PORT, KEY, RECEIVER = sys.argv[1:]
URN, URL = "urn:ngsi-ld:WalkRoom:a", f"http://127.0.0.1:{PORT}"
AUTHORIZATION = {"Authorization": f"Bearer {KEY}"}

client = ContextBrokerLDClient(url=URL, headers=AUTHORIZATION)


def room(name: str, **attributes: object) -> ContextLDEntity:
    return ContextLDEntity(id=f"urn:ngsi-ld:WalkRoom:{name}", type="WalkRoom", **attributes)


def values() -> dict[str, object]:
    return dict(client.get_entity(URN, options="keyValues").model_dump())


first = room(
    "a",
    temperature={"type": "Property", "value": 22.5, "unitCode": "CEL", "observedAt": "2026-11-20T08:00:00Z"},
    location={"type": "GeoProperty", "value": {"type": "Point", "coordinates": [107.08, 10.34]}},
    inBuilding={"type": "Relationship", "object": "urn:ngsi-ld:Building:b"},
)
client.post_entity(first)
told = client.get_entity(URN).model_dump(exclude_none=True)
assert told["temperature"]["value"] == 22.5
assert told["temperature"]["unitCode"] == "CEL"
assert told["inBuilding"]["object"] == "urn:ngsi-ld:Building:b"
assert "modifiedAt" in client.get_entity(URN, options="sysAttrs").model_dump(exclude_none=True)

subscription = SubscriptionLD(
    id="urn:ngsi-ld:Subscription:walk-filip",
    entities=[{"type": "WalkRoom"}],
    watchedAttributes=["temperature"],
    q="temperature>20",
    notification={
        "attributes": ["temperature"],
        "format": "keyValues",
        "endpoint": {"uri": RECEIVER, "accept": "application/json"},
    },
)
assert client.post_subscription(subscription) == subscription.id
assert client.get_subscription(subscription.id).q == "temperature>20"
assert subscription.id in {one.id for one in client.get_subscription_list()}
subscription.description = "changed"
client.update_subscription(subscription)
assert client.get_subscription(subscription.id).description == "changed"

client.post_entity(first, update=True)
client.post_entity(room("a", humidity={"type": "Property", "value": 60}), append=True)
client.replace_existing_attributes_of_entity(room("a", temperature={"type": "Property", "value": 23}))
client.update_entity_attribute(URN, ContextProperty(value=24), "temperature")
assert (values()["temperature"], values()["humidity"]) == (24, 60)
client.delete_attribute(URN, "humidity")
assert "humidity" not in values()

others = [room(f"b{i}", temperature={"type": "Property", "value": i}) for i in range(3)]
for action in (ActionTypeLD.CREATE, ActionTypeLD.UPSERT, ActionTypeLD.UPDATE):
    client.entity_batch_operation(entities=others, action_type=action)
assert [one.id for one in client.get_entity_list(entity_type="WalkRoom", q="temperature>20")] == [URN]
assert len(client.get_entity_list(entity_type="WalkRoom")) == 4
near = {"georel": "near;maxDistance==1000", "geometry": "Point", "coordinates": "[107.08,10.34]"}
assert [one.id for one in client.get_entity_list(entity_type="WalkRoom", **near)] == [URN]
assert client.validate_relationship(ContextRelationship(object=URN))
assert not client.validate_relationship(ContextRelationship(object="urn:ngsi-ld:WalkRoom:none"))

client.delete_subscription(subscription.id)
client.entity_batch_operation(entities=others, action_type=ActionTypeLD.DELETE)
client.delete_entity_by_id(URN)
assert client.get_entity_list(entity_type="WalkRoom") == []

# the header of a tenant: the client makes it by itself
tenant = FiwareLDHeader(ngsild_tenant="walk")
with ContextBrokerLDClient(url=URL, fiware_header=tenant, headers=AUTHORIZATION) as other:
    other.post_entity(first)
    assert len(other.get_entity_list(entity_type="WalkRoom")) == 1
    other.delete_entity_by_id(URN)
print("done")
