"""A command's life: asked, consented to by another, sent once at most, shown by the device – and every way in which it ends otherwise."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import replace
from typing import Any
from unittest import mock
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from dothi.commands import actions, course, sending
from dothi.commands.catalogue import Kind, get_kind
from dothi.commands.channels.kinds import Answer, NotSent, Order, Unanswered, kinds
from dothi.commands.choosing import kind_of
from dothi.commands.interlock import allows
from dothi.commands.models import Command
from dothi.commands.packs import check
from dothi.entities import queries as entities
from dothi.entities.core.normalize import normalize
from dothi.entities.store.write import write_batch
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed, NotFound
from dothi.kernel.origin import Origin
from dothi.kernel.pack_contents import Told
from dothi.kernel.testing.cast import Cast
from dothi.rules.tests.feed import url

pytestmark = pytest.mark.django_db(transaction=True)
URN = "urn:ngsi-ld:WastewaterOutflow:cua-xa-1"
State = Command.State


def show(origin: Origin = Origin.SIMULATED, quality: str | None = None, **values: Any) -> None:
    """What the device tells."""
    more = {"observedAt": clock.iso(clock.now())} | ({"quality": quality} if quality else {})
    told: dict[str, Any] = {
        name: {"type": "Property", "value": value, **more} for name, value in values.items()
    }
    told["location"] = {"type": "GeoProperty", "value": {"type": "Point", "coordinates": [107.1, 10.35]}}

    async def write() -> None:
        async with await psycopg.AsyncConnection.connect(url(), autocommit=True) as opened:
            batch = normalize([{"id": URN, "type": "WastewaterOutflow", **told}])
            await write_batch(opened, batch, origin=origin, source="test")

    asyncio.run(write())


def asked(by: Any, *, value: str = "sampling", key: UUID | None = None, **changes: Any) -> Command:
    kind = get_kind("take-sample")
    kind = Kind(kind.code, kind.pack, {**kind.told, **changes})
    return actions.ask(kind, URN, value=value, key=key or uuid4(), reason="COD vượt giấy phép", by=by)


def step(sent: list[Order] | None = None, error: Exception | None = None, *, real: bool = False) -> None:
    """One round of the loop, in this thread, with what it began; our own broker is a list, other channels are `real`."""

    async def send(order: Order, settings: Any) -> Answer:
        if error is not None:
            raise error
        if sent is not None:
            sent.append(order)
        return Answer()

    async def once() -> None:
        post = sending.Post(inside)
        await post.round()
        await post.end(60)

    async def inside(call: Any) -> Any:
        return await asyncio.to_thread(_closed(call))

    listed = replace(kinds()["mqtt"], send=send)
    with mock.patch.object(course, "kind_of", lambda one: kind_of(one) if real and one else listed):
        asyncio.run(once())


def _closed(call: Any) -> Any:
    def done() -> Any:
        try:
            return call()
        finally:
            connection.close()

    return done


def state(command: Command) -> str:
    command.refresh_from_db()
    return str(command.state)


def test_the_loop_closes_when_the_device_shows_what_it_was_told(cast: Cast) -> None:
    command = asked(cast.nga)
    sent: list[Order] = []
    step(sent)
    assert not sent and state(command) == State.WAITING
    actions.consent(command, by=cast.minh)
    step(sent)
    (order,) = sent
    assert (
        order.urn == URN and order.message["set"] == {"samplerState": "sampling"} and order.key == command.key
    )
    assert state(command) == State.SENT
    show(samplerState="idle")
    step(sent)
    assert state(command) == State.SENT  # another value
    show(samplerState="sampling")
    step(sent)
    assert state(command) == State.CONFIRMED and len(sent) == 1
    versions = Command.pgh_event_model.objects.filter(pgh_obj_id=command.pk).order_by("pgh_id")
    assert [one.state for one in versions] == ["waiting", "ready", "sending", "sent", "confirmed"]


def test_what_it_showed_before_is_no_answer(cast: Cast) -> None:
    with clock.moved_to(clock.now() - dt.timedelta(minutes=5)):
        show(samplerState="sampling")
    command = asked(cast.nga)
    actions.consent(command, by=cast.minh)
    step()
    step()
    assert state(command) == State.SENT


def test_only_the_devices_own_word_is_an_answer(cast: Cast) -> None:
    """A figure that a person types, a value played back, one that the sender doubts: each would close it for a device that did nothing."""
    command = asked(cast.nga)
    actions.consent(command, by=cast.minh)
    step()
    for told in ({"origin": Origin.TYPED}, {"origin": Origin.REPLAYED}, {"quality": "suspect"}):
        show(**told, samplerState="sampling")
        step()
        assert state(command) == State.SENT, told
    show(Origin.LIVE, samplerState="sampling")
    step()
    assert state(command) == State.CONFIRMED


def test_nobody_consents_to_their_own_command(cast: Cast) -> None:
    command = asked(cast.nga)
    with pytest.raises(Conflict, match="command-second-person"):
        actions.consent(command, by=cast.nga)
    with pytest.raises(IntegrityError, match="second_person"), transaction.atomic():
        Command.objects.filter(pk=command.pk).update(
            state="ready", decided_by=cast.nga, decided_at=clock.now()
        )
    with pytest.raises(IntegrityError, match="without_consent"), transaction.atomic():
        Command.objects.filter(pk=command.pk).update(state="ready")


def test_who_may_not_is_refused(cast: Cast) -> None:
    with pytest.raises((NotAllowed, NotFound)):
        asked(cast.lan)
    command = asked(cast.nga)
    for somebody in (cast.lan, cast.kien, cast.dung):
        with pytest.raises(NotAllowed):
            actions.consent(command, by=somebody)


def test_the_same_form_twice_is_one_command_and_a_second_one_waits_for_the_first(cast: Cast) -> None:
    key = uuid4()
    assert asked(cast.nga, key=key).pk == asked(cast.nga, key=key).pk
    with pytest.raises(Conflict, match="command-under-way"):
        asked(cast.minh)


def test_a_killed_sender_leaves_it_unknown_and_it_is_never_sent_again(cast: Cast) -> None:
    command = asked(cast.nga)
    actions.consent(command, by=cast.minh)
    assert [one.pk for one in course.claim_ready()] == [command.pk]  # … and here the process is killed
    assert course.break_off() == 1
    assert state(command) == State.UNKNOWN and command.trouble == "killed"
    sent: list[Order] = []
    step(sent)
    assert not sent


def test_a_broker_that_is_away_fails_it_and_a_device_that_says_nothing_times_out(cast: Cast) -> None:
    first = asked(cast.nga)
    actions.consent(first, by=cast.minh)
    step(error=NotSent("broker"))
    assert state(first) == State.FAILED and first.trouble == "broker"
    unsure = asked(cast.nga)
    actions.consent(unsure, by=cast.minh)
    step(error=Unanswered())
    assert state(unsure) == State.UNKNOWN  # it may be on its way: nobody says that it was not sent
    second = asked(cast.nga)
    actions.consent(second, by=cast.minh)
    step()
    with clock.moved_to(clock.now() + dt.timedelta(seconds=61)):
        step()
    assert state(second) == State.TIMED_OUT


def test_it_expires_and_may_be_cancelled_only_before_it_is_sent(cast: Cast) -> None:
    late = asked(cast.nga)
    with clock.moved_to(clock.now() + dt.timedelta(minutes=31)):
        with pytest.raises(Conflict, match="command-expired"):
            actions.consent(late, by=cast.minh)
        step()
    assert state(late) == State.EXPIRED
    one = asked(cast.nga)
    actions.cancel(one, by=cast.nga, reason="nhầm")
    assert state(one) == State.CANCELLED
    sent = asked(cast.nga)
    actions.consent(sent, by=cast.minh)
    step()
    with pytest.raises(Conflict):
        actions.cancel(sent, by=cast.nga, reason="muộn")


def test_the_interlock_holds_when_it_is_asked_and_again_when_it_is_sent(cast: Cast) -> None:
    safe = {"only_while": "flow.value < 200.0"}
    command = asked(cast.nga, **safe)
    actions.consent(command, by=cast.minh)
    show(flow=300.0)
    sent: list[Order] = []
    step(sent)
    assert state(command) == State.FAILED and command.trouble == "interlock" and not sent
    with pytest.raises(Conflict, match="command-interlock"):
        asked(cast.nga, **safe)
    with pytest.raises(Conflict, match="command-interlock"):  # what cannot be said is no
        asked(cast.nga, only_while="pH.value < 9.0")
    assert state(asked(cast.nga, only_while="!flow.silentFor('30m')")) == State.WAITING


def test_only_the_devices_own_word_opens_the_interlock(cast: Cast) -> None:
    """What a person typed or a recording plays back would switch a device on with somebody's hand in it."""
    safe = {"only_while": "flow.value < 200.0"}
    show(flow=100.0)
    command = asked(cast.nga, **safe)
    for told in ({"origin": Origin.TYPED}, {"origin": Origin.REPLAYED}, {"quality": "suspect"}):
        show(**told, flow=120.0)
        entity = entities.entity(URN, cast.nga.scope("entities.view"))
        assert not allows(command.told, entity), told
    show(Origin.LIVE, flow=130.0)
    assert allows(command.told, entities.entity(URN, cast.nga.scope("entities.view")))


