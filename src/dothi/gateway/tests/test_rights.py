"""What a key may see by scope and attribute: whatever it asks, it is told what an unlimited key is told of a tenant that holds
nothing else. So a filter, an order, a count or a page that knew of more would be found, wherever it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import httpx
import psycopg
import pytest

from dothi.accounts import keys
from dothi.gateway.tests.conftest import caller, put_key

IRI = "https://uri.etsi.org/ngsi-ld/default-context/"


@dataclass(frozen=True)
class Right:
    """A key's limits, and what it sees by them: told by hand, not by the rules under test."""

    name: str
    seen: str  # the entities, by the last part of their ids
    scopes: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    types: tuple[str, ...] = ()

    @property
    def names(self) -> set[str]:
        return {name.removeprefix(IRI) for name in self.attributes}

    def shown(self, entity: dict[str, Any]) -> dict[str, Any] | None:
        """What of an entity it may see."""
        if entity["id"].rpartition(":")[2] not in self.seen.split():
            return None
        core = {"id", "type", "scope"}
        return {k: v for k, v in entity.items() if not self.attributes or k in core or k in self.names}


RIGHTS = [
    Right("scoped", "a1 a2 a3 north x1", scopes=("/City/North/#",)),
    Right(
        "both", "a2 b2 b3 north x1 x2", scopes=("/+/North", "/Port"), attributes=("pm25", "name", "locatedIn")
    ),
    Right("values", "a1 a2 a3 b1 b2 b3 n1 north south x1 x2", attributes=("pm25", "name", "status", "tags")),
    Right("places", "a1 a2 a3 b1 b3 x1 x2", attributes=("location", IRI + "locatedIn"), types=("Station",)),
    Right("nothing", "", scopes=("/Nowhere",), attributes=("never",)),
]


def station(urn: str, scope: Any, value: int, at: tuple[float, float], **more: Any) -> dict[str, Any]:
    told = {"observedAt": "2026-10-01T08:00:00Z"}
    found: dict[str, Any] = {
        "id": f"urn:ngsi-ld:Station:{urn}",
        "type": more.pop("type", "Station"),
        "pm25": {"type": "Property", "value": value, "unitCode": "GQ", **told},
        "secret": {
            "type": "Property",
            "value": 100 - value,
            **told,
            "pm25": {"type": "Property", "value": 7},
        },
        "name": {
            "type": "LanguageProperty",
            "languageMap": {"vi": f"Trạm {urn}", "en": f"Station {urn}"},
            **told,
        },
        "location": {"type": "GeoProperty", "value": {"type": "Point", "coordinates": list(at)}, **told},
        "operationSpace": {
            "type": "GeoProperty",
            "value": {"type": "LineString", "coordinates": [list(at), [at[0] + 0.1, at[1]]]},
            **told,
        },
        "status": {"type": "VocabProperty", "vocab": "open" if value % 2 else "shut", **told},
        "tags": {"type": "ListProperty", "valueList": [urn, value], **told},
        "address": {"type": "Property", "value": {"ward": f"W{100 - value}"}, **told},
        **more,
    }
    return {**found, "scope": scope} if scope else found


def linked(urn: str) -> dict[str, Any]:
    return {
        "type": "Relationship",
        "object": f"urn:ngsi-ld:City:{urn}",
        "observedAt": "2026-10-01T08:00:00Z",
    }


def city(urn: str, scope: str) -> dict[str, Any]:
    return {**station(urn, scope, 50, (107.5, 10.5), type="City"), "id": f"urn:ngsi-ld:City:{urn}"}


CORPUS = [
    station("b1", "/City/South", 11, (107.1, 10.1), locatedIn=linked("south")),
    station("a1", "/City/North/A", 12, (107.2, 10.2), locatedIn=linked("north")),
    city("south", "/City/South"),
    station("b2", "/Port", 13, (107.3, 10.3), type="Buoy", locatedIn=linked("north")),
    station("a2", "/City/North", 14, (107.4, 10.4), locatedIn=linked("south")),
    city("north", "/City/North"),
    station("n1", None, 15, (107.5, 10.5), type="Buoy", tags={"type": "Property", "value": "none"}),
    station(
        "a3",
        ["/City/South", "/City/North/B"],
        16,
        (107.6, 10.6),
        type=["Buoy", "Station"],
        locatedIn=linked("north"),
    ),
    station("b3", "/Harbour/North", 17, (107.7, 10.7), status={"type": "Property", "value": 1}),
]
LATER = [  # of each, one value more and one attribute less
    {
        "id": one["id"],
        "type": one["type"],
        **{
            name: {"type": "Property", "value": n + add, "observedAt": "2026-10-02T08:00:00Z"}
            for name, add in (("pm25", 0), ("secret", 50))
        },
    }
    for n, one in enumerate(CORPUS)
]
GONE = ["secret", "pm25"]  # of the first entity each
ENDED = [station("x1", "/City/North", 3, (107.1, 10.1)), station("x2", "/Port", 4, (107.1, 10.1))]

