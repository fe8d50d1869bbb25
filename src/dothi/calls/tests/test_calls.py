"""Calls from their first ring to the end of their wrap-up, through the doors that desks and exchanges use."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from dataclasses import replace
from typing import Any, ClassVar

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from dothi.accounts import actions as people
from dothi.accounts.keys import forget
from dothi.accounts.models import Person
from dothi.calls import actions, queries
from dothi.calls.actions.locating import open_link
from dothi.calls.asterisk.link import _heard
from dothi.calls.models import Call, CallCourse, CallLeg, CallRule, ExchangeEvent, NumberMark, PlaceLink
from dothi.calls.rules import ensure_rules
from dothi.calls.shown import EVENTS
from dothi.calls.telephony import Told
from dothi.calls.tests.exchange import AT, Desks, desks, rings, told
from dothi.incidents.models import IncidentLog
from dothi.incidents.reporting.parts import sections
from dothi.kernel import clock, retention
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.i18n import t
from dothi.kernel.models import Event
from dothi.kernel.testing.cast import PASSWORD, SINCE, Cast
from dothi.territory.models import UnitGroup, UnitGroupMember

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(cast: Cast) -> Desks:
    return desks(cast)


def seen(person: Any) -> list[Call]:
    return list(queries.visible(person.scope("calls.view")))


def test_a_call_rings_at_the_desk_of_its_line_and_at_the_centre(city: Desks, cast: Cast) -> None:
    call = told("ringing")
    assert (call.agency, call.line.number, call.unit) == (city.fire, "114", cast.province)  # type: ignore[union-attr]
    assert list(queries.ringing(city.phong.scope("calls.take"))) == [call]
    assert list(queries.ringing(cast.minh.scope("calls.take"))) == [call]
    assert seen(city.yen) == []
    event = Event.objects.get(topic="calls.ringing")
    assert event.agency_id == city.fire.pk
    assert "0901234456" not in json.dumps(event.payload)


def test_the_same_event_twice_changes_nothing(city: Desks) -> None:
    told("ringing")
    told("ringing")
    assert (Call.objects.count(), ExchangeEvent.objects.count(), Event.objects.count()) == (1, 1, 1)


def test_events_out_of_order_and_without_a_ring_make_the_same_call(city: Desks) -> None:
    told("ended", s=60)
    told("answered", s=7)
    call = told("ringing", s=0)
    call.refresh_from_db()
    assert (call.state, call.received_at, (call.answered_at - AT).seconds) == ("ended", AT, 7)  # type: ignore[operator]


def test_of_a_call_that_runs_wild_no_more_events_are_kept_than_the_limit_but_its_end_is(
    city: Desks, django_assert_num_queries: Any
) -> None:
    most = 20
    CallRule.objects.filter(code="call-events").update(value=most)
    call = told("answered", s=0)
    with CaptureQueriesContext(connection) as second:
        told("held", s=1)
    for number in range(2, most - 1):
        told("resumed" if number % 2 else "held", s=number)
    with django_assert_num_queries(len(second)):  # the last costs what the second one did
        told("resumed", s=most - 1)
    with pytest.raises(Conflict) as refused:
        told("held", s=most)
    assert (refused.value.code, refused.value.fields) == (
        "call-events-many",
        {"call": call.code, "most": most},
    )
    assert told("resumed", s=most - 1).pk == call.pk  # a repeat of one that is kept is answered as before
    call = told("ended", s=most + 1)
    assert (call.state, ExchangeEvent.objects.count()) == ("ended", most + 1)
    with pytest.raises(Conflict, match="call-events-many"):
        told("ended", s=most + 2)
    assert ExchangeEvent.objects.count() == most + 1


@pytest.mark.django_db(transaction=True)
def test_a_call_that_runs_wild_does_not_cut_the_line_to_asterisk(cast: Cast) -> None:
    ensure_rules()
    CallRule.objects.filter(code="call-events").update(value=20)
    begun = Told("asterisk", "e0", "a1", "ringing", AT, number_dialled="114")
    for number in range(25):
        _heard(replace(begun, event_id=f"e{number}", kind="ringing" if not number else "held"))
    _heard(replace(begun, event_id="f0", call_id="a2"))  # the next caller is heard
    assert ExchangeEvent.objects.filter(call__external_id="a1").count() == 20
    assert Call.objects.filter(external_id="a2", state="ringing").exists()


def test_the_page_shows_the_last_events_and_says_how_many_came_before(city: Desks, client_of: Any) -> None:
    for number in range(EVENTS + 3):
        call = told("resumed" if number % 2 else "held", s=number, fields={"agent": f"máy {number}."})
    page = client_of(city.phong).get(f"/calls/{call.code}/").content.decode()
    assert "3 sự kiện trước đó" in page
    assert "máy 2." not in page
    assert page.index("máy 3.") < page.index(f"máy {EVENTS + 2}.")


def test_the_next_event_reads_none_of_those_before_it(city: Desks) -> None:
    told("ringing")
    told("answered", s=1)
    with CaptureQueriesContext(connection) as asked:
        told("held", s=2)
    reads = [one["sql"] for one in asked if 'from "calls_exchange_event"' in one["sql"].lower()]
    assert len(reads) == 1
    assert '"event_id" = ' in reads[0]  # is it a repeat? by its own id alone


def test_a_number_that_is_no_line_rings_at_every_desk_until_somebody_takes_it(
    city: Desks, cast: Cast
) -> None:
    call = rings(number_dialled="19009999")
    assert call.line is None
    for person in (city.phong, city.yen, cast.minh):
        assert list(queries.ringing(person.scope("calls.take"))) == [call]
    assert Event.objects.filter(topic="calls.ringing", agency_id=city.medical.pk).exists()
    actions.take(call, by=city.yen)
    assert (call.agency, seen(city.phong), seen(city.yen)) == (city.medical, [], [call])


def test_who_takes_it_second_is_told_who_has_it(city: Desks, cast: Cast) -> None:
    call = rings()
    actions.take(call, by=city.phong)
    assert (call.state, call.taken_by) == ("answered", city.phong)
    assert actions.take(call, by=city.phong) == call  # a second click
    with pytest.raises(Conflict) as refused:
        actions.take(call, by=cast.minh)
    assert (refused.value.code, refused.value.fields["who"]) == ("call-taken-meanwhile", "Phong")
    with pytest.raises(NotAllowed):
        actions.take(rings(), by=city.yen)


def test_a_caller_who_hung_up_is_missed_until_somebody_calls_back(city: Desks, cast: Cast) -> None:
    told("ringing")
    call = told("ended", s=12)
    assert list(queries.missed(city.phong.scope("calls.take"))) == [call]
    with pytest.raises(Conflict, match="call-hung-up"):
        actions.take(call, by=city.phong)
    actions.return_call(call, by=city.phong)
    with pytest.raises(Conflict, match="call-returned-meanwhile"):
        actions.return_call(call, by=cast.minh)
    assert not queries.missed(city.phong.scope("calls.take"))
    assert list(queries.wrapping(city.phong.scope("calls.take"), city.phong)) == [call]
    actions.wrap_up(call, outcome="information", by=city.phong)
    call.refresh_from_db()
    assert (call.state, call.outcome) == ("abandoned", "information")


def test_the_exchange_knows_best_when_it_was_answered(city: Desks) -> None:
    call = told("ringing")
    actions.take(call, by=city.phong)
    call = told("answered", s=4)
    assert (call.answered_at - AT).seconds == 4  # type: ignore[operator]
    assert call.taken_by == city.phong


def test_a_call_answered_by_the_handset_alone_still_asks_for_its_record(city: Desks) -> None:
    told("ringing")
    told("answered", s=3)
    call = told("ended", s=40)
    assert list(queries.wrapping(city.phong.scope("calls.take"), city.phong)) == [call]
    with pytest.raises(Conflict, match="call-not-taken"):
        actions.wrap_up(call, outcome="silent", by=city.phong)
    actions.take(call, by=city.phong)
    assert actions.wrap_up(call, outcome="silent", by=city.phong).wrapped_at


def test_without_telephony_the_record_is_opened_by_hand(city: Desks) -> None:
    call = actions.open_by_hand(by=city.phong, caller_number="+84 901 234 456", key="form-1")
    assert actions.open_by_hand(by=city.phong, key="form-1") == call
    assert (call.state, call.agency, call.caller_number) == ("answered", city.fire, "0901234456")
    actions.wrap_up(call, outcome="information", by=city.phong)
    assert (call.state, call.ended_at) == ("ended", call.wrapped_at)


def test_what_was_typed_late_overwrites_nothing_newer(city: Desks) -> None:
    call = rings()
    actions.write_draft(call, fields={"narrative": "Cháy nhà "}, rev=1, by=city.phong)
    actions.write_draft(
        call, fields={"narrative": "Cháy nhà 3 tầng", "address": "12 Lê Lợi"}, rev=3, by=city.phong
    )
    with pytest.raises(Conflict) as refused:
        actions.write_draft(call, fields={"narrative": "Cháy nhà 3"}, rev=2, by=city.phong)
    assert (refused.value.code, refused.value.fields["rev"]) == ("call-draft-older", 3)
    actions.write_draft(call, fields={"narrative": "Cháy nhà 3 tầng"}, rev=3, by=city.phong)  # a repeat
    call.refresh_from_db()
    assert (call.narrative, call.address, call.typed_rev) == ("Cháy nhà 3 tầng", "12 Lê Lợi", 3)
    with pytest.raises(BadRequest):
        actions.write_draft(call, fields={"state": "ended"}, rev=4, by=city.phong)


def test_a_case_is_opened_once_with_what_the_call_says(city: Desks, cast: Cast) -> None:
    call = rings(origin=2)
    with pytest.raises(BadRequest, match="call-needs-kind"):
        actions.open_case(call, by=city.phong)
    actions.place(
        call, lon=107.08, lat=10.35, source="map", accuracy_m=30.0, address="12 Lê Lợi", by=city.phong
    )
    actions.decide_kind(
        call, kind="fire", severity="high", why={"by": "suggested", "words": ["cháy"]}, by=city.phong
    )
    incident = actions.open_case(call, by=city.phong)
    assert actions.open_case(call, by=city.phong) == incident
    assert (incident.kind, incident.severity, incident.lon, incident.origin) == ("fire", "high", 107.08, 2)
    assert "12 Lê Lợi" in incident.title
    assert incident.agency == city.fire
    assert list(queries.of_incident(incident, city.phong.scope("calls.view"))) == [call]
    second = rings()
    actions.attach(second, incident, by=city.phong)
    actions.attach(second, incident, by=city.phong)
    assert queries.of_incident(incident, city.phong.scope("calls.view")).count() == 2
    said = json.dumps(list(IncidentLog.objects.filter(incident=incident).values_list("fields", flat=True)))
    assert second.code in said
    assert "0901234456" not in said
    (report,) = [one for one in sections(incident, city.phong, "vi") if one.title == t("calls-of-case", "vi")]
    assert report.table and [row[0].split("\n")[0] for row in report.table.rows] == [call.code, second.code]
    assert report.table.rows[0][2:4] == ["114", "••• 456"]  # handed on: masked also for who sees numbers
    assert all(one.title != report.title for one in sections(incident, cast.quan, "vi"))


def test_answers_are_kept_question_by_question(city: Desks) -> None:
    call = rings()
    actions.answer_card(call, card="fire", version=1, answers={"trapped": True}, by=city.phong)
    call = actions.answer_card(call, card="fire", version=1, answers={"floors": 3}, by=city.phong)
    assert call.answers == {"card": "fire", "version": 1, "answers": {"trapped": True, "floors": 3}}
    call = actions.answer_card(call, card="health", version=1, answers={"breathes": False}, by=city.phong)
    assert call.answers["answers"] == {"breathes": False}


def test_a_mark_is_shown_and_moves_no_call(city: Desks) -> None:
    first = rings(s=0)
    actions.mark_number(first, reason="Trẻ em gọi đùa nhiều lần", by=city.phong)
    rings(s=20, caller_number="0909999999")
    rings(s=10)  # of the marked number, rang before the other
    order = list(queries.ringing(city.phong.scope("calls.take")))
    assert [one.received_at for one in order] == sorted(one.received_at for one in order)
    assert [one.caller_number[-3:] for one in order] == ["456", "456", "999"]
    known = queries.earlier(order[1])
    assert (known.count, known.calls, known.mark.reason) == (1, [first], "Trẻ em gọi đùa nhiều lần")  # type: ignore[union-attr]
    with pytest.raises(Conflict, match="call-number-marked"):
        actions.mark_number(order[1], reason="x", by=city.phong)
    actions.end_mark(known.mark, reason="đã nhắc gia đình", by=city.phong)  # type: ignore[arg-type]
    assert queries.earlier(order[1]).mark is None


def test_each_service_has_its_own_part_of_a_call(city: Desks, cast: Cast) -> None:
    call = rings()
    actions.take(call, by=city.phong)
    actions.write_draft(call, fields={"narrative": "Hai người bỏng"}, rev=1, by=city.phong)
    leg = actions.hand_over(call, service="115", message="Cần xe cấp cứu", by=city.phong)
    assert actions.hand_over(call, service="115", message="Cần xe cấp cứu", by=city.phong) == leg
    assert (leg.agency, leg.handed["narrative"], seen(city.yen), seen(city.an)) == (
        city.medical, "Hai người bỏng", [call], []
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        actions.accept_leg(leg, by=city.an)
    with pytest.raises(NotAllowed):  # asked to help is not asked to write the record
        actions.write_draft(call, fields={"narrative": "x"}, rev=9, by=city.yen)
    actions.accept_leg(leg, by=city.yen)
    with pytest.raises(Conflict, match="call-leg-answered-meanwhile"):
        actions.decline_leg(leg, reason="hết xe", by=city.yen)
    actions.decide_kind(call, kind="fire", severity="high", by=city.phong)
    own_case = actions.open_case_of_leg(leg, by=city.yen)
    assert own_case.agency == city.medical
    actions.close_leg(leg, note="Đã đưa hai người đến bệnh viện", by=city.yen)
    assert CallLeg.objects.get().state == "closed"
    actions.wrap_up(call, outcome="handed-over", by=city.phong)


def test_a_service_that_declines_says_why_and_may_be_asked_again(city: Desks) -> None:
    call = rings()
    leg = actions.hand_over(call, service="115", by=city.phong)
    with pytest.raises(BadRequest):
        actions.decline_leg(leg, reason=" ", by=city.yen)
    actions.decline_leg(leg, reason="Hết xe, chuyển bệnh viện Bà Rịa", by=city.yen)
    event = Event.objects.filter(topic="calls.leg", agency_id=city.fire.pk).latest("pk")
    assert event.payload["what"] == "declined"
    # read in the record by those whose call it is, not by other services
    assert "reason" not in event.payload
    leg.refresh_from_db()
    assert leg.note == "Hết xe, chuyển bệnh viện Bà Rịa"
    assert actions.hand_over(call, service="115", by=city.phong) != leg
    with pytest.raises(BadRequest, match="call-outcome-needs-case"):
        actions.wrap_up(call, outcome="case", by=city.phong)


class TestWebHook:
    event: ClassVar[dict[str, str]] = {
        "event_id": "e1",
        "call_id": "1",
        "kind": "ringing",
        "at": "2026-11-22T14:00:00+07:00",
    }

    def post(self, client: Any, key: str, **event: Any) -> Any:
        body = self.event | event
        return client.post(
            "/api/v1/telephony/events", body, "application/json", headers={"Authorization": f"Bearer {key}"}
        )

    def test_an_exchange_rings_by_its_key_and_a_sensor_does_not(self, city: Desks, client: Any) -> None:
        _, exchange = people.issue_key("Tổng đài", kind="telephony", origin="simulated", by=None)
        _, sensor = people.issue_key("Trạm đo", kind="device", by=None)
        answer = self.post(client, exchange, number_dialled="114", caller_number="+84901234456")
        assert answer.status_code == 200, answer.content
        call = Call.objects.get(code=answer.json()["call"])
        assert (call.state, call.line.number, call.caller_number, call.origin) == (  # type: ignore[union-attr]
            "ringing", "114", "0901234456", 2
        )  # fmt: skip
        rang = Event.objects.filter(topic="calls.ringing").values_list("payload__origin", flat=True)
        assert set(rang) == {"simulated"}  # whoever calls people asks for it
        again = self.post(client, exchange, number_dialled="114")
        assert (again.json(), Call.objects.count()) == (answer.json(), 1)
        assert self.post(client, sensor).status_code == 403
        assert self.post(client, "k1.nothing").status_code == 401

    def signed(self, client: Any, key: str, body: bytes, **wrong: Any) -> Any:
        """As an exchange that signs: it needs the key's id, the SHA-256 of its secret and a clock."""
        key_id, secret = key.split(".")
        at = int(clock.now().timestamp()) + wrong.get("ahead_s", 0)
        text = f"{at}.".encode() + wrong.get("signed", body)
        v1 = hmac.new(hashlib.sha256(secret.encode()).digest(), text, hashlib.sha256).hexdigest()
        header = wrong.get("header", f"k={key_id},t={at},v1={v1}")
        headers = {"X-Dothi-Signature": header} | wrong.get("headers", {})
        path = "/api/v1/telephony/events"
        return client.post(path, body, content_type="application/json", headers=headers)

    def test_an_exchange_may_sign_instead_of_sending_its_secret(self, city: Desks, client: Any) -> None:
        row, key = people.issue_key("Tổng đài", kind="telephony", by=None)
        _, sensor = people.issue_key("Trạm", kind="device", by=None)
        body = json.dumps(self.event | {"number_dialled": "114"}).encode()
        answer = self.signed(client, key, body)
        assert answer.status_code == 200, answer.content
        again = self.signed(client, key, body)  # read on the way and sent again within the window
        assert (again.json(), ExchangeEvent.objects.count()) == (answer.json(), 1)
        refused = {
            "call-signature-wrong": [
                {"signed": body.replace(b"114", b"115")}, {"header": "t=1,v1=x"}, {"header": ""},
                {"headers": {"Authorization": f"Bearer {key}"}, "signed": b""},  # the bearer saves no wrong signature
            ],
            "call-signature-old": [{"ahead_s": -301}, {"ahead_s": 301}],
        }  # fmt: skip
        for code, ways in refused.items():
            for wrong in ways:
                answer = self.signed(client, key, body, **wrong)
                assert (answer.status_code, answer.json()["code"]) == (401, code), wrong
        other = key.split(".")[0] + "." + sensor.split(".")[1]
        assert self.signed(client, other, body).json()["code"] == "call-signature-wrong"
        assert self.signed(client, "nobody.x", body).json()["code"] == "call-signature-wrong"
        assert self.signed(client, sensor, body).status_code == 403
        people.revoke_key(row, by=None)
        forget()
        assert self.signed(client, key, body).status_code == 401
        assert Call.objects.count() == 1

    @pytest.mark.parametrize(
        "wrong", [{"kind": "sings"}, {"at": "2026"}, {"at": "2036-01-01T00:00:00Z"}, {"event_id": ""}]
    )
    def test_what_cannot_be_is_refused(self, city: Desks, client: Any, wrong: dict[str, str]) -> None:
        _, exchange = people.issue_key("Tổng đài", kind="telephony", by=None)
        answer = self.post(client, exchange, **wrong)
        assert answer.status_code == 400, answer.content
        assert not Call.objects.exists()


