"""The doors of GeoReport v2: what is told in JSON and XML, what is handed in, how refusals are worded, and what nobody may read."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from dothi.accounts import actions as accounts
from dothi.kernel import clock, settings
from dothi.kernel.testing.cast import Cast
from dothi.reports import actions
from dothi.reports.models import Report
from dothi.reports.tests.course import LEAK, WASTE, prepared, told
from dothi.reports.tests.test_pages import picture

pytestmark = pytest.mark.django_db
V2 = "/open311/v2"
FIELDS = {
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description", "agency_responsible", "service_notice",
    "requested_datetime", "updated_datetime", "expected_datetime", "address", "address_id", "zipcode", "lat", "long", "media_url",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _prepared(cast: Cast, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "data_folder", lambda: tmp_path)
    prepared(cast)


@pytest.fixture
def key() -> str:
    return made_key("reports")


def made_key(kind: str, name: str = "app") -> str:
    return accounts.issue_key(name, kind=kind, by=None)[1]


def body_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def asked(path: str, **given: Any) -> Any:
    answer = Client().get(f"{V2}/{path}", given)
    assert answer.status_code == 200, body_of(answer)
    return json.loads(body_of(answer))


def tree(path: str, **given: Any) -> ElementTree.Element:
    answer = Client().get(f"{V2}/{path}", given)
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    return ElementTree.fromstring(body_of(answer))


def posted(key: str, form: str = "json", **more: Any) -> Any:
    said = {
        "api_key": key,
        "service_code": WASTE,
        "address_string": "12 Trần Phú",
        "description": "Rác chất đống",
        **more,
    }
    return Client().post(f"{V2}/requests.{form}", said)


def released(cast: Cast, text: str = "Rác trước cổng", **more: Any) -> Report:
    return actions.release(told(**more).report, text=text, photos=[], by=cast.minh)


@pytest.mark.parametrize("path", ["/open311/discovery", "/open311/v2/discovery"])
def test_discovery_names_the_endpoint_in_both_forms(path: str) -> None:
    found = Client().get(f"{path}.json").json()
    (endpoint,) = found["endpoints"]
    assert endpoint["url"] == "http://testserver/open311/v2"
    assert endpoint["formats"] == ["text/xml", "application/json"]
    root = ElementTree.fromstring(Client().get(f"{path}.xml").content)
    assert root.tag == "discovery"
    assert [one.text for one in root.findall("endpoints/endpoint/formats/format")] == endpoint["formats"]


def test_services_are_the_categories_but_those_for_which_one_calls() -> None:
    rows = {one["service_code"]: one for one in asked("services.json")}
    assert rows[WASTE]["metadata"] is True
    assert rows[WASTE]["type"] == "realtime"
    assert rows[WASTE]["group"] == "Rác thải"
    root = tree("services.xml")
    assert (root.tag, {one.tag for one in root}) == ("services", {"service"})
    assert {one.findtext("service_code") for one in root} == set(rows)


def test_a_service_says_what_it_asks() -> None:
    found = asked(f"services/{WASTE}.json")
    (attribute,) = found["attributes"]
    assert (attribute["code"], attribute["datatype"], attribute["order"]) == (
        "QUANTITY",
        "singlevaluelist",
        1,
    )
    root = tree(f"services/{WASTE}.xml")
    assert root.tag == "service_definition"
    assert [one.findtext("key") for one in root.findall("attributes/attribute/values/value")] == [
        "bag",
        "heap",
        "load",
    ]
    assert refused(f"services/{WASTE}x.json") == 404


def refused(path: str, **given: Any) -> int:
    """The status of a refusal, which its body says too, in both forms."""
    answer = Client().get(f"{V2}/{path}", given)
    ((row,),) = (answer.json(),)
    assert row["code"] == answer.status_code
    assert row["description"]
    if ".json" in path:
        root = ElementTree.fromstring(Client().get(f"{V2}/{path.replace('.json', '.xml')}", given).content)
        assert (root.tag, root[0].tag, root[0].findtext("code")) == (
            "errors",
            "error",
            str(answer.status_code),
        )
    return int(answer.status_code)


def test_a_post_becomes_a_report_with_its_place_and_reporter(cast: Cast, key: str) -> None:
    answer = posted(
        key, lat="", first_name="Ba", last_name="Nguyễn Văn", phone="0903 000 111", email="ba@example.vn", device_id="x1",
        account_id="7", **{"attribute[QUANTITY]": "heap"},
    )  # fmt: skip
    (row,) = answer.json()
    report = Report.objects.get(code=row["service_request_id"])
    assert answer.status_code == 200
    assert (report.door, report.category, report.agency) == ("open311", WASTE, cast.environment)
    assert report.text == "Rác chất đống\nKhoảng bao nhiêu? Một đống, dưới 1 m³"
    assert row["account_id"] is None
    assert "0903" not in answer.content.decode()
    token = row["extended_attributes"]["follow_url"].rstrip("/").rpartition("/")[2]
    assert asked(f"tokens/{token}.json") == [{"service_request_id": report.code, "token": token}]
    assert tree(f"tokens/{token}.xml").findtext("request/service_request_id") == report.code
    assert refused("tokens/none.json") == 404


def test_the_same_post_again_is_the_same_report(key: str) -> None:
    first, again, other = posted(key), posted(key), posted(key, description="Rác khác")
    codes = [one.json()[0]["service_request_id"] for one in (first, again, other)]
    assert codes[0] == codes[1] != codes[2]
    assert Report.objects.count() == 2


def test_a_post_answers_in_xml(key: str) -> None:
    root = ElementTree.fromstring(posted(key, "xml").content)
    assert root.tag == "service_requests"
    assert root.findtext("request/service_request_id") == Report.objects.get().code


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (403, {"api_key": ""}),
        (403, {"api_key": "a.b"}),
        (400, {"service_code": ""}),
        (404, {"service_code": "no.such"}),
        (400, {"address_string": ""}),
        (400, {"lat": "10.3"}),
        (400, {"lat": "x", "long": "107"}),
        (400, {"lat": "10.3", "long": "190"}),
        (400, {"lat": "0", "long": "0"}),
        (400, {"description": ""}),
        (400, {"attribute[QUANTITY]": "tons"}),
        (400, {"media_url": "file:///etc/passwd"}),
        (400, {"phone": "x"}),
        (404, {"jurisdiction_id": "elsewhere.example"}),
    ],
)
def test_what_cannot_be_taken_is_refused_in_geo_reports_form(
    key: str, status: int, said: dict[str, str]
) -> None:
    answer = posted(key, **said)
    assert answer.status_code == status, answer.content
    assert answer.json()[0]["code"] == status
    assert ElementTree.fromstring(posted(key, "xml", **said).content)[0].findtext("code") == str(status)
    assert not Report.objects.exists()


@pytest.mark.parametrize("kind", ["read", "write", "device"])
def test_a_key_of_another_kind_hands_nothing_in(kind: str) -> None:
    assert posted(made_key(kind)).status_code == 403


def test_only_what_was_released_is_told_and_only_as_released(cast: Cast) -> None:
    told()
    report = released(cast)
    (row,) = asked("requests.json")
    assert set(row) == FIELDS
    assert row["service_request_id"] == report.code
    assert (row["status"], row["description"], row["address"]) == ("open", "Rác trước cổng", None)
    root = tree("requests.xml")
    assert (root.tag, [one.tag for one in root]) == ("service_requests", ["request"])
    assert {one.tag for one in root[0]} == FIELDS
    assert root[0].findtext("expected_datetime") == row["expected_datetime"]
    assert "Trần Phú" not in json.dumps(row, ensure_ascii=False)
    assert "0903" not in json.dumps(row)


def test_the_sender_reads_its_report_before_it_is_released(key: str) -> None:
    code = posted(key).json()[0]["service_request_id"]
    assert refused(f"requests/{code}.json") == 404
    assert refused(f"requests/{code}.json", api_key=made_key("reports", "another app")) == 404
    (row,) = asked(f"requests/{code}.json", api_key=key)
    assert (row["description"], row["address"], row["status"]) == ("Rác chất đống", "12 Trần Phú", "open")


def test_a_refusal_and_an_answer_are_told_as_notes_and_updates(cast: Cast) -> None:
    report = released(cast)
    actions.refuse(report, reason="Đất tư nhân", by=cast.minh)
    (row,) = asked(f"requests/{report.code}.json", extensions="true")
    assert (row["status"], row["status_notes"]) == ("closed", "Đất tư nhân")
    assert row["extended_attributes"]["word"] == "refused"
    rows = asked("servicerequestupdates.json")
    assert [one["status"] for one in rows] == ["open", "closed"]
    assert "Đất tư nhân" in rows[-1]["description"]
    assert asked("requestupdates.json", service_request_id=report.code) == rows
    root = tree("servicerequestupdates.xml")
    assert (root.tag, root[0].tag) == ("service_request_updates", "request_update")


def test_filters(cast: Cast) -> None:
    waste, leak = released(cast), released(cast, category=LEAK)
    old = released(cast)
    Report.objects.filter(pk=old.pk).update(received_at=clock.now() - dt.timedelta(days=120))
    actions.refuse(leak, reason="Không có", by=cast.minh)

    def codes(**given: Any) -> set[str]:
        return {one["service_request_id"] for one in asked("requests.json", **given)}

    assert codes() == {waste.code, leak.code}
    assert codes(service_code=LEAK) == {leak.code}
    assert codes(service_code=f"{LEAK},{WASTE}") == {waste.code, leak.code}
    assert codes(status="open") == {waste.code}
    assert codes(status="closed,open") == {waste.code, leak.code}
    assert codes(service_request_id=f"{old.code},{waste.code}", status="closed") == {old.code, waste.code}
    long_ago = clock.now() - dt.timedelta(days=130)
    assert codes(start_date=long_ago.isoformat()) == {old.code}
    assert codes(updated_after=(clock.now() - dt.timedelta(minutes=5)).isoformat()) == {
        waste.code,
        leak.code,
        old.code,
    }
    pages = [codes(page_size=1, page=page) for page in (1, 2, 3)]
    assert pages == [{leak.code}, {waste.code}, set()]
    assert asked("requests.json", page=4) == []
    assert asked("requests.json", page=100) == []
    deep = Client().get(f"{V2}/requests.json?page=101&page_size=1000")
    assert (deep.status_code, "updated_after" in deep.json()[0]["description"]) == (400, True)
    assert len(tree("requests.xml", page=4)) == 0


@pytest.mark.parametrize(
    "given",
    [
        {"status": "late"},
        {"start_date": "yesterday"},
        {"start_date": "0001-01-01"},
        {"end_date": "0001-01-02T00:00:00Z"},
        {"start_date": "9999-12-31T00:00:00Z"},
        {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-06-01T00:00:00Z"},
        {"page": "0"},
        {"page_size": "x"},
    ],
)
def test_a_question_that_cannot_be_read_is_told_so(given: dict[str, str]) -> None:
    assert refused("requests.json", **given) == 400


@pytest.mark.parametrize("name", ["service_code", "service_request_id"])
def test_signs_that_nobody_sees_are_no_part_of_a_code(name: str) -> None:
    assert asked("requests.json", **{name: "\x00"}) == asked("requests.json")


def test_another_form_method_or_jurisdiction() -> None:
    assert refused("services.csv") == 404
    assert refused("services.json", jurisdiction_id="elsewhere.example") == 404
    assert asked("services.json", jurisdiction_id="testserver")
    assert Client().post(f"{V2}/services.json").status_code == 405


def test_a_released_picture_is_told_with_its_address(cast: Cast, key: str) -> None:
    code = posted(key, media=picture()).json()[0]["service_request_id"]
    report = Report.objects.get(code=code)
    assert report.photos.count() == 1
    actions.release(report, text="Rác", photos=[1], by=cast.minh)
    (row,) = asked(f"requests/{code}.json")
    assert Client().get(row["media_url"]).status_code == 200