_S, _NEAR = "/entities?type=Station", "georel=near;maxDistance==15000&geometry=Point&coordinates=[107.4,10.4]"
_PAST = "timerel=after&timeAt=2026-09-01T00:00:00Z"
_THEN = "timerel=between&timeAt=2026-10-01T00:00:00Z&endTimeAt=2026-10-02T00:00:00Z"
QUESTIONS = [
    "/entities?local=true&count=true&limit=3",
    "/entities?local=true&count=true&limit=2&offset=2&options=keyValues",
    "/entities?local=true&limit=0&count=true",
    f"{_S},Buoy&count=true&options=concise",
    f"{_S};Buoy&count=true",
    f"{_S}&attrs=secret&count=true",
    f"{_S}&attrs=pm25,secret&count=true",
    f"{_S}&pick=id,secret&count=true",
    f"{_S}&pick=secret&count=true",
    f"{_S}&pick=scope&count=true",
    f"{_S}&omit=id,type,pm25,name&count=true",
    f"{_S}&omit=id,type,scope,pm25,name,status,tags,location,locatedIn&count=true",
    f"{_S}&q=secret&count=true",
    f"{_S}&q=secret>50&count=true",
    f"{_S}&q=secret!=3&count=true",
    f"{_S}&q=secret.pm25==7&count=true",
    f"{_S}&q=secret.observedAt>2026-10-01T00:00:00Z&count=true",
    f"{_S}&q=pm25.unitCode==%22GQ%22&count=true",
    f"{_S}&q=pm25<4;secret>50&count=true",
    f"{_S}&q=pm25<4|secret>50&count=true",
    f"{_S}&q=name[vi]~=%22a1%22|address[ward]==%22W88%22&count=true",
    f"{_S}&q=status==%22open%22&count=true",
    f"{_S}&q=tags==%22a1%22&count=true",
    "/entities?q=secret>50&count=true",
    f"{_S}&q=locatedIn{{City:pm25}}<5&join=flat&count=true",
    f"{_S}&q=locatedIn{{City:secret}}>50&join=flat&count=true",
    f"{_S}&q=locatedIn&count=true",
    f"{_S}&{_NEAR}&count=true",
    f"{_S}&{_NEAR}&geoproperty=operationSpace&count=true",
    f"{_S}&georel=within&geometry=Polygon&coordinates=[[[107,10],[107.45,10],[107.45,11],[107,11],[107,10]]]&count=true",
    f"{_S}&georel=disjoint&geometry=Point&coordinates=[1,1]&count=true",
    f"{_S}&scopeQ=/City/%23&count=true",
    f"{_S}&scopeQ=/City/South&count=true",
    f"{_S}&orderBy=secret&limit=2",
    f"{_S}&orderBy=secret;desc&limit=2&offset=1",
    f"{_S}&orderBy=address[ward],pm25;desc",
    f"{_S}&orderBy=secret.pm25,name[vi];desc",
    f"{_S}&orderBy=location;dist-desc&orderFrom=[107.4,10.4]",
    f"{_S}&orderBy=operationSpace;dist-asc&orderFrom=[107.4,10.4]",
    f"{_S}&orderBy=scope;desc,id",
    f"{_S}&lang=en&options=keyValues",
    f"{_S}&join=inline&count=true",
    f"{_S}&join=flat&joinLevel=2",
    f"{_S}&pick=id,locatedIn{{name,secret}}&join=inline",
    "/types",
    "/types?details=true",
    "/types/Station",
    "/types/City",
    "/types/Buoy",
    "/attributes",
    "/attributes?details=true",
    "/attributes/pm25",
    "/attributes/secret",
    "/attributes/location",
    f"/temporal/entities?type=Station&{_PAST}&count=true",
    f"/temporal/entities?type=Station&{_PAST}&options=temporalValues&lastN=1",
    f"/temporal/entities?type=Station&{_PAST}&attrs=secret&options=temporalValues&count=true",
    f"/temporal/entities?type=Station&{_PAST}&q=secret>50&options=temporalValues&count=true",
    *(
        f"/temporal/entities?type=Station,Buoy&{_THEN}&{asked}&options=temporalValues&count=true"
        for asked in (
            "q=secret>50",  # also of what was deleted since
            "q=secret!=3",
            "q=pm25>11;secret<90",
            "q=pm25<4|secret>95",
            "q=secret.pm25==7",
            "q=address[ward]==%22W88%22",
            "q=name[vi]~=%22a1%22|tags==%22a1%22",
            _NEAR,
            f"{_NEAR}&geoproperty=operationSpace",
            "georel=disjoint&geometry=Point&coordinates=[1,1]",
            "georel=within&geometry=Polygon&coordinates=[[[107,10],[107.45,10],[107.45,11],[107,11],[107,10]]]&q=secret",
        )
    ),
    *(
        f"/temporal/entities?type=Station,Buoy&{_PAST}&timeproperty={by}&{asked}&options=temporalValues&count=true"
        for by in ("createdAt", "modifiedAt", "deletedAt")
        for asked in ("q=secret", "q=secret>50", _NEAR)
    ),
    f"/temporal/entities?type=Station&{_PAST}&options=aggregatedValues&aggrMethods=max,totalCount&aggrPeriodDuration=P1D",
    f"/temporal/entities?type=Station&{_PAST}&timeproperty=modifiedAt&options=temporalValues&lastN=1&pick=secret,pm25",
    f"{_S}&dothi-at=2026-10-01T12:00:00Z&count=true&limit=2",
    f"{_S}&dothi-at=2026-10-01T12:00:00Z&attrs=secret&count=true",
    f"/temporal/entities?type=Station,Buoy&{_PAST}&scopeQ=/City/%23&attrs=secret,name&count=true",
    *(
        f"/{kind}/urn:ngsi-ld:Station:{urn}{more}"
        for urn in ("a1", "b1", "b2", "n1")
        for kind, more in (
            ("entities", ""),
            ("entities", "?attrs=secret"),
            ("entities", "?pick=secret"),
            ("entities", "?join=inline&options=keyValues"),
            ("entities", "?dothi-at=2026-10-01T12:00:00Z"),
            ("temporal/entities", ""),
            ("temporal/entities", "?options=aggregatedValues&aggrMethods=sum&aggrPeriodDuration=P1D"),
            ("temporal/entities", "?timeproperty=deletedAt"),
        )
    ),
    *(
        f"/{path}"  # of what was deleted
        for urn in ("x1", "x2")
        for path in (
            f"temporal/entities/urn:ngsi-ld:Station:{urn}",
            f"temporal/entities/urn:ngsi-ld:Station:{urn}?attrs=secret",
            f"entities/urn:ngsi-ld:Station:{urn}?dothi-at=2026-10-01T12:00:00Z",
        )
    ),
]
AS_FEATURES = [
    f"{_S},City&options=keyValues",
    f"{_S}&geometryProperty=operationSpace&pick=id,pm25",
    "/entities/urn:ngsi-ld:Station:a1?options=concise",
]
QUESTIONS += AS_FEATURES
MALFORMED = "q=%s~=%%22(?P%%3Cx%%3Eh)%%22"  # for Python it is one, for the database none
BODIES = [
    {"type": "Query", "entities": [{"type": "Station"}], "q": "secret>50"},
    {
        "type": "Query",
        "entities": [{"type": "Buoy", "idPattern": ".*2$"}, {"type": "City"}],
        "attrs": ["secret", "name"],
    },
    {
        "type": "Query",
        "entities": [{"type": "*"}],
        "geoQ": {"georel": "near;maxDistance==20000", "geometry": "Point", "coordinates": [107.4, 10.4]},
        "ordering": {"orderBy": ["secret;desc"]},
    },
]


