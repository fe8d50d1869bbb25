"""Values by formula through the store: at arrivals and periods, over related entities, by dated figures, once, and again when late."""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools
import tomllib
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import transaction

from dothi.entities.core.normalize import normalize
from dothi.entities.store.write import write_batch
from dothi.kernel import clock
from dothi.kernel.errors import Conflict
from dothi.kernel.origin import Origin
from dothi.kernel.pack_contents import Told
from dothi.rules import derive
from dothi.rules.derived.formulas import packs, working
from dothi.rules.derived.formulas.models import Formula, FormulaDue
from dothi.rules.tests.feed import url

pytestmark = pytest.mark.django_db(transaction=True)

_number = itertools.count()
DAY = dt.datetime(2026, 11, 20, tzinfo=clock.VIETNAM)
NUMBER = {"type": "number"}


def _type(title: str, **attributes: Any) -> dict[str, Any]:
    return {"title": title, "properties": attributes}


def measured(unit: str, **more: Any) -> dict[str, Any]:
    return {"type": "number", "x-unitCode": unit, **more}


TYPES = {
    "types/LotX.json": _type("LotX", total=measured("C62"), occupied=measured("C62"), free=measured("C62"), share=measured("P1")),
    "types/ZoneX.json": _type("ZoneX", inflow=measured("MQH"), used=measured("MQH"), leak=measured("MQH")),
    "types/MeterX.json": _type("MeterX", refZone={"type": "string"}, flow=measured("MQH"), night=measured("MQH")),
    "types/NoticeX.json": _type("NoticeX", state={"type": "string"}, until={"type": "string"}, holds={"type": "boolean"}),
    "types/RiverX.json": _type("RiverX", stage=measured("MTR"), level={"type": "string"}, usualStage=measured("MTR")),
}  # fmt: skip
COMMON = """valid_from = 2026-01-01
name = { vi = "x", en = "x" }
source = "thử"
certainty = "D"
"""
FORMULAS = f"""
[[derived]]
type = "LotX"
attribute = "free"
formula = "greatest(0.0, total.value - occupied.value)"
unit = "C62"
held = ["total"]
{COMMON}
[[derived]]
type = "LotX"
attribute = "share"
formula = "round(100.0 * free.value / total.value, 1)"
unit = "P1"
held = ["total"]
estimate = true
{COMMON}
[[derived]]
type = "MeterX"
attribute = "night"
formula = "flow.min('2h')"
unit = "MQH"
every = "day"
at = "04:00"
{COMMON}
[[derived]]
type = "ZoneX"
attribute = "used"
formula = "meters.value"
unit = "MQH"
every = "hour"
{COMMON}
[derived.across.meters]
type = "MeterX"
via = "refZone"
attribute = "flow"
figure = "sum"
least = 0.6
[[derived]]
type = "ZoneX"
attribute = "leak"
formula = "inflow.mean('1h') - used.value"
unit = "MQH"
every = "hour"
{COMMON}
[[derived]]
type = "NoticeX"
attribute = "holds"
formula = "state.value == 'on' && !until.passed('0m')"
held = ["state", "until"]
{COMMON}
[[derived]]
type = "RiverX"
attribute = "level"
formula = "stage.value >= bd2.value ? 'BĐ2' : stage.value >= bd1.value ? 'BĐ1' : 'dưới BĐ1'"
figures = "alarm-levels"
{COMMON}
"""


def told(text: str = FORMULAS, code: str = "thu", **indices: str) -> Told:
    texts = {"derived/x.toml": text, **{f"indices/{name}.toml": each for name, each in indices.items()}}
    trees = {**TYPES, **{name: tomllib.loads(each) for name, each in texts.items()}}
    return Told(code, "1.0.0", texts, trees)


@pytest.fixture(autouse=True)
def formulas() -> Iterator[None]:
    figure = '[[figure]]\nentity = "{}"\nvalid_from = {}\nsource = "x"\ncertainty = "M"\nvalues = {{ bd1 = {}, bd2 = {} }}\n'
    levels = figure.format("urn:ngsi-ld:RiverX:a", "2020-01-01", 1.5, 2.0)
    levels += figure.format("urn:ngsi-ld:RiverX:a", "2026-11-15", 2.5, 3.0)
    wanted = told(**{"alarm-levels": levels})
    assert list(packs.check(wanted)) == []
    packs.load(wanted, None)
    derived(DAY)  # read the log to its end: what other tests left is not ours
    yield
    packs.load(Told("thu", "", {}, {}), None)
    packs.load(Told("khac", "", {}, {}), None)


def urn(type_: str) -> str:
    return f"urn:ngsi-ld:{type_}:{next(_number)}"


def send(id_: str, at: dt.datetime, origin: Origin = Origin.LIVE, **values: Any) -> None:
    """One message; a text that is a URN is a relationship."""
    entity: dict[str, Any] = {"id": id_, "type": id_.split(":")[2]}
    for name, value in values.items():
        if isinstance(value, str) and value.startswith("urn:"):
            entity[name] = {"type": "Relationship", "object": value}
        else:
            members = value if isinstance(value, dict) else {"value": value}
            entity[name] = {"type": "Property", "observedAt": clock.iso(at), **members}
    asyncio.run(_write(entity, origin))


