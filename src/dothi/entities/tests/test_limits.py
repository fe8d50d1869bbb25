"""What a key may write: its types and units hold for the entity as it stands and as it would become, and for nobody else's
fragment of the same flush."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any

import psycopg
import pytest
import shapely

from dothi.entities.core.normalize import normalize
from dothi.entities.core.rows import Batch, Fragment, Mode, Writer
from dothi.entities.store import heads
from dothi.entities.store.write import Written, write_batch
from dothi.kernel.errors import Conflict, DothiError, NotAllowed, NotFound
from dothi.kernel.origin import Origin

AIR, BUS = "AirQualityObserved", "Bus"
IN_A, IN_B, NOWHERE = (107.05, 10.35), (107.15, 10.35), (100.0, 1.0)
FREE = Writer(Origin.LIVE, "free")


@pytest.fixture
async def wards(connection: Any) -> tuple[int, int]:
    """Two communes side by side, a tenth of a degree wide."""
    known = await (
        await connection.execute("select id from territory_unit where code like '97%%' order by code")
    ).fetchall()
    if known:
        return known[0][0], known[1][0]
    return await _ward(connection, "97001", 107.0), await _ward(connection, "97002", 107.1)


async def _ward(connection: Any, code: str, west: float) -> int:
    cursor = await connection.execute(
        "insert into territory_unit (code, level, kind, name, full_name, name_en, valid_from, begin_known, decree, source,"
        " lon, lat, search_text) values (%(c)s, 3, 'Phường', %(c)s, %(c)s, %(c)s, '2025-07-01', true, '', 'test', %(lon)s, 10.35, '')"
        " returning id",
        {"c": code, "lon": west + 0.05},
    )
    (unit,) = await cursor.fetchone()
    area = shapely.box(west, 10.3, west + 0.1, 10.4)
    await connection.execute(
        "insert into territory_unit_area (unit_id, wkb, sha256, west, south, east, north, approximate, source, imported_at)"
        " values (%s, %s, %s, %s, 10.3, %s, 10.4, false, 'test', %s)",
        [unit, shapely.to_wkb(area), b"x" * 32, west, west + 0.1, dt.datetime(2026, 1, 1, tzinfo=dt.UTC)],
    )
    return unit


def part(
    urn: str,
    writer: Writer,
    *types: str,
    at: tuple[float, float] | None = None,
    value: float = 1,
    mode: Mode = Mode.UPSERT,
) -> Batch:
    """One request of one key."""
    payload: dict[str, Any] = {"id": f"urn:x:{urn}", "pm25": {"type": "Property", "value": value}}
    if types:
        payload["type"] = list(types)
    if at:
        payload["location"] = {"type": "GeoProperty", "value": {"type": "Point", "coordinates": list(at)}}
    batch = normalize(payload, mode=mode)
    batch.fragments[0].writer = writer
    return batch


async def write(connection: Any, *parts: Batch) -> Written:
    """One flush, as the group commit makes it."""
    merged = Batch()
    for one in parts:
        merged.extend(one)
    return await write_batch(connection, merged, origin=Origin.LIVE, source="test")


def answers(written: Written) -> list[type[DothiError] | None]:
    refused = written.refused
    return [type(refused[i]) if i in refused else None for i in range(len(written.batch.fragments))]


async def types_of(connection: Any, urn: str) -> set[str]:
    cursor = await connection.execute(
        "select t.short from entities_entity e join entities_term t on t.id = any(e.types) where urn = %s",
        [f"urn:x:{urn}"],
    )
    return {row[0] for row in await cursor.fetchall()}


async def values_of(connection: Any, urn: str) -> list[float]:
    cursor = await connection.execute(
        "select h.num from entities_history h join entities_entity e on e.id = h.entity_id where urn = %s and num is not null"
        " order by h.observed_at, h.num",
        [f"urn:x:{urn}"],
    )
    return [row[0] for row in await cursor.fetchall()]


def typed(*types: str) -> Writer:
    return Writer(Origin.LIVE, "typed", types=frozenset(types))


def inside(*units: int, source: str = "inside") -> Writer:
    return Writer(Origin.LIVE, source, unit_ids=frozenset(units))


@pytest.mark.parametrize(
    ("held", "allowed", "sent", "refused"),
    [
        ((AIR,), (AIR,), (AIR,), False),
        ((AIR,), (AIR,), (), False),
        ((AIR,), (BUS,), (), True),
        ((AIR,), (BUS,), (BUS,), True),  # a foreign entity does not become one's own by adding one's type
        ((AIR,), (AIR,), (AIR, BUS), True),  # nor does one's own get a foreign type
        ((AIR,), (AIR,), (BUS,), True),
        ((AIR, BUS), (AIR,), (AIR,), True),  # an entity of two types is not for a key of one
        ((AIR, BUS), (AIR, BUS), (AIR,), False),
        ((), (AIR,), (AIR,), False),
        ((), (AIR,), (AIR, BUS), True),
    ],
)
@pytest.mark.parametrize("mode", [Mode.UPSERT, Mode.REPLACE, Mode.MERGE])
async def test_all_types_lie_inside_the_keys(
    connection: Any, held: Any, allowed: Any, sent: Any, refused: bool, mode: Mode
) -> None:
    if (mode is Mode.MERGE and not held) or (mode is Mode.REPLACE and not sent):
        pytest.skip("nothing to merge into; a replacement names its type")
    urn = f"types-{'-'.join(held)}-{'-'.join(allowed)}-{'-'.join(sent)}-{mode.name}"
    if held:
        await write(connection, part(urn, FREE, *held))
    written = await write(connection, part(urn, typed(*allowed), *sent, value=2, mode=mode))
    assert answers(written) == [NotAllowed if refused else None]
    assert (2.0 in await values_of(connection, urn)) is not refused
    if refused:
        assert await types_of(connection, urn) == set(held)


async def test_a_process_that_never_heard_of_the_type_judges_the_same(
    connection: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names of held types are learnt for the judgement: a fresh process refused its own entities before."""
    from dothi.entities.store import dictionary

    await write(connection, part("fresh", FREE, AIR))
    monkeypatch.setattr(dictionary, "_known", {})
    assert answers(await write(connection, part("fresh", typed(AIR), value=2))) == [None]