async def narrow_key(
    url: str, right: Right, kind: str = "read", written: tuple[str, ...] | None = None
) -> str:
    header = await put_key(url, right.name, kind, types=right.types)
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute(
            "update accounts_api_key set scopes = %s, attributes_seen = %s, attributes_written = %s where id = %s",
            [
                list(right.scopes) or None,
                list(right.attributes) or None,
                written and list(written),
                right.name,
            ],
        )
    keys.forget()
    return header


async def build(client: httpx.AsyncClient, right: Right | None) -> None:
    """The corpus with its history; of `right`, a tenant that holds what may be seen, and nothing else."""
    headers = {"NGSILD-Tenant": right.name} if right else {}
    if right and (await client.get("/types", headers=headers)).status_code == 200:
        return
    for step in (CORPUS, LATER, ENDED):
        shown = [one if right is None else right.shown(one) for one in step]
        if sent := [one for one in shown if one]:
            answer = await client.post("/entityOperations/upsert?options=update", json=sent, headers=headers)
            assert answer.status_code in (201, 204), answer.text
        elif right:  # the tenant itself must be there
            urn = "urn:ngsi-ld:Nothing:1"
            await client.post("/entities", json={"id": urn, "type": "Nothing"}, headers=headers)
            await client.delete(f"/entities/{urn}", headers=headers)
    for one, name in zip(CORPUS, GONE, strict=False):
        if right is None or name in (right.shown(one) or {}):
            answer = await client.delete(f"/entities/{one['id']}/attrs/{name}", headers=headers)
            assert answer.status_code == 204, answer.text
    for one in ENDED:
        if right is None or right.shown(one):
            assert (await client.delete(f"/entities/{one['id']}", headers=headers)).status_code == 204


