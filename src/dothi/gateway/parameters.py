"""Every parameter of the machine door, described once: what it means, which values it takes. Endpoints name those that they take.

Words and limits are taken from where they are checked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from dothi.entities.core.aggregate import METHODS
from dothi.entities.core.core_context import CORE_URL
from dothi.entities.core.geo_query import RELATIONS
from dothi.entities.core.languages import TAG
from dothi.entities.core.past import AT, KNOWN_AT
from dothi.entities.core.temporal import TimeProperty
from dothi.entities.store.contexts import NAMES
from dothi.entities.store.joining import MOST_LEVELS
from dothi.gateway.forming import FORMATS, OPTIONS
from dothi.gateway.intake import SIMPLIFIED
from dothi.gateway.operations import Operation
from dothi.gateway.paging import MOST_OFFSET, MOST_PER_PAGE, USUAL_PER_PAGE
from dothi.gateway.schemas import COUNT, FLAG, GEOMETRIES, NAME, TEXT, TIME, Schema, choice, many, ref
from dothi.kernel.ids import TENANT


@dataclass(frozen=True, slots=True)
class Parameter:
    """`example` is a value as it stands in an address."""

    what: str
    schema: Schema = field(default_factory=lambda: TEXT)
    example: Any = None


_NAMES = many(NAME)
_IDS = many(ref("Urn"))

QUERY: dict[str, Parameter] = {
    "type": Parameter("Entity types: `A,B` either, `A;B` both, brackets (§4.17). Where something is written it changes nothing.", example="AirQualityObserved"),
    "id": Parameter("Ids of entities; alone they make no query (§5.7.2.4).", _IDS),
    "idPattern": Parameter("A regular expression that ids match.", example="^urn:ngsi-ld:Building:"),
    "q": Parameter("A condition on attributes (§4.9).", example="pm25>25;status==\"ok\""),
    "georel": Parameter(f"A relation to a geometry (§4.10): {', '.join(RELATIONS)}; `near` with a distance in metres.", example="near;maxDistance==1000"),
    "geometry": Parameter("The kind of that geometry.", choice(GEOMETRIES)),
    "coordinates": Parameter("Its coordinates as GeoJSON writes them.", example="[107.08,10.34]"),
    "geoproperty": Parameter("The GeoProperty that is compared; `location` by default.", NAME),
    "scopeQ": Parameter("A condition on scopes (§4.19).", example="/vungtau/#"),
    "csf": Parameter("A condition on context sources: checked, and chooses nothing, because there are no others."),
    "expandValues": Parameter("Attributes whose values in `q` stand for IRIs.", _NAMES),
    "attrs": Parameter("Entities that have one of these attributes, and only these of them.", _NAMES),
    "pick": Parameter("Only these members (§4.21); `locatedIn{name}` of linked entities that are joined.", many(TEXT), "id,name"),
    "omit": Parameter("All members but these (§4.21).", many(TEXT)),
    "options": Parameter("Words that stand in one list."),  # its words: those of the operation
    "format": Parameter("The form of the answer; goes before a form in `options`. Merging: the body holds key-values (§4.5.4).", choice(sorted(FORMATS))),
    "lang": Parameter("Languages of LanguageProperties, by weight: `vi,en;q=0.5` (§4.15). Merging: the one language of texts that are given for them (§5.6.17).", example="vi"),
    "observedAt": Parameter("Merging: the time of attributes that had an `observedAt` and are told none (§5.6.17).", TIME, "2026-11-01T00:00:00Z"),
    "geometryProperty": Parameter("With application/geo+json: what becomes the geometry of a feature.", NAME),
    "datasetId": Parameter("Only these instances of attributes; `@none` is the default one.", many(TEXT)),
    "local": Parameter("Without other brokers. There are none; a query with `local=true` may ask for everything.", FLAG),
    "via": Parameter("Which brokers the request came through: taken, and changes nothing."),
    "join": Parameter("Linked entities are told: within, or beside (§4.5.23).", choice(("inline", "flat", "@none"))),
    "joinLevel": Parameter("How far linked entities are followed.", {**COUNT, "minimum": 1, "maximum": MOST_LEVELS, "default": 1}),
    "containedBy": Parameter("Ids that are not followed again.", _IDS),
    "entityMap": Parameter("Entity maps belong to distributed operations: `true` is refused with 422.", FLAG),
    "splitEntities": Parameter("Split entities belong to distributed operations: `true` is refused with 422.", FLAG),
    "limit": Parameter("Most on one page; 0 with `count=true` asks only for the count.", {**COUNT, "maximum": MOST_PER_PAGE, "default": USUAL_PER_PAGE}),
    "offset": Parameter("How many are left out before the page.", {**COUNT, "maximum": MOST_OFFSET, "default": 0}),
    "count": Parameter("The number of all is told in the header NGSILD-Results-Count.", FLAG),
    "orderBy": Parameter("Members to order by: `name;desc`, `address[ward]`, `location;dist-asc`.", many(TEXT), "name;desc"),
    "orderFrom": Parameter("The point from which `dist-asc` and `dist-desc` measure.", example="[107.08,10.34]"),
    "collation": Parameter("How texts are ordered: `vi` always, other languages as far as PostgreSQL knows them; by code points without it."),
    "keep": Parameter("Purging: all attributes but these end.", _NAMES),
    "drop": Parameter("Purging: these attributes end.", _NAMES),
    "deleteAll": Parameter("Every instance of the attribute, not only the default one.", FLAG),
    "timerel": Parameter("A relation of time (§4.11).", choice(("before", "after", "between"))),
    "timeAt": Parameter("The time that it is about.", TIME, "2026-11-01T00:00:00Z"),
    "endTimeAt": Parameter("With `between`: the end.", TIME, "2026-11-02T00:00:00Z"),
    "timeproperty": Parameter("Which time is compared (§4.8).", {**choice(TimeProperty), "default": TimeProperty.OBSERVED}),
    "lastN": Parameter("Only so many of the newest instances of each attribute.", {"type": "integer", "minimum": 1, "maximum": 100_000}),
    "aggrMethods": Parameter("With the form `aggregatedValues`: figures (§4.5.19).", many(choice(METHODS))),
    "aggrPeriodDuration": Parameter("Each of these periods has its figures; all of the time by default.", {"type": "string", "format": "duration"}, "PT1H"),
    "details": Parameter("Not only names.", FLAG),
    "kind": Parameter("Only @contexts of this kind.", choice(NAMES.values())),
    "reload": Parameter("A @context that was fetched is fetched anew, in place of being deleted.", FLAG),
    AT: Parameter("Ours: the entities as they were then (what had been observed by then).", TIME, "2026-11-01T00:00:00Z"),
    KNOWN_AT: Parameter("Ours: the entities as they were known then (what had been told by then).", TIME, "2026-11-01T00:00:00Z"),
    "ticket": Parameter("A ticket of a person who is signed in (/me/ticket/), valid for ten minutes."),
    "n": Parameter("A number of the page's own, so that no browser shows an old picture.", COUNT),
    "since": Parameter("A cursor: what changed after it is told first.", {"type": "string", "pattern": r"^[0-9]{1,19}-[0-9]{1,19}$"}),
    "types": Parameter("Only entities of these types.", _NAMES),
    "ids": Parameter("Only these entities.", _IDS),
}  # fmt: skip

PATH: dict[str, Parameter] = {
    "entity": Parameter("The id of the entity, percent-encoded.", ref("Urn"), "urn:ngsi-ld:Building:a"),
    "attribute": Parameter("The attribute: a short name in the @context, or an IRI.", ref("Name"), "name"),
    "instance": Parameter("`instanceId` of a value in a history.", ref("Urn")),
    "subscription": Parameter("The id of the subscription.", ref("Urn")),
    "context": Parameter("The local id or the address of a @context.", ref("Name")),
    "name": Parameter("A type or an attribute: a short name in the @context, or an IRI.", ref("Name")),
}

HEADERS: dict[str, Parameter] = {
    "NGSILD-Tenant": Parameter("The tenant (§4.14); the default one without it.", {"type": "string", "pattern": f"^{TENANT.pattern}$"}),
    "Link": Parameter("The @context of names in the address and in a body that is no JSON-LD (§6.3.5).", example=f'<{CORE_URL}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"'),
}  # fmt: skip


def asked(name: str, operation: Operation) -> Schema:
    """The schema of a query parameter in this operation."""
    if name == "options":
        return many(choice(sorted(OPTIONS if operation.words is None else operation.words)))
    if name == "format" and operation.body == "EntityFragment":
        return choice(SIMPLIFIED)
    if name == "lang" and operation.body == "EntityFragment":
        return {"type": "string", "pattern": f"^{TAG}$"}
    return QUERY[name].schema
