"""Uploaded files go when their time is over, and never while somebody needs them."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from django.db import connection

from dothi.connectors import actions, retention, uploads
from dothi.connectors.files import mapping as mappings
from dothi.connectors.files.errors import TableError
from dothi.connectors.models import Import
from dothi.kernel import attachments, clock
from dothi.kernel.retention import ensure_rules, forget_all, in_force

from .own import MAPPING as OWN

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
LIMIT = 100


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DOTHI_DATA", str(tmp_path / "var"))
    return tmp_path


def handed_in(state: str, *, days_ago: int, folder: Path | None = None) -> Import:
    folder = folder or uploads.new_folder()
    path = folder / "own.csv"
    path.write_text("s;t;PM2.5\nA;2026-01-01 01:00;5\n", encoding="utf-8")
    row = actions.register_import(path, mappings.parse(OWN, file="own.toml"), OWN, by=None)
    then = NOW - dt.timedelta(days=days_ago)
    Import.objects.filter(pk=row.pk).update(state=state, created_at=then, ended_at=then, beat_at=then)
    row.refresh_from_db()
    return row


@pytest.mark.parametrize("state", ["done", "failed", "stopped"])
def test_files_of_ended_imports_go_after_their_days_and_not_before(state: str) -> None:
    old, fresh = handed_in(state, days_ago=31), handed_in(state, days_ago=29)
    assert retention.forget_ended(NOW - dt.timedelta(days=30), LIMIT) == 1
    assert (Path(old.folder).exists(), Path(fresh.folder).exists()) == (False, True)
    old.refresh_from_db()
    assert old.file_forgotten_at is not None
    with pytest.raises(TableError):
        actions.queue_import(old, dry_run=False, by=None)
    assert retention.forget_ended(NOW - dt.timedelta(days=30), LIMIT) == 0


@pytest.mark.parametrize("state", ["queued", "running"])
def test_files_still_needed_stay_however_old(state: str) -> None:
    row = handed_in(state, days_ago=400)
    retention.forget_ended(NOW, LIMIT)
    retention.forget_waiting(NOW, LIMIT)
    assert (Path(row.folder) / "own.csv").is_file()


def test_a_file_outside_the_uploads_is_its_owners(tmp_path: Path) -> None:
    row = handed_in("done", days_ago=400, folder=tmp_path)
    assert retention.forget_ended(NOW, LIMIT) == 0
    assert (Path(row.folder) / "own.csv").is_file()


def test_what_was_never_imported_goes_sooner_with_what_broke_off_half_way() -> None:
    waits, left, new = handed_in("uploaded", days_ago=20), uploads.new_folder(), uploads.new_folder()
    old = (clock.now() - dt.timedelta(days=20)).timestamp()
    os.utime(left, (old, old))
    (attachments.root() / "territory").mkdir()
    os.utime(attachments.root() / "territory", (old, old))
    assert retention.forget_waiting(clock.now() - dt.timedelta(days=14), LIMIT) == 2
    kept = [folder.exists() for folder in (Path(waits.folder), left, new, attachments.root() / "territory")]
    assert kept == [False, False, True, True]


def test_the_times_are_dated_rules_with_a_purpose() -> None:
    ensure_rules()
    rules = in_force(NOW.date())
    assert {code: rules[code].days for code in rules if code.startswith("uploads")} == {
        "uploads-ended": 30,
        "uploads-waiting": 14,
        "uploads-territory": 1,
    }
    assert all(rules[code].purpose for code in rules)


def test_messages_that_were_not_stored_go_after_their_dated_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("delete from streams_dead_letter")
        for days in (91, 89):
            cursor.execute(
                "insert into streams_dead_letter (received_at, topic, whole, reason)"
                " values (now() - make_interval(days => %s), %s, false, 'mqtt-not-json')",
                [days, f"{days} days"],
            )
        assert forget_all()["dead-letters"] == 1
        cursor.execute("select topic from streams_dead_letter")
        assert cursor.fetchall() == [("89 days",)]
