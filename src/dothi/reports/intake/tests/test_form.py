"""The form's help as the server gives it: what is near before anything is typed, places by words, categories with their reason, and the
emergency that is called instead of written."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from dothi.kernel import clock, settings
from dothi.kernel.testing.cast import Cast
from dothi.packs.tests.shipped import load_shipped
from dothi.reports import actions
from dothi.reports.actions.receiving import Spot
from dothi.reports.matching.proposing import propose, stop_for
from dothi.reports.models import Report
from dothi.reports.tests.course import WASTE, drawn, prepared, told
from dothi.territory.models import Unit

pytestmark = pytest.mark.django_db
FORM = "/phan-anh/moi/"
LIGHT, COVER, HOLE = "urban-services.lighting-out", "urban-services.drainage-cover", "traffic.road-surface"


@pytest.fixture(autouse=True)
def _prepared(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "data_folder", lambda: tmp_path)
    prepared(cast)
    load_shipped("traffic", "environment", "emergency")
    drawn(cast.ward_a)


def sent(**more: Any) -> Any:
    told_ = {"key": str(uuid4()), "text": "Rác chất đống", "category": WASTE, "place": "12 Trần Phú"}
    return Client(headers=more.pop("headers", {})).post(FORM, told_ | more)


def test_what_is_open_near_is_shown_before_anything_is_typed(cast: Cast) -> None:
    report = told(spot=Spot("", 106.05, 20.05, 5.0)).report
    page = Client().get(f"{FORM}gan-day/?lon=106.0501&lat=20.0501&accuracy=20").text
    assert report.code not in page  # nobody released it
    actions.release(report, text="Rác trước chợ", photos=[], by=cast.minh)
    page = Client().get(f"{FORM}gan-day/?lon=106.0501&lat=20.0501&accuracy=20").text
    assert "Rác trước chợ" in page
    assert f"/phan-anh/{report.code}/#follow" in page
    assert "0903" not in page
    assert not Client().get(f"{FORM}gan-day/?lon=106.09&lat=20.09").text.strip()
    for wrong in ("", "lon=x&lat=y", "lon=nan&lat=20", "lon=1e400&lat=0", "lon=999&lat=999"):
        assert not Client().get(f"{FORM}gan-day/?{wrong}").text.strip()


@pytest.mark.parametrize(
    "typed", ["phuong an hai", "Phường An Hải", "p an hai", "an hai", "phuong thang nhat"]
)
def test_a_commune_is_found_without_accents_and_by_its_former_name(cast: Cast, typed: str) -> None:
    text = "phuong an hai\nphuong an hai tinh thu nghiem\nphuong thang nhat thanh pho cu"
    Unit.objects.filter(pk=cast.ward_a.pk).update(search_text=text, lon=106.05, lat=20.05, area_km2=4.0)
    page = Client().get(f"{FORM}noi/", {"q": typed}).text
    assert "Phường An Hải" in page
    assert 'data-lon="106.05' in page


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Rác chất đống trước nhà ba ngày nay", WASTE),
        ("rac chat dong 3 ngay khong ai don", WASTE),
        ("den duong khong sang may hom nay", LIGHT),
        ("Đèn đường cháy bóng ở hẻm 12", LIGHT),
        ("mat nap cong rat nguy hiem", COVER),
        ("Mặt đường nhiều ổ gà", HOLE),
        ("o ga o voi day duong", HOLE),
        ("Quán karaoke mở nhạc lớn tới khuya", "environment.noise-entertainment"),
        ("ong nuoc bi be chay ra duong", "urban-services.water-leak"),
        ("cá chết trắng kênh", "environment.water-fish-dead"),
        ("đốt rác gây khói khắp xóm", "environment.air-burning"),
        ("cây đổ chắn đường", "emergency.rescue-tree"),
    ],
)
def test_a_category_is_proposed_with_the_words_that_spoke(text: str, category: str) -> None:
    found = propose(text)
    assert found[0].category == category
    assert all(word in text for word in found[0].words)
    assert stop_for(text) is None


def test_what_is_taken_of_a_proposal_is_kept_with_its_reason() -> None:
    sent(text="Đèn đường không sáng", category=LIGHT, proposed=LIGHT)
    sent(text="Đèn đường không sáng", category=LIGHT)
    sent(text="Đèn đường không sáng", category=WASTE)
    by = [one.category_why for one in Report.objects.order_by("pk")]
    assert by[0]["by"] == "suggested"
    assert "Đèn đường" in " ".join(by[0]["words"])
    assert by[1:] == [{"by": "chosen", "proposed": LIGHT}] * 2


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Cháy nhà, có người mắc kẹt bên trong", "114"),
        ("chay nha o duong tran phu", "114"),
        ("có người bất tỉnh ngoài đường", "115"),
        ("dang co danh nhau bang dao", "113"),
    ],
)
def test_an_emergency_is_called_not_written(text: str, number: str) -> None:
    page = Client().get(f"{FORM}loai/", {"text": text}).text
    assert f'href="tel:{number}"' in page
    answer = sent(text=text)
    assert answer.status_code == 422
    assert f'href="tel:{number}"' in answer.text
    assert text in answer.text
    assert not Report.objects.exists()
    assert sent(text=text, calm="1").status_code == 302  # the writer says that it is none


def test_a_category_of_emergency_is_never_taken_by_the_form() -> None:
    answer = sent(category="emergency.fire-house", calm="1")
    assert answer.status_code == 422
    assert 'href="tel:114"' in answer.text
    assert 'name="calm"' not in answer.text
    assert not Report.objects.exists()
    english = sent(category="emergency.fire-house", headers={"Accept-Language": "en"})
    assert "Call 114 at once" in english.text


def test_a_script_hears_in_json_and_the_same_form_leads_to_the_same_place() -> None:
    browser, key = Client(headers={"Accept": "application/json"}), str(uuid4())
    assert browser.get(FORM).json()["csrf"]
    told_ = {"key": key, "text": "Rác", "category": WASTE, "place": "chợ"}
    first, again = (browser.post(FORM, told_).json()["to"] for _ in range(2))
    assert first.split("?")[0] == again.split("?")[0]
    assert Client().get(first).status_code == 200
    refused = browser.post(FORM, told_ | {"key": str(uuid4()), "place": ""})
    assert (refused.status_code, list(refused.json())) == (400, ["error"])
    stop = browser.post(FORM, told_ | {"key": str(uuid4()), "text": "cháy nhà"})
    assert stop.json()["call"] == "114"


def test_words_are_taken_by_a_form_without_any_script() -> None:
    page = Client().get(FORM).text
    assert (
        page.count("<input") - page.count('type="hidden"') - page.count("data-scripted") <= 3
    )  # photo, place, telephone
    assert sent(lon="", lat="", accuracy="").status_code == 302
    report = Report.objects.get()
    assert (report.lon, report.place, report.received_at <= clock.now()) == (None, "12 Trần Phú", True)


def test_the_script_for_the_time_without_network_names_its_files() -> None:
    answer = Client().get("/phan-anh/sw.js")
    assert answer["Service-Worker-Allowed"] == "/phan-anh/"
    assert "/static/dist/report" in answer.text