def test_a_reason_reads_as_it_was_written(cast: Cast) -> None:
    """Signs that turn the direction of reading would let another sentence be seen by who consents."""
    with pytest.raises(BadRequest, match="command-needs-reason"):
        actions.ask(
            get_kind("take-sample"), URN, value="sampling", key=uuid4(), reason="\u202e \u2066", by=cast.nga
        )
    command = asked(cast.nga)
    refused = actions.refuse(command, by=cast.minh, reason="không\u202e cần\u200b")
    assert refused.note == "không cần"


def test_values_outside_are_refused(cast: Cast) -> None:
    with pytest.raises(BadRequest, match="command-value"):
        asked(cast.nga, value="explode")
    with pytest.raises(BadRequest, match="command-range"):
        asked(cast.nga, value="nan", choices=[], low=0, high=100)
    with pytest.raises(BadRequest, match="command-needs-reason"):
        actions.ask(get_kind("take-sample"), URN, value="idle", key=uuid4(), reason=" ", by=cast.nga)


def test_a_pack_with_a_careless_command_is_refused() -> None:
    table = {
        "code": "pump", "valid_from": dt.date(2026, 1, 1), "name": {"vi": "Bơm", "en": "Pump"}, "type": "Pump", "attribute": "speed",
        "risk": "high", "second_person": False, "expires": "5m", "timeout": "9999d", "low": 0, "source": "x", "certainty": "D",
        "only_while": "level.value <",
    }  # fmt: skip
    types = {"types/Pump.json": {"title": "Pump", "properties": {"state": {}}}}
    told = Told("x", "1", {}, {**types, "commands/x.toml": {"command": [table], "comand": [table]}})
    assert {fault.key for fault in check(told)} == {
        "commands-check-second",
        "commands-check-values",
        "commands-check-condition",
        "rules-check-no-attribute",
        "packs-check-duration",
        "packs-check-unknown-key",
    }