def test_the_address_of_a_link_leaves_the_outbox_once_it_did_its_service(city: Desks) -> None:
    def standing() -> int:
        return Event.objects.filter(topic="calls.link", payload__has_key="path").count()

    call = rings()
    actions.send_link(call, by=city.phong)
    second = actions.send_link(call, by=city.phong).split("/")[2]
    assert standing() == 1  # the first holds no longer
    assert second in str(Event.objects.filter(topic="calls.link").values("payload"))
    open_link(second)
    assert standing() == 0
    third = actions.send_link(call, by=city.phong).split("/")[2]
    actions.tell_place(third, 107.08, 10.35, 20.0)  # a phone that had the page already
    assert standing() == 0
    actions.send_link(call, by=city.phong)
    with clock.moved_to(clock.now() + dt.timedelta(hours=1)):
        actions.send_link(rings(), by=city.phong)  # that of another call, after its time
    assert standing() == 1
    with clock.moved_to(clock.now() + dt.timedelta(days=2)):
        assert retention.forget_all()["call-links"] == 1
    assert standing() == 0
    assert Event.objects.filter(topic="calls.link").count() == 5  # that links were sent stays for its time
    assert not PlaceLink.objects.filter(outbox_id__isnull=False).exists()


# What a call keeps as text, number or place, and why: one more field is either forgotten or stands here.
KEPT = {
    Call: {
        "code", "adapter", "external_id", "number_dialled", "state", "narrative", "typed_rev", "address", "place_source",
        "kind", "kind_why", "severity", "answers", "outcome", "origin", "search_text", "id",
    },  # the record of what happened and where, as it was said and written down
    CallLeg: {"service", "state", "message", "note", "id"},  # what services told one another
    PlaceLink: {"token_hash", "outbox_id", "id"},
    NumberMark: {"reason", "id"},
    ExchangeEvent: {"adapter", "event_id", "kind", "fields", "id"},  # who picked up and where it went; no number of a caller
    CallCourse: {"events", "talk"},
}  # fmt: skip
PLAIN = (models.DateTimeField, models.BooleanField, models.ForeignKey)


