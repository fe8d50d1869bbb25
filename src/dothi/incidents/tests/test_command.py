"""Command in a case: posts given and handed over, agencies that take part, cases joined and parted; rights in every query."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

import pytest
from django.test import Client
from docx import Document

from dothi.incidents import actions, queries
from dothi.incidents.command import actions as command
from dothi.incidents.command import legs, roles
from dothi.incidents.command import queries as posts
from dothi.incidents.command.actions import Holder
from dothi.incidents.joining import actions as joining
from dothi.incidents.joining.following import Follower, follows
from dothi.incidents.joining.models import IncidentLink
from dothi.incidents.models import Incident
from dothi.incidents.tests.test_incidents import raised, signed_in
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, NotFound
from dothi.kernel.models import Event
from dothi.kernel.pack_contents import Told
from dothi.kernel.testing.cast import Cast

pytestmark = pytest.mark.django_db
ROLE = {
    "code": "scene-commander",
    "valid_from": dt.date(2025, 7, 1),
    "name": {"vi": "Chỉ huy trưởng hiện trường", "en": "Scene commander"},
    "commands": True,
    "source": "thử",
    "certainty": "D",
}


@pytest.fixture
def case(cast: Cast) -> Incident:
    """A fire in ward A, of the centre."""
    return actions.open_incident(
        title="Cháy nhà 12 Trần Phú",
        kind="fire",
        severity="high",
        unit_id=cast.ward_a.pk,
        agency_id=cast.centre.pk,
        lon=107.08,
        lat=10.35,
        by=cast.minh,
    )


@pytest.fixture
def role(db: None) -> Any:
    """The post, as a pack brings it."""
    told = Told("emergency", "1", {}, {"command_roles/a.toml": {"command_role": [ROLE]}})
    assert roles.load(told, None) == roles.load(told, None) == ["scene-commander"]
    (row,) = roles.in_force()  # loading it again changed nothing
    return row


def test_who_commanded_at_any_past_minute(case: Incident, role: Any, cast: Cast) -> None:
    opened = clock.now() - dt.timedelta(minutes=20)
    Incident.objects.filter(pk=case.pk).update(opened_at=opened)
    at = lambda minutes: opened + dt.timedelta(minutes=minutes)  # noqa: E731
    first = command.give(case, role, Holder(name="Đại úy Nguyễn Văn An"), at=at(1), by=cast.minh)
    with pytest.raises(Conflict, match="incident-role-held"):
        command.give(case, role, Holder(person=cast.lan), by=cast.minh)
    with pytest.raises(BadRequest, match="incident-role-needs-reason"):
        command.hand_over(first, Holder(person=cast.lan), reason=" ", by=cast.minh)
    command.hand_over(first, Holder(person=cast.lan), at=at(10), reason="Cấp trên đến", by=cast.minh)
    with pytest.raises(Conflict, match="incident-role-ended-meanwhile"):
        command.hand_over(first, Holder(person=cast.nga), at=at(11), reason="lần hai", by=cast.minh)
    who = [[one.name for one in posts.commanding(case, at(minute))] for minute in (0, 1, 9, 10, 19)]
    assert who == [[], [first.name], [first.name], [cast.lan.full_name], [cast.lan.full_name]]
    page = signed_in(cast.minh).get(f"/incidents/{case.code}/command/", {"moment": at(5).isoformat()})
    assert "Đại úy Nguyễn Văn An" in page.content.decode() and "Cấp trên đến" in page.content.decode()
    log = signed_in(cast.minh).get(f"/incidents/{case.code}/").content.decode()
    assert "đã chuyển vai trò Chỉ huy trưởng hiện trường từ Đại úy Nguyễn Văn An sang" in log


def test_an_agency_that_takes_part_sees_the_case_and_nobody_elses_notes(case: Incident, cast: Cast) -> None:
    """Sight, counts, lists, pages, the past and the live events agree; acting on the case stays with whoever leads."""
    nga, tuan, minh, lan = (signed_in(one) for one in (cast.nga, cast.tuan, cast.minh, cast.lan))
    page = f"/incidents/{case.code}/"

    def sees(person: Any, client: Client) -> set[Any]:
        scope = person.scope("incidents.view")
        listed = case.code in client.get("/incidents/").content.decode()
        counted = sum(queries.counts(scope).values())
        past = client.get(page, {"at": clock.now().isoformat()}).status_code
        offered = (case.unit_id, "Phường An Hải") in queries.choices(scope)["units"]
        return {listed, counted == 1, client.get(page).status_code == 200, past == 200, offered}

    assert sees(cast.nga, nga) == sees(cast.tuan, tuan) == {False}
    for agency in (cast.environment, cast.office_b):
        answer = minh.post(f"{page}legs/", {"agency": agency.pk, "message": "Cử người đến hiện trường"})
        assert answer.status_code == 302
    minh.post(f"{page}legs/", {"agency": cast.office_b.pk, "message": "lần hai"})
    assert case.legs.count() == 2
    assert sees(cast.nga, nga) == sees(cast.tuan, tuan) == {True}
    told = Event.objects.filter(topic="incidents.shared").values_list("unit_id", "agency_id")
    for person in (cast.nga, cast.tuan):
        assert any(person.scope("incidents.view").covers(*one) for one in told)

    own = case.legs.get(agency=cast.environment)
    assert tuan.post(f"{page}legs/{own.pk}/answer/", {"to": "accepted"}).status_code == 404
    assert tuan.post(f"{page}state/", {"from": "new", "to": "working"}).status_code == 404
    nga.post(f"{page}legs/{own.pk}/answer/", {"to": "accepted"})
    nga.post(f"{page}legs/{own.pk}/note/", {"text": "Nghi có hóa chất của cơ sở đang điều tra"})
    reads = lambda client: "đang điều tra" in client.get(page).content.decode()  # noqa: E731
    assert [reads(one) for one in (nga, tuan, minh, lan)] == [True, False, False, False]
    nga.post(f"{page}legs/{own.pk}/share/", {"shares": "1"})
    assert [reads(one) for one in (nga, tuan, minh, lan)] == [True, False, True, False]

    theirs = case.legs.get(agency=cast.office_b)
    assert tuan.post(f"{page}legs/{theirs.pk}/answer/", {"to": "declined"}).status_code == 302
    assert case.legs.get(pk=theirs.pk).state == "asked"  # no reason, no refusal
    gone = tuan.post(f"{page}legs/{theirs.pk}/answer/", {"to": "declined", "reason": "Đang chống ngập"})
    assert gone["Location"] == "/incidents/" and sees(cast.tuan, tuan) == {False}
    assert "Đang chống ngập" in minh.get(page).content.decode()
    minh.post(f"{page}legs/{own.pk}/withdraw/", {"reason": "Không cần nữa"})
    assert sees(cast.nga, nga) == {False}


def test_cases_are_merged_and_parted_with_all_that_belongs_to_them(
    case: Incident, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dothi.incidents.joining.following._followers", {})
    went: list[tuple[str, str, Any]] = []

    def move(source: Incident, target: Incident, ids: Any, by: Any) -> list[int]:
        went.append((source.code, target.code, ids))
        return [5, 6] if ids is None else list(ids)

    follows(Follower("calls", move, lambda incident, person: [(5, "CG-5")]))
    other, _ = actions.open_from_alarm(raised(cast), by=cast.minh)
    legs.ask(other, cast.office_b, message="Phân luồng", by=cast.minh)
    merged = joining.merge(other, case, reason="Cùng một đám cháy", by=cast.minh)
    other.refresh_from_db()
    assert (other.status, other.merged_into) == ("closed", case)
    assert case.alarms.get().open and not other.alarms.exists() and case.legs.get().agency == cast.office_b
    told = Event.objects.get(topic="incidents.merged").payload
    assert (told["incident"], told["into"], told["moved"]["calls"]) == (other.code, case.code, [5, 6])
    with pytest.raises(Conflict, match="incident-was-merged"):
        joining.merge(other, case, reason="lần hai", by=cast.minh)
    with pytest.raises(Conflict, match="incident-was-merged"):
        joining.merge(case, other, reason="vòng", by=cast.minh)
    with pytest.raises(BadRequest, match="incident-joined-with-itself"):
        joining.merge(case, case, reason="x", by=cast.minh)
    lines = [signed_in(cast.minh).get(f"/incidents/{one.code}/").content.decode() for one in (other, case)]
    assert f"vào {case.code} (2 cuộc gọi, 1 cảnh báo, 1 cơ quan" in lines[0] and other.code in lines[1]

    joining.part(merged, reason="Hai nhà khác nhau", by=cast.minh)
    with pytest.raises(Conflict, match="incident-parted-already"):
        joining.part(merged, reason="lần hai", by=cast.minh)
    other.refresh_from_db()
    assert (other.status, other.merged_into, other.alarms.get().open) == ("new", None, True)
    assert not case.alarms.exists() and went[-1] == (case.code, other.code, [5, 6])


def test_a_part_becomes_a_case_of_its_own(case: Incident, cast: Cast) -> None:
    other, _ = actions.open_from_alarm(raised(cast), by=cast.minh)
    joining.merge(other, case, reason="Cùng vụ", by=cast.minh)
    minh, alarm = signed_in(cast.minh), case.alarms.get()
    data = {"alarms": alarm.pk, "title": "Cháy xưởng", "severity": "high", "reason": "Đám cháy thứ hai"}
    minh.post(f"/incidents/{case.code}/split/", data | {"alarms": ""})
    assert Incident.objects.count() == 2  # nothing was chosen
    minh.post(f"/incidents/{case.code}/split/", data)
    new = Incident.objects.latest("pk")
    assert (new.title, new.unit, new.alarms.get()) == ("Cháy xưởng", case.unit, alarm)
    minh.post(f"/incidents/{case.code}/split/", data)
    assert Incident.objects.count() == 3  # sent twice: it stands elsewhere already
    assert new.code in minh.get(f"/incidents/{case.code}/").content.decode()


def test_links_say_what_caused_what_and_no_circle(case: Incident, cast: Cast) -> None:
    cases = [
        actions.open_incident(title=f"Việc {n}", kind="", severity="low", by=cast.minh) for n in range(2)
    ]
    joining.link(case, cases[0], kind="cause", by=cast.minh)
    joining.link(cases[0], cases[1], kind="cause", by=cast.minh)
    with pytest.raises(Conflict, match="incident-link-cycle"):
        joining.link(cases[1], case, kind="cause", by=cast.minh)
    with pytest.raises(Conflict, match="incident-linked-already"):
        joining.link(cases[0], case, kind="related", by=cast.minh)
    made = IncidentLink.objects.get(first=case)
    joining.unlink(made, reason="Nhầm", by=cast.minh)
    with pytest.raises(Conflict, match="incident-unlinked-already"):
        joining.unlink(made, reason="lần hai", by=cast.minh)
    hidden = signed_in(cast.lan).get(f"/incidents/{cases[0].code}/")
    assert hidden.status_code == 404
    with pytest.raises(NotFound):
        queries.get_workable(case.code, cast.tuan.scope("incidents.work"))


def test_the_report_is_a_paper_of_the_office(case: Incident, role: Any, cast: Cast) -> None:
    """Both formats hold the timeline, Vietnamese letters, the form of the paper, the mark of a case that is none – and no own notes."""
    Incident.objects.filter(pk=case.pk).update(origin=2)
    command.give(case, role, Holder(name="Thượng tá Đỗ Quyết Thắng"), reason="Đến trước", by=cast.minh)
    legs.note(legs.ask(case, cast.environment, message="Đo khói", by=cast.minh), "Riêng tư", by=cast.nga)
    for n in range(60):
        actions.add_note(case, f"Lần {n}: nước yếu ở trụ Ngõ Huế, gọi thêm xe bồn", by=cast.minh)
    minh = signed_in(cast.minh)
    asked = {"number": "12/BC-TTĐH", "place": "Vũng Tàu", "signs_as": "Giám đốc", "signed_by": "Lê Ái Quốc"}
    words = minh.get(f"/incidents/{case.code}/report.docx", asked).content
    document = Document(io.BytesIO(words))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(one.text for one in document.paragraphs), *cells])
    for part in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số: 12/BC-TTĐH",
        "MÔ PHỎNG",
        "Thượng tá Đỗ Quyết Thắng",
        "Lần 59",
    ):
        assert part in text
    assert "Riêng tư" not in text
    paper = minh.get(f"/incidents/{case.code}/report.pdf", asked)
    assert paper["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF")
    assert paper.content.count(b"/FontFile2") >= 3  # the letters lie in the file
    assert int(re.search(rb"/Count (\d+)", paper.content)[1]) > 2
    assert minh.get(f"/incidents/{case.code}/report/").status_code == 200
