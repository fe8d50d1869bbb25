"""Imports on screens: who may, what a file's way from upload to rejects looks like, messages that could not be stored."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from dothi.connectors import actions
from dothi.connectors.files import mapping as mappings
from dothi.connectors.files import run as runs
from dothi.connectors.models import Import
from dothi.kernel import clock
from dothi.kernel.errors import Conflict
from dothi.kernel.testing.cast import Cast
from dothi.kernel.testing.contract import PostContract, ScreenContract

from .test_import import OWN, many_rows, own_file

DATA = "s;t;PM2.5\nA;2026-01-01 01:00;5\nA;2026-01-01 02:00;=1+1\n"


def registered(cast: Cast, folder: Path) -> Import:
    path = folder / "own.csv"
    path.write_text(DATA, encoding="utf-8")
    return actions.register_import(path, mappings.parse(OWN, file="own.toml"), OWN, by=cast.vy)


class TestImports(ScreenContract):
    path, right, no_right, shows = "/connectors/", "vy", ("dung", "lan", "quan"), "Nguồn dữ liệu"


class TestHandIn(ScreenContract):
    path, right, no_right, shows = "/connectors/new/", "vy", ("dung", "lan", "minh"), "Tệp ánh xạ"


class TestOneImport(ScreenContract):
    right, no_right, shows = "vy", ("dung", "lan"), "own.csv"

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path

    def path(self, cast: Cast) -> str:
        return f"/connectors/{registered(cast, self.folder).pk}/"


class TestRejects(TestOneImport):
    def path(self, cast: Cast) -> str:
        return f"/connectors/{registered(cast, self.folder).pk}/rejects/"


class TestDeadLetters(ScreenContract):
    path, right, no_right, shows = "/connectors/messages/", "vy", ("dung", "lan"), "Không có bản tin nào"


class TestRun(PostContract):
    right, no_right = "vy", ("dung", "lan")

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path

    def path(self, cast: Cast) -> str:
        self.row = registered(cast, self.folder)
        return f"/connectors/{self.row.pk}/run/"

    def done(self, cast: Cast) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from procrastinate_jobs where task_name = 'connectors.import'")
            queued = cursor.fetchone()[0]
        self.row.refresh_from_db()
        return bool(queued) and self.row.state == Import.State.QUEUED


def upload(**files: bytes) -> dict[str, Any]:
    return {
        name: SimpleUploadedFile({"table": "own.csv", "mapping": "own.toml"}[name], body)
        for name, body in files.items()
    }


@pytest.fixture
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DOTHI_DATA", str(tmp_path))
    return tmp_path


@pytest.mark.django_db
def test_an_upload_is_tested_before_anything_is_written(
    cast: Cast, client_of: Callable[[Any], Any], data_folder: Path
) -> None:
    steward = client_of(cast.vy)
    form = {"origin": "0", **upload(table=DATA.encode(), mapping=OWN.encode())}
    answer = steward.post("/connectors/new/", form)
    assert answer.status_code == 302
    page = steward.get(answer.url).content.decode()
    assert "urn:ngsi-ld:AirQualityObserved:own-A" in page
    assert "Không phải là số" in page  # the formula is listed in the test already
    assert 'class="origin origin-replayed"' in page  # of last January, though handed in as measured now
    assert Import.objects.get().state == Import.State.UPLOADED
    assert next(iter(data_folder.glob("uploads/*/own.csv"))).read_bytes() == DATA.encode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"origin": "0", **upload(table=DATA.encode())}, "Hãy chọn đúng một"),
        ({"origin": "0", **upload(table=DATA.encode(), mapping=b"[entity")}, "không đúng cú pháp TOML"),
        ({"origin": "9", **upload(table=DATA.encode(), mapping=OWN.encode())}, "9"),
    ],
)
def test_a_wrong_upload_is_told_why(
    cast: Cast, client_of: Callable[[Any], Any], data_folder: Path, form: dict[str, Any], said: str
) -> None:
    answer = client_of(cast.vy).post("/connectors/new/", form)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Import.objects.exists()


def test_the_progress_of_a_finished_import_stops_asking(
    stored: None, cast: Cast, client_of: Callable[[Any], Any], tmp_path: Path
) -> None:
    row = registered(cast, tmp_path)
    actions.run_import(row.pk)
    part = client_of(cast.vy).get(f"/connectors/{row.pk}/progress/").content.decode()
    assert "hx-trigger" not in part
    assert "Đã xong" in part
    listed = b"".join(client_of(cast.vy).get(f"/connectors/{row.pk}/rejects.csv").streaming_content).decode()
    assert listed.startswith("\ufeffDòng")
    assert "'=1+1" in listed


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..", "", "a\\b\\c.csv", ".hidden.csv", "x" * 300 + ".csv", "a;rm -rf.csv"]
)
def test_names_of_uploads_are_made_harmless(name: str) -> None:
    from dothi.connectors.uploads import safe_name

    safe = safe_name(name)
    assert safe
    assert not safe.startswith(".")
    assert not set(safe) & set("/\\;")
    assert len(safe) <= 120


LETTERS = """insert into streams_dead_letter (received_at, topic, payload, whole, reason, fields, repeats)
select now() - n * interval '1 second', 'dothi/urn:ngsi-ld:AirQualityObserved:' || n || '/attrs', '{', true,
       case when n %% 10 = 0 then 'mqtt-not-an-object' else 'mqtt-not-json' end, '{"detail": "cut off"}', 1
