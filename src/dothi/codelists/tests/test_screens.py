"""The screens of shared code lists: who sees what, and the way from a file to a version."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dothi.codelists import actions, queries
from dothi.codelists.editions import entries_of
from dothi.codelists.models import CodeList, Release
from dothi.kernel import clock
from dothi.kernel.offered import Item
from dothi.kernel.testing.cast import Cast
from dothi.kernel.testing.contract import PostContract, ScreenContract

from .conftest import WASTE, Publish

pytestmark = pytest.mark.usefixtures("seeded")
HERE = "/code-lists/loai-chat-thai/"
Of = Callable[[Any], Any]


def csv_file(*rows: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("danh-muc.csv", "\n".join(["code,name_vi,parent,ended", *rows]).encode())


class TestLists(ScreenContract):
    path, right, no_right, shows = "/code-lists/", "lan", ("dung",), "administrative-units"


class TestList(ScreenContract):
    path, right, no_right, shows = "/code-lists/administrative-units/", "hoa", ("dung",), "Tỉnh Thử Nghiệm"


class TestDraft(ScreenContract):
    """Whose right does not reach the owner is refused: that there is such a list is no secret."""

    right, no_right, shows = "own_steward", ("dung", "lan", "ward_steward"), "Chất thải lỏng"

    @pytest.fixture
    def address(self, waste: CodeList, cast: Cast) -> str:
        draft = actions.begin_draft(waste, by=cast.vy)
        actions.put_entry(draft, Item("L", "Chất thải lỏng"), seen=None, by=cast.vy)
        return f"{HERE}draft/"


class TestBegin(PostContract):
    right, no_right = "own_steward", ("dung", "lan", "ward_steward")

    @pytest.fixture
    def address(self, waste: CodeList) -> str:
        return f"{HERE}draft/begin/"

    def done(self, cast: Cast) -> bool:
        return Release.objects.filter(list__code="loai-chat-thai").exists()


class TestMake(PostContract):
    path, right, no_right = "/code-lists/new/", "vy", ("dung", "lan")

    def form(self, cast: Cast) -> dict[str, Any]:
        return {
            "code": "loai-cay",
            "name_vi": "Loại cây",
            "name_en": "Kinds of trees",
            "owner": cast.environment.pk,
            "basis": "QĐ 7",
            "certainty": "D",
        }

    def done(self, cast: Cast) -> bool:
        return CodeList.objects.filter(code="loai-cay", owner=cast.environment).exists()


@pytest.mark.django_db
def test_a_steward_makes_lists_only_for_agencies_in_reach(
    cast: Cast, ward_steward: Any, client_of: Of
) -> None:
    answer = client_of(ward_steward).post("/code-lists/new/", TestMake().form(cast))
    assert answer.status_code == 422
    assert not CodeList.objects.filter(code="loai-cay").exists()


@pytest.mark.django_db
def test_from_a_file_to_a_version(waste: CodeList, cast: Cast, client_of: Of) -> None:
    browser = client_of(cast.vy)
    browser.post(f"{HERE}draft/begin/")
    wrong = browser.post(
        f"{HERE}draft/file/", {"file": csv_file("A,Một,,", "A,Hai,,", "B,,X,"), "take": "yes"}
    )
    text = wrong.content.decode()
    assert wrong.status_code == 422
    assert "3 dòng sai" in text
    assert "Mã này đã có ở dòng 2." in text
    assert "Mã cấp trên X không có trong tệp." in text
    assert len(entries_of(queries.get_draft(waste))) == 0

    checked = browser.post(f"{HERE}draft/file/", {"file": csv_file("A,Một,,", "B,Hai,A,"), "check": "yes"})
    assert checked.status_code == 200
    assert "không có dòng sai" in checked.content.decode()
    assert len(entries_of(queries.get_draft(waste))) == 0

    taken = browser.post(f"{HERE}draft/file/", {"file": csv_file("A,Một,,", "B,Hai,A,"), "take": "yes"})
    assert taken.status_code == 302
    book = browser.get(f"{HERE}draft/entries.xlsx").content
    again = browser.post(f"{HERE}draft/file/", {"file": SimpleUploadedFile("a.xlsx", book), "check": "yes"})
    assert "2 dòng" in again.content.decode(), "what is downloaded from the draft can be taken in again"
    assert client_of(cast.lan).get(f"{HERE}draft/entries.xlsx").status_code == 403
    shown = browser.get(f"{HERE}publish/")
    form = {
        "valid_from": f"{clock.today():%Y-%m-%d}",
        "source": "Quyết định 9/QĐ-UBND",
        "certainty": "S",
        "seen": shown.context["entries"].digest,
    }
    assert browser.post(f"{HERE}publish/", form).url == HERE
    page = client_of(cast.lan).get(HERE).content.decode()
    assert "Phiên bản 1" in page
    assert "Quyết định 9/QĐ-UBND" in page
    assert client_of(cast.lan).get(f"{HERE}entries.xlsx").content.startswith(b"PK")
    assert "Bản nháp" not in page


@pytest.mark.django_db
def test_a_past_day_is_refused_on_the_form(waste: CodeList, cast: Cast, client_of: Of) -> None:
    draft = actions.begin_draft(waste, by=cast.vy)
    actions.put_entry(draft, Item("L", "Lỏng"), seen=None, by=cast.vy)
    form = {
        "valid_from": f"{clock.today() - dt.timedelta(days=1):%Y-%m-%d}",
        "source": "QĐ 9",
        "certainty": "S",
        "seen": entries_of(draft).digest,
    }
    answer = client_of(cast.vy).post(f"{HERE}publish/", form)
    assert (answer.status_code, queries.find_draft(waste)) == (422, draft)
    assert "trước hôm nay" in answer.content.decode()


@pytest.mark.django_db
def test_an_entry_is_edited_where_nobody_else_did(
    waste: CodeList, publish: Publish, cast: Cast, client_of: Of
) -> None:
    publish(waste)
    browser = client_of(cast.vy)
    browser.post(f"{HERE}draft/begin/")
    address = f"{HERE}draft/entry/?code=R1"
    opened = browser.get(address).context["form"].initial
    form = {**opened, "name_vi": "Chất thải rắn", "extra": "mức: cao"}
    assert browser.post(address, form).status_code == 302
    late = browser.post(address, {**opened, "name_vi": "Rắn"})
    assert late.status_code == 422
    assert "vừa được người khác sửa" in late.content.decode()
    now = entries_of(queries.get_draft(waste)).by_code["R1"]
    assert (now.name_vi, now.parent, now.extra) == ("Chất thải rắn", "R", {"mức": "cao"})
    bad = browser.post(f"{HERE}draft/entry/", {"code": "R9", "name_vi": "x", "extra": "không có dấu"})
    assert bad.status_code == 422


@pytest.mark.django_db
def test_versions_days_and_differences(waste: CodeList, publish: Publish, cast: Cast, client_of: Of) -> None:
    publish(waste)
    later = (*WASTE[:2], Item("R2", "Nước thải", "", "R", ended=True), Item("R3", "Bùn thải", "", "R"))
    publish(waste, later, days=7)
    browser = client_of(cast.lan)
    day = f"{clock.today() + dt.timedelta(days=7):%Y-%m-%d}"
    assert "Bùn thải" not in browser.get(f"{HERE}?view=all").content.decode()
    assert "Bùn thải" in browser.get(f"{HERE}?view=all&at={day}").content.decode()
    assert browser.get(f"{HERE}?q=bun thai").context["page"].paginator.count == 0
    versions = browser.get(f"{HERE}versions/").content.decode()
    assert "Chờ hiệu lực" in versions
    assert "withdraw" not in versions
    found = browser.get(f"{HERE}changes/").context
    assert [(one.kind, one.code) for one in found["differences"]] == [("ended", "R2"), ("added", "R3")]
    rows = list(
        csv.DictReader(io.StringIO(browser.get(f"{HERE}entries.csv?version=2").content.decode("utf-8-sig")))
    )
    assert [(row["code"], row["ended"]) for row in rows] == [("R", ""), ("R1", ""), ("R2", "x"), ("R3", "")]


@pytest.mark.django_db
def test_the_api_knows_versions_too(waste: CodeList, publish: Publish, cast: Cast, client_of: Of) -> None:
    publish(waste)
    publish(waste, (*WASTE, Item("R3", "Bùn thải", "", "R")), days=7)
    browser, address = client_of(cast.lan), "/api/v1/code-lists/loai-chat-thai"
    one = browser.get(address).json()
    assert (one["version"], one["entries"], one["owner"]["code"]) == (1, 3, "so-nnmt")
    assert browser.get(f"{address}/entries?version=2").json()["total"] == 4
    assert browser.get(f"{address}/entries/R3").status_code == 404
    day = f"{clock.today() + dt.timedelta(days=7):%Y-%m-%d}"
    assert browser.get(f"{address}/entries/R3?at={day}").json()["name_vi"] == "Bùn thải"
    assert [row["number"] for row in browser.get(f"{address}/versions").json()["versions"]] == [2, 1]
    changed = browser.get(f"{address}/changes?from=1&to=2").json()
    assert [(one["kind"], one["code"]) for one in changed["changes"]] == [("added", "R3")]
    assert browser.get("/api/v1/code-lists?owner=so-nnmt").json()["total"] == 1


@pytest.mark.django_db
def test_a_very_full_list_comes_in_pages(
    waste: CodeList, publish: Publish, cast: Cast, client_of: Of
) -> None:
    publish(waste, [Item(f"M{n:04}", f"Mục số {n}") for n in range(1200)])
    browser = client_of(cast.lan)
    first = browser.get(HERE)
    assert (len(first.context["page"]), first.context["page"].paginator.num_pages) == (100, 12)
    assert "M1199" in browser.get(f"{HERE}?page=12").content.decode()


@pytest.mark.django_db
def test_a_list_without_versions_says_so(waste: CodeList, cast: Cast, client_of: Of) -> None:
    browser = client_of(cast.lan)
    assert "chưa có mục nào" in browser.get(HERE).content.decode()
    assert "Chưa công bố" in browser.get(f"{HERE}versions/").content.decode()
    assert "ít nhất hai phiên bản" in browser.get(f"{HERE}changes/").content.decode()


@pytest.mark.django_db
def test_a_tree_is_opened_level_by_level(cast: Cast, client_of: Of) -> None:
    browser = client_of(cast.lan)
    top = browser.get("/code-lists/administrative-units/")
    assert [item.code for item in top.context["page"]] == ["96"]
    below = browser.get("/code-lists/administrative-units/?parent=96")
    assert [item.code for item in below.context["page"]] == ["96001", "96002"]
    assert below.context["at_top"].name_vi == "Tỉnh Thử Nghiệm"
