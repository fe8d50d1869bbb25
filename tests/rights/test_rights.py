"""One person with something in every room gets all of it in one file; once erased, no column of any table holds any of it.

The whole database is searched, table by table as it stands: a room that comes later and forgets to register what it holds fails here as
soon as this person has something there.
"""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from dothi.around.tests.following import follower
from dothi.calls.actions.taking import ring
from dothi.calls.models import Call, Line, Service
from dothi.kernel import clock, holdings, settings
from dothi.kernel.holdings import VOICE, Subject, voice_of
from dothi.kernel.testing.cast import SINCE, Cast
from dothi.notify import actions as notify
from dothi.notify.models import Channel, Message, Shown
from dothi.notify.said import Said
from dothi.reports import actions as reports
from dothi.reports import photos
from dothi.reports.actions.receiving import Spot
from dothi.reports.hiding.tests.test_hiding import jpeg, striped
from dothi.reports.identity import requests, vault
from dothi.reports.identity.sessions import Holder
from dothi.reports.intake.models import WaitingForm
from dothi.reports.models import Report
from dothi.reports.tests.course import prepared, told
from dothi.surveys import actions as surveys
from dothi.surveys.questions import Question
from dothi.surveys.tests.course import drawn_up, invited, proposed, reachable

pytestmark = pytest.mark.django_db
PHONE, MAIL, NEIGHBOUR = "0907654321", "zebrakhaki-thu@example.vn", "0911222333"
HOLDER = Holder("sms", PHONE, 0)
SECRET = "zebrakhaki"  # in every word of theirs, each time with what it was: zebrakhaki-text …
MARK = "m" * 24
WORDS = [f"{SECRET}-{one}" for one in ("text", "place", "name", "supplied", "reopened", "rating", "survey", "opinion", "free", "caller", "home", "asked", "form", "formplace")]  # fmt: skip


@pytest.fixture(autouse=True)
def _city(cast: Cast, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "data_folder", lambda: tmp_path)
    monkeypatch.setenv("DOTHI_PUBLIC_URL", "https://thu-nghiem.vn")
    prepared(cast)
    reachable(cast)


def found(*words: str) -> dict[str, list[str]]:
    """Table → which of the words stand anywhere in it, in text, JSON or bytes."""
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public'")
        tables = [row[0] for row in cursor.fetchall()]
        held = {table: [word for word in words if _stands(cursor, table, word)] for table in tables}
    return {table: which for table, which in held.items() if which}


def _stands(cursor: Any, table: str, word: str) -> bool:
    hidden = word.encode().hex()  # bytes are written so
    sql = f'select exists (select from "{table}" one where one::text ilike %s or one::text ilike %s)'
    cursor.execute(sql, [f"%{word}%", f"%{hidden}%"])
    return bool(cursor.fetchone()[0])


def lived(cast: Cast) -> Report:
    """They report, supply, judge, reopen; follow a neighbour's report; answer a survey, speak to a consultation, follow a place, call 1022,
    ask for a correction, and a form of theirs was refused. The report."""
    contact = vault.contact_of(f"{SECRET}-name", PHONE, MAIL, "vi")
    report = told(text=f"{SECRET}-text", spot=Spot(words=f"{SECRET}-place"), contact=contact).report
    kept = photos.keep(jpeg(striped()))
    report.photos.create(number=1, sha256=kept, size=1, recorded_at=report.received_at)
    report.photos.create(number=9, kind="result", sha256="0" * 64, size=1, recorded_at=report.received_at)
    reports.take(report, by=cast.nga)
    reports.ask(report, reason="Ở đâu?", by=cast.nga)
    reports.supply(report, f"{SECRET}-supplied")
    reports.release(report, text="Rác chất đống", photos=[], by=cast.minh)
    reports.answer(report, "Đã dọn", by=cast.nga)
    reports.publish(report, by=cast.minh)
    voice = vault.get_own(report.code, "sms", PHONE)[1]
    reports.rate(report, "bad", voice.digest, text=f"{SECRET}-rating")
    reports.reopen(report, words=f"{SECRET}-reopened")
    other = reports.release(told().report, text="Hố ga", photos=[], by=cast.minh)
    vault.follow(other, "sms", PHONE, "vi", clock.now())
    _elsewhere(cast)
    _in_a_storm()
    requests.fulfil(requests.ask(HOLDER, "correction", f"{SECRET}-asked"), said="Đã sửa", by=cast.minh)
    return report


