"""The shapes of bodies and answers, as JSON Schema 2020-12 (OpenAPI 3.1). Words and limits are taken from where they are checked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dothi.entities.core.kinds import KIND_NAMES
from dothi.entities.core.names import MOST_NAME
from dothi.entities.core.rows import Kind
from dothi.entities.store.contexts import NAMES
from dothi.entities.subscriptions import checks, params
from dothi.entities.subscriptions import parse as subscriptions
from dothi.gateway import query_body
from dothi.gateway.batch import MOST_ENTITIES

Schema = dict[str, Any]
URI = r"""^[A-Za-z][A-Za-z0-9]*:[^\x00-\x20\x7f<>"{}|\\^`]+$"""
TEXT: Schema = {"type": "string"}
FLAG: Schema = {"type": "boolean"}
TIME: Schema = {"type": "string", "format": "date-time"}
COUNT: Schema = {"type": "integer", "minimum": 0}
NAME: Schema = {
    "type": "string",
    "maxLength": MOST_NAME,
    "pattern": r"""^[^@/\x00-\x20\x7f<>"'=;()|][^\x00-\x20\x7f<>"'=;()|]*$""",
}
ANYTHING: Schema = {}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def many(schema: Schema, **more: Any) -> Schema:
    return {"type": "array", "items": schema, **more}


def one_or_many(schema: Schema) -> Schema:
    return {"anyOf": [schema, many(schema)]}


def choice(words: Any) -> Schema:
    return {"type": "string", "enum": list(words)}


def thing(properties: dict[str, Schema], required: tuple[str, ...] = (), *, more: Any = True) -> Schema:
    """An object; `more`: what members beside these may hold, or that there are none (False)."""
    return {
        "type": "object",
        "properties": properties,
        **({"required": list(required)} if required else {}),
        **({} if more is True else {"additionalProperties": more}),
    }


_VALUES: dict[int, Schema] = {
    Kind.PROPERTY: {"description": "any JSON but null"},
    Kind.RELATIONSHIP: one_or_many(ref("Urn")),
    Kind.GEO: ref("Geometry"),
    Kind.LANGUAGE: {
        "type": "object",
        "propertyNames": {"pattern": "^(@none|[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*)$"},
        "additionalProperties": one_or_many(TEXT),
    },
    Kind.VOCAB: one_or_many(TEXT),
    Kind.LIST: many(ANYTHING),
    Kind.LIST_RELATIONSHIP: many(ANYTHING),
    Kind.JSON: ANYTHING,
}
_OF_ATTRIBUTES: dict[str, Schema] = {
    "observedAt": TIME,
    "datasetId": ref("Urn"),
    "unitCode": {"type": "string", "description": "UN/CEFACT Recommendation 20", "examples": ["GQ"]},
    "quality": choice(("measured", "estimated", "typed", "imputed", "suspect")),
}


def _attribute(kind: int) -> Schema:
    name, member = KIND_NAMES[kind]
    return thing({"type": {"const": name}, member: _VALUES[kind], **_OF_ATTRIBUTES}, ("type", member))


_ATTRIBUTES = {name: _attribute(kind) for kind, (name, _) in KIND_NAMES.items()}
_TYPE = one_or_many(ref("Name"))
_MEMBERS: dict[str, Schema] = {
    "id": ref("Urn"),
    "type": _TYPE,
    "scope": one_or_many({"type": "string", "examples": ["/vungtau/parks"]}),
    "location": {"anyOf": [ref("GeoProperty"), ref("Geometry")]},
    "@context": ref("Context"),
}
_ATTRIBUTE_OF_ENTITY: Schema = {
    "description": "an attribute, its instances by datasetId, or its bare value (keyValues)",
    "anyOf": [
        ref("Attribute"),
        many(ref("Attribute"), minItems=1),
        {"type": ["string", "number", "boolean", "array", "object"]},
    ],
}

# which JSON each reader of a body's member takes
_OF_READERS: dict[Callable[..., None], Schema] = {
    query_body.text: TEXT,
    query_body.texts: one_or_many({"type": "string", "minLength": 1}),
    query_body.number: {"type": "integer"},
    query_body.flag: FLAG,
    query_body.geo: ref("GeoQuery"),
    query_body.temporal: ref("TemporalQuery"),
    query_body.aggregated: ref("AggregationParams"),
    query_body.ordering: ref("OrderingParams"),
}
_OF_CHECKS: dict[Callable[..., Any], Schema] = {
    checks.text: {"type": "string", "minLength": 1, "maxLength": 10_000},
    checks.flag: FLAG,
    checks.seconds: {"type": "number", "exclusiveMinimum": 0},
    checks.names: many(ref("Name"), minItems=1),
    params.members: {"anyOf": [TEXT, many(ref("Name"), minItems=1)]},
    subscriptions.triggers: many(choice(subscriptions.TRIGGERS), minItems=1),
    subscriptions.selectors: many(ref("EntitySelector"), minItems=1, maxItems=subscriptions.MOST_SELECTORS),
    params.level: {"type": "integer", "minimum": 1, "maximum": 10},
    subscriptions.geo: ref("GeoQuery"),
    subscriptions.expiry: TIME,
    subscriptions.datasets: one_or_many(TEXT),
    subscriptions.json_ld_context: {"type": "string", "format": "uri"},
    params.notification_params: ref("Notification"),
    params.endpoint: ref("Endpoint"),
}


def _checked(checks: dict[str, Callable[..., Any]]) -> dict[str, Schema]:
    """The members that these checks read."""
    return {name: _OF_CHECKS.get(check, TEXT) for name, check in checks.items()}


_SUBSCRIPTION = thing(
    {
        "id": ref("Urn"),
        "type": {"const": "Subscription"},
        "@context": ref("Context"),
        **_checked(subscriptions.CHECKS),
    },
    ("type", "notification"),
)
_COORDINATES: Schema = {"anyOf": [TEXT, many(ANYTHING)]}
_DEGREES = [{"type": "number", "minimum": -most, "maximum": most} for most in (180, 90)]
_POSITION = many({"type": "number"}, prefixItems=_DEGREES, minItems=2, maxItems=3)
_LINE = many(_POSITION, minItems=2)
_RING = many(_POSITION, minItems=4)
GEOMETRIES = {
    "Point": _POSITION,
    "MultiPoint": many(_POSITION, minItems=1),
    "LineString": _LINE,
    "MultiLineString": many(_LINE, minItems=1),
    "Polygon": many(_RING, minItems=1),
    "MultiPolygon": many(many(_RING, minItems=1), minItems=1),
}

SCHEMAS: dict[str, Schema] = {
    "Urn": {"type": "string", "maxLength": 1000, "pattern": URI, "description": "a URI", "examples": ["urn:ngsi-ld:Building:a"]},
    "Urns": many(ref("Urn")),
    "Name": {**NAME, "description": "a short name in the @context, or an IRI"},
    "Context": {
        "description": "a JSON-LD context: address, terms, or a list of both",
        "anyOf": [TEXT, {"type": "object"}, many({"anyOf": [TEXT, {"type": "object"}]})],
    },
    "Geometry": {
        "description": "GeoJSON (RFC 7946): longitude before latitude, rings closed",
        "anyOf": [
            thing({"type": {"const": name}, "coordinates": places}, ("type", "coordinates"))
            for name, places in GEOMETRIES.items()
        ],
    },
    **_ATTRIBUTES,
    "Attribute": {"anyOf": [ref(name) for name in _ATTRIBUTES]},
    "AttributeFragment": {
        "description": "an attribute or some members of it, e.g. only its value",
        **thing({**_OF_ATTRIBUTES, "type": choice(_ATTRIBUTES), "@context": ref("Context")}),
    },
    "Entity": thing(_MEMBERS, ("id", "type"), more=_ATTRIBUTE_OF_ENTITY),
    "EntityFragment": thing(_MEMBERS, more=_ATTRIBUTE_OF_ENTITY),
    "Entities": many(ref("Entity"), minItems=1, maxItems=MOST_ENTITIES),
    "Ids": many(ref("Urn"), minItems=1, maxItems=MOST_ENTITIES),
    "ToldEntity": {
        "description": "in the form that was asked for; `pick` and `omit` leave members out",
        **thing({"id": TEXT, "type": one_or_many(TEXT)}),
    },
    "Told": many(ref("ToldEntity")),
    "OneTold": {"anyOf": [ref("ToldEntity"), ref("Told")]},
    "Feature": thing(
        {"type": {"const": "Feature"}, "id": TEXT, "geometry": {"type": ["object", "null"]}, "properties": {"type": "object"}},
        ("type", "geometry", "properties"),
    ),
    "FeatureCollection": thing(
        {"type": {"const": "FeatureCollection"}, "features": many(ref("Feature"))}, ("type", "features")
    ),
    "Problem": {
        "description": "a refusal (RFC 9457, before RFC 7807) in the language of the request, with fields of its own",
        **thing(
            {
                "type": {"type": "string", "format": "uri", "description": "the standard's kind of error, or ours"},
                "title": TEXT,
                "status": {"type": "integer", "minimum": 400, "maximum": 599},
                "detail": {"type": "string", "description": "what is wrong and what to do, in Vietnamese or English"},
                "code": {"type": "string", "description": "stable, for programs", "examples": ["entity-does-not-exist"]},
            },
            ("type", "title", "status", "detail", "code"),
        ),
    },
    "BatchResult": thing(
        {
            "success": many(TEXT),
            "errors": many(thing({"entityId": TEXT, "error": ref("Problem")}, ("entityId", "error"))),
        },
        ("success", "errors"),
    ),
    "UpdateResult": thing(
        {
            "updated": many(TEXT),
            "notUpdated": many(thing({"attributeName": TEXT, "reason": TEXT}, ("attributeName", "reason"))),
        },
        ("updated", "notUpdated"),
    ),
    "GeoQuery": thing({"georel": TEXT, "geometry": TEXT, "coordinates": _COORDINATES, "geoproperty": TEXT}),
    "TemporalQuery": thing(
        {"timerel": TEXT, "timeAt": TIME, "endTimeAt": TIME, "timeproperty": TEXT, "lastN": {"type": "integer"}}, more=False
    ),
    "AggregationParams": thing({"aggrMethods": one_or_many(TEXT), "aggrPeriodDuration": TEXT}, more=False),
    "OrderingParams": thing(
        {"orderBy": one_or_many(TEXT), "collation": TEXT, "coordinates": _COORDINATES, "geometry": TEXT}, more=False
    ),
    "EntitySelector": thing({"id": one_or_many(ref("Urn")), "idPattern": TEXT, "type": TEXT}, ("type",), more=False),
    "Query": thing(
        {
            "type": {"const": "Query"},
            "id": TEXT,
            "@context": ref("Context"),
            "entities": many(ref("EntitySelector")),
            **{name: _OF_READERS[reader] for name, reader in query_body.READERS.items()},
        },
        ("type",),
        more=False,
    ),
    "Subscription": _SUBSCRIPTION,
    "SubscriptionFragment": {name: rest for name, rest in _SUBSCRIPTION.items() if name != "required"},
    "Subscriptions": many(ref("Subscription")),
    "Notification": thing(_checked(params.NOTIFICATION_CHECKS), ("endpoint",)),
    "Endpoint": thing(
        {
            "uri": {"type": "string", "format": "uri"},
            "accept": choice(params.ACCEPTS),
            "timeout": _OF_CHECKS[checks.seconds],
            "cooldown": _OF_CHECKS[checks.seconds],
            "receiverInfo": many(ref("KeyValuePair")),
            "notifierInfo": many(ref("KeyValuePair")),
        },
        ("uri",),
        more=False,
    ),
    "KeyValuePair": thing({"key": TEXT, "value": TEXT}, ("key", "value"), more=False),
    "ContextDocument": thing({"@context": ref("Context")}, ("@context",)),
    "ContextDetails": thing(
        {
            "URL": TEXT,
            "localId": TEXT,
            "kind": choice(NAMES.values()),
            "createdAt": TIME,
            "lastUsage": TIME,
            "numberOfHits": COUNT,
        },
        ("URL", "localId", "kind", "createdAt"),
    ),
    "ContextOrDetails": {"anyOf": [ref("ContextDocument"), ref("ContextDetails")]},
    "Contexts": {"anyOf": [many(TEXT), many(ref("ContextDetails"))]},
    "EntityTypeList": thing({"id": TEXT, "type": {"const": "EntityTypeList"}, "typeList": many(TEXT)}, ("id", "type", "typeList")),
    "EntityType": thing(
        {"id": TEXT, "type": {"const": "EntityType"}, "typeName": TEXT, "attributeNames": many(TEXT)}, ("id", "type", "typeName")
    ),
    "Types": {"anyOf": [ref("EntityTypeList"), many(ref("EntityType"))]},
    "EntityTypeInfo": thing(
        {
            "id": TEXT,
            "type": {"const": "EntityTypeInfo"},
            "typeName": TEXT,
            "entityCount": COUNT,
            "attributeDetails": many(ref("AttributeInfo")),
        },
        ("id", "type", "typeName", "entityCount", "attributeDetails"),
    ),
    "AttributeInfo": thing(
        {
            "id": TEXT,
            "type": {"const": "Attribute"},
            "attributeName": TEXT,
            "attributeTypes": many(choice(_ATTRIBUTES)),
            "typeNames": many(TEXT),
            "attributeCount": COUNT,
        },
        ("id", "type", "attributeName"),
    ),
    "AttributeList": thing(
        {"id": TEXT, "type": {"const": "AttributeList"}, "attributeList": many(TEXT)}, ("id", "type", "attributeList")
    ),
    "AttributesTold": {"anyOf": [ref("AttributeList"), many(ref("AttributeInfo"))]},
    "Positions": thing(
        {
            "device": {"type": "string", "pattern": "^[0-9a-f]{8,32}$", "description": "the phone's browser"},
            "sent_at": TIME,
            "points": many(
                thing(
                    {
                        "number": {
                            "type": "integer", "minimum": 0, "maximum": 2**53 - 1,
                            "description": "counts up on that device: the same number is the same point, heard once",
                        },
                        "at": TIME,
                        "lon": {"type": "number", "minimum": -180, "maximum": 180},
                        "lat": {"type": "number", "minimum": -90, "maximum": 90},
                        "accuracy_m": {"type": ["number", "null"], "minimum": 0, "exclusiveMaximum": 1_000_000},
                    },
                    ("number", "at", "lon", "lat"),
                ),
                minItems=1,
                maxItems=1_000,
            ),
        },
        ("device", "sent_at", "points"),
    ),
    "PositionsKept": thing({"now": TIME, "kept": COUNT}, ("now", "kept"), more=False),
    "Picture": {"type": "string", "format": "binary", "description": "a JPEG"},
    "Events": {"type": "string", "description": "server-sent events: hello, entity, event, ping, resync, expired"},
    "OpenAPI": {"type": "object", "description": "this document"},
}  # fmt: skip