async def _write(entity: dict[str, Any], origin: Origin) -> None:
    async with await psycopg.AsyncConnection.connect(url(), autocommit=True) as opened:
        await write_batch(opened, normalize([entity]), origin=origin, source="test")


def derived(now: dt.datetime) -> int:
    async def step() -> int:
        async with await psycopg.AsyncConnection.connect(url(), autocommit=True) as opened:
            return await derive.catch_up(opened, now)

    return asyncio.run(step())


def stored(id_: str, attribute: str) -> list[tuple[Any, ...]]:
    """(observedAt, revision, value, origin, quality) in order."""
    with psycopg.connect(url()) as opened:
        return opened.execute(
            """select h.observed_at, h.revision, coalesce(to_jsonb(h.num), to_jsonb(h.txt), h.json), h.origin, h.quality
               from entities_history h join entities_term t on t.id = h.term_id join entities_entity e on e.id = h.entity_id
               where e.urn = %s and t.short = %s order by 1, 2""",
            [id_, attribute],
        ).fetchall()


def values(id_: str, attribute: str) -> list[tuple[Any, Any]]:
    return [(at, value) for at, _revision, value, *_ in stored(id_, attribute)]


def at(hour: float) -> dt.datetime:
    return DAY + dt.timedelta(hours=hour)


def test_at_each_arrival_with_what_holds_until_told_otherwise() -> None:
    lot = urn("LotX")
    send(lot, at(-200), total=100.0)
    send(lot, at(8), occupied=40.0)
    derived(at(8))
    assert values(lot, "free") == [(at(8), 60.0)]
    assert values(lot, "share") == [(at(8), 60.0)]  # made of what was made, in the same pass
    send(lot, at(8.5), total=30.0)
    derived(at(8.5))
    assert values(lot, "free")[-1] == (at(8.5), 0.0)
    send(lot, at(12), total=50.0)  # what is occupied was told more than an hour ago: nothing can be said
    derived(at(12))
    assert values(lot, "free")[-1] == (at(8.5), 0.0)


def test_what_ends_by_itself_is_computed_at_its_end() -> None:
    notice = urn("NoticeX")
    until = {"value": {"@type": "DateTime", "@value": clock.iso(at(20))}}
    send(notice, at(8), state="on", until=until)
    derived(at(19))
    assert values(notice, "holds") == [(at(8), True)]
    send(notice, at(15), until=clock.iso(at(22)))  # prolonged, told as a plain text
    derived(at(21))
    assert values(notice, "holds")[-1] == (at(20), True)
    derived(at(22))
    assert values(notice, "holds")[-1] == (at(22), False)
    past = urn("NoticeX")
    send(past, at(9), state="on", until="soon")  # no moment: nothing is said
    derived(at(23))
    assert values(past, "holds") == []


def test_an_estimate_says_so_and_a_simulated_input_makes_it_simulated() -> None:
    lot = urn("LotX")
    send(lot, at(8), origin=Origin.SIMULATED, total=100.0, occupied=40.0)
    derived(at(8))
    assert stored(lot, "free")[0][3:] == (Origin.SIMULATED, 0)
    assert stored(lot, "share")[0][3:] == (Origin.SIMULATED, 2)
    real = urn("LotX")
    send(real, at(9), total=100.0, occupied=40.0)
    derived(at(9))
    assert stored(real, "share")[0][3:] == (Origin.ESTIMATED, 2)


def test_a_late_value_computes_again_what_looked_back_at_it() -> None:
    lot = urn("LotX")
    send(lot, at(0), total=100.0)
    send(lot, at(8), occupied=40.0)
    derived(at(9))
    send(lot, at(7), total=90.0)
    derived(at(9))
    assert [(row[1], row[2]) for row in stored(lot, "free")] == [(0, 60.0), (1, 50.0)]


def test_never_from_suspect_or_another_unit() -> None:
    lot = urn("LotX")
    send(lot, at(0), total=100.0)
    send(lot, at(8), occupied={"value": 40.0, "quality": "suspect"})
    send(lot, at(9), occupied={"value": 40.0, "unitCode": "KGM"})
    derived(at(9))
    assert stored(lot, "free") == []
    send(lot, at(10), occupied={"value": 40.0, "quality": "imputed"})
    derived(at(10))
    assert [row[4] for row in stored(lot, "free")] == [4]  # as trustworthy as its worst input


def test_what_stood_on_a_value_that_turns_out_suspect_is_suspect_itself() -> None:
    lot = urn("LotX")
    send(lot, at(8), total=100.0, occupied=40.0)
    derived(at(8))
    send(lot, at(8), occupied={"value": 40.0, "quality": "suspect"})
    derived(at(8))
    assert [(row[1], row[2], row[4]) for row in stored(lot, "free")] == [(0, 60.0, 0), (1, 60.0, 5)]
    assert stored(lot, "share")[-1][4] == 5  # and so on, value by value


