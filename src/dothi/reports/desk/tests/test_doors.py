"""The 1022 desk and the inspector: a caller's words with the call behind them, one thumb in the street with a picture of the result."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from dothi.calls.models import Call
from dothi.kernel import clock, settings
from dothi.kernel.testing.cast import Cast
from dothi.reports.actions.receiving import Spot
from dothi.reports.identity import vault
from dothi.reports.models import Report
from dothi.reports.tests.course import LEAK, WASTE, prepared, told
from dothi.reports.tests.test_pages import picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _prepared(cast: Cast, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "data_folder", lambda: tmp_path)
    prepared(cast)


def a_call(cast: Cast, **more: Any) -> Call:
    told_ = {
        "code": "CG-2026-000007", "adapter": "hand", "external_id": "7", "state": "answered", "received_at": clock.now(), "answered_at": clock.now(),
        "caller_number": "0912345678", "narrative": "Rác chất đống ở hẻm 45", "address": "Hẻm 45 Lê Lợi", "agency": cast.centre,
        "taken_by": cast.minh, **more,
    }  # fmt: skip
    return Call.objects.create(**told_)


def test_a_call_becomes_a_report_once_with_its_code_to_read_back(cast: Cast, client_of: Any) -> None:
    call, minh = a_call(cast), client_of(cast.minh)
    form = minh.get(f"/reports/new/?call={call.code}").text
    assert "Rác chất đống ở hẻm 45" in form
    assert "0912345678" in form
    sent = {"key": str(uuid4()), "call": call.code, "text": "Rác chất đống", "category": WASTE, "place": "Hẻm 45 Lê Lợi", "phone": "0912 345 678"}  # fmt: skip
    answer = minh.post("/reports/new/", sent)
    report = Report.objects.get()
    assert answer["Location"] == f"/reports/{report.code}/read-back/"
    assert report.code in minh.get(answer["Location"]).text
    assert (report.door, report.agency) == ("phone", cast.environment)
    assert [one.address for one in vault.addresses_of(report)] == ["0912345678"]
    minh.post("/reports/new/", sent)
    assert Report.objects.count() == 1
    assert report.code in minh.get(f"/reports/of/?kind=call&reference={call.code}").text
    assert call.code in minh.get(f"/reports/{report.code}/").text
    assert "/reports/new/?call=" in minh.get(f"/calls/{call.code}/").text


def test_while_one_types_the_desk_hears_what_is_open_and_what_it_may_be(cast: Cast, client_of: Any) -> None:
    standing = told(spot=Spot("Hẻm 45 Lê Lợi")).report
    page = client_of(cast.minh).get("/reports/new/help/?text=rac chat dong boc mui&place=hem 45 le loi").text
    assert standing.code in page
    assert "<q>" in page
    assert (
        standing.code not in client_of(cast.tuan).get("/reports/new/help/?text=rac&place=hem 45 le loi").text
    )


def test_what_is_wrong_is_said_and_what_was_typed_stays(cast: Cast, client_of: Any) -> None:
    answer = client_of(cast.minh).post("/reports/new/", {"text": "Đèn tắt", "category": LEAK, "place": ""})
    assert answer.status_code in (400, 422)
    assert "Đèn tắt" in answer.text
    assert client_of(cast.nga).get("/reports/new/").status_code == 403


def test_an_inspector_takes_arrives_and_answers_with_a_picture(cast: Cast, client_of: Any) -> None:
    report, nga = told().report, client_of(cast.nga)
    assert report.code in nga.get("/reports/field/").text
    address = f"/reports/{report.code}/field/"
    nga.post(address, {"step": "take", "seen": "given"})
    nga.post(address, {"step": "arrived"})
    nga.post(address, {"step": "arrived"})
    assert report.lines.filter(what="arrived").count() == 1
    page = nga.get(address).text
    assert 'capture="environment" required' in page  # its row asks for a picture
    refused = nga.post(address, {"step": "answer", "seen": "working", "text": "Đã dọn"}, follow=True)
    assert "phải kèm ảnh kết quả" in refused.text
    nga.post(address, {"step": "answer", "seen": "working", "text": "Đã dọn", "photos": [picture()]})
    report.refresh_from_db()
    assert (report.state, report.photos.filter(kind="result").count()) == ("answered", 1)
    assert client_of(cast.lan).get(address).status_code == 404


def test_what_helps_while_one_types_is_never_sent_who_called(cast: Cast, client_of: Any) -> None:
    """Addresses of requests stand in logs: the caller's name, number and e-mail are not among what the page asks with."""
    page = client_of(cast.minh).get("/reports/new/").text
    assert 'hx-include="#text, #category, #place, #by-phone [name=call]"' in page