async def test_the_unit_holds_for_where_it_stands_and_where_it_would_be(
    connection: Any, wards: tuple[int, int]
) -> None:
    a, b = wards
    await write(connection, part("in-a", FREE, AIR, at=IN_A), part("nowhere", FREE, AIR))
    tried = [
        part("in-a", inside(b), value=2),
        part("in-a", inside(a), at=IN_B, value=2),
        part("nowhere", inside(a), value=2),
        part("nowhere", inside(a), at=IN_A, value=2),  # it does not become one's own by being put there
        part("new-b", inside(a), AIR, at=IN_B),
        part("new-nowhere", inside(a), AIR),
        part("new-sea", inside(a), AIR, at=NOWHERE),
        part("in-a", inside(a), value=3),
        part("new-a", inside(a), AIR, at=IN_A),
    ]
    alone = [answers(await write(connection, one))[0] for one in tried]
    assert alone == [NotFound, NotAllowed, NotFound, NotFound, NotAllowed, NotAllowed, NotAllowed, None, None]


async def test_what_another_key_makes_in_the_same_flush_is_as_closed_as_what_stands(
    connection: Any, wards: tuple[int, int]
) -> None:
    a, b = wards
    written = await write(
        connection,
        part("made-b", inside(b, source="b"), AIR, at=IN_B, value=1),
        part("made-b", inside(a, source="a"), value=2),  # stands in b by now
        part("made-b", inside(a, source="a"), at=IN_A, value=2),
        part("made-nowhere", FREE, AIR, value=1),
        part("made-nowhere", inside(a, source="a"), value=2),
        part("made-bus", FREE, BUS, value=1),
        part("made-bus", typed(AIR), AIR, value=2),
        part("made-b", inside(b, source="b"), value=3),
    )
    assert answers(written) == [None, NotFound, NotFound, None, NotFound, None, NotAllowed, None]
    for urn, expected in (("made-b", [1, 3]), ("made-nowhere", [1]), ("made-bus", [1])):
        assert 2.0 not in await values_of(connection, urn)
        assert sorted(await values_of(connection, urn))[-1] == expected[-1]
    assert await types_of(connection, "made-bus") == {BUS}


async def test_what_moved_in_the_same_flush_is_judged_where_it_is_now(
    connection: Any, wards: tuple[int, int]
) -> None:
    a, b = wards
    await write(connection, part("moves", FREE, AIR, at=IN_A))
    written = await write(
        connection,
        part("moves", FREE, at=IN_B),
        part("moves", inside(a), value=2),
        part("moves", inside(b), value=3),
    )
    assert answers(written) == [None, NotFound, None]