def test_who_called_and_where_the_phone_was_is_forgotten_after_a_time_and_stands_in_no_history(
    city: Desks,
) -> None:
    call = told("ringing", recording="in-114-0901234456.wav")
    path = actions.send_link(call, by=city.phong)
    actions.tell_place(path.split("/")[2], 107.0812345, 10.3512345, 20.0)
    fields = {"caller_name": "Nguyễn Văn Tám", "caller_address": "Hẻm 7 Tám", "narrative": "Cháy"}
    actions.write_draft(call, fields=fields, rev=1, by=city.phong)
    actions.hand_over(call, service="115", by=city.phong)
    actions.mark_number(call, reason="gọi đùa", by=city.phong)
    call.refresh_from_db()
    assert (call.place_source, call.lon) == ("link", 107.0812345)
    later = clock.now() + dt.timedelta(days=400)
    with clock.moved_to(later):
        gone = retention.forget_all()
        assert (gone["call-people"], gone["number-marks"]) == (1, 1)
        assert retention.forget_all()["call-people"] == 0
    call.refresh_from_db()
    assert (call.lon, call.lat, call.accuracy_m, call.narrative) == (None, None, None, "Cháy")
    for model, stays in KEPT.items():
        for row in model.objects.values():  # type: ignore[attr-defined]
            told_still = {name for name, value in row.items() if value not in ("", None, {})}
            plain = {one.attname for one in model._meta.concrete_fields if isinstance(one, PLAIN)}
            assert told_still - plain - stays - {"handed"} == set(), model
    kept = [one for one in (*KEPT, Event) for one in (one, getattr(one, "pgh_event_model", None)) if one]
    said = str([list(one.objects.values()) for one in kept])  # type: ignore[attr-defined]
    for personal in ("0901234456", "Tám", "107.0812345", "10.3512345"):
        assert personal not in said