@pytest.fixture
async def corpus(client: httpx.AsyncClient) -> httpx.AsyncClient:
    if (await client.get(f"/entities/{CORPUS[0]['id']}")).status_code == 404:
        await build(client, None)
    return client


_OWN = re.compile(
    r'"instanceId":"[^"]*"|"\d{4}-(?!10)\d\d-\d\dT[^"]*"'
)  # numbers and clock times of the two tenants


def told(answer: httpx.Response) -> tuple[Any, ...]:
    """What a caller can tell two answers apart by."""
    kept = {
        name: answer.headers.get(name)
        for name in ("ngsild-results-count", "link", "content-type", "content-range")
    }
    kept["content-range"] = kept["content-range"] and re.sub(r"\d{4}-(?!10)\S+?Z", "", kept["content-range"])
    return answer.status_code, _OWN.sub('"…"', answer.text), kept


@pytest.mark.parametrize("right", RIGHTS, ids=lambda right: right.name)
async def test_a_key_is_told_what_a_tenant_tells_that_holds_nothing_else(
    door: Any, corpus: httpx.AsyncClient, committed_db: str, right: Right
) -> None:
    await build(corpus, right)
    differs = []
    header = await narrow_key(committed_db, right)
    async with caller(door, header) as narrow:
        there = {"NGSILD-Tenant": right.name}
        for path in QUESTIONS:
            accept = {"Accept": "application/geo+json" if path in AS_FEATURES else "application/json"}
            mine, theirs = (
                await narrow.get(path, headers=accept),
                await corpus.get(path, headers=accept | there),
            )
            assert mine.status_code in (200, 404), mine.text
            if told(mine) != told(theirs):
                differs.append((path, accept, mine.text, theirs.text))
        for body in BODIES:
            for path in (
                "/entityOperations/query?count=true&limit=2",
                "/temporal/entityOperations/query?count=true",
            ):
                sent = {
                    **body,
                    **(
                        {"temporalQ": {"timerel": "before", "timeAt": "2026-10-20T00:00:00Z"}}
                        if "temp" in path
                        else {}
                    ),
                }
                mine, theirs = (
                    await narrow.post(path, json=sent),
                    await corpus.post(path, json=sent, headers=there),
                )
                if told(mine) != told(theirs):
                    differs.append((path, body, mine.text, theirs.text))
    assert differs == []


async def test_an_error_tells_nothing(door: Any, corpus: httpx.AsyncClient, committed_db: str) -> None:
    """A wrong pattern is one also where there is nothing to match: else its error would say that something is there."""
    async with caller(door, await narrow_key(committed_db, RIGHTS[3])) as narrow:
        answers = [
            await narrow.get(f"{path}&count=true")
            for path in (
                *(f"{_S}&{MALFORMED % name}" for name in ("address", "never", "name[vi]", "address[ward]")),
                f"{_S}&idPattern=(?P%3Cx%3Eh)",
                "/entities?type=Never&idPattern=(?P%3Cx%3Eh)",
            )
        ]
    assert {answer.status_code for answer in answers} == {400}
    assert len({answer.text for answer in answers}) == 1


async def test_the_matrix_asks_what_would_differ(corpus: httpx.AsyncClient) -> None:
    """Proof of the proof: an unlimited key is told something else than each tenant in nearly every answer."""
    right = RIGHTS[1]
    await build(corpus, right)
    there = {"NGSILD-Tenant": right.name}
    same = [
        path
        for path in QUESTIONS
        if told(await corpus.get(path)) == told(await corpus.get(path, headers=there))
    ]
    assert len(same) <= len(QUESTIONS) // 10, same