async def test_a_refused_fragment_leaves_nothing_for_the_next(
    connection: Any, wards: tuple[int, int]
) -> None:
    """What was refused neither makes nor moves: the next is judged as if it had never come."""
    a, _ = wards
    written = await write(
        connection, part("ghost", inside(a), AIR, at=IN_B), part("ghost", inside(a), AIR, at=IN_A)
    )
    assert answers(written) == [NotAllowed, None]


async def test_limits_of_one_never_spill_to_the_other(connection: Any, wards: tuple[int, int]) -> None:
    """Every pair of keys, in both orders, in one flush: each answer is the one that the key gets alone."""
    a, b = wards
    keys = [FREE, typed(AIR), typed(BUS), inside(a), inside(b)]
    await write(connection, part("pair-1", FREE, AIR, at=IN_A), part("pair-2", FREE, BUS, at=IN_B))
    requests = [
        lambda key, n: part("pair-1", key, value=n),
        lambda key, n: part("pair-2", key, value=n),
        lambda key, n: part("pair-1", key, AIR, at=IN_A, value=n),
    ]
    alone = {
        (k, r): answers(await write(connection, requests[r](keys[k], 1000 + 10 * k + r)))[0]
        for k in range(len(keys))
        for r in range(len(requests))
    }
    assert len(set(alone.values())) == 3  # accepted, outside the type, outside the area
    cases = list(alone)
    for first in cases:
        together = [requests[r](keys[k], 5000 + n) for n, (k, r) in enumerate([first, *cases])]
        assert answers(await write(connection, *together)) == [alone[case] for case in [first, *cases]]


async def test_who_was_a_moment_slower_is_judged_by_what_the_quicker_made(
    connection: Any, committed_db: str, wards: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes: both saw no entity, the other one's is committed first, in another ward and of another type."""
    a, _ = wards
    units = heads._find_units
    passed: list[int] = []

    async def slow(job: Any) -> None:
        await units(job)
        if not passed:
            passed.append(1)
            async with await psycopg.AsyncConnection.connect(committed_db, autocommit=True) as other:
                await write(
                    other,
                    part("raced-1", FREE, AIR, at=IN_B),
                    part("raced-2", FREE, BUS, at=IN_A),
                    part("raced-3", FREE, AIR, at=IN_A),
                )

    monkeypatch.setattr(heads, "_find_units", slow)
    written = await asyncio.wait_for(
        write(
            connection,
            part("raced-1", inside(a), AIR, at=IN_A, value=2),
            part("raced-2", typed(AIR), AIR, value=2),
            part("raced-3", inside(a), AIR, at=IN_A, value=2, mode=Mode.CREATE),
            part("raced-3", inside(a), value=3),
        ),
        20,
    )
    assert answers(written) == [NotFound, NotAllowed, Conflict, None]
    assert 2.0 not in await values_of(connection, "raced-1")
    assert await types_of(connection, "raced-2") == {BUS}


@pytest.mark.parametrize("limit", ["type", "unit", "scope"])
@pytest.mark.parametrize("mode", [Mode.CREATE, Mode.UPSERT])
async def test_a_deleted_entity_is_made_anew_only_by_who_could_see_it(
    connection: Any, wards: tuple[int, int], limit: str, mode: Mode
) -> None:
    """Its history comes back with it."""
    mine, other = {
        "type": (typed(BUS), typed(AIR)),
        "unit": (inside(wards[0]), inside(wards[1])),
        "scope": (Writer(Origin.LIVE, "a", scopes=("/A/#",)), Writer(Origin.LIVE, "b", scopes=("/B",))),
    }[limit]
    urn = f"anew-{limit}-{mode.name}"
    was = part(urn, FREE, BUS, at=IN_A)
    was.fragments[0].scopes = ("/A/x",)
    await write(connection, was)
    gone = Batch([Fragment(f"urn:x:{urn}", (), Mode.DELETE)])
    await write_batch(connection, gone, origin=Origin.LIVE, source="test")

    theirs = part(urn, other, AIR, at=IN_B, mode=mode)
    theirs.fragments[0].scopes = ("/B",)
    refused = [Conflict if mode is Mode.CREATE else NotFound]
    assert answers(await write(connection, theirs)) == refused
    again = part(urn, mine, BUS, at=IN_A, mode=mode)
    again.fragments[0].scopes = ("/A/y",)
    assert answers(await write(connection, again)) == [None]

    await write_batch(connection, gone, origin=Origin.LIVE, source="test")
    await connection.execute(
        "update entities_entity set withdrawn_at = deleted_at where urn = %s", [f"urn:x:{urn}"]
    )
    assert answers(await write(connection, theirs)) == [None]  # nothing of it can be told any more
