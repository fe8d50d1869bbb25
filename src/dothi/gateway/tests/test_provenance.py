"""Where values come from, for who asks (`options=dothi-provenance`): quality, origin and source of each; nothing extra else."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from psycopg import AsyncConnection

from dothi.entities.core.normalize import normalize
from dothi.entities.store.write import write_batch
from dothi.gateway.tests.conftest import caller, put_key
from dothi.kernel.origin import Origin

URN = "urn:ngsi-ld:AirQualityObserved:prov"
ASKED = {"options": "dothi-provenance"}
AT = "2026-11-03T08:00:00Z"


def words(attribute: dict[str, Any]) -> tuple[str, str, str]:
    return tuple(attribute[name]["value"] for name in ("quality", "origin", "source"))  # type: ignore[return-value]


@pytest.fixture
async def station(client: httpx.AsyncClient) -> str:
    await client.delete(f"/entities/{URN}")
    entity = {
        "id": URN,
        "type": "AirQualityObserved",
        "pm25": {"type": "Property", "value": 10, "observedAt": AT, "quality": {"type": "Property", "value": "imputed"}},
        "pm10": {"type": "Property", "value": 20, "observedAt": AT},
    }  # fmt: skip
    assert (await client.post("/entities", json=entity)).status_code == 201
    return f"/entities/{URN}"


async def test_every_value_tells_where_it_comes_from(client: httpx.AsyncClient, station: str) -> None:
    told = (await client.get(station, params=ASKED)).json()
    assert words(told["pm25"]) == ("imputed", "live", "http:admin")
    assert words(told["pm10"]) == ("unknown", "live", "http:admin")
    (listed,) = (await client.get("/entities", params={**ASKED, "id": URN, "local": "true"})).json()
    assert listed == told
    concise = (await client.get(station, params={"options": "concise,dothi-provenance"})).json()
    assert concise["pm10"] == {
        "value": 20, "observedAt": AT, "quality": "unknown", "origin": "live", "source": "http:admin",
    }  # fmt: skip


async def test_nothing_is_told_that_was_not_asked_for(client: httpx.AsyncClient, station: str) -> None:
    for options in ("normalized", "sysAttrs"):
        told = (await client.get(station, params={"options": options})).json()
        assert not {"origin", "source"} & (told["pm25"].keys() | told["pm10"].keys())
        assert "quality" in told["pm25"] and "quality" not in told["pm10"]
    assert (await client.get(station, params={"options": "keyValues,dothi-provenance"})).json() == {
        "id": URN,
        "type": "AirQualityObserved",
        "pm25": 10,
        "pm10": 20,
    }


async def test_the_history_tells_it_too(client: httpx.AsyncClient, station: str) -> None:
    told = (await client.get(f"/temporal{station}", params=ASKED)).json()
    assert words(told["pm25"][0]) == ("imputed", "live", "http:admin")
    query = {**ASKED, "type": "AirQualityObserved", "timerel": "before", "timeAt": "2026-11-04T00:00:00Z"}
    found = (await client.get("/temporal/entities", params=query)).json()
    assert words(next(one for one in found if one["id"] == URN)["pm10"][0]) == (
        "unknown", "live", "http:admin",
    )  # fmt: skip


async def test_linked_entities_tell_it_too(client: httpx.AsyncClient, station: str) -> None:
    street = "urn:ngsi-ld:Street:prov"
    await client.delete(f"/entities/{street}")
    await client.post(
        "/entities",
        json={"id": street, "type": "Street", "hasStation": {"type": "Relationship", "object": URN}},
    )
    for join in ("inline", "flat"):
        told = (await client.get(f"/entities/{street}", params={**ASKED, "join": join})).json()
        linked = told["hasStation"]["entity"] if join == "inline" else told[1]
        assert words(linked["pm25"]) == ("imputed", "live", "http:admin")


async def test_no_word_of_the_sender_hides_ours(door: Any, client: httpx.AsyncClient, committed_db: str) -> None:  # fmt: skip
    """A simulated value stays one, whatever its sub-attributes are called; a sender's own source is told when nobody asks for ours."""
    value = {
        "type": "Property",
        "value": 5,
        "origin": {"type": "Property", "value": "real"},
        "source": {"type": "Property", "value": "https://example.org/station"},
    }
    async with caller(door, await put_key(committed_db, "model", "write", origin="simulated")) as simulator:
        await simulator.delete(f"/entities/{URN}")
        sent = {"id": URN, "type": "AirQualityObserved", "pm25": value}
        assert (await simulator.post("/entities", json=sent)).status_code == 201
    plain = (await client.get(f"/entities/{URN}")).json()["pm25"]
    assert (plain["origin"]["value"], plain["source"]) == ("simulated", value["source"])
    asked = (await client.get(f"/entities/{URN}", params=ASKED)).json()["pm25"]
    assert words(asked) == ("unknown", "simulated", "http:model")


async def test_a_person_is_not_named(client: httpx.AsyncClient, committed_db: str, station: str) -> None:
    typed = normalize({"id": URN, "type": "AirQualityObserved", "pm10": {"value": 21, "observedAt": "2026-11-03T09:00:00Z"}})  # fmt: skip
    async with await AsyncConnection.connect(committed_db, autocommit=True) as connection:
        await write_batch(connection, typed, origin=Origin.TYPED, source="person:lan")
    told = (await client.get(station, params=ASKED)).json()
    assert words(told["pm10"]) == ("typed", "typed", "person")