def test_a_place_that_somebody_chose_stays_with_the_call(city: Desks) -> None:
    call = told("ringing")
    actions.place(call, lon=107.08, lat=10.35, source="map", by=city.phong)
    with clock.moved_to(clock.now() + dt.timedelta(days=400)):
        assert retention.forget_all()["call-people"] == 1
    call.refresh_from_db()
    assert (call.caller_number, call.lon, call.lat) == ("", 107.08, 10.35)


def test_the_link_says_where_the_phone_is_once_and_moves_no_place_that_somebody_chose(city: Desks) -> None:
    call = rings()
    first = actions.send_link(call, by=city.phong).split("/")[2]
    token = actions.send_link(call, by=city.phong).split("/")[2]
    with pytest.raises(Conflict, match="call-link-expired"):
        actions.tell_place(first, 107.0, 10.0, 5.0)
    with pytest.raises(BadRequest):
        actions.tell_place(token, float("nan"), 10.0, 5.0)
    link = actions.tell_place(token, 107.08, 10.35, 24.0)
    call.refresh_from_db()
    assert (call.place_source, call.lon, call.accuracy_m) == ("link", 107.08, 24.0)
    with pytest.raises(Conflict, match="call-link-used"):
        actions.tell_place(token, 107.0, 10.0, 5.0)
    actions.place(call, lon=107.1, lat=10.4, source="map", by=city.phong)
    other = actions.send_link(call, by=city.phong).split("/")[2]
    later = actions.tell_place(other, 107.2, 10.5, 9.0)
    call.refresh_from_db()
    assert (call.place_source, call.lon) == ("map", 107.1)
    call = actions.use_link(later, by=city.phong)
    assert (call.place_source, call.lon, call.accuracy_m) == ("link", 107.2, 9.0)
    assert token not in str(PlaceLink.objects.values())
    assert link.sent_to == "0901234456"


