"""Imports on screens: who may, what a file's way from upload to rejects looks like, messages that could not be stored."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from dothi.connectors import actions
from dothi.connectors.files import mapping as mappings
from dothi.connectors.models import Import
from dothi.kernel.testing.cast import Cast
from dothi.kernel.testing.contract import PostContract, ScreenContract

from .test_import import OWN

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