def _elsewhere(cast: Cast) -> None:
    drawn_up(cast)
    invitation, _ = invited(cast, "PA-2026-999999", PHONE)
    surveys.answer(invitation, {"q1": "good", "q4": f"{SECRET}-survey"})
    asked = [Question("", "text", "Vì sao?", "Why?")]
    surveys.speak(
        proposed(cast, asked=asked), voice_of(MARK), {"q1": f"{SECRET}-free", "text": f"{SECRET}-opinion"}
    )
    follower(cast.ward_a, PHONE)
    follower(cast.ward_a, NEIGHBOUR)
    Service.objects.get_or_create(code="1022", valid_from=SINCE, defaults={"pack": "thu", "name_vi": "1022", "name_en": "1022", "emergency": False, "source": "thử", "certainty": "D"})  # fmt: skip
    for number, service in (("1022", "1022"), ("115", "115")):
        Line.objects.create(number=number, valid_from=SINCE, name=number, service=service, agency=cast.centre, source="thử", certainty="D")  # fmt: skip
    call = ring(adapter="thu", external_id="1", number_dialled="1022", caller_number=PHONE, at=clock.now())
    Call.objects.filter(pk=call.pk).update(
        caller_name=f"{SECRET}-caller", caller_address=f"{SECRET}-home", state="ended", answered_at=call.received_at, wrapped_at=clock.now()
    )  # fmt: skip
    sent = notify.send_to_address("sms", PHONE, Said("reports-reply-publish-plain", {"code": SECRET, "category": "x"}), purpose="thử", unit_id=None, agency_id=None)  # fmt: skip
    Message.objects.filter(pk=sent.pk).update(state="sent")
    delivery = sent.deliveries.get()
    delivery.state = "sent"
    delivery.save()
    Shown.objects.create(our_id=delivery.our_id, channel=Channel.objects.get(code="sms-thu"), address=PHONE, title="x", text=SECRET)  # fmt: skip
    assert Message.objects.filter(
        address=PHONE, state="waiting"
    ).exists()  # what was not sent yet is there, too


def _in_a_storm() -> None:
    fields = {
        "text": f"{SECRET}-form",
        "place": f"{SECRET}-formplace",
        "phone": "0907 654 321",
        "key": str(uuid4()),
    }
    parts = (
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{said}\r\n'
        for name, said in fields.items()
    )
    body = ("".join(parts) + "--x--\r\n").encode()
    head = {"headers": [["content-type", "multipart/form-data; boundary=x"]]}
    WaitingForm.objects.create(digest="f" * 64, head=head, body=body, recorded_at=clock.now(), refused=400)


def test_the_file_holds_all_of_it(cast: Cast) -> None:
    report = lived(cast)
    browser = signed(PHONE)
    browser.cookies[VOICE] = MARK
    file = browser.post("/phan-anh/du-lieu-cua-toi/tai-ve/").text
    own = json.loads(file)
    assert [word for word in WORDS if word not in file] == []
    assert set(holdings.codes()) <= set(own)
    assert {one["code"] for one in own["reports"]["reports"]} >= {report.code}
    assert own["places"][0]["unit"] and own["calls"][0]["number"] == PHONE
    assert NEIGHBOUR not in file


def signed(address: str) -> Client:
    browser = Client()
    browser.post("/phan-anh/xac-nhan/", {"address": address})
    code = Message.objects.filter(purpose="proof").latest("pk").text_fields["one_time_code"]
    assert browser.post("/phan-anh/xac-nhan/ma/", {"code": code}).status_code == 302
    return browser


def test_after_erasure_no_table_holds_any_of_it(cast: Cast) -> None:
    report = lived(cast)
    before = found(PHONE, SECRET)
    assert set(before) >= {
        "reports_report", "reports_reporter", "reports_follower", "reports_words", "reports_rating", "reports_waiting_form",
        "reports_data_request", "surveys_answer", "surveys_opinion", "around_watch", "calls_call", "notify_message",
        "notify_delivery", "notify_shown",
    }  # fmt: skip
    assert set(found(*WORDS)["reports_words"]) == {f"{SECRET}-supplied", f"{SECRET}-reopened"}
    kept = report.photos.get(number=1).sha256
    requests.fulfil(requests.ask(HOLDER, "erasure", voice=voice_of(MARK)), by=cast.minh)
    assert found(PHONE, SECRET) == {}
    assert photos.STORE.read(kept) is None
    report.refresh_from_db()
    assert (report.public_text, report.lines.filter(what__in=("supply", "reopen")).count()) == (
        "Rác chất đống",
        2,
    )
    assert report.ratings.get().face == "bad"  # counted, and nobody's
    assert "đã xóa theo yêu cầu" in client_page(cast, report)
    assert found(NEIGHBOUR)  # somebody else's stays


def client_page(cast: Cast, report: Report) -> str:
    client = Client()
    client.force_login(cast.minh)
    return client.get(f"/reports/{report.code}/").text


def test_what_a_browser_said_is_erased_only_where_that_was_asked_for(cast: Cast) -> None:
    lived(cast)
    requests.fulfil(requests.ask(HOLDER, "erasure"), by=cast.minh)
    assert set(found(SECRET)) == {"surveys_opinion"}


def test_an_objection_ends_every_message_and_keeps_the_report(cast: Cast) -> None:
    report = lived(cast)
    requests.fulfil(requests.ask(HOLDER, "objection"), by=cast.minh)
    assert [one.address for one in vault.addresses_of(report)] == [MAIL]  # each address is asked for apart
    assert not holdings.told(Subject("sms", PHONE))["places"]
    assert report.text


def test_calls_for_help_are_neither_told_nor_erased_by_who_has_the_telephone(cast: Cast) -> None:
    ring(adapter="thu", external_id="9", number_dialled="115", caller_number=PHONE, at=clock.now())
    assert holdings.told(Subject("sms", PHONE))["calls"] == []
    assert holdings.forget(Subject("sms", PHONE))["calls"] == 0
    assert Call.objects.get().caller_number == PHONE
