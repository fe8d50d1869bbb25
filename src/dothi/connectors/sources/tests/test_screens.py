"""Sources on screens: who may, from the form over the test to switching on, and what never shows."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dothi.connectors.models import Source
from dothi.connectors.sources.keeping import kept_in
from dothi.connectors.sources.kinds import get_kind
from dothi.connectors.sources.tests.serving import serving
from dothi.connectors.sources.tests.sources import MAPPING, add, described, readings
from dothi.kernel.testing.cast import Cast
from dothi.kernel.testing.contract import PostContract, ScreenContract

ClientOf = Callable[[Any], Client]


def draft(cast: Cast, url: str = "https://tram.example.vn/api", **settings: Any) -> Source:
    how = described(agency=cast.environment, own_only=True)
    return add("http_poll", on=False, how=how, url=url, rows="$.data[*]", **settings)


class TestSources(ScreenContract):
    path, right, no_right, shows = "/connectors/sources/", "vy", ("dung", "lan", "quan"), "Chưa có nguồn nào"


class TestKinds(ScreenContract):
    path, right, no_right, shows = "/connectors/sources/new/", "vy", ("dung", "lan"), "Hỏi qua HTTP"


class TestForm(ScreenContract):
    path, right, no_right, shows = (
        "/connectors/sources/new/http_poll/",
        "vy",
        ("dung", "lan"),
        "Cứ bao nhiêu phút",
    )


class TestSource(ScreenContract):
    right, no_right, shows = "vy", ("dung", "lan"), "Trạm quan trắc"

    def path(self, cast: Cast) -> str:
        return f"/connectors/sources/{draft(cast).code}/"


class TestState(PostContract):
    right, no_right = "vy", ("dung", "lan", "minh")
    form = {"state": "on"}

    def path(self, cast: Cast) -> str:
        return f"/connectors/sources/{draft(cast).code}/state/"

    def done(self, cast: Cast) -> bool:
        return Source.objects.get().state == "on"


def form(cast: Cast, **changes: Any) -> dict[str, Any]:
    return {
        "name_vi": "Trạm phường", "code": "tram-phuong", "agency": cast.environment.pk, "contact": "0254 3", "purpose": "Không khí",
        "every_min": "10", "tolerance_min": "5", "ask_every_s": "60", "own_only": "on", "origin": "0", "area": "",
        "set-url": "https://tram.example.vn/api", "set-format": "json", "set-rows": "$.data[*]", "set-method": "GET",
        "set-auth": "bearer", "set-token": "bi-mat-42", "set-paging": "none", "mapping": MAPPING, **changes,
    }  # fmt: skip


@pytest.mark.django_db
def test_a_secret_is_stored_encrypted_and_never_comes_back(cast: Cast, client_of: ClientOf) -> None:
    vy = client_of(cast.vy)
    answer = vy.post("/connectors/sources/new/http_poll/", form(cast))
    assert answer.status_code == 302, answer.content.decode()
    source = Source.objects.get(code="tram-phuong")
    assert "bi-mat-42" not in str(source.settings) and "bi-mat-42" not in source.secrets.get().token
    pages = [vy.get(f"/connectors/sources/tram-phuong/{one}").content.decode() for one in ("", "change/")]
    pages.append(vy.get(f"/history/source/{source.pk}/").content.decode())
    assert all("bi-mat-42" not in page for page in pages)
    assert "đã đặt, không hiển thị" in pages[0]
    changed = vy.post(
        "/connectors/sources/tram-phuong/change/", form(cast, **{"set-token": "", "reason": "đổi tên"})
    )
    assert changed.status_code == 302
    assert kept_in(source.secrets) == {"token": "bi-mat-42"}  # left empty: kept
    url = source.settings["url"]
    for address, status in ((url + "?x=1", 302), ("https://nghe-trom.vi-du.vn/tram", 422)):
        moved = form(cast, **{"set-token": "", "set-url": address, "reason": "đổi địa chỉ"})
        answer = vy.post("/connectors/sources/tram-phuong/change/", moved)
        assert answer.status_code == status, address
    assert (
        "bí mật cũ chỉ dành cho địa chỉ cũ" in answer.content.decode()
    )  # it is not sent to another listener
    source.refresh_from_db()
    assert source.settings["url"] == url + "?x=1"


@pytest.mark.django_db
def test_wrong_settings_are_told_beside_their_fields(cast: Cast, client_of: ClientOf) -> None:
    wrong = form(cast, **{"set-url": "tram", "set-token": "", "every_min": "", "set-rows": "$.["})
    page = client_of(cast.vy).post("/connectors/sources/new/http_poll/", wrong)
    assert page.status_code == 422
    assert "Cần khai đúng một nhịp" in page.content.decode()
    page = client_of(cast.vy).post("/connectors/sources/new/http_poll/", {**wrong, "every_min": "10"})
    assert "Cần điền ô này" in page.content.decode()
    page = client_of(cast.vy).post(
        "/connectors/sources/new/http_poll/", {**wrong, "every_min": "10", "set-token": "x"}
    )
    text = page.content.decode()
    assert "Cần địa chỉ đầy đủ" in text and "Đường dẫn JSONPath không đọc được" in text
    assert not Source.objects.exists()


@pytest.mark.django_db
def test_the_test_connects_shows_steps_rows_and_mapping_and_stores_nothing(
    cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")
    with serving(lambda request: request.give(readings(("a", 31.5), ("b", -5)))) as server:
        source = draft(cast, server.url)
        page = client_of(cast.vy).post(f"/connectors/sources/{source.code}/test/").content.decode()
        assert "HTTP 200" in page and "Đọc được 2 dòng" in page
        assert "poll-a" in page and "31,5" in page
        assert "Giá trị không thể có trong thực tế" in page
        Source.objects.filter(pk=source.pk).update(mapping_text="")
        page = client_of(cast.vy).post(f"/connectors/sources/{source.code}/test/").content.decode()
        assert "Ánh xạ gợi ý" in page and "pm.fine" in page and "lon_column" in page
    assert not source.runs.exists()


@pytest.mark.django_db
def test_what_somebody_sends_is_tried_with_an_example(cast: Cast, client_of: ClientOf) -> None:
    """Sample rows and the mapping's preview before anybody sends; nothing is stored."""
    how, mapping = described(agency=cast.environment, own_only=True), get_kind("chirpstack").mapping_example()
    source = add("chirpstack", on=False, mapping=mapping, how=how, key="kX3")
    client = client_of(cast.vy)
    page = client.get(f"/connectors/sources/{source.code}/").content.decode()
    assert "/api/v1/sources/tram/readings?event=up" in page and "Bản tin mẫu" in page, page
    example = {
        "time": "2026-11-22T02:00:00Z",
        "deviceInfo": {"devEui": "24e1"},
        "object": {"fillingLevel": 62},
    }
    form = {"example": json.dumps(example), "told": "event=up"}
    shown = client.post(f"/connectors/sources/{source.code}/test/", form).content.decode()
    assert "urn:ngsi-ld:WasteContainer:24e1" in shown and "0,62" in shown
    wrong = client.post(
        f"/connectors/sources/{source.code}/test/", {**form, "told": "event=x"}
    ).content.decode()
    assert "?event=up" in wrong and source.runs.count() == 0


@pytest.mark.django_db
def test_an_address_inside_is_refused_with_the_remedy(cast: Cast, client_of: ClientOf) -> None:
    source = draft(cast, "http://127.0.0.1:9/")
    page = client_of(cast.vy).post(f"/connectors/sources/{source.code}/test/").content.decode()
    assert "DOTHI_EGRESS_ALLOW" in page


@pytest.mark.django_db
def test_nobody_connects_for_an_agency_or_area_beyond_their_right(cast: Cast, client_of: ClientOf) -> None:
    from dothi.accounts import actions as people

    people.grant_role(cast.nga, "data-steward", agency=cast.environment, by=None)
    nga = client_of(cast.nga)
    beyond = nga.post("/connectors/sources/new/http_poll/", form(cast, own_only=""))
    assert beyond.status_code == 422 and "nằm ngoài phạm vi" in beyond.content.decode()
    assert nga.post("/connectors/sources/new/http_poll/", form(cast)).status_code == 302
    other = add("http_poll", "cua-ioc", on=False, how=described(agency=cast.centre), url="https://x.vn/")
    assert nga.get(f"/connectors/sources/{other.code}/").status_code == 404