@pytest.mark.parametrize("odd", [{"timeout": "9999d"}, {"only_while": "a.nothing('1h') > 1.0"}])
def test_a_command_that_cannot_be_read_any_more_stops_no_other(cast: Cast, odd: dict[str, str]) -> None:
    """An operator of its condition may be gone with the version of the program that it was asked in."""
    command = actions.consent(asked(cast.nga), by=cast.minh)
    Command.objects.filter(pk=command.pk).update(told={**command.told, **odd})
    assert course.claim_ready() == []
    assert state(command) == State.FAILED


def test_screens_from_the_entity_to_consent(cast: Cast, client_of: Any) -> None:
    asker: Client = client_of(cast.nga)
    panel = asker.get(f"/commands/of/?entity={URN}").content.decode()
    assert f"/commands/ask/take-sample/{URN}/" in panel
    form = {"value": "sampling", "reason": "COD vượt giấy phép", "key": str(uuid4())}
    answer = asker.post(f"/commands/ask/take-sample/{URN}/", form)
    assert answer.status_code == 302, answer.content.decode()
    page = asker.get(answer.url).content.decode()
    assert "người đề nghị không tự đồng ý được" in page and "/consent/" not in page
    assert asker.post(f"{answer.url}consent/").status_code == 409
    second: Client = client_of(cast.minh)
    assert "/consent/" in second.get(answer.url).content.decode()
    assert "Chờ đồng ý" in second.get("/commands/").content.decode()
    assert second.post(f"{answer.url}consent/").status_code == 302
    assert Command.objects.get().state == State.READY
    assert client_of(cast.tuan).get(answer.url).status_code == 404
    assert client_of(cast.dung).get("/commands/").status_code == 403

    near = "/commands/of/?case=VV-2026-000001&lon=107.1&lat=10.355"
    panel = asker.get(near).content.decode()
    assert f"/commands/ask/take-sample/{URN}/?case=VV-2026-000001" in panel and "cách 556 m" in panel
    for somebody, place in (
        (cast.nga, near.replace("lat=", "lat=8")),
        (cast.tuan, near),
        (cast.nga, f"{near}x"),
    ):
        assert "take-sample" not in client_of(somebody).get(place).content.decode()


def test_one_process_sends_and_its_own_commands_are_not_taken_for_left_ones(cast: Cast) -> None:
    try:
        assert sending._alone()  # takes the lock
        command = asked(cast.nga)
        actions.consent(command, by=cast.minh)
        course.claim_ready()
        assert sending._alone()  # has it already
        assert state(command) == State.SENDING
        assert asyncio.run(_other()) is False
    finally:
        connection.close()


async def _other() -> bool:
    async with await psycopg.AsyncConnection.connect(url(), autocommit=True) as opened:
        row = await (
            await opened.execute("select pg_try_advisory_lock(hashtext('dothi commands'))")
        ).fetchone()
        return bool(row and row[0])