def test_who_takes_a_call_by_hand_in_some_communes_goes_on_seeing_it(city: Desks, cast: Cast) -> None:
    group = UnitGroup.objects.create(code="cum-1", name_vi="Cụm 1", name_en="Cluster 1", valid_from=SINCE)
    UnitGroupMember.objects.create(group=group, unit=cast.ward_a, valid_from=SINCE)
    mai, anh = (_at_the_centre(cast, name, group) for name in ("mai", "anh"))
    call = actions.open_by_hand(by=mai)
    assert (call.unit, call.agency, call.lon) == (cast.ward_a, cast.centre, None)
    assert (seen(mai), seen(anh), seen(city.yen)) == ([call], [call], [])
    Call.objects.filter(pk=call.pk).update(unit=cast.ward_b)  # it turns out to be outside
    assert (seen(mai), seen(anh)) == ([call], [])  # whoever speaks with the caller keeps the record
    actions.write_draft(call, fields={"narrative": "ngoài cụm"}, rev=1, by=mai)
    assert list(queries.running(mai.scope("calls.take"), mai)) == [call]
    people.end_grant(mai.grants.get(), by=None)
    assert not queries.visible(mai.scope("calls.view"))  # without the right, taken is not seen


def test_a_call_of_no_line_is_of_its_takers_area(city: Desks, cast: Cast) -> None:
    group = UnitGroup.objects.create(code="cum-1", name_vi="Cụm 1", name_en="Cluster 1", valid_from=SINCE)
    UnitGroupMember.objects.create(group=group, unit=cast.ward_a, valid_from=SINCE)
    mai = _at_the_centre(cast, "mai", group)
    call = actions.take(rings(number_dialled="19009999"), by=mai)
    assert (call.unit, call.agency, seen(mai)) == (cast.ward_a, cast.centre, [call])


