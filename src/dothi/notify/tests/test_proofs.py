"""A number or e-mail is its person's once a code went there and came back; until then it hears of nothing but emergencies."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from dothi.accounts.models import Person
from dothi.kernel import clock
from dothi.kernel.errors import Conflict, NotAllowed, NotFound
from dothi.notify import course, proofs
from dothi.notify.actions import add_address, send
from dothi.notify.models import Channel, Message, NotifyRule, Proof
from dothi.notify.retention import forget_codes
from dothi.notify.tests.making import SAID, a_channel, reachable, state, turns

pytestmark = pytest.mark.django_db
NUMBER = "0900 000 111"
BEGAN = dt.datetime(2026, 11, 20, 5, 0, tzinfo=dt.UTC)  # noon in Viet Nam: nothing waits for a morning


@pytest.fixture(autouse=True)
def noon() -> Any:
    with clock.moved_to(BEGAN):
        yield


@pytest.fixture
def sms() -> Channel:
    return a_channel("sms", kind="demo_outbox", way="sms")


@pytest.fixture
def minh(cast: Any, sms: Channel) -> Person:
    cast.minh.phone = NUMBER
    cast.minh.save()
    return cast.minh


def code_sent() -> str:
    return str(Message.objects.filter(purpose="proof").latest("pk").text_fields["one_time_code"])


def wrong_code() -> str:
    return f"{(int(code_sent()) + 1) % 10**6:06d}"


def answered(person: Person, code: str) -> bool:
    return proofs.answer(person, NUMBER, code, by=person)


def later(**time: float) -> Any:
    return clock.moved_to(BEGAN + dt.timedelta(**time))


@pytest.mark.parametrize("importance", ["normal", "high", "critical"])
def test_what_nobody_proved_hears_only_what_is_critical(minh: Person, importance: str) -> None:
    message = send(minh, SAID, importance=importance, purpose="thử")
    reached = importance == "critical"
    assert (message.state, message.trouble) == (("waiting", "") if reached else ("failed", "unproved"))


def test_a_code_that_comes_back_proves_it_and_is_written_down_nowhere(minh: Person, sms: Channel) -> None:
    proof = proofs.ask(minh, NUMBER, by=minh)
    (one,) = course.claim(sms, 1)
    code = code_sent()
    assert code in one.out.text and code not in one.out.title and one.out.address == NUMBER
    assert code not in proof.code_digest
    assert answered(minh, f" {code[:3]} {code[3:]} "), "as people type it"
    proof.refresh_from_db()
    assert proof.code_digest == "" and Message.objects.get(purpose="proof").text_fields == {}
    assert send(minh, SAID, purpose="thử").state == "waiting"
    with pytest.raises(Conflict):
        proofs.ask(minh, NUMBER, by=minh)


def test_another_number_is_to_be_proved_anew_and_the_same_one_spaced_otherwise_is_not(minh: Person) -> None:
    reachable(minh)
    minh.phone = "0900000111"
    minh.save()
    assert send(minh, SAID, purpose="thử", key="spaced").state == "waiting"
    minh.phone = "0900000112"
    minh.save()
    assert send(minh, SAID, purpose="thử", key="other").trouble == "unproved"


def test_what_is_critical_goes_to_what_is_proved_first(minh: Person, sms: Channel) -> None:
    mail = a_channel("mail", kind="demo_outbox", way="email")
    reachable(minh, phone="", email="minh@example.vn")
    minh.phone = NUMBER
    minh.save()
    send(minh, SAID, importance="critical", purpose="thử", key="k")
    for channel in (mail, sms):
        (one,) = course.claim(channel, 1)
        course.note_failed(one, course.NotSent("refused", permanent=True))
    assert [turn[0] for turn in turns()] == ["mail", "sms"] and state() == "failed"


def test_wrong_codes_are_few_and_then_the_right_one_is_wrong_too(minh: Person) -> None:
    proofs.ask(minh, NUMBER, by=minh)
    right, wrong = code_sent(), wrong_code()
    assert [answered(minh, wrong) for _ in range(5)] == [False] * 5
    with pytest.raises(Conflict) as over:
        answered(minh, right)
    assert over.value.code == "notify-proof-over" and Proof.objects.get().tries == 5


def test_a_code_has_its_time(minh: Person) -> None:
    proofs.ask(minh, NUMBER, by=minh)
    code = code_sent()
    with later(minutes=11), pytest.raises(Conflict):
        answered(minh, code)


def test_the_newest_code_is_the_only_one(minh: Person) -> None:
    proofs.ask(minh, NUMBER, by=minh)
    first = code_sent()
    with later(seconds=5):
        proofs.ask(minh, NUMBER, by=minh)
        assert Proof.objects.count() == 1, "a button pressed twice"
    with later(seconds=25):
        proofs.ask(minh, NUMBER, by=minh)
        assert Message.objects.filter(purpose="proof").order_by("pk")[0].text_fields == {}
        if first != code_sent():  # one time in a million they are the same
            assert not answered(minh, first)
        assert answered(minh, code_sent())


def test_codes_are_asked_for_so_often_in_an_hour_and_in_a_day(minh: Person) -> None:
    NotifyRule.objects.update_or_create(
        code="codes-per-day",
        valid_from=BEGAN.date(),
        defaults={"value": "4", "source": "thử", "certainty": "D"},
    )
    asked, refused = 0, []
    for minutes in (0, 1, 2, 3, 70, 71):
        with later(minutes=minutes):
            try:
                proofs.ask(minh, NUMBER, by=minh)
                asked += 1
            except Conflict as error:
                refused.append((minutes, error.fields["hours"]))
    assert asked == 4 and refused == [(3, 1), (71, 24)]


def test_nobody_asks_or_answers_for_another(minh: Person, cast: Any) -> None:
    with pytest.raises(NotAllowed):
        proofs.ask(minh, NUMBER, by=cast.lan)
    with pytest.raises(NotFound):
        proofs.ask(cast.lan, NUMBER, by=cast.lan)
    proofs.ask(minh, NUMBER, by=minh)
    with pytest.raises(NotAllowed):
        proofs.answer(minh, NUMBER, code_sent(), by=cast.lan)
    with pytest.raises(Conflict):
        proofs.answer(cast.lan, NUMBER, code_sent(), by=cast.lan)


def test_a_number_is_proved_by_sms_or_aloud_and_a_zalo_id_by_zalo(minh: Person, sms: Channel) -> None:
    add_address(minh, "zalo", "8842", label="", by=minh)
    ways = lambda: {one.address: one.way for one in proofs.of(minh) if one.address != minh.email}  # noqa: E731
    assert ways() == {NUMBER: "sms", "8842": ""}
    Channel.objects.filter(pk=sms.pk).update(is_on=False)
    a_channel("call", kind="demo_outbox", way="voice")
    a_channel("zalo", kind="demo_outbox", way="zalo")
    assert ways() == {NUMBER: "voice", "8842": "zalo"}


def test_a_person_does_it_on_their_own_page(minh: Person, cast: Any, client_of: Any) -> None:
    client = client_of(minh)
    assert "Chưa xác nhận" in client.get("/notify/me/").content.decode()
    (one,) = [one for one in proofs.of(minh) if one.address == NUMBER]
    address = {"address": proofs.digest_of(one.address)}
    assert client.post("/notify/me/code/", address).status_code == 302
    page = client.get("/notify/me/").content.decode()
    assert 'autocomplete="one-time-code"' in page and code_sent() not in page
    seen_by_others = client_of(cast.quan).get("/notify/").content.decode()
    assert "••••••" in seen_by_others and code_sent() not in seen_by_others
    client.post("/notify/me/code/", address | {"code": wrong_code()})
    assert not Proof.objects.get().proved_at
    client.post("/notify/me/code/", address | {"code": code_sent()})
    assert Proof.objects.get().proved_at
    assert client.post("/notify/me/code/", {"address": proofs.digest_of("0911")}).status_code == 404


def test_codes_that_never_came_back_are_forgotten_and_proofs_are_not(minh: Person) -> None:
    reachable(minh, email="minh@example.vn", phone="")
    minh.phone = NUMBER
    minh.save()
    proofs.ask(minh, NUMBER, by=minh)
    assert forget_codes(BEGAN, 100) == 0
    assert forget_codes(BEGAN + dt.timedelta(seconds=1), 100) == 1
    assert [row.proved_at is None for row in Proof.objects.all()] == [False]
