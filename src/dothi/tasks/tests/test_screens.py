"""The screens of tasks through the doors: giving from a case in one form, the page, its steps, and who is refused."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from dothi.accounts import actions as people
from dothi.incidents import actions as incidents
from dothi.kernel import clock
from dothi.kernel.testing.cast import Cast
from dothi.tasks import actions, files
from dothi.tasks.models import Extension, Task, TaskFile
from dothi.tasks.tests.test_tasks import DAY, given

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Any], Client]


def form(cast: Cast, **told: Any) -> dict[str, Any]:
    return {
        "key": str(uuid4()),
        "title": "Kiểm tra nguồn khói",
        "lead": f"a{cast.environment.pk}",
        "due": "days:3",
        "importance": "high",
        **told,
    }


def test_a_leader_gives_a_task_from_a_case(cast: Cast, client_of: ClientOf) -> None:
    case = incidents.open_incident(
        title="Khói ở bãi rác", kind="other", severity="low", by=cast.minh, unit_id=cast.ward_a.pk
    )
    leader, source = client_of(cast.hoa), f"kind=incident&code={case.code}&path=/incidents/{case.code}/"
    page = leader.get(f"/incidents/{case.code}/").content.decode()
    assert f"/tasks/of/?kind=incident&amp;code={case.code}" in page
    part = leader.get(f"/tasks/of/?{source}&title=Kh%C3%B3i").content.decode()
    assert "/tasks/new/?kind=incident" in part
    begun = leader.get(f"/tasks/new/?{source}&title=Kh%C3%B3i").content.decode()
    assert ">Khói</textarea>" in begun
    assert f'value="a{cast.environment.pk}"' in begun
    sent = form(cast, kind="incident", code=case.code, path=f"/incidents/{case.code}/", along=[f"a{cast.office_a.pk}"])  # fmt: skip
    answer = leader.post("/tasks/new/", sent)
    task = Task.objects.get()
    assert answer["Location"] == f"/tasks/{task.code}/"
    assert (task.source_kind, task.source_code, task.due_said) == ("incident", case.code, "days:3")
    assert task.code in leader.get(f"/tasks/of/?{source}").content.decode()


def test_a_source_leads_to_our_own_pages_only(cast: Cast, client_of: ClientOf) -> None:
    sent = form(cast, kind="incident", code="VV-1", path="//evil.example/")
    client_of(cast.hoa).post("/tasks/new/", sent)
    assert Task.objects.get().source_path == ""


@pytest.mark.parametrize("wrong", [{"title": ""}, {"lead": "a0"}, {"due": "at", "at": "soon"}, {"due": "at", "at": "2020-01-01T08:00"}])  # fmt: skip
def test_a_wrong_form_is_shown_again_with_what_was_typed(
    cast: Cast, client_of: ClientOf, wrong: dict[str, str]
) -> None:
    answer = client_of(cast.hoa).post("/tasks/new/", form(cast, text="Đã gọi ba lần", **wrong))
    assert answer.status_code == 422
    assert "Đã gọi ba lần" in answer.content.decode()
    assert not Task.objects.exists()


def test_the_way_of_a_task_on_its_page(cast: Cast, client_of: ClientOf) -> None:
    task = given(cast)
    lead, giver = client_of(cast.nga), client_of(cast.hoa)

    def step(client: Client, name: str, seen: str, **more: str) -> str:
        sent = {"step": name, "seen": seen, **more}
        return client.post(f"/tasks/{task.code}/step/", sent, follow=True).content.decode()

    assert "Không thuộc thẩm quyền" in lead.get(f"/tasks/{task.code}/").content.decode()
    step(lead, "accept", "given")
    step(lead, "hand-in", "accepted", reason="Đã dập xong")
    page = step(giver, "confirm", "handed-in")
    assert "Hoàn thành đúng hạn" in page
    assert "Đã dập xong" in page
    assert str(cast.hoa) in step(client_of(cast.minh), "withdraw", "handed-in", reason="Không cần")
    task.refresh_from_db()
    assert task.state == "confirmed"


def test_answers_and_more_time_on_the_page(cast: Cast, client_of: ClientOf) -> None:
    task, lead, giver = given(cast), client_of(cast.nga), client_of(cast.hoa)
    lead.post(f"/tasks/{task.code}/answer/", {"text": "Phường có xe bồn không?", "to": cast.office_a.pk})
    assert "Phường có xe bồn không?" in client_of(cast.lan).get(f"/tasks/{task.code}/").content.decode()
    lead.post(f"/tasks/{task.code}/more-time/", {"due": "days:3", "reason": "Mưa lớn"})
    asked = Extension.objects.get()
    assert "Mưa lớn" in giver.get(f"/tasks/{task.code}/").content.decode()
    giver.post(f"/tasks/{task.code}/more-time/{asked.pk}/", {"grant": "yes"})
    task.refresh_from_db()
    assert task.due_at == asked.new_due > task.first_due_at
    giver.post(f"/tasks/{task.code}/more-time/", {"due": "days:1", "reason": "Đợi thiết bị"})
    assert task.extensions.count() == 2


def test_a_stranger_meets_nothing(cast: Cast, client_of: ClientOf) -> None:
    task, stranger = given(cast), client_of(cast.tuan)
    assert stranger.get(f"/tasks/{task.code}/").status_code == 404
    assert stranger.post(f"/tasks/{task.code}/answer/", {"text": "x"}).status_code == 404
    assert task.code not in stranger.get("/tasks/?word=").content.decode()


def test_who_works_along_takes_no_step_of_the_lead(cast: Cast, client_of: ClientOf) -> None:
    task = given(cast)
    sent = {"step": "accept", "seen": "given"}
    assert client_of(cast.lan).post(f"/tasks/{task.code}/step/", sent).status_code == 403


def test_the_list_says_the_five_words_and_finds_without_accents(cast: Cast, client_of: ClientOf) -> None:
    task = given(cast)
    client = client_of(cast.hoa)
    page = client.get("/tasks/?word=&q=kiem+tra").content.decode()
    assert task.code in page
    for word in ("Chưa thực hiện", "Đang thực hiện trong hạn", "Quá hạn chưa hoàn thành", "Hoàn thành đúng hạn", "Hoàn thành quá hạn"):  # fmt: skip
        assert word in page
    assert "Không có nhiệm vụ nào khớp" in client.get("/tasks/?q=nothing").content.decode()


def test_my_work_is_one_list_by_one_clock(cast: Cast, client_of: ClientOf) -> None:
    lead = client_of(cast.nga)
    assert "Không có việc nào đang chờ" in lead.get("/mine/").content.decode()
    task = given(cast)
    page = lead.get("/mine/").content.decode()
    assert task.title in page
    with clock.moved_to(task.due_at + DAY):
        actions.answer(task, "Đang làm", by=cast.nga)
        late = client_of(cast.nga)
        assert "Quá hạn" in late.get("/mine/").content.decode()
        assert task.title in late.get("/mine/?when=overdue").content.decode()
        assert 'class="count inbox-count">1<' in late.get("/mine/count/").content.decode()
    assert task.title not in client_of(cast.tuan).get("/mine/").content.decode()


def test_other_systems_read_tasks_within_their_right(cast: Cast, client_of: ClientOf) -> None:
    task = given(cast)
    said = client_of(cast.nga).get("/api/v1/tasks").json()
    assert (said["total"], said["tasks"][0]["code"], said["tasks"][0]["word"]) == (
        1,
        task.code,
        "not-started",
    )
    assert (said["tasks"][0]["lead"], said["tasks"][0]["along"]) == ("so-nnmt", ["ubnd-an-hai"])
    assert client_of(cast.nga).get("/api/v1/tasks?word=overdue").json()["total"] == 0
    assert client_of(cast.tuan).get("/api/v1/tasks?word=all").json()["total"] == 0
    assert client_of(cast.tuan).get(f"/api/v1/tasks/{task.code}").status_code == 404


@pytest.mark.parametrize(("agency", "status"), [("environment", 200), ("office_b", 404), (None, 403)])
def test_a_key_reads_the_tasks_of_its_agency_only(cast: Cast, agency: str | None, status: int) -> None:
    task = given(cast)
    body = getattr(cast, agency) if agency else None
    _, secret = people.issue_key("Phần mềm của sở", kind="read", agency=body, by=None)
    answer = Client().get(f"/api/v1/tasks/{task.code}", headers={"authorization": f"Bearer {secret}"})
    assert answer.status_code == status


def png() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(out, "PNG")
    return SimpleUploadedFile("../ảnh hiện trường.png", out.getvalue(), "text/html")


def test_files_of_the_record_are_examined_and_read_by_those_who_see_the_task(
    cast: Cast, client_of: ClientOf
) -> None:
    task, lead = given(cast), client_of(cast.nga)
    answer = f"/tasks/{task.code}/answer/"
    lead.post(
        answer, {"text": "Ảnh chụp", "files": [png(), SimpleUploadedFile("biên bản.pdf", b"%PDF-1.7 ...")]}
    )
    line = task.lines.get(what="answer")
    assert line.fields["files"] == ["ảnh hiện trường.jpg", "biên bản.pdf"]
    page = client_of(cast.lan).get(f"/tasks/{task.code}/").content.decode()
    address = f"/tasks/{task.code}/files/{line.pk}/"
    assert f"{address}1/" in page
    shown, saved = (client_of(cast.lan).get(f"{address}{n}/") for n in (1, 2))
    assert (shown["Content-Type"], shown["Content-Disposition"].split(";")[0]) == ("image/jpeg", "inline")
    assert (saved.content, saved["Content-Disposition"].split(";")[0]) == (b"%PDF-1.7 ...", "attachment")
    assert saved["X-Content-Type-Options"] == "nosniff"
    assert client_of(cast.tuan).get(f"{address}1/").status_code == 404
    assert lead.get(f"{address}3/").status_code == 404


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("virus.pdf", b"MZ\x90"),
        ("page.png", b"<script>alert(1)</script>"),
        ("run.exe", b"MZ\x90"),
        ("macro.docx", None),
    ],
)
def test_what_is_not_what_it_says_is_refused_and_leaves_nothing(
    cast: Cast, client_of: ClientOf, name: str, body: bytes | None
) -> None:
    task = given(cast)
    file = SimpleUploadedFile(name, body if body is not None else with_macros())
    answer = client_of(cast.nga).post(
        f"/tasks/{task.code}/answer/", {"text": "Xem tệp", "files": [file]}, follow=True
    )
    assert "theo nội dung" in answer.content.decode()
    assert not task.lines.filter(what="answer").exists()


def with_macros() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/vbaProject.bin", "x")
    return out.getvalue()


def test_a_step_that_is_refused_keeps_no_file(cast: Cast, client_of: ClientOf) -> None:
    task, lead = given(cast), client_of(cast.nga)
    sent = {"step": "hand-in", "seen": "given", "reason": "Xong"}
    lead.post(f"/tasks/{task.code}/step/", {**sent, "files": [SimpleUploadedFile("một.pdf", b"%PDF-1")]})
    lead.post(f"/tasks/{task.code}/step/", {**sent, "files": [SimpleUploadedFile("hai.pdf", b"%PDF-2")]})
    kept = [
        files.STORE.path_of(hashlib.sha256(body).hexdigest()).is_file() for body in (b"%PDF-1", b"%PDF-2")
    ]
    assert (kept, TaskFile.objects.count()) == ([True, False], 1)


def test_files_are_forgotten_after_their_time_and_their_names_stay(cast: Cast, client_of: ClientOf) -> None:
    task, lead = given(cast), client_of(cast.nga)
    lead.post(
        f"/tasks/{task.code}/answer/", {"text": "", "files": [SimpleUploadedFile("biên bản.pdf", b"%PDF-9")]}
    )
    assert files.forget_files(clock.now() + DAY, 10) == 1
    page = lead.get(f"/tasks/{task.code}/").content.decode()
    assert "biên bản.pdf" in page
    assert "hết thời hạn lưu" in page
    assert not files.STORE.path_of(hashlib.sha256(b"%PDF-9").hexdigest()).exists()


def test_an_officer_of_a_ward_chooses_among_those_they_may_give_to(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.lan).get("/tasks/new/").content.decode()
    led = page.partition('name="along"')[0]
    assert f'name="lead" value="a{cast.office_a.pk}"' in led
    assert f'name="lead" value="a{cast.environment.pk}"' not in led
    assert f'name="along" value="a{cast.environment.pk}"' in page
    refused = client_of(cast.lan).post("/tasks/new/", form(cast))
    assert refused.status_code == 422


def test_who_was_given_tasks_lately_stands_first(cast: Cast, client_of: ClientOf) -> None:
    given(cast, lead=cast.office_b)
    page = client_of(cast.hoa).get("/tasks/new/").content.decode()
    first = page.partition('name="lead" value="')[2].partition('"')[0]
    assert first == f"a{cast.office_b.pk}"
    assert 'data-folded="so nong nghiep va moi truong' in page


def test_of_two_forms_that_extend_the_second_is_told(cast: Cast, client_of: ClientOf) -> None:
    task, giver = given(cast), client_of(cast.hoa)
    page = giver.get(f"/tasks/{task.code}/").content.decode()
    seen = page.partition('name="due_seen" value="')[2].partition('"')[0]
    sent = {"due": "days:1", "reason": "Đợi thiết bị", "due_seen": seen}
    for _ in range(2):
        giver.post(f"/tasks/{task.code}/more-time/", sent)
    assert task.extensions.count() == 1