def test_the_least_of_the_night_once_a_day() -> None:
    meter = urn("MeterX")
    for hour, flow in ((1, 0.1), (2.5, 0.9), (3, 0.7), (3.5, 1.2), (5, 0.2)):
        send(meter, at(hour), flow=flow)
    derived(at(5))
    assert values(meter, "night") == [(at(4), 0.7)]


def test_a_sum_over_related_entities_needs_enough_of_them() -> None:
    zone, meters = urn("ZoneX"), [urn("MeterX") for _ in range(3)]
    send(zone, at(8.5), inflow=20.0)
    for meter in meters:
        send(meter, at(0), refZone=zone)
    send(meters[0], at(8.2), flow=3.0)
    derived(at(10))
    assert values(zone, "used") == []
    send(meters[1], at(8.4), flow=4.0)
    derived(at(10))
    assert values(zone, "used") == [(at(9), 7.0)]
    assert values(zone, "leak") == [(at(9), 13.0)]
    send(meters[2], at(8.6), flow=5.0)  # late: the hour is told anew, and what is made of it
    derived(at(10))
    assert [(row[1], row[2]) for row in stored(zone, "used")] == [(0, 7.0), (1, 12.0)]
    assert [(row[1], row[2]) for row in stored(zone, "leak")] == [(0, 13.0), (1, 8.0)]


def test_an_hour_is_not_told_before_it_is_over() -> None:
    zone, meter = urn("ZoneX"), urn("MeterX")
    send(zone, at(8), inflow=20.0)
    send(meter, at(8.5), refZone=zone, flow=3.0)
    derived(at(9) + dt.timedelta(minutes=5))
    assert values(zone, "used") == []
    send(meter, at(9), flow=4.0)
    derived(at(9) + dt.timedelta(minutes=5))
    assert values(zone, "used") == [(at(9), 4.0)]
    derived(at(10) + dt.timedelta(minutes=25))
    assert not FormulaDue.objects.filter(value="ZoneX.used", at__lte=at(10)).exists()


def test_dated_figures_of_a_station_give_a_text() -> None:
    river = "urn:ngsi-ld:RiverX:a"
    for day, stage in ((-30, 1.6), (-29, 2.1), (0, 2.1), (1, 2.6)):
        send(river, at(24 * day), stage=stage)
    send("urn:ngsi-ld:RiverX:b", at(1), stage=9.0)  # no figures: nothing can be said
    derived(at(26))
    assert [value for _at, value in values(river, "level")] == ["BĐ1", "BĐ2", "dưới BĐ1", "BĐ1"]
    assert values("urn:ngsi-ld:RiverX:b", "level") == []


def test_what_dies_after_the_write_is_computed_again_and_stands_once(monkeypatch: pytest.MonkeyPatch) -> None:
    lot = urn("LotX")
    send(lot, at(8), total=100.0, occupied=40.0)
    written = working.write_batch

    async def write_and_die(*args: Any, **named: Any) -> None:
        await written(*args, **named)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(working, "write_batch", write_and_die)
        derived(at(8))
    assert not stored(lot, "free")
    derived(at(8))
    derived(at(8))
    assert [row[1:3] for row in stored(lot, "free")] == [(0, 60.0)]


def test_one_value_that_cannot_be_computed_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    known = [urn("LotX") for _ in range(3)]
    for each in known:
        send(each, at(1), total=100.0, occupied=60.0)
    result = working.result

    def fall(one: Any, seen: Any) -> Any:
        if seen.inputs.values.get("occupied", {}).get("value") == 61.0:
            raise ArithmeticError
        return result(one, seen)

    monkeypatch.setattr(working, "result", fall)
    for each, occupied in zip(known, (60.5, 61.0, 62.0), strict=True):
        send(each, at(2), occupied=occupied)
    derived(at(3))
    assert [values(each, "free")[-1][1] for each in known] == [39.5, 40.0, 38.0]
    assert not FormulaDue.objects.exists()


def test_a_pack_taken_out_computes_nothing_more_and_another_may_not_take_its_value() -> None:
    lot = urn("LotX")
    with pytest.raises(Conflict), transaction.atomic():
        packs.load(told("[[derived]]" + FORMULAS.split("[[derived]]")[1], code="khac"), None)
    packs.load(Told("thu", "", {}, {}), None)
    assert not Formula.objects.exists()
    send(lot, at(8), total=100.0, occupied=40.0)
    derived(at(8))
    assert not stored(lot, "free")


def test_those_that_others_are_made_of_come_first() -> None:
    ranks = {str(one): one.rank for one in Formula.objects.all()}
    assert ranks["LotX.share"] == ranks["LotX.free"] + 1
    assert ranks["ZoneX.leak"] == ranks["ZoneX.used"] + 1