def _at_the_centre(cast: Cast, name: str, group: UnitGroup) -> Person:
    """A duty officer of the province's centre whose area is some communes."""
    someone, _ = people.invite_person(
        name,
        name.title(),
        agency=cast.centre,
        kind="operational",
        password=PASSWORD,
        temporary=False,
        by=None,
    )
    people.grant_role(someone, "duty-officer", by=None, valid_from=SINCE, group=group)
    return someone


def test_a_taker_hears_of_their_call_wherever_it_turns_out_to_happen(city: Desks, cast: Cast) -> None:
    group = UnitGroup.objects.create(code="cum-2", name_vi="Cụm 2", name_en="Cluster 2", valid_from=SINCE)
    UnitGroupMember.objects.create(group=group, unit=cast.ward_a, valid_from=SINCE)
    mai = _at_the_centre(cast, "mai", group)
    call = actions.take(rings(number_dialled="19009999"), by=mai)
    Call.objects.filter(pk=call.pk).update(unit=cast.ward_b)  # placed beyond their area
    call.refresh_from_db()
    actions.wrap_up(call, outcome="information", by=cast.minh)
    told = Event.objects.filter(topic="calls.ended", payload__call=call.code)
    assert any(mai.scope("calls.view").covers(one.unit_id, one.agency_id) for one in told)
    assert {one.payload["who"] for one in told} == {str(cast.minh)}