from generate_series(1, %s) n"""


def letters(count: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(LETTERS, [count])


def of_letters(what: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"select {what} from streams_dead_letter")
        return cursor.fetchall()


@pytest.mark.django_db
def test_ten_thousand_messages_are_grouped_by_reason_and_come_page_by_page(
    cast: Cast, client_of: Callable[[Any], Any]
) -> None:
    letters(10_000)
    browser = client_of(cast.vy)
    page = browser.get("/connectors/messages/")
    assert [(one.code, one.number) for one in page.context["groups"]] == [
        ("mqtt-not-json", 9000),
        ("mqtt-not-an-object", 1000),
    ]
    assert (len(page.context["rows"]), page.context["page"].paginator.num_pages) == (50, 200)
    assert len(page.content) < 150_000
    last = browser.get("/connectors/messages/?reason=mqtt-not-an-object&page=20")
    assert {one.reason for one in last.context["rows"]} == {"mqtt-not-an-object"}
    assert last.context["rows"][-1].topic.endswith(":10000/attrs")


@pytest.mark.django_db
def test_all_of_one_reason_are_tried_again_or_set_aside_and_the_others_stay(
    cast: Cast, client_of: Callable[[Any], Any]
) -> None:
    letters(20)
    browser = client_of(cast.vy)
    browser.post("/connectors/messages/reason/", {"reason": "mqtt-not-json", "what": "again"})
    assert of_letters("count(*) filter (where again_at is not null), count(*)") == [(18, 20)]
    browser.post("/connectors/messages/reason/", {"reason": "mqtt-not-an-object", "what": "aside"})
    assert of_letters("count(*) filter (where set_aside_by = 'vy' and settled_at is not null)") == [(2,)]
    assert len(browser.get("/connectors/messages/").context["rows"]) == 18
    assert len(browser.get("/connectors/messages/?settled=1").context["rows"]) == 20


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["lan", "dung"])
def test_nobody_without_the_right_settles_messages(
    cast: Cast, client_of: Callable[[Any], Any], who: str
) -> None:
    letters(2)
    ((number,), *_) = of_letters("id")
    browser = client_of(getattr(cast, who))
    for path in (f"{number}/again/", f"{number}/aside/", "reason/"):
        answer = browser.post(f"/connectors/messages/{path}", {"reason": "mqtt-not-json"})
        assert answer.status_code == 403
    assert of_letters("count(*) filter (where again_at is not null or settled_at is not null)") == [(0,)]


@pytest.mark.django_db
def test_one_message_is_set_aside_once(cast: Cast, client_of: Callable[[Any], Any]) -> None:
    letters(1)
    ((number,),) = of_letters("id")
    browser = client_of(cast.vy)
    browser.post(f"/connectors/messages/{number}/aside/")
    assert of_letters("set_aside_by") == [("vy",)]
    again = browser.post(f"/connectors/messages/{number}/aside/", follow=True)
    assert f"Bản tin {number} đã được giải quyết." in again.content.decode()


class TestStop(PostContract):
    right, no_right = "vy", ("dung", "lan")

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path

    def path(self, cast: Cast) -> str:
        self.row = registered(cast, self.folder)
        Import.objects.filter(pk=self.row.pk).update(state="queued")
        return f"/connectors/{self.row.pk}/stop/"

    def done(self, cast: Cast) -> bool:
        self.row.refresh_from_db()
        return self.row.state == Import.State.STOPPED


def test_a_stopped_import_keeps_whole_batches_and_its_job_does_not_bring_it_back(
    stored: None, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = own_file(tmp_path, many_rows(3500))
    write, calls = runs.write_batch, []

    async def stopped_in_the_third(*args: Any, **kwargs: Any) -> Any:
        calls.append(1)
        if len(calls) == 3:
            with psycopg.connect(actions.database_url(), autocommit=True) as other:
                other.execute("update connectors_import set state = 'stopped' where id = %s", [row.pk])
        return await write(*args, **kwargs)

    monkeypatch.setattr(runs, "write_batch", stopped_in_the_third)
    with pytest.raises(Conflict):
        actions.run_import(row.pk)
    row.refresh_from_db()
    assert (row.state, row.stored, row.error_code) == ("stopped", 2 * runs.BATCH, "")
    with pytest.raises(Conflict):
        actions.run_import(row.pk, attempts=0)


def test_a_job_given_again_goes_on_at_once_and_counts_what_was_written_before(
    stored: None, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = own_file(tmp_path, many_rows(3500))
    write, calls = runs.write_batch, []

    async def killed_in_the_third(*args: Any, **kwargs: Any) -> Any:
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return await write(*args, **kwargs)

    monkeypatch.setattr(runs, "write_batch", killed_in_the_third)
    with pytest.raises(KeyboardInterrupt):
        actions.run_import(row.pk)
    monkeypatch.setattr(runs, "write_batch", write)
    # a killed process cannot say that it ended
    Import.objects.filter(pk=row.pk).update(
        state="running", beat_at=clock.now(), ended_at=None, error_code=""
    )
    with pytest.raises(Conflict):
        actions.run_import(row.pk, attempts=0)
    done = actions.run_import(row.pk, attempts=1)
    assert (done.state, done.stored) == ("done", 3500)
    assert done.changed == 3500  # 2,000 of the killed process and 1,500 now
