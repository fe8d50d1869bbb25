"""The pages of the book: who sees which desk, handing over in two sessions, the paper, the search."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from dothi.incidents import actions as incidents
from dothi.kernel.i18n import t
from dothi.shiftbook import actions
from dothi.shiftbook.models import BookLine, Desk, Handover, Shift
from dothi.shiftbook.tests.desks import desk_of, officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def son(cast: Any) -> Any:
    return officer(cast, "son", "Trịnh Hoài Sơn")


def test_a_shift_passes_from_one_session_to_another(cast: Any, son: Any, client_of: Any) -> None:
    desk_of(cast)
    leaving, coming = client_of(cast.minh), client_of(son)
    case = incidents.open_incident(
        title="Cháy kho", kind="", severity="high", unit_id=cast.ward_a.pk, by=cast.minh
    )
    assert leaving.post("/shiftbook/at/ioc/open/").status_code == 302
    shift = Shift.objects.get()
    leaving.post(f"/shiftbook/{shift.code}/note/", {"text": "Bơm số 2 hỏng"})
    page = leaving.get("/shiftbook/").content.decode()
    assert "Bơm số 2 hỏng" in page
    assert case.code in page
    assert case.code in leaving.get(f"/shiftbook/{shift.code}/hand-over/").content.decode()
    said = {"to": son.pk, "text": "Chú ý", f"word-incidents-{case.code}": "Chờ công an"}
    assert leaving.post(f"/shiftbook/{shift.code}/hand-over/", said).status_code == 302
    made = Handover.objects.get()
    seen = coming.get(f"/shiftbook/handovers/{made.pk}/").content.decode()
    assert "Chờ công an" in seen
    assert leaving.post(f"/shiftbook/handovers/{made.pk}/accept/").status_code == 400
    assert coming.post(f"/shiftbook/handovers/{made.pk}/accept/", {"text": "Đã rõ"}).status_code == 302
    assert coming.post(f"/shiftbook/handovers/{made.pk}/accept/").status_code == 409
    old = coming.get(f"/shiftbook/{shift.code}/").content.decode()
    assert str(cast.minh) in old
    assert str(son) in old
    assert "Chờ công an" in old


def test_the_book_of_another_desk_does_not_exist(cast: Any, son: Any, client_of: Any) -> None:
    shift = actions.open_book(desk_of(cast), by=cast.minh)
    made = actions.propose(shift, by=cast.minh)
    tam = client_of(officer(cast, "tam", "Đinh Thanh Tâm", unit=cast.ward_b))
    for address in (
        f"/shiftbook/{shift.code}/", f"/shiftbook/{shift.code}/print.pdf", f"/shiftbook/handovers/{made.pk}/", "/shiftbook/at/ioc/",
    ):  # fmt: skip
        assert tam.get(address).status_code == 404, address
    for address in (f"/shiftbook/{shift.code}/note/", f"/shiftbook/handovers/{made.pk}/accept/"):
        assert tam.post(address, {"text": "x"}).status_code == 404, address
    assert shift.code not in tam.get("/shiftbook/past/").content.decode()
    assert client_of(cast.lan).get("/shiftbook/").status_code == 403
    reader = client_of(cast.kien)
    assert reader.get(f"/shiftbook/{shift.code}/").status_code == 200
    assert reader.post(f"/shiftbook/{shift.code}/note/", {"text": "x"}).status_code == 403


def test_the_past_is_found_without_accents(cast: Any, son: Any, client_of: Any) -> None:
    shift = actions.open_book(desk_of(cast), by=cast.minh)
    actions.note(shift, "Trạm bơm Đầm Sen mất điện", by=cast.minh)
    reader = client_of(cast.kien)
    assert "Đầm Sen" in reader.get("/shiftbook/past/?q=dam sen").content.decode()
    assert "Đầm Sen" not in reader.get("/shiftbook/past/?q=dam sen&day=2020-01-01").content.decode()
    assert shift.code in reader.get("/shiftbook/past/").content.decode()
    assert reader.get("/shiftbook/past/?day=31-31&page=x").status_code == 200


def test_it_prints_as_a_paper_with_both_names(cast: Any, son: Any, client_of: Any) -> None:
    from dothi.shiftbook.paper import paper_of

    shift = actions.open_book(desk_of(cast), by=cast.minh)
    actions.note(shift, "Mất điện", by=cast.minh)
    actions.accept(actions.propose(shift, by=cast.minh), by=son)
    shift.refresh_from_db()
    paper = paper_of(shift, "Kiên")
    assert paper.signers == [("Người giao ca", str(cast.minh)), ("Người nhận ca", str(son))]
    course = paper.sections[1].table
    assert course is not None
    assert "Mất điện" in [row[1] for row in course.rows]
    answer = client_of(cast.kien).get(f"/shiftbook/{shift.code}/print.pdf")
    assert answer.content.startswith(b"%PDF-")
    assert answer["Cache-Control"] == "no-store"


def test_desks_are_planned_by_who_plans_duty(cast: Any, client_of: Any) -> None:
    said = {"code": "ban-moi", "name_vi": "Bàn mới", "name_en": "New", "agency": cast.centre.pk}
    planner: Client = client_of(cast.minh)
    assert planner.post("/shiftbook/desks/", said).status_code == 302
    assert planner.post("/shiftbook/desks/", said).status_code == 422
    assert Desk.objects.get().own_only is False
    assert client_of(cast.hoa).post("/shiftbook/desks/", said).status_code == 403


def test_every_kind_of_line_has_its_words() -> None:
    """A line is said in the reader's language from its fields."""
    fields = dict.fromkeys(
        ("name", "before", "count", "reason", "leaving", "coming", "missing", "responsible", "desk", "shift", "line", "text", "title", "code", "status"),
        "x",
    )  # fmt: skip
    for kind in ("opened", "proposed", "handed-over", "taken-up", "unopened", "goes-on", "duty-exhausted"):
        word = BookLine(kind=kind).word
        for lang in ("vi", "en"):
            assert "{" not in t(word, lang, **fields)
