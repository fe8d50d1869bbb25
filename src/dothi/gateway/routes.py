"""The table of routes. The right of each stands at its endpoint (`@access`), and what it takes and answers (`@operation`); a test reads all.

Ids and names may be URLs, so they may hold slashes: longer routes stand first.
"""

from __future__ import annotations

from starlette.routing import Route

from dothi.gateway import (
    attributes,
    batch,
    consumption,
    discovery,
    entities,
    jsonld_contexts,
    openapi,
    purge,
    subscriptions,
    temporal,
    temporal_provision,
)

_V1 = "/ngsi-ld/v1"
_ENTITY = f"{_V1}/entities/{{entity:path}}"
_ATTRIBUTE = f"{_ENTITY}/attrs/{{attribute:path}}"
_PAST = f"{_V1}/temporal/entities/{{entity:path}}"
_PAST_ATTRIBUTE = f"{_PAST}/attrs"
_SUBSCRIPTION = f"{_V1}/subscriptions/{{subscription:path}}"

ROUTES = [
    Route(_ATTRIBUTE, attributes.partial, methods=["PATCH"]),
    Route(_ATTRIBUTE, attributes.replace, methods=["PUT"]),
    Route(_ATTRIBUTE, attributes.delete, methods=["DELETE"]),
    Route(f"{_ENTITY}/attrs", attributes.append, methods=["POST"]),
    Route(f"{_ENTITY}/attrs", attributes.update, methods=["PATCH"]),
    Route(f"{_V1}/entities", consumption.query, methods=["GET"]),
    Route(f"{_V1}/entities", entities.create, methods=["POST"]),
    Route(f"{_V1}/entities", purge.purge, methods=["DELETE"]),
    Route(f"{_V1}/entities", entities.without_id, methods=["PATCH", "PUT"]),
    Route(_ENTITY, consumption.retrieve, methods=["GET"]),
    Route(_ENTITY, entities.merge, methods=["PATCH"]),
    Route(_ENTITY, entities.replace, methods=["PUT"]),
    Route(_ENTITY, entities.delete, methods=["DELETE"]),
    Route(f"{_V1}/entityOperations/query", consumption.query_by_body, methods=["POST"]),
    Route(f"{_V1}/temporal/entityOperations/query", temporal.query_by_body, methods=["POST"]),
    Route(f"{_V1}/entityOperations/create", batch.create, methods=["POST"]),
    Route(f"{_V1}/entityOperations/upsert", batch.upsert, methods=["POST"]),
    Route(f"{_V1}/entityOperations/update", batch.update, methods=["POST"]),
    Route(f"{_V1}/entityOperations/merge", batch.merge, methods=["POST"]),
    Route(f"{_V1}/entityOperations/delete", batch.delete, methods=["POST"]),
    Route(f"{_V1}/temporal/entities", temporal.query, methods=["GET"]),
    Route(f"{_V1}/temporal/entities", temporal_provision.create_or_update, methods=["POST"]),
    Route(
        f"{_PAST_ATTRIBUTE}/{{attribute}}/{{instance}}", temporal_provision.modify_instance, methods=["PATCH"]
    ),
    Route(
        f"{_PAST_ATTRIBUTE}/{{attribute}}/{{instance}}",
        temporal_provision.delete_instance,
        methods=["DELETE"],
    ),
    Route(f"{_PAST_ATTRIBUTE}/{{attribute:path}}", temporal_provision.delete_attribute, methods=["DELETE"]),
    Route(_PAST_ATTRIBUTE, temporal_provision.append, methods=["POST"]),
    Route(_PAST, temporal.retrieve, methods=["GET"]),
    Route(_PAST, temporal_provision.delete, methods=["DELETE"]),
    Route(f"{_V1}/jsonldContexts", jsonld_contexts.listing, methods=["GET"]),
    Route(f"{_V1}/jsonldContexts", jsonld_contexts.add, methods=["POST"]),
    Route(f"{_V1}/jsonldContexts/{{context:path}}", jsonld_contexts.serve, methods=["GET"]),
    Route(f"{_V1}/jsonldContexts/{{context:path}}", jsonld_contexts.delete, methods=["DELETE"]),
    Route(f"{_V1}/subscriptions", subscriptions.query, methods=["GET"]),
    Route(f"{_V1}/subscriptions", subscriptions.create, methods=["POST"]),
    Route(_SUBSCRIPTION, subscriptions.retrieve, methods=["GET"]),
    Route(_SUBSCRIPTION, subscriptions.update, methods=["PATCH"]),
    Route(_SUBSCRIPTION, subscriptions.delete, methods=["DELETE"]),
    Route(f"{_V1}/types", discovery.types, methods=["GET"]),
    Route(f"{_V1}/types/{{name:path}}", discovery.type_details, methods=["GET"]),
    Route(f"{_V1}/attributes", discovery.attributes, methods=["GET"]),
    Route(f"{_V1}/attributes/{{name:path}}", discovery.attribute_details, methods=["GET"]),
]
# without a key: what can be asked, not what is answered
OPEN = [Route(f"{_V1}/openapi.json", openapi.serve, methods=["GET"])]
