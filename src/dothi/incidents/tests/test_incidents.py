"""From alarm to closed case: once, by those who may, with a log that nobody can change."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import get_resolver

from dothi.incidents import actions, events, queries
from dothi.incidents.models import Incident, IncidentAlarm, IncidentLog
from dothi.incidents.workflow import State
from dothi.kernel import clock
from dothi.kernel.audit.as_of import versions_of
from dothi.kernel.errors import BadRequest, Conflict
from dothi.kernel.models import Event
from dothi.kernel.permissions import Grant, Scope
from dothi.kernel.testing.cast import Cast
from dothi.kernel.testing.statements import asked_of
from dothi.rules import queries as alarm_queries
from dothi.rules.alarms import actions as alarms
from dothi.rules.alarms.models import Alarm
from dothi.rules.alarms.raising import clear_alarm, raise_alarm
from dothi.rules.loading import load_rules, tables_of
from dothi.rules.observations import Subject

NOW = dt.datetime(2026, 11, 22, 3, tzinfo=dt.UTC)
EVERYWHERE = Scope((Grant(None, None),))


def raised(cast: Cast, entity_id: int = 7) -> Alarm:
    """An alarm of ward A."""
    load_rules("environment", "1", tables_of("environment"))
    station = Subject(
        entity_id, "urn:ngsi-ld:AirQualityObserved:a1", cast.ward_a.pk, cast.environment.pk, 107.1, 10.35, []
    )
    fired = {"airQualityIndex": {"value": 171, "unit": "", "origin": "replayed", "at": clock.iso(NOW)}}
    return raise_alarm(
        alarm_queries.get_rule("aqi-hour-unhealthy"), station, name="Trạm An Hải", fired=fired, at=NOW
    )


@pytest.fixture
def alarm(cast: Cast) -> Alarm:
    return raised(cast)


@pytest.fixture
def incident(alarm: Alarm, cast: Cast) -> Incident:
    return actions.open_from_alarm(alarm, by=cast.minh)[0]


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.django_db
def test_an_alarm_becomes_an_incident_linked_both_ways(alarm: Alarm, cast: Cast) -> None:
    minh = signed_in(cast.minh)
    answer = minh.post(f"/incidents/from-alarm/{alarm.pk}/")
    incident = Incident.objects.get()
    assert answer.url == f"/incidents/{incident.code}/"
    assert incident.code == f"VV-{clock.today().year}-000001"
    assert (incident.unit, incident.agency, incident.severity, incident.origin) == (
        cast.ward_a,
        cast.environment,
        "high",
        1,
    )
    assert f"/alarms/{alarm.pk}/" in minh.get(answer.url).content.decode()
    for page in (f"/alarms/{alarm.pk}/", "/alarms/"):
        assert incident.code in minh.get(page).content.decode()
    alarm.refresh_from_db()
    assert alarm.acknowledged_by == cast.minh
    told = Event.objects.get(topic="incidents.opened", payload__incident=incident.code)
    assert told.payload["origin"] == "replayed"  # whoever calls people asks for it


@pytest.mark.django_db
def test_the_second_click_lands_on_the_first_incident(alarm: Alarm, cast: Cast) -> None:
    first = signed_in(cast.minh).post(f"/incidents/from-alarm/{alarm.pk}/")
    second = signed_in(cast.lan).post(f"/incidents/from-alarm/{alarm.pk}/")
    assert first.url == second.url
    assert Incident.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_double_submit_at_the_same_moment_opens_one() -> None:
    from dothi.kernel.testing.cast import gather

    cast = gather()
    alarm = raised(cast, 7)

    def click(_: int) -> tuple[str, bool]:
        try:
            incident, is_new = actions.open_from_alarm(alarm, by=cast.minh)
            return incident.code, is_new
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(click, range(4)))
    assert len({code for code, _ in answers}) == 1
    assert sum(is_new for _, is_new in answers) == 1
    assert Incident.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_officers_acknowledging_at_once_one_is_told() -> None:
    from dothi.kernel.testing.cast import gather

    cast = gather()
    alarm = raised(cast, 8)

    def act(person: Any) -> str:
        try:
            alarms.acknowledge(alarm, by=person)
            return "done"
        except Conflict as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(act, [cast.lan, cast.minh])) == ["alarm-already-acknowledged", "done"]


@pytest.mark.django_db
def test_the_database_itself_refuses_two_open_incidents_of_one_alarm(
    incident: Incident, alarm: Alarm, cast: Cast
) -> None:
    other = actions.open_incident(title="Khác", kind="", severity="low", by=cast.minh)
    with pytest.raises(IntegrityError, match="incident_one_open_per_alarm"), transaction.atomic():
        IncidentAlarm.objects.create(incident=other, alarm=alarm)


@pytest.mark.django_db
def test_from_new_to_closed_and_again(incident: Incident, alarm: Alarm, cast: Cast) -> None:
    lan = signed_in(cast.lan)
    url = f"/incidents/{incident.code}/state/"
    for old, new, reason in (
        ("new", "working", ""),
        ("working", "resolved", ""),
        ("resolved", "closed", "Đã rửa đường"),
        ("closed", "working", "Bụi trở lại"),
    ):
        lan.post(url, {"from": old, "to": new, "reason": reason})
        incident.refresh_from_db()
        assert incident.status == new
        assert IncidentAlarm.objects.get().open is (new != "closed")
    assert incident.close_reason == "" and incident.closed_at is None
    kinds = list(incident.log.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["opened", "status", "status", "status", "status"]
    page = lan.get(f"/incidents/{incident.code}/").content.decode()
    assert "Đã rửa đường" in page and cast.lan.full_name in page


@pytest.mark.django_db
def test_what_is_written_in_a_case_has_no_sign_that_nobody_sees(incident: Incident, cast: Cast) -> None:
    """Control signs, and those that turn the direction of reading: "gpj.exe" is not to be read as "exe.jpg"."""
    minh = signed_in(cast.minh)
    minh.post(
        f"/incidents/{incident.code}/note/", {"text": " ảnh \u202egpj.exe\u200b\x07\x00\r\ndòng hai \ufeff"}
    )
    minh.post(
        f"/incidents/{incident.code}/state/", {"to": "working", "from": "new", "reason": "\u2066rõ\x1b[31m"}
    )
    for unseen in ("\u202e\u200b", "\x07 \n"):
        minh.post(f"/incidents/{incident.code}/note/", {"text": unseen})  # nothing is left of it: refused
    with pytest.raises(BadRequest):
        actions.change_state(
            incident, State.CLOSED, expected=State.WORKING, reason="\u202e \u200b", by=cast.minh
        )
    texts = list(incident.log.exclude(text="").order_by("pk").values_list("kind", "text"))
    assert texts == [("note", "ảnh gpj.exe\ndòng hai"), ("status", "rõ[31m")]


@pytest.mark.django_db
def test_a_long_log_is_read_a_hundred_lines_at_a_time(incident: Incident, cast: Cast) -> None:
    """The page has the newest, the links lead back to the first line, and nothing asks more for more lines."""

    def written(numbers: range) -> None:
        IncidentLog.objects.bulk_create(
            IncidentLog(
                incident=incident, kind="note", text=f"Dòng {n:04}.", person=cast.minh, recorded_at=NOW
            )
            for n in numbers
        )

    def read(address: str) -> tuple[list[str], str, int]:
        with asked_of("incidents_") as asked:
            page = minh.get(address).content.decode()
        older = re.search(r'<p><a href="([^"]+/log/\?before=[^"]+)"', page)
        return re.findall(r"Dòng \d{4}\.", page), older[1] if older else "", len(asked)

    minh, first = signed_in(cast.minh), f"/incidents/{incident.code}/"
    written(range(100))
    minh.get(first)  # what packs say is kept from here on
    shown, older, few = read(first)
    assert len(shown) == 100 and older
    written(range(100, 350))
    found, older, many = read(first)
    assert found == [f"Dòng {n:04}." for n in range(250, 350)] and many == few
    for _page in range(3):
        shown, older, _asked = read(older)
        found = shown + found
    assert not older
    assert found == [f"Dòng {n:04}." for n in range(350)]
    for wrong in ("x", "-1", "9" * 30, "²"):
        assert minh.get(f"{first}log/?before={wrong}").status_code == 200


@pytest.mark.django_db
def test_closing_without_a_reason_is_refused_by_action_and_database(incident: Incident, cast: Cast) -> None:
    with pytest.raises(BadRequest, match="incident-needs-reason"):
        actions.change_state(incident, State.CLOSED, expected=State.NEW, reason=" ", by=cast.minh)
    with pytest.raises(IntegrityError, match="incident_closed_with_a_reason"), transaction.atomic():
        Incident.objects.filter(pk=incident.pk).update(status="closed")


@pytest.mark.django_db
def test_of_two_changes_from_the_same_state_one_wins(incident: Incident, cast: Cast) -> None:
    seen_by_other = Incident.objects.get(pk=incident.pk)
    actions.change_state(incident, State.WORKING, expected=State.NEW, by=cast.lan)
    with pytest.raises(Conflict, match="incident-changed-meanwhile"):
        actions.change_state(seen_by_other, State.RESOLVED, expected=State.NEW, by=cast.minh)
    assert IncidentLog.objects.filter(kind="status").count() == 1


@pytest.mark.django_db
def test_the_log_cannot_be_changed_or_deleted(incident: Incident, cast: Cast) -> None:
    line = actions.add_note(incident, "Đã gọi phường", by=cast.minh)
    for attempt in (lambda: IncidentLog.objects.filter(pk=line.pk).update(text="khác"), line.delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt()
    assert IncidentLog.objects.get(pk=line.pk).text == "Đã gọi phường"


@pytest.mark.django_db
def test_a_lead_must_be_allowed_to_work_there(incident: Incident, cast: Cast) -> None:
    with pytest.raises(BadRequest, match="incident-lead-may-not-work"):
        actions.assign_lead(incident, cast.tuan, by=cast.minh)
    signed_in(cast.minh).post(f"/incidents/{incident.code}/lead/", {"lead": cast.lan.pk})
    incident.refresh_from_db()
    assert incident.lead == cast.lan
    assert cast.lan in queries.possible_leads(incident) and cast.tuan not in queries.possible_leads(incident)


@pytest.mark.django_db
def test_an_alarm_that_clears_writes_into_the_log(incident: Incident, alarm: Alarm) -> None:
    clear_alarm(alarm.rule_code, alarm.entity_id, values={}, at=NOW)
    events.note_cleared(Event.objects.get(topic="alarms.cleared"))
    line = incident.log.order_by("pk").last()
    assert line is not None
    assert (line.kind, line.fields["what"], line.person) == ("alarm", "cleared", None)


@pytest.mark.django_db
def test_codes_have_no_gaps(cast: Cast) -> None:
    codes = [
        actions.open_incident(title=f"Cây đổ {n}", kind="", severity="low", by=cast.minh).code
        for n in range(3)
    ]
    with pytest.raises(BadRequest):
        actions.open_incident(title=" ", kind="", severity="low", by=cast.minh)
    codes.append(actions.open_incident(title="Cây đổ", kind="", severity="low", by=cast.minh).code)
    assert [code[-6:] for code in codes] == ["000001", "000002", "000003", "000004"]


@pytest.mark.django_db
def test_an_incident_as_it_was_known(incident: Incident, cast: Cast) -> None:
    actions.change_state(incident, State.WORKING, expected=State.NEW, by=cast.minh)
    minh = signed_in(cast.minh)
    assert "chưa được mở" in minh.get(f"/incidents/{incident.code}/?at=2020-01-01T00:00").content.decode()
    before = versions_of(Incident).earliest("pgh_id").pgh_created_at
    past = minh.get(f"/incidents/{incident.code}/", {"at": before.isoformat()}).content.decode()
    assert "Đang xem quá khứ" in past and "Đang xử lý" not in past
    assert (
        f"/incidents/{incident.code}/state/" not in past and f"/incidents/{incident.code}/note/" not in past
    )


@pytest.mark.django_db
def test_a_ward_officer_opens_in_their_own_ward_only(cast: Cast) -> None:
    lan = signed_in(cast.lan)
    data = {"title": "Cây đổ chắn đường", "severity": "medium"}
    assert lan.post("/incidents/open/", data | {"unit": cast.ward_b.pk}).status_code == 200
    assert not Incident.objects.exists()
    assert lan.post("/incidents/open/", data | {"unit": cast.ward_a.pk}).status_code == 302
    assert Incident.objects.get().unit == cast.ward_a


READS = [
    "/incidents/",
    "/incidents/rows/",
    "/incidents/{code}/",
    "/incidents/{code}/part/",
    "/incidents/{code}/log/",
    "/incidents/{code}/command/",
    "/incidents/{code}/near/",
    "/incidents/{code}/join/",
    "/incidents/{code}/report/",
    "/incidents/{code}/report.docx",
    "/incidents/{code}/report.pdf",
]
POSTS = [
    "/incidents/from-alarm/{pk}/",
    "/incidents/{code}/state/",
    "/incidents/{code}/lead/",
    "/incidents/{code}/note/",
    "/incidents/open/",
    "/incidents/{code}/procedures/",
    "/incidents/{code}/steps/{pk}/done/",
    "/incidents/{code}/steps/{pk}/skip/",
    "/incidents/{code}/steps/{pk}/reopen/",
    "/incidents/{code}/steps/{pk}/give/",
    "/incidents/{code}/command/give/",
    "/incidents/{code}/command/{pk}/hand/",
    "/incidents/{code}/command/{pk}/end/",
    "/incidents/{code}/legs/",
    "/incidents/{code}/legs/{pk}/withdraw/",
    "/incidents/{code}/legs/{pk}/answer/",
    "/incidents/{code}/legs/{pk}/note/",
    "/incidents/{code}/legs/{pk}/share/",
    "/incidents/{code}/merge/",
    "/incidents/{code}/part/again/",
    "/incidents/{code}/split/",
    "/incidents/{code}/link/",
    "/incidents/{code}/links/{pk}/end/",
]


@pytest.mark.django_db
@pytest.mark.parametrize("address", READS)
def test_reading_is_for_those_who_may(incident: Incident, cast: Cast, address: str) -> None:
    url = address.format(code=incident.code)
    assert Client().get(url).status_code == 302
    assert signed_in(cast.dung).get(url).status_code == 403
    assert signed_in(cast.lan).get(url).status_code == 200
    other = signed_in(cast.tuan).get(url)
    assert other.status_code == 404 if "{code}" in address else incident.code not in other.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", POSTS)
def test_acting_is_for_those_who_may(incident: Incident, alarm: Alarm, cast: Cast, address: str) -> None:
    url = address.format(code=incident.code, pk=alarm.pk)
    data = {"from": "new", "to": "closed", "reason": "x", "text": "x", "lead": cast.lan.pk, "title": "x"}
    statuses: Callable[[Any], int] = lambda person: signed_in(person).post(url, data).status_code  # noqa: E731
    assert Client().post(url, data).status_code == 302
    assert statuses(cast.dung) == 403 and statuses(cast.hoa) == 403
    assert statuses(cast.tuan) == (404 if "{" in address else 200)
    assert Incident.objects.count() == 1 and incident.log.count() == 1


def test_every_address_of_this_room_is_in_these_tests() -> None:
    ours = {
        str(p.pattern).strip("/")
        for p in get_resolver().url_patterns
        if getattr(p, "lookup_str", "").startswith("dothi.incidents.")
    }
    assert ours == {
        a.strip("/").replace("{code}", "<str:code>").replace("{pk}", "<int:pk>") for a in READS + POSTS
    }


@pytest.mark.django_db
def test_the_query_count_of_the_list_does_not_grow(cast: Cast) -> None:
    client = signed_in(cast.minh)

    def asked_for(cases: range, shown: int) -> int:
        for i in cases:
            actions.open_incident(
                title=f"Việc {i}", kind="", severity="low", unit_id=cast.ward_a.pk, by=cast.minh
            )
        with asked_of("incidents_") as asked:
            assert client.get("/incidents/").content.decode().count("data-href") == shown
        return len(asked)

    few = asked_for(range(2), 2)
    assert 0 < asked_for(range(2, 60), 50) == few
